"""Anybody with a paper in hand may check whether it was issued; nobody learns more than the paper says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from sentra.documents import services
from sentra.documents.models import Paper
from sentra.documents.rendering.content import Paper as Content
from sentra.registry.models import Sentra
from sentra.territory.scope import NATION, scoped
from tests.personas import PEKALONGAN, persona, region
from tests.registry.factories import make_sentra, officer

pytestmark = pytest.mark.django_db
SECRET = "Siti Rahasia"


@pytest.fixture
def sentra(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sentra:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(services, "render_pdf", lambda content: b"%PDF-1.7 " + content.title.encode())
    monkeypatch.setattr(services, "render_docx", lambda content: b"PK")
    with scoped(NATION):
        return make_sentra(name="Sentra Batik Jenggot", manager_name=SECRET)


def issued(sentra: Sentra, title: str = "Surat pengantar", corrects: Paper | None = None) -> Paper:
    actor = officer()
    assert actor.office is not None
    with scoped(NATION):
        return services.issue_paper(
            actor=actor,
            kind="regency_letter",
            title=title,
            content=Content(kind="letter", title=title),
            subject=sentra,
            office=actor.office,
            regency=region(PEKALONGAN),
            issued_on=dt.date(2026, 2, 5),
            number=f"500/{title}",
            corrects=corrects,
        )


def test_an_issued_paper_is_confirmed_with_its_number_date_and_office(sentra: Sentra) -> None:
    paper = issued(sentra)
    page = Client().get(f"/periksa/{paper.code}/")
    assert page.status_code == 200
    for said in ("diterbitkan melalui Sentra", paper.number, "5 Februari 2026", paper.office.name, paper.pdf_id):
        assert said in page.content.decode()


def test_whoever_signed_is_told_as_one_line() -> None:
    titles = (("MENTERI KOPERASI,", "RATNA"), ("Kepala Dinas", ""), ("", ""))
    assert [Paper(signer_title=title, signer_name=name).signer for title, name in titles] == [
        "MENTERI KOPERASI, RATNA",
        "Kepala Dinas",
        "",
    ]


def test_a_stranger_who_is_lost_is_not_sent_to_an_office_s_work() -> None:
    page = Client().get("/tidak-ada/").content.decode()
    assert "Ke halaman depan" in page
    assert "jabatan" not in page


def test_a_corrected_paper_leads_to_the_one_that_counts(sentra: Sentra) -> None:
    first = issued(sentra)
    second = issued(sentra, "Surat pengantar (perbaikan)", corrects=first)
    page = Client().get(f"/periksa/{first.code}/").content.decode()
    assert f"/periksa/{second.code}/" in page
    assert "tidak diubah" not in page
    assert first.number in Client().get(f"/periksa/{second.code}/").content.decode()


def test_an_unknown_code_is_said_to_be_unknown() -> None:
    page = Client().get("/periksa/ABCD-EFGH-JKLM/")
    assert page.status_code == 404
    assert "ABCD-EFGH-JKLM" in page.content.decode()


@pytest.mark.parametrize("typed", ["{lower}", "{bare}", " {spaced} "])
def test_the_code_may_be_typed_as_it_comes(sentra: Sentra, typed: str) -> None:
    code = issued(sentra).code
    spelled = typed.format(lower=code.lower(), bare=code.replace("-", ""), spaced=code.replace("-", " "))
    found = Client().get("/periksa/", {"kode": spelled})
    assert found.headers["Location"] == f"/periksa/{code}/"


def test_the_page_holds_nothing_of_the_paper_beyond_what_identifies_it(sentra: Sentra) -> None:
    page = Client().get(f"/periksa/{issued(sentra).code}/").content.decode()
    assert (SECRET in page, sentra.name in page, "/dokumen/" in page) == (False, False, False)


def test_the_form_asks_for_the_code() -> None:
    page = Client().get("/periksa/")
    assert page.status_code == 200
    assert 'name="kode"' in page.content.decode()


def test_the_page_speaks_english_to_those_who_chose_it(sentra: Sentra) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.get(f"/periksa/{issued(sentra).code}/").content.decode()
    assert '<html lang="en"' in page
    assert "5 February 2026" in page
    assert "diterbitkan" not in page


def test_somebody_signed_in_sees_the_same_in_their_own_frame(sentra: Sentra) -> None:
    client = Client()
    actor = persona("province_officer", "34")
    assert actor.user is not None
    client.force_login(actor.user)
    page = client.get(f"/periksa/{issued(sentra).code}/").content.decode()
    assert "diterbitkan melalui Sentra" in page
    assert sentra.name not in page
