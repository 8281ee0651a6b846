"""The forecast: what the plan's months expect, the pace, the year's end, and the early warnings with their reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sentra.funding.models import Recipient
from sentra.funding.queries.forecast import (
    PlannedActivity,
    Position,
    Reason,
    StageReceipt,
    Tolerance,
    expected_by,
    forecast,
    idle_months,
    tolerance,
    words,
)
from sentra.funding.queries.positions import forecast_of, position_of, with_positions
from tests.funding.money_makers import FIRST, SECOND, YEAR, act, agree, funded, lines, on, pay, received
from tests.personas import BANTUL, BATANG, PEKALONGAN

ALLOWED = Tolerance(behind_points=15, idle_months=2, late_days=30)
Y = 2025


def day(month: int, of: int = 1) -> dt.date:
    return dt.date(Y, month, of)


def position(**given: Any) -> Position:
    """A plan of 1,200 over the whole year, all money there from the first day on."""
    values: dict[str, Any] = {
        "year": Y,
        "ceiling": 1_600,
        "planned": 1_200,
        "received": 1_200,
        "spent": 0,
        "activities": [PlannedActivity(1_200, 1, 12)],
        "stages": [StageReceipt(1, day(1), True)],
        "plan_due": day(3, 14),
        "first_received_on": day(1),
        "last_paid_on": None,
    }
    return Position(**(values | given))


def kinds(found: Position, today: dt.date) -> list[str]:
    return [one.kind for one in forecast(found, today, ALLOWED).reasons]


# ---------------------------------------------------------------- what the plan expects


@pytest.mark.parametrize(
    ("activities", "today", "expected"),
    [
        ([(1_200, 1, 12)], day(1, 31), 100),
        ([(1_200, 1, 12)], day(6, 30), 600),
        ([(1_200, 1, 12)], day(12, 31), 1_200),
        ([(310, 1, 1)], day(1, 1), 10),  # within a month by its days
        ([(280, 2, 2)], day(2, 14), 140),
        ([(300, 4, 6)], day(3, 31), 0),
        ([(300, 4, 6)], day(4, 30), 100),
        ([(300, 4, 6)], day(12, 1), 300),
        ([(300, 4, 6), (100, 5, 5)], day(5, 31), 300),
        ([(100, 1, 3)], day(1, 31), 33),  # rounded down to whole rupiah
        ([], day(6, 1), 0),
        ([(300, 4, 6)], dt.date(Y + 1, 1, 1), 300),
        ([(300, 4, 6)], dt.date(Y - 1, 12, 31), 0),
    ],
)
def test_an_amount_is_spread_evenly_over_its_months(
    activities: list[tuple[int, int, int]], today: dt.date, expected: int
) -> None:
    assert expected_by([PlannedActivity(*one) for one in activities], Y, today) == expected


@st.composite
def plans(draw: st.DrawFn) -> list[PlannedActivity]:
    found = []
    for _n in range(draw(st.integers(0, 5))):
        first = draw(st.integers(1, 12))
        amount = draw(st.integers(0, 10**12))
        found.append(PlannedActivity(amount, first, draw(st.integers(first, 12))))
    return found


@given(plans(), st.dates(day(1), day(12, 31)), st.dates(day(1), day(12, 31)))
def test_what_is_expected_never_falls_and_ends_at_the_plan(
    activities: list[PlannedActivity], one: dt.date, other: dt.date
) -> None:
    earlier, later = sorted((one, other))
    assert 0 <= expected_by(activities, Y, earlier) <= expected_by(activities, Y, later)
    assert expected_by(activities, Y, day(12, 31)) == sum(each.amount for each in activities)


@given(plans(), st.integers(0, 10**12), st.dates(day(1), day(12, 31)))
def test_a_forecast_lies_between_what_is_spent_and_what_is_planned(
    activities: list[PlannedActivity], wanted: int, today: dt.date
) -> None:
    planned = sum(one.amount for one in activities)
    spent = min(wanted, planned)
    found = forecast(
        position(activities=activities, planned=planned, spent=spent, received=planned, ceiling=planned or 1),
        today,
        ALLOWED,
    )
    assert spent <= found.year_end <= planned
    if found.pace is not None and found.pace >= 1:
        assert found.year_end == planned


# ---------------------------------------------------------------- the year's end


def test_the_rest_of_the_plan_is_taken_to_go_on_at_the_pace_so_far() -> None:
    found = forecast(position(spent=300, last_paid_on=day(6, 20)), day(6, 30), ALLOWED)
    assert (found.expected, found.pace, found.year_end) == (600, Fraction(1, 2), 600)
    assert found.absorption == Fraction(600, 1_600)


def test_nobody_spends_more_than_is_planned_however_fast_they_begin() -> None:
    assert forecast(position(spent=1_000), day(1, 31), ALLOWED).year_end == 1_200


def test_while_nothing_is_due_the_plan_itself_is_expected() -> None:
    found = forecast(position(activities=[PlannedActivity(1_200, 9, 10)]), day(3), ALLOWED)
    assert (found.expected, found.pace, found.year_end) == (0, None, 1_200)


def test_without_a_ceiling_no_share_is_computable_and_nobody_is_warned() -> None:
    found = forecast(position(ceiling=None, planned=0, activities=[], received=0), day(6), ALLOWED)
    assert (found.absorption, found.reasons) == (None, ())


def test_after_the_year_it_is_what_was_spent_and_no_warning_comes_any_more() -> None:
    found = forecast(position(spent=100), dt.date(Y + 1, 1, 2), ALLOWED)
    assert (found.is_over, found.day, found.year_end, found.reasons) == (True, day(12, 31), 100, ())
    assert forecast(position(spent=0), dt.date(Y - 1, 12, 1), ALLOWED).reasons == ()


# ---------------------------------------------------------------- warnings


def test_whoever_keeps_up_with_the_plan_is_not_warned_of() -> None:
    assert kinds(position(spent=600, last_paid_on=day(6, 20)), day(6, 30)) == []


@pytest.mark.parametrize(("spent", "behind"), [(421, False), (420, True), (0, True)])
def test_behind_the_plan_counts_from_the_tolerance_on(spent: int, behind: bool) -> None:
    found = forecast(position(spent=spent, last_paid_on=day(6, 20)), day(6, 30), ALLOWED)
    assert [one.kind for one in found.reasons] == (["behind"] if behind else [])
    if behind:
        assert found.reasons[0].figures == {"points": (600 - spent) * 100 // 1_200, "expected": 600, "spent": spent}


@pytest.mark.parametrize(
    ("last", "first", "today", "months"),
    [
        (None, day(1), day(4, 20), 2),  # February and March; January is the month in which the money came
        (day(2, 3), day(1), day(4, 20), 1),
        (day(3, 31), day(1), day(4, 20), 0),
        (None, None, day(9), 0),  # nothing could be spent
        (None, day(8), day(12, 1), 3),
    ],
)
def test_idle_months_are_whole_ones_with_something_planned(
    last: dt.date | None, first: dt.date | None, today: dt.date, months: int
) -> None:
    assert idle_months(position(last_paid_on=last, first_received_on=first), today) == months


def test_months_without_anything_planned_do_not_count() -> None:
    found = position(activities=[PlannedActivity(1_200, 6, 7)])
    assert idle_months(found, day(6, 30)) == 0
    assert idle_months(found, day(7, 31)) == 1
    assert idle_months(found, day(12, 31)) == 2


def test_idle_is_said_only_of_those_who_lag() -> None:
    lagging = position(spent=400, last_paid_on=day(2, 1), ceiling=1_200)
    assert kinds(lagging, day(5, 10)) == ["idle"]
    assert kinds(replace(lagging, spent=700), day(5, 10)) == []


def test_a_stage_that_does_not_come_is_named_with_its_days() -> None:
    late = [StageReceipt(1, day(2), True), StageReceipt(2, day(7), False), StageReceipt(3, day(8), False)]
    found = forecast(position(spent=700, stages=late), day(7, 31), ALLOWED)
    assert [(one.kind, one.figures["number"], one.figures["days"]) for one in found.reasons] == [("stage", 2, 30)]
    assert kinds(position(spent=700, stages=late), day(7, 30)) == []


@pytest.mark.parametrize(
    ("due", "today", "warned"), [(day(3, 14), day(3, 14), 0), (day(3, 14), day(3, 15), 1), (None, day(1, 2), 1)]
)
def test_no_agreed_plan_is_a_warning_once_it_was_due(due: dt.date | None, today: dt.date, warned: int) -> None:
    found = position(planned=0, activities=[], received=0, plan_due=due, first_received_on=None, stages=[])
    assert kinds(found, today) == ["no_plan"] * warned


def test_a_plan_above_a_ceiling_that_was_lowered_is_named() -> None:
    found = forecast(position(ceiling=1_000), day(1, 5), ALLOWED)
    assert [(one.kind, one.figures) for one in found.reasons] == [("above_ceiling", {"by": 200})]


@pytest.mark.parametrize(
    "reason",
    [
        Reason("no_plan", {"due": None}),
        Reason("no_plan", {"due": day(3, 14)}),
        Reason("above_ceiling", {"by": 5_000}),
        Reason("behind", {"points": 17, "expected": 700, "spent": 500}),
        Reason("idle", {"months": 1}),
        Reason("idle", {"months": 3}),
        Reason("stage", {"number": 2, "opened": day(7), "days": 40}),
    ],
)
def test_every_warning_is_a_sentence_with_its_figures(reason: Reason) -> None:
    said = words(reason)
    assert said.endswith(".") and "%(" not in said and "{" not in said
    for name in ("points", "months", "days", "number"):
        if name in reason.figures:
            assert str(reason.figures[name]) in said


def test_the_tolerances_are_settings_of_where_the_system_runs(settings: Any) -> None:
    assert tolerance() == ALLOWED
    settings.SENTRA_FORECAST_BEHIND_POINTS = 5
    assert tolerance().behind_points == 5


# ---------------------------------------------------------------- from the records


@pytest.mark.usefixtures("nation")
def test_a_position_is_read_from_plan_stages_receipts_and_payments() -> None:
    recipient, made = funded()
    agree(recipient, [act(60_000_000, 30_000_000, months=(3, 5)), act(10_000_000, code="mentoring", months=(6, 12))])
    received(recipient, made[0])
    pay(recipient, {lines(recipient)[0].pk: 20_000_000}, day=on(4, 9))
    row = with_positions(Recipient.objects.all()).get()
    found = position_of(row)
    assert (found.year, found.ceiling, found.planned, found.received, found.spent) == (
        YEAR,
        400_000_000,
        100_000_000,
        200_000_000,
        20_000_000,
    )
    assert sorted((one.amount, one.first_month, one.last_month) for one in found.activities) == [
        (10_000_000, 6, 12),
        (90_000_000, 3, 5),
    ]
    assert [(one.number, one.opens_on, one.is_received) for one in found.stages] == [
        (1, FIRST, True),
        (2, SECOND, False),
    ]
    assert (found.first_received_on, found.last_paid_on) == (FIRST, on(4, 9))
    told = forecast_of(row, on(8, 31))
    assert told.expected == 90_000_000 + 10_000_000 * 3 // 7
    assert [one.kind for one in told.reasons] == ["behind", "idle", "stage"]


@pytest.mark.usefixtures("nation")
def test_the_positions_of_many_are_read_with_five_questions() -> None:
    for code in (PEKALONGAN, BATANG, BANTUL):
        recipient, made = funded(code)
        agree(recipient, [act(60_000_000, 30_000_000), act(10_000_000, code="mentoring")])
        received(recipient, made[0])
        pay(recipient, {lines(recipient)[0].pk: 20_000_000})
    with CaptureQueriesContext(connection) as asked:
        told = [forecast_of(one, on(8)) for one in with_positions(Recipient.objects.order_by("pk"))]
    assert len(told) == 3 and len(asked) == 5
    with CaptureQueriesContext(connection) as asked:
        rows = with_positions(Recipient.objects.order_by("pk")).iterator(chunk_size=100)
        assert [forecast_of(one, on(8)) for one in rows] == told
    assert len(asked) == 5
