"""The content of a draft: activities chosen from the catalogue, and lines that are judged while they are typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door
from sentra.development.blocks import Cell, Note, Table
from sentra.development.forms import Choice
from sentra.development.views.common import data_of, page
from sentra.funding.addresses import plan_url
from sentra.funding.facts_plans import Sheet, judge_line
from sentra.funding.findings_plans import line_findings
from sentra.funding.forms.plans import ActivityForm, EditionForm, LineForm
from sentra.funding.guides import activity_label, component_choices, divided_activities
from sentra.funding.guides_plans import asked_of_line, menus, purposes_of
from sentra.funding.models import PlanActivity, PlanLine, PlanVersion
from sentra.funding.queries.plans import sheet_of
from sentra.funding.services import remove_activity, remove_line, save_activity, save_line
from sentra.funding.views.plans.common import (
    activity_of,
    draft_of,
    line_of,
    plan_crumbs,
    plan_of,
    renewed,
    send_edit,
    url,
)
from sentra.law import FactDeclaration
from sentra.pages.errors import BadInput, Conflict
from sentra.pages.formatting import language, rupiah
from sentra.pages.forms import add_problem
from sentra.pages.states import State, Tone

#: How the judgement of a line is shown; the words are those of a person who plans.
LINE_STATES: dict[str, tuple[Tone, str]] = {
    "payable": ("good", "circle-check"),
    "unanswered": ("warn", "circle-question-mark"),
    "refused": ("bad", "circle-x"),
    "elsewhere": ("neutral", "circle-minus"),
}


def line_state(name: str) -> State:
    """The judgement of a line as icon and word."""
    words = {
        "payable": _("Can be paid"),
        "unanswered": _("Still to be answered"),
        "refused": _("Not payable"),
        "elsewhere": _("From another budget"),
    }
    tone, icon = LINE_STATES[name]
    return State(words[name], tone, icon)


# ---------------------------------------------------------------- activities


@door("funding.plan")
def activity_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose an activity of the catalogue, then say what, when and where."""
    plan = draft_of(plan_of(request, pk, "funding.plan"))
    chosen = request.GET.get("kegiatan", "")
    known = dict(divided_activities(plan.recipient.year, plan.recipient.region))
    if not chosen:
        return _catalogue(request, plan)
    if chosen not in known:
        raise Http404
    return _activity_form(request, plan, chosen, None)


def _catalogue(request: HttpRequest, plan: PlanVersion) -> HttpResponse:
    """The activities that the fund pays, by menu with its purpose where the text has menus."""
    year, lang = plan.recipient.year, language()
    here = url("plan_activity_new", plan.pk)

    def row(name: str, label: str) -> list[Cell | str]:
        purpose = " ".join(one.text(lang) for one in purposes_of(year, name)[1:])
        return [Cell(label, f"{here}?kegiatan={name}", note=purpose)]

    labels = dict(divided_activities(year, plan.recipient.region))
    blocks: list[Any] = []
    for menu, names in menus(year):
        purpose = purposes_of(year, names[0])[0]
        rows = [row(name, labels[name]) for name in names if name in labels]
        heads = [_("Activity")]
        blocks.append(Table(menu.label(lang), heads, rows, note=f"{purpose.text(lang)} ({purpose.cite})"))
    if not blocks:
        blocks = [Table(_("Activities"), [_("Activity")], [row(name, label) for name, label in labels.items()])]
    return page(
        request,
        title=_("Which activity is it?"),
        lead=_("One, several or none of each may be planned; nothing else is paid by this fund."),
        crumbs=plan_crumbs(plan, _("New activity")),
        blocks=blocks,
    )


@door("funding.plan")
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an activity of a draft."""
    found = activity_of(request, pk, "funding.plan")
    draft_of(found.plan)
    return _activity_form(request, found.plan, found.activity, found)


def _activity_form(request: HttpRequest, plan: PlanVersion, chosen: str, held: PlanActivity | None) -> HttpResponse:
    actor, year, lang = actor_of(request), plan.recipient.year, language()

    def do(form: ActivityForm) -> PlanActivity:
        given = form.cleaned_data
        return save_activity(
            actor=actor,
            plan=plan,
            edition=given["edition"],
            values=form.values(),
            activity=held,
            id=None if held else given["client_id"],
        )

    notes = [Note(f"{one.text(lang)} ({one.cite})", title=one.label(lang)) for one in purposes_of(year, chosen)]
    return send_edit(
        request,
        plan,
        lambda data: ActivityForm(data, plan, chosen, held),
        do,
        title=held.title if held else _("New activity"),
        lead=activity_label(year, chosen),
        submit=_("Save the activity"),
        done=_("The activity is in the plan."),
        back=lambda made: f"{plan_url(plan)}#activity-{made.pk}",
        notes=notes,
    )


@door("funding.plan")
def activity_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an activity out with its lines."""
    actor, found = actor_of(request), activity_of(request, pk, "funding.plan")
    plan = draft_of(found.plan)
    return send_edit(
        request,
        plan,
        lambda data: EditionForm(data, plan),
        lambda form: remove_activity(actor=actor, plan=plan, edition=form.cleaned_data["edition"], activity=found),
        title=_("Take the activity out"),
        lead=found.title,
        submit=_("Take it out"),
        done=_("The activity was taken out of the plan."),
        back=plan_url(plan),
        notes=[Note(_("Its lines go with it."), "warn")],
    )


# ---------------------------------------------------------------- lines


@door("funding.plan")
def line_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a line of an activity; what the law says of it stands beside the form while it is typed."""
    found = activity_of(request, pk, "funding.plan")
    draft_of(found.plan)
    return _line_form(request, found, None)


@door("funding.plan")
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a line of a draft."""
    found = line_of(request, pk, "funding.plan")
    draft_of(found.activity.plan)
    return _line_form(request, found.activity, found)


def _line_form(request: HttpRequest, of: PlanActivity, held: PlanLine | None) -> HttpResponse:
    actor, plan = actor_of(request), of.plan
    sheet = sheet_of(plan, actor.today)
    components, asked = _components(sheet, of)

    def make(data: Any) -> LineForm:
        return LineForm(data, plan, components, asked, held)

    form, status = make(data_of(request)), 200
    if request.method == "POST" and form.is_valid() and "judge" not in request.POST:
        try:
            given = form.cleaned_data
            made = save_line(
                actor=actor,
                activity=of,
                edition=given["edition"],
                values=form.values(),
                line=held,
                id=None if held else given["client_id"],
            )
        except BadInput as problem:
            add_problem(form, problem)
        except Conflict as conflict:
            form, status = renewed(request, plan, make, conflict), 409
        else:
            messages.success(request, _("The line is in the plan."))
            again = url("plan_line_new", of.pk)
            return redirect(again if "another" in request.POST else f"{plan_url(plan)}#line-{made.pk}")
    if form.errors and status == 200:
        status = 422
    title = held.description if held else _("New line")
    context = {
        "title": title,
        "lead": f"{of.title} · {activity_label(sheet.year, of.activity)}",
        "crumbs": plan_crumbs(plan, title),
        "form": form,
        "held": held,
        "judge_url": url("plan_line_judge", of.pk) + (f"?baris={held.pk}" if held else ""),
        "remove_url": url("plan_line_remove", held.pk) if held else "",
    }
    return render(request, "funding/plan_line.html", context | _judged(sheet, of, form, held), status=status)


@door("funding.plan")
@require_POST
def line_judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the law says of a line as it is typed; nothing is kept."""
    of = activity_of(request, pk, "funding.plan")
    sheet = sheet_of(of.plan, actor_of(request).today)
    named = request.GET.get("baris", "")
    held = next((one for one in sheet.lines if str(one.pk) == named), None)
    form = LineForm(request.POST, of.plan, *_components(sheet, of), held)
    return render(request, "funding/plan_judged.html", _judged(sheet, of, form, held))


def _judged(sheet: Sheet, of: PlanActivity, form: LineForm, held: PlanLine | None) -> dict[str, Any]:
    """The findings of the line as it stands in the form, its amount, and what the plan comes to with it."""
    if form.is_bound:
        form.is_valid()
        typed = form.values()
    elif held is not None:
        typed = None
    else:
        return {"judged": None}
    probe = PlanLine(activity=of, place=0) if held is None else held
    if typed is not None:
        for name in ("component", "description", "source", "volume", "frequency", "unit", "unit_price", "facts"):
            setattr(probe, name, getattr(typed, name))
        probe.amount = typed.amount
    after = sheet.with_line(probe)
    judged = judge_line(after, probe)
    ceiling = sheet.recipient.ceiling
    return {
        "judged": judged,
        "state": line_state(judged.state),
        "findings": line_findings(after, judged, is_typed=True),
        "amount": rupiah(probe.amount) if probe.amount else "",
        "total": rupiah(after.planned()),
        "ceiling": rupiah(ceiling) if ceiling is not None else "",
        "is_over": ceiling is not None and after.planned() > ceiling,
    }


def _components(sheet: Sheet, of: PlanActivity) -> tuple[list[tuple[Any, list[Choice]]], list[FactDeclaration]]:
    """What the fund may pay for the activity and what it may not; and the facts that any of it may need said."""
    groups: dict[bool, list[Choice]] = {True: [], False: []}
    asked: set[str] = set()
    for name, label in component_choices(sheet.year):
        probe = PlanLine(activity=of, place=0, component=name, volume=0, frequency=0, unit="", unit_price=0, amount=0)
        judged = judge_line(sheet.with_line(probe), probe)
        groups[judged.verdict is None or not judged.verdict.failing].append((name, label))
        asked |= set(judged.unanswered)
    choices = [(_("The fund may pay"), groups[True]), (_("The fund does not pay here"), groups[False])]
    return choices, [fact for fact in asked_of_line(sheet.year) if fact.name in asked]


@door("funding.plan")
def line_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a line out."""
    actor, found = actor_of(request), line_of(request, pk, "funding.plan")
    plan = draft_of(found.activity.plan)
    return send_edit(
        request,
        plan,
        lambda data: EditionForm(data, plan),
        lambda form: remove_line(actor=actor, plan=plan, edition=form.cleaned_data["edition"], line=found),
        title=_("Take the line out"),
        lead=f"{found.description}, {rupiah(found.amount)}",
        submit=_("Take it out"),
        done=_("The line was taken out of the plan."),
        back=plan_url(plan),
    )
