"""Another use of a determined allocation: proposed by the head, approved by the Minister through the secretariat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.access.roles import Role
from sentra.decisions.services import close_work, holders, notify, open_work, record_decision
from sentra.development.services.common import Checking, person, refuse
from sentra.funding.addresses import adjustment_url
from sentra.funding.facts import judge_adjustment
from sentra.funding.guides import TARGETS, divided_activities
from sentra.funding.models import Adjustment, AdjustmentState, Allocation, AllocationKind, Fund, Recipient
from sentra.funding.offices import ministry_of
from sentra.funding.services.allocations import AllocationRow, add_allocation
from sentra.funding.services.common import grounds_of, lock_recipient
from sentra.pages.errors import Conflict, Refused


def propose_adjustment(
    *,
    actor: Actor,
    recipient: Recipient,
    division: Mapping[str, int],
    targets: Mapping[str, int | None],
    reason: str,
    id: UUID | None = None,
) -> Adjustment:
    """Propose another use of the allocation in force; no target may become lower (Pasal 3 ayat (3)).

    The ceiling stays. Raises OutsideTerritory, Forbidden, Refused with the findings, BadInput, Conflict while another
    proposal waits.
    """
    ensure(actor, "funding.propose_adjustment", recipient)
    allocation = _determined(recipient)
    check = Checking()
    words = check.words("reason", reason)
    wanted = {name: targets.get(name) for name in TARGETS}
    for name, value in wanted.items():
        if value is not None and not 0 <= value <= 10_000_000:
            check.say(name, value, _("This is not a target."), _("Write a whole number."))
    open_to = {value for value, _label in divided_activities(recipient.year, recipient.region)}
    for activity, amount in division.items():
        if activity not in open_to or amount < 0:
            check.say("division", amount, _("This amount cannot be taken."), _("Write it in whole rupiah."))
    if sum(division.values()) > allocation.ceiling:
        check.say(
            "division", sum(division.values()), _("The division exceeds the ceiling."), _("The ceiling stays as it is.")
        )
    if dict(division) == allocation.division and all(wanted[n] in (None, getattr(allocation, n)) for n in TARGETS):
        check.say("division", None, _("Nothing would change."), _("Change an amount or a target."))
    check.done()

    def create(key: UUID) -> Adjustment:
        made = Adjustment(
            id=key,
            recipient=recipient,
            of=allocation,
            division=dict(division),
            reason=words,
            proposed_by=person(actor),
            proposed_on=actor.today,
            **wanted,
        )
        facts, verdict = judge_adjustment(made, actor.role)
        if verdict.failing:
            raise refuse(_("This adjustment is not admissible."), verdict=verdict, remedy=_("Keep the targets."))
        made.save(force_insert=True)
        decision = record_decision(
            actor=actor,
            action="funding.propose_adjustment",
            subject=made,
            regency=recipient.region,
            to_state=made.state,
            reason=words,
            details={"division": dict(division), **wanted},
            grounds=grounds_of(recipient.year, [], facts, verdict),
        )
        ministry = ministry_of(recipient.year)
        if ministry is not None:
            url = adjustment_url(made)
            open_work(
                kind="funding.decide_adjustment",
                subject=made,
                title=str(recipient),
                url=url,
                office=ministry,
                role=Role.MINISTRY_APPROVER,
                regency=recipient.region,
            )
            people = holders(office=ministry, roles=[Role.MINISTRY_APPROVER], day=actor.today)
            notify(decision=decision, users=people, url=url, needs_you=True)
        return made

    try:
        return create_once(Adjustment, actor, id, create)
    except IntegrityError:
        raise Conflict(
            _("Another adjustment of this recipient waits for the ministry."), remedy=_("Wait for its answer first.")
        ) from None


def decide_adjustment(
    *, actor: Actor, adjustment: Adjustment, approve: bool, letter: str, decided_on: dt.date | None, reason: str
) -> Adjustment:
    """Record the Minister's answer, which comes by a letter of the secretariat; approved, it is the new measure.

    Raises OutsideTerritory, Forbidden, Refused with the findings, BadInput, Conflict when it was answered already or
    the allocation changed meanwhile.
    """
    ensure(actor, "funding.decide_adjustment", adjustment)
    check = Checking()
    number = check.words("letter", letter, 200)
    words = check.words("reason", reason)
    day = check.past("decided_on", decided_on, actor.today)
    if decided_on is not None and day < adjustment.proposed_on:
        check.say("decided_on", day, _("This day lies before the proposal."), _("Give the day of the answer."))
    check.done()
    with transaction.atomic():
        recipient = lock_recipient(adjustment.recipient)
        stored = _locked(adjustment, recipient)
        if approve and stored.of_id != recipient.allocation_id:
            raise Conflict(
                _("The allocation was revised after this proposal."),
                remedy=_("Reject it; the office proposes anew from the allocation in force."),
            )
        stored.state = AdjustmentState.APPROVED if approve else AdjustmentState.REJECTED
        stored.decided_by, stored.decided_on = person(actor), day
        stored.letter, stored.decision_reason = number, words
        facts, verdict = judge_adjustment(stored)
        if approve and verdict.failing:
            raise refuse(_("This adjustment is not admissible."), verdict=verdict)
        stored.save()
        if approve:
            _put_in_force(actor, recipient, stored)
        close_work(subject=stored)
        decision = record_decision(
            actor=actor,
            action="funding.decide_adjustment",
            subject=stored,
            regency=recipient.region,
            from_state=AdjustmentState.PENDING,
            to_state=stored.state,
            reason=words,
            details={"letter": number, "day": day},
            grounds=grounds_of(recipient.year, [], facts, verdict),
        )
        notify(decision=decision, users=[stored.proposed_by], url=adjustment_url(stored))
    return stored


def withdraw_adjustment(*, actor: Actor, adjustment: Adjustment) -> Adjustment:
    """Take a proposal back that was not answered yet. Raises OutsideTerritory, Forbidden, Conflict."""
    ensure(actor, "funding.propose_adjustment", adjustment)
    with transaction.atomic():
        recipient = lock_recipient(adjustment.recipient)
        stored = _locked(adjustment, recipient)
        stored.state = AdjustmentState.WITHDRAWN
        stored.save(update_fields=["state"])
        close_work(subject=stored)
        record_decision(
            actor=actor,
            action="funding.withdraw_adjustment",
            subject=stored,
            regency=recipient.region,
            from_state=AdjustmentState.PENDING,
            to_state=stored.state,
            grounds=grounds_of(recipient.year, []),
        )
    return stored


def _determined(recipient: Recipient) -> Allocation:
    if recipient.year.fund != Fund.PK2UMK:
        raise Refused(_("Only the PK2UMK fund knows an adjusted use of the allocation."))
    if recipient.allocation is None:
        raise Refused(
            _("No allocation was determined for this office yet, so there is nothing to adjust."),
            (f"{recipient.year.regulation}/3.3.baseline",),
        )
    return recipient.allocation


def _locked(adjustment: Adjustment, recipient: Recipient) -> Adjustment:
    # Unscoped: the proposal was let through above.
    rows = Adjustment.unscoped.select_for_update(of=("self",)).select_related("of__decree", "proposed_by")
    stored = rows.get(pk=adjustment.pk)
    stored.recipient = recipient
    if stored.state != AdjustmentState.PENDING:
        raise Conflict(
            _("This proposal was answered or taken back already."),
            state=stored.get_state_display(),
            remedy=_("Load the page again."),
        )
    return stored


def _put_in_force(actor: Actor, recipient: Recipient, stored: Adjustment) -> None:
    """The adjusted use as the allocation in force; a target that was not touched stays."""
    row = AllocationRow(
        region_id=recipient.region_id,
        holder=recipient.holder,
        ceiling=stored.of.ceiling,
        division=stored.division,
        **{name: _kept(stored, name) for name in TARGETS},
    )
    made = add_allocation(recipient, actor, stored.of.decree, row, AllocationKind.ADJUSTMENT)
    Allocation.unscoped.filter(pk=made.pk).update(adjustment=stored)


def _kept(stored: Adjustment, name: str) -> int | None:
    proposed: int | None = getattr(stored, name)
    before: int | None = getattr(stored.of, name)
    return before if proposed is None else proposed


__all__ = ["decide_adjustment", "propose_adjustment", "withdraw_adjustment"]
