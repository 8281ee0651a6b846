"""Asking for a snapshot, cancelling one, removing one."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.insight import building
from sentra.insight.models import Snapshot, SnapshotState, Source, Subject
from sentra.law import NotInForce, library
from sentra.pages.errors import BadInput, Conflict, InputProblem
from sentra.pages.formatting import long_date
from sentra.registry.facts import SIZE

ACTION = "insight.snapshot"


def start_snapshot(
    *, actor: Actor, subject: str, as_of: dt.date | None = None, whole: bool = False, id: UUID | None = None
) -> Snapshot:
    """Ask for a snapshot of the registry on a day (today unless named); the task `write_snapshot` writes it.

    `whole` works every record out anew. Sent twice with one id, the first one is given back. Raises Forbidden, BadInput
    for an unknown subject, a day to come or one before the law, Conflict while another one of the subject is written.
    """
    ensure(actor, ACTION)
    day = as_of or actor.today
    _refuse_wrong(actor, subject, day)

    def create(key: UUID) -> Snapshot:
        snapshot = Snapshot.objects.create(
            id=key,
            subject=subject,
            title=title_of(subject, day),
            as_of=day,
            whole=whole,
            by=actor.user,
            appointment=actor.appointment,
        )
        record_decision(actor=actor, action=ACTION, subject=snapshot, regency=None, to_state=snapshot.state)
        return snapshot

    try:
        return create_once(Snapshot, actor, id, create)
    except IntegrityError:
        raise Conflict(
            _("A snapshot of this kind is being written already."),
            remedy=_("Wait until it is ready, or cancel it first."),
        ) from None


def title_of(subject: str, day: dt.date) -> str:
    """What a snapshot of the registry is called in every record: it is named once, in Indonesian."""
    with translation.override("id"):
        return f"{Subject(subject).label}, {long_date(day)}"


def _refuse_wrong(actor: Actor, subject: str, day: dt.date) -> None:
    if subject not in Subject.values:
        raise BadInput([InputProblem("subject", subject, _("There is no such kind."), _("Choose one from the list."))])
    if day > actor.today:
        remedy = _("Choose today or an earlier day.")
        raise BadInput([InputProblem("as_of", day.isoformat(), _("This day is still to come."), remedy)])
    try:
        library().on(day).check(SIZE)
    except NotInForce as error:
        remedy = _("Choose a day from %(day)s on.") % {"day": long_date(error.since)}
        message = _("The regulation was not in force on this day.")
        raise BadInput([InputProblem("as_of", day.isoformat(), message, remedy)]) from None


def cancel_snapshot(*, actor: Actor, snapshot: Snapshot) -> Snapshot:
    """Stop a snapshot that is being written; one that is ready stays. Raises Forbidden, Conflict."""
    ensure(actor, ACTION if snapshot.source == Source.REGISTRY else "insight.bring_table")
    with transaction.atomic():
        waiting = Snapshot.objects.filter(pk=snapshot.pk, state=SnapshotState.BUILDING)
        if not waiting.update(state=SnapshotState.CANCELLED, finished_at=timezone.now()):
            raise Conflict(
                _("This snapshot is no longer being written."),
                remedy=_("Load the page again."),
            )
        snapshot.refresh_from_db()
        record_decision(
            actor=actor,
            action="insight.cancel_snapshot",
            subject=snapshot,
            regency=None,
            from_state=SnapshotState.BUILDING,
            to_state=snapshot.state,
        )
    return snapshot


def remove_snapshot(*, actor: Actor, snapshot: Snapshot) -> None:
    """Remove a snapshot with its parts; scenarios keep their figures. Raises Forbidden, Conflict."""
    ensure(actor, ACTION if snapshot.source == Source.REGISTRY else "insight.bring_table")
    if snapshot.state == SnapshotState.BUILDING:
        raise Conflict(_("This snapshot is being written."), remedy=_("Cancel it first."))
    with transaction.atomic():
        record_decision(
            actor=actor, action="insight.remove_snapshot", subject=snapshot, regency=None, from_state=snapshot.state
        )
        building.remove([snapshot])
