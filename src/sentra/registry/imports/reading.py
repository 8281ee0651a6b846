"""From a file to a table of raw cells: bounded, recognised by content, refused with the reason.

Nothing is believed about the file: its size, the size it unpacks to, the number of rows and columns are
bounded before a cell is read.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import python_calamine
from django.utils.translation import gettext_lazy as _

from sentra.registry.imports.columns import UNREADABLE, Column, key_of
from sentra.registry.imports.issues import Issue, issue

MAX_BYTES = 25 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 100
LONGEST_CELL = 5_000
HEADING_WITHIN = 15  # the heading is looked for among the first rows
SEPARATORS = (";", ",", "\t", "|")
EXAMPLE_MARKS = ("contoh:", "example:")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Cells far outside any table would make the reader lay out the whole rectangle up to them.
_FAR_CELL = re.compile(rb"""\br\s*=\s*["'](?:([A-Za-z]{3,}|[D-Zd-z][A-Za-z])\d+|[A-Za-z]*(\d{6,}))["']""")


_SEPARATOR_LINE = re.compile(r'"?sep=([;,\t|])"?', re.IGNORECASE)


class Unreadable(Exception):
    """The file cannot be taken at all; `issue` says why and what to do."""

    def __init__(self, message: Any, remedy: Any, **places: Any) -> None:
        super().__init__(str(message))
        self.issue = issue("", message, remedy, **places)


@dataclass
class Table:
    """The rows below the heading: number in the sheet, and cells in the order of the sheet's columns.

    `letters` gives for each column of the sheet its letter in the file ("" where the file does not have it).
    """

    rows: list[tuple[int, list[Any]]]
    letters: list[str]
    problems: list[Issue]
    notices: list[Issue]


def read_table(content: bytes, columns: Sequence[Column]) -> Table:
    """Read the first sheet of a workbook, or a CSV file; raises `Unreadable`.

    Missing required columns are `problems`, unknown columns and skipped example rows are `notices`.
    """
    if not content:
        raise Unreadable(_("The file is empty."), _("Choose the filled-in file."))
    if len(content) > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than %(limit)s MB."),
            _("Split it into several files."),
            limit=MAX_BYTES // 1024 // 1024,
        )
    known = _titles(columns)
    grid = _workbook(content) if content.startswith(b"PK\x03\x04") else _csv(content, known)
    return _table(grid, columns, known)


# ---------------------------------------------------------------- workbooks


def _workbook(content: bytes) -> Iterator[list[Any]]:
    _guard(content)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        if sheet.height > MAX_ROWS + HEADING_WITHIN:
            raise _too_many_rows()
        if sheet.width > MAX_COLUMNS:
            raise _too_many_columns()
        yield from sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, python_calamine.XmlError, python_calamine.ZipError, IndexError):
        raise Unreadable(
            _("The workbook is damaged."), _("Open it in Excel, save it again as .xlsx, and send that file.")
        ) from None


def _guard(content: bytes) -> None:
    """Refuse what is no plain workbook or unpacks to more than a table needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {entry.filename.lower(): entry for entry in archive.infolist()}
            if sum(entry.file_size for entry in parts.values()) > MAX_UNPACKED_BYTES:
                raise Unreadable(
                    _("The file unpacks to far more than a table needs."),
                    _("Copy the rows into a fresh template and send that file."),
                )
            if any(name.endswith("vbaproject.bin") for name in parts):
                raise Unreadable(_("The workbook contains macros."), _("Save it as .xlsx without macros."))
            if "xl/workbook.xml" not in parts:
                raise _not_a_workbook()
            for name, entry in parts.items():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _guard_sheet(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise Unreadable(
            _("The workbook is damaged."), _("Open it in Excel, save it again as .xlsx, and send that file.")
        ) from None


def _guard_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Walk the sheet as bytes: what it really unpacks to, and cells outside the bounds."""
    read, tail = 0, b""
    with archive.open(entry) as part:
        while block := part.read(1 << 20):
            read += len(block)
            if read > entry.file_size:
                raise zipfile.BadZipFile
            for found in _FAR_CELL.finditer(tail + block):
                if found[1]:
                    raise _too_many_columns()
                if int(found[2]) > MAX_ROWS + HEADING_WITHIN:
                    raise _too_many_rows()
            tail = block[-64:]


def _not_a_workbook() -> Unreadable:
    return Unreadable(
        _("This is not an Excel workbook (.xlsx) or a CSV file."),
        _("Open it in Excel, choose Save As and the type “Excel Workbook (*.xlsx)”."),
    )


def _too_many_rows() -> Unreadable:
    return Unreadable(
        _("The sheet reaches beyond row %(limit)s."),
        _("Split the file, or delete the empty rows below the table."),
        limit=f"{MAX_ROWS:,}".replace(",", "."),
    )


def _too_many_columns() -> Unreadable:
    return Unreadable(
        _("The sheet has more than %(limit)s columns."),
        _("Delete the columns to the right of the table."),
        limit=MAX_COLUMNS,
    )


# ---------------------------------------------------------------- CSV


def _csv(content: bytes, known: dict[str, str]) -> Iterator[list[Any]]:
    if content.startswith(_OLE):
        raise Unreadable(
            _("This is an old Excel workbook (.xls), or one with a password."),
            _("Open it in Excel, remove the password, and save it as .xlsx."),
        )
    text = _decoded(content)
    if text.lstrip().startswith("<") or "\0" in text:
        raise _not_a_workbook()
    csv.field_size_limit(10 * LONGEST_CELL)
    try:
        text, separator = _separated(text, known)
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number > MAX_ROWS + HEADING_WITHIN:
                raise _too_many_rows()
            if len(line) > MAX_COLUMNS:
                raise _too_many_columns()
            yield [cell or None for cell in line]
    except csv.Error:
        raise Unreadable(
            _("The CSV file is damaged: a quotation mark is not closed."), _("Save it from Excel again, or as .xlsx.")
        ) from None


def _decoded(content: bytes) -> str:
    """The text of a file as Excel saves it: UTF-8 with or without its mark, UTF-16 ("Unicode text"), Windows-1252."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in content[:4096] and not marked:
        raise _not_a_workbook()
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _not_a_workbook()


def _separated(text: str, known: dict[str, str]) -> tuple[str, str]:
    """The text and what stands between its cells: as a first line `sep=;` says, else by which the headings show.

    Excel with Indonesian settings writes semicolons, since the comma is the decimal sign.
    """
    first, _line_end, rest = text.partition("\n")
    if found := _SEPARATOR_LINE.fullmatch(first.strip()):
        return rest, found[1]
    head = text[:65_536].splitlines()[:HEADING_WITHIN]
    return text, max(SEPARATORS, key=lambda separator: _headings_known(head, separator, known))


def _headings_known(head: list[str], separator: str, known: dict[str, str]) -> int:
    rows = csv.reader(head, delimiter=separator)
    return max((sum(_bare(cell) in known for cell in cells) for cells in rows), default=0)


# ---------------------------------------------------------------- the table


def _table(grid: Iterator[list[Any]], columns: Sequence[Column], known: dict[str, str]) -> Table:
    rows = enumerate(grid, start=1)
    headings = _heading(rows, known)
    places, notices = _places(headings, known)
    source = [places.get(one.key) for one in columns]
    table = Table([], [letter(place) if place is not None else "" for place in source], [], notices)
    table.problems = [_missing(one) for one in columns if one.required and one.key not in places]
    if not table.problems:
        _fill(table, rows, source, known)
    return table


def _titles(columns: Sequence[Column]) -> dict[str, str]:
    known = {}
    for one in columns:
        for text in (one.key, one.title_id, one.title_en, one.heading("id"), one.heading("en")):
            known[_bare(text)] = one.key
    return known


def _bare(text: Any) -> str:
    """A heading without unit and star."""
    return key_of(re.sub(r"\(.*?\)|\*", " ", str(text)))


def _heading(rows: Iterator[tuple[int, list[Any]]], known: dict[str, str]) -> list[Any]:
    """The first row in which at least two headings (or the only one) are known."""
    needed = min(2, len(set(known.values())))
    for number, cells in rows:
        if len({known[_bare(cell)] for cell in cells if cell and _bare(cell) in known}) >= needed:
            return [_storable(cell) if cell.__class__ is str else cell for cell in cells]
        if number >= HEADING_WITHIN:
            break
    raise Unreadable(
        _("The heading row was not found: the columns of this sheet have other names."),
        _("Download the template and copy the rows into it."),
    )


def _places(headings: list[Any], known: dict[str, str]) -> tuple[dict[str, int], list[Issue]]:
    places: dict[str, int] = {}
    notices = []
    for place, heading in enumerate(headings):
        key = known.get(_bare(heading)) if heading else None
        if key is None or key in places:
            if heading and not _is_our_own(heading):
                notices.append(_ignored(letter(place), heading, twice=key is not None))
        else:
            places[key] = place
    return places, notices


def _is_our_own(heading: Any) -> bool:
    """The column in which a returned workbook explains its errors."""
    return key_of(heading) in {"yang perlu diperbaiki", "what to mend"}


def _ignored(where: str, heading: Any, *, twice: bool) -> Issue:
    message = (
        _("Column %(where)s (“%(heading)s”) stands twice; the second is not read.")
        if twice
        else _("Column %(where)s (“%(heading)s”) is not known and is not read.")
    )
    return issue("", message, where=where, heading=str(heading)[:80])


def _missing(column: Column) -> Issue:
    return issue(
        column.key,
        _("The column “%(title)s” is missing."),
        _("Add it to the heading row, or use the template."),
        title=Titled(column),
    )


class Titled:
    """A column's title in whatever language is active when it is written."""

    def __init__(self, column: Column) -> None:
        self.column = column

    def __str__(self) -> str:
        return self.column.title()


def _fill(table: Table, rows: Iterator[tuple[int, list[Any]]], source: list[int | None], known: dict[str, str]) -> None:
    examples, empty = 0, [None] * len(source)
    present = [(place, at) for place, at in enumerate(source) if at is not None]
    keys = set(known.values())
    for number, cells in rows:
        taken: list[Any] = empty.copy()
        width, first = len(cells), None
        for place, at in present:
            if at < width and (cell := cells[at]) != "" and cell is not None:
                taken[place] = cell = _storable(cell).strip() or None if cell.__class__ is str else _plain(cell)
                if first is None:
                    first = cell
        if first is None or (first in keys and _repeats_heading(taken, keys)):
            continue
        if first.__class__ is str and first[:9].casefold().startswith(EXAMPLE_MARKS):
            examples += 1
            continue
        table.rows.append((number, taken))
    if examples:
        table.notices.append(issue("", _("%(count)s example row was not read."), count=examples))
    if len(table.rows) > MAX_ROWS:
        raise _too_many_rows()


def _storable(cell: str) -> str:
    return cell.replace("\0", UNREADABLE) if "\0" in cell else cell


def _repeats_heading(cells: list[Any], keys: set[str]) -> bool:
    """Whether a row holds the columns' keys, as the hidden second row of the template does."""
    filled = [cell for cell in cells if cell is not None]
    return len(filled) > 1 and all(cell in keys for cell in filled)


def _plain(cell: Any) -> Any:
    """A cell that is no text, as whole number, number, date or truth value."""
    kind = cell.__class__
    if kind is float:
        return int(cell) if cell.is_integer() and abs(cell) < 1e18 else cell
    if kind is dt.datetime:
        return cell.date()
    return cell if kind in (int, bool, dt.date) else str(cell)


def letter(place: int) -> str:
    """The spreadsheet's letter of a column: 0 is A, 27 is AB."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
