"""The country as tiles of equal size: every province readable, Jakarta as large as Papua."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from sentra.insight.asking import Place
from sentra.pages.formatting import number

#: A tile and the gap beside it, in the units of the drawing.
SIZE, STEP = 68, 72
_STEPS = 3


@dataclass(frozen=True)
class Seat:
    """Where a province stands among the tiles."""

    code: str
    short: str
    column: int
    row: int


@dataclass(frozen=True)
class Tile:
    """A province as drawn: its place, its figures as text, its shade (none, same, gain-1 … gain-3, loss-1 … loss-3)."""

    short: str
    x: int
    y: int
    shade: str
    figures: tuple[str, ...]

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + SIZE // 2

    @property
    def lines(self) -> list[tuple[int, str]]:
        """Its figures with the height at which each stands."""
        return [(self.y + 40 + 19 * place, figure) for place, figure in enumerate(self.figures)]


@dataclass(frozen=True)
class TileMap:
    """All tiles with the size of the drawing and what it shows in a sentence."""

    tiles: list[Tile]
    width: int
    height: int
    title: str


@cache
def seats() -> tuple[Seat, ...]:
    """The provinces in their places."""
    with (Path(__file__).parent / "data" / "tiles.csv").open(encoding="utf-8") as file:
        return tuple(
            Seat(row["code"], row["short"], int(row["column"]), int(row["row"])) for row in csv.DictReader(file)
        )


def tile_map(provinces: Mapping[str, Place], title: str) -> TileMap:
    """The map of who gains and who loses, by the code of the province; the darker, the larger the change."""
    largest = max((abs(_net(one)) for one in provinces.values()), default=0)
    tiles = [_tile(seat, provinces.get(seat.code), largest) for seat in seats()]
    width = (max(seat.column for seat in seats()) + 1) * STEP
    height = (max(seat.row for seat in seats()) + 1) * STEP
    return TileMap(tiles, width, height, title)


def _net(place: Place) -> int:
    return place.gained - place.lost


def _tile(seat: Seat, place: Place | None, largest: int) -> Tile:
    x, y = seat.column * STEP + 2, seat.row * STEP + 2
    if place is None or not place.records:
        return Tile(seat.short, x, y, "none", (_("no data"),))
    figures = [f"{sign}{number(count)}" for sign, count in (("+", place.gained), ("−", place.lost)) if count]
    return Tile(seat.short, x, y, _shade(_net(place), largest), tuple(figures) or ("0",))


def _shade(net: int, largest: int) -> str:
    if not net:
        return "same"
    step = min(_STEPS, 1 + abs(net) * _STEPS // (largest + 1))
    return f"{'gain' if net > 0 else 'loss'}-{step}"
