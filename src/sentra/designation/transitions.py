"""The steps of a proposal as a table: who may take which step from where to where, and by which provision.

Steps of Pasal 7 name their clause; states, order, body and check are read from that clause in the version of the
law that the file started under. Steps that the regulation does not know (return, withdrawal, proposing again …)
stand in the same table and say plainly that they are the offices' own procedure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from sentra.access.roles import Role
from sentra.designation.models import State
from sentra.documents.models import PaperKind
from sentra.law import Clause, Law, library
from sentra.territory.models import OfficeKind

REGULATION = "kukm-23-2005"


def clause_id(short: str) -> str:
    """The full id of one of the regulation's clauses: `7.b` → `kukm-23-2005/7.b`."""
    return f"{REGULATION}/{short}"


@dataclass(frozen=True)
class Step:
    """One row: what is done, by which clause, with which papers.

    `outcome` names the clause's parameter that holds the state it leads to. `also` are clauses whose bodies may
    take the step too. `starts` and `ends` are set only where the step is our own procedure. `check_tier` asks
    the definition and the criteria of the tier, `check_file` the completeness of the file.
    """

    action: str
    clause: str
    title: Any
    outcome: str = "to_state"
    also: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: str = ""
    check_tier: bool = False
    check_file: bool = False
    papers: tuple[str, ...] = ()
    needs_reason: bool = False
    is_ours: bool = False
    procedure: Any = ""  # for our own steps: why they exist, in words


@dataclass(frozen=True)
class BoundStep:
    """A step with what the law of a day says of it."""

    step: Step
    clauses: tuple[str, ...]
    cite: str
    starts: frozenset[str]
    ends: str
    bodies: frozenset[str]  # kinds of offices
    check_file: bool
    order: int

    @property
    def action(self) -> str:
        return self.step.action


#: The ministry's steps are taken in one office; the deputy runs it, the minister signs (Pasal 10 huruf a).
_OFFICE_OF_BODY: Mapping[str, str] = {"minister": OfficeKind.MINISTRY, "deputy": OfficeKind.MINISTRY}

_FORMS = (
    PaperKind.CRITERIA_FORM,
    PaperKind.SENTRA_FORM,
    PaperKind.ENTERPRISE_FORM,
    PaperKind.LEADING_FORM,
    PaperKind.CLUSTER_FORM,
)
_BEFORE_THE_MINISTRY = (
    State.IDENTIFIED,
    State.ASSESSED,
    State.SELECTED,
    State.SUBMITTED,
    State.RETURNED,
    State.VERIFIED,
)

STEPS: tuple[Step, ...] = (
    Step("designation.identify", "7.a.s1", _("Identify"), also=("14.b.1",)),
    Step("designation.assess", "7.a.s2", _("Assess"), also=("15.a.2",)),
    Step(
        "designation.reassess",
        "7.a.s2",
        _("Assess again"),
        also=("15.a.2",),
        starts=(State.ASSESSED,),
        ends=State.ASSESSED,
        is_ours=True,
        procedure=_("An assessed candidate stays in the pool and may be assessed again when its facts change."),
    ),
    Step(
        "designation.select",
        "7.a.s3",
        _("Select"),
        check_tier=True,
        needs_reason=True,
    ),
    Step(
        "designation.hold_back",
        "14.b.2",
        _("Hold back"),
        starts=(State.SELECTED,),
        ends=State.ASSESSED,
        needs_reason=True,
        is_ours=True,
        procedure=_("The agency confirms a selected candidate by proposing it, or holds it back with a reason."),
    ),
    Step(
        "designation.submit",
        "7.b",
        _("Propose to the province"),
        also=("14.c",),
        check_tier=True,
        check_file=True,
        papers=(*_FORMS, PaperKind.REGENCY_LETTER),
    ),
    Step(
        "designation.verify",
        "7.c",
        _("Verify completeness"),
        also=("13.a",),
        papers=(PaperKind.VERIFICATION_MINUTES,),
    ),
    Step(
        "designation.return",
        "7.c",
        _("Return to the regency"),
        outcome="return_state",
        needs_reason=True,
        is_ours=True,
        procedure=_("An administrative return for completion, not a rejection; it follows from verifying."),
    ),
    Step(
        "designation.resubmit",
        "7.b",
        _("Propose again"),
        starts=(State.RETURNED,),
        ends=State.SUBMITTED,
        check_tier=True,
        check_file=True,
        papers=_FORMS,
        needs_reason=True,
        is_ours=True,
        procedure=_("The answer to a return: the regency says what it mended and proposes again."),
    ),
    Step(
        "designation.forward",
        "7.d",
        _("Forward to the ministry"),
        also=("12.a",),
        papers=(PaperKind.PROVINCE_LETTER,),
    ),
    Step(
        "designation.reverify",
        "7.e.1",
        _("Verify again"),
        also=("10.a",),
        papers=(PaperKind.VERIFICATION_MINUTES,),
    ),
    Step("designation.choose", "7.e.2", _("Choose"), also=("10.a",)),
    Step(
        "designation.not_choose",
        "7.e.2",
        _("Not choose"),
        outcome="refused_state",
        also=("10.a",),
        needs_reason=True,
    ),
    Step(
        "designation.reconsider",
        "7.e.2",
        _("Take the choice back"),
        starts=(State.CHOSEN,),
        ends=State.REVERIFIED,
        needs_reason=True,
        is_ours=True,
        procedure=_("A choice may be taken back with a reason until a decree lists the sentra."),
    ),
    Step(
        "designation.designate",
        "7.f",
        _("Designate by decree"),
        papers=(PaperKind.DECREE,),
    ),
    Step(
        "designation.withdraw",
        "7.b",
        _("Withdraw the proposal"),
        starts=_BEFORE_THE_MINISTRY,
        ends=State.WITHDRAWN,
        needs_reason=True,
        is_ours=True,
        procedure=_("The regency that proposes may withdraw, until its proposal is with the ministry."),
    ),
)

#: The policy row behind a step, where it is not the action itself.
_PERMISSIONS: Mapping[str, str] = {
    "designation.reassess": "designation.assess",
    "designation.not_choose": "designation.choose",
    "designation.designate": "designation.issue_decree",
}


@dataclass(frozen=True)
class Stage:
    """Where a proposal rests: whose hands it is in, and how long that usually takes.

    `role` narrows the office's inbox; empty means everybody in it. The working days are the offices' own norm:
    no regulation sets a deadline for any step of Pasal 7, and none may be presented as law.
    """

    state: str
    action: str
    body: str
    role: str = ""
    norm_days: int = 0


#: Office norms, not law. They set the due date of an inbox line and the words "usually N working days".
STAGES: Mapping[str, Stage] = {
    stage.state: stage
    for stage in (
        Stage(State.IDENTIFIED, "designation.assess", OfficeKind.REGENCY_GROUP, norm_days=10),
        Stage(State.ASSESSED, "designation.select", OfficeKind.REGENCY_GROUP, norm_days=5),
        Stage(State.SELECTED, "designation.submit", OfficeKind.REGENCY, norm_days=10),
        Stage(State.SUBMITTED, "designation.verify", OfficeKind.PROVINCE_GROUP, norm_days=10),
        Stage(State.RETURNED, "designation.resubmit", OfficeKind.REGENCY, norm_days=10),
        Stage(State.VERIFIED, "designation.forward", OfficeKind.PROVINCE, norm_days=5),
        Stage(State.FORWARDED, "designation.reverify", OfficeKind.MINISTRY, Role.MINISTRY_OFFICER, 15),
        Stage(State.REVERIFIED, "designation.choose", OfficeKind.MINISTRY, Role.MINISTRY_APPROVER, 10),
        Stage(State.CHOSEN, "designation.draft_decree", OfficeKind.MINISTRY, Role.DECREE_OFFICER, 15),
    )
}


def permission_of(action: str) -> str:
    """The row of the policy table that answers for a step."""
    return _PERMISSIONS.get(action, action)


def law_on(day: dt.date) -> Law:
    """The law of a day; raises `NotInForce` before 9 November 2005 when a clause of the regulation is asked for."""
    return library().on(day)


def bind(step: Step, law: Law) -> BoundStep:
    """The step with its states, bodies and check as the law says; raises `UnknownName` or `NotInForce`."""
    clause = law.clause(clause_id(step.clause))
    values = {name: used.value for name, used in clause.values.items()}
    ids = (clause.id, *(clause_id(short) for short in step.also))
    starts = step.starts or _states(values.get("from_state"))
    ends = step.ends or str(values[step.outcome])
    return BoundStep(
        step=step,
        clauses=ids,
        cite=clause.cite,
        starts=frozenset(map(str, starts)),
        ends=str(ends),
        bodies=frozenset(body for one in ids for body in _bodies(law.clause(one))),
        check_file=step.check_file or (step.outcome == "to_state" and not step.is_ours and "gate_check" in values),
        order=int(values.get("order", 0)),
    )


def _states(value: Any) -> tuple[str, ...]:
    """The states a clause starts from; `none` means that there is no record yet."""
    return () if value in (None, "none") else (str(value),)


def _bodies(clause: Clause) -> tuple[str, ...]:
    return tuple(_OFFICE_OF_BODY.get(actor, actor) for actor in clause.actors)


@lru_cache(maxsize=256)
def steps_on(day: dt.date) -> Mapping[str, BoundStep]:
    """The whole table as the law of a day has it, by action."""
    law = law_on(day)
    return {step.action: bind(step, law) for step in STEPS}


def public_name(state: str) -> Any:
    """What the public reads for a state; never the inner name."""
    return _PUBLIC[state]


_PUBLIC: Mapping[str, Any] = {
    State.IDENTIFIED: _("Candidate found"),
    State.ASSESSED: _("Assessed in the regency"),
    State.SELECTED: _("Selected in the regency"),
    State.SUBMITTED: _("Being checked by the province"),
    State.RETURNED: _("Being completed by the regency"),
    State.VERIFIED: _("Checked by the province"),
    State.FORWARDED: _("With the ministry"),
    State.REVERIFIED: _("Verified by the ministry"),
    State.CHOSEN: _("Chosen, waiting for the decree"),
    State.NOT_CHOSEN: _("Not chosen"),
    State.DESIGNATED: _("Designated"),
    State.WITHDRAWN: _("Withdrawn by the regency"),
}
