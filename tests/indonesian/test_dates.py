"""Dates in Indonesian writing and the three time zones."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.indonesian.dates import (
    PROVINCE_CODES,
    WIB,
    WIT,
    WITA,
    date_in_words,
    long_date,
    month_name,
    parse_date,
    short_date,
    with_day,
    zone_abbreviation,
    zone_of_province,
)
from sentra.indonesian.problems import DateError, RegionCodeError


def test_dates_are_written_as_papers_write_them() -> None:
    assert long_date(date(2022, 2, 5)) == "5 Februari 2022"
    assert with_day(date(2022, 6, 14)) == "Selasa, 14 Juni 2022"
    assert short_date(date(2022, 2, 5)) == "05/02/2022"
    assert date_in_words(date(2022, 6, 14)) == "Selasa, tanggal empat belas bulan Juni tahun dua ribu dua puluh dua"
    assert [month_name(month) for month in (2, 8, 11)] == ["Februari", "Agustus", "November"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2022", date(2022, 12, 31)),
        ("31-12-2022", date(2022, 12, 31)),
        ("31.12.2022", date(2022, 12, 31)),
        ("5/2/2022", date(2022, 2, 5)),
        ("2022-12-31", date(2022, 12, 31)),
        ("5 Februari 2022", date(2022, 2, 5)),
        ("5 Pebruari 2022", date(2022, 2, 5)),
        ("9 Nopember 2005", date(2005, 11, 9)),
        ("  17  agustus 1945 ", date(1945, 8, 17)),
        ("17 Agt 1945", date(1945, 8, 17)),
        ("Jumat, 8 April 2022", date(2022, 4, 8)),
        ("Jum'at 8 April 2022", date(2022, 4, 8)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_dates_are_read(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("12/31/2022", "no_such_date"),
        ("30 Februari 2022", "no_such_date"),
        ("29/02/2022", "no_such_date"),
        ("31/12/22", "unreadable"),
        ("31/12-2022", "unreadable"),
        ("kemarin", "unreadable"),
        ("5 Smarch 2022", "unknown_month"),
        ("Senin, 8 April 2022", "weekday_differs"),
    ],
)
def test_doubtful_dates_are_refused(text: str, code: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_date(text)
    assert refused.value.code == code


@given(st.dates(min_value=date(1000, 1, 1)))
def test_written_dates_read_back(day: date) -> None:
    forms = (long_date(day), with_day(day), short_date(day), day.isoformat())
    assert {parse_date(form) for form in forms} == {day}


def test_zones() -> None:
    assert len(PROVINCE_CODES) == 38
    assert zone_of_province("33") is WIB
    assert zone_of_province("61") is WIB
    assert zone_of_province("63") is WITA
    assert zone_of_province("5171") is WITA
    assert zone_of_province("96") is WIT
    assert [zone_abbreviation(zone) for zone in (WIB, WITA, WIT)] == ["WIB", "WITA", "WIT"]


def test_zone_of_no_province() -> None:
    with pytest.raises(RegionCodeError, match="No province has the code “99”"):
        zone_of_province("99")
