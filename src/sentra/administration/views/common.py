"""What several pages of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms

from sentra.access.actors import Actor
from sentra.access.policy import may
from sentra.decisions.models import Decision
from sentra.decisions.wording import events
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.pages.forms import add_problem
from sentra.territory.models import Office, Region

T = TypeVar("T")


def attempt(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """What the service gives; where it refuses, None with the reason on the form, so that nothing typed is lost."""
    try:
        return act()
    except (BadInput, Conflict, Refused) as problem:
        add_problem(form, problem)
        return None


def timeline(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Decisions as the lines of a timeline."""
    return [event | {"tone": "info"} for event in events(decisions)]


def sees_people(actor: Actor, region: Region | None) -> bool:
    """Whether the actor may see who holds which role in an office of this region."""
    return may(actor, "access.view").allowed and actor.territory.holds(region)


def sees_people_of(actor: Actor, office: Office) -> bool:
    """Whether the actor may see the people of an office."""
    return sees_people(actor, office.region)
