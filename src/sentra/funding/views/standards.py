"""Pages of the cost standards (Permenkop UKM 2/2022 Pasal 6 ayat (5), Pasal 7 ayat (2), Pasal 8 ayat (5))."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, find
from sentra.access.policy import ensure, may
from sentra.development.blocks import Button, Cell, Facts, Note, Table, day, money, offered
from sentra.development.views.common import Crumbs, data_of, history_block, page, send
from sentra.funding.components import (
    REGULATION,
    Component,
    amount_clauses,
    component_label,
    component_named,
    components,
    sets_amounts,
)
from sentra.funding.forms.standards import EndForm, StandardForm
from sentra.funding.listings import Rows, listing_for
from sentra.funding.models import CostStandard
from sentra.funding.queries import versions_of
from sentra.funding.services import end_cost_standard, set_cost_standard
from sentra.law import library
from sentra.pages.listing import render_list
from sentra.pages.states import State
from sentra.pages.verdicts import clause_url


def standard_state(standard: CostStandard, actor: Actor) -> State:
    """The state of a standard on the actor's today."""
    if standard.was_never_in_force:
        return State(_("Never in force"), "bad")
    if standard.is_in_force(actor.today):
        return State(_("In force"), "good")
    if standard.valid_from > actor.today:
        return State(_("Not in force yet"), "info")
    return State(_("Ended"), "neutral")


def cited(clauses: list[str]) -> SafeString:
    """Provisions with their links, and the regulation they are of."""
    held = library().regulations[REGULATION]
    links = format_html_join(
        "; ", '<a href="{}">{}</a>', ((clause_url(one), held.clauses[one].cite) for one in dict.fromkeys(clauses))
    )
    return format_html("{} {}", links, held.number)


@door("funding.view")
def standard_list(request: HttpRequest) -> HttpResponseBase:
    """Every component with the standard that counts in a region on a day, or plainly none."""
    actor = actor_of(request)
    law = library().on(actor.today)
    new = reverse("funding:standard_new")
    context = {
        "buttons": offered(actor, "funding.set_standard", _("Set a standard"), new, "plus"),
        "lead": _(
            "What a unit of each cost component may cost at most. The nearest region's standard counts: "
            "regency, then province, then nation."
        ),
        "provisions": cited([one.id for one in amount_clauses(law)]),
    }
    listing = listing_for(actor, request.GET.get("region", ""), law)
    return render_list(request, listing, cast("Any", Rows(None, actor.today)), context, "funding/standards.html")


@door("funding.view")
def standard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One standard: amount, source, provisions, the others of the same component, unit and region, its history."""
    actor = actor_of(request)
    found = standard_of(pk)
    here = reverse("funding:standard", args=[found.pk])
    buttons: list[Button] = []
    if may(actor, "funding.end_standard", found).allowed:
        again = reverse("funding:standard_new") + f"?component={found.component}&unit={found.unit}"
        buttons += offered(actor, "funding.set_standard", _("Set the next one"), again, "plus")
        if found.valid_to is None or found.valid_to >= actor.today:
            end = reverse("funding:standard_end", args=[found.pk])
            buttons += offered(actor, "funding.end_standard", _("End it"), end, "calendar-x")
    return page(
        request,
        title=component_label(found.component),
        lead=f"{money(found.amount)} / {found.get_unit_display()} · {found.where}",
        crumbs=_crumbs(found, here="")[:1] + [{"label": str(found), "url": ""}],
        state=standard_state(found, actor),
        buttons=buttons,
        blocks=[_facts(found), _versions(found, actor, here), history_block(found)],
    )


def standard_of(pk: UUID) -> CostStandard:
    """A standard that the actor sees: of the own region, one above or below it; 404 for a neighbour's."""
    return find(CostStandard, pk, "region", "set_by", "replaced_by")


def _crumbs(found: CostStandard | None, here: str) -> Crumbs:
    crumbs = [{"label": _("Cost standards"), "url": reverse("funding:standard_list")}]
    if found is not None:
        crumbs.append({"label": str(found), "url": reverse("funding:standard", args=[found.pk])})
    return crumbs + [{"label": here, "url": ""}]


def _facts(found: CostStandard) -> Facts:
    component = _component(found)
    rows: list[tuple[str, Any]] = [
        (_("Component"), component.label if component else found.component),
        (_("Activity"), component.activity_label if component else found.activity),
        (_("Highest amount"), f"{money(found.amount)} / {found.get_unit_display()}"),
        (_("Set for"), found.where),
        (_("Source"), found.source),
        (_("Date of the instrument"), day(found.instrument_date)),
        (_("Counts from"), day(found.valid_from)),
        (_("Counts until"), day(found.valid_to) if found.valid_to else _("until further notice")),
    ]
    if found.end_reason:
        rows.append((_("Why it ended"), found.end_reason))
    if component is not None:
        rows.append((_("The component is listed in"), cited(list(component.letters))))
        rows.append((_("The amount follows"), cited([component.amount_clause.id])))
    return Facts(_("Standard"), rows, id="standard")


def _versions(found: CostStandard, actor: Actor, here: str) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(day(one.valid_from), "" if one.pk == found.pk else reverse("funding:standard", args=[one.pk])),
            day(one.valid_to) if one.valid_to else _("until further notice"),
            money(one.amount),
            one.instrument,
            Cell(state=standard_state(one, actor), note=one.end_reason),
        ]
        for one in versions_of(found)
    ]
    heads = [_("Counts from"), _("Counts until"), _("Highest amount"), _("Source"), _("State")]
    return Table(_("The same component, unit and region over time"), heads, rows, numeric=(2,), id="versions")


@door("funding.set_standard")
def standard_new(request: HttpRequest) -> HttpResponse:
    """Set a standard for the region of the own office."""
    actor = actor_of(request)
    open_to = [one for one in components(library().on(actor.today)) if _may_set(actor, one)]
    initial = {name: request.GET[name] for name in ("component", "unit") if name in request.GET}
    where = actor.office.region.name if actor.office and actor.office.region else _("National")

    def do(data: dict[str, Any]) -> CostStandard:
        return set_cost_standard(actor=actor, id=data.pop("client_id"), **data)

    note = _(
        "The standard that counts on the first day for the same component and unit ends the day before; "
        "nothing is overwritten."
    )
    return send(
        request,
        StandardForm(data_of(request), open_to, initial),
        do,
        title=_("Set a cost standard"),
        lead=where,
        crumbs=_crumbs(None, _("Set a cost standard")),
        submit=_("Set the standard"),
        done=_("The standard is on file."),
        back=lambda made: reverse("funding:standard", args=[made.pk]),
        notes=[Note(note), Note(cited([one.amount_clause.id for one in open_to]), title=_("The amounts follow"))],
    )


def _may_set(actor: Actor, component: Component) -> bool:
    return actor.office is not None and sets_amounts(actor.office, component.amount_clause)


@door("funding.end_standard")
def standard_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a standard with its last day and the reason."""
    actor = actor_of(request)
    found = standard_of(pk)
    ensure(actor, "funding.end_standard", found)
    return send(
        request,
        EndForm(data_of(request)),
        lambda data: end_cost_standard(actor=actor, standard=found, last_day=data["last_day"], reason=data["reason"]),
        title=_("End the cost standard"),
        lead=f"{found}, {money(found.amount)}",
        crumbs=_crumbs(found, _("End the cost standard")),
        submit=_("End the standard"),
        done=_("The standard has its last day; it stays on file."),
        back=reverse("funding:standard", args=[pk]),
        notes=[
            Note(_("After that day no standard of this region counts; the province's or the nation's does, or none.")),
            *_basis(found),
        ],
    )


def _basis(found: CostStandard) -> list[Note]:
    component = _component(found)
    return [Note(cited([component.amount_clause.id]), title=_("The amounts follow"))] if component else []


def _component(found: CostStandard) -> Component | None:
    """The component by the law of the standard's first day, or of the regulation's where that came later."""
    since = library().regulations[REGULATION].since
    return component_named(library().on(max(found.valid_from, since)), found.component)
