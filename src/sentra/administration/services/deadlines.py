"""Counting open due dates again after the calendar changed: first what would move, then, on purpose, the move itself.

A due date that was told to an office keeps its day when the calendar changes. Here it follows the calendar, with the
reason, a decision record at each record it belongs to, and a message to those whose line it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.models import WorkItem
from sentra.decisions.queries import people_of
from sentra.decisions.services import notify, record_decision
from sentra.law.calendar import nth_working_day_after
from sentra.pages.errors import BadInput, Conflict, InputProblem
from sentra.territory.models import Region
from sentra.territory.queries import horizon, non_working_days, years_without_decree


@dataclass(frozen=True)
class MovingDeadline:
    """An open line whose due date is another one by today's calendar; `may_move_again` while no decree is known."""

    item: WorkItem
    before: dt.date
    after: dt.date
    may_move_again: bool

    @property
    def days(self) -> int:
        """By how many calendar days it moves; negative towards an earlier day."""
        return (self.after - self.before).days


def moving_deadlines(actor: Actor) -> list[MovingDeadline]:
    """What would move, the earliest due date first; nothing is changed."""
    ensure(actor, "territory.manage_calendar")
    return _moving(_open_lines())


def seen(moving: Iterable[MovingDeadline]) -> str:
    """A mark of what was shown, so that nothing else is moved than what somebody has seen."""
    lines = [f"{one.item.pk} {one.before} {one.after}" for one in moving]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def move_deadlines(*, actor: Actor, reason: str, mark: str) -> list[MovingDeadline]:
    """Move every open due date to the day that today's calendar gives, and tell those whose line it is.

    `mark` is the mark of the list that was looked at (`seen`). Raises `BadInput` without a reason, `Conflict` where
    the list is another one by now.
    """
    ensure(actor, "territory.manage_calendar")
    if not reason.strip():
        raise BadInput([InputProblem("reason", reason, _("Say why the due dates move."))])
    with transaction.atomic():
        moving = _moving(_open_lines().select_for_update(of=("self",)))
        if seen(moving) != mark:
            raise Conflict(
                _("Meanwhile other due dates would move than those you saw."), remedy=_("Look at the list again.")
            )
        for one in moving:
            _move(actor, one, reason.strip())
    return moving


def _open_lines() -> QuerySet[WorkItem]:
    # The calendar is national, and only its keeper comes here: the lines of all territories are meant.
    rows = WorkItem.unscoped.filter(
        closed_at=None, due_on__isnull=False, due_from__isnull=False, due_days__isnull=False
    )
    return rows.select_related("office__region__parent").order_by("due_on", "opened_at", "pk")


def _moving(lines: QuerySet[WorkItem]) -> list[MovingDeadline]:
    by_region: dict[Region | None, list[WorkItem]] = defaultdict(list)
    items = list(lines)
    for item in items:
        by_region[item.office.region if item.office else None].append(item)
    due = {pk: day for region, own in by_region.items() for pk, day in _counted(region, own)}
    moved = [(item, item.due_on, due[item.pk]) for item in items if item.due_on and item.due_on != due[item.pk]]
    open_years = years_without_decree({after.year for _item, _before, after in moved})
    return [MovingDeadline(item, before, after, after.year in open_years) for item, before, after in moved]


def _counted(region: Region | None, items: Sequence[WorkItem]) -> Iterable[tuple[object, dt.date]]:
    """The due date of each line of one region's offices; the calendar is read once for all of them."""
    spans = [(item.due_from, item.due_days) for item in items]
    first = min(start for start, _days in spans if start is not None)
    last = max(horizon(start, days) for start, days in spans if start is not None and days is not None)
    days_off = non_working_days(first, last, region)
    for item, (start, days) in zip(items, spans, strict=True):
        if start is not None and days is not None:
            yield item.pk, nth_working_day_after(start, days, days_off)


def _move(actor: Actor, one: MovingDeadline, reason: str) -> None:
    item = one.item
    WorkItem.unscoped.filter(pk=item.pk).update(due_on=one.after)
    decision = record_decision(
        actor=actor,
        action="territory.move_deadline",
        subject=_subject(item),
        regency=item.regency,
        reason=reason,
        details={"before": one.before, "after": one.after, "line": str(item.pk), "basis": item.due_basis},
    )
    people = people_of(item, item.office, timezone.localdate()) if item.office else []
    notify(decision=decision, users=people, url=item.url, needs_you=True)


def _subject(item: WorkItem) -> models.Model:
    """The record the line is about, whose history tells of the move; the line itself where it is gone."""
    model = apps.get_model(item.subject_type)
    found = model._base_manager.filter(pk=item.subject_id).first()
    return item if found is None else found


__all__ = ["MovingDeadline", "move_deadlines", "moving_deadlines", "seen"]
