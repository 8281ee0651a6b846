"""Verifying the chain of decision records, and logging what was taken away."""

from __future__ import annotations

from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.chain import verify
from sentra.decisions.models import Chain, ChainCheck, ExportLog
from sentra.decisions.services import record_decision

#: Up to so many records the page waits for the answer; more are walked in the background.
AT_ONCE = 5_000
_BREAKS_KEPT = 200


def start_chain_check(*, actor: Actor) -> ChainCheck:
    """Verify the chain: at once when it is short, else in the background; recorded as a decision itself."""
    ensure(actor, "decisions.audit")
    with transaction.atomic():
        check = ChainCheck.objects.create(asked_by=actor.user, started_at=timezone.now())
        record_decision(actor=actor, action="decisions.audit", subject=check, regency=None)
    end = Chain.objects.get(pk=1)
    if end.last_number <= AT_ONCE:
        return run_chain_check(check.pk)
    from sentra.administration.tasks import chain_check  # the task calls back into this module

    transaction.on_commit(lambda: chain_check.enqueue(str(check.pk)))
    return check


def run_chain_check(check_id: UUID) -> ChainCheck:
    """Walk the chain and keep what was found: the first breaks, or the seal of the end."""
    check = ChainCheck.objects.get(pk=check_id)
    end = Chain.objects.get(pk=1)
    check.breaks = [{"number": one.number, "problem": one.problem} for one in islice(verify(), _BREAKS_KEPT)]
    check.records = end.last_number
    check.seal = end.last_hash
    check.finished_at = timezone.now()
    check.save()
    return check


def log_export(*, actor: Actor, kind: str, rows: int, filters: str = "") -> ExportLog:
    """Note that a person took rows away: what kind, how many, with which filter."""
    if actor.user is None:
        raise ValueError("an export is taken by a person")
    return ExportLog.objects.create(
        user=actor.user, appointment=actor.appointment, kind=kind, rows=rows, filters=filters[:500]
    )
