"""Pages of the law as somebody reads them who is not signed in."""

from __future__ import annotations

import html
import re

from django.test import Client


def page(url: str, language: str = "id", **query: str) -> tuple[int, str]:
    """Status and text of a page as a stranger reads it."""
    client = Client()
    client.cookies["django_language"] = language
    given = client.get(url, query)
    return given.status_code, html.unescape(given.content.decode())


def clauses_in(text: str) -> list[str]:
    """The ids of the provisions that a page leads to, in its order."""
    return list(dict.fromkeys(re.findall(r'href="/hukum/pasal/([^"?#]+?)/[?"#]', text)))
