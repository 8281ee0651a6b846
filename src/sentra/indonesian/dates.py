"""Dates as official papers write them, reading dates back, and the three time zones."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date

from sentra.indonesian.problems import DateError, RegionCodeError
from sentra.indonesian.words import amount_in_words

MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

WIB: Final = ZoneInfo("Asia/Jakarta")
WITA: Final = ZoneInfo("Asia/Makassar")
WIT: Final = ZoneInfo("Asia/Jayapura")

_ABBREVIATIONS: Final = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_PROVINCES_OF_ZONE: Final = (
    (WIB, (*range(11, 20), 21, *range(31, 37), 61, 62)),
    (WITA, (51, 52, 53, 63, 64, 65, *range(71, 77))),
    (WIT, (81, 82, *range(91, 97))),
)
_ZONES: Final = {str(code): zone for zone, codes in _PROVINCES_OF_ZONE for code in codes}
PROVINCE_CODES: Final = frozenset(_ZONES)

# Old spellings and usual abbreviations beside the names of today.
_MONTH_SPELLINGS: Final = {
    **{name.lower(): place for place, name in enumerate(MONTHS, start=1)},
    **{name[:3].lower(): place for place, name in enumerate(MONTHS, start=1)},
    "pebruari": 2,
    "peb": 2,
    "agt": 8,
    "ags": 8,
    "sept": 9,
    "nopember": 11,
    "nop": 11,
}
_DAY_SPELLINGS: Final = {
    **{name.lower(): place for place, name in enumerate(DAYS)},
    "jum'at": 4,
    "jum’at": 4,
    "ahad": 6,
}
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_SHORT = re.compile(r"(?P<day>[0-9]{1,2})([-/.])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})")
_LONG = re.compile(
    r"(?:(?P<weekday>[a-z'’]+),?\s+)?(?P<day>[0-9]{1,2})\s+(?P<month>[a-z]+)\.?\s+(?P<year>[0-9]{4})",
    re.IGNORECASE,
)


def long_date(day: date) -> str:
    """Write a date in full: `5 Februari 2022`."""
    return format_date(day, "d MMMM y", locale="id")


def with_day(day: date) -> str:
    """Write a date in full after its weekday: `Selasa, 14 Juni 2022`."""
    return format_date(day, "EEEE, d MMMM y", locale="id")


def short_date(day: date) -> str:
    """Write a date in figures, day first: `14/06/2022`."""
    return format_date(day, "dd/MM/yyyy", locale="id")


def date_in_words(day: date) -> str:
    """Spell a date as minutes and agreements open.

    `Selasa, tanggal empat belas bulan Juni tahun dua ribu dua puluh dua`.
    """
    return (
        f"{day_name(day)}, tanggal {amount_in_words(day.day)} bulan {month_name(day.month)} "
        f"tahun {amount_in_words(day.year)}"
    )


def month_name(month: int) -> str:
    """Return the name of a month from 1 (Januari) to 12 (Desember)."""
    if not 1 <= month <= 12:
        raise ValueError(f"A month is 1 to 12, got {month}.")
    return MONTHS[month - 1]


def day_name(day: date) -> str:
    """Return the name of the date's weekday: `Selasa`."""
    return DAYS[day.weekday()]


def parse_date(text: str) -> date:
    """Read a date, day first: `31/12/2022`, `31-12-2022`, `5 Februari 2022`, or ISO `2022-12-31`.

    Old spellings (`9 Nopember 2005`, `Pebruari`, `Jum'at`) are read too. Raises DateError for other forms,
    years of two digits, days that do not exist and a weekday that is not the date's.
    """
    cleaned = re.sub(r"\s+", " ", text).strip()
    if not cleaned:
        raise _date_error("empty", "The date is missing.", "Tanggal belum diisi.")
    short = _ISO.fullmatch(cleaned) or _SHORT.fullmatch(cleaned)
    if short:
        return _real_date(cleaned, int(short["year"]), int(short["month"]), int(short["day"]))
    long = _LONG.fullmatch(cleaned)
    if long is None:
        raise _date_error(
            "unreadable",
            f"“{cleaned}” is not a date that can be read with certainty.",
            f"“{cleaned}” bukan tanggal yang dapat dibaca dengan pasti.",
        )
    month = _MONTH_SPELLINGS.get(long["month"].lower())
    if month is None:
        raise _date_error(
            "unknown_month",
            f"“{long['month']}” is not an Indonesian month name.",
            f"“{long['month']}” bukan nama bulan.",
        )
    day = _real_date(cleaned, int(long["year"]), month, int(long["day"]))
    _check_weekday(long["weekday"], day)
    return day


def _real_date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _date_error(
            "no_such_date", f"The date “{text}” does not exist.", f"Tanggal “{text}” tidak ada."
        ) from None


def _check_weekday(written: str | None, day: date) -> None:
    if written is not None and _DAY_SPELLINGS.get(written.lower()) != day.weekday():
        raise DateError(
            "weekday_differs",
            f"{long_date(day)} is not a “{written}”.",
            f"{long_date(day)} bukan hari “{written}”.",
            f"That day is {day_name(day)}; correct the weekday or the date.",
            f"Hari itu adalah {day_name(day)}; perbaiki hari atau tanggalnya.",
        )


def _date_error(code: str, message_en: str, message_id: str) -> DateError:
    return DateError(
        code,
        message_en,
        message_id,
        "Write day, month and year, for example 31/12/2022 or 5 Februari 2022.",
        "Tulis hari, bulan, dan tahun, misalnya 31/12/2022 atau 5 Februari 2022.",
    )


def zone_of_province(code: str) -> ZoneInfo:
    """Return the time zone of a province, or of any region by the province its Kemendagri code starts with.

    Raises RegionCodeError when no province of today has that code.
    """
    zone = _ZONES.get(code[:2])
    if zone is None:
        raise RegionCodeError(
            "unknown_province",
            f"No province has the code “{code[:2]}”.",
            f"Tidak ada provinsi dengan kode “{code[:2]}”.",
            "Use the Kemendagri code, for example 33 for Jawa Tengah.",
            "Gunakan kode Kemendagri, misalnya 33 untuk Jawa Tengah.",
        )
    return zone


def zone_abbreviation(zone: ZoneInfo) -> str:
    """Return `WIB`, `WITA` or `WIT` for one of the three zones; KeyError for any other."""
    return _ABBREVIATIONS[zone.key]
