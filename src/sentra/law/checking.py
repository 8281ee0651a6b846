"""A check bound to a date: its clauses compiled, ready to judge records one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sentra.law.clauses import CheckText, Clause, FactDeclaration
from sentra.law.evaluation import Facts, Reading
from sentra.law.provision import LEFT_OUT, Outcome, Provision
from sentra.law.validation import FactProblem, validate_facts
from sentra.law.verdict import Finding, Verdict


@dataclass(frozen=True, slots=True)
class _Plan:
    """The provisions that count for one activity (or for none), in the order of the text."""

    provisions: tuple[Provision, ...]
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
        self.provisions = tuple(Provision(clause, non_working) for clause in tested)
        self.ranks = tuple(
            (Provision(clause, non_working), clause.values["rank"].value)
            for clause in text.clauses
            if clause.rank_when is not None
        )
        self._plans: dict[str | None, _Plan] = {}
        self.chain_fact = next(
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
        if self.lower is not None and self.chain_fact is not None and known.get(self.chain_fact) is None:
            lower = self.lower.judge(facts, activity_id)
            known[self.chain_fact] = lower.verdict
        activity = activity_id or known.get("activity_id")
        plan = self._plans.get(activity) or self._plan(activity)
        outcomes = tuple([judge(known) for judge in plan.judges])
        recall = partial(_findings, plan, outcomes, known)
        if self.text.mode == "any_class":
            return self._judge_classes(plan, outcomes, recall)
        rank = self._rank(known) if self.ranks else None
        if outcomes == plan.all_true and outcomes:
            return Verdict(
                self.text.id, self.text.regulation, self.on, "met", (), (), (), rank, {}, True, lower, activity, recall
            )
        return self._judge_all(plan, outcomes, rank, lower, activity, recall)

    def _plan(self, activity: str | None) -> _Plan:
        provisions = tuple(
            provision
            for provision in self.provisions
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
        applicable = outcomes.count(LEFT_OUT) < len(outcomes)
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
                if all(found[clause] in (True, LEFT_OUT) for clause in ids)
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
            applicable=any(outcome is not LEFT_OUT for outcome in outcomes),
            recall=recall,
        )

    def _rank(self, facts: Facts) -> int | None:
        for provision, rank in self.ranks:
            outcome = provision.judge(facts)
            if outcome is None:
                return None
            if outcome is True:
                return int(rank)
        return None


def _findings(plan: _Plan, outcomes: tuple[Outcome, ...], facts: Facts) -> tuple[Finding, ...]:
    return tuple(
        [
            Finding(provision, outcome, facts)
            for provision, outcome in zip(plan.provisions, outcomes, strict=True)
            if outcome is not LEFT_OUT
        ]
    )
