"""Two states of a regulation side by side: its versions, or one version on two days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sentra.access.doors import public
from sentra.law import Clause, Regulation
from sentra.law.comparison import Pair
from sentra.law.comparison import compare as compared
from sentra.law.values import told_values
from sentra.lawbook.held import Day, day_of, language, library, regulation_or_404
from sentra.lawbook.views.common import address, page
from sentra.lawbook.words import ASPECTS, SEVERITIES
from sentra.pages.states import State


@dataclass(frozen=True)
class Side:
    """One side of a comparison: the day, and the version in force on it, if any."""

    day: dt.date
    regulation: Regulation | None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The provisions of the version with the values of the day."""
        return library().on(self.day).clauses(regulation=self.regulation.id) if self.regulation else ()


@public
def compare(request: HttpRequest) -> HttpResponse:
    """What changed between two days, provision by provision."""
    day, lang = day_of(request), language()
    named = request.GET.get("regulation", "")
    family = library().versions(regulation_or_404(named).id) if named else ()
    first = day_of(request, "from")
    second = day_of(request, "to")
    if family and not first.is_chosen:
        first = Day(family[0].since, unread=first.unread)
    sides = [_side(family, first.date), _side(family, second.date)]
    pairs = compared(sides[0].clauses, sides[1].clauses) if all(one.regulation for one in sides) else ()
    counts = Counter(pair.kind for pair in pairs)
    context = {
        "regulations": _families(lang),
        "chosen": family[0].id if family else "",
        "first": first,
        "second": second,
        "sides": sides,
        "family": family,
        "outside": sorted({one.day for one in sides if not one.regulation}),
        "can_compare": all(one.regulation for one in sides),
        "is_one_text": len(family) == 1,
        "counts": counts,
        "changed": sum(counts[kind] for kind in ("added", "struck", "changed")),
        "pairs": [_row(pair, sides, lang) for pair in pairs if pair.kind != "same"],
        "dated": _dated(family),
        "unread": [one.unread for one in (first, second) if one.unread],
    }
    return page(request, "compare", day, context)


def _families(lang: str) -> list[tuple[str, str]]:
    """Each regulation once, under its newest version; the value is the id of its oldest one."""
    found: dict[str, str] = {}
    for one in library().regulations.values():
        versions = library().versions(one.id)
        numbers = ", ".join(version.number for version in versions)
        found[versions[0].id] = Truncator(f"{numbers} · {versions[-1].titles[lang]}").chars(90)
    return list(found.items())


def _side(family: tuple[Regulation, ...], day: dt.date) -> Side:
    return Side(day, next((one for one in family if one.is_in_force(day)), None))


def _dated(family: tuple[Regulation, ...]) -> list[tuple[dt.date, dt.date]]:
    """The days on which something of the family changes, each with the day before it.

    A version begins, a dated value does, or a value of one year begins or ends.
    """
    days = {one.since for one in family[1:]}
    for clause in (clause for one in family for clause in one.clauses.values()):
        for parameter in clause.parameters.values():
            days |= {step.since for step in parameter.steps[1:]}
            days |= {dt.date(year + more, 1, 1) for year in parameter.yearly for more in (0, 1)}
    return [(day - dt.timedelta(days=1), day) for day in sorted(days) if family and day > family[0].since]


def _row(pair: Pair, sides: list[Side], lang: str) -> dict[str, Any]:
    before, after = (
        _told(clause, side, _moved(pair), lang) for clause, side in zip((pair.before, pair.after), sides, strict=True)
    )
    aspects = pair.aspects if pair.kind == "changed" else ("text",)
    side = sides[1] if pair.after is not None else sides[0]
    return {
        "clause": pair.clause,
        "url": address("clause", Day(side.day, is_chosen=True), pair.clause.id),
        "label": pair.clause.label(lang),
        "state": _state(pair.kind),
        "aspects": [
            {"label": ASPECTS[name], "before": before.get(name, ""), "after": after.get(name, "")} for name in aspects
        ],
    }


def _moved(pair: Pair) -> frozenset[str]:
    """The names of the values that differ."""
    if pair.before is None or pair.after is None:
        return frozenset()
    old, new = ({name: used.value for name, used in one.values.items()} for one in (pair.before, pair.after))
    return frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _told(clause: Clause | None, side: Side, moved: frozenset[str], lang: str) -> dict[str, Any]:
    """What each aspect of a provision says, in words; of the values those that differ."""
    if clause is None or side.regulation is None:
        return {}
    told = told_values(side.regulation, clause, lang)
    values = [f"{one.label}: {one.text}" for one in told if one.name in moved]
    return {
        "values": "; ".join(values),
        "condition": clause.sentence(lang) or _("no condition"),
        "text": clause.text(lang),
        "reading": clause.reading(lang) or _("none"),
        "severity": SEVERITIES[clause.severity],
        "citation": clause.cite,
    }


def _state(kind: str) -> State:
    return {
        "added": State(_("Added"), "good", "plus"),
        "struck": State(_("Struck out"), "bad", "minus"),
        "changed": State(_("Changed"), "info", "pencil"),
    }[kind]
