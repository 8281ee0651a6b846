"""Bringing a file in: start, mend, confirm, cancel. Nothing reaches the registry before `confirm_import`."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.pages.errors import BadInput, Conflict, InputProblem, Refused
from sentra.registry.imports import bulk, staging, waiting
from sentra.registry.imports.checking import (
    check_run,
    context_of,
    count_rows,
    recheck_rows,
    record_of,
    staged_rows,
    stamp_of,
)
from sentra.registry.imports.issues import Issue, from_json
from sentra.registry.imports.reading import LONGEST_CELL, MAX_BYTES
from sentra.registry.imports.sheets import Row, Sheet, Stale, sheet_of
from sentra.registry.models import ImportRow, ImportRun, ImportState, RowStatus
from sentra.territory.models import Region, RegionLevel
from sentra.territory.scope import OutsideTerritory

#: The decision by which a file about a record of another room was brought in; its rows leave decisions of that room.
BROUGHT = "imports.bring"
#: Files up to this size are checked while the person waits; larger ones in the background.
CHECKED_AT_ONCE = 150_000  # bytes


def start_import(
    *,
    actor: Actor,
    kind: str,
    file_name: str,
    content: bytes,
    regency: Region | None = None,
    about: uuid.UUID | None = None,
    details: Mapping[str, Any] | None = None,
    id: uuid.UUID | None = None,
) -> ImportRun:
    """Take a file in for checking; sent twice with one id, the first run is given back.

    The regency is that of the actor's office unless named. A sheet of another room is about a record of it, which
    `about` names; `details` are what the sheet asks beside the rows. The check itself is started by the caller:
    `check_run` at once, or the task `check_import`. Raises BadInput for an empty or too large file, OutsideTerritory,
    Forbidden.
    """
    sheet = sheet_of(kind)
    if sheet.about is None:
        place: Region | None = regency or _own_regency(actor)
        ensure(actor, sheet.action, place)
    else:
        record = sheet.about.find(actor, _named(about))
        place = sheet.about.region(record)
        ensure(actor, sheet.action, record)
    if actor.user is None or actor.appointment is None:
        raise Refused(_("Only a person may bring a file in."))
    found = ImportRun.unscoped.filter(pk=id).first() if id else None
    if found is not None:
        if found.by_id != actor.user.pk:
            raise OutsideTerritory
        return found
    _refuse_size(file_name, content)
    run = ImportRun(
        id=id or uuid.uuid4(),
        kind=kind,
        file_name=file_name[-200:] or "–",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        regency=place,
        about_id=about if sheet.about else None,
        details=_as_kept(details or {}),
        by=actor.user,
        appointment=actor.appointment,
    )
    waiting.put(run.pk, content)
    run.save(force_insert=True)
    return run


def _refuse_size(file_name: str, content: bytes) -> None:
    if not content:
        raise BadInput([InputProblem("file", file_name, _("The file is empty."), _("Choose the filled-in file."))])
    if len(content) > MAX_BYTES:
        message = _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024 // 1024}
        raise BadInput([InputProblem("file", file_name, message, _("Split it into several files."))])


def _named(about: uuid.UUID | None) -> uuid.UUID:
    if about is None:
        message = _("It is not said what the file is about.")
        raise BadInput([InputProblem("about", None, message, _("Open the import from the page of the record."))])
    return about


def _as_kept(details: Mapping[str, Any]) -> dict[str, Any]:
    """Details as the run gives them back: dates as text."""
    return dict(json.loads(json.dumps(dict(details), cls=DjangoJSONEncoder)))


def ensure_run(actor: Actor, run: ImportRun) -> None:
    """Raise OutsideTerritory, Http404 or Forbidden unless the actor may bring in what the file is about."""
    record = record_of(run, actor)
    ensure(actor, sheet_of(run.kind).action, run if record is None else record)


def _own_regency(actor: Actor) -> Region:
    region = actor.office.region if actor.office else None
    if region is None or region.level != RegionLevel.REGENCY:
        raise Refused(
            _("Files are brought in by the office of a regency or city."),
            remedy=_("Ask the regency's office, or act under an appointment there."),
        )
    return region


def cancel_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Stop a check or throw a checked file away; its rows are removed. An applied one stays: raises Conflict."""
    ensure_run(actor, run)
    with transaction.atomic():
        open_run = ImportRun.unscoped.filter(pk=run.pk, state__in=[ImportState.CHECKING, ImportState.READY])
        cancelled = open_run.update(state=ImportState.CANCELLED, finished_at=timezone.now())
        if cancelled:
            ImportRow.unscoped.filter(run=run).delete()
    run.refresh_from_db()
    if run.state == ImportState.APPLIED:
        raise Conflict(_("This file has been applied already."), remedy=_("Correct the records on their own pages."))
    waiting.drop(run.pk)
    return run


def mend_cell(*, actor: Actor, run: ImportRun, number: int, column: str, text: str) -> ImportRow:
    """Put another value into a cell of a staged row and check the row again.

    Rows that were wrong only because they repeated this one are checked with it; where rows are judged together, all
    of them. Raises BadInput for a row or column that is not there, Conflict when the file no longer waits for
    confirmation.
    """
    ensure_run(actor, run)
    sheet = sheet_of(run.kind)
    with transaction.atomic():
        _lock_ready(run)
        row = ImportRow.unscoped.filter(run=run, number=number).first()
        if row is None or sheet.column(column) is None:
            raise BadInput([InputProblem(column, text, _("There is no such cell."), _("Load the page again."))])
        place = sheet.place(column)
        typed = text.strip()[:LONGEST_CELL] or None
        row.cells[place] = staging.seal(typed) if typed and sheet.columns[place].mask else typed
        row.save(update_fields=["cells"])
        recheck_rows(run, {number} | _touched_by_one(run, sheet))
        count_rows(run)
    row.refresh_from_db()
    run.refresh_from_db()
    return row


def _touched_by_one(run: ImportRun, sheet: Sheet) -> set[int]:
    """The rows that another row may set right: all that are judged together, or those wrong where a repeat is told."""
    if sheet.together:
        return set(ImportRow.unscoped.filter(run=run).values_list("number", flat=True))
    wrong = ImportRow.unscoped.filter(run=run, status=RowStatus.WRONG).values_list("number", "issues")
    return {number for number, issues in wrong if any(one.column == sheet.repeated for one in from_json(issues))}


def _lock_ready(run: ImportRun) -> ImportRun:
    locked = ImportRun.unscoped.select_for_update().get(pk=run.pk)
    if locked.state != ImportState.READY:
        raise Conflict(
            _("This file no longer waits for confirmation."),
            state=str(ImportState(locked.state).label),
            remedy=_("Load the page again."),
        )
    return locked


def confirm_import(
    *,
    actor: Actor,
    run: ImportRun,
    leave_out_wrong: bool = False,
    doubts_seen: bool = False,
    details: Mapping[str, Any] | None = None,
) -> ImportRun:
    """Apply a checked file in one transaction, all or nothing, with one decision record; confirmed twice, once.

    `details` are what its sheet asks beside the rows, where they were not given with the file. Raises BadInput for
    what is wrong with them; Refused while rows are wrong and not left out on purpose, or doubtful and not looked at;
    Conflict when the records have changed since the check (the file is then checked again and waits for another look)
    or when the file was cancelled; OutsideTerritory, Forbidden.
    """
    ensure_run(actor, run)
    try:
        with transaction.atomic():
            locked = ImportRun.unscoped.select_for_update(of=("self",)).select_related("regency").get(pk=run.pk)
            if locked.state == ImportState.READY:
                _refuse_unready(locked, leave_out_wrong=leave_out_wrong, doubts_seen=doubts_seen)
                locked.details |= _as_kept(details or {})
                _apply(actor, locked)
    except (Stale, IntegrityError):
        _check_again(run)
        raise Conflict(
            _("The records have changed since this file was checked."),
            remedy=_("The file was checked again. Look at the preview once more, then confirm."),
        ) from None
    run.refresh_from_db()
    if run.state != ImportState.APPLIED:
        _lock_ready(run)
    return run


def _refuse_unready(run: ImportRun, *, leave_out_wrong: bool, doubts_seen: bool) -> None:
    if reason := why_closed(run, leave_out_wrong=leave_out_wrong):
        raise Refused(reason, remedy=_("Mend the marked cells, or leave the wrong rows out."))
    if run.doubtful and sheet_of(run.kind).doubts_wait and not doubts_seen:
        raise Refused(
            ngettext(
                "%(count)s row is doubtful; the doubt stands beside it.",
                "%(count)s rows are doubtful; the doubts stand beside them.",
                run.doubtful,
            )
            % {"count": run.doubtful},
            remedy=_("Look at them and say that they are right."),
        )


def why_closed(run: ImportRun, *, leave_out_wrong: bool = False) -> str:
    """Why a checked file cannot be confirmed yet, in words; empty when it can."""
    if run.wrong and not leave_out_wrong:
        return ngettext("%(count)s row is still wrong.", "%(count)s rows are still wrong.", run.wrong) % {
            "count": run.wrong
        }
    return ""


def _apply(actor: Actor, run: ImportRun) -> None:
    sheet = sheet_of(run.kind)
    if run.stamp != stamp_of(run):
        raise Stale
    context = context_of(run, actor)
    with bulk.collector_paused():
        for rows in staged_rows(run, sheet):
            meant = [row.target_id for row in rows]
            sheet.apply(rows, context)
            _note_records(run, [row for row, before in zip(rows, meant, strict=True) if row.target_id != before])
    run.state, run.finished_at, run.left_out = ImportState.APPLIED, timezone.now(), run.wrong
    run.save(update_fields=["state", "finished_at", "left_out", "details"])
    record_decision(
        actor=actor,
        action=BROUGHT if sheet.about else sheet.action,
        subject=run,
        regency=run.regency,
        to_state=run.state,
        details={
            "kind": run.kind,
            "sha256": run.sha256,
            **{name: getattr(run, name) for name in ("new", "changed", "unchanged", "left_out")},
        },
    )


def _note_records(run: ImportRun, rows: Iterable[Row]) -> None:
    """Keep which records came from rows whose records took ids of their own."""
    for row in rows:
        ImportRow.unscoped.filter(run=run, number=row.number).update(target_id=row.target_id)


def _check_again(run: ImportRun) -> None:
    again = ImportRun.unscoped.filter(pk=run.pk, state=ImportState.READY).update(state=ImportState.CHECKING)
    if again:
        run.refresh_from_db()
        check_run(run)


def errors_of(run: ImportRun, rows: Iterable[ImportRow] | None = None) -> list[dict[str, object]]:
    """Every wrong cell in the active language: row, column (letter and title), value, message, remedy.

    `rows` are those of a run that was only looked at; others are read.
    """
    kept = ImportRow.unscoped.filter(run=run, status=RowStatus.WRONG).order_by("number")
    told = [
        _told(run, row, one) for row in (kept.iterator() if rows is None else rows) for one in from_json(row.issues)
    ]
    return told or [
        {"row": None, "column": "", "value": None, "message": one.message, "remedy": one.remedy}
        for one in from_json(run.problems)
    ]


def doubts_of(run: ImportRun, rows: Iterable[ImportRow] | None = None) -> list[dict[str, object]]:
    """Every doubtful cell of the rows that would be written, as `errors_of` tells the wrong ones."""
    kept = ImportRow.unscoped.filter(run=run, is_doubtful=True).order_by("number")
    return [
        _told(run, row, one)
        for row in (kept.iterator() if rows is None else rows)
        if row.is_doubtful
        for one in from_json(row.warnings)
    ]


def _told(run: ImportRun, row: ImportRow, one: Issue) -> dict[str, object]:
    return {
        "row": row.number,
        "column": heading_of(run, one.column),
        "value": shown_cell(run, row, one.column),
        "message": one.message,
        "remedy": one.remedy,
    }


def heading_of(run: ImportRun, key: str) -> str:
    """A column as a person finds it in the file: letter and title."""
    sheet = sheet_of(run.kind)
    column = sheet.column(key)
    if column is None:
        return ""
    place = sheet.place(key)
    where = run.letters[place] if place < len(run.letters) else ""
    return f"{where} · {column.title()}" if where else column.title()


def shown_cell(run: ImportRun, row: ImportRow, key: str) -> object:
    """A cell as it may be shown: protected numbers masked."""
    sheet = sheet_of(run.kind)
    column = sheet.column(key)
    if column is None:
        return None
    cell = row.cells[sheet.place(key)]
    return masked(cell) if column.mask and cell is not None else cell


def masked(cell: object) -> str:
    """A protected cell with all but its ends hidden, whatever was typed into it."""
    text = str(staging.unseal(cell))
    return f"{text[:4]}{'*' * max(len(text) - 8, 4)}{text[-4:]}" if len(text) > 10 else "*" * len(text)


def runs_that_brought(*records: models.Model) -> models.QuerySet[ImportRun]:
    """The applied imports from which records came or were changed, newest first; for a record's own page.

    The caller has fetched the records inside the territory.
    """
    keys = [record.pk for record in records]
    touched = ImportRow.unscoped.filter(target_id__in=keys, status__in=[RowStatus.NEW, RowStatus.CHANGED])
    return (
        ImportRun.unscoped.filter(pk__in=touched.values("run_id"), state=ImportState.APPLIED)
        .select_related("by")
        .order_by("-finished_at")
    )


__all__ = [
    "BROUGHT",
    "CHECKED_AT_ONCE",
    "cancel_import",
    "confirm_import",
    "doubts_of",
    "ensure_run",
    "errors_of",
    "heading_of",
    "mend_cell",
    "runs_that_brought",
    "shown_cell",
    "start_import",
    "why_closed",
]
