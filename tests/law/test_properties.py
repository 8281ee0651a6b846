"""The compiled verdict against a naive reading, at every threshold and on random facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentra.law import Check, Clause, Verdict, library
from sentra.law import language as la
from sentra.law.evaluation import Compiler
from tests.law.reading import EVERY, HOLIDAYS, outcomes, read, records

DAY = date(2026, 1, 31)
EVERY_CHECK = EVERY.on(DAY).check("every.check")
CHECKS = [library().on(DAY).check(name) for name in library().on(DAY).checks]

# The small regulation says everything the language can say: the engine is tried there. The built-in texts only repeat
# it, some dozens of times, so a few records of each check are enough.
thorough = settings(max_examples=60, deadline=None)
brief = settings(max_examples=6, deadline=None)
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


def activities(check: Check) -> list[str | None]:
    return [None, *dict.fromkeys(name for clause in check.clauses for name in clause.applies_to)]


@thorough
@given(data=st.data())
def test_the_verdict_is_what_a_naive_reading_gives(data: st.DataObject) -> None:
    hold_against_a_naive_reading(EVERY_CHECK, data)


@every_check
@brief
@given(data=st.data())
def test_the_verdict_of_a_built_in_check_is_what_a_naive_reading_gives(check: Check, data: st.DataObject) -> None:
    hold_against_a_naive_reading(check, data)


def hold_against_a_naive_reading(check: Check, data: st.DataObject) -> None:
    facts = data.draw(records(check))
    activity = data.draw(st.sampled_from(activities(check)))

    verdict = check.judge(facts, activity)

    known = dict(facts)
    if verdict.lower is not None:
        (chain,) = (fact.name for fact in check.text.facts if fact.derived_from == check.requires)
        known[chain] = verdict.lower.verdict
    expected = outcomes(check, known, activity or known.get("activity_id"))
    assert {finding.clause_id: finding.outcome for finding in verdict.findings} == expected
    assert verdict.verdict == naive_verdict(check, expected)


def naive_verdict(check: Check, found: dict[str, bool | None]) -> str:
    if check.text.mode == "any_class":
        groups = [[found.get(name, True) for name in ids] for ids in check.text.classes.values()]
        if any(all(outcome is True for outcome in group) for group in groups):
            return "met"
        return "not_met" if all(False in group for group in groups) else "unknown"
    binding = [found[clause.id] for clause in check.clauses if clause.id in found and clause.severity == "must"]
    return "not_met" if False in binding else "unknown" if None in binding else "met"


@thorough
@given(data=st.data())
def test_a_fact_filled_in_never_turns_a_decided_answer(data: st.DataObject) -> None:
    hold_what_is_decided(EVERY_CHECK, data)


@every_check
@brief
@given(data=st.data())
def test_a_fact_filled_in_never_turns_the_answer_of_a_built_in_check(check: Check, data: st.DataObject) -> None:
    hold_what_is_decided(check, data)


def handed_in(check: Check) -> set[str]:
    """The facts that `on_time` asks for: past the due day, that nothing was handed in is an answer and no gap."""
    conditions = [tree for clause in check.clauses for tree in (clause.applies_when, clause.condition) if tree]
    calls = [node for tree in conditions for node in tree.walk() if isinstance(node, la.Call)]
    return {name for call in calls if call.function == "on_time" for name in call.arguments[0].facts()}


def hold_what_is_decided(check: Check, data: st.DataObject) -> None:
    """What is decided stays when more is known, and what is not decisive decides nothing."""
    facts = data.draw(records(check))
    recorded = {fact.name for fact in check.facts if fact.basis == "derived"}  # replaces what would be computed
    recorded.add("activity_id")  # picks clauses
    recorded |= handed_in(check)
    drawn = {name: value for name, value in data.draw(records(check)).items() if name not in recorded}
    given = {name: value for name, value in facts.items() if value is not None}

    before, after = check.judge(facts), check.judge({**drawn, **given})

    if before.verdict != "unknown":
        assert after.verdict == before.verdict
    later = {finding.clause_id: finding.outcome for finding in after.findings}
    for finding in before.findings:
        if finding.outcome is not None:
            assert later[finding.clause_id] == finding.outcome
    open_ = {*before.decisive, *given}
    others = {name: value for name, value in drawn.items() if name not in open_}
    assert check.judge({**facts, **others}).verdict == before.verdict


def thresholds(check: Check) -> Iterator[tuple[Clause, la.Comparison, int]]:
    """Every comparison of one fact with a whole value of the law."""
    for clause in check.clauses:
        for node in clause.condition.walk() if clause.condition else ():
            if isinstance(node, la.Comparison) and isinstance(node.left, la.Fact):
                value = Compiler({n: v.value for n, v in clause.values.items()}).compile(node.right)({})
                if type(value) is int:
                    yield clause, node, value


# Below, on, above and without the threshold.
EXACT = {
    ">=": [False, True, True, None],
    ">": [False, False, True, None],
    "<=": [True, True, False, None],
    "<": [True, False, False, None],
    "==": [False, True, False, None],
    "!=": [True, False, True, None],
}


@pytest.mark.parametrize("check", [*CHECKS, EVERY_CHECK], ids=lambda check: check.id)
def test_each_threshold_is_exact(check: Check) -> None:
    for clause, node, value in thresholds(check):
        compiled = Compiler({name: used.value for name, used in clause.values.items()}, HOLIDAYS).compile(node)
        assert isinstance(node.left, la.Fact)
        given = [{node.left.name: number} for number in (value - 1, value, value + 1, None)]

        found = [compiled(facts) for facts in given]

        assert found == EXACT[node.operator] == [read(node, facts, clause) for facts in given], clause.id


def test_thresholds_are_found() -> None:
    names = [
        f"{clause.id} {node.facts()[0]} {node.operator} {value}"
        for check in CHECKS
        for clause, node, value in thresholds(check)
    ]

    assert "kukm-23-2005/5.1.a.1 member_count >= 20" in names
    assert "kukm-23-2005/1.12.1 annual_sales_idr > 1000000000" in names


@pytest.mark.parametrize("offset", [0, 1])
def test_a_deadline_is_exact_to_the_day(offset: int) -> None:
    due = date(2024, 12, 27)  # three working days after Monday 23 December, the 25th not worked
    facts = {"period_end": "2024-12-23", "submitted_on": (due + timedelta(days=offset)).isoformat()}

    verdict: Verdict = EVERY.on(DAY).check("every.check").judge(facts)

    assert ("every-1/4" in verdict.failing) is (offset == 1)
