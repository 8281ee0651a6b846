"""The lists of this room as the list kit draws and exports them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from sentra.insight.frames import FrameRows, Record, only
from sentra.insight.telling import Lines
from sentra.law import Check, FactDeclaration
from sentra.law.screening import Count
from sentra.law.sentences import fact_value_text
from sentra.pages.formatting import language
from sentra.pages.listing import ChoiceFilter, Column, Filter, Listing, ListState, SearchFilter
from sentra.pages.listing.view import export_response
from sentra.registry.models import Scheme, Tier
from sentra.territory.models import Region, RegionLevel
from sentra.territory.scope import Territory


def regions_in(territory: Territory) -> dict[int, str]:
    """The regencies and cities of a territory by their keys, in the order of their codes."""
    found = Region.objects.filter(level=RegionLevel.REGENCY).order_by("code")
    if territory.level == "province":
        found = found.filter(parent=territory.region_id)
    elif territory.level != "nation":
        found = found.filter(pk=territory.region_id or 0)
    return dict(found.values_list("pk", "name"))


def record_list(
    *,
    name: str,
    title: str,
    facts: Sequence[FactDeclaration],
    link: Callable[[Any], str] | None,
    territory: Territory,
) -> Listing:
    """A list of records with their places and, where given, facts."""
    lang, regions = language(), regions_in(territory)
    columns = [
        Column("name", _("Name"), sort=True, link=link),
        Column("code", _("Code"), sort=True),
        Column("place", _("Regency or city"), lambda row: regions.get(row.place, "")),
        Column("tier", _("Tier"), lambda row: _label(Tier, row.tier), sort=True),
        Column("scheme", _("Scheme"), lambda row: _label(Scheme, row.scheme), default_shown=False),
        *(
            Column(
                fact.name,
                fact.label(lang),
                _reading(fact, lang),
                sort=True,
                numeric=_is_figure(fact),
                export=_raw(fact),
            )
            for fact in facts
        ),
    ]
    filters: list[Filter] = [SearchFilter("q", _("Search"), apply=lambda rows, text: rows.matching(text))]  # type: ignore[attr-defined]
    if len(regions) > 1:
        filters.append(
            ChoiceFilter("place", _("Regency or city"), choices=list(regions.items()), apply=only("place", int))
        )
    return Listing(
        name=name,
        title=title,
        columns=columns,
        filters=filters,
        default_sort="name",
        empty_title=_("Nobody"),
        empty_text=_("No record of your territory belongs here."),
    )


def _label(choices: Any, value: str | None) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _is_figure(fact: FactDeclaration) -> bool:
    return fact.kind.kind == "number"


def _reading(fact: FactDeclaration, lang: str) -> Callable[[Any], str]:
    def read(row: Record) -> str:
        value = getattr(row, fact.name)
        return "" if value is None else str(fact_value_text(fact, value, lang))

    return read


def _raw(fact: FactDeclaration) -> Callable[[Any], Any] | None:
    return (lambda row: getattr(row, fact.name)) if _is_figure(fact) else None


def export_of_places(request: HttpRequest, lines: Lines, check: Check, kind: str) -> HttpResponseBase:
    """The figures by place as a file: the verdict, then each provision."""
    import polars as pl

    lang = language()
    rows, columns = (
        [],
        [
            Column("name", _("Province or regency")),
            Column("code", _("Code")),
            Column("records", _("Number of records")),
        ],
    )
    columns += _count_columns("verdict", check.title(lang))
    for number, provision in enumerate(check.provisions):
        columns += _count_columns(f"p{number}", f"{provision.clause.cite} {provision.clause.label(lang)}")
        columns.append(Column(f"a{number}", _("%(cite)s: fails only this one") % {"cite": provision.clause.cite}))
    for line in lines.lines:
        row = {
            "id": None,
            "name": line.name,
            "code": line.region.code if line.region else "",
            "records": line.figures.records,
        }
        row |= _counts("verdict", line.figures.verdict)
        for number, provision in enumerate(check.provisions):
            row |= _counts(f"p{number}", line.figures.provisions.get(provision.clause.id, Count()))
            row[f"a{number}"] = line.figures.alone.get(provision.clause.id, 0)
        rows.append(row)
    listing = Listing(name="insight-screening", title=_("Screening"), columns=columns)
    state = ListState(listing, FrameRows(pl.DataFrame(rows)), request.GET)  # type: ignore[arg-type]
    return export_response(request, state, kind)


def _count_columns(key: str, title: str) -> list[Column]:
    words = {"met": _("met"), "not": _("not met"), "unknown": _("unknown")}
    return [Column(f"{key}_{word}", f"{title}: {said}") for word, said in words.items()]


def _counts(key: str, count: Count) -> dict[str, Any]:
    return {f"{key}_met": count.met, f"{key}_not": count.not_met, f"{key}_unknown": count.unknown}
