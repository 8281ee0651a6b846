"""Cost standards for programmes: the same services, rights and records as the pages. Money is whole rupiah."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Schema

from sentra.access.doors import actor_of, opens
from sentra.access.policy import ensure
from sentra.funding import services
from sentra.funding.api.common import router
from sentra.funding.listings import own_code, regions_shown
from sentra.funding.models import CostStandard
from sentra.funding.queries import standards_on
from sentra.funding.views.standards import standard_of


class StandardIn(Schema):
    id: UUID | None = None
    component: str
    unit: str
    amount: int
    instrument_kind: str
    instrument_number: str
    instrument_title: str
    instrument_date: dt.date
    valid_from: dt.date
    valid_to: dt.date | None = None


class EndIn(Schema):
    last_day: dt.date
    reason: str


class StandardOut(Schema):
    id: UUID
    activity: str
    component: str
    unit: str
    amount: int
    region: str | None  # Kemendagri code; none for the nation
    source: str
    instrument_date: dt.date
    valid_from: dt.date
    valid_to: dt.date | None
    end_reason: str
    replaced_by: UUID | None

    @staticmethod
    def resolve_region(one: CostStandard) -> str | None:
        return one.region.code if one.region else None

    @staticmethod
    def resolve_replaced_by(one: CostStandard) -> UUID | None:
        return one.replaced_by_id


class OnFileOut(Schema):
    component: str
    activity: str
    label: str
    provisions: list[str]
    standard: StandardOut | None  # none: none is on file


@router.get("/standards", response=list[OnFileOut])
@opens("funding.view")
def standards(request: HttpRequest, region: str = "", on: dt.date | None = None) -> Any:
    """Every component of the law with the standard that counts in a region (code; 00: the nation) on a day."""
    actor = actor_of(request)
    ensure(actor, "funding.view")
    code = region or own_code(actor)
    shown = regions_shown(actor, code)
    if code not in shown:
        raise Http404
    return [
        {
            "component": one.component.name,
            "activity": one.component.activity,
            "label": one.component.label,
            "provisions": [*one.component.letters, one.component.amount_clause.id],
            "standard": one.standard,
        }
        for one in standards_on(shown[code], on or actor.today)
    ]


@router.get("/standards/{uuid:pk}", response=StandardOut)
@opens("funding.view")
def standard(request: HttpRequest, pk: UUID) -> CostStandard:
    """One standard with its source and period."""
    found = standard_of(pk)
    ensure(actor_of(request), "funding.view")
    return found


@router.post("/standards", response={201: StandardOut})
@opens("funding.set_standard")
def set_standard(request: HttpRequest, body: StandardIn) -> tuple[int, CostStandard]:
    """Set a standard for the region of the own office; the one before it ends the day before."""
    return 201, services.set_cost_standard(actor=actor_of(request), **body.dict())


@router.post("/standards/{uuid:pk}/end", response=StandardOut)
@opens("funding.end_standard")
def end_standard(request: HttpRequest, pk: UUID, body: EndIn) -> CostStandard:
    """End a standard with its last day and the reason."""
    return services.end_cost_standard(actor=actor_of(request), standard=standard_of(pk), **body.dict())
