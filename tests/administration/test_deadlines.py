"""Due dates keep their day when the calendar changes, until somebody moves them on purpose."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.administration.services import add_calendar_day, move_deadlines, moving_deadlines, seen
from sentra.decisions.models import Decision, Notification, WorkItem
from sentra.decisions.queries import history_of
from sentra.decisions.services import open_work
from sentra.decisions.wording import sentence
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.models import CalendarDay, OfficeKind
from sentra.territory.queries import due_after
from sentra.territory.scope import everywhere
from tests.designation import factories as designation
from tests.personas import BATANG, PEKALONGAN, office, persona, region

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 11, 2)
THURSDAY = dt.date(2026, 11, 5)  # three working days after the Monday
FRIDAY = dt.date(2026, 11, 6)
WEDNESDAY = dt.date(2026, 11, 4)


def waits(code: str = PEKALONGAN, days: int | None = 3, due: dt.date = THURSDAY) -> WorkItem:
    """An open line of a regency's office, due three working days after Monday."""
    place = region(code)
    of_place = office(OfficeKind.REGENCY, code)
    return open_work(
        kind="designation.submit",
        subject=of_place,
        title=f"Usulan {code}",
        url="/usulan/",
        office=of_place,
        role=Role.REGENCY_OFFICER,
        regency=place,
        due_on=due,
        due_basis="Norma kantor: 3 hari kerja",
        due_from=MONDAY if days else None,
        due_days=days,
    )


def day_off(day: dt.date = WEDNESDAY, code: str = "") -> None:
    kind = "local_day_off" if code else "public_holiday"
    place = region(code) if code else None
    add_calendar_day(
        actor=persona(Role.ADMINISTRATOR), day=day, kind=kind, name="Pilkada", instrument="Keppres 9/2026", region=place
    )


def listed() -> list[tuple[str, dt.date, dt.date]]:
    return [(one.item.title, one.before, one.after) for one in moving_deadlines(persona(Role.ADMINISTRATOR))]


def move(reason: str = "Pilkada", mark: str | None = None) -> list[Any]:
    administrator = persona(Role.ADMINISTRATOR)
    shown = seen(moving_deadlines(administrator)) if mark is None else mark
    return list(move_deadlines(actor=administrator, reason=reason, mark=shown))


def test_a_new_day_off_moves_nothing_by_itself_but_shows_what_would_move() -> None:
    item = waits()
    assert listed() == []

    day_off()

    assert listed() == [("Usulan 3375", THURSDAY, FRIDAY)]
    item.refresh_from_db()
    assert item.due_on == THURSDAY


def test_moving_is_told_in_the_record_with_its_reason_and_to_those_whose_line_it_is(
    django_capture_on_commit_callbacks: Any,
) -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    item = waits()
    day_off()

    with django_capture_on_commit_callbacks(execute=True):
        moved = move("Hari pemungutan suara")

    item.refresh_from_db()
    assert ([one.days for one in moved], item.due_on, listed()) == ([1], FRIDAY, [])
    decision = history_of(office(OfficeKind.REGENCY, PEKALONGAN)).get(action="territory.move_deadline")
    assert (decision.reason, decision.regency, decision.details["before"], decision.details["after"]) == (
        "Hari pemungutan suara",
        region(PEKALONGAN),
        "2026-11-05",
        "2026-11-06",
    )
    assert "memindahkan tenggat" in sentence(decision)
    (note,) = Notification.objects.filter(decision=decision)
    assert (note.user, note.needs_you) == (officer.user, True)


def test_a_regions_own_day_off_moves_the_lines_of_its_offices_only() -> None:
    waits(PEKALONGAN), waits(BATANG)

    day_off(code=PEKALONGAN)

    assert listed() == [("Usulan 3375", THURSDAY, FRIDAY)]


def test_a_fixed_date_and_a_closed_line_never_move() -> None:
    waits(days=None)
    closed = waits(BATANG)
    WorkItem.unscoped.filter(pk=closed.pk).update(closed_at=dt.datetime(2026, 11, 3, tzinfo=dt.UTC))

    day_off()

    assert listed() == []


def test_a_day_that_is_worked_again_brings_the_date_forward() -> None:
    day_off()
    waits(due=FRIDAY)
    day_off(dt.date(2026, 11, 30))  # outside the span
    CalendarDay.objects.filter(day=WEDNESDAY).delete()

    assert listed() == [("Usulan 3375", FRIDAY, THURSDAY)]


def test_without_a_reason_nothing_moves() -> None:
    item = waits()
    day_off()

    with pytest.raises(BadInput):
        move(reason=" ")

    item.refresh_from_db()
    assert item.due_on == THURSDAY
    assert not Decision.unscoped.filter(action="territory.move_deadline").exists()


def test_only_what_was_seen_is_moved() -> None:
    waits()
    day_off()
    mark = seen(moving_deadlines(persona(Role.ADMINISTRATOR)))
    waits(BATANG)

    with pytest.raises(Conflict):
        move(mark=mark)

    assert len(listed()) == 2


def test_a_date_in_a_year_without_joint_decree_says_that_it_may_move_again() -> None:
    waits(due=dt.date(2030, 1, 2))
    WorkItem.unscoped.update(due_from=dt.date(2030, 1, 7))

    (one,) = moving_deadlines(persona(Role.ADMINISTRATOR))

    assert one.may_move_again


def test_only_the_keeper_of_the_calendar_moves_due_dates() -> None:
    for act in (moving_deadlines, lambda actor: move_deadlines(actor=actor, reason="x", mark="")):
        with pytest.raises(Forbidden):
            act(persona(Role.MINISTRY_OFFICER))


def test_a_step_of_designation_is_counted_in_a_way_that_can_be_counted_again() -> None:
    with everywhere("a step of another room"):
        proposal = designation.selected()
    (line,) = WorkItem.unscoped.filter(subject_id=str(proposal.pk), closed_at=None)

    assert line.due_from is not None and line.due_days is not None
    assert line.due_on == due_after(line.due_from, line.due_days, region(PEKALONGAN))
    assert "cuti bersama tidak dihitung" in line.due_basis
    day_off(line.due_on)
    assert [one.item.pk for one in moving_deadlines(persona(Role.ADMINISTRATOR))] == [line.pk]


# ---------------------------------------------------------------- pages


@pytest.fixture
def keeper() -> Client:
    client, user = Client(), persona(Role.ADMINISTRATOR).user
    assert user is not None
    client.force_login(user)
    return client


def test_the_calendar_says_that_due_dates_would_move_and_leads_to_them(keeper: Client) -> None:
    waits()
    day_off()

    page = keeper.get(reverse("administration:calendar") + "?year=2026").content.decode()

    assert "1 tenggat yang masih berjalan berbeda menurut kalender ini." in page
    assert reverse("administration:deadlines") in page
    assert "Cuti bersama tidak dihitung sebagai hari kerja." in page


def test_the_page_shows_each_move_and_does_it_with_the_reason(keeper: Client) -> None:
    item, url = waits(), reverse("administration:deadlines")
    day_off()
    page = keeper.get(url)
    assert "5 November 2026" in page.content.decode() and "6 November 2026" in page.content.decode()

    answer = keeper.post(url, {"reason": "Pilkada", "mark": page.context["form"].initial["mark"]})

    item.refresh_from_db()
    assert (answer.status_code, item.due_on) == (302, FRIDAY)
    assert "Tidak ada tenggat yang berpindah" in keeper.get(url).content.decode()


def test_a_list_that_changed_meanwhile_is_shown_again(keeper: Client) -> None:
    item, url = waits(), reverse("administration:deadlines")
    day_off()

    page = keeper.post(url, {"reason": "Pilkada", "mark": "another list"})

    item.refresh_from_db()
    assert (page.status_code, item.due_on) == (200, THURSDAY)
    words = page.content.decode()
    assert "Periksa kembali daftarnya." in words
    assert seen(moving_deadlines(persona(Role.ADMINISTRATOR))) in words
