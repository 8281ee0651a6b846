"""Pages of a recipient: its allocations and plans, setting its ceiling by decree, taking it out of the year."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import may
from sentra.decisions.queries import history_of
from sentra.decisions.wording import events
from sentra.development.blocks import Button, Cell, Facts, History, Note, Table, day, money, offered
from sentra.development.forms import ReasonForm
from sentra.development.views.common import Crumbs, data_of, page, send
from sentra.funding.addresses import plan_url, recipient_url
from sentra.funding.forms.allocations import AllocationForm
from sentra.funding.guides import divided_activities, targets_of
from sentra.funding.models import Adjustment, AdjustmentState, Allocation, Fund, Recipient
from sentra.funding.services import AllocationRow, allocate, withdraw_recipient
from sentra.funding.views.years import year_crumbs
from sentra.pages.formatting import number
from sentra.pages.states import State

RELATED = ("year", "region__parent", "allocation__decree", "chosen_by")


def recipient_of(request: HttpRequest, pk: UUID, action: str) -> Recipient:
    """A recipient inside the territory (404 outside it) on which the action is granted (403 with the reason)."""
    return fetch(request, Recipient, pk, action, *RELATED)


# ---------------------------------------------------------------- a recipient


def recipient_tabs(found: Recipient, current: str) -> list[dict[str, Any]]:
    """The pages of a recipient."""
    tabs = (
        ("recipient", _("Allocation and plan")),
        ("treasury", _("Where it stands")),
        ("treasury_lines", _("Budget lines")),
        ("payment_list", _("Payment orders")),
        ("treasury_reports", _("Results and reports")),
    )
    return [
        {"label": label, "url": reverse(f"funding:{name}", args=[found.pk]), "is_current": name == current}
        for name, label in tabs
    ]


def recipient_state(found: Recipient) -> State:
    """Where a recipient stands in its year."""
    if found.withdrawn_on:
        return State(_("Taken out of the year"), "bad")
    if found.allocation is None:
        return State(_("No ceiling yet"), "warn")
    return State(_("Ceiling on file"), "good")


def recipient_crumbs(found: Recipient, *here: str) -> Crumbs:
    """Where a page of a recipient stands."""
    name = found.region.name
    own = {"label": name, "url": recipient_url(found) if here else ""}
    return [*year_crumbs(found.year, "")[:2], own, *({"label": one, "url": ""} for one in here)]


@door("funding.view")
def recipient(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One recipient: what it may use, by which decrees, what it asked to use differently, its plans."""
    actor = actor_of(request)
    found = recipient_of(request, pk, "funding.view")
    blocks: list[Any] = [_facts(found)]
    if found.withdrawn_on:
        blocks.insert(0, Note(found.withdrawn_reason, "warn", _("Withdrawn from the year")))
    if found.allocation is not None and (found.allocation.division or found.year.fund == Fund.PK2UMK):
        blocks.append(_division(found, found.allocation))
    blocks += [_plans(found, actor), _allocations(found)]
    if found.year.fund == Fund.PK2UMK:
        blocks.append(_adjustments(found, actor))
    blocks.append(_history(found))
    return page(
        request,
        title=found.region.name,
        lead=f"{found.get_holder_display()} · {found.year}",
        crumbs=recipient_crumbs(found),
        tabs=recipient_tabs(found, "recipient"),
        state=recipient_state(found),
        buttons=_buttons(found, actor),
        blocks=blocks,
    )


def _history(found: Recipient) -> History:
    """What was decided about the recipient; what its activities reached stands with its results."""
    told = history_of(found).exclude(action="funding.record_achievement")
    return History(events(told[:30]), _("History"))


def _facts(found: Recipient) -> Facts:
    rows: list[tuple[str, Any]] = [
        (_("Ceiling"), money(found.ceiling)),
        (_("In the agreed plan"), money(found.planned)),
        (_("Received"), money(found.received)),
        (_("Spent"), money(found.spent)),
        (_("Left of what was received"), money(found.left)),
    ]
    if found.allocation is not None and found.year.fund == Fund.PK2UMK:
        for name, unit in targets_of(found.region).items():
            value = getattr(found.allocation, name)
            rows.append((_("Target: %(unit)s") % {"unit": unit}, _("not given") if value is None else number(value)))
    rows.append((_("Chosen by"), f"{found.instrument} · {day(found.chosen_on)}"))
    if found.consideration:
        rows.append((_("Last year's performance"), found.consideration))
    return Facts(_("The allocation"), rows, id="recipient")


def _division(found: Recipient, present: Allocation) -> Table:
    rows: list[list[Cell | str]] = [
        [label, money(present.division[value])]
        for value, label in divided_activities(found.year, found.region)
        if value in present.division
    ]
    return Table(
        _("Divided over the activities"),
        [_("Activity"), _("Amount")],
        rows,
        numeric=(1,),
        empty=_("The decree does not divide the ceiling; what a plan may put on an activity is not known then."),
        id="division",
    )


def _allocations(found: Recipient) -> Table:
    # Unscoped: the allocations of a recipient that was fetched inside the territory.
    made = Allocation.unscoped.filter(recipient=found).select_related("decree", "adjustment").order_by("-number")
    states = {True: State(_("In force"), "good"), False: State(_("Replaced"), "neutral")}
    rows: list[list[Cell | str]] = [
        [
            number(one.number),
            one.get_kind_display(),
            money(one.ceiling),
            Cell(str(one.decree), note=one.adjustment.letter if one.adjustment else ""),
            day(one.created_at.date()),
            Cell(state=states[one.pk == found.allocation_id]),
        ]
        for one in made
    ]
    heads = [_("No."), _("Kind"), _("Ceiling"), _("Decree"), _("Recorded on"), _("State")]
    return Table(
        _("Allocations over time"), heads, rows, numeric=(0, 2), empty=_("No ceiling is on file."), id="ceilings"
    )


def _adjustments(found: Recipient, actor: Actor) -> Table:
    # Unscoped: as above.
    rows: list[list[Cell | str]] = [
        [
            Cell(day(one.proposed_on), reverse("funding:adjustment", args=[one.pk])),
            one.reason[:120],
            Cell(state=adjustment_state(one)),
        ]
        for one in Adjustment.unscoped.filter(recipient=found)
    ]
    buttons: list[Button] = []
    if found.allocation is not None:
        url = reverse("funding:adjustment_new", args=[found.pk])
        buttons = offered(actor, "funding.propose_adjustment", _("Propose another use"), url, "plus", found)
    return Table(
        _("Another use of the allocation"),
        [_("Proposed on"), _("Reason"), _("State")],
        rows,
        buttons=buttons,
        empty=_("Nothing was proposed."),
        id="adjustments",
    )


def adjustment_state(one: Adjustment) -> State:
    """The state of a proposed adjustment as it is shown."""
    tones = {
        AdjustmentState.PENDING: "info",
        AdjustmentState.APPROVED: "good",
        AdjustmentState.REJECTED: "bad",
        AdjustmentState.WITHDRAWN: "neutral",
    }
    return State(one.get_state_display(), cast("Any", tones[AdjustmentState(one.state)]))


def _plans(found: Recipient, actor: Actor) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(f"{_('Version')} {one.number}", plan_url(one)),
            one.get_state_display(),
            day(one.submitted_on),
            day(one.decided_on),
        ]
        for one in found.plans.all()
    ]
    buttons: list[Button] = []
    if not rows and found.allocation is not None:
        url = reverse("funding:plan_new", args=[found.pk])
        buttons = offered(actor, "funding.plan", _("Draw up the plan"), url, "plus", found)
    return Table(
        _("Plan of use"),
        [_("Version"), _("State"), _("Handed in"), _("Answered")],
        rows,
        buttons=buttons,
        empty=_("No plan was drawn up yet."),
        id="plans",
    )


def _buttons(found: Recipient, actor: Actor) -> list[Button]:
    buttons: list[Button] = []
    if found.withdrawn_on:
        return buttons
    url = reverse("funding:allocate", args=[found.pk])
    label = _("Revise the ceiling") if found.allocation else _("Set the ceiling")
    buttons += offered(actor, "funding.allocate", label, url, "pencil", found)
    if not found.received and may(actor, "funding.choose", found).allowed:
        buttons += offered(
            actor, "funding.choose", _("Withdraw it"), reverse("funding:withdraw", args=[found.pk]), "x", found
        )
    return buttons


@door("funding.allocate")
def allocation_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set or revise a recipient's ceiling by a decree."""
    actor = actor_of(request)
    found = recipient_of(request, pk, "funding.allocate")
    decrees = list(found.year.decrees.all())
    form = AllocationForm(data_of(request), found.year, found.region, decrees, found.allocation)

    def do(data: dict[str, Any]) -> Allocation:
        row = AllocationRow(
            region_id=found.region_id,
            holder=found.holder,
            ceiling=data["ceiling"],
            division=form.division(),
            **form.targets(),
        )
        return allocate(actor=actor, recipient=found, decree=data["decree"], row=row)

    title = _("Revise the ceiling") if found.allocation else _("Set the ceiling")
    none = _("No decree is on file for this year yet. Record it on the year's page first.")
    return send(
        request,
        form,
        do,
        title=title,
        lead=str(found),
        crumbs=recipient_crumbs(found, title),
        submit=title,
        done=_("The ceiling is on file."),
        back=recipient_url(found),
        notes=[] if decrees else [Note(none, "warn")],
    )


@door("funding.choose")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a recipient out of the year."""
    actor = actor_of(request)
    found = recipient_of(request, pk, "funding.choose")
    return send(
        request,
        ReasonForm(data_of(request)),
        lambda data: withdraw_recipient(actor=actor, recipient=found, reason=data["reason"]),
        title=_("Withdraw it"),
        lead=str(found),
        crumbs=recipient_crumbs(found, _("Withdraw it")),
        submit=_("Withdraw it"),
        done=_("It is withdrawn; it stays on file."),
        back=recipient_url(found),
    )
