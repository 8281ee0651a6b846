"""What would make a check met: the nearest values, verified by judging again."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.law import Check, Law, library, load_library
from sentra.law.language import Comparison, Fact, Parameter
from sentra.law.provision import LEFT_OUT, Provision
from sentra.law.remedy import advise
from tests.law.texts import toy, written

LIBRARY = library()
CHECKS = [name for regulation in LIBRARY.regulations.values() for name in regulation.checks]


def law_of(check: str) -> Check:
    """A check on its regulation's first day."""
    since = next(one.since for one in LIBRARY.regulations.values() if check in one.checks)
    return LIBRARY.on(since).check(check)


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """The law with one provision, on a day."""
    return load_library(written(tmp_path, toy())).on(date(2026, 1, 31))


def bent(law: Law, test: str, applies_when: str | None = None, **facts: dict[str, Any]) -> Check:
    """The one provision with another condition."""
    change = {"test": test, "applies_when": applies_when, "facts": facts, "parameters": {}}
    return law.amended({"toy-1/1": change}).check("toy.check")


def changes(check: Check, facts: Mapping[str, Any], activity: str | None = None) -> dict[str, Any]:
    """Fact → value of all remedies."""
    return {one.fact.name: one.value for remedy in advise(check, facts, activity).remedies for one in remedy.changes}


def cases_of(check: str) -> list[Mapping[str, Any]]:
    """The recorded cases of a check that are not met."""
    recorded = next(one.cases for one in LIBRARY.regulations.values() if check in one.checks)
    return [case for case in recorded if case["check"] == check and case["expect"]["verdict"] != "met"]


def mended(provision: Provision, check: Check) -> bool:
    """Whether a provision holds once the changes told for it are made to its own `fail` example."""
    facts, activity = dict(provision.clause.examples[1] or {}), next(iter(provision.clause.applies_to), None)
    remedies = {one.clause.id: one for one in advise(check, facts, activity).remedies}
    if check.text.classes and provision.clause.id not in remedies:
        return True  # another class is nearer
    changed = facts | {one.fact.name: one.value for one in remedies[provision.clause.id].changes}
    return provision.judge(changed) in (True, LEFT_OUT)


def threshold(provision: Provision) -> Any:
    """The value of the law where a provision compares one figure with just that, else None."""
    test = provision.clause.test
    if not (isinstance(test, Comparison) and isinstance(test.left, Fact) and isinstance(test.right, Parameter)):
        return None
    if test.left.type.kind != "number" or test.operator not in (">=", "<=") or provision.year_fact:
        return None
    return provision.clause.values[test.right.name].value


@pytest.mark.parametrize("name", CHECKS)
def test_every_recorded_case_that_is_not_met_can_be_mended(name: str) -> None:
    check, wrong = law_of(name), []
    for case in cases_of(name):
        advice = advise(check, case["facts"], case.get("activity_id"))
        if advice.together is None or check.judge(advice.together, case.get("activity_id")).verdict != "met":
            wrong.append(case["name"])
        wrong += [remedy.clause.id for remedy in advice.remedies if not remedy.changes]
    assert wrong == []


@pytest.mark.parametrize("name", CHECKS)
def test_every_provision_that_fails_has_a_remedy_of_its_own(name: str) -> None:
    check = law_of(name)
    assert [one.clause.id for one in check.provisions if not mended(one, check)] == []


@pytest.mark.parametrize("name", [name for name in CHECKS if not law_of(name).text.classes])
def test_a_threshold_is_the_nearest_value(name: str) -> None:
    check = law_of(name)
    for provision in check.provisions:
        if (value := threshold(provision)) is None:
            continue
        (fact,) = provision.clause.test.left.facts()  # type: ignore[union-attr]
        facts, activity = dict(provision.clause.examples[1] or {}), next(iter(provision.clause.applies_to), None)
        told = next(one for one in advise(check, facts, activity).remedies if one.clause.id == provision.clause.id)
        assert [(one.fact.name, one.value) for one in told.changes if not one.is_example] == [(fact, value)]


def test_a_missing_figure_is_told_as_the_threshold() -> None:
    advice = advise(law_of("sentra.criteria"), {})
    told = {one.fact.name: (one.before, one.value) for remedy in advice.remedies for one in remedy.changes}
    assert told["member_count"] == (None, LIBRARY.clause("kukm-23-2005/5.1.a.1").values["min_member_count"].value)


def test_a_check_that_is_met_needs_nothing(law: Law) -> None:
    advice = advise(law.check("toy.check"), {"member_count": 20})
    assert (advice.remedies, advice.together) == ((), {"member_count": 20})


NUMBER = {"type": "integer", "basis": "counted"}
SHARE = {"type": "number", "unit": "percent", "basis": "counted"}
DAY = {"type": "date", "basis": "recorded"}
YES = {"type": "boolean", "basis": "declared"}
RANKED = {"type": "enum", "values": ["none", "local", "national", "world"], "ordered": True, "basis": "declared"}
TOPICS = {"type": "list", "items": "enum", "values": ["a", "b", "c", "d"], "basis": "recorded"}
SERIES = {"type": "map", "key": "year", "value": "integer", "basis": "counted"}


@pytest.mark.parametrize(
    ("test", "facts", "expected"),
    [
        ("45 <= n and n <= 85", {}, {"n": 45}),
        ("45 <= n and n <= 85", {"n": 90}, {"n": 85}),
        ("abs(n - 50) <= 10", {"n": 80}, {"n": 60}),
        ("abs(n - 50) <= 10", {"n": 3}, {"n": 40}),
        ("n > 12", {"n": 3}, {"n": 13}),
        ("n < 12", {"n": 30}, {"n": 11}),
        ("n != 12", {"n": 12}, {"n": 13}),
        ("n in [7, 11]", {"n": 12}, {"n": 11}),
        ("n * 3 >= 100", {"n": 1}, {"n": 34}),
        ("n * 10 <= m", {"n": 9, "m": 50}, {"n": 5}),
        ("m / n >= 4", {"n": 9, "m": 20}, {"m": 36}),
        ("not n >= 20", {"n": 20}, {"n": 19}),
        ("n >= 20 or m >= 5", {"n": 18, "m": 0}, {"n": 20}),
        ("n >= 20 and m >= n", {"n": 18, "m": 0}, {"n": 20, "m": 20}),
        ("n >= 2000000000", {"n": 1}, {"n": 2000000000}),
        ("n >= 1 and n <= 0", {"n": 5}, {}),
    ],
)
def test_numbers(law: Law, test: str, facts: dict[str, int], expected: dict[str, int]) -> None:
    assert changes(bent(law, test, n=NUMBER, m=NUMBER), facts) == expected


@pytest.mark.parametrize(
    ("test", "facts", "expected"),
    [
        ("share > 12", {"share": 10}, {"share": Fraction(1201, 100)}),
        ("share * 3 >= 100", {"share": 10}, {"share": Fraction(100, 3)}),
        ("sure", {"sure": False}, {"sure": True}),
        ("not sure", {}, {"sure": False}),
        ("rank(reach) >= rank('national')", {"reach": "none"}, {"reach": "national"}),
        ("rank(reach) <= rank('local')", {"reach": "world"}, {"reach": "local"}),
        ("reach in ['none', 'world']", {"reach": "national"}, {"reach": "world"}),
        ("contains_all(topics, ['b', 'c'])", {"topics": ["c", "d"]}, {"topics": ["c", "d", "b"]}),
        ("only(topics, ['b', 'c'])", {"topics": ["c", "d"]}, {"topics": ["c"]}),
        ("contains_any(topics, ['b', 'c'])", {}, {"topics": ["b"]}),
        ("count(topics) >= 3", {"topics": ["d"]}, {"topics": ["d", "a", "b"]}),
        ("count(topics) >= 2 and only(topics, ['c', 'd'])", {"topics": ["a"]}, {"topics": ["c", "d"]}),
        ("day <= date(2026, 3, 18)", {"day": "2026-04-01"}, {"day": date(2026, 3, 18)}),
        ("add_months(day, 2) > date(2026, 3, 31)", {"day": "2026-01-31"}, {"day": date(2026, 2, 1)}),
        (
            "day <= nth_working_day_after(begun, n)",
            {"day": "2026-01-09", "begun": "2026-01-01", "n": 2},
            {"day": date(2026, 1, 5)},
        ),
        ("n == year(day)", {"n": 2020, "day": "2026-01-31"}, {"n": 2026}),
        ("latest(series) > previous(series)", {"series": {2024: 9, 2025: 7}}, {"series": {2024: 9, 2025: 10}}),
        ("latest(series) >= 5", {"series": {2025: 7}}, {"series": {2024: 7, 2025: 7}}),
    ],
)
def test_every_kind_of_fact(law: Law, test: str, facts: dict[str, Any], expected: dict[str, Any]) -> None:
    declared = {"share": SHARE, "sure": YES, "reach": RANKED, "topics": TOPICS, "day": DAY, "begun": DAY}
    assert changes(bent(law, test, **declared, n=NUMBER, series=SERIES), facts) == expected


def test_several_missing_facts_are_filled_with_an_example(law: Law) -> None:
    (remedy,) = advise(bent(law, "n <= m", n=NUMBER, m=NUMBER), {}).remedies
    assert [one.fact.name for one in remedy.changes] == ["m", "n"]


def test_what_only_decides_whether_a_provision_applies_is_an_example(law: Law) -> None:
    check = bent(law, "n >= 20", "sure", n=NUMBER, sure=YES)
    (remedy,) = advise(check, {"n": 3}).remedies
    assert [(one.fact.name, one.value, one.is_example) for one in remedy.changes] == [
        ("sure", True, True),
        ("n", 20, False),
    ]
    assert advise(check, {"n": 3, "sure": False}).remedies == ()


def test_other_values_that_would_do_are_named(law: Law) -> None:
    (remedy,) = advise(bent(law, "rank(reach) >= rank('national')", reach=RANKED), {"reach": "local"}).remedies
    assert [(one.value, one.others) for one in remedy.changes] == [("national", ("world",))]


def test_of_several_classes_the_nearest_is_told() -> None:
    check = law_of("enterprise.size_2005")
    facts = dict(next(case["facts"] for case in LIBRARY.regulations["kukm-23-2005"].cases if case["check"] == check.id))
    large = facts | {"annual_sales_idr": 10**12, "net_worth_idr": 10**12}
    advice = advise(check, {name: value for name, value in large.items() if name in {f.name for f in check.facts}})
    assert advice.together is not None
    assert check.judge(advice.together).verdict == "met"
    assert len({remedy.clause.size_class for remedy in advice.remedies}) == 1


def test_the_lower_check_is_mended_first() -> None:
    advice = advise(law_of("sentra.leading"), {})
    assert advice.together is not None
    assert [remedy.check for remedy in advice.remedies][:1] == ["sentra.criteria"]
    assert law_of("sentra.leading").judge(advice.together).verdict == "met"


def test_values_of_a_single_year_are_those_that_count(tmp_path: Path) -> None:
    text = toy(
        facts={"n": NUMBER, "budget_year": {"type": "integer", "unit": "year", "basis": "recorded"}},
        parameters={"least": 20},
        yearly={2022: {"least": 12}},
        test="n >= least and budget_year > 2000",
        **{"pass": {"n": 20, "budget_year": 2021}, "fail": {"n": 3, "budget_year": 2021}},
    )
    check = load_library(written(tmp_path, text)).on(date(2026, 1, 31)).check("toy.check")
    assert [changes(check, {"n": 3, "budget_year": year}) for year in (2021, 2022)] == [{"n": 20}, {"n": 12}]


@given(n=st.integers(0, 10**12), m=st.integers(0, 10**6), low=st.integers(0, 10**9), wide=st.integers(0, 10**6))
def test_whatever_the_figures_what_is_told_holds_and_is_nearest(n: int, m: int, low: int, wide: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        law = load_library(written(Path(folder), toy())).on(date(2026, 1, 31))
    check = bent(law, f"n >= {low} and n <= {low + wide}", n=NUMBER, m=NUMBER)
    found = changes(check, {"n": n, "m": m}).get("n", n)
    assert found == min(max(n, low), low + wide)
