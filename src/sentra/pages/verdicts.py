"""The law's findings as the lines of a page: in the reader's words, linked to the provision and to what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.urls import reverse

from sentra.law import FactDeclaration, Verdict, library
from sentra.law import Finding as LawFinding
from sentra.law.sentences import fact_value_text

from .findings import Finding, Missing

Where = Callable[[str], str]


def _nowhere(name: str) -> str:
    return ""


def lines(verdict: Verdict, lang: str, where: Where = _nowhere) -> list[Finding]:
    """One line per provision of a verdict; `where` gives the address at which a fact is entered."""
    return [line for _finding, line in paired(verdict, lang, where)]


def paired(verdict: Verdict, lang: str, where: Where = _nowhere) -> list[tuple[LawFinding, Finding]]:
    """The findings that are shown, each with its line.

    An enterprise that is in one size class is not shown the provisions of the other one.
    """
    check = library().on(verdict.on).check(verdict.check)
    declared = {fact.name: fact for fact in check.facts}
    found = verdict.derived.get("size_class") if verdict.met else None
    other = {clause.id for clause in check.clauses if found and clause.size_class not in (None, found)}
    shown = (one for one in verdict.findings if one.clause_id not in other)
    return [(one, _line(one, declared, lang, where)) for one in shown]


def clause_url(clause_id: str) -> str:
    """The public page of a provision."""
    return reverse("portal:clause", args=[clause_id])


def _line(finding: LawFinding, declared: Mapping[str, FactDeclaration], lang: str, where: Where) -> Finding:
    measured, threshold = _measured(finding, declared, lang)
    wanted = (finding.decisive or finding.missing) if finding.outcome is None else ()
    return Finding(
        mark=finding.state,
        label=finding.label(lang),
        measured=measured,
        threshold=threshold,
        citation=finding.cite,
        url=clause_url(finding.clause_id),
        missing=tuple(Missing(declared[name].label(lang), where(name)) for name in wanted),
    )


def _measured(finding: LawFinding, declared: Mapping[str, FactDeclaration], lang: str) -> tuple[str, str]:
    """The measured value and the threshold where the provision compares; else the facts as read, yes and no apart."""
    pair = finding.measurement
    if pair is not None and pair.kind != "boolean":
        measured, _slash, threshold = pair.text(lang).partition(" / ")
        return measured, threshold
    read = [
        fact_value_text(declared[fact.name], fact.value, lang)
        for fact in finding.facts
        if fact.kind != "boolean" and not declared[fact.name].derived_from
    ]
    return "; ".join(read), ""
