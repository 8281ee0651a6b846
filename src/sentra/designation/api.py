"""Designation for programmes: the same services, rights and records as the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from sentra.access.doors import actor_of, fetch, find, opens
from sentra.access.policy import MINISTRY, READERS, ensure
from sentra.decisions.wording import sentence
from sentra.designation import services
from sentra.designation.models import Decree, DecreeEntry, Proposal
from sentra.designation.queries import actions_on, history_with_actors, know_people, now_with
from sentra.designation.transitions import public_name, steps_on
from sentra.pages.errors import BadInput
from sentra.registry.models import Sentra

router = Router(tags=["designation"])
PAGE = 100
LAST_PAGE = 1_000_000


class ProposalOut(Schema):
    """A proposal in a list."""

    id: UUID
    sentra_id: UUID
    sentra: str
    tier: str
    regency: str
    state: str
    state_since: dt.datetime
    public_name: str
    funding_source: str
    law_date: dt.date
    version: int

    @classmethod
    def of(cls, one: Proposal) -> ProposalOut:
        """The proposal as the API shows it."""
        return cls(
            id=one.pk,
            sentra_id=one.sentra_id,
            sentra=one.sentra.name,
            tier=one.tier,
            regency=one.regency.code,
            state=one.state,
            state_since=one.state_since,
            public_name=str(public_name(one.state)),
            funding_source=one.funding_source,
            law_date=one.law_date,
            version=one.version,
        )


class StepOut(Schema):
    """A step that is in order: open, or closed with the reason."""

    step: str
    title: str
    allowed: bool
    reason: str
    is_our_procedure: bool


class EventOut(Schema):
    """A record of the history."""

    at: dt.datetime
    action: str
    text: str
    from_state: str
    to_state: str
    reason: str
    clauses: list[str]
    law_version: str


class ProposalDetail(ProposalOut):
    """A proposal with whose turn it is, its open steps and its history."""

    now_with: str | None
    due_on: dt.date | None
    steps: list[StepOut]
    history: list[EventOut]


class ProposalPage(Schema):
    """A page of proposals."""

    count: int
    items: list[ProposalOut]


class ProposalFilter(Schema):
    """What narrows the list."""

    state: str = ""
    tier: str = ""
    regency: str = ""
    page: int = Field(1, le=LAST_PAGE)


class IdentifyIn(Schema):
    """A candidate to open."""

    id: UUID | None = None
    sentra_id: UUID
    tier: str
    funding_source: str = ""
    reason: str = ""


class FactIn(Schema):
    """A judgement to record."""

    id: UUID | None = None
    name: str
    value: Any
    reason: str
    assessed_on: dt.date


class FileFactOut(Schema):
    """A judgement as recorded."""

    id: UUID
    name: str
    value: Any
    reason: str
    assessed_on: dt.date


class StepIn(Schema):
    """A step: the version it was decided on, its reason, and what single steps need besides."""

    version: int
    reason: str = ""
    remarks: dict[str, str] = {}
    answers: dict[str, AnswerIn] = {}
    difference_reason: str = ""


class AnswerIn(Schema):
    """A second verifier's own judgement."""

    value: Any
    reason: str


class EntryOut(Schema):
    """A sentra in a decree."""

    sentra_id: UUID
    sentra: str
    effect: str
    tier: str


class DecreeOut(Schema):
    """A decree with the entries of the own territory."""

    id: UUID
    number: str
    title: str
    state: str
    signed_on: dt.date | None
    signed_by: str
    amends_id: UUID | None
    entries: list[EntryOut] = []

    @classmethod
    def of(cls, one: Decree, entries: list[DecreeEntry]) -> DecreeOut:
        """The decree as the API shows it."""
        listed = [
            EntryOut(sentra_id=entry.sentra_id, sentra=entry.sentra.name, effect=entry.effect, tier=entry.tier)
            for entry in entries
        ]
        return cls(
            id=one.pk,
            number=str(one),
            title=one.title,
            state=one.state,
            signed_on=one.signed_on,
            signed_by=one.signed_by,
            amends_id=one.amends_id,
            entries=listed,
        )


StepIn.model_rebuild()


@router.get("/proposals/", response=ProposalPage, summary="Proposals of the own territory")
@opens("designation.view")
def list_proposals(request: HttpRequest, filters: Query[ProposalFilter]) -> ProposalPage:
    """Newest first, a hundred a page."""
    ensure(actor_of(request), "designation.view")
    rows = Proposal.objects.select_related("sentra", "regency").order_by("-created_at", "pk")
    wanted = {"state": filters.state, "tier": filters.tier, "regency__code": filters.regency}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    start = (max(1, filters.page) - 1) * PAGE
    return ProposalPage(count=rows.count(), items=[ProposalOut.of(one) for one in rows[start : start + PAGE]])


@router.get("/proposals/{pk}/", response=ProposalDetail, summary="One proposal")
@opens("designation.view")
def get_proposal(request: HttpRequest, pk: UUID) -> ProposalDetail:
    """With whose turn it is, the steps that are in order and the history."""
    return _detail(request, _proposal(request, pk))


def _proposal(request: HttpRequest, pk: UUID) -> Proposal:
    return fetch(request, Proposal, pk, "designation.view", "sentra__regency", "regency__parent", "submission")


def _detail(request: HttpRequest, one: Proposal) -> ProposalDetail:
    history = history_with_actors(one)
    know_people(one, history)
    turn = now_with(one)
    return ProposalDetail(
        **ProposalOut.of(one).dict(),
        now_with=turn.who if turn else None,
        due_on=turn.due_on if turn else None,
        steps=[
            StepOut(
                step=step.action.partition(".")[2],
                title=str(step.title),
                allowed=step.permission.allowed,
                reason=step.permission.reason,
                is_our_procedure=step.is_ours,
            )
            for step in actions_on(actor_of(request), one)
        ],
        history=[
            EventOut(
                at=event.at,
                action=event.action,
                text=sentence(event),
                from_state=event.from_state,
                to_state=event.to_state,
                reason=event.reason,
                clauses=event.clauses,
                law_version=event.law_version,
            )
            for event in history
        ],
    )


@router.post("/proposals/", response=ProposalOut, summary="Identify a candidate")
@opens("designation.identify")
def identify(request: HttpRequest, body: IdentifyIn) -> ProposalOut:
    """Sent twice with one id it is opened once."""
    sentra = find(Sentra, body.sentra_id, "regency__parent")
    made = services.identify_candidate(
        actor=actor_of(request),
        sentra=sentra,
        tier=body.tier,
        funding_source=body.funding_source,
        reason=body.reason,
        id=body.id,
    )
    return ProposalOut.of(made)


@router.post("/sentra/{pk}/facts/", response=FileFactOut, summary="Record a judgement of the working group")
@opens("designation.assess")
def record_fact(request: HttpRequest, pk: UUID, body: FactIn) -> FileFactOut:
    """The judgement before it stays readable as superseded."""
    sentra = find(Sentra, pk, "regency__parent")
    fact = services.record_assessed_fact(
        actor=actor_of(request),
        sentra=sentra,
        name=body.name,
        value=body.value,
        reason=body.reason,
        assessed_on=body.assessed_on,
        id=body.id,
    )
    return FileFactOut(id=fact.pk, name=fact.name, value=fact.value, reason=fact.reason, assessed_on=fact.assessed_on)


@router.post("/proposals/{pk}/file/", response=ProposalOut, summary="Complete what the file lacks")
@opens("designation.prepare")
def complete_file(request: HttpRequest, pk: UUID) -> ProposalOut:
    """Every form of the tier, and one for each listed member."""
    one = _proposal(request, pk)
    services.complete_file(actor=actor_of(request), proposal=one)
    return ProposalOut.of(one)


_STEPS: dict[str, Callable[[dict[str, Any], StepIn], Any]] = {
    "assess": lambda common, body: services.assess(**common, note=body.reason),
    "select": lambda common, body: services.select(**common, reason=body.reason),
    "hold_back": lambda common, body: services.hold_back(**common, reason=body.reason),
    "submit": lambda common, body: services.submit(**common, reason=body.reason),
    "resubmit": lambda common, body: services.resubmit(**common, reason=body.reason),
    "withdraw": lambda common, body: services.withdraw(**common, reason=body.reason),
    "verify": lambda common, body: services.verify(**common, note=body.reason),
    "return": lambda common, body: services.return_to_regency(**common, reason=body.reason, remarks=body.remarks),
    "forward": lambda common, body: services.forward(**common, note=body.reason),
    "reverify": lambda common, body: services.reverify(
        **common,
        note=body.reason,
        difference_reason=body.difference_reason,
        answers={name: services.Answer(one.value, one.reason) for name, one in body.answers.items()},
    ),
    "choose": lambda common, body: services.choose(**common, reason=body.reason),
    "not_choose": lambda common, body: services.not_choose(**common, reason=body.reason),
    "reconsider": lambda common, body: services.reconsider(**common, reason=body.reason),
}


@router.post("/proposals/{pk}/steps/{step}/", response=ProposalDetail, summary="Take a step")
@opens("designation.view")
def take_step(request: HttpRequest, pk: UUID, step: str, body: StepIn) -> ProposalDetail:
    """One of the steps of the table; `version` says on what the decision was based."""
    one = _proposal(request, pk)
    if step not in _STEPS:
        known = ", ".join(sorted(_STEPS))
        raise BadInput([("step", step, "unknown step", known)])
    _STEPS[step]({"actor": actor_of(request), "proposal": one, "version": body.version}, body)
    return _detail(request, _proposal(request, pk))


@router.get("/steps/", response=list[dict[str, Any]], summary="The table of steps as the law of today has it")
@opens("designation.view")
def steps(request: HttpRequest) -> list[dict[str, Any]]:
    """Each step with its provision, its states and the bodies that take it."""
    ensure(actor_of(request), "designation.view")
    return [
        {
            "step": action.partition(".")[2],
            "title": str(bound.step.title),
            "clauses": list(bound.clauses),
            "cite": bound.cite,
            "from": sorted(bound.starts),
            "to": bound.ends,
            "bodies": sorted(bound.bodies),
            "is_our_procedure": bound.step.is_ours,
        }
        for action, bound in steps_on(actor_of(request).today).items()
    ]


@router.get("/decrees/", response=list[DecreeOut], summary="Decrees")
@opens("designation.view_decree")
def list_decrees(request: HttpRequest) -> list[DecreeOut]:
    """Signed ones for everybody, drafts for the ministry."""
    return [DecreeOut.of(one, []) for one in _decrees(request).order_by("-created_at")[:PAGE]]


@router.get("/decrees/{pk}/", response=DecreeOut, summary="One decree with the entries of the own territory")
@opens("designation.view_decree")
def get_decree(request: HttpRequest, pk: UUID) -> DecreeOut:
    """The entries of other territories are not shown."""
    one = _decrees(request).filter(pk=pk).first()
    if one is None:
        raise Http404
    return DecreeOut.of(one, list(DecreeEntry.objects.filter(decree=one).select_related("sentra")))


def _decrees(request: HttpRequest) -> Any:
    actor = actor_of(request)
    ensure(actor, "designation.view_decree")
    if actor.role in MINISTRY | READERS:
        return Decree.objects.all()
    return Decree.objects.filter(state=Decree.State.SIGNED)
