"""What can be asked of the appointments: those inside a territory, those in force."""

from __future__ import annotations

from django.db.models import Q

from sentra.access.models import Appointment, AppointmentQuerySet
from sentra.territory.scope import Territory


def appointments_within(territory: Territory) -> AppointmentQuerySet:
    """The appointments to offices inside a territory; a record's own territory holds no office."""
    found = Appointment.objects.select_related("user", "office__region__parent", "acting_for")
    if territory.level == "nation":
        return found
    if territory.region_id is None:
        return found.none()
    if territory.level == "province":
        return found.filter(Q(office__region_id=territory.region_id) | Q(office__region__parent_id=territory.region_id))
    return found.filter(office__region_id=territory.region_id)
