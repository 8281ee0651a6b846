"""Numbers, money and dates follow the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from sentra.pages import formatting
from sentra.pages.templatetags import sentra as tags

MOMENT = datetime(2022, 2, 5, 3, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("id", ["Rp1.250.000", "−Rp5.000", "1.284,5", "12,5%", "5 Februari 2022", "5 Feb 2022", "10.32"]),
        ("en", ["Rp1,250,000", "−Rp5,000", "1,284.5", "12.5%", "5 February 2022", "5 Feb 2022", "10:32"]),
    ],
)
def test_both_languages(language: str, written: list[str]) -> None:
    with translation.override(language), timezone.override("Asia/Jakarta"):
        assert [
            formatting.rupiah(1_250_000),
            formatting.rupiah(-5_000),
            formatting.number(1284.5, 1),
            formatting.percent(0.125),
            formatting.long_date(date(2022, 2, 5)),
            formatting.short_date(date(2022, 2, 5)),
            formatting.clock(MOMENT),
        ] == written


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Jakarta", "5 Februari 2022 10.32 WIB"),
        ("Asia/Makassar", "5 Februari 2022 11.32 WITA"),
        ("Asia/Jayapura", "5 Februari 2022 12.32 WIT"),
    ],
)
def test_a_moment_names_its_zone(zone: str, written: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert formatting.moment(MOMENT) == written


@pytest.mark.parametrize(
    ("elapsed", "indonesian", "english"),
    [
        (timedelta(minutes=5), "5 menit", "5 minutes"),
        (timedelta(hours=1), "1 jam", "1 hour"),
        (timedelta(days=3, hours=5), "3 hari", "3 days"),
        (timedelta(days=-1), "0 menit", "0 minutes"),
    ],
)
def test_how_long_ago(elapsed: timedelta, indonesian: str, english: str) -> None:
    assert formatting.since(MOMENT, MOMENT + elapsed) == indonesian
    with translation.override("en"):
        assert formatting.since(MOMENT, MOMENT + elapsed) == english


def test_what_is_not_known_is_a_dash_and_zero_stays_zero() -> None:
    assert [tags.rupiah(None), tags.number(""), tags.rupiah(0), tags.number(0)] == ["–", "–", "Rp0", "0"]
