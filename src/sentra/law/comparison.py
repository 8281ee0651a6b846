"""Two states of a regulation held side by side: which provisions came, went, or say something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sentra.law.clauses import LANGUAGES, Clause

#: What a provision can differ in, in the order in which it is told.
ASPECTS = ("values", "condition", "text", "reading", "severity", "citation")


@dataclass(frozen=True, slots=True)
class Pair:
    """One provision before and after; ``before`` is None for one that was added, ``after`` for one struck out.

    ``aspects`` names what differs (see :data:`ASPECTS`), none where nothing does.
    """

    path: str
    before: Clause | None
    after: Clause | None
    aspects: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``added``, ``struck``, ``changed`` or ``same``."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "struck"
        return "changed" if self.aspects else "same"

    @property
    def clause(self) -> Clause:
        """The provision as it stands after, or stood before it was struck out."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a pair needs at least one provision")
        return found


def compare(before: Iterable[Clause], after: Iterable[Clause]) -> tuple[Pair, ...]:
    """Return every provision of two states of a text as a pair, in the order of the later one.

    Provisions belong together by their place in the regulation (``5.1.a.1``), whatever the regulation's id; those
    struck out stand behind the one they followed. Values are compared as they hold on each clause's day.
    """
    old = {place(clause): clause for clause in before}
    new = {place(clause): clause for clause in after}
    return tuple(_pair(path, old.get(path), new.get(path)) for path in _merged(list(old), list(new)))


def place(clause: Clause) -> str:
    """Return where a clause stands within its regulation: ``5.1.a.1`` of ``kukm-23-2005/5.1.a.1``."""
    return clause.id.partition("/")[2]


def _merged(old: list[str], new: list[str]) -> list[str]:
    """The new order, with each old place that is gone behind the place it followed."""
    order, kept = list(new), set(new)
    previous: str | None = None
    for path in old:
        if path not in kept:
            order.insert(0 if previous is None else order.index(previous) + 1, path)
        previous = path
    return order


def _pair(path: str, before: Clause | None, after: Clause | None) -> Pair:
    if before is None or after is None:
        return Pair(path, before, after)
    said_before, said_after = _said(before), _said(after)
    return Pair(path, before, after, tuple(one for one in ASPECTS if said_before[one] != said_after[one]))


def _said(clause: Clause) -> Mapping[str, Any]:
    return {
        "values": {name: used.value for name, used in clause.values.items()},
        "condition": [*(_written(clause, key) for key in ("applies_when", "test", "rank_when")), clause.applies_to],
        "text": [clause.text(lang) for lang in LANGUAGES],
        "reading": [clause.reading(lang) for lang in LANGUAGES],
        "severity": clause.severity,
        "citation": clause.cite,
    }


def _written(clause: Clause, key: str) -> str:
    """A condition as the text writes it; its tree would carry the values too, which are told apart from it."""
    return " ".join(str(clause.source.get(key) or "").split())
