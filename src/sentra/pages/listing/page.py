"""A declared list and its state as read from the address: filters, sort, page, size, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .. import formatting
from .columns import Cell, Column
from .filters import Filter

Text = str | Promise
SIZES = (25, 50, 100)


@dataclass(frozen=True)
class BulkAction:
    """Something done to many chosen rows; the form goes to `url`, which asks once more with the count."""

    url: str
    label: Text
    icon: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Listing:
    """A list page as declared.

    `name` keys the saved columns and the file name. `default_sort` is a column key, with `-` for descending.
    Counting stops at `count_cap` so that the largest table opens as fast as the smallest; the exact count
    follows on its own. Above `export_limit` rows an export goes to the background. `size` is how many rows a page
    has unless the reader chooses otherwise: a list that is short by nature is shown whole.
    """

    name: str
    title: Text
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    default_sort: str = ""
    count_cap: int = 10_000
    export_limit: int = 5_000
    size: int = SIZES[0]
    bulk: Sequence[BulkAction] = ()
    empty_title: Text = ""
    empty_text: Text = ""
    empty_url: str = ""
    empty_action: Text = ""

    def column(self, key: str) -> Column | None:
        """The column with this key."""
        return next((one for one in self.columns if one.key == key), None)


@dataclass(frozen=True)
class Row:
    """A row of the page: the record, its cells, and the heading cell that names it."""

    record: Any
    cells: Sequence[Cell] = field(default_factory=tuple)

    @property
    def name(self) -> str:
        """The record in words, for the label of its check box."""
        return str(self.record)


class ListState:
    """What the address says about a list: narrowed and ordered rows, the page, and links that keep the rest.

    Raises BadInput for a filter value that is none of the filter's; an unheard-of sort, page or size falls
    back to the default.
    """

    def __init__(
        self,
        listing: Listing,
        queryset: QuerySet[Any],
        params: QueryDict | Mapping[str, str],
        *,
        chosen_columns: Sequence[str] | None = None,
        request: HttpRequest | None = None,
    ) -> None:
        self.listing = listing
        self.request = request
        keys = {key for one in listing.filters for key in one.keys}
        self.values = {key: text for key in keys if (text := str(params.get(key, "")).strip())}
        defaults = {key: value for one in listing.filters for key, value in one.defaults.items()}
        self.effective = defaults | self.values
        self.sort = self._sort(str(params.get("sort", "")))
        self.size = next((s for s in SIZES if str(s) == params.get("size")), listing.size)
        number = str(params.get("page", ""))
        self.number = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 8 else 1
        self.columns = self._columns(chosen_columns)
        self.rows_queryset = self._ordered(self._narrowed(queryset))

    def _sort(self, wanted: str) -> str:
        for candidate in (wanted, self.listing.default_sort):
            column = self.listing.column(candidate.removeprefix("-"))
            if column and column.sort_field:
                return candidate
        return ""

    def _columns(self, chosen: Sequence[str] | None) -> list[Column]:
        on_page = [one for one in self.listing.columns if not one.export_only]
        shown = [one for one in on_page if (one.key in chosen if chosen else one.default_shown)]
        # The first column names the row and carries its link, so it always stays.
        return shown if shown and shown[0] is on_page[0] else [on_page[0], *shown]

    def _narrowed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for one in self.listing.filters:
            if any(key in self.effective for key in one.keys):
                queryset = one.narrow(queryset, self.effective)
        return queryset

    def _ordered(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        sorted_by = self.sort.removeprefix("-")
        needed = {one.key: one.annotation for one in self.columns if one.annotation is not None}
        column = self.listing.column(sorted_by)
        if column and column.annotation is not None:
            needed[column.key] = column.annotation
        if needed:
            queryset = queryset.annotate(**needed)
        if not column:
            return queryset if queryset.ordered else queryset.order_by("pk")
        sign = "-" if self.sort.startswith("-") else ""
        return queryset.order_by(f"{sign}{column.sort_field}", f"{sign}pk")

    def export_queryset(self) -> QuerySet[Any]:
        """All matching rows in the order of the page, with what the exported columns need."""
        extra = {
            one.key: one.annotation
            for one in self.export_columns
            if one.annotation is not None and one.key not in self.rows_queryset.query.annotations
        }
        return self.rows_queryset.annotate(**extra) if extra else self.rows_queryset

    @property
    def export_columns(self) -> list[Column]:
        """The columns shown, and those that only files carry, in the declared order."""
        return [one for one in self.listing.columns if one.export_only or one in self.columns]

    @cached_property
    def exact_count(self) -> int:
        """How many rows match, counted to the end."""
        return self.rows_queryset.order_by().count()

    @cached_property
    def counted(self) -> int:
        """How many rows match, counted up to the cap plus one."""
        return self.rows_queryset.order_by()[: self.listing.count_cap + 1].count()

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than the cap."""
        return self.counted > self.listing.count_cap

    @property
    def total_text(self) -> str:
        """The count in words of the reader: `1.284`, or `10.000+`."""
        capped = min(self.counted, self.listing.count_cap)
        return f"{formatting.number(capped)}{'+' if self.is_capped else ''}"

    @cached_property
    def records(self) -> list[Model]:
        """The records of this page, one more than its size when another page follows."""
        start = (self.number - 1) * self.size
        return list(self.rows_queryset[start : start + self.size + 1])

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page."""
        return [Row(record, [column.cell(record) for column in self.columns]) for record in self.records[: self.size]]

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.values)

    @property
    def first(self) -> int:
        """The number of the first row of the page."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The number of the last row of the page."""
        return self.first + len(self.rows) - 1

    def query(self, **changes: object) -> str:
        """The address of this list with some parameters changed; an empty value takes one away."""
        present: dict[str, object] = dict(self.values)
        if self.sort and self.sort != self.listing.default_sort:
            present["sort"] = self.sort
        if self.size != self.listing.size:
            present["size"] = self.size
        present |= changes
        return "?" + urlencode({name: value for name, value in present.items() if value not in (None, "")})

    @property
    def query_string(self) -> str:
        """Filters and sort, for the forms that act on all matching rows."""
        return self.query()[1:]

    @property
    def headings(self) -> list[dict[str, Any]]:
        """The column headings, each with the address that sorts by it."""
        result = []
        for column in self.columns:
            is_up, is_down = self.sort == column.key, self.sort == f"-{column.key}"
            result.append(
                {
                    "column": column,
                    "url": self.query(sort=f"-{column.key}" if is_up else column.key) if column.sort_field else "",
                    "direction": "ascending" if is_up else "descending" if is_down else "",
                }
            )
        return result

    @property
    def sorts(self) -> list[dict[str, Any]]:
        """The sorts as choices, for the phone where there are no headings."""
        result = []
        for column in self.listing.columns:
            if column.sort_field:
                for sign, word in (("", "↑"), ("-", "↓")):
                    key = f"{sign}{column.key}"
                    label = f"{column.title} {word}"
                    result.append({"url": self.query(sort=key), "label": label, "chosen": key == self.sort})
        return result

    @property
    def sizes(self) -> list[dict[str, Any]]:
        """The page sizes with their addresses."""
        return [{"label": size, "url": self.query(size=size), "is_current": size == self.size} for size in SIZES]

    @property
    def drawn_filters(self) -> list[dict[str, Any]]:
        """The filters as the template draws them."""
        return [one.drawn(self.request, self.effective) for one in self.listing.filters]

    @property
    def column_choices(self) -> list[dict[str, Any]]:
        """The columns that may be shown or hidden; the first always stays."""
        on_page = [one for one in self.listing.columns if not one.export_only]
        return [{"key": one.key, "title": one.title, "shown": one in self.columns} for one in on_page[1:]]

    @property
    def has_other_pages(self) -> bool:
        """Whether there is more than this page."""
        return self.number > 1 or len(self.records) > self.size

    @property
    def links(self) -> list[dict[str, Any]]:
        """The pages around this one, with the ways back and forth."""
        last = max(1, -(-min(self.counted, self.listing.count_cap) // self.size))
        near = {1, self.number - 1, self.number, self.number + 1} | (set() if self.is_capped else {last})
        numbers = sorted(n for n in near if 1 <= n <= max(last, self.number))
        result: list[dict[str, Any]] = []
        if self.number > 1:
            previous = {"rel": "prev", "icon": "arrow-left", "name": _("Previous page")}
            result.append({"url": self.query(page=self.number - 1), **previous})
        for before, n in pairwise([0, *numbers]):
            if n - before > 1:
                result.append({"gap": True})
            page = {"label": formatting.number(n), "url": self.query(page=n)}
            result.append(page | {"is_current": n == self.number})
        if self.is_capped:
            result.append({"gap": True})
        if len(self.records) > self.size:
            following = {"rel": "next", "icon": "arrow-right", "name": _("Next page")}
            result.append({"url": self.query(page=self.number + 1), **following})
        return result

    def filters_in_words(self) -> list[tuple[str, str]]:
        """The label and chosen value of each set filter, for the note in an exported file."""
        return [
            (str(one.label), one.in_words(self.effective))
            for one in self.listing.filters
            if any(key in self.effective for key in one.keys)
        ]
