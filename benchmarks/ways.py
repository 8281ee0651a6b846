"""The same eight conditions in each engine's own words, and by the product.

A way has tasks: ``verdicts`` (every record's verdict), ``tallies`` (counts of each condition and of the verdict by
region) and ``what if`` (two laws in one scan). A task takes the table's path and gives what is to be timed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

Task = Callable[[Path], Callable[[], Any]]
LEFT_OUT = [3, 17, 88, 101, 222, 305, 306, 307, 411, 480, 499, 514]
LAW = {"members": 20, "turnover": 200_000_000, "workers": 40}
REFORM = {"members": 20, "turnover": 100_000_000, "workers": 20}
NAMES = ["members", "turnover", "workers", "age", "education", "licence", "trained", "region"]


def counts_of(found: Mapping[str, Any]) -> dict[str, int]:
    """Counts as plain numbers, so that ways can be compared."""
    return {name: int(value) for name, value in found.items()}


# -- the product


def _check(reform: bool = False) -> Any:
    import polars  # noqa: F401 (what an engine takes to load is not timed)

    from sentra.law.library import load_library

    law = load_library(Path(__file__).parent / "eight").on(date(2026, 1, 1))
    if reform:
        law = law.amended(
            {
                "eight/turnover": {"parameters": {"turnover_min": REFORM["turnover"]}},
                "eight/workers": {"parameters": {"workers_min": REFORM["workers"]}},
            }
        )
    return law.check("eight.conditions")


def sentra_verdicts(path: Path) -> Callable[[], Any]:
    from sentra.law.screening import outcomes

    check = _check()

    def run() -> dict[str, int]:
        frame = outcomes(check, path).to_native().select("verdict").collect(engine="streaming")
        return {"met": frame["verdict"].sum(), "known": frame["verdict"].count()}

    return run


def sentra_tallies(path: Path) -> Callable[[], Any]:
    from sentra.law.screening import screen

    check = _check()

    def run() -> dict[str, int]:
        tallies = screen(check, path, by="region")
        counted = {"groups": len(tallies), "met": sum(tally.verdict.met for tally in tallies)}
        for name in NAMES:
            counted[name] = sum(tally.provisions[f"eight/{name}"].met for tally in tallies)
        return counted

    return run


def sentra_what_if(path: Path) -> Callable[[], Any]:
    from sentra.law.screening import compare

    before, after = _check(), _check(reform=True)

    def run() -> dict[str, int]:
        changes = compare(before, after, path, by="region")
        return {"met": sum(c.before.met for c in changes), "gained": sum(c.gained for c in changes)}

    return run


# -- Polars by hand


def _polars(law: Mapping[str, int]) -> dict[str, Any]:
    import polars as pl

    c = pl.col
    return {
        "members": c("member_count") >= law["members"],
        "turnover": c("turnover") >= law["turnover"],
        "workers": c("workers") >= law["workers"],
        "age": (c("age") >= 17) & (c("age") <= 50),
        "education": c("education") >= 2,
        "licence": c("has_nib") | c("prospective"),
        "trained": ~c("trained"),
        "region": ~c("region").is_in(LEFT_OUT),
    }


def polars_verdicts(path: Path) -> Callable[[], Any]:
    import polars as pl

    def run() -> dict[str, int]:
        verdict = reduce(and_, _polars(LAW).values()).alias("verdict")
        frame = pl.scan_parquet(path).select(verdict).collect(engine="streaming")
        return {"met": frame["verdict"].sum(), "known": frame["verdict"].count()}

    return run


def polars_tallies(path: Path) -> Callable[[], Any]:
    import polars as pl

    def run() -> dict[str, int]:
        conditions = _polars(LAW)
        named = [expression.alias(f"is_{name}") for name, expression in conditions.items()]
        verdict = reduce(and_, conditions.values()).alias("is_met")
        columns = [f"is_{name}" for name in (*NAMES, "met")]
        sums = [e for name in columns for e in (pl.col(name).sum(), pl.col(name).count().alias(name + "_known"))]
        frame = (
            pl.scan_parquet(path)
            .select("region", *named, verdict)
            .group_by("region")
            .agg(pl.len(), *sums)
            .collect(engine="streaming")
        )
        return {"groups": frame.height, **{name: frame[f"is_{name}"].sum() for name in ("met", *NAMES)}}

    return run


def polars_what_if(path: Path) -> Callable[[], Any]:
    import polars as pl

    def run() -> dict[str, int]:
        now = reduce(and_, _polars(LAW).values()).fill_null(False)
        then = reduce(and_, _polars(REFORM).values()).fill_null(False)
        frame = (
            pl.scan_parquet(path)
            .select("region", now=now, then=then)
            .group_by("region")
            .agg(pl.len(), pl.col("now").sum(), (pl.col("then") & ~pl.col("now")).sum().alias("gained"))
            .collect(engine="streaming")
        )
        return {"met": frame["now"].sum(), "gained": frame["gained"].sum()}

    return run


# -- DuckDB by hand


def _sql(law: Mapping[str, int]) -> dict[str, str]:
    return {
        "members": f"member_count >= {law['members']}",
        "turnover": f"turnover >= {law['turnover']}",
        "workers": f"workers >= {law['workers']}",
        "age": "age BETWEEN 17 AND 50",
        "education": "education >= 2",
        "licence": "(has_nib OR prospective)",
        "trained": "NOT trained",
        "region": f"region NOT IN ({', '.join(map(str, LEFT_OUT))})",
    }


def _duck(query: str) -> dict[str, int]:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    relation = connection.sql(query)
    (row,) = relation.fetchall()
    return dict(zip(relation.columns, row, strict=True))


def duckdb_verdicts(path: Path) -> Callable[[], Any]:
    verdict = " AND ".join(_sql(LAW).values())
    query = f"SELECT count_if(v) AS met, count(v) AS known FROM (SELECT {verdict} AS v FROM '{path}')"
    return lambda: _duck(query)


def duckdb_tallies(path: Path) -> Callable[[], Any]:
    conditions = _sql(LAW)
    columns = ", ".join(f"{sql} AS is_{name}" for name, sql in conditions.items())
    verdict = " AND ".join(f"is_{name}" for name in NAMES)
    counted = ", ".join(f"count_if(is_{name}) AS n_{name}, count(is_{name}) AS k_{name}" for name in (*NAMES, "met"))
    totals = ", ".join(f"sum(n_{name}) AS {name}" for name in ("met", *NAMES))
    query = f"""
        WITH judged AS (SELECT region, {columns} FROM '{path}'),
        decided AS (SELECT *, {verdict} AS is_met FROM judged),
        tallies AS (SELECT region, count(*) AS n, {counted} FROM decided GROUP BY region)
        SELECT count(*) AS groups, {totals} FROM tallies"""
    return lambda: _duck(query)


def duckdb_what_if(path: Path) -> Callable[[], Any]:
    now, then = (" AND ".join(_sql(law).values()) for law in (LAW, REFORM))
    query = f"""
        WITH judged AS (SELECT region, coalesce({now}, false) AS now, coalesce({then}, false) AS later FROM '{path}'),
        tallies AS (SELECT region, count_if(now) AS met, count_if(later AND NOT now) AS gained
                    FROM judged GROUP BY region)
        SELECT sum(met) AS met, sum(gained) AS gained FROM tallies"""
    return lambda: _duck(query)


# -- numpy by hand, in three values


def _arrays(path: Path) -> dict[str, tuple[Any, Any]]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = {}
    for name in pq.read_schema(path).names:
        column = pq.read_table(path, columns=[name]).column(0).combine_chunks()
        empty = pa.scalar(False if pa.types.is_boolean(column.type) else 0, column.type)
        found[name] = (np.asarray(column.fill_null(empty)), np.asarray(column.is_valid()))
    return found


def _numpy(table: Mapping[str, tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    import numpy as np

    value = {name: pair[0] for name, pair in table.items()}
    known = {name: pair[1] for name, pair in table.items()}
    yield value["member_count"] >= LAW["members"], known["member_count"]
    yield value["turnover"] >= LAW["turnover"], known["turnover"]
    yield value["workers"] >= LAW["workers"], known["workers"]
    yield (value["age"] >= 17) & (value["age"] <= 50), known["age"]
    yield value["education"] >= 2, known["education"]
    either = (value["has_nib"] & known["has_nib"]) | (value["prospective"] & known["prospective"])
    yield either, either | (known["has_nib"] & known["prospective"])
    yield ~value["trained"], known["trained"]
    yield ~np.isin(value["region"], LEFT_OUT), known["region"]


def numpy_verdicts(path: Path) -> Callable[[], Any]:
    def run() -> dict[str, int]:
        met = failed = None
        for holds, known in _numpy(_arrays(path)):
            good, bad = holds & known, known & ~holds
            met = good if met is None else met & good
            failed = bad if failed is None else failed | bad
        assert met is not None and failed is not None
        return {"met": met.sum(), "known": (met | failed).sum()}

    return run


# -- OpenFisca-core


def _open_fisca() -> Any:
    import tempfile

    from openfisca_core.entities import build_entity
    from openfisca_core.periods import MONTH
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    firm = build_entity("firm", "firms", "Firm", is_person=True)
    system = TaxBenefitSystem([firm])
    with tempfile.TemporaryDirectory() as folder:
        for name, value in LAW.items():
            text = f"description: {name}\nvalues:\n  2020-01-01:\n    value: {value}\n"
            (Path(folder) / f"{name}_min.yaml").write_text(text)
        system.load_parameters(folder)

    def add(name: str, kind: type, formula: Any = None) -> None:
        body = {"value_type": kind, "entity": firm, "definition_period": MONTH, "label": name}
        system.add_variable(type(name, (Variable,), {**body, **({"formula": formula} if formula else {})}))

    for name in ("member_count", "workers", "age", "education", "region"):
        add(name, int)
    add("turnover", float)
    for name in ("has_nib", "prospective", "has_training"):
        add(name, bool)
    add("is_members", bool, lambda firms, month, law: firms("member_count", month) >= law(month).members_min)
    add("is_turnover", bool, lambda firms, month, law: firms("turnover", month) >= law(month).turnover_min)
    add("is_workers", bool, lambda firms, month, law: firms("workers", month) >= law(month).workers_min)
    add("is_age", bool, lambda firms, month: (firms("age", month) >= 17) * (firms("age", month) <= 50))
    add("is_education", bool, lambda firms, month: firms("education", month) >= 2)
    add("is_licence", bool, lambda firms, month: firms("has_nib", month) + firms("prospective", month))
    add("is_trained", bool, lambda firms, month: ~firms("has_training", month))
    add("is_region", bool, _outside)
    add("is_met", bool, lambda firms, month: reduce(and_, [firms(f"is_{name}", month) for name in NAMES]))
    return system


def _outside(firms: Any, month: Any) -> Any:
    import numpy as np

    return ~np.isin(firms("region", month), LEFT_OUT)


def _simulation(table: Mapping[str, tuple[Any, Any]]) -> Any:
    from openfisca_core.simulations import SimulationBuilder

    simulation = SimulationBuilder().build_default_simulation(_open_fisca(), count=len(table["region"][0]))
    for name, (values, _) in table.items():
        simulation.set_input("has_training" if name == "trained" else name, "2026-01", values)
    return simulation


def open_fisca_verdicts(path: Path) -> Callable[[], Any]:
    def run() -> dict[str, int]:
        return {"met": _simulation(_arrays(path)).calculate("is_met", "2026-01").sum()}

    return run


def open_fisca_tallies(path: Path) -> Callable[[], Any]:
    import numpy as np

    def run() -> dict[str, int]:
        table = _arrays(path)
        simulation, region = _simulation(table), table["region"][0]
        tallies = {
            name: np.bincount(region[simulation.calculate(f"is_{name}", "2026-01")], minlength=515)
            for name in (*NAMES, "met")
        }
        return {name: tally.sum() for name, tally in tallies.items()}

    return run


def one_record_by_open_fisca() -> dict[str, Callable[[], Any]]:
    """One record judged: from arrays, and from a situation with its trace, as the peer's own web API answers."""
    import numpy as np
    from openfisca_core.simulations import SimulationBuilder

    system, month = _open_fisca(), "2026-01"
    record = {"region": 12, "member_count": 25, "turnover": 250_000_000, "workers": 55, "age": 33, "education": 3}
    record |= {"has_nib": True, "prospective": False, "has_training": False}
    situation = {"firms": {"one": {name: {month: value} for name, value in record.items()}}}

    def from_arrays() -> bool:
        simulation = SimulationBuilder().build_default_simulation(system, count=1)
        for name, value in record.items():
            simulation.set_input(name, month, np.array([value]))
        return bool(simulation.calculate("is_met", month)[0])

    def with_trace() -> bool:
        simulation = SimulationBuilder().build_from_dict(system, situation)
        simulation.trace = True
        found = bool(simulation.calculate("is_met", month)[0])
        simulation.tracer.flat_trace.get_serialized_trace()
        return found

    assert from_arrays() and with_trace()
    return {"OpenFisca-core, from arrays": from_arrays, "OpenFisca-core, with its trace": with_trace}


WAYS: dict[str, dict[str, Task]] = {
    "Polars by hand": {"verdicts": polars_verdicts, "tallies": polars_tallies, "what if": polars_what_if},
    "Sentra": {"verdicts": sentra_verdicts, "tallies": sentra_tallies, "what if": sentra_what_if},
    "DuckDB by hand": {"verdicts": duckdb_verdicts, "tallies": duckdb_tallies, "what if": duckdb_what_if},
    "numpy by hand": {"verdicts": numpy_verdicts},
    "OpenFisca-core": {"verdicts": open_fisca_verdicts, "tallies": open_fisca_tallies},
}
