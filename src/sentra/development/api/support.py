"""Support (Pasal 8): what a tier opens, applications, decisions, deliveries."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from sentra.access.doors import actor_of, fetch, opens
from sentra.access.policy import ensure
from sentra.development import services
from sentra.development.api.common import LARGEST, LAST_PAGE, PAGE, DecisionIn, router
from sentra.development.entitlements import law_today
from sentra.development.models import (
    SupportApplication,
)
from sentra.development.queries import (
    support_lines,
)
from sentra.development.views.common import sentra_of
from sentra.registry.models import Enterprise


class EntitlementOut(Schema):
    """A kind of support; `is_open` says that it may be obtained, never that it is due."""

    support: str
    label: str
    kind: str
    clause: str
    cite: str
    min_tier: str
    is_open: bool


class SupportIn(Schema):
    id: UUID | None = None
    support: str
    purpose: str
    trademark: str = ""


class DeliveryIn(Schema):
    delivered_on: dt.date
    giver: str
    amount: int | None = Field(default=None, ge=0, le=LARGEST)
    enterprise_id: UUID | None = None
    note: str = ""


class SupportOut(Schema):
    id: UUID
    sentra_id: UUID
    support: str
    clause: str
    legal_basis: str
    kind: str
    tier: str
    state: str
    applied_on: dt.date
    decided_on: dt.date | None
    decision_reason: str


@router.get("/sentra/{uuid:pk}/entitlements", response=list[EntitlementOut])
@opens("development.view")
def entitlements(request: HttpRequest, pk: UUID) -> list[dict[str, Any]]:
    """All reinforcement of Pasal 8 and whether the tier of the sentra opens it."""
    sentra = sentra_of(request, pk, "development.view")
    return [
        {
            "support": line.entitlement.support,
            "label": line.entitlement.label,
            "kind": line.entitlement.kind,
            "clause": line.entitlement.clause,
            "cite": line.entitlement.cite,
            "min_tier": line.entitlement.tier,
            "is_open": line.is_open,
        }
        for line in support_lines(sentra, law_today(actor_of(request).today))
    ]


@router.get("/support", response=list[SupportOut])
@opens("development.view")
def applications(request: HttpRequest, state: str = "", page: int = Query(1, le=LAST_PAGE)) -> Any:
    """The applications inside the territory, newest first, a hundred a page."""
    ensure(actor_of(request), "development.view")
    rows = SupportApplication.objects.all()
    rows = rows.filter(state=state) if state else rows
    start = (max(1, page) - 1) * PAGE
    return rows[start : start + PAGE]


@router.post("/sentra/{uuid:pk}/support", response={201: SupportOut})
@opens("development.apply_support")
def apply(request: HttpRequest, pk: UUID, body: SupportIn) -> Any:
    """Apply for a kind of support."""
    sentra = sentra_of(request, pk, "development.apply_support")
    return 201, services.apply_support(
        actor=actor_of(request),
        sentra=sentra,
        support=body.support,
        purpose=body.purpose,
        trademark=body.trademark,
        id=body.id,
    )


@router.post("/support/{uuid:pk}/decision", response=SupportOut)
@opens("development.decide_support")
def decide(request: HttpRequest, pk: UUID, body: DecisionIn) -> SupportApplication:
    """Approve or refuse an application."""
    found = fetch(request, SupportApplication, pk, "development.decide_support", "sentra__regency__parent")
    return services.decide_support(actor=actor_of(request), application=found, approve=body.approve, reason=body.reason)


@router.post("/support/{uuid:pk}/delivery", response=SupportOut)
@opens("development.deliver_support")
def deliver(request: HttpRequest, pk: UUID, body: DeliveryIn) -> SupportApplication:
    """Record that approved support was given."""
    found = fetch(request, SupportApplication, pk, "development.deliver_support", "sentra__regency__parent")
    services.deliver_support(
        actor=actor_of(request),
        application=found,
        delivered_on=body.delivered_on,
        giver=body.giver,
        amount=body.amount,
        enterprise=_enterprise(request, body.enterprise_id),
        note=body.note,
    )
    found.refresh_from_db()
    return found


def _enterprise(request: HttpRequest, key: UUID | None) -> Enterprise | None:
    return None if key is None else fetch(request, Enterprise, key, "development.view")
