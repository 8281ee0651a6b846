"""MAP through a KSP or USP, guaranteed bank credit, services and equipment (Pasal 8 ayat (1))."""

from __future__ import annotations

import pytest

from sentra.access.policy import Forbidden
from sentra.development import services
from sentra.development.models import CreditApplication, MapPlacement, ServiceEntry
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry.models import EnterpriseFigures
from sentra.territory.scope import OutsideTerritory, scoped
from tests.development.factories import (
    TODAY,
    YESTERDAY,
    assigned,
    bank,
    bds,
    credit,
    ksp,
    manager,
    members,
    officer,
    partner_account,
    placement,
    sentra_of_tier,
)
from tests.registry.factories import make_partner

pytestmark = pytest.mark.usefixtures("nation")

PLACED = {"fund_origin": "government", "amount": 100_000_000, "placed_on": YESTERDAY}


@pytest.mark.clause("kukm-23-2005/8.1.a")
def test_map_is_placed_with_a_ksp_and_lent_on_to_members() -> None:
    sentra, channel = sentra_of_tier("sentra"), ksp()
    made = placement(sentra, channel)
    account = partner_account(channel)
    with scoped(account.territory):
        loan = services.lend_map(
            actor=account, placement=made, enterprise=members(sentra)[0], amount=40_000_000, lent_on=TODAY
        )
    assert (loan.recipient_type, loan.placement, loan.findings["verdict"]) == ("small_enterprise", made, "met")


@pytest.mark.clause("kukm-23-2005/8.1.a")
@pytest.mark.clause("kukm-23-2005/1.9.3")
def test_map_paid_straight_to_an_enterprise_or_through_a_bank_is_refused_with_the_clause() -> None:
    sentra = sentra_of_tier("sentra")
    for channel in (None, bank()):
        with pytest.raises(Refused) as refusal:
            services.place_map(actor=officer(), sentra=sentra, channel=channel, **PLACED)
        assert "kukm-23-2005/1.9.3" in refusal.value.clause_ids
        assert [one.mark for one in refusal.value.findings] == ["unknown", "not_met"]
    assert not MapPlacement.objects.exists()


def test_a_ksp_that_does_not_meet_its_definition_is_no_channel() -> None:
    other_business = ksp(savings_loan_is_only_activity=False)
    with pytest.raises(Refused) as refusal:
        placement(sentra_of_tier("sentra"), other_business)
    assert "kukm-23-2005/1.9.3" in refusal.value.clause_ids


def test_private_money_is_no_map_and_a_candidate_gets_none() -> None:
    with pytest.raises(Refused) as refusal:
        placement(sentra_of_tier("sentra"), ksp(), fund_origin="private")
    assert "kukm-23-2005/1.9.1" in refusal.value.clause_ids
    with pytest.raises(Refused) as refusal:
        placement(sentra_of_tier("candidate", name="Calon"), ksp(name="KSP Lain"))
    assert refusal.value.clause_ids[0] == "kukm-23-2005/8.1"


def test_loans_stay_within_the_placement_and_go_to_members_of_known_size() -> None:
    sentra, channel = sentra_of_tier("sentra"), ksp()
    made, (first, second, _third) = placement(sentra, channel), members(sentra)
    lend = {"actor": officer(), "placement": made, "lent_on": TODAY}
    services.lend_map(**lend, enterprise=first, amount=70_000_000)
    with pytest.raises(Refused):
        services.lend_map(**lend, enterprise=second, amount=40_000_000)
    EnterpriseFigures.unscoped.filter(enterprise=second).delete()
    with pytest.raises(Refused) as refusal:
        services.lend_map(**lend, enterprise=second, amount=10_000_000)
    assert refusal.value.clause_ids == ("kukm-23-2005/8.1.a", "kukm-23-2005/1.9.2")
    stranger = members(sentra_of_tier("sentra", name="Batik Lain"))[0]
    with pytest.raises(BadInput):
        services.lend_map(**lend, enterprise=stranger, amount=10_000_000)


@pytest.mark.clause("kukm-23-2005/8.1.d")
def test_a_member_applies_and_the_executing_bank_decides() -> None:
    sentra, asked = sentra_of_tier("sentra"), bank()
    made = services.apply_credit(
        actor=manager(sentra),
        sentra=sentra,
        enterprise=members(sentra)[0],
        bank=asked,
        fund_origin="government",
        amount=50_000_000,
        purpose="Mesin cap.",
    )
    assert (made.state, made.findings["missing"]) == ("applied", ["kukm-23-2005/1.10.3"])
    account = partner_account(asked)
    with scoped(account.territory):
        services.decide_credit(
            actor=account,
            application=CreditApplication.objects.get(),
            grant=True,
            collateral_limited=True,
            collateral_note="Tanah 60 m2; bank meminta 125%.",
            reason="Usaha layak.",
            granted_amount=40_000_000,
        )
    made.refresh_from_db()
    assert (made.state, made.granted_amount, made.findings["verdict"]) == ("granted", 40_000_000, "met")


@pytest.mark.clause("kukm-23-2005/8.1.d")
def test_credit_that_fails_the_instrument_is_refused_with_the_clause() -> None:
    sentra = sentra_of_tier("sentra")
    with pytest.raises(Refused) as refusal:
        credit(sentra, bank(), fund_origin="donor")
    assert refusal.value.clause_ids == ("kukm-23-2005/8.1.d", "kukm-23-2005/1.10.1", "kukm-23-2005/1.10.3")
    with pytest.raises(Refused) as refusal:
        credit(sentra, ksp())
    assert "kukm-23-2005/1.10.4" in refusal.value.clause_ids
    with pytest.raises(Refused):
        credit(sentra_of_tier("candidate", name="Calon"), bank(name="Bank Lain"))


def decide(application: CreditApplication, account: object, **values: object) -> CreditApplication:
    given = {"grant": True, "collateral_limited": True, "collateral_note": "Kurang.", "reason": "Layak."}
    return services.decide_credit(
        actor=account, application=application, **({"granted_amount": 1_000_000} | given | values)
    )


def test_the_bank_cannot_grant_under_the_guarantee_when_the_collateral_suffices_or_is_not_judged() -> None:
    asked = bank()
    made, account = credit(sentra_of_tier("sentra"), asked), partner_account(asked)
    for answer in (False, None):
        with pytest.raises(Refused) as refusal:
            decide(made, account, collateral_limited=answer)
        assert refusal.value.clause_ids == ("kukm-23-2005/8.1.d", "kukm-23-2005/1.10.3")
    declined = decide(made, account, grant=False, collateral_limited=False)
    assert declined.state == "declined"
    with pytest.raises(Conflict):
        decide(made, account, grant=False)


def test_another_bank_neither_sees_nor_decides() -> None:
    made, other = credit(sentra_of_tier("sentra"), bank()), partner_account(bank(name="Bank Lain"), n=2)
    with scoped(other.territory):
        assert list(CreditApplication.objects.all()) == []
    with pytest.raises(OutsideTerritory):
        decide(made, other)
    with pytest.raises(Forbidden):
        decide(made, officer())


@pytest.mark.clause("kukm-23-2005/8.1.b")
def test_an_assigned_provider_logs_services_per_member() -> None:
    sentra, provider = sentra_of_tier("sentra"), bds()
    assigned(sentra, provider)
    account = partner_account(provider)
    entry = services.log_service(
        actor=account,
        sentra=sentra,
        provider=provider,
        enterprise=members(sentra)[0],
        day=TODAY,
        service="Pembukuan sederhana",
    )
    with scoped(account.territory):
        assert list(ServiceEntry.objects.all()) == [entry]


@pytest.mark.clause("kukm-23-2005/8.1.b")
def test_a_body_that_does_not_meet_the_definition_is_refused_as_provider() -> None:
    sentra = sentra_of_tier("sentra")
    values = {"sentra": sentra, "enterprise": members(sentra)[0], "day": TODAY, "service": "Pembukuan"}
    shop = make_partner(legal_form="sole_proprietor", name="Toko Konsultasi")
    with pytest.raises(Refused) as refusal:
        services.log_service(actor=officer(), provider=shop, **values)
    assert refusal.value.clause_ids == ("kukm-23-2005/8.1.b", "kukm-23-2005/1.6.1", "kukm-23-2005/1.6.2")
    with pytest.raises(Refused):  # it meets the definition, but nobody assigned it
        services.log_service(actor=officer(), provider=bds(), **values)


@pytest.mark.clause("kukm-23-2005/8.1.c")
def test_network_equipment_goes_to_a_named_party_of_a_designated_sentra_only() -> None:
    values = {
        "receiver": "Koperasi Batik Jenggot",
        "item": "Router dan antena",
        "condition": "Baik",
        "supplied_on": TODAY,
        "supplied_by": "Kementerian Koperasi dan UKM",
    }
    made = services.supply_equipment(actor=officer(), sentra=sentra_of_tier("sentra"), **values)
    assert made.receiver == "Koperasi Batik Jenggot"
    with pytest.raises(BadInput):
        services.supply_equipment(actor=officer(), sentra=made.sentra, **(values | {"receiver": " "}))
    with pytest.raises(Refused) as refusal:
        services.supply_equipment(actor=officer(), sentra=sentra_of_tier("candidate", name="Calon"), **values)
    assert refusal.value.clause_ids == ("kukm-23-2005/8.1", "kukm-23-2005/8.1.c")
