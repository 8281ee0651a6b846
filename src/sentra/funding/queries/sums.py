"""What was planned, received, spent and given back: by line, activity, recipient, province and programme.

The database adds up; the number of questions does not grow with the rows. A share of nothing is not computable (None),
never 0 or 100.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sentra.funding.models import (
    Achievement,
    BudgetLine,
    FundingSource,
    Payment,
    PaymentOrder,
    PlanActivity,
    PlanLine,
    PlanState,
    ProgrammeYear,
    Recipient,
)
from sentra.territory.models import Region

#: The states of versions whose lines money was, or may be, spent on.
_IN_FORCE_ONCE = (PlanState.AGREED, PlanState.REPLACED)


def share(part: int, whole: int | None) -> Fraction | None:
    """A part of a whole; None where there is no whole to take it of."""
    return Fraction(part, whole) if whole else None


# ---------------------------------------------------------------- recipients, provinces, programmes


@dataclass(frozen=True)
class Sums:
    """The five figures in rupiah, and what was given back."""

    recipients: int = 0
    ceiling: int = 0
    planned: int = 0
    received: int = 0
    spent: int = 0
    returned: int = 0

    @property
    def left(self) -> int:
        """What was received and neither spent nor given back."""
        return self.received - self.spent - self.returned

    @property
    def absorption(self) -> Fraction | None:
        """Spent of the ceiling."""
        return share(self.spent, self.ceiling)


_SUMS: dict[str, Any] = {
    "recipients": Count("pk"),
    "ceiling": Sum("allocation__ceiling", default=0),
    **{name: Sum(name, default=0) for name in ("planned", "received", "spent", "returned")},
}


def sums_of_recipient(recipient: Recipient) -> Sums:
    """The figures of one recipient, from its own row."""
    return Sums(1, recipient.ceiling or 0, recipient.planned, recipient.received, recipient.spent, recipient.returned)


def total_of(rows: QuerySet[Recipient]) -> Sums:
    """The sums of recipients that are seen; one question."""
    return Sums(**rows.order_by().aggregate(**_SUMS))


def by_province(rows: QuerySet[Recipient]) -> list[tuple[Region, Sums]]:
    """The sums by province, its own recipients with those of its regencies, by code; two questions."""
    return _grouped(rows, Coalesce("region__parent_id", "region_id"), Region.objects, lambda one: one.code)


def by_programme(rows: QuerySet[Recipient]) -> list[tuple[ProgrammeYear, Sums]]:
    """The sums by fund and year, newest first; two questions."""
    return _grouped(rows, F("year_id"), ProgrammeYear.objects, lambda one: (-one.year, one.fund))


def _grouped(rows: QuerySet[Recipient], key: Any, records: Any, order: Any) -> list[tuple[Any, Sums]]:
    found: Iterable[Any] = rows.order_by().annotate(group=key).values("group").annotate(**_SUMS)
    sums = {row["group"]: Sums(**{one.name: row[one.name] for one in fields(Sums)}) for row in found}
    return [(one, sums[one.pk]) for one in sorted(records.filter(pk__in=list(sums)), key=order)]


# ---------------------------------------------------------------- lines and activities of a recipient


@dataclass(frozen=True)
class LineSum:
    """A budget line through all versions of the plan: what is planned on it now, and what was spent."""

    key: UUID
    activity_key: UUID
    description: str
    component: str
    account_code: str
    planned: int
    spent: int

    @property
    def left(self) -> int:
        """What may still be spent on it, as far as money was received."""
        return self.planned - self.spent

    @property
    def absorption(self) -> Fraction | None:
        """Spent of what is planned."""
        return share(self.spent, self.planned)


@dataclass(frozen=True)
class ActivitySum:
    """An activity of the plan with its lines, and what it has reached so far (None: nobody said)."""

    key: UUID
    code: str  # value of the fact that names the fund's activities
    title: str
    first_month: int
    last_month: int
    is_agreed: bool  # whether the agreed version still holds it
    output_volume: int | None
    output_unit: str
    lines: Sequence[LineSum] = field(default_factory=tuple)
    reached: int | None = None
    reached_on: dt.date | None = None

    @property
    def planned(self) -> int:
        """The sum of its lines."""
        return sum(one.planned for one in self.lines)

    @property
    def spent(self) -> int:
        """The sum of its lines."""
        return sum(one.spent for one in self.lines)

    @property
    def absorption(self) -> Fraction | None:
        """Spent of what is planned."""
        return share(self.spent, self.planned)


def activities_of(recipient: Recipient) -> list[ActivitySum]:
    """The activities of a recipient's plan with their lines and sums, in the order of the plan; four questions.

    One that a change took out is kept while money was spent on it.
    """
    # Unscoped, here and below: the rows of a recipient that was let through.
    lines = {one.pk: one for one in BudgetLine.unscoped.filter(recipient=recipient)}
    described = _newest(
        PlanLine.unscoped.filter(activity__plan__recipient=recipient, activity__plan__state__in=_IN_FORCE_ONCE)
        .filter(source=FundingSource.FUND)
        .order_by("activity__plan__number", "activity__place", "place")
    )
    activities = _newest(
        PlanActivity.unscoped.filter(plan__recipient=recipient, plan__state__in=_IN_FORCE_ONCE)
        .select_related("plan")
        .order_by("plan__number", "place")
    )
    reached = achievements_of([recipient])
    sums: dict[UUID, list[LineSum]] = {key: [] for key in activities}
    for key, one in described.items():
        kept = lines.get(key)
        if kept is not None and (kept.planned or kept.spent):
            sums[kept.activity_key].append(_line_sum(kept, one))
    return [
        _activity_sum(one, sums[key], reached.get((recipient.pk, key)))
        for key, one in sorted(activities.items(), key=lambda pair: (-pair[1].plan.number, pair[1].place))
        if sums[key] or one.plan.state == PlanState.AGREED
    ]


def _newest(rows: Iterable[Any]) -> dict[UUID, Any]:
    """By key as the newest version that has it says, in the order given."""
    found: dict[UUID, Any] = {}
    for one in rows:
        found.pop(one.key, None)
        found[one.key] = one
    return found


def _line_sum(kept: BudgetLine, said: PlanLine) -> LineSum:
    return LineSum(
        kept.pk, kept.activity_key, said.description, said.component, said.account_code, kept.planned, kept.spent
    )


def _activity_sum(one: PlanActivity, lines: Sequence[LineSum], reached: Achievement | None) -> ActivitySum:
    return ActivitySum(
        key=one.key,
        code=one.activity,
        title=one.title,
        first_month=one.first_month,
        last_month=one.last_month,
        is_agreed=one.plan.state == PlanState.AGREED,
        output_volume=one.output_volume,
        output_unit=one.output_unit,
        lines=tuple(lines),
        reached=reached.volume if reached else None,
        reached_on=reached.as_of if reached else None,
    )


def achievements_of(recipients: Iterable[Recipient]) -> dict[tuple[UUID, UUID], Achievement]:
    """The newest achievement of each activity, by recipient and activity; one question."""
    rows = Achievement.unscoped.filter(recipient__in=list(recipients)).order_by("as_of", "created_at")
    return {(one.recipient_id, one.activity_key): one for one in rows}


def activity_codes(recipient: Recipient) -> dict[UUID, str]:
    """Which of the fund's activities each activity of the plan is, by its key."""
    rows = PlanActivity.unscoped.filter(plan__recipient=recipient, plan__state__in=_IN_FORCE_ONCE)
    return dict(rows.order_by("plan__number").values_list("key", "activity"))


# ---------------------------------------------------------------- payments


def parts_left(order: PaymentOrder) -> dict[UUID, int]:
    """What is left of each part of an order after its corrections, by budget line."""
    rows = Payment.unscoped.filter(Q(order=order) | Q(order__corrects=order)).order_by()
    return dict(rows.values_list("line").annotate(left=Sum("amount")))


def spent_before(recipient: Recipient, day: dt.date | None, codes: Mapping[UUID, str]) -> dict[str, int]:
    """What was spent on each of the fund's activities before a day (None: in all), corrections counted."""
    rows = Payment.unscoped.filter(order__recipient=recipient).order_by()
    if day is not None:
        rows = rows.filter(order__paid_on__lt=day)
    found: dict[str, int] = {}
    for key, amount in rows.values_list("line__activity_key").annotate(amount=Sum("amount")):
        code = codes.get(key, "")
        found[code] = found.get(code, 0) + amount
    return found


def spent_until(recipient: Recipient, day: dt.date) -> int:
    """The sum of the payment orders up to a day, corrections counted, in rupiah."""
    rows = PaymentOrder.unscoped.filter(recipient=recipient, paid_on__lte=day)
    return int(rows.aggregate(total=Sum("amount", default=0))["total"])


__all__ = [
    "ActivitySum",
    "LineSum",
    "Sums",
    "achievements_of",
    "activities_of",
    "activity_codes",
    "by_programme",
    "by_province",
    "parts_left",
    "share",
    "spent_before",
    "spent_until",
    "sums_of_recipient",
    "total_of",
]
