"""Rows between memory and database; protected numbers are sealed on the way out."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from sentra.access.personal_data import decrypt, encrypt
from sentra.registry.imports.sheets import Row, Sheet
from sentra.registry.models import ImportRow, ImportRun

SEAL = "sealed:"
COLUMNS = (
    "run",
    "number",
    "cells",
    "values",
    "issues",
    "warnings",
    "changes",
    "status",
    "is_doubtful",
    "target_id",
    "target_version",
)


def seal(text: str) -> str:
    """A protected cell as it is kept."""
    return SEAL + base64.b64encode(encrypt(text)).decode()


def sealed_bytes(cell: str) -> bytes:
    """The encrypted form of a sealed cell, as `personal_data.decrypt` reads it."""
    return base64.b64decode(cell.removeprefix(SEAL))


def unseal(cell: Any) -> Any:
    """A cell as it was typed."""
    if isinstance(cell, str) and cell.startswith(SEAL):
        return decrypt(sealed_bytes(cell))
    return cell


def records(run: ImportRun, sheet: Sheet, rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """The rows as tuples in the order of `COLUMNS`. New rows get the id that their record will have."""
    places = {column.key: place for place, column in enumerate(sheet.columns)}
    masked = [(place, column) for place, column in enumerate(sheet.columns) if column.mask]
    for row in rows:
        status = row.status
        for place, column in masked:
            _protect(row, place, column.key, column.mask)
        yield (
            run.pk,
            row.number,
            _plain(row.cells),
            _plain(_beyond_cells(row, places)) if status != "wrong" else {},
            [one.as_json() for one in row.issues],
            [one.as_json() for one in row.warnings],
            _plain(row.changes),
            status,
            bool(row.warnings) and status in {"new", "changed"},
            row.target_id or uuid.uuid4(),
            row.version,
        )


#: What applying and comparing need of a kept row, in the order that `load` takes it.
KEPT = ("number", "cells", "values", "changes", "status", "target_id", "target_version")


def load(sheet: Sheet, kept: tuple[Any, ...]) -> Row:
    """A kept row (the fields of `KEPT`) as it was; a new one carries the id that its record will have."""
    number, cells, beyond, changes, status, target, version = kept
    row = Row(number, cells, changes=changes, target_id=target, version=version)
    if status == "wrong":
        return row
    values = row.values
    for key, is_day, cell in zip(sheet.keys, sheet.days, cells, strict=True):
        if cell is not None:
            values[key] = _day(cell) if is_day else cell
    for key, value in beyond.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = _day(value) if key in sheet.day_keys else value
    return row


def fresh(sheet: Sheet, record: ImportRow) -> Row:
    """A row to be checked again from what was typed."""
    cells = [unseal(cell) for cell in record.cells]
    for place, is_day in enumerate(sheet.days):
        if is_day:
            cells[place] = _day(cells[place])
    return Row(record.number, cells)


def _protect(row: Row, place: int, key: str, mask: Any) -> None:
    cell = row.cells[place]
    if cell is not None:
        row.cells[place] = seal(str(row.values.get(key, cell)) if _is_readable(row, key) else str(cell))
    if key in row.values:
        row.values[key] = mask(row.values[key])


def _is_readable(row: Row, key: str) -> bool:
    """Whether the understood value may stand for the cell: it must be the number itself, not already masked."""
    return key in row.values and "*" not in str(row.values[key])


def _beyond_cells(row: Row, places: dict[str, int]) -> dict[str, Any]:
    """The values that are not simply what stands in the cell, and what comparing has added."""
    cells, beyond = row.cells, {}
    for key, value in row.values.items():
        place = places.get(key)
        if place is None or cells[place] != value:
            beyond[key] = value
    if len(row.values) - sum(key not in places for key in beyond) < len(cells) - cells.count(None):
        # A cell without a meaning of its own (blanks only, say) must not come back as a value.
        beyond |= {key: None for key, place in places.items() if cells[place] is not None and key not in row.values}
    return beyond


def _plain(value: Any) -> Any:
    """Values as JSON has them; only what needs it takes the long way."""
    if not value or _JSON.issuperset(map(type, value.values() if isinstance(value, dict) else value)):
        return value
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


_JSON = frozenset({str, int, float, bool, type(None)})


def _day(value: Any) -> Any:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value
