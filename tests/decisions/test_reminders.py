"""Whoever holds open work is reminded before, on and after its due date: once each, until it is done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sentra.access.models import Appointment, User
from sentra.access.roles import Role
from sentra.decisions.models import Notification, NotificationPreference, WorkItem
from sentra.decisions.notifications import send_digests
from sentra.decisions.reminders import send_reminders
from sentra.decisions.services import close_work, open_work
from sentra.decisions.wording import words_of
from sentra.territory.models import CalendarDay
from sentra.territory.scope import NATION, scoped
from tests.personas import PEKALONGAN, office, persona, region

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 2, 6)


def at(day: dt.date) -> Any:
    """Six in the morning of a day, in Pekalongan."""
    return time_machine.travel(dt.datetime(day.year, day.month, day.day, 6, tzinfo=dt.timezone(dt.timedelta(hours=7))))


def user(role: str, n: int = 1) -> User:
    found = persona(role, PEKALONGAN, n).user
    assert found is not None
    return found


def waits(due: dt.date | None = FRIDAY, role: str = Role.REGENCY_OFFICER, kind: str = "designation.submit") -> WorkItem:
    """A line of the agency of Kota Pekalongan."""
    with scoped(NATION):
        return open_work(
            kind=kind,
            subject=office("regency_agency", PEKALONGAN),
            title="Sentra Tahu Kradenan",
            url="/penetapan/usulan/1/",
            office=office("regency_agency", PEKALONGAN),
            role=role,
            regency=region(PEKALONGAN),
            due_on=due,
        )


def made_on(*days: dt.date) -> list[tuple[dt.date, int]]:
    """The reminder, in working days from the due date, that each day's run makes."""
    told = []
    for day in days:
        with at(day):
            before = set(Notification.objects.values_list("pk", flat=True))
            send_reminders()
            told += [(day, one.reminder or 0) for one in Notification.objects.exclude(pk__in=before)]
    return told


def day(n: int) -> dt.date:
    return dt.date(2026, 2, n)


def test_a_holder_is_reminded_two_days_before_on_the_day_and_two_days_after() -> None:
    user(Role.REGENCY_OFFICER)
    waits()
    # 7 and 8 February are a weekend, so two working days after Friday the 6th is Tuesday the 10th.
    assert made_on(*(day(n) for n in range(2, 13))) == [(day(4), -2), (day(6), 0), (day(10), 2)]


def test_a_run_that_was_missed_is_made_up_for_by_the_latest_reminder_only() -> None:
    user(Role.REGENCY_OFFICER)
    waits()
    assert made_on(day(9), day(9), day(20)) == [(day(9), 0), (day(20), 2)]


def test_days_off_are_not_counted() -> None:
    user(Role.REGENCY_OFFICER)
    waits()
    CalendarDay.objects.create(day=day(5), kind="local_day_off", name="Hari jadi", region=region(PEKALONGAN))
    assert made_on(day(3), day(4)) == [(day(3), -2)]


@pytest.mark.parametrize("days", [[], [-5], [0, 10]])
def test_the_days_come_from_the_settings(days: list[int], settings: Any) -> None:
    settings.REMINDER_DAYS = days
    user(Role.REGENCY_OFFICER)
    waits()
    every = [dt.date(2026, 1, 26) + dt.timedelta(days=n) for n in range(40)]
    assert [told for _day, told in made_on(*every)] == days


def test_what_is_done_or_has_no_date_is_not_reminded_of() -> None:
    user(Role.REGENCY_OFFICER)
    waits(due=None)
    waits()
    close_work(subject=office("regency_agency", PEKALONGAN))
    assert made_on(day(6)) == []


def test_only_those_whose_turn_it_is_are_reminded() -> None:
    officer, head, group = user(Role.REGENCY_OFFICER), user(Role.REGENCY_HEAD), user(Role.REGENCY_GROUP)
    gone = user(Role.REGENCY_OFFICER, 2)
    Appointment.objects.filter(user=gone).update(valid_to=dt.date(2026, 1, 31))
    waits()
    waits(role="", kind="designation.submit")
    with at(day(6)):
        send_reminders()
    assert set(Notification.objects.values_list("user", "work_item__role")) == {
        (officer.pk, Role.REGENCY_OFFICER),
        (officer.pk, ""),
        (head.pk, ""),
    }
    assert not Notification.objects.filter(user=group).exists()


def test_a_successor_is_reminded_of_what_the_one_before_was_told() -> None:
    user(Role.REGENCY_OFFICER)
    waits()
    assert made_on(day(4)) == [(day(4), -2)]
    user(Role.REGENCY_OFFICER, 2)
    assert made_on(day(5)) == [(day(5), -2)]


def test_a_reminder_says_what_is_due_and_when_on_the_page_and_by_mail() -> None:
    officer = user(Role.REGENCY_OFFICER)
    item = waits()
    with at(day(4)):
        send_reminders()
        assert send_digests() == 1
    client = Client()
    client.force_login(officer)
    page = client.get(reverse("administration:notification_list")).content.decode()
    for text in (page, str(mail.outbox[0].body)):
        assert "6 Februari 2026" in text
        assert "Sentra Tahu Kradenan" in text
    with at(day(10)):
        send_reminders()
    late = Notification.objects.get(reminder=2)
    assert "masih menunggu" in words_of(late)
    with scoped(NATION):
        close_work(subject=office("regency_agency", PEKALONGAN))
    item.refresh_from_db()
    late.refresh_from_db()
    assert words_of(late).startswith("Sudah selesai")


def test_whoever_wants_to_hear_at_once_gets_the_mail_without_waiting_for_the_evening(
    django_capture_on_commit_callbacks: Any,
) -> None:
    NotificationPreference.objects.create(user=user(Role.REGENCY_OFFICER), needs_you="at_once")
    waits()
    with at(day(6)), django_capture_on_commit_callbacks(execute=True) as called:
        call_command("remind")
    assert len(called) == 1


def test_the_command_says_how_many_it_made(capsys: pytest.CaptureFixture[str]) -> None:
    user(Role.REGENCY_OFFICER)
    waits()
    with at(day(6)):
        call_command("remind")
        call_command("remind")
    assert capsys.readouterr().out.splitlines() == ["1 reminders made", "0 reminders made"]
