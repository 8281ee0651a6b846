"""``sentra law screen``: a check over a table that is not in the database."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from sentra.law.checking import Check
from sentra.law.screening import Change, Count, Tally, compare, screen
from sentra.law.wording import COMMANDS


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    command.add_argument("check")
    command.add_argument("table", type=Path, metavar="TABLE.parquet", help="one column a fact, null where unknown")
    command.add_argument("--by", metavar="COLUMN", help="count by the values of this column")
    command.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="values")
    command.add_argument("--json", action="store_true")


def print_screening(check: Check, amended: Check | None, arguments: argparse.Namespace) -> None:
    """Print the counts under the law, or under ``amended`` beside what changes, as a table or as JSON."""
    if not arguments.table.is_file():
        raise FileNotFoundError(f"{arguments.table}: no such table")
    judged = amended or check
    tallies = screen(judged, arguments.table, by=arguments.by, alone=True)
    changes = compare(check, amended, arguments.table, by=arguments.by) if amended else []
    if arguments.json:
        print(json.dumps(_as_json(judged, tallies, changes, arguments.by), ensure_ascii=False, indent=2, default=str))
        return
    words = COMMANDS[arguments.lang]
    print(f"{judged.title(arguments.lang)} · {judged.text.regulation}, {judged.on.isoformat()}")
    _print_groups(tallies, words, arguments.by)
    _print_provisions(judged, tallies, words, arguments.lang)
    if changes:
        _print_changes(changes, words, arguments.by)


def _total(counts: Sequence[Count]) -> Count:
    return reduce(add, counts, Count())


def _print_groups(tallies: Sequence[Tally], words: dict[str, str], by: str | None) -> None:
    print(f"\n{by or '':<20}{words['records']:>14}{words['met']:>18}{words['not_met']:>18}{words['unknown']:>26}")
    rows = [(tally.group, tally.records, tally.verdict) for tally in tallies] if by else []
    rows.append((words["total"], sum(tally.records for tally in tallies), _total([t.verdict for t in tallies])))
    for group, records, count in rows:
        name = "–" if group is None else group
        print(f"{name!s:<20}{records:>14,}{count.met:>18,}{count.not_met:>18,}{count.unknown:>26,}")


def _print_provisions(check: Check, tallies: Sequence[Tally], words: dict[str, str], lang: str) -> None:
    print(f"\n{words['met']:>14}{words['not_met']:>18}{words['unknown']:>26}{words['alone']:>14}")
    for provision in check.provisions:
        name = provision.clause.id
        count = _total([tally.provisions[name] for tally in tallies])
        alone = sum(tally.alone.get(name, 0) for tally in tallies)
        label = f"{provision.clause.label(lang)} ({provision.clause.cite})"
        print(f"{count.met:>14,}{count.not_met:>18,}{count.unknown:>26,}{alone:>14,}  {label}")


def _print_changes(changes: Sequence[Change], words: dict[str, str], by: str | None) -> None:
    print(f"\n{by or '':<20}{words['before']:>14}{words['after']:>14}{words['gained']:>14}{words['lost']:>14}")
    for change in changes:
        name = words["total"] if by is None else "–" if change.group is None else change.group
        print(f"{name!s:<20}{change.before.met:>14,}{change.after.met:>14,}{change.gained:>14,}{change.lost:>14,}")


def _as_json(check: Check, tallies: Sequence[Tally], changes: Sequence[Change], by: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "check": check.id,
        "regulation": check.text.regulation,
        "on": check.on.isoformat(),
        "by": by,
        "records": sum(tally.records for tally in tallies),
        "verdict": _count(_total([tally.verdict for tally in tallies])),
        "provisions": {
            name: _count(_total([tally.provisions[name] for tally in tallies]))
            for name in (provision.clause.id for provision in check.provisions)
        },
        "groups": [
            {
                "group": tally.group,
                "records": tally.records,
                "verdict": _count(tally.verdict),
                "provisions": {name: _count(count) for name, count in tally.provisions.items()},
                "alone": dict(tally.alone),
            }
            for tally in tallies
        ],
    }
    if changes:
        found["change"] = [
            {
                "group": change.group,
                "before": _count(change.before),
                "after": _count(change.after),
                "gained": change.gained,
                "lost": change.lost,
            }
            for change in changes
        ]
    return found


def _count(count: Count) -> dict[str, int]:
    return {
        "met": count.met,
        "not_met": count.not_met,
        "unknown": count.unknown,
        "left_out": count.left_out,
    }
