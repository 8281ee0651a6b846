"""Which clause of the law is closed, and by what: its tested condition, or a test that shows it at work."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sentra.law.clauses import Clause
from sentra.law.errors import LawError
from sentra.law.library import Library

#: The tests that show each clause at work, as last written; an installation has no tests of its own to read.
RECORDED = Path(__file__).parent / "coverage.json"
CONDITION = "condition and cases"


class UnknownMarker(LawError):
    """A test is marked with a clause that the loaded texts do not hold."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One clause and its closing evidence: ``condition``, and the tests marked with it."""

    clause: Clause
    evidence: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether anything closes the clause."""
        return bool(self.evidence)


def trace(library: Library, tests: Path) -> list[Coverage]:
    """Return each clause of the loaded texts with what closes it.

    A tested clause is closed by its condition, which its own ``pass`` and ``fail`` and the cases of its check
    hold. The others are closed by tests marked ``@pytest.mark.clause("<id>")`` below ``tests``, read without
    running them. Raises :class:`UnknownMarker`.
    """
    marked: dict[str, list[str]] = {}
    for name, place, line in _markers(tests):
        marked.setdefault(name, []).append(place)
        if not any(name in regulation.clauses for regulation in library.regulations.values()):
            raise UnknownMarker(f"{place} (line {line}) is marked with {name}, which no loaded text holds")
    cases = {str(case.get("check")) for regulation in library.regulations.values() for case in regulation.cases}
    return [
        Coverage(clause, (*_condition(clause, cases), *dict.fromkeys(marked.get(clause.id, []))))
        for clause in library.clauses
    ]


def _condition(clause: Clause, cases: set[str]) -> Iterator[str]:
    if clause.condition is not None and clause.check in cases:
        yield CONDITION


def _markers(folder: Path) -> Iterator[tuple[str, str, int]]:
    for file in sorted(folder.rglob("test_*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
        shown = file.relative_to(folder.parent).as_posix()
        for node in module.body:
            if isinstance(node, ast.Assign) and any(_is_name(target, "pytestmark") for target in node.targets):
                yield from ((name, shown, line) for name, line in _named(ast.walk(node.value)))
        yield from _marked_definitions(module.body, shown)


def _marked_definitions(body: Sequence[ast.stmt], place: str) -> Iterator[tuple[str, str, int]]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            here = f"{place}::{node.name}"
            yield from ((name, here, line) for name, line in _named(node.decorator_list))
            if isinstance(node, ast.ClassDef):
                yield from _marked_definitions(node.body, here)


def _named(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value, argument.lineno


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def is_under(clause: str, prefix: str) -> bool:
    """Return whether an id lies under a prefix: ``kukm-23-2005/1`` covers ``1.1.1`` but not ``10`` or ``12.a``."""
    regulation, _, path = clause.partition("/")
    wanted, _, above = prefix.rstrip("/.").partition("/")
    if regulation != wanted:
        return False
    parts = above.split(".") if above else []
    return path.split(".")[: len(parts)] == parts


def open_under(traced: Sequence[Coverage], prefixes: Sequence[str]) -> list[Coverage]:
    """Return the open clauses under any of the prefixes; raises :class:`LawError` for a prefix of nothing."""
    for prefix in prefixes:
        if not any(is_under(entry.clause.id, prefix) for entry in traced):
            raise LawError(f"no clause under {prefix}")
    return [
        entry for entry in traced if not entry.closed and any(is_under(entry.clause.id, prefix) for prefix in prefixes)
    ]


def totals(traced: Sequence[Coverage]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return per regulation and article how many clauses are closed and how many there are; ``""`` is the sum."""
    result: dict[str, dict[str, tuple[int, int]]] = {}
    for entry in traced:
        articles = result.setdefault(entry.clause.regulation, {"": (0, 0)})
        for key in ("", entry.clause.article):
            closed, count = articles.get(key, (0, 0))
            articles[key] = (closed + entry.closed, count + 1)
    return result


_HEAD = """# What closes each clause of the law

Written by `sentra law coverage --write docs/law-coverage.md`; a test keeps it current. A clause with a condition is
closed by it: its own examples hold whenever the text is loaded, and the cases of its check are run. The others are
closed by the tests that show them at work. What nothing closes yet stands in one list.
"""


def as_markdown(traced: Sequence[Coverage], titles: Mapping[str, str]) -> str:
    """Return the table as a Markdown page: totals, all that is not built yet, then by regulation what is closed."""
    lines = [_HEAD, "| regulation | clauses | closed | not built yet |", "| --- | ---: | ---: | ---: |"]
    for regulation, articles in totals(traced).items():
        closed, count = articles[""]
        lines.append(f"| [`{regulation}`](#{regulation}) | {count} | {closed} | {count - closed} |")
    lines += ["", "## Not built yet", "", "| clause | citation | kind | provision |", "| --- | --- | --- | --- |"]
    lines += [_row(entry.clause, entry.clause.label("en")) for entry in traced if not entry.closed]
    for regulation, articles in totals(traced).items():
        lines += ["", f"## {regulation}", "", f"{titles[regulation]}.", ""]
        lines += ["| article | closed | clauses |", "| --- | ---: | ---: |"]
        lines += [f"| {article} | {done} | {all_} |" for article, (done, all_) in articles.items() if article]
        lines += ["", "| clause | citation | kind | closed by |", "| --- | --- | --- | --- |"]
        lines += [
            _row(entry.clause, "<br>".join(f"`{item}`" if "::" in item else item for item in entry.evidence))
            for entry in traced
            if entry.closed and entry.clause.regulation == regulation
        ]
    return "\n".join([*lines, ""])


def as_json(traced: Sequence[Coverage]) -> str:
    """Return the tests of each clause that has some, a line a clause, for :func:`recorded`."""
    tests = {entry.clause.id: [item for item in entry.evidence if item != CONDITION] for entry in traced}
    lines = [f"  {json.dumps(clause)}: {json.dumps(found)}" for clause, found in tests.items() if found]
    return "{\n" + ",\n".join(lines) + "\n}\n"


@cache
def recorded() -> Mapping[str, tuple[str, ...]]:
    """Return clause → the tests that show it at work, as last written by ``sentra law coverage --write``."""
    written: dict[str, list[str]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return {clause: tuple(found) for clause, found in written.items()}


def _row(clause: Clause, last: str) -> str:
    return f"| `{clause.id}` | {clause.cite} | {clause.kind} | {last} |"
