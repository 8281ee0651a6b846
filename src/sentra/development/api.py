"""Development for programmes: the same services, rights and records as the pages. Money is whole rupiah."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from sentra.access.doors import actor_of, fetch, opens
from sentra.access.policy import ensure
from sentra.development import services
from sentra.development.entitlements import law_today, strands
from sentra.development.facts import judge_programme
from sentra.development.models import (
    Classification,
    ContributionInvitation,
    CreditApplication,
    LinkedActivity,
    PartnerProposal,
    Programme,
    StageRecord,
    SupportApplication,
)
from sentra.development.queries import (
    contributions_of,
    linked_total,
    served_strands,
    support_lines,
    with_strands,
)
from sentra.development.services import Pioneering
from sentra.development.stage_reading import read_stages
from sentra.development.views.common import sentra_of
from sentra.registry.models import Enterprise, Partner, Sentra

router = Router(tags=["development"])
PAGE = 100
LAST_PAGE = 1_000_000
LARGEST = 10**17
Rupiah = Field(ge=0, le=LARGEST)


# ---------------------------------------------------------------- support


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


class DecisionIn(Schema):
    approve: bool
    reason: str


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


# ---------------------------------------------------------------- money


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


# ---------------------------------------------------------------- stages, classification


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


# ---------------------------------------------------------------- who does what


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


# ---------------------------------------------------------------- programmes


class ProgrammeIn(Schema):
    id: UUID | None = None
    year: int = Field(ge=1900, le=2100)
    title: str
    aim: str = ""


class ContentIn(Schema):
    version: int
    title: str
    aim: str = ""
    components: list[str] | None = None
    sentra_ids: list[UUID] = []


class LineIn(Schema):
    id: UUID | None = None
    component: str
    activity: str
    amount: int = Rupiah
    sentra_id: UUID | None = None


class LineOut(Schema):
    id: UUID
    component: str
    sentra_id: UUID | None
    activity: str
    amount: int


class ProgrammeOut(Schema):
    id: UUID
    office: str
    region: str
    year: int
    title: str
    components: list[str] | None
    state: str
    version: int

    @staticmethod
    def resolve_office(one: Programme) -> str:
        return one.office.name

    @staticmethod
    def resolve_region(one: Programme) -> str:
        return one.region.code


class ProgrammeDetail(ProgrammeOut):
    lines: list[LineOut]
    synergy: Any

    @staticmethod
    def resolve_lines(one: Programme) -> list[Any]:
        return list(one.lines.all())

    @staticmethod
    def resolve_synergy(one: Programme) -> Any:
        return judge_programme(one, law_today(timezone.localdate())).to_json()


@router.get("/programmes", response=list[ProgrammeOut])
@opens("development.view")
def programmes(request: HttpRequest, year: int | None = None) -> Any:
    """The programmes inside the territory; an invited institution's account gets none here."""
    ensure(actor_of(request), "development.view")
    rows = Programme.objects.select_related("office", "region")
    return (rows.filter(year=year) if year else rows)[:PAGE]


@router.get("/programmes/{uuid:pk}", response=ProgrammeDetail)
@opens("development.view")
def programme(request: HttpRequest, pk: UUID) -> Programme:
    """A programme with its lines and the law's findings on its obligatory links."""
    return fetch(request, Programme, pk, "development.view", "office", "region")


@router.post("/programmes", response={201: ProgrammeOut})
@opens("development.programme")
def write_programme(request: HttpRequest, body: ProgrammeIn) -> tuple[int, Programme]:
    """Open the own office's programme for this year or a later one."""
    actor = actor_of(request)
    ensure(actor, "development.programme")
    return 201, services.write_programme(actor=actor, **body.dict())


@router.put("/programmes/{uuid:pk}", response=ProgrammeOut)
@opens("development.programme")
def change_programme(request: HttpRequest, pk: UUID, body: ContentIn) -> Programme:
    """Write title, components and sentra of a draft that is still at `version`."""
    found = fetch(request, Programme, pk, "development.programme", "office", "region")
    data = body.dict()
    places = [fetch(request, Sentra, key, "development.programme", "regency") for key in data.pop("sentra_ids")]
    return services.change_programme(actor=actor_of(request), programme=found, sentra=places, **data)


@router.post("/programmes/{uuid:pk}/lines", response={201: LineOut})
@opens("development.programme")
def add_line(request: HttpRequest, pk: UUID, body: LineIn) -> Any:
    """Add a budget line."""
    found = fetch(request, Programme, pk, "development.programme", "office", "region")
    data = body.dict()
    key = data.pop("sentra_id")
    place = None if key is None else fetch(request, Sentra, key, "development.programme", "regency")
    return 201, services.add_line(actor=actor_of(request), programme=found, sentra=place, **data)


@router.post("/programmes/{uuid:pk}/close", response=ProgrammeOut)
@opens("development.programme")
def close_programme(request: HttpRequest, pk: UUID) -> Programme:
    """Close a programme; refused while advice on it is neither answered nor noted."""
    found = fetch(request, Programme, pk, "development.programme", "office", "region")
    return services.close_programme(actor=actor_of(request), programme=found)
