"""How large an enterprise is: several instruments class enterprises, each for its own time and by its own figures.

The class is a function of the basis, the date and the facts. On one day an enterprise may be small by one basis and
medium by another, so that a class is never told without its basis. The bases are the checks that a text puts into the
family ``enterprise_size``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentra.law.clauses import CheckText
from sentra.law.errors import UnknownName
from sentra.law.library import Library
from sentra.law.regulation import Regulation
from sentra.law.verdict import Verdict

FAMILY = "enterprise_size"
OUTPUT = "size_class"


@dataclass(frozen=True, slots=True)
class SizeBasis:
    """An instrument that classes enterprises by size, and the check that does it."""

    regulation: Regulation
    check: CheckText

    @property
    def id(self) -> str:
        """How the basis is named: the id of its regulation."""
        return self.regulation.id

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes it knows, in the order of the text; outside all of them an enterprise is ``none``."""
        return tuple(self.check.classes)


def size_bases(library: Library) -> tuple[SizeBasis, ...]:
    """Return every basis of the loaded texts, the oldest first."""
    found = [
        SizeBasis(text, check)
        for text in library.regulations.values()
        for check in text.checks.values()
        if check.family == FAMILY
    ]
    return tuple(sorted(found, key=lambda basis: (basis.regulation.since, basis.id)))


def size_bases_on(library: Library, day: date) -> tuple[SizeBasis, ...]:
    """Return the bases that apply on a day, the oldest first."""
    return tuple(basis for basis in size_bases(library) if basis.regulation.is_in_force(day))


def size_class(library: Library, basis: str, on: date, facts: Mapping[str, Any]) -> Verdict:
    """Return the verdict of a basis on a day; ``derived["size_class"]`` is the class, ``none`` or ``unknown``.

    ``facts`` may hold more than the basis asks for: those of all bases are given together. ``met`` means that the
    enterprise is in one of the classes. Raises :class:`sentra.law.NotInForce`, which says from when until when the
    basis applies, and :class:`UnknownName` for a basis that no text holds.
    """
    known = {one.id: one for one in size_bases(library)}
    if basis not in known:
        raise UnknownName(f"{basis} is no basis of size; known are {', '.join(known)}")
    known[basis].regulation.require_in_force(on)
    asked = {fact.name for fact in known[basis].check.facts}
    own = {name: value for name, value in facts.items() if name in asked}
    return library.on(on).check(known[basis].check.id).judge(own)
