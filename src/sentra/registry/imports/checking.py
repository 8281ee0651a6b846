"""The check of a run: from the waiting file (or the rows as they were mended) to staged rows and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from sentra.access.actors import Actor
from sentra.decisions.models import Decision
from sentra.registry.imports import bulk, staging, waiting
from sentra.registry.imports.engine import CHUNK, Check
from sentra.registry.imports.issues import Issue
from sentra.registry.imports.reading import Unreadable, read_table
from sentra.registry.imports.sheets import Context, Row, Sheet, sheet_of
from sentra.registry.models import ImportRow, ImportRun, ImportState
from sentra.territory.scope import scoped


def actor_of(run: ImportRun) -> Actor:
    """Whoever brought the file, under the appointment they held then."""
    return Actor(run.by, run.appointment)


def context_of(run: ImportRun, actor: Actor | None = None) -> Context:
    """Where and for whom the file is read: for whoever brought it, or for the actor who applies it."""
    actor = actor or actor_of(run)
    return Context(actor, run.regency, actor.today, about=record_of(run, actor), details=run.details)


def record_of(run: ImportRun, actor: Actor) -> Any:
    """The record of another room that the file is about, None for a file about a regency.

    Raises OutsideTerritory or Http404 where it lies outside the territory in force.
    """
    about = sheet_of(run.kind).about
    return about.find(actor, run.about_id) if about and run.about_id else None


def stamp_of(run: ImportRun) -> str:
    """The state of what the file is compared with: the number of the last decision that could have changed it.

    Every change records one, so two equal stamps mean that nothing has changed between.
    """
    about = sheet_of(run.kind).about
    changing = Q()
    for prefix in about.prefixes if about else ("registry.",):
        changing |= Q(action__startswith=prefix)
    # Unscoped: a technical mark, never shown.
    decisions = Decision.unscoped.filter(changing)
    if run.regency_id is not None:
        decisions = decisions.filter(regency=run.regency_id)
    return str(decisions.aggregate(last=Max("number"))["last"] or 0)


def check_run(run: ImportRun) -> None:
    """Check every row and stage the result, unless the run is cancelled meanwhile.

    A check that was killed leaves the run as it was, and can be repeated.
    """
    sheet = sheet_of(run.kind)
    with scoped(actor_of(run).territory), bulk.collector_paused():
        stamp = stamp_of(run)
        try:
            rows = _rows(run, sheet)
        except Unreadable as reason:
            _fail(run, [reason.issue])
            return
        if rows is None:
            return
        ImportRun.unscoped.filter(pk=run.pk).update(total=len(rows), done=0)
        context = context_of(run)
        checked = _checked(run, sheet, context, rows)
        if checked is not None:
            _stage(run, *checked, stamp)


def _rows(run: ImportRun, sheet: Sheet) -> list[Row] | None:
    """The rows to check: of the file, or as staged before; None when the file lacks a column."""
    content = waiting.get(run.pk)
    if content is None:
        kept = ImportRow.unscoped.filter(run=run).order_by("number").iterator(CHUNK)
        return [staging.fresh(sheet, record) for record in kept]
    table = read_table(content, sheet.columns)
    run.letters, run.notices = table.letters, [one.as_json() for one in table.notices]
    ImportRun.unscoped.filter(pk=run.pk).update(letters=run.letters, notices=run.notices)
    if table.problems:
        _fail(run, table.problems)
        return None
    return [Row(number, cells) for number, cells in table.rows]


def _checked(
    run: ImportRun, sheet: Sheet, context: Context, rows: list[Row]
) -> tuple[list[tuple[Any, ...]], Counter[str]] | None:
    """The staged form of all rows and what they come to; None when the run was cancelled meanwhile."""
    check, sums = Check(sheet, context), sheet.sum_up(())
    staged: list[tuple[Any, ...]] = []
    size = len(rows) if sheet.together else CHUNK
    rows.reverse()  # taken from the end, so that checked rows are let go
    while rows:
        chunk = [rows.pop() for _ in range(min(size, len(rows)))]
        check.rows(chunk)
        sums.update(sheet.sum_up(chunk))
        staged.extend(staging.records(run, sheet, chunk))
        going_on = ImportRun.unscoped.filter(pk=run.pk, state=ImportState.CHECKING).update(done=len(staged))
        if not going_on:
            return None
    return staged, sums


def _stage(run: ImportRun, staged: list[tuple[Any, ...]], sums: Counter[str], stamp: str) -> None:
    status, doubt = staging.COLUMNS.index("status"), staging.COLUMNS.index("is_doubtful")
    counts = Counter(record[status] for record in staged)
    with transaction.atomic():
        ready = ImportRun.unscoped.filter(pk=run.pk, state=ImportState.CHECKING).update(
            state=ImportState.READY,
            stamp=stamp,
            total=len(staged),
            done=len(staged),
            doubtful=sum(record[doubt] for record in staged),
            sums=sums,
            **{name: counts[name] for name in ("new", "changed", "unchanged", "wrong")},
        )
        if not ready:
            return
        ImportRow.unscoped.filter(run=run).delete()
        bulk.insert(ImportRow, staging.COLUMNS, staged)
    waiting.drop(run.pk)


def count_rows(run: ImportRun) -> None:
    """Bring the counts and sums of a run up to its rows."""
    sheet = sheet_of(run.kind)
    rows = ImportRow.unscoped.filter(run=run)
    names = ("new", "changed", "unchanged", "wrong")
    counts = rows.aggregate(
        doubtful=Count("pk", filter=Q(is_doubtful=True)),
        **{name: Count("pk", filter=Q(status=name)) for name in names},
    )
    right = rows.exclude(status="wrong").values_list(*staging.KEPT)
    sums = sheet.sum_up(staging.load(sheet, kept) for kept in right.iterator(CHUNK)) if sheet.sums else {}
    ImportRun.unscoped.filter(pk=run.pk).update(**counts, sums=sums)


def recheck_rows(run: ImportRun, numbers: set[int]) -> None:
    """Check some staged rows again, against the others of the file and against the registry."""
    sheet, context = sheet_of(run.kind), context_of(run)
    check = Check(sheet, context)
    records = ImportRow.unscoped.filter(run=run)
    for kept in records.exclude(number__in=numbers).values_list(*staging.KEPT).iterator(CHUNK):
        row = staging.load(sheet, kept)
        for identity in sheet.identities(row.values) if row.values else ():
            check.seen[identity] = row.number
    again = list(records.filter(number__in=numbers).order_by("number"))
    rows = [staging.fresh(sheet, record) for record in again]
    check.rows(rows)
    for record, (_run, _number, *values) in zip(again, staging.records(run, sheet, rows), strict=True):
        for name, value in zip(staging.COLUMNS[2:], values, strict=True):
            setattr(record, name, value)
    ImportRow.unscoped.bulk_update(again, staging.COLUMNS[2:], batch_size=50)


def _fail(run: ImportRun, problems: list[Issue]) -> None:
    ImportRun.unscoped.filter(pk=run.pk, state=ImportState.CHECKING).update(
        state=ImportState.FAILED, problems=[one.as_json() for one in problems], finished_at=timezone.now()
    )
    waiting.drop(run.pk)


def staged_rows(run: ImportRun, sheet: Sheet) -> Iterator[list[Row]]:
    """The new and changed rows in chunks, in the order of the file; those that are judged together at once."""
    last, size = -1, None if sheet.together else CHUNK
    kept = ImportRow.unscoped.filter(run=run, status__in=["new", "changed"]).order_by("number")
    while records := list(kept.filter(number__gt=last).values_list(*staging.KEPT)[:size]):
        last = records[-1][0]
        yield [staging.load(sheet, record) for record in records]
