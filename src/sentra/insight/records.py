"""Lists of records out of a snapshot: who fails one provision only, who gains and who loses by a change."""

from __future__ import annotations

from sentra.insight.asking import Question, both_outcomes, crossed
from sentra.insight.frames import FrameRows
from sentra.insight.models import Snapshot
from sentra.insight.tables import Rows, rows_within, together, under
from sentra.law import Check, library
from sentra.law.screening import failing_alone

#: What a list shows of each record, beside the facts of its provision.
SHOWN = ("id", "code", "name", "place", "province", "scheme", "tier")


def alone_in(snapshot: Snapshot, rows: Rows, check: Check, clause: str) -> FrameRows:
    """The records of the territory that fail this provision and meet every other, with the facts it reads."""
    table = under(library().on(check.on), together(rows_within(snapshot, rows)))
    names = table.collect_schema().names()
    read = next(one for one in check.clauses if one.id == clause).facts
    keep = [*SHOWN, *(fact.name for fact in read if fact.name in names and fact.kind.kind != "date")]
    found = failing_alone(check, table, clause, keep=keep).to_native()
    return FrameRows(found.collect(engine="streaming")).order_by("name")


def changed_in(question: Question, side: str) -> FrameRows:
    """The records of the territory that come to meet the check ("gained"), or no longer do ("lost")."""
    table = together(rows_within(question.snapshot, question.rows))
    found = both_outcomes(question, table, SHOWN).filter(crossed(side)).select(SHOWN)
    return FrameRows(found.collect()).order_by("name")
