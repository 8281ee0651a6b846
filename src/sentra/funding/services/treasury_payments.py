"""Spending: payment orders (SP2D) against budget lines, and counter-entries that correct them.

Nothing is changed and nothing deleted. Every sum (`BudgetLine.spent`, `Recipient.spent`) moves with its payment under
the recipient's lock, so that two at once cannot overdraw a line or what was received.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import Grounds, record_decision
from sentra.development.services.common import Checking, person, refuse
from sentra.documents.services import add_evidence
from sentra.funding.facts_treasury import judge_spending
from sentra.funding.guides import clause_of
from sentra.funding.models import (
    LARGEST,
    Adjustment,
    AdjustmentState,
    BudgetLine,
    Fund,
    Payment,
    PaymentOrder,
    Recipient,
)
from sentra.funding.queries.sums import activity_codes, parts_left, spent_before
from sentra.funding.services.common import grounds_of, lock_recipient, sent_already
from sentra.funding.services.treasury_conditions import stages_of
from sentra.law import Verdict
from sentra.pages.errors import Conflict
from sentra.pages.formatting import long_date, rupiah


@dataclass(frozen=True)
class Scan:
    """The file of a payment order as it was sent."""

    name: str
    content: bytes


def record_payment(
    *,
    actor: Actor,
    recipient: Recipient,
    number: str,
    paid_on: dt.date | None,
    payee: str,
    purpose: str,
    amount: int | None,
    parts: Mapping[UUID, int],
    scan: Scan | None = None,
    id: UUID | None = None,
) -> PaymentOrder:
    """Record an order by which the regional treasury paid; `parts` divide its amount over budget lines.

    A line is never spent above what is planned on it, the recipient never above what it received; the day lies in the
    budget year, after the first money came. Sent twice it is recorded once. Raises OutsideTerritory, Forbidden,
    Refused with the finding for spending that runs ahead of an approved adjustment, BadInput, Conflict.
    """
    ensure(actor, "funding.pay", recipient)
    check = Checking()
    words = {
        "number": check.words("number", number, 80),
        "payee": check.words("payee", payee, 200),
        "purpose": check.words("purpose", purpose, 300),
    }
    day = check.past("paid_on", paid_on, actor.today)
    check_parts(check, amount, parts)
    check.done()

    def create(key: UUID) -> PaymentOrder:
        stored = lock_recipient(recipient)
        if (found := sent_already(PaymentOrder, key, stored)) is not None:
            return found
        if stored.withdrawn_on is not None:
            raise Conflict(_("This recipient was withdrawn from the year."), remedy=_("Load the page again."))
        lines = _lines(stored)
        _check_number(check, stored, words["number"])
        check_day(check, stored, day)
        check_room(check, stored, lines, parts)
        check.done()
        grounds = spending_grounds(stored, lines, parts, day)
        made = PaymentOrder(
            id=key, recipient=stored, paid_on=day, amount=sum(parts.values()), recorded_by=person(actor), **words
        )
        return _enter(actor, made, lines, parts, scan, "funding.pay", grounds)

    return create_once(PaymentOrder, actor, id, create)


def correct_payment(
    *,
    actor: Actor,
    order: PaymentOrder,
    number: str,
    corrected_on: dt.date | None,
    reason: str,
    parts: Mapping[UUID, int] | None = None,
    scan: Scan | None = None,
    id: UUID | None = None,
) -> PaymentOrder:
    """Correct an order by a counter-entry that names it: `parts` of it, positive, or all that is left (None).

    Never more than is left of each part of the original. Raises OutsideTerritory, Forbidden, BadInput, Conflict for
    an order of which nothing is left.
    """
    ensure(actor, "funding.pay", order)
    check = Checking()
    words = {"number": check.words("number", number, 80), "reason": check.words("reason", reason, 300)}
    day = check.past("corrected_on", corrected_on, actor.today)
    if corrected_on is not None and day < order.paid_on:
        message = _("The order is of %(day)s.") % {"day": long_date(order.paid_on)}
        check.say("corrected_on", day, message, _("A correction comes on that day or later."))
    check.done()
    if order.corrects_id is not None:
        raise Conflict(
            _("This is a correction itself; it is not corrected."), remedy=_("Record the order anew, or correct it.")
        )

    def create(key: UUID) -> PaymentOrder:
        stored = lock_recipient(order.recipient)
        if (found := sent_already(PaymentOrder, key, stored)) is not None:
            return found
        left = parts_left(order)
        if not any(left.values()):
            raise Conflict(_("Nothing of this order is left to correct."), remedy=_("Load the page again."))
        wanted = {line: value for line, value in (left if parts is None else parts).items() if value}
        _check_number(check, stored, words["number"])
        _check_left(check, left, wanted)
        check.done()
        made = PaymentOrder(
            id=key,
            recipient=stored,
            paid_on=day,
            payee=order.payee,
            purpose=order.purpose,
            amount=-sum(wanted.values()),
            corrects=order,
            recorded_by=person(actor),
            **words,
        )
        negative = {line: -value for line, value in wanted.items()}
        grounds = grounds_of(stored.year, _clauses(stored))
        return _enter(actor, made, _lines(stored), negative, scan, "funding.correct_payment", grounds)

    return create_once(PaymentOrder, actor, id, create)


def _enter(
    actor: Actor,
    made: PaymentOrder,
    lines: Mapping[UUID, BudgetLine],
    parts: Mapping[UUID, int],
    scan: Scan | None,
    action: str,
    grounds: Grounds,
) -> PaymentOrder:
    """Write an order with its parts, move the sums with it and record the decision."""
    recipient = made.recipient
    if scan is not None:
        made.evidence = add_evidence(
            actor=actor,
            subject=made,
            regency=recipient.region,
            name=scan.name,
            content=scan.content,
            kind="payment_order",
            proves=str(made),
            id=uuid5(made.pk, "scan"),
        )
    made.save(force_insert=True)
    Payment.unscoped.bulk_create([Payment(order=made, line_id=line, amount=value) for line, value in parts.items()])
    for line, value in parts.items():
        lines[line].spent += value
    BudgetLine.unscoped.bulk_update([lines[line] for line in parts], ["spent"], batch_size=100)
    recipient.spent += made.amount
    recipient.save(update_fields=["spent"])
    record_decision(
        actor=actor,
        action=action,
        subject=made,
        regency=recipient.region,
        reason=made.reason,
        details={
            "amount": rupiah(abs(made.amount)),
            "day": made.paid_on,
            "recipient": str(recipient),
            "of": str(made.corrects) if made.corrects else "",
            "parts": {str(line): value for line, value in parts.items()},
        },
        grounds=grounds,
    )
    return made


# ---------------------------------------------------------------- bounds


def check_parts(check: Checking, amount: int | None, parts: Mapping[UUID, int]) -> None:
    """Each part a whole amount of rupiah, all of them together the amount of the order."""
    for line, value in parts.items():
        if not 1 <= value <= LARGEST:
            check.say(f"part_{line}", value, _("This is not an amount."), _("Write it in whole rupiah."))
    total = sum(parts.values())
    if amount is None or not 1 <= amount <= LARGEST:
        check.amount("amount", None)
    elif not parts:
        check.say("amount", amount, _("No budget line is named."), _("Write the amount at its budget line."))
    elif total != amount:
        places = {"total": rupiah(total), "amount": rupiah(amount)}
        message = _("The parts come to %(total)s, the order to %(amount)s.") % places
        check.say("amount", amount, message, _("Let the parts come to the amount of the order."))


def _check_number(check: Checking, recipient: Recipient, number: str) -> None:
    # Unscoped, here and below: the rows of a recipient that was let through, under its lock.
    if PaymentOrder.unscoped.filter(recipient=recipient, number__iexact=number).exists():
        remedy = _("Look it up in the list of payment orders; an order is recorded once.")
        check.say("number", number, _("This number is on file for this recipient."), remedy)


def check_day(check: Checking, recipient: Recipient, day: dt.date) -> None:
    """A day of the budget year, not to come and not before the first money."""
    first = stages_of(recipient).first_receipt
    if day.year != recipient.year.year:
        message = _("This day lies outside the budget year %(year)s.") % {"year": recipient.year.year}
        check.say("paid_on", day, message, _("Give a day of the budget year."))
    elif first is None:
        check.say("paid_on", day, _("No money was received yet."), _("Record the money received first."))
    elif day < first:
        message = _("The first money came on %(day)s.") % {"day": long_date(first)}
        check.say("paid_on", day, message, _("Give that day or a later one."))


def check_room(
    check: Checking, recipient: Recipient, lines: Mapping[UUID, BudgetLine], parts: Mapping[UUID, int]
) -> None:
    """What each line has left of the plan, and the recipient of what it received."""
    for line, value in parts.items():
        found = lines.get(line)
        if found is None:
            check.say(f"part_{line}", line, _("This is no line of the agreed plan."), _("Choose one of its lines."))
        elif value > found.planned - found.spent:
            places = {"left": rupiah(found.planned - found.spent), "planned": rupiah(found.planned)}
            message = _("Of the %(planned)s planned on this line %(left)s is left.") % places
            check.say(f"part_{line}", value, message, _("Lower the part, or change the plan first."))
    total = sum(parts.values())
    if total > recipient.left:
        message = _("Of the money received %(left)s is left.") % {"left": rupiah(recipient.left)}
        check.say("amount", total, message, _("Wait for the next stage, or correct an order that was wrong."))


def _check_left(check: Checking, left: Mapping[UUID, int], wanted: Mapping[UUID, int]) -> None:
    if not wanted:
        check.say("parts", None, _("Nothing would be corrected."), _("Write an amount at one of the parts."))
    for line, value in wanted.items():
        if not 0 < value <= left.get(line, 0):
            message = _("Of this part %(left)s is left.") % {"left": rupiah(left.get(line, 0))}
            check.say(f"part_{line}", value, message, _("Correct that much at most."))


def _lines(recipient: Recipient) -> dict[UUID, BudgetLine]:
    return {one.pk: one for one in BudgetLine.unscoped.select_for_update().filter(recipient=recipient)}


# ---------------------------------------------------------------- the law


def spending_grounds(
    recipient: Recipient, lines: Mapping[UUID, BudgetLine], parts: Mapping[UUID, int], day: dt.date
) -> Grounds:
    """What a payment rests on; refuses one that spends under an adjusted allocation before its approval."""
    clauses = _clauses(recipient)
    adjusted = _adjustments_used(recipient, lines, parts, day)
    facts: dict[str, Any] = {}
    verdicts: list[Verdict] = []
    for adjustment in adjusted:
        facts, verdict = judge_spending(adjustment, day)
        sequence = clause_of(recipient.year, "3.4.sequence")
        if sequence in verdict.failing:
            raise refuse(
                _("This payment spends under the adjusted allocation, which was approved on %(day)s only.")
                % {"day": long_date(adjustment.decided_on or day)},
                sequence,
                verdict=verdict,
                remedy=_("Check the day of the order, or the activity it is charged to."),
            )
        verdicts = [verdict]
    return grounds_of(recipient.year, clauses, facts, *verdicts)


def _adjustments_used(
    recipient: Recipient, lines: Mapping[UUID, BudgetLine], parts: Mapping[UUID, int], day: dt.date
) -> Sequence[Adjustment]:
    """The approved adjustments that a payment needs: without them an activity would come above its determined amount.

    What was paid from the day of the payment's own use counts: up to the approval for one dated before it, all for one
    dated after it.
    """
    if recipient.year.fund != Fund.PK2UMK:
        return []
    approved = Adjustment.unscoped.filter(recipient=recipient, state=AdjustmentState.APPROVED)
    adjustments = list(approved.select_related("of", "recipient__year", "recipient__region").order_by("decided_on"))
    if not adjustments:
        return []
    codes = activity_codes(recipient)
    wanted: dict[str, int] = {}
    for line, value in parts.items():
        code = codes.get(lines[line].activity_key, "")
        wanted[code] = wanted.get(code, 0) + value
    used = []
    for one in adjustments:
        assert one.decided_on is not None
        spent = spent_before(recipient, one.decided_on if day < one.decided_on else None, codes)
        if any(
            code in one.of.division and spent.get(code, 0) + value > one.of.division[code]
            for code, value in wanted.items()
        ):
            used.append(one)
    return used


def _clauses(recipient: Recipient) -> list[str]:
    return [clause_of(recipient.year, "V.A.1.listed" if recipient.year.fund == Fund.IKM else "4.5.approval")]


__all__ = ["Scan", "correct_payment", "record_payment"]
