"""What every page of the shell needs: the menu, whose work is done, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sentra.access.actors import Actor
from sentra.access.models import Appointment, User
from sentra.decisions.models import Notification
from sentra.decisions.queries import inbox_of
from sentra.site.navigation import menu_for


@dataclass(frozen=True)
class ActingChoice:
    id: str
    office: str
    role: str
    is_current: bool = False

    @classmethod
    def of(cls, appointment: Appointment, current: Appointment | None) -> ActingChoice:
        prefix = f"{appointment.signature_prefix} " if appointment.signature_prefix else ""
        return cls(
            str(appointment.pk),
            appointment.office.short_name,
            f"{prefix}{appointment.get_role_display()}",
            current is not None and appointment.pk == current.pk,
        )


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of `pages/shell.html`; everything is lazy, so that fragments do not pay for the menu."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user is None:
        return {}
    user: User = actor.user
    return {
        "navigation": SimpleLazyObject(lambda: menu_for(actor, request.path)),
        "acting_as": ActingChoice.of(actor.appointment, actor.appointment) if actor.appointment else None,
        "acting_choices": SimpleLazyObject(
            lambda: [ActingChoice.of(a, actor.appointment) for a in request.appointments]  # type: ignore[attr-defined]
        ),
        "inbox_count": SimpleLazyObject(lambda: inbox_of(actor).count()),
        "unread_count": SimpleLazyObject(lambda: Notification.objects.filter(user=user, read_at__isnull=True).count()),
        "user_label": user.name,
        "profile_url": reverse("administration:profile"),
        "notifications_url": reverse("administration:notification_list"),
    }
