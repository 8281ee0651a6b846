"""The shell, the theme, the problems and the gallery as a browser without scripts gets them."""

from __future__ import annotations

import json

import pytest
from django.test import Client, override_settings


def test_the_gallery_draws_every_component(page: Client) -> None:
    html = page.get("/").content.decode()
    for name in ("finding", "timeline", "steps", "stats", "facts", "alert", "tabs", "drop", "empty", "bars", "spark"):
        assert f'class="{name}' in html, name
    assert html.count("<h1>") == 1
    assert '<html lang="id">' in html


def test_the_gallery_is_closed_outside_development(page: Client) -> None:
    with override_settings(DEBUG=False):
        assert page.get("/").status_code == 404


def test_the_theme_is_kept_in_a_cookie_and_can_be_given_back(page: Client) -> None:
    answer = page.post("/theme", {"theme": "dark", "next": "/list"})
    assert (answer.status_code, answer["Location"], page.cookies["theme"].value) == (302, "/list", "dark")
    assert 'data-theme="dark"' in page.get("/").content.decode()
    page.post("/theme", {"theme": "system"})
    assert "data-theme=" not in page.get("/").content.decode()


def test_a_forged_theme_or_a_foreign_way_back_is_ignored(page: Client) -> None:
    answer = page.post("/theme", {"theme": '"><script>', "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    page.cookies["theme"] = "x"
    assert "data-theme=" not in page.get("/").content.decode()


def test_an_action_that_is_not_open_shows_the_reason_instead(page: Client) -> None:
    html = page.get("/").content.decode()
    assert 'aria-disabled="true" id="verify" aria-describedby="verify-why"' in html
    assert "Pengusul tidak boleh memverifikasi usulannya sendiri." in html


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        ("refused", 403, "Pasal 5 ayat (1) huruf a"),
        ("conflict", 409, "Budi Santoso sudah meneruskan usulan ini pada 10.32."),
        ("bad", 400, "NIB terdiri dari 13 angka."),
        ("missing", 404, "Halaman itu tidak ada di sini."),
    ],
)
def test_a_problem_is_a_page_with_a_next_step(page: Client, kind: str, status: int, text: str) -> None:
    with override_settings(DEBUG=False):
        answer = page.get(f"/problem/{kind}")
    assert answer.status_code == status
    assert text in answer.content.decode()


def test_a_refusal_to_a_program_is_a_problem_document(page: Client) -> None:
    answer = page.get("/api/problem/refused")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert json.loads(answer.content) == {
        "type": "about:sentra/refused",
        "title": "Ini tidak terbuka untuk Anda",
        "status": 403,
        "detail": "Usulan ini belum memenuhi kriteria.",
        "remedy": "Lengkapi anggota sentra, lalu usulkan kembali.",
        "clause_ids": ["kukm-23-2005/5.1.a.1"],
        "findings": [
            {"mark": "not_met", "label": "Minimal 20 UKM", "citation": "Pasal 5 ayat (1) huruf a"},
        ],
    }


def test_bad_input_to_a_program_names_field_value_and_remedy(page: Client) -> None:
    body = json.loads(page.get("/api/problem/bad").content)
    assert body["problems"] == [
        {"field": "NIB", "value": "12", "message": "NIB terdiri dari 13 angka.", "remedy": "Salin dari dokumen NIB."}
    ]


def test_later_pages_are_light(page: Client) -> None:
    import gzip

    assert len(gzip.compress(page.get("/").content)) <= 15_000
