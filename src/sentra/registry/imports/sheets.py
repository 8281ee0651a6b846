"""What a room declares to have a spreadsheet: its columns, how a row is judged, compared and applied."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sentra.access.actors import Actor
from sentra.pages.forms import Form
from sentra.registry.imports.columns import Column
from sentra.registry.imports.issues import Issue
from sentra.territory.models import Region


class Stale(Exception):
    """Raised by `apply` when a record is no longer as it was at the check; the file is then checked again."""


@dataclass
class Context:
    """Where and for whom a file is read; `memory` belongs to the sheet and lasts as long as the file.

    `about` is the record of another room that the file is about, `details` what its sheet asks beside the rows.
    """

    actor: Actor
    region: Region | None
    today: dt.date
    memory: dict[str, Any] = field(default_factory=dict)
    about: Any = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def regency(self) -> Region:
        """The regency of the office, for sheets that are about nothing else."""
        assert self.region is not None
        return self.region


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
class About:
    """What the files of a sheet are about, where that is a record of another room and not the regency of an office.

    `find` gives the record inside the territory in force (raises OutsideTerritory or Http404), `region` its region,
    None for the nation. Decisions whose action begins with one of `prefixes` make a preview stale. `label` and
    `return_to` are the name and the address of the record's page, which leads to the import. `form` reads what is
    asked beside the rows before they are applied; its fields are the keys of `Context.details`.
    """

    find: Callable[[Actor, UUID], Any]
    region: Callable[[Any], Region | None]
    prefixes: tuple[str, ...]
    label: Callable[[Any], str]
    return_to: Callable[[Any], str]
    form: type[Form] | None = None


@dataclass(frozen=True)
class Sum:
    """What the right rows of a file come to: a column added up or, where none is named, the number of rows.

    `column` may also be a value that `compare` adds to the rows; `in_rupiah` says so of an amount among them.
    """

    key: str
    title: Any
    column: str = ""
    in_rupiah: bool = False


@dataclass(frozen=True)
class Sheet:
    """A kind of spreadsheet that can be brought in.

    `judge` reads one row of raw cells in full; it is asked only where the plain readers of the columns gave up
    or `is_plain` says no. `identities` gives what no two rows of one file may share. `compare` finds the
    records the rows mean. `apply` writes new and changed rows inside the caller's transaction, in bulk; where a
    new record does not carry the row's `target_id`, it puts the record's id there. The action is asked of the
    record that the file is about, else of the regency.
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
    repeated: str = ""  # the column at which a repeated row is refused; without one the row as a whole
    action: str = "registry.import"
    doubts_wait: bool = True  # whether doubtful rows wait until somebody has looked; else they are only told
    together: bool = False  # whether rows are judged by each other: never in parts, all again when one is mended
    note: Any = ""  # what whoever brings a file must know of it
    about: About | None = None
    sums: tuple[Sum, ...] = ()

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

    def sum_up(self, rows: Iterable[Row]) -> Counter[str]:
        """What the right rows come to, by the keys of the sums."""
        totals = Counter({one.key: 0 for one in self.sums})
        for row in rows:
            if not row.issues:
                for one in self.sums:
                    totals[one.key] += row.values.get(one.column, 0) if one.column else 1
        return totals

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
