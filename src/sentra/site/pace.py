"""How long each stage of a proposal takes in a territory: the average of a year, and what waits now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from sentra.access.actors import Actor
from sentra.access.policy import RULES, may
from sentra.decisions.models import WorkItem
from sentra.designation.transitions import STAGES
from sentra.law.calendar import is_working_day
from sentra.territory.queries import non_working_days

YEAR = dt.timedelta(days=365)
#: A decree that is drafted turns the line of its stage into the one that signs it; both are one stage.
_SAME_STAGE = {"designation.draft_decree": "designation.issue_decree"}


@dataclass(frozen=True)
class Pace:
    """One stage: how many lines of work ended within a year, after how many working days, and what waits now.

    The average is None where nothing ended; `norm` is the office norm in working days; `oldest` the working days for
    which the oldest open line waits, None where nothing waits.
    """

    title: Any
    average: float | None
    done: int
    norm: int
    waiting: int
    oldest: int | None


def paces_for(actor: Actor) -> list[Pace]:
    """The stages in their order, for whoever oversees a province or the nation; empty for everybody else.

    Working days are those of the nation: days off of single regions are not taken out.
    """
    if actor.territory.level not in ("nation", "province") or not may(actor, "designation.view").allowed:
        return []
    norms = {_SAME_STAGE.get(stage.action, stage.action): stage.norm_days for stage in STAGES.values()}
    rows = _spells([*norms, *_SAME_STAGE], actor.today - YEAR)
    if not rows:
        return []
    count = _Counter(min(opened for _kind, opened, _closed, _n in rows), actor.today)
    return [_pace(kind, norm, rows, count, actor.today) for kind, norm in norms.items()]


Spell = tuple[str, dt.date, dt.date | None, int]


def _spells(kinds: Sequence[str], since: dt.date) -> list[Spell]:
    """Kind of work, day it began, day it ended (None: it waits), number of lines; those that ended before are left."""
    found = (
        WorkItem.objects.filter(Q(closed_at=None) | Q(closed_at__date__gte=since), kind__in=kinds)
        .annotate(opened=TruncDate("opened_at"), closed=TruncDate("closed_at"))
        .values("kind", "opened", "closed")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [(_SAME_STAGE.get(one["kind"], one["kind"]), one["opened"], one["closed"], one["n"]) for one in found]


class _Counter:
    """Counts working days between two days of a period without walking it each time."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        days_off = non_working_days(first, last, None)
        days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
        self._first = first
        self._upto = list(accumulate(int(is_working_day(day, days_off)) for day in days))

    def between(self, start: dt.date, end: dt.date) -> int:
        """The working days after `start` up to and including `end`."""
        last = len(self._upto) - 1
        return self._upto[min(last, (end - self._first).days)] - self._upto[min(last, (start - self._first).days)]


def _pace(kind: str, norm: int, rows: Sequence[Spell], count: _Counter, today: dt.date) -> Pace:
    own = [row[1:] for row in rows if row[0] == kind]
    ended = [(count.between(opened, closed), n) for opened, closed, n in own if closed is not None]
    open_ones = [(opened, n) for opened, closed, n in own if closed is None]
    done = sum(n for _days, n in ended)
    return Pace(
        title=RULES[kind].title,
        average=sum(days * n for days, n in ended) / done if done else None,
        done=done,
        norm=norm,
        waiting=sum(n for _opened, n in open_ones),
        oldest=count.between(min(opened for opened, _n in open_ones), today) if open_ones else None,
    )
