"""The texts that the pages show, and the day for which they are asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from sentra import law
from sentra.indonesian.dates import parse_date
from sentra.indonesian.problems import IndonesianValueError
from sentra.law import Law, Library, Regulation


def library() -> Library:
    """The texts that are held."""
    return law.library()


def language() -> str:
    """The reader's language, `id` or `en`."""
    return "en" if (get_language() or "id").startswith("en") else "id"


@dataclass(frozen=True)
class Day:
    """The day of the law: today, or the one that the address names (`?on=`).

    `unread` is what stood there where it is no date; then today is shown, and the page says so.
    """

    date: dt.date
    is_chosen: bool = False
    unread: str = ""

    @property
    def law(self) -> Law:
        """The law of the day."""
        return library().on(self.date)

    @property
    def query(self) -> str:
        """What an address needs to stay on the day, empty for today."""
        return f"on={self.date.isoformat()}" if self.is_chosen else ""


def day_of(request: HttpRequest, name: str = "on") -> Day:
    """The day that the address names, written as people or as machines write dates; today where it names none."""
    typed = request.GET.get(name, "").strip()
    today = timezone.localdate()
    if not typed:
        return Day(today)
    try:
        return Day(parse_date(typed), is_chosen=True)
    except IndonesianValueError:
        return Day(today, unread=typed)


def regulation_or_404(regulation_id: str) -> Regulation:
    """One of the texts."""
    found = library().regulations.get(regulation_id)
    if found is None:
        raise Http404
    return found
