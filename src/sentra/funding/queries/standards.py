"""Which cost standard counts: the nearest region's that is in force on the day, or none on file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sentra.funding.components import Component, components
from sentra.funding.models import CostStandard
from sentra.law import library
from sentra.territory.models import Region


@dataclass(frozen=True)
class OnFile:
    """A component of the law with a standard that counts in the region on the day; None says that none is on file."""

    component: Component
    standard: CostStandard | None


def places_of(region: Region | None, on: dt.date) -> list[int | None]:
    """The regions whose standards count in a region, nearest first: itself, its province as of the day, the nation."""
    found: list[int | None] = []
    place = region
    while place is not None:
        found.append(place.pk)
        version = place.versions.valid_on(on).select_related("parent").first()
        place = version.parent if version else place.parent
    return [*found, None]


def standard_for(component: str, region: Region | None, unit: str, on: dt.date) -> CostStandard | None:
    """The standard of a component by the unit in a region (None: the nation) on a day.

    None says that none is on file; there is no amount then, neither zero nor unlimited. The caller has the region from
    inside the territory.
    """
    places = places_of(region, on)
    rows = _in_force(places, on).filter(component=component, unit=unit)
    return min(rows, key=lambda one: places.index(one.region_id), default=None)


def standards_on(region: Region | None, day: dt.date) -> list[OnFile]:
    """Every component of the law of the day with its standards, one a unit, or with none.

    Empty on a day before the regulation that names the components.
    """
    places = places_of(region, day)
    nearest: dict[str, dict[str, CostStandard]] = {}
    for one in sorted(_in_force(places, day), key=lambda one: (one.unit, places.index(one.region_id))):
        nearest.setdefault(one.component, {}).setdefault(one.unit, one)
    lines = []
    for component in components(library().on(day)):
        standards = nearest.get(component.name, {}).values()
        lines += [OnFile(component, one) for one in standards] or [OnFile(component, None)]
    return lines


def _in_force(places: list[int | None], day: dt.date) -> QuerySet[CostStandard]:
    # Unscoped: what counts in a region is its own, its province's and the nation's, whoever asks.
    here = Q(region__isnull=True) | Q(region_id__in=[one for one in places if one is not None])
    ended = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return CostStandard.unscoped.filter(here, ended, valid_from__lte=day).select_related("region")


def versions_of(standard: CostStandard) -> QuerySet[CostStandard]:
    """The standards of the same component, unit and region, newest first."""
    # Unscoped: those of the same region as the one that was fetched.
    same = CostStandard.unscoped.filter(component=standard.component, unit=standard.unit, region=standard.region)
    return same.select_related("set_by").order_by("-valid_from", "-created_at")
