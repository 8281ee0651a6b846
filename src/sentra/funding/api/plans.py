"""Plans for programmes: read with their findings, drawn up, reviewed, handed in and answered. Money is whole rupiah."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Schema
from pydantic import Field

from sentra.access.doors import actor_of, fetch, find, opens
from sentra.access.policy import ensure
from sentra.funding import services
from sentra.funding.api.common import router
from sentra.funding.facts_plans import Sheet, judge_activity, judge_lines, judge_plan
from sentra.funding.findings_plans import line_findings, obstacles
from sentra.funding.models import OPEN_STATES, PlanActivity, PlanLine, PlanVersion, Recipient
from sentra.funding.queries.plans import RELATED, plans_of, sheet_of
from sentra.funding.services.agreed import below_spent
from sentra.funding.services.plans_lines import MOST_COUNTED, MOST_OUTPUT
from sentra.pages.findings import Finding

_RECIPIENT = ("year", "region__parent", "allocation")


class OpenIn(Schema):
    id: UUID | None = None
    change_reason: str = ""  # of a change of the agreed plan; none for a first one


class DescriptionIn(Schema):
    edition: int
    directions: list[str] = []
    coordinated_on: dt.date | None = None
    coordination: str = ""
    discussed_on: dt.date | None = None
    discussion: str = ""


class PlanActivityIn(Schema):
    id: UUID | None = None
    edition: int
    activity: str
    title: str
    first_month: int
    last_month: int
    location: str
    training_kind: str = ""
    modality: str = ""
    output_volume: int | None = Field(default=None, le=MOST_OUTPUT)
    output_unit: str = ""
    directions: list[str] = []
    need: str = ""
    regional_affair: str = ""
    national_priority: str = ""
    facts: dict[str, Any] = {}


class PlanLineIn(Schema):
    id: UUID | None = None
    edition: int
    activity_id: UUID
    component: str
    description: str
    volume: int = Field(le=MOST_COUNTED)
    frequency: int = Field(default=1, le=MOST_COUNTED)
    unit: str
    unit_price: int
    source: str = "fund"
    account_code: str = ""
    facts: dict[str, Any] = {}


class EditionIn(Schema):
    edition: int


class LineReviewIn(Schema):
    line_id: UUID
    judgement: str
    note: str = ""


class ReviewIn(Schema):
    edition: int
    passed: bool
    note: str = ""
    lines: list[LineReviewIn]


class PlanAnswerIn(Schema):
    edition: int
    outcome: str
    reason: str
    decided_on: dt.date | None = None


class ForwardIn(Schema):
    forwarded_on: dt.date
    letter: str


class ReasonIn(Schema):
    reason: str


class PlanFindingOut(Schema):
    mark: str
    label: str
    measured: str
    threshold: str
    citation: str
    provision: str  # address of the provision
    note: str
    missing: list[str]


class PlanLineOut(Schema):
    id: UUID
    key: UUID
    component: str
    description: str
    source: str
    volume: int
    frequency: int
    unit: str
    unit_price: int
    amount: int
    account_code: str
    facts: dict[str, Any]
    state: str  # payable, unanswered, refused or elsewhere
    findings: list[PlanFindingOut]
    judgement: str
    judgement_note: str


class PlanActivityOut(Schema):
    id: UUID
    key: UUID
    activity: str
    title: str
    training_kind: str
    modality: str
    first_month: int
    last_month: int
    location: str
    output_volume: int | None
    output_unit: str
    directions: list[str]
    need: str
    regional_affair: str
    national_priority: str
    facts: dict[str, Any]
    verdict: str | None  # of the fund's rules on the activity as planned; none where they are asked later
    lines: list[PlanLineOut]


class VersionOut(Schema):
    id: UUID
    recipient_id: UUID
    number: int
    state: str
    edition: int
    is_change: bool
    change_reason: str
    submitted_on: dt.date | None
    decided_on: dt.date | None


class PlanOut(VersionOut):
    directions: list[str]
    coordinated_on: dt.date | None
    coordination: str
    discussed_on: dt.date | None
    discussion: str
    reviewed_on: dt.date | None
    reviewed_edition: int | None
    return_reason: str
    decision_reason: str
    forwarded_on: dt.date | None
    forward_letter: str
    planned: int
    ceiling: int | None
    verdict: str | None
    obstacles: list[PlanFindingOut]  # what stands in the way of handing it in, while it is with the office
    activities: list[PlanActivityOut]


# ---------------------------------------------------------------- reading


def _plan(request: HttpRequest, pk: UUID, action: str) -> PlanVersion:
    found = find(PlanVersion, pk, *RELATED)
    ensure(actor_of(request), action, found)
    return found


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "mark": one.mark,
        "label": str(one.label),
        "measured": one.measured,
        "threshold": one.threshold,
        "citation": one.citation,
        "provision": one.url,
        "note": str(one.note),
        "missing": [str(gap.label) for gap in one.missing],
    }


_COMPUTED = frozenset({"planned", "ceiling", "verdict", "obstacles", "activities"})


def _told(request: HttpRequest, plan: PlanVersion) -> dict[str, Any]:
    """A version with what the law says of it today."""
    fresh = find(PlanVersion, plan.pk, *RELATED)
    sheet = sheet_of(fresh, actor_of(request).today)
    judged = judge_lines(sheet)
    _facts, verdict = judge_plan(sheet, handed_in=fresh.submitted_on)
    is_open = fresh.state in OPEN_STATES and fresh.submitted_on is None
    spent = below_spent(sheet.recipient, fresh) if is_open else []
    own = {name: getattr(fresh, name) for name in PlanOut.model_fields if name not in _COMPUTED}
    return own | {
        "planned": sheet.planned(),
        "ceiling": sheet.recipient.ceiling,
        "verdict": verdict.verdict if verdict else None,
        "obstacles": [_finding(one) for one in obstacles(sheet, judged=judged, spent=spent)] if is_open else [],
        "activities": [_activity(sheet, one, judged) for one in sheet.activities],
    }


def _activity(sheet: Sheet, activity: PlanActivity, judged: Any) -> dict[str, Any]:
    verdict = judge_activity(sheet, activity)
    own = {name: getattr(activity, name) for name in PlanActivityOut.model_fields if name not in ("lines", "verdict")}
    lines = [_line(sheet, one, judged[one.pk]) for one in sheet.lines_of(activity)]
    return own | {"verdict": verdict.verdict if verdict else None, "lines": lines}


def _line(sheet: Sheet, line: PlanLine, judged: Any) -> dict[str, Any]:
    own = {name: getattr(line, name) for name in PlanLineOut.model_fields if name not in ("state", "findings")}
    return own | {"state": judged.state, "findings": [_finding(one) for one in line_findings(sheet, judged)]}


@router.get("/recipients/{uuid:pk}/plans", response=list[VersionOut])
@opens("funding.view")
def plans(request: HttpRequest, pk: UUID) -> Any:
    """The versions of a recipient's plan, newest first."""
    return list(plans_of(fetch(request, Recipient, pk, "funding.view", *_RECIPIENT)))


@router.get("/plans/{uuid:pk}", response=PlanOut)
@opens("funding.view")
def plan(request: HttpRequest, pk: UUID) -> Any:
    """A version with its activities, lines, findings and what stands in the way of handing it in."""
    return _told(request, _plan(request, pk, "funding.view"))


# ---------------------------------------------------------------- drawing up


@router.post("/recipients/{uuid:pk}/plans", response={201: PlanOut})
@opens("funding.plan")
def open_plan(request: HttpRequest, pk: UUID, body: OpenIn) -> tuple[int, Any]:
    """Begin a plan, or with a reason a change of the agreed one."""
    recipient = fetch(request, Recipient, pk, "funding.plan", *_RECIPIENT)
    actor = actor_of(request)
    if body.change_reason:
        made = services.open_change(actor=actor, recipient=recipient, reason=body.change_reason, id=body.id)
    else:
        made = services.open_plan(actor=actor, recipient=recipient, id=body.id)
    return 201, _told(request, made)


@router.put("/plans/{uuid:pk}/description", response=PlanOut)
@opens("funding.plan")
def describe(request: HttpRequest, pk: UUID, body: DescriptionIn) -> Any:
    """Directions of use, coordination and discussion."""
    found = _plan(request, pk, "funding.plan")
    given = body.dict()
    edition = given.pop("edition")
    description = services.PlanDescription(**given)
    return _told(
        request,
        services.describe_plan(actor=actor_of(request), plan=found, edition=edition, description=description),
    )


@router.post("/plans/{uuid:pk}/activities", response={201: PlanOut})
@opens("funding.plan")
def add_activity(request: HttpRequest, pk: UUID, body: PlanActivityIn) -> tuple[int, Any]:
    """Enter an activity; sent twice with one id it is entered once."""
    found = _plan(request, pk, "funding.plan")
    _save_activity(request, found, body, None)
    return 201, _told(request, found)


@router.put("/plans/{uuid:pk}/activities", response=PlanOut)
@opens("funding.plan")
def change_activity(request: HttpRequest, pk: UUID, body: PlanActivityIn) -> Any:
    """Change the activity that the body names."""
    found = _plan(request, pk, "funding.plan")
    _save_activity(request, found, body, _of(PlanActivity, body.id, plan=pk))
    return _told(request, found)


def _save_activity(request: HttpRequest, found: PlanVersion, body: PlanActivityIn, held: PlanActivity | None) -> None:
    given = body.dict()
    key, edition = given.pop("id"), given.pop("edition")
    services.save_activity(
        actor=actor_of(request),
        plan=found,
        edition=edition,
        values=services.ActivityValues(**given),
        activity=held,
        id=None if held else key,
    )


@router.post("/plans/{uuid:pk}/lines", response={201: PlanOut})
@opens("funding.plan")
def add_line(request: HttpRequest, pk: UUID, body: PlanLineIn) -> tuple[int, Any]:
    """Enter a budget line of an activity; its findings come back with the plan."""
    found = _plan(request, pk, "funding.plan")
    _save_line(request, found, body, None)
    return 201, _told(request, found)


@router.put("/plans/{uuid:pk}/lines", response=PlanOut)
@opens("funding.plan")
def change_line(request: HttpRequest, pk: UUID, body: PlanLineIn) -> Any:
    """Change the line that the body names."""
    found = _plan(request, pk, "funding.plan")
    _save_line(request, found, body, _of(PlanLine, body.id, activity__plan=pk))
    return _told(request, found)


def _save_line(request: HttpRequest, found: PlanVersion, body: PlanLineIn, held: PlanLine | None) -> None:
    given = body.dict()
    key, edition = given.pop("id"), given.pop("edition")
    activity = _of(PlanActivity, given.pop("activity_id"), plan=found.pk)
    activity.plan = found
    services.save_line(
        actor=actor_of(request),
        activity=activity,
        edition=edition,
        values=services.LineValues(**given),
        line=held,
        id=None if held else key,
    )


def _of(model: Any, key: UUID | None, **within: UUID) -> Any:
    """A part of the version inside the territory, or 404."""
    found = model.objects.filter(pk=key, **within).first()
    if found is None:
        raise Http404
    return found


# ---------------------------------------------------------------- from hand to hand


@router.post("/plans/{uuid:pk}/review-request", response=VersionOut)
@opens("funding.plan")
def send_to_review(request: HttpRequest, pk: UUID, body: EditionIn) -> PlanVersion:
    """Send a draft to the internal auditor."""
    found = _plan(request, pk, "funding.plan")
    return services.send_to_review(actor=actor_of(request), plan=found, edition=body.edition)


@router.post("/plans/{uuid:pk}/take-back", response=VersionOut)
@opens("funding.plan")
def take_back(request: HttpRequest, pk: UUID, body: ReasonIn) -> PlanVersion:
    """Take a version back to change it."""
    found = _plan(request, pk, "funding.plan")
    return services.take_back(actor=actor_of(request), plan=found, reason=body.reason)


@router.post("/plans/{uuid:pk}/drop", response=VersionOut)
@opens("funding.plan")
def drop(request: HttpRequest, pk: UUID, body: ReasonIn) -> PlanVersion:
    """Give a draft up."""
    found = _plan(request, pk, "funding.plan")
    return services.drop_plan(actor=actor_of(request), plan=found, reason=body.reason)


@router.post("/plans/{uuid:pk}/review", response=VersionOut)
@opens("funding.review")
def review(request: HttpRequest, pk: UUID, body: ReviewIn) -> PlanVersion:
    """The internal auditor's word on every line, and the outcome."""
    found = _plan(request, pk, "funding.review")
    lines = {one.line_id: services.LineReview(one.judgement, one.note) for one in body.lines}
    return services.review_plan(
        actor=actor_of(request),
        plan=found,
        edition=body.edition,
        lines=lines,
        passed=body.passed,
        note=body.note,
    )


@router.post("/plans/{uuid:pk}/submission", response=VersionOut)
@opens("funding.submit")
def submit(request: HttpRequest, pk: UUID, body: EditionIn) -> PlanVersion:
    """Agree to a plan for the region and hand it in."""
    found = _plan(request, pk, "funding.submit")
    return services.submit_plan(actor=actor_of(request), plan=found, edition=body.edition)


@router.post("/plans/{uuid:pk}/decision", response=VersionOut)
@opens("funding.agree")
def decide(request: HttpRequest, pk: UUID, body: PlanAnswerIn) -> PlanVersion:
    """The ministry's answer: agree, return or reject."""
    return services.decide_plan(actor=actor_of(request), plan=_plan(request, pk, "funding.agree"), **body.dict())


@router.post("/plans/{uuid:pk}/forwarding", response=VersionOut)
@opens("funding.forward_change")
def forward(request: HttpRequest, pk: UUID, body: ForwardIn) -> PlanVersion:
    """Mark a change of the industry fund as passed on to the Ministry of Finance."""
    found = _plan(request, pk, "funding.forward_change")
    return services.forward_change(actor=actor_of(request), plan=found, **body.dict())
