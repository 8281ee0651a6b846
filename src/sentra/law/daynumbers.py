"""Dates as day numbers (days since 1 January 1970), counted by whole-number arithmetic alone.

Every function takes and gives numbers or column expressions alike, so that all engines count days one way.
``let`` keeps an expression that is used more than once (:class:`sentra.law.lowering.Steps`).
The Gregorian calendar is counted in years that begin in March, as leap days then come last. Years are AD.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection
from datetime import date
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw

Let = Callable[[Any], Any]

_EPOCH = date(1970, 1, 1).toordinal()
_MARCH_0000 = 719_468  # days from 1 March of year 0 to 1 January 1970
_ERA = 146_097  # days in 400 years
_MONDAY = 3  # day number -3 was a Monday
_SHORTEST = 28  # every month has so many days
# From the years 1900 to 2200 so far stays within the years 1 to 9999, which are all that a record's dates have.
_MOST_MONTHS, _MOST_WORKING_DAYS = (-1899 * 12, 7799 * 12), 2_000_000


def _as_it_is(value: Any) -> Any:
    return value


def of(day: date | str) -> int:
    """Return the number of a day."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return found.toordinal() - _EPOCH


def from_parts(year: Any, month: Any, day: Any, let: Let = _as_it_is) -> Any:
    """Return the number of a day given by year, month and day."""
    counted = let(_wide(year) - (14 - month) // 12)
    era = let(counted // 400)
    year_of_era = let(counted - era * 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _ERA + day_of_era - _MARCH_0000


def on_calendar(year: Any, month: Any, day: Any, let: Let = _as_it_is) -> Any:
    """Return the number of a day, or None (null on columns) where no calendar has it, as 31 April or a month 13."""
    given = ((year, date.min.year, date.max.year), (month, 1, 12), (day, 1, 31))
    if any(not isinstance(part, nw.Expr) and not least <= part <= most for part, least, most in given):
        return None
    found = let(from_parts(year, month, day, let))
    holds = [(part >= least) & (part <= most) for part, least, most in given if isinstance(part, nw.Expr)]
    if isinstance(day, nw.Expr) or day > _SHORTEST:
        in_month = found <= last_day(year, month, let)
        if not isinstance(in_month, nw.Expr):
            return found if in_month else None
        holds.append(in_month)
    return nw.when(reduce(operator.and_, holds)).then(found) if holds else found


def end_of_month(year: Any, month: Any, let: Let = _as_it_is) -> Any:
    """Return the number of the month's last day, or None (null on columns) for a month that no calendar has."""
    first = on_calendar(year, month, 1, let)
    if not isinstance(first, nw.Expr):
        return None if first is None else last_day(year, month, let)
    return nw.when(~first.is_null()).then(last_day(year, month, let))


def is_within(months: int = 0, working_days: int = 0) -> bool:
    """Whether so much later there is a day still, counted from the days that a fact can have."""
    return _MOST_MONTHS[0] <= months <= _MOST_MONTHS[1] and 0 <= working_days <= _MOST_WORKING_DAYS


def parts(number: Any, let: Let = _as_it_is) -> tuple[Any, Any, Any]:
    """Return year, month and day of a day number."""
    shifted = let(_wide(number) + _MARCH_0000)
    era = let(shifted // _ERA)
    day_of_era = let(shifted - era * _ERA)
    year_of_era = let((day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365)
    day_of_year = let(day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100))
    march_month = let((5 * day_of_year + 2) // 153)
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    month = let((march_month + 2) % 12 + 1)
    return year_of_era + era * 400 + (14 - month) // 12, month, day


def year(number: Any, let: Let = _as_it_is) -> Any:
    """Return the calendar year of a day number."""
    return parts(number, let)[0]


def last_day(in_year: Any, month: Any, let: Let = _as_it_is) -> Any:
    """Return the number of the month's last day."""
    after = let(_wide(in_year) * 12 + month)
    return from_parts(let(after // 12), let(after % 12 + 1), 1, let) - 1


def add_months(number: Any, months: int, let: Let = _as_it_is) -> Any:
    """Return the same day ``months`` later, or the last day of that month where it has no such day."""
    in_year, month, day = parts(number, let)
    reached = let(in_year * 12 + month - 1 + months)
    first = from_parts(let(reached // 12), let(reached % 12 + 1), 1, let)
    end = let(last_day(let(reached // 12), let(reached % 12 + 1), let))
    wanted = let(first + day - 1)
    if not isinstance(wanted, nw.Expr):
        return min(wanted, end)
    return nw.when(wanted <= end).then(wanted).otherwise(end)


def nth_working_day_after(number: Any, count: int, non_working: Collection[date], let: Let = _as_it_is) -> Any:
    """Return the ``count``-th working day after a day; the day itself for 0.

    Weekdays are numbered through; each day off among them moves all later working days on by one, so the
    answer is the weekday's number plus the days off that come before it.
    """
    if count == 0:
        return number
    off = sorted({_weekday_number(of(day)) for day in non_working if day.weekday() < 5})
    passed = let(_weekdays_until(number))
    worked = let(passed - _at_least(passed, off) + count)
    reached = let(worked + _at_least(worked, [place - index for index, place in enumerate(off)]))
    return (reached - 1) // 5 * 7 + (reached - 1) % 5 - _MONDAY


def _weekday_number(day: int) -> int:
    """The weekday's own number, counted from 1 on the Monday before the epoch."""
    return int(_weekdays_until(day))


def _weekdays_until(number: Any) -> Any:
    """How many weekdays there were up to and including a day."""
    since = _wide(number) + _MONDAY
    within = since % 7 + 1
    if isinstance(within, nw.Expr):
        within = nw.when(within > 5).then(nw.lit(5)).otherwise(within)
    else:
        within = min(within, 5)
    return since // 7 * 5 + within


def _at_least(value: Any, steps: list[int]) -> Any:
    """How many of the steps a value has reached."""
    if not isinstance(value, nw.Expr):
        return sum(value >= step for step in steps)
    reached: Any = 0
    for step in steps:
        reached = (value >= step).cast(nw.Int64) + reached
    return reached


def _wide(value: Any) -> Any:
    return value.cast(nw.Int64) if isinstance(value, nw.Expr) else value
