"""Gives each request its actor and works inside that actor's territory; asks grave roles for a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentra.access.actors import Actor, actor_for, appointments_of
from sentra.territory.scope import NOWHERE, scoped

APPOINTMENT_KEY = "acting_under"
_ACCOUNT_PAGES = ("account_", "mfa_", "usersessions_")
_SWITCHES = frozenset({"set_language", "set_theme", "switch_office"})


class ActorMiddleware:
    """Sets `request.actor`; an anonymous request acts nowhere, so territorial data stay closed to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            held = appointments_of(request.user)
            request.appointments = held  # type: ignore[attr-defined]
            actor = actor_for(request.user, request.session.get(APPOINTMENT_KEY), held)
        else:
            actor = Actor(None)
        request.actor = actor  # type: ignore[attr-defined]
        with scoped(actor.territory if actor.user else NOWHERE):
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()  # templates read lazily; they must do so inside the territory
        return response


class SecondFactorMiddleware:
    """Keeps the holders of grave roles (`MFA_REQUIRED_ROLES`) at the second factor's page until they have one.

    Open meanwhile: the account's own pages and the language and theme switches.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Sends the holder to the activation page; None lets the request pass."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.role not in settings.MFA_REQUIRED_ROLES or actor.user is None or is_mfa_enabled(actor.user):
            return None
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        if name.startswith(_ACCOUNT_PAGES) or name in _SWITCHES:
            return None
        reason = _("Your role needs a second factor. Set up an authenticator application to go on.")
        if request.path.startswith("/api/"):
            return JsonResponse({"title": reason, "status": 403}, status=403, content_type="application/problem+json")
        messages.warning(request, reason)
        return redirect("mfa_activate_totp")
