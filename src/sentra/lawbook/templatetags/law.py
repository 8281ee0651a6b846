"""The law in the reader's language, and addresses that stay on the day of the law."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.urls import reverse

from sentra.law import Clause
from sentra.lawbook.held import language

register = template.Library()


@register.simple_tag
def clause_label(clause: Clause) -> str:
    """The short name of a provision."""
    return clause.label(language())


@register.simple_tag(takes_context=True)
def law_url(context: Context, name: str, *keys: str) -> str:
    """An address of this room that stays on the day that the page shows."""
    path = reverse(f"portal:{name}", args=[str(key) for key in keys])
    return f"{path}?{context['on']}" if context.get("on") else path
