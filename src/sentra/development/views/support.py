"""Perkuatan: what a sentra's tier opens, applications, decisions, deliveries (Pasal 8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import CharField
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import Denied, may
from sentra.development import forms
from sentra.development.blocks import Button, Cell, Facts, Note, Table, day, money, offered
from sentra.development.entitlements import (
    clause_id,
    entitlement,
    heads,
    law_today,
    tier_label,
    tiers_included,
    value_of,
)
from sentra.development.labels import name_of
from sentra.development.models import SupportApplication, SupportState
from sentra.development.queries import SupportLine, support_lines
from sentra.development.services import (
    apply_support,
    decide_support,
    deliver_support,
    record_agreement,
    record_other_support,
)
from sentra.development.services.support import require_tier
from sentra.development.views.common import (
    data_of,
    history_block,
    page,
    send,
    sentra_crumbs,
    sentra_of,
    sentra_page,
)
from sentra.law import Law
from sentra.pages.errors import Refused
from sentra.pages.listing import ChoiceFilter, Column, Listing, RegionFilter, SearchFilter, render_list
from sentra.pages.states import State
from sentra.registry.models import Partner, Sentra, SupportReceived
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


@door("development.view")
def sentra_support(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All reinforcement open to the sentra's tier, and what a higher tier would open."""
    sentra = sentra_of(request, pk, "development.view")
    actor = actor_of(request)
    law = law_today(actor.today)
    support = support_lines(sentra, law)
    applications = list(SupportApplication.objects.filter(sentra=sentra))
    other = offered(
        actor,
        "registry.keep",
        _("Record support of another programme"),
        reverse("development:support_other", args=[pk]),
        "plus",
    )
    blocks: list[Any] = [_may_obtain(sentra, law)]
    blocks += [
        _open_table(sentra, [line for line in support if line.is_open], actor),
        _closed_table([line for line in support if not line.is_open]),
        Table(
            _("Applications"),
            [_("Support"), _("Applied on"), _("State"), _("Legal basis")],
            [
                [
                    Cell(one.label, reverse("development:support", args=[one.pk])),
                    day(one.applied_on),
                    Cell(state=state_of(one)),
                    one.legal_basis,
                ]
                for one in applications
            ],
            empty=_("Nothing has been applied for yet."),
        ),
        _received_table(sentra, other),
    ]
    return sentra_page(request, sentra, "sentra_support", blocks)


def _may_obtain(sentra: Sentra, law: Law) -> Note:
    head = heads(law).get(sentra.tier)
    if head is None:
        first = next(iter(heads(law).values()))
        return Note(
            _("This sentra has not been designated. Support is open to designated sentra (%(cite)s).")
            % {"cite": first.cite},
            "warn",
        )
    return Note(
        _("A sentra of the tier “%(tier)s” may obtain the support below (%(cite)s); nobody promises it.")
        % {"tier": tier_label(sentra.tier), "cite": head.cite}
    )


def _open_table(sentra: Sentra, lines: list[SupportLine], actor: Any) -> Table:
    allowed = may(actor, "development.apply_support", sentra).allowed
    return Table(
        _("Open to this tier"),
        [_("Support"), _("Kind"), _("Provision"), _("Application")],
        [
            [
                line.entitlement.label,
                name_of(line.entitlement.kind),
                Cell(line.entitlement.cite, reverse("portal:clause", args=[line.entitlement.clause])),
                Cell(
                    _("Apply for it"), reverse("development:support_apply", args=[sentra.pk, line.entitlement.support])
                )
                if allowed
                else Cell(""),
            ]
            for line in lines
        ],
        empty=_("Nothing is open before the designation."),
        id="open",
    )


def _closed_table(lines: list[SupportLine]) -> Table:
    return Table(
        _("Not open to this tier"),
        [_("Support"), _("Kind"), _("Provision"), _("Opened by the tier")],
        [
            [
                line.entitlement.label,
                name_of(line.entitlement.kind),
                Cell(line.entitlement.cite, reverse("portal:clause", args=[line.entitlement.clause])),
                tier_label(line.entitlement.tier),
            ]
            for line in lines
        ],
        empty=_("Everything of Pasal 8 is open to this tier."),
        note=_("The same help from another programme is not closed by this; only the legal basis differs."),
        id="closed",
    )


def _received_table(sentra: Sentra, buttons: list[Button]) -> Table:
    rows = SupportReceived.objects.filter(sentra=sentra).select_related("enterprise")
    return Table(
        _("Support received"),
        [_("Support"), _("Given by"), _("Delivered on"), _("Value"), _("Legal basis")],
        [
            [
                Cell(one.programme or one.kind.replace("_", " "), note=one.enterprise.name if one.enterprise else ""),
                one.giver,
                day(one.delivered_on),
                money(one.amount),
                one.legal_basis or "–",
            ]
            for one in rows
        ],
        numeric=(3,),
        buttons=buttons,
        empty=_("No support has been delivered yet."),
        id="received",
    )


@door("development.apply_support")
def support_apply(request: HttpRequest, pk: UUID, support: str) -> HttpResponse:
    """Apply for one kind of support; a closed one answers with the provision."""
    sentra = sentra_of(request, pk, "development.apply_support")
    actor = actor_of(request)
    law = law_today(actor.today)
    wanted = entitlement(law, support)
    if wanted is None:
        raise Http404
    require_tier(sentra, law, wanted)
    form = forms.SupportForm(data_of(request))
    asks_trademark = wanted.clause == clause_id("8.2.a.4")
    if asks_trademark:
        form.fields["trademark"] = CharField(
            label=_("Trademark assistance"),
            max_length=120,
            required=False,
            help_text=_("Number of the registration, or of the case in which it is assisted."),
        )

    def do(data: dict[str, Any]) -> SupportApplication:
        return apply_support(
            actor=actor,
            sentra=sentra,
            support=support,
            purpose=data["purpose"],
            trademark=data.get("trademark", ""),
            id=data["client_id"],
        )

    return send(
        request,
        form,
        do,
        title=_("Apply: %(support)s") % {"support": wanted.label},
        lead=f"{sentra.name} · {wanted.cite} · {name_of(wanted.kind)}",
        crumbs=sentra_crumbs(sentra, _("Support")),
        submit=_("Send the application"),
        done=_("The application was sent to the ministry."),
        back=lambda made: reverse("development:support", args=[made.pk]),
        notes=[Note(_("The support may be obtained; applying gives no claim to it."))],
    )


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


@door("registry.keep")
def support_other(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record support of another programme with its own legal basis; no tier closes it."""
    sentra = sentra_of(request, pk, "registry.keep")
    form = forms.OtherSupportForm(data_of(request), sentra)

    def do(data: dict[str, Any]) -> Any:
        enterprise, key = data.pop("enterprise"), data.pop("client_id")
        return record_other_support(actor=actor_of(request), sentra=sentra, values=data, enterprise=enterprise, id=key)

    return send(
        request,
        form,
        do,
        title=_("Support of another programme"),
        lead=sentra.name,
        crumbs=sentra_crumbs(sentra, _("Support")),
        submit=_("Record the support"),
        done=_("The support is recorded."),
        back=reverse("development:sentra_support", args=[pk]),
    )
