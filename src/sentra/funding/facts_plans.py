"""Plans, activities and budget lines → facts of the funds' checks, and what the checks say of them.

Everything is judged from a sheet: a version with all that its findings need, read once (`queries.plans.sheet_of`).
Nothing here asks the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sentra.development.facts import known
from sentra.funding.components import AMOUNTS
from sentra.funding.guides import PLAN, PLAN_CHANGE, PLAN_REVISION, clause_of, guide_of, law_of, region_level
from sentra.funding.guides_plans import (
    ACTIVITY,
    asked_of_activity,
    asked_of_line,
    capped_categories,
    plan_law,
    purposes_of,
)
from sentra.funding.models import (
    CostStandard,
    Fund,
    FundingSource,
    Holder,
    PlanActivity,
    PlanLine,
    PlanState,
    PlanVersion,
    ProgrammeYear,
    Recipient,
)
from sentra.law import Clause, FactDeclaration, Verdict

#: The values of the fact `funding_source`.
_SOURCES = {FundingSource.FUND: "dak_nonfisik_pk2umk", FundingSource.APBD: "apbd"}
#: The value of the fact `organiser_kind` for each holder.
_ORGANISERS = {
    Holder.REGENCY: "regency_city_industry_agency",
    Holder.PROVINCE: "provincial_industry_agency",
    Holder.TECHNICAL_UNIT: "provincial_industry_agency",
}
#: The value of the fact `plan_status` for each state of a version; one that is over counts as it ended.
_STATUS = {
    PlanState.DRAFT: "draft",
    PlanState.IN_REVIEW: "draft",
    PlanState.REVIEWED: "draft",
    PlanState.DROPPED: "draft",
    PlanState.SUBMITTED: "submitted",
    PlanState.AGREED: "approved",
    PlanState.REPLACED: "approved",
    PlanState.REJECTED: "rejected",
}
#: The amounts that the Minister determines; a region cannot answer for them.
ALLOCATED = {"training_allocated_idr": "training", "mentoring_allocated_idr": "mentoring"}
ALLOCATED_IN_PROVINCE = {"legal_aid_allocated_idr": "legal_aid"}
FORM = 1  # the annex example form whose content the paper of a plan has


@dataclass(frozen=True)
class Sheet:
    """A version with its activities and lines, the standards that count for it and the day it is judged on."""

    plan: PlanVersion
    activities: tuple[PlanActivity, ...]
    lines: tuple[PlanLine, ...]
    standards: Mapping[tuple[str, str], CostStandard]  # component and unit → the standard that counts
    listed: frozenset[tuple[str, str]]  # activity and component that may have one
    day: dt.date
    reached_on: dt.date | None = None  # when the year's first plan reached the ministry

    @property
    def recipient(self) -> Recipient:
        return self.plan.recipient

    @property
    def year(self) -> ProgrammeYear:
        return self.plan.recipient.year

    def lines_of(self, activity: PlanActivity) -> list[PlanLine]:
        """The lines of an activity in their order."""
        return [one for one in self.lines if one.activity_id == activity.pk]

    def activity_of(self, line: PlanLine) -> PlanActivity:
        """The activity that a line belongs to."""
        return next(one for one in self.activities if one.pk == line.activity_id)

    def planned(self, kind: str = "") -> int:
        """Rupiah planned from the fund, in all or for one kind of activity."""
        kinds = {one.pk: one.activity for one in self.activities}
        return sum(one.amount for one in self.lines if is_charged(one) and kind in ("", kinds[one.activity_id]))

    def with_line(self, line: PlanLine) -> Sheet:
        """The same with a line as it would be; one of the same id is replaced."""
        return replace(self, lines=(*(one for one in self.lines if one.pk != line.pk), line))

    def with_activity(self, activity: PlanActivity) -> Sheet:
        """The same with an activity as it would be; one of the same id is replaced."""
        return replace(self, activities=(*(one for one in self.activities if one.pk != activity.pk), activity))


def is_charged(line: PlanLine) -> bool:
    """Whether a line is paid from the fund."""
    return line.source == FundingSource.FUND


# ---------------------------------------------------------------- what was said, as it is kept


def kept_value(value: Any) -> Any:
    """A fact's value as JSON keeps it: a number with a fraction in figures, never as a float."""
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return list(value) if isinstance(value, tuple) else value


def said(asked: Sequence[FactDeclaration], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The kept values of the facts that are asked, as the law reads them."""
    types = {fact.name: fact.type for fact in asked}
    return {
        name: Decimal(value) if types[name] == "number" and isinstance(value, str) else value
        for name, value in kept.items()
        if name in types
    }


# ---------------------------------------------------------------- a line


@dataclass(frozen=True)
class LineJudgement:
    """What the law says of a line. `verdict` is None where the fund's check has nothing to say: paid from elsewhere.

    `amount_clause` is the provision that leaves the line's amount to a cost standard beside the check, if any.
    """

    line: PlanLine
    facts: Mapping[str, Any]
    verdict: Verdict | None
    standard: CostStandard | None
    amount_clause: Clause | None
    asked: frozenset[str]

    @property
    def is_above_standard(self) -> bool:
        """Whether the unit price exceeds the standard on file where only the standard says so."""
        over = self.standard is not None and self.line.unit_price > self.standard.amount
        return self.amount_clause is not None and over

    @property
    def is_refused(self) -> bool:
        """Whether the fund cannot pay it."""
        return self.is_above_standard or (self.verdict is not None and bool(self.verdict.failing))

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The facts that are still to be said of the line before it can be judged in full."""
        if self.verdict is None:
            return ()
        open_ones = (one for one in self.verdict.findings if one.outcome is None)
        wanted = (name for one in open_ones for name in (one.decisive or one.missing))
        return tuple(dict.fromkeys(name for name in wanted if name in self.asked))

    @property
    def state(self) -> str:
        """`refused`, `unanswered`, `payable`, or `elsewhere` for what another budget pays."""
        if self.verdict is None or not self.verdict.applicable:
            return "elsewhere"
        return "refused" if self.is_refused else "unanswered" if self.unanswered else "payable"


def line_facts(sheet: Sheet, line: PlanLine) -> dict[str, Any]:
    """The facts of a line for its fund's check; what is not known is absent."""
    activity = sheet.activity_of(line)
    told = said(asked_of_line(sheet.year), line.facts)
    if sheet.year.fund == Fund.IKM:
        return known(_practice(sheet, activity) | _kak_rab(sheet.plan) | {"cost_category": line.component} | told)
    standard = sheet.standards.get((line.component, line.unit))
    facts = {
        "funding_source": _SOURCES[FundingSource(line.source)],
        "organiser": sheet.recipient.holder,
        "activity": activity.activity,
        "modality": activity.modality,
        "component": line.component,
        "unit_cost_idr": line.unit_price,
        "ceiling_idr": standard.amount if standard else None,
    }
    return known(facts | told)


def _kak_rab(plan: PlanVersion) -> dict[str, Any]:
    """Whether the plan's files are there, and whether the auditor passed them as they are now; not known before."""
    return {
        "listed_in_kak_rab": True if plan.kak_id and plan.rab_id else None,
        "kak_rab_reviewed_by_apip": True if is_reviewed(plan) else None,
    }


def is_reviewed(plan: PlanVersion) -> bool:
    """Whether the auditor's review is one of the plan as it is now (Bab V huruf A angka 1)."""
    return plan.reviewed_edition == plan.edition


def _practice(sheet: Sheet, activity: PlanActivity) -> dict[str, Any]:
    """The costs that share a cap and the allocation they are held against, for the kind of activity as a whole."""
    kind = activity.activity
    capped = capped_categories(sheet.year, kind)
    kinds = {one.pk for one in sheet.activities if one.activity == kind}
    own = [one for one in sheet.lines if is_charged(one) and one.activity_id in kinds]
    allocation = sheet.recipient.allocation
    divided = allocation.division.get(kind) if allocation else None
    return {
        "activity_id": kind,
        "practice_cost_total_idr": sum(one.amount for one in own if one.component in capped),
        "activity_allocation_idr": sheet.planned(kind) if divided is None else divided,
    }


def judge_line(sheet: Sheet, line: PlanLine) -> LineJudgement:
    """Whether the fund may pay a line of the sheet, and whether its price keeps to the standard on file."""
    facts, year = line_facts(sheet, line), sheet.year
    elsewhere = year.fund == Fund.IKM and not is_charged(line)
    verdict = None if elsewhere else law_of(year).check(guide_of(year).line_check).judge(facts)
    asked = frozenset(fact.name for fact in asked_of_line(year))
    standard = sheet.standards.get((line.component, line.unit)) if is_charged(line) else None
    return LineJudgement(line, facts, verdict, standard, _amount_clause(sheet, line), asked)


def _amount_clause(sheet: Sheet, line: PlanLine) -> Clause | None:
    kind = sheet.activity_of(line).activity
    if not is_charged(line) or (kind, line.component) not in sheet.listed:
        return None
    clause = law_of(sheet.year).clause(clause_of(sheet.year, AMOUNTS[kind]))
    return clause if clause.condition is None else None


def judge_lines(sheet: Sheet) -> dict[UUID, LineJudgement]:
    """The judgement of every line, by its id."""
    return {one.pk: judge_line(sheet, one) for one in sheet.lines}


# ---------------------------------------------------------------- an activity, as planned


def judge_activity(sheet: Sheet, activity: PlanActivity) -> Verdict | None:
    """What the industry fund's rules say of an activity as planned; the other fund judges it when it is run."""
    if sheet.year.fund != Fund.IKM:
        return None
    facts = {
        "activity_id": activity.activity,
        "organiser_kind": _ORGANISERS[Holder(sheet.recipient.holder)],
        "duration_months": activity.last_month - activity.first_month + 1,
    }
    told = said(asked_of_activity(sheet.year, activity.activity), activity.facts)
    return law_of(sheet.year).check(ACTIVITY).judge(known(facts | told), activity.activity)


# ---------------------------------------------------------------- the plan


def directions_of(sheet: Sheet) -> list[str]:
    """The directions of use that the plan or one of its activities names, in the order of the text."""
    named = {*sheet.plan.directions, *(name for one in sheet.activities for name in one.directions)}
    if sheet.year.fund != Fund.PK2UMK:
        return []
    return [one for one in law_of(sheet.year).parameter(clause_of(sheet.year, "2"), "directions") if one in named]


def plan_facts(sheet: Sheet, handed_in: dt.date | None = None) -> dict[str, Any]:
    """The facts of the plan as a whole; `handed_in` is the day it is handed in, or was.

    A change is not late again: the plan of the year reached the ministry with its first version.
    """
    plan, recipient = sheet.plan, sheet.recipient
    division = recipient.allocation.division if recipient.allocation else {}
    charged = {one.activity_id for one in sheet.lines if is_charged(one)}
    level = region_level(recipient.region)
    amounts = ALLOCATED | (ALLOCATED_IN_PROVINCE if level == "province" else {})
    facts: dict[str, Any] = {
        "region_level": level,
        "budget_year": sheet.year.year,
        "plan_activities": sorted({one.activity for one in sheet.activities if one.pk in charged}),
        "use_directions": directions_of(sheet),
        "has_funding_breakdown": bool(sheet.activities) and all(sheet.lines_of(one) for one in sheet.activities),
        "has_output_targets": bool(sheet.activities)
        and all(one.output_volume is not None and one.output_unit for one in sheet.activities),
        "bappeda_coordinated": True if plan.coordinated_on else None,
        "bappeda_level": level if plan.coordinated_on else None,
        "bappeda_coordination_on": plan.coordinated_on,
        "internal_discussion_on": plan.discussed_on,
        "form_number": FORM,
        "as_of": sheet.day,
    }
    for name, kind in amounts.items():
        facts[name] = division.get(kind)
        facts[name.replace("allocated", "planned")] = sheet.planned(kind)
    if handed_in is not None:
        facts |= {
            "submitted_to": "ministry",
            "submission_media": ["application"],
            "submitted_on": sheet.reached_on if plan.is_change and sheet.reached_on else handed_in,
        }
    return known(facts)


def judge_plan(sheet: Sheet, handed_in: dt.date | None = None) -> tuple[dict[str, Any], Verdict | None]:
    """Whether the plan is complete, in order and in time; the industry fund's text judges changes only."""
    if sheet.year.fund == Fund.PK2UMK:
        facts = plan_facts(sheet, handed_in)
        return facts, plan_law(sheet.year).check(PLAN).judge(facts)
    if not sheet.plan.is_change:
        return {}, None
    return judge_change(sheet.year, handed_in or sheet.day, True if sheet.plan.forwarded_on else None)


def judge_change(
    year: ProgrammeYear, submitted_on: dt.date, is_forwarded: bool | None = None
) -> tuple[dict[str, Any], Verdict]:
    """Whether a change of an industry fund's plan is in time, and was passed on (Bab V huruf B angka 2)."""
    facts = known(
        {
            "change_submitted_on": submitted_on,
            "fiscal_year": year.year,
            "forwarded_to_finance_ministry": is_forwarded,
        }
    )
    return facts, law_of(year).check(PLAN_CHANGE).judge(facts)


def judge_revision(
    recipient: Recipient, latest: PlanVersion | None, office_kind: str, is_manager: bool
) -> tuple[dict[str, Any], Verdict]:
    """Whether a change of the plan may be proposed (PK2UMK Pasal 4 ayat (5))."""
    facts = known(
        {
            "requested_by": office_kind if office_kind in Holder.values else "other",
            "requester_manages_fund": is_manager,
            "plan_status": _STATUS[PlanState(latest.state)] if latest else None,
        }
    )
    return facts, law_of(recipient.year).check(PLAN_REVISION).judge(facts)


# ---------------------------------------------------------------- what an activity serves (industry fund)


def unsaid_of(year: ProgrammeYear, activity: PlanActivity) -> list[tuple[str, Clause]]:
    """What an activity's plan leaves unsaid of its purpose: the field, and the provision that wants it."""
    if year.fund != Fund.IKM:
        return []
    law = law_of(year)
    affair = law.clause(clause_of(year, "I.A.5.purpose"))
    wanted = [("need", one) for one in purposes_of(year, activity.activity)]
    wanted += [("regional_affair", affair), ("national_priority", affair)]
    return [(field, clause) for field, clause in wanted if not getattr(activity, field)]
