"""The findings on a plan as lines of a page or an answer, and what stands in the way of handing it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.funding.addresses import plan_url, recipient_url
from sentra.funding.facts_plans import (
    ALLOCATED,
    ALLOCATED_IN_PROVINCE,
    LineJudgement,
    Sheet,
    is_reviewed,
    judge_activity,
    judge_lines,
    judge_plan,
    unsaid_of,
)
from sentra.funding.guides import clause_of, clause_source, law_of
from sentra.funding.guides_plans import cap_of
from sentra.funding.models import CostStandard, Fund, PlanActivity, PlanLine, PlanVersion
from sentra.law import Finding as LawFinding
from sentra.law import Verdict
from sentra.pages.errors import InputProblem
from sentra.pages.findings import Finding, Missing
from sentra.pages.formatting import language, long_date, rupiah
from sentra.pages.verdicts import clause_url, paired

#: Where facts of the plan are entered: the page, and the field on it.
_FIELDS = {
    "use_directions": "id_directions",
    "bappeda_coordinated": "id_coordinated_on",
    "bappeda_level": "id_coordinated_on",
    "bappeda_coordination_on": "id_coordinated_on",
    "internal_discussion_on": "id_discussed_on",
}
#: What a region cannot answer for: the ministry's division of the ceiling.
_OF_OTHERS = frozenset(ALLOCATED) | frozenset(ALLOCATED_IN_PROVINCE)
#: Facts of a line that are those of its plan.
OF_THE_PLAN = frozenset({"listed_in_kak_rab", "kak_rab_reviewed_by_apip"})
SHORT_LIST = 4  # values that are still told one by one


# ---------------------------------------------------------------- lines of findings


def line_findings(sheet: Sheet, judged: LineJudgement, *, is_typed: bool = False) -> list[Finding]:
    """What the provisions say of a line; `is_typed` says that its form is the page they stand on."""
    form = "" if is_typed else reverse("funding:plan_line", args=[judged.line.pk])
    return [line for _of, line in _of_typed(sheet, judged, form)]


def open_findings(sheet: Sheet, judged: LineJudgement) -> list[Finding]:
    """What of a line is open beside the plan as a whole: the files and their review are told once, for the plan."""
    found = _of_typed(sheet, judged, reverse("funding:plan_line", args=[judged.line.pk]))
    return [
        line
        for of, line in found
        if line.mark not in ("met", "not_applicable") and not (of is not None and _is_of_plan(of))
    ]


def _is_of_plan(of: LawFinding) -> bool:
    return of.outcome is None and bool(set(of.missing) & OF_THE_PLAN)


def _of_typed(sheet: Sheet, judged: LineJudgement, form: str) -> list[tuple[LawFinding | None, Finding]]:
    def where(name: str) -> str:
        return f"{form}#id_{name}" if name in judged.asked else ""

    found: list[tuple[LawFinding | None, Finding]] = [
        (of, _with_figures(sheet, judged, of, line)) for of, line in _paired(judged.verdict, where)
    ]
    return [*found, (None, _of_standard(judged))] if judged.amount_clause is not None else found


def _paired(verdict: Verdict | None, where: Callable[[str], str]) -> list[tuple[LawFinding, Finding]]:
    return paired(verdict, language(), where) if verdict is not None and verdict.applicable else []


def _with_figures(sheet: Sheet, judged: LineJudgement, of: LawFinding, line: Finding) -> Finding:
    """The finding with its figures in rupiah, its source, and a long list told by its length."""
    kind = str(judged.facts.get("activity_id", ""))
    cap = cap_of(sheet.year, kind) if kind else None
    if cap is not None and of.clause_id == cap.id and of.outcome is not None:
        share = int(cap.values["max_share_pct"].value)
        most = int(judged.facts["activity_allocation_idr"]) * share // 100
        text = _("at most %(amount)s (%(share)s%%)") % {"amount": rupiah(most), "share": share}
        return replace(line, measured=rupiah(int(judged.facts["practice_cost_total_idr"])), threshold=text)
    if of.outcome is None:
        line = replace(line, measured="", threshold="")
        return replace(line, missing=(), note=_none_on_file()) if "ceiling_idr" in of.missing else line
    if judged.standard is not None and any(fact.name == "ceiling_idr" for fact in of.facts):
        return replace(line, note=_source(judged.standard))
    listed = of.measurement.threshold if of.measurement is not None else None
    if isinstance(listed, tuple) and len(listed) > SHORT_LIST:
        return replace(line, threshold=_("one of the %(n)s that the provision lists") % {"n": len(listed)})
    return line


def _none_on_file() -> str:
    return _("No cost standard is on file for this component and unit.")


def _source(standard: CostStandard) -> str:
    return _("Source: %(source)s") % {"source": standard.source}


def _of_standard(judged: LineJudgement) -> Finding:
    """What the standard on file says where the regulation leaves the amount to the legislation."""
    clause, standard = judged.amount_clause, judged.standard
    assert clause is not None
    line = Finding(
        mark="not_met" if judged.is_above_standard else "met",
        label=clause.label(language()),
        measured=f"{rupiah(judged.line.unit_price)} / {judged.line.get_unit_display()}",
        citation=clause.cite,
        url=clause_url(clause.id),
    )
    if standard is None:
        return replace(line, mark="unknown", measured="", note=_none_on_file())
    most = _("at most %(amount)s") % {"amount": rupiah(standard.amount)}
    return replace(line, threshold=most, note=_source(standard))


def activity_findings(sheet: Sheet, activity: PlanActivity) -> list[Finding]:
    """What the fund's rules say of an activity as planned."""
    form = reverse("funding:plan_activity", args=[activity.pk])
    return [line for _of, line in _paired(judge_activity(sheet, activity), lambda name: f"{form}#id_{name}")]


def unsaid_findings(sheet: Sheet, activity: PlanActivity) -> list[Finding]:
    """What an activity's plan leaves unsaid of its purpose, provision by provision."""
    form = reverse("funding:plan_activity", args=[activity.pk])
    return [
        Finding(
            mark="unknown",
            label=clause.label(language()),
            citation=clause.cite,
            url=clause_url(clause.id),
            missing=(Missing(str(served_names()[field]), f"{form}#id_{field}"),),
        )
        for field, clause in unsaid_of(sheet.year, activity)
    ]


def served_names() -> Mapping[str, str]:
    """What the fields of an activity that say what it serves are called."""
    return {
        "need": _("the need here and how the activity serves its purpose"),
        "regional_affair": _("the regional affair it serves"),
        "national_priority": _("the national priority it serves"),
    }


def plan_findings(sheet: Sheet, verdict: Verdict | None) -> list[Finding]:
    """What the check of the plan says, each missing fact linked to where it is entered."""
    return [line for _of, line in _of_whole(sheet, verdict)]


def _of_whole(sheet: Sheet, verdict: Verdict | None) -> list[tuple[LawFinding, Finding]]:
    found = _paired(verdict, lambda name: _where(sheet.plan, name))
    return [(of, _with_day(sheet, of, line)) for of, line in found]


def _with_day(sheet: Sheet, of: LawFinding, line: Finding) -> Finding:
    """The finding on the deadline with the day and the last one."""
    days = [fact.value for fact in of.facts if fact.name in ("submitted_on", "as_of")]
    if sheet.year.plan_due is None or not days or of.clause_id != clause_of(sheet.year, "4.6.deadline"):
        return line
    handed_in = next((fact.value for fact in of.facts if fact.name == "submitted_on"), days[0])
    text = _("by %(day)s") % {"day": long_date(sheet.year.plan_due)}
    note = sheet.year.plan_due_source
    if line.mark == "not_met":
        note = f"{note}. {_('A late plan is taken all the same; the day stands in the record.')}"
    return replace(line, measured=long_date(handed_in), threshold=text, note=note)


def _where(plan: PlanVersion, name: str) -> str:
    if name in _FIELDS:
        return reverse("funding:plan_describe", args=[plan.pk]) + f"#{_FIELDS[name]}"
    return recipient_url(plan.recipient) if name in _OF_OTHERS else ""


# ---------------------------------------------------------------- what stands in the way


def obstacles(
    sheet: Sheet,
    *,
    judged: Mapping[UUID, LineJudgement] | None = None,
    spent: Sequence[InputProblem] = (),
) -> list[Finding]:
    """What keeps a plan from being handed in today, each with the place where it is mended; none: it may be.

    A provision that is not met stands in the way, and one that is not known as long as the office itself can answer.
    What others owe (the Minister's division, a standard) and a late day are shown and recorded, and stop nothing.
    """
    judged = judge_lines(sheet) if judged is None else judged
    found = no_lines(sheet)
    for line in sheet.lines:
        found += _of_line(sheet, judged[line.pk])
    for activity in sheet.activities:
        found += _of_activity(sheet, activity)
    found += _of_plan(sheet)
    found += file_obstacles(sheet) + _of_review(sheet) + _of_ceiling(sheet)
    found += [_plain(f"{one.message} {one.remedy}") for one in spent]
    return found


def _plain(label: str, url: str = "", missing: str = "", clause: str = "", sheet: Sheet | None = None) -> Finding:
    gaps = (Missing(missing, url),) if missing else ()
    if not clause or sheet is None:
        return Finding(mark="not_met", label=label, missing=gaps)
    cited = law_of(sheet.year).clause(clause_of(sheet.year, clause))
    return Finding(mark="not_met", label=label, citation=clause_source(cited), url=clause_url(cited.id), missing=gaps)


def named(line: PlanLine, finding: Finding) -> Finding:
    """The finding with the line it is about."""
    return replace(finding, label=f"{line.description}: {finding.label}")


def _of_line(sheet: Sheet, judged: LineJudgement) -> list[Finding]:
    if judged.state == "refused":
        wrong = (one for one in line_findings(sheet, judged) if one.mark == "not_met")
        mending = Missing(
            _("another component, price or source of money"), reverse("funding:plan_line", args=[judged.line.pk])
        )
        return [replace(named(judged.line, one), missing=(mending,)) for one in wrong]
    if judged.state == "unanswered":
        asked = [one for one in line_findings(sheet, judged) if one.mark == "unknown" and one.missing]
        return [named(judged.line, one) for one in asked if any(gap.url and "#id_" in gap.url for gap in one.missing)]
    return []


def _of_activity(sheet: Sheet, activity: PlanActivity) -> list[Finding]:
    wrong = [one for one in activity_findings(sheet, activity) if one.mark == "not_met"]
    found = [*wrong, *unsaid_findings(sheet, activity)]
    return [replace(one, label=f"{activity.title}: {one.label}") for one in found]


def _of_plan(sheet: Sheet) -> list[Finding]:
    _facts, verdict = judge_plan(sheet, handed_in=sheet.plan.submitted_on or sheet.day)
    if verdict is None:
        return []
    tolerated = {clause_of(sheet.year, "4.6.deadline")} if sheet.year.fund == Fund.PK2UMK else _after(sheet)
    found = []
    for of, line in _of_whole(sheet, verdict):
        if of.severity != "must" or of.clause_id in tolerated:
            continue
        others = of.outcome is None and set(of.decisive or of.missing) <= _OF_OTHERS
        if of.outcome is False or (of.outcome is None and not others):
            found.append(line)
    return found


def _after(sheet: Sheet) -> set[str]:
    """What is done only once a change is agreed: passing it on."""
    return {clause_of(sheet.year, "V.B.2.forward")}


def no_lines(sheet: Sheet) -> list[Finding]:
    """That a plan without a budget line plans nothing."""
    if sheet.lines:
        return []
    return [_plain(_("The plan has no budget line yet."), plan_url(sheet.plan), _("budget lines"))]


def file_obstacles(sheet: Sheet) -> list[Finding]:
    """The files of the plan that are missing; the industry fund's text names them (Bab V huruf A angka 1)."""
    found = []
    clause = "V.A.1.listed" if sheet.year.fund == Fund.IKM else ""
    for kind, name in (("kak", "KAK"), ("rab", "RAB")):
        if getattr(sheet.plan, f"{kind}_id") is None:
            url = reverse("funding:plan_file", args=[sheet.plan.pk, kind])
            label = _("The file %(name)s is missing.") % {"name": name}
            found.append(_plain(label, url, name, clause, sheet))
    return found


def _of_review(sheet: Sheet) -> list[Finding]:
    if is_reviewed(sheet.plan):
        return []
    label = _("The internal auditor has not passed the plan yet.")
    if sheet.plan.reviewed_edition is not None:
        label = _("The plan was changed after the internal auditor's review.")
    clause = "V.A.1.reviewed" if sheet.year.fund == Fund.IKM else ""
    return [_plain(label, clause=clause, sheet=sheet)]


def _of_ceiling(sheet: Sheet) -> list[Finding]:
    total, ceiling = sheet.planned(), sheet.recipient.ceiling
    if ceiling is not None and total <= ceiling:
        return []
    threshold = _("at most %(amount)s") % {"amount": rupiah(ceiling or 0)}
    return [replace(_plain(_("The plan exceeds the ceiling.")), measured=rupiah(total), threshold=threshold)]
