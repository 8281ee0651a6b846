"""Asking the law about a sentra or a file, freezing the answer, and refusing a step that it does not carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.decisions.services import Grounds
from sentra.designation.facts import COMPLETENESS, DEFINITION, facts_of_file, facts_of_sentra
from sentra.designation.models import Assessment, Proposal
from sentra.designation.transitions import REGULATION, clause_id, law_on
from sentra.law import Law, NotInForce, Verdict
from sentra.law.verdict import encode
from sentra.pages.errors import Refused
from sentra.pages.verdicts import lines
from sentra.registry.models import Sentra, Tier

MET = "met"


@dataclass(frozen=True)
class Judgement:
    """One check asked: the facts as they were and the answer."""

    check: str
    facts: Mapping[str, Any]
    verdict: Verdict
    day: dt.date

    @property
    def is_met(self) -> bool:
        return self.verdict.verdict == MET


def law_of(day: dt.date) -> Law:
    """The law of a day; refused for a day on which the regulation was not yet in force (Pasal II ayat (3))."""
    law = law_on(day)
    try:
        law.clause(clause_id("II.3"))
    except NotInForce as error:
        raise Refused(
            _("On %(day)s the regulation was not in force; it applies from %(since)s.")
            % {"day": day.isoformat(), "since": error.since.isoformat()},
            (clause_id("II.3"),),
            remedy=_("Choose a later date; an older case belongs to the text of 2003, which is not held."),
        ) from None
    return law


def law_version(law: Law) -> str:
    """How records name the version of the law: regulation and day."""
    return f"{REGULATION}@{law.date.isoformat()}"


# ---------------------------------------------------------------- forms, tiers and checks, as the law joins them


def forms_for(law: Law, tier: str) -> list[str]:
    """The forms a file of this tier needs (L1, L2, …), in the order of Pasal 7 huruf a."""
    needed: list[str] = []
    for clause in law.check(COMPLETENESS).clauses:
        values = {name: used.value for name, used in clause.values.items()}
        if any(fact.name == "enterprise_form_count" for fact in clause.facts):
            needed.append("L3")
        elif "form" in values and tier in values.get("tiers", (tier,)):
            needed.append(str(values["form"]))
    return needed


def check_of_form(law: Law, form: str) -> str | None:
    """The check whose findings a form carries."""
    used = law.clause(clause_id(form)).values.get("covers_check")
    return None if used is None else str(used.value)


def tier_checks(law: Law, tier: str) -> list[str]:
    """The criteria of a tier, the lowest tier's first."""
    covered = [check_of_form(law, form) for form in forms_for(law, tier)]
    return [check for check in covered if check is not None and law.check(check).text.subject == "sentra"]


def lower_tier(tier: str) -> str:
    """The tier a sentra holds before this one."""
    order = list(Tier.values)
    return order[order.index(tier) - 1]


def rank(tier: str) -> int:
    """The place of a tier, a candidate's being 0."""
    return list(Tier.values).index(tier)


# ---------------------------------------------------------------- judging


def judge_sentra(
    sentra: Sentra, tier: str, *, day: dt.date, law: Law, answers: Mapping[str, Any] | None = None
) -> list[Judgement]:
    """The definition and every criterion up to the tier, on the facts of a day.

    `answers` stand in for single facts: a second verifier's own judgement.
    """
    facts = facts_of_sentra(sentra, day, law) | dict(answers or {})
    return [_judge(law, check, facts, day) for check in (DEFINITION, *tier_checks(law, tier))]


def meets_leading(sentra: Sentra, law: Law) -> bool:
    """Whether a sentra of the inventory meets every criterion of a leading sentra on the law's day.

    The registry asks it for the label of a business cluster (setting `SENTRA_LEADING_CHECK`, Pasal 1 angka 5).
    """
    return sentra.is_active and judge_sentra(sentra, Tier.LEADING, day=law.date, law=law)[-1].is_met


def judge_file(proposal: Proposal, *, day: dt.date, law: Law) -> Judgement:
    """Whether the file is complete (Pasal 7 huruf a)."""
    return _judge(law, COMPLETENESS, facts_of_file(proposal, law), day)


def _judge(law: Law, check: str, facts: Mapping[str, Any], day: dt.date) -> Judgement:
    asked = {fact.name for fact in law.check(check).facts}
    read = {name: value for name, value in facts.items() if name in asked and value is not None}
    return Judgement(check, read, law.check(check).judge(read), day)


def grounds_of(judgements: Sequence[Judgement], law: Law, clauses: Sequence[str]) -> Grounds:
    """What a decision record keeps of the judgements."""
    return Grounds(
        facts={one.check: encode(one.facts) for one in judgements},
        findings={one.check: one.verdict.to_json() for one in judgements},
        law_version=law_version(law),
        clauses=tuple(clauses),
    )


def freeze(
    judgements: Sequence[Judgement],
    *,
    actor: Actor,
    sentra: Sentra,
    proposal: Proposal | None,
    step: str,
    law: Law,
    note: str = "",
    at: dt.datetime | None = None,
) -> list[Assessment]:
    """Keep judgements with their facts and findings; runs inside the caller's transaction."""
    return Assessment.unscoped.bulk_create(
        [
            Assessment(
                sentra=sentra,
                proposal=proposal,
                step=step,
                check_id=one.check,
                as_of=one.day,
                law_version=law_version(law),
                facts=encode(one.facts),
                verdict=one.verdict.verdict,
                findings=one.verdict.to_json(),
                note=note,
                by=actor.user,
                at=at or timezone.now(),
            )
            for one in judgements
        ]
    )


def refuse_unless_met(judgements: Sequence[Judgement], *, what: Any, clauses: Sequence[str]) -> None:
    """Raise `Refused` with every failing or missing provision when a check is not met."""
    open_ones = [one for one in judgements if not one.is_met]
    if not open_ones:
        return
    language = get_language() or "id"
    findings = [
        line for one in open_ones for line in lines(one.verdict, language) if line.mark in ("not_met", "unknown")
    ]
    ids = [clause for one in open_ones for clause in (*one.verdict.failing, *one.verdict.missing)]
    raise Refused(
        _("“%(what)s” is not possible yet: %(count)s provisions are not met or not known.")
        % {"what": what, "count": len(ids)},
        tuple(dict.fromkeys([*clauses, *ids])),
        findings,
        remedy=_("Mend what is listed, or enter what is missing; then try again."),
    )
