"""A file of ceilings and targets as the ministry publishes it: made-up figures for real codes of both systems."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from tests.funding.makers import TODAY

HEADINGS = (
    "level",
    "bps_province_code",
    "bps_regency_code",
    "kemendagri_code",
    "name_as_published",
    "ceiling_idr",
    "target_participants",
    "target_mentors",
)
#: Names as published; codes that mean another region in the other system; regions whose code changed in 2022.
ROWS = (
    ("province", "34", "", "34", "D.I. Yogyakarta", "1500000000", "420", "6"),
    ("regency", "34", "3403", "3403", "Kab. Gunung Kidul", "410000000", "120", "2"),
    ("regency", "33", "3375", "3375", "Kota Pekalongan", "400000000", "116", "2"),
    ("regency", "11", "1173", "1174", "Kota Langsa", "390000000", "110", "2"),
    ("regency", "11", "1174", "1173", "Kota Lhokseumawe", "390000000", "111", "1"),
    ("regency", "94", "9401", "9301", "Kab. Merauke", "430000000", "90", "2"),
    ("regency", "12", "1277", "1277", "Kota Padang Sidempuan", "380000000", "100", "2"),
    ("province", "94", "", "91", "Papua", "1700000000", "500", "7"),
)
SUMS = {"recipients": 8, "ceiling_idr": 5_600_000_000, "target_participants": 1_567, "target_mentors": 24}
DECREE = {"kind": "Peraturan Presiden", "number": "113", "title": "Rincian APBN", "date": dt.date(TODAY.year, 1, 2)}


def spoilt(number: int, **cells: str) -> list[tuple[str, ...]]:
    """The rows with some cells of one of them (as the sheet numbers it) changed."""
    changed = dict(zip(HEADINGS, ROWS[number - 2], strict=True)) | cells
    return [tuple(changed.values()) if at == number - 2 else row for at, row in enumerate(ROWS)]


def as_csv(rows: Any = ROWS, headings: tuple[str, ...] = HEADINGS) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()
