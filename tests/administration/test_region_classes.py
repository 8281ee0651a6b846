"""Classes of regions whose list is not held: stated by their instrument, dated, ended with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.administration.services import end_region_class, state_region_class
from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.exemptions import exemption
from sentra.territory.models import Region, RegionClass
from tests.personas import PEKALONGAN, persona, region

pytestmark = pytest.mark.django_db

MENTORS = "kopukm-pk2umk-2022/21.11"
FIRST, LAST = dt.date(2022, 9, 26), dt.date(2024, 12, 31)


def district() -> Region:
    found = Region.objects.filter(parent=region(PEKALONGAN)).first()
    assert found is not None
    return found


def stated(place: Region | None = None, role: str = Role.ADMINISTRATOR, **given: Any) -> RegionClass:
    values = {
        "kind": "border",
        "instrument": "Perpres 118/2022",
        "source": "Surat pernyataan 100/7/2022",
        "valid_from": FIRST,
        "valid_to": LAST,
        "reason": "Lokasi prioritas",
    } | given
    return state_region_class(actor=persona(role), region=place or district(), **values)


def test_a_stated_class_exempts_on_its_days_and_names_its_instrument() -> None:
    place = district()
    stated(place)

    found = {
        day: exemption(MENTORS, place, day) for day in (FIRST - dt.timedelta(1), FIRST, LAST, LAST + dt.timedelta(1))
    }

    assert [one and one.instruments for one in found.values()] == [
        None,
        ("Perpres 118/2022",),
        ("Perpres 118/2022",),
        None,
    ]
    assert exemption(MENTORS, region(PEKALONGAN), FIRST) is None  # the district's class is not the regency's


def test_stating_and_ending_stand_in_the_history_of_the_region() -> None:
    place = district()
    made = stated(place, valid_to=None)

    end_region_class(actor=persona(Role.ADMINISTRATOR), stated=made, last_day=dt.date(2023, 6, 30), reason="Dicabut")

    made.refresh_from_db()
    assert made.valid_to == dt.date(2023, 6, 30)
    told = [(one.action, one.reason, one.regency) for one in history_of(place)]
    assert told == [
        ("territory.end_class", "Dicabut", region(PEKALONGAN)),
        ("territory.state_class", "Lokasi prioritas", region(PEKALONGAN)),
    ]
    assert "Perpres 118/2022" in sentence(history_of(place)[1])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"instrument": " "}, "instrument"),
        ({"source": ""}, "source"),
        ({"kind": "rich"}, "kind"),
        ({"valid_to": dt.date(2022, 1, 1)}, "valid_to"),
    ],
)
def test_a_class_needs_its_instrument_its_source_and_a_period(given: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        stated(**given)

    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "refused"),
    [
        (FIRST, LAST, True),
        (LAST, None, True),
        (dt.date(2020, 1, 1), None, True),
        (LAST + dt.timedelta(1), None, False),
        (dt.date(2020, 1, 1), FIRST - dt.timedelta(1), False),
    ],
)
def test_periods_of_one_class_do_not_overlap(valid_from: dt.date, valid_to: dt.date | None, refused: bool) -> None:
    place = district()
    stated(place)

    if refused:
        with pytest.raises(Conflict):
            stated(place, valid_from=valid_from, valid_to=valid_to)
    else:
        stated(place, valid_from=valid_from, valid_to=valid_to)

    assert RegionClass.objects.filter(region=place).count() == (1 if refused else 2)


def test_a_class_does_not_end_before_it_began_nor_without_a_reason() -> None:
    made = stated(valid_to=None)

    with pytest.raises(BadInput) as refused:
        end_region_class(actor=persona(Role.ADMINISTRATOR), stated=made, last_day=dt.date(2022, 1, 1), reason="")

    assert [problem.field for problem in refused.value.problems] == ["reason", "last_day"]


def test_only_the_administrator_states_classes() -> None:
    with pytest.raises(Forbidden):
        stated(role=Role.MINISTRY_OFFICER)


def test_the_pages_state_show_and_end_a_class() -> None:
    client, user, place = Client(), persona(Role.ADMINISTRATOR).user, district()
    assert user is not None
    client.force_login(user)
    form = {
        "kind": "border",
        "instrument": "Perpres 118/2022",
        "source": "Surat",
        "valid_from": "26/09/2022",
        "reason": "x",
    }

    assert client.get(reverse("administration:class_new", args=[place.pk])).status_code == 200
    answer = client.post(reverse("administration:class_new", args=[place.pk]), form)

    assert answer.status_code == 302
    made = RegionClass.objects.get(region=place)
    page = client.get(answer["Location"]).content.decode()
    assert "Perpres 118/2022" in page
    assert reverse("administration:class_end", args=[made.pk]) in page
    end = reverse("administration:class_end", args=[made.pk])
    assert client.post(end, {"last_day": "31/12/2024", "reason": "Masa berlaku habis"}).status_code == 302
    made.refresh_from_db()
    assert made.valid_to == LAST
