"""What a room declares to have a spreadsheet: its columns, how a row is judged, compared and applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sentra.access.actors import Actor
from sentra.registry.imports.columns import Column
from sentra.registry.imports.issues import Issue
from sentra.territory.models import Region


class Stale(Exception):
    """Raised by `apply` when a record is no longer as it was at the check; the file is then checked again."""


@dataclass
class Context:
    """Where and for whom a file is read; `memory` belongs to the sheet and lasts as long as the file."""

    actor: Actor
    regency: Region
    today: dt.date
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """One row on its way: its cells as typed (in the order of the columns), what they mean, what is wrong.

    `compare` sets `target_id` (the record it means, None for a new one), `version` and `changes` (column →
    before and after).
    """

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    target_id: UUID | None = None
    version: int | None = None

    @property
    def record_id(self) -> UUID:
        """The record the row means, or will be; only for rows that were compared."""
        assert self.target_id is not None
        return self.target_id

    @property
    def status(self) -> str:
        """Wrong, new, changed or unchanged."""
        if self.issues:
            return "wrong"
        if self.target_id is None:
            return "new"
        return "changed" if self.changes else "unchanged"


@dataclass(frozen=True)
class Judged:
    """A row read in full: values by column, and per column what is wrong or doubtful in the active language."""

    values: Mapping[str, Any]
    problems: Sequence[tuple[str, str, str]] = ()  # column, message, remedy
    warnings: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Sheet:
    """A kind of spreadsheet that can be brought in.

    `judge` reads one row of raw cells in full; it is asked only where the plain readers of the columns gave up
    or `is_plain` says no. `identities` gives what no two rows of one file may share. `compare` finds the
    records the rows mean. `apply` writes new and changed rows inside the caller's transaction, in bulk.
    """

    kind: str
    title: Any
    columns: tuple[Column, ...]
    judge: Callable[[Mapping[str, Any], Context], Judged]
    identities: Callable[[Mapping[str, Any]], Iterable[Hashable]]
    compare: Callable[[Sequence[Row], Context], None]
    apply: Callable[[Sequence[Row], Context], None]
    is_plain: Callable[[Mapping[str, Any]], bool] = lambda values: True
    key: tuple[str, ...] = ()  # the columns that tell records apart, offered for mending where a row repeats another
    action: str = "registry.import"

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, in their order."""
        return tuple(one.key for one in self.columns)

    @cached_property
    def days(self) -> tuple[bool, ...]:
        """For each column whether it holds dates."""
        return tuple(one.type.name == "day" for one in self.columns)

    @cached_property
    def day_keys(self) -> frozenset[str]:
        """The keys of the columns that hold dates."""
        return frozenset(key for key, is_day in zip(self.keys, self.days, strict=True) if is_day)

    def column(self, key: str) -> Column | None:
        """The column with this key."""
        return next((one for one in self.columns if one.key == key), None)

    def place(self, key: str) -> int:
        """The position of a column in a row's cells; raises KeyError for one the sheet does not have."""
        if key not in self.keys:
            raise KeyError(key)
        return self.keys.index(key)


_SHEETS: dict[str, Sheet] = {}


def register(*sheets: Sheet) -> None:
    """Make sheets known to pages and command line; a kind registered twice is a programming error."""
    for sheet in sheets:
        if sheet.kind in _SHEETS:
            raise ValueError(f"registered twice: {sheet.kind}")
        _SHEETS[sheet.kind] = sheet


def sheet_of(kind: str) -> Sheet:
    """The sheet of a kind; raises KeyError."""
    return _SHEETS[kind]


def sheets() -> tuple[Sheet, ...]:
    """All kinds, in the order of their registration."""
    return tuple(_SHEETS.values())
