"""What the law says of the lines of a file, judged in the plan as it would be: told beside the row, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from sentra.funding.facts_plans import LineJudgement, Sheet, judge_line
from sentra.funding.guides import guide_of
from sentra.funding.imports.cells import Amount
from sentra.funding.imports.plan_columns import activity_values, facts_asked, line_values
from sentra.funding.models import PlanActivity, PlanLine, ProgrammeYear
from sentra.law import Clause, Finding
from sentra.pages.formatting import language
from sentra.registry.imports.issues import Issue, issue
from sentra.registry.imports.sheets import Row

#: The fact of a line's check that is its price.
_PRICE = "unit_cost_idr"


def doubts_of_law(sheet: Sheet, groups: Iterable[tuple[PlanActivity | None, Sequence[Row]]]) -> None:
    """Add to each right row the provisions by which the fund would not pay its line.

    The lines are judged in the plan as it would be with all right rows, since some share a cap.
    """
    judged, known = [], {one.pk: one for one in sheet.lines}
    for kept, rows in groups:
        right = [row for row in rows if not row.issues]
        if right:
            activity = _activity(sheet, kept, right[0])
            sheet = sheet.with_activity(activity)
            judged += [
                (row, _line(activity, row, known.get(row.target_id) if row.target_id else None, sheet.year))
                for row in right
            ]
    known |= {line.pk: line for _row, line in judged}
    sheet = replace(sheet, lines=tuple(known.values()))
    for row, line in judged:
        row.warnings += _refusals(sheet, judge_line(sheet, line))


def _activity(sheet: Sheet, kept: PlanActivity | None, row: Row) -> PlanActivity:
    values = asdict(activity_values(row.values, kept, sheet.year))
    return PlanActivity(id=kept.pk if kept else uuid4(), plan=sheet.plan, place=0, **values)


def _line(activity: PlanActivity, row: Row, kept: PlanLine | None, year: ProgrammeYear) -> PlanLine:
    values = line_values(row.values, kept, year)
    return PlanLine(id=row.target_id or uuid4(), activity=activity, place=0, amount=values.amount, **asdict(values))


def _refusals(sheet: Sheet, judged: LineJudgement) -> Iterator[Issue]:
    remedy = _("It is entered and shown as not payable: choose another component, price or source of money.")
    failing = [one for one in judged.verdict.findings if one.state == "not_met"] if judged.verdict else []
    for finding in failing:
        message = _("The fund does not pay this: %(provision)s.")
        yield issue(_cell(sheet, finding), message, remedy, provision=_Provision(finding))
    if judged.is_above_standard and judged.amount_clause is not None and judged.standard is not None:
        clause = judged.amount_clause
        yield issue(
            "unit_price",
            _("The cost standard is %(most)s: %(provision)s."),
            remedy,
            most=Amount(judged.standard.amount),
            provision=_Provision(clause),
        )


def _cell(sheet: Sheet, finding: Finding) -> str:
    """The column that a finding is told at: the price, what is paid, or what was said of the line."""
    read = [fact.name for fact in finding.facts]
    if _PRICE in read:
        return "unit_price"
    asked = facts_asked(sheet.year)
    if guide_of(sheet.year).component_fact in read:
        return "component"
    return next((name for name in read if name in asked), "component")


class _Provision:
    """The name of a provision and where it stands, in whatever language is active when it is written."""

    def __init__(self, of: Clause | Finding) -> None:
        self.of = of

    def __str__(self) -> str:
        return f"{self.of.label(language())} ({self.of.cite})"


__all__ = ["doubts_of_law"]
