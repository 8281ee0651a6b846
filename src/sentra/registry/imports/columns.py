"""The columns of a sheet: what a cell may hold, how the template shows it, how a plain value is read quickly.

Most cells of most files are plain: they hold exactly what is meant. A reader recognises those and raises
`NotPlain` for everything else; such a row goes to the sheet's `judge`, which knows every spelling, every reason
and every remedy. Both must understand a plain cell alike; `tests/registry/test_imports_plain.py` shows it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import get_language, override

from sentra.indonesian.dates import parse_date
from sentra.indonesian.problems import IndonesianValueError
from sentra.indonesian.words import parse_rupiah

if TYPE_CHECKING:
    from sentra.registry.imports.sheets import Context

#: What takes the place of a NUL, which PostgreSQL cannot store; the check of the cell refuses it with the reason.
UNREADABLE = "\ufffd"

Read = Callable[[Any], Any]


class NotPlain(Exception):
    """The cell is not a plain value; the judge shall read it."""


@dataclass(frozen=True)
class Choice:
    """One value of a drop-down: what is stored, what it is called, and further accepted spellings."""

    value: str
    title_id: str
    title_en: str
    spellings: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """The name in the language (`id`… or English)."""
        return self.title_id if language.startswith("id") else self.title_en


@dataclass(frozen=True)
class CellType:
    """What a cell holds. `digits`: an identifier, kept as text so that leading zeros survive."""

    name: str
    reader: Callable[[Context], Read] | None = None
    digits: bool = False
    number_format: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `title_…` stand in the heading, `unit` behind them in brackets; a file may use either language or the key.
    `mask` marks a protected number: its cell is kept sealed and only the masked value is shown or compared.
    `asked` says whether files about this record have the column; the judge refuses what stands there all the same.
    """

    key: str
    title_id: str
    title_en: str
    type: CellType
    required: bool = False
    unit: tuple[str, str] = ("", "")  # in Indonesian, in English
    help_id: str = ""
    help_en: str = ""
    choices: Sequence[Choice] | Callable[[Context], Sequence[Choice]] = ()
    example: Any = ""
    width: int = 18
    mask: Callable[[str], str] | None = None
    asked: Callable[[Context], bool] = lambda context: True

    def title(self, language: str | None = None) -> str:
        """The name of the column in the language, by default the active one."""
        return self.title_id if (language or get_language() or "id").startswith("id") else self.title_en

    def heading(self, language: str) -> str:
        """The heading in the template: title, unit, and a star where it must be filled in."""
        unit = self.unit[0 if language.startswith("id") else 1]
        return f"{self.title(language)}{f' ({unit})' if unit else ''}{' *' if self.required else ''}"

    def choices_in(self, context: Context) -> Sequence[Choice]:
        """The choices, which may depend on the place (the districts of the regency)."""
        return self.choices(context) if callable(self.choices) else self.choices

    def read_in(self, context: Context) -> Read:
        """The reader of plain cells of this column."""
        choices = self.choices_in(context)
        if choices:
            return _among(choices)
        return self.type.reader(context) if self.type.reader else _never


def choices_of(kind: type[TextChoices], **usual: str) -> Callable[[Context], Sequence[Choice]]:
    """The choices of a model field, with their labels in both languages; `usual` adds spellings that officers
    use, several divided by a bar."""
    return lambda context: _labelled(kind, tuple(usual.items()))


@cache
def _labelled(kind: type[TextChoices], usual: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
    titles: dict[str, dict[str, str]] = {}
    for language in ("id", "en"):
        with override(language):
            titles[language] = {value: str(label) for value, label in kind.choices if value}
    more = {value: tuple(text.split("|")) for value, text in usual}
    return tuple(Choice(value, titles["id"][value], titles["en"][value], more.get(value, ())) for value in titles["id"])


def key_of(text: Any) -> str:
    """How headings and choices are compared: lower case, single spaces."""
    return " ".join(str(text).split()).casefold()


def spellings(choices: Sequence[Choice]) -> dict[str, str]:
    """Every accepted writing of the choices with the value it stands for."""
    known: dict[str, str] = {}
    for one in choices:
        for text in (*one.spellings, one.title_en, one.title_id, one.value):
            known[key_of(text)] = one.value
    return known


def _among(choices: Sequence[Choice]) -> Read:
    known = spellings(choices)
    exact = dict(known)

    def read(raw: Any) -> str:
        found = exact.get(raw)
        if found is None:
            found = known.get(key_of(raw))
            if found is None:
                raise NotPlain
            exact[raw] = found
        return found

    return read


def _never(raw: Any) -> Any:
    raise NotPlain


# ---------------------------------------------------------------- kinds of cells


def text(longest: int) -> CellType:
    """Words on one line, of at most so many characters."""

    def reader(context: Context) -> Read:
        def read(raw: Any) -> str:
            if raw.__class__ is not str:
                raise NotPlain
            words = " ".join(raw.split())
            if not 0 < len(words) <= longest or UNREADABLE in words:
                raise NotPlain
            return words

        return read

    return CellType("text", reader)


def identifier(parse: Callable[[str], Any], attribute: str = "digits") -> CellType:
    """An identifier that a parser of `sentra.indonesian.identifiers` reads without a doubt."""

    def reader(context: Context) -> Read:
        def read(raw: Any) -> str:
            try:
                found = parse(raw)
            except IndonesianValueError:
                raise NotPlain from None
            if found.warnings:
                raise NotPlain
            value: str = getattr(found, attribute)
            return value

        return read

    return CellType("identifier", reader, digits=True)


def remembered(kind: CellType) -> CellType:
    """The same, for columns whose values repeat: each writing is read once in a file."""
    assert kind.reader is not None
    make = kind.reader

    def reader(context: Context) -> Read:
        read, seen = make(context), {}

        def recall(raw: Any) -> Any:
            if raw not in seen:
                seen[raw] = read(raw)
            return seen[raw]

        return recall

    return CellType(kind.name, reader, kind.digits, kind.number_format)


def whole(lowest: int, highest: int, *, number_format: str = "#,##0") -> CellType:
    """A whole number within bounds."""

    def reader(context: Context) -> Read:
        def read(raw: Any) -> int:
            if raw.__class__ is int and lowest <= raw <= highest:
                return int(raw)
            raise NotPlain

        return read

    return CellType("whole", reader, number_format=number_format)


def rupiah(lowest: int = 0, highest: int = 10**15) -> CellType:
    """Whole rupiah, as a number or in an officer's writing ("200 juta")."""

    def reader(context: Context) -> Read:
        def read(raw: Any) -> int:
            if raw.__class__ is str:
                try:
                    raw = parse_rupiah(raw)
                except IndonesianValueError:
                    raise NotPlain from None
            if raw.__class__ is int and lowest <= raw <= highest:
                return int(raw)
            raise NotPlain

        return read

    return CellType("rupiah", reader, number_format="#,##0")


def year(earliest: int) -> CellType:
    """A year from `earliest` to the present one."""

    def reader(context: Context) -> Read:
        latest = context.today.year

        def read(raw: Any) -> int:
            if raw.__class__ is str and len(raw) == 4 and raw.isascii() and raw.isdigit():
                raw = int(raw)
            if raw.__class__ is int and earliest <= raw <= latest:
                return int(raw)
            raise NotPlain

        return read

    return CellType("year", reader, number_format="0")


def _day_reader(context: Context) -> Read:
    today, oldest = context.today, dt.date(1900, 1, 1)

    def read(raw: Any) -> dt.date:
        if raw.__class__ is str:
            try:
                raw = parse_date(raw)
            except IndonesianValueError:
                raise NotPlain from None
        if isinstance(raw, dt.date) and oldest <= raw <= today:
            return raw
        raise NotPlain

    return read


#: A date that has come, as a date of the spreadsheet or as text.
DAY = CellType("day", _day_reader, number_format="dd/mm/yyyy")
#: One of the choices of the column.
CHOICE = CellType("choice")
#: Whatever only the judge can read.
JUDGED = CellType("judged")

YES_NO = (
    Choice("yes", "Ya", "Yes", ("y", "true", "1", "benar", "v")),
    Choice("no", "Tidak", "No", ("t", "n", "false", "0", "bukan")),
)

_EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


def _email_reader(context: Context) -> Read:
    def read(raw: Any) -> str:
        if raw.__class__ is str and len(raw) <= 254 and _EMAIL.fullmatch(raw):
            return str(raw)
        raise NotPlain

    return read


EMAIL = CellType("email", _email_reader)
