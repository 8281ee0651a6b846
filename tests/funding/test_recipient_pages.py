"""The pages of years, candidates, recipients and adjustments: what they say, who opens them, how many queries."""

from __future__ import annotations

import datetime as dt
import html
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.models import Adjustment, Allocation, AllocationDecree, Criteria, Fund, ProgrammeYear, Recipient
from sentra.funding.services import propose_adjustment
from tests.funding.makers import (
    BASIS,
    CEILING,
    TODAY,
    a_decree,
    a_recipient,
    a_year,
    criteria,
    deputy,
    head,
    ministry,
    officer,
    with_ceiling,
)
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN, persona, region

pytestmark = pytest.mark.usefixtures("nation")
DIVISION = {"training": 300_000_000, "mentoring": 100_000_000}


def client(actor: Actor) -> Client:
    found = Client()
    assert actor.user is not None
    found.force_login(actor.user)
    return found


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def address(name: str, *args: Any) -> str:
    return reverse(f"funding:{name}", args=args)


def post(actor: Actor, url: str, **data: Any) -> Any:
    return client(actor).post(url, {"client_id": str(uuid4()), **data}, follow=True)


# ---------------------------------------------------------------- years


def test_a_year_is_opened_on_its_page_and_says_what_text_it_follows() -> None:
    answer = post(ministry(), address("year_new"), fund="pk2umk", year="2024", basis=BASIS)
    year = ProgrammeYear.objects.get()
    said = text(answer)
    assert answer.redirect_chain and "Permenkop UKM 16 Tahun 2022" in said and BASIS in said
    assert "Permenkop UKM 2 Tahun 2022" in said and year.governed_by == "Permenkop UKM 16 Tahun 2022"


def test_what_is_wrong_with_a_year_stands_at_its_field() -> None:
    answer = post(ministry(), address("year_new"), fund="pk2umk", year="2024")
    assert (answer.status_code == 422 and 'id="basis"' in answer.content.decode()) or "basis" in answer.content.decode()
    assert not ProgrammeYear.objects.exists()


def test_a_stage_is_set_on_its_page_and_shown_as_proposed() -> None:
    year = a_year()
    answer = post(
        ministry(),
        address("stage", year.pk, 1),
        share_percent="50",
        opens_on=f"01/02/{year.year}",
        source="Perkiraan",
        standing="proposed",
    )
    assert year.stages.get().share_percent == 50
    assert "Perkiraan" in text(answer)
    assert client(ministry()).get(address("stage", year.pk, 3)).status_code == 404


def test_a_decree_is_recorded_on_its_page() -> None:
    year = a_year()
    post(
        ministry(),
        address("decree_new", year.pk),
        kind="Peraturan Presiden",
        number="104",
        date=f"02/01/{year.year}",
        title="Rincian APBN",
    )
    assert AllocationDecree.objects.get().date == dt.date(year.year, 1, 2)


def test_the_year_shows_the_sums_of_what_is_seen() -> None:
    year = a_year()
    for code in (PEKALONGAN, BATANG, BANTUL):
        with_ceiling(year, code)
    with_ceiling(year, JAWA_TENGAH, 2_000_000_000)
    url = address("year", year.pk)
    nation, province, regency = (text(client(one).get(url)) for one in (ministry(), officer(JAWA_TENGAH), officer()))
    assert "Rp3.200.000.000" in nation and "Rp2.800.000.000" in nation
    assert "Rp2.800.000.000" in province and "Rp3.200.000.000" not in province
    assert "Rp400.000.000" in regency and "Rp2.800.000.000" not in regency


def test_the_year_asks_few_questions_however_many_receive(django_assert_max_num_queries: Any) -> None:
    year = a_year()
    for code in (PEKALONGAN, BATANG, BANTUL):
        with_ceiling(year, code)
    asker = client(ministry())
    asker.get(address("year", year.pk))
    with django_assert_max_num_queries(22):
        asker.get(address("year", year.pk))


# ---------------------------------------------------------------- candidates


def test_candidates_show_last_years_performance_and_what_was_chosen() -> None:
    before = with_ceiling(a_year(number=TODAY.year - 1))
    Recipient.unscoped.filter(pk=before.pk).update(received=CEILING, spent=CEILING * 3 // 4)
    year = a_year()
    a_recipient(year, BATANG)
    said = text(client(ministry()).get(address("candidates", year.pk) + "?province=33&q=Pekalongan"))
    assert "75%" in said and "Kota Pekalongan" in said
    chosen = text(client(ministry()).get(address("candidates", year.pk) + "?state=chosen"))
    assert "Batang" in chosen and "Pekalongan" not in chosen


def test_a_region_sees_itself_among_the_candidates_and_no_neighbour() -> None:
    year = a_year(Fund.IKM)
    said = text(client(officer()).get(address("candidates", year.pk)))
    assert "Kota Pekalongan" in said and "Batang" not in said
    assert client(officer()).get(address("criteria", year.pk, BATANG)).status_code == 404


def test_candidates_ask_few_questions(django_assert_max_num_queries: Any) -> None:
    year = a_year(Fund.IKM)
    criteria(year)
    asker = client(ministry())
    asker.get(address("candidates", year.pk))
    with django_assert_max_num_queries(14):
        asker.get(address("candidates", year.pk))


def test_criteria_are_recorded_by_the_regency_and_chosen_by_the_ministry() -> None:
    year = a_year(Fund.IKM)
    url = address("criteria", year.pk, PEKALONGAN)
    first = text(client(officer()).get(url))
    assert "Bab II huruf A angka 1" in first
    names = ("agency_named_industry", "in_theme1_priority_location", "receives_theme1_physical_dak")
    answers = dict.fromkeys(names, "yes") | {f"source_{name}": "Perpres 123/2020" for name in names}
    answer = post(officer(), address("criteria_edit", year.pk, PEKALONGAN), version="0", **answers)
    assert Criteria.objects.get().facts == dict.fromkeys(names, True) and "Perpres 123/2020" in text(answer)
    made = post(
        deputy(), address("choose", year.pk, PEKALONGAN), holder="regency_agency", instrument="Keputusan Menteri 3"
    )
    assert Recipient.objects.get().region == region(PEKALONGAN) and "Keputusan Menteri 3" in text(made)


def test_a_region_that_does_not_meet_the_criteria_is_refused_with_the_provisions() -> None:
    year = a_year(Fund.IKM)
    answer = post(deputy(), address("choose", year.pk, PEKALONGAN), holder="regency_agency", instrument="x")
    assert answer.status_code == 403 and "Bab II huruf A angka 2" in text(answer)
    assert client(deputy()).get(address("choose", year.pk, JAWA_TENGAH)).status_code == 404


# ---------------------------------------------------------------- recipients


def test_the_ceiling_is_set_and_revised_on_the_page() -> None:
    recipient = a_recipient()
    decree = a_decree(recipient.year)
    url = address("allocate", recipient.pk)
    values = {"decree": str(decree.pk), "ceiling": "390.304.000", "target_participants": "116", "target_mentors": "2"}
    said = text(post(ministry(), url, **values))
    assert "Rp390.304.000" in said and "116" in said
    assert "390.304.000" in client(ministry()).get(url).content.decode()  # begins with what is in force
    post(ministry(), url, **(values | {"ceiling": "400.000.000", "part_training": "300.000.000"}))
    assert [one.ceiling for one in Allocation.objects.all()] == [390_304_000, 400_000_000]


def test_a_recipient_shows_its_history_and_neighbours_do_not_see_it() -> None:
    recipient = with_ceiling(division=DIVISION)
    url = address("recipient", recipient.pk)
    said = text(client(officer()).get(url))
    assert "Rp300.000.000" in said and f"Peraturan Presiden Nomor 104 Tahun {TODAY.year}" in said
    assert client(officer(BATANG)).get(url).status_code == 404
    assert client(officer(JAWA_TENGAH)).get(url).status_code == 200
    assert client(persona(Role.OBSERVER)).get(url).status_code == 200


def test_the_recipient_asks_few_questions(django_assert_max_num_queries: Any) -> None:
    recipient = with_ceiling(division=DIVISION)
    asker = client(officer())
    asker.get(address("recipient", recipient.pk))
    with django_assert_max_num_queries(14):
        asker.get(address("recipient", recipient.pk))


def test_a_recipient_is_withdrawn_with_the_reason() -> None:
    recipient = with_ceiling()
    said = text(post(deputy(), address("withdraw", recipient.pk), reason="Tidak bersedia menerima."))
    assert "Tidak bersedia menerima." in said


def test_another_use_goes_from_the_head_to_the_deputy_and_back() -> None:
    recipient = with_ceiling(division=DIVISION)
    parts = {"part_training": "250.000.000", "part_mentoring": "150.000.000"}
    said = text(post(head(), address("adjustment_new", recipient.pk), reason="Butuh pendamping.", **parts))
    made = Adjustment.objects.get()
    assert "Rp250.000.000" in said and "Pasal 3 ayat (3)" in said
    inbox = text(client(deputy()).get("/"))
    assert address("adjustment", made.pk) in client(deputy()).get("/").content.decode() and "Pekalongan" in inbox
    answer = {"decision": "yes", "letter": "B-12/SM", "decided_on": f"{TODAY:%d/%m/%Y}", "reason": "Sesuai."}
    assert "B-12/SM" in text(post(deputy(), address("adjustment_decide", made.pk), **answer))
    recipient.refresh_from_db()
    assert recipient.allocation is not None and recipient.allocation.division["mentoring"] == 150_000_000


def test_a_lowered_target_is_refused_with_the_provision() -> None:
    recipient = with_ceiling(division=DIVISION)
    answer = post(head(), address("adjustment_new", recipient.pk), reason="x", target_mentors="1")
    assert answer.status_code == 403 and "Pasal 3 ayat (3)" in text(answer)


def test_a_proposal_is_taken_back_by_its_office() -> None:
    recipient = with_ceiling(division=DIVISION)
    made = propose_adjustment(
        actor=head(), recipient=recipient, division={"training": 1}, targets={}, reason="Salah pilih."
    )
    assert client(deputy()).get(address("adjustment_withdraw", made.pk)).status_code == 403
    post(head(), address("adjustment_withdraw", made.pk))
    made.refresh_from_db()
    assert made.state == "withdrawn"
