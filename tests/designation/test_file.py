"""The file: its forms, proposing it, what makes it incomplete (Pasal 7 huruf a angka 1–5, huruf b, Lampiran 1–5)."""

from __future__ import annotations

import pytest

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.designation import services
from sentra.designation.models import Proposal, ProposalForm, State, Submission
from sentra.designation.papers import findings_on_paper
from sentra.documents.models import Paper
from sentra.law import library
from sentra.pages.errors import Conflict, Refused
from sentra.registry.models import Cluster, ClusterParty, Membership, Sentra, SupportReceived
from sentra.territory.scope import OutsideTerritory
from tests.designation import factories as make
from tests.designation.test_candidates import refused_clauses
from tests.personas import BATANG, PEKALONGAN, persona, record_persona

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]


def leading_sentra(**fields: str) -> Sentra:
    """A sentra that satisfies the leading tier, and the cluster tier when it is in a cluster."""
    sentra = make.judged(
        make.make_sentra(**fields), technology_developed=True, technical_training_mode="joint", rnd_mode="alone"
    )
    SupportReceived.unscoped.create(
        sentra=sentra, kind="training", giver="Dinas", delivered_on=make.dt.date(make.YEAR, 5, 1)
    )
    return sentra


# ---------------------------------------------------------------- forms


@pytest.mark.clause("kukm-23-2005/L1")
@pytest.mark.clause("kukm-23-2005/7.a.1")
def test_the_criteria_form_has_a_line_per_provision_with_finding_and_evidence() -> None:
    proposal = make.selected()
    form = services.complete_form(actor=make.group(), proposal=proposal, form="L1")
    lines = form.content["verdict"]["findings"]
    assert [one["clause"].removeprefix("kukm-23-2005/") for one in lines] == [
        "5.1.a.1", "5.1.a.2", "5.1.a.3", "5.1.b", "5.1.c", "5.1.d.1", "5.1.d.2", "5.1.e", "5.1.f", "5.1.g", "5.1.h",
    ]  # fmt: skip
    assert form.content["evidence"]["market_prospect_good"]["reason"] == "Dilihat di lapangan."


@pytest.mark.clause("kukm-23-2005/L1")
def test_a_form_is_fixed_when_it_is_proposed() -> None:
    proposal = make.submitted()
    held = proposal.forms.get(form="L1")
    with pytest.raises(Refused) as refusal:
        services.complete_form(actor=make.group(), proposal=proposal, form="L1", replaces=held)
    assert refused_clauses(refusal) == {"L1"}
    services.return_to_regency(actor=make.verifier(), proposal=proposal, reason="Perbarui kriteria")
    renewed = services.complete_form(actor=make.group(), proposal=proposal, form="L1", replaces=held)
    assert (renewed.version, proposal.forms.filter(form="L1").count()) == (2, 2)


@pytest.mark.clause("kukm-23-2005/L2")
@pytest.mark.clause("kukm-23-2005/7.a.2")
def test_the_sentra_manager_fills_the_application_and_the_office_completes_it() -> None:
    proposal = make.selected()
    manager = record_persona(Role.SENTRA_MANAGER, PEKALONGAN, proposal.sentra_id)
    form = services.complete_form(actor=manager, proposal=proposal, form="L2")
    assert len(form.content["members"]) == 24
    services.complete_form(actor=make.officer(), proposal=proposal, form="L2", replaces=form)
    with pytest.raises(Forbidden):
        services.complete_form(actor=manager, proposal=proposal, form="L1")


@pytest.mark.clause("kukm-23-2005/L2")
def test_a_manager_of_another_sentra_cannot_fill_it() -> None:
    proposal = make.selected()
    other = record_persona(Role.SENTRA_MANAGER, PEKALONGAN, make.make_sentra("Tenun", members=1).pk)
    with pytest.raises(OutsideTerritory):
        services.complete_form(actor=other, proposal=proposal, form="L2")


@pytest.mark.clause("kukm-23-2005/L2")
def test_an_application_without_its_members_is_refused() -> None:
    proposal = make.candidate(make.make_sentra(members=0))
    with pytest.raises(Refused) as refusal:
        services.complete_form(actor=make.group(), proposal=proposal, form="L2")
    assert refused_clauses(refusal) == {"L2"}


@pytest.mark.clause("kukm-23-2005/L3")
def test_one_enterprise_has_one_form_with_its_size_facts() -> None:
    proposal = make.candidate(make.make_sentra(members=2))
    services.complete_form(actor=make.group(), proposal=proposal, form="L2")
    member = Membership.unscoped.filter(sentra=proposal.sentra)[0].enterprise
    form = services.complete_form(actor=make.group(), proposal=proposal, form="L3", enterprise=member)
    assert set(form.content["facts"]) == {
        "annual_sales_idr",
        "net_worth_excl_land_buildings_idr",
        "owned_by_indonesian_citizens",
        "is_subsidiary",
    }
    assert form.content["verdict"]["derived"] == {"size_class": "small"}
    with pytest.raises(Refused) as refusal:
        services.complete_form(actor=make.group(), proposal=proposal, form="L3", enterprise=member)
    assert refused_clauses(refusal) == {"L3"}


@pytest.mark.clause("kukm-23-2005/L3")
def test_an_application_belongs_to_a_listed_member() -> None:
    proposal = make.candidate(make.make_sentra(members=1))
    stranger = Membership.unscoped.filter(sentra=make.make_sentra("Tenun", members=1))[0].enterprise
    with pytest.raises(Refused):
        services.complete_form(actor=make.group(), proposal=proposal, form="L3", enterprise=stranger)


@pytest.mark.clause("kukm-23-2005/L4")
@pytest.mark.clause("kukm-23-2005/L5")
def test_the_forms_of_higher_tiers_are_offered_only_for_them() -> None:
    proposal = make.candidate(make.make_sentra(members=1))
    for form in ("L4", "L5"):
        with pytest.raises(Refused) as refusal:
            services.complete_form(actor=make.group(), proposal=proposal, form=form)
        assert refused_clauses(refusal) == {form}


@pytest.mark.clause("kukm-23-2005/L4")
@pytest.mark.clause("kukm-23-2005/7.a.4")
def test_the_leading_form_carries_the_series_behind_the_growth_criteria() -> None:
    proposal = make.candidate(leading_sentra(), tier="leading")
    form = services.complete_form(actor=make.group(), proposal=proposal, form="L4")
    assert form.content["series"]["turnover_idr_by_year"] == {
        str(make.YEAR - 1): 3_600_000_000,
        str(make.YEAR): 4_800_000_000,
    }
    assert form.content["verdict"]["verdict"] == "met"


@pytest.mark.clause("kukm-23-2005/L5")
@pytest.mark.clause("kukm-23-2005/7.a.5")
def test_the_cluster_form_names_the_cluster() -> None:
    sentra = leading_sentra()
    cluster = Cluster.objects.create(name="Klaster Batik", product_chain="Batik")
    ClusterParty.objects.create(cluster=cluster, sentra=sentra, kind="core_industry")
    proposal = make.candidate(sentra, tier="cluster")
    form = services.complete_form(actor=make.group(), proposal=proposal, form="L5")
    assert form.content["clusters"] == [{"name": "Klaster Batik", "product_chain": "Batik", "role": "core_industry"}]
    assert form.content["verdict"]["verdict"] == "met"


# ---------------------------------------------------------------- proposing


@pytest.mark.clause("kukm-23-2005/7.b")
@pytest.mark.clause("kukm-23-2005/14.c")
def test_the_agency_proposes_to_its_own_province_alone() -> None:
    make.ground()
    proposal = make.submitted()
    assert proposal.state == State.SUBMITTED
    with pytest.raises(OutsideTerritory):
        services.verify(actor=make.verifier("34"), proposal=proposal)
    letter = Paper.unscoped.get(kind="regency_letter")
    assert letter.office == make.officer().office


@pytest.mark.clause("kukm-23-2005/7.b")
def test_the_working_group_does_not_propose_itself() -> None:
    proposal = make.complete()
    with pytest.raises(Forbidden) as refusal:
        services.submit(actor=make.group(n=2), proposal=proposal)
    assert refused_clauses(refusal) == {"7.b", "14.c", "10.c.2"}


@pytest.mark.clause("kukm-23-2005/7.b")
def test_a_candidate_not_yet_selected_is_not_proposed() -> None:
    proposal = make.assessed()
    with pytest.raises(Refused) as refusal:
        services.submit(actor=make.officer(), proposal=proposal)
    assert "7.b" in refused_clauses(refusal)


@pytest.mark.clause("kukm-23-2005/7.b")
@pytest.mark.clause("kukm-23-2005/7.d")
def test_a_regency_never_reaches_the_ministry_directly() -> None:
    proposal = make.complete()
    for actor in (make.officer(), make.group()):
        with pytest.raises(Forbidden) as refusal:
            services.forward(actor=actor, proposal=proposal)
        assert refused_clauses(refusal) == {"7.d", "12.a", "10.b.2"}


def test_a_neighbour_does_not_propose_for_us() -> None:
    proposal = make.complete()
    with pytest.raises(OutsideTerritory):
        services.submit(actor=make.officer(BATANG), proposal=proposal)


@pytest.mark.clause("kukm-23-2005/10.c.2")
def test_whoever_selected_does_not_also_propose() -> None:
    proposal = make.complete()
    person = make.group()
    both = persona(Role.REGENCY_OFFICER, PEKALONGAN, 7)
    both = type(both)(person.user, both.appointment)
    with pytest.raises(Forbidden, match="menyeleksi"):
        services.submit(actor=both, proposal=proposal)


@pytest.mark.clause("kukm-23-2005/7.a.s4")
def test_both_funding_routes_stand_in_one_submission_of_the_year() -> None:
    first = make.submitted(funding_source="apbn")
    second = make.submitted(make.judged(make.make_sentra("Tenun")), funding_source="revolving_fund")
    assert first.submission == second.submission
    assert Submission.unscoped.count() == 1


@pytest.mark.clause("kukm-23-2005/7.a.s4")
@pytest.mark.parametrize("source", ["", "other"])
def test_a_candidate_without_a_route_of_this_mechanism_is_not_proposed(source: str) -> None:
    proposal = make.complete(funding_source=source)
    with pytest.raises(Refused) as refusal:
        services.submit(actor=make.officer(), proposal=proposal)
    assert "7.a.s4" in refused_clauses(refusal)


@pytest.mark.clause("kukm-23-2005/7.a.3")
def test_a_file_lacking_forms_is_not_put_forward() -> None:
    proposal = make.selected()
    for form in ("L1", "L2"):
        services.complete_form(actor=make.group(), proposal=proposal, form=form)
    with pytest.raises(Refused) as refusal:
        services.submit(actor=make.officer(), proposal=proposal)
    assert refused_clauses(refusal) == {"7.b", "14.c", "7.a.3"}


@pytest.mark.clause("kukm-23-2005/7.a.4")
def test_leading_needs_the_sentra_tier_held_or_in_the_same_submission() -> None:
    sentra = leading_sentra()
    leading = make.complete(sentra, tier="leading")
    with pytest.raises(Refused) as refusal:
        services.submit(actor=make.officer(), proposal=leading)
    assert refused_clauses(refusal) == {"7.a.4"}
    basic = make.complete(sentra, tier="sentra")
    outcomes = services.submit_many(actor=make.officer(), proposals=[leading, basic])
    assert [(one.proposal.tier, one.is_done) for one in outcomes] == [("sentra", True), ("leading", True)]


@pytest.mark.clause("kukm-23-2005/7.a.5")
def test_cluster_needs_the_leading_tier_held_or_in_the_same_submission() -> None:
    sentra = leading_sentra(tier="sentra")
    ClusterParty.objects.create(
        cluster=Cluster.objects.create(name="Klaster", product_chain="Batik"), sentra=sentra, kind="core_industry"
    )
    proposal = make.complete(sentra, tier="cluster")
    with pytest.raises(Refused) as refusal:
        services.submit(actor=make.officer(), proposal=proposal)
    assert refused_clauses(refusal) == {"7.a.5"}
    Sentra.unscoped.filter(pk=sentra.pk).update(tier="leading")
    proposal.sentra.refresh_from_db()
    assert services.submit(actor=make.officer(), proposal=proposal).proposal.state == State.SUBMITTED


def test_many_go_in_one_letter_each_with_its_own_result() -> None:
    good = make.complete()
    poor = make.selected(make.judged(make.make_sentra("Tenun")))
    outcomes = services.submit_many(actor=make.officer(), proposals=[good, poor])
    assert [one.is_done for one in outcomes] == [True, False]
    assert Paper.unscoped.filter(kind="regency_letter").count() == 1


def test_withdrawing_is_open_until_the_ministry_has_it() -> None:
    early, late = make.submitted(), make.forwarded(make.judged(make.make_sentra("Tenun")))
    services.withdraw(actor=make.officer(), proposal=early, reason="Anggota mundur")
    assert early.state == State.WITHDRAWN
    with pytest.raises(Refused):
        services.withdraw(actor=make.officer(), proposal=late, reason="Anggota mundur")


def test_a_form_renewed_in_another_window_is_told() -> None:
    proposal = make.selected()
    first = services.complete_form(actor=make.group(), proposal=proposal, form="L1")
    services.complete_form(actor=make.group(), proposal=proposal, form="L1", replaces=first)
    with pytest.raises(Conflict):
        services.complete_form(actor=make.officer(), proposal=proposal, form="L1", replaces=first)


def test_completing_the_file_twice_changes_nothing() -> None:
    proposal = make.complete()
    before = set(ProposalForm.unscoped.values_list("pk", flat=True))
    assert services.complete_file(actor=make.group(), proposal=Proposal.unscoped.get(pk=proposal.pk)) == []
    assert set(ProposalForm.unscoped.values_list("pk", flat=True)) == before


def test_an_enterprise_form_prints_the_findings_of_its_own_size_class() -> None:
    facts = {
        "annual_sales_idr": 5_000_000_000,
        "net_worth_excl_land_buildings_idr": 900_000_000,
        "owned_by_indonesian_citizens": True,
        "is_subsidiary": False,
    }
    verdict = library().on(make.dt.date(make.YEAR, 6, 1)).check("enterprise.size_2005").judge(facts)

    shown = findings_on_paper(verdict)

    assert verdict.met
    assert [one.citation for one in shown] == [
        one.cite for one in verdict.findings if one.clause_id in ("kukm-23-2005/1.12.1", "kukm-23-2005/1.12.2")
    ]
