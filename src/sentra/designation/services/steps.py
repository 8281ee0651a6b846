"""One transition for every step: permission, body, order, checks, then one conditional change with its record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.policy import RULES, ensure
from sentra.access.roles import OFFICE_OF_ROLE
from sentra.decisions.models import Decision
from sentra.decisions.queries import history_of
from sentra.decisions.services import close_work, holders, notify, open_work, record_decision
from sentra.decisions.wording import sentence
from sentra.designation.judging import Judgement, grounds_of, judge_file, judge_sentra, law_of, refuse_unless_met
from sentra.designation.models import FINAL_STATES, Proposal, State
from sentra.designation.offices import due_date, norm_words, office_of, stage_of
from sentra.designation.transitions import BoundStep, Stage, permission_of, steps_on
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.pages.formatting import moment
from sentra.territory.models import OfficeKind
from sentra.territory.scope import OutsideTerritory


@dataclass(frozen=True)
class Moved:
    """What a step did: the proposal as it is now, the record of the act, the checks it rested on."""

    proposal: Proposal
    decision: Decision
    judgements: Sequence[Judgement] = ()
    is_repeat: bool = False


def transition(
    *,
    actor: Actor,
    proposal: Proposal,
    action: str,
    reason: str = "",
    version: int | None = None,
    details: Mapping[str, Any] | None = None,
    judgements: Sequence[Judgement] = (),
    changes: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Moved:
    """Take one step of the table with a proposal.

    In order: the person may (`Forbidden`, 404 outside the territory), the body is the one the law names, the step
    is in order, a needed reason is given, the checks of the step are met (`Refused` with provisions and findings);
    then in one transaction the state changes if nobody was faster (`Conflict`), the decision is recorded, the inbox
    lines move and people are told. The same step sent twice by the same person is taken once.
    """
    bound = steps_on(proposal.law_date)[action]
    require_territory(actor, proposal)
    if (repeated := _repeated(actor, proposal, bound, version)) is not None:
        return Moved(proposal, repeated, is_repeat=True)
    ensure(actor, permission_of(action), proposal)
    require_body(actor, bound)
    _require_turn(proposal, bound, version)
    if bound.step.needs_reason and not reason.strip():
        raise BadInput([("reason", reason, _("A reason is needed."), _("Say in one sentence why."))])
    judgements = [*judgements, *_gates(actor, proposal, bound)]
    return _move(actor, proposal, bound, reason.strip(), details or {}, judgements, changes or {}, at or timezone.now())


def require_territory(actor: Actor, proposal: Proposal) -> None:
    """Raise `OutsideTerritory` for a proposal that the actor may not know of."""
    territory = actor.territory
    inside = (
        territory.record_id == proposal.sentra_id if territory.level == "record" else territory.holds(proposal.regency)
    )
    if not inside:
        raise OutsideTerritory


def require_body(actor: Actor, bound: BoundStep) -> None:
    """Raise `Refused` unless the actor's office is the body that the clause names."""
    if actor.is_system or (actor.office is not None and actor.office.kind in bound.bodies):
        return
    bodies = ", ".join(str(OfficeKind(body).label) for body in sorted(bound.bodies))
    raise Refused(
        _("By %(cite)s this step belongs to: %(bodies)s.") % {"cite": bound.cite, "bodies": bodies}, bound.clauses
    )


def _repeated(actor: Actor, proposal: Proposal, bound: BoundStep, version: int | None) -> Decision | None:
    """The record of the same step just taken by the same person, when this is it sent a second time."""
    current = Proposal.unscoped.filter(pk=proposal.pk).values_list("state", "version").get()
    stale = current[1] != (version or proposal.version)
    if current[0] != bound.ends or not (stale or bound.ends not in bound.starts):
        return None
    last = history_of(proposal).exclude(from_state="", to_state="").first()
    if last is None or last.action != bound.action or actor.user is None or last.actor_id != actor.user.pk:
        return None
    if bound.ends in bound.starts and not stale:
        return None
    proposal.state, proposal.version = current
    return last


def _require_turn(proposal: Proposal, bound: BoundStep, version: int | None) -> None:
    if version is not None and version != proposal.version:
        raise conflict(proposal)
    if proposal.state in bound.starts:
        return
    current = Proposal.unscoped.filter(pk=proposal.pk).values_list("version", flat=True).get()
    if current != proposal.version:
        raise conflict(proposal)
    expected = ", ".join(str(State(state).label) for state in sorted(bound.starts))
    raise Refused(
        _("“%(step)s” follows on “%(expected)s”; this proposal is “%(state)s” (%(cite)s).")
        % {
            "step": bound.step.title,
            "expected": expected or "–",
            "state": proposal.get_state_display(),
            "cite": bound.cite,
        },
        bound.clauses,
        remedy=_("Take the steps in their order; the proposal's page shows whose turn it is."),
    )


def _gates(actor: Actor, proposal: Proposal, bound: BoundStep) -> list[Judgement]:
    """The checks the step asks, all met, or `Refused` with every finding."""
    law, day, asked = law_of(proposal.law_date), actor.today, list[Judgement]()
    if bound.step.check_tier:
        asked += judge_sentra(proposal.sentra, proposal.tier, day=day, law=law)
    if bound.check_file:
        asked.append(judge_file(proposal, day=day, law=law))
    refuse_unless_met(asked, what=bound.step.title, clauses=bound.clauses)
    return asked


def conflict(proposal: Proposal) -> Conflict:
    """Who was faster, what they did and when, and how it stands now."""
    current = Proposal.unscoped.get(pk=proposal.pk)
    last = history_of(proposal).first()
    what = sentence(last) if last else str(current)
    when = moment(last.at) if last else ""
    return Conflict(
        _("%(what)s (%(when)s). It is now “%(state)s”.")
        % {"what": what, "when": when, "state": current.get_state_display()},
        state=current.get_state_display(),
        url=url_of(proposal),
        remedy=_("Open the proposal again and decide on what it is now."),
    )


def url_of(proposal: Proposal) -> str:
    """The page of a proposal."""
    return reverse("designation:proposal", args=[proposal.pk])


def _move(
    actor: Actor,
    proposal: Proposal,
    bound: BoundStep,
    reason: str,
    details: Mapping[str, Any],
    judgements: Sequence[Judgement],
    changes: Mapping[str, Any],
    at: dt.datetime,
) -> Moved:
    before = proposal.state
    fresh = {"state": bound.ends, "state_since": at, "version": proposal.version + 1, **changes}
    with transaction.atomic():
        # The proposal was fetched inside the territory and the policy asked; the condition lets only one win.
        won = Proposal.unscoped.filter(pk=proposal.pk, version=proposal.version, state=before).update(**fresh)
        if not won:
            raise conflict(proposal)
        for name, value in fresh.items():
            setattr(proposal, name, value)
        decision = record_decision(
            actor=actor,
            action=bound.action,
            subject=proposal,
            regency=proposal.regency,
            from_state=before,
            to_state=bound.ends,
            reason=reason,
            details={"tier": proposal.tier, **details},
            grounds=grounds_of(judgements, law_of(proposal.law_date), bound.clauses),
            at=at,
        )
        hand_over(proposal, decision)
    return Moved(proposal, decision, judgements)


# ---------------------------------------------------------------- inbox and messages


def hand_over(proposal: Proposal, decision: Decision) -> None:
    """Close the lines of the old stage, open the new one's, tell those whose turn it is and those it concerns."""
    close_work(subject=proposal, at=decision.at)
    day = timezone.localtime(decision.at).date()
    stage = stage_of(proposal.state)
    told: set[int] = set()
    if stage is not None:
        office = office_of(stage.body, proposal.regency, day)
        with override("id"):  # the inbox line is stored once; its kind is shown in the reader's language
            title = str(proposal)
        open_work(
            kind=stage.action,
            subject=proposal,
            title=title,
            url=url_of(proposal),
            office=office,
            role=stage.role,
            regency=proposal.regency,
            due_on=due_date(stage, office, day),
            due_basis=norm_words(stage),
            due_from=day,
            due_days=stage.norm_days,
            came_back=proposal.state == State.RETURNED,
            note=decision.reason if proposal.state == State.RETURNED else "",
            opened_at=decision.at,
        )
        people = holders(office=office, roles=_roles(stage), day=day) if office else []
        told = {user.pk for user in people}
        notify(decision=decision, users=people, url=url_of(proposal), needs_you=True)
    concerned = [user for user in _concerned(proposal, day) if user.pk not in told]
    notify(decision=decision, users=concerned, url=url_of(proposal))


def _roles(stage: Stage) -> Iterable[str]:
    """The roles of an office that shall take the step; telling anybody else would be noise."""
    if stage.role:
        return [stage.role]
    return [role for role in RULES[permission_of(stage.action)].roles if OFFICE_OF_ROLE[role] == stage.body]


def _concerned(proposal: Proposal, day: dt.date) -> list[Any]:
    """The proposing agency, and the province's once it has seen the file, hear of returns and of the end."""
    if proposal.state not in {State.RETURNED, *FINAL_STATES}:
        return []
    people: dict[int, Any] = {}
    for body in (OfficeKind.REGENCY, OfficeKind.REGENCY_GROUP, OfficeKind.PROVINCE):
        office = office_of(body, proposal.regency, day)
        if office is not None and not (body == OfficeKind.PROVINCE and proposal.state == State.WITHDRAWN):
            roles = RULES["designation.prepare"].roles | RULES["designation.forward"].roles
            people |= {user.pk: user for user in holders(office=office, roles=roles, day=day)}
    return list(people.values())
