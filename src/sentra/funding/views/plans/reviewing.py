"""The internal auditor's page: one form for all lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.development.views.common import data_of
from sentra.funding.addresses import plan_url
from sentra.funding.facts_plans import Sheet, judge_line
from sentra.funding.findings_plans import open_findings
from sentra.funding.forms.plans import ReviewForm
from sentra.funding.guides import component_label
from sentra.funding.models import PlanState
from sentra.funding.queries.plans import sheet_of
from sentra.funding.services import review_plan
from sentra.funding.views.plans.common import plan_crumbs, plan_of, plan_state
from sentra.funding.views.plans.lines import line_state
from sentra.pages.errors import BadInput
from sentra.pages.forms import add_problem


@door("funding.review")
def plan_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every line with what the law says of it: accepted, refused or to be discussed; then the outcome."""
    actor, plan = actor_of(request), plan_of(request, pk, "funding.review")
    if plan.state != PlanState.IN_REVIEW and request.method == "GET":
        messages.info(request, _("This plan is not with the auditor now."))
        return redirect(plan_url(plan))
    sheet = sheet_of(plan, actor.today)
    form = ReviewForm(data_of(request), plan, sheet.lines)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            review_plan(
                actor=actor,
                plan=plan,
                edition=given["edition"],
                lines=form.reviews(),
                passed=given["outcome"] == "passed",
                note=given["note"],
            )
        except BadInput as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("The review is recorded."))
            return redirect(plan_url(plan))
    context = {
        "title": _("Review of the plan"),
        "lead": str(plan.recipient),
        "crumbs": plan_crumbs(plan, _("Review of the plan")),
        "state": plan_state(plan),
        "plan": plan,
        "form": form,
        "parts": _parts(sheet, form),
    }
    return render(request, "funding/plan_review.html", context, status=422 if form.errors else 200)


def _parts(sheet: Sheet, form: ReviewForm) -> list[dict[str, Any]]:
    """The activities with their lines, each with its findings that are open and its two fields."""
    parts = []
    for activity in sheet.activities:
        rows = []
        for one in sheet.lines_of(activity):
            judged = judge_line(sheet, one)
            rows.append(
                {
                    "line": one,
                    "component": component_label(sheet.year, one.component),
                    "state": line_state(judged.state),
                    "open": open_findings(sheet, judged),
                    "judgement": form[f"judgement_{one.pk}"],
                    "note": form[f"note_{one.pk}"],
                }
            )
        parts.append({"activity": activity, "rows": rows})
    return parts
