"""Lists: proposals, the pool of candidates, designated sentra; and decisions on many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from sentra.designation.models import FINAL_STATES, Proposal, State
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

SHOW_OPEN, SHOW_MINE, SHOW_ALL = "open", "mine", "all"


@dataclass(frozen=True)
class ShownFilter(ChoiceFilter):
    """Open proposals unless told otherwise; a state asked for by name is shown whether it is open or not."""

    mine: tuple[str, ...] = ()  # the states that wait for the reader's office and role

    def narrow(self, queryset: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """The rows of the chosen choice."""
        return queryset if values.get("state") else super().narrow(queryset, values)

    def drawn(self, request: HttpRequest | None, values: Mapping[str, str]) -> dict[str, Any]:
        """The choices; with a state chosen, all proposals are searched."""
        return super().drawn(request, {**values, self.key: SHOW_ALL} if values.get("state") else values)


def _shown(actor: Actor) -> ShownFilter:
    mine = states_of(actor)
    labels = [(SHOW_OPEN, _("Still open")), *([(SHOW_MINE, _("Waiting for us"))] if mine else ()), (SHOW_ALL, _("All"))]

    def apply(rows: QuerySet[Any], wanted: str) -> QuerySet[Any]:
        if wanted == SHOW_MINE:
            return rows.filter(state__in=mine)
        return rows.exclude(state__in=FINAL_STATES) if wanted == SHOW_OPEN else rows

    return ShownFilter("show", _("Show"), choices=labels, apply=apply, default=SHOW_OPEN, mine=mine)


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


def _bulk_for(actor: Actor, query: str = "") -> list[BulkAction]:
    table = steps_on(actor.today)
    return [
        BulkAction(f"{reverse('designation:bulk', args=[name])}{query}", table[f"designation.{name}"].step.title)
        for name in BULK
        if may(actor, permission_of(f"designation.{name}")).allowed
    ]


def _proposals() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("sentra", "regency")


def _listing(actor: Actor) -> Listing:
    """The proposals as the actor's list shows them."""
    return replace(PROPOSALS, filters=[_shown(actor), *PROPOSALS.filters], bulk=_bulk_for(actor))


@door("designation.view")
def proposal_list(request: HttpRequest) -> HttpResponseBase:
    """The proposals of the territory: the open ones, those that wait for the own office, those of a state, or all."""
    actor, counts = actor_of(request), counts_by_state(Proposal.objects.all())
    mine, state = states_of(actor), request.GET.get("state", "")
    shown = "" if state else request.GET.get("show") or SHOW_OPEN
    total = sum(counts.values())
    still_open = total - sum(counts.get(one, 0) for one in FINAL_STATES)
    tabs = [{"label": _("Still open"), "count": still_open, "url": "?", "is_current": shown == SHOW_OPEN}]
    if mine:
        waiting = sum(counts.get(one, 0) for one in mine)
        tab = {"label": _("Waiting for us"), "count": waiting, "url": f"?show={SHOW_MINE}"}
        tabs.append(tab | {"is_current": shown == SHOW_MINE})
    tabs.append({"label": _("All"), "count": total, "url": f"?show={SHOW_ALL}", "is_current": shown == SHOW_ALL})
    tabs += [
        {"label": look_of(one).label, "count": counts[one], "url": f"?state={one}", "is_current": state == one}
        for one in State.values
        if counts.get(one)
    ]
    context = {"crumbs": [crumb(PROPOSALS.title)], "tabs": tabs if total else ()}
    return render_list(request, _listing(actor), _proposals(), context, "designation/proposal_list.html")


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
    bulk = [one for one in _bulk_for(actor, "?of=pool") if one.url.endswith(("select/?of=pool", "submit/?of=pool"))]
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
    of_pool = request.GET.get("of") == "pool"
    rows = _proposals().filter(state__in=POOL) if of_pool else _proposals()
    chosen = selected(request, POOL_LISTING if of_pool else _listing(actor), rows)
    reason = request.POST.get("reason", "").strip()
    lacks_reason = bound.step.needs_reason and not reason
    context = {
        "title": bound.step.title,
        "selection": chosen,
        "confirm_label": bound.step.title,
        "back_url": reverse("designation:pool" if of_pool else "designation:proposal_list"),
        "lead": bound.cite,
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
