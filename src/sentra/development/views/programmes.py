"""Programmes of the regions, their lines and synergy, advice and its answers (Pasal 4, 12 huruf b, 13, 14 huruf a)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.access.roles import Role
from sentra.development import forms
from sentra.development.blocks import Button, Cell, Note, Table, money, offered
from sentra.development.entitlements import (
    SYNERGY,
    choices_of,
    declaration,
    law_today,
    optional_components,
)
from sentra.development.facts import judge_programme
from sentra.development.models import Advice, Fold, Programme, ProgrammeLine, ProgrammeState
from sentra.development.queries import folded_total
from sentra.development.services import (
    add_line,
    change_programme,
    close_programme,
    fold_programme,
    remove_line,
    write_programme,
)
from sentra.development.views.advice import advice_table
from sentra.development.views.common import (
    data_of,
    findings_of,
    history_block,
    page,
    send,
)
from sentra.law import Law
from sentra.pages.formatting import language
from sentra.pages.listing import ChoiceFilter, Column, Listing, SearchFilter, render_list
from sentra.pages.states import State
from sentra.registry.models import Sentra
from sentra.territory.models import RegionLevel


def programme_state(programme: Programme) -> State:
    """The state of a programme as it is shown."""
    if programme.state == ProgrammeState.CLOSED:
        return State(programme.get_state_display(), "good", "lock")
    return State(programme.get_state_display(), "info", "pencil")


LISTING = Listing(
    name="program",
    title=gettext_lazy("Programmes for sentra"),
    columns=[
        Column(
            "title",
            gettext_lazy("Programme"),
            sort=True,
            link=lambda row: reverse("development:programme", args=[row.pk]),
        ),
        Column("year", gettext_lazy("Year"), sort=True, format=str),
        Column("office", gettext_lazy("Office"), value="office.name", sort="office__name"),
        Column("region", gettext_lazy("Region"), value="region.name", sort="region__code"),
        Column("state", gettext_lazy("State"), value=programme_state, sort=True),
    ],
    filters=[
        SearchFilter("q", gettext_lazy("Search"), fields=("title", "office__name")),
        ChoiceFilter("state", gettext_lazy("State"), choices=ProgrammeState.choices),
    ],
    default_sort="-year",
    empty_title=gettext_lazy("No programmes"),
    empty_text=gettext_lazy("An agency writes one programme a year for the sentra of its region."),
)


@door("development.view")
def programme_list(request: HttpRequest) -> HttpResponseBase:
    """The programmes inside the territory; a province sees those of its regencies."""
    buttons = offered(
        actor_of(request),
        "development.programme",
        _("Write a programme"),
        reverse("development:programme_new"),
        "plus",
    )
    rows = Programme.objects.select_related("office", "region")
    return render_list(request, LISTING, rows, {"buttons": buttons}, "development/list.html")


def programme_of(request: HttpRequest, pk: UUID, action: str) -> Programme:
    """A programme inside the territory."""
    return fetch(request, Programme, pk, action, "office", "region__parent", "created_by")


@door("development.programme")
def programme_new(request: HttpRequest) -> HttpResponse:
    """Open a programme for this year or a later one."""
    actor = actor_of(request)
    form = forms.ProgrammeForm(data_of(request), actor.today)

    def do(data: dict[str, Any]) -> Programme:
        return write_programme(
            actor=actor, year=data["year"], title=data["title"], aim=data["aim"], id=data["client_id"]
        )

    return send(
        request,
        form,
        do,
        title=_("Write a programme"),
        lead=actor.office.name if actor.office else "",
        submit=_("Open the programme"),
        done=_("The draft is open."),
        back=lambda made: reverse("development:programme", args=[made.pk]),
    )


@door("development.view")
def programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One programme: components, the law's findings, lines, sentra, regencies' programmes, advice."""
    found = programme_of(request, pk, "development.view")
    return page(
        request,
        title=found.title,
        lead=f"{found.office.name} · {found.year}",
        crumbs=[
            {"label": _("Programmes for sentra"), "url": reverse("development:programme_list")},
            {"label": found.title, "url": ""},
        ],
        state=programme_state(found),
        buttons=_programme_buttons(found, actor_of(request)),
        blocks=programme_blocks(found, actor_of(request)),
    )


def programme_blocks(found: Programme, actor: Actor) -> list[Any]:
    """The parts of a programme's page; advice and history stay with the offices."""
    law = law_today(actor.today)
    lines = list(found.lines.select_related("sentra"))
    blocks: list[Any] = [
        findings_of(judge_programme(found, law), _("Obligatory links"), "synergy"),
        _components(found, law),
        _lines(found, lines, actor, law),
    ]
    if found.region.level == RegionLevel.PROVINCE and actor.role != Role.PARTNER:
        blocks.append(_folds(found, actor))
    if actor.role != Role.PARTNER:
        about = Advice.objects.filter(programme=found).select_related("office")
        blocks.append(advice_table(list(about), _advise_button(found, actor)))
        blocks.append(history_block(found))
    return blocks


def _is_mine(found: Programme, actor: Actor) -> bool:
    return actor.office is not None and actor.office.pk == found.office_id and found.state == ProgrammeState.DRAFT


def _programme_buttons(found: Programme, actor: Actor) -> list[Button]:
    invite = reverse("development:programme_invite", args=[found.pk])
    inviting = offered(actor, "development.invite", _("Invite an institution"), invite, "user-plus", found)
    if not _is_mine(found, actor):
        return inviting
    change = reverse("development:programme_change", args=[found.pk])
    close = reverse("development:programme_close", args=[found.pk])
    return [
        *inviting,
        *offered(actor, "development.programme", _("Change"), change, "pencil", found),
        *offered(actor, "development.programme", _("Close the programme"), close, "lock", found),
    ]


def _components(found: Programme, law: Law) -> Table:
    fact = declaration(law, SYNERGY, "programme_components")
    optional = optional_components(law)
    chosen = set(found.components or ())
    rows = []
    for value in fact.values:
        clause = optional.get(str(value))
        state = State(_("In the programme"), "good") if value in chosen else State(_("Not in the programme"), "neutral")
        kind = _("may be linked, never required (%(cite)s)") % {"cite": clause.cite} if clause else ""
        rows.append([Cell(fact.value_label(value, language()), note=kind), Cell(state=state)])
    empty = _("No component has been recorded yet.")
    return Table(
        _("Components"), [_("Component"), _("State")], rows if found.components is not None else [], empty=empty
    )


def _lines(found: Programme, lines: list[ProgrammeLine], actor: Actor, law: Law) -> Table:
    fact = declaration(law, SYNERGY, "programme_components")
    mine = _is_mine(found, actor)
    rows: list[list[Any]] = [
        [
            one.activity,
            fact.value_label(one.component, language()),
            one.sentra.name if one.sentra else _("All of the programme"),
            money(one.amount),
            Cell(_("Remove"), reverse("development:line_remove", args=[one.pk])) if mine else Cell(""),
        ]
        for one in lines
    ]
    total = sum(one.amount for one in lines)
    places = ", ".join(found.sentra.order_by("name").values_list("name", flat=True))
    add = reverse("development:line_new", args=[found.pk])
    return Table(
        _("Budget lines"),
        [_("Activity"), _("Component"), _("Sentra"), _("Amount"), _("Change")],
        rows,
        numeric=(3,),
        buttons=offered(actor, "development.programme", _("Add a line"), add, "plus") if mine else [],
        empty=_("No line has been written yet. A line says what is done, for which component and for how much."),
        note=_("Total %(total)s. Sentra of the programme: %(places)s.")
        % {"total": money(total), "places": places or "–"},
        id="lines",
    )


def _folds(found: Programme, actor: Actor) -> Table:
    folded = {one.regional_id for one in Fold.objects.filter(provincial=found)}
    regional = Programme.objects.filter(year=found.year, region__parent=found.region).select_related("office", "region")
    mine = _is_mine(found, actor)
    rows: list[list[Any]] = []
    for one in regional:
        taken = one.pk in folded
        address = reverse("development:fold", args=[found.pk, one.pk])
        rows.append(
            [
                Cell(one.region.name, reverse("development:programme", args=[one.pk]), note=one.title),
                Cell(state=programme_state(one)),
                Cell(state=State(_("Taken in"), "good"))
                if taken
                else Cell(_("Take in"), address)
                if mine
                else Cell(""),
            ]
        )
    return Table(
        _("Programmes of the regencies"),
        [_("Regency or city"), _("State"), _("In this programme")],
        rows,
        empty=_(
            "No regency has written one for this year yet. As soon as one does, it can be taken into this programme "
            "here."
        ),
        note=_("Taken in: %(total)s.") % {"total": money(folded_total(found))},
    )


def _advise_button(found: Programme, actor: Actor) -> list[Button]:
    if found.state != ProgrammeState.DRAFT or actor.office is None or actor.office.region_id != found.region_id:
        return []
    address = reverse("development:programme_advise", args=[found.pk])
    return offered(actor, "development.advise", _("Give advice"), address, "message-square", found)


@door("development.programme")
def programme_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write title, components and sentra of a draft."""
    found = programme_of(request, pk, "development.programme")
    places = list(Sentra.objects.filter(is_active=True).select_related("regency").order_by("regency__code", "name"))
    initial = {
        "title": found.title,
        "aim": found.aim,
        "version": found.version,
        "components": found.components or [],
        "sentra": [str(pk) for pk in found.sentra.values_list("pk", flat=True)],
    }
    form = forms.ProgrammeContentForm(data_of(request), law_today(actor_of(request).today), places, initial)

    def do(data: dict[str, Any]) -> Programme:
        data.pop("client_id")
        return change_programme(actor=actor_of(request), programme=found, **data)

    return send(
        request,
        form,
        do,
        title=_("Change the programme"),
        lead=str(found),
        submit=_("Save"),
        done=_("The draft is saved."),
        back=reverse("development:programme", args=[pk]),
    )


@door("development.programme")
def line_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a budget line."""
    found = programme_of(request, pk, "development.programme")
    law = law_today(actor_of(request).today)
    choices = [one for one in choices_of(law, SYNERGY, "programme_components") if one[0] in (found.components or ())]
    form = forms.LineForm(data_of(request), choices, found.sentra.order_by("name"))

    def do(data: dict[str, Any]) -> ProgrammeLine:
        return add_line(actor=actor_of(request), programme=found, id=data.pop("client_id"), **data)

    return send(
        request,
        form,
        do,
        title=_("Add a line"),
        lead=str(found),
        submit=_("Add the line"),
        done=_("The line is added."),
        back=reverse("development:programme", args=[pk]),
        notes=[] if choices else [Note(_("Record the components of the programme first."), "warn")],
    )


@door("development.programme")
def line_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a line out of a draft."""
    line = fetch(request, ProgrammeLine, pk, "development.programme", "programme__region", "programme__office")
    return send(
        request,
        forms.ConfirmForm(data_of(request)),
        lambda data: remove_line(actor=actor_of(request), line=line),
        title=_("Remove the line"),
        lead=f"{line.activity} · {money(line.amount)}",
        submit=_("Remove the line"),
        done=_("The line is removed; the decision record keeps what it was."),
        back=reverse("development:programme", args=[line.programme_id]),
    )


@door("development.fold")
def fold(request: HttpRequest, pk: UUID, regional: UUID) -> HttpResponse:
    """Take a regency's programme into the province's."""
    provincial = programme_of(request, pk, "development.fold")
    other = programme_of(request, regional, "development.fold")
    return send(
        request,
        forms.ConfirmForm(data_of(request)),
        lambda data: fold_programme(actor=actor_of(request), provincial=provincial, regional=other),
        title=_("Take a regency's programme in"),
        lead=f"{other} → {provincial}",
        submit=_("Take in"),
        done=_("The regency's programme is taken in; its own stays untouched."),
        back=reverse("development:programme", args=[pk]),
    )


@door("development.programme")
def programme_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a programme."""
    found = programme_of(request, pk, "development.programme")
    return send(
        request,
        forms.ConfirmForm(data_of(request)),
        lambda data: close_programme(actor=actor_of(request), programme=found),
        title=_("Close the programme"),
        lead=str(found),
        submit=_("Close the programme"),
        done=_("The programme is closed."),
        back=reverse("development:programme", args=[pk]),
        notes=[Note(_("A closed programme stays as it is."), "warn")],
    )
