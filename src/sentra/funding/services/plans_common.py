"""What the services of plans share: the lock of a version, its records, whose turn it is and who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.policy import RULES
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.decisions.queries import history_of
from sentra.decisions.services import close_work, holders, notify, open_work, record_decision
from sentra.decisions.wording import sentence
from sentra.funding.addresses import plan_url
from sentra.funding.guides import clause_of, clause_source, law_of
from sentra.funding.guides_plans import change_limit
from sentra.funding.models import Holder, PlanVersion
from sentra.funding.offices import auditor_of, holder_of, ministry_of
from sentra.funding.services.common import grounds_of, lock_recipient
from sentra.law import Verdict
from sentra.pages.errors import Conflict
from sentra.pages.formatting import moment
from sentra.territory.models import Office

#: Who heads each office that manages a fund.
HEADS = {
    Holder.REGENCY: Role.REGENCY_HEAD,
    Holder.PROVINCE: Role.PROVINCE_HEAD,
    Holder.TECHNICAL_UNIT: Role.TECHNICAL_UNIT,
}


def lock_plan(plan: PlanVersion, states: Sequence[str], edition: int | None = None) -> PlanVersion:
    """The version as it stands now, locked with its recipient until the transaction ends.

    Raises Conflict, which says who did what and when, where it is in none of the states or not of the edition that
    was looked at.
    """
    recipient = lock_recipient(plan.recipient)
    # Unscoped: the version was let through by the caller.
    rows = PlanVersion.unscoped.select_for_update(of=("self",)).select_related("kak", "rab", "drafted_by")
    stored = rows.get(pk=plan.pk)
    stored.recipient = recipient
    if stored.state not in states or (edition is not None and stored.edition != edition):
        raise conflict_of(stored)
    return stored


def conflict_of(plan: PlanVersion) -> Conflict:
    """Who was faster, what they did and when, and how the version stands now."""
    last = history_of(plan).first()
    places = {
        "what": sentence(last) if last else str(plan),
        "when": moment(last.at) if last else "",
        "state": plan.get_state_display(),
    }
    return Conflict(
        _("%(what)s (%(when)s). It is now “%(state)s”.") % places,
        state=plan.get_state_display(),
        url=plan_url(plan),
        remedy=_("Look at the plan as it is now, then decide again."),
    )


def record(
    actor: Actor,
    plan: PlanVersion,
    action: str,
    *,
    before: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
    clauses: Sequence[str] = (),
    facts: Mapping[str, Any] | None = None,
    verdicts: Sequence[Verdict] = (),
) -> Decision:
    """Append a decision about a version; every act on its lines and files is one about the version."""
    year = plan.recipient.year
    return record_decision(
        actor=actor,
        action=action,
        subject=plan,
        regency=plan.recipient.region,
        from_state=before,
        to_state=plan.state if before else "",
        reason=reason,
        details={"edition": plan.edition, **(details or {})},
        grounds=grounds_of(year, [clause_of(year, one) for one in clauses], facts, *verdicts),
    )


# ---------------------------------------------------------------- whose turn it is


def due_of(plan: PlanVersion) -> tuple[dt.date | None, str]:
    """The last day for handing a version in and its source; a change of the PK2UMK plan has none."""
    year = plan.recipient.year
    if not plan.is_change:
        return year.plan_due, year.plan_due_source
    limit = change_limit(year)
    return limit, clause_source(law_of(year).clause(clause_of(year, "V.B.2.limit"))) if limit else ""


def to_office(plan: PlanVersion, kind: str, decision: Decision, *, came_back: bool = False, note: str = "") -> None:
    """The turn of the office that manages the fund, or of its head alone to hand in."""
    role = HEADS[Holder(plan.recipient.holder)] if kind == "funding.submit" else ""
    due_on, basis = due_of(plan)
    office = holder_of(plan.recipient)
    _turn(plan, kind, decision, office, role, due_on=due_on, due_basis=basis[:200], came_back=came_back, note=note)


def to_auditor(plan: PlanVersion, decision: Decision) -> None:
    """The turn of the internal auditor."""
    _turn(plan, "funding.review", decision, auditor_of(plan.recipient), Role.AUDITOR)


def to_ministry(plan: PlanVersion, kind: str, decision: Decision) -> None:
    """The turn of the ministry that runs the fund."""
    _turn(plan, kind, decision, ministry_of(plan.recipient.year), "")


def _turn(plan: PlanVersion, kind: str, decision: Decision, office: Office | None, role: str, **work: Any) -> None:
    close_work(subject=plan)
    with override("id"):  # the line is stored once; its kind is shown in the reader's language
        title = str(plan)
    url = plan_url(plan)
    open_work(
        kind=kind,
        subject=plan,
        title=title,
        url=url,
        office=office,
        role=role,
        regency=plan.recipient.region,
        **work,
    )
    if office is not None:
        roles = [role] if role else RULES[kind].roles
        notify(decision=decision, users=holders(office=office, roles=roles), url=url, needs_you=True)


def tell_office(plan: PlanVersion, decision: Decision) -> None:
    """Tell the office that manages the fund what became of its plan."""
    office = holder_of(plan.recipient)
    people = holders(office=office, roles=RULES["funding.plan"].roles) if office else [plan.drafted_by]
    notify(decision=decision, users=people, url=plan_url(plan))
