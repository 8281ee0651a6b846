"""Writing exactly the filtered rows as XLSX or CSV, with the row count stated in the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import formatting
from .page import ListState

CHUNK = 2_000
SHEET_ROWS = 1_048_576
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def neutralised(value: Any) -> Any:
    """A text that a spreadsheet would read as a formula gets a quote in front; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value


def _row_values(state: ListState) -> Iterator[list[Any]]:
    columns = state.export_columns
    for record in state.export_queryset().iterator(chunk_size=CHUNK):
        yield [column.exported(record) for column in columns]


def count_line(rows: int) -> str:
    """The row count in words, as the last line of a file states it."""
    return ngettext("%(n)s row", "%(n)s rows", rows) % {"n": formatting.number(rows)}


class _Echo:
    def write(self, text: str) -> str:
        """Hands the line straight on."""
        return text


def write_csv(state: ListState) -> Iterator[str]:
    """The lines of a CSV file: byte order mark, heading, rows, row count.

    Indonesian files separate by semicolons and write the decimal comma, as Excel with Indonesian settings
    expects; thousands are not grouped, dates are ISO. Texts that look like formulas are neutralised.
    """
    writer: Any = csv.writer(_Echo(), delimiter=";" if formatting.locale() == "id" else ",")
    yield "\ufeff" + writer.writerow([neutralised(str(column.title)) for column in state.export_columns])
    written = 0
    for values in _row_values(state):
        written += 1
        yield writer.writerow([_csv_value(value) for value in values])
    yield writer.writerow([count_line(written)])


def _csv_value(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",") if formatting.locale() == "id" else str(value)
    return neutralised(value)


def write_xlsx(state: ListState, file: IO[bytes] | str) -> int:
    """Writes the workbook (rows on the first sheet, a note with filters, time and count on the second).

    Memory stays constant however many rows there are. Returns the number of rows written; raises ValueError
    when the rows do not fit one sheet.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_sheet_name(str(state.listing.title)))
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "whole": book.add_format({"num_format": "#,##0"}),
            "part": book.add_format({"num_format": "#,##0.##"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }
        columns = state.export_columns
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, max(1, len(columns) - 1), 18)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, str(column.title), formats["head"])
        written = 0
        for values in _row_values(state):
            written += 1
            if written >= SHEET_ROWS:
                raise ValueError(_("There are more rows than one sheet can hold. Narrow the list first."))
            for place, value in enumerate(values):
                _write_cell(sheet, written, place, value, formats)
        if written:
            sheet.autofilter(0, 0, written, max(0, len(columns) - 1))
        _write_note(book, state, written, formats)
    return written


def _write_cell(sheet: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, _("yes") if value else _("no"))
    elif isinstance(value, int):
        # Beyond 15 figures a spreadsheet loses digits, so such a number goes as text.
        if abs(value) < 10**15:
            sheet.write_number(row, place, value, formats["whole"])
        else:
            sheet.write_string(row, place, str(value))
    elif isinstance(value, float | Decimal):
        sheet.write_number(row, place, float(value), formats["part"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), formats["day"])
    else:
        sheet.write_string(row, place, value)


def _write_note(book: Any, state: ListState, written: int, formats: dict[str, Any]) -> None:
    note = book.add_worksheet(_sheet_name(_("About this file")))
    note.set_column(0, 0, 24)
    note.set_column(1, 1, 60)
    lines = [
        (_("List"), str(state.listing.title)),
        (_("Rows"), count_line(written)),
        (_("Written on"), formatting.moment(timezone.now())),
        *state.filters_in_words(),
    ]
    for place, (label, text) in enumerate(lines):
        note.write_string(place, 0, label, formats["head"])
        note.write_string(place, 1, text)


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip("'") or "Data"
