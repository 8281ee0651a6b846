"""A check bound to a date: its clauses compiled, ready to judge records one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

from sentra.law.clauses import LANGUAGES, CheckText, Clause, FactDeclaration
from sentra.law.evaluation import MIRRORED, Compiler, Facts, Reading, missing_facts
from sentra.law.language import Call, Comparison, Membership, Node
from sentra.law.types import write_unit
from sentra.law.validation import FactProblem, validate_facts
from sentra.law.verdict import FactRead, Finding, Measurement, ParameterUsed, Verdict


class _LeftOut(Enum):
    """The outcome of a clause whose ``applies_when`` is false."""

    MARK = "left out"


_LEFT_OUT = _LeftOut.MARK
_NO_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType({})
Outcome = bool | None | _LeftOut


class _Provision:
    """One tested clause, compiled."""

    def __init__(self, clause: Clause, non_working: frozenset[date]) -> None:
        self.year_fact = _year_fact(clause)
        self.years: dict[int, _Provision] = {}
        if self.year_fact is not None:
            self.years = {year: _Provision(found, non_working) for year, found in _by_year(clause).items()}
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
            return None if counts is None else _LEFT_OUT

        return guarded

    def finding(self, outcome: bool | None, facts: Facts) -> Finding:
        """Return the finding for an outcome: what was read, what is missing, what could still change it."""
        if self.year_fact is not None and facts.get(self.year_fact) in self.years:
            return self.years[facts[self.year_fact]].finding(outcome, facts)
        clause, tell = self.clause, self.teller
        undecided: tuple[str, ...] = ()
        if outcome is None:
            found = {name for reading in tell.undecided for name in reading(facts)}
            undecided = tuple(name for name in tell.facts if name in found)
        return Finding(
            clause.id,
            clause.cite,
            tell.labels,
            clause.severity,
            outcome,
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
            labels={lang: self.clause.label(lang) for lang in LANGUAGES},
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

    labels: Mapping[str, str]
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


@dataclass(frozen=True, slots=True)
class _Plan:
    """The provisions that count for one activity (or for none), in the order of the text."""

    provisions: tuple[_Provision, ...]
    judges: tuple[Reading, ...]
    names: tuple[str, ...]
    binding: tuple[bool, ...]
    all_true: tuple[bool, ...]

    def beside(self, outcomes: tuple[Outcome, ...]) -> zip[tuple[str, bool, Outcome]]:
        """Each provision's name, whether it binds, and its outcome."""
        return zip(self.names, self.binding, outcomes, strict=True)


class Check:
    """A check on one day: ``judge`` answers for a record, ``facts`` declares what it asks."""

    def __init__(self, text: CheckText, on: date, lower: Check | None, non_working: frozenset[date]) -> None:
        self.text = text
        self.on = on
        self.lower = lower
        tested = [clause for clause in text.clauses if clause.test is not None]
        self._provisions = tuple(_Provision(clause, non_working) for clause in tested)
        self._ranks = tuple(
            (_Provision(clause, non_working), clause.values["rank"].value)
            for clause in text.clauses
            if clause.rank_when is not None
        )
        self._plans: dict[str | None, _Plan] = {}
        self._chain_fact = next(
            (fact.name for fact in text.facts if lower is not None and fact.derived_from == lower.id), None
        )
        self._asks_activity = any(clause.applies_to for clause in tested)

    @property
    def id(self) -> str:
        """The check's name, such as ``sentra.criteria``."""
        return self.text.id

    @property
    def requires(self) -> str | None:
        """The lower check that must be met first, or None."""
        return self.text.requires

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The check's clauses in the order of the text."""
        return self.text.clauses

    @property
    def facts(self) -> tuple[FactDeclaration, ...]:
        """The facts asked for in the order of the text, then those of the lower checks."""
        own = {fact.name: fact for fact in self.text.facts}
        lower = self.lower.facts if self.lower is not None else ()
        return (*own.values(), *(fact for fact in lower if fact.name not in own))

    @property
    def asks_activity(self) -> bool:
        """Whether some clauses count for named activities only, so that ``activity_id`` must be given."""
        return self._asks_activity

    def fact(self, name: str) -> FactDeclaration:
        """Return one fact's declaration; KeyError when the check asks no such fact."""
        for fact in self.facts:
            if fact.name == name:
                return fact
        raise KeyError(name)

    def title(self, lang: str = "id") -> str:
        """Return the check's title."""
        return self.text.titles[lang]

    def validate(self, facts: Mapping[str, Any], lang: str = "id") -> list[FactProblem]:
        """Return what is wrong with entered values: type, enum, range, unknown names. Missing is not wrong.

        That an assessed fact carries assessor, date and reason is for the caller to see to.
        """
        return validate_facts(self.facts, facts, lang)

    def judge(self, facts: Mapping[str, Any], activity_id: str | None = None) -> Verdict:
        """Return the verdict on one record's facts.

        Absent and null facts are missing. ``activity_id`` (or the fact of that name) picks the clauses that
        count for one activity only; without it they are left out. Facts are taken as valid: call
        :meth:`validate` on entry.
        """
        known: dict[str, Any] = dict(facts)
        lower = None
        if self.lower is not None and self._chain_fact is not None and known.get(self._chain_fact) is None:
            lower = self.lower.judge(facts, activity_id)
            known[self._chain_fact] = lower.verdict
        activity = activity_id or known.get("activity_id")
        plan = self._plans.get(activity) or self._plan(activity)
        outcomes = tuple([judge(known) for judge in plan.judges])
        recall = partial(_findings, plan, outcomes, known)
        if self.text.mode == "any_class":
            return self._judge_classes(plan, outcomes, recall)
        rank = self._rank(known) if self._ranks else None
        if outcomes == plan.all_true and outcomes:
            return Verdict(
                self.text.id, self.text.regulation, self.on, "met", (), (), (), rank, {}, True, lower, activity, recall
            )
        return self._judge_all(plan, outcomes, rank, lower, activity, recall)

    def _plan(self, activity: str | None) -> _Plan:
        provisions = tuple(
            provision
            for provision in self._provisions
            if not provision.clause.applies_to or activity in provision.clause.applies_to
        )
        plan = _Plan(
            provisions,
            judges=tuple(provision.judge for provision in provisions),
            names=tuple(provision.clause.id for provision in provisions),
            binding=tuple(provision.clause.severity == "must" for provision in provisions),
            all_true=tuple(True for _ in provisions),
        )
        self._plans[activity] = plan
        return plan

    def _judge_all(
        self,
        plan: _Plan,
        outcomes: tuple[Outcome, ...],
        rank: int | None,
        lower: Verdict | None,
        activity: str | None,
        recall: partial[tuple[Finding, ...]],
    ) -> Verdict:
        failing: tuple[str, ...] = ()
        missing: tuple[str, ...] = ()
        warnings: tuple[str, ...] = ()
        verdict = "met"
        if None in outcomes:
            missing = tuple([name for name, outcome in zip(plan.names, outcomes, strict=True) if outcome is None])
            if any(outcome is None and must for outcome, must in zip(outcomes, plan.binding, strict=True)):
                verdict = "unknown"
        if False in outcomes:
            false = [(name, must) for name, must, outcome in plan.beside(outcomes) if outcome is False]
            failing = tuple([name for name, must in false if must])
            warnings = tuple([name for name, must in false if not must])
            verdict = "not_met" if failing else verdict
        applicable = outcomes.count(_LEFT_OUT) < len(outcomes)
        head = (self.text.id, self.text.regulation, self.on)
        return Verdict(*head, verdict, failing, missing, warnings, rank, {}, applicable, lower, activity, recall)

    def _judge_classes(
        self, plan: _Plan, outcomes: tuple[Outcome, ...], recall: partial[tuple[Finding, ...]]
    ) -> Verdict:
        found = {p.clause.id: outcome for p, outcome in zip(plan.provisions, outcomes, strict=True)}
        name = self.text.output or "class"
        failing: tuple[str, ...] = ()
        missing: tuple[str, ...] = tuple(clause for clause, outcome in found.items() if outcome is None)
        belongs = next(
            (
                group
                for group, ids in self.text.classes.items()
                if all(found[clause] in (True, _LEFT_OUT) for clause in ids)
            ),
            None,
        )
        if belongs is not None:
            verdict, derived, missing = "met", belongs, ()
        elif all(any(found[clause] is False for clause in ids) for ids in self.text.classes.values()):
            verdict, derived = "not_met", "none"
            failing = tuple(clause for clause, outcome in found.items() if outcome is False)
        else:
            verdict, derived = "unknown", "unknown"
        return Verdict(
            self.text.id,
            self.text.regulation,
            self.on,
            verdict,
            failing,
            missing,
            derived={name: derived},
            applicable=any(outcome is not _LEFT_OUT for outcome in outcomes),
            recall=recall,
        )

    def _rank(self, facts: Facts) -> int | None:
        for provision, rank in self._ranks:
            outcome = provision.judge(facts)
            if outcome is None:
                return None
            if outcome is True:
                return int(rank)
        return None


def _findings(plan: _Plan, outcomes: tuple[Outcome, ...], facts: Facts) -> tuple[Finding, ...]:
    return tuple(
        provision.finding(outcome, facts)
        for provision, outcome in zip(plan.provisions, outcomes, strict=True)
        if not isinstance(outcome, _LeftOut)
    )
