"""Runs recorded cases: facts in, verdict out, compared with what the register expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentra.law.errors import LawError
from sentra.law.library import Library


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: its name, its check and, per compared key, what was expected and found where they differ."""

    name: str
    check: str
    differences: tuple[tuple[str, Any, Any], ...]

    @property
    def passed(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def run_cases(cases: Iterable[Mapping[str, Any]], library: Library, on: date | None = None) -> list[CaseResult]:
    """Judge each case on its date (its ``on``, else ``on``, else its regulation's first day)."""
    return [_run(case, library, on) for case in cases]


def _run(case: Mapping[str, Any], library: Library, on: date | None) -> CaseResult:
    name, check = str(case.get("name")), str(case.get("check"))
    expected: Mapping[str, Any] = case.get("expect") or {}
    try:
        day = case.get("on") or on or _first_day(library, check)
        found = library.on(day).check(check).judge(case.get("facts") or {}, case.get("activity_id"))
    except LawError as error:
        return CaseResult(name, check, (("error", None, str(error)),))
    actual = {
        "verdict": found.verdict,
        "failing": list(found.failing),
        "missing": list(found.missing),
        "warnings": list(found.warnings),
        "rank": found.rank,
        "derived": dict(found.derived),
        "applicable": found.applicable,
    }
    compared = [(key, wanted, actual.get(key)) for key, wanted in expected.items()]
    return CaseResult(name, check, tuple(entry for entry in compared if not _same(entry[1], entry[2])))


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        return list(wanted) == found
    return bool(wanted == found)


def _first_day(library: Library, check: str) -> date:
    for regulation in library.regulations.values():
        if check in regulation.checks:
            return regulation.since
    return date.today()
