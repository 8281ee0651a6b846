"""Province and ministry see how long each stage takes on average, in working days, in their own territory."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.decisions.services import close_work, open_work
from sentra.registry.models import Sentra
from sentra.site.pace import Pace, paces_for
from sentra.territory.models import OfficeKind
from sentra.territory.scope import NATION, scoped
from tests.personas import BANTUL, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, office, persona, region

pytestmark = pytest.mark.django_db
JAKARTA = dt.timezone(dt.timedelta(hours=7))
TODAY = dt.datetime(2026, 2, 27, 9, tzinfo=JAKARTA)  # a Friday; 17 February 2026 is a holiday


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(TODAY, tick=False):
        yield


def february(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 2, day, hour, tzinfo=JAKARTA)


def line(
    begun: dt.datetime, ended: dt.datetime | None, code: str = PEKALONGAN, kind: str = "designation.verify"
) -> None:
    """A line of work about a sentra of a regency, and when it ended."""
    subject = Sentra()
    with scoped(NATION):
        open_work(
            kind=kind,
            subject=subject,
            title="Sentra",
            url="/",
            office=office(OfficeKind.PROVINCE_GROUP, region(code).parent.code),  # type: ignore[union-attr]
            role="",
            regency=region(code),
            opened_at=begun,
        )
        if ended is not None:
            close_work(subject=subject, at=ended)


def pace(actor: Actor, title: str = "memverifikasi kelengkapan") -> Pace:
    with scoped(actor.territory):
        return next(one for one in paces_for(actor) if str(one.title) == title)


def province(code: str = JAWA_TENGAH) -> Actor:
    return persona(Role.PROVINCE_HEAD, code)


def test_the_average_counts_working_days_of_what_ended_within_a_year() -> None:
    line(february(6), february(9, 23))  # over a weekend: one working day
    line(february(16), february(20))  # over a holiday: three
    line(dt.datetime(2024, 1, 8, tzinfo=JAKARTA), dt.datetime(2024, 3, 8, tzinfo=JAKARTA))  # too long ago
    found = pace(province())
    assert (found.average, found.done, found.norm, found.waiting, found.oldest) == (2.0, 2, 10, 0, None)


def test_what_waits_is_counted_with_the_oldest() -> None:
    line(february(25), None)
    line(february(20), None)
    found = pace(province())
    assert (found.average, found.done, found.waiting, found.oldest) == (None, 0, 2, 5)


def test_what_waits_longer_than_the_norm_stands_out_with_its_days() -> None:
    line(february(2), None)
    client = Client()
    client.force_login(province().user)  # type: ignore[arg-type]
    page = client.get("/").content.decode().partition('id="pace"')[2]
    assert re.search(r'class="state" data-tone="bad".*?18', page, re.S)


def test_another_province_is_not_counted_and_the_ministry_counts_all() -> None:
    line(february(25), february(26))
    line(february(25), february(26), BANTUL)
    assert [pace(one).done for one in (province(), province(YOGYAKARTA), persona(Role.MINISTRY_OFFICER))] == [1, 1, 2]


def test_drafting_and_signing_a_decree_are_one_stage() -> None:
    line(february(25), february(26), kind="designation.draft_decree")
    line(february(23), february(26), kind="designation.issue_decree")
    found = pace(persona(Role.MINISTRY_OFFICER), "mencatat keputusan yang telah ditandatangani")
    assert (found.average, found.done) == (2.0, 2)


@pytest.mark.parametrize(
    ("actor", "is_shown"),
    [
        ((Role.PROVINCE_OFFICER, JAWA_TENGAH), True),
        ((Role.MINISTRY_APPROVER, ""), True),
        ((Role.REGENCY_HEAD, PEKALONGAN), False),
        ((Role.ADMINISTRATOR, ""), False),
    ],
)
def test_it_stands_on_the_first_page_of_those_who_oversee(actor: tuple[str, str], is_shown: bool) -> None:
    line(february(6), february(9, 23))
    client = Client()
    client.force_login(persona(*actor).user)  # type: ignore[arg-type]
    assert ('id="pace"' in client.get("/").content.decode()) is is_shown
