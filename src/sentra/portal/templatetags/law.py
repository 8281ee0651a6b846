"""The law in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from sentra.law import Clause

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
