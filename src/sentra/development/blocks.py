"""The parts a page of this room is made of: tables, facts, findings, notes, with their actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import RULES, Allowed, Denied, may
from sentra.pages import formatting
from sentra.pages.states import State


@dataclass(frozen=True)
class Cell:
    """A cell: its text, perhaps an address, a state or a small note under it."""

    text: str = ""
    url: str = ""
    note: str = ""
    state: State | None = None


@dataclass(frozen=True)
class Button:
    """Something a person may do: closed buttons say why."""

    label: str
    url: str
    icon: str = ""
    permission: Allowed | Denied = field(default_factory=Allowed)
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """A table; `numeric` are the positions of columns of figures.

    `acts` says that the last column holds what may be done with a row; where nothing may, it is left out.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell | str]]
    numeric: Sequence[int] = ()
    buttons: Sequence[Button] = ()
    empty: str = ""
    note: str = ""
    id: str = ""
    acts: bool = False
    kind: str = "table"

    @property
    def _width(self) -> int:
        idle = self.acts and not any(isinstance(row[-1], Cell) and row[-1].url for row in self.rows)
        return len(self.heads) - 1 if idle else len(self.heads)

    @property
    def drawn(self) -> list[list[dict[str, Any]]]:
        """The rows with each cell's head, for narrow screens."""
        return [
            [
                {
                    "cell": cell if isinstance(cell, Cell) else Cell(str(cell)),
                    "head": self.heads[place],
                    "numeric": place in self.numeric,
                    "first": place == 0,
                }
                for place, cell in enumerate(row[: self._width])
            ]
            for row in self.rows
        ]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The heads with their alignment."""
        return [
            {"label": head, "numeric": place in self.numeric} for place, head in enumerate(self.heads[: self._width])
        ]


@dataclass(frozen=True)
class Facts:
    """Labels and values."""

    title: str
    rows: Sequence[tuple[str, Any]]
    buttons: Sequence[Button] = ()
    id: str = ""
    kind: str = "facts"

    @property
    def items(self) -> list[dict[str, Any]]:
        """As the component takes them."""
        return [{"label": label, "value": value} for label, value in self.rows]


@dataclass(frozen=True)
class Findings:
    """What a check says, provision by provision."""

    title: str
    of: Sequence[Any]
    verdict: str = ""
    id: str = ""
    kind: str = "findings"


@dataclass(frozen=True)
class Note:
    """A sentence that stands out."""

    text: str
    tone: str = "info"
    title: str = ""
    kind: str = "note"


@dataclass(frozen=True)
class History:
    """What was decided about the record."""

    events: Sequence[dict[str, Any]]
    title: str = ""
    kind: str = "history"


def offered(actor: Actor, action: str, label: str, url: str, icon: str = "", subject: Any = None) -> list[Button]:
    """A button for whoever holds a role of the action; nothing for the others."""
    if actor.role not in RULES[action].roles:
        return []
    return [Button(label, url, icon, may(actor, action, subject))]


def money(value: int | None) -> str:
    """Rupiah, or an en dash."""
    return "–" if value is None else formatting.rupiah(value)


def day(value: dt.date | None) -> str:
    """A short date that stays on one line, or an en dash."""
    return "–" if value is None else formatting.short_date(value).replace(" ", "\u00a0")


def yes_no(value: bool | None) -> str:
    """Yes, no, or not known yet."""
    return _("Not known yet") if value is None else _("Yes") if value else _("No")
