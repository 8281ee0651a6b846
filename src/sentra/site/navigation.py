"""The main menu: each entry asks the same policy as the page behind it, so nothing closed is offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sentra.access.actors import Actor
from sentra.access.policy import MEMBERS, PARTNERS, may


@dataclass(frozen=True)
class Entry:
    """A page of the menu and the action that opens it; without an action it is open to everybody signed in.

    `not_for` names the roles that may open the page but never find anything on it.
    """

    label: Any
    url_name: str
    icon: str
    action: str = ""
    not_for: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Group:
    label: Any
    entries: Sequence[Entry]


@dataclass
class ShownItem:
    label: Any
    url: str
    icon: str
    count: int = 0
    is_current: bool = False


@dataclass
class ShownGroup:
    label: Any
    items: list[ShownItem] = field(default_factory=list)


MENU: Sequence[Group] = (
    Group("", (Entry(_("My work"), "home", "inbox"),)),
    Group(
        _("Registry"),
        (
            Entry(_("Sentra"), "registry:sentra_list", "factory", "registry.view"),
            Entry(_("Enterprises"), "registry:enterprise_list", "store", "registry.view"),
            Entry(_("Partners"), "registry:partner_list", "handshake", "registry.view"),
            Entry(_("Clusters"), "registry:cluster_list", "network", "registry.view"),
            Entry(_("Import from Excel"), "registry:import_list", "file-up", "registry.import"),
        ),
    ),
    Group(
        _("Designation"),
        (
            Entry(_("Proposals"), "designation:proposal_list", "file-check", "designation.view"),
            Entry(_("Submission of the year"), "designation:submission_list", "folder-open", "designation.view"),
            Entry(_("Decrees"), "designation:decree_list", "stamp", "designation.view_decree"),
        ),
    ),
    Group(
        _("Development"),
        (
            Entry(_("Support"), "development:support_list", "package", "development.view", PARTNERS),
            Entry(
                _("Programmes"), "development:programme_list", "calendar-range", "development.view", MEMBERS | PARTNERS
            ),
            Entry(_("Partners of sentra"), "development:strand_list", "waypoints", "development.view", PARTNERS),
            Entry(_("Invitations"), "development:invitation_list", "mail", "development.view"),
            Entry(_("Business information"), "development:news", "newspaper", "development.view", PARTNERS),
            Entry(_("Criteria of classification"), "development:rubric_list", "list-checks", "development.load_rubric"),
        ),
    ),
    Group(
        _("Funding"),
        (
            Entry(_("Money of the funds"), "funding:overview", "wallet", "funding.view"),
            Entry(_("Years of the funds"), "funding:year_list", "landmark", "funding.view"),
            Entry(_("Cost standards"), "funding:standard_list", "coins", "funding.view"),
        ),
    ),
    Group(
        _("Insight"),
        (
            Entry(_("Screening"), "insight:screening", "list-filter", "insight.screen"),
            Entry(_("What if"), "insight:what_if", "flask-conical", "insight.try"),
            Entry(_("Scenarios"), "insight:scenario_list", "bookmark", "insight.try"),
            Entry(_("Snapshots"), "insight:snapshot_list", "camera", "insight.snapshots"),
        ),
    ),
    Group(
        _("Law"),
        (Entry(_("Regulations"), "portal:law", "scale"),),
    ),
    Group(
        _("Administration"),
        (
            Entry(_("People and appointments"), "administration:appointment_list", "users", "access.view"),
            Entry(_("Offices"), "administration:office_list", "building-2", "territory.view"),
            Entry(_("Regions"), "administration:region_list", "map", "territory.view"),
            Entry(_("Calendar"), "administration:calendar", "calendar-days", "territory.view"),
            Entry(_("Policy table"), "administration:policy", "table-2", "access.policy"),
            Entry(_("Decision records"), "administration:decision_list", "scroll-text", "decisions.audit"),
            Entry(_("Reads of protected numbers"), "administration:masked_reads", "eye", "access.reads"),
        ),
    ),
)


def menu_for(actor: Actor, path: str) -> list[ShownGroup]:
    """The groups and pages that this actor may open, with the page shown marked as current."""
    shown: list[ShownGroup] = []
    for group in MENU:
        items = [item for entry in group.entries if (item := _item(entry, actor))]
        if items:
            shown.append(ShownGroup(group.label, items))
    current = max(
        (item for group in shown for item in group.items if path == item.url or path.startswith(item.url)),
        key=lambda item: len(item.url),
        default=None,
    )
    if current is not None and (current.url != "/" or path == "/"):
        current.is_current = True
    return shown


def _item(entry: Entry, actor: Actor) -> ShownItem | None:
    if actor.role in entry.not_for or (entry.action and not may(actor, entry.action).allowed):
        return None
    return ShownItem(entry.label, reverse(entry.url_name), entry.icon)
