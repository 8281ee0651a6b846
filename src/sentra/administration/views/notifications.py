"""Notifications: what happened, what needs me, and how to hear of it by e-mail."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, signed_in
from sentra.access.models import User
from sentra.administration.forms import PreferenceForm
from sentra.decisions.models import Notification, NotificationPreference
from sentra.decisions.notifications import mark_all_read, mark_read
from sentra.decisions.wording import words_of


def _user(request: HttpRequest) -> User:
    return cast("User", actor_of(request).user)


@signed_in
def notification_list(request: HttpRequest) -> HttpResponse:
    """My notifications: what needs me first, then the rest; unread ones stand out."""
    mine = Notification.objects.filter(user=_user(request)).select_related("decision", "work_item")
    shown = "unread" if request.GET.get("show") == "unread" else "all"
    rows = mine.filter(read_at=None) if shown == "unread" else mine
    page = Paginator(rows.order_by("-needs_you", "-created_at") if shown == "unread" else rows, 25).get_page(
        request.GET.get("page")
    )
    unread = mine.filter(read_at=None).count()
    context = {
        "title": _("Notifications"),
        "notes": [(one, words_of(one)) for one in page],
        "page": page,
        "unread": unread,
        "shown": shown,
        "tabs": [
            {"label": _("All"), "url": "?", "is_current": shown == "all"},
            {"label": _("Unread"), "url": "?show=unread", "is_current": shown == "unread", "count": unread},
        ],
    }
    return render(request, "administration/notification_list.html", context)


@signed_in
@require_POST
def notification_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark one of my notifications as read and go where it leads."""
    note = get_object_or_404(Notification, pk=pk, user=_user(request))
    mark_read(note)
    safe = url_has_allowed_host_and_scheme(note.url, {request.get_host()}, request.is_secure())
    return redirect(note.url if note.url and safe else "administration:notification_list")


@signed_in
@require_POST
def notification_read_all(request: HttpRequest) -> HttpResponse:
    """Mark all my notifications as read."""
    mark_all_read(_user(request))
    return redirect("administration:notification_list")


@signed_in
def notification_preferences(request: HttpRequest) -> HttpResponse:
    """How I want to hear by e-mail."""
    present, _made = NotificationPreference.objects.get_or_create(user=_user(request))
    form = PreferenceForm(request.POST or None, instance=present)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choice is saved."))
        return redirect("administration:notification_list")
    context = {"title": _("Notifications by e-mail"), "form": form}
    return render(request, "administration/notification_preferences.html", context)
