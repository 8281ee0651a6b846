"""What the pages of the law share: their tabs, the day of the law, the addresses that stay on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.law import NotInForce
from sentra.lawbook.held import Day, library


def page(
    request: HttpRequest, template: str, day: Day, context: Mapping[str, Any], *, tab: str = "", status: int = 200
) -> HttpResponse:
    """A page of the law with its frame."""
    frame = "pages/shell.html" if request.user.is_authenticated else "pages/public.html"
    shared = {"frame": frame, "day": day, "on": day.query, "tabs": _tabs(day, tab or template)}
    return render(request, f"lawbook/{template}.html", shared | dict(context), status=status)


def address(name: str, day: Day, *keys: str) -> str:
    """An address of this room that stays on the day of the law."""
    path = reverse(f"portal:{name}", args=keys)
    return f"{path}?{day.query}" if day.query else path


def not_in_force(request: HttpRequest, day: Day, early: NotInForce, name: str, *keys: str) -> HttpResponse:
    """The page that says when a regulation applies; it leads to the same address on a day on which it does."""
    today = timezone.localdate()
    is_over = early.until is not None and early.asked > early.until
    other = Day(today) if early.since <= today and (early.until is None or today <= early.until) else None
    if other is None:
        other = Day(early.until if is_over and early.until else early.since, is_chosen=True)
    regulation = library().regulations[early.regulation]
    begun_by = regulation.clauses.get(early.citation)
    context = {
        "early": early,
        "title": regulation.number,
        "citation": begun_by.cite if begun_by else early.citation,
        "is_over": is_over,
        "other": other,
        "url": address(name, other, *keys),
    }
    return page(request, "not_in_force", day, context, tab="law", status=404)


def _tabs(day: Day, current: str) -> list[dict[str, Any]]:
    labels = {
        "law": _("Regulations"),
        "law_search": _("Search the law"),
        "checks": _("Try a check"),
        "compare": _("Compare"),
    }
    return [
        {"label": label, "url": address(name, day), "is_current": name == current} for name, label in labels.items()
    ]
