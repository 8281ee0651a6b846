"""Brings the database up to the region list and, for years it does not have yet, the national calendar.

A region is found by today's code or, after a recoding, by the code it had before: its row and everything that
points to it stay, only the columns and the versions change. A calendar year is seeded once; what an
administrator changed or removed afterwards is never brought back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db import transaction

from sentra.territory import holidays_source, regions_source
from sentra.territory.models import CalendarDay, Region, RegionClass, RegionVersion
from sentra.territory.regions_source import SourceClass, SourceRegion, SourceVersion

CALENDAR_YEARS = range(2020, 2029)
_BATCH = 1000
_COLUMNS = ("level", "kind", "code", "bps_code", "name", "parent_id", "is_administrative")
_VERSION_COLUMNS = ("code", "bps_code", "name", "parent_id", "valid_from", "valid_to", "instrument")
_CLASS_COLUMNS = ("kind", "region_id", "valid_from", "valid_to", "instrument", "source")


@transaction.atomic
def seed_all() -> str:
    """Seed regions with their versions and classes, and the calendar 2020-2028; gives a one-line summary.

    A second run changes nothing. Sources: `regions_source` and `holidays_source`.
    """
    sources = list(regions_source.regions())
    changed = 0
    ids: dict[str, int] = {}
    for _, level in groupby(sources, key=lambda source: source.level):  # parents come first
        changed += _seed_level(list(level), ids)
    changed += _seed_versions(sources, ids)
    changed += _seed_classes(regions_source.classes(), ids)
    days = _seed_calendar(CALENDAR_YEARS)
    return f"{len(sources)} regions ({changed} rows written), {days} calendar days added"


def _seed_level(sources: list[SourceRegion], ids: dict[str, int]) -> int:
    """Write the regions of one level and enter their ids by today's code."""
    known = {region.code: region for region in Region.objects.filter(level=sources[0].level)}
    todays = {source.code for source in sources}
    new: list[Region] = []
    moved: list[Region] = []
    for source in sources:
        wanted = (
            source.level,
            source.kind,
            source.code,
            source.bps_code,
            source.name,
            ids.get(source.parent_code),
            source.is_administrative,
        )
        region = known.get(source.code) or next(_by_earlier_code(source, known, todays), None)
        if region is None:
            new.append(Region(**dict(zip(_COLUMNS, wanted, strict=True))))
        elif _values(region, _COLUMNS) != wanted:
            for column, value in zip(_COLUMNS, wanted, strict=True):
                setattr(region, column, value)
            moved.append(region)
    Region.objects.bulk_create(new, batch_size=_BATCH)
    Region.objects.bulk_update(moved, _COLUMNS, batch_size=_BATCH)
    ids.update(Region.objects.filter(level=sources[0].level).values_list("code", "pk"))
    return len(new) + len(moved)


def _by_earlier_code(source: SourceRegion, known: dict[str, Region], todays: set[str]) -> Iterator[Region]:
    """The region under a code it had before, unless another region has that code today."""
    for version in source.versions:
        if version.code in known and version.code not in todays:
            yield known[version.code]


def _seed_versions(sources: Iterable[SourceRegion], ids: dict[str, int]) -> int:
    """Replace the versions of every region whose versions differ from the source."""
    held: dict[int, list[tuple[object, ...]]] = {}
    for row in RegionVersion.objects.order_by("region_id", "valid_from").values_list("region_id", *_VERSION_COLUMNS):
        held.setdefault(row[0], []).append(row[1:])
    new: list[RegionVersion] = []
    outdated: list[int] = []
    for source in sources:
        region_id = ids[source.code]
        wanted = [_version(version, ids) for version in source.versions]
        if sorted(held.get(region_id, []), key=str) == sorted(wanted, key=str):
            continue
        outdated.append(region_id)
        new += [RegionVersion(region_id=region_id, **dict(zip(_VERSION_COLUMNS, row, strict=True))) for row in wanted]
    if held:
        for start in range(0, len(outdated), _BATCH):
            RegionVersion.objects.filter(region_id__in=outdated[start : start + _BATCH]).delete()
    RegionVersion.objects.bulk_create(new, batch_size=_BATCH)
    return len(new)


def _version(version: SourceVersion, ids: dict[str, int]) -> tuple[object, ...]:
    return (
        version.code,
        version.bps_code,
        version.name,
        ids.get(version.parent_code),
        version.valid_from,
        version.valid_to,
        version.instrument,
    )


def _seed_classes(sources: Iterable[SourceClass], ids: dict[str, int]) -> int:
    """Add the classes the source knows; classes that an office entered itself stay."""
    held = set(RegionClass.objects.values_list(*_CLASS_COLUMNS))
    new = []
    for source in sources:
        row = (
            source.kind,
            ids[source.code],
            source.valid_from,
            source.valid_to,
            source.instrument,
            f"{source.source} ({source.confidence})" if source.confidence else source.source,
        )
        if row not in held:
            new.append(RegionClass(**dict(zip(_CLASS_COLUMNS, row, strict=True))))
    RegionClass.objects.bulk_create(
        new,
        update_conflicts=True,
        update_fields=["valid_to", "instrument", "source"],
        unique_fields=["kind", "region", "valid_from"],
    )
    return len(new)


def _seed_calendar(years: Iterable[int]) -> int:
    """Add the national days of the years that have none yet."""
    new: list[CalendarDay] = []
    for year in years:
        if CalendarDay.objects.filter(day__year=year, region=None).exists():
            continue
        new += [
            CalendarDay(
                day=day.day,
                kind=day.kind,
                name=day.name_id,
                name_en=day.name_en,
                instrument=day.instrument,
                is_estimate=day.is_estimate,
            )
            for day in holidays_source.national_days(year)
        ]
    CalendarDay.objects.bulk_create(new)
    return len(new)


def _values(record: object, columns: Iterable[str]) -> tuple[object, ...]:
    return tuple(getattr(record, column) for column in columns)
