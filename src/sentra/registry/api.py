"""The registry's HTTP API: the same services, the same scope, the same checks as the pages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Query, Router, Schema
from pydantic import Field

from sentra.access.doors import actor_of, fetch, find, opens
from sentra.access.policy import ensure
from sentra.law import library
from sentra.registry import services
from sentra.registry.facts import SIZE, enterprise_size_facts, sentra_fact_sources, values_of
from sentra.registry.models import Enterprise, EnterpriseFigures, Membership, Sentra, SentraFigures

router = Router(tags=["registry"])
LARGEST_PAGE = 200


class Page(Schema):
    """Which rows of a list: from `offset`, at most `limit` (200)."""

    q: str = Field("", max_length=100)
    limit: int = Field(50, ge=1, le=LARGEST_PAGE)
    offset: int = Field(0, ge=0, le=10_000_000)


class SentraOut(Schema):
    """A sentra as others read it."""

    id: UUID
    code: str
    name: str
    scheme: str
    product: str
    area: str
    village: str
    regency_code: str = Field(alias="regency.code")
    latitude: Decimal | None
    longitude: Decimal | None
    tier: str
    tier_since: dt.date | None
    market_reach: str
    flagship_relation: str
    is_active: bool
    version: int


class SentraPage(Schema):
    count: int
    items: list[SentraOut]


class EnterpriseOut(Schema):
    """An enterprise; the owner's identity number only masked."""

    id: UUID
    name: str
    owner: str = Field(alias="owner.name")
    owner_nik_mask: str = Field(alias="owner.nik_mask")
    legal_form: str
    nib: str
    kbli_code: str
    kbli_version: str
    product: str
    village: str
    regency_code: str = Field(alias="regency.code")
    founded_year: int | None
    is_active: bool
    version: int


class EnterprisePage(Schema):
    count: int
    items: list[EnterpriseOut]


class NewRecordIn(Schema):
    """Values as they are typed on the page; unknown names are refused by the checks of the service."""

    id: UUID | None = None  # a UUID made by the client: sent twice, it makes one record
    values: dict[str, Any]


class EnterpriseIn(NewRecordIn):
    owner: dict[str, Any]


class ChangeIn(Schema):
    """Changed values and the version they were read at; an older version is answered 409."""

    version: int
    changes: dict[str, Any]


class MemberOut(Schema):
    id: UUID
    enterprise_id: UUID
    enterprise: str = Field(alias="enterprise.name")
    joined_on: dt.date
    left_on: dt.date | None
    inside_area: bool | None


class MemberIn(Schema):
    id: UUID | None = None
    enterprise_id: UUID
    joined_on: dt.date
    left_on: dt.date | None = None
    inside_area: bool | None = None


class SentraFiguresOut(Schema):
    year: int
    turnover: int | None
    member_count: int | None
    worker_count: int | None
    domestic_material_share: int | None
    source: str


class EnterpriseFiguresOut(Schema):
    year: int
    annual_sales: int | None
    net_worth: int | None
    business_capital: int | None
    investment_value: int | None
    workers: int | None
    home_workers_outside: int | None
    source: str


class RecordFactOut(Schema):
    """A fact of the law with where it comes from; `value` is null while it is not known."""

    name: str
    value: Any
    basis: str
    source_text: str
    as_of: dt.date


class SizeOut(Schema):
    """The verdict of enterprise.size_2005 with its findings."""

    on: dt.date
    verdict: str
    size_class: str
    findings: dict[str, Any]


def _own_regency(request: HttpRequest) -> Any:
    actor = actor_of(request)
    ensure(actor, "registry.keep")
    return actor.office.region if actor.office else None


@router.get("/sentra", response=SentraPage, summary="List the sentra of your territory", operation_id="list_sentra")
@opens("registry.view")
def list_sentra(request: HttpRequest, page: Query[Page], tier: str = "", retired: bool = False) -> dict[str, Any]:
    ensure(actor_of(request), "registry.view")
    rows = Sentra.objects.select_related("regency").filter(is_active=not retired)
    if tier:
        rows = rows.filter(tier=tier)
    if page.q:
        rows = rows.filter(name__icontains=page.q)
    return {"count": rows.count(), "items": list(rows.order_by("name", "id")[page.offset : page.offset + page.limit])}


@router.get("/sentra/{pk}", response=SentraOut, summary="Read a sentra", operation_id="get_sentra")
@opens("registry.view")
def get_sentra(request: HttpRequest, pk: UUID) -> Sentra:
    return fetch(request, Sentra, pk, "registry.view", "regency")


@router.post("/sentra", response={201: SentraOut}, summary="Register a sentra", operation_id="register_sentra")
@opens("registry.keep")
def create_sentra(request: HttpRequest, body: NewRecordIn) -> tuple[int, Sentra]:
    made = services.register_sentra(
        actor=actor_of(request), regency=_own_regency(request), values=body.values, id=body.id
    )
    return 201, made


@router.patch("/sentra/{pk}", response=SentraOut, summary="Change a sentra", operation_id="change_sentra")
@opens("registry.keep")
def change_sentra(request: HttpRequest, pk: UUID, body: ChangeIn) -> Sentra:
    sentra = fetch(request, Sentra, pk, "registry.keep", "regency", "district")
    return services.change_sentra(actor=actor_of(request), sentra=sentra, version=body.version, changes=body.changes)


@router.get(
    "/sentra/{pk}/facts",
    response=list[RecordFactOut],
    summary="What the register answers of the law's questions about a sentra on a day",
    operation_id="sentra_facts",
)
@opens("registry.view")
def list_facts(request: HttpRequest, pk: UUID, on: dt.date | None = None) -> list[Any]:
    sentra = fetch(request, Sentra, pk, "registry.view", "regency")
    return list(sentra_fact_sources(sentra, on or actor_of(request).today).values())


@router.get(
    "/sentra/{pk}/members",
    response=list[MemberOut],
    summary="List the members of a sentra on a day",
    operation_id="list_members",
)
@opens("registry.view")
def list_members(request: HttpRequest, pk: UUID, on: dt.date | None = None) -> list[Membership]:
    sentra = fetch(request, Sentra, pk, "registry.view", "regency")
    day = on or actor_of(request).today
    rows = Membership.objects.filter(sentra=sentra, joined_on__lte=day).exclude(left_on__lt=day)
    return list(rows.select_related("enterprise"))


@router.post(
    "/sentra/{pk}/members",
    response={201: MemberOut},
    summary="Make an enterprise a member of a sentra",
    operation_id="join_member",
)
@opens("registry.keep")
def join_member(request: HttpRequest, pk: UUID, body: MemberIn) -> tuple[int, Membership]:
    sentra = fetch(request, Sentra, pk, "registry.keep", "regency")
    enterprise = find(Enterprise, body.enterprise_id, "regency", "owner")
    values = body.dict(exclude={"id", "enterprise_id"})
    made = services.join_member(
        actor=actor_of(request), sentra=sentra, enterprise=enterprise, values=values, id=body.id
    )
    return 201, made


@router.get(
    "/sentra/{pk}/figures",
    response=list[SentraFiguresOut],
    summary="Read the yearly figures of a sentra",
    operation_id="list_sentra_figures",
)
@opens("registry.view")
def list_sentra_figures(request: HttpRequest, pk: UUID) -> list[SentraFigures]:
    sentra = fetch(request, Sentra, pk, "registry.view", "regency")
    return list(SentraFigures.objects.filter(sentra=sentra))


@router.put(
    "/sentra/{pk}/figures/{year}",
    response=SentraFiguresOut,
    summary="Record a year's figures of a sentra",
    operation_id="record_sentra_figures",
)
@opens("registry.keep")
def put_sentra_figures(request: HttpRequest, pk: UUID, year: int, body: Body[dict[str, Any]]) -> SentraFigures:
    sentra = fetch(request, Sentra, pk, "registry.keep", "regency")
    return services.record_sentra_figures(actor=actor_of(request), sentra=sentra, values={**body, "year": year})


@router.get(
    "/enterprises",
    response=EnterprisePage,
    summary="List the enterprises of your territory",
    operation_id="list_enterprises",
)
@opens("registry.view")
def list_enterprises(request: HttpRequest, page: Query[Page], retired: bool = False) -> dict[str, Any]:
    ensure(actor_of(request), "registry.view")
    rows = Enterprise.objects.select_related("owner", "regency").filter(merged_into=None, is_active=not retired)
    if page.q:
        rows = rows.filter(name__icontains=page.q)
    return {"count": rows.count(), "items": list(rows.order_by("name", "id")[page.offset : page.offset + page.limit])}


@router.get("/enterprises/{pk}", response=EnterpriseOut, summary="Read an enterprise", operation_id="get_enterprise")
@opens("registry.view")
def get_enterprise(request: HttpRequest, pk: UUID) -> Enterprise:
    return fetch(request, Enterprise, pk, "registry.view", "owner", "regency")


@router.post(
    "/enterprises",
    response={201: EnterpriseOut},
    summary="Register an enterprise with its owner",
    operation_id="register_enterprise",
)
@opens("registry.keep")
def create_enterprise(request: HttpRequest, body: EnterpriseIn) -> tuple[int, Enterprise]:
    made = services.register_enterprise(
        actor=actor_of(request), regency=_own_regency(request), values=body.values, owner=body.owner, id=body.id
    )
    return 201, made


@router.patch(
    "/enterprises/{pk}", response=EnterpriseOut, summary="Change an enterprise", operation_id="change_enterprise"
)
@opens("registry.keep")
def change_enterprise(request: HttpRequest, pk: UUID, body: ChangeIn) -> Enterprise:
    found = fetch(request, Enterprise, pk, "registry.keep", "owner", "regency", "district")
    return services.change_enterprise(
        actor=actor_of(request), enterprise=found, version=body.version, changes=body.changes
    )


@router.get(
    "/enterprises/{pk}/size",
    response=SizeOut,
    summary="Judge the size class of an enterprise on a day",
    operation_id="enterprise_size",
)
@opens("registry.view")
def enterprise_size(request: HttpRequest, pk: UUID, on: dt.date | None = None) -> dict[str, Any]:
    found = fetch(request, Enterprise, pk, "registry.view", "owner", "regency")
    day = on or actor_of(request).today
    verdict = library().on(day).check(SIZE).judge(values_of(enterprise_size_facts(found, day)))
    return {
        "on": day,
        "verdict": verdict.verdict,
        "size_class": verdict.derived.get("size_class", "unknown"),
        "findings": verdict.to_json(),
    }


@router.get(
    "/enterprises/{pk}/figures",
    response=list[EnterpriseFiguresOut],
    summary="Read the yearly figures of an enterprise",
    operation_id="list_enterprise_figures",
)
@opens("registry.view")
def list_enterprise_figures(request: HttpRequest, pk: UUID) -> list[EnterpriseFigures]:
    found = fetch(request, Enterprise, pk, "registry.view", "regency")
    return list(EnterpriseFigures.objects.filter(enterprise=found))


@router.put(
    "/enterprises/{pk}/figures/{year}",
    response=EnterpriseFiguresOut,
    summary="Record a year's figures of an enterprise",
    operation_id="record_enterprise_figures",
)
@opens("registry.keep")
def put_enterprise_figures(request: HttpRequest, pk: UUID, year: int, body: Body[dict[str, Any]]) -> EnterpriseFigures:
    found = fetch(request, Enterprise, pk, "registry.keep", "regency")
    return services.record_enterprise_figures(actor=actor_of(request), enterprise=found, values={**body, "year": year})
