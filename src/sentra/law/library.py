"""All loaded regulations, and the law as it stands on one day."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from sentra.law.amending import amended, resolved
from sentra.law.checking import Check
from sentra.law.clauses import Clause
from sentra.law.errors import LawError, TextError, UnknownName
from sentra.law.language import Constant
from sentra.law.reading import Source, find_regulations, read_source
from sentra.law.regulation import Regulation, build_regulation

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

    def letters(self, clause: str, value: object) -> tuple[Clause, ...]:
        """Return the clauses below a clause that name a value, among their own values or in their conditions.

        ``law.letters("kopukm-pk2umk-2022/6.2", "server_rental")`` → Pasal 6 ayat (2) huruf a.
        """
        regulation = self.regulations[self.clause(clause).regulation]
        below = (self.clause(name) for name in regulation.clauses if name.startswith(f"{clause}."))
        return tuple(one for one in below if _names(one, value))

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
            source = amended(regulations[identity].source, own)
            regulations[identity] = build_regulation(source, verify_examples=False)
        return Law(regulations, self.date, self.non_working)

    def with_non_working_days(self, days: Collection[datetime.date]) -> Law:
        """Return the same law with an office's own calendar: ``days`` are not worked, beside weekends."""
        return Law(self.regulations, self.date, frozenset(days))

    def _in_force(self) -> Iterator[Regulation]:
        return (text for text in self.regulations.values() if text.is_in_force(self.date))

    def _regulation_with_check(self, name: str) -> Regulation:
        """The version in force on the day; where none is, the last one, which then says so."""
        found = [text for text in self.regulations.values() if name in text.checks]
        if not found:
            raise UnknownName(f"no check {name} in the loaded texts")
        in_force = (text for text in found if text.is_in_force(self.date))
        return next(in_force, max(found, key=lambda text: text.since))


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

    def versions(self, regulation: str) -> tuple[Regulation, ...]:
        """Return a regulation with those it supersedes and that supersede it, the oldest first.

        The texts name it themselves (``supersedes: <id>`` or a list); :class:`UnknownName` for an unknown id.
        """
        if regulation not in self.regulations:
            raise UnknownName(f"no regulation {regulation} in the loaded texts")
        family, grown = {regulation}, True
        while grown:
            links = [{one.id, *one.supersedes} & self.regulations.keys() for one in self.regulations.values()]
            wider = family.union(*(link for link in links if link & family))
            family, grown = wider, wider != family
        return tuple(sorted((self.regulations[name] for name in family), key=lambda text: text.since))

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses of all regulations, in the order of the texts."""
        return tuple(clause for text in self.regulations.values() for clause in text.clauses.values())


_KEPT_LAWS = 64


def load_library(*folders: Path) -> Library:
    """Load every regulation below the folders (or single files) and validate them; raises :class:`TextError`.

    Two texts may hold the same check only where their times in force do not overlap: versions of one regulation. A
    text that ``supersedes`` another ends it; one that is ``based_on`` another takes over what it does not say itself.
    """
    sources: dict[str, Source] = {}
    for path in (path for folder in folders for path in find_regulations(folder)):
        source = read_source(path)
        name = str(source.identity.get("id"))
        if name in sources:
            raise TextError(f"regulation {name} is loaded twice", file=path.name)
        sources[name] = source
    if not sources:
        raise LawError(f"no regulation found in {', '.join(map(str, folders))}")
    regulations: dict[str, Regulation] = {}
    for source in resolved(list(sources.values())):
        text = build_regulation(source)
        for other in regulations.values():
            shared = sorted(text.checks.keys() & other.checks.keys())
            if shared and text.overlaps(other):
                raise TextError(f"check {shared[0]} stands in {other.id} too", file=source.path.name)
        regulations[text.id] = text
    return Library(regulations)


_READING = Lock()


def library() -> Library:
    """Return all built-in regulations; read once, also where two threads ask at the same moment."""
    with _READING:
        return _built_in()


@cache
def _built_in() -> Library:
    return load_library(TEXTS)


def _names(clause: Clause, value: object) -> bool:
    held = (used.value for used in clause.values.values())
    if any(value in one if isinstance(one, tuple) else one == value for one in held):
        return True
    trees = (tree for tree in (clause.applies_when, clause.condition) if tree is not None)
    return any(isinstance(node, Constant) and node.value == value for tree in trees for node in tree.walk())
