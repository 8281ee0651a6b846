"""Who a provision exempts by the class of a region, on a day, and by which instrument the region is of that class.

The lists of border, foremost and outermost areas are not held: an office states them with their instrument. So a
region without a class on record is never called ordinary; it is only not known to be exempt.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sentra.law import library
from sentra.territory.models import Region, RegionClass, RegionClassKind

#: What the guides call the classes of the register; their values of the fact `region_status`.
STATUS: dict[str, str] = {
    RegionClassKind.BORDER: "border_area",
    RegionClassKind.FRONTIER: "frontier_region",
    RegionClassKind.OUTERMOST: "outermost_region",
    RegionClassKind.DISADVANTAGED: "disadvantaged_region",
    RegionClassKind.PAPUA_AFFIRMATION: "papua_affirmation",
}
_PARAMETER = "exempt_region_status"


@dataclass(frozen=True)
class Exemption:
    """A provision that exempts a region on a day, and the classes that make it so; each names its instrument."""

    clause: str
    cite: str
    region: Region
    day: dt.date
    grounds: tuple[RegionClass, ...]

    @property
    def instruments(self) -> tuple[str, ...]:
        """The instruments, each once; they are printed with the exemption."""
        return tuple(dict.fromkeys(one.instrument for one in self.grounds))


def classes_on(region: Region, day: dt.date) -> tuple[RegionClass, ...]:
    """The classes in force on a day of a region and of those it lies in, its own first."""
    found: list[RegionClass] = []
    place: Region | None = region
    while place is not None:
        found += place.classes.valid_on(day).select_related("region")
        place = place.parent
    return tuple(found)


def region_status(region: Region, day: dt.date) -> list[str] | None:
    """The fact `region_status` of the guides; None where no class is on record, for not all lists are held."""
    found = [STATUS[one.kind] for one in classes_on(region, day) if one.kind in STATUS]
    return list(dict.fromkeys(found)) or None


def exemption(clause: str, region: Region, day: dt.date) -> Exemption | None:
    """The exemption that a clause grants a region on a day, by the law of that day; None where it is not known to.

    `exemption("kopukm-pk2umk-2022/21.11", region, day)`. Raises `NotInForce` on a day outside the regulation's time.
    """
    law = library().on(day)
    named = law.parameter(clause, _PARAMETER)
    grounds = tuple(one for one in classes_on(region, day) if STATUS.get(one.kind) in named)
    return Exemption(clause, law.clause(clause).cite, region, day, grounds) if grounds else None
