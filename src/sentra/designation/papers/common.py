"""What the papers share: labels in Indonesian, findings as a paper prints them, the notes that they carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from sentra.designation.legal_basis import regulation_name
from sentra.designation.transitions import clause_id
from sentra.documents.rendering import content as c
from sentra.indonesian.dates import long_date
from sentra.law import Law, Verdict, library
from sentra.pages.verdicts import paired

RESULTS = {
    "met": "seluruh ketentuan dipenuhi",
    "not_met": "ada ketentuan yang tidak dipenuhi",
    "unknown": "masih ada ketentuan yang belum diketahui",
}


def cited(law: Law, short: str) -> str:
    """A provision as a paper cites it: `Pasal 7 huruf b Permen KUKM 23/PER/M.KUKM/XI/2005`."""
    return f"{law.clause(clause_id(short)).cite} {regulation_name(law)}"


def procedure_note(law: Law) -> str:
    """What a paper says of a step that the regulation does not know."""
    return f"Prosedur kantor; tidak diatur dalam {regulation_name(law)}."


def label_of(choices: Any, value: str) -> str:
    """The Indonesian label of a choice; a value that is none of them stays as it is."""
    with override("id"):
        return str(choices(value).label) if value in choices.values else value


def check_title(verdict: Verdict) -> str:
    """The Indonesian title of the check that gave a verdict."""
    return library().on(verdict.on).check(verdict.check).title("id")


def ending(position: int, items: Sequence[str]) -> str:
    """What ends a line of a list: a full stop at the last one, else a semicolon."""
    return "." if position == len(items) - 1 else ";"


def findings_on_paper(verdict: Verdict, evidence: Mapping[str, Any] | None = None) -> tuple[c.Finding, ...]:
    """The findings of a verdict as a paper prints them, with who judged what and why."""
    held = evidence or {}
    with override("id"):
        shown = paired(verdict, "id")
    return tuple(
        c.Finding(
            mark=line.mark,  # type: ignore[arg-type]
            label=str(line.label),
            measured=line.measured,
            threshold=line.threshold,
            citation=line.citation,
            evidence="; ".join(_evidence(held[fact.name]) for fact in finding.facts if fact.name in held),
        )
        for finding, line in shown
    )


def _evidence(judged: Mapping[str, Any]) -> str:
    day = long_date(dt.date.fromisoformat(judged["on"]))
    files = f" ({', '.join(judged['files'])})" if judged["files"] else ""
    return f"{judged['reason']} {judged['assessor']}, {day}{files}"
