"""Who does what for a sentra: contributions, strands, linked activities, partners, invitations."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from sentra.access.doors import actor_of, fetch, opens
from sentra.access.policy import ensure
from sentra.development import services
from sentra.development.api.common import PAGE, DecisionIn, Rupiah, router
from sentra.development.entitlements import law_today, strands
from sentra.development.models import (
    ContributionInvitation,
    LinkedActivity,
    PartnerProposal,
)
from sentra.development.queries import (
    contributions_of,
    linked_total,
    served_strands,
    with_strands,
)
from sentra.development.views.common import sentra_of
from sentra.registry.models import Partner, Sentra


class ContributionOut(Schema):
    party: str
    capacity: str
    what: str
    since: dt.date | None
    amount: int | None
    note: str


class StrandOut(Schema):
    strand: str
    served_by: list[str]


class ActivityIn(Schema):
    id: UUID | None = None
    programme: str
    source: str
    activity: str
    year: int = Field(ge=1900, le=2100)
    amount: int = Rupiah
    reference: str


class ActivityOut(Schema):
    id: UUID
    programme: str
    source: str
    activity: str
    year: int
    amount: int
    reference: str


class ActivitiesOut(Schema):
    total: int
    items: list[ActivityOut]


class PartnerProposalIn(Schema):
    id: UUID | None = None
    partner_id: UUID
    reason: str


class PartnerProposalOut(Schema):
    id: UUID
    sentra_id: UUID
    partner_id: UUID
    strand: str
    state: str
    advice_seen: str


class InvitationOut(Schema):
    id: UUID
    sentra_id: UUID | None
    programme_id: UUID | None
    partner_id: UUID
    level: str
    contribution: str
    state: str


@router.get("/sentra/{uuid:pk}/contributions", response=list[ContributionOut])
@opens("development.view")
def contributions(request: HttpRequest, pk: UUID) -> list[dict[str, Any]]:
    """Every party's contribution to a sentra."""
    return [vars(one) for one in contributions_of(sentra_of(request, pk, "development.view"))]


@router.get("/sentra/{uuid:pk}/strands", response=list[StrandOut])
@opens("development.view")
def strands_of(request: HttpRequest, pk: UUID) -> list[dict[str, Any]]:
    """Which of the four strands of Pasal 12 huruf c are served, and by whom."""
    sentra = sentra_of(request, pk, "development.view")
    day = actor_of(request).today
    law = law_today(day)
    served = served_strands(with_strands(Sentra.objects.filter(pk=sentra.pk), day).get(), law)
    return [{"strand": name, "served_by": served[name]} for name in strands(law)]


@router.get("/sentra/{uuid:pk}/linked-activities", response=ActivitiesOut)
@opens("development.view")
def linked(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Activities of other programmes, each counted once, with their total in rupiah."""
    sentra = sentra_of(request, pk, "development.view")
    items = list(LinkedActivity.objects.filter(sentra=sentra, withdrawn_on=None))
    return {"total": linked_total(sentra), "items": items}


@router.post("/sentra/{uuid:pk}/linked-activities", response={201: ActivityOut})
@opens("development.link_activity")
def link(request: HttpRequest, pk: UUID, body: ActivityIn) -> tuple[int, LinkedActivity]:
    """Link an activity of another programme."""
    sentra = sentra_of(request, pk, "development.link_activity")
    return 201, services.link_activity(actor=actor_of(request), sentra=sentra, **body.dict())


@router.post("/sentra/{uuid:pk}/partner-proposals", response={201: PartnerProposalOut})
@opens("development.propose_partner")
def propose(request: HttpRequest, pk: UUID, body: PartnerProposalIn) -> tuple[int, PartnerProposal]:
    """Propose a KSP, USP or BDS provider for a sentra."""
    sentra = sentra_of(request, pk, "development.propose_partner")
    partner = fetch(request, Partner, body.partner_id, "development.propose_partner", "regency__parent")
    return 201, services.propose_partner(
        actor=actor_of(request), sentra=sentra, partner=partner, reason=body.reason, id=body.id
    )


@router.post("/partner-proposals/{uuid:pk}/decision", response=PartnerProposalOut)
@opens("development.decide_partner")
def decide_partner(request: HttpRequest, pk: UUID, body: DecisionIn) -> PartnerProposal:
    """Assign a proposed partner, or not; the record shows the advice or that none was given."""
    related = ("sentra__regency__parent", "partner__regency")
    found = fetch(request, PartnerProposal, pk, "development.decide_partner", *related)
    return services.decide_partner(actor=actor_of(request), proposal=found, assign=body.approve, reason=body.reason)


@router.get("/invitations", response=list[InvitationOut])
@opens("development.view")
def invitations(request: HttpRequest) -> Any:
    """The invitations of the territory; an invited institution's account gets its own and no other."""
    ensure(actor_of(request), "development.view")
    return ContributionInvitation.objects.all()[:PAGE]
