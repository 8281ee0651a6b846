"""The calendar: days off by year, each with its decree."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.access.doors import actor_of, door
from sentra.access.policy import may
from sentra.administration.forms import ChangeDayForm, DayForm, MoveForm, ReasonForm
from sentra.administration.services import (
    add_calendar_day,
    change_calendar_day,
    move_deadlines,
    moving_deadlines,
    remove_calendar_day,
    seen,
)
from sentra.administration.views.common import attempt, timeline
from sentra.decisions.queries import history_of
from sentra.territory.models import CalendarDay, DayKind
from sentra.territory.queries import joint_leave_is_worked

_FIELDS = ("day", "kind", "region", "name", "name_en", "instrument", "is_estimate")


@door("territory.view")
def calendar(request: HttpRequest) -> HttpResponse:
    """The days off of a year, national and local, each citing its decree."""
    actor = actor_of(request)
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else actor.today.year
    days = CalendarDay.objects.filter(day__year=year).select_related("region").order_by("day", "kind")
    years = sorted({day.year for day in CalendarDay.objects.dates("day", "year")} | {year})
    keeps = may(actor, "territory.manage_calendar").allowed
    context = {
        "title": _("Calendar %(year)s") % {"year": year},
        "days": days,
        "year": year,
        "has_joint_leave": any(day.kind == DayKind.JOINT_LEAVE for day in days),
        "tabs": [{"label": str(one), "url": f"?year={one}", "is_current": one == year} for one in years],
        "may_keep": keeps,
        "moving": len(moving_deadlines(actor)) if keeps else 0,
        "joint_leave_is_worked": joint_leave_is_worked(),
    }
    return render(request, "administration/calendar.html", context)


@door("territory.manage_calendar")
def day_new(request: HttpRequest) -> HttpResponse:
    """Add a day off."""
    actor = actor_of(request)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: add_calendar_day(actor=actor, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("%(day)s stands in the calendar.") % {"day": made})
            return _to_year(made.day)
    return render(request, "administration/day_form.html", {"title": _("Add a day off"), "form": form})


@door("territory.manage_calendar")
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a day off, with the reason."""
    actor = actor_of(request)
    found = get_object_or_404(CalendarDay.objects.select_related("region"), pk=pk)
    initial = {name: getattr(found, name) for name in _FIELDS}
    form = ChangeDayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: change_calendar_day(actor=actor, day=found, **form.cleaned_data))
        if changed is not None:
            messages.success(request, _("%(day)s is changed.") % {"day": changed})
            return _to_year(changed.day)
    context = {
        "title": _("Change a day off"),
        "form": form,
        "day": found,
        "history": timeline(history_of(found)),
    }
    return render(request, "administration/day_form.html", context)


@door("territory.manage_calendar")
def day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a day a working day again, with the reason."""
    actor = actor_of(request)
    found = get_object_or_404(CalendarDay, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        when, name = found.day, str(found)
        remove_calendar_day(actor=actor, day=found, **form.cleaned_data)
        messages.success(request, _("%(day)s is a working day again.") % {"day": name})
        return _to_year(when)
    context = {"title": _("Remove %(day)s") % {"day": found}, "form": form, "day": found}
    return render(request, "administration/day_remove.html", context)


@door("territory.manage_calendar")
def deadlines(request: HttpRequest) -> HttpResponse:
    """The open due dates that today's calendar would move; they move only when somebody says so, with the reason."""
    actor = actor_of(request)
    moving = moving_deadlines(actor)
    form = MoveForm(request.POST or None, initial={"mark": seen(moving)})
    if request.method == "POST" and form.is_valid():
        moved = attempt(form, lambda: move_deadlines(actor=actor, **form.cleaned_data))
        if moved is not None:
            words = ngettext("%(n)s due date is moved.", "%(n)s due dates are moved.", len(moved))
            messages.success(request, words % {"n": len(moved)})
            return redirect("administration:calendar")
        moving, typed = moving_deadlines(actor), request.POST.copy()
        typed["mark"] = seen(moving)  # the list is shown anew, and with it what it may move
        form.data = typed
    title = _("Due dates that the calendar moves")
    crumbs = [{"label": _("Calendar"), "url": reverse("administration:calendar")}, {"label": title, "url": ""}]
    context = {"title": title, "moving": moving, "form": form, "crumbs": crumbs}
    return render(request, "administration/deadlines.html", context)


def _to_year(when: dt.date) -> HttpResponse:
    response = redirect("administration:calendar")
    response["Location"] += f"?year={when.year}"
    return response
