"""How appointments, offices and checks look: a word with its tone."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment
from sentra.pages.states import State
from sentra.territory.models import Office

IN_FORCE = State(_("In force"), "good")
PENDING = State(_("Waits for a second person"), "warn")
COMING = State(_("Not yet begun"), "info")
EXPIRED = State(_("Expired"), "neutral")
REVOKED = State(_("Ended early"), "bad")
ACTIVE = State(_("Active"), "good")
CLOSED = State(_("Closed"), "neutral")
NOT_FORMED = State(_("Forming document missing"), "warn")


def appointment_state(appointment: Appointment, day: dt.date) -> State:
    """Whether an appointment opens doors on a day, and if not, why."""
    if appointment.revoked_at is not None:
        return REVOKED
    if appointment.is_pending:
        return PENDING
    if appointment.valid_from > day:
        return COMING
    return IN_FORCE if appointment.is_in_force(day) else EXPIRED


def office_state(office: Office) -> State:
    """Whether an office works: a working group without its forming document does not yet."""
    if office.valid_to is not None:
        return CLOSED
    return ACTIVE if office.is_formed else NOT_FORMED
