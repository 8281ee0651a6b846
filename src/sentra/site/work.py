"""The first screen after login: what waits for me, what is due, what came back, my territory in four figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import RULES, may
from sentra.decisions.models import WorkItem
from sentra.decisions.queries import inbox_of
from sentra.designation.models import FINAL_STATES, Proposal
from sentra.law.calendar import working_days_between
from sentra.registry.models import Enterprise, Sentra, Tier
from sentra.territory.queries import non_working_days

SHOWN = 20


@dataclass(frozen=True)
class WorkLine:
    """A line of the inbox: for how many working days it waits, and its countdown in working days.

    The countdown is negative when late, None without a due date.
    """

    item: WorkItem
    days_waiting: int
    days_left: int | None

    @property
    def todo(self) -> str:
        """What is to be done, as the policy names the act: "Verify completeness"."""
        rule = RULES.get(self.item.kind)
        words = str(rule.title) if rule else ""
        return words[:1].upper() + words[1:]

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days_late(self) -> int:
        return -self.days_left if self.days_left is not None and self.days_left < 0 else 0


@dataclass(frozen=True)
class Figure:
    label: str
    value: int
    url_name: str
    note: str = ""


@dataclass(frozen=True)
class MyWork:
    """Everything on the first screen."""

    waiting: Sequence[WorkLine]
    came_back: Sequence[WorkLine]
    total: int
    late: int
    figures: Sequence[Figure]


def my_work(actor: Actor, *, limit: int | None = SHOWN) -> MyWork:
    """What the actor's office and role have to do, most urgent first, and the state of the territory."""
    items = list(inbox_of(actor)[:limit] if limit else inbox_of(actor))
    today = actor.today
    days_off = _days_off(actor, items, today)
    lines = [WorkLine(item, _waiting(item, today, days_off), _days_left(item, today, days_off)) for item in items]
    counts = inbox_of(actor).aggregate(total=Count("id"), late=Count("id", filter=Q(due_on__lt=today)))
    return MyWork(
        waiting=[line for line in lines if not line.item.came_back],
        came_back=[line for line in lines if line.item.came_back],
        total=counts["total"],
        late=counts["late"],
        figures=_figures(actor),
    )


def _days_off(actor: Actor, items: Sequence[WorkItem], today: dt.date) -> frozenset[dt.date]:
    if not items:
        return frozenset()
    days = [today, *(item.opened_at.date() for item in items), *(item.due_on for item in items if item.due_on)]
    region = actor.office.region if actor.office else None
    return non_working_days(min(days), max(days), region)


def _waiting(item: WorkItem, today: dt.date, days_off: frozenset[dt.date]) -> int:
    return max(0, working_days_between(timezone.localtime(item.opened_at).date(), today, days_off))


def _days_left(item: WorkItem, today: dt.date, days_off: frozenset[dt.date]) -> int | None:
    if item.due_on is None:
        return None
    if item.due_on >= today:
        return working_days_between(today, item.due_on, days_off)
    return -max(1, working_days_between(item.due_on, today, days_off))


def _figures(actor: Actor) -> list[Figure]:
    if not may(actor, "registry.view").allowed:
        return []
    sentra = Sentra.objects.filter(is_active=True).aggregate(
        all=Count("id"), designated=Count("id", filter=~Q(tier=Tier.CANDIDATE))
    )
    proposals: dict[str, Any] = Proposal.objects.aggregate(open=Count("id", filter=~Q(state__in=FINAL_STATES)))
    enterprises = Enterprise.objects.filter(is_active=True, merged_into__isnull=True).count()
    return [
        Figure(_("Sentra"), sentra["all"], "registry:sentra_list"),
        Figure(_("Designated"), sentra["designated"], "registry:sentra_list", _("by decree of the minister")),
        Figure(_("Enterprises"), enterprises, "registry:enterprise_list"),
        Figure(_("Open proposals"), proposals["open"], "designation:proposal_list"),
    ]
