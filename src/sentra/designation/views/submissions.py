"""The integrated file of a regency and year: everything it proposed, of both funding routes (Pasal 7 huruf a)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import may
from sentra.designation.models import Funding, Proposal, State, Submission
from sentra.designation.queries import look_of
from sentra.designation.views.common import crumb
from sentra.documents.services import papers_of
from sentra.pages.listing import ChoiceFilter, Column, Listing, render_list


def _years() -> list[tuple[str, str]]:
    found = Submission.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in found]


SUBMISSIONS = Listing(
    name="submissions",
    title=_lazy("Submissions"),
    columns=[
        Column(
            "regency",
            _lazy("Regency or city"),
            value="regency.name",
            sort="regency__name",
            link=lambda one: reverse("designation:submission", args=[one.pk]),
        ),
        Column("year", _lazy("Year"), sort=True, numeric=True, format=str),
        Column("count", _lazy("Proposals"), numeric=True, annotation=Count("proposals")),
        Column("created_at", _lazy("Opened on"), sort=True),
    ],
    filters=[ChoiceFilter("year", _lazy("Year"), choices=_years)],
    default_sort="-year",
    empty_title=_lazy("No submissions yet"),
    empty_text=_lazy("The submission of a year opens with the first proposal of the regency to the province."),
)


@door("designation.view")
def submission_list(request: HttpRequest) -> HttpResponseBase:
    """The submissions of the territory, one a regency and year."""
    rows = Submission.objects.select_related("regency")
    return render_list(request, SUBMISSIONS, rows, {"crumbs": [crumb(SUBMISSIONS.title)]})


@door("designation.view")
def submission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One submission: its proposals by funding route, its letters, and what could still join it."""
    found = fetch(request, Submission, pk, "designation.view", "regency__parent")
    proposals = list(found.proposals.select_related("sentra", "regency").order_by("funding_source", "sentra__name"))
    routes = [
        {
            "label": route.label,
            "rows": [
                {"proposal": one, "state": look_of(one.state)} for one in proposals if one.funding_source == route
            ],
        }
        for route in Funding
    ]
    waiting = Proposal.objects.filter(regency=found.regency, state=State.SELECTED).select_related("sentra")
    context = {
        "title": _("Submission %(name)s") % {"name": found},
        "crumbs": [crumb(SUBMISSIONS.title, "submission_list"), crumb(found)],
        "submission": found,
        "routes": [route for route in routes if route["rows"]],
        "count": len(proposals),
        "papers": papers_of(found),
        "waiting": waiting,
        "permission": may(actor_of(request), "designation.submit"),
    }
    return render(request, "designation/submission.html", context)
