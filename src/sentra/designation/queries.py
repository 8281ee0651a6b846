"""What can be asked of proposals: what may be done with one now, where it has been, whose turn it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import Allowed, Denied, may
from sentra.decisions.models import Decision, WorkItem
from sentra.decisions.queries import history_of
from sentra.decisions.services import subject_type
from sentra.designation.models import Decree, Proposal, State
from sentra.designation.offices import stage_of
from sentra.designation.transitions import STEPS, BoundStep, permission_of, steps_on
from sentra.pages.states import State as Look
from sentra.registry.models import Tier
from sentra.territory.models import OfficeKind

_LOOKS: dict[str, tuple[str, str]] = {
    State.IDENTIFIED: ("neutral", "search"),
    State.ASSESSED: ("neutral", "clipboard-check"),
    State.SELECTED: ("info", "list-checks"),
    State.SUBMITTED: ("info", "send"),
    State.RETURNED: ("warn", "undo-2"),
    State.VERIFIED: ("info", "file-check"),
    State.FORWARDED: ("info", "forward"),
    State.REVERIFIED: ("info", "shield-check"),
    State.CHOSEN: ("accent", "star"),
    State.NOT_CHOSEN: ("bad", "circle-x"),
    State.DESIGNATED: ("good", "stamp"),
    State.WITHDRAWN: ("neutral", "circle-slash"),
}
_DECREE_LOOKS = {
    Decree.State.DRAFT: ("neutral", "pencil"),
    Decree.State.SIGNED: ("good", "stamp"),
    Decree.State.DISCARDED: ("neutral", "circle-slash"),
}


def look_of(state: str) -> Look:
    """A proposal's state as every page draws it."""
    tone, icon = _LOOKS[State(state)]
    return Look(State(state).label, tone, icon)  # type: ignore[arg-type]


def look_of_decree(decree: Decree) -> Look:
    """A decree's state as every page draws it."""
    tone, icon = _DECREE_LOOKS[Decree.State(decree.state)]
    return Look(decree.get_state_display(), tone, icon)  # type: ignore[arg-type]


def look_of_tier(tier: str) -> Look:
    """A tier as every page draws it."""
    return Look(Tier(tier).label, "neutral" if tier == Tier.CANDIDATE else "accent", "award")


# ---------------------------------------------------------------- one proposal


@dataclass(frozen=True)
class Action:
    """A step offered on a page: open to the actor, or closed with the reason and its provision."""

    action: str
    title: Any
    permission: Allowed | Denied
    url: str
    is_ours: bool
    procedure: Any = ""
    is_next: bool = False


def know_people(proposal: Proposal, history: Sequence[Decision]) -> None:
    """Let the policy answer from a history that was read anyway."""
    known: dict[str, set[int]] = {}
    for decision in history:
        if decision.actor_id is not None:
            known.setdefault(decision.action, set()).add(decision.actor_id)
    proposal.known_people = known


def actions_on(actor: Actor, proposal: Proposal) -> list[Action]:
    """The steps that are in order now. Those of other bodies are left out, save the one whose turn it is."""
    stage = stage_of(proposal.state)
    found = []
    for step in STEPS:
        bound = steps_on(proposal.law_date)[step.action]
        if proposal.state not in bound.starts or step.action == "designation.designate":
            continue
        is_next = stage is not None and stage.action == step.action
        permission = permission_on(actor, bound, proposal)
        if isinstance(permission, Denied) and not is_next and not _is_of_body(actor, bound):
            continue
        url = reverse("designation:step", args=[proposal.pk, step.action.partition(".")[2]])
        found.append(Action(step.action, step.title, permission, url, step.is_ours, step.procedure, is_next))
    return sorted(found, key=lambda one: not one.is_next)


def _is_of_body(actor: Actor, bound: BoundStep) -> bool:
    return actor.office is not None and actor.office.kind in bound.bodies


def permission_on(actor: Actor, bound: BoundStep, proposal: Proposal) -> Allowed | Denied:
    """Whether the actor may take the step; a refusal ends with the provision behind it."""
    answer = may(actor, permission_of(bound.action), proposal)
    if isinstance(answer, Denied):
        return Denied(f"{answer.reason} ({bound.cite})", answer.clauses, answer.who)
    if not actor.is_system and not _is_of_body(actor, bound):
        bodies = ", ".join(str(OfficeKind(body).label) for body in sorted(bound.bodies))
        return Denied(_("By %(cite)s this step belongs to: %(bodies)s.") % {"cite": bound.cite, "bodies": bodies})
    return answer


@dataclass(frozen=True)
class NowWith:
    """In whose hands a proposal is, since when, and how long that usually takes by the offices' norm."""

    who: str
    since: dt.datetime
    norm_days: int
    due_on: dt.date | None


def now_with(proposal: Proposal) -> NowWith | None:
    """Whose turn it is; None when the proposal has come to an end."""
    stage = stage_of(proposal.state)
    if stage is None:
        return None
    # The proposal was fetched inside the territory; its own inbox line tells whose it is.
    line = (
        WorkItem.unscoped.filter(
            subject_type=subject_type(proposal), subject_id=str(proposal.pk), closed_at__isnull=True
        )
        .select_related("office")
        .order_by("-opened_at")
        .first()
    )
    who = line.office.name if line and line.office else str(OfficeKind(stage.body).label)
    return NowWith(who, proposal.state_since, stage.norm_days, line.due_on if line else None)


_WAY = ("identify", "assess", "select", "submit", "verify", "forward", "reverify", "choose", "designate")


def way_of(proposal: Proposal, history: Sequence[Decision]) -> list[dict[str, Any]]:
    """The steps of Pasal 7 for the stepper: done with who and when, the present one, those to come."""
    last: dict[str, Decision] = {}
    for decision in reversed(history):
        last[decision.action.removesuffix("_again")] = decision
    alias = {"designation.assess": "designation.reassess", "designation.submit": "designation.resubmit"}
    table = steps_on(proposal.law_date)
    reached = max((table[f"designation.{one}"].order for one in _WAY if _is_past(proposal, table, one)), default=0)
    way = []
    for name in _WAY:
        bound = table[f"designation.{name}"]
        done = bound.order <= reached
        taken = last.get(alias.get(bound.action, "")) or last.get(bound.action)
        note = f"{taken.actor_name}, {timezone.localtime(taken.at):%d/%m/%Y}" if done and taken else bound.cite
        status = "done" if done else "now" if bound.order == reached + 1 and proposal.is_open else "next"
        way.append({"label": bound.step.title, "status": status, "note": note})
    return way


def _is_past(proposal: Proposal, table: Any, name: str) -> bool:
    """Whether the state reached lies at or behind the step's end; a returned file is back before proposing."""
    order = {bound.ends: bound.order for bound in table.values() if bound.order and not bound.step.is_ours}
    state = proposal.state
    reached = order.get(state)
    if state == State.RETURNED:
        reached = order[State.SELECTED]
    if state == State.NOT_CHOSEN:
        reached = order[State.REVERIFIED]
    return reached is not None and table[f"designation.{name}"].order <= reached


def history_with_actors(proposal: Any) -> list[Decision]:
    """The whole history of a proposal or decree, newest first."""
    return list(history_of(proposal))


# ---------------------------------------------------------------- decrees

#: The minister's office as the regulation names it, until a decree was signed under another name.
_MINISTER = "Menteri Negara Koperasi dan Usaha Kecil dan Menengah"


def last_signer() -> tuple[str, str]:
    """Name and title under the newest signed decree; before the first one no name, and the title of the regulation."""
    signed = Decree.objects.filter(state=Decree.State.SIGNED).exclude(signed_title="").order_by("-signed_on").first()
    return (signed.signed_by, signed.signed_title) if signed else ("", _MINISTER)


def minister_title() -> str:
    """The title under which the minister signs now."""
    return last_signer()[1]


# ---------------------------------------------------------------- many


def counts_by_state(proposals: QuerySet[Proposal]) -> dict[str, int]:
    """How many of the proposals rest in each state."""
    found = proposals.order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in found}


def states_of(actor: Actor) -> tuple[str, ...]:
    """The states in which a proposal waits for the actor's office and role."""
    if actor.office is None:
        return ()
    from sentra.designation.transitions import STAGES

    return tuple(
        str(state)
        for state, stage in STAGES.items()
        if stage.body == actor.office.kind and stage.role in ("", actor.role)
    )
