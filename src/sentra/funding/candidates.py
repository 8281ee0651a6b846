"""The list of regions that may be chosen in a year: last year's performance and the criteria beside each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.actors import Actor
from sentra.access.policy import may
from sentra.development.blocks import Cell, Table, money
from sentra.funding.addresses import recipient_url
from sentra.funding.facts import judge_region
from sentra.funding.models import Criteria, Fund, ProgrammeYear, Recipient
from sentra.funding.queries.performance import Performance, performance_of
from sentra.pages.formatting import percent
from sentra.pages.listing import ChoiceFilter, Column, Listing, SearchFilter
from sentra.pages.states import State
from sentra.territory.models import Region, RegionLevel

Found = dict[int, list[Recipient]]


def _recipients(fund: str, year: int, regions: QuerySet[Region] | None = None) -> Found:
    # Unscoped: keyed by regions that the caller has narrowed to the territory.
    rows = Recipient.unscoped.select_related("year", "region", "allocation")
    rows = rows.filter(year__fund=fund, year__year=year, withdrawn_on=None)
    found: Found = {}
    for one in rows if regions is None else rows.filter(region__in=regions):
        found.setdefault(one.region_id, []).append(one)
    return found


def absorption_words(performance: Performance) -> str:
    """Last year's absorption in words; not computable without a ceiling."""
    share = performance.absorption
    return percent(float(share)) if share is not None else _("not computable")


def candidate_listing(year: ProgrammeYear, actor: Actor) -> Listing:
    """The list for one year as an actor sees it; everything beside the regions is read once."""

    @cache
    def before() -> Found:
        return _recipients(year.fund, year.year - 1)

    @cache
    def now() -> Found:
        return _recipients(year.fund, year.year)

    @cache
    def criteria() -> dict[int, Criteria]:
        rows = Criteria.unscoped.filter(year=year).select_related("year", "region")
        return {one.region_id: one for one in rows}

    def last_year(region: Region) -> str:
        found = [performance_of(one) for one in before().get(region.pk, ())]
        return "; ".join(absorption_words(one) for one in found)

    def verdict(region: Region) -> State:
        known = criteria().get(region.pk) or Criteria(year=year, region=region)
        return _VERDICTS[judge_region(known).verdict]

    def chosen(region: Region) -> State:
        return State(_("Recipient"), "good") if region.pk in now() else State(_("Not chosen yet"), "neutral")

    def address(region: Region) -> str:
        if year.fund == Fund.IKM:
            return reverse("funding:criteria", args=[year.pk, region.code])
        if found := now().get(region.pk):
            return recipient_url(found[0])
        return reverse("funding:choose", args=[year.pk, region.code]) if _may_choose(actor) else ""

    columns = [
        Column("name", gettext_lazy("Region"), sort="code", link=address),
        Column("province", gettext_lazy("Province"), value=lambda region: region.parent.name if region.parent else ""),
        Column("last_year", gettext_lazy("Absorption last year"), value=last_year, numeric=True),
    ]
    if year.fund == Fund.IKM:
        columns.append(Column("criteria", gettext_lazy("Criteria"), value=verdict))
    columns.append(Column("chosen", gettext_lazy("This year"), value=chosen))
    filters: list[Any] = [SearchFilter("q", gettext_lazy("Search"), fields=("name", "code"))]
    if actor.territory.level == "nation":
        provinces = Region.objects.filter(level=RegionLevel.PROVINCE).order_by("code")
        filters.append(
            ChoiceFilter(
                "province",
                gettext_lazy("Province"),
                choices=[(one.code, one.name) for one in provinces],
                apply=lambda rows, code: rows.filter(code__startswith=code),
            )
        )
    filters.append(
        ChoiceFilter(
            "state",
            gettext_lazy("This year"),
            choices=[("chosen", gettext_lazy("Recipient")), ("open", gettext_lazy("Not chosen"))],
            apply=_by_choice(now),
        )
    )
    return Listing(
        name="calon-penerima",
        title=gettext_lazy("Candidates"),
        columns=columns,
        filters=filters,
        default_sort="name",
        empty_title=gettext_lazy("No region fits"),
        empty_text=gettext_lazy("Clear the filters to see the regions of your territory."),
    )


def _by_choice(now: Callable[[], Found]) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=now()) if value == "chosen" else rows.exclude(pk__in=now())

    return narrow


def _may_choose(actor: Actor) -> bool:
    return may(actor, "funding.choose").allowed


_VERDICTS = {
    "met": State(gettext_lazy("Met"), "good"),
    "not_met": State(gettext_lazy("Not met"), "bad"),
    "unknown": State(gettext_lazy("Not known yet"), "warn"),
}


def standing_of(year: ProgrammeYear, region: Region) -> Table:
    """How a region did with the fund the year before."""
    before = _recipients(year.fund, year.year - 1, Region.objects.filter(pk=region.pk)).get(region.pk, [])
    rows: list[list[Cell | str]] = [
        [
            Cell(one.get_holder_display(), recipient_url(one)),
            money(one.ceiling),
            money(one.spent),
            absorption_words(performance_of(one)),
        ]
        for one in before
    ]
    return Table(
        _("Last year"),
        [_("Office"), _("Ceiling"), _("Spent"), _("Absorption")],
        rows,
        numeric=(1, 2, 3),
        empty=_("The region did not receive this fund last year."),
        id="last-year",
    )
