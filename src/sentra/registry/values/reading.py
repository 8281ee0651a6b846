"""Reading one record's raw values, field by field, collecting every problem instead of stopping at the first.

The values come from a form, an API call or a spreadsheet: already typed, or as text in an officer's writing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sentra.indonesian.dates import parse_date
from sentra.indonesian.problems import Doubt, IndonesianValueError
from sentra.indonesian.words import parse_number, parse_rupiah
from sentra.pages.errors import BadInput, InputProblem

V = TypeVar("V")
T = TypeVar("T")

#: The largest amount: whole rupiah fit 64 bits, and room is left for sums over many records.
LARGEST_RUPIAH = 10**17

#: The largest count that a 32-bit column holds.
LARGEST_COUNT = 2_147_483_647

_YES = frozenset({"ya", "yes", "y", "true", "1", "benar", "v"})
_NO = frozenset({"tidak", "no", "n", "t", "false", "0", "bukan"})
#: NUL, which PostgreSQL refuses, and the mark of a character that was lost on the way.
_UNREADABLE = re.compile("[\0\ufffd]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Checked(Generic[V]):
    """Values as they were understood, with what is wrong (problems) and what is doubtful (warnings).

    `values` may be used only when there are no problems; `accept` makes sure of it.
    """

    values: V
    problems: tuple[InputProblem, ...] = ()
    warnings: tuple[InputProblem, ...] = ()

    def accept(self) -> V:
        """The values; raises BadInput with every problem when there is one."""
        if self.problems:
            raise BadInput(self.problems)
        return self.values


@dataclass
class Reading:
    """The raw values of one record while they are read."""

    raw: Mapping[str, Any]
    problems: list[InputProblem] = field(default_factory=list)
    warnings: list[InputProblem] = field(default_factory=list)

    def wrong(self, name: str, message: Any, remedy: Any = "", value: Any = None) -> None:
        """Note a problem of a field."""
        self.problems.append(InputProblem(name, self.raw.get(name) if value is None else value, message, remedy))

    def doubtful(self, name: str, message: Any, remedy: Any = "") -> None:
        """Note a doubt about a value that is taken all the same."""
        self.warnings.append(InputProblem(name, self.raw.get(name), message, remedy))

    def is_empty(self, name: str) -> bool:
        """Whether nothing was given for the field."""
        value = self.raw.get(name)
        return value is None or (isinstance(value, str) and not value.strip())

    def text(self, name: str, longest: int, *, required: bool = False) -> str:
        """Text on one line, without doubled spaces."""
        words = _SPACES.sub(" ", str(self.raw.get(name) or "")).strip()
        if required and not words:
            self.wrong(name, _("This must not be empty."), _("Fill it in."))
        return self._short_enough(name, words, longest)

    def prose(self, name: str, longest: int = 5000) -> str:
        """Text with its line breaks."""
        return self._short_enough(name, str(self.raw.get(name) or "").strip(), longest)

    def _short_enough(self, name: str, words: str, longest: int) -> str:
        if _UNREADABLE.search(words):
            self.wrong(
                name,
                _("The text has a character that cannot be read or stored."),
                _("Type the text again instead of copying it."),
                value="",
            )
            return ""
        if len(words) <= longest:
            return words
        self.wrong(
            name,
            _("The text has %(length)d characters; there is room for %(longest)d.")
            % {"length": len(words), "longest": longest},
            _("Shorten it."),
        )
        return words[:longest]

    def choice(self, name: str, choices: type[TextChoices], *, default: str = "", required: bool = False) -> str:
        """One of the choices, by its value or its label in either language."""
        if self.is_empty(name):
            if required:
                self.wrong(name, _("This must not be empty."), _("Choose one."))
            return default
        known = _spellings(choices)
        found = known.get(_key(self.raw[name]))
        if found is None:
            labels = ", ".join(str(label) for value, label in choices.choices if value)
            self.wrong(
                name,
                _("“%(value)s” is not one of the choices.") % {"value": self.raw[name]},
                _("Choose one of these: %(choices)s.") % {"choices": labels},
            )
            return default
        return found

    def yes_no(self, name: str) -> bool | None:
        """Yes, no, or not known."""
        if self.is_empty(name):
            return None
        value = self.raw[name]
        if isinstance(value, bool):
            return value
        word = _key(value)
        if word in _YES or word in _NO:
            return word in _YES
        self.wrong(
            name, _("“%(value)s” is neither yes nor no.") % {"value": value}, _("Write yes or no, or leave it empty.")
        )
        return None

    def whole(self, name: str, lowest: int = 0, highest: int = LARGEST_COUNT) -> int | None:
        """A whole number within bounds, or None when it is not known."""
        number = self._number(name, parse_number)
        if number is None:
            return None
        if number != int(number):
            self.wrong(name, _("This must be a whole number."), _("Leave out the part behind the comma."))
            return None
        return self._within(name, int(number), lowest, highest)

    def rupiah(self, name: str, *, lowest: int = 0) -> int | None:
        """Whole rupiah within 64 bits, or None when the amount is not known."""
        amount = self._number(name, lambda text: Decimal(parse_rupiah(text)))
        if amount is None:
            return None
        if amount != int(amount):
            self.wrong(name, _("Amounts are whole rupiah."), _("Leave out the part behind the comma."))
            return None
        return self._within(name, int(amount), lowest, LARGEST_RUPIAH)

    def _number(self, name: str, parse: Callable[[str], Decimal]) -> Decimal | None:
        if self.is_empty(name):
            return None
        value = self.raw[name]
        if isinstance(value, bool):
            self.wrong(name, _("This must be a number."))
            return None
        if isinstance(value, int | Decimal):
            return Decimal(value)
        if isinstance(value, float):  # a spreadsheet gives whole numbers as floats
            return Decimal(repr(value))
        return self.parsed(name, parse)

    def _within(self, name: str, number: int, lowest: int, highest: int) -> int | None:
        if lowest <= number <= highest:
            return number
        places = {"lowest": f"{lowest:,}".replace(",", "."), "highest": f"{highest:,}".replace(",", ".")}
        if number < lowest:
            self.wrong(name, _("The number must be at least %(lowest)s.") % places, _("Correct the number."))
        else:
            self.wrong(name, _("The number must be at most %(highest)s.") % places, _("Count the zeros."))
        return None

    def day(self, name: str, *, latest: dt.date | None = None, required: bool = False) -> dt.date | None:
        """A date, not after `latest`."""
        if self.is_empty(name):
            if required:
                self.wrong(name, _("This must not be empty."), _("Write a date such as 31/12/2022."))
            return None
        value = self.raw[name]
        if isinstance(value, dt.datetime):
            found: dt.date | None = value.date()
        elif isinstance(value, dt.date):
            found = value
        else:
            found = self.parsed(name, parse_date)
        if found is not None and latest is not None and found > latest:
            self.wrong(name, _("The date lies in the future."), _("Correct the date."))
            return None
        if found is not None and found.year < 1900:
            self.wrong(name, _("The date lies before 1900."), _("Correct the year."))
            return None
        return found

    def parsed(self, name: str, parse: Callable[[str], T]) -> T | None:
        """What a parser of `sentra.indonesian` makes of the text, with its doubts; None when it refuses."""
        language = get_language() or "id"
        try:
            value = parse(_as_text(self.raw[name]))
        except IndonesianValueError as error:
            self.wrong(name, error.message(language), error.remedy(language))
            return None
        doubts: tuple[Doubt, ...] = getattr(value, "warnings", ())
        for doubt in doubts:
            self.doubtful(name, doubt.message(language))
        return value


def same_words(text: str) -> str:
    """A text for comparing: lower case, letters and digits only, single spaces."""
    return _SPACES.sub(" ", re.sub(r"[^\w]+", " ", text.casefold())).strip()


def _as_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():  # an identifier that a spreadsheet made a number
        return str(int(value))
    return str(value)


def _key(value: Any) -> str:
    return _SPACES.sub(" ", _as_text(value)).strip().casefold()


@cache
def _spellings(choices: type[TextChoices]) -> dict[str, str]:
    known: dict[str, str] = {}
    for language in ("en", "id"):
        with override(language):
            known |= {_key(label): value for value, label in choices.choices if value}
    return known | {_key(value): value for value in choices.values if value}
