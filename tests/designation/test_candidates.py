"""In the regency: who may open, judge and select a candidate, and what is refused (Pasal 7 huruf a, 14 b, 15 a)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.designation import services
from sentra.designation.models import AssessedFact, Assessment, Proposal, State
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import OutsideTerritory
from tests.designation import factories as make
from tests.personas import BATANG, PEKALONGAN, persona, record_persona

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]
K = "kukm-23-2005/"


def refused_clauses(error: pytest.ExceptionInfo[Any]) -> set[str]:
    clauses = error.value.clause_ids if isinstance(error.value, Refused) else error.value.denied.clauses
    return {one.removeprefix(K) for one in clauses}


# ---------------------------------------------------------------- identifying


@pytest.mark.clause("kukm-23-2005/7.a.s1")
@pytest.mark.clause("kukm-23-2005/14.b.1")
@pytest.mark.parametrize("role", [Role.REGENCY_GROUP, Role.REGENCY_OFFICER, Role.REGENCY_HEAD])
def test_group_and_agency_open_a_candidate_and_the_record_shows_who(role: Role) -> None:
    actor = persona(role, PEKALONGAN)
    proposal = services.identify_candidate(actor=actor, sentra=make.make_sentra(members=1), tier="sentra")
    assert (proposal.state, proposal.opened_by, proposal.opened_by_office) == (
        State.IDENTIFIED,
        actor.user,
        actor.office,
    )


@pytest.mark.clause("kukm-23-2005/7.a.s1")
def test_a_candidate_of_another_regency_does_not_exist_for_us() -> None:
    with pytest.raises(OutsideTerritory):
        services.identify_candidate(actor=make.group(BATANG), sentra=make.make_sentra(members=1), tier="sentra")


@pytest.mark.clause("kukm-23-2005/7.a.s1")
@pytest.mark.parametrize("role", [Role.SENTRA_MANAGER, Role.PARTNER])
def test_an_enterprise_or_a_provider_cannot_open_one_on_its_own(role: Role) -> None:
    sentra = make.make_sentra(members=1)
    with pytest.raises(Forbidden) as refusal:
        services.identify_candidate(actor=record_persona(role, PEKALONGAN, sentra.pk), sentra=sentra, tier="sentra")
    assert refused_clauses(refusal) == {"7.a.s1", "14.b.1"}


@pytest.mark.clause("kukm-23-2005/7.a.s1")
def test_one_record_results_and_a_twin_is_refused() -> None:
    sentra = make.make_sentra(members=1)
    make.candidate(sentra)
    with pytest.raises(Conflict, match="Regency Working Group"):
        services.identify_candidate(actor=make.officer(), sentra=sentra, tier="sentra")
    twin = make.make_sentra("Jenggot Batik", members=1, area=sentra.area)
    with pytest.raises(Refused):
        services.identify_candidate(actor=make.officer(), sentra=twin, tier="sentra")


def test_a_candidate_posted_twice_is_one() -> None:
    sentra, key = make.make_sentra(members=1), uuid4()
    both = [
        services.identify_candidate(actor=make.officer(), sentra=sentra, tier="sentra", id=key) for _time in range(2)
    ]
    assert both[0] == both[1]
    assert Proposal.unscoped.count() == 1


def test_a_tier_that_is_held_is_not_proposed_again() -> None:
    with pytest.raises(Refused):
        make.candidate(make.make_sentra(members=1, tier="leading"))


@pytest.mark.clause("kukm-23-2005/I.4")
def test_a_file_keeps_the_version_of_the_law_it_started_under() -> None:
    proposal = make.candidate(make.make_sentra(members=1))
    assert proposal.law_date == make.group().today
    record = Decision.unscoped.get(subject_id=str(proposal.pk), action="designation.identify")
    assert record.law_version == f"kukm-23-2005@{proposal.law_date.isoformat()}"


# ---------------------------------------------------------------- judging


def judge(actor: Any = None, **changes: Any) -> AssessedFact:
    sentra = changes.pop("sentra", None) or make.make_sentra(members=1)
    given = {"name": "cluster_prospect", "value": True, "reason": "Rantai batik", "assessed_on": dt.date(2026, 1, 5)}
    return services.record_assessed_fact(actor=actor or make.group(), sentra=sentra, **(given | changes))


@pytest.mark.clause("kukm-23-2005/7.a.s2")
@pytest.mark.clause("kukm-23-2005/1.1.4")
def test_a_judgement_keeps_assessor_date_and_reason_and_supersedes_the_one_before() -> None:
    first = judge()
    second = judge(sentra=first.sentra, value=False, actor=make.group(n=2))
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert (second.assessor, second.assessed_on, second.reason) == (
        make.group(n=2).user,
        dt.date(2026, 1, 5),
        "Rantai batik",
    )


@pytest.mark.clause("kukm-23-2005/7.a.s2")
@pytest.mark.parametrize("role", [Role.REGENCY_OFFICER, Role.REGENCY_HEAD, Role.PROVINCE_GROUP, Role.MINISTRY_OFFICER])
def test_nobody_outside_the_working_group_alters_an_assessment(role: Role) -> None:
    place = PEKALONGAN if "regency" in role.value else "33" if "province" in role.value else ""
    with pytest.raises(Forbidden) as refusal:
        judge(persona(role, place))
    assert "7.a.s2" in refused_clauses(refusal)


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": " "},
        {"value": "maybe"},
        {"value": None},
        {"name": "member_count", "value": 40},
        {"assessed_on": timezone.localdate() + dt.timedelta(days=2)},
    ],
)
def test_a_judgement_without_its_parts_is_not_taken(changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        judge(**changes)


def test_a_judgement_is_told_once_however_often_it_is_sent() -> None:
    sentra, key = make.make_sentra(members=1), uuid4()
    judge(sentra=sentra, id=key)
    judge(sentra=sentra, id=key)
    assert AssessedFact.unscoped.count() == 1


# ---------------------------------------------------------------- evaluating, assessing


@pytest.mark.clause("kukm-23-2005/15.a.2")
def test_any_sentra_is_evaluated_at_any_time_without_a_proposal() -> None:
    sentra = make.judged(make.make_sentra())
    early = services.evaluate(actor=make.group(), sentra=sentra, tier="sentra")
    make.judged(sentra, market_prospect_good=False)
    late = services.evaluate(actor=make.group(), sentra=sentra, tier="sentra")
    assert [(one.check_id, one.verdict) for one in (*early, *late)] == [
        ("sentra.definition", "met"),
        ("sentra.criteria", "met"),
        ("sentra.definition", "met"),
        ("sentra.criteria", "not_met"),
    ]
    assert not Proposal.unscoped.exists()


@pytest.mark.clause("kukm-23-2005/II.3")
@pytest.mark.clause("kukm-23-2005/I.3")
def test_an_evaluation_dated_before_the_regulation_is_refused_and_its_first_day_counts() -> None:
    sentra = make.make_sentra(members=1)
    with pytest.raises(Refused) as refusal:
        services.evaluate(actor=make.group(), sentra=sentra, tier="sentra", as_of=dt.date(2005, 11, 8))
    assert refused_clauses(refusal) == {"II.3"}
    kept = services.evaluate(actor=make.group(), sentra=sentra, tier="sentra", as_of=dt.date(2005, 11, 9))
    assert {one.law_version for one in kept} == {"kukm-23-2005@2005-11-09"}


@pytest.mark.clause("kukm-23-2005/7.a.s2")
def test_an_assessment_freezes_facts_findings_assessor_and_date() -> None:
    proposal = make.assessed()
    frozen = Assessment.unscoped.get(proposal=proposal, check_id="sentra.criteria")
    assert (frozen.verdict, frozen.by, frozen.facts["member_count"]) == ("met", make.group().user, 24)
    assert len(frozen.findings["findings"]) == 11


# ---------------------------------------------------------------- selecting


@pytest.mark.clause("kukm-23-2005/7.a.s3")
@pytest.mark.parametrize(
    ("changes", "clauses"),
    [
        ({"market_prospect_good": False}, {"7.a.s3", "5.1.c"}),
        ({"support_infrastructure_available": None}, {"7.a.s3", "5.1.h"}),
        ({"product_similarity": "different"}, {"7.a.s3", "1.1.3"}),
    ],
)
def test_a_candidate_that_fails_or_is_not_known_stays_in_the_pool(changes: dict[str, Any], clauses: set[str]) -> None:
    proposal = make.assessed(make.judged(make.make_sentra(), **changes))
    with pytest.raises(Refused) as refusal:
        services.select(actor=make.group(), proposal=proposal, reason="Layak")
    assert refused_clauses(refusal) == clauses
    assert len(refusal.value.findings) == 1
    proposal.refresh_from_db()
    assert proposal.state == State.ASSESSED


@pytest.mark.clause("kukm-23-2005/7.a.s3")
def test_a_selection_has_its_reason() -> None:
    proposal = make.assessed()
    with pytest.raises(BadInput):
        services.select(actor=make.group(), proposal=proposal, reason=" ")
    services.select(actor=make.group(), proposal=proposal, reason="Terbaik di kota")
    assert Decision.unscoped.get(action="designation.select").reason == "Terbaik di kota"


@pytest.mark.clause("kukm-23-2005/5.2")
@pytest.mark.clause("kukm-23-2005/5.2.a")
def test_a_leading_candidate_without_support_received_lists_what_is_missing() -> None:
    proposal = make.assessed(make.judged(make.make_sentra(), technology_developed=True), tier="leading")
    with pytest.raises(Refused) as refusal:
        services.select(actor=make.group(), proposal=proposal, reason="Layak")
    assert refused_clauses(refusal) == {"7.a.s3", "5.2.a"}


@pytest.mark.clause("kukm-23-2005/14.b.2")
def test_the_agency_holds_a_selected_candidate_back_with_a_reason() -> None:
    proposal = make.selected()
    with pytest.raises(BadInput):
        services.hold_back(actor=make.officer(), proposal=proposal, reason="")
    services.hold_back(actor=make.officer(), proposal=proposal, reason="Anggota belum siap")
    assert proposal.state == State.ASSESSED
    again = services.assess(actor=make.group(), proposal=proposal)
    assert again.decision.action == "designation.reassess"


@pytest.mark.clause("kukm-23-2005/14.b.2")
def test_the_agency_neither_selects_nor_holds_back_what_was_not_selected() -> None:
    proposal = make.assessed()
    with pytest.raises(Forbidden):
        services.select(actor=make.officer(), proposal=proposal, reason="Layak")
    with pytest.raises(Refused) as refusal:
        services.hold_back(actor=make.officer(), proposal=proposal, reason="Belum siap")
    assert refused_clauses(refusal) == {"14.b.2"}


def test_several_are_selected_each_with_its_own_result() -> None:
    good = make.assessed()
    poor = make.assessed(make.judged(make.make_sentra("Tenun", members=3)))
    outcomes = services.select_many(actor=make.group(), proposals=[good, poor], reason="Layak")
    assert [(one.proposal, one.is_done) for one in outcomes] == [(good, True), (poor, False)]
    assert K + "5.1.a.1" in outcomes[1].clause_ids
