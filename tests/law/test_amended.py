"""Other values, other conditions, other clauses, other dates: always another law, never the same one changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sentra.law import TextError, library, load_library
from tests.law.texts import toy, written

CLAUSE = "kukm-23-2005/5.1.a.1"
LAW = library().on(date(2026, 1, 31))


def outcome(law: object, members: int) -> str:
    check = law.check("sentra.criteria")  # type: ignore[attr-defined]
    return "not_met" if CLAUSE in check.judge({"member_count": members}).failing else "met"


def test_another_value_makes_another_law() -> None:
    stricter = LAW.amended({CLAUSE: {"parameters": {"min_member_count": 25}}})

    assert (outcome(LAW, 20), outcome(stricter, 24), outcome(stricter, 25)) == ("met", "not_met", "met")
    assert (LAW.parameter(CLAUSE, "min_member_count"), stricter.parameter(CLAUSE, "min_member_count")) == (20, 25)


def test_another_condition_makes_another_law() -> None:
    strict = LAW.amended({CLAUSE: {"test": "member_count > min_member_count"}})

    assert (outcome(LAW, 20), outcome(strict, 20)) == ("met", "not_met")


def test_a_clause_is_struck_out_and_added() -> None:
    less = LAW.amended({CLAUSE: None})
    clause = dict(library().clause(CLAUSE).source)
    more = less.amended({f"{CLAUSE}.new": {**clause, "parameters": {"min_member_count": 30}}})

    assert (outcome(less, 1), len(less.check("sentra.criteria").clauses)) == ("met", 10)
    assert more.check("sentra.criteria").judge({"member_count": 29}).failing == (f"{CLAUSE}.new",)
    assert len(LAW.check("sentra.criteria").clauses) == 11


def test_an_amendment_is_checked_like_a_text() -> None:
    with pytest.raises(TextError, match="column 1: test: members is neither"):
        LAW.amended({CLAUSE: {"test": "members >= 1"}})


def test_values_follow_the_date(tmp_path: Path) -> None:
    dated = {"min_member_count": {date(2005, 11, 9): 20, date(2027, 1, 1): 25}}
    loaded = load_library(written(tmp_path, toy(parameters=dated)))

    before, after = loaded.on(date(2026, 12, 31)), loaded.on(date(2027, 1, 1))

    assert [law.check("toy.check").judge({"member_count": 24}).verdict for law in (before, after)] == [
        "met",
        "not_met",
    ]
    (found,) = after.check("toy.check").judge({"member_count": 24}).findings
    assert [(used.value, used.since) for used in found.parameters] == [(25, date(2027, 1, 1))]


def test_a_value_of_one_year_comes_first_in_that_year(tmp_path: Path) -> None:
    text = toy(yearly={2022: {"min_member_count": 10, "source": "a letter"}})
    loaded = load_library(written(tmp_path, text))

    values = {year: loaded.on(date(year, 6, 1)).clause("toy-1/1").values["min_member_count"] for year in (2021, 2022)}

    assert {year: (used.value, used.source) for year, used in values.items()} == {
        2021: (20, None),
        2022: (10, "a letter"),
    }


def test_the_year_a_fact_names_picks_the_value_of_that_year(tmp_path: Path) -> None:
    text = toy(
        facts={
            "member_count": {"type": "integer", "unit": "enterprises", "basis": "counted"},
            "budget_year": {"type": "integer", "unit": "year", "basis": "recorded"},
        },
        test="member_count >= min_member_count and budget_year > 2000",
        yearly={2022: {"min_member_count": 10, "source": "a letter"}},
    )
    text["clauses"][0]["pass"] = {"member_count": 20, "budget_year": 2021}
    check = load_library(written(tmp_path, text)).on(date(2026, 1, 1)).check("toy.check")

    verdicts = [check.judge({"member_count": 12, "budget_year": year}).verdict for year in (2021, 2022, 2023)]

    assert verdicts == ["not_met", "met", "not_met"]
    (found,) = check.judge({"member_count": 12, "budget_year": 2022}).findings
    assert [(used.value, used.source) for used in found.parameters] == [(10, "a letter")]


def test_clauses_are_found_by_article_kind_and_actor() -> None:
    stages = [clause.id for clause in LAW.clauses(regulation="kukm-23-2005", article="9")]
    ministry = LAW.clauses(article="7", kind="workflow", actor="ministry")

    assert stages == [f"kukm-23-2005/9.{letter}" for letter in "abcde"]
    assert all(clause.article == "7" and "ministry" in clause.actors for clause in ministry)
    assert ministry
