"""Payment orders: the list with its filters and export, one with its parts and corrections, recording, correcting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import ensure
from sentra.development.blocks import Button, Cell, Facts, Note, Table, day, money, offered
from sentra.development.views.common import data_of, history_block, page, send
from sentra.funding.addresses_treasury import order_url
from sentra.funding.forms.treasury import CorrectionForm, PaymentForm
from sentra.funding.models import Payment, PaymentOrder, Recipient
from sentra.funding.queries.sums import LineSum, activities_of, parts_left
from sentra.funding.services.treasury_payments import correct_payment, record_payment
from sentra.funding.views.treasury.common import crumbs_of, recipient_of, tabs_of
from sentra.funding.views.treasury.money import pay_button
from sentra.pages.formatting import rupiah
from sentra.pages.listing import ChoiceFilter, Column, DateRangeFilter, Listing, SearchFilter, render_list
from sentra.pages.states import State

RELATED = ("recipient__year", "recipient__region__parent", "corrects", "recorded_by", "evidence")


def order_state(order: PaymentOrder) -> State:
    """Whether an order stands, was corrected, or corrects another; `has_corrections` comes with the list."""
    if order.corrects_id is not None:
        return State(_("Correction"), "info", "undo-2")
    if getattr(order, "has_corrections", False):
        return State(_("Corrected"), "warn")
    return State(_("Stands"), "good")


def _of_kind(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    chosen = {
        "standing": Q(corrects=None, has_corrections=False),
        "corrected": Q(has_corrections=True),
        "correction": Q(corrects__isnull=False),
    }
    return rows.filter(chosen[value])


def listing_of(found: Recipient) -> Listing:
    """The list of a recipient's orders; the filter by activity offers those of its plan."""
    return Listing(
        name="sp2d",
        title=gettext_lazy("Payment orders"),
        columns=[
            Column("number", gettext_lazy("Number (SP2D)"), sort=True, link=order_url),
            Column("paid_on", gettext_lazy("Date"), sort=True),
            Column("payee", gettext_lazy("Paid to"), sort=True),
            Column("purpose", gettext_lazy("For")),
            Column("amount", gettext_lazy("Amount"), sort=True, numeric=True, format=rupiah),
            Column("state", gettext_lazy("State"), value=order_state),
            Column(
                "lines",
                gettext_lazy("Budget lines"),
                numeric=True,
                annotation=Count("payments"),
                default_shown=False,
            ),
            Column("recorded_by", gettext_lazy("Recorded by"), value="recorded_by.name", default_shown=False),
            Column("corrects", gettext_lazy("Corrects"), value="corrects.number", export_only=True),
            Column("reason", gettext_lazy("Reason"), export_only=True),
            Column("recipient", gettext_lazy("Recipient"), value=lambda _order: str(found), export_only=True),
        ],
        filters=[
            SearchFilter("q", gettext_lazy("Search"), fields=("number", "payee", "purpose")),
            DateRangeFilter("paid_on", gettext_lazy("Date")),
            ChoiceFilter(
                "activity",
                gettext_lazy("Activity"),
                choices=lambda: [(one.key, one.title) for one in activities_of(found)],
                apply=_of_activity,
            ),
            ChoiceFilter(
                "kind",
                gettext_lazy("State"),
                choices=[
                    ("standing", gettext_lazy("Stands")),
                    ("corrected", gettext_lazy("Corrected")),
                    ("correction", gettext_lazy("Correction")),
                ],
                apply=_of_kind,
            ),
        ],
        default_sort="-paid_on",
        empty_title=gettext_lazy("No payment orders"),
        empty_text=gettext_lazy("They are recorded by the office that manages the fund, once money was received."),
    )


def _of_activity(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    parts = Payment.unscoped.filter(order=OuterRef("pk"), line__activity_key=key)
    return rows.filter(Exists(parts))


def orders_of(found: Recipient) -> QuerySet[PaymentOrder]:
    """The orders of a recipient with whether each was corrected."""
    corrections = PaymentOrder.unscoped.filter(corrects=OuterRef("pk"))
    rows = PaymentOrder.objects.filter(recipient=found).select_related("recorded_by", "corrects")
    return rows.annotate(has_corrections=Exists(corrections))


@door("funding.view")
def payment_list(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The payment orders and corrections of a recipient."""
    found = recipient_of(request, pk, "funding.view")
    context = {
        "lead": str(found),
        "crumbs": crumbs_of(found, _("Payment orders")),
        "tabs": tabs_of(found, "payment_list"),
        "buttons": pay_button(found, actor_of(request)),
    }
    return render_list(request, listing_of(found), orders_of(found), context, "funding/treasury_orders.html")


# ---------------------------------------------------------------- one order


def order_of(request: HttpRequest, pk: UUID, order: UUID, action: str) -> PaymentOrder:
    """An order of a recipient inside the territory; 404 for another recipient's."""
    recipient_of(request, pk, action)
    found = PaymentOrder.objects.select_related(*RELATED).filter(recipient_id=pk, pk=order).first()
    if found is None:
        raise Http404
    ensure(actor_of(request), action, found)
    return found


@door("funding.view")
def payment(request: HttpRequest, pk: UUID, order: UUID) -> HttpResponse:
    """One order: what it paid, on which budget lines, what corrects it."""
    actor = actor_of(request)
    found = order_of(request, pk, order, "funding.view")
    corrections = list(found.corrections.select_related("recorded_by").order_by("paid_on", "created_at"))
    found.has_corrections = bool(corrections)  # type: ignore[attr-defined]
    blocks: list[Any] = [_facts(found), _parts(found)]
    if corrections:
        blocks.append(_corrections(corrections))
    return page(
        request,
        title=str(found),
        lead=f"{money(found.amount)} · {found.payee}",
        crumbs=_crumbs(found),
        state=order_state(found),
        buttons=_buttons(found, actor),
        blocks=[*blocks, history_block(found)],
    )


def _crumbs(found: PaymentOrder, *here: str) -> list[dict[str, str]]:
    listed = {
        "label": _("Payment orders"),
        "url": reverse("funding:payment_list", args=[found.recipient_id]),
    }
    own = {"label": str(found), "url": order_url(found) if here else ""}
    return [*crumbs_of(found.recipient, "")[:-1], listed, own, *({"label": one, "url": ""} for one in here)]


def _buttons(found: PaymentOrder, actor: Actor) -> list[Button]:
    if found.corrects_id is not None or not any(parts_left(found).values()):
        return []
    url = reverse("funding:payment_correct", args=[found.recipient_id, found.pk])
    return offered(actor, "funding.pay", _("Correct it"), url, "undo-2", found)


def _facts(found: PaymentOrder) -> Facts:
    rows: list[tuple[str, Any]] = [
        (_("Number"), found.number),
        (_("Date"), day(found.paid_on)),
        (_("Paid to"), found.payee),
        (_("For"), found.purpose),
        (_("Amount"), money(found.amount)),
        (_("Recorded by"), f"{found.recorded_by.name}, {day(found.created_at.date())}"),
    ]
    if found.reason:
        rows.append((_("Reason"), found.reason))
    buttons = []
    if found.corrects is not None:
        found.corrects.recipient = found.recipient
        buttons.append(Button(_("Corrects %(order)s") % {"order": found.corrects}, order_url(found.corrects), "undo-2"))
    if found.evidence is not None:
        url = reverse("documents:evidence", args=[found.evidence.pk])
        buttons.append(Button(_("Scan of the order"), url, "file-text"))
    return Facts(_("The order"), rows, buttons=buttons, id="order")


def _described(found: Recipient) -> dict[UUID, tuple[str, LineSum]]:
    return {line.key: (one.title, line) for one in activities_of(found) for line in one.lines}


def _parts(found: PaymentOrder) -> Table:
    left = parts_left(found) if found.corrects_id is None else {}
    described = _described(found.recipient)
    rows: list[list[Cell | str]] = []
    for one in found.payments.all():
        activity, line = described.get(one.line_id, ("", None))
        said = line.description if line is not None else _("A line that was taken out")
        row: list[Cell | str] = [Cell(said, note=activity), money(one.amount)]
        rows.append([*row, money(left[one.line_id])] if left else row)
    heads = [_("Budget line"), _("Amount"), *([_("Left after corrections")] if left else [])]
    return Table(_("Charged to"), heads, rows, numeric=(1, 2), id="parts")


def _corrections(corrections: list[PaymentOrder]) -> Table:
    rows: list[list[Cell | str]] = [
        [Cell(one.number, order_url(one)), day(one.paid_on), money(one.amount), one.reason, one.recorded_by.name]
        for one in corrections
    ]
    heads = [_("Number"), _("Date"), _("Amount"), _("Reason"), _("Recorded by")]
    return Table(_("Corrected by"), heads, rows, numeric=(2,), id="corrections")


# ---------------------------------------------------------------- recording and correcting


@door("funding.pay")
def payment_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a payment order over one or several budget lines; `?activity=` offers those of one activity."""
    actor = actor_of(request)
    found = recipient_of(request, pk, "funding.pay")
    chosen = request.GET.get("activity", "")
    activities = [one for one in activities_of(found) if chosen in ("", str(one.key))]
    form = PaymentForm(data_of(request), request.FILES or None, activities)

    def do(data: dict[str, Any]) -> PaymentOrder:
        return record_payment(
            actor=actor,
            recipient=found,
            number=data["number"],
            paid_on=data["paid_on"],
            payee=data["payee"],
            purpose=data["purpose"],
            amount=data["amount"],
            parts=form.parts(),
            scan=form.file(),
            id=data["client_id"],
        )

    title = _("Record a payment order")
    left = _("%(left)s of what was received is left.") % {"left": money(found.left)}
    notes = [Note(left)]
    if not form.lines:
        notes.append(Note(_("No budget line has anything left to spend. The plan names them."), "warn"))
    return send(
        request,
        form,
        do,
        title=title,
        lead=str(found),
        crumbs=crumbs_of(found, title),
        submit=_("Record it"),
        done=_("The payment order is on file."),
        back=order_url,
        notes=notes,
    )


@door("funding.pay")
def payment_correct(request: HttpRequest, pk: UUID, order: UUID) -> HttpResponse:
    """Correct an order by a counter-entry over all or a part of it."""
    actor = actor_of(request)
    found = order_of(request, pk, order, "funding.pay")
    described = {key: line for key, (_title, line) in _described(found.recipient).items()}
    left = parts_left(found) if found.corrects_id is None else {}
    form = CorrectionForm(data_of(request), request.FILES or None, left, described)

    def do(data: dict[str, Any]) -> PaymentOrder:
        return correct_payment(
            actor=actor,
            order=found,
            number=data["number"],
            corrected_on=data["corrected_on"],
            reason=data["reason"],
            parts=form.parts(),
            scan=form.file(),
            id=data["client_id"],
        )

    title = _("Correct it")
    return send(
        request,
        form,
        do,
        title=title,
        lead=f"{found} · {money(found.amount)}",
        crumbs=_crumbs(found, title),
        submit=_("Record the correction"),
        done=_("The correction is on file; the order itself stays as it was."),
        back=order_url,
        notes=[Note(_("The amounts begin with all that is left of the order. Lower them to correct a part."))],
    )


__all__ = ["order_of", "orders_of", "payment", "payment_correct", "payment_list", "payment_new"]
