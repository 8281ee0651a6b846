"""The stages of Pasal 9 and the classification of a sentra over a period."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema

from sentra.access.doors import actor_of, fetch, opens
from sentra.development import services
from sentra.development.api.common import router
from sentra.development.entitlements import law_today
from sentra.development.models import (
    Classification,
    StageRecord,
)
from sentra.development.services import Pioneering
from sentra.development.stage_reading import read_stages
from sentra.development.views.common import sentra_of
from sentra.registry.models import Enterprise


class StageOut(Schema):
    stage: int
    clause: str
    label: str
    follows_check: str | None
    holds: bool
    reached: bool
    is_incomplete: bool


class StagesOut(Schema):
    day: dt.date
    shown: int
    missing: list[int]
    stages: list[StageOut]


class PioneerIn(Schema):
    enterprise_id: UUID
    technology: str


class StageIn(Schema):
    id: UUID | None = None
    stage: int
    pioneers: list[PioneerIn] = []
    evidence: dict[str, str] = {}
    joint_activity: str = ""
    note: str = ""


class StageRecordOut(Schema):
    id: UUID
    stage: int
    is_complete: bool
    recorded_on: dt.date


class ClassificationIn(Schema):
    id: UUID | None = None
    period_from: dt.date | None = None
    period_to: dt.date | None = None
    result: str
    evidence: str


class ClassificationOut(Schema):
    id: UUID
    period_from: dt.date
    period_to: dt.date
    result: str
    total: int | None
    recorded_on: dt.date


@router.get("/sentra/{uuid:pk}/stages", response=StagesOut)
@opens("development.view")
def stages(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Where a sentra stands on the stages of Pasal 9."""
    sentra = sentra_of(request, pk, "development.view")
    day = actor_of(request).today
    reading = read_stages(sentra, law_today(day), day)
    return {
        "day": day,
        "shown": reading.shown,
        "missing": [view.stage.number for view in reading.gaps],
        "stages": [
            {
                "stage": view.stage.number,
                "clause": view.stage.clause,
                "label": view.stage.label,
                "follows_check": view.stage.check,
                "holds": view.holds,
                "reached": view.reached,
                "is_incomplete": view.is_incomplete,
            }
            for view in reading.views
        ],
    }


@router.post("/sentra/{uuid:pk}/stages", response={201: StageRecordOut})
@opens("development.record_stage")
def record_stage(request: HttpRequest, pk: UUID, body: StageIn) -> tuple[int, StageRecord]:
    """Record a stage with its evidence."""
    sentra = sentra_of(request, pk, "development.record_stage")
    pioneers = [
        Pioneering(fetch(request, Enterprise, one.enterprise_id, "development.record_stage"), one.technology)
        for one in body.pioneers
    ]
    return 201, services.record_stage(
        actor=actor_of(request),
        sentra=sentra,
        stage=body.stage,
        pioneers=pioneers,
        evidence=body.evidence,
        joint_activity=body.joint_activity,
        note=body.note,
        id=body.id,
    )


@router.post("/sentra/{uuid:pk}/classifications", response={201: ClassificationOut})
@opens("development.classify")
def classify(request: HttpRequest, pk: UUID, body: ClassificationIn) -> tuple[int, Classification]:
    """Classify a sentra over a period."""
    sentra = sentra_of(request, pk, "development.classify")
    return 201, services.classify(actor=actor_of(request), sentra=sentra, **body.dict())
