"""A staged row as the preview shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sentra.pages.formatting import number, short_date
from sentra.pages.listing import ChoiceFilter, Listing, ListState
from sentra.pages.listing import Column as ListColumn
from sentra.pages.states import State
from sentra.registry.imports.columns import Choice, Column
from sentra.registry.imports.issues import Issue, from_json
from sentra.registry.imports.runs import masked
from sentra.registry.imports.sheets import Context, Sheet
from sentra.registry.models import ImportRow, ImportRun, RowStatus

STATES = {
    RowStatus.NEW.value: State(gettext_lazy("New"), "good", "plus"),
    RowStatus.CHANGED.value: State(gettext_lazy("Changed"), "info", "pencil"),
    RowStatus.UNCHANGED.value: State(gettext_lazy("Unchanged"), "neutral", "equal"),
    RowStatus.WRONG.value: State(gettext_lazy("Wrong"), "bad", ""),
}
DOUBTFUL = "doubtful"

#: Only its paging and its filter are used; the rows have a shape of their own.
PREVIEW = Listing(
    name="import",
    title=gettext_lazy("Rows of the file"),
    columns=[ListColumn("number", gettext_lazy("Row"), sort=True)],
    filters=[
        ChoiceFilter(
            "status",
            gettext_lazy("Status"),
            choices=[*RowStatus.choices, (DOUBTFUL, gettext_lazy("Doubtful"))],
            apply=lambda rows, value: rows.filter(is_doubtful=True) if value == DOUBTFUL else rows.filter(status=value),
        )
    ],
    default_sort="number",
    count_cap=200_000,
)


@dataclass(frozen=True)
class Told:
    """Something about a cell: where, what stands there, what is wrong, what to do."""

    key: str
    heading: str
    value: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Change:
    """A cell that would change a record."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class PreviewRow:
    """One row of the preview."""

    number: int
    name: str
    state: State
    issues: list[Told]
    doubts: list[Told]
    changes: list[Change]
    cells: list[dict[str, Any]]
    mendable: list[dict[str, Any]]
    is_doubtful: bool


class Preview:
    """How the rows of a run are shown in the active language."""

    def __init__(self, run: ImportRun, sheet: Sheet, context: Context) -> None:
        self.run, self.sheet, self.context = run, sheet, context
        self.language = get_language() or "id"
        self.choices = {
            column.key: {one.value: one for one in found}
            for column in sheet.columns
            if (found := column.choices_in(context))
        }

    def page(self, request: Any) -> ListState:
        """The rows that the address asks for, by pages."""
        return ListState(PREVIEW, ImportRow.objects.filter(run=self.run), request.GET, request=request)

    def row(self, record: ImportRow) -> PreviewRow:
        """A row in words."""
        issues = [self._told(record, one) for one in from_json(record.issues)]
        wrong = {one.key for one in issues}
        return PreviewRow(
            number=record.number,
            name=self._name(record),
            state=STATES[record.status],
            issues=issues,
            doubts=[self._told(record, one) for one in from_json(record.warnings)],
            changes=[self._change(key, pair) for key, pair in record.changes.items()],
            cells=[
                {"label": column.title(), "value": self.cell(column, record.cells[place])}
                for place, column in enumerate(self.sheet.columns)
                if record.cells[place] is not None
            ],
            mendable=[self._mendable(column, record) for column in self._to_mend(wrong)],
            is_doubtful=record.is_doubtful,
        )

    def heading(self, key: str) -> str:
        """A column as a person finds it in the file: letter and title."""
        column = self.sheet.column(key)
        if column is None:
            return _("Whole row")
        place = self.sheet.place(key)
        where = self.run.letters[place] if place < len(self.run.letters) else ""
        return f"{where} · {column.title()}" if where else column.title()

    def cell(self, column: Column | None, value: Any) -> str:
        """What stands in a cell, as it may be shown: choices by their names, protected numbers masked."""
        if column is None or value is None or value == "":
            return ""
        if column.mask:
            return masked(value)
        choice: Choice | None = self.choices.get(column.key, {}).get(value) if isinstance(value, str) else None
        if choice:
            return choice.title(self.language)
        if column.type.name == "day" and isinstance(value, str):
            try:
                return short_date(dt.date.fromisoformat(value))
            except ValueError:
                return value
        if column.type.name in {"rupiah", "whole"} and isinstance(value, int) and not isinstance(value, bool):
            return number(value)
        return str(value)

    def _name(self, record: ImportRow) -> str:
        first = [(place, one) for place, one in enumerate(self.sheet.columns) if one.type.name == "text"][:2]
        return " · ".join(filter(None, (self.cell(one, record.cells[place]) for place, one in first)))

    def _told(self, record: ImportRow, one: Issue) -> Told:
        column = self.sheet.column(one.column)
        value = self.cell(column, record.cells[self.sheet.place(one.column)]) if column else ""
        return Told(one.column, self.heading(one.column), value, one.message, one.remedy)

    def _change(self, key: str, pair: list[Any]) -> Change:
        column = self.sheet.column(key)
        if column is None or column.key == "nik":
            return Change(self.heading(key), str(pair[0] or "–"), str(pair[1]))
        return Change(column.title(), self.cell(column, pair[0]) or "–", self.cell(column, pair[1]))

    def _to_mend(self, wrong: set[str]) -> list[Column]:
        """The wrong cells; where the row as a whole is wrong, what tells records apart."""
        if "" in wrong:
            wrong = wrong.union(self.sheet.key)
        return [one for one in self.sheet.columns if one.key in wrong]

    def _mendable(self, column: Column, record: ImportRow) -> dict[str, Any]:
        value = record.cells[self.sheet.place(column.key)]
        return {
            "key": column.key,
            "label": column.title(),
            "value": "" if column.mask else self.cell(column, value),
            "hint": self.cell(column, value) if column.mask else "",
            "choices": [one.title(self.language) for one in column.choices_in(self.context)],
            "is_number": column.type.digits,
        }
