"""Small pictures of a sentra: its years as bars with a sentence, its position in the archipelago."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sentra.pages.formatting import number, percent, rupiah
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
    latitude = _("%(degrees)s° south") if sentra.latitude < 0 else _("%(degrees)s° north")
    longitude = _("%(degrees)s° east") % {"degrees": number(sentra.longitude, 5)}
    return Locator(f"{x:.1f}", f"{y:.1f}", latitude % {"degrees": number(abs(sentra.latitude), 5)}, longitude)


def compact_rupiah(amount: int | None) -> tuple[str, str]:
    """An amount for a headline with its unit: `Rp275` and `juta`. Cut after one digit, never rounded up, so that
    it cannot look as if it reached a threshold."""
    if amount is None:
        return "", ""
    for size, unit in ((10**9, _("billion")), (10**6, _("million"))):
        if amount >= size:
            return f"Rp{number(Decimal(amount * 10 // size) / 10, 1)}", unit
    return rupiah(amount), ""
