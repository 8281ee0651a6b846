"""Lists: proposals, the pool of candidates, designated sentra; and decisions on many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import ensure, may
from sentra.designation import services
from sentra.designation.models import Proposal, State
from sentra.designation.queries import counts_by_state, look_of, look_of_tier, states_of
from sentra.designation.services import Outcome
from sentra.designation.transitions import permission_of, steps_on
from sentra.designation.views.common import crumb
from sentra.pages.formatting import since
from sentra.pages.listing import BulkAction, ChoiceFilter, Column, Listing, SearchFilter, render_list
from sentra.pages.selection import selected
from sentra.registry.models import Sentra, Tier

POOL = (State.IDENTIFIED, State.ASSESSED, State.SELECTED)


def _regencies() -> Iterable[tuple[Any, str]]:
    found = Proposal.objects.order_by().values_list("regency_id", "regency__name").distinct()
    return sorted(found, key=lambda pair: pair[1])


def _designated_regencies() -> Iterable[tuple[Any, str]]:
    held = Sentra.objects.exclude(tier=Tier.CANDIDATE)
    return sorted(held.order_by().values_list("regency_id", "regency__name").distinct(), key=lambda pair: pair[1])


def _years() -> Iterable[tuple[Any, str]]:
    found = Proposal.objects.order_by().values_list("created_at__year", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted(found, reverse=True)]


_TIERS = [(value, label) for value, label in Tier.choices if value != Tier.CANDIDATE]

PROPOSALS = Listing(
    name="proposals",
    title=_("Proposals"),
    columns=[
        Column(
            "sentra",
            _("Sentra"),
            value="sentra.name",
            sort="sentra__name",
            link=lambda one: reverse("designation:proposal", args=[one.pk]),
        ),
        Column("tier", _("Tier"), value="get_tier_display", sort="tier"),
        Column("regency", _("Regency or city"), value="regency.name", sort="regency__name"),
        Column("state", _("State"), value=lambda one: look_of(one.state), sort="state"),
        Column("since", _("Resting for"), value=lambda one: since(one.state_since), sort="state_since"),
        Column("funding", _("Source of funds"), value="get_funding_source_display", default_shown=False),
        Column("opened", _("Opened on"), value="created_at", sort="created_at", default_shown=False),
        Column("code", _("Number of the sentra"), value="sentra.code", export_only=True),
    ],
    filters=[
        SearchFilter("q", _("Search"), fields=("sentra__name", "sentra__code", "sentra__product")),
        ChoiceFilter("state", _("State"), choices=State.choices),
        ChoiceFilter("tier", _("Tier"), choices=_TIERS),
        ChoiceFilter("regency", _("Regency or city"), choices=_regencies, lookup="regency_id"),
        ChoiceFilter("year", _("Year"), choices=_years, lookup="created_at__year"),
    ],
    default_sort="since",
    empty_title=_("No proposals yet"),
    empty_text=_("A proposal begins when a regency identifies a sentra of its inventory as a candidate."),
)

#: What may be decided for many at once, with the service that does it and the state it starts from.
Many = Callable[[Actor, Sequence[Proposal], str], list[Outcome]]
BULK: dict[str, Many] = {
    "select": lambda actor, many, why: services.select_many(actor=actor, proposals=many, reason=why),
    "submit": lambda actor, many, why: services.submit_many(actor=actor, proposals=many, reason=why),
    "verify": lambda actor, many, why: services.verify_many(actor=actor, proposals=many, note=why),
    "forward": lambda actor, many, why: services.forward_many(actor=actor, proposals=many, note=why),
    "choose": lambda actor, many, why: services.choose_many(actor=actor, proposals=many, reason=why),
    "not_choose": lambda actor, many, why: services.not_choose_many(actor=actor, proposals=many, reason=why),
}


def _bulk_for(actor: Actor) -> list[BulkAction]:
    table = steps_on(actor.today)
    return [
        BulkAction(reverse("designation:bulk", args=[name]), table[f"designation.{name}"].step.title)
        for name in BULK
        if may(actor, permission_of(f"designation.{name}")).allowed
    ]


def _proposals() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("sentra", "regency")


@door("designation.view")
def proposal_list(request: HttpRequest) -> HttpResponseBase:
    """All proposals of the territory; `?mine=1` those that wait for the own office."""
    actor = actor_of(request)
    rows = _proposals()
    mine = states_of(actor)
    if request.GET.get("mine"):
        rows = rows.filter(state__in=mine)
    counts = counts_by_state(Proposal.objects.all())
    waiting = sum(counts.get(state, 0) for state in mine)
    states = [
        {"state": state, "look": look_of(state), "count": counts[state], "url": f"?state={state}"}
        for state in State.values
        if counts.get(state)
    ]
    context = {
        "crumbs": [crumb(PROPOSALS.title)],
        "states": states,
        "waiting": waiting,
        "is_mine": bool(request.GET.get("mine")),
        "takes_part": bool(mine),
        "total": sum(counts.values()),
    }
    listing = replace(PROPOSALS, bulk=_bulk_for(actor))
    return render_list(request, listing, rows, context, "designation/proposal_list.html")


POOL_LISTING = replace(
    PROPOSALS,
    name="pool",
    title=_("Pool of candidates"),
    empty_title=_("The pool is empty"),
    empty_text=_("Identify a sentra of the inventory as a candidate; it stays here until it is proposed."),
    empty_action=_("To the inventory"),
)


@door("designation.view")
def pool(request: HttpRequest) -> HttpResponseBase:
    """The candidates of the territory that are not proposed yet, those left unselected with their result."""
    actor = actor_of(request)
    bulk = [one for one in _bulk_for(actor) if one.url.endswith(("select/", "submit/"))]
    listing = replace(POOL_LISTING, bulk=bulk, empty_url=reverse("registry:sentra_list"))
    return render_list(request, listing, _proposals().filter(state__in=POOL), {"crumbs": [crumb(listing.title)]})


DESIGNATED = Listing(
    name="designated",
    title=_("Designated sentra"),
    columns=[
        Column("name", _("Sentra"), sort=True, link=lambda one: reverse("registry:sentra", args=[one.pk])),
        Column("tier", _("Tier"), value=lambda one: look_of_tier(one.tier), sort="tier"),
        Column("since", _("Since"), value="tier_since", sort="tier_since"),
        Column("product", _("Product"), sort=True),
        Column("regency", _("Regency or city"), value="regency.name", sort="regency__name"),
    ],
    filters=[
        SearchFilter("q", _("Search"), fields=("name", "code", "product")),
        ChoiceFilter("tier", _("Tier"), choices=_TIERS),
        ChoiceFilter("regency", _("Regency or city"), choices=_designated_regencies, lookup="regency_id"),
    ],
    default_sort="-since",
    empty_title=_("No sentra is designated yet"),
    empty_text=_("A sentra stands here from the date of the minister's decree."),
)


@door("designation.view")
def designated_list(request: HttpRequest) -> HttpResponseBase:
    """The sentra that hold a tier, by the decree that gave it."""
    rows = Sentra.objects.exclude(tier=Tier.CANDIDATE).select_related("regency")
    return render_list(request, DESIGNATED, rows, {"crumbs": [crumb(DESIGNATED.title)]})


@door("designation.view")
@require_POST
def bulk(request: HttpRequest, step: str) -> HttpResponse:
    """Decide on many: first the count is confirmed, then each proposal has its own result."""
    if step not in BULK:
        raise Http404
    actor = actor_of(request)
    ensure(actor, permission_of(f"designation.{step}"))
    bound = steps_on(actor.today)[f"designation.{step}"]
    chosen = selected(request, PROPOSALS, _proposals())
    reason = request.POST.get("reason", "").strip()
    lacks_reason = bound.step.needs_reason and not reason
    context = {
        "title": bound.step.title,
        "selection": chosen,
        "confirm_label": bound.step.title,
        "back_url": reverse("designation:proposal_list"),
        "cite": bound.cite,
        "needs_reason": bound.step.needs_reason,
        "reason": reason,
        "lacks_reason": lacks_reason and "confirmed_count" in request.POST,
    }
    if not chosen.confirm(request) or lacks_reason:
        return render(request, "designation/confirm.html", context)
    proposals = list(chosen.queryset.select_related("sentra", "regency__parent", "submission"))
    outcomes = BULK[step](actor, proposals, reason)
    done = sum(one.is_done for one in outcomes)
    return render(
        request,
        "designation/outcomes.html",
        {"title": bound.step.title, "outcomes": outcomes, "done": done, "refused": len(outcomes) - done},
    )
