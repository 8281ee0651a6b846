"""Random records of a check, near its thresholds and with unknowns, and their verdicts one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sentra.law.checking import Check
from sentra.law.clauses import FactDeclaration
from sentra.law.tables import table_of
from sentra.law.types import Type

UNKNOWN = 0.05
FIRST_DAY = date(2021, 12, 1)


def records(check: Check, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Facts of a check at random: values of its own conditions and their neighbours, some of them absent."""
    chance = random.Random(f"{check.id}/{seed}")
    near = _near(check)
    facts = {fact.name: fact for fact in check.facts}
    return [
        {name: _value(fact, near, chance) for name, fact in facts.items() if chance.random() >= UNKNOWN}
        for _ in range(count)
    ]


def table(check: Check, found: list[dict[str, Any]], **keys: Any) -> Any:
    """The records as a Polars table; ``activity_id`` beside where the check asks for one."""
    facts = list({fact.name: fact for fact in check.facts}.values())
    if check.asks_activity and "activity_id" not in {fact.name for fact in facts}:
        keys["activity_id"] = [record.get("activity_id") for record in found]
    return table_of(facts, found, **keys)


def judged(check: Check, record: dict[str, Any]) -> dict[str, Any]:
    """One record's verdict in the form of :func:`sentra.law.screening.outcomes`."""
    verdict = check.judge(record)
    said: dict[str, Any] = {"verdict": {"met": True, "not_met": False, "unknown": None}[verdict.verdict]}
    said["applicable"] = verdict.applicable
    wanted = record.get("activity_id")
    for provision in check.provisions:
        counts = not provision.clause.applies_to or wanted in provision.clause.applies_to
        outcome = provision.judge(_with_lower(check, record)) if counts else "left out"
        said[provision.clause.id] = {True: "met", False: "not_met", None: None}.get(outcome, "left_out")  # type: ignore[call-overload]
    if check.text.mode == "any_class":
        said[check.text.output or "class"] = next(iter(verdict.derived.values()))
    if check.ranks:
        said["rank"] = verdict.rank
    return said


def _with_lower(check: Check, record: dict[str, Any]) -> dict[str, Any]:
    if check.lower is None or check.chain_fact is None or record.get(check.chain_fact) is not None:
        return record
    return {**record, check.chain_fact: check.lower.judge(record).verdict}


def _near(check: Check) -> list[Any]:
    values = (used.value for clause in check.clauses for used in clause.values.values())
    flat = [item for value in values for item in (value if isinstance(value, tuple | list) else [value])]
    return [value for value in flat if isinstance(value, int | Fraction) and not isinstance(value, bool)] or [10]


def _value(fact: FactDeclaration, near: list[Any], chance: random.Random) -> Any:
    if fact.kind.kind == "map" and fact.kind.item is not None:
        years = chance.sample(range(2019, 2024), chance.randrange(0, 5))
        return {year: _scalar(fact.kind.item, near, chance) for year in years}
    if fact.kind.kind == "list" and fact.kind.item is not None:
        return list(_some(fact.kind.item, chance))
    return _scalar(fact.kind, near, chance)


def _some(kind: Type, chance: random.Random) -> Iterator[Any]:
    """Mostly all of what can be named, so that a wish for all of it is sometimes fulfilled."""
    most = 0.9 if chance.random() < 0.5 else 0.4
    yield from (value for value in kind.values or range(1, 17) if chance.random() < most)


def _scalar(kind: Type, near: list[Any], chance: random.Random) -> Any:
    if kind.kind == "boolean":
        return chance.random() < 0.8
    if kind.kind == "date":
        return FIRST_DAY + timedelta(days=chance.randrange(0, 500))
    if kind.kind == "enum":
        return chance.choice(kind.values or ("",))
    if kind.unit == (("year", 1),):
        return chance.randrange(2021, 2025)
    around = chance.choice(near)
    if kind.integer:
        return max(0, int(around) + chance.randrange(-1, 2))
    return max(Fraction(0), Fraction(around) + Fraction(chance.randrange(-3, 4), 4))
