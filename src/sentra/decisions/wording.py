"""Decisions in words: each room registers one sentence for each of its actions.

A sentence is a lazy translation with named places: %(actor)s, %(subject)s and whatever the record's details hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from sentra.access.policy import RULES
from sentra.decisions.models import Decision, Notification
from sentra.pages.formatting import long_date

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


def words_of(note: Notification) -> str:
    """What a notification says: the decision in words, or what is due; its address where it has neither."""
    if note.decision is not None:
        return sentence(note.decision)
    item = note.work_item
    if item is None or item.due_on is None:
        return note.url
    rule = RULES.get(item.kind)
    places = {"title": item.title, "todo": rule.title if rule else "", "day": long_date(item.due_on)}
    if item.closed_at is not None:
        words = gettext("Done meanwhile: %(title)s (%(todo)s)")
    elif (note.reminder or 0) < 0:
        words = gettext("Due on %(day)s: %(title)s (%(todo)s)")
    elif note.reminder == 0:
        words = gettext("Due today, %(day)s: %(title)s (%(todo)s)")
    else:
        words = gettext("Was due on %(day)s and still waits: %(title)s (%(todo)s)")
    return words % places


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
