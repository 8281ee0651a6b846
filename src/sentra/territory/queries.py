"""Which days are not worked, from the calendar, and when a number of working days is over."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from sentra.law.calendar import nth_working_day_after
from sentra.territory.models import CalendarDay, DayKind, Region


def joint_leave_is_worked() -> bool:
    """Whether offices work on joint leave; they do not, unless the installation is set up so."""
    return bool(settings.COUNT_JOINT_LEAVE_AS_WORKING_DAY)


def non_working_days(
    first: dt.date, last: dt.date, region: Region | None, *, count_joint_leave_as_working_day: bool | None = None
) -> frozenset[dt.date]:
    """Holidays, joint leave and the region's own days off in a period, both ends included; not the weekends.

    Whether joint leave is worked follows the installation (`joint_leave_is_worked`) unless it is said here.
    """
    if count_joint_leave_as_working_day is None:
        count_joint_leave_as_working_day = joint_leave_is_worked()
    places = Q(region__isnull=True)
    if region is not None:
        places |= Q(region=region) | Q(region=region.parent)
    found = CalendarDay.objects.filter(places, day__gte=first, day__lte=last)
    if count_joint_leave_as_working_day:
        found = found.exclude(kind=DayKind.JOINT_LEAVE)
    return frozenset(found.values_list("day", flat=True))


def horizon(start: dt.date, working_days: int) -> dt.date:
    """A day by which so many working days are surely over, however many holidays fall among them."""
    return start + dt.timedelta(days=4 * working_days + 30)


def due_after(start: dt.date, working_days: int, region: Region | None) -> dt.date:
    """The day on which so many working days after a day are over, by the region's calendar; the day never counts."""
    days_off = non_working_days(start, horizon(start, working_days), region)
    return nth_working_day_after(start, working_days, days_off)


def years_without_decree(years: set[int]) -> set[int]:
    """Those of the years whose joint leave is not in the calendar yet: a date counted in them may still move."""
    known = CalendarDay.objects.filter(kind=DayKind.JOINT_LEAVE, day__year__in=years).values_list(
        "day__year", flat=True
    )
    return years - set(known)


def counting_words() -> str:
    """How working days are counted, for the basis of a due date; kept in Indonesian."""
    with override("id"):
        return _("joint leave counts as worked") if joint_leave_is_worked() else _("joint leave does not count")
