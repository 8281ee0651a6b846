"""The law's findings as lines of a page, for the checks that this room shows."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from sentra.law import FactDeclaration, Law, Verdict
from sentra.law import Finding as LawFinding
from sentra.pages.findings import Finding, Missing
from sentra.pages.formatting import number, rupiah
from sentra.registry.facts import FactSource

_SIGNS = {">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< "}


def lines(verdict: Verdict, law: Law, sources: Mapping[str, FactSource]) -> list[Finding]:
    """One line per provision; a missing fact links to the place where it is entered."""
    check = law.check(verdict.check)
    declared = {fact.name: fact for fact in check.facts}
    # An enterprise that is in one class is not asked about the other one.
    found = verdict.derived.get("size_class")
    classes = {clause.id: clause.size_class for clause in check.clauses}
    other = {name for name, kind in classes.items() if verdict.met and found and kind not in (None, found)}
    return [_line(one, declared, sources) for one in verdict.findings if one.clause_id not in other]


def clause_url(clause_id: str) -> str:
    """The public page of a provision; empty where the site has none."""
    try:
        return reverse("portal:clause", args=[clause_id])
    except NoReverseMatch:
        return ""


def _line(finding: LawFinding, declared: Mapping[str, FactDeclaration], sources: Mapping[str, FactSource]) -> Finding:
    lang = (get_language() or "id")[:2]
    measured, threshold = "", ""
    pair = finding.measurement
    if pair is not None and pair.kind == "number":
        measured = _figure(pair.measured, pair.unit)
        threshold = _SIGNS.get(pair.operator, "") + _figure(pair.threshold, pair.unit)
    wanted = (finding.decisive or finding.missing) if finding.outcome is None else ()
    missing = tuple(
        Missing(declared[name].label(lang), sources[name].url if name in sources else "") for name in wanted
    )
    return Finding(
        mark=finding.state,
        label=finding.label(lang),
        measured=measured,
        threshold=threshold,
        citation=finding.cite,
        url=clause_url(finding.clause_id),
        missing=missing,
    )


def _figure(value: int, unit: str | None) -> str:
    return rupiah(int(value)) if unit and unit.startswith("IDR") else number(value)
