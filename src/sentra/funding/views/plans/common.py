"""What the pages of plans share: finding a version, its state and crumbs, forms that outlive somebody else's edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from babel.dates import get_month_names
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, find
from sentra.access.policy import ensure
from sentra.development.blocks import Note
from sentra.development.views.common import Crumbs, data_of
from sentra.funding.addresses import plan_url, recipient_url
from sentra.funding.models import PlanActivity, PlanLine, PlanState, PlanVersion
from sentra.funding.queries.plans import RELATED
from sentra.pages.errors import BadInput, Conflict
from sentra.pages.formatting import locale
from sentra.pages.forms import Form, add_problem
from sentra.pages.states import State, Tone

_LOOKS: dict[str, tuple[Tone, str]] = {
    PlanState.DRAFT: ("neutral", "pencil"),
    PlanState.IN_REVIEW: ("info", "search"),
    PlanState.REVIEWED: ("info", "file-check"),
    PlanState.SUBMITTED: ("info", "send"),
    PlanState.AGREED: ("good", "stamp"),
    PlanState.REPLACED: ("neutral", "history"),
    PlanState.REJECTED: ("bad", "circle-x"),
    PlanState.DROPPED: ("neutral", "circle-slash"),
}
F = TypeVar("F", bound=Form)
_OF_PLAN = tuple(f"plan__{one}" for one in RELATED if one.startswith("recipient"))


def plan_state(plan: PlanVersion) -> State:
    """The state of a version as it is shown."""
    tone, icon = _LOOKS[plan.state]
    return State(plan.get_state_display(), tone, icon)


def plan_of(request: HttpRequest, pk: UUID, action: str) -> PlanVersion:
    """A version inside the territory (404 outside it) on which the action is granted (403 with the reason)."""
    found = find(PlanVersion, pk, *RELATED)
    ensure(actor_of(request), action, found)
    return found


def activity_of(request: HttpRequest, pk: UUID, action: str) -> PlanActivity:
    """An activity of such a version."""
    found = find(PlanActivity, pk, "plan", *_OF_PLAN)
    ensure(actor_of(request), action, found.plan)
    return found


def line_of(request: HttpRequest, pk: UUID, action: str) -> PlanLine:
    """A budget line of such a version."""
    found = find(PlanLine, pk, "activity__plan", *(f"activity__{one}" for one in _OF_PLAN))
    ensure(actor_of(request), action, found.activity.plan)
    return found


def draft_of(plan: PlanVersion) -> PlanVersion:
    """The version, where it may still be edited; 404 for the form of one that is on its way or over."""
    if plan.state != PlanState.DRAFT:
        raise Http404
    return plan


def plan_crumbs(plan: PlanVersion, *more: str) -> Crumbs:
    """Where a page of a version stands."""
    crumbs = [
        {"label": str(plan.recipient), "url": recipient_url(plan.recipient)},
        {"label": _("Plan, version %(n)s") % {"n": plan.number}, "url": plan_url(plan) if more else ""},
    ]
    return crumbs + [{"label": one, "url": ""} for one in more]


def months_text(first: int, last: int) -> str:
    """`Apr–Jun`, or one month."""
    names = get_month_names("abbreviated", locale=locale())
    return names[first] if first == last else f"{names[first]}–{names[last]}"


def send_edit(
    request: HttpRequest,
    plan: PlanVersion,
    make: Callable[[Any], F],
    do: Callable[[F], Any],
    *,
    title: str,
    submit: str,
    done: str,
    lead: str = "",
    notes: Sequence[Note] = (),
    back: str | Callable[[Any], str] = "",
) -> HttpResponse:
    """Show a form about a version, or send it; where somebody edited it meanwhile, what was typed stays."""
    form, status = make(data_of(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            result = do(form)
        except BadInput as problem:
            add_problem(form, problem)
        except Conflict as conflict:
            form, status = renewed(request, plan, make, conflict), 409
        else:
            messages.success(request, done)
            return redirect(back(result) if callable(back) else back or plan_url(plan))
    context = {
        "title": title,
        "lead": lead,
        "crumbs": plan_crumbs(plan, title),
        "form": form,
        "submit": submit,
        "notes": notes,
    }
    return render(request, "funding/plan_form.html", context, status=422 if form.errors and status == 200 else status)


def renewed(request: HttpRequest, plan: PlanVersion, make: Callable[[Any], F], conflict: Conflict) -> F:
    """The form with what was typed, of the edition as it is now, and who was faster; raises where it is no draft."""
    # Unscoped: the version was let through.
    edition, state = PlanVersion.unscoped.values_list("edition", "state").get(pk=plan.pk)
    if state != PlanState.DRAFT or "edition" not in request.POST:
        raise conflict
    data = request.POST.copy()
    data["edition"] = str(edition)
    form = make(data)
    form.is_valid()
    form.add_error(None, f"{conflict.reason} {_('What you typed is kept: look, then send it again.')}")
    return form


def url(name: str, *args: Any) -> str:
    """An address of this room."""
    return reverse(f"funding:{name}", args=args)
