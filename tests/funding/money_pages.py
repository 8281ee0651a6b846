"""Asking for the pages of the money and reading what they say."""

from __future__ import annotations

import datetime as dt
import html
import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.funding.models import Fund
from tests.funding.makers import a_year, with_ceiling
from tests.funding.money_makers import (
    funded,
    last_year,
    pay,
    spending,
)
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN


def as_(actor: Actor, language: str = "en") -> Client:
    client = Client()
    client.force_login(actor.user)
    client.cookies["django_language"] = language
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"funding:{name}", args=args)


def read(actor: Actor, name: str, *args: object, status: int = 200, language: str = "en", **query: str) -> str:
    response = as_(actor, language).get(url(name, *args), query)
    assert response.status_code == status, response.content.decode()[:2000]
    return html.unescape(response.content.decode())


def words(page: str) -> str:
    """The page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def send(actor: Actor, name: str, *args: object, **data: Any) -> Any:
    """Send a form as somebody types it; days are written day first."""
    typed = {key: f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value for key, value in data.items()}
    return as_(actor).post(url(name, *args), {"client_id": str(uuid4()), **typed})


def exported(actor: Actor, name: str, *args: object, **query: str) -> list[dict[str, Any]]:
    """The rows of a spreadsheet by its headings."""
    given = as_(actor).get(url(name, *args), {"export": "xlsx", **query})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(given.streaming_content))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def wrong_fields(response: Any) -> set[str]:
    assert response.status_code == 422, response.content.decode()[:2000]
    return set(re.findall(r'id="id_([\w-]+)_error"', response.content.decode()))


def nation() -> None:
    """Two provinces, a technical unit, both funds, this year and last."""
    for code in (PEKALONGAN, BATANG, BANTUL):
        recipient, (line, *_rest) = spending(code)
        pay(recipient, {line.pk: {PEKALONGAN: 150_000_000, BATANG: 50_000_000, BANTUL: 1_000_000}[code]})
    with_ceiling(last_year(), JAWA_TENGAH, 1_000_000_000, holder="province_technical_unit")
    funded(fund=Fund.IKM)
    with_ceiling(a_year())


def rows_of(page: str) -> list[str]:
    table = page.partition('id="results"')[2].partition('id="sums"')[0]
    return re.findall(r'<th role="rowheader" scope="row">(.*?)</th>', table, re.DOTALL)
