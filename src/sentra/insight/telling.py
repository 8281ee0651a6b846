"""Answers in words and rows: places with their names, provisions with their counts, the finding as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.insight.asking import Place
from sentra.insight.tiles import TileMap, tile_map
from sentra.law import Check
from sentra.law.screening import Count
from sentra.pages.formatting import language, number, percent
from sentra.territory.models import Region, RegionLevel


@dataclass(frozen=True)
class Line:
    """A place with its name and figures; `region` is None for records of no known region."""

    region: Region | None
    name: str
    figures: Place

    @property
    def share(self) -> str:
        """The share that meets the check."""
        return share(self.figures.verdict)

    @property
    def decided(self) -> int:
        """How many meet the check or do not."""
        return decided_of(self.figures.verdict)


@dataclass(frozen=True)
class Lines:
    """The places of one level with their sum."""

    lines: list[Line]
    total: Place
    level: str


def decided_of(count: Count) -> int:
    """How many meet a check or a provision or do not; the others are unknown, or it does not apply to them."""
    return count.met + count.not_met


def share(count: Count) -> str:
    """How many of those that can be decided meet the check, as a percentage; empty where there are none."""
    decided = decided_of(count)
    return percent(count.met / decided) if decided else ""


def regions_of(places: Iterable[Place]) -> dict[int, Region]:
    """The regions of the figures, each with its province; one query."""
    keys = {one.place for one in places if one.place is not None}
    return Region.objects.select_related("parent").in_bulk(keys)


def total_of(places: Sequence[Place]) -> Place:
    """All places together."""
    return reduce(add, places, Place(None, 0, Count()))


def by_province(places: Sequence[Place], regions: Mapping[int, Region]) -> Lines:
    """The provinces with their sums."""
    groups: dict[int | None, list[Place]] = {}
    named: dict[int | None, Region | None] = {None: None}
    for one in places:
        region = regions.get(one.place) if one.place is not None else None
        province = region.province if region is not None else None
        key = province.pk if province is not None else None
        named[key] = province
        groups.setdefault(key, []).append(one)
    lines = [_line(named[key], replace(total_of(group), place=key)) for key, group in groups.items()]
    return _sorted(lines, total_of(places), RegionLevel.PROVINCE)


def by_regency(places: Sequence[Place], regions: Mapping[int, Region], province: int | None = None) -> Lines:
    """The regencies and cities, of one province where it is named."""
    inside = [
        one
        for one in places
        if province is None or (one.place is not None and regions[one.place].province.pk == province)
    ]
    lines = [_line(regions.get(one.place) if one.place is not None else None, one) for one in inside]
    return _sorted(lines, total_of(inside), RegionLevel.REGENCY)


def _line(region: Region | None, figures: Place) -> Line:
    return Line(region, region.name if region is not None else _("Region not known"), figures)


def _sorted(lines: list[Line], total: Place, level: str) -> Lines:
    return Lines(sorted(lines, key=lambda one: one.region.code if one.region else "~"), total, level)


def provisions_of(check: Check, total: Place) -> list[dict[str, Any]]:
    """The provisions of the check in the order of the text, with their counts and who fails nothing else."""
    lang = language()
    found = []
    for provision in check.provisions:
        clause = provision.clause
        count = total.provisions.get(clause.id, Count())
        found.append(
            {
                "id": clause.id,
                "cite": clause.cite,
                "label": clause.label(lang),
                "sentence": clause.sentence(lang),
                "count": count,
                "share": share(count),
                "decided": decided_of(count),
                "is_advice": clause.severity != "must",
                "alone": total.alone.get(clause.id) if counts_alone(check) else None,
            }
        )
    return found


def counts_alone(check: Check) -> bool:
    """Whether failing one provision only says something: not where a record belongs to one class or another."""
    return check.text.mode != "any_class"


def screened(check: Check, total: Place) -> str:
    """The finding of a screening as a sentence."""
    verdict = total.verdict
    if not decided_of(verdict):
        return _("None of %(records)s records can be decided yet.") % {"records": number(total.records)}
    told = _("%(met)s of %(decided)s decided records (%(share)s) meet “%(check)s”.") % {
        "met": number(verdict.met),
        "decided": number(decided_of(verdict)),
        "share": share(verdict),
        "check": check.title(language()),
    }
    if verdict.unknown:
        told += " " + _("%(count)s are not decided yet: a fact is missing.") % {"count": number(verdict.unknown)}
    if verdict.left_out:
        told += " " + _("To %(count)s it does not apply.") % {"count": number(verdict.left_out)}
    return told


def compared(total: Place) -> str:
    """The finding of a what-if as a sentence."""
    places = {
        "before": number(total.verdict.met),
        "after": number(total.after.met),
        "gained": number(total.gained),
        "lost": number(total.lost),
    }
    if not total.gained and not total.lost:
        return _("The changes move nobody: %(before)s meet the check before and after.") % places
    return _("%(after)s would meet the check instead of %(before)s: %(gained)s more, %(lost)s fewer.") % places


def map_of(provinces: Lines) -> TileMap:
    """The country as tiles, with what it shows as its title."""
    gaining = [one for one in provinces.lines if one.figures.gained > one.figures.lost]
    losing = [one for one in provinces.lines if one.figures.lost > one.figures.gained]
    told = []
    if gaining:
        told.append(
            ngettext("%(count)s province gains", "%(count)s provinces gain", len(gaining)) % {"count": len(gaining)}
        )
    if losing:
        told.append(
            ngettext("%(count)s province loses", "%(count)s provinces lose", len(losing)) % {"count": len(losing)}
        )
    title = ", ".join(told) or _("No province gains or loses")
    return tile_map({one.region.code: one.figures for one in provinces.lines if one.region is not None}, title)
