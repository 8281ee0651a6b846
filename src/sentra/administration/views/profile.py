"""My account: who I am here, what I may act as, and the ways to my password, second factor and sessions."""

from __future__ import annotations

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, signed_in
from sentra.access.models import Appointment, User
from sentra.administration.states import appointment_state


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """My account; rights are not kept here, they come from appointments only."""
    actor = actor_of(request)
    user = cast("User", actor.user)
    held = Appointment.objects.filter(user=user).select_related("office", "acting_for", "granted_by")
    context = {
        "title": _("My account"),
        "account": user,
        "appointments": [(one, appointment_state(one, actor.today)) for one in held.order_by("-valid_from")],
        "has_second_factor": is_mfa_enabled(user),
    }
    return render(request, "administration/profile.html", context)
