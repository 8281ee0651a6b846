"""What is done with a stage of the money: recommend it, record its receipt, cancel it, accept the report on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.access.policy import ensure
from sentra.development.blocks import Note, money
from sentra.development.views.common import data_of, send
from sentra.funding.addresses_treasury import treasury_url
from sentra.funding.forms.treasury import CancelForm, ReceiveForm, RecommendForm, ReportForm
from sentra.funding.models import Disbursement, Fund, Recipient, Stage
from sentra.funding.services.treasury_conditions import StageBook, stages_of
from sentra.funding.services.treasury_stages import (
    accept_report,
    cancel_disbursement,
    receive_disbursement,
    recommend_disbursement,
)
from sentra.funding.views.treasury.common import crumbs_of, recipient_of
from sentra.funding.views.treasury.parts import conditions_of
from sentra.pages.errors import BadInput
from sentra.pages.forms import add_problem


def _stage_of(request: HttpRequest, pk: UUID, number: int, action: str) -> tuple[Recipient, StageBook, Stage]:
    """A recipient inside the territory and a stage of its year; 404 for a number that the year does not have."""
    found = recipient_of(request, pk, action)
    book = stages_of(found)
    stage = book.stage(number)
    if stage is None:
        raise Http404
    return found, book, stage


def _on_its_way(request: HttpRequest, pk: UUID, number: int, action: str) -> tuple[Recipient, Disbursement]:
    """The money of a stage on its way; 404 where none was recommended. The service tells whoever comes too late."""
    found, book, stage = _stage_of(request, pk, number, action)
    made = book.live.get(stage.pk)
    if made is None:
        raise Http404
    made.recipient = found
    ensure(actor_of(request), action, made)
    return found, made


@door("funding.recommend")
def recommend(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Recommend a stage's money, with all that it waits for."""
    actor = actor_of(request)
    found, book, stage = _stage_of(request, pk, number, "funding.recommend")
    if stage.pk in book.live and request.method == "GET":
        return redirect(treasury_url(found))
    initial = {"amount": book.usual_amount(stage), "recommended_on": actor.today}
    form = RecommendForm(data_of(request), found, initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            recommend_disbursement(actor=actor, recipient=found, stage=stage, id=given.pop("client_id"), **given)
        except BadInput as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("The stage is recommended; the office that manages the fund is told."))
            return redirect(treasury_url(found))
    title = _("Recommend stage %(number)s") % {"number": stage.number}
    context = {
        "title": title,
        "lead": str(found),
        "crumbs": crumbs_of(found, title),
        "form": form,
        "submit": _("Recommend it"),
        "notes": _notes(found, stage),
        "findings": conditions_of(book, stage, actor),
    }
    return render(request, "funding/treasury_form.html", context, status=422 if form.errors else 200)


def _notes(found: Recipient, stage: Stage) -> list[Note]:
    share = _("The stage's share is %(share)s of the ceiling of %(ceiling)s; the last stage takes what remains.")
    notes = [Note(share % {"share": f"{stage.share_percent}%", "ceiling": money(found.ceiling)})]
    if found.year.fund == Fund.IKM:
        notes.append(
            Note(_("The transfer conditions are the Ministry of Finance's; they count as met by the reference below."))
        )
    return notes


@door("funding.receive")
def disbursement_receive(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Record that a stage's money came into the regional treasury."""
    found, made = _on_its_way(request, pk, number, "funding.receive")
    title = _("Record the receipt")

    def do(data: dict[str, Any]) -> Disbursement:
        return receive_disbursement(
            actor=actor_of(request),
            disbursement=made,
            received_on=data["received_on"],
            reference=data["reference"],
        )

    return send(
        request,
        ReceiveForm(data_of(request)),
        do,
        title=title,
        lead=f"{made} · {money(made.amount)}",
        crumbs=crumbs_of(found, title),
        submit=title,
        done=_("The money is on file; it may be spent now."),
        back=treasury_url(found),
    )


@door("funding.recommend")
def disbursement_cancel(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Take a recommendation back before the money came."""
    found, made = _on_its_way(request, pk, number, "funding.recommend")
    title = _("Cancel the recommendation")
    return send(
        request,
        CancelForm(data_of(request)),
        lambda data: cancel_disbursement(actor=actor_of(request), disbursement=made, reason=data["reason"]),
        title=title,
        lead=f"{made} · {money(made.amount)}",
        crumbs=crumbs_of(found, title),
        submit=title,
        done=_("The recommendation is cancelled; the stage may be recommended anew."),
        back=treasury_url(found),
    )


@door("funding.accept_report")
def report_accept(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Record that the report on a stage's money was accepted."""
    found, _book, stage = _stage_of(request, pk, number, "funding.accept_report")
    title = _("Accept the report")

    def do(data: dict[str, Any]) -> Any:
        return accept_report(actor=actor_of(request), recipient=found, stage=stage, id=data.pop("client_id"), **data)

    return send(
        request,
        ReportForm(data_of(request)),
        do,
        title=title,
        lead=f"{found} · {stage}",
        crumbs=crumbs_of(found, title),
        submit=title,
        done=_("The report is accepted; the office is told."),
        back=treasury_url(found),
    )


__all__ = ["disbursement_cancel", "disbursement_receive", "recommend", "report_accept"]
