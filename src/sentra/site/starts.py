"""What a person can start when nothing waits for them: the first steps of each role, asked of the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sentra.access.actors import Actor
from sentra.access.policy import may
from sentra.access.roles import Role
from sentra.development.models import MapPlacement

SHOWN = 4


@dataclass(frozen=True)
class Start:
    """A first step as it is offered."""

    label: Any
    url: str
    icon: str


@dataclass(frozen=True)
class _Step:
    """A first step: the action that opens it and its page; `of` says which record the address names."""

    action: str
    label: Any
    url_name: str
    icon: str
    of: str = ""  # "record": the one record of the role; "office": the own office


_OFFICES: Sequence[_Step] = (
    _Step("registry.keep", _("Register a sentra"), "registry:sentra_new", "factory"),
    _Step("registry.import", _("Bring a list in from Excel"), "registry:import_list", "file-up"),
    _Step("development.programme", _("Write the programme of the year"), "development:programme_new", "calendar-range"),
    _Step("access.appoint", _("Appoint a person"), "administration:appointment_new", "user-plus", "office"),
    _Step("development.load_rubric", _("Load criteria of classification"), "development:rubric_new", "list-checks"),
    _Step("decisions.audit", _("Verify the decision records"), "administration:decision_list", "scroll-text"),
    _Step("designation.view", _("Look at the proposals"), "designation:proposal_list", "file-check"),
    _Step("registry.view", _("Look at the sentra"), "registry:sentra_list", "factory"),
)
_MANAGER: Sequence[_Step] = (
    _Step("development.apply_support", _("Apply for support"), "development:sentra_support", "package", "record"),
    _Step(
        "development.apply_credit", _("Apply for guaranteed credit"), "development:sentra_finance", "banknote", "record"
    ),
    _Step("registry.view", _("Read what is recorded about your sentra"), "registry:sentra", "factory", "record"),
    _Step("designation.view", _("Follow its proposal"), "designation:proposal_list", "file-check"),
)
_PARTNER: Sequence[_Step] = (
    _Step(
        "development.answer_invitation", _("Open invitations and assignments"), "development:invitation_list", "mail"
    ),
)


def starts_for(actor: Actor) -> list[Start]:
    """The first steps open to the actor, the most useful first; none without an appointment or its record."""
    if actor.appointment is None or actor.territory.level == "nowhere":
        return []
    steps = {Role.SENTRA_MANAGER: _MANAGER, Role.PARTNER: _PARTNER}.get(Role(actor.role), _OFFICES)
    found = [_start(step, actor) for step in steps if may(actor, step.action).allowed]
    if actor.role == Role.PARTNER:
        found = _loans() + found
    return found[:SHOWN]


def _start(step: _Step, actor: Actor) -> Start:
    record = {"record": actor.territory.record_id, "office": actor.office and actor.office.pk}.get(step.of)
    return Start(step.label, reverse(step.url_name, args=[record] if record else []), step.icon)


def _loans() -> list[Start]:
    """Where MAP lies with the partner: the newest placement, out of which loans are recorded."""
    newest = MapPlacement.objects.order_by("-placed_on").first()
    if newest is None:
        return []
    url = reverse("development:placement", args=[newest.pk])
    return [Start(_("Record a loan out of MAP"), url, "hand-coins")]
