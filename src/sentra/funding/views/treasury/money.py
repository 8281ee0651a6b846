"""Where a recipient's money stands, and its budget lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import ensure
from sentra.decisions.models import Decision
from sentra.decisions.services import subject_type
from sentra.decisions.wording import events
from sentra.development.blocks import Button, Cell, History, Note, Table, money, offered
from sentra.development.views.common import page
from sentra.funding.guides import component_label
from sentra.funding.models import Recipient
from sentra.funding.queries.positions import forecast_of, with_positions
from sentra.funding.queries.sums import ActivitySum, activities_of, share, sums_of_recipient
from sentra.funding.services.treasury_conditions import StageBook, stages_of
from sentra.funding.views.overview import state_of
from sentra.funding.views.plan_sheets import payment_buttons
from sentra.funding.views.treasury import parts
from sentra.funding.views.treasury.common import crumbs_of, in_percent, recipient_of, tabs_of
from sentra.funding.wording.treasury import SENTENCES

SHOWN = 30  # lines of the history


@door("funding.view")
def treasury(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ceiling, plan, money received, spent and left; the stages with what they wait for; the forecast."""
    actor = actor_of(request)
    found = _with_position(actor, pk)
    sums, book, forecast = sums_of_recipient(found), stages_of(found), forecast_of(found, actor.today)
    blocks: list[Any] = []
    if found.withdrawn_on:
        blocks.append(Note(found.withdrawn_reason, "warn", _("Withdrawn from the year")))
    else:
        blocks += parts.warnings_of(forecast)
    blocks += [
        parts.steps_table(sums),
        parts.stages_table(book, actor),
        *parts.next_conditions(book, actor),
        parts.forecast_facts(found, forecast),
        _history(book),
    ]
    return page(
        request,
        title=str(found),
        lead=parts.sentence_of(sums),
        crumbs=crumbs_of(found),
        tabs=tabs_of(found, "treasury"),
        state=state_of(found),
        buttons=pay_button(found, actor),
        blocks=blocks,
    )


def _with_position(actor: Actor, pk: UUID) -> Recipient:
    """A recipient inside the territory with all that its forecast reads; 404 outside it."""
    found = with_positions(Recipient.objects.filter(pk=pk)).first()
    if found is None:
        raise Http404
    ensure(actor, "funding.view", found)
    return found


def pay_button(found: Recipient, actor: Actor) -> list[Button]:
    """The way to record a payment, for whoever may, once money was received."""
    if not found.received:
        return []
    url = reverse("funding:payment_new", args=[found.pk])
    buttons = offered(actor, "funding.pay", _("Record a payment order"), url, "plus", found)
    return buttons + payment_buttons(actor, found)


def _history(book: StageBook) -> History:
    """What was decided about the money: the acts on the recipient and on its stages, newest first.

    What activities reached stands with the results.
    """
    subjects = [book.recipient, *book.disbursements, *book.reports.values()]
    # Unscoped: the decisions on a recipient that was let through, and on what belongs to it.
    rows = Decision.unscoped.filter(
        subject_type__in={subject_type(one) for one in subjects},
        subject_id__in=[str(one.pk) for one in subjects],
        action__in=[*SENTENCES.keys() - {"funding.record_achievement"}, "funding.allocate"],
    )
    return History(events(rows.select_related("actor").order_by("-number")[:SHOWN]), _("History"))


# ---------------------------------------------------------------- budget lines


@door("funding.view")
def treasury_lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The budget lines by activity: planned, spent, left, and the share that was spent."""
    actor = actor_of(request)
    found = recipient_of(request, pk, "funding.view")
    activities = activities_of(found)
    blocks: list[Any] = [_by_activity(activities)]
    blocks += [_lines(found, one, actor) for one in activities]
    return page(
        request,
        title=str(found),
        lead=parts.sentence_of(sums_of_recipient(found)),
        crumbs=crumbs_of(found, _("Budget lines")),
        tabs=tabs_of(found, "treasury_lines"),
        state=state_of(found),
        buttons=pay_button(found, actor),
        blocks=blocks,
    )


def _by_activity(activities: list[ActivitySum]) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(one.title, f"#a-{one.key}", note="" if one.is_agreed else _("taken out of the plan")),
            money(one.planned),
            money(one.spent),
            money(one.planned - one.spent),
            in_percent(one.absorption),
        ]
        for one in activities
    ]
    if rows:
        planned, spent = sum(one.planned for one in activities), sum(one.spent for one in activities)
        rows.append(
            [_("In all"), money(planned), money(spent), money(planned - spent), in_percent(share(spent, planned))]
        )
    heads = [_("Activity"), _("Planned"), _("Spent"), _("Left"), _("Absorption")]
    empty = _("There is no agreed plan yet.")
    return Table(_("By activity"), heads, rows, numeric=(1, 2, 3, 4), empty=empty, id="activities")


def _lines(found: Recipient, activity: ActivitySum, actor: Actor) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(one.description, note=component_label(found.year, one.component)),
            one.account_code or "–",
            money(one.planned),
            money(one.spent),
            money(one.left),
            in_percent(one.absorption),
        ]
        for one in activity.lines
    ]
    buttons: list[Button] = []
    if found.received and activity.planned > activity.spent:
        url = reverse("funding:payment_new", args=[found.pk]) + f"?activity={activity.key}"
        buttons = offered(actor, "funding.pay", _("Record a payment order"), url, "plus", found)
    heads = [_("Budget line"), _("Account"), _("Planned"), _("Spent"), _("Left"), _("Absorption")]
    return Table(
        activity.title,
        heads,
        rows,
        numeric=(2, 3, 4, 5),
        buttons=buttons,
        empty=_("No line of this activity is paid from the fund."),
        id=f"a-{activity.key}",
    )


__all__ = ["pay_button", "treasury", "treasury_lines"]
