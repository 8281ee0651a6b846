"""A change of a plan beside the version that it changes, line by line."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.access.doors import actor_of, door
from sentra.development.blocks import Cell, Note, Table, money
from sentra.development.views.common import page
from sentra.funding.models import PlanActivity, PlanLine
from sentra.funding.queries.plans import Moved, base_of, difference, sheet_of
from sentra.funding.views.plans.common import months_text, plan_crumbs, plan_of, plan_state
from sentra.pages.formatting import number, rupiah
from sentra.pages.states import State


@door("funding.view")
def plan_difference(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A change beside the version that it changes, line by line."""
    actor, found = actor_of(request), plan_of(request, pk, "funding.view")
    base = base_of(found)
    if base is None:
        raise Http404
    told = difference(sheet_of(base, actor.today), sheet_of(found, actor.today))
    by = told.total_after - told.total_before
    total = (
        _("The total stays at %(amount)s.") % {"amount": rupiah(told.total_after)}
        if by == 0
        else _("The total goes from %(before)s to %(after)s (%(by)s).")
        % {"before": rupiah(told.total_before), "after": rupiah(told.total_after), "by": _signed(by)}
    )
    kept = ngettext("%(n)s line stays as it is.", "%(n)s lines stay as they are.", told.kept) % {"n": told.kept}
    heads = [_("Line"), _("Activity"), _("Before"), _("After"), _("Moved")]
    lines = Table(
        _("Lines"),
        heads,
        [_moved_row(one) for one in told.moved],
        numeric=(2, 3, 4),
        empty=_("No line differs."),
        note=kept,
        id="lines",
    )
    changes = Table(
        _("Activities"),
        [_("Activity"), _("Before"), _("After")],
        [_activity_row(before, after) for before, after in told.activities],
        empty=_("No activity differs."),
        id="activities",
    )
    number_of = {"n": found.number, "base": base.number}
    return page(
        request,
        title=_("Version %(n)s beside version %(base)s") % number_of,
        lead=str(found.recipient),
        crumbs=plan_crumbs(found, _("What moves")),
        state=plan_state(found),
        blocks=[Note(found.change_reason, title=_("Reason of the change")), Note(total), lines, changes],
    )


def _signed(amount: int) -> str:
    return f"+{rupiah(amount)}" if amount > 0 else rupiah(amount)


def _moved_row(one: Moved) -> list[Cell | str]:
    line = one.after or one.before
    assert line is not None
    sign = State(_("New"), "info", "plus") if one.before is None else None
    if one.after is None:
        sign = State(_("Taken out"), "warn", "minus")
    name = line.description if sign is None else f"{line.description} ({sign.label})"
    return [
        Cell(name, note=_worded_change(one)),
        one.activity,
        Cell(money(one.before.amount) if one.before else "–", note=_counted(one.before)),
        Cell(money(one.after.amount) if one.after else "–", note=_counted(one.after)),
        _signed(one.by) if one.by else "–",
    ]


def _counted(line: PlanLine | None) -> str:
    if line is None:
        return ""
    times = f" × {number(line.frequency)}" if line.frequency != 1 else ""
    return f"{number(line.volume)}{times} {line.get_unit_display()} × {rupiah(line.unit_price)}"


def _worded_change(one: Moved) -> str:
    """What else of a line differs: its words, its source of money."""
    if one.before is None or one.after is None:
        return ""
    parts = []
    if one.before.description != one.after.description:
        parts.append(_("was: %(text)s") % {"text": one.before.description})
    if one.before.source != one.after.source:
        parts.append(f"{one.before.get_source_display()} → {one.after.get_source_display()}")
    if one.before.account_code != one.after.account_code:
        parts.append(f"{one.before.account_code or '–'} → {one.after.account_code or '–'}")
    return "; ".join(parts)


def _activity_row(before: PlanActivity | None, after: PlanActivity | None) -> list[Cell | str]:
    one = after or before
    assert one is not None
    return [one.title, _told(before), _told(after)]


def _told(activity: PlanActivity | None) -> str:
    if activity is None:
        return "–"
    output = f"{number(activity.output_volume)} {activity.output_unit}" if activity.output_volume else "–"
    months = months_text(activity.first_month, activity.last_month)
    return f"{activity.title}; {months}; {activity.location}; {output}"
