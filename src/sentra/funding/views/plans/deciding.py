"""Handing a plan in, the ministry's answer, and passing a change on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.development.blocks import Note
from sentra.development.views.common import data_of, send
from sentra.funding.addresses import plan_url
from sentra.funding.facts_plans import judge_plan
from sentra.funding.findings_plans import obstacles, plan_findings
from sentra.funding.forms.plans import DecideForm, EditionForm, ForwardForm
from sentra.funding.queries.plans import sheet_of
from sentra.funding.services import decide_plan, forward_change, submit_plan
from sentra.funding.services.agreed import below_spent
from sentra.funding.views.plans.common import plan_crumbs, plan_of, plan_state
from sentra.pages.errors import BadInput
from sentra.pages.forms import add_problem


@door("funding.submit")
def plan_submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What stands in the way of handing the plan in, or the button that does it."""
    actor, plan = actor_of(request), plan_of(request, pk, "funding.submit")
    form = EditionForm(data_of(request), plan)
    if request.method == "POST" and form.is_valid():
        submit_plan(actor=actor, plan=plan, edition=form.cleaned_data["edition"])
        messages.success(request, _("The plan is handed in; its paper is issued."))
        return redirect(plan_url(plan))
    sheet = sheet_of(plan, actor.today)
    _facts, verdict = judge_plan(sheet, handed_in=actor.today)
    context = {
        "title": _("Agree and hand in"),
        "lead": str(plan.recipient),
        "crumbs": plan_crumbs(plan, _("Agree and hand in")),
        "state": plan_state(plan),
        "form": form,
        "obstacles": obstacles(sheet, spent=below_spent(plan.recipient, plan)),
        "findings": plan_findings(sheet, verdict),
        "verdict": verdict,
    }
    return render(request, "funding/plan_submit.html", context)


@door("funding.agree")
def plan_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ministry's answer, with its date and reason."""
    actor, plan = actor_of(request), plan_of(request, pk, "funding.agree")
    form = DecideForm(data_of(request), plan, actor.today)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            decide_plan(
                actor=actor,
                plan=plan,
                edition=given["edition"],
                outcome=given["outcome"],
                reason=given["reason"],
                decided_on=given["decided_on"],
            )
        except BadInput as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("The answer is recorded."))
            return redirect(plan_url(plan))
    sheet = sheet_of(plan, actor.today)
    _facts, verdict = judge_plan(sheet, handed_in=plan.submitted_on)
    context = {
        "title": _("Answer of the ministry"),
        "lead": str(plan.recipient),
        "crumbs": plan_crumbs(plan, _("Answer of the ministry")),
        "state": plan_state(plan),
        "form": form,
        "submit": _("Record the answer"),
        "findings": plan_findings(sheet, verdict),
        "verdict": verdict,
        "total": sheet.planned(),
        "ceiling": plan.recipient.ceiling,
    }
    return render(request, "funding/plan_submit.html", context, status=422 if form.errors else 200)


@door("funding.forward_change")
def plan_forward(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark a change as passed on to the Ministry of Finance."""
    actor, plan = actor_of(request), plan_of(request, pk, "funding.forward_change")
    return send(
        request,
        ForwardForm(data_of(request)),
        lambda data: forward_change(actor=actor, plan=plan, forwarded_on=data["forwarded_on"], letter=data["letter"]),
        title=_("Pass the change on"),
        lead=str(plan.recipient),
        crumbs=plan_crumbs(plan, _("Pass the change on")),
        submit=_("Record"),
        done=_("The change is marked as passed on."),
        back=plan_url(plan),
        notes=[Note(_("To the Ministry of Finance, once the ministry agreed to the change."))],
    )
