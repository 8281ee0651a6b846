"""Whole tables are judged as their records are: the same law, one by one and by the column."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import sentra.law
from sentra.law.checking import Check
from sentra.law.errors import LawError
from sentra.law.screening import compare, failing_alone, outcomes, screen
from sentra.law.tables import WrongColumn, collected
from tests.law.tables import judged, records, table

LIBRARY = sentra.law.library()
DAY = date(2022, 6, 1)
CHECKS = {name: LIBRARY.on(DAY).check(name) for name in LIBRARY.on(DAY).checks}
#: 100,000 records in all, shared among the checks.
SHARE = 100_000 // len(CHECKS) + 1


def rows(check: Check, frame: Any, keep: tuple[str, ...] = ("n",)) -> list[dict[str, Any]]:
    found = collected(outcomes(check, frame, keep=keep))
    return [{k: v for k, v in row.items() if k != "n"} for row in sorted(found, key=lambda row: row["n"])]


def differences(check: Check, wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[Any]:
    """The first records that the table judges otherwise, with both answers."""
    told = [judged(check, record) for record in wanted]
    return [
        (record, {key: (one[key], other[key]) for key in one if one[key] != other[key]})
        for record, one, other in zip(wanted, told, found, strict=True)
        if one != other
    ][:3]


@pytest.mark.parametrize("name", CHECKS)
def test_a_table_is_judged_as_its_records_are(name: str) -> None:
    check = CHECKS[name]
    found = records(check, SHARE)
    frame = table(check, found, n=range(SHARE))
    assert differences(check, found, rows(check, frame)) == []


def case_records(name: str) -> dict[date, list[dict[str, Any]]]:
    """The facts of a check's cases by the day they are judged on."""
    regulation = LIBRARY.regulations[CHECKS[name].text.regulation]
    found: dict[date, list[dict[str, Any]]] = {}
    for case in regulation.cases:
        if case["check"] == name:
            activity = {"activity_id": case["activity_id"]} if case.get("activity_id") else {}
            found.setdefault(case.get("on") or regulation.since, []).append({**case["facts"], **activity})
    return found


@pytest.mark.parametrize("name", CHECKS)
def test_the_cases_of_the_registers_come_out_the_same_by_the_column(name: str) -> None:
    for day, found in case_records(name).items():
        check = LIBRARY.on(day).check(name)
        frame = table(check, found, n=range(len(found)))
        assert differences(check, found, rows(check, frame)) == []


def by_hand(check: Check, found: list[dict[str, Any]], groups: list[Any]) -> dict[Any, Counter[str]]:
    counted: dict[Any, Counter[str]] = {}
    for record, group in zip(found, groups, strict=True):
        verdict = check.judge(record)
        counted.setdefault(group, Counter())[verdict.verdict if verdict.applicable else "left_out"] += 1
    return counted


@pytest.mark.parametrize("name", ["sentra.leading", "ikm.budget_line", "enterprise.size_2005", "ikm.instructor"])
def test_verdicts_are_counted_by_region(name: str) -> None:
    check, groups = CHECKS[name], [place % 7 or None for place in range(700)]
    found = records(check, 700)
    tallies = screen(check, table(check, found, region=groups), by="region")
    counted = by_hand(check, found, groups)
    assert [tally.group for tally in tallies] == sorted(counted, key=lambda group: (group is not None, group))
    for tally in tallies:
        wanted = counted[tally.group]
        assert tally.verdict.values == (wanted["met"], wanted["not_met"], wanted["unknown"], wanted["left_out"])
        assert tally.records == sum(wanted.values()) == tally.verdict.records


def test_each_provision_is_counted_with_those_it_is_left_out_for() -> None:
    check = CHECKS["ikm.activity"]
    found = records(check, 400)
    (tally,) = screen(check, table(check, found))
    told = [judged(check, record) for record in found]
    for name, count in tally.provisions.items():
        said = Counter(one[name] for one in told)
        assert count.values == (said["met"], said["not_met"], said[None], said["left_out"]), name


def test_who_fails_one_provision_only_is_counted_and_listed() -> None:
    check = CHECKS["sentra.criteria"]
    found = records(check, 3000)
    frame = table(check, found, n=range(len(found)))
    (tally,) = screen(check, frame, alone=True)
    must = [p.clause.id for p in check.provisions if p.clause.severity == "must"]
    short = [[name for name in must if judged(check, record)[name] != "met"] for record in found]
    failing = [record["n"] for record in collected(failing_alone(check, frame, must[0], keep=["n"]))]
    wanted = [n for n, names in enumerate(short) if names == [must[0]] and judged(check, found[n])[must[0]]]
    assert sorted(failing) == wanted != []
    assert tally.alone[must[0]] == len(wanted)
    with pytest.raises(LawError, match="not a binding provision"):
        failing_alone(check, frame, "kukm-23-2005/1.1", keep=["n"])


def test_two_laws_are_compared_in_one_scan() -> None:
    law = LIBRARY.on(DAY)
    before = law.check("sentra.criteria")
    changed = law.amended(
        {"kukm-23-2005/5.1.a.1": {"parameters": {"min_member_count": 19}}, "kukm-23-2005/5.1.c": None}
    )
    after = changed.check("sentra.criteria")
    found = records(before, 2000)
    (change,) = compare(before, after, table(before, found))
    was = [before.judge(record).verdict for record in found]
    becomes = [after.judge(record).verdict for record in found]
    assert change.before.met == was.count("met")
    assert change.after.values == (becomes.count("met"), becomes.count("not_met"), becomes.count("unknown"), 0)
    pairs = list(zip(was, becomes, strict=True))
    assert change.gained == sum(old != "met" and new == "met" for old, new in pairs) > 0
    assert change.lost == sum(old == "met" and new != "met" for old, new in pairs)


def test_a_fact_without_a_column_is_unknown_in_every_row() -> None:
    check = CHECKS["sentra.criteria"]
    found = [record for record in records(check, 200) if record.get("member_count") is not None]
    frame = table(check, found, n=range(len(found))).drop("member_count")
    for row in rows(check, frame):
        assert row["kukm-23-2005/5.1.a.1"] is None
        assert row["verdict"] is not True


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("member_count", ["20"], "column member_count holds String, the law needs whole numbers"),
        ("member_count", [20.0], "column member_count holds Float64, the law needs whole numbers"),
        ("supply_partnership", [1], "column supply_partnership holds Int64, the law needs true or false"),
    ],
)
def test_a_column_of_the_wrong_type_is_refused(column: str, values: list[Any], said: str) -> None:
    with pytest.raises(WrongColumn, match=said):
        screen(CHECKS["sentra.criteria"], pl.DataFrame({column: values}))


def test_grouping_by_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(LawError, match=r"no column province; it has member_count"):
        screen(CHECKS["sentra.criteria"], pl.DataFrame({"member_count": [1]}), by="province")


def test_narrow_columns_do_not_overflow() -> None:
    check = CHECKS["ikm.activity"]
    narrow = pl.DataFrame({"committee_count": [120], "participant_count": [100]}).cast(pl.Int8)
    wide = narrow.cast(pl.Int64)
    assert rows(check, narrow.with_columns(n=0)) == rows(check, wide.with_columns(n=0))


@pytest.mark.parametrize("name", CHECKS)
def test_duckdb_judges_as_polars_does(name: str, tmp_path: Path) -> None:
    check = CHECKS[name]
    found = records(check, 300, seed=2)
    file = tmp_path / "records.parquet"
    table(check, found, n=range(len(found))).write_parquet(file)
    assert rows(check, duckdb.read_parquet(str(file))) == rows(check, file)
    alone = len(check.provisions) < 100  # DuckDB takes half a minute to plan a hundred and more
    assert screen(check, duckdb.read_parquet(str(file)), alone=alone) == screen(check, file, alone=alone)
