"""Writes what was measured as a page: ``docs/benchmarks.md``."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`. Every figure of a table was measured in one run on the same rows, each way in a process of
its own, in turn; the ratios count, not the seconds. The rows are generated, 5 % of the values unknown in every
column but the region. OpenFisca-core takes an unknown for zero, so its counts differ and are not compared.
"""


def write(
    found: Mapping[tuple[str, int], Mapping[str, Mapping[str, Any]]], single: Mapping[str, float], page: Path = PAGE
) -> str:
    """Write the page and return it; ``single`` are microseconds for one record of eight provisions."""
    parts = [HEAD, _machine(), _single(single)]
    for (task, rows), ways in found.items():
        parts.append(_table(task, rows, ways))
    text = "\n".join(parts)
    page.write_text(text, encoding="utf-8")
    return text


def keep(heading: str, text: str, page: Path = PAGE) -> None:
    """Put a section on the page, in the place of what stood under its heading."""
    before = page.read_text(encoding="utf-8") if page.exists() else "# Benchmarks\n"
    sections = re.split(r"^(?=## )", before, flags=re.MULTILINE)
    others = [one.rstrip() for one in sections if not one.startswith(heading)]
    page.write_text("\n\n".join([*others, f"{heading}\n\n{text}"]) + "\n", encoding="utf-8")


def _single(single: Mapping[str, float]) -> str:
    ours = next(iter(single.values()))
    lines = ["## One record, eight provisions\n", "| way | µs a record | of the verdict |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {micro:,.1f} | {micro / ours:,.1f} × |" for name, micro in single.items()]
    return "\n".join(lines) + "\n"


def _machine() -> str:
    names = ("polars", "narwhals", "duckdb", "numpy", "openfisca-core")
    versions = ", ".join(f"{name} {_version(name)}" for name in names)
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions}.\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _table(task: str, rows: int, ways: Mapping[str, Mapping[str, Any]]) -> str:
    ours = ways["Sentra"]
    lines = [
        f"## {task.capitalize()}, {rows:,} rows\n",
        "| way | seconds | Sentra takes | peak memory (MB) |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, way in ways.items():
        ratio = "" if name == "Sentra" else f"{ours['seconds'] / way['seconds']:.2f} ×"
        lines.append(f"| {name} | {way['seconds']:.2f} | {ratio} | {way['peak']:,.0f} |")
    return "\n".join(lines) + "\n"
