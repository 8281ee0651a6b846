"""A plan's page: what it holds, what the law says of it, whose turn it is; and its paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.access.policy import may
from sentra.decisions.queries import history_of
from sentra.decisions.wording import events
from sentra.documents.services import papers_of, preview_pdf
from sentra.funding.addresses import recipient_url
from sentra.funding.facts_plans import LineJudgement, Sheet, directions_of, is_charged, judge_lines, judge_plan
from sentra.funding.findings_plans import activity_findings, obstacles, open_findings, plan_findings, unsaid_findings
from sentra.funding.guides import activity_label, component_label
from sentra.funding.guides_plans import direction_choices, menu_of, modalities, training_kinds
from sentra.funding.models import OPEN_STATES, Fund, PlanActivity, PlanLine, PlanState, PlanVersion
from sentra.funding.offices import holder_of
from sentra.funding.papers import paper_title, plan_paper
from sentra.funding.queries.plans import division_of, now_with, sheet_of, sums_by_component, sums_by_direction
from sentra.funding.services.agreed import below_spent
from sentra.funding.views.plans.common import months_text, plan_crumbs, plan_of, plan_state
from sentra.funding.views.plans.lines import line_state
from sentra.funding.views.plans.way import buttons_on, due_words, versions_of, way_of
from sentra.pages.formatting import language, long_date, number
from sentra.pages.states import State, Tone

_BAR = 12  # months


@door("funding.view")
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A version of a plan with its activities, lines, findings, sums, way, files and history."""
    actor, found = actor_of(request), plan_of(request, pk, "funding.view")
    sheet = sheet_of(found, actor.today)
    judged = judge_lines(sheet)
    edits = found.state == PlanState.DRAFT and may(actor, "funding.plan", found).allowed
    _facts, verdict = judge_plan(sheet, handed_in=found.submitted_on)
    context = {
        "title": _("Plan of use") if sheet.year.fund == Fund.PK2UMK else _("Activity plan"),
        "lead": _lead(found),
        "crumbs": plan_crumbs(found),
        "state": plan_state(found),
        "plan": found,
        "recipient_url": recipient_url(found.recipient),
        "edits": edits,
        "buttons": buttons_on(actor, found),
        "now": now_with(found) if found.state in OPEN_STATES else None,
        "way": way_of(found),
        "due": due_words(found, actor.today),
        "parts": [_part(sheet, one, judged, edits) for one in sheet.activities],
        "refused": [sheet_line for sheet_line in sheet.lines if judged[sheet_line.pk].state == "refused"],
        "obstacles": _obstacles(sheet, judged),
        "findings": plan_findings(sheet, verdict),
        "verdict": verdict.verdict if verdict else "",
        "division": division_of(sheet),
        "planned": sheet.planned(),
        "elsewhere": sum(one.amount for one in sheet.lines if not is_charged(one)),
        "ceiling": found.recipient.ceiling,
        "left": None if found.recipient.ceiling is None else found.recipient.ceiling - sheet.planned(),
        "components": sums_by_component(sheet),
        "directions": _directions(sheet),
        "facts": _about(sheet),
        "papers": papers_of(found),
        "versions": versions_of(found),
        "history": events(history_of(found)[:40]),
    }
    return render(request, "funding/plan.html", context)


def _lead(found: PlanVersion) -> str:
    version = _("Version %(n)s") % {"n": found.number}
    return f"{found.recipient} · {version}"


# ---------------------------------------------------------------- the content


def _part(sheet: Sheet, activity: PlanActivity, judged: dict[UUID, LineJudgement], edits: bool) -> dict[str, Any]:
    """An activity as the page shows it."""
    year, lines = sheet.year, sheet.lines_of(activity)
    own = sum(one.amount for one in lines if is_charged(one))
    menu = menu_of(year, activity.activity)
    kind = activity_label(year, activity.activity)
    about = [menu.label(language()) if menu else "", kind]
    about += [dict(training_kinds(year)).get(activity.training_kind, "")] if activity.training_kind else []
    about += [dict(modalities(year)).get(activity.modality, "")] if activity.modality else []
    labels = dict(direction_choices(year))
    return {
        "activity": activity,
        "about": " · ".join(one for one in about if one),
        "months": months_text(activity.first_month, activity.last_month),
        "bar": [{"x": 10 * n, "on": activity.first_month <= n + 1 <= activity.last_month} for n in range(_BAR)],
        "output": f"{number(activity.output_volume)} {activity.output_unit}" if activity.output_volume else "",
        "directions": "; ".join(labels[one] for one in activity.directions if one in labels),
        "rows": [_row(sheet, one, judged[one.pk]) for one in lines],
        "own": own,
        "other": sum(one.amount for one in lines) - own,
        "findings": [one for one in activity_findings(sheet, activity) if one.mark in ("not_met", "advice")],
        "unsaid": unsaid_findings(sheet, activity),
        "edits": edits,
    }


def _row(sheet: Sheet, line: PlanLine, judged: LineJudgement) -> dict[str, Any]:
    """A line with its sign and its open findings."""
    return {
        "line": line,
        "component": component_label(sheet.year, line.component),
        "state": line_state(judged.state),
        "open": open_findings(sheet, judged),
        "judgement": _judgement(line),
    }


def _judgement(line: PlanLine) -> State | None:
    tones: dict[str, Tone] = {"accepted": "good", "refused": "bad", "to_discuss": "warn"}
    return State(line.get_judgement_display(), tones[line.judgement]) if line.judgement else None


def _directions(sheet: Sheet) -> list[dict[str, Any]]:
    labels = dict(direction_choices(sheet.year))
    return [
        {
            "label": labels[one.direction],
            "planned": one.planned,
            "outputs": "; ".join(f"{number(count)} {unit}" for unit, count in one.outputs.items()),
        }
        for one in sums_by_direction(sheet, directions_of(sheet))
    ]


def _about(sheet: Sheet) -> list[dict[str, Any]]:
    """What is recorded of the version as a whole."""
    found = sheet.plan
    rows: list[tuple[str, Any, str]] = []
    if found.is_change:
        rows.append((_("Reason of the change"), found.change_reason, ""))
    coordination = f"{long_date(found.coordinated_on)}, {found.coordination}" if found.coordinated_on else None
    discussion = f"{long_date(found.discussed_on)}: {found.discussion}" if found.discussed_on else None
    rows += [
        (_("Coordinated with the Bappeda of %(region)s") % {"region": found.recipient.region.name}, coordination, ""),
        (_("Discussed"), discussion, ""),
        ("KAK", found.kak.name if found.kak else None, _file_url(found.kak_id)),
        ("RAB", found.rab.name if found.rab else None, _file_url(found.rab_id)),
        (_("Drawn up by"), found.drafted_by.name, ""),
    ]
    if found.reviewed_by and found.reviewed_on:
        rows.append((_("Reviewed"), f"{found.reviewed_by.name}, {long_date(found.reviewed_on)}", ""))
    if found.submitted_by and found.submitted_on:
        rows.append((_("Handed in"), f"{found.submitted_by.name}, {long_date(found.submitted_on)}", ""))
    if found.decided_by and found.decided_on:
        words = f"{found.decided_by.name}, {long_date(found.decided_on)}: {found.decision_reason}"
        rows.append((_("Answer of the ministry"), words, ""))
    if found.forwarded_on:
        words = f"{long_date(found.forwarded_on)}, {found.forward_letter}"
        rows.append((_("Passed on to the Ministry of Finance"), words, ""))
    return [{"label": label, "value": value, "url": address} for label, value, address in rows]


def _file_url(pk: UUID | None) -> str:
    return reverse("documents:evidence", args=[pk]) if pk else ""


def _obstacles(sheet: Sheet, judged: dict[UUID, LineJudgement]) -> list[Any]:
    """What stands in the way, while the version is still with the office."""
    if sheet.plan.state not in (PlanState.DRAFT, PlanState.REVIEWED):
        return []
    spent = below_spent(sheet.recipient, sheet.plan) if sheet.plan.is_change else []
    return obstacles(sheet, judged=judged, spent=spent)


# ---------------------------------------------------------------- its paper


@door("funding.view")
def plan_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper as it would be printed now, with the watermark of a draft; what was handed in is an issued paper."""
    actor, found = actor_of(request), plan_of(request, pk, "funding.view")
    office = holder_of(found.recipient)
    if office is None:
        raise Http404
    content = preview_pdf(plan_paper(sheet_of(found, actor.today), office))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{slugify(paper_title(found))}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
