"""The law's own things as the API says them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.urls import reverse

from sentra.law import Check, Clause, FactDeclaration, Finding, Regulation, Verdict
from sentra.law.clauses import LANGUAGES
from sentra.law.coverage import recorded
from sentra.law.remedy import Advice
from sentra.law.types import write_unit
from sentra.law.verdict import encode
from sentra.lawbook.held import library


def words(say: Callable[[str], str | None]) -> dict[str, str]:
    """Something in both languages."""
    return {lang: say(lang) or "" for lang in LANGUAGES}


def version(held: Regulation, on: dt.date) -> dict[str, Any]:
    """The version of the law that an answer rests on."""
    return {
        "regulation": held.id,
        "number": held.number,
        "on": on,
        "in_force_from": held.since,
        "in_force_until": held.until,
    }


def version_of(found: Check) -> dict[str, Any]:
    """The version of the law that a check stands in."""
    return version(library().regulations[found.text.regulation], found.on)


def regulation(held: Regulation, day: dt.date) -> dict[str, Any]:
    """A regulation and what is not held of it."""
    missing = zip(*(held.not_held(lang) for lang in LANGUAGES), strict=True)
    return {
        "id": held.id,
        "number": held.number,
        "title": dict(held.titles),
        "in_force_from": held.since,
        "in_force_until": held.until,
        "is_in_force": held.is_in_force(day),
        "has_legal_force": not held.is_advisory,
        "supersedes": list(held.supersedes),
        "clauses": len(held.clauses),
        "checks": list(held.checks),
        "not_held": [dict(zip(LANGUAGES, sentences, strict=True)) for sentences in missing],
    }


def clause_row(found: Clause) -> dict[str, Any]:
    """A provision in a list."""
    return {
        "id": found.id,
        "regulation": found.regulation,
        "cite": found.cite,
        "kind": found.kind,
        "severity": found.severity,
        "label": words(found.label),
        "actors": list(found.actors),
        "activities": list(found.applies_to),
        "check": found.check,
    }


def clause(found: Clause, held: Regulation) -> dict[str, Any]:
    """A provision with everything it says."""
    return clause_row(found) | {
        "version": version(held, found.on),
        "text": words(found.text),
        "reading": words(found.reading) if found.reading() else None,
        "accept": words(found.accept) if found.accept() else None,
        "condition": found.source.get("test") or found.source.get("rank_when"),
        "applies_when": found.source.get("applies_when"),
        "sentence": words(found.sentence) if found.condition is not None else None,
        "parameters": [
            {
                "name": name,
                "value": encode(used.value),
                "unit": write_unit(found.parameters[name].type.unit),
                "since": used.since,
                "source": used.source,
            }
            for name, used in found.values.items()
        ],
        "facts": [fact(one) for one in found.facts],
        "tests": list(recorded().get(found.id, ())),
    }


def fact(declared: FactDeclaration) -> dict[str, Any]:
    """A fact's declaration."""
    return {
        "name": declared.name,
        "type": declared.type,
        "items": declared.items,
        "unit": declared.unit,
        "basis": declared.basis,
        "derived_from": declared.derived_from,
        "may_be_negative": declared.may_be_negative,
        "is_ordered": declared.ordered,
        "label": words(declared.label),
        "help": words(declared.help),
        "values": [{"value": one, "label": _value_words(declared, one)} for one in declared.values],
    }


def _value_words(declared: FactDeclaration, value: Any) -> dict[str, str]:
    return {lang: declared.value_label(value, lang) for lang in LANGUAGES}


def check_row(found: Check) -> dict[str, Any]:
    """A check in a list."""
    return {
        "id": found.id,
        "title": words(found.title),
        "regulation": found.text.regulation,
        "requires": found.requires,
        "is_advisory": found.text.advisory,
        "asks_activity": found.asks_activity,
        "facts": len(found.facts),
        "provisions": len(found.provisions),
    }


def check(found: Check) -> dict[str, Any]:
    """A check with the facts that it asks for."""
    return check_row(found) | {
        "version": version_of(found),
        "activities": activities(found),
        "clauses": [one.id for one in found.clauses],
        "asked": [fact(one) for one in found.facts],
    }


def activities(found: Check) -> list[str]:
    """The activities that some provision of a check counts for."""
    return sorted({activity for one in found.clauses for activity in one.applies_to})


def verdict(judged: Verdict, found: Check, lang: str, advice: Advice | None = None) -> dict[str, Any]:
    """A verdict with its findings, and what would make it met where that was asked."""
    lower = verdict(judged.lower, found.lower, lang) if judged.lower is not None and found.lower is not None else None
    return {
        "check": judged.check,
        "version": version_of(found),
        "verdict": judged.verdict,
        "is_applicable": judged.applicable,
        "activity_id": judged.activity_id,
        "rank": judged.rank,
        "derived": dict(judged.derived),
        "decisive": list(judged.decisive),
        "findings": [_finding(one, lang) for one in judged.findings],
        "lower": lower,
        "advice": _advice(advice) if advice is not None else None,
    }


def short(judged: Verdict, found: Check) -> dict[str, Any]:
    """A verdict among many: the provisions that are open, by their citations."""
    cites = {one.id: one.cite for one in found.clauses}
    return {
        "verdict": judged.verdict,
        "is_applicable": judged.applicable,
        "rank": judged.rank,
        "derived": dict(judged.derived),
        "decisive": list(judged.decisive),
        **{
            name: [{"clause": one, "cite": cites[one]} for one in getattr(judged, name)]
            for name in ("failing", "missing", "warnings")
        },
    }


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    return {
        "clause": finding.clause_id,
        "cite": finding.cite,
        "label": words(finding.label),
        "state": finding.state,
        "severity": finding.severity,
        "measured": finding.measurement.text(lang) if finding.measurement is not None else "",
        "missing": list(finding.missing),
        "decisive": list(finding.decisive),
        "page": reverse("portal:clause", args=[finding.clause_id]),
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "remedies": [
            {
                "check": remedy.check,
                "clause": remedy.clause.id,
                "cite": remedy.clause.cite,
                "changes": [
                    {
                        "fact": change.fact.name,
                        "before": _plain(change.before),
                        "value": _plain(change.value),
                        "others": [_plain(one) for one in change.others],
                        "is_example": change.is_example,
                    }
                    for change in remedy.changes
                ],
            }
            for remedy in advice.remedies
        ],
        "together": None
        if advice.together is None
        else {name: _plain(value) for name, value in advice.together.items()},
    }


def _plain(value: Any) -> Any:
    """A fact's value as JSON that can be sent back: a fraction as a decimal number."""
    if isinstance(value, Fraction):
        return float(value)
    return encode(value)
