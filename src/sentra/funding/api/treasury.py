"""Where the money stands, payment orders and their corrections. Money is whole rupiah."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, fetch, opens
from sentra.access.policy import ensure
from sentra.funding.api.common import router
from sentra.funding.models import LARGEST, Fund, PaymentOrder, ProgrammeYear, Recipient
from sentra.funding.queries.checks import checks_of
from sentra.funding.queries.forecast import words
from sentra.funding.queries.performance import performances_of
from sentra.funding.queries.positions import forecast_of, with_positions
from sentra.funding.queries.sums import Sums, activities_of, by_province, sums_of_recipient, total_of
from sentra.funding.services.treasury_conditions import StageBook, stages_of
from sentra.funding.services.treasury_payments import correct_payment, record_payment
from sentra.pages.errors import BadInput, InputProblem

PAGE = 100
LAST = 10_000_000
RELATED = ("year", "region__parent", "allocation")
Rupiah = Field(ge=1, le=LARGEST)


class Span(Schema):
    """Which rows of a list: from `offset`, at most `limit` (100)."""

    limit: int = Field(PAGE, ge=1, le=PAGE)
    offset: int = Field(0, ge=0, le=LAST)


class YearOf(Span):
    """A year of a fund; the newest one by default."""

    fund: str = Fund.PK2UMK.value
    year: int | None = Field(None, ge=2000, le=2100)


class TreasurySumsOut(Schema):
    recipients: int
    ceiling: int
    planned: int
    received: int
    spent: int
    returned: int
    left: int
    absorption_percent: float | None  # of the ceiling; none where it is not computable

    @staticmethod
    def resolve_absorption_percent(one: Sums) -> float | None:
        return in_percent(one.absorption)


class ForecastOut(Schema):
    day: dt.date
    expected: int  # rupiah by that day, by the plan's months
    year_end: int  # rupiah
    absorption_percent: float | None
    warnings: list[str]


class TreasuryRecipientOut(Schema):
    id: UUID
    fund: str
    year: int
    region: str  # Kemendagri code
    name: str
    holder: str
    withdrawn_on: dt.date | None
    sums: TreasurySumsOut
    forecast: ForecastOut


class ProvinceOut(Schema):
    region: str
    name: str
    sums: TreasurySumsOut


class OverviewOut(Schema):
    fund: str
    year: int | None  # none: no year of the fund is open
    total: TreasurySumsOut
    provinces: list[ProvinceOut]
    recipients: list[TreasuryRecipientOut]


class TreasuryStageOut(Schema):
    number: int
    share_percent: int
    opens_on: dt.date
    source: str
    standing: str
    state: str  # open, recommended or received
    amount: int | None
    received_on: dt.date | None
    report_accepted_on: dt.date | None
    conditions: list[dict[str, str]]


class TreasuryLineOut(Schema):
    id: UUID
    description: str
    component: str
    planned: int
    spent: int
    left: int


class TreasuryActivityOut(Schema):
    id: UUID
    activity: str
    title: str
    output_volume: int | None
    output_unit: str
    reached: int | None
    planned: int
    spent: int
    lines: list[TreasuryLineOut]


class TreasuryCheckOut(Schema):
    check: str
    mark: str  # met, not_met, unknown, advice
    found: int | None
    wanted: int | None
    about: dt.date | None


class IndicatorOut(Schema):
    indicator: str
    target: int | None
    reached: int | None
    percent: float | None


class TreasuryOut(TreasuryRecipientOut):
    stages: list[TreasuryStageOut]
    activities: list[TreasuryActivityOut]
    checks: list[TreasuryCheckOut]
    indicators: list[IndicatorOut]


class PartIn(Schema):
    line: UUID
    amount: int = Rupiah


class PaymentIn(Schema):
    id: UUID | None = None
    number: str
    paid_on: dt.date
    payee: str
    purpose: str
    amount: int = Rupiah
    parts: list[PartIn]


class CorrectionIn(Schema):
    id: UUID | None = None
    number: str
    corrected_on: dt.date
    reason: str
    parts: list[PartIn] | None = None  # none: all that is left of the order


class PartOut(Schema):
    line: UUID = Field(alias="line_id")
    amount: int


class OrderOut(Schema):
    id: UUID
    number: str
    paid_on: dt.date
    payee: str
    purpose: str
    amount: int
    corrects: UUID | None = Field(alias="corrects_id")
    reason: str
    parts: list[PartOut]

    @staticmethod
    def resolve_parts(one: PaymentOrder) -> Any:
        return list(one.payments.all())


class OrdersOut(Schema):
    count: int
    items: list[OrderOut]


def in_percent(share: Fraction | None) -> float | None:
    """A share in percent, two figures behind the point."""
    return None if share is None else round(float(share * 100), 2)


def _row(one: Recipient, today: dt.date) -> dict[str, Any]:
    """A recipient that came out of `with_positions`."""
    forecast = forecast_of(one, today)
    return {
        "id": one.pk,
        "fund": one.year.fund,
        "year": one.year.year,
        "region": one.region.code,
        "name": one.region.name,
        "holder": one.holder,
        "withdrawn_on": one.withdrawn_on,
        "sums": sums_of_recipient(one),
        "forecast": {
            "day": forecast.day,
            "expected": forecast.expected,
            "year_end": forecast.year_end,
            "absorption_percent": in_percent(forecast.absorption),
            "warnings": [] if one.withdrawn_on else [words(reason) for reason in forecast.reasons],
        },
    }


@router.get("/overview", response=OverviewOut)
@opens("funding.view")
def overview(request: HttpRequest, asked: Query[YearOf]) -> Any:
    """A fund's year: the sums of the territory, by province, and its recipients by region.

    The sums are of all recipients that were not withdrawn; the recipients come by the hundred.
    """
    actor = actor_of(request)
    ensure(actor, "funding.view")
    years = ProgrammeYear.objects.filter(fund=asked.fund).order_by("-year")
    found = (years.filter(year=asked.year) if asked.year else years).first()
    rows = Recipient.objects.filter(year=found, withdrawn_on=None) if found else Recipient.objects.none()
    ordered = with_positions(rows).order_by("region__code", "holder")
    page = ordered[asked.offset : asked.offset + asked.limit]
    return {
        "fund": asked.fund,
        "year": found.year if found else asked.year,
        "total": total_of(rows),
        "provinces": [{"region": one.code, "name": one.name, "sums": sums} for one, sums in by_province(rows)],
        "recipients": [_row(one, actor.today) for one in page],
    }


@router.get("/recipients/{uuid:pk}/treasury", response=TreasuryOut)
@opens("funding.view")
def treasury(request: HttpRequest, pk: UUID) -> Any:
    """Where a recipient's money stands: figures, stages with their conditions, lines, checks, indicators, forecast."""
    actor = actor_of(request)
    found = fetch(request, Recipient, pk, "funding.view", *RELATED)
    activities = activities_of(found)
    # Unscoped: the recipient that was let through, once more with what its forecast reads.
    row = with_positions(Recipient.unscoped.filter(pk=found.pk)).get()
    performance = performances_of([found])[0]
    indicators = [
        ("absorption", performance.ceiling, performance.spent, performance.absorption),
        *(
            (name, performance.target(name), performance.reached.get(name), performance.reached_share(name))
            for name in ("target_participants", "target_mentors", "target_legal_aid")
            if found.year.fund == Fund.PK2UMK
        ),
    ]
    return _row(row, actor.today) | {
        "stages": _stages(stages_of(found), actor),
        "activities": [_activity(one) for one in activities],
        "checks": [
            {"check": one.name, "mark": one.mark, "found": one.found, "wanted": one.wanted, "about": one.about}
            for one in checks_of(found, activities)
        ],
        "indicators": [
            {"indicator": name, "target": target, "reached": reached, "percent": in_percent(share)}
            for name, target, reached, share in indicators
        ],
    }


def _stages(book: StageBook, actor: Actor) -> list[dict[str, Any]]:
    found = []
    for stage in book.stages:
        made, report = book.live.get(stage.pk), book.reports.get(stage.pk)
        judged = book.judge(stage, actor.today) if made is None else None
        found.append(
            {
                "number": stage.number,
                "share_percent": stage.share_percent,
                "opens_on": stage.opens_on,
                "source": stage.source,
                "standing": stage.standing,
                "state": made.state if made else "open",
                "amount": made.amount if made else book.usual_amount(stage),
                "received_on": made.received_on if made else None,
                "report_accepted_on": report.accepted_on if report else None,
                "conditions": [
                    {"mark": one.mark, "label": str(one.label), "measured": one.measured, "required": one.threshold}
                    for one in (judged.findings if judged else ())
                ],
            }
        )
    return found


def _activity(one: Any) -> dict[str, Any]:
    lines = [
        {
            "id": line.key,
            "description": line.description,
            "component": line.component,
            "planned": line.planned,
            "spent": line.spent,
            "left": line.left,
        }
        for line in one.lines
    ]
    named = ("title", "output_volume", "output_unit", "reached", "planned", "spent")
    return {"id": one.key, "activity": one.code, "lines": lines} | {name: getattr(one, name) for name in named}


# ---------------------------------------------------------------- payment orders


@router.get("/recipients/{uuid:pk}/orders", response=OrdersOut)
@opens("funding.view")
def orders(request: HttpRequest, pk: UUID, asked: Query[Span]) -> Any:
    """The payment orders and corrections of a recipient, newest first, by the hundred."""
    found = fetch(request, Recipient, pk, "funding.view", *RELATED)
    rows = PaymentOrder.objects.filter(recipient=found).prefetch_related("payments")
    page = rows.order_by("-paid_on", "-created_at", "pk")[asked.offset : asked.offset + asked.limit]
    return {"count": rows.count(), "items": list(page)}


@router.post("/recipients/{uuid:pk}/orders", response={201: OrderOut})
@opens("funding.pay")
def payment_recorded(request: HttpRequest, pk: UUID, body: PaymentIn) -> tuple[int, PaymentOrder]:
    """Record an order by which the regional treasury paid."""
    found = fetch(request, Recipient, pk, "funding.pay", *RELATED)
    given = body.dict() | {"parts": _parts(body.parts)}
    return 201, record_payment(actor=actor_of(request), recipient=found, **given)


@router.get("/orders/{uuid:pk}", response=OrderOut)
@opens("funding.view")
def order(request: HttpRequest, pk: UUID) -> PaymentOrder:
    """One payment order or correction."""
    return fetch(request, PaymentOrder, pk, "funding.view", "recipient__region__parent", "recipient__year")


@router.post("/orders/{uuid:pk}/corrections", response={201: OrderOut})
@opens("funding.pay")
def payment_corrected(request: HttpRequest, pk: UUID, body: CorrectionIn) -> tuple[int, PaymentOrder]:
    """Correct an order by a counter-entry over all or a part of it."""
    related = ("recipient__year", "recipient__region__parent", "corrects")
    found = fetch(request, PaymentOrder, pk, "funding.pay", *related)
    given = body.dict() | {"parts": None if body.parts is None else _parts(body.parts)}
    return 201, correct_payment(actor=actor_of(request), order=found, **given)


def _parts(parts: list[PartIn]) -> dict[UUID, int]:
    """The parts by budget line; a line that is named twice is refused."""
    found = {one.line: one.amount for one in parts}
    if len(found) != len(parts):
        message = _("A budget line is named twice.")
        raise BadInput([InputProblem("parts", None, message, _("Name each line once, with its whole part."))])
    return found
