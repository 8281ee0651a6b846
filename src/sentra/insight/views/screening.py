"""Screening: a check over all records of the own territory, by place and by provision, and who fails one only."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.insight.asking import Place
from sentra.insight.calculating import Waiting
from sentra.insight.models import Source, Subject
from sentra.insight.records import alone_in
from sentra.insight.tables import Rows
from sentra.insight.telling import (
    Lines,
    by_province,
    by_regency,
    counts_alone,
    provisions_of,
    regions_of,
    screened,
    total_of,
)
from sentra.insight.views.common import (
    ScopeForm,
    Unanswered,
    answered,
    is_poll,
    refreshed,
    snapshots_for,
    snapshots_or_none,
)
from sentra.insight.views.exporting import export_of_places, record_list
from sentra.law import Check, LawError, library
from sentra.pages.formatting import language
from sentra.pages.listing import Listing


@door("insight.screen")
def screening(request: HttpRequest) -> HttpResponseBase:
    """The check over the own territory."""
    snapshots = snapshots_or_none(request)
    context: dict[str, Any] = {"title": _("Screening"), "form": None}
    if not snapshots:
        return render(request, "insight/screening.html", context)
    form = ScopeForm(request.GET, snapshots)
    context |= {"form": form, "snapshot": form.snapshot}
    if not form.is_valid():
        return render(request, "insight/screening.html", context)
    question = form.question(actor_of(request))
    found = answered(question)
    if isinstance(found, Waiting | Unanswered):
        return waiting_or_not(request, "insight/screening.html", context, found)
    if is_poll(request):
        return refreshed()
    check = question.law.check(question.check)
    regions = regions_of(found)
    lines, province = _lines(request, found, regions)
    if export := request.GET.get("export"):
        return export_of_places(request, lines, check, export)
    total = lines.total
    context |= {
        "check": check,
        "check_title": check.title(language()),
        "finding": screened(check, total),
        "lines": lines,
        "province": province,
        "provisions": provisions_of(check, total),
        "counts_alone": counts_alone(check),
        "address": form.address(),
        "day": question.on,
        "whole": total_of(found),
    }
    return render(request, "insight/screening.html", context)


def waiting_or_not(
    request: HttpRequest, template: str, context: dict[str, Any], found: Waiting | Unanswered
) -> HttpResponse:
    """The page with the progress of a background answer, or with why there is none."""
    if isinstance(found, Unanswered):
        return render(request, template, context | {"unanswered": found})
    context |= {"waiting": found, "poll": request.get_full_path()}
    return render(request, "insight/progress.html" if is_poll(request) else template, context)


def _lines(request: HttpRequest, found: list[Place], regions: Any) -> tuple[Lines, Any]:
    """The provinces for the nation, the regencies of one where it is asked for; the regencies for everybody else."""
    wanted = request.GET.get("province", "")
    provinces = by_province(found, regions)
    if wanted:
        province = next((one.region for one in provinces.lines if one.region and str(one.region.pk) == wanted), None)
        if province is None:
            raise Http404
        return by_regency(found, regions, province.pk), province
    if actor_of(request).territory.level == "nation":
        return provinces, None
    return by_regency(found, regions), None


@door("insight.screen")
def failing(request: HttpRequest, pk: UUID, check_id: str, day: str, clause_id: str) -> HttpResponseBase:
    """Who fails one provision only and meets all others."""
    actor = actor_of(request)
    snapshot = get_object_or_404(snapshots_for(actor), pk=pk)
    check, clause = _clause(check_id, day, clause_id)
    rows = alone_in(snapshot, Rows(actor.territory), check, clause.id)
    linked = snapshot.source == Source.REGISTRY
    listing = record_list(
        name="insight-failing",
        title=_("Who fails only %(cite)s") % {"cite": clause.cite},
        facts=[fact for fact in clause.facts if fact.name in rows.frame.columns],
        link=(_address_of(snapshot.subject) if linked else None),
        territory=actor.territory,
    )
    back = f"{reverse('insight:screening')}?snapshot={snapshot.pk}&check={check.id}"
    context = {
        "lead": f"{clause.label(language())} · {check.title(language())} · {snapshot}",
        "crumbs": [{"label": _("Screening"), "url": back}, {"label": clause.cite, "url": ""}],
    }
    return _drawn(request, listing, rows, context)


def _drawn(request: HttpRequest, listing: Listing, rows: Any, context: dict[str, Any]) -> HttpResponseBase:
    from sentra.pages.listing import render_list

    return render_list(request, listing, rows, context)


def _clause(check_id: str, day: str, clause_id: str) -> tuple[Check, Any]:
    try:
        check = library().on(dt.date.fromisoformat(day)).check(check_id)
        return check, next(
            one for one in check.clauses if one.id == clause_id and one.test is not None and one.severity == "must"
        )
    except (LawError, ValueError, StopIteration):
        raise Http404 from None


def _address_of(subject: str) -> Any:
    name = {Subject.SENTRA: "registry:sentra", Subject.ENTERPRISE: "registry:enterprise"}[Subject(subject)]
    return lambda record: reverse(name, args=[record.id])
