"""Which days are not worked, from the calendar."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from sentra.territory.models import CalendarDay, DayKind, Region


def non_working_days(
    first: dt.date, last: dt.date, region: Region | None, *, count_joint_leave_as_working_day: bool = False
) -> frozenset[dt.date]:
    """Holidays, joint leave and the region's own days off in a period, both ends included; not the weekends."""
    places = Q(region__isnull=True)
    if region is not None:
        places |= Q(region=region) | Q(region=region.parent)
    found = CalendarDay.objects.filter(places, day__gte=first, day__lte=last)
    if count_joint_leave_as_working_day:
        found = found.exclude(kind=DayKind.JOINT_LEAVE)
    return frozenset(found.values_list("day", flat=True))
