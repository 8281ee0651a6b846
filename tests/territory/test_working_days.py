"""Working days by the seeded calendar: joint leave is not worked by default, a region's own days off are not either."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sentra.territory.models import CalendarDay
from sentra.territory.queries import counting_words, due_after, non_working_days, years_without_decree
from tests.law.month_reports import month_reports
from tests.personas import BATANG, PEKALONGAN, region

pytestmark = pytest.mark.django_db


def test_sixty_month_reports_fall_due_by_the_seeded_calendar() -> None:
    wrong = {end: found for end, due, _worked in month_reports() if (found := due_after(end, 14, None)) != due}

    assert wrong == {}


def test_an_installation_may_count_joint_leave_as_worked(settings: Any) -> None:
    settings.COUNT_JOINT_LEAVE_AS_WORKING_DAY = True

    wrong = {end: found for end, _due, worked in month_reports() if (found := due_after(end, 14, None)) != worked}

    assert wrong == {}
    assert counting_words() == "cuti bersama dihitung hari kerja"


def test_what_is_said_in_the_call_comes_before_the_installation(settings: Any) -> None:
    leave = dt.date(2026, 2, 16)
    settings.COUNT_JOINT_LEAVE_AS_WORKING_DAY = True

    assert leave not in non_working_days(leave, leave, None)
    assert leave in non_working_days(leave, leave, None, count_joint_leave_as_working_day=False)


def test_a_regions_own_day_off_counts_in_its_offices_only() -> None:
    month_end = dt.date(2026, 10, 31)
    CalendarDay.objects.create(
        day=dt.date(2026, 11, 4),
        kind="local_day_off",
        region=region(PEKALONGAN),
        name="Pemilihan wali kota",
        instrument="Keputusan Gubernur 270/12/2026",
    )

    due = {code: due_after(month_end, 14, region(code)) for code in (PEKALONGAN, BATANG)}

    assert due == {PEKALONGAN: dt.date(2026, 11, 20), BATANG: dt.date(2026, 11, 19)}


def test_years_whose_joint_leave_is_not_known_are_named() -> None:
    assert years_without_decree({2022, 2026, 2027, 2028, 2031}) == {2028, 2031}


def test_every_seeded_day_tells_its_kind_and_those_with_a_known_decree_cite_it() -> None:
    days = CalendarDay.objects.filter(day__year=2026, region=None)

    assert (days.filter(kind="public_holiday").count(), days.filter(kind="joint_leave").count()) == (17, 8)
    assert {day.instrument.partition(" Nomor ")[2] for day in days} == {
        "1497 Tahun 2025, Nomor 2 Tahun 2025, dan Nomor 5 Tahun 2025"
    }
