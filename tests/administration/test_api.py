"""The read operations of the HTTP API: the same rights as the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from sentra.access.roles import Role
from sentra.decisions.models import Notification, WorkItem
from sentra.decisions.services import open_work
from tests.administration.test_pages import browser
from tests.decisions.factories import record
from tests.personas import BATANG, PEKALONGAN, office, persona, region

pytestmark = pytest.mark.django_db

BASE = "/api/v1/administration"


def test_codes_name_their_system() -> None:
    client = browser(persona(Role.REGENCY_OFFICER, PEKALONGAN))
    by_kemendagri = client.get(f"{BASE}/regions", {"kemendagri_code": "11.01"}).json()
    by_bps = client.get(f"{BASE}/regions", {"bps_code": "1101"}).json()
    assert [one["name"] for one in by_kemendagri] == ["Kabupaten Aceh Selatan"]
    assert [one["name"] for one in by_bps] == ["Kabupaten Simeulue"]


def test_a_region_is_given_as_it_was() -> None:
    client = browser(persona(Role.REGENCY_OFFICER, PEKALONGAN))
    (merauke,) = client.get(f"{BASE}/regions", {"kemendagri_code": "9101", "on": "2021-06-30"}).json()
    assert (merauke["id"], merauke["bps_code"], merauke["parent_id"]) == (region("9301").pk, "9401", region("91").pk)


def put_work(code: str) -> WorkItem:
    agency = office("regency_agency", code)
    return open_work(
        kind="designation.submit",
        subject=agency,
        title=f"Usulan {code}",
        url="/",
        office=agency,
        role=Role.REGENCY_HEAD,
        regency=region(code),
    )


def test_the_inbox_is_that_of_my_office_and_role() -> None:
    mine, _other = put_work(PEKALONGAN), put_work(BATANG)
    answer = browser(persona(Role.REGENCY_HEAD, PEKALONGAN)).get(f"{BASE}/inbox").json()
    assert [one["id"] for one in answer] == [str(mine.pk)]
    assert browser(persona(Role.REGENCY_OFFICER, PEKALONGAN)).get(f"{BASE}/inbox").json() == []


def test_notifications_are_mine() -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    Notification.objects.create(user=head.user, decision=record(), url="/")
    (note,) = browser(head).get(f"{BASE}/notifications", {"unread": "true"}).json()
    assert "mengubah data" in note["sentence"]
    assert browser(persona(Role.REGENCY_HEAD, BATANG)).get(f"{BASE}/notifications").json() == []


def test_decision_records_are_for_auditors() -> None:
    made = record(reason="Pindah")
    answer = browser(persona(Role.AUDITOR)).get(f"{BASE}/decisions").json()
    assert [(one["number"], one["reason"], one["hash"]) for one in answer] == [(made.number, "Pindah", made.hash)]
    assert browser(persona(Role.AUDITOR)).get(f"{BASE}/decisions/999999").status_code == 404
    assert browser(persona(Role.REGENCY_HEAD, PEKALONGAN)).get(f"{BASE}/decisions").status_code == 403


def test_strangers_are_asked_to_sign_in() -> None:
    for path in ("regions", "offices", "calendar/2026", "inbox", "notifications", "decisions"):
        assert Client().get(f"{BASE}/{path}").status_code == 401
