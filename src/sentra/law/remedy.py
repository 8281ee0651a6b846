"""What would make a check met: for each provision that fails or is undecided, the nearest values that would do.

Computed from the provision's condition tree and the facts as they are, and verified by judging again. Nothing here
says that a fact may be changed; it says how far it is from the law.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentra.law.checking import Check
from sentra.law.clauses import Clause, FactDeclaration
from sentra.law.evaluation import Compiler, Facts
from sentra.law.functions import observed
from sentra.law.language import And, Call, Comparison, Constant, Node, Not, Or, Parameter
from sentra.law.nearest import limits_of, nearest_choice, nearest_day, nearest_list, nearest_number
from sentra.law.provision import LEFT_OUT, Provision

_ROUNDS = 4
# Numbers that a calendar takes stay within it: the years there are, and counts of days or months.
_CALENDAR = frozenset({"date", "last_day", "add_months", "nth_working_day_after"})
_YEARS, _COUNT = (1900, 2200), (0, 1000)
Changes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that would have to be known, or to be another: from ``before`` (None while missing) to ``value``.

    ``others`` are further values that would do as well. ``is_example`` marks a missing fact that only has to be
    known, such as whether a condition applies at all: its value is one with which the provision holds.
    """

    fact: FactDeclaration
    before: Any
    value: Any
    others: tuple[Any, ...] = ()
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would make one provision of a check met; ``changes`` is empty where no values were found."""

    check: str
    clause: Clause
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """The remedies in the order of the text, those of the lower check first.

    ``together`` are the facts with which the whole check is met, verified; None where none were found.
    """

    remedies: tuple[Remedy, ...]
    together: Mapping[str, Any] | None


def advise(check: Check, facts: Mapping[str, Any], activity_id: str | None = None) -> Advice:
    """Return what would make a check met, and its preferences followed; nothing where there is nothing to do.

    Of a check that is met by one class of several, only the class with the fewest changes is told.
    """
    known = {name: value for name, value in facts.items() if value is not None}
    if check.text.classes and check.judge(known, activity_id).verdict == "met":
        return Advice((), known)
    classes: list[Sequence[str] | None] = [*check.text.classes.values()] or [None]
    plans = [(_remedies(check, known, activity_id, ids), _together(check, known, activity_id, ids)) for ids in classes]
    remedies, together = min(plans, key=lambda plan: _effort(known, *plan))
    return Advice(remedies, together)


def _effort(known: Facts, remedies: Sequence[Remedy], together: Facts | None) -> tuple[bool, int]:
    changed = 0 if together is None else sum(known.get(name) != value for name, value in together.items())
    return together is None, changed or len(remedies)


def _remedies(check: Check, known: Changes, activity: str | None, only: Sequence[str] | None) -> tuple[Remedy, ...]:
    lower = _lower_open(check, known, activity)
    found = list(advise(check.lower, known, activity).remedies) if lower and check.lower is not None else []
    for provision in _open(check, known, activity, only):
        changes = _changes(provision, known, check.on)
        found.append(Remedy(check.id, provision.clause, tuple(changes or ())))
    return tuple(found)


def _together(check: Check, known: Changes, activity: str | None, only: Sequence[str] | None) -> Changes | None:
    """The facts mended provision by provision, each on what the ones before have changed."""
    state = dict(known)
    if _lower_open(check, state, activity) and check.lower is not None:
        below = advise(check.lower, state, activity).together
        if below is None:
            return None
        state |= below
    moved: set[str] = set()  # what one provision has moved another had better leave alone
    for _round in range(_ROUNDS):
        if check.judge(state, activity).verdict == "met":
            return state
        for provision in _open(check, state, activity, only):
            if provision.clause.severity == "must":
                for change in _changes(provision, state, check.on, moved) or ():
                    state[change.fact.name] = change.value
                    moved.add(change.fact.name)
    return None


def _lower_open(check: Check, facts: Facts, activity: str | None) -> bool:
    """Whether the check asks a lower one that these facts do not meet."""
    if check.lower is None or check.chain_fact is None or facts.get(check.chain_fact) is not None:
        return False
    return check.lower.judge(facts, activity).verdict != "met"


def _open(check: Check, facts: Facts, activity: str | None, only: Sequence[str] | None) -> Iterator[Provision]:
    """The provisions that count here and do not hold, without the one that only asks for the lower check."""
    for provision in check.provisions:
        clause = provision.clause
        counts = not clause.applies_to or (activity or facts.get("activity_id")) in clause.applies_to
        is_chain = facts.get(check.chain_fact or "") is None and any(f.name == check.chain_fact for f in clause.facts)
        if counts and not is_chain and (only is None or clause.id in only) and not _holds(provision, facts):
            yield provision


def _holds(provision: Provision, facts: Facts) -> bool:
    return provision.judge(facts) in (True, LEFT_OUT)


def _changes(provision: Provision, facts: Facts, on: date, last: Collection[str] = ()) -> list[Change] | None:
    """The changes that make one provision hold on these facts, or None where none were found.

    ``last`` are the facts to change only where no other one will do.
    """
    solver = _Solver(_of_the_year(provision, facts), on, last)
    clause = provision.clause
    asked: Changes = {}
    if clause.applies_when is not None and solver.read(clause.applies_when, facts) is None:
        for wanted in (True, False):
            asked = solver.solve(clause.applies_when, wanted, facts) or {}
            if asked:
                break
    state = {**facts, **asked}
    mended = {} if clause.test is None or _holds(provision, state) else solver.solve(clause.test, True, state)
    if mended is None or not _holds(provision, {**state, **mended}):
        return None
    together = {**asked, **mended}
    return [
        Change(
            fact=clause.fact(name),
            before=facts.get(name),
            value=value,
            others=solver.others(provision, name, {**facts, **together}),
            is_example=_is_example(clause.fact(name), facts.get(name), name in asked and name not in mended),
        )
        for name, value in together.items()
    ]


def _is_example(fact: FactDeclaration, before: Any, only_asked: bool) -> bool:
    """Whether the fact only has to be known: it decides what applies, or a series has too few years."""
    return only_asked or (fact.type == "map" and len(observed(before or {})) < 2)


def _of_the_year(provision: Provision, facts: Facts) -> Provision:
    """The provision with the values of the year that the facts name, where single years have values of their own."""
    year = facts.get(provision.year_fact) if provision.year_fact is not None else None
    return provision.years.get(year, provision) if year is not None else provision


class _Solver:
    """Finds values for the facts of one provision."""

    def __init__(self, provision: Provision, on: date, last: Collection[str]) -> None:
        self.clause = provision.clause
        self.compiler: Compiler = provision.compiler
        self.on = on
        self.last = last
        trees = [tree for tree in (self.clause.applies_when, self.clause.test) if tree is not None]
        self.named = list(dict.fromkeys(item for tree in trees for item in self._named(tree)))

    def read(self, node: Node, facts: Facts) -> Any:
        """What a part of the condition gives on these facts."""
        return self.compiler.compile(node)(facts)

    def solve(self, node: Node, wanted: bool, facts: Facts) -> Changes | None:
        """The changes that make a condition true (or false), none where it is so already, None where none do."""
        if self.read(node, facts) is wanted:
            return {}
        if isinstance(node, Not):
            return self.solve(node.operand, not wanted, facts)
        if isinstance(node, (And, Or)):
            if isinstance(node, And) is wanted:
                return self._all(node, wanted, facts)
            options = [self.solve(part, wanted, facts) for part in node.operands]
            return min((one for one in options if one), key=len, default=None)
        return self._leaf(node, wanted, facts)

    def _all(self, node: And | Or, wanted: bool, facts: Facts) -> Changes | None:
        """Part by part, again where a later part undid an earlier one."""
        changes: Changes = {}
        for _round in range(_ROUNDS):
            for part in node.operands:
                found = self.solve(part, wanted, {**facts, **changes})
                if found is None:
                    return None
                changes |= found
            if self.read(node, {**facts, **changes}) is wanted:
                return changes
        return None

    def _leaf(self, node: Node, wanted: bool, facts: Facts) -> Changes | None:
        """One fact changed; where several are missing, all but one filled with an example first."""
        missing = [name for name in node.facts() if facts.get(name) is None]
        for name in sorted(node.facts(), key=lambda name: (name not in missing, name in self.last)):
            for filled in self._filled([other for other in missing if other != name]):
                state = {**facts, **filled}
                if self.read(node, state) is wanted:
                    return filled
                value = self._value(node, wanted, self.clause.fact(name), state)
                if value is not None:
                    return {**filled, name: value}
        return None

    def _filled(self, names: Sequence[str]) -> Iterable[Changes]:
        if not names:
            return [{}]
        examples = [self._examples(self.clause.fact(name)) for name in names]
        rows = max(map(len, examples))
        return [
            {name: own[row % len(own)] for name, own in zip(names, examples, strict=True) if own} for row in range(rows)
        ]

    def _examples(self, fact: FactDeclaration) -> list[Any]:
        """A few values for a fact that only has to be known."""
        if fact.type == "boolean":
            return [True, False]
        if fact.type == "date":
            return [self.on]
        if fact.type == "enum":
            return list(fact.values)
        if fact.type == "list":
            return [[item for item in self.named if item in fact.values] or list(fact.values[:1])]
        if fact.type == "map":
            return [self._two_years(fact, {})]
        numbers = [item for item in self.named if isinstance(item, int) and not isinstance(item, bool)]
        return list(fact.values) or ([self.on.year] if fact.unit == "year" else [*numbers, 1, 0])

    def _value(self, node: Node, wanted: bool, fact: FactDeclaration, facts: Facts) -> Any:
        """The nearest value of one fact that makes a part true (or false), or None."""
        read = self.compiler.compile(node)

        def holds(value: Any) -> bool:
            return read({**facts, fact.name: value}) is wanted

        current = facts.get(fact.name)
        if fact.type == "boolean":
            return next((value for value in (True, False) if holds(value)), None)
        if fact.type == "enum":
            return next(iter(nearest_choice(fact.values, current, holds)), None)
        if fact.type == "list":
            return nearest_list(fact.values, current or (), holds, self.named)
        if fact.type == "map":
            return self._series(fact, current or {}, holds, self._years_beside(node, fact, facts))
        meets = self._apart(node, fact, facts)
        if fact.type == "date":
            day = date.fromisoformat(current) if isinstance(current, str) else current
            return nearest_day(day, holds, meets=meets, around=day or self.on)
        if fact.values:
            return next(iter(nearest_choice(fact.values, current, holds)), None)
        numbers = [item for item in self.named if not isinstance(item, (str, bool, date))]
        limits = self._limits(node, fact)
        return nearest_number(fact.kind, current, holds, limits=limits, meets=meets, named=numbers)

    def _limits(self, node: Node, fact: FactDeclaration) -> tuple[int, int]:
        """The numbers to search among."""
        if fact.unit == "year":
            return _YEARS
        calls = (part for part in node.walk() if isinstance(part, Call) and part.function in _CALENDAR)
        if any(fact.name in call.facts() for call in calls):
            return _COUNT
        return limits_of(fact.kind, fact.may_be_negative)

    def _years_beside(self, node: Node, fact: FactDeclaration, facts: Facts) -> list[int]:
        """The years that the other series of a part have: those in which this one is asked for."""
        others = (facts.get(name) for name in node.facts() if name != fact.name)
        return sorted({year for one in others if isinstance(one, Mapping) for year, _value in observed(one)[:2]})

    def _series(self, fact: FactDeclaration, series: Mapping[Any, Any], holds: Any, years: Sequence[int]) -> Any:
        """The series with another value in its latest year; years that are missing are filled with an example."""
        full = self._two_years(fact, series, years)
        latest, value = observed(full)[0]

        def with_value(found: Any) -> dict[int, Any]:
            return full | {latest: found}

        def at(found: Any) -> bool:
            return bool(holds(with_value(found)))

        if at(value):
            return full
        kind = fact.kind.item or fact.kind
        if fact.items == "enum":
            found = next(iter(nearest_choice(fact.values, value, at)), None)
        else:
            found = nearest_number(kind, value, at, limits=limits_of(kind, fact.may_be_negative))
        return None if found is None else with_value(found)

    def _two_years(self, fact: FactDeclaration, series: Mapping[Any, Any], years: Sequence[int] = ()) -> dict[int, Any]:
        """The series with the years wanted, and with as many before the latest as it takes to have two."""
        given = {int(year): value for year, value in series.items() if value is not None}
        example = next(iter(given.values()), fact.values[0] if fact.values else 1)
        known = dict.fromkeys(years, example) | given
        first = min(known, default=self.on.year)
        missing = max(0, 2 - len(known))
        return {first - back: example for back in range(missing, 0, -1)} | known

    def _apart(self, node: Node, fact: FactDeclaration, facts: Facts) -> Any:
        """How far the sides of a comparison lie apart when the fact takes a value; None for other parts."""
        if not isinstance(node, Comparison) or node.left.type.kind not in ("number", "date"):
            return None
        left, right = self.compiler.compile(node.left), self.compiler.compile(node.right)

        def apart(value: Any) -> Any:
            state = {**facts, fact.name: value}
            first, second = left(state), right(state)
            if first is None or second is None:
                return None
            return (first - second).days if isinstance(first, date) else first - second

        return apart

    def others(self, provision: Provision, name: str, facts: Facts) -> tuple[Any, ...]:
        """Further values of an enum with which the provision holds as well."""
        fact = self.clause.fact(name)
        if fact.type != "enum":
            return ()
        values = (value for value in fact.values if value != facts[name])
        return tuple(value for value in values if provision.judge({**facts, name: value}) is True)

    def _named(self, tree: Node) -> Iterator[Any]:
        """The values that a condition names, in the order of the text."""
        for node in tree.walk():
            if isinstance(node, (Constant, Parameter)):
                value = self.compiler.compile(node)({})
                yield from value if isinstance(value, (list, tuple)) else (value,)


__all__ = ["Advice", "Change", "Remedy", "advise"]
