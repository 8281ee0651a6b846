"""What the services of this room share: the lock of a recipient, the law of its year, grounds and refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.services import Grounds
from sentra.funding.guides import law_version
from sentra.funding.models import ProgrammeYear, Recipient
from sentra.law import Verdict

Made = TypeVar("Made", bound=models.Model)


def lock_recipients(**which: Any) -> list[Recipient]:
    """The recipients as they stand now, locked until the transaction ends.

    Locked first and read after: a row that had to be waited for brings its own new values, but what was joined to it
    (the allocation in force) would be that of before the wait.
    """
    # Unscoped: the caller has found the recipients, or the year, inside the territory.
    rows = Recipient.unscoped.filter(**which)
    keys = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    related = ("year", "region__parent", "allocation")
    return list(Recipient.unscoped.filter(pk__in=keys).select_related(*related))


def lock_recipient(recipient: Recipient) -> Recipient:
    """One recipient as it stands now, locked until the transaction ends; every sum of its money changes under it."""
    return lock_recipients(pk=recipient.pk)[0]


def sent_already(model: type[Made], key: UUID, recipient: Recipient) -> Made | None:
    """What the same key has made for a locked recipient; None for the first.

    Asked under the lock: of two that are sent at the same moment the second waits for it, and would otherwise be
    refused for what the first has just done.
    """
    # Unscoped: the recipient was let through. A key of another recipient is refused by its being taken.
    rows: models.Manager[Made] = model.unscoped  # type: ignore[attr-defined]
    return rows.filter(pk=key, recipient=recipient).first()


def ensure_for(actor: Actor, action: str, recipient: Recipient, subject: Any = None) -> None:
    """`ensure` for what belongs to a recipient; raises OutsideTerritory, Forbidden."""
    ensure(actor, action, recipient)
    if subject is not None:
        ensure(actor, action, subject)


def grounds_of(
    year: ProgrammeYear, clauses: Sequence[str], facts: Mapping[str, Any] | None = None, *verdicts: Verdict
) -> Grounds:
    """What a decision record keeps of the law of the year and the facts."""
    findings = {one.check: one.to_json() for one in verdicts}
    return Grounds(facts=facts or {}, findings=findings, law_version=law_version(year), clauses=tuple(clauses))
