"""The law in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentra.law import Clause
from sentra.pages import formatting

register = template.Library()


@register.simple_tag
def clause_label(clause: Clause) -> str:
    """The short name of a provision."""
    return clause.label(get_language() or "id")


@register.simple_tag
def localized(texts: Mapping[str, str]) -> str:
    """The text in the reader's language, else in the other one."""
    return texts.get(get_language() or "id") or next(iter(texts.values()), "")


@register.simple_tag
def article_title(article: str) -> str:
    """`Pasal 5`, `Lampiran 1`, or the part's own name."""
    if article.isdigit():
        return f"Pasal {article}"
    if article[:1] == "L" and article[1:].isdigit():
        return f"Lampiran {article[1:]}"
    return {"menimbang": "Menimbang", "mengingat": "Mengingat", "I": "Pasal I", "II": "Pasal II"}.get(article, article)


@register.simple_tag
def law_value(value: Any) -> str:
    """A value of the law as people write it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return formatting.number(value)
    if isinstance(value, dt.date):
        return formatting.long_date(value)
    if isinstance(value, list | tuple):
        return ", ".join(law_value(one) for one in value)
    return str(value)
