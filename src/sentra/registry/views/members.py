"""The members of a sentra through time."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import ensure
from sentra.law import library
from sentra.pages.findings import MARKS
from sentra.registry import services
from sentra.registry.charts import by_year
from sentra.registry.facts import SIZE, size_facts
from sentra.registry.forms import LEAVE, MEMBER
from sentra.registry.models import Enterprise, EnterpriseFigures, Membership
from sentra.registry.picking import enterprise_pick
from sentra.registry.views.common import (
    answer,
    chosen,
    client_key,
    crumb,
    day_asked,
    fresh_key,
    save,
    section_form,
)
from sentra.registry.views.sentra import fetch_sentra, frame


@door("registry.view")
def members(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who was a member on a day (`?pada=`), with each one's size and place; the form for a new member."""
    sentra = fetch_sentra(request, pk)
    actor, day = actor_of(request), day_asked(request)
    rows = list(
        Membership.objects.filter(sentra=sentra).select_related("enterprise__owner").order_by("enterprise__name")
    )
    present = [row for row in rows if row.joined_on <= day and (row.left_on is None or row.left_on >= day)]
    key = f"sentra:{pk}:member"
    picks = {"enterprise": enterprise_pick(sentra)}
    form = section_form(request, MEMBER, key, {}, picks=picks, hidden={"client_id": fresh_key()})
    if request.method == "POST":
        ensure(actor, "registry.keep", sentra)

        def act(raw: dict[str, Any]) -> Membership:
            enterprise = chosen(Enterprise, raw.pop("enterprise"), "regency", "owner")
            return services.join_member(
                actor=actor, sentra=sentra, enterprise=enterprise, values=raw, id=client_key(request)
            )

        done = save(
            request,
            form,
            act,
            done=_("The enterprise is a member."),
            to=reverse("registry:sentra_members", args=[pk]),
            key=key,
        )
        if done is not None:
            return done
    visible = _visible(rows)
    table = _table(present, day, visible)
    if request.GET.get("undecided"):
        table = [row for row in table if row["is_undecided"]]
    context = frame(request, sentra, "sentra_members", _("Members")) | {
        "day": day,
        "is_past": day < actor.today,
        "table": table,
        "total": len(present),
        "only_undecided": bool(request.GET.get("undecided")),
        "past": [row for row in rows if row.left_on is not None and row.left_on < day],
        "visible": visible,
        "form": form,
        "chart": by_year(_through_time(rows, actor.today), str, _("Members at the end of the year")),
    }
    return answer(request, "registry/sentra_members.html", context, form=form)


def _visible(rows: list[Membership]) -> set[uuid.UUID]:
    """The enterprises that the reader may open; to a sentra's own manager those that left are names and dates."""
    return set(Enterprise.objects.filter(pk__in=[row.enterprise_id for row in rows]).values_list("pk", flat=True))


def _table(present: list[Membership], day: dt.date, visible: set[uuid.UUID]) -> list[dict[str, Any]]:
    check = library().on(day).check(SIZE)
    figures = EnterpriseFigures.objects.filter(enterprise__in=[row.enterprise_id for row in present], year=day.year - 1)
    by_enterprise = {row.enterprise_id: row for row in figures}
    table: list[dict[str, Any]] = []
    for row in present:
        if row.enterprise_id not in visible:
            table.append({"membership": row, "size": None, "is_undecided": False})
            continue
        year = by_enterprise.get(row.enterprise_id)
        verdict = check.judge(size_facts(row.enterprise, year)).verdict
        is_undecided = (
            row.inside_area is not False and verdict != "not_met" and (verdict == "unknown" or row.inside_area is None)
        )
        table.append({"membership": row, "size": MARKS[verdict], "is_undecided": is_undecided})
    return table


def _through_time(rows: list[Membership], today: dt.date) -> dict[int, int]:
    if not rows:
        return {}
    first = max(min(row.joined_on.year for row in rows), today.year - 9)
    counts = {}
    for year in range(first, today.year + 1):
        day = min(dt.date(year, 12, 31), today)
        counts[year] = sum(r.joined_on <= day and (r.left_on is None or r.left_on >= day) for r in rows)
    return counts


def _ending(raw: dict[str, Any]) -> dict[str, Any]:
    return {"left_on": raw["left_on"], "reason": raw["left_reason"]}


@door("registry.keep")
def member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One membership: whether it works inside the area, and its end."""
    membership = fetch(request, Membership, pk, "registry.view", "sentra__regency__parent", "enterprise__owner")
    actor, sentra = actor_of(request), membership.sentra
    ensure(actor, "registry.keep", sentra)
    back = reverse("registry:sentra_members", args=[sentra.pk])
    if request.method == "POST" and "inside_area" in request.POST:
        inside = {"yes": True, "no": False}.get(request.POST["inside_area"])
        services.place_member(actor=actor, membership=membership, inside_area=inside)
        return HttpResponseRedirect(back)
    form = section_form(request, LEAVE, f"member:{pk}:leave", {"left_on": actor.today})
    if request.method == "POST":
        done = save(
            request,
            form,
            lambda raw: services.leave_member(actor=actor, membership=membership, **_ending(raw)),
            done=_("The membership has ended; it stays in the record."),
            to=back,
            key=f"member:{pk}:leave",
        )
        if done is not None:
            return done
    context = frame(request, sentra, "sentra_members", _("Membership")) | {
        "membership": membership,
        "form": form,
        "crumbs": [
            crumb(_("Sentra"), "sentra_list"),
            crumb(sentra.name, "sentra", sentra.pk),
            crumb(_("Members"), "sentra_members", sentra.pk),
            crumb(membership.enterprise.name),
        ],
    }
    return answer(request, "registry/member.html", context, form=form)
