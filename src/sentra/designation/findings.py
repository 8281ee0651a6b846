"""The law's findings as the lines of a page: words of the reader's language, links to provision and to missing fact."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from sentra.law import FactDeclaration, Verdict, library
from sentra.law import Finding as LawFinding
from sentra.law.sentences import fact_value_text
from sentra.pages.findings import Finding, Missing

Where = Callable[[str], str]


def _nowhere(name: str) -> str:
    return ""


def lines(verdict: Verdict, lang: str, where: Where = _nowhere) -> list[Finding]:
    """One line per provision of a verdict; `where` gives the address at which a fact is entered."""
    declarations = {fact.name: fact for fact in library().on(verdict.on).check(verdict.check).facts}
    return [_line(finding, declarations, lang, where) for finding in verdict.findings]


def _line(finding: LawFinding, declarations: dict[str, FactDeclaration], lang: str, where: Where) -> Finding:
    measured, threshold = _measured(finding, declarations, lang)
    return Finding(
        mark=finding.state,
        label=finding.label(lang),
        measured=measured,
        threshold=threshold,
        citation=finding.cite,
        url=reverse("portal:clause", args=[finding.clause_id]),
        missing=tuple(
            Missing(declarations[name].label(lang), where(name))
            for name in (finding.decisive or finding.missing if finding.outcome is None else ())
        ),
    )


def _measured(finding: LawFinding, declarations: dict[str, FactDeclaration], lang: str) -> tuple[str, str]:
    """The measured value and the threshold where the provision compares; else the facts as read, yes and no apart."""
    pair = finding.measurement
    if pair is not None and pair.kind != "boolean":
        measured, _slash, threshold = pair.text(lang).partition(" / ")
        return measured, threshold
    read = [
        fact_value_text(declarations[fact.name], fact.value, lang)
        for fact in finding.facts
        if fact.kind != "boolean" and not declarations[fact.name].derived_from
    ]
    return "; ".join(read), ""
