"""Sentra of every tier, partners of every kind, programmes and applications, made through the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.development import services
from sentra.development.models import CreditApplication, MapPlacement, PartnerProposal, Programme, SupportApplication
from sentra.registry.models import Enterprise, Membership, Partner, Sentra
from sentra.registry.services import assess_partner
from tests.designation.factories import judged, make_sentra
from tests.personas import JAWA_TENGAH, PEKALONGAN, persona, record_persona
from tests.registry.factories import make_partner

TODAY = dt.date.today()
YESTERDAY = TODAY - dt.timedelta(days=1)


def officer(code: str = PEKALONGAN) -> Actor:
    return persona(Role.REGENCY_OFFICER, code)


def group(code: str = PEKALONGAN) -> Actor:
    return persona(Role.REGENCY_GROUP, code)


def province(code: str = JAWA_TENGAH) -> Actor:
    return persona(Role.PROVINCE_OFFICER, code)


def province_group(code: str = JAWA_TENGAH) -> Actor:
    return persona(Role.PROVINCE_GROUP, code)


def ministry() -> Actor:
    return persona(Role.MINISTRY_OFFICER)


def administrator() -> Actor:
    return persona(Role.ADMINISTRATOR)


def manager(sentra: Sentra) -> Actor:
    return record_persona(Role.SENTRA_MANAGER, sentra.regency.code, sentra.pk)


def partner_account(partner: Partner, n: int = 1) -> Actor:
    return record_persona(Role.PARTNER, partner.regency.code, partner.pk, n)


def sentra_of_tier(tier: str = "sentra", *, code: str = PEKALONGAN, members: int = 3, **fields: Any) -> Sentra:
    """A sentra with a few members; the tier stands as a decree would have set it."""
    return make_sentra(code=code, members=members, tier=tier, **{"name": f"Batik {tier.title()}", **fields})


def promising(members: int = 24) -> Sentra:
    """A candidate that meets the definition and the basic criteria."""
    return judged(make_sentra(members=members))


def members(sentra: Sentra) -> list[Enterprise]:
    """The members, by name."""
    rows = Membership.unscoped.filter(sentra=sentra).select_related("enterprise").order_by("enterprise__name")
    return [one.enterprise for one in rows]


def bds(code: str = PEKALONGAN, **values: Any) -> Partner:
    """A BDS provider that meets its definition."""
    partner = make_partner(code, **values)
    return assess_partner(
        actor=officer(code), partner=partner, core_business_is_services=True, reason="Akta dan kegiatan diperiksa."
    )


def ksp(code: str = PEKALONGAN, **values: Any) -> Partner:
    """A KSP that meets its definition."""
    given = {"type": "ksp", "name": "KSP Mekar", "legal_form": "cooperative", "savings_loan_is_only_activity": True}
    return make_partner(code, **(given | values))


def bank(code: str = PEKALONGAN, **values: Any) -> Partner:
    """An executing bank."""
    given = {"type": "executing_bank", "name": "Bank Pantura", "legal_form": "limited_company"}
    return make_partner(code, **(given | values))


def agency(code: str = PEKALONGAN, **values: Any) -> Partner:
    """An outside institution."""
    given = {"type": "agency", "name": "Balai Besar Kerajinan dan Batik", "legal_form": "government_unit"}
    return make_partner(code, **(given | values))


def application(sentra: Sentra, support: str = "map_capital", by: Actor | None = None) -> SupportApplication:
    return services.apply_support(
        actor=by or officer(sentra.regency.code), sentra=sentra, support=support, purpose="Modal kain mori bersama."
    )


def approved(sentra: Sentra, support: str = "map_capital") -> SupportApplication:
    return services.decide_support(
        actor=ministry(), application=application(sentra, support), approve=True, reason="Sesuai rencana."
    )


def placement(sentra: Sentra, channel: Partner, **values: Any) -> MapPlacement:
    given = {"fund_origin": "government", "amount": 100_000_000, "placed_on": YESTERDAY}
    return services.place_map(actor=officer(), sentra=sentra, channel=channel, **(given | values))


def credit(sentra: Sentra, at: Partner, **values: Any) -> CreditApplication:
    given = {
        "enterprise": members(sentra)[0],
        "fund_origin": "government",
        "amount": 50_000_000,
        "purpose": "Mesin cap.",
    }
    return services.apply_credit(actor=officer(), sentra=sentra, bank=at, **(given | values))


def proposal(sentra: Sentra, partner: Partner) -> PartnerProposal:
    return services.propose_partner(
        actor=officer(), sentra=sentra, partner=partner, reason="Sudah dikenal para perajin."
    )


def assigned(sentra: Sentra, partner: Partner) -> PartnerProposal:
    return services.decide_partner(
        actor=province(), proposal=proposal(sentra, partner), assign=True, reason="Mendampingi perajin."
    )


def programme(
    by: Actor | None = None, year: int = TODAY.year + 1, components: list[str] | None = None, **values: Any
) -> Programme:
    actor = by or officer()
    made = services.write_programme(actor=actor, year=year, title="Pengembangan sentra batik")
    if components is None and not values:
        return made
    return services.change_programme(
        actor=actor,
        programme=made,
        version=made.version,
        title=made.title,
        aim="",
        components=components,
        sentra=values.get("sentra", []),
    )
