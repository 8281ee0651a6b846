"""The law's findings as the lines of a page: words of the reader's language, links to provision and to missing fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from sentra.law import FactDeclaration, Verdict, library
from sentra.law import Finding as LawFinding
from sentra.pages import formatting
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


_SIGNS = {">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< "}


def _measured(finding: LawFinding, declarations: dict[str, FactDeclaration], lang: str) -> tuple[str, str]:
    """The measured value and the threshold where the provision compares figures; else the facts as read."""
    pair = finding.measurement
    if pair is not None and pair.kind == "number":
        sign = _SIGNS.get(pair.operator, "")
        return with_unit(pair.measured, pair.unit, lang), sign + with_unit(pair.threshold, pair.unit, lang)
    read = [value_text(declarations[fact.name], fact.value, lang) for fact in finding.facts if fact.kind != "boolean"]
    return ", ".join(read), ""


def value_text(declaration: FactDeclaration, value: Any, lang: str) -> str:
    """A fact's value in words: labels of an enum, years of a series, figures with their unit."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES_NO[lang if lang in _YES_NO else "id"][value]
    if isinstance(value, dict):
        return ", ".join(f"{year}: {with_unit(value[year], declaration.unit, lang)}" for year in sorted(value, key=int))
    if isinstance(value, list | tuple):
        return ", ".join(declaration.value_label(item, lang) for item in value)
    if isinstance(value, str):
        return declaration.value_label(value, lang)
    return with_unit(value, declaration.unit, lang)


_YES_NO = {"id": {True: "ya", False: "tidak"}, "en": {True: "yes", False: "no"}}
_UNITS = {
    "id": {"enterprises": "usaha", "persons": "orang", "forms": "formulir"},
    "en": {"enterprises": "enterprises", "persons": "people", "forms": "forms"},
}


def with_unit(value: Any, unit: str | None, lang: str) -> str:
    """A figure with its unit: `Rp200.000.000 per bulan`, `20 usaha`."""
    if value is None:
        return ""
    if unit and unit.startswith("IDR"):
        period = {
            "id": {"IDR/month": " per bulan", "IDR/year": " per tahun"},
            "en": {"IDR/month": " a month", "IDR/year": " a year"},
        }
        return formatting.rupiah(int(value)) + period.get(lang, period["id"]).get(unit, "")
    word = _UNITS.get(lang, _UNITS["id"]).get(unit or "", "")
    return f"{formatting.number(value)} {word}".strip()
