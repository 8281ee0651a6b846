"""Rows of a table in the form that the list kit asks of a queryset: counted, cut, ordered, walked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class Record(SimpleNamespace):
    """A row with its columns as attributes."""

    def __str__(self) -> str:
        return str(self.name or self.code or self.pk)

    @property
    def pk(self) -> Any:
        """The key of the record the row was made of; None for a table brought in."""
        return self.id


class FrameRows:
    """A table as a list of records; every narrowing gives another one, as with a queryset."""

    ordered = True

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def count(self) -> int:
        """How many rows."""
        return self.frame.height

    def order_by(self, *fields: str) -> FrameRows:
        """Ordered by columns, `-` for descending; unknown values last. The key `pk` ends ties as the table has them."""
        named = [one for one in fields if one.removeprefix("-") in self.frame.columns]
        if not named:
            return self
        return FrameRows(
            self.frame.sort(
                [one.removeprefix("-") for one in named],
                descending=[one.startswith("-") for one in named],
                nulls_last=True,
                maintain_order=True,
            )
        )

    def where(self, column: str, value: Any) -> FrameRows:
        """The rows with a value in a column."""
        import polars as pl

        return FrameRows(self.frame.filter(pl.col(column) == value))

    def matching(self, text: str) -> FrameRows:
        """The rows whose name or code holds a text, in whatever case."""
        import polars as pl

        wanted = text.casefold()
        holds = [
            pl.col(column).str.to_lowercase().str.contains(wanted, literal=True).fill_null(False)
            for column in ("name", "code")
        ]
        return FrameRows(self.frame.filter(pl.any_horizontal(holds)))

    def __getitem__(self, cut: slice) -> FrameRows:
        return FrameRows(self.frame[cut])

    def __iter__(self) -> Iterator[Record]:
        return (Record(**row) for row in self.frame.iter_rows(named=True))

    def iterator(self, chunk_size: int = 0) -> Iterator[Record]:
        """The rows one by one."""
        return iter(self)


def only(column: str, read: Callable[[str], Any] = str) -> Callable[[Any, str], Any]:
    """How a choice narrows a table: to the rows with the value in the column."""
    return lambda rows, value: rows.where(column, read(value))
