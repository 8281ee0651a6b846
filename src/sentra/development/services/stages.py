"""Recording a development stage (Pasal 9) and classifying performance over a period (Pasal 1 angka 2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.development.entitlements import Stage, clause_id
from sentra.development.models import Classification, Pioneer, RubricVersion, StageRecord
from sentra.development.services.common import (
    Checking,
    ensure_here,
    grounds,
    law_for,
    person,
    refuse,
)
from sentra.development.stage_reading import StageReading, read_stages
from sentra.registry.models import Enterprise, Sentra


@dataclass(frozen=True)
class Pioneering:
    """An enterprise that leads the way, and in which technology."""

    enterprise: Enterprise
    technology: str


def record_stage(
    *,
    actor: Actor,
    sentra: Sentra,
    stage: int,
    pioneers: Sequence[Pioneering] = (),
    evidence: Mapping[str, str] | None = None,
    joint_activity: str = "",
    note: str = "",
    id: UUID | None = None,
) -> StageRecord:
    """Record a stage of a sentra beside all earlier records.

    A stage that follows a check is refused while the check is not met; skipping a stage is refused; a stage with
    pioneers needs a named member and its technology; one with dimensions is kept as incomplete, and does not
    raise the stage, while a dimension or the joint activity is blank. Raises Refused with the provision, BadInput.
    """
    ensure_here(actor, "development.record_stage", sentra)
    law = law_for(actor)
    reading = read_stages(sentra, law, actor.today)
    own = next((view.stage for view in reading.views if view.stage.number == stage), None)
    check = Checking()
    if own is None:
        check.say("stage", stage, _("The regulation knows no such stage."), _("Choose from the list."))
    check.done()
    assert own is not None
    _refuse_derived(own, reading)
    _refuse_skipping(own, reading)
    kept = {name: (evidence or {}).get(name, "").strip() for name in own.dimensions}
    if own.needs_pioneers:
        _check_pioneers(check, sentra, pioneers, actor.today)
        check.done()
    complete = all(kept.values()) and (not own.dimensions or bool(joint_activity.strip()))
    verdict = reading.of(stage).verdict

    def create(key: UUID) -> StageRecord:
        record = StageRecord(
            id=key,
            sentra=sentra,
            stage=stage,
            clause=own.clause,
            evidence=kept,
            joint_activity=joint_activity.strip(),
            note=note.strip(),
            is_complete=complete,
            findings=verdict.to_json() if verdict else {},
            recorded_on=actor.today,
            assessor=person(actor),
            appointment=actor.appointment,
        )
        record.save(force_insert=True)
        named = pioneers if own.needs_pioneers else ()
        Pioneer.unscoped.bulk_create(
            [Pioneer(record=record, enterprise=one.enterprise, technology=one.technology.strip()) for one in named]
        )
        record_decision(
            actor=actor,
            action="development.record_stage",
            subject=record,
            regency=sentra.regency,
            from_state=str(reading.shown),
            to_state=str(stage),
            details={
                "sentra": sentra.name,
                "stage": stage,
                "complete": complete,
                "pioneers": [f"{one.enterprise.name}: {one.technology}" for one in named],
            },
            grounds=grounds(law, [own.clause], None, verdict),
        )
        return record

    return create_once(StageRecord, actor, id, create)


def _refuse_derived(stage: Stage, reading: StageReading) -> None:
    verdict = reading.of(stage.number).verdict
    if verdict is not None and not verdict.met:
        raise refuse(
            _("Stage %(n)s follows a check that is not met; it cannot be entered by hand.") % {"n": stage.number},
            stage.clause,
            verdict=verdict,
            remedy=_("Complete the facts; the stage then shows by itself."),
        )


def _refuse_skipping(stage: Stage, reading: StageReading) -> None:
    before = [view for view in reading.views if view.stage.number < stage.number and not view.holds]
    if before:
        numbers = ", ".join(str(view.stage.number) for view in before)
        raise refuse(
            _("Stage %(n)s cannot be recorded while evidence of stage %(before)s is missing.")
            % {"n": stage.number, "before": numbers},
            stage.clause,
            *(view.stage.clause for view in before),
            remedy=_("Record the earlier stages first."),
        )


def _check_pioneers(check: Checking, sentra: Sentra, pioneers: Sequence[Pioneering], day: dt.date) -> None:
    if not pioneers:
        remedy = _("Name at least one member of the sentra and its technology.")
        check.say("pioneers", "", _("No pioneering enterprise is named."), remedy)
    if len({one.enterprise.pk for one in pioneers}) != len(pioneers):
        check.say("pioneers", "", _("An enterprise is named twice."), _("Name each once."))
    for one in pioneers:
        check.member("pioneers", sentra, one.enterprise, day)
        check.words("technology", one.technology, 300)


# ---------------------------------------------------------------- classification


@dataclass(frozen=True)
class RubricCriterion:
    """A criterion of a rubric: its weight counts whole points, `minimum` is the least score that passes."""

    code: str
    label: str
    weight: int
    minimum: int | None = None


@dataclass(frozen=True)
class ScaleStep:
    """A score and what it stands for."""

    score: int
    descriptor: str


def load_rubric(
    *,
    actor: Actor,
    name: str,
    source: str,
    criteria: Sequence[RubricCriterion],
    scale: Sequence[ScaleStep],
    valid_from: dt.date,
    id: UUID | None = None,
) -> RubricVersion:
    """Load a version of the criteria of classification; earlier versions stay (Pasal 1 angka 2).

    Criteria are never taken from Pasal 5: they come from the instrument that `source` names.
    """
    ensure(actor, "development.load_rubric")
    check = Checking()
    title = check.words("name", name, 120)
    origin = check.words("source", source, 250)
    codes = [one.code for one in criteria]
    scores = [one.score for one in scale]
    if not criteria or len(set(codes)) != len(codes) or any(one.weight < 1 for one in criteria):
        remedy = _("Give each criterion a code of its own and a weight of at least 1.")
        check.say("criteria", "", _("The criteria cannot be read."), remedy)
    if len(scale) < 2 or len(set(scores)) != len(scores):
        check.say("scale", "", _("The scale cannot be read."), _("Give at least two scores, each once."))
    known = RubricVersion.objects.filter(name__iexact=title).first()
    if known is not None and known.pk != id:
        check.say("name", title, _("There is a version of this name."), _("Give the new version its own name."))
    check.done()
    with transaction.atomic():
        existing = RubricVersion.objects.filter(pk=id).first() if id else None
        if existing is not None:
            return existing
        fields = {"id": id} if id else {}
        rubric = RubricVersion.objects.create(
            **fields,
            name=title,
            source=origin,
            criteria=[asdict(one) for one in criteria],
            scale=[asdict(one) for one in scale],
            valid_from=valid_from,
            loaded_by=person(actor),
        )
        record_decision(
            actor=actor,
            action="development.load_rubric",
            subject=rubric,
            regency=None,
            details={"source": origin, "criteria": len(criteria)},
            grounds=grounds(law_for(actor), [clause_id("1.2.2")]),
        )
    return rubric


def classify(
    *,
    actor: Actor,
    sentra: Sentra,
    period_from: dt.date | None,
    period_to: dt.date | None,
    result: str,
    evidence: str,
    rubric: RubricVersion | None = None,
    scores: Mapping[str, int] | None = None,
    id: UUID | None = None,
) -> Classification:
    """Record how a sentra performed over a period, beside all earlier records; the tier does not change.

    With a rubric each criterion needs a score of its scale, and the total is the sum of weight × score.
    Raises BadInput without a period, result or evidence.
    """
    ensure_here(actor, "development.classify", sentra)
    check = Checking()
    words = check.words("result", result, 120)
    proof = check.words("evidence", evidence)
    if period_from is None or period_to is None:
        remedy = _("Give the first and the last day of the period.")
        field = "period_from" if period_from is None else "period_to"
        check.say(field, "", _("A classification rates a period; it is missing."), remedy)
    elif period_to < period_from:
        check.say("period_to", period_to, _("The period ends before it begins."), _("Correct the dates."))
    elif period_to > actor.today:
        check.say("period_to", period_to, _("The period is not over yet."), _("Choose a period that has ended."))
    given = dict(scores or {})
    if rubric is not None:
        _check_scores(check, rubric, given)
    elif given:
        check.say("scores", "", _("Scores need a rubric."), _("Choose a rubric version, or leave the scores out."))
    check.done()
    assert period_from is not None
    assert period_to is not None
    total = sum(row["weight"] * given[row["code"]] for row in rubric.criteria) if rubric else None

    def create(key: UUID) -> Classification:
        record = Classification(
            id=key,
            sentra=sentra,
            period_from=period_from,
            period_to=period_to,
            result=words,
            evidence=proof,
            rubric=rubric,
            scores=given if rubric else {},
            total=total,
            recorded_on=actor.today,
            assessor=person(actor),
            appointment=actor.appointment,
        )
        record.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.classify",
            subject=record,
            regency=sentra.regency,
            details={
                "sentra": sentra.name,
                "from": period_from,
                "to": period_to,
                "result": words,
                "rubric": rubric.name if rubric else "",
                "total": total,
            },
            grounds=grounds(law_for(actor), [clause_id("1.2.1"), clause_id("1.2.2")]),
        )
        return record

    return create_once(Classification, actor, id, create)


def _check_scores(check: Checking, rubric: RubricVersion, scores: Mapping[str, Any]) -> None:
    allowed = {row["score"] for row in rubric.scale}
    for row in rubric.criteria:
        if scores.get(row["code"]) not in allowed:
            message = _("The score of “%(criterion)s” is missing or not on the scale.") % {"criterion": row["label"]}
            check.say(f"score_{row['code']}", scores.get(row["code"]), message, _("Choose a score of the scale."))
    for code in scores.keys() - {row["code"] for row in rubric.criteria}:
        check.say("scores", code, _("The rubric has no such criterion."), _("Use the rubric's criteria."))
