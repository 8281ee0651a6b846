"""Checking rows: plain cells quickly by column, the rest by the sheet's judge, then against file and registry."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sentra.registry.imports.columns import Column, NotPlain, Read
from sentra.registry.imports.issues import LANGUAGES, Issue, issue
from sentra.registry.imports.sheets import Context, Judged, Row, Sheet

CHUNK = 2_000
#: A spreadsheet keeps fifteen digits of a number; what follows became zero.
LARGEST_EXACT = 10**15
_SCIENTIFIC = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")
_SHOWN_CHOICES = 8
_EMPTY = (None, "")


@dataclass
class Check:
    """The check of one file: readers made once, and which row first held each identity."""

    sheet: Sheet
    context: Context
    seen: dict[Hashable, int] = field(default_factory=dict)
    readers: list[Read] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.readers = [column.read_in(self.context) for column in self.sheet.columns]

    def rows(self, rows: Sequence[Row]) -> None:
        """Read, judge and compare a chunk of rows in place; every error of every row at once."""
        given_up: dict[int, set[str]] = {}
        for place, (column, read) in enumerate(zip(self.sheet.columns, self.readers, strict=True)):
            self._read_column(rows, place, column, read, given_up)
        for at, row in enumerate(rows):
            if at in given_up or row.issues or not self.sheet.is_plain(row.values):
                self._judge(row, given_up.get(at, set()))
        self.sheet.compare(rows, self.context)
        self._within_file(rows)

    def _read_column(
        self, rows: Sequence[Row], place: int, column: Column, read: Read, given_up: dict[int, set[str]]
    ) -> None:
        key, digits, required = column.key, column.type.digits, column.required
        has_choices = bool(column.choices_in(self.context))
        for at, row in enumerate(rows):
            raw = row.cells[place]
            if raw is None:
                if required:
                    given_up.setdefault(at, set())
                continue
            if digits and (raw.__class__ is not str or "E" in raw or "e" in raw):
                lost = _lost_digits(column, raw)
                if lost is not None:
                    row.issues.append(lost)
                    continue
                raw = row.cells[place] = str(raw)
            try:
                row.values[key] = read(raw)
            except NotPlain:
                if has_choices:
                    row.issues.append(self._not_a_choice(column, raw))
                else:
                    given_up.setdefault(at, set()).add(key)

    def _judge(self, row: Row, unread: set[str]) -> None:
        """Read the row in full, in both languages when there is something to say."""
        raw = dict(row.values)
        for column, cell in zip(self.sheet.columns, row.cells, strict=True):
            if column.key in unread:
                raw[column.key] = cell
        told = {one.column for one in row.issues}
        judged: dict[str, Judged] = {}
        for language in LANGUAGES:
            with override(language):
                judged[language] = self.sheet.judge(raw, self.context)
        # What was not given stays as it is on record, so a default of the judge counts only for what was typed.
        row.values = {key: value for key, value in judged["id"].values.items() if key in raw and value not in _EMPTY}
        row.issues += _told(judged, lambda one: one.problems, told)
        row.warnings += _told(judged, lambda one: one.warnings, told)

    def _not_a_choice(self, column: Column, raw: Any) -> Issue:
        choices = column.choices_in(self.context)
        shown = [_Titles(column, self.context)]
        return issue(
            column.key,
            _("“%(value)s” is not one of the choices."),
            _("Choose one of these: %(choices)s.")
            if len(choices) <= _SHOWN_CHOICES
            else _("Choose one from the list, for example: %(choices)s."),
            value=str(raw)[:60],
            choices=shown[0],
        )

    def _within_file(self, rows: Sequence[Row]) -> None:
        """Refuse a row that means the same record as an earlier row of the file."""
        for row in rows:
            if row.issues:
                continue
            found = None
            identities = list(self.sheet.identities(row.values))
            for identity in identities:
                found = self.seen.get(identity)
                if found is not None and found != row.number:
                    row.issues.append(twice(found, self.sheet.repeated))
                    break
            else:
                for identity in identities:
                    self.seen[identity] = row.number


class _Titles:
    """The titles of a column's choices in whatever language is active when they are written."""

    def __init__(self, column: Column, context: Context) -> None:
        self.choices = column.choices_in(context)[:_SHOWN_CHOICES]

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return ", ".join(one.title(get_language() or "id") for one in self.choices)


TWICE = _("Row %(row)s of the file already holds the same.")


def twice(number: int, column: str = "") -> Issue:
    """The issue of a row that repeats an earlier one."""
    return issue(column, TWICE, _("Keep one of the two rows, or correct what tells them apart."), row=number)


def _lost_digits(column: Column, raw: Any) -> Issue | None:
    """The issue of an identifier that the spreadsheet made a number and rounded; None when no digit is lost."""
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    if is_number and (isinstance(raw, float) or abs(raw) >= LARGEST_EXACT):
        pass
    elif not (isinstance(raw, str) and _SCIENTIFIC.fullmatch(raw.strip())):
        return None
    return issue(
        column.key,
        _("Excel has turned this into a number (%(shown)s) and lost its last digits."),
        _("Format the column as Text (format kolom sebagai Teks) and type the number again."),
        shown=f"{float(raw):.2E}" if is_number else raw.strip(),
    )


def _told(
    judged: dict[str, Judged], pick: Callable[[Judged], Sequence[tuple[str, str, str]]], told: set[str]
) -> Iterator[Issue]:
    for said in zip(*(pick(judged[language]) for language in LANGUAGES), strict=True):
        column = said[0][0]
        if column not in told:
            yield Issue(column, {name: (words[1], words[2]) for name, words in zip(LANGUAGES, said, strict=True)})
