"""The template of a sheet and the file that goes back with its errors: both plain XLSX, both safe to open."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from sentra.registry.imports.columns import Choice, Column
from sentra.registry.imports.issues import from_json
from sentra.registry.imports.sheets import Context, Sheet, sheet_of
from sentra.registry.imports.staging import unseal
from sentra.registry.models import ImportRow, ImportRun

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREPARED_ROWS = 5_000
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_EXAMPLE_MARK = {"id": "CONTOH: ", "en": "EXAMPLE: "}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write_template(sheet: Sheet, context: Context, rows: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """A workbook of the sheet in the active language: empty, or with rows of what is on record, to be brought back.

    The second row is hidden and holds the columns' keys; without rows the third is an example that is not read.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        draw = _Drawing(book, sheet, context)
        draw.headings()
        draw.columns(len(rows) + PREPARED_ROWS)
        for number, values in enumerate(rows, start=2):
            draw.filled(number, values)
        if not rows:
            draw.example()
        draw.guide()
    return file.getvalue()


def write_corrections(run: ImportRun, context: Context, rows: Iterable[ImportRow]) -> bytes:
    """The rows as they were sent, in the active language, with every error beside its row and on its cell.

    Protected numbers stand in the file as they were typed, for whoever brought it; sent again, it is read like
    the template.
    """
    sheet, file = sheet_of(run.kind), io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        draw = _Drawing(book, sheet, context)
        draw.headings(explained=True)
        last = 1
        for last, row in enumerate(rows, start=2):
            draw.corrected(last, row)
        draw.columns(last + PREPARED_ROWS)
        draw.guide()
    return file.getvalue()


def neutral(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, with a quote in front; a number stays one.

    A phone number in international writing is data, not a formula: in a text cell it stays as it is typed.
    """
    if isinstance(value, str) and value.startswith(_DANGEROUS) and not value[1:].replace(" ", "").isdigit():
        return f"'{value}"
    return value


class _Drawing:
    """One workbook while it is written."""

    def __init__(self, book: Any, sheet: Sheet, context: Context) -> None:
        self.language = "id" if (get_language() or "id").startswith("id") else "en"
        self.sheet, self.context, self.book = sheet, context, book
        self.shown = [one for one in sheet.columns if one.asked(context)]
        self.page = book.add_worksheet(_("Data"))
        self.lists = book.add_worksheet("_")
        self.lists.hide()
        self.head = book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "top",
                "bottom": 1,
                "bg_color": "#0A3F42",
                "font_color": "#FFFFFF",
            }
        )
        self.note = book.add_format({"italic": True, "font_color": "#595959", "num_format": "@"})
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.wrong = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#9C0006"})
        self.kept: dict[tuple[str, bool], Any] = {}

    def format_of(self, column: Column, *, is_wrong: bool = False) -> Any:
        """The format of a column's cells; texts that look like numbers are kept as texts."""
        number_format = column.type.number_format or ("@" if column.type.digits or column.mask else "")
        if (number_format, is_wrong) not in self.kept:
            look: dict[str, Any] = {"num_format": number_format} if number_format else {}
            if is_wrong:
                look |= {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
            self.kept[number_format, is_wrong] = self.book.add_format(look)
        return self.kept[number_format, is_wrong]

    def headings(self, *, explained: bool = False) -> None:
        """The frozen heading row and the hidden row of keys under it."""
        for place, column in enumerate(self.shown):
            self.page.write_string(0, place, column.heading(self.language), self.head)
            self.page.write_string(1, place, column.key)
        if explained:
            last = len(self.shown)
            self.page.write_string(0, last, _("What to mend"), self.head)
            self.page.set_column(last, last, 60)
        self.page.set_row(0, 34)
        self.page.set_row(1, None, None, {"hidden": True})
        self.page.freeze_panes(2, 1)

    def columns(self, rows: int) -> None:
        """Widths, formats and drop-downs."""
        for place, column in enumerate(self.shown):
            self.page.set_column(place, place, column.width, self.format_of(column))
            if choices := column.choices_in(self.context):
                self._drop_down(place, column, choices, rows)

    def _drop_down(self, place: int, column: Column, choices: Sequence[Choice], rows: int) -> None:
        for number, choice in enumerate(choices):
            self.lists.write_string(number, place, choice.title(self.language))
        letter = xl_col_to_name(place)
        self.page.data_validation(
            2,
            place,
            rows + 1,
            place,
            {
                "validate": "list",
                "source": f"=_!${letter}$1:${letter}${len(choices)}",
                "error_title": column.title(self.language)[:32],
                "error_message": _("Choose one from the list."),
                "error_type": "stop",
            },
        )

    def example(self) -> None:
        """The example row, marked so that it is not read."""
        for place, column in enumerate(self.shown):
            shown = self._example_of(column)
            if place == 0:
                shown = f"{_EXAMPLE_MARK[self.language]}{shown}"
            if isinstance(shown, str):
                self.page.write_string(2, place, shown, self.note)
            else:
                self.page.write_number(2, place, shown, self.note)

    def _example_of(self, column: Column) -> Any:
        choices = column.choices_in(self.context)
        if not choices:
            return column.example
        named = next((one for one in choices if one.value == column.example), None)
        if named is None:
            return choices[0].title(self.language) if callable(column.choices) and not column.example else ""
        return named.title(self.language)

    def guide(self) -> None:
        """The sheet that explains each column."""
        page = self.book.add_worksheet(_("Guide"))
        for place, (width, title) in enumerate(
            [(28, _("Column")), (14, _("Must be filled in")), (44, _("Content")), (60, _("Choices"))]
        ):
            page.set_column(place, place, width)
            page.write_string(0, place, title, self.bold)
        for number, column in enumerate(self.shown, start=1):
            choices = column.choices_in(self.context)
            page.write_string(number, 0, column.heading(self.language), self.wrap)
            page.write_string(number, 1, _("yes") if column.required else _("no"), self.wrap)
            page.write_string(number, 2, column.help_id if self.language == "id" else column.help_en, self.wrap)
            page.write_string(number, 3, ", ".join(one.title(self.language) for one in choices), self.wrap)
        told = [str(self.sheet.note)] if self.sheet.note else []
        for number, line in enumerate([*told, *guide_lines()], start=len(self.shown) + 2):
            page.write_string(number, 0, line)
        page.freeze_panes(1, 0)

    def filled(self, number: int, values: Mapping[str, Any]) -> None:
        """A row of what is on record, by the keys of the columns."""
        for place, column in enumerate(self.shown):
            self._cell(number, place, column, values.get(column.key), self.format_of(column))

    def _cell(self, number: int, place: int, column: Column, cell: Any, look: Any) -> None:
        """A cell as it is typed; numbers stay numbers, texts texts, and none of them a formula."""
        value = neutral(self._as_typed(column, cell))
        if value is None or value == "":
            return
        if isinstance(value, int | float) and not isinstance(value, bool) and not column.type.digits:
            self.page.write_number(number, place, value, look)
        else:
            self.page.write_string(number, place, str(value), look)

    def corrected(self, number: int, row: ImportRow) -> None:
        """A row with its errors: red cells with a comment each, and all of them in words behind the row."""
        issues = from_json(row.issues)
        of_cell = {one.column: one for one in issues}
        for place, column in enumerate(self.shown):
            cell, wrong = row.cells[self.sheet.place(column.key)], of_cell.get(column.key)
            look = self.format_of(column, is_wrong=wrong is not None)
            if wrong and cell is None:
                self.page.write_blank(number, place, None, look)
            self._cell(number, place, column, cell, look)
            if wrong:
                self.page.write_comment(number, place, f"{wrong.message} {wrong.remedy}".strip(), {"x_scale": 2})
        if issues:
            told = "; ".join(self._told(one.column, one.message, one.remedy) for one in issues)
            self.page.write_string(number, len(self.shown), neutral(told), self.wrong)

    def _as_typed(self, column: Column, cell: Any) -> Any:
        value = unseal(cell)
        if isinstance(value, str) and column.type.name == "day" and len(value) == 10 and value[4] == "-":
            return f"{value[8:]}/{value[5:7]}/{value[:4]}"
        choice = next((one for one in column.choices_in(self.context) if one.value == value), None)
        return choice.title(self.language) if choice else value

    def _told(self, key: str, message: str, remedy: str) -> str:
        column = self.sheet.column(key)
        return f"{column.title(self.language)}: {message} {remedy}".strip() if column else f"{message} {remedy}".strip()


def guide_lines() -> tuple[str, ...]:
    """What holds for every sheet, in the active language."""
    return (
        _("Fill in the first sheet, one row each. Columns with a star must be filled in."),
        _("Leave a cell empty while its value is not known; never write 0 or a dash instead."),
        _("An empty cell leaves what is already on record; a filled one replaces it."),
        _("Numbers such as NIK, NIB and phone are text, so that leading zeros stay."),
        _("The example row and the order of the columns do not matter."),
        _("Nothing is saved before you confirm the preview; a file sent twice changes nothing the second time."),
    )
