"""Every recorded case; what differs is listed by case.

A clause's own pass and fail examples hold whenever its text is loaded: `test_wrong_texts` shows what is refused.
"""

from __future__ import annotations

import pytest

from sentra.law import Regulation, library
from sentra.law.cases import run_cases

REGULATIONS = library().regulations
CHECKS = [(text, check) for text in REGULATIONS.values() for check in text.checks]


@pytest.mark.parametrize(("text", "check"), CHECKS, ids=[f"{text.id}: {check}" for text, check in CHECKS])
def test_the_cases_of_a_check_give_what_the_register_expects(text: Regulation, check: str) -> None:
    results = run_cases([case for case in text.cases if case["check"] == check], library())

    assert results, f"{check} has no case"
    assert {result.name: result.differences for result in results if not result.passed} == {}


@pytest.mark.parametrize(
    ("regulation", "clauses", "tested", "checks", "cases"),
    [
        ("kukm-23-2005", 162, 57, 9, 144),
        ("antara-2006", 34, 15, 3, 40),
        ("perin-5-2022", 611, 472, 18, 887),
        ("kopukm-pk2umk-2022", 470, 277, 31, 432),
    ],
)
def test_the_whole_register_is_here(regulation: str, clauses: int, tested: int, checks: int, cases: int) -> None:
    text = REGULATIONS[regulation]

    found = sum(clause.test is not None for clause in text.clauses.values())

    assert (len(text.clauses), found, len(text.checks), len(text.cases)) == (clauses, tested, checks, cases)


def test_no_case_names_a_check_that_its_text_lacks() -> None:
    for text in REGULATIONS.values():
        assert {case["check"] for case in text.cases} <= set(text.checks)


def test_a_case_that_differs_names_what_was_expected_and_found() -> None:
    case = {
        "name": "one member short",
        "check": "sentra.criteria",
        "facts": {"member_count": 19},
        "expect": {"verdict": "met", "failing": []},
    }

    (result,) = run_cases([case], library())

    assert result.differences == (
        ("verdict", "met", "not_met"),
        ("failing", [], ["kukm-23-2005/5.1.a.1"]),
    )
