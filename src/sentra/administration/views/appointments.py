"""People and appointments: who holds what, granting, confirming, extending, ending; the review; the policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.models import Appointment
from sentra.access.policy import RULES, Condition, may
from sentra.access.queries import appointments_within
from sentra.access.roles import Role
from sentra.administration.forms import AppointForm, ExtendForm, ReasonForm
from sentra.administration.listings import APPOINTMENTS, REVIEW, with_second_factor
from sentra.administration.services import (
    Person,
    appoint,
    confirm_appointment,
    extend_appointment,
    grantable,
    may_end,
    renew_link,
    revoke_appointment,
)
from sentra.administration.services.appointments import ensure_grants_any, ensure_may_end
from sentra.administration.states import appointment_state
from sentra.administration.views.common import attempt, timeline
from sentra.decisions.queries import history_of
from sentra.law import library
from sentra.pages.listing import render_list
from sentra.territory.models import Office


@door("access.view")
def appointment_list(request: HttpRequest) -> HttpResponseBase:
    """The people of the offices inside the own territory."""
    actor = actor_of(request)
    offices = [actor.office] if actor.office and grantable(actor, actor.office) else []
    context = {"offices": offices, "may_review": may(actor, "access.review").allowed}
    rows = appointments_within(actor.territory)
    return render_list(request, APPOINTMENTS, rows, context, "administration/appointment_list.html")


@door("access.review")
def review(request: HttpRequest) -> HttpResponseBase:
    """Who can see what: every appointment in force, its reach, the last sign-in, the second factor."""
    actor = actor_of(request)
    in_force = Appointment.objects.in_force(actor.today).values("pk")
    rows = with_second_factor(appointments_within(actor.territory).filter(pk__in=in_force))
    lead = _("Look for people who left, roles that are too wide, and accounts nobody uses.")
    return render_list(request, REVIEW, rows, {"lead": lead})


@door("access.view")
def appointment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One appointment: what it opens, by which instrument, for whom, until when, and its history."""
    actor = actor_of(request)
    found = _found(actor, pk)
    is_open = found.revoked_at is None
    context = {
        "title": found.user.formal_name,
        "appointment": found,
        "state": appointment_state(found, actor.today),
        "powers": _powers(found.role),
        "can_end": is_open and may_end(actor, found),
        "confirmation": may(actor, "access.confirm") if found.is_pending else None,
        "is_first_person": actor.user is not None and actor.user.pk in {found.granted_by_id, found.user_id},
        "waits_for_password": is_open and not found.user.has_usable_password(),
        "can_renew_link": may_end(actor, found),
        "link_days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
        "history": timeline(history_of(found)),
        "crumbs": [
            {"label": _("People and appointments"), "url": reverse("administration:appointment_list")},
            {"label": found.office.short_name, "url": reverse("administration:office", args=[found.office_id])},
            {"label": found.user.name, "url": ""},
        ],
    }
    return render(request, "administration/appointment.html", context)


@door("access.appoint")
def appointment_new(request: HttpRequest, office_pk: UUID) -> HttpResponse:
    """Appoint a person in an office; a new account gets a link to set its password."""
    actor = actor_of(request)
    office = get_object_or_404(Office.objects.select_related("region__parent"), pk=office_pk)
    if not actor.territory.holds(office.region):
        raise Http404
    ensure_grants_any(actor, office)
    initial = {name: request.GET[name] for name in ("role", "record_id") if name in request.GET}
    form = AppointForm(request.POST or None, actor=actor, office=office, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _appoint(actor, office, dict(form.cleaned_data)))
        if made is not None:
            messages.success(request, _("%(person)s is appointed.") % {"person": made.user})
            return redirect("administration:appointment", made.pk)
    context = {"title": _("Appoint a person"), "office": office, "form": form}
    return render(request, "administration/appoint.html", context)


@door("access.confirm")
@require_POST
def appointment_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm a national appointment as the second person."""
    actor = actor_of(request)
    found = confirm_appointment(actor=actor, appointment=_found(actor, pk))
    messages.success(request, _("The appointment of %(person)s is confirmed.") % {"person": found.user})
    return redirect("administration:appointment", pk)


@door("access.revoke")
def appointment_extend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an appointment another last day."""
    actor = actor_of(request)
    found = _endable(actor, pk)
    form = ExtendForm(request.POST or None, initial={"until": found.valid_to})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: extend_appointment(actor=actor, appointment=found, **form.cleaned_data))
        if done is not None:
            messages.success(request, _("The appointment of %(person)s is extended.") % {"person": found.user})
            return redirect("administration:appointment", pk)
    context = {"title": _("Extend the appointment"), "appointment": found, "form": form}
    return render(request, "administration/appointment_extend.html", context)


@door("access.revoke")
def appointment_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an appointment now, with the reason."""
    actor = actor_of(request)
    found = _endable(actor, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: revoke_appointment(actor=actor, appointment=found, **form.cleaned_data))
        if done is not None:
            messages.success(request, _("The appointment of %(person)s has ended.") % {"person": found.user})
            return redirect("administration:appointment", pk)
    context = {"title": _("End the appointment"), "appointment": found, "form": form}
    return render(request, "administration/appointment_revoke.html", context)


@door("access.appoint")
@require_POST
def link_renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a fresh link to a person who has not set a password yet."""
    actor = actor_of(request)
    found = _found(actor, pk)
    renew_link(actor=actor, user=found.user, office=found.office)
    messages.success(request, _("A new link was sent to %(email)s.") % {"email": found.user.email})
    return redirect("administration:appointment", pk)


@door("access.policy")
def policy(request: HttpRequest) -> HttpResponse:
    """The policy table: each action, the roles that may take it, its provisions, further conditions."""
    rules = [
        {
            "action": rule.action,
            "title": rule.title,
            "roles": [role.label for role in Role if role in rule.roles],
            "clauses": _each_once(rule.clauses),
            "regulation": _regulation(rule.clauses),
            "conditions": [_condition(one) for one in rule.conditions],
        }
        for rule in RULES.values()
    ]
    return render(request, "administration/policy.html", {"title": _("Policy table"), "rules": rules})


def _found(actor: Actor, pk: UUID) -> Appointment:
    return get_object_or_404(appointments_within(actor.territory), pk=pk)


def _endable(actor: Actor, pk: UUID) -> Appointment:
    """The appointment when the actor may extend or end it; else 403 with the reason."""
    found = _found(actor, pk)
    ensure_may_end(actor, found)
    return found


def _appoint(actor: Actor, office: Office, data: dict[str, Any]) -> Appointment:
    person = Person(data.pop("email"), data.pop("name"), data.pop("civil_service_number"))
    record = data.pop("record_id", "")
    return appoint(actor=actor, office=office, person=person, record_id=UUID(record) if record else None, **data)


def _powers(role: str) -> list[Any]:
    return [rule.title for rule in RULES.values() if role in rule.roles]


def _each_once(clauses: Sequence[str]) -> list[str]:
    """The provisions without those that are cited by the same words as an earlier one."""
    first: dict[str, str] = {}
    for clause in clauses:
        first.setdefault(library().regulations[clause.partition("/")[0]].clauses[clause].cite, clause)
    return list(first.values())


def _regulation(clauses: Sequence[str]) -> str:
    """The number of the regulation that provisions are of, where it is not the one that most of the table rests on."""
    others = {clause.partition("/")[0] for clause in clauses} - {"kukm-23-2005"}
    return ", ".join(library().regulations[one].number for one in sorted(others))


def _condition(condition: Condition) -> str:
    """A condition of the policy in words; KeyError for a new one, so that its words are not forgotten."""
    described = {
        "not_after": _("Not by a person who took an earlier step on the same record"),
        "formed_office": _("Only once the document that formed the working group is on record"),
        "own_office": _("Only for records of the own office"),
        "own_fund": _("Only for the fund of the own appointment"),
        "own_fund_holder": _("Only for the office that manages the fund"),
        "own_region": _("Only for records of the region or level of the own office"),
    }
    return described[condition.__qualname__.split(".")[0]]
