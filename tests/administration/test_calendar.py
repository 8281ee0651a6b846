"""The calendar: kept by the administrator, each day with its decree, each change with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.administration.services import add_calendar_day, change_calendar_day, remove_calendar_day
from sentra.decisions.models import Decision
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.models import CalendarDay
from sentra.territory.queries import non_working_days
from tests.personas import BATANG, PEKALONGAN, persona, region

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 25)


def add(role: str = Role.ADMINISTRATOR, code: str = "", **given: Any) -> CalendarDay:
    values = {"day": DAY, "kind": "public_holiday", "name": "Pemungutan suara", "instrument": "Keppres 1/2026"} | given
    return add_calendar_day(actor=persona(role, code), **values)


def worked(code: str) -> bool:
    return DAY not in non_working_days(DAY, DAY, region(code))


def test_a_day_off_is_not_worked_from_then_on() -> None:
    assert worked(PEKALONGAN)
    add()
    assert not worked(PEKALONGAN)


def test_a_local_day_off_holds_in_its_region_only() -> None:
    add(kind="local_day_off", region=region(PEKALONGAN))
    assert (worked(PEKALONGAN), worked(BATANG)) == (False, True)


def test_a_provinces_day_holds_in_its_regencies() -> None:
    add(kind="local_day_off", region=region("33"))
    assert (worked(PEKALONGAN), worked("3402")) == (False, True)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"instrument": ""}, "instrument"), ({"name": ""}, "name"), ({"kind": "local_day_off"}, "region")],
)
def test_a_day_cites_its_decree(given: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        add(**given)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_the_same_day_twice_is_refused() -> None:
    add()
    with pytest.raises(Conflict):
        add()


def test_changes_and_removals_leave_their_reason() -> None:
    administrator = persona(Role.ADMINISTRATOR)
    made = add(is_estimate=True)
    with pytest.raises(BadInput):
        change_calendar_day(actor=administrator, day=made, reason="", is_estimate=False)
    change_calendar_day(actor=administrator, day=made, reason="SKB perubahan", is_estimate=False)
    remove_calendar_day(actor=administrator, day=made, reason="Dibatalkan")
    told = list(Decision.unscoped.order_by("number").values_list("action", "reason"))
    assert told == [
        ("territory.add_day", ""),
        ("territory.change_day", "SKB perubahan"),
        ("territory.remove_day", "Dibatalkan"),
    ]
    assert worked(PEKALONGAN)


def test_only_the_administrator_keeps_it() -> None:
    with pytest.raises(Forbidden):
        add(Role.REGENCY_HEAD, PEKALONGAN)
