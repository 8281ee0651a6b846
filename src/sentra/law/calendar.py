"""Months and working days. Joint leave counts as not worked only where the caller says so."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY = 5


def add_months(start: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of that month where it has no such day."""
    ordinal = start.year * 12 + start.month - 1 + months
    year, month = divmod(ordinal, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def is_working_day(day: date, non_working: Collection[date] = ()) -> bool:
    """Return whether offices work on the day: Monday to Friday, none of the ``non_working`` days."""
    return day.weekday() < _SATURDAY and day not in non_working


def nth_working_day_after(start: date, count: int, non_working: Collection[date] = ()) -> date:
    """Return the ``count``-th working day after ``start``; ``start`` itself never counts.

    With ``count`` 0 the day itself is returned. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("count of working days must not be negative")
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day, non_working):
            day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date, non_working: Collection[date] = ()) -> int:
    """Return the working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -working_days_between(end, start, non_working)
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(is_working_day(day, non_working) for day in days)
