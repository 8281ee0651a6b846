"""What a recipient will have spent by the year's end, from the plan's months and the pace so far; pure functions.

An activity's amount is spread evenly over its months, and within a month over its days. What is still planned is
taken to go on at the pace so far. When a warning is given is no rule of any text: the tolerances are ours, set where
the system runs (`SENTRA_FORECAST_…`).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.pages.formatting import long_date, number, rupiah


@dataclass(frozen=True)
class PlannedActivity:
    """An activity's amount in rupiah and its months, both included."""

    amount: int
    first_month: int
    last_month: int


@dataclass(frozen=True)
class StageReceipt:
    """A stage of the money, and whether it came."""

    number: int
    opens_on: dt.date
    is_received: bool


@dataclass(frozen=True)
class Position:
    """All that a forecast reads of where a recipient's money stands; rupiah."""

    year: int
    ceiling: int | None
    planned: int
    received: int
    spent: int
    activities: Sequence[PlannedActivity] = ()
    stages: Sequence[StageReceipt] = ()
    plan_due: dt.date | None = None
    first_received_on: dt.date | None = None
    last_paid_on: dt.date | None = None


@dataclass(frozen=True)
class Tolerance:
    """From when on a recipient is warned of."""

    behind_points: int  # percentage points of the plan
    idle_months: int  # whole months with something planned and nothing paid
    late_days: int  # days after a stage opened


@dataclass(frozen=True)
class Reason:
    """Why a recipient is warned of: the kind, and the figures that its sentence names."""

    kind: str  # no_plan, above_ceiling, behind, idle, stage
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Forecast:
    """What the plan expects by a day, what is expected by the year's end, and the warnings."""

    day: dt.date
    is_over: bool
    expected: int  # rupiah by the day, as planned
    year_end: int  # rupiah
    pace: Fraction | None  # spent of what was expected; None where nothing was expected yet
    absorption: Fraction | None  # of the ceiling at the year's end; None without a ceiling
    reasons: Sequence[Reason] = ()


def tolerance() -> Tolerance:
    """The tolerances in force where the system runs."""
    return Tolerance(
        behind_points=settings.SENTRA_FORECAST_BEHIND_POINTS,
        idle_months=settings.SENTRA_FORECAST_IDLE_MONTHS,
        late_days=settings.SENTRA_FORECAST_LATE_DAYS,
    )


def expected_by(activities: Iterable[PlannedActivity], year: int, day: dt.date) -> int:
    """What should be spent by the end of a day if all goes as planned, in whole rupiah, rounded down."""
    if day.year != year:
        return sum(one.amount for one in activities) if day.year > year else 0
    part = Fraction(day.day, calendar.monthrange(year, day.month)[1])
    months = day.month - 1 + part
    total = Fraction(0)
    for one in activities:
        length = one.last_month - one.first_month + 1
        gone = min(max(months - (one.first_month - 1), Fraction(0)), Fraction(length))
        total += one.amount * gone / length
    return int(total)


def forecast(position: Position, today: dt.date, allowed: Tolerance) -> Forecast:
    """The forecast of a recipient on a day; after the year it is what was spent, without warnings."""
    is_over = today.year > position.year
    day = dt.date(position.year, 12, 31) if is_over else today
    expected = expected_by(position.activities, position.year, day)
    pace = Fraction(position.spent, expected) if expected else None
    year_end = position.spent if is_over else _year_end(position, pace)
    return Forecast(
        day=day,
        is_over=is_over,
        expected=expected,
        year_end=year_end,
        pace=pace,
        absorption=Fraction(year_end, position.ceiling) if position.ceiling else None,
        reasons=() if is_over else tuple(_reasons(position, day, expected, allowed)),
    )


def _year_end(position: Position, pace: Fraction | None) -> int:
    """The plan at the pace so far, never above it; the whole plan while nothing was due yet."""
    if pace is None:
        return max(position.planned, position.spent)
    return max(position.spent, min(position.planned, int(position.planned * pace)))


def _reasons(position: Position, day: dt.date, expected: int, allowed: Tolerance) -> Iterable[Reason]:
    if position.ceiling is None or day.year != position.year:
        return
    if not position.planned:
        if position.plan_due is None or day > position.plan_due:
            yield Reason("no_plan", {"due": position.plan_due})
    elif position.planned > position.ceiling:
        yield Reason("above_ceiling", {"by": position.planned - position.ceiling})
    if position.planned:
        points = Fraction(expected - position.spent, position.planned) * 100
        if points >= allowed.behind_points:
            yield Reason("behind", {"points": int(points), "expected": expected, "spent": position.spent})
    months = idle_months(position, day)
    if position.spent < expected and months >= allowed.idle_months:
        yield Reason("idle", {"months": months})
    late = next((one for one in position.stages if not one.is_received), None)
    if late is not None and (day - late.opens_on).days >= allowed.late_days:
        yield Reason("stage", {"number": late.number, "opened": late.opens_on, "days": (day - late.opens_on).days})


def idle_months(position: Position, day: dt.date) -> int:
    """The whole months up to a day, back to the last payment, in which something was planned and nothing paid.

    Months before the first money came are not counted: nothing could be spent in them.
    """
    if position.first_received_on is None:
        return 0
    last = max(one.month for one in (position.first_received_on, position.last_paid_on) if one is not None)
    return sum(
        any(one.amount and one.first_month <= month <= one.last_month for one in position.activities)
        for month in range(last + 1, day.month)
    )


def words(reason: Reason) -> str:
    """A warning as a sentence."""
    figures = reason.figures
    if reason.kind == "no_plan" and figures["due"] is None:
        return _("There is no agreed plan yet.")
    if reason.kind == "no_plan":
        return _("There is no agreed plan, though it was due on %(day)s.") % {"day": long_date(figures["due"])}
    if reason.kind == "above_ceiling":
        return _("The plan exceeds the ceiling by %(amount)s; it has to be changed.") % {
            "amount": rupiah(figures["by"])
        }
    if reason.kind == "behind":
        return _("%(points)s points behind the plan: %(spent)s spent, %(expected)s expected by now.") % {
            "points": number(figures["points"]),
            "spent": rupiah(figures["spent"]),
            "expected": rupiah(figures["expected"]),
        }
    if reason.kind == "idle":
        message = ngettext(
            "Nothing was spent in %(n)s month although activities were planned.",
            "Nothing was spent in %(n)s months although activities were planned.",
            figures["months"],
        )
        return message % {"n": number(figures["months"])}
    return _("Stage %(number)s was not received yet although it opened on %(day)s, %(days)s days ago.") % {
        "number": figures["number"],
        "day": long_date(figures["opened"]),
        "days": number(figures["days"]),
    }


__all__ = [
    "Forecast",
    "PlannedActivity",
    "Position",
    "Reason",
    "StageReceipt",
    "Tolerance",
    "expected_by",
    "forecast",
    "idle_months",
    "tolerance",
    "words",
]
