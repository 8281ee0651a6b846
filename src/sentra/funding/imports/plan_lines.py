"""The budget lines of a plan (RAB) from a file and into one: one row a line, rows of one activity beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sentra.access.actors import Actor
from sentra.funding.addresses import plan_url
from sentra.funding.guides_plans import needs_modality
from sentra.funding.imports.cells import Shown, is_told, missing, said_by, same, tell, within_bounds, written
from sentra.funding.imports.plan_columns import (
    COLUMNS,
    HELD,
    KEYS,
    OF_ACTIVITY,
    OF_LINE,
    activity_values,
    cells_of_activity,
    cells_of_line,
    facts_asked,
    judge,
    line_values,
)
from sentra.funding.imports.plan_law import doubts_of_law
from sentra.funding.models import FundingSource, PlanActivity, PlanLine, PlanState, PlanVersion, ProgrammeYear
from sentra.funding.queries.plans import RELATED, sheet_of
from sentra.funding.services.plans_bringing import BroughtActivity, BroughtLine, bring_lines
from sentra.funding.services.plans_common import lock_plan
from sentra.funding.services.plans_lines import checked_activity, checked_line
from sentra.registry.imports.engine import twice
from sentra.registry.imports.issues import issue
from sentra.registry.imports.sheets import About, Context, Row, Sheet, Stale, Sum
from sentra.territory.scope import OutsideTerritory

_DEFAULTS = {"source": FundingSource.FUND.value, "frequency": 1}
_NEEDED_OF_ACTIVITY = ("first_month", "last_month", "location")
_NEEDED_OF_LINE = ("component", "volume", "unit", "unit_price")


@dataclass
class Group:
    """The rows of one activity, the one on record that they mean, and what its columns say together."""

    rows: list[Row]
    kept: PlanActivity | None = None
    cells: dict[str, Any] = field(default_factory=dict)
    lines: list[PlanLine] = field(default_factory=list)  # of the one on record


# ---------------------------------------------------------------- against what is on record


def compare(rows: Sequence[Row], context: Context) -> None:
    """Find the activity and the line that each row means, what would change, and what the law says of it."""
    plan: PlanVersion = context.about
    if plan.state != PlanState.DRAFT:
        for row in rows:
            message = _("Budget lines are brought into a draft; this version is “%(state)s”.")
            row.issues.append(issue("", message, _("Take it back first, or propose a change."), state=_State(plan)))
        return
    sheet = sheet_of(plan, context.actor.today)
    groups: dict[tuple[str, str], Group] = {}
    for row in within_bounds(rows):
        row.version = plan.edition
        if not missing(row, row.values, ("activity", "title")):
            groups.setdefault(_key(row.values), Group([])).rows.append(row)
        missing(row, row.values, ("description",))
    for key, group in groups.items():
        if not _finds_activity(group, [one for one in sheet.activities if _key(cells_of_activity(one)) == key]):
            continue
        _settle(group, context)
        group.lines = sheet.lines_of(group.kept) if group.kept else []
        for row, line in _matched(group):
            _check_line(row, line, sheet.year)
    doubts_of_law(sheet, [(one.kept, one.rows) for one in groups.values()])


class _State:
    """The state of a version in whatever language is active when it is written."""

    def __init__(self, plan: PlanVersion) -> None:
        self.plan = plan

    def __str__(self) -> str:
        return self.plan.get_state_display()


def _key(cells: Mapping[str, Any]) -> tuple[str, str]:
    """What tells an activity from others."""
    return cells["activity"], same(cells["title"])


def _finds_activity(group: Group, found: Sequence[PlanActivity]) -> bool:
    """Take the activity on record that the rows mean, if any; False where it cannot be told which."""
    if len(found) > 1:
        for row in group.rows:
            message = _("The plan has %(count)s activities of this name.")
            tell(row, issue("title", message, _("Give each of them a name of its own first."), count=len(found)))
        return False
    group.kept = found[0] if found else None
    return True


def _settle(group: Group, context: Context) -> None:
    """What the rows of an activity say of it together; what one of them leaves empty, another or the record says."""
    before = cells_of_activity(group.kept) if group.kept else {}
    first: dict[str, Row] = {}
    cells = before | {name: group.rows[0].values[name] for name in ("activity", "title")}
    for row in group.rows:
        for name in OF_ACTIVITY:
            if name not in row.values:
                continue
            said = first.setdefault(name, row)
            cells[name] = said.values[name]
            if written(row.values[name]) != written(cells[name]):
                column = COLUMNS[PLAN_LINES.place(name)]
                shown = Shown(cells[name], column.choices_in(context))
                message = _("Row %(row)s says “%(value)s” of the same activity.")
                remedy = _("Write the same in both, or give the activities names of their own.")
                tell(row, issue(name, message, remedy, row=said.number, value=shown))
    group.cells = _as_kept(cells, before)
    _check_activity(group, context.about.recipient.year)
    for row in group.rows:
        given = {name: row.values[name] for name in ("title", *OF_ACTIVITY) if name in row.values}
        row.changes |= _differing(before, given)
        row.values |= group.cells


def _as_kept(cells: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The cells, with texts as they are on record where only blanks differ."""
    return {key: before[key] if written(value) == written(before.get(key)) else value for key, value in cells.items()}


def _differing(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Each column that would change a record, with what is on record and what the row says."""
    if not before:
        return {}
    return {key: [before.get(key), value] for key, value in given.items() if written(value) != written(before.get(key))}


def _check_activity(group: Group, year: ProgrammeYear) -> None:
    """The same checks as of the form; an activity that cannot be entered holds up every row of it."""
    cells, is_training = group.cells, needs_modality(year, group.cells["activity"])
    for row in group.rows:
        for name in HELD if not is_training else ():
            if name in row.values:
                tell(row, issue(name, _("This is said of a training only."), _("Leave the cell empty.")))
    needed = (*_NEEDED_OF_ACTIVITY, *(HELD if is_training else ()))
    if [row for row in group.rows if missing(row, cells, needed)]:
        return
    values = activity_values(cells, group.kept, year)
    for one in said_by(lambda check: checked_activity(check, year, values)):
        for row in group.rows:
            tell(row, one if PLAN_LINES.column(one.column) else replace(one, column=""))


# ---------------------------------------------------------------- lines


def _matched(group: Group) -> list[tuple[Row, PlanLine | None]]:
    """The rows of an activity, each with the line on record that it means.

    Activity and description find a line; the component tells lines of one description apart, and is a change where
    there is one alone. Where the record holds the same line twice, the rows follow its order.
    """
    rows = [row for row in group.rows if "description" in row.values]
    free = list(group.lines)
    found: dict[int, PlanLine | None] = {}
    first: dict[tuple[str, Any], Row] = {}
    for row in rows:
        key = same(row.values["description"]), row.values.get("component")
        line = next((one for one in free if (same(one.description), one.component) == key), None)
        if line is not None:
            free.remove(line)
            found[row.number] = line
        elif key in first:
            tell(row, twice(first[key].number, "description"))
            found[row.number] = None
        first.setdefault(key, row)
    for row in rows:
        if row.number not in found:
            alike = [one for one in free if same(one.description) == same(row.values["description"])]
            found[row.number] = alike[0] if len(alike) == 1 else None
            free = [one for one in free if one is not found[row.number]]
    return [(row, found[row.number]) for row in rows]


def _check_line(row: Row, line: PlanLine | None, year: ProgrammeYear) -> None:
    """The same checks as of the form, on what the row says and, where it says nothing, on what is on record."""
    columns = (*OF_LINE, *facts_asked(year))
    before = cells_of_line(line, year) if line else {}
    given = {name: row.values[name] for name in columns if name in row.values}
    cells = _as_kept(_DEFAULTS | before | given, before)
    if line is not None:
        row.target_id = line.pk
        row.values["line"] = str(line.pk)
        row.changes |= _differing(before, given)
    if missing(row, cells, _NEEDED_OF_LINE) or any(is_told(row, name) for name in columns):
        return
    values = line_values(cells, line, year)
    tell(row, *said_by(lambda check: checked_line(check, year, values)))
    row.values |= cells | {"amount": values.amount}
    row.values["fund_amount"] = values.amount if values.source == FundingSource.FUND else 0


# ---------------------------------------------------------------- writing


def apply(rows: Sequence[Row], context: Context) -> None:
    """Enter new lines and change those on record, as one edit of the edition that was looked at."""
    plan = lock_plan(context.about, (PlanState.DRAFT,))
    if any(row.version != plan.edition for row in rows):
        raise Stale
    year = plan.recipient.year
    # Unscoped: of a version that was let through.
    kept = {_key(cells_of_activity(one)): one for one in PlanActivity.unscoped.filter(plan=plan)}
    lines = {one.pk: one for one in PlanLine.unscoped.filter(activity__plan=plan)}
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault(_key(row.values), []).append(row)
    bring_lines(
        actor=context.actor,
        plan=plan,
        edition=plan.edition,
        activities=[_brought(own, kept.get(key), lines, year) for key, own in groups.items()],
    )


def _brought(
    rows: Sequence[Row], kept: PlanActivity | None, lines: Mapping[UUID, PlanLine], year: ProgrammeYear
) -> BroughtActivity:
    return BroughtActivity(
        values=activity_values(rows[0].values, kept, year),
        kept=kept.pk if kept else None,
        lines=[
            BroughtLine(
                id=row.record_id,
                values=line_values(row.values, lines.get(row.record_id), year),
                is_new="line" not in row.values,
            )
            for row in rows
        ],
    )


# ---------------------------------------------------------------- into a file


def rows_of(plan: PlanVersion) -> list[dict[str, Any]]:
    """The lines of a version as rows of the sheet, to be changed in a spreadsheet and brought back."""
    # Unscoped: of a version that was let through.
    lines = PlanLine.unscoped.filter(activity__plan=plan).select_related("activity")
    year = plan.recipient.year
    return [
        cells_of_activity(one.activity) | cells_of_line(one, year) for one in lines.order_by("activity__place", "place")
    ]


def find_plan(actor: Actor, key: UUID) -> PlanVersion:
    """The version that a file is about."""
    found = PlanVersion.objects.select_related(*RELATED).filter(pk=key).first()
    if found is None:
        raise OutsideTerritory
    return found


PLAN_LINES = Sheet(
    kind="plan_lines",
    title=_("Budget lines of a plan (RAB)"),
    columns=COLUMNS,
    judge=judge,
    identities=lambda values: (),  # rows are held against each other when they are compared
    compare=compare,
    apply=apply,
    key=KEYS,
    repeated="description",
    action="funding.plan",
    doubts_wait=False,  # what the fund does not pay may be entered, and the plan says so
    together=True,
    note=_("Lines of the plan that are not in the file stay as they are; take a line out on the page of the plan."),
    about=About(
        find=find_plan,
        region=lambda plan: plan.recipient.region,
        prefixes=("funding.bring_lines",),  # whatever else edits a draft raises its edition, which every row carries
        label=str,
        return_to=plan_url,
    ),
    sums=(
        Sum("lines", _("Budget lines")),
        Sum("from_fund", _("From this fund"), "fund_amount", in_rupiah=True),
        Sum("in_all", _("In all"), "amount", in_rupiah=True),
    ),
)
