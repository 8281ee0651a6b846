"""What the services of this room share: the lock of a recipient, the law of its year, grounds and refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.services import Grounds
from sentra.funding.guides import law_version
from sentra.funding.models import ProgrammeYear, Recipient
from sentra.law import Verdict


def lock_recipient(recipient: Recipient) -> Recipient:
    """The recipient as it stands now, locked until the transaction ends; every sum of its money changes under it."""
    # Unscoped: the caller has found the recipient inside the territory.
    rows = Recipient.unscoped.select_for_update(of=("self",)).select_related("year", "region__parent", "allocation")
    return rows.get(pk=recipient.pk)


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
