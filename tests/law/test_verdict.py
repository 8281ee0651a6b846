"""What a check answers, and that the answer is complete, stable and dated."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sentra.law import (
    FactRead,
    Finding,
    Law,
    Measurement,
    NotInForce,
    ParameterUsed,
    Regulation,
    UnknownName,
    Verdict,
    library,
)
from sentra.law.verdict import Details, Head, Told

DAY = date(2026, 1, 31)
FULL: dict[str, Any] = {
    "member_count": 20,
    "production_capacity_adequate": True,
    "cluster_prospect": True,
    "avg_monthly_turnover_idr": 200_000_000,
    "market_prospect_good": True,
    "supply_partnership": True,
    "marketing_partnership": True,
    "workforce_count": 40,
    "prioritises_domestic_raw_material": True,
    "uses_appropriate_technology": True,
    "support_facilities_available": True,
    "support_infrastructure_available": True,
}


@pytest.fixture
def law() -> Law:
    return library().on(DAY)


def finding(verdict: Verdict, clause: str) -> Finding:
    return next(found for found in verdict.findings if found.clause_id == f"kukm-23-2005/{clause}")


def test_a_finding_shows_value_threshold_citation_and_date(law: Law) -> None:
    verdict = law.check("sentra.criteria").judge({**FULL, "member_count": 19})

    head = Head(
        "kukm-23-2005/5.1.a.1",
        "Pasal 5 ayat (1) huruf a",
        {"id": "Minimal 20 UKM dalam kawasan", "en": "At least 20 SMEs in the area"},
        "must",
    )
    details = Details(
        facts=(FactRead("member_count", 19, "number", "enterprises"),),
        parameters=(ParameterUsed("min_member_count", 20, date(2005, 11, 9)),),
        measurement=Measurement(19, ">=", 20, "number", "enterprises"),
    )
    assert finding(verdict, "5.1.a.1") == Finding(Told(head, details), False)


def test_an_unknown_finding_names_only_the_facts_that_can_still_decide(law: Law) -> None:
    check = law.check("sentra.criteria")

    half = finding(check.judge({"support_facilities_available": True}), "5.1.h")
    decided = finding(check.judge({"support_facilities_available": False}), "5.1.h")

    assert (half.outcome, half.missing, half.decisive) == (
        None,
        ("support_infrastructure_available",),
        ("support_infrastructure_available",),
    )
    assert (decided.outcome, decided.missing, decided.decisive) == (
        False,
        ("support_infrastructure_available",),
        (),
    )


def test_one_year_of_figures_leaves_growth_unknown(law: Law) -> None:
    found = finding(law.check("sentra.leading").judge({"turnover_idr_by_year": {2024: 5}}), "5.2.d")

    assert (found.outcome, found.missing, found.decisive, found.measurement) == (
        None,
        ("turnover_idr_by_year",),
        ("turnover_idr_by_year",),
        None,
    )


def test_rates_are_compared_as_exact_fractions(law: Law) -> None:
    facts = {"turnover_idr_by_year": {"2023": 10, "2024": 10}, "member_count_by_year": {"2023": 3, "2024": 3}}

    found = finding(law.check("sentra.leading").judge(facts), "5.2.e")

    assert (found.outcome, found.measurement) == (
        False,
        Measurement(Fraction(10, 3), ">", Fraction(10, 3), "number", "IDR/enterprises/year"),
    )


def test_the_lower_check_is_judged_on_the_same_facts(law: Law) -> None:
    verdict = law.check("sentra.leading").judge({**FULL, "member_count": None})

    assert verdict.lower is not None
    assert (verdict.lower.check, verdict.lower.verdict, verdict.lower.missing) == (
        "sentra.criteria",
        "unknown",
        ("kukm-23-2005/5.1.a.1",),
    )
    assert finding(verdict, "5.2").outcome is None
    assert "member_count" in verdict.decisive


def test_a_recorded_lower_verdict_is_taken_as_it_is(law: Law) -> None:
    verdict = law.check("sentra.leading").judge({"sentra_criteria_verdict": "not_met"})

    assert (verdict.lower, finding(verdict, "5.2").outcome) == (None, False)


def test_a_chain_asks_for_the_facts_of_the_lower_checks_too(law: Law) -> None:
    check = law.check("sentra.cluster")

    names = [fact.name for fact in check.facts]

    assert (names[0], "member_count" in names, names.count("market_reach")) == ("sentra_leading_verdict", True, 1)
    assert check.fact("market_reach").check == "sentra.cluster"


def test_no_provision_that_applies_is_not_a_pass(law: Law) -> None:
    struck = [clause.id for clause in law.check("partner.definition_2005").clauses if "/1.7" not in clause.id]
    check = law.amended(dict.fromkeys(struck)).check("partner.definition_2005")

    verdict = check.judge({"partner_type": "usp"})

    assert (verdict.verdict, verdict.applicable, verdict.met, verdict.findings) == ("met", False, False, ())


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"annual_sales_idr": 2_000_000_000}, ("met", {"size_class": "medium"}, (), ())),
        ({"annual_sales_idr": 11_000_000_000}, ("not_met", {"size_class": "none"})),
        ({}, ("unknown", {"size_class": "unknown"})),
    ],
)
def test_size_class_is_derived(law: Law, facts: dict[str, Any], expected: tuple[Any, ...]) -> None:
    verdict = law.check("enterprise.size_2005").judge(facts)

    assert (verdict.verdict, verdict.derived, verdict.failing, verdict.missing)[: len(expected)] == expected


@pytest.mark.parametrize("text", library().regulations.values(), ids=lambda text: text.id)
def test_a_verdict_survives_the_decision_record(text: Regulation) -> None:
    law = library().on(text.since)
    for case in text.cases:
        verdict = law.check(case["check"]).judge(case["facts"])

        again = Verdict.from_json(json.loads(json.dumps(verdict.to_json())))

        assert again == verdict
        assert again.findings == verdict.findings


def test_the_judged_facts_are_kept_as_they_were(law: Law) -> None:
    facts = dict(FULL)
    verdict = law.check("sentra.criteria").judge(facts)

    facts["member_count"] = 1

    assert finding(verdict, "5.1.a.1").facts[0].value == 20


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"member_count": -1}, ("member_count", "negative", "Isi dengan bilangan nol atau lebih.")),
        ({"member_count": "20"}, ("member_count", "integer", "Isi dengan bilangan bulat.")),
        ({"member_count": True}, ("member_count", "integer", "Isi dengan bilangan bulat.")),
        ({"cluster_prospect": "ya"}, ("cluster_prospect", "boolean", "Pilih ya atau tidak.")),
        ({"flagship_product_relation": "maybe"}, ("flagship_product_relation", "enum", None)),
        ({"turnover_idr_by_year": {"20x4": 1}}, ("turnover_idr_by_year", "year", None)),
        ({"turnover_idr_by_year": {2024: 1.5}}, ("turnover_idr_by_year", "integer", None)),
        ({"member_cuont": 20}, ("member_cuont", "unknown", None)),
        ({"member_count": 2**63}, ("member_count", "large", None)),
    ],
)
def test_a_value_the_fact_cannot_have_is_a_problem_with_a_remedy(
    law: Law, facts: dict[str, Any], expected: tuple[str, str, str | None]
) -> None:
    (problem,) = law.check("sentra.leading").validate(facts)

    assert (problem.name, problem.code) == expected[:2]
    assert problem.remedy == (expected[2] or problem.remedy) != ""


def test_missing_facts_and_negative_net_worth_are_no_problem(law: Law) -> None:
    check = law.check("enterprise.size_2005")

    assert check.validate({"annual_sales_idr": None, "net_worth_excl_land_buildings_idr": -5}) == []


@pytest.mark.clause("kukm-23-2005/II.3")
def test_a_date_before_the_regulation_is_refused_and_its_first_day_is_not() -> None:
    assert library().on(date(2005, 11, 9)).check("sentra.criteria").judge(FULL).met

    with pytest.raises(NotInForce) as refused:
        library().on(date(2005, 11, 8)).check("sentra.criteria")

    error = refused.value
    assert (error.regulation, error.since, error.asked, error.citation) == (
        "kukm-23-2005",
        date(2005, 11, 9),
        date(2005, 11, 8),
        "kukm-23-2005/II.3",
    )


def test_unknown_names_are_refused(law: Law) -> None:
    for ask in (
        lambda: law.check("sentra.other"),
        lambda: law.clause("kukm-23-2005/99"),
        lambda: law.parameter("kukm-23-2005/5.1.a.1", "max"),
        lambda: law.amended({"other-1/1": None}),
        lambda: law.amended({"kukm-23-2005/99": None}),
    ):
        with pytest.raises(UnknownName):
            ask()
