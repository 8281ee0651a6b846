"""Pasal 8: what each tier opens, who applies, who decides, what counts once it is delivered."""

from __future__ import annotations

from uuid import uuid4

import pytest

from sentra.access.policy import Forbidden
from sentra.decisions.queries import history_of
from sentra.development import services
from sentra.development.entitlements import entitlements, law_today, tier_order
from sentra.development.models import SupportApplication
from sentra.development.queries import support_lines
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry.facts import sentra_facts
from sentra.registry.models import Sentra
from sentra.territory.scope import OutsideTerritory, scoped
from tests.development.factories import (
    TODAY,
    YESTERDAY,
    application,
    approved,
    bds,
    manager,
    members,
    ministry,
    officer,
    sentra_of_tier,
)
from tests.personas import BATANG

pytestmark = pytest.mark.usefixtures("nation")

BASIC = ["map_capital", "bds_service", "business_information_access", "guaranteed_credit_access"]
LEADING = [
    "appropriate_technology_development",
    "product_quality_development",
    "product_design_development",
    "product_brand_development",
    "business_cooperation_facility",
]
CLUSTER = ["product_rnd_facility", "marketing_rnd_facility", "education_facility", "training_facility"]
CLAUSE = {one.support: one.clause for one in entitlements(law_today(TODAY))}


def open_to(tier: str) -> list[str]:
    sentra = Sentra(tier=tier)
    return [line.entitlement.support for line in support_lines(sentra, law_today(TODAY)) if line.is_open]


def test_the_tiers_of_pasal_8_stand_in_the_order_in_which_the_checks_require_each_other() -> None:
    law = law_today(TODAY)
    chain = ["sentra.cluster"]
    while lower := law.check(chain[-1]).requires:
        chain.append(lower)
    assert chain == ["sentra.cluster", "sentra.leading", "sentra.criteria"]
    assert tier_order(law) == ("sentra", "leading", "cluster")


@pytest.mark.clause("kukm-23-2005/8.1")
@pytest.mark.clause("kukm-23-2005/8.2")
@pytest.mark.clause("kukm-23-2005/8.3")
def test_each_tier_keeps_what_the_lower_one_opens_and_adds_its_own() -> None:
    assert open_to("candidate") == []
    assert open_to("sentra") == BASIC
    assert open_to("leading") == BASIC + LEADING
    assert open_to("cluster") == BASIC + LEADING + CLUSTER
    kinds = {one.support: one.kind for one in entitlements(law_today(TODAY))}
    assert [name for name, kind in kinds.items() if kind == "financial"] == ["map_capital", "guaranteed_credit_access"]


@pytest.mark.clause("kukm-23-2005/8.1")
def test_the_manager_of_a_designated_sentra_applies_and_a_candidate_is_refused() -> None:
    sentra = sentra_of_tier("sentra")
    made = services.apply_support(
        actor=manager(sentra), sentra=sentra, support="map_capital", purpose="Modal kain mori bersama."
    )
    assert (made.state, made.tier, made.legal_basis) == (
        "applied",
        "sentra",
        "Pasal 8 ayat (1) huruf a Permen KUKM 23/PER/M.KUKM/XI/2005",
    )
    candidate = sentra_of_tier("candidate", name="Calon")
    with pytest.raises(Refused) as refusal:
        application(candidate)
    assert refusal.value.clause_ids == ("kukm-23-2005/8.1", "kukm-23-2005/8.1.a")


HIGHER = [
    pytest.param(support, lower, higher, id=f"{support}-{lower}")
    for supports, lowers, higher in ((LEADING, ["sentra"], "leading"), (CLUSTER, ["sentra", "leading"], "cluster"))
    for support in supports
    for lower in lowers
]


@pytest.mark.clause("kukm-23-2005/8.2.a.1")
@pytest.mark.clause("kukm-23-2005/8.2.a.2")
@pytest.mark.clause("kukm-23-2005/8.2.a.3")
@pytest.mark.clause("kukm-23-2005/8.2.a.4")
@pytest.mark.clause("kukm-23-2005/8.2.b")
@pytest.mark.clause("kukm-23-2005/8.3.a.1")
@pytest.mark.clause("kukm-23-2005/8.3.a.2")
@pytest.mark.clause("kukm-23-2005/8.3.b.1")
@pytest.mark.clause("kukm-23-2005/8.3.b.2")
@pytest.mark.parametrize(("support", "lower", "higher"), HIGHER)
def test_a_lower_tier_is_refused_what_a_higher_one_opens(support: str, lower: str, higher: str) -> None:
    with pytest.raises(Refused) as refusal:
        application(sentra_of_tier(lower), support)
    assert refusal.value.clause_ids[0] == CLAUSE[support]
    for tier in {"leading", "cluster"} if higher == "leading" else {"cluster"}:
        assert application(sentra_of_tier(tier, name=f"Batik {tier}"), support).clause == CLAUSE[support]


@pytest.mark.clause("kukm-23-2005/8.2.a.4")
def test_help_with_a_brand_is_linked_to_the_trademark_assistance() -> None:
    made = services.apply_support(
        actor=officer(),
        sentra=sentra_of_tier("leading"),
        support="product_brand_development",
        purpose="Merek bersama.",
        trademark="DID2026012345",
    )
    assert made.trademark == "DID2026012345"


@pytest.mark.clause("kukm-23-2005/8.2.b")
def test_agreements_that_come_of_partner_matching_are_partnerships_of_the_sentra() -> None:
    sentra = sentra_of_tier("leading")
    matching = approved(sentra, "business_cooperation_facility")
    made = services.record_agreement(
        actor=officer(),
        application=matching,
        values={
            "side": "marketing",
            "party_name": "PT Sarinah",
            "is_written": True,
            "document": "PKS 7/2026",
            "began_on": YESTERDAY,
        },
    )
    assert list(matching.agreements.all()) == [made]
    assert made in sentra.partnerships.all()


def test_no_agreement_is_recorded_before_the_approval() -> None:
    asked = application(sentra_of_tier("leading"), "business_cooperation_facility")
    with pytest.raises(Refused):
        services.record_agreement(actor=officer(), application=asked, values={"side": "marketing"})


@pytest.mark.clause("kukm-23-2005/8.3.b.2")
def test_training_of_another_programme_stays_open_to_a_tier_that_lacks_the_training_facility() -> None:
    sentra = sentra_of_tier("sentra")
    with pytest.raises(Refused):
        application(sentra, "training_facility")
    values = {
        "kind": "training",
        "giver": "Dinas Perindustrian",
        "programme": "DAK Nonfisik PK2UMK",
        "delivered_on": YESTERDAY,
        "legal_basis": "Permenkop UKM 2/2022",
    }
    received = services.record_other_support(actor=officer(), sentra=sentra, values=values)
    assert (received.kind, received.legal_basis) == ("training", "Permenkop UKM 2/2022")
    with pytest.raises(BadInput):
        services.record_other_support(actor=officer(), sentra=sentra, values=values | {"legal_basis": ""})


@pytest.mark.clause("kukm-23-2005/5.2.a")
def test_support_counts_as_guidance_received_once_it_is_delivered_and_not_before() -> None:
    sentra = sentra_of_tier("sentra")
    made = approved(sentra)
    assert sentra_facts(sentra, TODAY)["received_guidance_facility"] is None
    received = services.deliver_support(
        actor=officer(), application=made, delivered_on=TODAY, giver="Kementerian Koperasi dan UKM", amount=75_000_000
    )
    assert sentra_facts(sentra, TODAY)["received_guidance_facility"] is True
    made.refresh_from_db()
    assert (made.state, made.delivery) == ("delivered", received)
    assert received.legal_basis == made.legal_basis


@pytest.mark.clause("kukm-23-2005/I.5")
def test_support_granted_earlier_keeps_its_legal_basis_when_the_tier_is_lost() -> None:
    sentra = sentra_of_tier("leading")
    made = approved(sentra, "product_design_development")
    services.deliver_support(actor=officer(), application=made, delivered_on=TODAY, giver="Kementerian")
    Sentra.unscoped.filter(pk=sentra.pk).update(tier="candidate")  # as a decree that revokes does
    kept = SupportApplication.objects.get(pk=made.pk)
    assert (kept.state, kept.tier, kept.legal_basis) == (
        "delivered",
        "leading",
        "Pasal 8 ayat (2) huruf a Permen KUKM 23/PER/M.KUKM/XI/2005",
    )
    assert kept.delivery.legal_basis == kept.legal_basis
    sentra.refresh_from_db()
    with pytest.raises(Refused):
        application(sentra, "product_design_development")


def test_only_approved_support_is_delivered_and_only_once() -> None:
    sentra = sentra_of_tier("sentra")
    asked = application(sentra)
    values = {"delivered_on": TODAY, "giver": "Kementerian"}
    with pytest.raises(Refused):
        services.deliver_support(actor=officer(), application=asked, **values)
    services.decide_support(actor=ministry(), application=asked, approve=True, reason="Sesuai.")
    services.deliver_support(actor=officer(), application=asked, **values)
    with pytest.raises(Conflict):
        services.deliver_support(actor=officer(), application=asked, **values)


def test_support_delivered_to_one_enterprise_goes_to_a_member() -> None:
    sentra, other = sentra_of_tier("sentra"), sentra_of_tier("sentra", name="Batik Lain")
    made = approved(sentra, "bds_service")
    with pytest.raises(BadInput):
        services.deliver_support(
            actor=officer(), application=made, delivered_on=TODAY, giver="LPB", enterprise=members(other)[0]
        )
    received = services.deliver_support(
        actor=officer(), application=made, delivered_on=TODAY, giver="LPB", enterprise=members(sentra)[0]
    )
    assert received.enterprise == members(sentra)[0]


def test_a_refusal_carries_its_reason_and_a_second_decision_is_a_conflict() -> None:
    asked = application(sentra_of_tier("sentra"))
    with pytest.raises(BadInput):
        services.decide_support(actor=ministry(), application=asked, approve=False, reason=" ")
    services.decide_support(actor=ministry(), application=asked, approve=False, reason="Dana habis.")
    assert (asked.state, asked.decision_reason) == ("refused", "Dana habis.")
    with pytest.raises(Conflict):
        services.decide_support(actor=ministry(), application=asked, approve=True, reason="Ada dana.")


def test_the_application_sent_twice_is_one_and_a_second_for_the_same_support_waits() -> None:
    sentra, key = sentra_of_tier("sentra"), uuid4()
    values = {"sentra": sentra, "support": "map_capital", "purpose": "Modal."}
    first = services.apply_support(actor=officer(), id=key, **values)
    assert services.apply_support(actor=officer(), id=key, **values) == first
    assert services.apply_support(actor=manager(sentra), id=key, **values) == first
    with pytest.raises(Conflict):
        services.apply_support(actor=officer(), **values)
    assert [one.action for one in history_of(first)] == ["development.apply_support"]


def test_a_manager_applies_for_the_own_sentra_only_and_a_neighbour_for_none() -> None:
    mine, other = sentra_of_tier("sentra"), sentra_of_tier("sentra", name="Batik Lain")
    with pytest.raises(OutsideTerritory):
        application(other, by=manager(mine))
    with pytest.raises(OutsideTerritory):
        application(mine, by=officer(BATANG))
    with pytest.raises(Forbidden):
        application(mine, by=ministry())


def test_applications_do_not_leak_to_other_regencies_managers_or_partners() -> None:
    mine, other = sentra_of_tier("sentra"), sentra_of_tier("sentra", name="Batik Lain")
    made, theirs = application(mine), application(other)
    with scoped(officer(BATANG).territory):
        assert list(SupportApplication.objects.all()) == []
    with scoped(manager(mine).territory):
        assert list(SupportApplication.objects.all()) == [made]
    from tests.development.factories import partner_account

    with scoped(partner_account(bds()).territory):
        assert list(SupportApplication.objects.all()) == []
    with scoped(officer().territory):
        assert set(SupportApplication.objects.all()) == {made, theirs}
