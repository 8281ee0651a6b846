"""The payment orders (SP2D) of a recipient from a file: one row a part, rows of one number an order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from sentra.access.actors import Actor
from sentra.funding.addresses_treasury import treasury_url
from sentra.funding.imports.cells import Amount, Shown, is_told, missing, said_by, same, tell, within_bounds
from sentra.funding.imports.payment_columns import COLUMNS, OF_ORDER, judge, names_in
from sentra.funding.models import Adjustment, AdjustmentState, BudgetLine, PaymentOrder, Recipient
from sentra.funding.services.treasury_conditions import stages_of
from sentra.funding.services.treasury_payments import (
    check_day,
    check_parts,
    check_room,
    record_payment,
    spending_grounds,
)
from sentra.pages.errors import BadInput, Refused
from sentra.registry.imports.engine import twice
from sentra.registry.imports.issues import LANGUAGES, Issue, issue
from sentra.registry.imports.sheets import About, Context, Row, Sheet, Stale, Sum
from sentra.territory.scope import OutsideTerritory


class Book:
    """What is on record of a recipient's money, on which the orders of a file are entered one after the other.

    Copies that are never saved: the second order of a file finds what the first would leave.
    """

    def __init__(self, recipient: Recipient) -> None:
        self.recipient = copy(recipient)
        # Unscoped: of a recipient that was let through.
        self.lines = {one.pk: one for one in BudgetLine.unscoped.filter(recipient=recipient)}
        orders = PaymentOrder.unscoped.filter(recipient=recipient).prefetch_related("payments")
        # Corrections first, so that an order of the same number counts.
        self.recorded = {same(one.number): one for one in sorted(orders, key=lambda one: one.corrects_id is None)}
        self.first_receipt = stages_of(recipient).first_receipt
        approved = Adjustment.unscoped.filter(recipient=recipient, state=AdjustmentState.APPROVED)
        self.is_adjusted = approved.exists()

    def is_open_on(self, day: dt.date) -> bool:
        """Whether money could be spent on a day; why not, the service says."""
        first = self.first_receipt
        return first is not None and day >= first and day.year == self.recipient.year.year

    def spend(self, parts: Mapping[UUID, int]) -> None:
        """Enter an order."""
        for line, amount in parts.items():
            self.lines[line].spent += amount
        self.recipient.spent += sum(parts.values())


# ---------------------------------------------------------------- against what is on record


def compare(rows: Sequence[Row], context: Context) -> None:
    """Make orders of the rows; each is on record with the same content, or new within what the ones before it leave."""
    orders: dict[str, list[Row]] = {}
    for row in within_bounds(rows):
        _check_line(row, context)
        if not missing(row, row.values, ("number",)):
            orders.setdefault(same(row.values["number"]), []).append(row)
    book = Book(context.about)
    for number, own in orders.items():
        _share(own)
        _refuse_repeated(own)
        recorded = book.recorded.get(number)
        if recorded is not None:
            _hold_against(own, recorded)
        elif not any(row.issues for row in own):
            _check_bounds(own, book)
        _as_a_whole(own)
        if not own[0].issues:
            own[0].values["orders"] = 1
            if recorded is None:
                book.spend(_parts(own))


def _check_line(row: Row, context: Context) -> None:
    """Refuse the name of a line that means several."""
    missing(row, row.values, ("line", "amount"))
    if meant := names_in(context).meant_by(row.cells[PAYMENTS.place("line")]):
        message = _("Several budget lines are called so.")
        remedy = _("Choose one from the list: %(lines)s.")
        tell(row, issue("line", message, remedy, lines="; ".join(meant)))


def _share(rows: Sequence[Row]) -> None:
    """Day, payee and purpose of an order: said once or alike in all its rows."""
    for name in OF_ORDER:
        first = next((row for row in rows if name in row.values), None)
        if first is None:
            for row in rows:
                missing(row, row.values, (name,))
            continue
        said = first.values[name]
        for row in rows:
            if same(row.values.get(name, said)) != same(said):
                message = _("Row %(row)s says “%(value)s” of the same payment order.")
                remedy = _("Write the same in both, or correct the number.")
                tell(row, issue(name, message, remedy, row=first.number, value=Shown(said)))
            elif not is_told(row, name):
                row.values[name] = said


def _refuse_repeated(rows: Sequence[Row]) -> None:
    first: dict[str, Row] = {}
    for row in rows:
        line = row.values.get("line")
        if line is not None and first.setdefault(line, row) is not row:
            tell(row, twice(first[line].number, "line"))


def _as_a_whole(rows: Sequence[Row]) -> None:
    """An order of which one row is wrong is not recorded without it."""
    wrong = next((row for row in rows if row.issues), None)
    for row in rows if wrong else ():
        if not row.issues:
            message = _("Row %(row)s of this payment order is wrong, and an order is recorded as a whole.")
            row.issues.append(issue("number", message, _("Mend that row."), row=wrong.number if wrong else 0))


def _parts(rows: Sequence[Row]) -> dict[UUID, int]:
    return {UUID(row.values["line"]): row.values["amount"] for row in rows}


# ---------------------------------------------------------------- an order that is on record


def _hold_against(rows: Sequence[Row], order: PaymentOrder) -> None:
    """Take an order that is on record with the same content as unchanged; say at the cells what differs."""
    if order.corrects_id is not None:
        for row in rows:
            message = _("This is the number of a correction that is on file.")
            tell(row, issue("number", message, _("Write the number of the payment order.")))
        return
    remedy = _("What is on file is not changed: correct it by a counter-entry on the page of the order.")
    parts = {one.line_id: one.amount for one in order.payments.all()}
    on_file = {name: getattr(order, name) for name in OF_ORDER}
    for row in rows:
        line = UUID(row.values["line"]) if "line" in row.values else None
        amount = parts.get(line) if line else None
        if line is not None and amount is None:
            tell(row, issue("line", _("The payment order on file does not charge this line."), remedy))
        given = {name: row.values[name] for name in OF_ORDER if row.cells[PAYMENTS.place(name)] is not None}
        differing = {name: value for name, value in on_file.items() if same(given.get(name, value)) != same(value)}
        if amount is not None and row.values.get("amount", amount) != amount:
            differing["amount"] = Amount(amount)
        for name, value in differing.items():
            tell(row, issue(name, _("On file this payment order says “%(value)s”."), remedy, value=Shown(value)))
    rest = sum(amount for line, amount in parts.items() if str(line) not in {row.values.get("line") for row in rows})
    if rest:
        message = _("The payment order on file charges other lines too, %(amount)s in all.")
        tell(rows[0], issue("number", message, remedy, amount=Amount(rest)))
    for row in rows:
        row.target_id = order.pk


# ---------------------------------------------------------------- an order that is new


def _check_bounds(rows: Sequence[Row], book: Book) -> None:
    """The bounds of the services, on what the orders before leave; each is told at the cell that crosses it."""
    if book.recipient.withdrawn_on is not None:
        for row in rows:
            tell(row, issue("", _("This recipient was withdrawn from the year.")))
        return
    parts, day = _parts(rows), rows[0].values["paid_on"]
    found = [] if book.is_open_on(day) else said_by(lambda check: check_day(check, book.recipient, day))
    found = found or list(_against_adjustments(book, parts, day))
    for row in rows:
        tell(row, *found)
    for one in said_by(lambda check: _check_amounts(check, book, parts)):
        tell(_where(one, rows, book), replace(one, column="amount"))


def _check_amounts(check: Any, book: Book, parts: Mapping[UUID, int]) -> None:
    check_parts(check, sum(parts.values()), parts)
    check_room(check, book.recipient, book.lines, parts)


def _where(found: Issue, rows: Sequence[Row], book: Book) -> Row:
    """The row of the line that is overdrawn; of what was received, the row that goes beyond it."""
    total = 0
    for row in rows:
        total += row.values["amount"]
        if found.column == f"part_{row.values['line']}":
            return row
        if found.column == "amount" and total > book.recipient.left:
            return row
    return rows[-1]


def _against_adjustments(book: Book, parts: Mapping[UUID, int], day: dt.date) -> Iterator[Issue]:
    """The refusal of a payment that spends under an adjusted allocation before its approval, at its day."""
    if not book.is_adjusted:
        return
    said = {}
    for language in LANGUAGES:
        with override(language):
            try:
                spending_grounds(book.recipient, book.lines, parts, day)
            except Refused as refused:
                said[language] = (str(refused.reason), str(refused.remedy))
    if said:
        yield Issue("paid_on", said)


# ---------------------------------------------------------------- writing


def apply(rows: Sequence[Row], context: Context) -> None:
    """Record the new orders one after the other; the caller's transaction keeps all of them or none."""
    orders: dict[str, list[Row]] = {}
    for row in rows:
        orders.setdefault(same(row.values["number"]), []).append(row)
    for own in orders.values():
        made = _record(own, context)
        for row in own:
            row.target_id = made.pk


def _record(rows: Sequence[Row], context: Context) -> PaymentOrder:
    parts, said = _parts(rows), rows[0].values
    try:
        return record_payment(
            actor=context.actor,
            recipient=context.about,
            number=said["number"],
            paid_on=said["paid_on"],
            payee=said["payee"],
            purpose=said["purpose"],
            amount=sum(parts.values()),
            parts=parts,
            id=rows[0].record_id,
        )
    except BadInput:
        raise Stale from None  # it was right when it was checked
    except Refused as refused:
        reason = gettext("Payment order %(number)s: %(reason)s") % {"number": said["number"], "reason": refused.reason}
        raise Refused(reason, refused.clause_ids, refused.findings, refused.remedy) from None


def find_recipient(actor: Actor, key: UUID) -> Recipient:
    """The recipient that a file is about."""
    related = ("year", "region__parent", "allocation")
    found = Recipient.objects.select_related(*related).filter(pk=key).first()
    if found is None:
        raise OutsideTerritory
    return found


PAYMENTS = Sheet(
    kind="payments",
    title=_("Payment orders (SP2D)"),
    columns=COLUMNS,
    judge=judge,
    identities=lambda values: (),  # rows are held against each other when they are compared
    compare=compare,
    apply=apply,
    key=("number", "line"),
    repeated="line",
    action="funding.pay",
    together=True,
    note=_("A payment order on file stays as it is; a wrong one is corrected by a counter-entry on its page."),
    about=About(
        find=find_recipient,
        region=lambda recipient: recipient.region,
        prefixes=(
            *("funding.pay", "funding.correct_payment", "funding.receive", "funding.remit"),
            *("funding.agree", "funding.decide_adjustment", "funding.withdraw"),
        ),
        label=str,
        return_to=treasury_url,
    ),
    sums=(
        Sum("orders", _("Payment orders"), "orders"),
        Sum("parts", _("Parts")),
        Sum("amount", _("Amounts together"), "amount"),
    ),
)
