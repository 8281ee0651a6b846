"""A look at a file in memory: the check of the command line's preview, which keeps nothing and needs no person."""

from __future__ import annotations

from collections import Counter

from sentra.registry.imports import staging
from sentra.registry.imports.engine import Check
from sentra.registry.imports.reading import Unreadable, read_table
from sentra.registry.imports.sheets import Context, Row, sheet_of
from sentra.registry.models import ImportRow, ImportRun, ImportState


def look(kind: str, content: bytes, context: Context) -> tuple[ImportRun, list[ImportRow]]:
    """Check every row of a file; the run with its counts and sums and the rows are never saved.

    The caller has set the territory to work in.
    """
    sheet = sheet_of(kind)
    run = ImportRun(kind=kind, state=ImportState.READY, details=dict(context.details))
    try:
        table = read_table(content, sheet.columns)
    except Unreadable as reason:
        run.state, run.problems = ImportState.FAILED, [reason.issue.as_json()]
        return run, []
    run.letters, run.notices = table.letters, [one.as_json() for one in table.notices]
    if table.problems:
        run.state, run.problems = ImportState.FAILED, [one.as_json() for one in table.problems]
        return run, []
    rows = [Row(number, cells) for number, cells in table.rows]
    Check(sheet, context).rows(rows)
    run.total, run.sums = len(rows), sheet.sum_up(rows)
    kept = [
        ImportRow(run=run, **dict(zip(staging.COLUMNS[1:], values[1:], strict=True)))
        for values in staging.records(run, sheet, rows)
    ]
    counts = Counter(row.status for row in kept)
    run.new, run.changed, run.unchanged, run.wrong = (counts[name] for name in ("new", "changed", "unchanged", "wrong"))
    run.doubtful = sum(row.is_doubtful for row in kept)
    return run, kept
