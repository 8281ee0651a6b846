"""Handing a plan in, the ministry's answer, and passing a change of the industry fund on to the Ministry of Finance."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.models import Decision
from sentra.decisions.services import close_work
from sentra.development.services.common import Checking, person
from sentra.documents.models import Paper, PaperKind
from sentra.documents.services import issue_paper
from sentra.funding.facts_plans import judge_change, judge_plan
from sentra.funding.findings_plans import obstacles
from sentra.funding.guides import clause_of
from sentra.funding.models import Fund, PlanState, PlanVersion
from sentra.funding.papers import paper_title, plan_paper
from sentra.funding.queries.plans import sheet_of
from sentra.funding.services.agreed import below_spent, planned_by, put_in_force
from sentra.funding.services.plans_common import lock_plan, record, tell_office, to_ministry, to_office
from sentra.funding.services.plans_drafting import refuse_late_change
from sentra.pages.errors import Conflict, Refused
from sentra.pages.formatting import long_date, rupiah

#: What the ministry may answer.
AGREE, RETURN, REJECT = "agree", "return", "reject"
OUTCOMES = (AGREE, RETURN, REJECT)


def submit_plan(*, actor: Actor, plan: PlanVersion, edition: int) -> PlanVersion:
    """Agree to a plan for the region and hand it in to the ministry, with its paper.

    Nothing may stand in the way (`findings_plans.obstacles`); a late day stands in the record and stops nothing. Raises
    OutsideTerritory, Forbidden, Refused with the findings, Conflict.
    """
    ensure(actor, "funding.submit", plan)
    with transaction.atomic():
        stored = lock_plan(plan, (PlanState.DRAFT, PlanState.IN_REVIEW, PlanState.REVIEWED), edition)
        before = stored.state
        stored.submitted_on = None
        sheet = sheet_of(stored, actor.today)
        if found := obstacles(sheet, spent=below_spent(stored.recipient, stored)):
            raise Refused(
                _("The plan cannot be handed in yet: %(n)s points stand in the way.") % {"n": len(found)},
                _named(stored),
                found,
                remedy=_("Mend them in a draft; the auditor then reviews it anew."),
            )
        facts, verdict = judge_plan(sheet, handed_in=actor.today)
        stored.state, stored.submitted_by = PlanState.SUBMITTED, person(actor)
        stored.submitted_on, stored.submitted_edition = actor.today, stored.edition
        stored.save(update_fields=["state", "submitted_by", "submitted_on", "submitted_edition"])
        decision = record(
            actor,
            stored,
            "funding.submit",
            before=before,
            details={"total": rupiah(sheet.planned()), "lines": len(sheet.lines)},
            clauses=["4.6.recipient"] if stored.recipient.year.fund == Fund.PK2UMK else ["V.B.1.region"],
            facts=facts,
            verdicts=[verdict] if verdict else [],
        )
        _print(actor, stored)
        to_ministry(stored, "funding.agree", decision)
    return stored


def _named(plan: PlanVersion) -> tuple[str, ...]:
    short = "4.1" if plan.recipient.year.fund == Fund.PK2UMK else "V.B.1.region"
    return (clause_of(plan.recipient.year, short),)


def _print(actor: Actor, plan: PlanVersion) -> Paper:
    """Issue the plan as a paper signed by whoever hands it in; one that was issued before is named as corrected."""
    office = actor.office
    assert office is not None
    # Unscoped: the papers of a version that was let through.
    earlier = Paper.unscoped.filter(kind=PaperKind.PLAN_OF_USE, subject_id=str(plan.pk)).order_by("-issued_at").first()
    return issue_paper(
        actor=actor,
        kind=PaperKind.PLAN_OF_USE,
        title=paper_title(plan),
        content=plan_paper(sheet_of(plan, actor.today), office, actor.appointment),
        subject=plan,
        office=office,
        regency=plan.recipient.region,
        issued_on=actor.today,
        signer=actor.appointment,
        corrects=earlier,
    )


def decide_plan(
    *,
    actor: Actor,
    plan: PlanVersion,
    edition: int,
    outcome: str,
    reason: str,
    decided_on: dt.date | None = None,
) -> PlanVersion:
    """The ministry's answer to a plan that was handed in: agree, return for mending, or reject; with date and reason.

    Agreed, the version is in force and the one before it is replaced. Raises OutsideTerritory, Forbidden, BadInput,
    Refused with the findings where the plan cannot be agreed to, Conflict when it was answered already.
    """
    ensure(actor, "funding.agree", plan)
    check = Checking()
    check.one_of("outcome", outcome, OUTCOMES)
    words = check.words("reason", reason)
    day = check.past("decided_on", decided_on or actor.today, actor.today)
    if plan.submitted_on is not None and day < plan.submitted_on:
        message = _("The plan was handed in on %(day)s.") % {"day": long_date(plan.submitted_on)}
        check.say("decided_on", day, message, _("Give that day or a later one."))
    check.done()
    with transaction.atomic():
        stored = lock_plan(plan, (PlanState.SUBMITTED,), edition)
        if outcome == AGREE:
            return _agree(actor, stored, day, words)
        if outcome == RETURN:
            return _return(actor, stored, words)
        stored.state = PlanState.REJECTED
        _decided(actor, stored, day, words)
        close_work(subject=stored)
        tell_office(stored, record(actor, stored, "funding.reject_plan", before=PlanState.SUBMITTED, reason=words))
    return stored


def _agree(actor: Actor, plan: PlanVersion, day: dt.date, reason: str) -> PlanVersion:
    sheet = sheet_of(plan, actor.today)
    if found := obstacles(sheet, spent=below_spent(plan.recipient, plan)):
        raise Refused(
            _("The plan cannot be agreed to: %(n)s points stand in the way.") % {"n": len(found)},
            findings=found,
            remedy=_("Return it to the office with the reason."),
        )
    facts, verdict = judge_plan(sheet, handed_in=plan.submitted_on)
    _decided(actor, plan, day, reason)
    put_in_force(plan.recipient, plan)
    is_ikm = plan.recipient.year.fund == Fund.IKM
    decision = record(
        actor,
        plan,
        "funding.agree",
        before=PlanState.SUBMITTED,
        reason=reason,
        details={"total": rupiah(planned_by(plan)), "day": day},
        clauses=["V.B.1.ministry"] if is_ikm else ["4.5.approval"],
        facts=facts,
        verdicts=[verdict] if verdict else [],
    )
    close_work(subject=plan)
    if is_ikm and plan.is_change:
        to_ministry(plan, "funding.forward_change", decision)
    tell_office(plan, decision)
    return plan


def _return(actor: Actor, plan: PlanVersion, reason: str) -> PlanVersion:
    """Back to the office as a draft; when it reaches the ministry counts anew."""
    plan.state, plan.return_reason = PlanState.DRAFT, reason
    plan.submitted_by, plan.submitted_on, plan.submitted_edition = None, None, None
    plan.save(update_fields=["state", "return_reason", "submitted_by", "submitted_on", "submitted_edition"])
    decision: Decision = record(actor, plan, "funding.return_plan", before=PlanState.SUBMITTED, reason=reason)
    to_office(plan, "funding.plan", decision, came_back=True, note=reason)
    return plan


def _decided(actor: Actor, plan: PlanVersion, day: dt.date, reason: str) -> None:
    plan.decided_by, plan.decided_on, plan.decision_reason = person(actor), day, reason
    plan.save(update_fields=["state", "decided_by", "decided_on", "decision_reason"])


def forward_change(*, actor: Actor, plan: PlanVersion, forwarded_on: dt.date | None, letter: str) -> PlanVersion:
    """Mark an agreed change of the industry fund as passed on to the Ministry of Finance, with date and letter.

    Raises OutsideTerritory, Forbidden, BadInput, Refused for a late change, Conflict where it was passed on already.
    """
    ensure(actor, "funding.forward_change", plan)
    if plan.recipient.year.fund != Fund.IKM or not plan.is_change:
        raise Refused(_("Only a change of an industry fund's plan is passed on to the Ministry of Finance."))
    check = Checking()
    words = check.words("letter", letter, 200)
    day = check.past("forwarded_on", forwarded_on, actor.today)
    if plan.decided_on is not None and forwarded_on is not None and day < plan.decided_on:
        message = _("The change was agreed to on %(day)s.") % {"day": long_date(plan.decided_on)}
        check.say("forwarded_on", day, message, _("Give that day or a later one."))
    check.done()
    with transaction.atomic():
        stored = lock_plan(plan, (PlanState.AGREED,))
        if stored.forwarded_on is not None:
            places = {"day": long_date(stored.forwarded_on), "letter": stored.forward_letter}
            raise Conflict(_("It was passed on by letter %(letter)s on %(day)s.") % places)
        assert stored.submitted_on is not None
        facts, verdict = judge_change(stored.recipient.year, stored.submitted_on, is_forwarded=True)
        refuse_late_change(stored.recipient, verdict, stored.submitted_on)
        stored.forwarded_on, stored.forward_letter = day, words
        stored.save(update_fields=["forwarded_on", "forward_letter"])
        decision = record(
            actor,
            stored,
            "funding.forward_change",
            details={"letter": words, "day": day},
            clauses=["V.B.2.forward"],
            facts=facts,
            verdicts=[verdict],
        )
        close_work(subject=stored)
        tell_office(stored, decision)
    return stored
