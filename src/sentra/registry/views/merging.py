"""Two records made one: preview, choice of values, undo."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door, fetch, find
from sentra.access.policy import ensure
from sentra.pages.errors import BadInput
from sentra.registry import services
from sentra.registry.duplicates import enterprise_candidates
from sentra.registry.models import Enterprise, Merge, Person
from sentra.registry.views.common import crumb, with_reason


@door("registry.merge")
def merge_enterprise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Merge another enterprise into this one: choose it, compare, decide."""
    kept = fetch(request, Enterprise, pk, "registry.merge", "owner", "regency", "district")
    found = enterprise_candidates(
        actor=actor_of(request), regency=kept.regency, name=kept.name, besides=kept.pk, limit=10
    )
    offered = [one.record for one in found if one.record is not None]
    words = request.GET.get("q", "").strip()[:100]
    if words:
        rows = Enterprise.objects.filter(regency=kept.regency, merged_into=None, name__icontains=words)
        offered = list(rows.exclude(pk=pk).select_related("owner").order_by("name")[:20])
    return _page(request, kept, offered, services.merge_enterprises, "enterprise")


@door("registry.merge")
def merge_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Merge another person into this one."""
    kept = fetch(request, Person, pk, "registry.merge", "regency")
    words = request.GET.get("q", "").strip()[:100] or kept.name.split()[0]
    rows = Person.objects.filter(regency=kept.regency, merged_into=None, name__icontains=words)
    return _page(request, kept, list(rows.exclude(pk=pk).order_by("name")[:20]), services.merge_persons, "person")


def _page(request: HttpRequest, kept: Any, offered: list[Any], act: Callable[..., Merge], kind: str) -> HttpResponse:
    other = _other(request, type(kept))
    problem = ""
    if request.method == "POST" and other is not None:
        take = [name.removeprefix("take_") for name, value in request.POST.items() if value == "merged"]
        try:
            done = act(
                actor=actor_of(request), kept=kept, merged=other, reason=request.POST.get("reason", ""), take=take
            )
        except BadInput as error:
            problem = " ".join(f"{one.message} {one.remedy}" for one in error.problems)
        else:
            return HttpResponseRedirect(reverse("registry:merge", args=[done.pk]))
    context = {
        "title": _("Merge duplicates"),
        "kept": kept,
        "other": other,
        "offered": offered,
        "differences": services.compare(kept, other) if other is not None else [],
        "problem": problem,
        "words": request.GET.get("q", ""),
        "crumbs": [
            crumb(_("Enterprises"), "enterprise_list"),
            crumb(str(kept), kind, kept.pk),
            crumb(_("Merge duplicates")),
        ],
    }
    return render(request, "registry/merge.html", context, status=422 if problem else 200)


def _other(request: HttpRequest, model: Any) -> Any:
    text = request.POST.get("dengan") or request.GET.get("dengan", "")
    if not text:
        return None
    try:
        key = uuid.UUID(text)
    except ValueError:
        raise Http404 from None
    return find(model, key, "regency")


@door("registry.merge")
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a merge did, and its undoing."""
    found = fetch(request, Merge, pk, "registry.view", "by", "regency")
    here = reverse("registry:merge", args=[pk])
    if request.method == "POST":
        ensure(actor_of(request), "registry.merge", found)
        return with_reason(
            request,
            lambda reason: services.undo_merge(actor=actor_of(request), merge=found, reason=reason),
            _("The merge is undone; both records are as they were."),
            here,
        )
    kind = "enterprise" if found.kind == "enterprise" else "person"
    context = {
        "title": _("Merge of %(merged)s") % {"merged": found.merged_label},
        "merge": found,
        "kept_url": reverse(f"registry:{kind}", args=[found.kept_id]),
        "merged_url": reverse(f"registry:{kind}", args=[found.merged_id]),
        "moved": len(found.moved["repointed"]),
        "joined": len(found.moved["deleted"]),
        "crumbs": [crumb(_("Enterprises"), "enterprise_list"), crumb(_("Merge"))],
    }
    return render(request, "registry/merge_done.html", context)
