"""What a page needs to know of a finding; the law's own findings satisfy it through a small bridge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from .states import State

MARKS: dict[str, State] = {
    "met": State(gettext_lazy("Met"), "good", "circle-check"),
    "not_met": State(gettext_lazy("Not met"), "bad", "circle-x"),
    "unknown": State(gettext_lazy("Not known yet"), "warn", "circle-question-mark"),
    "advice": State(gettext_lazy("Advice"), "info", "lightbulb"),
    "not_applicable": State(gettext_lazy("Not applicable"), "neutral", "circle-minus"),
}


class FindingLine(Protocol):
    """One provision's answer as a line: what was asked, what was measured, where it is written."""

    mark: str
    label: str | Promise
    measured: str
    threshold: str
    citation: str
    url: str
    missing: Sequence[Missing]


@dataclass(frozen=True)
class Missing:
    """A fact that nobody has entered yet, with the address where it is entered."""

    label: str | Promise
    url: str = ""


@dataclass(frozen=True)
class Finding:
    """A finding ready for the page; all texts are in the reader's language already.

    `mark` is one of met, not_met, unknown, advice, not_applicable. `measured` and `threshold` are written
    with their units. `url` opens the provision.
    """

    mark: str
    label: str | Promise
    measured: str = ""
    threshold: str = ""
    citation: str = ""
    url: str = ""
    missing: Sequence[Missing] = field(default_factory=tuple)
    note: str | Promise = ""


def mark_of(value: str) -> State:
    """The word, tone and icon of a mark; an unheard-of mark counts as not known."""
    return MARKS.get(str(value), MARKS["unknown"])


def finding_marks(findings: Iterable[Any]) -> str:
    """A sentence such as `6 met, 1 not met, 1 not known yet`; empty for no findings."""
    counts = Counter(str(one.mark) for one in findings)
    met, not_met = counts["met"], counts["not_met"]
    unknown, advice = counts["unknown"], counts["advice"]
    parts = [
        (met, ngettext("%(n)s met", "%(n)s met", met)),
        (not_met, ngettext("%(n)s not met", "%(n)s not met", not_met)),
        (unknown, ngettext("%(n)s not known yet", "%(n)s not known yet", unknown)),
        (advice, ngettext("%(n)s advice", "%(n)s pieces of advice", advice)),
    ]
    return ", ".join(word % {"n": n} for n, word in parts if n)
