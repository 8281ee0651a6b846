"""Refuses values that a fact cannot have, each with the remedy in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sentra.law.clauses import FactDeclaration
from sentra.law.types import Type, read_unit

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_YEAR = re.compile(r"[0-9]{4}")
_YEARS = read_unit("year")
# So that what conditions multiply stays within 64 bits on every engine (see sentra.law.numbers).
LARGEST_WHOLE, LARGEST_WITH_FRACTION = 9 * 10**16, 10**9
_REMEDIES = {
    "unknown": ("Data ini tidak diminta oleh pemeriksaan ini; hapus.", "This check does not ask for it; remove it."),
    "boolean": ("Pilih ya atau tidak.", "Choose yes or no."),
    "integer": ("Isi dengan bilangan bulat.", "Give a whole number."),
    "number": ("Isi dengan bilangan.", "Give a number."),
    "negative": ("Isi dengan bilangan nol atau lebih.", "Give zero or more."),
    "large": ("Bilangan terlalu besar.", "The number is too large."),
    "date": ("Isi dengan tanggal, misalnya 2022-12-31.", "Give a date such as 2022-12-31."),
    "enum": ("Pilih salah satu: {values}.", "Choose one of: {values}."),
    "list": ("Isi dengan daftar nilai.", "Give a list of values."),
    "map": ("Isi satu nilai untuk setiap tahun.", "Give one value for each year."),
    "year": ("Tahun harus berupa empat angka, misalnya 2022.", "A year has four digits, such as 2022."),
}


@dataclass(frozen=True, slots=True)
class FactProblem:
    """A value that a fact cannot have: which fact, the value as given, and what to do."""

    name: str
    value: Any
    remedy: str
    code: str


def validate_facts(
    declarations: Sequence[FactDeclaration], facts: Mapping[str, Any], lang: str = "id"
) -> list[FactProblem]:
    """Return a problem for each value outside its type, enum or range, and for each name nobody asks for.

    None is never a problem: it is a fact that is missing. ``activity_id`` is always allowed.
    """
    known = {fact.name: fact for fact in declarations}
    problems = []
    for name, value in facts.items():
        fact = known.get(name)
        if fact is None:
            code = None if name == "activity_id" else "unknown"
        else:
            code = None if value is None else _problem(fact.kind, value, fact.may_be_negative)
        if code is not None:
            problems.append(FactProblem(name, value, _remedy(code, fact, lang), code))
    return problems


def _remedy(code: str, fact: FactDeclaration | None, lang: str) -> str:
    indonesian, english = _REMEDIES[code]
    text = english if lang == "en" else indonesian
    values = ", ".join(fact.value_label(value, lang) for value in fact.values) if fact else ""
    return text.format(values=values)


def _problem(kind: Type, value: Any, may_be_negative: bool) -> str | None:
    if kind.kind == "boolean":
        return None if isinstance(value, bool) else "boolean"
    if kind.kind == "number":
        return _number_problem(kind, value, may_be_negative)
    if kind.kind == "date":
        return None if _is_date(value) else "date"
    if kind.kind == "enum":
        return None if isinstance(value, str) and value in (kind.values or ()) else "enum"
    if kind.kind == "list" and kind.item is not None:
        if not isinstance(value, (list, tuple)):
            return "list"
        found = (_problem(kind.item, item, may_be_negative) for item in value)
        return next((code for code in found if code), None)
    return _map_problem(kind, value, may_be_negative)


def _map_problem(kind: Type, value: Any, may_be_negative: bool) -> str | None:
    if not isinstance(value, Mapping) or kind.item is None:
        return "map"
    for year, item in value.items():
        # Four digits and no other way to write them: two names of one year would count as two years.
        if not _YEAR.fullmatch(str(year)) or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            return "year"
        code = None if item is None else _problem(kind.item, item, may_be_negative)
        if code:
            return code
    return None


def _number_problem(kind: Type, value: Any, may_be_negative: bool) -> str | None:
    if type(value) not in (int, float, Decimal, Fraction):
        return "integer" if kind.integer else "number"
    if kind.integer and not isinstance(value, int):
        return "integer"
    largest = LARGEST_WHOLE if kind.integer else LARGEST_WITH_FRACTION
    if value != value or abs(value) > largest:
        return "large"
    lowest, highest = bounds_of(kind, may_be_negative)
    if not lowest <= value <= highest:
        return "year" if kind.unit == _YEARS else "negative"
    if kind.values is not None and value not in kind.values:
        return "enum"
    return None


def bounds_of(kind: Type, may_be_negative: bool) -> tuple[int, int]:
    """Return the least and the largest number (for a date: year) that a fact can have."""
    if kind.kind == "date" or kind.unit == _YEARS:
        return _FIRST_YEAR, _LAST_YEAR
    largest = LARGEST_WHOLE if kind.integer else LARGEST_WITH_FRACTION
    return -largest if may_be_negative else 0, largest


def _is_date(value: Any) -> bool:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return False
    return isinstance(day, date) and _FIRST_YEAR <= day.year <= _LAST_YEAR
