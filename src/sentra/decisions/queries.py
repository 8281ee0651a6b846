"""What can be asked of the records: a record's history, a person's inbox."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q, QuerySet

from sentra.access.actors import Actor
from sentra.decisions.models import Decision, WorkItem
from sentra.decisions.services import subject_type


def history_of(subject: models.Model) -> QuerySet[Decision]:
    """Every decision about a record, newest first.

    The caller has fetched the record inside the territory, so its own history is open to it; national records
    (a decree) have no regency and would otherwise be hidden from the regions they concern.
    """
    return (
        Decision.unscoped.filter(subject_type=subject_type(subject), subject_id=str(subject.pk))
        .select_related("actor")
        .order_by("-number")
    )


def people_who(subject: models.Model, action: str) -> set[int]:
    """The people who took an action on a record."""
    found = Decision.unscoped.filter(
        subject_type=subject_type(subject), subject_id=str(subject.pk), action=action, actor__isnull=False
    )
    return set(found.values_list("actor_id", flat=True))


def inbox_of(actor: Actor) -> QuerySet[WorkItem]:
    """What waits for the actor: open lines of the office and role, most urgent first."""
    if actor.office is None:
        return WorkItem.unscoped.none()
    mine = Q(office=actor.office) & (Q(role="") | Q(role=actor.role))
    return WorkItem.objects.filter(mine, closed_at__isnull=True).order_by(
        models.F("due_on").asc(nulls_last=True), "opened_at"
    )


def late(item: WorkItem, today: dt.date) -> bool:
    """Whether the line is past its due date."""
    return item.due_on is not None and item.due_on < today
