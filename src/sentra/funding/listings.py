"""The list of cost standards: every component of the law, with what counts for it in a region on a day.

The rows come from the law and the standards together, so no table of the database holds them: `Rows` answers the
calls that the list machinery makes on a queryset.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sentra.access.actors import Actor
from sentra.funding.components import REGULATION, activity_choices, is_held
from sentra.funding.queries import OnFile, standards_on
from sentra.law import Law, library
from sentra.pages.errors import BadInput, InputProblem
from sentra.pages.formatting import long_date, rupiah, short_date
from sentra.pages.listing import ChoiceFilter, Column, DayFilter, Listing, SearchFilter
from sentra.pages.states import State
from sentra.territory.models import Region, RegionLevel

NATION = "00"  # stands for the nation where a region's code is asked for


@dataclass(frozen=True)
class Line:
    """A row: a component in a region on a day with its standard, or without one."""

    on_file: OnFile
    region: Region | None
    day: dt.date

    def __str__(self) -> str:
        return self.on_file.component.label

    def __getattr__(self, name: str) -> Any:
        """A value of the standard by its name; None where none is on file."""
        if name.startswith("_"):
            raise AttributeError(name)
        return None if self.on_file.standard is None else getattr(self.on_file.standard, name)

    @property
    def place(self) -> int:
        return self.on_file.component.place

    @property
    def label(self) -> str:
        return self.on_file.component.label

    @property
    def activity_label(self) -> str:
        return self.on_file.component.activity_label

    @property
    def provision(self) -> str:
        return self.on_file.component.cite

    @property
    def region_name(self) -> str:
        return self.region.name if self.region else gettext("National")

    @property
    def unit_label(self) -> str | None:
        one = self.on_file.standard
        return None if one is None else one.get_unit_display()

    @property
    def state(self) -> State:
        if self.on_file.standard is None:
            return State(_("No standard on file"), "warn", "circle-dashed")
        return State(_("In force"), "good")

    @property
    def url(self) -> str:
        """The page of the standard, where whoever sees the region sees it."""
        one = self.on_file.standard
        seen = {None, *((self.region.pk, self.region.parent_id) if self.region else ())}
        return reverse("funding:standard", args=[one.pk]) if one is not None and one.region_id in seen else ""


@dataclass(frozen=True)
class Rows:
    """Lines under the calls that a list makes on a queryset; nothing is read before a row is asked for."""

    region: Region | None
    day: dt.date
    kept: tuple[Callable[[Line], bool], ...] = ()
    sorts: tuple[str, ...] = ()
    span: slice = field(default_factory=lambda: slice(None))
    ordered: bool = True
    query: Any = field(default_factory=lambda: SimpleNamespace(annotations={}))

    @cached_property
    def lines(self) -> list[Line]:
        """The rows, narrowed, ordered and cut."""
        found = [Line(one, self.region, self.day) for one in standards_on(self.region, self.day)]
        found = [one for one in found if all(keep(one) for keep in self.kept)]
        for name in reversed(self.sorts):
            found.sort(key=lambda one: _sortable(one, name.lstrip("-")), reverse=name.startswith("-"))
        return found[self.span]

    def keep(self, wanted: Callable[[Line], bool]) -> Rows:
        """Only the lines that are wanted."""
        return replace(self, kept=(*self.kept, wanted))

    def order_by(self, *names: str) -> Rows:
        """The same lines in another order."""
        return replace(self, sorts=tuple(name for name in names if name.lstrip("-") != "pk"))

    def count(self) -> int:
        """How many there are."""
        return len(self.lines)

    def iterator(self, chunk_size: int = 0) -> Iterator[Line]:
        """One after the other."""
        return iter(self.lines)

    def __getitem__(self, span: slice) -> Rows:
        return replace(self, span=span)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)


def _sortable(line: Line, name: str) -> tuple[bool, Any]:
    value = getattr(line, name)
    return value is None, value.casefold() if isinstance(value, str) else value or 0


def regions_shown(actor: Actor, wanted: str) -> dict[str, Region | None]:
    """The regions that may be asked for, by code: the own ones and what counts there too.

    The nation sees all provinces, and the regencies of the one that is looked at.
    """
    own = actor.office.region if actor.office and actor.territory.level != "nation" else None
    shown = Region.objects.select_related("parent")
    if own is None:
        found = [*shown.filter(level=RegionLevel.PROVINCE)]
        if len(wanted) in (2, 4) and wanted.isdigit():
            found += shown.filter(level=RegionLevel.REGENCY, parent__code=wanted[:2])
    elif own.level == RegionLevel.PROVINCE:
        found = [own, *shown.filter(level=RegionLevel.REGENCY, parent=own)]
    else:
        found = [*([own.parent] if own.parent else []), own]
    return {NATION: None, **{one.code: one for one in sorted(found, key=lambda one: one.code)}}


def own_code(actor: Actor) -> str:
    """The code of the region that a list begins with."""
    own = actor.office.region if actor.office and actor.territory.level != "nation" else None
    return own.code if own else NATION


def listing_for(actor: Actor, wanted: str, law: Law) -> Listing:
    """The list as this actor sees it: the own region today first."""
    regions = regions_shown(actor, wanted)

    def named(region: Region | None) -> str:
        if region is None:
            return gettext("National")
        return region.name if region.level == RegionLevel.PROVINCE else f"– {region.name}"

    def narrowed(change: Callable[[Rows, str], Rows]) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
        return cast("Callable[[QuerySet[Any], str], QuerySet[Any]]", change)

    return Listing(
        name="standar-biaya",
        title=_("Cost standards"),
        columns=COLUMNS,
        filters=[
            ChoiceFilter(
                "region",
                _("Region"),
                choices=[(code, named(one)) for code, one in regions.items()],
                default=own_code(actor),
                apply=narrowed(lambda rows, code: replace(rows, region=regions[code])),
            ),
            DayFilter(
                "on",
                _("On the day"),
                default=f"{actor.today:%d/%m/%Y}",
                apply=cast("Any", _of_day),
            ),
            ChoiceFilter(
                "activity",
                _("Activity"),
                choices=activity_choices(law),
                apply=narrowed(lambda rows, value: rows.keep(lambda line: line.on_file.component.activity == value)),
            ),
            ChoiceFilter(
                "state",
                _("State"),
                choices=[("on_file", _("Standard on file")), ("none", _("No standard on file"))],
                apply=narrowed(
                    lambda rows, value: rows.keep(lambda line: (line.on_file.standard is None) == (value == "none"))
                ),
            ),
            SearchFilter(
                "q",
                _("Search"),
                placeholder=_("Component or source"),
                apply=narrowed(lambda rows, text: rows.keep(lambda line: _has_words(line, text))),
            ),
        ],
        default_sort="activity",
        size=100,
    )


def _of_day(rows: Rows, day: dt.date) -> Rows:
    """The rows of another day; a day before the regulation is refused, for nothing is listed then."""
    if not is_held(library().on(day)):
        since = library().regulations[REGULATION].since
        message = gettext("The regulation that lists the components is in force from %(day)s only.")
        problem = InputProblem(
            gettext("On the day"), short_date(day), message % {"day": long_date(since)}, gettext("Choose a later day.")
        )
        raise BadInput([problem])
    return replace(rows, day=day)


def _has_words(line: Line, text: str) -> bool:
    said = f"{line.label} {line.activity_label} {line.source or ''}".casefold()
    return all(word in said for word in text.casefold().split())


def _money(value: Any) -> str:
    return rupiah(value)


COLUMNS = [
    Column("component", _("Component"), "label", sort="label", link=lambda line: line.url),
    Column("activity", _("Activity"), "activity_label", sort="place"),
    Column("state", _("State")),
    Column("amount", _("Highest amount"), sort="amount", numeric=True, format=_money),
    Column("unit", _("Unit"), "unit_label"),
    Column("where", _("Set for")),
    Column("source", _("Source"), "instrument", export=lambda line: line.source),
    Column("instrument_date", _("Date of the instrument"), default_shown=False),
    Column("valid_from", _("Counts from"), sort="valid_from"),
    Column("valid_to", _("Counts until"), default_shown=False),
    Column("provision", _("Provision"), default_shown=False),
    Column("region", _("Region"), "region_name", export_only=True),
    Column("day", _("Day"), export_only=True),
]

__all__ = ["COLUMNS", "NATION", "Line", "Rows", "listing_for", "own_code", "regions_shown"]
