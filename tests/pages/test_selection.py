"""Bulk actions mean the ticked rows or all that match, and ask once more with the number."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.test import Client

Rows = list[Permission]


def test_all_matching_rows_are_counted_and_then_done(page: Client, rows: Rows) -> None:
    asked = page.post("/choose", {"all_matching": "1", "query": "q=hak+1"}).content.decode()
    assert "Tindakan ini dikenakan pada 12 baris." in asked
    confirmed = {"all_matching": "1", "query": "q=hak+1", "confirmed_count": "12"}
    assert page.post("/choose", confirmed).content == b"done 12"


def test_ticked_rows(page: Client, rows: Rows) -> None:
    ids = [str(row.pk) for row in rows[:3]]
    assert "3 baris" in page.post("/choose", {"ids": ids}).content.decode()
    assert page.post("/choose", {"ids": ids, "confirmed_count": "3"}).content == b"done 3"


def test_a_row_that_appeared_meanwhile_asks_again(page: Client, rows: Rows) -> None:
    rows[0].pk = None
    rows[0].codename = "baru"
    rows[0].save()
    answer = page.post("/choose", {"all_matching": "1", "query": "", "confirmed_count": "30"})
    assert answer.status_code == 409
    assert "kini berisi 31 baris" in answer.content.decode()


def test_nothing_chosen_strangers_and_unreadable_numbers_are_refused(page: Client, rows: Rows) -> None:
    posts = ({}, {"ids": ["999999"]}, {"ids": ["1 OR 1=1"]}, {"all_matching": "1", "query": "kind=x"})
    assert [page.post("/choose", data).status_code for data in posts] == [400, 400, 400, 400]
