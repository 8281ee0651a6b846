"""Working days and months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.law import Law, library
from sentra.law.calendar import add_months, is_working_day, nth_working_day_after, working_days_between
from tests.law.month_reports import month_reports
from tests.law.reading import EVERY

CHRISTMAS = {date(2024, 12, 25)}


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2024, 12, 23), 1, date(2024, 12, 24)),
        (date(2024, 12, 24), 1, date(2024, 12, 26)),
        (date(2024, 12, 27), 1, date(2024, 12, 30)),
        (date(2024, 12, 28), 0, date(2024, 12, 28)),
        (date(2024, 12, 31), 14, date(2025, 1, 20)),
    ],
)
def test_the_nth_working_day_skips_weekends_and_holidays(start: date, count: int, due: date) -> None:
    assert nth_working_day_after(start, count, CHRISTMAS) == due


def test_no_working_day_is_counted_backwards() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        nth_working_day_after(date(2024, 1, 1), -1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_counting_forward_and_between_agree(start: date, count: int) -> None:
    due = nth_working_day_after(start, count, CHRISTMAS)

    assert is_working_day(due, CHRISTMAS)
    assert working_days_between(start, due, CHRISTMAS) == count
    assert working_days_between(due, start, CHRISTMAS) == -count


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
    ],
)
def test_months_clip_to_the_last_day(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_an_office_may_work_by_its_own_calendar() -> None:
    law = EVERY.on(date(2025, 1, 1))
    own = law.with_non_working_days({date(2024, 12, 24), date(2024, 12, 25), date(2024, 12, 26)})
    facts = {"period_end": date(2024, 12, 23), "submitted_on": date(2024, 12, 31)}

    outcomes = ["every-1/4" in each.check("every.check").judge(facts).failing for each in (law, own)]

    assert outcomes == [True, False]
    assert library().on(date(2025, 1, 1)).with_non_working_days(()).checks == library().on(date(2025, 1, 1)).checks


@pytest.mark.parametrize(("month_end", "due", "if_joint_leave_worked"), list(month_reports()), ids=str)
def test_the_month_report_is_due_on_the_fourteenth_working_day(
    month_end: date, due: date, if_joint_leave_worked: date
) -> None:
    law = library().on(date(2022, 6, 30))
    days = law.regulations["kopukm-pk2umk-2022"].head["working_day_calendar"]
    holidays = {day for year in days["national_public_holidays"].values() for day in year}

    def failing(law: Law, submitted_on: date) -> bool:
        facts = {"report_kind": "monthly", "period_end": month_end, "submitted_on": submitted_on}
        return "kopukm-pk2umk-2022/38.7" in law.check("pk2umk.report").judge(facts).failing

    assert [failing(law, due + timedelta(days=late)) for late in (0, 1)] == [False, True]
    worked = law.with_non_working_days(holidays)
    assert [failing(worked, if_joint_leave_worked + timedelta(days=late)) for late in (0, 1)] == [False, True]


def test_the_table_of_month_reports_is_whole() -> None:
    months = list(month_reports())

    assert len(months) == 60
    assert sum(due != worked for _, due, worked in months) == 15
    assert months[11][1:] == (date(2023, 1, 19), date(2023, 1, 19))
