"""Perkuatan of a sentra: what its tier opens, what was asked and received, applying (Pasal 8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import CharField
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.access.policy import may
from sentra.development import forms
from sentra.development.blocks import Button, Cell, Note, Table, day, money, offered
from sentra.development.entitlements import (
    clause_id,
    entitlement,
    heads,
    law_today,
    tier_label,
)
from sentra.development.labels import name_of
from sentra.development.models import SupportApplication
from sentra.development.queries import SupportLine, support_lines
from sentra.development.services import (
    apply_support,
    record_other_support,
)
from sentra.development.services.support import require_tier
from sentra.development.views.applications import state_of
from sentra.development.views.common import (
    data_of,
    send,
    sentra_crumbs,
    sentra_of,
    sentra_page,
)
from sentra.law import Law
from sentra.registry.models import Sentra, SupportReceived


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
            empty=_("Nothing has been applied for yet. Choose below what is open to this tier."),
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
        acts=True,
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
        empty=_("No support has been delivered yet. What was approved is recorded here when it is handed over."),
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
