"""Activities of other programmes; services to members, equipment, business information, outreach."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door, fetch
from sentra.access.roles import Role
from sentra.development import forms
from sentra.development.blocks import Cell, Note, Table, day, money, offered
from sentra.development.entitlements import law_today
from sentra.development.labels import name_of
from sentra.development.models import LinkedActivity, NetworkEquipment, NewsItem, Outreach, ServiceEntry
from sentra.development.queries import ProviderUse, linked_total, provider_use
from sentra.development.services import (
    link_activity,
    log_outreach,
    log_service,
    plan_outreach,
    publish_news,
    supply_equipment,
    withdraw_activity,
)
from sentra.development.services.network_services import INFORMATION, assigned_providers, require_designated
from sentra.development.views.common import (
    data_of,
    page,
    send,
    sentra_crumbs,
    sentra_of,
    sentra_page,
    sentra_served,
)
from sentra.pages import formatting
from sentra.registry.models import Sentra

# ---------------------------------------------------------------- activities of other programmes (Pasal 14 huruf d)


@door("development.view")
def sentra_activities(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Activities of other programmes for one sentra, each counted once, with their total."""
    sentra = sentra_of(request, pk, "development.view")
    actor = actor_of(request)
    rows = LinkedActivity.objects.filter(sentra=sentra, withdrawn_on=None)
    may_change = offered(actor, "development.link_activity", "", "", subject=sentra)
    table = Table(
        _("Activities of other programmes"),
        [_("Activity"), _("Who pays"), _("Year"), _("Reference"), _("Amount"), _("Change")],
        [
            [
                Cell(one.activity, note=one.programme),
                one.source,
                str(one.year),
                one.reference,
                money(one.amount),
                Cell(_("Withdraw"), reverse("development:activity_withdraw", args=[one.pk]))
                if may_change
                else Cell(""),
            ]
            for one in rows
        ],
        numeric=(4,),
        acts=True,
        buttons=offered(
            actor,
            "development.link_activity",
            _("Link an activity"),
            reverse("development:activity_new", args=[pk]),
            "link",
            sentra,
        ),
        empty=_(
            "No activity of another programme is linked. The regency's agency links what others do here, so that "
            "nothing counts twice."
        ),
        note=_("Total for this sentra: %(total)s. The same activity is counted once.")
        % {"total": money(linked_total(sentra))}
        if rows
        else "",
    )
    return sentra_page(request, sentra, "sentra_activities", [table])


@door("development.link_activity")
def activity_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Link an activity."""
    sentra = sentra_of(request, pk, "development.link_activity")

    def do(data: dict[str, Any]) -> LinkedActivity:
        return link_activity(actor=actor_of(request), sentra=sentra, id=data.pop("client_id"), **data)

    return send(
        request,
        forms.LinkedActivityForm(data_of(request)),
        do,
        title=_("Link an activity of another programme"),
        lead=sentra.name,
        crumbs=sentra_crumbs(sentra, _("Other programmes")),
        submit=_("Link the activity"),
        done=_("The activity is linked."),
        back=reverse("development:sentra_activities", args=[pk]),
    )


@door("development.link_activity")
def activity_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a linked activity out of the count."""
    found = fetch(request, LinkedActivity, pk, "development.link_activity", "sentra__regency")
    return send(
        request,
        forms.ReasonForm(data_of(request)),
        lambda data: withdraw_activity(actor=actor_of(request), activity=found, reason=data["reason"]),
        title=_("Take out of the count"),
        lead=str(found),
        submit=_("Take out of the count"),
        done=_("The activity no longer counts; its row stays."),
        back=reverse("development:sentra_activities", args=[found.sentra_id]),
    )


# ---------------------------------------------------------------- services and outreach


@door("development.view")
def sentra_outreach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Outreach with the use of providers before and after, services to members, equipment."""
    sentra = sentra_of(request, pk, "development.view")
    actor = actor_of(request)
    activities = list(Outreach.objects.filter(sentra=sentra))
    use = provider_use(sentra, activities, actor.today)
    blocks = [
        Table(
            _("Outreach for the use of BDS providers"),
            [_("Activity"), _("Aimed at"), _("Day"), _("Users before"), _("Users since"), _("Log")],
            [
                [
                    Cell(one.title, note=one.account),
                    name_of(one.aim),
                    Cell(day(one.held_on or one.planned_on), note="" if one.held_on else _("planned")),
                    _use(use[one.pk], "before"),
                    _use(use[one.pk], "after") if one.held_on else Cell("–"),
                    _log_link(one, actor),
                ]
                for one in activities
            ],
            numeric=(3, 4),
            acts=True,
            buttons=offered(
                actor,
                "development.outreach",
                _("Plan outreach"),
                reverse("development:outreach_new", args=[pk]),
                "plus",
                sentra,
            ),
            empty=_(
                "No outreach has been planned yet. The working group plans meetings that make members willing and "
                "able, and logs how they went."
            ),
            note=_("A member counts once, however many services it took."),
        ),
        _services(sentra, actor),
        _equipment(sentra, actor),
    ]
    return sentra_page(request, sentra, "sentra_outreach", blocks)


def _use(use: ProviderUse, when: str) -> Cell:
    count = use.before if when == "before" else use.after
    share = use.share_before if when == "before" else use.share_after
    text = _("%(n)s of %(members)s members") % {"n": count, "members": use.members}
    return Cell(text, note="" if share is None else formatting.percent(share))


def _log_link(one: Outreach, actor: Any) -> Cell:
    if one.held_on:
        return Cell("")
    address = reverse("development:outreach_log", args=[one.pk])
    button = offered(actor, "development.outreach", _("Log"), address, subject=one)
    return Cell(button[0].label, button[0].url) if button else Cell("")


def _services(sentra: Sentra, actor: Any) -> Table:
    rows = ServiceEntry.objects.filter(sentra=sentra).select_related("provider", "enterprise")[:200]
    return Table(
        _("Services to members"),
        [_("Member"), _("BDS provider"), _("Day"), _("Service")],
        [[one.enterprise.name, one.provider.name, day(one.day), Cell(one.service, note=one.result)] for one in rows],
        buttons=offered(
            actor,
            "development.log_service",
            _("Log a service"),
            reverse("development:service_new", args=[sentra.pk]),
            "plus",
            sentra,
        ),
        empty=_(
            "No service has been logged yet. The BDS provider and the regency's offices log each service to a member "
            "here."
        ),
    )


def _equipment(sentra: Sentra, actor: Any) -> Table:
    rows = NetworkEquipment.objects.filter(sentra=sentra)
    return Table(
        _("Network equipment"),
        [_("Equipment"), _("Received by"), _("Condition"), _("Handed over on"), _("Supplied by")],
        [[one.item, one.receiver, one.condition, day(one.supplied_on), one.supplied_by] for one in rows],
        buttons=offered(
            actor,
            "development.equip",
            _("Record equipment"),
            reverse("development:equipment_new", args=[sentra.pk]),
            "plus",
            sentra,
        ),
        empty=_(
            "No equipment has been recorded. The agencies record here what they gave for the business information "
            "network."
        ),
    )


@door("development.log_service")
def service_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Log a service to a member; a provider's officer does so for the sentra the provider serves."""
    sentra = sentra_served(request, pk, "development.log_service")
    actor = actor_of(request)
    providers = assigned_providers(sentra, actor.today)
    if actor.role == Role.PARTNER:
        providers = [one for one in providers if one.pk == actor.territory.record_id]
        back = reverse("development:invitation_list")
    else:
        back = reverse("development:sentra_outreach", args=[pk])

    def do(data: dict[str, Any]) -> ServiceEntry:
        return log_service(actor=actor, sentra=sentra, id=data.pop("client_id"), **data)

    return send(
        request,
        forms.ServiceForm(data_of(request), sentra, providers),
        do,
        title=_("Log a service"),
        lead=sentra.name,
        submit=_("Log the service"),
        done=_("The service is logged."),
        back=back,
        notes=[] if providers else [Note(_("No BDS provider is assigned to this sentra yet."), "warn")],
    )


@door("development.equip")
def equipment_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record network equipment for a designated sentra."""
    sentra = sentra_of(request, pk, "development.equip")
    actor = actor_of(request)
    require_designated(sentra, law_today(actor.today), INFORMATION)

    def do(data: dict[str, Any]) -> NetworkEquipment:
        return supply_equipment(actor=actor, sentra=sentra, id=data.pop("client_id"), **data)

    return send(
        request,
        forms.EquipmentForm(data_of(request)),
        do,
        title=_("Record equipment"),
        lead=sentra.name,
        crumbs=sentra_crumbs(sentra, _("Services and outreach")),
        submit=_("Record equipment"),
        done=_("The equipment is recorded."),
        back=reverse("development:sentra_outreach", args=[pk]),
    )


@door("development.outreach")
def outreach_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan an outreach activity."""
    sentra = sentra_of(request, pk, "development.outreach")
    actor = actor_of(request)

    def do(data: dict[str, Any]) -> Outreach:
        return plan_outreach(actor=actor, sentra=sentra, id=data.pop("client_id"), **data)

    return send(
        request,
        forms.OutreachForm(data_of(request), law_today(actor.today)),
        do,
        title=_("Plan outreach"),
        lead=sentra.name,
        crumbs=sentra_crumbs(sentra, _("Services and outreach")),
        submit=_("Plan the activity"),
        done=_("The activity is planned."),
        back=reverse("development:sentra_outreach", args=[pk]),
    )


@door("development.outreach")
def outreach_log(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Log that a planned activity was held."""
    found = fetch(request, Outreach, pk, "development.outreach", "sentra__regency")
    return send(
        request,
        forms.OutreachLogForm(data_of(request)),
        lambda data: log_outreach(
            actor=actor_of(request), outreach=found, held_on=data["held_on"], account=data["account"]
        ),
        title=_("Log the activity"),
        lead=found.title,
        submit=_("Log the activity"),
        done=_("The activity is logged."),
        back=reverse("development:sentra_outreach", args=[found.sentra_id]),
    )


# ---------------------------------------------------------------- business information (Pasal 8 ayat (1) huruf c)


@door("development.view")
def news(request: HttpRequest) -> HttpResponse:
    """Business information; the manager of a sentra reads it once the sentra is designated."""
    actor = actor_of(request)
    if actor.role == Role.SENTRA_MANAGER:
        own = Sentra.objects.first()
        if own is not None:
            require_designated(own, law_today(actor.today), INFORMATION)
    rows = NewsItem.objects.select_related("office", "region")[:200]
    table = Table(
        _("Business information"),
        [_("Title"), _("Information"), _("Source"), _("Published on")],
        [[one.title, one.text, Cell(one.source, note=one.office.name), day(one.published_on)] for one in rows],
        buttons=offered(actor, "development.publish_news", _("Publish"), reverse("development:news_new"), "plus"),
        empty=_(
            "Nothing has been published yet. The agencies of regency and province publish prices, buyers and fairs "
            "here."
        ),
    )
    return page(request, title=_("Business information"), blocks=[table])


@door("development.publish_news")
def news_new(request: HttpRequest) -> HttpResponse:
    """Publish business information for the sentra of the office's region."""
    actor = actor_of(request)
    assert actor.office is not None
    assert actor.office.region is not None
    region = actor.office.region

    def do(data: dict[str, Any]) -> NewsItem:
        return publish_news(actor=actor, region=region, id=data.pop("client_id"), **data)

    return send(
        request,
        forms.NewsForm(data_of(request)),
        do,
        title=_("Publish business information"),
        lead=region.name,
        submit=_("Publish"),
        done=_("The information is published."),
        back=reverse("development:news"),
    )
