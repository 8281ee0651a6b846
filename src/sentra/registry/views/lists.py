"""How the registry answers a list page: scope, status, export right."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from sentra.access.doors import actor_of
from sentra.access.policy import ensure, may
from sentra.pages.listing import Listing, render_list
from sentra.registry.views.common import crumb


def listed(
    request: HttpRequest,
    listing: Listing,
    rows: QuerySet[Any],
    *,
    new: str,
    permission: str,
    lead: Any = "",
) -> HttpResponseBase:
    """A list of scoped rows, exported (and logged) by whoever may."""
    actor = actor_of(request)
    if request.GET.get("export"):
        ensure(actor, "registry.export")
    context = {
        "crumbs": [crumb(listing.title)],
        "lead": lead or (actor.office.region.name if actor.office and actor.office.region else ""),
        "new_url": reverse(f"registry:{new}"),
        "can_add": may(actor, permission),
    }
    return render_list(request, listing, rows, context, "registry/list.html")
