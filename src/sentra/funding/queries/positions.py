"""What a forecast reads of recipients, fetched for a whole list at once."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from sentra.funding.models import (
    Disbursement,
    DisbursementState,
    FundingSource,
    PaymentOrder,
    PlanActivity,
    PlanState,
    PlanVersion,
    Recipient,
)
from sentra.funding.queries.forecast import Forecast, PlannedActivity, Position, StageReceipt, forecast, tolerance


def with_positions(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Recipients with all that `position_of` reads; five questions however many there are."""
    # Unscoped, in all four: what belongs to recipients that the caller has narrowed to the territory.
    paid = PaymentOrder.unscoped.filter(recipient=OuterRef("pk"), corrects=None).order_by("-paid_on")
    amount = Sum("lines__amount", filter=Q(lines__source=FundingSource.FUND), default=0)
    plans = PlanVersion.unscoped.filter(state=PlanState.AGREED)
    received = Disbursement.unscoped.filter(state=DisbursementState.RECEIVED)
    return (
        rows.select_related("year", "region__parent", "allocation")
        .annotate(last_paid_on=Subquery(paid.values("paid_on")[:1]))
        .prefetch_related(
            Prefetch("plans", plans, to_attr="agreed_plans"),
            Prefetch("agreed_plans__activities", PlanActivity.unscoped.annotate(amount=amount), to_attr="with_amounts"),
            Prefetch("disbursements", received, to_attr="receipts"),
            "year__stages",
        )
    )


def position_of(recipient: Recipient) -> Position:
    """Where the money stands of a recipient that came out of `with_positions`."""
    row = cast("Any", recipient)
    received = {one.stage_id for one in row.receipts}
    return Position(
        year=recipient.year.year,
        ceiling=recipient.ceiling,
        planned=recipient.planned,
        received=recipient.received,
        spent=recipient.spent,
        activities=[
            PlannedActivity(one.amount, one.first_month, one.last_month)
            for plan in row.agreed_plans
            for one in plan.with_amounts
        ],
        stages=[
            StageReceipt(one.number, one.opens_on, one.pk in received)
            for one in sorted(recipient.year.stages.all(), key=lambda one: one.number)
        ],
        plan_due=recipient.year.plan_due,
        first_received_on=min((one.received_on for one in row.receipts), default=None),
        last_paid_on=row.last_paid_on,
    )


def forecast_of(recipient: Recipient, today: dt.date) -> Forecast:
    """The forecast of a recipient that came out of `with_positions`, by the tolerances in force."""
    return forecast(position_of(recipient), today, tolerance())
