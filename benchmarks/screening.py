"""A table judged by eight conditions: the product beside hand-written code and other engines.

``python -m benchmarks.screening [--rows N ...] [--national N] [--repeats N]``. All ways read the same Parquet
file (generated, 5 % unknown in every column but the region) on the same machine in the same run, each in a
process of its own so that its peak memory is its own, in turn and several times; medians and their ratios are
printed and written to ``docs/benchmarks.md``. Every way has to give the same counts, or the run fails.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import law_engine, report
from benchmarks.ways import WAYS, counts_of

REGIONS = 514
BLOCK = 1_000_000
#: What a way does not give: OpenFisca and numpy in two values take an unknown for a zero.
TWO_VALUED = {"OpenFisca-core"}


def table(rows: int) -> Path:
    """The generated table of so many rows; made once and kept in the folder for temporary files."""
    path = Path(tempfile.gettempdir()) / "sentra-benchmarks" / f"enterprises-{rows}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _run("generate", str(rows), str(path))
    return path


def generate(rows: int, path: Path) -> None:
    """Write the table block by block; the same rows each time."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    for start in range(0, rows, BLOCK):
        count = min(BLOCK, rows - start)
        draw = np.random.default_rng(start)

        def column(values: Any, kind: Any, draw: Any = draw, count: int = count) -> Any:
            return pa.array(values, type=kind, mask=draw.random(count) < 0.05)

        made = pa.table(
            {
                "region": pa.array((REGIONS * draw.power(1.4, count)).astype("int16") + 1, type=pa.int16()),
                "member_count": column(draw.geometric(0.03, count).astype("int16"), pa.int16()),
                "turnover": column((np.exp(draw.normal(19, 1.3, count)) / 1000).astype("int64") * 1000, pa.int64()),
                "workers": column(draw.geometric(0.02, count).astype("int16"), pa.int16()),
                "age": column(draw.integers(15, 70, count).astype("int8"), pa.int8()),
                "education": column(draw.integers(0, 8, count).astype("int8"), pa.int8()),
                "has_nib": column(draw.random(count) < 0.5, pa.bool_()),
                "prospective": column(draw.random(count) < 0.6, pa.bool_()),
                "trained": column(draw.random(count) < 0.2, pa.bool_()),
            }
        )
        writer = writer or pq.ParquetWriter(path.with_suffix(".part"), made.schema, compression="zstd")
        writer.write_table(made, row_group_size=BLOCK // 2)
    if writer is not None:
        writer.close()
    path.with_suffix(".part").rename(path)


def one(way: str, task: str, path: Path) -> dict[str, Any]:
    """Run one way once in this process: seconds, peak memory in MB, and its counts."""
    import psutil

    run: Callable[[], Any] = WAYS[way][task](path)
    started = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - started
    peak = psutil.Process().memory_info()
    return {"seconds": seconds, "peak": getattr(peak, "peak_wset", 0) or _peak(), "counts": counts_of(found)}


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(task: str, path: Path, repeats: int) -> dict[str, dict[str, Any]]:
    """Every way that knows the task, in turn; medians, and the counts they agree on."""
    names = [name for name, tasks in WAYS.items() if task in tasks]
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(repeats):
        for name in names:
            runs[name].append(json.loads(_run("one", name, task, str(path))))
    wanted = runs[names[0]][0]["counts"]
    for name in names:
        if name not in TWO_VALUED and any(run["counts"] != wanted for run in runs[name]):
            raise SystemExit(f"{name} counts otherwise: {runs[name][0]['counts']} instead of {wanted}")
    return {
        name: {
            "seconds": statistics.median(run["seconds"] for run in found),
            "peak": max(run["peak"] for run in found),
        }
        for name, found in runs.items()
    }


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.screening", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 5_000_000])
    parser.add_argument("--national", type=int, default=65_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args(arguments)
    found: dict[tuple[str, int], dict[str, dict[str, Any]]] = {}
    for rows in chosen.rows:
        found["verdicts", rows] = measure("verdicts", table(rows), chosen.repeats)
    if chosen.national:
        path = table(chosen.national)
        found["tallies", chosen.national] = measure("tallies", path, chosen.repeats)
        found["what if", chosen.national] = measure("what if", path, chosen.repeats)
    page = report.write(found, law_engine.figures())
    print(page)
    return 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["generate", rows, path]:
            generate(int(rows), Path(path))
        case ["one", way, task, path]:
            print(json.dumps(one(way, task, Path(path))))
        case given:
            sys.exit(main(given))
