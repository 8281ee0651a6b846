"""The pages: who opens them, what they show, what they refuse."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.models import Appointment, MaskedRead
from sentra.access.roles import Role
from sentra.decisions.models import ChainCheck, ExportLog, Notification
from sentra.decisions.services import Grounds, record_decision
from sentra.designation.models import Proposal
from sentra.law import library
from sentra.registry.models import Sentra
from sentra.territory.models import CalendarDay, Office, OfficeKind
from tests.administration.factories import RINA, appointed
from tests.decisions.factories import record
from tests.personas import BANTUL, BATANG, PEKALONGAN, office, persona, region

pytestmark = pytest.mark.django_db


def browser(actor: Actor) -> Client:
    assert actor.user is not None
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *parts: object) -> str:
    return reverse(f"administration:{name}", args=parts)


def head(code: str = PEKALONGAN) -> Client:
    return browser(persona(Role.REGENCY_HEAD, code))


def appoint_form(**given: Any) -> dict[str, Any]:
    form = {
        "id": "00000000-0000-4000-8000-000000000009",
        "name": RINA.name,
        "email": RINA.email,
        "role": "regency_officer",
        "capacity": "definitive",
        "instrument": "800/12/2026",
        "valid_from": "01/01/2026",
    }
    return form | given


def test_a_region_shows_both_codes_and_its_past() -> None:
    page = head().get(at("region", region("9301").pk), {"on": "30/06/2021"}).content.decode()
    assert "Papua Selatan" in page
    assert "UU 14/2022" in page
    assert "Papua (91)" in page
    assert "9101" in page


def test_a_region_is_found_by_its_earlier_code() -> None:
    page = head().get(at("region_list"), {"q": "91.16"}).content.decode()
    assert at("region", region("9302").pk) in page


def test_the_head_appoints_and_the_page_says_where_the_link_went() -> None:
    client = head()
    address = at("appointment_new", office("regency_agency", PEKALONGAN).pk)
    answer = client.post(address, appoint_form(), follow=True)
    made = Appointment.objects.get(user__email=RINA.email)
    assert answer.redirect_chain == [(at("appointment", made.pk), 302)]
    assert f"telah dikirim ke {RINA.email}" in answer.content.decode()
    client.post(address, appoint_form())
    assert Appointment.objects.filter(user__email=RINA.email).count() == 1


def test_only_grantable_roles_are_offered_and_taken() -> None:
    client = head()
    address = at("appointment_new", office("regency_agency", PEKALONGAN).pk)
    assert 'value="regency_head"' not in client.get(address).content.decode()
    answer = client.post(address, appoint_form(role="regency_head"))
    assert (answer.status_code, Appointment.objects.filter(user__email=RINA.email).exists()) == (200, False)


@pytest.mark.parametrize(
    "name", ["appointment", "appointment_extend", "appointment_revoke"], ids=["see", "extend", "end"]
)
def test_a_neighbours_people_are_not_found(name: str) -> None:
    made = appointed()
    assert head().get(at(name, made.pk)).status_code == 200
    assert [head(code).get(at(name, made.pk)).status_code for code in (BATANG, BANTUL)] == [404, 404]


def test_lists_exports_and_search_stay_inside_the_territory() -> None:
    appointed()
    for query in ({}, {"q": "Rina"}, {"export": "csv"}):
        for name in ("appointment_list", "access_review"):
            here, there = (browser_text(head(code), at(name), query) for code in (PEKALONGAN, BATANG))
            assert ("Rina Wulandari" in here, "Rina Wulandari" in there) == (True, False)


def browser_text(client: Client, address: str, query: dict[str, str]) -> str:
    answer = client.get(address, query)
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()  # type: ignore[attr-defined]


def test_an_offices_people_are_shown_in_its_territory_only() -> None:
    made = appointed()
    address = at("office", made.office.pk)
    assert [made.user.name in head(code).get(address).content.decode() for code in (PEKALONGAN, BATANG)] == [
        True,
        False,
    ]


def test_a_neighbours_office_cannot_be_changed() -> None:
    neighbour = office("regency_agency", BATANG)
    assert head().get(at("office_change", neighbour.pk)).status_code == 404
    assert head().post(at("office_close", neighbour.pk), {"day": "01/01/2026", "reason": "x"}).status_code == 404
    assert head().get(at("office_close", office("regency_agency", PEKALONGAN).pk)).status_code == 403


def test_the_province_registers_a_regencys_agency() -> None:
    client = browser(persona(Role.PROVINCE_HEAD, "33"))
    address = at("office_new") + "?kind=regency_agency"
    form = {
        "id": "00000000-0000-4000-8000-000000000007",
        "region": region(BATANG).pk,
        "name": "Dinas Koperasi Batang",
        "short_name": "Dinkop Batang",
        "valid_from": "02/01/2026",
    }
    assert client.post(address, form).status_code == 302
    made = Office.objects.get(kind=OfficeKind.REGENCY, region=region(BATANG))
    assert (made.name, made.valid_from) == ("Dinas Koperasi Batang", dt.date(2026, 1, 2))
    again = client.post(address, form | {"id": "00000000-0000-4000-8000-000000000008"})
    assert "sudah mempunyai instansi aktif" in again.content.decode()
    outside = client.post(address, form | {"region": region(BANTUL).pk, "id": "00000000-0000-4000-8000-00000000000a"})
    assert (outside.status_code, Office.objects.filter(region=region(BANTUL)).exists()) == (200, False)


def test_the_calendar_shows_the_decree_of_each_day() -> None:
    page = head().get(at("calendar"), {"year": "2026"}).content.decode()
    assert "Nomor 1497 Tahun 2025" in page
    assert at("day_new") not in page
    assert (
        "Keputusan bersama untuk tahun ini belum ada" in head().get(at("calendar"), {"year": "2028"}).content.decode()
    )


def test_the_administrator_keeps_the_calendar() -> None:
    client = browser(persona(Role.ADMINISTRATOR))
    form = {"day": "25/11/2026", "kind": "public_holiday", "name": "Pemungutan suara", "instrument": "Keppres 1/2026"}
    assert client.post(at("day_new"), form)["Location"].endswith("?year=2026")
    made = CalendarDay.objects.get(name="Pemungutan suara")
    refused = client.post(at("day_remove", made.pk), {"reason": ""})
    assert (refused.status_code, CalendarDay.objects.filter(pk=made.pk).exists()) == (200, True)
    client.post(at("day_remove", made.pk), {"reason": "Dibatalkan"})
    assert not CalendarDay.objects.filter(pk=made.pk).exists()


def test_the_policy_table_names_roles_and_provisions() -> None:
    page = browser(persona(Role.AUDITOR)).get(at("policy")).content.decode()
    assert "/hukum/pasal/kukm-23-2005/7.e.2/" in page
    assert "Pasal 7 huruf e" in page
    assert "Pejabat pemutus kementerian (deputi)" in page
    words = re.sub(r"<[^>]+>", " ", page)
    assert re.findall(r"\b[a-z]+\.[a-z]+_[a-z_]+\b|kukm-23-2005/", words) == [], "no raw key is shown"


def test_a_record_of_an_assessment_is_told_in_words() -> None:
    verdict = library().on(dt.date(2026, 1, 31)).check("sentra.criteria").judge({"member_count": 19})
    with transaction.atomic():
        made = record_decision(
            actor=persona(Role.REGENCY_GROUP, PEKALONGAN),
            action="designation.assess",
            subject=Proposal(sentra=Sentra(name="Sentra Batik Jenggot")),
            regency=region(PEKALONGAN),
            from_state="identified",
            to_state="assessed",
            grounds=Grounds(
                {"sentra.criteria": {"member_count": 19}},
                {"sentra.criteria": verdict.to_json()},
                law_version="kukm-23-2005@2026-01-31",
                clauses=["kukm-23-2005/7.a.s2"],
            ),
        )
    page = browser(persona(Role.AUDITOR)).get(at("decision", made.number)).content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<pre")[0]))
    for said in (
        "Menilai calon",
        "23/PER/M.KUKM/XI/2005, 31 Januari 2026",
        "19 usaha",
        "Jumlah anggota UKM",
        "minimal 20 usaha",
        "Tidak terpenuhi",
    ):
        assert said in words
    for raw in ("designation.assess", "member_count", "kukm-23-2005/", "not_met", "identified"):
        assert raw not in words


def test_the_auditor_verifies_the_chain_and_notes_the_seal() -> None:
    record()
    client = browser(persona(Role.AUDITOR))
    answer = client.post(at("chain_verify"), follow=True)
    check = ChainCheck.objects.get()
    assert (check.is_whole, check.records) == (True, 2)
    assert check.seal in answer.content.decode()


def test_a_decision_record_shows_its_facts_and_its_place() -> None:
    made = record(reason="Pindah alamat", details={"changed": {"address": ["", "Jalan Majapahit 5"]}})
    page = browser(persona(Role.AUDITOR)).get(at("decision", made.pk)).content.decode()
    assert made.hash in page
    assert "Jalan Majapahit 5" in page
    assert head().get(at("decision", made.pk)).status_code == 403


def test_an_export_is_logged_with_its_count() -> None:
    record()
    auditor = persona(Role.AUDITOR)
    browser_text(browser(auditor), at("decision_list"), {"export": "csv", "q": "Dinas"})
    (log,) = ExportLog.objects.all()
    assert (log.user, log.kind, log.rows) == (auditor.user, "decisions", 1)


def test_reads_of_protected_numbers_are_shown_to_auditors() -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert officer.user is not None
    MaskedRead.objects.create(
        user=officer.user,
        appointment=officer.appointment,
        subject_type="registry.person",
        subject_id="00000000-0000-4000-8000-000000000001",
        subject_label="Siti Aminah",
        field="nik",
        reason="Cocokkan dengan KTP",
    )
    assert "Cocokkan dengan KTP" in browser(persona(Role.AUDITOR)).get(at("masked_reads")).content.decode()
    assert head().get(at("masked_reads")).status_code == 403


def test_notifications_are_mine_alone() -> None:
    mine, other = persona(Role.REGENCY_HEAD, PEKALONGAN), persona(Role.REGENCY_HEAD, BATANG)
    note = Notification.objects.create(user=mine.user, decision=record(), needs_you=True, url="/kelola/petugas/")
    assert "Perlu tindakan Anda" in browser(mine).get(at("notification_list")).content.decode()
    assert browser(other).post(at("notification_open", note.pk)).status_code == 404
    assert browser(mine).post(at("notification_open", note.pk))["Location"] == "/kelola/petugas/"
    note.refresh_from_db()
    assert note.read_at is not None


def test_a_person_chooses_how_to_be_told() -> None:
    client = head()
    form = {"needs_you": "at_once", "for_information": "never"}
    assert client.post(at("notification_preferences"), form).status_code == 302
    assert 'value="at_once" id="id_needs_you_0" aria-describedby="id_needs_you_error"' not in (
        client.get(at("notification_preferences")).content.decode()
    )


def test_my_account_shows_my_appointments_and_grants_nothing() -> None:
    page = head().get(at("profile")).content.decode()
    assert "SK/3375/1" in page
    assert 'name="role"' not in page


def test_without_signing_in_the_way_leads_to_the_door() -> None:
    for name in ("region_list", "office_list", "appointment_list", "decision_list", "notification_list", "policy"):
        answer = Client().get(at(name))
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))
