"""Bringing in a table of another source for screening."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.insight.bringing import columns_for, incoming, misfits, table_facts
from sentra.insight.models import Snapshot, Source
from sentra.law import LawError, NotInForce, library
from sentra.pages.errors import BadInput, InputProblem
from sentra.pages.formatting import long_date, number

ACTION = "insight.bring_table"
_MAGIC = b"PAR1"
_READ = 1 << 20


def bring_table(
    *,
    actor: Actor,
    content: IO[bytes],
    title: str,
    check: str,
    region_column: str,
    as_of: dt.date | None = None,
    id: UUID | None = None,
) -> Snapshot:
    """Take a Parquet table in for a check; the task `read_table` reads it.

    The table has one column a fact under the fact's name, and the region's Kemendagri code in `region_column`. Sent
    twice with one id, the first one is given back. Raises Forbidden, and BadInput for what cannot be taken: no Parquet,
    too large, no such check or column, columns of another type, no column that the check reads.
    """
    ensure(actor, ACTION)
    day = as_of or actor.today
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        _copy(content, file)
        path = Path(file.name)
        subject, rows = _checked(path, check, region_column, day)

        def create(key: UUID) -> Snapshot:
            with path.open("rb") as table:
                default_storage.save(incoming(key), File(table))
            snapshot = Snapshot.objects.create(
                id=key,
                subject=subject,
                source=Source.TABLE,
                title=" ".join(title.split())[:200] or _("Table brought in"),
                as_of=day,
                total=rows,
                basis=region_column[:64],
                by=actor.user,
                appointment=actor.appointment,
            )
            record_decision(actor=actor, action=ACTION, subject=snapshot, regency=None, to_state=snapshot.state)
            return snapshot

        return create_once(Snapshot, actor, id, create)


def _copy(content: IO[bytes], file: IO[bytes]) -> None:
    size = 0
    while chunk := content.read(_READ):
        size += len(chunk)
        if size > settings.INSIGHT_TABLE_MAX_BYTES:
            limit = number(settings.INSIGHT_TABLE_MAX_BYTES // 1024 // 1024)
            message = _("The table is larger than %(limit)s MB.") % {"limit": limit}
            raise _refused("file", limit, message, _("Leave out the columns that no provision reads, or split it."))
        file.write(chunk)
    file.flush()


def _checked(path: Path, check: str, region_column: str, day: dt.date) -> tuple[str, int]:
    """The subject and the number of rows of a table that can be taken."""

    law = library().on(day)
    try:
        facts = table_facts(law, check)
    except NotInForce as error:
        remedy = _("Choose a day from %(day)s on.") % {"day": long_date(error.since)}
        raise _refused("as_of", day, _("The regulation was not in force on this day."), remedy) from None
    except LawError:
        raise _refused("check", check, _("There is no such check."), _("Choose one from the list.")) from None
    names, rows = _opened(path)
    if region_column not in names or len(region_column) > 64:
        remedy = _("The table has these columns: %(columns)s.") % {"columns": ", ".join(names[:40])}
        raise _refused("region_column", region_column, _("The table has no such column."), remedy)
    if rows > settings.INSIGHT_TABLE_MAX_ROWS:
        limit = number(settings.INSIGHT_TABLE_MAX_ROWS)
        message = _("The table has more than %(limit)s rows.") % {"limit": limit}
        raise _refused("file", rows, message, _("Split it."))
    asked = {fact.name for fact in law.check(check).facts}
    held = {name: fact for name, fact in columns_for(facts, names).items() if fact.name in asked}
    if not held:
        remedy = _("Name the columns after the facts: %(facts)s.") % {"facts": ", ".join(sorted(asked))}
        raise _refused("file", ", ".join(names[:40]), _("The check reads none of the columns."), remedy)
    if wrong := misfits(path, held):
        raise BadInput(
            [
                InputProblem(
                    "file",
                    one.column,
                    _("Column %(column)s holds %(holds)s; the check needs %(wanted)s.")
                    % {"column": one.column, "holds": one.holds, "wanted": one.wanted},
                    _("Write the column in that type and bring the table again."),
                )
                for one in wrong
            ]
        )
    return str(law.check(check).text.subject), rows


def _opened(path: Path) -> tuple[list[str], int]:
    """The columns and the number of rows, by the content and not by the name of the file."""
    import polars as pl

    with path.open("rb") as file:
        begins = file.read(4)
    try:
        if begins != _MAGIC:
            raise ValueError("no Parquet")
        table = pl.scan_parquet(path)
        return table.collect_schema().names(), int(table.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError, ValueError):
        message = _("This is not a Parquet table.")
        raise _refused("file", "", message, _("Save the table as Parquet and bring it again.")) from None


def _refused(field: str, value: object, message: str, remedy: str) -> BadInput:
    return BadInput([InputProblem(field, value, message, remedy)])
