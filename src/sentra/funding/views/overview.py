"""All recipients of a year with their money: the nation's, a province's, an office's own, with sums by province."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, NullIf
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.development.blocks import Cell, Table, money
from sentra.funding.addresses_treasury import treasury_url
from sentra.funding.models import Fund, Holder, ProgrammeYear, Recipient
from sentra.funding.queries.forecast import Forecast, Reason, words
from sentra.funding.queries.positions import forecast_of, with_positions
from sentra.funding.queries.sums import Sums, by_province, total_of
from sentra.funding.views.treasury.common import in_millions, in_percent
from sentra.funding.views.treasury.parts import picture_of, sentence_of
from sentra.pages.formatting import number, percent
from sentra.pages.listing import ChoiceFilter, Column, Listing, ListState, SearchFilter, render_list
from sentra.pages.states import State
from sentra.territory.models import Region, RegionLevel

ALL = "all"
#: Where a recipient stands with its money: the word, the tone, and which rows those are.
_STANDS: dict[str, tuple[Any, str, Q]] = {
    "withdrawn": (gettext_lazy("Withdrawn"), "bad", Q(withdrawn_on__isnull=False)),
    "no_ceiling": (gettext_lazy("No ceiling yet"), "warn", Q(allocation=None)),
    "no_plan": (gettext_lazy("No agreed plan"), "warn", Q(planned=0)),
    "waiting": (gettext_lazy("Waits for money"), "info", Q(received=0)),
    "all_used": (gettext_lazy("All money used or given back"), "good", Q(received=F("spent") + F("returned"))),
    "spending": (gettext_lazy("Spending"), "good", Q()),
}
_SHORT = {
    "no_plan": gettext_lazy("No agreed plan"),
    "above_ceiling": gettext_lazy("Plan above the ceiling"),
    "behind": gettext_lazy("Behind the plan"),
    "idle": gettext_lazy("Nothing spent for months"),
    "stage": gettext_lazy("A stage is late"),
}


def _stand_of(row: Recipient) -> str:
    """Which of the states a recipient is in; the first that fits."""
    if row.withdrawn_on is not None:
        return "withdrawn"
    if row.allocation_id is None:
        return "no_ceiling"
    if not row.planned:
        return "no_plan"
    if not row.received:
        return "waiting"
    return "spending" if row.left else "all_used"


def _in_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The rows in a state: those that fit it and none of the states before it."""
    if value == ALL:
        return rows
    if value == "active":
        return rows.filter(withdrawn_on=None)
    for name, (_label, _tone, fits) in _STANDS.items():
        if name == value:
            return rows.filter(fits)
        rows = rows.exclude(fits)
    return rows


def state_of(row: Recipient) -> State:
    """Where a recipient stands with its money, as it is shown."""
    label, tone, _fits = _STANDS[_stand_of(row)]
    return State(label, tone)  # type: ignore[arg-type]


def warning_state(reasons: tuple[Reason, ...]) -> State | None:
    """The first warning in two or three words, and how many more there are; None without any."""
    if not reasons:
        return None
    more = f" (+{len(reasons) - 1})" if len(reasons) > 1 else ""
    return State(f"{_SHORT[reasons[0].kind]}{more}", "warn")


# ---------------------------------------------------------------- the list


def _columns(today: dt.date) -> list[Column]:
    known: dict[UUID, Forecast] = {}

    def told(row: Recipient) -> Forecast:
        if row.pk not in known:
            known[row.pk] = forecast_of(row, today)
        return known[row.pk]

    def warned(row: Recipient) -> tuple[Reason, ...]:
        return () if row.withdrawn_on else tuple(told(row).reasons)

    def told_of(read: Callable[[Forecast], Any]) -> Callable[[Recipient], Any]:
        return lambda row: None if row.ceiling is None or row.withdrawn_on else read(told(row))

    spent_of_ceiling = Cast("spent", FloatField()) / NullIf(Cast("allocation__ceiling", FloatField()), 0.0)
    return [
        Column("recipient", gettext_lazy("Recipient"), _name, sort="region__code", link=treasury_url),
        Column("province", gettext_lazy("Province"), _province, sort="region__parent__code", default_shown=False),
        Column("fund", gettext_lazy("Fund"), lambda row: row.year.fund.upper(), sort="year__fund"),
        Column("year", gettext_lazy("Year"), "year.year", sort="year__year", format=str, default_shown=False),
        Column(
            "state", gettext_lazy("State"), lambda row: warning_state(warned(row)) or state_of(row), export=state_of
        ),
        Column("ceiling", gettext_lazy("Ceiling"), sort="allocation__ceiling", numeric=True, format=in_millions),
        *(
            Column(name, label, sort=name != "left", numeric=True, format=in_millions)
            for name, label in (
                ("planned", gettext_lazy("Planned")),
                ("received", gettext_lazy("Received")),
                ("spent", gettext_lazy("Spent")),
                ("left", gettext_lazy("Left")),
            )
        ),
        Column(
            "absorption",
            gettext_lazy("Absorption"),
            sort=True,
            numeric=True,
            annotation=spent_of_ceiling,
            format=lambda value: percent(round(value, 4)),
        ),
        Column("forecast", gettext_lazy("Forecast"), told_of(lambda one: in_percent(one.absorption)), numeric=True),
        Column("returned", gettext_lazy("Given back"), numeric=True, format=in_millions, default_shown=False),
        Column(
            "year_end",
            gettext_lazy("Expected at the year's end"),
            told_of(lambda one: one.year_end),
            export_only=True,
        ),
        Column(
            "warning",
            gettext_lazy("Early warning"),
            lambda row: " ".join(words(one) for one in warned(row)),
            export_only=True,
        ),
        Column("code", gettext_lazy("Code of the region"), "region.code", export_only=True),
        Column("office", gettext_lazy("Office"), lambda row: row.get_holder_display(), export_only=True),
    ]


def _name(row: Recipient) -> str:
    """The region, and its technical unit where that manages the fund."""
    office = f" · {row.get_holder_display()}" if row.holder == Holder.TECHNICAL_UNIT else ""
    return f"{row.region.name}{office}"


def _province(row: Recipient) -> str:
    return row.region.parent.name if row.region.parent else row.region.name


def _of_province(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    return rows.filter(Q(region__code=code) | Q(region__parent__code=code))


def _of_year(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows if value == ALL else rows.filter(year__year=int(value))


def _of_fund(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows if value == ALL else rows.filter(year__fund=value)


def listing_for(actor: Actor) -> Listing:
    """The list as an actor sees it: the newest year, and for one appointed for a fund that fund first."""
    years = list(ProgrammeYear.objects.order_by("-year").values_list("year", flat=True).distinct())
    fund = actor.appointment.programme if actor.appointment else ""
    states = [("active", _("All in the year")), *((name, one[0]) for name, one in _STANDS.items()), (ALL, _("All"))]
    filters: list[Any] = [
        SearchFilter("q", gettext_lazy("Search"), fields=("region__name", "region__code")),
        ChoiceFilter(
            "year",
            gettext_lazy("Year"),
            choices=[*((one, str(one)) for one in years), (ALL, gettext_lazy("All years"))],
            apply=_of_year,
            default=str(years[0]) if years else ALL,
        ),
        ChoiceFilter(
            "fund",
            gettext_lazy("Fund"),
            choices=[(ALL, gettext_lazy("Both funds")), *Fund.choices],
            apply=_of_fund,
            default=fund or ALL,
        ),
        ChoiceFilter("state", gettext_lazy("State"), choices=states, apply=_in_state, default="active"),
    ]
    if actor.territory.level == "nation":
        provinces = Region.objects.filter(level=RegionLevel.PROVINCE).order_by("code").values_list("code", "name")
        filters.append(ChoiceFilter("province", gettext_lazy("Province"), choices=provinces, apply=_of_province))
    return Listing(
        name="dana",
        title=gettext_lazy("Money of the funds"),
        columns=_columns(actor.today),
        filters=filters,
        default_sort="recipient",
        size=50,
        empty_title=gettext_lazy("No recipients"),
        empty_text=gettext_lazy("The ministry chooses the recipients of a year; they stand here with their money."),
    )


@door("funding.view")
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every recipient of a year with the five figures, its forecast and warning; the sums by province under it."""
    listing = listing_for(actor_of(request))
    rows = with_positions(Recipient.objects.all())
    if request.method == "POST" or "export" in request.GET or "count" in request.GET:
        return render_list(request, listing, rows)
    context = _sums(request, listing)
    response = render_list(request, listing, rows, context, "funding/overview.html")
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "results":
        # The list alone is drawn anew then; the sums around it follow the same filters.
        assert isinstance(response, HttpResponse)
        for part in ("funding/overview_figures.html", "funding/overview_sums.html"):
            response.write(render_to_string(part, context | {"swapped": True}, request))
    return response


def _sums(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """The sums of exactly the rows that the filters leave."""
    state = ListState(listing, Recipient.objects.all(), request.GET, request=request)
    rows = Recipient.objects.filter(pk__in=state.rows_queryset.order_by().values("pk"))
    total, provinces = total_of(rows), by_province(rows)
    return {
        "total": total,
        "sentence": sentence_of(total) if total.recipients else "",
        "steps": picture_of(total),
        "provinces": _table(provinces, total, state),
        "bars": _bars(provinces),
    }


def _table(provinces: list[tuple[Region, Sums]], total: Sums, state: ListState) -> Table:
    """The sums by province; each leads to its own rows where there is more than one."""
    several = len(provinces) > 1
    rows: list[list[Cell | str]] = [
        [Cell(one.name, state.query(province=one.code, page="") if several else ""), *_figures(sums)]
        for one, sums in provinces
    ]
    if several:
        rows.append([_("In all"), *_figures(total)])
    heads = [
        *(_("Province"), _("Recipients"), _("Ceiling"), _("Planned"), _("Received"), _("Spent"), _("Left")),
        _("Absorption"),
    ]
    return Table(_("Sums by province"), heads, rows, numeric=range(1, 8), id="provinces")


def _figures(sums: Sums) -> list[str]:
    amounts = (sums.ceiling, sums.planned, sums.received, sums.spent, sums.left)
    return [number(sums.recipients), *map(money, amounts), in_percent(sums.absorption)]


def _bars(provinces: list[tuple[Region, Sums]]) -> list[dict[str, Any]]:
    """Absorption by province, the highest first; one alone needs no picture."""
    known = [(sums.absorption, one) for one, sums in provinces if sums.absorption is not None]
    if len(known) < 2:
        return []
    ranked = sorted(known, key=lambda pair: (-pair[0], pair[1].code))
    return [{"label": one.name, "value": float(share), "text": in_percent(share)} for share, one in ranked]


__all__ = ["listing_for", "overview", "state_of"]
