"""Writing many rows at once: the database's own statement, prepared once, fed with plain values."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_pauses = threading.Lock()
_paused = 0

Convert = Callable[[Any], Any]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Work without Python's cycle collector, which would walk all rows again and again and find nothing.

    Rows hold no cycles, so their memory is freed all the same. Several at once end with the last.
    """
    global _paused
    with _pauses:
        _paused += 1
        gc.disable()
    try:
        yield
    finally:
        with _pauses:
            _paused -= 1
            if not _paused:
                gc.enable()


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, values in the order of the field names; the caller's transaction decides their fate.

    Several times faster than making model instances. Values must be what the columns hold (keys of relations,
    aware datetimes); defaults of the model are not filled in.
    """
    connection = transaction.get_connection()
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)  # type: ignore[union-attr]
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, _converted(connection, fields, rows))


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Change rows where a value is given: each row is (key, version, value or None…); gives how many were found.

    None leaves a column as it is. A row whose version is no longer the given one is not found. The version is
    raised by one; the caller names `updated_at` among the columns where the model has it.
    """
    connection = transaction.get_connection()
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    changes = ", ".join(
        f"{quote(field.column)} = COALESCE(%s, {quote(field.column)})"  # type: ignore[union-attr]
        for field in fields
    )
    statement = (
        f"UPDATE {quote(model._meta.db_table)} SET {changes}, version = version + 1 "  # noqa: S608
        "WHERE id = %s AND version = %s"
    )
    key = model._meta.pk
    version = model._meta.get_field("version")
    ordered = ([*row[2:], row[0], row[1]] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(statement, _converted(connection, [*fields, key, version], ordered))
        return int(cursor.rowcount)


def _converted(
    connection: BaseDatabaseWrapper, fields: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> Iterable[list[Any]]:
    needed = [(place, convert) for place, field in enumerate(fields) if (convert := _converter(connection, field))]
    for row in rows:
        values = list(row)
        for place, convert in needed:
            if values[place] is not None:
                values[place] = convert(values[place])
        yield values


def _converter(connection: BaseDatabaseWrapper, field: Any) -> Convert | None:
    """What a value of the field still needs before the driver takes it; None where it goes as it is."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.UUIDField):
        return None if connection.features.has_native_uuid_field else lambda value: value.hex
    if isinstance(target, models.JSONField):
        return _json
    if isinstance(target, models.DateTimeField):
        return _remembering_last(connection.ops.adapt_datetimefield_value)
    if isinstance(target, models.DateField):
        return lambda value: connection.ops.adapt_datefield_value(value)
    if isinstance(target, models.BinaryField):
        return memoryview
    return None


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json(value: Any) -> str:
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    return _encode(value)


def _remembering_last(convert: Convert) -> Convert:
    """The same moment stands in every row of one act, so it is converted once."""
    last: list[Any] = [None, None]

    def converted(value: Any) -> Any:
        if value is not last[0]:
            last[:] = value, convert(value)
        return last[1]

    return converted
