"""Full-text search over the provisions, in both languages, with filters that stay in the address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sentra.law import library
from sentra.lawbook.searching import Filters, excerpt, find, words_of
from tests.lawbook.reading import clauses_in, page

pytestmark = pytest.mark.django_db
URL = "/hukum/cari/"
RULE = "kukm-23-2005/5.1.a.1"


def found(text: str, **filters: str) -> list[str]:
    return [one.id for one in find(library(), text, Filters(**filters))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["pelaku UKM bekerja", "SME operators", "operators area", '"paling sedikit 20 pelaku"']
)
def test_a_provision_is_found_by_words_of_either_language(text: str) -> None:
    assert RULE in found(text)
    assert RULE in clauses_in(page(URL, q=text)[1])
    assert RULE in clauses_in(page(URL, "en", q=text)[1])


def test_every_word_has_to_be_there() -> None:
    assert len(found("peserta pelatihan")) < min(len(found("peserta")), len(found("pelatihan")))
    assert found("peserta zzzz") == []


def test_a_citation_does_not_begin_another() -> None:
    cites = [library().clause(one).cite for one in found("pasal 1 koperasi")]
    assert "Pasal 1 angka 1" in cites
    assert [one for one in cites if one.startswith("Pasal") and not one.startswith("Pasal 1 ")] == []
    assert found("Pasal 12 huruf c", regulation="kukm-23-2005") == [
        "kukm-23-2005/12.c.1",
        "kukm-23-2005/12.c.2",
    ]


def test_a_hit_in_the_heading_comes_first() -> None:
    clauses = [library().clause(one) for one in found("honorarium")]
    in_heading = ["honorarium" in f"{one.label('id')} {one.label('en')}".lower() for one in clauses]
    assert True in in_heading
    assert in_heading == sorted(in_heading, reverse=True)


@pytest.mark.parametrize(
    ("name", "value"), [("regulation", "perin-5-2022"), ("kind", "deadline"), ("actor", "mentor_coordinator_province")]
)
def test_a_filter_alone_is_a_question(name: str, value: str) -> None:
    _status, text = page(URL, **{name: value})
    shown = [library().clause(one) for one in clauses_in(text)]
    assert shown
    held = {"regulation": lambda one: one.regulation, "kind": lambda one: one.kind, "actor": lambda one: one.actors}
    assert all(value in held[name](one) for one in shown)
    assert f'<option value="{value}" selected>' in text


@pytest.mark.parametrize(("name", "value"), [("regulation", "nothing"), ("kind", "poem"), ("actor", "nobody")])
def test_a_filter_that_is_none_of_the_choices_is_refused(name: str, value: str) -> None:
    status, text = page(URL, q="peserta", **{name: value})
    assert status == 400
    assert "Ini bukan salah satu pilihan" in text


def test_the_pages_of_a_long_list_follow_each_other() -> None:
    first, second = (clauses_in(page(URL, q="peserta", page=number)[1]) for number in ("1", "2"))
    assert (len(first), len(second), set(first) & set(second)) == (25, 25, set())
    assert "q=peserta" in page(URL, q="peserta", page="2")[1].partition('rel="next"')[2][:80]
    assert page(URL, q="peserta", page="999999")[0] == page(URL, q="peserta", page="x")[0] == 200


def test_nothing_asked_and_nothing_found_say_so() -> None:
    assert "Belum ada yang dicari" in page(URL)[1]
    assert "Tidak ada yang ditemukan" in page(URL, q="zzzz")[1]


def test_what_is_not_in_force_on_the_day_is_not_found() -> None:
    assert clauses_in(page(URL, regulation="perin-5-2022", on="2010-01-01")[1]) == []
    _status, text = page(URL, q="sentra", on="2010-01-01")
    assert {one.partition("/")[0] for one in clauses_in(text)} <= {"kukm-23-2005", "antara-2006", "uu-20-2008"}
    assert "?on=2010-01-01" in text


def test_an_excerpt_shows_the_word_that_was_found() -> None:
    clause = max(library().clauses, key=lambda one: len(one.text("id")))
    word = clause.text("id").split()[-2].strip(",.;").lower()
    shown = excerpt(clause, words_of(word), "id")
    assert word in shown.lower()
    assert len(shown) < len(clause.text("id"))


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "(((", "\\", "%", "'" * 300, '"'])
def test_whatever_is_typed_is_answered(text: str) -> None:
    given = Client().get(reverse("portal:law_search"), {"q": text})
    assert given.status_code == 200
    assert b"<script>alert" not in given.content
