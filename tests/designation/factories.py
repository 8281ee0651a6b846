"""Sentra ready to be judged, and proposals brought to any stage by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.designation import services
from sentra.designation.models import Decree, Proposal
from sentra.registry.models import Enterprise, EnterpriseFigures, Membership, Partnership, Person, Sentra, SentraFigures
from tests.personas import JAWA_TENGAH, PEKALONGAN, office, persona, region

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
YEAR = dt.date.today().year - 1

#: Judgements that satisfy every criterion of every tier.
GOOD: dict[str, Any] = {
    "shared_raw_material": True,
    "shared_production_facility": True,
    "product_similarity": "same",
    "cluster_prospect": True,
    "production_capacity_adequate": True,
    "market_prospect_good": True,
    "prioritises_domestic_raw_material": True,
    "uses_appropriate_technology": True,
    "support_facilities_available": True,
    "support_infrastructure_available": True,
}


def group(code: str = PEKALONGAN, n: int = 1) -> Actor:
    return persona(Role.REGENCY_GROUP, code, n)


def officer(code: str = PEKALONGAN, n: int = 1) -> Actor:
    return persona(Role.REGENCY_OFFICER, code, n)


def verifier(code: str = JAWA_TENGAH, n: int = 1) -> Actor:
    return persona(Role.PROVINCE_GROUP, code, n)


def province(code: str = JAWA_TENGAH, n: int = 1) -> Actor:
    return persona(Role.PROVINCE_OFFICER, code, n)


def ministry(n: int = 1) -> Actor:
    return persona(Role.MINISTRY_OFFICER, n=n)


def deputy(n: int = 1) -> Actor:
    return persona(Role.MINISTRY_APPROVER, n=n)


def decree_officer(n: int = 1) -> Actor:
    return persona(Role.DECREE_OFFICER, n=n)


def make_sentra(name: str = "Batik Jenggot", code: str = PEKALONGAN, members: int = 24, **fields: Any) -> Sentra:
    """A sentra with members, two years of growing figures, and a partner on either side."""
    place = region(code)
    number = Sentra.unscoped.filter(regency=place).count() + 1
    sentra = Sentra.unscoped.create(
        **{
            "code": f"{code}-{number:03d}",
            "name": name,
            "product": "Batik cap",
            "area": f"Kelurahan {name}",
            "regency": place,
            "raw_materials": "Kain mori",
            "market_reach": "national",
            "flagship_relation": "is_flagship",
            "flagship_document": "Perda 5/2021",
            "manager_name": "Siti Aminah",
            **fields,
        }
    )
    _members(sentra, members)
    for back, turnover in ((1, 3_600_000_000), (0, 4_800_000_000)):
        SentraFigures.unscoped.create(
            sentra=sentra, year=YEAR - back, turnover=turnover, member_count=members, worker_count=96 + 24 * (1 - back)
        )
    for side in ("supply", "marketing"):
        Partnership.unscoped.create(
            sentra=sentra,
            party_name=f"Mitra {side}",
            side=side,
            began_on=dt.date(YEAR - 2, 1, 1),
            is_written=True,
            document="PKS 1",
        )
    return sentra


def _members(sentra: Sentra, count: int) -> None:
    people = Person.unscoped.bulk_create(
        [Person(name=f"Pemilik {i:02d} {sentra.name}", sex="female", regency=sentra.regency) for i in range(count)]
    )
    enterprises = Enterprise.unscoped.bulk_create(
        [
            Enterprise(
                name=f"Usaha {i:02d} {sentra.name}",
                owner=owner,
                product=sentra.product,
                regency=sentra.regency,
                owned_by_indonesian_citizens=True,
                is_subsidiary=False,
            )
            for i, owner in enumerate(people)
        ]
    )
    EnterpriseFigures.unscoped.bulk_create(
        [
            EnterpriseFigures(
                enterprise=one,
                year=year,
                annual_sales=150_000_000 + (year - YEAR) * 10_000_000,
                net_worth=100_000_000,
                workers_paid_male=1,
                workers_paid_female=2,
                workers_family_male=1,
                workers_family_female=1 if year == YEAR else 0,
            )
            for one in enterprises
            for year in (YEAR - 1, YEAR)
        ]
    )
    Membership.unscoped.bulk_create(
        [
            Membership(sentra=sentra, enterprise=one, joined_on=dt.date(YEAR - 3, 1, 1), inside_area=True)
            for one in enterprises
        ]
    )


def judged(sentra: Sentra, by: Actor | None = None, **changes: Any) -> Sentra:
    """The sentra with every judgement of the working group; `changes` replace or (None) leave out single ones."""
    actor = by or group(sentra.regency.code)
    for name, value in (GOOD | changes).items():
        if value is not None:
            services.record_assessed_fact(
                actor=actor,
                sentra=sentra,
                name=name,
                value=value,
                reason="Dilihat di lapangan.",
                assessed_on=actor.today,
            )
    return sentra


def candidate(sentra: Sentra | None = None, tier: str = "sentra", **fields: Any) -> Proposal:
    sentra = sentra or judged(make_sentra())
    return services.identify_candidate(
        actor=group(sentra.regency.code), sentra=sentra, tier=tier, **{"funding_source": "apbn", **fields}
    )


def ground() -> None:
    """The people a proposal passes, so that inboxes and messages have somebody to reach."""
    office("regency_agency", PEKALONGAN)
    for actor in (group, officer, verifier, province, ministry, deputy, decree_officer):
        actor()


def assessed(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    proposal = candidate(sentra, **fields)
    services.assess(actor=group(proposal.regency.code), proposal=proposal)
    return proposal


def selected(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    proposal = assessed(sentra, **fields)
    services.select(actor=group(proposal.regency.code), proposal=proposal, reason="Memenuhi kriteria.")
    return proposal


def complete(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    """Selected, with every form in the file."""
    proposal = selected(sentra, **fields)
    services.complete_file(actor=group(proposal.regency.code), proposal=proposal)
    return proposal


def submitted(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    proposal = complete(sentra, **fields)
    services.submit(actor=officer(proposal.regency.code), proposal=proposal)
    return proposal


def verified(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    proposal = submitted(sentra, **fields)
    services.verify(actor=verifier(proposal.regency.code[:2]), proposal=proposal)
    return proposal


def forwarded(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    proposal = verified(sentra, **fields)
    services.forward(actor=province(proposal.regency.code[:2]), proposal=proposal)
    return proposal


def reverified(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    proposal = forwarded(sentra, **fields)
    services.reverify(actor=ministry(), proposal=proposal)
    return proposal


def chosen(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    proposal = reverified(sentra, **fields)
    services.choose(actor=deputy(), proposal=proposal)
    return proposal


def drafted(*proposals: Proposal) -> Decree:
    return services.draft_decree(
        actor=decree_officer(),
        title="Penetapan sentra UKM",
        entries=[services.Entry(proposal) for proposal in proposals],
    )


def signing(**changes: Any) -> services.Signing:
    """A signature that is in order; `changes` spoil it."""
    return services.Signing(
        **{
            "number": "17/KEP/M.KUKM/2026",
            "signed_on": dt.date.today(),
            "signed_by": "Teten Masduki",
            "signed_title": "Menteri Koperasi dan UKM",
            "signer_office": "minister",
            "scan": PDF,
            "scan_name": "keputusan.pdf",
            **changes,
        }
    )


def designated(sentra: Sentra | None = None, **fields: Any) -> Proposal:
    proposal = chosen(sentra, **fields)
    services.issue_decree(actor=decree_officer(), decree=drafted(proposal), signing=signing())
    proposal.refresh_from_db()
    return proposal
