"""The HTTP API of this room: regions, offices, my work, my notifications, the decision records. Read only."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, opens
from sentra.access.policy import ensure
from sentra.decisions.models import Decision, Notification
from sentra.decisions.queries import inbox_of
from sentra.decisions.wording import sentence, words_of
from sentra.pages.errors import Refused
from sentra.territory.models import CalendarDay, Office, Region

router = Router(tags=["administration"])
LARGEST_PAGE = 100
LARGEST_ID = 2**31 - 1


class RegionOut(Schema):
    """A region today, or as it was on `on`; the two code systems are separate fields and never mixed."""

    id: int
    level: str
    kemendagri_code: str
    bps_code: str
    name: str
    parent_id: int | None


class OfficeOut(Schema):
    id: UUID
    kind: str
    name: str
    region_id: int | None
    is_formed: bool
    valid_from: dt.date
    valid_to: dt.date | None


class DayOut(Schema):
    day: dt.date
    kind: str
    name: str
    region_id: int | None
    instrument: str
    is_estimate: bool


class WorkOut(Schema):
    id: UUID
    kind: str
    title: str
    url: str
    came_back: bool
    note: str
    opened_at: dt.datetime
    due_on: dt.date | None
    due_basis: str


class NotificationOut(Schema):
    id: UUID
    sentence: str
    needs_you: bool
    url: str
    created_at: dt.datetime
    read_at: dt.datetime | None


class DecisionOut(Schema):
    number: int
    at: dt.datetime
    sentence: str
    actor_name: str
    capacity: str
    on_behalf_of: str
    action: str
    subject_type: str
    subject_id: str
    subject_label: str
    regency_id: int | None
    from_state: str
    to_state: str
    reason: str
    clauses: list[str]
    law_version: str
    facts: Any
    findings: Any
    previous_hash: str
    hash: str


class Paging(Schema):
    offset: int = Field(0, le=10_000_000)
    limit: int = Field(50, le=10_000_000)


def _actor(request: HttpRequest, action: str = "") -> Actor:
    actor = actor_of(request)
    if actor.user is None:
        raise Refused("")
    if action:
        ensure(actor, action)
    return actor


def _window(paging: Paging) -> slice:
    start = max(0, paging.offset)
    return slice(start, start + min(max(1, paging.limit), LARGEST_PAGE))


@router.get("/regions", response=list[RegionOut])
@opens("territory.view")
def regions(
    request: HttpRequest,
    paging: Query[Paging],
    level: str = "",
    kemendagri_code: str = "",
    bps_code: str = "",
    q: str = "",
    on: dt.date | None = None,
) -> list[dict[str, Any]]:
    """Regions by level, by a code of a named system, or by name; with `on` as they were on that day."""
    _actor(request, "territory.view")
    rows = Region.objects.filter(level=level) if level else Region.objects.all()
    for field, value in (("code", kemendagri_code.replace(".", "")), ("bps_code", bps_code)):
        if value:
            path = f"versions__{field}" if on else field
            rows = rows.filter(**{path: value})
    if q:
        rows = rows.filter(name__icontains=q)
    found = rows.distinct().order_by("code")[_window(paging)]
    if on is None:
        return [_region(one, one.code, one.bps_code, one.name, one.parent_id) for one in found]
    then = []
    for one in found:
        version = one.versions.valid_on(on).first()
        if version is not None and (not kemendagri_code or version.code == kemendagri_code.replace(".", "")):
            then.append(_region(one, version.code, version.bps_code, version.name, version.parent_id))
    return then


def _region(one: Region, code: str, bps_code: str, name: str, parent_id: int | None) -> dict[str, Any]:
    return {
        "id": one.pk,
        "level": one.level,
        "kemendagri_code": code,
        "bps_code": bps_code,
        "name": name,
        "parent_id": parent_id,
    }


@router.get("/offices", response=list[OfficeOut])
@opens("territory.view")
def offices(
    request: HttpRequest, paging: Query[Paging], region_id: int | None = Query(None, le=LARGEST_ID), kind: str = ""
) -> Any:
    """The offices of the programme at all three levels."""
    _actor(request, "territory.view")
    rows = Office.objects.all()
    if region_id is not None:
        rows = rows.filter(region_id=region_id)
    if kind:
        rows = rows.filter(kind=kind)
    return rows[_window(paging)]


@router.get("/calendar/{year}", response=list[DayOut])
@opens("territory.view")
def calendar(
    request: HttpRequest, year: int = Path(ge=1900, le=2100), region_id: int | None = Query(None, le=LARGEST_ID)
) -> Any:
    """The days off of a year: national, and those of a region and its province when one is named."""
    _actor(request, "territory.view")
    places = Q(region=None)
    if region_id is not None:
        region = Region.objects.filter(pk=region_id).first()
        if region is None:
            raise Http404
        places |= Q(region=region) | Q(region=region.parent_id)
    return CalendarDay.objects.filter(places, day__year=year)


@router.get("/inbox", response=list[WorkOut])
@opens("signed_in")
def inbox(request: HttpRequest, paging: Query[Paging]) -> Any:
    """What waits for me, most urgent first."""
    return inbox_of(_actor(request))[_window(paging)]


@router.get("/notifications", response=list[NotificationOut])
@opens("signed_in")
def notifications(request: HttpRequest, paging: Query[Paging], unread: bool = False) -> list[dict[str, Any]]:
    """My notifications, newest first."""
    rows = Notification.objects.filter(user=_actor(request).user).select_related("decision", "work_item")
    if unread:
        rows = rows.filter(read_at=None)
    return [
        {
            "id": one.pk,
            "sentence": words_of(one),
            "needs_you": one.needs_you,
            "url": one.url,
            "created_at": one.created_at,
            "read_at": one.read_at,
        }
        for one in rows[_window(paging)]
    ]


@router.get("/decisions", response=list[DecisionOut])
@opens("decisions.audit")
def decisions(
    request: HttpRequest, paging: Query[Paging], action: str = "", subject_id: str = "", after: int = 0
) -> list[dict[str, Any]]:
    """The decision records inside the own territory, oldest first after a number."""
    _actor(request, "decisions.audit")
    rows = Decision.objects.filter(number__gt=after)
    if action:
        rows = rows.filter(action=action)
    if subject_id:
        rows = rows.filter(subject_id=subject_id)
    return [_decision(one) for one in rows.order_by("number")[_window(paging)]]


@router.get("/decisions/{number}", response=DecisionOut)
@opens("decisions.audit")
def decision(request: HttpRequest, number: int) -> dict[str, Any]:
    """One decision record inside the own territory."""
    _actor(request, "decisions.audit")
    found = Decision.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return _decision(found)


def _decision(one: Decision) -> dict[str, Any]:
    fields = DecisionOut.model_fields.keys() - {"sentence"}
    return {name: getattr(one, name) for name in fields} | {"sentence": sentence(one)}
