"""A decision record in words: its act, its states, its facts and findings as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from sentra.access.policy import RULES
from sentra.decisions.models import Decision
from sentra.decisions.wording import title_of
from sentra.law import FactDeclaration, LawError, Verdict, library
from sentra.law.sentences import fact_value_text
from sentra.pages.findings import Finding
from sentra.pages.formatting import language, long_date
from sentra.pages.verdicts import lines


@dataclass(frozen=True)
class ToldVerdict:
    """The findings of one check at that time."""

    title: str
    verdict: str
    findings: list[Finding]


def act_title(action: str) -> str:
    """What was done, as the policy names it, else as the history tells it."""
    rule = RULES.get(action)
    words = str(rule.title) if rule else title_of(action)
    return words[:1].upper() + words[1:]


def state_word(decision: Decision, state: str) -> str:
    """A state of the record as its pages call it; the code itself where no page has a word for it."""
    known = {
        "waits_for_confirmation": _("waits for a second person"),
        "granted": _("in force"),
        "revoked": _("ended"),
        "active": _("active"),
        "retired": _("no longer active"),
        "applied": _("applied"),
    }
    return _choice_of(decision, state) or known.get(state) or state.replace("_", " ")


def _choice_of(decision: Decision, state: str) -> str:
    try:
        fields = apps.get_model(decision.subject_type)._meta.get_fields()
    except LookupError:
        return ""
    choices = (dict(getattr(one, "flatchoices", None) or ()) for one in fields if one.name in ("state", "tier"))
    return next((str(words[state]) for words in choices if state in words), "")


def told_facts(decision: Decision) -> list[dict[str, Any]]:
    """The facts as they were, each with its label, for a list of key and value."""
    return [
        {"label": fact.label(language()), "value": fact_value_text(fact, value, language())}
        for fact, value in _declared_facts(decision)
    ]


def _declared_facts(decision: Decision) -> Iterator[tuple[FactDeclaration, Any]]:
    """The facts that a check declares, under their check or, in records of one check, without it."""
    day = decision.at.date()
    by_check = {name: facts for name, facts in decision.facts.items() if isinstance(facts, Mapping)}
    for check in by_check or decision.findings:
        try:
            declared = library().on(day).check(check).facts
        except LawError:
            continue
        facts = by_check.get(check, decision.facts)
        yield from ((fact, facts[fact.name]) for fact in declared if fact.name in facts)


def told_verdicts(decision: Decision) -> list[ToldVerdict]:
    """What each check said then, provision by provision."""
    told = []
    for record in decision.findings.values():
        verdict = Verdict.from_json(record)
        title = library().on(verdict.on).check(verdict.check).title(language())
        told.append(ToldVerdict(title, verdict.verdict, lines(verdict, language())))
    return told


def law_words(decision: Decision) -> str:
    """The version of the law: "Permen KUKM 23/PER/M.KUKM/XI/2005, 8 Agustus 2024"; as stored where it is not held."""
    regulation, _at, day = decision.law_version.partition("@")
    held = library().regulations.get(regulation)
    try:
        return f"{held.number}, {long_date(dt.date.fromisoformat(day))}" if held else decision.law_version
    except ValueError:
        return decision.law_version
