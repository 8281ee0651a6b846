"""The regulations as everybody may read them: every provision has its page, with the values of a day."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from sentra.law import library

pytestmark = pytest.mark.django_db
CLAUSE = "kukm-23-2005/5.1.a.1"
CLAUSES = sorted(library().regulations["kukm-23-2005"].clauses)


def page(url: str, language: str = "id", **query: str) -> tuple[int, str]:
    """Status and text of a page as a stranger reads it."""
    client = Client()
    client.cookies["django_language"] = language
    given = client.get(url, query)
    return given.status_code, html.unescape(given.content.decode())


def test_the_law_lists_every_regulation() -> None:
    status, text = page(reverse("portal:law"))
    assert status == 200
    for name in library().regulations:
        assert reverse("portal:regulation", args=[name]) in text


def test_a_regulation_lists_every_clause() -> None:
    _status, text = page(reverse("portal:regulation", args=["kukm-23-2005"]))
    assert [one for one in CLAUSES if reverse("portal:clause", args=[one]) not in text] == []


def test_a_regulation_is_searched_by_words_and_by_article() -> None:
    _status, text = page(reverse("portal:regulation", args=["kukm-23-2005"]), q="Pasal 12 huruf c")
    shown = re.findall(r'href="/hukum/pasal/(kukm-23-2005/[^/"]+)/', text)
    assert shown
    assert {one.split("/")[1].split(".")[0] for one in shown} == {"12"}


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


def test_a_clause_is_read_in_english() -> None:
    _status, text = page(reverse("portal:clause", args=[CLAUSE]), "en")
    assert "At least 20 SME operators work inside the area of the sentra." in text
    assert "Paling sedikit" not in text


@pytest.mark.parametrize(("day", "status"), [("2005-11-08", 404), ("8/11/2005", 404), ("2030-01-01", 200), ("", 200)])
def test_a_clause_is_shown_as_of_a_day(day: str, status: int) -> None:
    assert page(reverse("portal:clause", args=[CLAUSE]), pada=day)[0] == status


def test_before_it_applied_a_clause_says_since_when_it_does() -> None:
    _status, text = page(reverse("portal:clause", args=[CLAUSE]), pada="1999-01-01")
    since = library().regulations["kukm-23-2005"].head["regulation"]["in_force_from"]
    assert str(since)[:4] in text
    assert reverse("portal:clause", args=[CLAUSE]) in text


def test_a_day_that_cannot_be_read_shows_today() -> None:
    assert page(reverse("portal:clause", args=[CLAUSE]), pada="kemarin")[0] == 200


@pytest.mark.parametrize(
    "url", ["/hukum/tidak-ada/", "/hukum/pasal/kukm-23-2005/99.z/", "/hukum/pasal/tidak/ada/", "/hukum/pasal/%20/"]
)
def test_what_the_law_does_not_hold_is_not_found(url: str) -> None:
    assert page(url)[0] == 404
