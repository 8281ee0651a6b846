"""Years, recipients, ceilings and adjustments by the API."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema

from sentra.access.doors import actor_of, fetch, opens
from sentra.access.policy import ensure
from sentra.funding import services
from sentra.funding.api.common import router
from sentra.funding.facts import judge_adjustment
from sentra.funding.guides import activities, text_of
from sentra.funding.models import Adjustment, AllocationDecree, ProgrammeYear, Recipient
from sentra.funding.queries.years import recipients_of, sums_by_province, sums_of
from sentra.funding.services import AllocationRow
from sentra.funding.views.adjustments import RELATED as ADJUSTMENT_RELATED
from sentra.funding.views.choosing import region_of
from sentra.funding.views.recipients import RELATED
from sentra.funding.views.years import year_of
from sentra.pages.errors import BadInput, InputProblem
from sentra.pages.formatting import language


class YearIn(Schema):
    id: UUID | None = None
    fund: str
    year: int
    basis: str = ""
    plan_due_on: dt.date | None = None
    plan_due_source: str = ""


class YearOut(Schema):
    id: UUID
    fund: str
    year: int
    regulation: str
    text: str  # number of the regulation that is followed
    law_day: dt.date
    governed_by: str
    basis: str
    plan_due: dt.date | None
    plan_due_source: str

    @staticmethod
    def resolve_text(one: ProgrammeYear) -> str:
        return text_of(one).number


class YearSumsOut(Schema):
    province: str | None  # Kemendagri code; none for the sum of what is seen
    recipients: int
    ceiling: int
    target_participants: int
    target_mentors: int
    target_legal_aid: int

    @staticmethod
    def resolve_province(one: Any) -> str | None:
        return one.region.code if one.region else None


class YearDetailOut(YearOut):
    activities: list[dict[str, str]]
    sums: YearSumsOut
    provinces: list[YearSumsOut]

    @staticmethod
    def resolve_activities(one: ProgrammeYear) -> list[dict[str, str]]:
        return [{"activity": value, "label": label} for value, label in activities(one)]

    @staticmethod
    def resolve_sums(one: ProgrammeYear) -> Any:
        return sums_of(one)

    @staticmethod
    def resolve_provinces(one: ProgrammeYear) -> Any:
        return sums_by_province(one)


class RecipientOut(Schema):
    id: UUID
    region: str  # Kemendagri code
    name: str
    holder: str
    instrument: str
    withdrawn_on: dt.date | None
    ceiling: int | None
    division: dict[str, int]
    target_participants: int | None
    target_mentors: int | None
    target_legal_aid: int | None
    planned: int
    received: int
    spent: int
    returned: int
    left: int

    @staticmethod
    def resolve_region(one: Recipient) -> str:
        return one.region.code

    @staticmethod
    def resolve_name(one: Recipient) -> str:
        return one.region.name

    @staticmethod
    def resolve_division(one: Recipient) -> dict[str, int]:
        return dict(one.allocation.division) if one.allocation else {}

    @staticmethod
    def resolve_target_participants(one: Recipient) -> int | None:
        return one.allocation.target_participants if one.allocation else None

    @staticmethod
    def resolve_target_mentors(one: Recipient) -> int | None:
        return one.allocation.target_mentors if one.allocation else None

    @staticmethod
    def resolve_target_legal_aid(one: Recipient) -> int | None:
        return one.allocation.target_legal_aid if one.allocation else None


class ChoiceIn(Schema):
    id: UUID | None = None
    region: str
    holder: str
    instrument: str
    consideration: str = ""


class AllocationIn(Schema):
    decree: UUID
    ceiling: int
    division: dict[str, int] = {}
    target_participants: int | None = None
    target_mentors: int | None = None
    target_legal_aid: int | None = None


class AdjustmentIn(Schema):
    id: UUID | None = None
    division: dict[str, int] = {}
    target_participants: int | None = None
    target_mentors: int | None = None
    target_legal_aid: int | None = None
    reason: str


class AdjustmentAnswerIn(Schema):
    approve: bool
    letter: str
    decided_on: dt.date
    reason: str


class AdjustmentFindingOut(Schema):
    clause: str
    cite: str
    label: str
    mark: str


class AdjustmentOut(Schema):
    id: UUID
    recipient: UUID
    state: str
    division: dict[str, int]
    target_participants: int | None
    target_mentors: int | None
    target_legal_aid: int | None
    reason: str
    proposed_on: dt.date
    decided_on: dt.date | None
    letter: str
    verdict: str
    findings: list[AdjustmentFindingOut]

    @staticmethod
    def resolve_recipient(one: Adjustment) -> UUID:
        return one.recipient_id

    @staticmethod
    def resolve_verdict(one: Adjustment) -> str:
        return judge_adjustment(one)[1].verdict

    @staticmethod
    def resolve_findings(one: Adjustment) -> list[dict[str, str]]:
        return [
            {"clause": found.clause_id, "cite": found.cite, "label": found.label(language()), "mark": found.state}
            for found in judge_adjustment(one)[1].findings
        ]


@router.get("/years", response=list[YearOut])
@opens("funding.view")
def years(request: HttpRequest, fund: str = "") -> Any:
    """The years that are open, the newest first."""
    ensure(actor_of(request), "funding.view")
    rows = ProgrammeYear.objects.all()
    return rows.filter(fund=fund) if fund else rows


@router.post("/years", response={201: YearOut})
@opens("funding.keep_year")
def open_year(request: HttpRequest, body: YearIn) -> tuple[int, ProgrammeYear]:
    """Open a year of a fund under the text that governs it, or the last held one by a stated decision."""
    return 201, services.open_year(actor=actor_of(request), **body.dict())


@router.get("/years/{uuid:pk}", response=YearDetailOut)
@opens("funding.view")
def year(request: HttpRequest, pk: UUID) -> ProgrammeYear:
    """One year with its menu of activities and its sums by province inside the own territory."""
    ensure(actor_of(request), "funding.view")
    return year_of(pk)


@router.get("/years/{uuid:pk}/recipients", response=list[RecipientOut])
@opens("funding.view")
def recipients(
    request: HttpRequest, pk: UUID, limit: int = Query(100, ge=1, le=1000), offset: int = Query(0, ge=0)
) -> Any:
    """The recipients of a year inside the own territory, by region."""
    ensure(actor_of(request), "funding.view")
    rows = recipients_of(year_of(pk)).select_related("region", "allocation").order_by("region__code", "holder")
    return rows[offset : offset + limit]


@router.post("/years/{uuid:pk}/recipients", response={201: RecipientOut})
@opens("funding.choose")
def choose(request: HttpRequest, pk: UUID, body: ChoiceIn) -> tuple[int, Recipient]:
    """Choose an office of a region as a recipient."""
    actor, given = actor_of(request), body.dict()
    ensure(actor, "funding.choose")
    region = region_of(actor, given.pop("region"))
    return 201, services.choose_recipient(actor=actor, year=year_of(pk), region=region, **given)


@router.get("/recipients/{uuid:pk}", response=RecipientOut)
@opens("funding.view")
def recipient(request: HttpRequest, pk: UUID) -> Recipient:
    """One recipient with its ceiling and where its money stands."""
    return fetch(request, Recipient, pk, "funding.view", *RELATED)


@router.post("/recipients/{uuid:pk}/allocations", response={201: RecipientOut})
@opens("funding.allocate")
def allocate(request: HttpRequest, pk: UUID, body: AllocationIn) -> tuple[int, Recipient]:
    """Set or revise the ceiling and the targets by a decree of the year."""
    found, given = fetch(request, Recipient, pk, "funding.allocate", *RELATED), body.dict()
    named = given.pop("decree")
    decree = AllocationDecree.objects.filter(pk=named, year=found.year).first()
    if decree is None:
        problem = InputProblem("decree", named, _("This decree is of another year."), _("Choose one of this year."))
        raise BadInput([problem])
    row = AllocationRow(region_id=found.region_id, holder=found.holder, **given)
    services.allocate(actor=actor_of(request), recipient=found, decree=decree, row=row)
    return 201, fetch(request, Recipient, pk, "funding.view", *RELATED)


@router.post("/recipients/{uuid:pk}/adjustments", response={201: AdjustmentOut})
@opens("funding.propose_adjustment")
def propose(request: HttpRequest, pk: UUID, body: AdjustmentIn) -> tuple[int, Adjustment]:
    """Propose another use of the allocation without lower targets."""
    found, given = fetch(request, Recipient, pk, "funding.propose_adjustment", *RELATED), body.dict()
    made = services.propose_adjustment(
        actor=actor_of(request),
        recipient=found,
        division=given["division"],
        targets={name: value for name, value in given.items() if name.startswith("target_")},
        reason=given["reason"],
        id=given["id"],
    )
    return 201, made


@router.get("/adjustments/{uuid:pk}", response=AdjustmentOut)
@opens("funding.view")
def adjustment(request: HttpRequest, pk: UUID) -> Adjustment:
    """One proposal with the law's findings."""
    return fetch(request, Adjustment, pk, "funding.view", *ADJUSTMENT_RELATED)


@router.post("/adjustments/{uuid:pk}/answer", response=AdjustmentOut)
@opens("funding.decide_adjustment")
def answer(request: HttpRequest, pk: UUID, body: AdjustmentAnswerIn) -> Adjustment:
    """Record the Minister's answer as the secretariat's letter brings it."""
    found = fetch(request, Adjustment, pk, "funding.decide_adjustment", *ADJUSTMENT_RELATED)
    return services.decide_adjustment(actor=actor_of(request), adjustment=found, **body.dict())
