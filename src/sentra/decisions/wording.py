"""Decisions in words: each room registers one sentence for each of its actions.

A sentence is a lazy translation with named places: %(actor)s, %(subject)s and whatever the record's details hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from sentra.decisions.models import Decision

_SENTENCES: dict[str, Any] = {}


def register(sentences: dict[str, Any]) -> None:
    """Add the sentences of a room's actions; registering an action twice is a programming error."""
    twice = _SENTENCES.keys() & sentences.keys()
    if twice:
        raise ValueError(f"registered twice: {', '.join(sorted(twice))}")
    _SENTENCES.update(sentences)


def sentence(decision: Decision) -> str:
    """The decision in the reader's language: "Rina proposed Sentra Batik Jenggot to the province"."""
    places = {**decision.details, "actor": decision.actor_name, "subject": decision.subject_label}
    pattern = str(_SENTENCES[decision.action]) if decision.action in _SENTENCES else gettext("%(actor)s: %(action)s")
    try:
        words = pattern % {**places, "action": decision.action}
    except KeyError:
        words = f"{decision.actor_name}: {decision.action}"
    if decision.on_behalf_of:
        words += " " + gettext("(on behalf of %(name)s)") % {"name": decision.on_behalf_of}
    return words


def events(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Decisions as the lines of a timeline: sentence, moment, capacity, reason."""
    return [{"text": sentence(one), "at": one.at, "by": one.capacity, "remark": one.reason} for one in decisions]


def title_of(action: str) -> str:
    """What an action is called where no record is at hand: its sentence without the names, for lists to choose from."""
    words = str(_SENTENCES[action]).replace("%(actor)s", "", 1)
    return re.sub(r"%\(\w+\)s", "…", words).strip()


def registered() -> frozenset[str]:
    """The actions that have a sentence."""
    return frozenset(_SENTENCES)
