"""The regulations as everybody may read them: every provision has its page, with the values of a day."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sentra.law import library
from sentra.lawbook.contents import chapters_of
from sentra.pages.formatting import long_date
from tests.lawbook.reading import clauses_in, page

pytestmark = pytest.mark.django_db
CLAUSE = "kukm-23-2005/5.1.a.1"
CLAUSES = sorted(library().regulations["kukm-23-2005"].clauses)


def test_the_law_lists_every_regulation() -> None:
    status, text = page(reverse("portal:law"))
    assert status == 200
    for name in library().regulations:
        assert reverse("portal:regulation", args=[name]) in text


def test_a_small_regulation_lists_every_clause_on_its_page() -> None:
    _status, text = page(reverse("portal:regulation", args=["kukm-23-2005"]))
    assert clauses_in(text) == list(library().regulations["kukm-23-2005"].clauses)


@pytest.mark.parametrize("name", ["perin-5-2022", "kopukm-pk2umk-2022"])
def test_the_chapters_of_a_large_regulation_hold_every_clause_in_the_order_of_the_text(name: str) -> None:
    regulation = library().regulations[name]
    _status, text = page(reverse("portal:regulation", args=[name]))
    found: list[str] = []
    for chapter in chapters_of(regulation, regulation.clauses.values(), "id"):
        url = reverse("portal:chapter", args=[name, chapter.key])
        assert url in text
        found += clauses_in(page(url)[1])
    assert found == list(regulation.clauses)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_clause_has_a_page(language: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    bad = [one for one in CLAUSES if client.get(reverse("portal:clause", args=[one])).status_code != 200]
    assert bad == []


def test_a_clause_shows_text_value_and_citation() -> None:
    _status, text = page(reverse("portal:clause", args=[CLAUSE]))
    for said in ("Pasal 5 ayat (1) huruf a", "Minimal 20 UKM dalam kawasan", "Paling sedikit 20 pelaku UKM", "20"):
        assert said in text


def test_a_clause_names_its_values_after_what_they_limit() -> None:
    for language, label, value in (("id", "Jumlah anggota UKM", "minimal 20 usaha"), ("en", "", "at least 20")):
        _status, text = page(reverse("portal:clause", args=[CLAUSE]), language)
        assert label in text
        assert value in text
        assert "min_member_count" not in text


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("id", "Isi Lampiran 1", "the content of"), ("en", "The content of", "Isi Lampiran")],
)
def test_a_regulation_tells_in_the_reader_s_language_what_is_not_held(language: str, said: str, unsaid: str) -> None:
    _status, text = page(reverse("portal:regulation", args=["kukm-23-2005"]), language)
    not_held = text.partition('id="not-held"')[2].lower()
    assert said.lower() in not_held
    assert unsaid.lower() not in not_held


@pytest.mark.parametrize("name", sorted(library().regulations))
def test_every_regulation_can_be_read_on_a_day_of_its_own(name: str) -> None:
    regulation = library().regulations[name]
    day = (regulation.until or regulation.since).isoformat()
    clauses = list(regulation.clauses)[::25]
    assert page(reverse("portal:regulation", args=[name]), on=day)[0] == 200
    assert [one for one in clauses if page(reverse("portal:clause", args=[one]), on=day)[0] != 200] == []


def test_a_clause_is_read_in_english() -> None:
    _status, text = page(reverse("portal:clause", args=[CLAUSE]), "en")
    assert "At least 20 SME operators work inside the area of the sentra." in text
    assert "Paling sedikit" not in text


@pytest.mark.parametrize(("day", "status"), [("2005-11-08", 404), ("8/11/2005", 404), ("2030-01-01", 200), ("", 200)])
def test_a_clause_is_shown_as_of_a_day(day: str, status: int) -> None:
    assert page(reverse("portal:clause", args=[CLAUSE]), on=day)[0] == status


def test_before_it_applied_a_clause_says_since_when_it_does() -> None:
    _status, text = page(reverse("portal:clause", args=[CLAUSE]), on="1999-01-01")
    since = library().regulations["kukm-23-2005"].head["regulation"]["in_force_from"]
    assert f"belum berlaku pada 1 Januari 1999; peraturan ini berlaku sejak {long_date(since)}" in text
    assert library().regulations["kukm-23-2005"].number in text
    assert "(Pasal II ayat (3))" in text
    assert reverse("portal:clause", args=[CLAUSE]) in text


def test_a_day_that_cannot_be_read_shows_today() -> None:
    assert page(reverse("portal:clause", args=[CLAUSE]), on="kemarin")[0] == 200


@pytest.mark.parametrize(
    "url", ["/hukum/tidak-ada/", "/hukum/pasal/kukm-23-2005/99.z/", "/hukum/pasal/tidak/ada/", "/hukum/pasal/%20/"]
)
def test_what_the_law_does_not_hold_is_not_found(url: str) -> None:
    assert page(url)[0] == 404
