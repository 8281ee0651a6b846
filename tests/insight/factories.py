"""Sentra of several sizes in several places, and snapshots of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.insight import services
from sentra.insight.building import build
from sentra.insight.models import Snapshot
from sentra.registry.models import Enterprise, Membership, Sentra
from tests.designation import factories as way
from tests.personas import BANTUL, BATANG, PEKALONGAN, persona


@dataclass
class Country:
    """The sentra by name."""

    large: Sentra  # Pekalongan, 24 members, every judgement: meets the criteria
    middle: Sentra  # Pekalongan, 17 members, every judgement: fails one provision only
    small: Sentra  # Batang, 9 members, every judgement
    unjudged: Sentra  # Batang, 24 members, no judgement
    other: Sentra  # Bantul, 18 members, every judgement
    undecided: Sentra  # Bantul, 24 members, of whom six have no known size


def make_country() -> Country:
    """Six sentra in two provinces."""
    country = Country(
        large=_judged("Batik Jenggot", PEKALONGAN, 24),
        middle=_judged("Batik Kauman", PEKALONGAN, 17),
        small=_judged("Emping Limpung", BATANG, 9),
        unjudged=way.make_sentra("Batik Warungasem", BATANG, 24),
        other=_judged("Gerabah Kasongan", BANTUL, 18),
        undecided=_judged("Batik Wijirejo", BANTUL, 24),
    )
    unknown = Membership.unscoped.filter(sentra=country.undecided).values("enterprise")[:6]
    Enterprise.unscoped.filter(pk__in=list(unknown.values_list("enterprise", flat=True))).update(is_subsidiary=None)
    return country


def _judged(name: str, code: str, members: int) -> Sentra:
    return way.judged(way.make_sentra(name, code, members))


def ministry(n: int = 1) -> Actor:
    return persona(Role.MINISTRY_OFFICER, n=n)


def province(code: str, n: int = 1) -> Actor:
    return persona(Role.PROVINCE_OFFICER, code, n)


def snapshot_of(subject: str, day: dt.date | None = None, **options: Any) -> Snapshot:
    """A snapshot, asked for and written."""
    snapshot = services.start_snapshot(actor=ministry(), subject=subject, as_of=day, **options)
    build(snapshot)
    snapshot.refresh_from_db()
    return snapshot
