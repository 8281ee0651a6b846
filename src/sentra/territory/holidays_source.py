"""Public holidays and joint leave as the package `holidays` knows them, to seed the editable calendar.

The joint decree of three ministers sets both, and is revised during the year; the seed is a first draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from holidays import country_holidays

_CATEGORY_OF_KIND: dict[Literal["public_holiday", "joint_leave"], str] = {
    "public_holiday": "public",
    "joint_leave": "government",
}
_ESTIMATED = {"id": " (perkiraan)", "en_US": " (estimated)"}

# Only decrees whose numbers we have a source for; in the order of the signing ministers.
_JOINT_DECREES = {
    2026: (1497, 2025, 2, 5),
    2027: (1205, 2026, 3, 2),
}


@dataclass(frozen=True, slots=True)
class SourceHoliday:
    """A day off: `is_estimate` for a lunar date that the sighting may still move.

    `instrument` is the joint decree, empty where its number is not known to us.
    """

    day: date
    name_id: str
    name_en: str
    kind: Literal["public_holiday", "joint_leave"]
    instrument: str
    is_estimate: bool


def national_days(year: int) -> tuple[SourceHoliday, ...]:
    """Return the national days off of a year, public holidays and joint leave, by date."""
    return tuple(sorted(_days(year), key=lambda holiday: (holiday.day, holiday.kind)))


def has_joint_decree(year: int) -> bool:
    """Tell whether the package follows a joint decree for the year.

    Without one every lunar date is an estimate and joint leave is missing: a deadline of that year needs a
    warning.
    """
    return any(holiday.kind == "joint_leave" for holiday in national_days(year))


def _days(year: int) -> Iterator[SourceHoliday]:
    for kind, category in _CATEGORY_OF_KIND.items():
        indonesian = country_holidays("ID", years=year, categories=(category,), language="id")
        english = country_holidays("ID", years=year, categories=(category,), language="en_US")
        for day, name in indonesian.items():
            yield SourceHoliday(
                day,
                name.replace(_ESTIMATED["id"], ""),
                english[day].replace(_ESTIMATED["en_US"], ""),
                kind,
                _joint_decree(year),
                _ESTIMATED["id"] in name,
            )


def _joint_decree(year: int) -> str:
    if year not in _JOINT_DECREES:
        return ""
    religion, signed, manpower, civil_service = _JOINT_DECREES[year]
    return (
        "Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB "
        f"Nomor {religion} Tahun {signed}, Nomor {manpower} Tahun {signed}, "
        f"dan Nomor {civil_service} Tahun {signed}"
    )
