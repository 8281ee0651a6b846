"""Pages open to everybody: checking a paper, reading the regulations."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from sentra import law as laws
from sentra.access.doors import public
from sentra.documents.models import Paper
from sentra.indonesian.dates import parse_date
from sentra.indonesian.problems import IndonesianValueError
from sentra.law.sentences import value_text
from sentra.law.types import write_unit

#: Codes that do not exist, asked for from one address within a minute.
GUESSES_A_MINUTE = 30


@public
def verify_form(request: HttpRequest) -> HttpResponse:
    """Type the code that stands below a paper's QR code."""
    code = _tidy(request.GET.get("kode", ""))
    if code:
        return redirect("portal:verify", code)
    return render(request, "portal/verify_form.html", {})


@public
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper with this code was issued, by whom and when; never what personal data it holds."""
    tidy = _tidy(code)
    if _guesses(request):
        return render(request, "portal/verify_form.html", {"too_many": True}, status=429)
    paper = (
        Paper.unscoped.filter(code=tidy)  # the code is the right: whoever holds the paper may check it
        .select_related("office", "corrects", "pdf")
        .first()
    )
    if paper is None:
        _count_guess(request)
    correction = Paper.unscoped.filter(corrects=paper).order_by("-issued_at").first() if paper else None
    context = {"paper": paper, "code": tidy, "correction": correction}
    return render(request, "portal/verify.html", context, status=200 if paper else 404)


def _guess_key(request: HttpRequest) -> str:
    return f"verify-misses:{request.META.get('REMOTE_ADDR', '')}"


def _guesses(request: HttpRequest) -> bool:
    """Whether this address asked for too many codes that do not exist; right ones are never counted."""
    return int(cache.get(_guess_key(request), 0)) >= GUESSES_A_MINUTE


def _count_guess(request: HttpRequest) -> None:
    key = _guess_key(request)
    if not cache.add(key, 1, timeout=60):
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two calls
            cache.set(key, 1, timeout=60)


def _tidy(code: str) -> str:
    letters = "".join(ch for ch in code.upper() if ch.isalnum())[:12]
    return "-".join(part for part in (letters[:4], letters[4:8], letters[8:]) if part)


# ---------------------------------------------------------------- the law


@public
def law(request: HttpRequest) -> HttpResponse:
    """The regulations that the product applies."""
    return render(request, "portal/law.html", {"regulations": list(laws.library().regulations.values())})


@public
def regulation(request: HttpRequest, regulation_id: str) -> HttpResponse:
    """One regulation: its checks, its clauses by article, and what of it is not held."""
    found = laws.library().regulations.get(regulation_id)
    if found is None:
        raise Http404
    language = get_language() or "id"
    text = request.GET.get("q", "").strip().lower()
    clauses = [
        c
        for c in found.clauses.values()
        if not text or any(text in part.lower() for part in (c.cite, c.label(language), c.text(language)))
    ]
    articles = [(article, list(rows)) for article, rows in groupby(clauses, key=lambda c: c.article)]
    context = {
        "regulation": found,
        "articles": articles,
        "count": len(clauses),
        "q": request.GET.get("q", ""),
        "not_held": found.head["regulation"].get("not_in_source", []),
    }
    return render(request, "portal/regulation.html", context)


@public
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One provision: what it says, its values with dates, what it reads and how it is applied."""
    day = _day(request)
    library = laws.library()
    try:
        found = library.on(day).clause(clause_id)
    except laws.NotInForce as early:
        return render(request, "portal/not_in_force.html", {"early": early, "clause_id": clause_id}, status=404)
    except laws.LawError:
        raise Http404 from None
    language = get_language() or "id"
    neighbours = list(library.regulations[found.regulation].clauses)
    place = neighbours.index(found.id)
    context: dict[str, Any] = {
        "clause": found,
        "regulation": library.regulations[found.regulation],
        "day": day,
        "label": found.label(language),
        "text": found.text(language),
        "reading": found.reading(language),
        "accept": found.accept(language),
        "sentence": found.sentence(language),
        "values": [
            (value, value_text(value.value, write_unit(found.parameters[name].type.unit), language))
            for name, value in found.values.items()
        ],
        "facts": [(fact, fact.label(language), fact.help(language)) for fact in found.facts],
        "check_title": library.on(day).check(found.check).title(language) if found.check else "",
        "previous": neighbours[place - 1] if place else None,
        "next": neighbours[place + 1] if place + 1 < len(neighbours) else None,
        "crumbs": [
            {
                "label": library.regulations[found.regulation].number,
                "url": reverse("portal:regulation", args=[found.regulation]),
            },
            {"label": found.cite},
        ],
    }
    return render(request, "portal/clause.html", context)


def _day(request: HttpRequest) -> dt.date:
    try:
        return parse_date(request.GET["pada"]) if request.GET.get("pada") else timezone.localdate()
    except IndonesianValueError:
        return timezone.localdate()
