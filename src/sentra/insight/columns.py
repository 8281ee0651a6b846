"""The columns of a snapshot: who and where each record is, and its facts as the law's tables want them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sentra.law import FactDeclaration, Law
from sentra.law.tables import column_type, table_of
from sentra.law.validation import validate_facts

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

#: What stands beside the facts; the names of places are today's, by their region.
KEYS = (
    *("id", "code", "name", "regency", "regency_code", "province", "province_code", "scheme", "tier"),
    *("member_count_sure", "member_count_possible"),
)
_NUMBERS = ("regency", "province", "member_count_sure", "member_count_possible")
#: Raised whenever the meaning of a column changes, so that no row of the old meaning is carried over.
_VERSION = 1


def checks_on(law: Law, subject: str) -> list[str]:
    """The checks of the law that judge this subject, in the order of the texts."""
    return [name for name in law.checks if law.check(name).text.subject == subject]


def facts_on(law: Law, subject: str) -> tuple[FactDeclaration, ...]:
    """The facts that these checks ask for, each name once; what one check takes from another is left out."""
    found: dict[str, FactDeclaration] = {}
    for name in checks_on(law, subject):
        for fact in law.check(name).facts:
            if fact.derived_from is None or fact.derived_from not in law.checks:
                found.setdefault(fact.name, fact)
    return tuple(found.values())


def frame_of(
    facts: Sequence[FactDeclaration], records: Sequence[Mapping[str, Any]], keys: Sequence[Mapping[str, Any]]
) -> pl.DataFrame:
    """Records as rows. A value that its fact cannot have counts as unknown; the other values stay."""
    import polars as pl

    try:
        table = table_of(facts, records)
    except (TypeError, ValueError, OverflowError, ArithmeticError, pl.exceptions.PolarsError):
        table = table_of(facts, [_valid(facts, record) for record in records])
    types = {name: pl.Int64 if name in _NUMBERS else pl.String for name in KEYS}
    return pl.DataFrame(list(keys), schema=types).hstack(table.get_columns())


def _valid(facts: Sequence[FactDeclaration], record: Mapping[str, Any]) -> dict[str, Any]:
    wrong = {problem.name for problem in validate_facts(facts, record, "id")}
    return {name: value for name, value in record.items() if name not in wrong}


def known_facts(facts: Iterable[FactDeclaration], columns: Iterable[str]) -> list[str]:
    """The facts among the columns; a map's stand one a year."""
    held = set(columns)
    return [
        fact.name
        for fact in facts
        if fact.name in held or (fact.kind.kind == "map" and any(one.rpartition("_")[0] == fact.name for one in held))
    ]


def basis_of(law: Law, subject: str, day: dt.date, values: Mapping[str, Any]) -> str:
    """What rows must have in common with those of another day to be carried over.

    The columns and their types, the year (figures are read by it), and the law's values that facts are made with.
    """
    columns = [(fact.name, str(column_type(fact))) for fact in facts_on(law, subject)]
    said = json.dumps([_VERSION, subject, day.year, columns, values], default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
