"""The regulations from the shelf to the single provision: list, contents, chapters, search."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sentra.access.doors import public
from sentra.law import Clause, Law, NotInForce, Regulation
from sentra.lawbook.contents import ONE_PAGE, chapters_of
from sentra.lawbook.held import Day, day_of, language, library, regulation_or_404
from sentra.lawbook.searching import Filters, actors_of, excerpt, find, same_actors, words_of
from sentra.lawbook.views.common import address, not_in_force, page
from sentra.lawbook.words import KINDS
from sentra.pages.errors import BadInput

#: Provisions a page of the search.
FOUND = 25


@public
def law(request: HttpRequest) -> HttpResponse:
    """The regulations that are held, with what of each is not."""
    day, lang = day_of(request), language()
    rows = [
        {
            "regulation": one,
            "title": one.titles[lang],
            "url": address("regulation", _reading_day(one, day), one.id),
            "in_force": one.is_in_force(day.date),
            "clauses": len(one.clauses),
            "checks": len(one.checks),
            "not_held": one.not_held(lang),
            "is_advisory": one.is_advisory,
        }
        for one in sorted(library().regulations.values(), key=lambda one: one.since)
    ]
    return page(request, "law", day, {"rows": rows})


@public
def regulation(request: HttpRequest, regulation_id: str) -> HttpResponse:
    """One regulation: its contents, all provisions where they fit on one page, and what is not held."""
    day, lang = day_of(request), language()
    found = regulation_or_404(regulation_id)
    try:
        clauses = _in_force(found, day)
    except NotInForce as early:
        return not_in_force(request, day, early, "regulation", found.id)
    context = {
        "regulation": found,
        "lead": found.titles[lang],
        "chapters": chapters_of(found, clauses, lang),
        "is_whole": len(clauses) <= ONE_PAGE,
        "count": len(clauses),
        "checks": _checks(found, day.law, lang),
        "not_held": found.not_held(lang),
        "is_advisory": found.is_advisory,
        "versions": [one for one in library().versions(found.id) if one.id != found.id],
        "crumbs": _crumbs(day, found.number),
    }
    return page(request, "regulation", day, context, tab="law")


@public
def chapter(request: HttpRequest, regulation_id: str, chapter: str) -> HttpResponse:
    """One chapter of a large regulation with all its provisions."""
    day, lang = day_of(request), language()
    found = regulation_or_404(regulation_id)
    try:
        chapters = chapters_of(found, _in_force(found, day), lang)
    except NotInForce as early:
        return not_in_force(request, day, early, "chapter", found.id, chapter)
    place = next((number for number, one in enumerate(chapters) if one.key == chapter), None)
    if place is None:
        raise Http404
    shown = chapters[place]
    context = {
        "regulation": found,
        "chapter": shown,
        "previous": chapters[place - 1] if place else None,
        "next": chapters[place + 1] if place + 1 < len(chapters) else None,
        "crumbs": _crumbs(day, shown.title, found),
    }
    return page(request, "chapter", day, context, tab="law")


@public
def search(request: HttpRequest) -> HttpResponse:
    """Full-text search over all provisions in force, in both languages; the filters stand in the address."""
    day, lang = day_of(request), language()
    text = request.GET.get("q", "").strip()[:200]
    choices = _choices(lang)
    chosen = {name: _chosen(request, name, options) for name, options in choices.items()}
    filters = Filters(
        regulation=chosen["regulation"],
        kind=chosen["kind"],
        actors=same_actors(library(), chosen["actor"]) if chosen["actor"] else frozenset(),
    )
    in_force = {one.id for one in library().regulations.values() if one.is_in_force(day.date)}
    is_asked = bool(text or any(chosen.values()))
    clauses = [one for one in find(library(), text, filters) if one.regulation in in_force] if is_asked else []
    pages = Paginator(clauses, FOUND)
    number = request.GET.get("page", "1")
    shown = pages.get_page(number)
    words = words_of(text)
    context = {
        "q": text,
        "filters": [
            {"name": name, "label": label, "options": choices[name].items(), "chosen": chosen[name]}
            for name, label in (("regulation", _("Regulation")), ("kind", _("Kind")), ("actor", _("Actor")))
        ],
        "is_asked": is_asked,
        "count": len(clauses),
        "hits": [_hit(one, words, lang) for one in shown],
        "shown": shown,
    }
    return page(request, "search", day, context, tab="law_search")


def _reading_day(regulation: Regulation, day: Day) -> Day:
    """The day, or where the regulation is not in force on it, the nearest on which it is."""
    if regulation.is_in_force(day.date):
        return day
    is_over = regulation.until is not None and regulation.until < day.date
    return Day(regulation.until if is_over and regulation.until else regulation.since, is_chosen=True)


def _in_force(regulation: Regulation, day: Day) -> tuple[Clause, ...]:
    """A regulation's clauses on the day; raises NotInForce."""
    regulation.require_in_force(day.date)
    return day.law.clauses(regulation=regulation.id)


def _checks(regulation: Regulation, law: Law, lang: str) -> list[tuple[str, str, int]]:
    checks = (law.check(name) for name in regulation.checks)
    return [(check.id, check.title(lang), len(check.provisions)) for check in checks]


def _choices(lang: str) -> dict[str, dict[str, str]]:
    texts = library()
    return {
        "regulation": {one.id: one.number for one in texts.regulations.values()},
        "kind": {name: str(label) for name, label in KINDS.items()},
        "actor": actors_of(texts, lang),
    }


def _chosen(request: HttpRequest, name: str, options: dict[str, str]) -> str:
    """What the address asks for; raises BadInput for none of the choices, so that a list is never silently wider."""
    value = request.GET.get(name, "")
    known = value in options or (name == "actor" and bool(same_actors(library(), value)))
    if value and not known:
        remedy = _("Choose one of the list, or leave it empty for all.")
        raise BadInput([(name, value, _("This is none of the choices."), remedy)])
    return value


def _hit(clause: Clause, words: Any, lang: str) -> dict[str, Any]:
    return {
        "clause": clause,
        "label": clause.label(lang),
        "excerpt": excerpt(clause, words, lang),
        "kind": KINDS[clause.kind],
        "number": library().regulations[clause.regulation].number,
    }


def _crumbs(day: Day, last: str, regulation: Regulation | None = None) -> list[dict[str, str]]:
    crumbs = [{"label": _("Regulations"), "url": address("law", day)}]
    if regulation is not None:
        crumbs.append({"label": regulation.number, "url": address("regulation", day, regulation.id)})
    return [*crumbs, {"label": last}]
