"""Gives each request its actor and works inside that actor's territory."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sentra.access.actors import Actor, actor_for
from sentra.territory.scope import NOWHERE, scoped

APPOINTMENT_KEY = "acting_under"


class ActorMiddleware:
    """Sets `request.actor`; an anonymous request acts nowhere, so territorial data stay closed to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            actor = actor_for(request.user, request.session.get(APPOINTMENT_KEY))  # type: ignore[arg-type]
        else:
            actor = Actor(None)
        request.actor = actor  # type: ignore[attr-defined]
        with scoped(actor.territory if actor.user else NOWHERE):
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()  # templates read lazily; they must do so inside the territory
        return response
