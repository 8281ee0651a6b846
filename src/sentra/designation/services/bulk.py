"""Deciding on many at once: each item stands for itself, with its own result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sentra.access.policy import Forbidden
from sentra.designation.models import Proposal
from sentra.pages.errors import Problem, Refused
from sentra.territory.scope import OutsideTerritory


@dataclass(frozen=True)
class Outcome:
    """What became of one item: done, or refused with the reason, the provisions and the findings."""

    proposal: Proposal
    is_done: bool
    reason: str = ""
    remedy: str = ""
    clause_ids: tuple[str, ...] = ()
    findings: Sequence[Any] = ()


def each(proposals: Iterable[Proposal], act: Callable[[Proposal], object]) -> list[Outcome]:
    """Take a step with each proposal; one that is refused leaves the others untouched.

    A proposal outside the territory is not an item of the list: it raises for the whole.
    """
    outcomes = []
    for proposal in proposals:
        try:
            with transaction.atomic():
                act(proposal)
        except OutsideTerritory:
            raise
        except Forbidden as error:
            denied = error.denied
            outcomes.append(Outcome(proposal, False, denied.reason, clause_ids=denied.clauses))
        except Problem as problem:
            clauses = problem.clause_ids if isinstance(problem, Refused) else ()
            findings = problem.findings if isinstance(problem, Refused) else ()
            outcomes.append(
                Outcome(proposal, False, str(problem.reason), str(problem.remedy), tuple(clauses), findings)
            )
        else:
            outcomes.append(Outcome(proposal, True))
    return outcomes
