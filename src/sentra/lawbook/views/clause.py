"""One provision: what it says, with which values, what it reads, how it is traced and where it was applied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.access.doors import public
from sentra.access.policy import RULES
from sentra.decisions.queries import Application, last_applications
from sentra.decisions.wording import title_of
from sentra.law import Clause, FactDeclaration, LawError, NotInForce, ParameterValue, Regulation
from sentra.law.coverage import recorded
from sentra.law.values import told_values
from sentra.lawbook.contents import chapters_of
from sentra.lawbook.held import Day, day_of, language, library
from sentra.lawbook.searching import actor_label
from sentra.lawbook.views.common import address, not_in_force, page
from sentra.lawbook.words import BASES, KINDS, SEVERITIES, TRACES
from sentra.pages.facts_form import unit_text

APPLICATIONS = 5


@dataclass(frozen=True)
class Shown:
    """A value of a provision in words, with those that held before or will hold after it."""

    label: str
    text: str
    since: Any
    source: str
    others: list[tuple[Any, str, str]]


@public
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One provision as it stands on the day."""
    day, lang = day_of(request), language()
    try:
        found = day.law.clause(clause_id)
    except NotInForce as early:
        return not_in_force(request, day, early, "clause", clause_id)
    except LawError:
        raise Http404 from None
    regulation = library().regulations[found.regulation]
    order = list(regulation.clauses)
    place = order.index(found.id)
    context = {
        "clause": found,
        "regulation": regulation,
        "label": found.label(lang),
        "text": found.text(lang),
        "reading": found.reading(lang),
        "accept": found.accept(lang),
        "sentence": found.sentence(lang),
        "kind": KINDS[found.kind],
        "severity": SEVERITIES[found.severity] if found.condition is not None or found.severity != "must" else "",
        "actors": [actor_label(library(), regulation.id, actor, lang) for actor in found.actors],
        "activities": [_activity(regulation, name, lang) for name in found.applies_to],
        "values": _values(regulation, found, lang),
        "facts": [_fact(one, lang) for one in found.facts],
        "check": day.law.check(found.check) if found.check else None,
        "check_title": day.law.check(found.check).title(lang) if found.check else "",
        "trace": _trace(regulation, found),
        "applied": [_application(one) for one in last_applications(found.id, APPLICATIONS)],
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
        "crumbs": _crumbs(day, regulation, found, lang),
    }
    return page(request, "clause", day, context, tab="law")


def _activity(regulation: Regulation, name: str, lang: str) -> str:
    try:
        return f"{name} · {regulation.words('activities', name, lang)}"
    except LawError:
        return name


def _values(regulation: Regulation, clause: Clause, lang: str) -> list[Shown]:
    """The values in words; a dated one with all its dates, a yearly one with its years."""
    shown = []
    for told in told_values(regulation, clause, lang):
        parameter = clause.parameters[told.name]
        used = clause.values[told.name]
        others = [one for one in (*parameter.steps, *parameter.yearly.values()) if one != used]
        texts = [(one.since, _plain(regulation, clause, one, lang), one.source or "") for one in others]
        shown.append(Shown(told.label, told.text, told.since, told.source or "", texts))
    return shown


def _plain(regulation: Regulation, clause: Clause, value: ParameterValue, lang: str) -> str:
    """Another value of a parameter, told as the one of the day is."""
    parameter = replace(clause.parameters[value.name], steps=(value,), yearly={})
    other = replace(clause, parameters={**clause.parameters, value.name: parameter})
    return next(one.text for one in told_values(regulation, other, lang) if one.name == value.name)


def _fact(fact: FactDeclaration, lang: str) -> dict[str, Any]:
    values = [fact.value_label(value, lang) for value in fact.values]
    return {
        "label": fact.label(lang),
        "help": fact.help(lang),
        "unit": unit_text(fact.unit),
        "basis": BASES[fact.basis],
        "values": values,
        "values_label": (_("Levels, the lowest first (%(n)s)") if fact.ordered else _("Values (%(n)s)"))
        % {"n": len(values)},
    }


def _trace(regulation: Regulation, clause: Clause) -> dict[str, Any]:
    """What shows the provision at work: its condition with the recorded cases of its check, and tests by name."""
    cases = sum(case.get("check") == clause.check for case in regulation.cases) if clause.condition is not None else 0
    tests = recorded().get(clause.id, ())
    label = ngettext("Held by %(n)s test", "Held by %(n)s tests", len(tests)) % {"n": len(tests)}
    return {
        "cases": cases,
        "tests": tests,
        "label": label,
        "how": TRACES[clause.kind],
        "is_open": not (cases or tests),
    }


def _application(one: Application) -> dict[str, Any]:
    rule = RULES.get(one.action)
    words = str(rule.title) if rule else title_of(one.action)
    return {"at": one.at, "what": f"{words[:1].upper()}{words[1:]}", "office": one.office}


def _crumbs(day: Day, regulation: Regulation, clause: Clause, lang: str) -> list[dict[str, str]]:
    chapter = next(
        one
        for one in chapters_of(regulation, regulation.clauses.values(), lang)
        for section in one.sections
        if any(other.id == clause.id for other in section.clauses)
    )
    return [
        {"label": _("Regulations"), "url": address("law", day)},
        {"label": regulation.number, "url": address("regulation", day, regulation.id)},
        {"label": chapter.title, "url": address("chapter", day, regulation.id, chapter.key)},
        {"label": clause.cite},
    ]
