"""What the sheets of this room share: texts as an export writes them, what checks say of a cell in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sentra.development.services.common import Checking
from sentra.pages.errors import BadInput
from sentra.pages.formatting import language, rupiah, short_date
from sentra.registry.imports.columns import CellType, Choice, Read, text
from sentra.registry.imports.issues import LANGUAGES, Issue, issue
from sentra.registry.imports.sheets import Context, Row
from sentra.registry.imports.template import neutral

#: Rows that are judged by each other all stand in memory, each beside all others; no office's year has as many.
MOST_ROWS = 1_000


def unquoted(raw: Any) -> Any:
    """A text without the quote that an export puts before what a spreadsheet would take for a formula."""
    is_quoted = isinstance(raw, str) and raw.startswith("'") and neutral(raw[1:]) == raw
    return raw[1:].strip() if is_quoted else raw


def words(longest: int, name: str = "words", *, digits: bool = False) -> CellType:
    """Words on one line, as an export may have written them; the first two of type `text` name a row."""
    plain = text(longest).reader
    assert plain is not None
    make = plain

    def reader(context: Context) -> Read:
        read = make(context)
        return lambda raw: read(unquoted(raw))

    return CellType(name, reader, digits)


def written(value: Any) -> str:
    """A text in one spelling of blanks, as the sheet reads it."""
    return "" if value is None else " ".join(str(value).split())


def same(value: Any) -> str:
    """A text for finding what it names: without case and doubled blanks."""
    return written(value).casefold()


class Shown:
    """A value as a person reads it, in whatever language is active when it is written."""

    def __init__(self, value: Any, choices: Sequence[Choice] = ()) -> None:
        self.value = value
        self.choice = next((one for one in choices if one.value == value), None)

    def __str__(self) -> str:
        if isinstance(self.value, dt.date):
            return short_date(self.value)
        return self.choice.title(language()) if self.choice else str(self.value)


class Amount:
    """Rupiah in whatever language is active when they are written."""

    def __init__(self, amount: int) -> None:
        self.amount = amount

    def __str__(self) -> str:
        return rupiah(self.amount)


# ---------------------------------------------------------------- what is wrong


def is_told(row: Row, column: str) -> bool:
    """Whether something is wrong with the cell already."""
    return any(one.column == column for one in row.issues)


def tell(row: Row, *issues: Issue) -> None:
    """Add what is wrong with cells of a row; a cell of which something was said is left at that."""
    for one in issues:
        if not one.column or not is_told(row, one.column):
            row.issues.append(one)


def missing(row: Row, values: Mapping[str, Any], columns: Sequence[str]) -> bool:
    """Say at the row which of the columns have no value though they must have one; whether there is such a column."""
    for column in columns:
        if column not in values:
            tell(row, issue(column, _("This must not be empty."), _("Fill it in.")))
    return any(column not in values for column in columns)


def said_by(check: Callable[[Checking], object]) -> list[Issue]:
    """What a check of the services says, in both languages; its fields are the columns."""
    said: dict[str, list[tuple[str, str, str]]] = {}
    for name in LANGUAGES:
        checking = Checking()
        with override(name):
            with suppress(BadInput):  # of a check that cannot go on; what it found stands in its list
                check(checking)
            if not checking.problems:
                return []
            said[name] = [(one.field, str(one.message), str(one.remedy)) for one in checking.problems]
    return [
        Issue(pair[0][0], {name: (one[1], one[2]) for name, one in zip(LANGUAGES, pair, strict=True)})
        for pair in zip(*(said[name] for name in LANGUAGES), strict=True)
    ]


def within_bounds(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows that one file may hold; says so of those beyond."""
    for place, row in enumerate(rows):
        if place < MOST_ROWS:
            yield row
        else:
            row.issues.append(
                issue("", _("The file has more than %(most)s rows."), _("Split it into several files."), most=MOST_ROWS)
            )
