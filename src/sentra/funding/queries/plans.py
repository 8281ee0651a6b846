"""What can be asked of plans: one as it is judged, its sums, what a change moves, in whose hands it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sentra.decisions.models import WorkItem
from sentra.decisions.services import subject_type
from sentra.funding.facts_plans import Sheet, is_charged
from sentra.funding.guides import TARGETS, activities, component_label
from sentra.funding.models import (
    OPEN_STATES,
    Fund,
    PlanActivity,
    PlanLine,
    PlanState,
    PlanVersion,
    ProgrammeYear,
    Recipient,
)
from sentra.funding.queries.standards import standards_on

#: What a version is read with, so that its sheet and its page ask no more.
RELATED = (
    "recipient__year",
    "recipient__region__parent",
    "recipient__allocation",
    "kak__file",
    "rab__file",
    "drafted_by",
    "reviewed_by",
    "submitted_by",
    "decided_by",
)


def plans_of(recipient: Recipient) -> QuerySet[PlanVersion]:
    """The versions of a recipient that the caller was let through to, newest first."""
    # Unscoped here and below: of a recipient or a plan that was found inside the territory.
    return PlanVersion.unscoped.filter(recipient=recipient).order_by("-number")


def agreed_plan(recipient: Recipient) -> PlanVersion | None:
    """The version in force; None before the first agreement."""
    return plans_of(recipient).filter(state=PlanState.AGREED).first()


def open_plan_of(recipient: Recipient) -> PlanVersion | None:
    """The version that is on its way; None while there is none."""
    return plans_of(recipient).filter(state__in=OPEN_STATES).first()


def base_of(plan: PlanVersion) -> PlanVersion | None:
    """The version that a change changes: the agreed one before it."""
    if not plan.is_change:
        return None
    earlier = plans_of(plan.recipient).filter(number__lt=plan.number)
    found = earlier.filter(state__in=[PlanState.AGREED, PlanState.REPLACED]).first()
    if found is not None:
        found.recipient = plan.recipient
    return found


def judged_on(year: ProgrammeYear, today: dt.date) -> dt.date:
    """The day whose cost standards count for a year's plan: today, or the nearest day of the year."""
    return min(max(today, dt.date(year.year, 1, 1)), dt.date(year.year, 12, 31))


def sheet_of(plan: PlanVersion, today: dt.date) -> Sheet:
    """A version with its activities, lines and standards, as it is judged today."""
    lines = PlanLine.unscoped.filter(activity__plan=plan).order_by("activity__place", "place")
    year, region = plan.recipient.year, plan.recipient.region
    on_file = standards_on(region, judged_on(year, today)) if year.fund == Fund.PK2UMK else []
    reached = None
    if plan.is_change:
        first = plans_of(plan.recipient).filter(submitted_on__isnull=False).order_by("number")
        reached = first.values_list("submitted_on", flat=True).first()
    return Sheet(
        plan=plan,
        activities=tuple(PlanActivity.unscoped.filter(plan=plan).order_by("place")),
        lines=tuple(lines),
        standards={(one.component.name, one.standard.unit): one.standard for one in on_file if one.standard},
        listed=frozenset((one.component.activity, one.component.name) for one in on_file),
        day=today,
        reached_on=reached,
    )


# ---------------------------------------------------------------- sums


@dataclass(frozen=True)
class Division:
    """What the allocation gives an activity and what the plan puts on it, in rupiah; None: it was not divided."""

    activity: str
    label: str
    allocated: int | None
    planned: int

    @property
    def left(self) -> int | None:
        """What may still be planned; negative above the division."""
        return None if self.allocated is None else self.allocated - self.planned


def division_of(sheet: Sheet) -> list[Division]:
    """Ceiling against plan by activity: those that the plan carries, and those the allocation gives something."""
    allocation = sheet.recipient.allocation
    divided = allocation.division if allocation else {}
    carried = {one.activity for one in sheet.activities}
    return [
        Division(name, label, divided.get(name), sheet.planned(name))
        for name, label in activities(sheet.year)
        if name in carried or name in divided
    ]


def sums_by_component(sheet: Sheet) -> list[tuple[str, int]]:
    """Rupiah from the fund by component, the largest first."""
    sums: dict[str, int] = {}
    for one in sheet.lines:
        if is_charged(one):
            sums[one.component] = sums.get(one.component, 0) + one.amount
    ordered = sorted(sums.items(), key=lambda pair: -pair[1])
    return [(component_label(sheet.year, name), amount) for name, amount in ordered]


@dataclass(frozen=True)
class DirectionSum:
    """What activities tagged with a direction of use plan: rupiah from the fund, activities, outputs by unit."""

    direction: str
    planned: int
    activities: int
    outputs: dict[str, int]


def sums_by_direction(sheet: Sheet, directions: Iterable[str]) -> list[DirectionSum]:
    """The sums of each direction; an activity that serves several counts in each."""
    found = []
    for name in directions:
        tagged = [one for one in sheet.activities if name in one.directions]
        outputs: dict[str, int] = {}
        for one in tagged:
            if one.output_volume is not None:
                outputs[one.output_unit] = outputs.get(one.output_unit, 0) + one.output_volume
        ids = {one.pk for one in tagged}
        planned = sum(one.amount for one in sheet.lines if is_charged(one) and one.activity_id in ids)
        found.append(DirectionSum(name, planned, len(tagged), outputs))
    return found


def targets_of(recipient: Recipient) -> list[tuple[Any, int]]:
    """The targets that the allocation sets, each with what is counted."""
    allocation = recipient.allocation
    pairs = ((label, getattr(allocation, name)) for name, label in TARGETS.items()) if allocation else ()
    return [(label, value) for label, value in pairs if value is not None]


# ---------------------------------------------------------------- what a change moves


@dataclass(frozen=True)
class Moved:
    """A line in two versions: one of them None where it was added or taken out; both, where something differs."""

    before: PlanLine | None
    after: PlanLine | None
    activity: str

    @property
    def by(self) -> int:
        """Rupiah that the change adds to the line; negative where it takes away."""
        return (self.after.amount if self.after else 0) - (self.before.amount if self.before else 0)


@dataclass(frozen=True)
class Difference:
    """A change beside the version it changes, line by line; sums are of the fund, in rupiah."""

    base: PlanVersion
    moved: Sequence[Moved]
    kept: int
    activities: Sequence[tuple[PlanActivity | None, PlanActivity | None]]
    total_before: int
    total_after: int


#: What of a line or an activity counts as changed.
_LINE = ("component", "description", "source", "volume", "frequency", "unit", "unit_price", "account_code", "facts")
_ACTIVITY = (
    *("activity", "title", "training_kind", "modality", "first_month", "last_month", "location"),
    *("output_volume", "output_unit", "directions", "need", "regional_affair", "national_priority", "facts"),
)


def difference(before: Sheet, after: Sheet) -> Difference:
    """What moved between two versions, by the keys that lines and activities keep."""
    titles = {one.pk: one.title for sheet in (before, after) for one in sheet.activities}
    old, new = ({one.key: one for one in sheet.lines} for sheet in (before, after))
    moved, kept = [], 0
    for key in dict.fromkeys([*new, *old]):
        pair = (old.get(key), new.get(key))
        if _same(*pair, _LINE):
            kept += 1
            continue
        line = pair[1] or pair[0]
        assert line is not None
        moved.append(Moved(*pair, titles[line.activity_id]))
    was, now = ({one.key: one for one in sheet.activities} for sheet in (before, after))
    pairs = [(was.get(key), now.get(key)) for key in dict.fromkeys([*now, *was])]
    changed = [pair for pair in pairs if not _same(*pair, _ACTIVITY)]
    return Difference(before.plan, moved, kept, changed, before.planned(), after.planned())


def _same(before: Any, after: Any, fields: Sequence[str]) -> bool:
    if before is None or after is None:
        return False
    return all(getattr(before, name) == getattr(after, name) for name in fields)


# ---------------------------------------------------------------- in whose hands


@dataclass(frozen=True)
class NowWith:
    """Whose turn it is: an office, since when, until when."""

    who: str
    since: dt.datetime
    due_on: dt.date | None


def now_with(plan: PlanVersion) -> NowWith | None:
    """In whose hands a version is; None once it has come to an end, or where no office could be named."""
    lines = WorkItem.unscoped.filter(
        subject_type=subject_type(plan), subject_id=str(plan.pk), closed_at__isnull=True
    ).select_related("office")
    line = lines.order_by("-opened_at").first()
    return NowWith(line.office.name, line.opened_at, line.due_on) if line and line.office else None
