"""Who does what for a sentra: contributions, strands, proposed partners (Pasal 12 huruf c, 15 huruf b)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.access.roles import Role
from sentra.development import forms
from sentra.development.blocks import Button, Cell, Facts, Note, Table, day, offered
from sentra.development.entitlements import law_today, strands
from sentra.development.facts import judge_partner
from sentra.development.labels import name_of
from sentra.development.models import Advice, ContributionInvitation, PartnerProposal, ProposalState
from sentra.development.queries import invitations_of, served_strands, with_strands
from sentra.development.services import advise_on_proposal, decide_partner, propose_partner
from sentra.development.services.partners import STRAND_OF, advice_on
from sentra.development.views.advice import advice_table
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
from sentra.development.views.invitations import contributions_table, invitation_state
from sentra.law import Law
from sentra.pages.listing import ChoiceFilter, Column, Listing, RegionFilter, SearchFilter, render_list
from sentra.pages.states import State
from sentra.registry.models import Partner, Sentra, Tier
from sentra.territory.models import Region

# ---------------------------------------------------------------- who does what


@door("development.view")
def sentra(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All parties' contributions to one sentra on one page (Menimbang huruf a)."""
    found = sentra_of(request, pk, "development.view")
    actor = actor_of(request)
    invite = reverse("development:sentra_invite", args=[pk])
    buttons = offered(actor, "development.invite", _("Invite an institution"), invite, "user-plus", found)
    invited = invitations_of(found)
    return sentra_page(request, found, "sentra", [contributions_table(found, invited), _invitations(invited)], buttons)


def _invitations(rows: list[ContributionInvitation]) -> Table:
    return Table(
        _("Invited institutions"),
        [_("Institution"), _("Contribution"), _("State")],
        [
            [
                Cell(one.partner.name, reverse("development:invitation", args=[one.pk])),
                one.contribution,
                Cell(state=invitation_state(one)),
            ]
            for one in rows
        ],
        empty=_("No outside institution has been invited. The province's agency invites one from this page."),
    )


# ---------------------------------------------------------------- strands


def _regencies() -> list[tuple[str, str]]:
    """The regencies with sentra inside the territory."""
    return [(str(one.pk), one.name) for one in Region.objects.filter(pk__in=Sentra.objects.values("regency_id"))]


def _strand_listing(law: Law) -> Listing:
    """The sentra with one column a strand."""

    def column(strand: str) -> Column:
        def who(row: Sentra) -> str | State:
            found = served_strands(row, law)[strand]
            return ", ".join(found) if found else State(_("Empty"), "warn")

        return Column(strand, name_of(strand), value=who)

    return Listing(
        name="mitra-sentra",
        title=gettext_lazy("Partners of sentra"),
        columns=[
            Column(
                "name",
                gettext_lazy("Sentra"),
                sort=True,
                link=lambda row: reverse("development:sentra_partners", args=[row.pk]),
            ),
            Column("regency", gettext_lazy("Regency or city"), value="regency.name", sort="regency__name"),
            Column("tier", gettext_lazy("Tier"), value="get_tier_display", sort=True),
            *(column(one) for one in strands(law)),
        ],
        filters=[
            SearchFilter("q", gettext_lazy("Search"), fields=("name", "code", "product")),
            ChoiceFilter("tier", gettext_lazy("Tier"), choices=Tier.choices),
            RegionFilter("region", gettext_lazy("Regency or city"), lookup="regency_id", choices=_regencies),
        ],
        default_sort="name",
        empty_title=gettext_lazy("No sentra"),
        empty_text=gettext_lazy("Sentra are registered under Registry."),
    )


@door("development.view")
def strand_list(request: HttpRequest) -> HttpResponseBase:
    """Which strands of each sentra are served and which are empty, for the whole territory."""
    actor = actor_of(request)
    places = with_strands(Sentra.objects.filter(is_active=True).select_related("regency"), actor.today)
    return render_list(request, _strand_listing(law_today(actor.today)), places)


@door("development.view")
def sentra_partners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The strands of one sentra, the partners proposed for it, the advice on it."""
    found = sentra_of(request, pk, "development.view")
    actor = actor_of(request)
    law = law_today(actor.today)
    prepared = with_strands(Sentra.objects.filter(pk=found.pk), actor.today).get()
    strand_rows: list[list[Cell | str]] = [
        [name_of(name), ", ".join(who) or "–", Cell(state=_strand_state(who))]
        for name, who in served_strands(prepared, law).items()
    ]
    blocks: list[Any] = [
        Table(_("Strands"), [_("Strand"), _("Served by"), _("State")], strand_rows, id="strands"),
        _proposals(found, actor),
    ]
    if actor.role != Role.SENTRA_MANAGER:
        given = Advice.objects.filter(Q(sentra=found) | Q(proposal__sentra=found)).select_related("office")
        address = reverse("development:sentra_advise", args=[pk])
        buttons = offered(actor, "development.advise", _("Give advice"), address, "message-square", found)
        blocks.append(advice_table(list(given), buttons))
    return sentra_page(request, found, "sentra_partners", blocks)


def _strand_state(who: list[str]) -> State:
    return State(_("Served"), "good") if who else State(_("Empty"), "warn")


def proposal_state(proposal: PartnerProposal) -> State:
    """The state of a proposal as it is shown."""
    tone = {"proposed": "info", "assigned": "good", "declined": "neutral"}[proposal.state]
    return State(proposal.get_state_display(), tone)  # type: ignore[arg-type]


def _proposals(found: Sentra, actor: Actor) -> Table:
    rows = PartnerProposal.objects.filter(sentra=found).select_related("partner")
    propose = reverse("development:partner_propose", args=[found.pk])
    return Table(
        _("Proposed partners"),
        [_("Partner"), _("Strand"), _("Proposed on"), _("State")],
        [
            [
                Cell(one.partner.name, reverse("development:partner_proposal", args=[one.pk])),
                name_of(one.strand),
                day(one.proposed_on),
                Cell(state=proposal_state(one)),
            ]
            for one in rows
        ],
        buttons=offered(actor, "development.propose_partner", _("Propose a partner"), propose, "plus", found),
        empty=_(
            "No KSP, USP or BDS provider has been proposed. The agency proposes one, the working group advises, the "
            "province assigns it."
        ),
    )


@door("development.propose_partner")
def partner_propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose a KSP, USP or BDS provider for a sentra."""
    found = sentra_of(request, pk, "development.propose_partner")
    form = forms.PartnerProposalForm(data_of(request), Partner.objects.filter(is_active=True, type__in=list(STRAND_OF)))
    return send(
        request,
        form,
        lambda data: propose_partner(
            actor=actor_of(request),
            sentra=found,
            partner=data["partner"],
            reason=data["reason"],
            id=data["client_id"],
        ),
        title=_("Propose a partner"),
        lead=found.name,
        crumbs=sentra_crumbs(found, _("Partners")),
        submit=_("Propose"),
        done=_("The proposal waits for advice and decision."),
        back=lambda made: reverse("development:partner_proposal", args=[made.pk]),
    )


def proposal_of(request: HttpRequest, pk: UUID, action: str) -> PartnerProposal:
    """A partner proposal inside the territory."""
    return fetch(request, PartnerProposal, pk, action, "sentra__regency__parent", "partner__regency", "proposed_by")


@door("development.view")
def partner_proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proposal with the place for advice, the partner's definition, the decision."""
    found = proposal_of(request, pk, "development.view")
    actor = actor_of(request)
    given = list(Advice.objects.filter(proposal=found).select_related("office"))
    buttons: list[Button] = []
    if found.state == ProposalState.PROPOSED:
        advise = reverse("development:proposal_advise", args=[pk])
        decide = reverse("development:proposal_decide", args=[pk])
        buttons += offered(actor, "development.advise_partner", _("Give advice"), advise, "message-square", found)
        buttons += offered(actor, "development.decide_partner", _("Decide"), decide, "gavel", found)
    rows: list[tuple[str, Any]] = [
        (_("Partner"), f"{found.partner.name} ({found.partner.get_type_display()})"),
        (_("Sentra"), found.sentra.name),
        (_("Strand"), name_of(found.strand)),
        (_("Why this partner"), found.reason),
        (_("Proposed by"), f"{found.proposed_by.name}, {day(found.proposed_on)}"),
    ]
    if found.decided_on:
        rows += [
            (_("Decision"), f"{found.get_state_display()}, {day(found.decided_on)}"),
            (_("Reason"), found.decision_reason),
            (_("Advice at the decision"), found.advice_seen or _("No advice was given.")),
        ]
    blocks: list[Any] = [Facts(_("Proposal"), rows)]
    if actor.role != Role.SENTRA_MANAGER:
        blocks.append(advice_table(given, []))
    verdict = judge_partner(found.partner, law_today(actor.today))
    blocks += [findings_of(verdict, _("Definition of the partner")), history_block(found)]
    return page(
        request,
        title=str(found),
        crumbs=sentra_crumbs(found.sentra, _("Partners")),
        buttons=buttons,
        state=proposal_state(found),
        blocks=blocks,
    )


@door("development.advise_partner")
def proposal_advise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The regency's working group advises on the proposal."""
    found = proposal_of(request, pk, "development.advise_partner")
    return send(
        request,
        forms.AdviceForm(data_of(request)),
        lambda data: advise_on_proposal(
            actor=actor_of(request), proposal=found, text=data["text"], id=data["client_id"]
        ),
        title=_("Give advice"),
        lead=str(found),
        submit=_("Give the advice"),
        done=_("The advice stands with the proposal."),
        back=reverse("development:partner_proposal", args=[pk]),
        notes=[Note(_("Advice is not consent; the proposal may go on against it, visibly."))],
    )


@door("development.decide_partner")
def proposal_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The provincial agency assigns the partner, or does not."""
    found = proposal_of(request, pk, "development.decide_partner")
    form = forms.DecisionForm(data_of(request), _("Assign"), _("Do not assign"))
    return send(
        request,
        form,
        lambda data: decide_partner(
            actor=actor_of(request), proposal=found, assign=data["decision"] == "yes", reason=data["reason"]
        ),
        title=_("Decide on the partner"),
        lead=str(found),
        submit=_("Record the decision"),
        done=_("The decision is recorded."),
        back=reverse("development:partner_proposal", args=[pk]),
        notes=[Note(advice_on(found) or _("No advice was given."), title=_("Advice of the working group"))],
    )
