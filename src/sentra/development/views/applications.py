"""Applications for support: the list, one application, its decision, its delivery, agreements that came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import Denied, may
from sentra.development import forms
from sentra.development.blocks import Button, Facts, Note, Table, day, offered
from sentra.development.entitlements import (
    clause_id,
    law_today,
    tier_label,
    tiers_included,
    value_of,
)
from sentra.development.labels import name_of
from sentra.development.models import SupportApplication, SupportState
from sentra.development.services import (
    decide_support,
    deliver_support,
    record_agreement,
)
from sentra.development.views.common import (
    data_of,
    history_block,
    page,
    send,
)
from sentra.law import Law
from sentra.pages.errors import Refused
from sentra.pages.listing import ChoiceFilter, Column, Listing, RegionFilter, SearchFilter, render_list
from sentra.pages.states import State
from sentra.registry.models import Partner
from sentra.territory.models import Region

TONES = {"applied": "info", "approved": "good", "refused": "bad", "delivered": "accent"}


def state_of(application: SupportApplication) -> State:
    """The state of an application as it is shown."""
    return State(application.get_state_display(), TONES[application.state])  # type: ignore[arg-type]


def regencies() -> list[tuple[str, str]]:
    """The regencies of the applications that the actor may see."""
    found = SupportApplication.objects.values_list("sentra__regency_id", flat=True).distinct()
    return [(str(one.pk), one.name) for one in Region.objects.filter(pk__in=list(found))]


LISTING = Listing(
    name="perkuatan",
    title=gettext_lazy("Applications for support"),
    columns=[
        Column(
            "support",
            gettext_lazy("Support"),
            value="label",
            link=lambda row: reverse("development:support", args=[row.pk]),
        ),
        Column(
            "sentra",
            gettext_lazy("Sentra"),
            value="sentra.name",
            sort="sentra__name",
            link=lambda row: reverse("development:sentra_support", args=[row.sentra_id]),
        ),
        Column("regency", gettext_lazy("Regency or city"), value="sentra.regency.name", sort="sentra__regency__name"),
        Column("kind", gettext_lazy("Kind"), value=lambda row: name_of(row.kind)),
        Column("state", gettext_lazy("State"), value=state_of, sort=True),
        Column("applied_on", gettext_lazy("Applied on"), sort=True),
        Column("legal_basis", gettext_lazy("Legal basis"), default_shown=False),
    ],
    filters=[
        SearchFilter("q", gettext_lazy("Search"), fields=("sentra__name", "sentra__code")),
        ChoiceFilter("state", gettext_lazy("State"), choices=SupportState.choices),
        RegionFilter("region", gettext_lazy("Regency or city"), lookup="sentra__regency_id", choices=regencies),
    ],
    default_sort="-applied_on",
    empty_title=gettext_lazy("No applications"),
    empty_text=gettext_lazy("A designated sentra applies on its own page, under Support."),
)


@door("development.view")
def support_list(request: HttpRequest) -> HttpResponseBase:
    """The applications inside the territory."""
    rows = SupportApplication.objects.select_related("sentra__regency")
    return render_list(request, LISTING, rows)


def application_of(request: HttpRequest, pk: UUID, action: str) -> SupportApplication:
    """An application inside the territory."""
    return fetch(
        request, SupportApplication, pk, action, "sentra__regency__parent", "applied_by", "decided_by", "delivery"
    )


@door("development.view")
def support(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One application: what was asked, by which basis, what became of it."""
    found = application_of(request, pk, "development.view")
    actor = actor_of(request)
    law = law_today(actor.today)
    url = {name: reverse(f"development:{name}", args=[pk]) for name in ("support_decide", "support_deliver")}
    buttons: list[Button] = []
    if found.state == SupportState.APPLIED:
        buttons += offered(actor, "development.decide_support", _("Decide"), url["support_decide"], "gavel", found)
    if found.state == SupportState.APPROVED:
        buttons += offered(
            actor, "development.deliver_support", _("Record the delivery"), url["support_deliver"], "package", found
        )
    rows: list[tuple[str, Any]] = [
        (_("Sentra"), found.sentra.name),
        (_("Kind"), name_of(found.kind)),
        (_("Legal basis"), found.legal_basis),
        (_("Tier at the application"), tier_label(found.tier)),
        (_("What the support is for"), found.purpose),
        (_("Applied by"), f"{found.applied_by.name}, {day(found.applied_on)}"),
    ]
    if found.clause == clause_id("8.2.a.4"):
        rows.append((_("Trademark assistance"), found.trademark))
    if found.decided_on:
        rows.append((_("Decision"), f"{found.get_state_display()}, {day(found.decided_on)}"))
        rows.append((_("Reason"), found.decision_reason))
    blocks: list[Any] = [*_lost_tier(found, law), Facts(_("Application"), rows)]
    if found.clause == clause_id("8.2.b"):
        blocks.append(_agreements(found, actor))
    blocks.append(history_block(found))
    return page(
        request,
        title=found.label,
        lead=found.sentra.name,
        crumbs=[
            {"label": _("Applications for support"), "url": reverse("development:support_list")},
            {"label": found.label, "url": ""},
        ],
        buttons=buttons,
        state=state_of(found),
        blocks=blocks,
    )


def _lost_tier(found: SupportApplication, law: Law) -> list[Note]:
    """Support granted earlier keeps its basis although the tier of today would not open it."""
    tier = value_of(law.clause(found.clause), "min_tier")
    if tier in tiers_included(law, found.sentra.tier):
        return []
    text = _("The sentra's tier has changed since; this application keeps its legal basis: %(basis)s.")
    return [Note(text % {"basis": found.legal_basis})]


def _agreements(found: SupportApplication, actor: Any) -> Table:
    buttons: list[Button] = []
    if found.state in (SupportState.APPROVED, SupportState.DELIVERED):
        address = reverse("development:support_agreement", args=[found.pk])
        answer = may(actor, "registry.keep_partner", found.sentra)
        if not isinstance(answer, Denied):
            buttons = offered(
                actor, "development.deliver_support", _("Record an agreement"), address, "handshake", found
            )
    return Table(
        _("Agreements that came of it"),
        [_("Party"), _("Side of the business"), _("Paper"), _("Since")],
        [
            [str(one), one.get_side_display(), one.document or "–", day(one.began_on)]
            for one in found.agreements.select_related("partner")
        ],
        buttons=buttons,
        empty=_("No agreement has been recorded yet."),
    )


@door("development.decide_support")
def support_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ministry approves or refuses."""
    found = application_of(request, pk, "development.decide_support")
    form = forms.DecisionForm(data_of(request), _("Approve"), _("Refuse"))
    return send(
        request,
        form,
        lambda data: decide_support(
            actor=actor_of(request),
            application=found,
            approve=data["decision"] == "yes",
            reason=data["reason"],
        ),
        title=_("Decide: %(support)s") % {"support": found.label},
        lead=f"{found.sentra.name} · {found.legal_basis}",
        submit=_("Record the decision"),
        done=_("The decision is recorded."),
        back=reverse("development:support", args=[pk]),
    )


@door("development.deliver_support")
def support_deliver(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that the support was given."""
    found = application_of(request, pk, "development.deliver_support")
    form = forms.DeliveryForm(data_of(request), found.sentra)
    return send(
        request,
        form,
        lambda data: deliver_support(
            actor=actor_of(request),
            application=found,
            delivered_on=data["delivered_on"],
            giver=data["giver"],
            amount=data["amount"],
            enterprise=data["enterprise"],
            note=data["note"],
        ),
        title=_("Record the delivery: %(support)s") % {"support": found.label},
        lead=found.sentra.name,
        submit=_("Record the delivery"),
        done=_("The delivery is recorded and counts as guidance received."),
        back=reverse("development:support", args=[pk]),
    )


@door("development.deliver_support")
def support_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record an agreement that came of partner matching."""
    found = application_of(request, pk, "development.deliver_support")
    actor = actor_of(request)
    if isinstance(denied := may(actor, "registry.keep_partner", found.sentra), Denied):
        raise Refused(denied.reason, denied.clauses)
    form = forms.AgreementForm(data_of(request), Partner.objects.filter(is_active=True))

    def do(data: dict[str, Any]) -> Any:
        partner, key = data.pop("partner"), data.pop("client_id")
        values = data | {"is_written": True}
        return record_agreement(actor=actor, application=found, values=values, partner=partner, id=key)

    return send(
        request,
        form,
        do,
        title=_("Record an agreement"),
        lead=found.sentra.name,
        submit=_("Record the agreement"),
        done=_("The agreement is recorded as a partnership of the sentra."),
        back=reverse("development:support", args=[pk]),
    )
