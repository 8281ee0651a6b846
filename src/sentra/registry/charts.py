"""Small pictures of a sentra: its years as bars with a sentence, its position in the archipelago."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sentra.pages.formatting import percent
from sentra.registry.models import Sentra
from sentra.registry.values.places import LATITUDES, LONGITUDES


@dataclass(frozen=True)
class Bars:
    """A series by year: a sentence that says the finding, and the bars with their values written out."""

    sentence: str
    bars: list[dict[str, Any]]
    largest: int


def by_year(values: Mapping[int, int], write: Callable[[int], str], what: str) -> Bars | None:
    """The bars of a series, oldest year first; None when no year is known."""
    if not values:
        return None
    bars = [{"label": str(year), "value": values[year], "text": write(values[year])} for year in sorted(values)]
    return Bars(_sentence(values, write, what), bars, max(values.values()))


def _sentence(values: Mapping[int, int], write: Callable[[int], str], what: str) -> str:
    years = sorted(values)
    last = years[-1]
    if len(years) == 1:
        return _("%(what)s in %(year)s: %(value)s") % {"what": what, "year": last, "value": write(values[last])}
    before = years[-2]
    old, new = values[before], values[last]
    places = {"what": what, "from": before, "to": last}
    if new == old:
        return _("%(what)s stayed the same from %(from)s to %(to)s") % places
    if not old:
        return _("%(what)s rose from %(from)s to %(to)s") % places
    places["share"] = percent(abs(new - old) / old)
    if new > old:
        return _("%(what)s rose by %(share)s from %(from)s to %(to)s") % places
    return _("%(what)s fell by %(share)s from %(from)s to %(to)s") % places


@dataclass(frozen=True)
class Locator:
    """Where a sentra lies, in the units of a drawing 470 wide and 180 high: ten units a degree."""

    x: str
    y: str
    latitude: str
    longitude: str


def locator(sentra: Sentra) -> Locator | None:
    """The position of a sentra; None when it is not recorded."""
    if sentra.latitude is None or sentra.longitude is None:
        return None
    x = (sentra.longitude - LONGITUDES[0]) * 10
    y = (LATITUDES[1] - sentra.latitude) * 10
    south = sentra.latitude < 0
    latitude = f"{abs(sentra.latitude)}° {_('S') if south else _('N')}"
    return Locator(f"{x:.1f}", f"{y:.1f}", latitude, f"{sentra.longitude}° {_('E')}")
