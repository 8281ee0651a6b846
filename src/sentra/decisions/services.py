"""Recording what was decided, keeping the inbox, telling people. Called by the services of every room."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone, translation

from sentra.access.actors import Actor
from sentra.access.models import Appointment, User
from sentra.access.roles import Role
from sentra.decisions.chain import GENESIS, digest
from sentra.decisions.models import AppliedClause, Chain, Decision, Notification, WorkItem
from sentra.decisions.notifications import wants_at_once
from sentra.territory.models import Office, Region


@dataclass(frozen=True)
class Grounds:
    """What a decision rests on: the facts as they were, the verdict, the version of the law."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    findings: Mapping[str, Any] = field(default_factory=dict)
    law_version: str = ""
    clauses: Sequence[str] = ()


def subject_type(subject: models.Model) -> str:
    """How records name the kind of thing they are about: "designation.proposal"."""
    return str(subject._meta.label_lower)


def record_decision(
    *,
    actor: Actor,
    action: str,
    subject: models.Model,
    regency: Region | None,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    grounds: Grounds | None = None,
    at: dt.datetime | None = None,
) -> Decision:
    """Append one record to the chain; must run inside the transaction of the act it records."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a decision is recorded in the transaction of the act itself")
    end = _end_of_chain()
    grounds = grounds or Grounds()
    appointment = actor.appointment
    record = Decision(
        number=end.last_number + 1,
        at=at or timezone.now(),
        actor=actor.user,
        actor_name=actor.name,
        appointment=appointment,
        capacity=_capacity(appointment),
        on_behalf_of=appointment.acting_for.name if appointment and appointment.acting_for else "",
        action=action,
        subject_type=subject_type(subject),
        subject_id=str(subject.pk),
        subject_label=str(subject)[:250],
        regency=regency,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        details=_plain(details or {}),
        facts=_plain(dict(grounds.facts)),
        findings=_plain(dict(grounds.findings)),
        law_version=grounds.law_version,
        clauses=list(grounds.clauses),
        previous_hash=end.last_hash,
    )
    record.hash = digest(record, end.last_hash)
    record.save(force_insert=True)
    AppliedClause.objects.bulk_create(
        [AppliedClause(decision=record, clause=clause) for clause in clauses_of(record.clauses, record.findings)]
    )
    Chain.objects.filter(pk=end.pk).update(last_number=record.number, last_hash=record.hash)
    return record


def _end_of_chain() -> Chain:
    """The end of the chain, locked until the transaction ends; made with the first record."""
    end = Chain.objects.select_for_update().filter(pk=1).first()
    if end is None:
        Chain.objects.get_or_create(pk=1, defaults={"last_hash": GENESIS})
        end = Chain.objects.select_for_update().get(pk=1)
    return end


def clauses_of(named: Iterable[str], findings: Any) -> list[str]:
    """The provisions that a decision names and those its findings answer, each once."""
    found = dict.fromkeys(named)
    waiting = [findings]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            if isinstance(one.get("clause"), str):
                found[one["clause"]] = None
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return [clause for clause in found if "/" in clause]


def _plain(value: Any) -> Any:
    """Values as JSON gives them back, so that a record in memory equals the one read later."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))


def _capacity(appointment: Appointment | None) -> str:
    if appointment is None:
        return ""
    with translation.override("id"):
        prefix = f"{appointment.signature_prefix} " if appointment.signature_prefix else ""
        return f"{prefix}{Role(appointment.role).label}, {appointment.office.name}"[:300]


# ---------------------------------------------------------------- inbox


def open_work(
    *,
    kind: str,
    subject: models.Model,
    title: str,
    url: str,
    office: Office | None,
    role: str,
    regency: Region | None,
    due_on: dt.date | None = None,
    due_basis: str = "",
    due_from: dt.date | None = None,
    due_days: int | None = None,
    came_back: bool = False,
    note: str = "",
    opened_at: dt.datetime | None = None,
) -> WorkItem:
    """Put a line into the inbox of the people who hold the role in the office.

    A due date counted in working days names where the counting began and how many days; only then can it be counted
    again when the calendar changes.
    """
    return WorkItem.unscoped.create(
        kind=kind,
        subject_type=subject_type(subject),
        subject_id=str(subject.pk),
        title=title[:250],
        url=url,
        office=office,
        role=role,
        regency=regency,
        due_on=due_on,
        due_basis=due_basis,
        due_from=due_from,
        due_days=due_days,
        came_back=came_back,
        note=note[:500],
        opened_at=opened_at or timezone.now(),
    )


def close_work(*, subject: models.Model, kinds: Iterable[str] | None = None, at: dt.datetime | None = None) -> int:
    """Close the open lines about a record (all, or those of some kinds); gives their number."""
    lines = WorkItem.unscoped.filter(
        subject_type=subject_type(subject), subject_id=str(subject.pk), closed_at__isnull=True
    )
    if kinds is not None:
        lines = lines.filter(kind__in=list(kinds))
    return lines.update(closed_at=at or timezone.now())


def turn_work(*, subject: models.Model, kind: str, url: str) -> int:
    """Say of the open lines about a record what is to be done now, and where; they keep their day and their office."""
    lines = WorkItem.unscoped.filter(
        subject_type=subject_type(subject), subject_id=str(subject.pk), closed_at__isnull=True
    )
    return lines.update(kind=kind, url=url)


# ---------------------------------------------------------------- notifications


def notify(*, decision: Decision, users: Iterable[User], url: str, needs_you: bool = False) -> None:
    """Tell people about a decision once it is committed; the one who decided is not told."""
    wanted = {user.pk for user in users} - {decision.actor_id}

    def deliver() -> None:
        Notification.objects.bulk_create(
            [Notification(user_id=pk, decision=decision, needs_you=needs_you, url=url) for pk in sorted(wanted)]
        )
        if wants_at_once(wanted):
            from sentra.decisions.tasks import mail_at_once  # tasks load only once Django is ready

            mail_at_once.enqueue(sorted(wanted))

    if wanted:
        transaction.on_commit(deliver)


def holders(*, office: Office, roles: Iterable[str], day: dt.date | None = None) -> list[User]:
    """The people who hold one of the roles in an office on a day (today by default)."""
    found = Appointment.objects.in_force(day or timezone.localdate()).filter(office=office, role__in=list(roles))
    return [a.user for a in found.select_related("user")]
