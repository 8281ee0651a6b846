"""Pasal 12 huruf c, 14 huruf d, 15 huruf b dan c, Menimbang: who works with a sentra, and how it is seen."""

from __future__ import annotations

import datetime as dt

import pytest

from sentra.access.policy import Forbidden
from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.development import services
from sentra.development.entitlements import law_today
from sentra.development.models import ContributionInvitation, LinkedActivity, PartnerProposal
from sentra.development.queries import contributions_of, linked_total, provider_use, served_strands, with_strands
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry.models import Partnership, Sentra
from sentra.territory.scope import OutsideTerritory, scoped
from tests.development.factories import (
    TODAY,
    YESTERDAY,
    agency,
    approved,
    assigned,
    bank,
    bds,
    group,
    ksp,
    members,
    officer,
    partner_account,
    programme,
    proposal,
    province,
    sentra_of_tier,
)
from tests.personas import BATANG
from tests.registry.factories import make_partner

pytestmark = pytest.mark.usefixtures("nation")


def strands(sentra: Sentra) -> dict[str, list[str]]:
    place = with_strands(Sentra.objects.filter(pk=sentra.pk), TODAY).get()
    return served_strands(place, law_today(TODAY))


@pytest.mark.clause("kukm-23-2005/12.c.1")
def test_the_province_sees_the_empty_strands_of_a_sentra_and_fills_them_by_assigning() -> None:
    sentra = sentra_of_tier("sentra")
    Partnership.unscoped.filter(sentra=sentra).delete()
    assert strands(sentra) == {
        "sentra_programme": [],
        "bds_provider": [],
        "savings_loan_cooperative": [],
        "business_network": [],
    }
    assigned(sentra, bds())
    assigned(sentra, ksp())
    programme(year=TODAY.year, components=[], sentra=[sentra])
    filled = strands(sentra)
    assert (filled["bds_provider"], filled["savings_loan_cooperative"]) == (["LPB Mitra Usaha"], ["KSP Mekar"])
    assert [name for name, who in filled.items() if not who] == ["business_network"]


@pytest.mark.clause("kukm-23-2005/15.b.1")
@pytest.mark.clause("kukm-23-2005/15.b.2")
@pytest.mark.parametrize("make", [ksp, bds])
def test_the_decision_shows_the_working_groups_advice_or_that_none_was_given(make: object) -> None:
    advised, silent = sentra_of_tier("sentra"), sentra_of_tier("sentra", name="Batik Lain")
    partner = make()
    first = proposal(advised, partner)
    services.advise_on_proposal(actor=group(), proposal=first, text="Belum berpengalaman.")
    services.decide_partner(actor=province(), proposal=first, assign=True, reason="Tetap ditugaskan.")
    assert first.state == "assigned"  # advice is not consent
    assert "Belum berpengalaman." in first.advice_seen
    assert "Belum berpengalaman." in sentence(history_of(first)[0])
    second = assigned(silent, partner)
    assert (second.advice_seen, "Tidak ada masukan" in sentence(history_of(second)[0])) == ("", True)
    with pytest.raises(Refused):
        services.advise_on_proposal(actor=group(), proposal=second, text="Terlambat.")


def test_a_body_outside_its_definition_and_a_candidate_sentra_are_not_joined() -> None:
    shop = make_partner(name="Toko Konsultasi", legal_form="sole_proprietor")
    with pytest.raises(Refused) as refusal:
        assigned(sentra_of_tier("sentra"), shop)
    assert "kukm-23-2005/1.6.1" in refusal.value.clause_ids
    with pytest.raises(Refused) as refusal:
        assigned(sentra_of_tier("candidate", name="Calon"), bds())
    assert refusal.value.clause_ids[0] == "kukm-23-2005/8.1"
    with pytest.raises(BadInput):
        proposal(sentra_of_tier("sentra", name="Lain"), bank())


def test_only_the_provincial_agency_assigns_and_only_once() -> None:
    made = proposal(sentra_of_tier("sentra"), bds())
    with pytest.raises(Conflict):
        proposal(made.sentra, made.partner)
    for actor in (officer(), group()):
        with pytest.raises(Forbidden):
            services.decide_partner(actor=actor, proposal=made, assign=True, reason="Ya.")
    services.decide_partner(actor=province(), proposal=made, assign=False, reason="Jauh.")
    with pytest.raises(Conflict):
        services.decide_partner(actor=province(), proposal=made, assign=True, reason="Ya.")
    assert PartnerProposal.objects.get().partnership is None


@pytest.mark.clause("kukm-23-2005/12.c.2")
def test_an_invited_institution_sees_that_sentra_or_programme_and_nothing_else() -> None:
    mine, other = sentra_of_tier("sentra"), sentra_of_tier("sentra", name="Batik Lain")
    institution, another = agency(), agency(name="Politeknik Pekalongan")
    values = {"actor": province(), "level": "national", "contribution": "Uji mutu warna alam"}
    made = services.invite_institution(sentra=mine, partner=institution, **values)
    services.invite_institution(sentra=other, partner=another, **values)
    account = partner_account(institution)
    with scoped(account.territory):
        assert list(ContributionInvitation.objects.all()) == [made]
        assert list(Sentra.objects.all()) == []
    services.answer_invitation(actor=account, invitation=made, accept=True)
    assert made.state == "accepted"
    theirs = ContributionInvitation.objects.get(partner=another)
    with pytest.raises(OutsideTerritory):
        services.answer_invitation(actor=account, invitation=theirs, accept=True)


def test_an_institution_is_invited_by_the_province_with_a_contribution_and_once() -> None:
    sentra, institution = sentra_of_tier("sentra"), agency()
    values = {"sentra": sentra, "partner": institution, "level": "regional"}
    with pytest.raises(Forbidden):
        services.invite_institution(actor=officer(), contribution="Uji mutu", **values)
    with pytest.raises(BadInput):
        services.invite_institution(actor=province(), contribution="", **values)
    made = services.invite_institution(actor=province(), contribution="Uji mutu", **values)
    with pytest.raises(Conflict):
        services.invite_institution(actor=province(), contribution="Uji mutu", **values)
    services.end_invitation(actor=province(), invitation=made, reason="Selesai.")
    assert services.invite_institution(actor=province(), contribution="Uji mutu", **values) != made


LINK = {
    "programme": "DAK Nonfisik PK2UMK",
    "source": "Dinas Perindustrian Kota Pekalongan",
    "activity": "Pelatihan pewarnaan alam",
    "year": TODAY.year,
    "amount": 120_000_000,
    "reference": "DPA 3.31.02/2026",
}


@pytest.mark.clause("kukm-23-2005/14.d")
def test_an_activity_of_another_programme_is_linked_with_source_and_amount_and_counted_once() -> None:
    sentra, other = sentra_of_tier("sentra"), sentra_of_tier("sentra", name="Batik Lain")
    services.link_activity(actor=officer(), sentra=sentra, **LINK)
    services.link_activity(
        actor=officer(), sentra=sentra, **(LINK | {"reference": "DPA 3.31.03", "amount": 30_000_000})
    )
    assert linked_total(sentra) == 150_000_000
    written_otherwise = LINK | {"reference": "dpa-3 31 02 (2026)", "source": "DINAS PERINDUSTRIAN, Kota Pekalongan"}
    for place in (sentra, other):
        with pytest.raises(Conflict):
            services.link_activity(actor=officer(), sentra=place, **written_otherwise)
    assert (linked_total(sentra), linked_total(other)) == (150_000_000, 0)


def test_the_conflict_names_the_sentra_only_inside_the_territory_and_a_withdrawn_link_can_be_made_again() -> None:
    far = sentra_of_tier("sentra", code=BATANG, name="Kerajinan Rahasia")
    linked = services.link_activity(actor=officer(BATANG), sentra=far, **LINK)
    with pytest.raises(Conflict) as conflict:
        services.link_activity(actor=officer(), sentra=sentra_of_tier("sentra"), **LINK)
    assert "Rahasia" not in str(conflict.value)
    services.withdraw_activity(actor=officer(BATANG), activity=linked, reason="Salah sentra.")
    assert linked_total(far) == 0
    services.link_activity(actor=officer(BATANG), sentra=far, **LINK)
    assert LinkedActivity.objects.filter(sentra=far).count() == 2


@pytest.mark.clause("kukm-23-2005/menimbang")
def test_one_list_shows_every_party_that_contributes_to_a_sentra() -> None:
    sentra = sentra_of_tier("sentra")
    assigned(sentra, bds())
    received = approved(sentra)
    services.deliver_support(actor=officer(), application=received, delivered_on=TODAY, giver="Kementerian", amount=9)
    services.link_activity(actor=officer(), sentra=sentra, **LINK)
    services.invite_institution(
        actor=province(), sentra=sentra, partner=agency(), level="national", contribution="Uji mutu"
    )
    programme(province(), components=["map"], sentra=[sentra])
    parties = {one.party for one in contributions_of(sentra)}
    assert {
        "LPB Mitra Usaha",
        "Kementerian",
        "Dinas Perindustrian Kota Pekalongan",
        "Balai Besar Kerajinan dan Batik",
        province().office.name,
        "Mitra supply",
        "Mitra marketing",
    } == parties


@pytest.mark.clause("kukm-23-2005/15.c")
def test_use_of_providers_before_and_after_outreach_counts_each_member_once() -> None:
    sentra, provider = sentra_of_tier("sentra", members=4), bds()
    assigned(sentra, provider)
    Partnership.unscoped.filter(partner=provider).update(began_on=TODAY - dt.timedelta(days=60))
    first, second, third, _fourth = members(sentra)
    plan = services.plan_outreach(
        actor=group(), sentra=sentra, aim="willingness", title="Temu manfaat BDS-P", planned_on=YESTERDAY
    )
    for enterprise, back in ((first, 10), (first, 9), (first, 0), (second, 0), (second, 0), (third, 0)):
        services.log_service(
            actor=officer(),
            sentra=sentra,
            provider=provider,
            enterprise=enterprise,
            day=TODAY - dt.timedelta(days=back),
            service="Konsultasi desain",
        )
    services.log_outreach(actor=group(), outreach=plan, held_on=YESTERDAY, account="40 orang hadir.")
    use = provider_use(sentra, [plan], TODAY)[plan.pk]
    assert (use.before, use.after, use.members, use.share_after) == (1, 3, 4, 0.75)
    with pytest.raises(BadInput):
        services.plan_outreach(actor=group(), sentra=sentra, aim="profit", title="X", planned_on=TODAY)
    with pytest.raises(Conflict):
        services.log_outreach(actor=group(), outreach=plan, held_on=YESTERDAY, account="Lagi.")
