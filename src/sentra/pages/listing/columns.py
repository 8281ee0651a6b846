"""A column of a list: where its value comes from, how it is written, sorted, linked and exported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models.expressions import BaseExpression
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import formatting
from ..states import State, badge

Text = str | Promise
NIL = format_html('<span class="nil">{}</span>', "–")


@dataclass(frozen=True)
class Cell:
    """One cell as it is drawn."""

    column: Column
    html: SafeString | str


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `value` is an attribute path (`sentra.regency.name`) or a function of the row; by default `key`. It may give
    a State, which is drawn with icon and word. `sort` names the order-by field (`True`: the key itself);
    `annotation` is added to the queryset under `key` only while the column is shown, sorted by or exported.
    `format` writes the value (default: by its type); `link` gives the row's address from the row. `export`
    gives the value for spreadsheets where it is not `value`; `export_only` columns never stand on the page.
    """

    key: str
    title: Text
    value: str | Callable[[Any], Any] = ""
    sort: str | bool = False
    numeric: bool = False
    format: Callable[[Any], str] | None = None
    link: Callable[[Any], str] | None = None
    default_shown: bool = True
    annotation: BaseExpression | None = None
    export: Callable[[Any], Any] | None = None
    export_only: bool = False

    @property
    def sort_field(self) -> str:
        """The field the database orders by, empty when the column cannot be sorted."""
        return self.key if self.sort is True else (self.sort or "")

    def read(self, row: Any) -> Any:
        """The value of the row in this column; None where a step of the path is absent."""
        source = self.value or self.key
        if callable(source):
            return source(row)
        value = row
        for step in source.split("."):
            if value is None:
                return None
            value = getattr(value, step)
        return value() if callable(value) else value

    def cell(self, row: Any) -> Cell:
        """The cell as HTML, escaped."""
        value = self.read(row)
        if value is None or value == "":
            return Cell(self, NIL)
        html: SafeString | str = badge(value) if isinstance(value, State) else self.write(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            html = format_html('<time datetime="{}">{}</time>', value.isoformat(), html)
        if self.link and (url := self.link(row)):
            html = format_html('<a href="{}">{}</a>', url, html)
        else:
            html = format_html("<span>{}</span>", html)
        return Cell(self, html)

    def write(self, value: Any) -> str:
        """The value in the reader's language."""
        if self.format:
            return self.format(value)
        if isinstance(value, bool):
            return str(value)
        if isinstance(value, int | float | Decimal):
            return formatting.number(value, 2)
        if isinstance(value, datetime):
            return formatting.moment(value)
        return formatting.short_date(value) if isinstance(value, date) else str(value)

    def exported(self, row: Any) -> Any:
        """The value for a spreadsheet: numbers and dates as such, everything else as text."""
        value = self.export(row) if self.export else self.read(row)
        if isinstance(value, State):
            return str(value.label)
        if isinstance(value, datetime):
            return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        if value is None or isinstance(value, bool | int | float | Decimal | date):
            return value
        return str(value)
