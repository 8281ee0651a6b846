"""What every page of the shell needs: the menu, whose work is done, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Func, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce
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
    waiting = SimpleLazyObject(lambda: _waiting(user, actor))
    return {
        "navigation": SimpleLazyObject(lambda: menu_for(actor, request.path)),
        "acting_as": ActingChoice.of(actor.appointment, actor.appointment) if actor.appointment else None,
        "acting_choices": SimpleLazyObject(
            lambda: [ActingChoice.of(a, actor.appointment) for a in request.appointments]  # type: ignore[attr-defined]
        ),
        "inbox_count": SimpleLazyObject(lambda: waiting["inbox"]),
        "unread_count": SimpleLazyObject(lambda: waiting["unread"]),
        "user_label": user.name,
        "profile_url": reverse("administration:profile"),
        "notifications_url": reverse("administration:notification_list"),
    }


def _waiting(user: User, actor: Actor) -> dict[str, int]:
    """How many things wait for the person and how many notifications are unread, in one question."""
    unread = Notification.objects.filter(user=user, read_at__isnull=True)
    counted = User.objects.annotate(inbox=_count(inbox_of(actor)), unread=_count(unread))
    inbox, unread_ones = counted.values_list("inbox", "unread").get(pk=user.pk)
    return {"inbox": inbox, "unread": unread_ones}


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values(found=Func("pk", function="COUNT", output_field=IntegerField()))
    return Coalesce(Subquery(counted), 0)
