"""Who acts: a person under one of their appointments, or the system for a stated task."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from sentra.access.models import Appointment, User
from sentra.territory.models import Office
from sentra.territory.scope import NATION, NOWHERE, Territory


@dataclass(frozen=True)
class Actor:
    """A person acting under an appointment. Without an appointment nothing territorial is open to them."""

    user: User | None
    appointment: Appointment | None = None
    task: str = ""  # for the system: what it is doing

    @classmethod
    def system(cls, task: str) -> Actor:
        """The system itself doing a stated task (a migration, a nightly job)."""
        return cls(None, None, task)

    @property
    def is_system(self) -> bool:
        return self.user is None and bool(self.task)

    @property
    def role(self) -> str:
        return self.appointment.role if self.appointment else ""

    @property
    def office(self) -> Office | None:
        return self.appointment.office if self.appointment else None

    @property
    def territory(self) -> Territory:
        if self.is_system:
            return NATION
        return self.appointment.territory if self.appointment else NOWHERE

    @property
    def name(self) -> str:
        return self.user.name if self.user else self.task

    @property
    def today(self) -> dt.date:
        """Today in the zone of the actor's office."""
        zone = self.office.zone if self.office else None
        return timezone.localdate(timezone=zone)


def appointments_of(user: User, day: dt.date | None = None) -> list[Appointment]:
    """The appointments a person may act under on a day (today by default), most recent first."""
    found = user.appointments.in_force(day or timezone.localdate()).select_related("office__region__parent", "user")
    return sorted(found, key=lambda a: (a.valid_from, str(a.pk)), reverse=True)


def actor_for(user: User, appointment_id: str | None = None, held: list[Appointment] | None = None) -> Actor:
    """The actor for a person: under the named appointment when it is in force, else under the newest one.

    `held` are the appointments in force where the caller has read them already.
    """
    held = appointments_of(user) if held is None else held
    chosen = next((a for a in held if str(a.pk) == appointment_id), held[0] if held else None)
    return Actor(user, chosen)
