"""The programmes of the regions and their budget lines. Money is whole rupiah."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from sentra.access.doors import actor_of, fetch, opens
from sentra.access.policy import ensure
from sentra.development import services
from sentra.development.api.common import PAGE, Rupiah, router
from sentra.development.entitlements import law_today
from sentra.development.facts import judge_programme
from sentra.development.models import (
    Programme,
)
from sentra.registry.models import Sentra


class ProgrammeIn(Schema):
    id: UUID | None = None
    year: int = Field(ge=1900, le=2100)
    title: str
    aim: str = ""


class ContentIn(Schema):
    version: int
    title: str
    aim: str = ""
    components: list[str] | None = None
    sentra_ids: list[UUID] = []


class LineIn(Schema):
    id: UUID | None = None
    component: str
    activity: str
    amount: int = Rupiah
    sentra_id: UUID | None = None


class LineOut(Schema):
    id: UUID
    component: str
    sentra_id: UUID | None
    activity: str
    amount: int


class ProgrammeOut(Schema):
    id: UUID
    office: str
    region: str
    year: int
    title: str
    components: list[str] | None
    state: str
    version: int

    @staticmethod
    def resolve_office(one: Programme) -> str:
        return one.office.name

    @staticmethod
    def resolve_region(one: Programme) -> str:
        return one.region.code


class ProgrammeDetail(ProgrammeOut):
    lines: list[LineOut]
    synergy: Any

    @staticmethod
    def resolve_lines(one: Programme) -> list[Any]:
        return list(one.lines.all())

    @staticmethod
    def resolve_synergy(one: Programme) -> Any:
        return judge_programme(one, law_today(timezone.localdate())).to_json()


@router.get("/programmes", response=list[ProgrammeOut])
@opens("development.view")
def programmes(request: HttpRequest, year: int | None = None) -> Any:
    """The programmes inside the territory; an invited institution's account gets none here."""
    ensure(actor_of(request), "development.view")
    rows = Programme.objects.select_related("office", "region")
    return (rows.filter(year=year) if year else rows)[:PAGE]


@router.get("/programmes/{uuid:pk}", response=ProgrammeDetail)
@opens("development.view")
def programme(request: HttpRequest, pk: UUID) -> Programme:
    """A programme with its lines and the law's findings on its obligatory links."""
    return fetch(request, Programme, pk, "development.view", "office", "region")


@router.post("/programmes", response={201: ProgrammeOut})
@opens("development.programme")
def write_programme(request: HttpRequest, body: ProgrammeIn) -> tuple[int, Programme]:
    """Open the own office's programme for this year or a later one."""
    actor = actor_of(request)
    ensure(actor, "development.programme")
    return 201, services.write_programme(actor=actor, **body.dict())


@router.put("/programmes/{uuid:pk}", response=ProgrammeOut)
@opens("development.programme")
def change_programme(request: HttpRequest, pk: UUID, body: ContentIn) -> Programme:
    """Write title, components and sentra of a draft that is still at `version`."""
    found = fetch(request, Programme, pk, "development.programme", "office", "region")
    data = body.dict()
    places = [fetch(request, Sentra, key, "development.programme", "regency") for key in data.pop("sentra_ids")]
    return services.change_programme(actor=actor_of(request), programme=found, sentra=places, **data)


@router.post("/programmes/{uuid:pk}/lines", response={201: LineOut})
@opens("development.programme")
def add_line(request: HttpRequest, pk: UUID, body: LineIn) -> Any:
    """Add a budget line."""
    found = fetch(request, Programme, pk, "development.programme", "office", "region")
    data = body.dict()
    key = data.pop("sentra_id")
    place = None if key is None else fetch(request, Sentra, key, "development.programme", "regency")
    return 201, services.add_line(actor=actor_of(request), programme=found, sentra=place, **data)


@router.post("/programmes/{uuid:pk}/close", response=ProgrammeOut)
@opens("development.programme")
def close_programme(request: HttpRequest, pk: UUID) -> Programme:
    """Close a programme; refused while advice on it is neither answered nor noted."""
    found = fetch(request, Programme, pk, "development.programme", "office", "region")
    return services.close_programme(actor=actor_of(request), programme=found)
