"""MAP placements and loans, applications for guaranteed credit and the bank's decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door, fetch
from sentra.development import forms
from sentra.development.blocks import Button, Cell, Facts, Table, day, money, offered, yes_no
from sentra.development.entitlements import law_today
from sentra.development.models import CreditApplication, CreditState, MapPlacement
from sentra.development.services import apply_credit, decide_credit, lend_map, place_map
from sentra.development.services.finance import banks_for, open_map_applications
from sentra.development.views.common import (
    data_of,
    findings_of,
    history_block,
    page,
    send,
    sentra_crumbs,
    sentra_of,
    sentra_page,
)
from sentra.law import Verdict
from sentra.pages.states import State
from sentra.registry.models import Partner, PartnerType

TONES = {"applied": "info", "granted": "good", "declined": "bad"}


def credit_state(application: CreditApplication) -> State:
    """The state of a credit application as it is shown."""
    return State(application.get_state_display(), TONES[application.state])  # type: ignore[arg-type]


@door("development.view")
def sentra_finance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """MAP and guaranteed credit of one sentra."""
    sentra = sentra_of(request, pk, "development.view")
    actor = actor_of(request)
    placements = MapPlacement.objects.filter(sentra=sentra).select_related("channel")
    placements = placements.annotate(lent=Sum("loans__amount"))
    credits_asked = CreditApplication.objects.filter(sentra=sentra).select_related("enterprise", "bank")
    blocks = [
        Table(
            _("MAP placed with KSP/USP"),
            [_("Placed with"), _("Since"), _("Amount"), _("Lent on to members")],
            [
                [
                    Cell(one.channel.name, reverse("development:placement", args=[one.pk])),
                    day(one.placed_on),
                    money(one.amount),
                    money(one.lent or 0),
                ]
                for one in placements
            ],
            numeric=(2, 3),
            buttons=offered(
                actor,
                "development.place_map",
                _("Record a placement"),
                reverse("development:placement_new", args=[pk]),
                "plus",
            ),
            empty=_("No MAP has been placed. The agency places it with a KSP or USP once the support is approved."),
        ),
        Table(
            _("Credit under the guarantee fund"),
            [_("Applicant"), _("Executing bank"), _("Amount"), _("State")],
            [
                [
                    Cell(one.enterprise.name, reverse("development:credit", args=[one.pk])),
                    one.bank.name,
                    money(one.amount),
                    Cell(state=credit_state(one)),
                ]
                for one in credits_asked
            ],
            numeric=(2,),
            buttons=offered(
                actor,
                "development.apply_credit",
                _("Apply for credit"),
                reverse("development:credit_new", args=[pk]),
                "plus",
            ),
            empty=_(
                "No member has applied yet. The manager or the regency's agency applies for a member; the bank decides."
            ),
        ),
    ]
    return sentra_page(request, sentra, "sentra_finance", blocks)


@door("development.place_map")
def placement_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Place MAP; another channel than a KSP or USP answers with the provision."""
    sentra = sentra_of(request, pk, "development.place_map")
    actor = actor_of(request)
    channels = Partner.objects.filter(
        is_active=True, type__in=[PartnerType.KSP, PartnerType.USP, PartnerType.BANK, PartnerType.OTHER]
    )
    form = forms.PlacementForm(data_of(request), law_today(actor.today), channels, open_map_applications(sentra))

    def do(data: dict[str, Any]) -> MapPlacement:
        return place_map(actor=actor, sentra=sentra, id=data.pop("client_id"), **data)

    return send(
        request,
        form,
        do,
        title=_("Record a MAP placement"),
        lead=sentra.name,
        crumbs=sentra_crumbs(sentra, _("Finance")),
        submit=_("Record the placement"),
        done=_("The placement is recorded."),
        back=lambda made: reverse("development:placement", args=[made.pk]),
    )


@door("development.view")
def placement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One placement with its loans."""
    found = fetch(
        request, MapPlacement, pk, "development.view", "sentra__regency", "channel", "recorded_by", "application"
    )
    actor = actor_of(request)
    loans = list(found.loans.select_related("enterprise"))
    blocks = [
        Facts(
            _("Placement"),
            [
                (_("Sentra"), found.sentra.name),
                (_("Amount"), money(found.amount)),
                (_("Left"), money(found.amount - sum(one.amount for one in loans))),
                (_("Placed on"), day(found.placed_on)),
                (_("Number of the placement paper"), found.document),
            ],
        ),
        Table(
            _("Loans to members"),
            [_("Borrower"), _("Lent on"), _("Amount")],
            [[one.enterprise.name, day(one.lent_on), money(one.amount)] for one in loans],
            numeric=(2,),
            buttons=offered(
                actor,
                "development.lend_map",
                _("Record a loan"),
                reverse("development:loan_new", args=[pk]),
                "plus",
                found,
            ),
            empty=_("Nothing has been lent on yet. The KSP or USP records each loan to a member here."),
        ),
        findings_of(Verdict.from_json(found.findings), _("Findings at the placement")),
        history_block(found),
    ]
    return page(request, title=_("MAP with %(name)s") % {"name": found.channel.name}, blocks=blocks)


@door("development.lend_map")
def loan_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a loan out of placed MAP."""
    found = fetch(request, MapPlacement, pk, "development.lend_map", "sentra__regency", "channel")
    form = forms.LoanForm(data_of(request), found.sentra)

    def do(data: dict[str, Any]) -> Any:
        return lend_map(actor=actor_of(request), placement=found, id=data.pop("client_id"), **data)

    return send(
        request,
        form,
        do,
        title=_("Record a loan"),
        lead=found.channel.name,
        submit=_("Record the loan"),
        done=_("The loan is recorded."),
        back=reverse("development:placement", args=[pk]),
    )


@door("development.apply_credit")
def credit_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member applies for guaranteed credit."""
    sentra = sentra_of(request, pk, "development.apply_credit")
    actor = actor_of(request)
    form = forms.CreditForm(data_of(request), law_today(actor.today), sentra, banks_for(sentra))

    def do(data: dict[str, Any]) -> CreditApplication:
        return apply_credit(actor=actor, sentra=sentra, id=data.pop("client_id"), **data)

    return send(
        request,
        form,
        do,
        title=_("Apply for guaranteed credit"),
        lead=sentra.name,
        crumbs=sentra_crumbs(sentra, _("Finance")),
        submit=_("Send the application"),
        done=_("The application is with the bank."),
        back=lambda made: reverse("development:credit", args=[made.pk]),
    )


@door("development.view")
def credit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One credit application with the findings of the law."""
    found = fetch(
        request, CreditApplication, pk, "development.view", "sentra__regency", "enterprise", "bank", "decided_by"
    )
    actor = actor_of(request)
    buttons: list[Button] = []
    if found.state == CreditState.APPLIED:
        buttons = offered(
            actor,
            "development.decide_credit",
            _("Record the bank's decision"),
            reverse("development:credit_decide", args=[pk]),
            "gavel",
            found,
        )
    blocks = [
        Facts(
            _("Application"),
            [
                (_("Sentra"), found.sentra.name),
                (_("Executing bank"), found.bank.name),
                (_("Amount"), money(found.amount)),
                (_("Purpose"), found.purpose),
                (_("Collateral falls short"), yes_no(found.collateral_limited)),
                (_("What was offered and what is asked for"), found.collateral_note or "–"),
                (_("Amount granted"), money(found.granted_amount)),
                (_("Reason"), found.reason or "–"),
            ],
        ),
        findings_of(Verdict.from_json(found.findings), _("What the provisions say")),
        history_block(found),
    ]
    return page(
        request,
        title=found.enterprise.name,
        lead=_("Credit under the guarantee fund"),
        buttons=buttons,
        state=credit_state(found),
        blocks=blocks,
    )


@door("development.decide_credit")
def credit_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The executing bank's decision."""
    found = fetch(request, CreditApplication, pk, "development.decide_credit", "sentra__regency", "enterprise", "bank")
    form = forms.CreditDecisionForm(data_of(request), _("Grant"), _("Decline"))
    answers = {"yes": True, "no": False, "": None}

    def do(data: dict[str, Any]) -> CreditApplication:
        return decide_credit(
            actor=actor_of(request),
            application=found,
            grant=data["decision"] == "yes",
            collateral_limited=answers[data["collateral_limited"]],
            collateral_note=data["collateral_note"],
            reason=data["reason"],
            granted_amount=data["granted_amount"],
        )

    return send(
        request,
        form,
        do,
        title=_("Record the bank's decision"),
        lead=f"{found.enterprise.name} · {money(found.amount)}",
        submit=_("Record the decision"),
        done=_("The decision is recorded."),
        back=reverse("development:credit", args=[pk]),
    )
