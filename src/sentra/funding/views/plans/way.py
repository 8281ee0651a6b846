"""Whose turn a plan is: the steps of a version, its last day, the buttons of whoever may act, its other versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.access.actors import Actor
from sentra.development.blocks import Button, offered
from sentra.funding.addresses import plan_url
from sentra.funding.addresses_treasury import treasury_url
from sentra.funding.models import OPEN_STATES, Fund, PlanState, PlanVersion
from sentra.funding.queries.plans import plans_of
from sentra.funding.services.plans_common import due_of
from sentra.funding.views.plan_sheets import sheet_buttons
from sentra.funding.views.plans.common import plan_state, url
from sentra.law.calendar import working_days_between
from sentra.pages.formatting import long_date, number
from sentra.territory.queries import non_working_days

#: The order in which a version goes from hand to hand.
_WAY = (
    (PlanState.DRAFT, "draft"),
    (PlanState.IN_REVIEW, "review"),
    (PlanState.REVIEWED, "submit"),
    (PlanState.SUBMITTED, "ministry"),
    (PlanState.AGREED, "force"),
)

#: The acts that hand a version on.
_ONWARD = frozenset({"plan_send", "plan_review", "plan_submit", "plan_decide", "plan_forward"})


def way_of(found: PlanVersion) -> list[dict[str, Any]]:
    """The steps of a version: done with who and when, the present one, those to come; none for one that is over."""
    words = {
        "draft": _("Drawn up and discussed by the office"),
        "review": _("Reviewed by the internal auditor"),
        "submit": _("Agreed by the region and handed in"),
        "ministry": _("Answered by the ministry"),
        "force": _("In force"),
    }
    done = {
        "draft": (found.drafted_by, found.created_at.date()),
        "review": (found.reviewed_by, found.reviewed_on) if found.reviewed_edition else (None, None),
        "submit": (found.submitted_by, found.submitted_on),
        "ministry": (found.decided_by, found.decided_on),
    }
    state = PlanState.AGREED if found.state == PlanState.REPLACED else PlanState(found.state)
    order = [one for one, _name in _WAY]
    reached = order.index(state) if state in order else -1
    way = []
    for place, (_state, name) in enumerate(_WAY):
        who, when = done.get(name, (None, None))
        passed = place < reached or (place == reached and state == PlanState.AGREED)
        status = "done" if passed else "now" if place == reached else "next"
        note = f"{who.name}, {long_date(when)}" if passed and who and when else ""
        way.append({"label": words[name], "status": status, "note": note})
    return way


def due_words(found: PlanVersion, today: dt.date) -> dict[str, str] | None:
    """The last day and what is left until then; late once it is past."""
    due_on, source = due_of(found)
    if due_on is None or found.state not in OPEN_STATES or found.state == PlanState.SUBMITTED:
        return None
    days = (due_on - today).days
    if days < 0:
        late = ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": number(-days)}
        return {"tone": "bad", "day": long_date(due_on), "source": source, "left": late}
    off = non_working_days(today, due_on, found.recipient.region)
    working = working_days_between(today, due_on, off)
    calendar = ngettext("%(n)s calendar day", "%(n)s calendar days", days) % {"n": number(days)}
    left = ngettext("%(n)s working day left", "%(n)s working days left", working) % {"n": number(working)}
    return {"tone": "info", "day": long_date(due_on), "source": source, "left": f"{left} ({calendar})"}


def buttons_on(actor: Actor, found: PlanVersion) -> list[Button]:
    """What may be done with the version now, for whoever holds a role that does it; a closed one says why."""
    state, here = found.state, found.pk
    buttons: list[Button] = []

    def add(action: str, label: str, name: str, icon: str, subject: Any = found, key: UUID = here) -> None:
        kind = "primary" if name in _ONWARD else ""
        buttons.extend(replace(one, kind=kind) for one in offered(actor, action, label, url(name, key), icon, subject))

    if state == PlanState.DRAFT:
        add("funding.plan", _("Add an activity"), "plan_activity_new", "plus")
        add("funding.plan", _("Discussion and directions"), "plan_describe", "messages-square")
        add("funding.plan", _("Send it to the internal auditor"), "plan_send", "send")
        add("funding.plan", _("Give the draft up"), "plan_drop", "circle-slash")
    if state == PlanState.IN_REVIEW:
        add("funding.review", _("Review the plan"), "plan_review", "file-search")
    if state == PlanState.REVIEWED:
        add("funding.submit", _("Agree and hand in"), "plan_submit", "send")
    if state in (PlanState.IN_REVIEW, PlanState.REVIEWED):
        add("funding.plan", _("Take it back"), "plan_take_back", "undo-2")
    if state == PlanState.SUBMITTED:
        add("funding.agree", _("Answer"), "plan_decide", "stamp")
    recipient = found.recipient
    if state == PlanState.AGREED:
        buttons.append(Button(_("Where it stands"), treasury_url(recipient), "coins"))
        add("funding.plan", _("Change the plan"), "plan_change", "pencil", recipient, recipient.pk)
        if recipient.year.fund == Fund.IKM and found.is_change and found.forwarded_on is None:
            add("funding.forward_change", _("Pass the change on"), "plan_forward", "forward")
    if state in (PlanState.REJECTED, PlanState.DROPPED) and not found.is_change:
        add("funding.plan", _("Draw up the plan"), "plan_new", "plus", recipient, recipient.pk)
    return buttons + sheet_buttons(actor, found)


def versions_of(found: PlanVersion) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Version %(n)s") % {"n": one.number},
            "url": "" if one.pk == found.pk else plan_url(one),
            "state": plan_state(one),
            "day": one.created_at,
        }
        for one in plans_of(found.recipient)
    ]
