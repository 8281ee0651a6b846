"""What would make a check met, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from sentra.law import FactDeclaration
from sentra.law.remedy import Advice, Change
from sentra.law.sentences import enumerated, fact_value_text
from sentra.pages.findings import Finding


def told(advice: Advice, lang: str) -> dict[str, str]:
    """Clause → the sentence that says what would make it met; none for a clause without known values."""
    return {
        remedy.clause.id: _("To meet it: %(changes)s.")
        % {"changes": "; ".join(_change(one, lang) for one in remedy.changes)}
        for remedy in advice.remedies
        if remedy.changes
    }


def with_remedies(lines: Sequence[tuple[str, Finding]], sentences: Mapping[str, str]) -> list[Finding]:
    """The findings' lines, each with its remedy below it."""
    return [replace(line, note=sentences[clause]) if clause in sentences else line for clause, line in lines]


def _change(change: Change, lang: str) -> str:
    label = change.fact.label(lang)
    value = _values(change, lang)
    if change.is_example:
        return _("%(fact)s has to be known, for example %(value)s") % {"fact": label, "value": value}
    if change.before is None:
        return f"{label}: {value}"
    now = _text(change.fact, change.before, lang)
    return _("%(fact)s: %(value)s (now %(now)s)") % {"fact": label, "value": value, "now": now}


def _values(change: Change, lang: str) -> str:
    values = [change.value] if change.is_example else [change.value, *change.others]
    return enumerated([_text(change.fact, one, lang) for one in values], "or", lang)


def _text(fact: FactDeclaration, value: Any, lang: str) -> str:
    if fact.type == "list" and not value:
        return _("none of these")
    return fact_value_text(fact, value, lang)
