"""Reading a snapshot: always within a territory, always as the law that is asked wants its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentra.insight import parts
from sentra.insight.models import Snapshot, Source
from sentra.law import Law, LawError
from sentra.registry.facts import MEMBERS
from sentra.territory.models import Region
from sentra.territory.scope import Territory

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Rows:
    """Which rows of a snapshot are asked about: those of a territory, and of it a scheme or a tier."""

    territory: Territory
    scheme: str = ""
    tier: str = ""

    def as_json(self) -> dict[str, Any]:
        """What makes two questions about the same rows the same."""
        place = self.territory
        return {
            "territory": [place.level, place.region_id, str(place.record_id or "")],
            "scheme": self.scheme,
            "tier": self.tier,
        }


def rows_within(snapshot: Snapshot, rows: Rows) -> list[pl.LazyFrame]:
    """The rows, part by part; the territory is part of the query, and one that is not known gives none.

    A table that was brought in is read on the level of the nation only.
    """
    import polars as pl

    wanted = _inside(snapshot, rows.territory)
    for column, value in (("scheme", rows.scheme), ("tier", rows.tier)):
        if value:
            wanted = wanted & (pl.col(column) == value)
    frames = [pl.scan_parquet(parts.path_of(part["sha256"])) for part in snapshot.parts]
    return [frame.filter(wanted).with_columns(place=pl.coalesce("regency", "province")) for frame in frames]


def _inside(snapshot: Snapshot, territory: Territory) -> pl.Expr:
    import polars as pl

    if territory.level == "nation":
        return pl.lit(True)
    if snapshot.source != Source.REGISTRY:
        return pl.lit(False)
    if territory.region_id is None:
        return pl.lit(False)
    if territory.level == "regency":
        return pl.col("regency") == territory.region_id
    if territory.level == "province":
        # As the country is divided today: a row may be older than a regency's move to another province.
        regencies = list(Region.objects.filter(parent_id=territory.region_id).values_list("pk", flat=True))
        own = pl.col("regency").is_null() & (pl.col("province") == territory.region_id)
        return pl.col("regency").is_in(regencies).fill_null(False) | own
    return pl.lit(False)


def together(frames: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    """The parts as one table; a year that only some parts have is unknown in the others."""
    import polars as pl

    if not frames:
        from sentra.insight.columns import KEYS

        return pl.LazyFrame(schema=dict.fromkeys(KEYS, pl.String) | {"place": pl.Int64})
    return pl.concat(frames, how="diagonal")


def under(law: Law, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with the count of members as a law reads it.

    It is unknown where members of undecided size or place could tip it over the law's threshold (the reading of Pasal
    5 ayat (1) huruf a); another threshold leaves it unknown elsewhere.
    """
    import polars as pl

    threshold = threshold_of(law)
    columns = frame.collect_schema().names()
    if threshold is None or "member_count_possible" not in columns or "member_count" not in columns:
        return frame
    sure, possible = pl.col("member_count_sure"), pl.col("member_count_possible")
    undecided = (sure < threshold) & (possible >= threshold)
    decided = pl.when(undecided.fill_null(False)).then(None).otherwise(pl.col("member_count"))
    return frame.with_columns(member_count=decided)


def threshold_of(law: Law) -> int | None:
    """The least number of members under a law; None where it sets none."""
    try:
        return int(law.parameter(MEMBERS, "min_member_count"))
    except (LawError, TypeError, ValueError):
        return None
