"""A check's facts as the parameters of an address, so that what was tried can be shared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import QueryDict

from sentra.law import Check, FactDeclaration
from sentra.pages.facts_form import NONE_OF_THESE, FactsForm

#: Names in the address that are no facts.
DAY, ACTIVITY = "on", "activity_id"
_YEAR = re.compile(r".+__([0-9]{4})")
#: Years that an address may name: each is a field of every fact by year.
_MOST_YEARS = 20


def asked_facts(check: Check, activity: str | None) -> list[FactDeclaration]:
    """The facts to ask for: those that count for the activity, without what the lower check answers."""
    if not check.asks_activity:
        return [fact for fact in check.facts if fact.name not in (check.chain_fact, ACTIVITY)]
    counting = [
        clause
        for clause in check.clauses
        if clause.condition is not None and (not clause.applies_to or activity in clause.applies_to)
    ]
    names = {fact.name for clause in counting for fact in clause.facts}
    return [fact for fact in check.facts if fact.name in names and fact.name not in (check.chain_fact, ACTIVITY)]


def with_activity(check: Check, facts: Mapping[str, Any], activity: str | None) -> dict[str, Any]:
    """The facts, and the activity among them where a provision reads it as a fact."""
    reads_it = any(fact.name == ACTIVITY for fact in check.facts)
    return {**facts, **({ACTIVITY: activity} if activity and reads_it and facts.get(ACTIVITY) is None else {})}


def years_of(query: QueryDict, day: date) -> list[int]:
    """The years asked of facts by year: the three before the day, and whatever years the address names."""
    named = {int(found.group(1)) for key in query if (found := _YEAR.fullmatch(key))}
    newest = sorted(year for year in named if 1900 <= year <= 2200)[-_MOST_YEARS:]
    return sorted({*range(day.year - 3, day.year), *newest})


def facts_of(form: FactsForm) -> dict[str, Any]:
    """The facts of the fields that hold no mistake; the others count as not known."""
    good = form.cleaned_data
    found: dict[str, Any] = {}
    for fact in form.declarations:
        if fact.name in form.maps:
            series = {year: good[key] for key, year in form.maps[fact.name].items() if good.get(key) is not None}
            found[fact.name] = series or None
        else:
            found[fact.name] = good.get(fact.name)
    return {name: value for name, value in found.items() if value is not None}


def shared(query: QueryDict, form: FactsForm) -> QueryDict:
    """The address's parameters without what is empty or not asked for: what is worth sharing."""
    kept = QueryDict(mutable=True)
    for name in (DAY, ACTIVITY, *form.fields):
        values = [value for value in query.getlist(name) if value.strip()]
        if values:
            kept.setlist(name, values)
    return kept


def written(facts: Mapping[str, Any], declarations: Iterable[FactDeclaration]) -> QueryDict:
    """Facts as the parameters that the form reads back as the same facts."""
    found = QueryDict(mutable=True)
    for fact in declarations:
        value = facts.get(fact.name)
        if value is None:
            continue
        if isinstance(value, Mapping):
            for year, item in sorted(value.items()):
                found[f"{fact.name}__{year}"] = _text(item)
        elif isinstance(value, (list, tuple)) and fact.items == "enum":
            found.setlist(fact.name, [str(item) for item in value] or [NONE_OF_THESE])
        elif isinstance(value, (list, tuple)):
            found[fact.name] = "; ".join(str(item) for item in value)
        else:
            found[fact.name] = _text(value)
    return found


def _text(value: Any) -> str:
    """A value as it is typed: a decimal comma, a date in figures, yes and no as the form names them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
