"""What can be asked of the records: a record's history, a person's inbox."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet

from sentra.access.actors import Actor
from sentra.access.models import Appointment, User
from sentra.access.policy import RULES
from sentra.decisions.models import AppliedClause, Decision, WorkItem
from sentra.decisions.services import subject_type
from sentra.territory.models import Office
from sentra.territory.scope import NOWHERE, active


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


@dataclass(frozen=True)
class Application:
    """One decision in which a provision was applied, as far as the reader may see it: day, kind of act, office.

    ``office`` is empty where the decision lies outside the reader's territory; nobody is named in any case.
    """

    at: dt.datetime
    action: str
    office: str


def last_applications(clause: str, count: int = 5) -> list[Application]:
    """The newest decisions that rest on a provision or were judged by it.

    Day and kind of act are open to everybody, so the whole nation is asked; the office only inside the territory.
    """
    found = list(
        AppliedClause.objects.filter(clause=clause)
        .select_related("decision__appointment__office")
        .only("decision__at", "decision__action", "decision__appointment__office__name")
        .order_by("-decision")[:count]
    )
    numbers = [one.decision_id for one in found]
    is_somewhere = bool(numbers) and active() not in (None, NOWHERE)
    inside = set(Decision.objects.filter(number__in=numbers).values_list("number", flat=True)) if is_somewhere else ()
    return [
        Application(one.decision.at, one.decision.action, _office(one.decision) if one.decision_id in inside else "")
        for one in found
    ]


def _office(decision: Decision) -> str:
    return decision.appointment.office.name if decision.appointment else ""


def people_who(subject: models.Model, *actions: str) -> set[int]:
    """The people who took one of the actions on a record that the caller has fetched, wherever they acted."""
    found = Decision.unscoped.filter(
        subject_type=subject_type(subject), subject_id=str(subject.pk), action__in=actions, actor__isnull=False
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


def people_of(item: WorkItem, office: Office, day: dt.date) -> list[User]:
    """Those whose line it is: the holders of its role in the office, else of every role that may do it."""
    held = Appointment.objects.in_force(day).filter(office=office, record_id=None).select_related("user")
    rule = RULES.get(item.kind)
    roles = {item.role} if item.role else rule.roles if rule else None
    return [one.user for one in held if (roles is None or one.role in roles) and one.user.is_active]
