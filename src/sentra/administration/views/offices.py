"""Offices: list, page, registering, changing, closing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.access.models import Appointment
from sentra.administration.forms import CloseForm, KindForm, LetterheadForm, OfficeForm
from sentra.administration.listings import OFFICES
from sentra.administration.services import (
    change_office,
    close_office,
    forming_decree,
    grantable,
    kinds_kept_by,
    may_change,
    register_office,
)
from sentra.administration.services.offices import CHANGEABLE, ensure_keeps, ensure_may_change
from sentra.administration.states import appointment_state, office_state
from sentra.administration.views.common import attempt, sees_people_of, timeline
from sentra.decisions.queries import history_of
from sentra.pages.listing import render_list
from sentra.territory.models import WORKING_GROUPS, Office, OfficeKind
from sentra.territory.scope import OutsideTerritory


@door("territory.view")
def office_list(request: HttpRequest) -> HttpResponseBase:
    """The organisation of the programme: offices of all three levels (Pasal 10)."""
    actor = actor_of(request)
    context = {"can_register": bool(kinds_kept_by(actor))}
    return render_list(
        request, OFFICES, Office.objects.select_related("region"), context, "administration/office_list.html"
    )


@door("territory.view")
def office(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One office: letterhead, forming document, its people where the reader may see them, its history."""
    actor = actor_of(request)
    found = get_object_or_404(Office.objects.select_related("region__parent"), pk=pk)
    people = Appointment.objects.filter(office=found).select_related("user", "acting_for", "office")
    sees_people = sees_people_of(actor, found)
    today = actor.today
    context = {
        "title": found.name,
        "office": found,
        "state": office_state(found),
        "is_group": found.kind in WORKING_GROUPS,
        "people": [(one, appointment_state(one, today)) for one in people] if sees_people else [],
        "sees_people": sees_people,
        "can_change": found.valid_to is None and may_change(actor, found),
        "can_close": found.valid_to is None
        and found.kind in kinds_kept_by(actor)
        and actor.territory.holds(found.region),
        "can_appoint": found.valid_to is None and bool(grantable(actor, found)),
        "history": timeline(history_of(found)[:50]) if sees_people else [],
    }
    return render(request, "administration/office.html", context)


@door("territory.manage_office")
def office_new(request: HttpRequest) -> HttpResponse:
    """Register an office: first its kind, then its record."""
    actor = actor_of(request)
    kind = request.GET.get("kind", "")
    if kind not in kinds_kept_by(actor):
        form = KindForm(actor=actor)
        return render(request, "administration/office_kind.html", {"title": _("Register an office"), "form": form})
    office_form = OfficeForm(request.POST or None, actor=actor, kind=kind)
    if request.method == "POST" and office_form.is_valid():
        data = dict(office_form.cleaned_data)
        made = attempt(
            office_form,
            lambda: register_office(actor=actor, kind=kind, region=data.pop("region", None), **data),
        )
        if made is not None:
            messages.success(request, _("%(office)s is registered.") % {"office": made})
            return redirect("administration:office", made.pk)
    context = {
        "title": OfficeKind(kind).label,
        "form": office_form,
        "decree": forming_decree(actor.today) if kind in WORKING_GROUPS else "",
        "lead": _("Register an office"),
    }
    return render(request, "administration/office_form.html", context)


@door("territory.manage_office")
def office_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change name, letterhead or forming document."""
    actor = actor_of(request)
    found = _kept(request, pk)
    ensure_may_change(actor, found)
    form = LetterheadForm(
        request.POST or None, kind=found.kind, initial={name: getattr(found, name) for name in CHANGEABLE}
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: change_office(actor=actor, office=found, **form.cleaned_data))
        if done is not None:
            messages.success(request, _("The record of %(office)s is saved.") % {"office": done})
            return redirect("administration:office", found.pk)
    context = {
        "title": found.name,
        "form": form,
        "decree": found.forming_instrument,
        "lead": _("Change the office's record"),
    }
    return render(request, "administration/office_form.html", context)


@door("territory.manage_office")
def office_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an office; its appointments end with it."""
    actor = actor_of(request)
    found = _kept(request, pk)
    ensure_keeps(actor, found.kind, found.region)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: close_office(actor=actor, office=found, **form.cleaned_data))
        if done is not None:
            messages.success(request, _("%(office)s is closed.") % {"office": done})
            return redirect("administration:office", found.pk)
    people = Appointment.objects.in_force(actor.today).filter(office=found).count()
    context = {"title": _("Close %(office)s") % {"office": found}, "office": found, "form": form, "people": people}
    return render(request, "administration/office_close.html", context)


def _kept(request: HttpRequest, pk: UUID) -> Office:
    """The office when its record is the actor's to keep; 404 outside the territory."""
    actor = actor_of(request)
    found = get_object_or_404(Office.objects.select_related("region__parent"), pk=pk)
    own = actor.office is not None and actor.office.pk == found.pk
    if not own and not actor.territory.holds(found.region):
        raise Http404 from OutsideTerritory()
    return found
