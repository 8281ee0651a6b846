"""Advice of the working groups, and the agency's answer (Pasal 13 huruf b dan c, Pasal 15 huruf b)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.roles import Role
from sentra.decisions.services import close_work, open_work, record_decision
from sentra.designation.offices import office_of
from sentra.development.entitlements import advice_topics, clause_id
from sentra.development.models import (
    Advice,
    AnswerKind,
    PartnerProposal,
    Programme,
    ProgrammeState,
    ProposalState,
)
from sentra.development.services.common import (
    Checking,
    ensure_here,
    grounds,
    law_for,
    person,
    refuse,
)
from sentra.pages.errors import Conflict
from sentra.registry.models import Partner, Sentra
from sentra.territory.models import OfficeKind, Region, RegionLevel

ANSWER = "development.answer_advice"
ON_PROGRAMME = "programme"
ON_PROPOSAL = "proposal"


def advise_on_programme(*, actor: Actor, programme: Programme, text: str, id: UUID | None = None) -> Advice:
    """The provincial working group advises on its agency's draft; the draft itself does not change (13.b).

    Raises Refused for a closed programme or another level's, BadInput.
    """
    ensure_here(actor, "development.advise", programme)
    clause = clause_id("13.b")
    if programme.region_id != (actor.office.region_id if actor.office else None):
        raise refuse(_("The working group advises on the programme of its own province."), clause)
    if programme.state != ProgrammeState.DRAFT:
        raise refuse(
            _("This programme is closed; advice is given on the draft."),
            clause,
            remedy=_("Advise on the next year's programme, or on a topic at any time."),
        )
    return _give(actor, programme.region, ON_PROGRAMME, text, clause, id, programme=programme)


def advise_on_topic(
    *,
    actor: Actor,
    topic: str,
    text: str,
    sentra: Sentra | None = None,
    partner: Partner | None = None,
    id: UUID | None = None,
) -> Advice:
    """Dated advice on one of the topics of Pasal 13 huruf c, at any time, on the record it concerns.

    Advice on a provider or cooperative concerns that partner, on a sentra or its network that sentra.
    """
    record = sentra or partner
    if record is None:
        raise ValueError("advice concerns a record")
    ensure_here(actor, "development.advise", record)
    law = law_for(actor)
    check = Checking()
    check.one_of("topic", topic, advice_topics(law))
    fits = partner is None or topic == _topic_of(partner)
    if not fits or (partner is None and topic not in ("sentra", "business_network")):
        check.say("topic", topic, _("This topic does not fit the record."), _("Choose another topic."))
    check.done()
    return _give(actor, record.regency, topic, text, clause_id("13.c"), id, sentra=sentra, partner=partner)


def _topic_of(partner: Partner) -> str:
    return "bds_provider" if partner.type == "bds_provider" else "savings_loan_cooperative"


def advise_on_proposal(*, actor: Actor, proposal: PartnerProposal, text: str, id: UUID | None = None) -> Advice:
    """The regency's working group advises on a proposed KSP, USP or BDS provider (15.b); it is not consent.

    Raises Refused once the proposal is decided.
    """
    ensure_here(actor, "development.advise_partner", proposal)
    clause = clause_id("15.b.2" if proposal.strand == "bds_provider" else "15.b.1")
    if proposal.state != ProposalState.PROPOSED:
        raise refuse(_("This proposal has been decided."), clause)
    return _give(actor, proposal.regency, ON_PROPOSAL, text, clause, id, proposal=proposal)


def _give(actor: Actor, region: Region, topic: str, text: str, clause: str, id: UUID | None, **about: Any) -> Advice:
    check = Checking()
    words = check.words("text", text, 4000)
    check.done()

    def create(key: UUID) -> Advice:
        advice = Advice(
            id=key,
            region=region,
            office=actor.office,
            topic=topic,
            text=words,
            given_on=actor.today,
            given_by=person(actor),
            appointment=actor.appointment,
            **about,
        )
        advice.save(force_insert=True)
        concerned = next(one for one in about.values() if one is not None)
        record_decision(
            actor=actor,
            action="development.advise",
            subject=advice,
            regency=region,
            details={"on": str(concerned), "topic": topic},
            grounds=grounds(law_for(actor), [clause]),
        )
        _ask_agency(advice, str(concerned), actor)
        return advice

    return create_once(Advice, actor, id, create)


def _ask_agency(advice: Advice, concerned: str, actor: Actor) -> None:
    """Advice on a proposal is read at its decision; all other advice waits for the provincial agency's answer."""
    if advice.topic == ON_PROPOSAL:
        return
    region = advice.region
    province = region if region.level == RegionLevel.PROVINCE else region.parent
    if province is None:
        return
    # `office_of` looks for the province of a regency; any regency of this one leads to it.
    child = region if region.level == RegionLevel.REGENCY else province.children.first()
    office = office_of(OfficeKind.PROVINCE, child, actor.today) if child else None
    open_work(
        kind=ANSWER,
        subject=advice,
        title=_("Advice on %(what)s") % {"what": concerned},
        url=reverse("development:advice", args=[advice.pk]),
        office=office,
        role=Role.PROVINCE_OFFICER,
        regency=region,
    )


def answer_advice(*, actor: Actor, advice: Advice, kind: str, answer: str = "") -> Advice:
    """The agency answers advice in words, or notes it. Raises Conflict when that is done already."""
    ensure_here(actor, ANSWER, advice)
    check = Checking()
    check.one_of("kind", kind, list(AnswerKind.values))
    words = check.words("answer", answer) if kind == AnswerKind.ANSWERED else answer.strip()
    check.done()
    if advice.programme is not None and advice.programme.office_id != (actor.office.pk if actor.office else None):
        raise refuse(_("The agency whose programme it is answers."), clause_id("13.b"))
    with transaction.atomic():
        changed = Advice.unscoped.filter(pk=advice.pk, answer_kind="").update(
            answer_kind=kind, answer=words, answered_on=actor.today, answered_by=actor.user
        )
        if not changed:
            raise Conflict(_("This advice has been answered already."), remedy=_("Load the page again."))
        close_work(subject=advice, kinds=[ANSWER])
        advice.refresh_from_db()
        record_decision(
            actor=actor,
            action=ANSWER,
            subject=advice,
            regency=advice.region,
            to_state=kind,
            reason=words,
            grounds=grounds(law_for(actor), [clause_id("13.b")]),
        )
    return advice
