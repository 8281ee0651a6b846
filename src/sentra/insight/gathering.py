"""Records → rows of a snapshot, in bounded batches: a fixed number of queries a batch, whatever it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from sentra.designation.facts import facts_of_books
from sentra.insight.columns import facts_on, frame_of
from sentra.insight.models import Subject
from sentra.law import Law
from sentra.registry.facts import books_of, size_facts_of
from sentra.registry.models import Enterprise, Sentra

if TYPE_CHECKING:
    import polars as pl

#: Records read at once; a sentra brings all its members and their figures with it.
BATCH = {Subject.SENTRA: 100, Subject.ENTERPRISE: 2_000}
_PLACE = "regency__parent"


def active(subject: str) -> models.QuerySet[Any]:
    """The records that a snapshot of the subject holds.

    Unscoped: a snapshot is of the nation; what is read from it is narrowed to the territory of whoever reads.
    """
    if subject == Subject.SENTRA:
        return Sentra.unscoped.filter(is_active=True)
    return Enterprise.unscoped.filter(is_active=True, merged_into__isnull=True)


def rows_of_all(subject: str, day: dt.date, law: Law) -> Iterator[pl.DataFrame]:
    """Every active record as rows, batch by batch in the order of the keys."""
    last: UUID | None = None
    records = active(subject).select_related(_PLACE).order_by("pk")
    while True:
        wanted = records if last is None else records.filter(pk__gt=last)
        batch = list(wanted[: BATCH[Subject(subject)]])
        if not batch:
            return
        last = batch[-1].pk
        yield rows_of(subject, batch, day, law)


def rows_of_some(subject: str, keys: Iterable[UUID], day: dt.date, law: Law) -> Iterator[pl.DataFrame]:
    """These records as rows, as far as they are active."""
    size, ordered = BATCH[Subject(subject)], sorted(keys)
    for start in range(0, len(ordered), size):
        batch = active(subject).select_related(_PLACE).filter(pk__in=ordered[start : start + size])
        yield rows_of(subject, list(batch.order_by("pk")), day, law)


def rows_of(subject: str, batch: Sequence[Any], day: dt.date, law: Law) -> pl.DataFrame:
    """A batch of records as rows."""
    return _ROWS[Subject(subject)](batch, day, law)


def _sentra_rows(batch: Sequence[Sentra], day: dt.date, law: Law) -> pl.DataFrame:
    books = books_of(batch, day, law)
    records = facts_of_books(books)
    keys = []
    for book, record in zip(books, records, strict=True):
        sure, possible = book.owners()
        # The law leaves the count missing while it is undecided and the threshold lies between; another threshold
        # may leave another one missing. Both ends are kept, and `tables` decides for the law that is asked.
        record["member_count"] = len(sure)
        keys.append(
            _placed(book.sentra)
            | {
                "code": book.sentra.code,
                "scheme": book.sentra.scheme,
                "tier": book.sentra.tier,
                "member_count_sure": len(sure),
                "member_count_possible": len(possible),
            }
        )
    return frame_of(facts_on(law, Subject.SENTRA), records, keys)


def _enterprise_rows(batch: Sequence[Enterprise], day: dt.date, law: Law) -> pl.DataFrame:
    keys = [_placed(one) | {"code": one.nib or None} for one in batch]
    return frame_of(facts_on(law, Subject.ENTERPRISE), size_facts_of(batch, day), keys)


def _placed(record: Any) -> dict[str, Any]:
    regency = record.regency
    return {
        "id": str(record.pk),
        "name": record.name,
        "regency": regency.pk,
        "regency_code": regency.code,
        "province": regency.parent_id,
        "province_code": regency.parent.code,
    }


_ROWS: dict[Subject, Callable[[Any, dt.date, Law], pl.DataFrame]] = {
    Subject.SENTRA: _sentra_rows,
    Subject.ENTERPRISE: _enterprise_rows,
}
