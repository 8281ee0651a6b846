"""What if: the law with other values, conditions or provisions, over the same records, beside the law as it is."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import may
from sentra.insight.amendments import AmendForm, address_of, told_changes
from sentra.insight.asking import Changes, Place, Question
from sentra.insight.calculating import Waiting
from sentra.insight.telling import by_province, by_regency, compared, map_of, regions_of, total_of
from sentra.insight.views.common import (
    ScopeForm,
    Unanswered,
    answered,
    is_poll,
    not_in_force,
    refreshed,
    snapshots_or_none,
)
from sentra.insight.views.screening import waiting_or_not
from sentra.law import Check, NotInForce, library
from sentra.pages.formatting import language

TEMPLATE = "insight/what_if.html"


@door("insight.try")
def what_if(request: HttpRequest) -> HttpResponse:
    """GET shows the law's fields and, with changes in the address, what they would change; POST makes the address."""
    snapshots = snapshots_or_none(request)
    context: dict[str, Any] = {"title": _("What if"), "scope": None}
    if not snapshots:
        return render(request, TEMPLATE, context)
    given = request.POST if request.method == "POST" else request.GET
    scope = ScopeForm(given, snapshots)
    context |= {"scope": scope, "snapshot": scope.snapshot}
    check = check_of(scope)
    if isinstance(check, Unanswered):
        return render(request, TEMPLATE, context | {"unanswered": check})
    form = AmendForm(check, given)
    context |= {"form": form, "check": check, "check_title": check.title(language()), "address": scope.address()}
    if not form.is_valid():
        return render(request, TEMPLATE, context)
    if request.method == "POST":
        return redirect(f"{reverse('insight:what_if')}?{scope.address()}&{address_of(form)}#result")
    if not form.changes:
        return render(request, TEMPLATE, context)
    question = scope.question(actor_of(request), form.changes)
    found = answered(question)
    if isinstance(found, Waiting | Unanswered):
        return waiting_or_not(request, TEMPLATE, context, found)
    if is_poll(request):
        return refreshed()
    context |= outcome(question.rows.territory.level, check, form.changes, found) | saving(actor_of(request), request)
    return render(request, TEMPLATE, context)


def check_of(scope: ScopeForm) -> Check | Unanswered:
    """The check of the form on its day."""
    if not scope.is_valid():
        return Unanswered(_("Choose the table, the check and the day first."), [])
    try:
        return library().on(scope.cleaned_data["on"]).check(scope.cleaned_data["check"])
    except NotInForce as error:
        return not_in_force(error)


def outcome(level: str, check: Check | None, changes: Changes, places: list[Place]) -> dict[str, Any]:
    """What the pages of a what-if show: the finding, the changes in words, the map, the places."""
    regions, total = regions_of(places), total_of(places)
    is_nation = level == "nation"
    provinces = by_province(places, regions)
    return {
        "finding": compared(total),
        "changes": told_changes(check, changes) if check else [],
        "total": total,
        "lines": provinces if is_nation else by_regency(places, regions),
        "regencies": by_regency(places, regions) if is_nation else None,
        "map": map_of(provinces) if is_nation else None,
    }


def saving(actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """What the form that saves needs: whether it is open, the question as it was asked, a key for the record."""
    return {"permission": may(actor, "insight.save"), "query": request.GET.urlencode(), "client_id": uuid.uuid4()}


def question_in(request: HttpRequest, query: str) -> Question | None:
    """The question that an address of the page asks; None where it does not hold."""
    given, snapshots = QueryDict(query), snapshots_or_none(request)
    if not snapshots:
        return None
    scope = ScopeForm(given, snapshots)
    check = check_of(scope)
    if isinstance(check, Unanswered) or str(scope.snapshot.pk) != given.get("snapshot", str(scope.snapshot.pk)):
        return None
    form = AmendForm(check, given)
    return scope.question(actor_of(request), form.changes) if form.is_valid() else None
