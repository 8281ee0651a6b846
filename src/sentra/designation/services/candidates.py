"""In the regency: finding candidates, judging them, selecting or holding them back (Pasal 7 huruf a, 14 b, 15 a)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.designation.judging import (
    Judgement,
    freeze,
    grounds_of,
    judge_sentra,
    law_of,
    lower_tier,
    rank,
)
from sentra.designation.models import (
    FINAL_STATES,
    Assessment,
    AssessmentStep,
    Funding,
    Proposal,
    State,
)
from sentra.designation.services.bulk import Outcome, each
from sentra.designation.services.steps import Moved, hand_over, require_body, transition
from sentra.designation.transitions import clause_id, steps_on
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry.models import Sentra, Tier
from sentra.territory.models import Region


def identify_candidate(
    *,
    actor: Actor,
    sentra: Sentra,
    tier: str,
    funding_source: str = "",
    reason: str = "",
    id: UUID | None = None,
) -> Proposal:
    """Open the candidate record of a sentra for a tier (Pasal 7 huruf a, Pasal 14 huruf b).

    The file keeps the version of the law of this day. Refused for a retired sentra, for a tier it already holds,
    and when the same area and product is already a candidate; `Conflict` when the same candidate is already open.
    """
    ensure(actor, "designation.identify", sentra)
    if actor.user is None or actor.office is None:
        raise ValueError("a candidate is identified by a person in an office")
    bound = steps_on(actor.today)["designation.identify"]
    require_body(actor, bound)
    opener, office, law, now = actor.user, actor.office, law_of(actor.today), timezone.now()

    def create(key: UUID) -> Proposal:
        Region.objects.select_for_update().get(pk=sentra.regency_id)  # two names for one sentra queue up here
        _require_candidate(sentra, tier, funding_source, bound.clauses)
        _require_no_duplicate(sentra, bound.clauses)
        proposal = Proposal.unscoped.create(
            id=key,
            sentra=sentra,
            tier=tier,
            regency=sentra.regency,
            state=bound.ends,
            state_since=now,
            law_date=actor.today,
            funding_source=funding_source,
            opened_by=opener,
            opened_by_office=office,
        )
        decision = record_decision(
            actor=actor,
            action=bound.action,
            subject=proposal,
            regency=sentra.regency,
            to_state=proposal.state,
            reason=reason,
            details={"tier": tier, "office": office.name},
            grounds=grounds_of((), law, bound.clauses),
            at=now,
        )
        hand_over(proposal, decision)
        return proposal

    try:
        return create_once(Proposal, actor, id, create)
    except IntegrityError:
        raise _already_open(sentra, tier) from None


def _require_candidate(sentra: Sentra, tier: str, funding_source: str, clauses: Sequence[str]) -> None:
    problems: list[tuple[str, Any, Any, Any]] = []
    if tier not in Tier.values or tier == Tier.CANDIDATE:
        problems.append(("tier", tier, _("This is not a tier."), _("Choose sentra, leading or cluster.")))
    if funding_source and funding_source not in Funding.values:
        problems.append(("funding_source", funding_source, _("This is not a source."), _("Choose from the list.")))
    if problems:
        raise BadInput(problems)
    if not sentra.is_active:
        raise Refused(_("This sentra was retired from the inventory."), clauses, remedy=_("Restore it first."))
    if rank(sentra.tier) >= rank(tier):
        raise Refused(
            _("%(sentra)s already holds the tier “%(tier)s”.")
            % {"sentra": sentra.name, "tier": sentra.get_tier_display()},
            clauses,
        )


def _require_no_duplicate(sentra: Sentra, clauses: Sequence[str]) -> None:
    """One record results: the same area and product is not proposed twice under two names."""
    if not sentra.area:
        return
    # Unscoped with the regency named: the policy has granted this regency.
    twin = (
        Proposal.unscoped.filter(
            regency=sentra.regency, sentra__area__iexact=sentra.area, sentra__product__iexact=sentra.product
        )
        .exclude(sentra=sentra)
        .exclude(state__in=FINAL_STATES)
        .select_related("sentra", "opened_by_office")
        .first()
    )
    if twin is not None:
        raise Refused(
            _("“%(name)s” has the same area and product and is already a candidate, opened by %(office)s.")
            % {"name": twin.sentra.name, "office": twin.opened_by_office.name},
            clauses,
            remedy=_("Work on that candidate, or correct area and product if these are two sentra."),
        )


def _already_open(sentra: Sentra, tier: str) -> Conflict:
    found = (
        Proposal.unscoped.filter(sentra=sentra, tier=tier)
        .exclude(state__in=FINAL_STATES)
        .select_related("opened_by", "opened_by_office")
        .first()
    )
    who = f"{found.opened_by.name} ({found.opened_by_office.short_name})" if found else ""
    return Conflict(
        _("This candidate is already open; %(who)s opened it.") % {"who": who},
        state=found.get_state_display() if found else "",
        remedy=_("Work on the open candidate."),
    )


# ---------------------------------------------------------------- outside a proposal


def evaluate(
    *, actor: Actor, sentra: Sentra, tier: str, as_of: dt.date | None = None, note: str = ""
) -> list[Assessment]:
    """Judge a sentra of the inventory at any time, without a proposal (Pasal 15 huruf a); the result is dated and kept.

    Refused for a day before the regulation was in force (Pasal II ayat (3)).
    """
    ensure(actor, "designation.assess", sentra)
    day = as_of or actor.today
    law = law_of(day)
    judgements = judge_sentra(sentra, tier, day=day, law=law)
    with transaction.atomic():
        frozen = freeze(
            judgements, actor=actor, sentra=sentra, proposal=None, step=AssessmentStep.EVALUATION, law=law, note=note
        )
        record_decision(
            actor=actor,
            action="designation.evaluate",
            subject=sentra,
            regency=sentra.regency,
            reason=note,
            details=_result(judgements, tier) | {"as_of": day},
            grounds=grounds_of(judgements, law, (clause_id("15.a.2"),)),
        )
    return frozen


def _result(judgements: Sequence[Judgement], tier: str) -> dict[str, Any]:
    return {"tier": tier, "verdicts": {one.check: one.verdict.verdict for one in judgements}}


# ---------------------------------------------------------------- steps


def assess(*, actor: Actor, proposal: Proposal, note: str = "", version: int | None = None) -> Moved:
    """Run the definition and the criteria of the tier asked for on today's facts and keep the result (7.a.s2)."""
    again = proposal.state == State.ASSESSED
    law = law_of(proposal.law_date)
    judgements = judge_sentra(proposal.sentra, proposal.tier, day=actor.today, law=law)
    with transaction.atomic():
        moved = transition(
            actor=actor,
            proposal=proposal,
            action="designation.reassess" if again else "designation.assess",
            reason=note,
            version=version,
            judgements=judgements,
            details=_result(judgements, proposal.tier),
        )
        if not moved.is_repeat:
            freeze(
                judgements,
                actor=actor,
                sentra=proposal.sentra,
                proposal=proposal,
                step=AssessmentStep.ASSESSMENT,
                law=law,
                note=note,
                at=moved.decision.at,
            )
    return moved


def select(*, actor: Actor, proposal: Proposal, reason: str, version: int | None = None) -> Moved:
    """Mark an assessed candidate as selected, with a reason; one whose definition or criteria are not met stays in
    the pool (7.a.s3)."""
    return transition(actor=actor, proposal=proposal, action="designation.select", reason=reason, version=version)


def select_many(*, actor: Actor, proposals: Sequence[Proposal], reason: str) -> list[Outcome]:
    """Select several candidates; each has its own result."""
    return each(proposals, lambda proposal: select(actor=actor, proposal=proposal, reason=reason))


def hold_back(*, actor: Actor, proposal: Proposal, reason: str, version: int | None = None) -> Moved:
    """The agency holds a selected candidate back with a reason; it returns to the pool (Pasal 14 huruf b)."""
    return transition(actor=actor, proposal=proposal, action="designation.hold_back", reason=reason, version=version)


def required_tier_is_held(proposal: Proposal) -> bool:
    """Whether the sentra holds the designation below the tier proposed."""
    return rank(proposal.sentra.tier) >= rank(lower_tier(proposal.tier))
