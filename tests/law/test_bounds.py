"""Whoever tries another condition or another date gets an answer or a reason, never a stalled or fallen process."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

import sentra.law
from sentra.law.errors import ConditionError, LawError
from sentra.law.language import parse
from sentra.law.screening import screen
from sentra.law.types import fact_type
from tests.law.test_screening import rows

LAW = sentra.law.library().on(date(2022, 6, 1))
FACTS = {"n": fact_type({"type": "integer", "basis": "counted"})}


@pytest.mark.parametrize(
    "condition",
    [
        "n == " + "-" * 500 + "1",
        "n == " + "abs(" * 60 + "n" + ")" * 60,
        "n == " + "(" * 3000 + "1" + ")" * 3000,
        " or ".join(["n == 1"] * 400),
    ],
)
def test_a_condition_that_nobody_could_read_is_refused(condition: str) -> None:
    with pytest.raises(ConditionError):
        parse(condition, facts=FACTS, parameters={})


def test_a_number_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(ConditionError, match="too large"):
        parse(f"n == {10**40}", facts=FACTS, parameters={})


def amended(test: str) -> Any:
    return LAW.amended({"kukm-23-2005/5.1.a.1": {"test": test, "parameters": {"min_member_count": 20}}})


def test_nested_arithmetic_stays_small() -> None:
    nested = "abs(" * 8 + "member_count" + ")" * 8
    check = amended(f"{nested} >= 1 / (1 / (1 / (1 / member_count)))").check("sentra.criteria")
    (row,) = rows(check, pl.DataFrame({"member_count": [3], "n": [0]}))
    assert row["kukm-23-2005/5.1.a.1"] == "met"


@pytest.mark.parametrize("test", ["member_count * 9999999999 >= 1", "member_count * member_count >= 1"])
def test_what_could_leave_64_bits_is_refused_on_columns_and_exact_on_a_record(test: str) -> None:
    check = amended(test).check("sentra.criteria")
    with pytest.raises(LawError, match="beyond 64 bits"):
        screen(check, pl.DataFrame({"member_count": [3]}))
    assert "kukm-23-2005/5.1.a.1" not in check.judge({"member_count": 9 * 10**16}).failing


@pytest.mark.parametrize(
    ("check", "facts", "fact"),
    [
        ("pk2umk.plan", {"budget_year": 0}, "budget_year"),
        ("pk2umk.plan", {"budget_year": 10**9}, "budget_year"),
        ("ikm.report", {"period_end": "9999-12-31"}, "period_end"),
    ],
)
def test_a_day_beyond_the_calendar_is_refused_at_entry_and_unknown_at_the_gate(
    check: str, facts: dict[str, Any], fact: str
) -> None:
    found = LAW.check(check)
    assert [problem.name for problem in found.validate(facts)] == [fact]
    everything = {f.name: date(9999, 12, 31) for f in found.facts if f.kind.kind == "date"}
    assert found.judge({**everything, **facts, "report_kind": "final"}).verdict in ("unknown", "not_met")


@pytest.mark.parametrize(
    "due",
    [
        "date(budget_year, 2, 29)",
        "date(budget_year, 13, 1)",
        "date(2023, 2, 29)",
        "date(2024, 2, 29)",
        "date(20240, 2, 1)",
        "date(budget_year, mentor_count, mentor_count)",
        "last_day(budget_year, 13)",
        "last_day(budget_year, 2)",
        "last_day(budget_year, mentor_count)",
        "add_months(contract_start_on, 90000000000)",
        "add_months(contract_start_on, 2)",
        "nth_working_day_after(contract_start_on, 90000000000)",
    ],
)
def test_a_day_that_no_calendar_has_is_unknown_on_columns_as_on_a_record(due: str) -> None:
    clause = "kopukm-pk2umk-2022/22.3.term"
    count = {"mentor_count": {"type": "integer", "basis": "counted"}}
    facts = {**LAW.clause(clause).source["facts"], **count}
    check = LAW.amended({clause: {"test": f"contract_start_on >= {due}", "facts": facts}}).check(
        "pk2umk.mentor_contract"
    )
    years, counts = [2022, 2024, 2024, 2024], [2, 4, 31, 0]
    days = [date(2024, 1, 1), date(2024, 3, 1), date(2024, 12, 31), date(2022, 2, 28)]
    table = pl.DataFrame({"budget_year": years, "contract_start_on": days, "mentor_count": counts, "n": range(4)})
    records = [
        {"budget_year": year, "contract_start_on": day, "mentor_count": number}
        for year, day, number in zip(years, days, counts, strict=True)
    ]
    said = [next(one.state for one in check.judge(record).findings if one.clause_id == clause) for record in records]
    assert [row[clause] or "unknown" for row in rows(check, table)] == said
