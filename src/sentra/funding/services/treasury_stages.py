"""The money on its way to a recipient: recommended by the ministry stage by stage, received, its report accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import User
from sentra.access.once import create_once
from sentra.access.policy import HOLDERS, ensure
from sentra.access.roles import Role
from sentra.decisions.services import close_work, holders, notify, open_work, record_decision
from sentra.development.services.common import Checking, person
from sentra.funding.addresses_treasury import treasury_url
from sentra.funding.guides import clause_of
from sentra.funding.models import (
    Disbursement,
    DisbursementState,
    Fund,
    Holder,
    ProgrammeYear,
    Recipient,
    Stage,
    StageReport,
)
from sentra.funding.offices import holder_of
from sentra.funding.services.common import grounds_of, lock_recipient, sent_already
from sentra.funding.services.treasury_conditions import Judged, StageBook, stages_of
from sentra.pages.errors import Conflict, Refused
from sentra.pages.formatting import long_date, rupiah

#: Whose line in the inbox it is that money is on its way, by the kind of office.
_TREASURER = {
    Holder.REGENCY: Role.REGENCY_OFFICER,
    Holder.PROVINCE: Role.PROVINCE_OFFICER,
    Holder.TECHNICAL_UNIT: Role.TECHNICAL_UNIT,
}


def recommend_disbursement(
    *,
    actor: Actor,
    recipient: Recipient,
    stage: Stage,
    amount: int | None = None,
    conditions: str = "",
    recommended_on: dt.date | None = None,
    id: UUID | None = None,
) -> Disbursement:
    """Recommend a stage's money to the Ministry of Finance, once all its conditions are met.

    The amount is the stage's share unless another is given; ceiling and earlier stages bound it. `conditions` is the
    reference by which Finance's conditions of transfer are met, `recommended_on` the day of the letter (today). The
    office that manages the fund is told. Raises OutsideTerritory, Forbidden, Refused with the findings, BadInput,
    Conflict for a stage that was recommended already.
    """
    ensure(actor, "funding.recommend", recipient)
    check = Checking()
    day = check.past("recommended_on", recommended_on or actor.today, actor.today)
    reference = (conditions or "").strip()
    if len(reference) > 300:
        check.say("conditions", reference[:60], _("This is too long."), _("Shorten it to 300 characters."))
    if stage.year_id != recipient.year_id:
        check.say("stage", stage, _("This stage is of another year."), _("Choose one of this recipient's year."))
    check.done()

    def create(key: UUID) -> Disbursement:
        # The year first, as where its stages are set: a stage is not set anew while money is recommended in it.
        ProgrammeYear.objects.select_for_update().get(pk=recipient.year_id)
        stored = lock_recipient(recipient)
        if (found := sent_already(Disbursement, key, stored)) is not None:
            return found
        if stored.withdrawn_on is not None:
            raise Conflict(_("This recipient was withdrawn from the year."), remedy=_("Load the page again."))
        book = stages_of(stored)
        present = book.stage(stage.number) or stage
        if present.pk in book.live:
            raise _recommended_already(present)
        judged = book.judge(present, day, amount, reference)
        value = _checked_amount(book, judged)
        made = Disbursement(
            id=key,
            recipient=stored,
            stage=present,
            amount=value,
            state=DisbursementState.RECOMMENDED,
            conditions=reference,
            recommended_by=person(actor),
            recommended_on=day,
        )
        made.save(force_insert=True)
        verdicts = [judged.verdict] if judged.verdict is not None else []
        decision = record_decision(
            actor=actor,
            action="funding.recommend",
            subject=made,
            regency=stored.region,
            to_state=made.state,
            details={"stage": present.number, "amount": rupiah(value), "day": day, "conditions": reference},
            grounds=grounds_of(stored.year, _clauses(stored), judged.facts, *verdicts),
        )
        url = treasury_url(stored)
        office = holder_of(stored)
        if office is not None:
            open_work(
                kind="funding.receive",
                subject=made,
                title=str(made),
                url=url,
                office=office,
                role=_TREASURER[Holder(stored.holder)],
                regency=stored.region,
            )
        notify(decision=decision, users=_people(stored, actor.today), url=url, needs_you=True)
        return made

    try:
        return create_once(Disbursement, actor, id, create)
    except IntegrityError:
        raise _recommended_already(stage) from None


def receive_disbursement(
    *, actor: Actor, disbursement: Disbursement, received_on: dt.date | None, reference: str
) -> Disbursement:
    """Record that recommended money has come into the regional treasury; from then on it may be spent.

    Raises OutsideTerritory, Forbidden, BadInput, Conflict for money received or cancelled already, or above a ceiling
    that was lowered meanwhile.
    """
    ensure(actor, "funding.receive", disbursement)
    check = Checking()
    number = check.words("reference", reference, 120)
    day = check.past("received_on", received_on, actor.today)
    year = disbursement.recipient.year.year
    if received_on is not None and day < disbursement.recommended_on:
        message = _("It was recommended on %(day)s only.") % {"day": long_date(disbursement.recommended_on)}
        check.say("received_on", day, message, _("Give the day on which the money came in."))
    elif received_on is not None and day.year != year:
        message = _("This day lies outside the budget year %(year)s.") % {"year": year}
        check.say("received_on", day, message, _("Give a day of the budget year."))
    check.done()
    with transaction.atomic():
        recipient = lock_recipient(disbursement.recipient)
        stored = _locked(disbursement, recipient)
        if recipient.withdrawn_on is not None:
            raise Conflict(_("This recipient was withdrawn from the year."), remedy=_("Load the page again."))
        if recipient.received - recipient.returned + stored.amount > (recipient.ceiling or 0):
            raise Conflict(
                _("With this money more than the ceiling of %(ceiling)s would be received; it was lowered meanwhile.")
                % {"ceiling": rupiah(recipient.ceiling or 0)},
                remedy=_("The ministry cancels the recommendation and makes it anew."),
            )
        stored.state, stored.received_on = DisbursementState.RECEIVED, day
        stored.reference, stored.received_by = number, person(actor)
        stored.save()
        recipient.received += stored.amount
        recipient.save(update_fields=["received"])
        close_work(subject=stored)
        decision = record_decision(
            actor=actor,
            action="funding.receive",
            subject=stored,
            regency=recipient.region,
            from_state=DisbursementState.RECOMMENDED,
            to_state=stored.state,
            details={"amount": rupiah(stored.amount), "day": day, "reference": number},
            grounds=grounds_of(recipient.year, _clauses(recipient)),
        )
        notify(decision=decision, users=[stored.recommended_by], url=treasury_url(recipient))
    return stored


def cancel_disbursement(*, actor: Actor, disbursement: Disbursement, reason: str) -> Disbursement:
    """Take a recommendation back before the money came; the stage may be recommended anew.

    Raises OutsideTerritory, Forbidden, BadInput, Conflict.
    """
    ensure(actor, "funding.recommend", disbursement)
    check = Checking()
    words = check.words("reason", reason, 300)
    check.done()
    with transaction.atomic():
        recipient = lock_recipient(disbursement.recipient)
        stored = _locked(disbursement, recipient)
        stored.state, stored.cancel_reason = DisbursementState.CANCELLED, words
        stored.save(update_fields=["state", "cancel_reason"])
        close_work(subject=stored)
        decision = record_decision(
            actor=actor,
            action="funding.cancel_disbursement",
            subject=stored,
            regency=recipient.region,
            from_state=DisbursementState.RECOMMENDED,
            to_state=stored.state,
            reason=words,
            details={"amount": rupiah(stored.amount)},
            grounds=grounds_of(recipient.year, _clauses(recipient)),
        )
        notify(decision=decision, users=_people(recipient, actor.today), url=treasury_url(recipient))
    return stored


def accept_report(
    *,
    actor: Actor,
    recipient: Recipient,
    stage: Stage,
    reference: str,
    accepted_on: dt.date | None,
    id: UUID | None = None,
) -> StageReport:
    """Record that the report on a stage's money was accepted, which the next stage may ask for; the office is told.

    Raises OutsideTerritory, Forbidden, Refused before the stage was received, BadInput, Conflict for one accepted
    already.
    """
    ensure(actor, "funding.accept_report", recipient)
    check = Checking()
    letter = check.words("reference", reference, 200)
    day = check.past("accepted_on", accepted_on, actor.today)
    check.done()

    def create(key: UUID) -> StageReport:
        stored = lock_recipient(recipient)
        found = stages_of(stored).live.get(stage.pk)
        if found is None or found.received_on is None:
            raise Refused(
                _("%(stage)s was not received yet, so there is no money to report on.") % {"stage": stage},
                remedy=_("Let the office record the money first."),
            )
        if day < found.received_on:
            message = _("The money came on %(day)s only.") % {"day": long_date(found.received_on)}
            check.say("accepted_on", day, message, _("Give the day of the letter."))
            check.done()
        made = StageReport(
            id=key, recipient=stored, stage=stage, accepted_on=day, reference=letter, accepted_by=person(actor)
        )
        made.save(force_insert=True)
        decision = record_decision(
            actor=actor,
            action="funding.accept_report",
            subject=made,
            regency=stored.region,
            details={"stage": stage.number, "reference": letter, "day": day},
            grounds=grounds_of(stored.year, _clauses(stored)),
        )
        notify(decision=decision, users=_people(stored, actor.today), url=treasury_url(stored))
        return made

    try:
        return create_once(StageReport, actor, id, create)
    except IntegrityError:
        raise Conflict(_("The report on this stage was accepted already."), remedy=_("Load the page again.")) from None


def _clauses(recipient: Recipient) -> list[str]:
    return [clause_of(recipient.year, "V.B.3")] if recipient.year.fund == Fund.IKM else []


def _people(recipient: Recipient, day: dt.date) -> Iterable[User]:
    """Those of the office that manages the fund."""
    office = holder_of(recipient)
    return holders(office=office, roles=HOLDERS, day=day) if office is not None else []


def _recommended_already(stage: Stage) -> Conflict:
    return Conflict(
        _("%(stage)s was recommended for this recipient already.") % {"stage": stage},
        remedy=_("Cancel that recommendation first, if it was wrong."),
    )


def _checked_amount(book: StageBook, judged: Judged) -> int:
    """The amount of a stage whose conditions are met and which the ceiling still holds."""
    ceiling, value = book.recipient.ceiling, judged.amount
    if ceiling is not None and value is not None:
        left = ceiling - book.committed
        check = Checking()
        if value > left:
            message = _("Of the ceiling of %(ceiling)s only %(left)s is left.")
            places = {"ceiling": rupiah(ceiling), "left": rupiah(max(left, 0))}
            check.say("amount", value, message % places, _("Lower the amount."))
        elif value < 1:
            remedy = _("What stages do not hold any more is asked for once the plan or the ceiling is raised.")
            check.say("amount", value, _("Nothing is left to recommend in this stage."), remedy)
        check.done()
    if not judged.is_met or value is None:
        clauses = judged.verdict.failing + judged.verdict.missing if judged.verdict is not None else ()
        raise Refused(
            _("%(stage)s cannot be recommended yet: a condition is not met, or not known.") % {"stage": judged.stage},
            tuple(clauses),
            judged.open_findings,
            _("Each line says what is missing."),
        )
    return value


def _locked(disbursement: Disbursement, recipient: Recipient) -> Disbursement:
    """The recommendation as it stands now, under the recipient's lock."""
    # Unscoped: it was let through by the caller.
    rows = Disbursement.unscoped.select_for_update(of=("self",)).select_related("stage", "recommended_by")
    stored = rows.get(pk=disbursement.pk)
    stored.recipient = recipient
    if stored.state != DisbursementState.RECOMMENDED:
        raise Conflict(
            _("This money was received, or its recommendation cancelled, already."),
            state=stored.get_state_display(),
            remedy=_("Load the page again."),
        )
    return stored


__all__ = ["accept_report", "cancel_disbursement", "receive_disbursement", "recommend_disbursement"]
