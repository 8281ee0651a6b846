"""The hash chain over the decision records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder

from sentra.decisions.models import Chain, Decision

GENESIS = "0" * 64

_HASHED = (
    "number",
    "at",
    "actor_id",
    "actor_name",
    "appointment_id",
    "capacity",
    "on_behalf_of",
    "action",
    "subject_type",
    "subject_id",
    "subject_label",
    "regency_id",
    "from_state",
    "to_state",
    "reason",
    "details",
    "facts",
    "findings",
    "law_version",
    "clauses",
)


def digest(decision: Decision, previous: str) -> str:
    """SHA-256 over the canonical JSON of the record and the hash before it."""
    content = {name: getattr(decision, name) for name in _HASHED}
    content["at"] = decision.at.astimezone(UTC).isoformat(timespec="microseconds")
    # Through JSON once, so that what is hashed equals what the database gives back.
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((previous + canonical).encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold: the number and what is wrong."""

    number: int
    problem: str


def verify() -> Iterator[Break]:
    """Walk the whole chain and yield each break; nothing when it is whole."""
    expected, previous = 1, GENESIS
    for record in Decision.unscoped.order_by("number").iterator(chunk_size=2000):
        if record.number != expected:
            yield Break(expected, f"records {expected} to {record.number - 1} are missing")
            expected = record.number
        if record.previous_hash != previous:
            yield Break(record.number, "does not follow the record before it")
        if record.hash != digest(record, record.previous_hash):
            yield Break(record.number, "was changed after it was written")
        previous, expected = record.hash, expected + 1
    end = Chain.objects.filter(pk=1).first()
    if end and (end.last_number != expected - 1 or end.last_hash != previous):
        yield Break(end.last_number, "records at the end are missing")
