"""Guaranteed credit: what is asked of the banks, and their decisions. Money is whole rupiah."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from sentra.access.doors import actor_of, fetch, opens
from sentra.access.policy import ensure
from sentra.development import services
from sentra.development.api.common import LARGEST, PAGE, router
from sentra.development.models import (
    CreditApplication,
)


class CreditDecisionIn(Schema):
    grant: bool
    collateral_limited: bool | None = None
    collateral_note: str = ""
    reason: str
    granted_amount: int | None = Field(default=None, ge=1, le=LARGEST)


class CreditOut(Schema):
    id: UUID
    sentra_id: UUID
    enterprise_id: UUID
    bank_id: UUID
    amount: int
    state: str
    collateral_limited: bool | None
    granted_amount: int | None
    reason: str
    findings: Any


@router.get("/credit", response=list[CreditOut])
@opens("development.view")
def credits_asked(request: HttpRequest) -> Any:
    """Applications for guaranteed credit: of the territory, of the own sentra, or at the own bank."""
    ensure(actor_of(request), "development.view")
    return CreditApplication.objects.all()[:PAGE]


@router.post("/credit/{uuid:pk}/decision", response=CreditOut)
@opens("development.decide_credit")
def decide_credit(request: HttpRequest, pk: UUID, body: CreditDecisionIn) -> CreditApplication:
    """The executing bank's decision."""
    related = ("sentra__regency", "enterprise", "bank")
    found = fetch(request, CreditApplication, pk, "development.decide_credit", *related)
    return services.decide_credit(actor=actor_of(request), application=found, **body.dict())
