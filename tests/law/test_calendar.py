"""Working days and months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.law import library
from sentra.law.calendar import add_months, is_working_day, nth_working_day_after, working_days_between
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
