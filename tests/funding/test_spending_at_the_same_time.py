"""Two at once: no line and no treasury is overdrawn, no sum is lost, money comes once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum

from sentra.funding.models import BudgetLine, Disbursement, Payment, PaymentOrder, PlanVersion, Recipient
from sentra.funding.services.treasury_payments import correct_payment
from sentra.funding.services.treasury_stages import cancel_disbursement, receive_disbursement
from sentra.funding.services.treasury_statements import remit
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.scope import NATION, scoped
from tests.at_once import at_once
from tests.funding.makers import ministry, officer
from tests.funding.money_makers import FIRST, Act, act, agree, funded, lines, on, pay, received, recommended

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("regions")]

TOLD = {Conflict: "refused", BadInput: "refused"}


def both(*acts: Callable[[], Any]) -> list[str]:
    """Do them at the same time; gives what became of each."""
    return sorted(
        TOLD.get(type(got), "done" if not isinstance(got, Exception) else repr(got)) for got in at_once(*acts)
    )


def sums(recipient: Recipient) -> tuple[int, int, int]:
    """Spent by the recipient, by its lines, and by its payments."""
    recipient.refresh_from_db()
    held = BudgetLine.unscoped.filter(recipient=recipient).aggregate(total=Sum("spent", default=0))["total"]
    paid = Payment.unscoped.filter(order__recipient=recipient).aggregate(total=Sum("amount", default=0))["total"]
    return recipient.spent, held, paid


def test_two_payments_on_one_line_or_on_the_last_money_and_a_payment_and_its_correction() -> None:
    with scoped(NATION):
        recipient, made = funded()
        small, large = act(100), act(300_000_000, code="mentoring")
        agree(recipient, [small, large])
        received(recipient, made[0])
        line, wide = next(iter(small.amounts)), next(iter(large.amounts))
        officer(), ministry()
    # One line holds 100: of two times 60 one is paid.
    assert both(*[lambda: pay(recipient, {line: 60})] * 2) == ["done", "refused"]
    assert sums(recipient) == (60, 60, 60)
    # What was received holds 200 million: of two times 150 million one is paid.
    assert both(*[lambda: pay(recipient, {wide: 150_000_000})] * 2) == ["done", "refused"]
    assert sums(recipient) == (150_000_060,) * 3
    # Both fit: none is lost.
    assert both(*[lambda: pay(recipient, {line: 20})] * 2) == ["done", "done"]
    assert sums(recipient) == (150_000_100,) * 3
    # One number, and one key, are recorded once.
    key = uuid4()
    same = {"number": "0099/LS", "id": key}
    assert both(*[lambda: pay(recipient, {wide: 1}, **same)] * 2) == ["done", "done"]
    assert both(*[lambda: pay(recipient, {wide: 1}, number="0100/LS")] * 2) == ["done", "refused"]
    assert sums(recipient) == (150_000_102,) * 3
    with scoped(NATION):
        order = PaymentOrder.unscoped.get(pk=key)
        order.recipient.region  # noqa: B018 - read before the threads
    # An order is corrected once, however many correct all of it.
    assert both(_correction(order), _correction(order)) == ["done", "refused"]
    with scoped(NATION):
        small_one = pay(recipient, {wide: 3})
        small_one.recipient.region  # noqa: B018 - read before the threads
    # The same correction sent twice is one.
    key = uuid4()
    assert both(*[_correction(small_one, number="K/1", id=key)] * 2) == ["done", "done"]
    assert sums(recipient)[0] == sums(recipient)[1] == sums(recipient)[2]
    # A payment of what is left against a correction of what was paid: whichever comes first, the sums hold.
    with scoped(NATION):
        first = PaymentOrder.unscoped.select_related("recipient__region", "recipient__year").get(amount=150_000_000)
    got = both(_correction(first), lambda: pay(recipient, {wide: 60_000_000}))
    assert got in (["done", "done"], ["done", "refused"])
    recipient.refresh_from_db()
    assert sums(recipient)[0] == sums(recipient)[1] == sums(recipient)[2] <= recipient.received


def _correction(order: PaymentOrder, **given: Any) -> Callable[[], Any]:
    values = {"number": f"K/{uuid4().hex[:8]}", "corrected_on": on(4), "reason": "Salah."} | given
    return lambda: correct_payment(actor=officer(), order=order, **values)


def test_a_payment_against_a_change_of_the_plan_and_a_payment_against_giving_back() -> None:
    with scoped(NATION):
        recipient, made = funded()
        one = act(1_000)
        agree(recipient, [one])
        received(recipient, made[0])
        (line,) = one.amounts
        officer(), ministry()
        pay(recipient, {line: 1})
    # The change leaves 500 on the line; a payment of 600 and the change cannot both stand.
    change = Act("training", {line: 500}, key=one.key)
    got = both(lambda: agree(recipient, [change]), lambda: pay(recipient, {line: 600}))
    assert got == ["done", "refused"]
    with scoped(NATION):
        (held,) = lines(recipient)
    assert (held.planned, held.spent) in ((500, 1), (1_000, 601))
    assert sums(recipient) == (held.spent,) * 3
    versions = PlanVersion.unscoped.filter(recipient=recipient, state="agreed")
    assert versions.count() == 1
    # All that is left is given back, or spent, and never both.
    left = recipient.left
    room = held.planned - held.spent
    given: dict[str, Any] = {"recipient": recipient, "remitted_on": on(12, 31), "reference": "N"}
    got = both(lambda: remit(actor=officer(), amount=left, **given), lambda: pay(recipient, {line: room}))
    assert got == ["done", "refused"]
    recipient.refresh_from_db()
    assert recipient.received >= recipient.spent + recipient.returned
    # Sent twice it is given back once, also where nothing is left for a second time.
    if recipient.left:
        key = uuid4()
        same = {**given, "amount": recipient.left, "id": key}
        assert both(*[lambda: remit(actor=officer(), **same)] * 2) == ["done", "done"]


def test_a_stage_is_recommended_once_received_once_and_not_cancelled_meanwhile() -> None:
    with scoped(NATION):
        recipient, (first, _second) = funded()
        clerk, ministry_ = officer(), ministry()
    key = uuid4()
    assert both(*[lambda: recommended(recipient, first, id=key)] * 2) == ["done", "done"]
    assert both(*[lambda: recommended(recipient, first)] * 2) == ["refused", "refused"]
    with scoped(NATION):
        related = ("recipient__year", "recipient__region__parent", "stage")
        made = Disbursement.unscoped.select_related(*related).get(recipient=recipient)
    take = {"disbursement": made, "received_on": FIRST, "reference": "SP2D-1"}
    assert both(*[lambda: receive_disbursement(actor=clerk, **take)] * 2) == ["done", "refused"]
    recipient.refresh_from_db()
    assert recipient.received == made.amount
    with scoped(NATION):
        other, (stage, _second) = funded("3325")
        theirs = recommended(other, stage)
        there = officer("3325")
        theirs = Disbursement.unscoped.select_related(*related).get(pk=theirs.pk)
    got = both(
        lambda: receive_disbursement(actor=there, disbursement=theirs, received_on=FIRST, reference="1"),
        lambda: cancel_disbursement(actor=ministry_, disbursement=theirs, reason="Salah."),
    )
    assert got == ["done", "refused"]
    other.refresh_from_db()
    theirs.refresh_from_db()
    assert other.received == (theirs.amount if theirs.state == "received" else 0)
