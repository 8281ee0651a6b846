"""Every recorded case and every clause's own pass and fail example."""

from __future__ import annotations

from typing import Any

import pytest

from sentra.law import Clause, library
from sentra.law.cases import run_cases
from sentra.law.examples import outcome_alone

KUKM = library().regulations["kukm-23-2005"]
TESTED = [clause for clause in KUKM.clauses.values() if clause.test is not None]


@pytest.mark.parametrize("case", KUKM.cases, ids=[f"{case['check']}: {case['name']}" for case in KUKM.cases])
def test_case_gives_what_the_register_expects(case: dict[str, Any]) -> None:
    (result,) = run_cases([case], library())

    assert result.differences == ()


@pytest.mark.parametrize("clause", TESTED, ids=lambda clause: clause.id)
def test_clause_alone_passes_and_fails_by_its_examples(clause: Clause) -> None:
    passing, failing = clause.examples

    assert passing is not None and failing is not None
    assert outcome_alone(clause, passing, KUKM.non_working) is True
    assert outcome_alone(clause, failing, KUKM.non_working) is False


def test_the_whole_register_is_here() -> None:
    assert (len(KUKM.clauses), len(TESTED), len(KUKM.checks), len(KUKM.cases)) == (162, 57, 9, 144)


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
