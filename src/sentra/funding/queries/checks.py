"""The five checks that hold a recipient's papers against each other; where nothing was stated the answer is unknown.

They are ours: the reports of a DAK Nonfisik hold the same figures three times (absorption, payment orders, use), and a
difference is found here before the ministry finds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Sum

from sentra.funding.models import AbsorptionStatement, Disbursement, DisbursementState, Recipient
from sentra.funding.queries.sums import ActivitySum, activities_of, spent_until

ORDERS = "orders_equal_absorption"
RECEIVED = "absorption_within_received"
USE = "use_equals_absorption"
FALLING = "cumulative_never_falls"
VOLUMES = "volume_with_money"


@dataclass(frozen=True)
class Checked:
    """The answer of one check: met, not_met, unknown, or advice where something is questioned.

    `found` and `wanted` are the two amounts in rupiah that were compared, `about` the day they are of.
    """

    name: str
    mark: str
    found: int | None = None
    wanted: int | None = None
    about: dt.date | None = None
    questioned: Sequence[ActivitySum] = ()


def statements_of(recipient: Recipient) -> list[AbsorptionStatement]:
    """All that was stated of a recipient, the oldest day first."""
    # Unscoped, here and below: the rows of a recipient that was let through.
    rows = AbsorptionStatement.unscoped.filter(recipient=recipient).select_related("recorded_by")
    return list(rows.order_by("as_of", "created_at"))


def checks_of(
    recipient: Recipient,
    activities: Sequence[ActivitySum] | None = None,
    statements: Sequence[AbsorptionStatement] | None = None,
) -> list[Checked]:
    """The five checks of a recipient, in the order of the papers; what the caller has read is not read again."""
    rows = statements_of(recipient) if statements is None else statements
    stated = list({one.as_of: one for one in rows}.values())  # stated anew for the same day, the newer one counts
    newest = stated[-1] if stated else None
    held = activities_of(recipient) if activities is None else activities
    return [
        _orders(recipient, newest),
        _received(recipient, newest),
        _use(newest),
        _falling(stated),
        _volumes(held),
    ]


def _orders(recipient: Recipient, stated: AbsorptionStatement | None) -> Checked:
    if stated is None:
        return Checked(ORDERS, "unknown")
    paid = spent_until(recipient, stated.as_of)
    return Checked(ORDERS, _mark(paid == stated.absorbed), paid, stated.absorbed, stated.as_of)


def _received(recipient: Recipient, stated: AbsorptionStatement | None) -> Checked:
    if stated is None:
        return Checked(RECEIVED, "unknown")
    rows = Disbursement.unscoped.filter(recipient=recipient, state=DisbursementState.RECEIVED)
    received = int(rows.filter(received_on__lte=stated.as_of).aggregate(total=Sum("amount", default=0))["total"])
    return Checked(RECEIVED, _mark(stated.absorbed <= received), stated.absorbed, received, stated.as_of)


def _use(stated: AbsorptionStatement | None) -> Checked:
    if stated is None:
        return Checked(USE, "unknown")
    return Checked(USE, _mark(stated.used == stated.absorbed), stated.used, stated.absorbed, stated.as_of)


def _falling(stated: Sequence[AbsorptionStatement]) -> Checked:
    if not stated:
        return Checked(FALLING, "unknown")
    for before, after in pairwise(stated):
        for name in ("absorbed", "used"):
            earlier, later = getattr(before, name), getattr(after, name)
            if later < earlier:
                return Checked(FALLING, "not_met", later, earlier, after.as_of)
    return Checked(FALLING, "met", about=stated[-1].as_of)


def _volumes(activities: Sequence[ActivitySum]) -> Checked:
    """Activities that reached something without money, or spent money and reached nothing."""
    said = [one for one in activities if one.reached is not None]
    questioned = [one for one in said if (one.reached == 0) != (one.spent == 0)]
    if questioned:
        return Checked(VOLUMES, "advice", questioned=questioned)
    silent = [one for one in activities if one.reached is None and one.spent]
    if silent or not said:
        return Checked(VOLUMES, "unknown", questioned=silent)
    return Checked(VOLUMES, "met")


def _mark(holds: bool) -> str:
    return "met" if holds else "not_met"


__all__ = ["FALLING", "ORDERS", "RECEIVED", "USE", "VOLUMES", "Checked", "checks_of", "statements_of"]
