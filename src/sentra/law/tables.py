"""Tables of records as facts: which columns hold which fact, and what engines write differently.

A table has one column a fact, under the fact's name; of a map one a year (``workforce_by_year_2022``). Whole
numbers stand in any integer column, numbers with a fraction in integers or decimals (never floats), dates in
date columns, enums in text, lists in lists of text. What is absent is null; a fact without a column is unknown
in every row. Polars, DuckDB and Spark tables are taken alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from sentra.law.clauses import FactDeclaration
from sentra.law.errors import LawError
from sentra.law.lowering import MICRO, Column

_WHOLE = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32)
_TEXT = (nw.String, nw.Categorical, nw.Enum)
_KINDS: dict[str, tuple[tuple[Any, ...], str]] = {
    "boolean": ((nw.Boolean,), "true or false"),
    "enum": (_TEXT, "text"),
    "date": ((nw.Date,), "a date"),
    "list": ((nw.List,), "a list"),
}


class WrongColumn(LawError):
    """A column that cannot hold its fact; names the column, what it holds, and what it should."""


def scan(table: Any) -> nw.LazyFrame[Any]:
    """Return a table lazily: a Parquet file by its path (read by Polars), or a table of any of the engines."""
    if isinstance(table, (str, Path)):
        import polars

        table = polars.scan_parquet(table)
    frame = nw.from_native(table)
    return frame if isinstance(frame, nw.LazyFrame) else frame.lazy()


def columns_of(
    frame: nw.LazyFrame[Any], facts: Iterable[FactDeclaration]
) -> tuple[nw.LazyFrame[Any], dict[str, Column]]:
    """Return the frame with dates as day numbers and fractions as millionths, and the facts it holds.

    Raises :class:`WrongColumn` for a column of a type that its fact cannot have.
    """
    schema = frame.collect_schema()
    columns: dict[str, Column] = {}
    dates: list[str] = []
    fractions: list[str] = []
    for fact in facts:
        column = _column(fact, schema)
        if column is None or fact.name in columns:
            continue
        columns[fact.name] = column
        if column.kind == "date":
            dates.append(fact.name)
        if column.kind == "number" and not column.whole:
            fractions.append(fact.name)
    return _rewritten(frame, dates, fractions), columns


def collected(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Return the rows of a (small) result, whichever engine computed it; Polars streams."""
    native = frame.to_native()
    if frame.implementation.is_polars():
        rows: list[dict[str, Any]] = native.collect(engine="streaming").to_dicts()
        return rows
    if frame.implementation.is_duckdb():
        return [dict(zip(native.columns, row, strict=True)) for row in native.fetchall()]
    return [row.asDict() for row in native.collect()]


def table_of(facts: Sequence[FactDeclaration], records: Sequence[Mapping[str, Any]], **keys: Any) -> Any:
    """Return records of facts as a Polars table in the form above; ``keys`` are further columns of values.

    Facts are expected as validated. A map gives a column for each year that any record has.
    """
    import polars as pl

    columns = {name: pl.Series(name, list(values)) for name, values in keys.items()}
    for fact in facts:
        values = [record.get(fact.name) for record in records]
        if fact.kind.kind != "map":
            columns[fact.name] = pl.Series(fact.name, _written(fact, values), dtype=column_type(fact))
            continue
        series = [{int(year): value for year, value in (found or {}).items()} for found in values]
        for year in sorted({year for found in series for year in found}):
            name = f"{fact.name}_{year}"
            columns[name] = pl.Series(name, [found.get(year) for found in series], dtype=column_type(fact))
    return pl.DataFrame(list(columns.values()))


def column_type(fact: FactDeclaration) -> Any:
    """Return the Polars type of a fact's column (of a map's columns, one a year)."""
    import polars as pl

    kind = fact.kind.item if fact.kind.kind == "map" and fact.kind.item is not None else fact.kind
    if kind.kind == "list":
        return pl.List(pl.Int64 if kind.item is not None and kind.item.kind == "number" else pl.String)
    if kind.kind == "number":
        return pl.Int64 if kind.integer else pl.Decimal(18, 6)
    return {"boolean": pl.Boolean, "date": pl.Date}.get(kind.kind, pl.String)


def _written(fact: FactDeclaration, values: Sequence[Any]) -> list[Any]:
    kind = fact.kind
    if kind.kind == "date":
        return [date.fromisoformat(value) if isinstance(value, str) else value for value in values]
    if kind.kind == "number" and not kind.integer:
        return [None if value is None else _decimal(value) for value in values]
    return list(values)


def _decimal(value: Any) -> Decimal:
    exactly = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    return Decimal(exactly.numerator) / Decimal(exactly.denominator)


def _column(fact: FactDeclaration, schema: Mapping[str, Any]) -> Column | None:
    kind = fact.kind.kind
    if kind == "map":
        return _yearly(fact, schema)
    found = schema.get(fact.name)
    if found is None:
        return None
    if kind == "number":
        return Column(fact.name, kind, whole=_is_whole(fact, fact.name, found))
    allowed, wanted = _KINDS[kind]
    _require(isinstance(found, allowed) or found in allowed, fact.name, found, wanted)
    return Column(fact.name, kind, declared=fact.values)


def _is_whole(fact: FactDeclaration, name: str, found: Any) -> bool:
    whole = found in _WHOLE
    allowed = whole or (not (fact.kind.item or fact.kind).integer and isinstance(found, nw.Decimal))
    _require(allowed, name, found, "whole numbers" if fact.kind.integer else "whole numbers or decimals")
    return bool(whole)


def _yearly(fact: FactDeclaration, schema: Mapping[str, Any]) -> Column | None:
    pattern = re.compile(rf"{re.escape(fact.name)}_(\d{{4}})")
    years = sorted((int(found[1]) for name in schema if (found := pattern.fullmatch(name))), reverse=True)
    item = fact.kind.item
    for year in years:
        name = f"{fact.name}_{year}"
        if item is not None and item.kind == "number":
            _require(schema[name] in _WHOLE, name, schema[name], "whole numbers")
        else:
            _require(isinstance(schema[name], _TEXT) or schema[name] in _TEXT, name, schema[name], "text")
    return Column(fact.name, "map", declared=fact.values, years=tuple(years)) if years else None


def _require(holds: bool, name: str, found: Any, wanted: str) -> None:
    if not holds:
        raise WrongColumn(f"column {name} holds {found}, the law needs {wanted}")


def _rewritten(frame: nw.LazyFrame[Any], dates: Sequence[str], fractions: Sequence[str]) -> nw.LazyFrame[Any]:
    """Each engine counts days and takes decimals apart in its own words."""
    if not dates and not fractions:
        return frame
    native: Any = frame.to_native()
    if frame.implementation.is_polars():
        import polars as pl

        days = [pl.col(name).cast(pl.Int32) for name in dates]
        parts = [(pl.col(name).cast(pl.Decimal(18, 6)) * MICRO).cast(pl.Int64) for name in fractions]
        return nw.from_native(native.with_columns(*days, *parts))
    if frame.implementation.is_duckdb():
        changed = [f"datediff('day', DATE '1970-01-01', \"{name}\") AS \"{name}\"" for name in dates]
        changed += [f'CAST(CAST("{name}" AS DECIMAL(18, 6)) * {MICRO} AS BIGINT) AS "{name}"' for name in fractions]
        return nw.from_native(native.project(f"* REPLACE ({', '.join(changed)})"))
    from pyspark.sql import functions as f

    for name in dates:
        native = native.withColumn(name, f.datediff(f.col(name), f.lit("1970-01-01")))
    for name in fractions:
        native = native.withColumn(name, (f.col(name).cast("decimal(18,6)") * MICRO).cast("bigint"))
    return nw.from_native(native)
