"""The seed of the calendar, against the joint decrees."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from sentra.territory.holidays_source import SourceHoliday, has_joint_decree, national_days


def weekdays_of(year: int) -> set[date]:
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(366))
    return {day for day in days if day.year == year and day.weekday() < 5}


@pytest.mark.parametrize(
    ("year", "public", "joint_leave", "without_public", "without_joint_leave"),
    [
        (2022, 16, 4, 250, 246),
        (2023, 16, 11, 250, 239),
        (2024, 19, 10, 248, 238),
        (2025, 17, 11, 248, 237),
        (2026, 17, 8, 248, 240),
        (2027, 18, 8, 250, 242),
    ],
)
def test_days_off_and_working_days(
    year: int, public: int, joint_leave: int, without_public: int, without_joint_leave: int
) -> None:
    days = national_days(year)
    assert Counter(day.kind for day in days) == {"public_holiday": public, "joint_leave": joint_leave}
    working = weekdays_of(year) - {day.day for day in days if day.kind == "public_holiday"}
    assert (len(working), len(working - {day.day for day in days})) == (without_public, without_joint_leave)


def test_joint_leave_of_2026_is_that_of_the_decree() -> None:
    leave = [day for day in national_days(2026) if day.kind == "joint_leave"]
    assert [(day.day.month, day.day.day) for day in leave] == [
        (2, 16),
        (3, 18),
        (3, 20),
        (3, 23),
        (3, 24),
        (5, 15),
        (5, 28),
        (12, 24),
    ]
    decree = (
        "Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB "
        "Nomor 1497 Tahun 2025, Nomor 2 Tahun 2025, dan Nomor 5 Tahun 2025"
    )
    assert {day.instrument for day in leave} == {decree}


def test_a_day_carries_both_names() -> None:
    assert national_days(2022)[0] == SourceHoliday(
        date(2022, 1, 1), "Tahun Baru Masehi", "New Year's Day", "public_holiday", "", False
    )


def test_lunar_estimates_are_marked_and_their_names_clean() -> None:
    days = national_days(2027)
    assert [day.day for day in days if day.is_estimate] == [
        date(2027, 3, 10),
        date(2027, 3, 11),
        date(2027, 5, 17),
    ]
    assert not any("(" in day.name_id + day.name_en for day in days)


def test_years_without_a_decree_are_told() -> None:
    assert [year for year in range(2022, 2030) if has_joint_decree(year)] == list(range(2022, 2028))
