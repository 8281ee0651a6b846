"""The compiled verdict against a naive reading, at every threshold and on random facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentra.law import Check, Clause, Verdict, library
from sentra.law import language as la
from sentra.law.evaluation import Compiler
from tests.law.reading import EVERY, HOLIDAYS, outcomes, read, records

DAY = date(2026, 1, 31)
CHECKS = [library().on(DAY).check(name) for name in library().on(DAY).checks]
CHECKS.append(EVERY.on(DAY).check("every.check"))
ACTIVITIES = (None, "A", "B")


def by_name(check: Check) -> str:
    return check.id


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_verdict_is_what_a_naive_reading_gives(check: Check, data: st.DataObject) -> None:
    facts = data.draw(records(check))
    activity = data.draw(st.sampled_from(ACTIVITIES))

    verdict = check.judge(facts, activity)

    known = dict(facts)
    if verdict.lower is not None:
        known[str(check._chain_fact)] = verdict.lower.verdict
    expected = outcomes(check, known, activity)
    assert {finding.clause_id: finding.outcome for finding in verdict.findings} == expected
    assert verdict.verdict == naive_verdict(check, expected)


def naive_verdict(check: Check, found: dict[str, bool | None]) -> str:
    if check.text.mode == "any_class":
        groups = [[found[name] for name in ids] for ids in check.text.classes.values()]
        if any(all(outcome is True for outcome in group) for group in groups):
            return "met"
        return "not_met" if all(False in group for group in groups) else "unknown"
    binding = [found[clause.id] for clause in check.clauses if clause.id in found and clause.severity == "must"]
    return "not_met" if False in binding else "unknown" if None in binding else "met"


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_fact_filled_in_never_turns_a_decided_answer(check: Check, data: st.DataObject) -> None:
    facts = data.draw(records(check))
    recorded = {fact.name for fact in check.facts if fact.basis == "derived"}  # replaces what would be computed
    filled = {name: value for name, value in data.draw(records(check)).items() if name not in recorded}
    more = {**filled, **{name: value for name, value in facts.items() if value is not None}}

    before, after = check.judge(facts), check.judge(more)

    if before.verdict != "unknown":
        assert after.verdict == before.verdict
    later = {finding.clause_id: finding.outcome for finding in after.findings}
    for finding in before.findings:
        if finding.outcome is not None:
            assert later[finding.clause_id] == finding.outcome


@pytest.mark.parametrize("check", CHECKS, ids=by_name)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_fact_that_is_not_decisive_decides_nothing(check: Check, data: st.DataObject) -> None:
    facts = data.draw(records(check))
    verdict = check.judge(facts)
    open_ = set(verdict.decisive) | {name for name, value in facts.items() if value is not None}
    open_ |= {fact.name for fact in check.facts if fact.basis == "derived"}
    others = {name: value for name, value in data.draw(records(check)).items() if name not in open_}

    assert check.judge({**facts, **others}).verdict == verdict.verdict


def thresholds() -> Iterator[Any]:
    """Every comparison of one fact with a value of the law, below, on, above and without it."""
    for check in CHECKS:
        for clause in check.clauses:
            for node in clause.condition.walk() if clause.condition else ():
                if isinstance(node, la.Comparison) and isinstance(node.left, la.Fact):
                    value = Compiler({n: v.value for n, v in clause.values.items()}).compile(node.right)({})
                    if type(value) is int:
                        name = f"{clause.id} {node.left.name} {node.operator} {value}"
                        yield pytest.param(clause, node, value, id=name)


@pytest.mark.parametrize(("clause", "node", "value"), list(thresholds()))
def test_each_threshold_is_exact(clause: Clause, node: la.Comparison, value: int) -> None:
    compiled = Compiler({name: used.value for name, used in clause.values.items()}, HOLIDAYS).compile(node)
    assert isinstance(node.left, la.Fact)

    found = [compiled({node.left.name: given}) for given in (value - 1, value, value + 1, None)]

    expected = {
        ">=": [False, True, True, None],
        ">": [False, False, True, None],
        "<=": [True, True, False, None],
        "<": [True, False, False, None],
        "==": [False, True, False, None],
        "!=": [True, False, True, None],
    }[node.operator]
    assert found == expected == [read(node, {node.left.name: g}, clause) for g in (value - 1, value, value + 1, None)]


def test_thresholds_are_found() -> None:
    names = [param.id for param in thresholds()]

    assert "kukm-23-2005/5.1.a.1 member_count >= 20" in names
    assert "kukm-23-2005/1.12.1 annual_sales_idr > 1000000000" in names


@pytest.mark.parametrize("offset", [0, 1])
def test_a_deadline_is_exact_to_the_day(offset: int) -> None:
    due = date(2024, 12, 27)  # three working days after Monday 23 December, the 25th not worked
    facts = {"period_end": "2024-12-23", "submitted_on": (due + timedelta(days=offset)).isoformat()}

    verdict: Verdict = EVERY.on(DAY).check("every.check").judge(facts)

    assert ("every-1/4" in verdict.failing) is (offset == 1)
