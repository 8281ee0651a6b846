"""What every page of the law keeps to: light, few queries, no raw names, both languages."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sentra.access.roles import Role
from sentra.law import library
from sentra.lawbook.contents import chapters_of
from tests.personas import PEKALONGAN, persona

pytestmark = pytest.mark.django_db
LIGHT = 30_000
RAW = re.compile(r"(?<![\w/.])[a-z]+_[a-z_]+\b")


def pages() -> list[str]:
    """One address of every kind, and the heaviest of each."""
    found = [
        "/hukum/",
        "/hukum/cari/?q=a",
        "/hukum/uji/",
        "/hukum/banding/?regulation=kopukm-pk2umk-2022&from=2022-02-01",
    ]
    for text in library().regulations.values():
        day = (text.until or dt.date(2026, 1, 5)).isoformat()
        found.append(f"/hukum/{text.id}/?on={day}")
        chapter = max(chapters_of(text, text.clauses.values(), "id"), key=lambda one: one.count)
        found.append(f"/hukum/{text.id}/bagian/{chapter.key}/?on={day}")
        for name in text.checks:
            activities = {one for clause in text.checks[name].clauses for one in clause.applies_to}
            chosen = f"&activity_id={min(activities)}" if activities else ""
            found.append(f"/hukum/uji/{name}/?on={day}{chosen}")
        found += [f"/hukum/pasal/{one}/?on={day}" for one in list(text.clauses)[::12]]
    return found


def visible(text: str) -> str:
    """The words that a person sees: no markup, no attributes, no test names."""
    text = re.sub(r"<(script|style|code)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_light_and_says_no_raw_name(language: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    wrong = []
    for url in pages():
        given = client.get(url)
        weight = len(gzip.compress(given.content))
        raw = sorted(set(RAW.findall(visible(given.content.decode()))))
        if given.status_code != 200 or weight > LIGHT or raw:
            wrong.append((url, given.status_code, weight, raw))
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "keys", "most"),
    [
        ("law", [], 0),
        ("regulation", ["perin-5-2022"], 0),
        ("chapter", ["perin-5-2022", "bab-iv-a"], 0),
        ("law_search", [], 0),
        ("checks", [], 0),
        ("check", ["sentra.leading"], 0),
        ("compare", [], 0),
        ("clause", ["kukm-23-2005/5.1.a.1"], 1),
    ],
)
def test_a_page_asks_the_database_next_to_nothing(
    name: str, keys: list[str], most: int, django_assert_max_num_queries: Any
) -> None:
    url = reverse(f"portal:{name}", args=keys)
    with django_assert_max_num_queries(most):
        assert Client().get(url, {"q": "peserta", "regulation": "kukm-23-2005"}).status_code == 200
    client = Client()
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert actor.user is not None
    client.force_login(actor.user)
    with django_assert_max_num_queries(most + 9):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_in_one_language(language: str) -> None:
    """Words of the frame of the other language give a page away."""
    others = {"id": ("What it says", "Try a check", "Compare two dates"), "en": ("Isi ketentuan", "Coba pemeriksaan")}
    client = Client()
    client.cookies["django_language"] = language
    for url in (
        "/hukum/",
        "/hukum/pasal/kukm-23-2005/5.1.a.1/",
        "/hukum/uji/",
        "/hukum/uji/sentra.criteria/",
        "/hukum/banding/",
    ):
        text = client.get(url).content.decode()
        assert f'<html lang="{language}"' in text
        assert [one for one in others[language] if one in text] == []
