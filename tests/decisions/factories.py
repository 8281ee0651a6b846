"""Decision records for the tests."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.decisions.services import record_decision
from tests.personas import PEKALONGAN, persona, region


def record(actor: Actor | None = None, **given: Any) -> Decision:
    """One record about the actor's own office, made in a transaction as every act is."""
    actor = actor or persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert actor.office is not None
    values = {"action": "territory.change_office", "subject": actor.office, "regency": region(PEKALONGAN)} | given
    with transaction.atomic():
        return record_decision(actor=actor, **values)
