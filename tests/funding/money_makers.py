"""An agreed plan put in force, stages set, money received and spent, in a year that is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.models import (
    BudgetLine,
    Disbursement,
    Fund,
    Holder,
    PaymentOrder,
    PlanActivity,
    PlanLine,
    PlanState,
    PlanVersion,
    ProgrammeYear,
    Recipient,
    Stage,
)
from sentra.funding.services import set_stage
from sentra.funding.services.agreed import put_in_force
from sentra.funding.services.common import lock_recipient
from sentra.funding.services.treasury_payments import record_payment
from sentra.funding.services.treasury_stages import accept_report, receive_disbursement, recommend_disbursement
from sentra.pages.errors import BadInput
from tests.funding.makers import CEILING, TODAY, a_year, deputy, head, ministry, officer, with_ceiling
from tests.personas import PEKALONGAN, persona

YEAR = TODAY.year - 1  # over, so that each of its days is past whenever the tests run
FIRST = dt.date(YEAR, 2, 1)
SECOND = dt.date(YEAR, 7, 1)
SOURCE = "PMK 119/PMK.07/2021"
UUIDS = tuple(UUID(int=n) for n in range(1, 30))


def on(month: int, day: int = 1) -> dt.date:
    """A day of the year of these tests."""
    return dt.date(YEAR, month, day)


@dataclass(frozen=True)
class Act:
    """An activity with the amounts of its lines; its keys stay the same from version to version."""

    code: str = "training"
    amounts: Mapping[UUID, int] = field(default_factory=dict)
    months: tuple[int, int] = (1, 12)
    key: UUID = field(default_factory=uuid4)
    volume: int | None = 100


def act(*amounts: int, code: str = "training", **given: Any) -> Act:
    return Act(code, {uuid4(): one for one in amounts}, **given)


def handed_in(recipient: Recipient, acts: Sequence[Act], **given: Any) -> PlanVersion:
    """A further version of the plan, agreed by the region and with the ministry."""
    values: dict[str, Any] = {
        "number": PlanVersion.unscoped.filter(recipient=recipient).count() + 1,
        "drafted_by": officer().user,
        "submitted_by": head().user,
        "submitted_on": on(1, 20),
        "submitted_edition": 1,
        "state": PlanState.SUBMITTED,
    }
    plan = PlanVersion.unscoped.create(recipient=recipient, **(values | given))
    for place, one in enumerate(acts, 1):
        _activity(plan, place, one)
    return plan


def agree(recipient: Recipient, acts: Sequence[Act], **given: Any) -> PlanVersion:
    """A further version of the plan, agreed by region and ministry and put in force; refused, it leaves nothing."""
    with transaction.atomic():
        plan = handed_in(recipient, acts, decided_by=deputy().user, decided_on=on(1, 25), **given)
        put_in_force(lock_recipient(recipient), plan)
    recipient.refresh_from_db()
    return plan


def _activity(plan: PlanVersion, place: int, one: Act) -> None:
    industry = plan.recipient.year.fund == Fund.IKM
    activity = PlanActivity.unscoped.create(
        plan=plan,
        key=one.key,
        place=place,
        activity=one.code,
        title=f"Kegiatan {one.code} {place}",
        first_month=one.months[0],
        last_month=one.months[1],
        location="Balai",
        output_volume=one.volume,
        output_unit="orang",
    )
    for n, (key, amount) in enumerate(one.amounts.items(), 1):
        PlanLine.unscoped.create(
            activity=activity,
            key=key,
            place=n,
            component="venue_rental" if industry else "meeting_package",
            description=f"Pos {place}.{n}",
            volume=1,
            unit="activity",
            unit_price=amount,
            amount=amount,
        )


def last_year(fund: str = Fund.PK2UMK, **given: Any) -> ProgrammeYear:
    return a_year(fund, YEAR, **given)


def stages(year: ProgrammeYear, least: int | None = 75, *, needs_report: bool = True) -> list[Stage]:
    """Two halves, from February and from July; the second asks for a report and for absorption."""
    given = {"actor": ministry(), "year": year, "source": SOURCE, "standing": "proposed", "share_percent": 50}
    return [
        set_stage(**given, number=1, opens_on=FIRST, min_absorption_percent=None, needs_report=False),
        set_stage(**given, number=2, opens_on=SECOND, min_absorption_percent=least, needs_report=needs_report),
    ]


def usual_holder(code: str) -> Holder:
    return Holder.REGENCY if len(code) == 4 else Holder.PROVINCE


def treasurer(recipient: Recipient) -> Actor:
    """Somebody of the office that manages the fund."""
    if recipient.holder == Holder.TECHNICAL_UNIT:
        return persona(Role.TECHNICAL_UNIT, recipient.region.code)
    return officer(recipient.region.code)


def funded(
    code: str = PEKALONGAN, fund: str = Fund.PK2UMK, ceiling: int = CEILING, **given: Any
) -> tuple[Recipient, list[Stage]]:
    """A recipient with a ceiling, in a year with two stages."""
    year = last_year(fund)
    made = list(year.stages.order_by("number")) or stages(year)
    return with_ceiling(year, code, ceiling, **given), made


def recommended(recipient: Recipient, stage: Stage, **given: Any) -> Disbursement:
    values = {"recommended_on": stage.opens_on, "conditions": "S-12/PK/2025"} | given
    return recommend_disbursement(actor=ministry(), recipient=recipient, stage=stage, **values)


def received(recipient: Recipient, stage: Stage, day: dt.date | None = None, **given: Any) -> Disbursement:
    """A stage's money on its way and in the treasury."""
    made = receive_disbursement(
        actor=treasurer(recipient),
        disbursement=recommended(recipient, stage, **given),
        received_on=day or stage.opens_on,
        reference=f"SP2D-BUN {stage.number}",
    )
    recipient.refresh_from_db()
    return made


def reported(recipient: Recipient, stage: Stage, day: dt.date | None = None) -> None:
    accept_report(
        actor=ministry(),
        recipient=recipient,
        stage=stage,
        reference="B-77/SM/2025",
        accepted_on=day or on(6, 30),
    )


def lines(recipient: Recipient) -> list[BudgetLine]:
    """The budget lines as they stand, the largest plan first."""
    return list(BudgetLine.unscoped.filter(recipient=recipient).order_by("-planned", "pk"))


def pay(recipient: Recipient, parts: Mapping[UUID, int], day: dt.date | None = None, **given: Any) -> PaymentOrder:
    """An SP2D over some lines."""
    values: dict[str, Any] = {
        "number": f"SP2D/{uuid4().hex[:8]}",
        "paid_on": day or on(3),
        "payee": "CV Cahaya Boga",
        "purpose": "Konsumsi pelatihan",
        "amount": sum(parts.values()),
    } | given
    made = record_payment(
        actor=values.pop("actor", None) or treasurer(recipient), recipient=recipient, parts=parts, **values
    )
    recipient.refresh_from_db()
    return made


def spending(code: str = PEKALONGAN, *amounts: int, **given: Any) -> tuple[Recipient, list[BudgetLine]]:
    """A recipient with an agreed plan and its first stage received: ready to pay."""
    recipient, made = funded(code, **given)
    agree(recipient, [act(*(amounts or (200_000_000, 100_000_000)))])
    received(recipient, made[0])
    return recipient, lines(recipient)


def problems(act: Callable[[], Any]) -> dict[str, str]:
    """The fields that are refused, each with what is said of it."""
    with pytest.raises(BadInput) as problem:
        act()
    assert all(one.message and one.remedy for one in problem.value.problems)
    return {one.field: str(one.message) for one in problem.value.problems}
