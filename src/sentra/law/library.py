"""All loaded regulations, and the law as it stands on one day."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sentra.law.checking import Check
from sentra.law.clauses import Clause
from sentra.law.errors import LawError, TextError, UnknownName
from sentra.law.reading import Source, find_regulations
from sentra.law.regulation import Regulation, build_regulation, load_regulation

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Law:
    """The law on one day: clauses with their values, checks compiled. Immutable.

    A regulation that is not in force on the day raises :class:`sentra.law.NotInForce` when one of its clauses
    or checks is asked for.
    """

    regulations: Mapping[str, Regulation]
    date: datetime.date
    non_working: frozenset[datetime.date] | None = None
    _checks: dict[str, Check] = field(default_factory=dict, repr=False, compare=False)

    @property
    def checks(self) -> tuple[str, ...]:
        """The names of all checks in force, in the order of the texts."""
        return tuple(check for text in self._in_force() for check in text.checks)

    def check(self, name: str) -> Check:
        """Return a check, compiled; raises :class:`UnknownName` or :class:`NotInForce`."""
        if name not in self._checks:
            regulation = self._regulation_with_check(name)
            regulation.require_in_force(self.date)
            text = regulation.checks[name]
            bound = replace(text, clauses=tuple(replace(clause, on=self.date) for clause in text.clauses))
            lower = self.check(text.requires) if text.requires else None
            days = self.non_working if self.non_working is not None else regulation.non_working
            self._checks[name] = Check(bound, self.date, lower, days)
        return self._checks[name]

    def clause(self, name: str) -> Clause:
        """Return a clause with the values of the day; raises :class:`UnknownName` or :class:`NotInForce`."""
        regulation = self.regulations.get(name.partition("/")[0])
        if regulation is None or name not in regulation.clauses:
            raise UnknownName(f"no clause {name} in the loaded texts")
        regulation.require_in_force(self.date)
        return replace(regulation.clauses[name], on=self.date)

    def clauses(
        self,
        *,
        regulation: str | None = None,
        article: str | None = None,
        kind: str | None = None,
        actor: str | None = None,
        check: str | None = None,
    ) -> tuple[Clause, ...]:
        """Return the clauses in force that fit all the given filters, in the order of the texts."""
        return tuple(
            replace(clause, on=self.date)
            for text in self._in_force()
            for clause in text.clauses.values()
            if regulation in (None, text.id)
            and article in (None, clause.article)
            and kind in (None, clause.kind)
            and check in (None, clause.check)
            and (actor is None or actor in clause.actors)
        )

    def parameter(self, clause: str, name: str) -> Any:
        """Return a clause's value on the day; raises :class:`UnknownName` when it sets no such value."""
        values = self.clause(clause).values
        if name not in values:
            raise UnknownName(f"{clause} sets no {name}")
        return values[name].value

    def amended(self, changes: Mapping[str, Mapping[str, Any] | None]) -> Law:
        """Return another law with other values, conditions or clauses; this one stays as it is.

        ``changes`` maps a clause id to the keys that change, written as in the text: ``{"parameters":
        {"min_member_count": 25}}`` replaces one value and keeps the others, any other key replaces what stood
        there. None strikes the clause out; an unknown id adds a whole clause. The result is validated like a
        text (:class:`TextError`), save that examples need not hold under the changed values.
        """
        by_regulation: dict[str, dict[str, Mapping[str, Any] | None]] = {}
        for name, change in changes.items():
            identity = name.partition("/")[0]
            if identity not in self.regulations:
                raise UnknownName(f"no regulation {identity} in the loaded texts")
            by_regulation.setdefault(identity, {})[name] = change
        regulations = dict(self.regulations)
        for identity, own in by_regulation.items():
            source = _amended(regulations[identity].source, own)
            regulations[identity] = build_regulation(source, verify_examples=False)
        return Law(regulations, self.date, self.non_working)

    def with_non_working_days(self, days: Collection[datetime.date]) -> Law:
        """Return the same law with an office's own calendar: ``days`` are not worked, beside weekends."""
        return Law(self.regulations, self.date, frozenset(days))

    def _in_force(self) -> Iterator[Regulation]:
        for text in self.regulations.values():
            if text.since <= self.date and (text.until is None or self.date <= text.until):
                yield text

    def _regulation_with_check(self, name: str) -> Regulation:
        for text in self.regulations.values():
            if name in text.checks:
                return text
        raise UnknownName(f"no check {name} in the loaded texts")


@dataclass(frozen=True)
class Library:
    """The loaded regulations, whatever their dates."""

    regulations: Mapping[str, Regulation]
    _laws: dict[datetime.date, Law] = field(default_factory=dict, repr=False, compare=False)

    def on(self, day: datetime.date) -> Law:
        """Return the law of a day; kept, so that its checks are compiled once."""
        if day not in self._laws:
            if len(self._laws) >= _KEPT_LAWS:
                self._laws.pop(next(iter(self._laws)), None)
            self._laws[day] = Law(self.regulations, day)
        return self._laws[day]

    def clause(self, name: str) -> Clause:
        """Return a clause whatever the date, with the values of its regulation's first day."""
        for regulation in self.regulations.values():
            if name in regulation.clauses:
                return regulation.clauses[name]
        raise UnknownName(f"no clause {name} in the loaded texts")

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses of all regulations, in the order of the texts."""
        return tuple(clause for text in self.regulations.values() for clause in text.clauses.values())


_KEPT_LAWS = 64


def load_library(*folders: Path) -> Library:
    """Load every regulation below the folders (or single files) and validate them; raises :class:`TextError`."""
    regulations: dict[str, Regulation] = {}
    owners: dict[str, str] = {}
    for folder in folders:
        for path in find_regulations(folder):
            text = load_regulation(path)
            if text.id in regulations:
                raise TextError(f"regulation {text.id} is loaded twice", file=path.name)
            for check in text.checks:
                if check in owners:
                    raise TextError(f"check {check} stands in {owners[check]} too", file=path.name)
                owners[check] = text.id
            regulations[text.id] = text
    if not regulations:
        raise LawError(f"no regulation found in {', '.join(map(str, folders))}")
    return Library(regulations)


@cache
def library() -> Library:
    """Return all built-in regulations; read once."""
    return load_library(TEXTS)


def _amended(source: Source, changes: Mapping[str, Mapping[str, Any] | None]) -> Source:
    changed = copy.copy(source)
    changed.head = copy.deepcopy(source.head)
    changed.clauses = []
    left = dict(changes)
    for file, raw in source.clauses:
        if raw["id"] not in left:
            changed.clauses.append((file, raw))
            continue
        change = left.pop(raw["id"])
        if change is None:
            _strike(changed.head, str(raw["id"]))
        else:
            changed.clauses.append((file, _merged(raw, change)))
    for name, change in left.items():
        if change is None:
            raise UnknownName(f"no clause {name} to strike out")
        whole = {**copy.deepcopy(dict(change)), "id": name}
        changed.clauses.append(("amendment", whole))
        _enlist(changed.head, whole)
    return changed


def _merged(raw: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**copy.deepcopy(dict(raw)), **copy.deepcopy(dict(change))}
    if "parameters" in change:
        merged["parameters"] = {**(raw.get("parameters") or {}), **copy.deepcopy(dict(change["parameters"]))}
        replaced = set(change["parameters"])
        merged["yearly"] = {
            year: {name: value for name, value in values.items() if name not in replaced}
            for year, values in (merged.get("yearly") or {}).items()
        }
    return merged


def _strike(head: dict[str, Any], name: str) -> None:
    for check in head.get("checks") or []:
        check["clauses"] = [clause for clause in check.get("clauses") or [] if clause != name]
        for group, ids in (check.get("classes") or {}).items():
            check["classes"][group] = [clause for clause in ids if clause != name]


def _enlist(head: dict[str, Any], clause: Mapping[str, Any]) -> None:
    for check in head.get("checks") or []:
        if check["id"] == clause.get("check"):
            check["clauses"] = [*(check.get("clauses") or []), clause["id"]]
            if clause.get("size_class"):
                check["classes"].setdefault(clause["size_class"], []).append(clause["id"])
