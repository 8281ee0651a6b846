"""What a recipient says of its year: what was reached, what was absorbed, what it gave back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.development.blocks import Note, money
from sentra.development.views.common import data_of, send
from sentra.funding.addresses_treasury import reports_url
from sentra.funding.forms.treasury import AchievementForm, RemitForm, StatementForm
from sentra.funding.queries.sums import activities_of
from sentra.funding.services.treasury_statements import record_achievement, remit, state_absorption
from sentra.funding.views.treasury.common import crumbs_of, recipient_of


@door("funding.pay")
def achievement_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what an activity has reached so far."""
    found = recipient_of(request, pk, "funding.pay")
    title = _("Record what was reached")

    def do(data: dict[str, Any]) -> Any:
        return record_achievement(actor=actor_of(request), recipient=found, id=data.pop("client_id"), **data)

    return send(
        request,
        AchievementForm(data_of(request), activities_of(found), request.GET.get("activity", "")),
        do,
        title=title,
        lead=str(found),
        crumbs=crumbs_of(found, title),
        submit=_("Record it"),
        done=_("What was reached is on file."),
        back=reports_url(found) + "#achievements",
        notes=[Note(_("The newest day counts; nothing is overwritten."))],
    )


@door("funding.pay")
def statement_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what a report states as absorbed and used."""
    found = recipient_of(request, pk, "funding.pay")
    title = _("Record what a report states")

    def do(data: dict[str, Any]) -> Any:
        return state_absorption(actor=actor_of(request), recipient=found, id=data.pop("client_id"), **data)

    return send(
        request,
        StatementForm(data_of(request)),
        do,
        title=title,
        lead=str(found),
        crumbs=crumbs_of(found, title),
        submit=_("Record it"),
        done=_("The statement is on file and held against the payment orders."),
        back=reports_url(found) + "#checks",
        notes=[Note(_("Write the figures as they stand in the report that was sent, also where they differ."))],
    )


@door("funding.pay")
def remit_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that what was received and not used was given back."""
    found = recipient_of(request, pk, "funding.pay")
    title = _("Give back what is left")
    form = RemitForm(data_of(request))
    form.initial = {"amount": found.left}
    left = _("%(left)s of what was received is left.") % {"left": money(found.left)}

    def do(data: dict[str, Any]) -> Any:
        return remit(actor=actor_of(request), recipient=found, id=data.pop("client_id"), **data)

    return send(
        request,
        form,
        do,
        title=title,
        lead=str(found),
        crumbs=crumbs_of(found, title),
        submit=_("Record it"),
        done=_("What was given back is on file."),
        back=reports_url(found) + "#remittances",
        notes=[Note(left), Note(_("What was given back can no longer be spent."))],
    )


__all__ = ["achievement_new", "remit_new", "statement_new"]
