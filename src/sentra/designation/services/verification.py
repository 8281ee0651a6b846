"""In the province and at the ministry: completeness, return, forwarding, the second verification (7.c, 7.d, 7.e)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.designation.facts import DEFINITION, facts_to_assess
from sentra.designation.judging import Judgement, freeze, judge_file, judge_sentra, law_of, tier_checks
from sentra.designation.models import Assessment, AssessmentStep, Proposal
from sentra.designation.services.bulk import Outcome, each
from sentra.designation.services.papers import print_minutes, print_province_letter
from sentra.designation.services.steps import Moved, require_territory, transition
from sentra.designation.transitions import clause_id
from sentra.law import Verdict
from sentra.pages.errors import BadInput, Refused
from sentra.pages.verdicts import lines, paired


@dataclass(frozen=True)
class Answer:
    """A second verifier's own judgement of one fact, with its reason; the regency's stays as it is."""

    value: Any
    reason: str


@dataclass(frozen=True)
class Difference:
    """A provision on which the first and the second verification differ."""

    clause: str
    check: str
    first: str
    second: str


# ---------------------------------------------------------------- province


def _verify(actor: Actor, proposal: Proposal, note: str, version: int | None) -> Moved:
    with transaction.atomic():
        moved = transition(actor=actor, proposal=proposal, action="designation.verify", reason=note, version=version)
        if not moved.is_repeat:
            _keep(moved, actor, AssessmentStep.COMPLETENESS, note)
    return moved


def verify(*, actor: Actor, proposal: Proposal, note: str = "", version: int | None = None) -> Moved:
    """Record that the file is complete (Pasal 7 huruf c) and issue the minutes; a file that is not, or not known to
    be, is refused.

    Only completeness is judged here; the criteria are not scored again.
    """
    moved = _verify(actor, proposal, note, version)
    print_minutes(actor, moved.proposal, AssessmentStep.COMPLETENESS)
    return moved


def verify_many(*, actor: Actor, proposals: Sequence[Proposal], note: str = "") -> list[Outcome]:
    """Verify several files; each has its own result and its own minutes."""
    outcomes = each(proposals, lambda proposal: _verify(actor, proposal, note, None))
    for outcome in outcomes:
        if outcome.is_done:
            print_minutes(actor, outcome.proposal, AssessmentStep.COMPLETENESS)
    return outcomes


def return_to_regency(
    *,
    actor: Actor,
    proposal: Proposal,
    reason: str,
    remarks: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Moved:
    """Send a file back for completion: an administrative return, not a rejection.

    What completeness finds failing or missing is listed by itself; `remarks` add a remark per form ("L3").
    """
    ensure(actor, "designation.return", proposal)
    require_territory(actor, proposal)
    law = law_of(proposal.law_date)
    judgement = judge_file(proposal, day=actor.today, law=law)
    said = {form: text.strip() for form, text in (remarks or {}).items() if text.strip()}
    with transaction.atomic():
        moved = transition(
            actor=actor,
            proposal=proposal,
            action="designation.return",
            reason=reason,
            version=version,
            judgements=[judgement],
            details={"items": _open_items(judgement), "remarks": said},
        )
        if not moved.is_repeat:
            _keep(moved, actor, AssessmentStep.COMPLETENESS, reason)
    return moved


def _open_items(judgement: Judgement) -> list[dict[str, str]]:
    found = lines(judgement.verdict, "id")
    return [
        {"mark": line.mark, "label": str(line.label), "citation": line.citation}
        for line in found
        if line.mark in ("not_met", "unknown")
    ]


def forward(*, actor: Actor, proposal: Proposal, note: str = "", version: int | None = None) -> Moved:
    """Send a verified proposal to the ministry (Pasal 7 huruf d)."""
    moved = _forward(actor, proposal, note, version)
    print_province_letter(actor, [moved.proposal])
    return moved


def _forward(actor: Actor, proposal: Proposal, note: str, version: int | None) -> Moved:
    return transition(actor=actor, proposal=proposal, action="designation.forward", reason=note, version=version)


def forward_many(*, actor: Actor, proposals: Sequence[Proposal], note: str = "") -> list[Outcome]:
    """Forward several verified proposals; each has its own result, and they share one letter a regency."""
    outcomes = each(proposals, lambda proposal: _forward(actor, proposal, note, None))
    if done := [outcome.proposal for outcome in outcomes if outcome.is_done]:
        print_province_letter(actor, done)
    return outcomes


# ---------------------------------------------------------------- ministry


def reverify(
    *,
    actor: Actor,
    proposal: Proposal,
    note: str = "",
    answers: Mapping[str, Answer] | None = None,
    difference_reason: str = "",
    version: int | None = None,
) -> Moved:
    """Record the ministry's own verification of completeness and criteria (Pasal 7 huruf e).

    `answers` are the verifier's own judgements of assessed facts, each with a reason. Where the result differs from
    the first verification on a provision, a reason is needed; without one the differences are listed and refused.
    """
    ensure(actor, "designation.reverify", proposal)
    require_territory(actor, proposal)
    law, given = law_of(proposal.law_date), dict(answers or {})
    _require_answers(proposal, given)
    judgements = second_judgements(actor=actor, proposal=proposal, answers=given)
    apart = differences(first_verdicts(proposal), {one.check: one.verdict for one in judgements})
    if apart and not difference_reason.strip():
        language = get_language() or "id"
        wanted = {one.clause for one in apart}
        findings = [
            line for one in judgements for found, line in paired(one.verdict, language) if found.clause_id in wanted
        ]
        raise Refused(
            _("The second verification differs from the first on %(count)s provisions; a difference needs a reason.")
            % {"count": len(apart)},
            (clause_id("7.e.1"), *(one.clause for one in apart)),
            findings,
            remedy=_("Say why your result differs."),
        )
    with transaction.atomic():
        moved = transition(
            actor=actor,
            proposal=proposal,
            action="designation.reverify",
            reason=difference_reason or note,
            version=version,
            judgements=judgements,
            details={
                "verdicts": {one.check: one.verdict.verdict for one in judgements},
                "differences": [vars(one) for one in apart],
                "answers": {name: {"value": one.value, "reason": one.reason} for name, one in given.items()},
            },
        )
        if not moved.is_repeat:
            freeze(
                judgements,
                actor=actor,
                sentra=proposal.sentra,
                proposal=proposal,
                step=AssessmentStep.REVERIFICATION,
                law=law,
                note=difference_reason or note,
                at=moved.decision.at,
            )
    print_minutes(actor, proposal, AssessmentStep.REVERIFICATION)
    return moved


def second_judgements(
    *, actor: Actor, proposal: Proposal, answers: Mapping[str, Answer] | None = None
) -> list[Judgement]:
    """Completeness, definition and criteria as they stand today, with the verifier's own answers."""
    law = law_of(proposal.law_date)
    own = {name: answer.value for name, answer in (answers or {}).items()}
    return [
        judge_file(proposal, day=actor.today, law=law),
        *judge_sentra(proposal.sentra, proposal.tier, day=actor.today, law=law, answers=own),
    ]


def _require_answers(proposal: Proposal, answers: Mapping[str, Answer]) -> None:
    law = law_of(proposal.law_date)
    known = facts_to_assess(law, (DEFINITION, *tier_checks(law, proposal.tier)))
    problems: list[tuple[str, Any, Any, Any]] = []
    for name, answer in answers.items():
        if name not in known:
            problems.append((name, answer.value, _("This fact is not entered by judgement."), ""))
            continue
        wrong = law.check(known[name].check).validate({name: answer.value}, get_language() or "id")
        problems += [(name, answer.value, _("This value cannot be taken."), one.remedy) for one in wrong]
        if not answer.reason.strip():
            problems.append((name, answer.value, _("A judgement without a reason counts as missing."), ""))
    if problems:
        raise BadInput(problems)


def first_verdicts(proposal: Proposal) -> dict[str, Verdict]:
    """The results before the ministry: the regency's assessment and the province's completeness, newest of each."""
    steps = (AssessmentStep.ASSESSMENT, AssessmentStep.COMPLETENESS)
    return _verdicts(proposal, steps)


def second_verdicts(proposal: Proposal) -> dict[str, Verdict]:
    """The results of the ministry's verification, empty before it."""
    return _verdicts(proposal, (AssessmentStep.REVERIFICATION,))


def _verdicts(proposal: Proposal, steps: Sequence[str]) -> dict[str, Verdict]:
    # The proposal was fetched inside the territory; its own assessments are open with it.
    found = Assessment.unscoped.filter(proposal=proposal, step__in=steps).order_by("at")
    return {one.check_id: Verdict.from_json(one.findings) for one in found}


def differences(first: Mapping[str, Verdict], second: Mapping[str, Verdict]) -> list[Difference]:
    """The provisions whose marks differ, in the order of the second verification."""
    apart = []
    for check, verdict in second.items():
        before = {one.clause_id: one.state for one in first[check].findings} if check in first else {}
        apart += [
            Difference(one.clause_id, check, before.get(one.clause_id, "unknown"), one.state)
            for one in verdict.findings
            if before.get(one.clause_id, "unknown") != one.state
        ]
    return apart


def _keep(moved: Moved, actor: Actor, step: str, note: str) -> None:
    freeze(
        moved.judgements,
        actor=actor,
        sentra=moved.proposal.sentra,
        proposal=moved.proposal,
        step=step,
        law=law_of(moved.proposal.law_date),
        note=note,
        at=moved.decision.at,
    )
