"""Trying a check: facts are typed, findings follow, the state stands in the address. Nothing is ever stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from sentra.access.doors import public
from sentra.law import Check, LawError, NotInForce, Regulation, Verdict
from sentra.law.remedy import Advice, advise
from sentra.lawbook.held import Day, day_of, language, library
from sentra.lawbook.remedies import told, with_remedies
from sentra.lawbook.state import ACTIVITY, DAY, asked_facts, facts_of, shared, with_activity, written, years_of
from sentra.lawbook.views.common import address, not_in_force, page
from sentra.lawbook.words import CLASSES
from sentra.pages.facts_form import FactsForm, form_for_facts
from sentra.pages.findings import Finding
from sentra.pages.forms import PageBoundField
from sentra.pages.verdicts import paired

#: Names of parameters that say nothing of a fact.
_OTHER = (DAY, ACTIVITY)


@public
def checks(request: HttpRequest) -> HttpResponse:
    """The checks of every regulation in force on the day."""
    day, lang = day_of(request), language()
    groups = [
        (one, [day.law.check(name) for name in one.checks])
        for one in library().regulations.values()
        if one.is_in_force(day.date)
    ]
    rows = [
        {"regulation": one, "checks": [(check, check.title(lang), len(check.facts)) for check in found]}
        for one, found in groups
    ]
    return page(request, "checks", day, {"groups": rows})


@public
def check(request: HttpRequest, check_id: str) -> HttpResponse:
    """One check to be tried; htmx asks for the findings alone."""
    day, lang = day_of(request), language()
    try:
        found = day.law.check(check_id)
    except NotInForce as early:
        return not_in_force(request, day, early, "check", check_id)
    except LawError:
        raise Http404 from None
    regulation = library().regulations[found.text.regulation]
    activity = _activity(request, found)
    form = _form(request, found, activity, day)
    context = {
        "check": found,
        "title": found.title(lang),
        "regulation": regulation,
        "form": form,
        "day": day,
        "activity": activity,
        "activities": _activities(regulation, found, lang),
        "result": _result(found, form, activity, lang),
        "here": _own(check_id, shared(request.GET, form)),
        "share": request.build_absolute_uri(_own(check_id, shared(request.GET, form))),
        "is_tried": _is_tried(request.GET),
        "crumbs": [{"label": _("Try a check"), "url": address("checks", day)}, {"label": found.title(lang)}],
    }
    if request.htmx and request.htmx.target == "result":  # type: ignore[attr-defined]
        answer = render(request, "lawbook/result.html", context | {"on": day.query})
        answer["HX-Replace-Url"] = _own(check_id, shared(request.GET, form))
        patch_vary_headers(answer, ["HX-Request"])
        return answer
    return page(request, "check", day, context, tab="checks")


def _own(check_id: str, query: QueryDict) -> str:
    path = reverse("portal:check", args=[check_id])
    return f"{path}?{query.urlencode()}" if query else path


def _is_tried(query: QueryDict) -> bool:
    return any(value.strip() for name in query for value in query.getlist(name) if name not in _OTHER)


def _activity(request: HttpRequest, check: Check) -> str | None:
    """The activity that the address names, if the check asks for one and some clause counts for it."""
    named = request.GET.get(ACTIVITY, "")
    known = {activity for clause in check.clauses for activity in clause.applies_to}
    return named if check.asks_activity and named in known else None


def _activities(regulation: Regulation, check: Check, lang: str) -> list[tuple[str, str]]:
    if not check.asks_activity:
        return []
    named = sorted({activity for clause in check.clauses for activity in clause.applies_to})
    return [(activity, f"{activity} · {regulation.words('activities', activity, lang)}") for activity in named]


def _form(request: HttpRequest, check: Check, activity: str | None, day: Day) -> FactsForm:
    """The form with what the address holds; it is always bound, so that mistakes are told."""
    form = form_for_facts(asked_facts(check, activity), data=request.GET, years=years_of(request.GET, day.date))
    form.full_clean()
    for problem in check.validate(facts_of(form), language()):
        name = problem.name if problem.name in form.fields else next(iter(form.maps.get(problem.name, {})), None)
        form.add_error(name, problem.remedy)
    return form


def _result(check: Check, form: FactsForm, activity: str | None, lang: str) -> dict[str, Any]:
    """The verdict with its findings, and what would make it met."""
    facts = with_activity(check, facts_of(form), activity)
    verdict = check.judge(facts, activity)
    advice = advise(check, facts, activity) if verdict.applicable else Advice((), None)
    sentences = told(advice, lang)
    where = _field_of(form)
    return {
        "verdict": verdict if verdict.applicable else None,
        "mark": verdict.verdict if verdict.applicable else "not_applicable",
        "findings": _lines(verdict, lang, where, sentences),
        "lower": _lower(verdict, check, lang, where, sentences),
        "rank": verdict.rank,
        "size": CLASSES.get(verdict.derived.get(check.text.output or "", ""), ""),
        "together": _together(check, form, advice, activity) if verdict.verdict != "met" else "",
        "is_advisory": check.text.advisory,
        "problems": form.errors,
    }


def _lines(verdict: Verdict, lang: str, where: Callable[[str], str], sentences: dict[str, str]) -> list[Finding]:
    lines = [(finding.clause_id, line) for finding, line in paired(verdict, lang, where)]
    return with_remedies(lines, sentences)


def _lower(
    verdict: Verdict, check: Check, lang: str, where: Callable[[str], str], sentences: dict[str, str]
) -> list[dict[str, Any]]:
    """The lower checks that were judged on the same facts, the nearest first."""
    found = []
    lower, of = verdict.lower, check.lower
    while lower is not None and of is not None:
        found.append(
            {"title": of.title(lang), "mark": lower.verdict, "findings": _lines(lower, lang, where, sentences)}
        )
        lower, of = lower.lower, of.lower
    return found


def _field_of(form: FactsForm) -> Callable[[str], str]:
    """Where a fact is entered: its field on this page."""

    def where(name: str) -> str:
        key = next(iter(form.maps.get(name, {})), name)
        return f"#{cast('PageBoundField', form[key]).first_id}" if key in form.fields else ""

    return where


def _together(check: Check, form: FactsForm, advice: Advice, activity: str | None) -> str:
    """The address of this check with every change made; empty where no values were found."""
    if advice.together is None:
        return ""
    query = written(advice.together, asked_facts(check, activity))
    for name in _OTHER:
        if value := form.data.get(name):
            query[name] = value
    return _own(check.id, query)
