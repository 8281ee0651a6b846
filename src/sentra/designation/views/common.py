"""What the pages of this room share: the actor, crumbs, services whose problems belong to a form's fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.urls import reverse

from sentra.access.actors import Actor
from sentra.decisions.models import Decision
from sentra.decisions.wording import events
from sentra.pages.errors import BadInput
from sentra.pages.forms import Form, add_problem
from sentra.registry.facts import sentra_fact_sources
from sentra.registry.models import Sentra

T = TypeVar("T")


def crumb(label: Any, name: str = "", *args: Any) -> dict[str, Any]:
    """A step of "you are here"; without a name the present page."""
    return {"label": label, "url": reverse(f"designation:{name}", args=args) if name else ""}


def attempt(form: Form, act: Callable[[], T]) -> T | None:
    """Do what a valid form asks; wrong values come back to their fields and give None, other problems are raised."""
    try:
        return act()
    except BadInput as problem:
        add_problem(form, problem)
        return None


_TONES = {
    "return": "warn",
    "hold_back": "warn",
    "not_choose": "bad",
    "withdraw": "neutral",
    "designate": "good",
    "issue_decree": "good",
    "choose": "accent",
    "comment": "neutral",
}


def timeline(history: Iterable[Decision]) -> list[dict[str, Any]]:
    """A history as the timeline draws it: sentence, moment, office, reason."""
    shown = [one for one in history if one.action != "designation.comment"]
    tones = (_TONES.get(one.action.partition(".")[2], "info") for one in shown)
    return [event | {"tone": tone} for event, tone in zip(events(shown), tones, strict=True)]


def where_entered(sentra: Sentra, actor: Actor) -> Callable[[str], str]:
    """The address at which a missing fact of a sentra is entered: the registry, or the judgement on this page."""
    sources = sentra_fact_sources(sentra, actor.today)
    assessment = reverse("designation:assessment", args=[sentra.pk])

    def where(name: str) -> str:
        return sources[name].url if name in sources else f"{assessment}#fact-{name}"

    return where


__all__ = [
    "attempt",
    "crumb",
    "timeline",
    "where_entered",
]
