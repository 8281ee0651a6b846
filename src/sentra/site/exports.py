"""Exports of lists: every one is logged; large ones are written in the background for whoever asked.

The background task asks the list's own address again as the same person under the same appointment, so that the
file can hold nothing that the page would not show.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from sentra.access.actors import actor_for
from sentra.administration.services.audit import log_export
from sentra.documents import store
from sentra.documents.models import PreparedExport
from sentra.pages.listing import ListState
from sentra.territory.scope import scoped


def log(request: HttpRequest, state: ListState, kind: str) -> None:
    """Note an export that is given out at once (setting `SENTRA_ON_EXPORT`)."""
    log_export(
        actor=request.actor,  # type: ignore[attr-defined]
        kind=state.listing.name,
        rows=state.exact_count,
        filters=request.GET.urlencode(),
    )


def prepare(request: HttpRequest, state: ListState, kind: str) -> HttpResponseBase:
    """Hand a large export to the worker and show where it will be found (setting `SENTRA_BACKGROUND_EXPORT`)."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = PreparedExport.objects.create(
        user=actor.user,
        appointment=actor.appointment,
        title=str(state.listing.title),
        path=request.path,
        query=request.GET.urlencode(),
        language=translation.get_language() or "id",
        file_name=f"{state.listing.name}-{timezone.localdate():%Y%m%d}.{kind}",
        rows=state.exact_count,
    )
    write.enqueue(str(wanted.pk))
    messages.info(request, _("The file is being prepared. You may leave this page; it will be found here."))
    return redirect("documents:exports")


@task()
def write(export_id: str) -> None:
    """Write one prepared export; what goes wrong is said on the page, and the export can be asked for again."""
    wanted = PreparedExport.objects.select_related("user", "appointment").get(pk=UUID(export_id))
    if wanted.state != PreparedExport.State.WAITING:
        return
    try:
        content, media_type = _contents(wanted)
    except Exception:
        wanted.state, wanted.finished_at = PreparedExport.State.FAILED, timezone.now()
        wanted.save(update_fields=["state", "finished_at"])
        raise
    wanted.file = store.keep(content, media_type)
    wanted.state, wanted.finished_at = PreparedExport.State.READY, timezone.now()
    wanted.save(update_fields=["file", "state", "finished_at"])


def _contents(wanted: PreparedExport) -> tuple[bytes, str]:
    actor = actor_for(wanted.user, str(wanted.appointment_id))
    if actor.appointment is None or actor.appointment.pk != wanted.appointment_id:
        raise PermissionError("the appointment under which the export was asked for is over")
    request: Any = RequestFactory().get(wanted.path, QueryDict(wanted.query).dict())
    request.GET = QueryDict(wanted.query)
    request.user, request.actor, request.session, request.in_background = wanted.user, actor, {}, True
    view = resolve(wanted.path)
    with translation.override(wanted.language), scoped(actor.territory):
        response: Any = view.func(request, *view.args, **view.kwargs)
        content = b"".join(response.streaming_content) if response.streaming else response.content
    return content, response["Content-Type"].split(";")[0]
