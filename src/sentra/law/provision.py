"""One tested provision, compiled: its outcome on a record's facts, and the finding that explains it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sentra.law.clauses import LANGUAGES, Clause, FactDeclaration
from sentra.law.evaluation import MIRRORED, Compiler, Facts, Reading, missing_facts
from sentra.law.language import Call, Comparison, Membership, Node
from sentra.law.types import write_unit
from sentra.law.verdict import Details, FactRead, Head, Measurement, ParameterUsed


class LeftOut(Enum):
    """The outcome of a clause whose ``applies_when`` is false."""

    MARK = "left out"


LEFT_OUT = LeftOut.MARK
_NO_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType({})
Outcome = bool | None | LeftOut


class Provision:
    """One tested clause, compiled."""

    def __init__(self, clause: Clause, non_working: frozenset[date]) -> None:
        self.year_fact = _year_fact(clause)
        self.years: dict[int, Provision] = {}
        if self.year_fact is not None:
            self.years = {year: Provision(found, non_working) for year, found in _by_year(clause).items()}
            clause = _without_years(clause)
        self.clause = clause
        values = clause.values
        self.compiler = Compiler({name: used.value for name, used in values.items()}, non_working)
        self.judge = self._compile()
        read = {name for tree in self._trees() for name in tree.parameters()}
        self.parameters = tuple(
            ParameterUsed(used.name, used.value, used.since, used.source)
            for name, used in values.items()
            if name in read
        )

    def _trees(self) -> tuple[Node, ...]:
        return tuple(tree for tree in (self.clause.applies_when, self.clause.condition) if tree is not None)

    def _compile(self) -> Reading:
        condition = self.clause.condition
        if condition is None:
            raise ValueError(f"{self.clause.id} has no condition")
        test = self.compiler.compile(condition)
        if self.year_fact is not None:
            test = _choosing(
                self.year_fact, {year: p.compiler.compile(condition) for year, p in self.years.items()}, test
            )
        if self.clause.applies_when is None:
            return test
        applies = self.compiler.compile(self.clause.applies_when)

        def guarded(facts: Facts) -> Outcome:
            counts = applies(facts)
            if counts is True:
                outcome: bool | None = test(facts)
                return outcome
            return None if counts is None else LEFT_OUT

        return guarded

    @cached_property
    def head(self) -> Head:
        """What all findings of the provision have in common."""
        labels = {lang: self.clause.label(lang) for lang in LANGUAGES}
        return Head(self.clause.id, self.clause.cite, labels, self.clause.severity)

    def details(self, outcome: bool | None, facts: Facts) -> Details:
        """Return what was read, what is missing, what could still change the outcome."""
        if self.year_fact is not None and facts.get(self.year_fact) in self.years:
            return self.years[facts[self.year_fact]].details(outcome, facts)
        tell = self.teller
        undecided: tuple[str, ...] = ()
        if outcome is None:
            found = {name for reading in tell.undecided for name in reading(facts)}
            undecided = tuple(name for name in tell.facts if name in found)
        return Details(
            tuple([_fact_read(fact, facts[name]) for name, fact in tell.facts.items() if facts.get(name) is not None]),
            self.parameters,
            tell.missing(facts),
            undecided,
            self._measurement(facts),
        )

    def _measurement(self, facts: Facts) -> Measurement | None:
        pair = self.teller.pair
        if pair is None:
            return None
        measured, threshold = pair.left(facts), pair.right(facts)
        if measured is None or threshold is None:
            return None
        labels = self._labels(pair.node, measured, threshold) if pair.is_enum else _NO_LABELS
        return Measurement(measured, pair.operator, threshold, pair.node.type.kind, pair.unit, labels)

    def _labels(self, node: Node, *values: Any) -> dict[str, dict[str, str]]:
        names = node.facts()
        if len(names) != 1:
            return {}
        fact = self.clause.fact(names[0])
        named = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
        return {lang: {str(item): fact.value_label(item, lang) for item in named} for lang in LANGUAGES}

    @cached_property
    def teller(self) -> _Teller:
        """What findings need beside the outcome; made when the first finding is asked for."""
        trees = self._trees()
        names = dict.fromkeys(name for tree in trees for name in tree.facts())
        return _Teller(
            facts={name: self.clause.fact(name) for name in names},
            missing=missing_facts(*trees),
            undecided=tuple(self.compiler.undecided(tree) for tree in trees),
            pair=self._pair(),
        )

    def _pair(self) -> _Pair | None:
        """Only where the whole test is one comparison; a function that gives true or false is none."""
        node = self.clause.test
        if not isinstance(node, (Comparison, Membership)):
            return None
        left, right, written = node.left, node.right, node.operator
        if isinstance(node, Comparison) and not left.facts() and right.facts():
            left, right, written = right, left, MIRRORED[written]
        if isinstance(left, Call) and left.function == "rank":
            return None
        compile_ = self.compiler.compile
        unit = write_unit(left.type.unit) or write_unit(right.type.unit)
        return _Pair(left, compile_(left), written, compile_(right), unit, left.type.kind == "enum")


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two sides of a provision whose test is one comparison: the measured one, then its threshold."""

    node: Node
    left: Reading
    operator: str
    right: Reading
    unit: str | None
    is_enum: bool


@dataclass(frozen=True, slots=True)
class _Teller:
    """What a provision's findings are made from."""

    facts: Mapping[str, FactDeclaration]
    missing: Callable[[Facts], tuple[str, ...]]
    undecided: tuple[Callable[[Facts], frozenset[str]], ...]
    pair: _Pair | None


def _year_fact(clause: Clause) -> str | None:
    """The fact that names the year whose ``yearly`` values count; without one the law's own date decides."""
    if not any(parameter.yearly for parameter in clause.parameters.values()):
        return None
    names = [fact.name for fact in clause.facts if fact.kind.kind == "number" and fact.unit == "year"]
    return names[0] if len(names) == 1 else None


def _without_years(clause: Clause) -> Clause:
    plain = {name: replace(parameter, yearly={}) for name, parameter in clause.parameters.items()}
    return replace(clause, parameters=plain)


def _by_year(clause: Clause) -> dict[int, Clause]:
    years = sorted({year for parameter in clause.parameters.values() for year in parameter.yearly})
    return {
        year: replace(
            clause,
            parameters={
                name: replace(p, steps=(p.yearly[year],) if year in p.yearly else p.steps, yearly={})
                for name, p in clause.parameters.items()
            },
        )
        for year in years
    }


def _choosing(fact: str, years: Mapping[int, Reading], otherwise: Reading) -> Reading:
    return lambda facts: years.get(facts.get(fact, 0), otherwise)(facts)


def _fact_read(declaration: FactDeclaration, value: Any) -> FactRead:
    kind = declaration.kind.kind
    if kind == "date" and isinstance(value, str):
        value = date.fromisoformat(value)
    elif kind == "map":
        value = {int(year): found for year, found in value.items()}
    elif kind == "list":
        value = tuple(value)
    return FactRead(declaration.name, value, kind, declaration.unit)
