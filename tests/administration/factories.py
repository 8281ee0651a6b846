"""Appointments and offices for the tests, made through the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.roles import Role
from sentra.administration.services import Person, appoint
from sentra.territory.models import Office
from sentra.territory.scope import scoped
from tests.personas import PEKALONGAN, office, persona

RINA = Person("rina@contoh.test", "Rina Wulandari")


def appointed(
    actor: Actor | None = None, at: Office | None = None, role: str = Role.REGENCY_OFFICER, **given: Any
) -> Appointment:
    """Rina, appointed by the head of the regency's office unless told otherwise."""
    actor = actor or persona(Role.REGENCY_HEAD, PEKALONGAN)
    values: dict[str, Any] = {"person": RINA, "instrument": "800/12/2026", "valid_from": dt.date(2026, 1, 1)} | given
    with scoped(actor.territory):
        return appoint(actor=actor, office=at or office("regency_agency", PEKALONGAN), role=role, **values)
