"""Records for the tests of the registry and of the rooms below, made through the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.registry import services
from sentra.registry.models import Enterprise, Membership, Partner, Person, Sentra
from sentra.territory.models import Region
from tests.personas import PEKALONGAN, persona, region

JOINED = dt.date(2024, 3, 1)


def officer(code: str = PEKALONGAN) -> Actor:
    """The officer who keeps the registry of a regency."""
    return persona(Role.REGENCY_OFFICER, code)


def place_of(actor: Actor) -> Region:
    """The regency an officer works in."""
    assert actor.office is not None
    assert actor.office.region is not None
    return actor.office.region


def make_person(code: str = PEKALONGAN, **values: Any) -> Person:
    """A person registered by the officer of the regency."""
    return services.register_person(actor=officer(code), regency=region(code), values={"name": "Siti Aminah"} | values)


def make_enterprise(code: str = PEKALONGAN, *, owner: Person | None = None, **values: Any) -> Enterprise:
    """An enterprise with its owner, registered by the officer of the regency."""
    given = {"name": "Batik Kencana", "product": "Batik tulis"} | values
    return services.register_enterprise(
        actor=officer(code),
        regency=region(code),
        values=given,
        owner=owner or {"name": f"Pemilik {given['name']}"},
    )


def make_sentra(code: str = PEKALONGAN, **values: Any) -> Sentra:
    """A sentra registered by the officer of the regency."""
    given = {"name": "Sentra Batik Jenggot", "product": "Batik", "area": "Kelurahan Jenggot"} | values
    return services.register_sentra(actor=officer(code), regency=region(code), values=given)


def make_partner(code: str = PEKALONGAN, **values: Any) -> Partner:
    """A partner registered by the officer of the regency."""
    given = {"type": "bds_provider", "name": "LPB Mitra Usaha", "legal_form": "foundation"} | values
    return services.register_partner(actor=officer(code), regency=region(code), values=given)


def join(sentra: Sentra, enterprise: Enterprise, **values: Any) -> Membership:
    """A membership since March 2024, inside the area unless said otherwise."""
    return services.join_member(
        actor=officer(sentra.regency.code),
        sentra=sentra,
        enterprise=enterprise,
        values={"joined_on": JOINED, "inside_area": True} | values,
    )


def make_members(sentra: Sentra, number: int, *, year: int | None = None, **figures: Any) -> list[Enterprise]:
    """Members of a sentra, one owner each; with a year, each with its figures."""
    code = sentra.regency.code
    members = []
    for n in range(1, number + 1):
        enterprise = make_enterprise(
            code, name=f"Batik {n:02d}", owned_by_indonesian_citizens=True, is_subsidiary=False
        )
        join(sentra, enterprise)
        if year is not None:
            services.record_enterprise_figures(
                actor=officer(code),
                enterprise=enterprise,
                values={"year": year, "annual_sales": 150_000_000, "net_worth": 50_000_000} | figures,
            )
        members.append(enterprise)
    return members
