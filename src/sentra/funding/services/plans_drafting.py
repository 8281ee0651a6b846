"""Drawing up a plan: beginning it or a change of it, what was discussed, its files, sending it on or giving it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import close_work
from sentra.development.services.common import Checking, person, refuse
from sentra.documents.models import Evidence
from sentra.documents.services import add_evidence
from sentra.funding.addresses import plan_url
from sentra.funding.facts_plans import judge_change, judge_revision
from sentra.funding.findings_plans import file_obstacles, no_lines
from sentra.funding.guides import clause_of, law_of
from sentra.funding.models import Fund, PlanActivity, PlanLine, PlanState, PlanVersion, ProgrammeYear, Recipient
from sentra.funding.queries.plans import agreed_plan, open_plan_of, plans_of, sheet_of
from sentra.funding.services.common import lock_recipient, sent_already
from sentra.funding.services.plans_common import lock_plan, record, to_auditor, to_office
from sentra.law import Verdict
from sentra.pages.errors import Conflict, Refused
from sentra.pages.formatting import language, long_date


@dataclass(frozen=True)
class PlanDescription:
    """What is recorded of a plan as a whole: its directions, how it was coordinated and discussed."""

    directions: Sequence[str] = ()
    coordinated_on: dt.date | None = None
    coordination: str = ""  # number of the letter or minutes
    discussed_on: dt.date | None = None
    discussion: str = ""  # who took part and what was settled


def open_plan(*, actor: Actor, recipient: Recipient, id: UUID | None = None) -> PlanVersion:
    """Begin a recipient's plan of the year; one that was rejected is begun anew from what it held.

    The deadline stands in the inbox of the office from now on. Sent twice it is begun once. Raises OutsideTerritory,
    Forbidden, Refused without an allocation or with a plan in force, Conflict while another version is on its way.
    """
    ensure(actor, "funding.plan", recipient)

    def create(key: UUID) -> PlanVersion:
        stored = lock_recipient(recipient)
        if (found := sent_already(PlanVersion, key, stored)) is not None:
            return found
        _require_ready(stored)
        if agreed_plan(stored) is not None:
            raise Refused(
                _("The ministry agreed to a plan of this office already."),
                (clause_of(stored.year, "4.5"),) if stored.year.fund == Fund.PK2UMK else (),
                remedy=_("Propose a change of it."),
            )
        latest = plans_of(stored).first()
        made = _next(actor, stored, key)
        if latest is not None and latest.state == PlanState.REJECTED:
            made.directions, made.kak, made.rab = latest.directions, latest.kak, latest.rab
        made.save(force_insert=True)
        if latest is not None and latest.state == PlanState.REJECTED:
            _copy(latest, made)
        clauses = ["4.1"] if stored.year.fund == Fund.PK2UMK else []
        to_office(made, "funding.plan", record(actor, made, "funding.open_plan", clauses=clauses))
        return made

    return _once(actor, id, create, recipient)


def open_change(*, actor: Actor, recipient: Recipient, reason: str, id: UUID | None = None) -> PlanVersion:
    """Begin a change of the agreed plan: a version with the same activities, lines and keys, to be discussed anew.

    Raises OutsideTerritory, Forbidden, BadInput, Refused with the findings where no plan is agreed or the last day is
    past, Conflict while another version is on its way.
    """
    ensure(actor, "funding.plan", recipient)
    check = Checking()
    words = check.words("reason", reason)
    check.done()

    def create(key: UUID) -> PlanVersion:
        stored = lock_recipient(recipient)
        if (found := sent_already(PlanVersion, key, stored)) is not None:
            return found
        _require_ready(stored)
        agreed = agreed_plan(stored)
        facts, verdict = _change_allowed(actor, stored, agreed)
        assert agreed is not None
        made = _next(actor, stored, key)
        made.change_reason, made.directions, made.kak, made.rab = words, agreed.directions, agreed.kak, agreed.rab
        made.save(force_insert=True)
        _copy(agreed, made)
        decision = record(
            actor,
            made,
            "funding.open_change",
            reason=words,
            details={"of": agreed.number},
            facts=facts,
            verdicts=[verdict],
        )
        to_office(made, "funding.plan", decision)
        return made

    return _once(actor, id, create, recipient)


def _change_allowed(actor: Actor, recipient: Recipient, agreed: PlanVersion | None) -> tuple[dict[str, Any], Verdict]:
    """What the law says of proposing a change now; raises Refused where it does not allow it."""
    if recipient.year.fund == Fund.PK2UMK:
        office = actor.office
        is_manager = office is not None and (office.kind, office.region_id) == (recipient.holder, recipient.region_id)
        latest = agreed or plans_of(recipient).exclude(state=PlanState.DROPPED).first()
        facts, verdict = judge_revision(recipient, latest, office.kind if office else "", is_manager)
        if not verdict.met:
            remedy = _("Wait until the ministry has agreed to the plan.")
            raise refuse(_("This plan cannot be changed."), verdict=verdict, remedy=remedy)
        return facts, verdict
    if agreed is None:
        raise Refused(
            _("No plan of this office is agreed yet, so there is nothing to change."),
            (clause_of(recipient.year, "V.B.1.ministry"),),
            remedy=_("Wait until the ministry has agreed to the plan."),
        )
    facts, verdict = judge_change(recipient.year, actor.today)
    refuse_late_change(recipient, verdict, actor.today)
    return facts, verdict


def refuse_late_change(recipient: Recipient, verdict: Verdict, day: dt.date) -> None:
    """Raise Refused where a change of the industry fund's plan comes in after the last day, with that day."""
    clause = law_of(recipient.year).clause(clause_of(recipient.year, "V.B.2.limit"))
    if clause.id not in verdict.failing:
        return
    reason = _("The change comes in on %(day)s; the last day for changes is past.") % {"day": long_date(day)}
    raise refuse(reason, verdict=verdict, remedy=clause.reading(language()) or "")


def _require_ready(stored: Recipient) -> None:
    """Refuse a locked recipient that takes no part in the year, has no ceiling or has a version on its way."""
    if stored.withdrawn_on is not None:
        raise Conflict(_("This recipient was withdrawn from the year."), remedy=_("It draws up no plan."))
    if stored.allocation is None:
        raise Refused(
            _("No allocation is recorded for this office yet."),
            (clause_of(stored.year, "3.1" if stored.year.fund == Fund.PK2UMK else "II.B"),),
            remedy=_("The ministry records the ceiling by decree first."),
        )
    current = open_plan_of(stored)
    if current is not None:
        raise _on_its_way(current)


def _on_its_way(current: PlanVersion) -> Conflict:
    return Conflict(
        _("Another version of this plan is on its way."),
        state=current.get_state_display(),
        url=plan_url(current),
        remedy=_("Go on with that one, or give it up first."),
    )


def _next(actor: Actor, recipient: Recipient, key: UUID) -> PlanVersion:
    last = plans_of(recipient).aggregate(last=Max("number"))["last"] or 0
    return PlanVersion(id=key, recipient=recipient, number=last + 1, drafted_by=person(actor))


def _once(actor: Actor, id: UUID | None, create: Any, recipient: Recipient) -> PlanVersion:
    try:
        return create_once(PlanVersion, actor, id, create)
    except IntegrityError:  # somebody began another version between the question and the answer
        current = open_plan_of(recipient)
        raise (_on_its_way(current) if current else Conflict(_("Somebody else was faster."))) from None


def _copy(source: PlanVersion, made: PlanVersion) -> None:
    """The activities and lines of a version, under the same keys, without what the auditor said."""
    # Unscoped: both versions are of a recipient that was let through.
    new_of = {}
    for activity in PlanActivity.unscoped.filter(plan=source):
        new_of[activity.pk] = _again(activity, plan=made)
    PlanActivity.unscoped.bulk_create(new_of.values())
    lines = PlanLine.unscoped.filter(activity__plan=source)
    PlanLine.unscoped.bulk_create(
        [_again(one, activity=new_of[one.activity_id], judgement="", judgement_note="") for one in lines]
    )


def _again(record_: Any, **changed: models.Model | str) -> Any:
    fields = {one.attname: getattr(record_, one.attname) for one in record_._meta.concrete_fields}
    made = type(record_)(**(fields | {"id": uuid4()}))
    for name, value in changed.items():
        setattr(made, name, value)
    return made


# ---------------------------------------------------------------- editing the version as a whole


def begin_edit(plan: PlanVersion, edition: int) -> PlanVersion:
    """The locked draft of the edition that was looked at; raises Conflict."""
    return lock_plan(plan, (PlanState.DRAFT,), edition)


def end_edit(actor: Actor, plan: PlanVersion, action: str, details: dict[str, Any], *fields: str) -> None:
    """Raise the edition, so that an earlier review counts no more, and record the act."""
    plan.edition += 1
    plan.save(update_fields=["edition", *fields])
    record(actor, plan, action, details=details)


def describe_plan(*, actor: Actor, plan: PlanVersion, edition: int, description: PlanDescription) -> PlanVersion:
    """Record the directions of use, the coordination with the planning agency and the discussion of a draft.

    Raises OutsideTerritory, Forbidden, BadInput, Conflict.
    """
    ensure(actor, "funding.plan", plan)
    check = Checking()
    check_directions(check, plan.recipient.year, description.directions)
    given = description
    coordination = _told(
        check, ("coordinated_on", "coordination"), given.coordinated_on, given.coordination, actor.today
    )
    discussion = _told(check, ("discussed_on", "discussion"), given.discussed_on, given.discussion, actor.today)
    check.done()
    with transaction.atomic():
        stored = begin_edit(plan, edition)
        stored.directions = list(dict.fromkeys(description.directions))
        stored.coordinated_on, stored.coordination = description.coordinated_on, coordination
        stored.discussed_on, stored.discussion = description.discussed_on, discussion
        details = {
            "directions": stored.directions,
            "coordinated_on": stored.coordinated_on,
            "coordination": coordination,
            "discussed_on": stored.discussed_on,
            "discussion": discussion,
        }
        end_edit(actor, stored, "funding.describe_plan", details, *details)
    return stored


def check_directions(check: Checking, year: ProgrammeYear, given: Sequence[str]) -> None:
    """Each is one of the four directions of the text (Pasal 2); the industry fund knows none."""
    known = law_of(year).parameter(clause_of(year, "2"), "directions") if year.fund == Fund.PK2UMK else ()
    for one in given:
        check.one_of("directions", one, known)


def _told(check: Checking, fields: tuple[str, str], day: dt.date | None, words: str, today: dt.date) -> str:
    """The words that go with a past day; neither of the two stands alone."""
    on, about = fields
    if day is None and not (words or "").strip():
        return ""
    check.past(on, day, today)
    return check.words(about, words, 300 if about == "coordination" else 4000)


# ---------------------------------------------------------------- files


def attach_kak(*, actor: Actor, plan: PlanVersion, edition: int, name: str, content: bytes) -> Evidence:
    """Attach the terms of reference (KAK) to a draft; one that was attached to it before is superseded.

    Raises OutsideTerritory, Forbidden, BadInput for a file that is not taken, Conflict.
    """
    return _attach(actor, plan, edition, "kak", name, content)


def attach_rab(*, actor: Actor, plan: PlanVersion, edition: int, name: str, content: bytes) -> Evidence:
    """Attach the cost plan (RAB) to a draft, as `attach_kak`."""
    return _attach(actor, plan, edition, "rab", name, content)


def _attach(actor: Actor, plan: PlanVersion, edition: int, kind: str, name: str, content: bytes) -> Evidence:
    ensure(actor, "funding.plan", plan)
    with transaction.atomic():
        stored = begin_edit(plan, edition)
        earlier: Evidence | None = getattr(stored, kind)
        is_own = earlier is not None and earlier.subject_id == str(stored.pk)
        made = add_evidence(
            actor=actor,
            subject=stored,
            regency=stored.recipient.region,
            name=name,
            content=content,
            kind=kind,
            proves=f"{kind.upper()} {stored}"[:300],
            supersedes=earlier if is_own else None,
        )
        setattr(stored, kind, made)
        end_edit(actor, stored, f"funding.attach_{kind}", {"file": made.name}, kind)
    return made


# ---------------------------------------------------------------- sending on, taking back, giving up


def send_to_review(*, actor: Actor, plan: PlanVersion, edition: int) -> PlanVersion:
    """Send a draft with its KAK and RAB to the internal auditor.

    Raises OutsideTerritory, Forbidden, Refused where there is nothing to review, Conflict.
    """
    ensure(actor, "funding.plan", plan)
    with transaction.atomic():
        stored = lock_plan(plan, (PlanState.DRAFT,), edition)
        sheet = sheet_of(stored, actor.today)
        if missing := [*no_lines(sheet), *file_obstacles(sheet)]:
            raise Refused(_("There is nothing to review yet."), findings=missing)
        stored.state, stored.reviewed_edition, stored.return_reason = PlanState.IN_REVIEW, None, ""
        stored.save(update_fields=["state", "reviewed_edition", "return_reason"])
        decision = record(actor, stored, "funding.send_to_review", before=PlanState.DRAFT)
        to_auditor(stored, decision)
    return stored


def take_back(*, actor: Actor, plan: PlanVersion, reason: str) -> PlanVersion:
    """Take a version back from the auditor or from before handing in, to change it.

    Raises OutsideTerritory, Forbidden, BadInput, Conflict once it was handed in.
    """
    ensure(actor, "funding.plan", plan)
    check = Checking()
    words = check.words("reason", reason)
    check.done()
    with transaction.atomic():
        stored = lock_plan(plan, (PlanState.IN_REVIEW, PlanState.REVIEWED))
        before, stored.state = stored.state, PlanState.DRAFT
        stored.save(update_fields=["state"])
        to_office(stored, "funding.plan", record(actor, stored, "funding.take_back", before=before, reason=words))
    return stored


def drop_plan(*, actor: Actor, plan: PlanVersion, reason: str) -> PlanVersion:
    """Give a draft up; it stays on file. Raises OutsideTerritory, Forbidden, BadInput, Conflict."""
    ensure(actor, "funding.plan", plan)
    check = Checking()
    words = check.words("reason", reason)
    check.done()
    with transaction.atomic():
        stored = lock_plan(plan, (PlanState.DRAFT,))
        stored.state = PlanState.DROPPED
        stored.save(update_fields=["state"])
        close_work(subject=stored)
        record(actor, stored, "funding.drop_plan", before=PlanState.DRAFT, reason=words)
    return stored
