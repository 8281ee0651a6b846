"""Pages of the funds' years: which law they follow, when plans are due, in which stages the money is paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import ensure
from sentra.development.blocks import Button, Cell, Facts, Note, Table, day, money, offered
from sentra.development.views.common import Crumbs, data_of, history_block, page, send
from sentra.funding.forms.allocations import DecreeForm, StageForm, YearForm
from sentra.funding.guides import text_of
from sentra.funding.models import Allocation, Fund, ProgrammeYear, Stage, Standing
from sentra.funding.queries.years import YearSums, recipients_of, sums_by_province, sums_of
from sentra.funding.services import open_year, record_decree, set_stage
from sentra.pages.formatting import long_date, number
from sentra.pages.listing import ChoiceFilter, Column, Listing, render_list
from sentra.pages.states import State

LISTING = Listing(
    name="tahun-dana",
    title=gettext_lazy("Years of the funds"),
    columns=[
        Column("year", gettext_lazy("Year"), sort=True, format=str, link=lambda one: year_url(one)),
        Column("fund", gettext_lazy("Fund"), value=lambda one: one.get_fund_display(), sort="fund"),
        Column("text", gettext_lazy("Follows"), value=lambda one: text_of(one).number),
        Column("state", gettext_lazy("Text of the year"), value=lambda one: text_state(one)),
        Column("plan_due", gettext_lazy("Plans are due on")),
    ],
    filters=[ChoiceFilter("fund", gettext_lazy("Fund"), choices=Fund.choices)],
    default_sort="-year",
    empty_title=gettext_lazy("No year is open"),
    empty_text=gettext_lazy("The ministry opens a fund's year before it records recipients and ceilings."),
)


def year_url(year: ProgrammeYear) -> str:
    """The page of a year."""
    return reverse("funding:year", args=[year.pk])


def text_state(year: ProgrammeYear) -> State:
    """Whether the text that governs the year is held."""
    if year.basis:
        return State(_("Text not held"), "warn")
    return State(_("Text held"), "good")


def year_of(pk: UUID) -> ProgrammeYear:
    """A year; years are the nation's and open to all who see the funds."""
    found = ProgrammeYear.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def year_crumbs(year: ProgrammeYear, *here: str) -> Crumbs:
    """Where a page of a year stands."""
    first = {"label": _("Years of the funds"), "url": reverse("funding:year_list")}
    own = {"label": str(year), "url": year_url(year) if here else ""}
    return [first, own, *({"label": one, "url": ""} for one in here)]


@door("funding.view")
def year_list(request: HttpRequest) -> HttpResponseBase:
    """The years that are open, the newest first."""
    actor = actor_of(request)
    buttons = offered(actor, "funding.keep_year", _("Open a year"), reverse("funding:year_new"), "plus")
    rows = ProgrammeYear.objects.all()
    return render_list(request, LISTING, rows, {"buttons": buttons}, "development/list.html")


@door("funding.keep_year")
def year_new(request: HttpRequest) -> HttpResponse:
    """Open a year of a fund."""
    actor = actor_of(request)

    def do(data: dict[str, Any]) -> ProgrammeYear:
        return open_year(actor=actor, id=data.pop("client_id"), **data)

    return send(
        request,
        YearForm(data_of(request)),
        do,
        title=_("Open a year"),
        crumbs=[
            {"label": _("Years of the funds"), "url": reverse("funding:year_list")},
            {"label": _("Open a year"), "url": ""},
        ],
        submit=_("Open the year"),
        done=_("The year is open."),
        back=year_url,
        notes=[
            Note(
                _(
                    "A year follows the text that governs it. Where that text is not held, it follows the last one "
                    "that is held, by a decision of the ministry that you name here."
                )
            )
        ],
    )


@door("funding.view")
def year(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One year: its law, its day for plans, its stages and decrees, its sums by province."""
    actor, found = actor_of(request), year_of(pk)
    blocks: list[Any] = []
    if found.basis:
        blocks.append(Note(_not_held(found), "warn", _("The text that governs this year is not held")))
    total = sums_of(found)
    blocks += [_facts(found, total), _sums(found, total), _stages(found, actor), _decrees(found, actor)]
    return page(
        request,
        title=str(found),
        lead=_("Follows %(text)s") % {"text": text_of(found).number},
        crumbs=year_crumbs(found),
        state=text_state(found),
        buttons=_buttons(found, actor),
        blocks=[*blocks, history_block(found)],
    )


def _not_held(found: ProgrammeYear) -> str:
    known = _("It is governed by %(text)s.") % {"text": found.governed_by} if found.governed_by else ""
    places = {"text": text_of(found).number, "basis": found.basis}
    decided = _("By decision of the ministry (%(basis)s) it is judged by %(text)s.") % places
    return f"{known} {decided}".strip()


def _facts(found: ProgrammeYear, total: YearSums) -> Facts:
    rows: list[tuple[str, Any]] = [
        (_("Recipients"), number(total.recipients)),
        (_("Ceilings in all"), money(total.ceiling)),
        (_("Target of training participants"), number(total.target_participants)),
        (_("Target of mentors"), number(total.target_mentors)),
        (_("Target of legal aid"), number(total.target_legal_aid)),
        (_("Judged by the law of"), long_date(found.law_day)),
        (_("Plans are due on"), long_date(found.plan_due) if found.plan_due else _("the text sets no day")),
    ]
    if found.plan_due_source:
        rows.append((_("Source of that day"), found.plan_due_source))
    return Facts(_("The year"), rows, id="year")


def _sums(found: ProgrammeYear, total: YearSums) -> Table:
    lines = sums_by_province(found)
    rows: list[list[Cell | str]] = [_sum_row(one, one.region.name if one.region else "") for one in lines]
    if len(rows) > 1:
        rows.append(_sum_row(total, _("In all")))
    return Table(
        _("By province"),
        [_("Province"), _("Recipients"), _("Ceiling"), _("Participants"), _("Mentors"), _("Legal aid")],
        rows,
        numeric=(1, 2, 3, 4, 5),
        empty=_("No recipient of this year is on file in your territory."),
        note=_(
            "Targets: persons, mentors, enterprises. A province's line holds its own allocation and its regencies'."
        ),
        id="sums",
    )


def _sum_row(one: YearSums, name: str) -> list[Cell | str]:
    counts = (one.target_participants, one.target_mentors, one.target_legal_aid)
    return [name, number(one.recipients), money(one.ceiling), *(number(count) for count in counts)]


def _stages(found: ProgrammeYear, actor: Actor) -> Table:
    stages = list(found.stages.all())
    rows: list[list[Cell | str]] = [
        [
            Cell(str(one), note=one.source),
            f"{one.share_percent}%",
            day(one.opens_on),
            _conditions(one),
            Cell(state=_standing(one)),
            Cell(_("Change"), reverse("funding:stage", args=[found.pk, one.number])) if _may_keep(actor) else "",
        ]
        for one in stages
    ]
    following = reverse("funding:stage", args=[found.pk, len(stages) + 1])
    return Table(
        _("Stages of the money"),
        [_("Stage"), _("Share"), _("Opens on"), _("Conditions"), _("Standing"), _("What to do")],
        rows,
        numeric=(1,),
        buttons=offered(actor, "funding.keep_year", _("Add a stage"), following, "plus", found),
        empty=_("No stage is set. Without one no money can be recommended."),
        acts=True,
        id="stages",
    )


def _may_keep(actor: Actor) -> bool:
    return bool(offered(actor, "funding.keep_year", "", ""))


def _standing(stage: Stage) -> State:
    if stage.standing == Standing.OFFICIAL:
        return State(_("Official"), "good")
    return State(_("A proposal, not official"), "warn", "circle-question-mark")


def _conditions(stage: Stage) -> str:
    asked = []
    if stage.needs_report:
        asked.append(_("report on the stage before accepted"))
    if stage.min_absorption_percent is not None:
        asked.append(_("absorption of at least %(share)s%%") % {"share": stage.min_absorption_percent})
    return "; ".join(asked) or _("none")


def _decrees(found: ProgrammeYear, actor: Actor) -> Table:
    made = dict(Allocation.objects.filter(decree__year=found).order_by().values_list("decree").annotate(n=Count("pk")))
    rows: list[list[Cell | str]] = [
        [Cell(str(one), note=one.title), day(one.date), number(made.get(one.pk, 0))] for one in found.decrees.all()
    ]
    new = reverse("funding:decree_new", args=[found.pk])
    return Table(
        _("Decrees on the ceilings"),
        [_("Decree"), _("Date"), _("Allocations in your territory")],
        rows,
        numeric=(2,),
        buttons=offered(actor, "funding.allocate", _("Record a decree"), new, "plus", found),
        empty=_("No decree is on file."),
        id="decrees",
    )


def _buttons(found: ProgrammeYear, actor: Actor) -> list[Button]:
    candidates = reverse("funding:candidates", args=[found.pk])
    overview = f"{reverse('funding:overview')}?fund={found.fund}&year={found.year}"
    buttons = [Button(_("Recipients"), overview, "table-2")] if recipients_of(found).exists() else []
    buttons += offered(actor, "funding.choose", _("Choose recipients"), candidates, "list-checks", found)
    if found.fund == Fund.IKM and not buttons[1:]:
        buttons += offered(actor, "funding.record_criteria", _("Criteria of the regions"), candidates, "list-checks")
    bring = f"{reverse('registry:import_list')}?jenis=allocations&about={found.pk}"
    return buttons + offered(actor, "funding.allocate", _("Bring allocations in"), bring, "file-up", found)


@door("funding.keep_year")
def stage(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Set a stage, or set it anew."""
    actor, found = actor_of(request), year_of(pk)
    ensure(actor, "funding.keep_year", found)
    present = found.stages.filter(number=number).first()
    if present is None and number != found.stages.count() + 1:
        raise Http404
    title = _("Stage %(number)s") % {"number": number}

    def do(data: dict[str, Any]) -> Stage:
        data.pop("client_id")
        return set_stage(actor=actor, year=found, number=number, **data)

    return send(
        request,
        StageForm(data_of(request), present),
        do,
        title=title,
        lead=str(found),
        crumbs=year_crumbs(found, title),
        submit=_("Set the stage"),
        done=_("The stage is set."),
        back=f"{year_url(found)}#stages",
        notes=[
            Note(
                _(
                    "Shares, days and conditions stand in the rules on transfers, whose tables are not held. Say where "
                    "a figure comes from; one without a published text is proposed and shown as such."
                )
            )
        ],
    )


@door("funding.allocate")
def decree_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record the instrument that sets ceilings."""
    actor, found = actor_of(request), year_of(pk)
    ensure(actor, "funding.allocate", found)

    def do(data: dict[str, Any]) -> Any:
        return record_decree(actor=actor, year=found, id=data.pop("client_id"), **data)

    return send(
        request,
        DecreeForm(data_of(request)),
        do,
        title=_("Record a decree"),
        lead=str(found),
        crumbs=year_crumbs(found, _("Record a decree")),
        submit=_("Record the decree"),
        done=_("The decree is on file."),
        back=f"{year_url(found)}#decrees",
    )
