"""The hash chain over the decision records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_noop

from sentra.decisions.models import Chain, ChainCheck, Decision

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


MISSING = gettext_noop("is missing, perhaps with others after it")
OUT_OF_ORDER = gettext_noop("does not follow the record before it")
CHANGED = gettext_noop("was changed after it was written")
NOT_AS_SEALED = gettext_noop("differs from the seal of an earlier check")
END_MISSING = gettext_noop("is the last of the chain, but records at the end are missing")
FEWER_THAN_SEALED = gettext_noop("is the last, but an earlier check sealed more records")


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold: the number and what is wrong, as a message to translate."""

    number: int
    problem: str


def verify() -> Iterator[Break]:
    """Walk the whole chain and yield each break; nothing when it is whole.

    The end is read first, so that records added meanwhile are left to the next walk. The seals of earlier checks
    are compared too: whoever rewrites the chain and its end would have to rewrite those as well.
    """
    end = Chain.objects.filter(pk=1).first()
    last_number, last_hash = (end.last_number, end.last_hash) if end else (0, GENESIS)
    seals = dict(ChainCheck.objects.exclude(finished_at=None).filter(breaks=[]).values_list("records", "seal"))
    expected, previous = 1, GENESIS
    # System task: the chain is one for the whole nation, so it is read without a territory.
    for record in Decision.unscoped.filter(number__lte=last_number).order_by("number").iterator(chunk_size=2000):
        if record.number != expected:
            yield Break(expected, MISSING)
        if record.previous_hash != previous:
            yield Break(record.number, OUT_OF_ORDER)
        if record.hash != digest(record, record.previous_hash):
            yield Break(record.number, CHANGED)
        if seals.get(record.number, record.hash) != record.hash:
            yield Break(record.number, NOT_AS_SEALED)
        previous, expected = record.hash, record.number + 1
    if last_number != expected - 1 or last_hash != previous:
        yield Break(last_number, END_MISSING)
    if any(number > last_number for number in seals):
        yield Break(last_number, FEWER_THAN_SEALED)
