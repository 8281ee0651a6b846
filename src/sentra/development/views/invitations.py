"""Outside institutions: inviting them, what their own accounts see, and their answer (Pasal 12 huruf c)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.access.roles import Role
from sentra.development import forms
from sentra.development.blocks import Button, Cell, Facts, Table, day, money, offered
from sentra.development.entitlements import law_today
from sentra.development.models import ContributionInvitation, CreditApplication, InvitationState, MapPlacement
from sentra.development.queries import contributions_of
from sentra.development.services import answer_invitation, end_invitation, invite_institution
from sentra.development.views.common import (
    data_of,
    history_block,
    page,
    send,
    sentra_crumbs,
    sentra_of,
)
from sentra.development.views.finance import credit_state
from sentra.development.views.programmes import programme_blocks, programme_of
from sentra.pages.states import State
from sentra.registry.models import Partner, Partnership, PartnerType, Sentra
from sentra.territory.scope import Territory, scoped

OPEN = (InvitationState.SENT, InvitationState.ACCEPTED)


def invitation_state(invitation: ContributionInvitation) -> State:
    """The state of an invitation as it is shown."""
    tone = {"sent": "info", "accepted": "good", "declined": "neutral", "ended": "neutral"}[invitation.state]
    return State(invitation.get_state_display(), tone)  # type: ignore[arg-type]


def contributions_table(found: Sentra, invited: list[ContributionInvitation] | None = None) -> Table:
    """Every party's contribution to a sentra."""
    rows = contributions_of(found, invited)
    parties = len({one.party for one in rows})
    return Table(
        _("Who does what"),
        [_("Party"), _("As"), _("What"), _("Since"), _("Amount")],
        [[one.party, one.capacity, Cell(one.what, note=one.note), day(one.since), money(one.amount)] for one in rows],
        numeric=(4,),
        empty=_(
            "No party contributes yet. Partners, support, services and activities of this sentra appear here with "
            "what each gives."
        ),
        note=_("%(n)s parties. A sentra is the work of many, not of one office.") % {"n": parties} if rows else "",
        id="contributions",
    )


@door("development.view")
def invitation_list(request: HttpRequest) -> HttpResponse:
    """The invitations inside the territory; for a partner's officer the whole of what the partner works on."""
    actor = actor_of(request)
    rows = ContributionInvitation.objects.select_related("partner", "sentra", "programme", "region")[:500]
    invitations = Table(
        _("Invitations"),
        [_("To"), _("Institution"), _("Contribution"), _("Invited on"), _("State")],
        [
            [
                Cell(str(one.sentra or one.programme), reverse("development:invitation", args=[one.pk])),
                one.partner.name,
                one.contribution,
                day(one.invited_on),
                Cell(state=invitation_state(one)),
            ]
            for one in rows
        ],
        empty=_(
            "Nobody has been invited. The province's agency invites an institution from the page of a sentra or a "
            "programme."
        ),
    )
    blocks: list[Any] = [invitations]
    if actor.role == Role.PARTNER:
        blocks += _of_partner(actor)
    return page(request, title=_("Invited institutions and partners"), blocks=blocks)


def _of_partner(actor: Actor) -> list[Table]:
    """What the partner works on: the parts of its own kind, the others only where they hold a row."""
    own = actor.territory.record_id
    kind = Partner.objects.filter(pk=own).values_list("type", flat=True).first() if own else ""
    parts = (
        (_credits(), {PartnerType.BANK}),
        (_placements(), {PartnerType.KSP, PartnerType.USP}),
        (_served(actor), {PartnerType.BDS_PROVIDER}),
    )
    return [table for table, kinds in parts if table.rows or kind in kinds]


def _credits() -> Table:
    rows = CreditApplication.objects.select_related("enterprise", "bank", "sentra")[:500]
    return Table(
        _("Credit under the guarantee fund"),
        [_("Applicant"), _("Amount"), _("State")],
        [
            [
                Cell(one.enterprise.name, reverse("development:credit", args=[one.pk]), note=one.sentra.name),
                money(one.amount),
                Cell(state=credit_state(one)),
            ]
            for one in rows
        ],
        numeric=(1,),
        empty=_(
            "No member has applied yet. The manager or the regency's agency applies for a member; the bank decides."
        ),
    )


def _placements() -> Table:
    rows = MapPlacement.objects.select_related("sentra")[:500]
    return Table(
        _("MAP placed with KSP/USP"),
        [_("Sentra"), _("Since"), _("Amount")],
        [
            [
                Cell(one.sentra.name, reverse("development:placement", args=[one.pk])),
                day(one.placed_on),
                money(one.amount),
            ]
            for one in rows
        ],
        numeric=(2,),
        empty=_("No MAP has been placed. The agency places it with a KSP or USP once the support is approved."),
    )


def _served(actor: Actor) -> Table:
    # Unscoped: a partner's territory is the partner; its partnerships in force name the sentra it works with.
    in_force = Partnership.unscoped.filter(partner__type="bds_provider", ended_on=None).select_related("sentra")
    own = actor.territory.record_id
    rows = in_force.none() if own is None else in_force.filter(partner_id=own)
    return Table(
        _("Sentra served"),
        [_("Sentra"), _("Since"), _("Services")],
        [
            [
                one.sentra.name,
                day(one.began_on),
                Cell(_("Log a service"), reverse("development:service_new", args=[one.sentra_id])),
            ]
            for one in rows
        ],
        empty=_(
            "No sentra has been assigned yet. Once the province assigns the provider to a sentra, services are logged "
            "from here."
        ),
    )


@door("development.view")
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One invitation, and for the institution the record it was invited to: that sentra or programme, no other."""
    related = ("partner", "sentra__regency", "programme__office", "programme__region", "region", "office")
    found = fetch(request, ContributionInvitation, pk, "development.view", *related)
    actor = actor_of(request)
    buttons: list[Button] = []
    if found.state == InvitationState.SENT:
        address = reverse("development:invitation_answer", args=[pk])
        buttons += offered(actor, "development.answer_invitation", _("Answer the invitation"), address, "reply", found)
    if found.state in OPEN:
        address = reverse("development:invitation_end", args=[pk])
        buttons += offered(actor, "development.invite", _("End the part"), address, "user-minus", found)
    blocks: list[Any] = [
        Facts(
            _("Invitation"),
            [
                (_("Institution"), found.partner.name),
                (_("Level"), found.get_level_display()),
                (_("Contribution"), found.contribution),
                (_("Invited by"), f"{found.office.name}, {day(found.invited_on)}"),
                (_("Answer"), found.answer or "–"),
            ],
        )
    ]
    if actor.role == Role.PARTNER and found.state in OPEN:
        blocks += _invited_to(found, actor)
    elif actor.role != Role.PARTNER:
        blocks.append(history_block(found))
    return page(
        request,
        title=str(found.sentra or found.programme),
        lead=found.partner.name,
        crumbs=[{"label": _("Invitations"), "url": reverse("development:invitation_list")}],
        buttons=buttons,
        state=invitation_state(found),
        blocks=blocks,
    )


def _invited_to(found: ContributionInvitation, actor: Actor) -> list[Any]:
    """What the institution sees of the one record it was invited to, read within that record's territory alone."""
    if found.sentra is not None:
        with scoped(Territory("record", record_id=found.sentra.pk)):
            facts: list[tuple[str, Any]] = [
                (_("Tier"), found.sentra.get_tier_display()),
                (_("Product"), found.sentra.product),
                (_("Place"), found.sentra.regency.name),
            ]
            return [Facts(found.sentra.name, facts), contributions_table(found.sentra)]
    assert found.programme is not None
    with scoped(Territory("record", record_id=found.programme.pk)):
        return programme_blocks(found.programme, actor)


@door("development.answer_invitation")
def invitation_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The institution says whether it takes part."""
    found = fetch(request, ContributionInvitation, pk, "development.answer_invitation", "partner", "region")
    if found.state != InvitationState.SENT:
        raise Http404
    return send(
        request,
        forms.InvitationAnswerForm(data_of(request)),
        lambda data: answer_invitation(
            actor=actor_of(request),
            invitation=found,
            accept=data["decision"] == "yes",
            answer=data["answer"],
        ),
        title=_("Answer the invitation"),
        lead=found.contribution,
        submit=_("Send the answer"),
        done=_("The answer is recorded."),
        back=reverse("development:invitation", args=[pk]),
    )


@door("development.invite")
def invitation_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an institution's part."""
    found = fetch(request, ContributionInvitation, pk, "development.invite", "partner", "region")
    return send(
        request,
        forms.ReasonForm(data_of(request)),
        lambda data: end_invitation(actor=actor_of(request), invitation=found, reason=data["reason"]),
        title=_("End the part"),
        lead=str(found),
        submit=_("End the part"),
        done=_("The institution no longer sees the record."),
        back=reverse("development:invitation", args=[pk]),
    )


@door("development.invite")
def sentra_invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite an institution to a sentra."""
    found = sentra_of(request, pk, "development.invite")
    return _invite(request, found.name, {"sentra": found}, sentra_crumbs(found, _("Invite an institution")))


@door("development.invite")
def programme_invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite an institution to a programme."""
    found = programme_of(request, pk, "development.invite")
    return _invite(request, str(found), {"programme": found}, [])


def _invite(request: HttpRequest, lead: str, to: dict[str, Any], crumbs: list[dict[str, str]]) -> HttpResponse:
    actor = actor_of(request)
    form = forms.InvitationForm(
        data_of(request), law_today(actor.today), Partner.objects.filter(is_active=True).order_by("name")
    )

    def do(data: dict[str, Any]) -> ContributionInvitation:
        return invite_institution(actor=actor, id=data.pop("client_id"), **data, **to)

    return send(
        request,
        form,
        do,
        title=_("Invite an institution"),
        lead=lead,
        crumbs=crumbs,
        submit=_("Invite"),
        done=_("The institution is invited."),
        back=lambda made: reverse("development:invitation", args=[made.pk]),
    )
