"""The judgements of the regency's working group that enter the checks: superseded, never overwritten (7.a.s2, 15.a)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import Grounds, record_decision
from sentra.designation.facts import DEFINITION, facts_to_assess
from sentra.designation.judging import law_of, law_version, tier_checks
from sentra.designation.models import AssessedFact
from sentra.designation.transitions import clause_id
from sentra.documents.models import Evidence
from sentra.law import FactDeclaration
from sentra.pages.errors import BadInput
from sentra.registry.models import Sentra, Tier

Problems = list[tuple[str, Any, Any, Any]]


def record_assessed_fact(
    *,
    actor: Actor,
    sentra: Sentra,
    name: str,
    value: Any,
    reason: str,
    assessed_on: dt.date,
    evidence: Sequence[Evidence] = (),
    id: UUID | None = None,
) -> AssessedFact:
    """Record a judgement that enters the checks: by the working group of the regency, with date and reason.

    The judgement before it stays readable as superseded. Raises `BadInput` for a fact that nobody assesses, a value
    outside its kind, a missing reason or a day still to come.
    """
    ensure(actor, "designation.assess", sentra)

    def create(key: UUID) -> AssessedFact:
        declaration = _assessable(actor.today).get(name)
        problems = _value_problems(actor, declaration, "name" if declaration is None else "value", name, value)
        _require(problems + _ground_problems(actor, reason, assessed_on))
        return _write(actor, sentra, name, value, reason, assessed_on, evidence, key)

    return create_once(AssessedFact, actor, id, create)


def record_assessed_facts(
    *,
    actor: Actor,
    sentra: Sentra,
    values: Mapping[str, Any],
    reason: str,
    assessed_on: dt.date,
    evidence: Sequence[Evidence] = (),
    id: UUID | None = None,
) -> list[AssessedFact]:
    """Record several judgements of one visit, with one day, one reason and one evidence: all of them or none.

    Raises `BadInput` with every problem at once; a wrong value is told by the fact's name.
    """
    ensure(actor, "designation.assess", sentra)
    known = _assessable(actor.today)
    problems: Problems = []
    if not values:
        problems.append(("values", "", _("Nothing was judged."), _("Answer at least one of the questions.")))
    for name, value in values.items():
        problems += _value_problems(actor, known.get(name), name, name, value)
    _require(problems + _ground_problems(actor, reason, assessed_on))
    with transaction.atomic():
        return [
            create_once(
                AssessedFact,
                actor,
                uuid5(id, name) if id else None,
                partial(_write, actor, sentra, name, value, reason, assessed_on, evidence),
            )
            for name, value in values.items()
        ]


def _write(
    actor: Actor,
    sentra: Sentra,
    name: str,
    value: Any,
    reason: str,
    assessed_on: dt.date,
    evidence: Sequence[Evidence],
    key: UUID,
) -> AssessedFact:
    """Keep one judgement in place of the one before it; runs inside a transaction."""
    if actor.user is None:
        raise ValueError("a judgement has an assessor")
    now = timezone.now()
    Sentra.unscoped.select_for_update().get(pk=sentra.pk)  # two judgements of one fact queue up here
    before = AssessedFact.unscoped.filter(sentra=sentra, name=name, superseded_at__isnull=True).first()
    if before is not None:
        AssessedFact.unscoped.filter(pk=before.pk).update(superseded_at=now)
    fact = AssessedFact.unscoped.create(
        id=key,
        sentra=sentra,
        name=name,
        value=value,
        reason=reason.strip(),
        assessed_on=assessed_on,
        assessor=actor.user,
        appointment=actor.appointment,
    )
    fact.evidence.set(evidence)
    law = law_of(actor.today)
    declaration = _assessable(actor.today)[name]
    record_decision(
        actor=actor,
        action="designation.record_fact",
        subject=sentra,
        regency=sentra.regency,
        reason=fact.reason,
        details={
            "fact": name,
            "label": declaration.label("id"),
            "value": value,
            "before": before.value if before else None,
            "assessed_on": assessed_on,
        },
        grounds=Grounds(
            facts={declaration.check: {name: value}},
            law_version=law_version(law),
            clauses=(clause_id("7.a.s2"), clause_id("15.a.2")),
        ),
        at=now,
    )
    return fact


def _assessable(day: dt.date) -> dict[str, FactDeclaration]:
    law = law_of(day)
    return facts_to_assess(law, (DEFINITION, *tier_checks(law, Tier.CLUSTER)))


def _require(problems: Problems) -> None:
    if problems:
        raise BadInput(problems)


def _value_problems(actor: Actor, declaration: FactDeclaration | None, field: str, name: str, value: Any) -> Problems:
    if declaration is None:
        remedy = _("It comes from the registry; mend it there.")
        return [(field, name, _("This fact is not entered by judgement."), remedy)]
    if value is None:
        remedy = _("Leave the whole judgement out if it is not known.")
        return [(field, value, _("A value is needed."), remedy)]
    wrong = law_of(actor.today).check(declaration.check).validate({name: value}, get_language() or "id")
    return [(field, value, _("This value cannot be taken."), one.remedy) for one in wrong]


def _ground_problems(actor: Actor, reason: str, assessed_on: dt.date) -> Problems:
    problems: Problems = []
    if not reason.strip():
        problems.append(
            ("reason", reason, _("A judgement without a reason counts as missing."), _("Say what it rests on."))
        )
    if assessed_on > actor.today:
        problems.append(("assessed_on", assessed_on, _("This day is still to come."), _("Give the day of the visit.")))
    law_of(assessed_on)  # refused before the regulation was in force
    return problems
