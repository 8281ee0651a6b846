"""Snapshots: the list, asking for one, bringing a table in, progress, cancelling, removing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import may
from sentra.insight import services
from sentra.insight.columns import facts_on
from sentra.insight.models import Snapshot, SnapshotState, Source, Subject
from sentra.insight.tasks import read_table, write_snapshot
from sentra.insight.views.common import is_poll, refreshed
from sentra.law import library
from sentra.pages.errors import Problem
from sentra.pages.fields import ClientIdField, DateField
from sentra.pages.formatting import language
from sentra.pages.forms import Form, add_problem
from sentra.pages.states import State

STATES = {
    SnapshotState.BUILDING: State(gettext_lazy("Being written"), "info", "loader"),
    SnapshotState.READY: State(gettext_lazy("Ready"), "good"),
    SnapshotState.CANCELLED: State(gettext_lazy("Cancelled"), "neutral"),
    SnapshotState.FAILED: State(gettext_lazy("Failed"), "bad"),
}
SHOWN = 40


class SnapshotForm(Form):
    """Which records, of which day."""

    client_id = ClientIdField()
    subject = django_forms.ChoiceField(label=gettext_lazy("Content"), choices=Subject.choices)
    as_of = DateField(
        label=gettext_lazy("As of"),
        required=False,
        help_text=gettext_lazy("Leave empty for today."),
    )
    whole = django_forms.BooleanField(
        label=gettext_lazy("Work every record out anew, also those that did not change"), required=False
    )


class TableForm(Form):
    """A table of another source and what it is for."""

    client_id = ClientIdField()
    check = django_forms.ChoiceField(label=gettext_lazy("The check"))
    title = django_forms.CharField(label=gettext_lazy("Name of the table"), max_length=150)
    region_column = django_forms.CharField(
        label=gettext_lazy("Column with the region's code"),
        max_length=64,
        initial="kode_wilayah",
        help_text=gettext_lazy("Kemendagri code of the regency, city or province, such as 33.75."),
    )
    file = django_forms.FileField(label=gettext_lazy("Parquet table"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, auto_id="table_%s", **named)
        lang = language()
        law = library().on(_today())
        choices = [(name, f"{law.check(name).title(lang)} ({name})") for name in law.checks]
        self.fields["check"].choices = sorted(choices, key=lambda one: one[1])  # type: ignore[attr-defined]
        limit = settings.INSIGHT_TABLE_MAX_BYTES // 1024 // 1024
        self.fields["file"].help_text = _(
            "One column a fact, under the fact's name; at most %(limit)s MB. Only the nation's offices can read it."
        ) % {"limit": limit}


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


@door("insight.snapshots")
def snapshot_list(request: HttpRequest) -> HttpResponse:
    """All snapshots, newest first, with what can be asked for."""
    return _page(request, SnapshotForm(), TableForm())


def _known_to(actor: Actor) -> QuerySet[Snapshot]:
    """All snapshots; of tables brought in nobody below the nation learns even the name."""
    found = Snapshot.objects.all()
    return found if actor.territory.level == "nation" else found.filter(source=Source.REGISTRY)


def _page(request: HttpRequest, form: SnapshotForm, table: TableForm) -> HttpResponse:
    actor = actor_of(request)
    found = _known_to(actor).select_related("by").order_by("-asked_at")[:SHOWN]
    context = {
        "title": _("Snapshots"),
        "snapshots": [{"snapshot": one, "state": STATES[SnapshotState(one.state)]} for one in found],
        "form": form if may(actor, "insight.snapshot").allowed else None,
        "table": table if may(actor, "insight.bring_table").allowed else None,
    }
    return render(request, "insight/snapshot_list.html", context)


@door("insight.snapshot")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a snapshot."""
    form = SnapshotForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            snapshot = services.start_snapshot(
                actor=actor_of(request),
                subject=given["subject"],
                as_of=given["as_of"],
                whole=given["whole"],
                id=given["client_id"],
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            write_snapshot.enqueue(str(snapshot.pk))
            return redirect("insight:snapshot", snapshot.pk)
    return _page(request, form, TableForm())


@door("insight.bring_table")
@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a table in."""
    table = TableForm(request.POST, request.FILES)
    if table.is_valid():
        given = table.cleaned_data
        try:
            snapshot = services.bring_table(
                actor=actor_of(request),
                content=given["file"].file,
                title=given["title"],
                check=given["check"],
                region_column=given["region_column"],
                id=given["client_id"],
            )
        except Problem as problem:
            add_problem(table, problem)
        else:
            read_table.enqueue(str(snapshot.pk))
            return redirect("insight:snapshot", snapshot.pk)
    return _page(request, SnapshotForm(), table)


@door("insight.snapshots")
def snapshot(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One snapshot: its progress, or what it holds."""
    actor, lang = actor_of(request), language()
    found = get_object_or_404(_known_to(actor).select_related("by"), pk=pk)
    action = "insight.snapshot" if found.source == Source.REGISTRY else "insight.bring_table"
    facts = facts_on(library().on(found.as_of), found.subject)
    context = {
        "title": str(found),
        "crumbs": [
            {"label": _("Snapshots"), "url": reverse("insight:snapshot_list")},
            {"label": str(found), "url": ""},
        ],
        "snapshot": found,
        "state": STATES[SnapshotState(found.state)],
        "percent": found.done * 100 // found.total if found.total else 0,
        "facts": [one.label(lang) for one in facts if one.name in set(found.known)],
        "missing": [one.label(lang) for one in facts if one.name not in set(found.known)],
        "size": sum(part["size"] for part in found.parts) / 1024 / 1024,
        "may_change": may(actor, action).allowed,
        "carried": found.rows - found.fresh,
    }
    if is_poll(request, "snapshot-progress"):
        is_building = found.state == SnapshotState.BUILDING
        return render(request, "insight/snapshot_progress.html", context) if is_building else refreshed()
    return render(request, "insight/snapshot.html", context)


@door("insight.snapshots")
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop writing a snapshot."""
    found = get_object_or_404(Snapshot, pk=pk)
    services.cancel_snapshot(actor=actor_of(request), snapshot=found)
    messages.info(request, _("The snapshot is cancelled."))
    return redirect("insight:snapshot", pk)


@door("insight.snapshots")
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a snapshot; asked first."""
    found = get_object_or_404(Snapshot, pk=pk)
    if request.method != "POST":
        return render(request, "insight/snapshot_remove.html", {"title": _("Remove the snapshot"), "snapshot": found})
    services.remove_snapshot(actor=actor_of(request), snapshot=found)
    messages.success(request, _("The snapshot is removed."))
    return redirect("insight:snapshot_list")
