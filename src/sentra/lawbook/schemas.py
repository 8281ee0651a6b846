"""What the API of the law says and takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Schema
from pydantic import Field

#: Records that one request may ask about.
MOST_RECORDS = 1000
MOST_CLAUSES = 200


class Words(Schema):
    """The same in both languages."""

    id: str
    en: str


class Version(Schema):
    """The version of the law that an answer rests on: regulation, its number, and the day."""

    regulation: str
    number: str
    on: dt.date
    in_force_from: dt.date
    in_force_until: dt.date | None


class RegulationOut(Schema):
    """A regulation that is held; `not_held` says what of it is not."""

    id: str
    number: str
    title: Words
    in_force_from: dt.date
    in_force_until: dt.date | None
    is_in_force: bool
    has_legal_force: bool
    supersedes: list[str]
    clauses: int
    checks: list[str]
    not_held: list[Words]


class ClauseRow(Schema):
    """A provision in a list."""

    id: str
    regulation: str
    cite: str
    kind: str
    severity: str
    label: Words
    actors: list[str]
    activities: list[str]
    check: str | None


class ClausePage(Schema):
    count: int
    items: list[ClauseRow]


class ParameterOut(Schema):
    """A value on the day, since when it holds, and the instrument that set it where one is named."""

    name: str
    value: Any
    unit: str | None
    since: dt.date
    source: str | None


class ValueOut(Schema):
    value: Any
    label: Words


class FactOut(Schema):
    """A fact that a check asks for: its type, unit, basis and, of an enum, its values in their order."""

    name: str
    type: str
    items: str | None
    unit: str | None
    basis: str
    derived_from: str | None
    may_be_negative: bool
    is_ordered: bool
    label: Words
    help: Words
    values: list[ValueOut]


class ClauseOut(ClauseRow):
    """A provision with its text, values, condition and facts on a day."""

    version: Version
    text: Words
    reading: Words | None
    accept: Words | None
    condition: str | None
    applies_when: str | None
    sentence: Words | None
    parameters: list[ParameterOut]
    facts: list[FactOut]
    tests: list[str]


class CheckRow(Schema):
    """A check in a list; `requires` is the lower check that has to be met first."""

    id: str
    title: Words
    regulation: str
    requires: str | None
    is_advisory: bool
    asks_activity: bool
    facts: int
    provisions: int


class CheckOut(CheckRow):
    """A check with the facts that it asks for."""

    version: Version
    activities: list[str]
    clauses: list[str]
    asked: list[FactOut]


class RecordIn(Schema):
    """One record: facts by name; a fact that is absent or null is not known. Dates are written 2022-12-31."""

    facts: dict[str, Any]
    activity_id: str | None = Field(None, max_length=40)


class JudgeIn(RecordIn):
    """A record to judge by the law of a day (today by default); `advise` asks what would make it met."""

    on: dt.date | None = None
    advise: bool = False


class KeyedRecord(RecordIn):
    """A record with a key of the caller's own, given back with its answer."""

    key: str | None = Field(None, max_length=100)


class JudgeManyIn(Schema):
    records: list[KeyedRecord] = Field(max_length=MOST_RECORDS)
    on: dt.date | None = None


class FindingOut(Schema):
    """What one provision says: `state` is met, not_met, unknown or advice; `page` explains the provision."""

    clause: str
    cite: str
    label: Words
    state: str
    severity: str
    measured: str
    missing: list[str]
    decisive: list[str]
    page: str


class ChangeOut(Schema):
    """One fact that would have to be known or another; `is_example` where it only has to be known."""

    fact: str
    before: Any
    value: Any
    others: list[Any]
    is_example: bool


class RemedyOut(Schema):
    check: str
    clause: str
    cite: str
    changes: list[ChangeOut]


class AdviceOut(Schema):
    """What would make each open provision met; `together` are facts with which the whole check is, or null."""

    remedies: list[RemedyOut]
    together: dict[str, Any] | None


class VerdictOut(Schema):
    """The answer on one record. Where `is_applicable` is false nothing was asked, and nothing is passed."""

    check: str
    version: Version
    verdict: str
    is_applicable: bool
    activity_id: str | None
    rank: int | None
    derived: dict[str, str]
    decisive: list[str]
    findings: list[FindingOut]
    lower: VerdictOut | None = None
    advice: AdviceOut | None = None


class ProblemOut(Schema):
    """What is wrong with one value: the fact, the value as it came, and what to do."""

    field: str
    value: str | None
    message: str
    remedy: str


class CitedOut(Schema):
    clause: str
    cite: str


class RecordOut(Schema):
    """One record's answer, or its problems; `failing`, `missing` and `warnings` are cited in the text's order."""

    index: int
    key: str | None
    verdict: str | None = None
    is_applicable: bool | None = None
    rank: int | None = None
    derived: dict[str, str] = {}
    failing: list[CitedOut] = []
    missing: list[CitedOut] = []
    warnings: list[CitedOut] = []
    decisive: list[str] = []
    problems: list[ProblemOut] = []


class ManyOut(Schema):
    """The answers in the order of the records, and how many there are of each; invalid ones were not judged."""

    check: str
    version: Version
    counts: dict[str, int]
    results: list[RecordOut]
