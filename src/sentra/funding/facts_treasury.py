"""The money's records → facts of the checks that judge a disbursement and spending under an adjusted allocation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.development.facts import known
from sentra.funding.facts import adjustment_facts
from sentra.funding.guides import ADJUSTMENT, DISBURSEMENT, law_of
from sentra.funding.models import Adjustment, PlanState, PlanVersion, Recipient
from sentra.law import Verdict


def disbursement_facts(
    recipient: Recipient, plan: PlanVersion | None, total: int | None, conditions: str
) -> dict[str, Any]:
    """What is known of a disbursement that brings the money of a recipient to `total` rupiah.

    `plan` is the agreed version, or the one on its way where none is agreed; `conditions` the reference by which the
    Ministry of Finance's conditions of transfer are met, empty while nobody has confirmed them.
    """
    handed_in = plan is not None and plan.state in (PlanState.SUBMITTED, PlanState.AGREED)
    by_region = plan is not None and handed_in and plan.submitted_edition == plan.edition
    agreed = plan is not None and plan.state == PlanState.AGREED
    return known(
        {
            "disbursement_follows_agreed_plan": agreed and total is not None and total <= recipient.planned,
            "plan_agreed_by_region": by_region,
            "plan_agreed_by_industry_ministry": agreed and by_region,
            "finance_transfer_conditions_met": True if conditions.strip() else None,
        }
    )


def judge_disbursement(
    recipient: Recipient, plan: PlanVersion | None, total: int | None, conditions: str
) -> tuple[dict[str, Any], Verdict]:
    """Whether a disbursement of the industry fund may proceed (Permenperin 5/2022 Bab V huruf B)."""
    facts = disbursement_facts(recipient, plan, total, conditions)
    return facts, law_of(recipient.year).check(DISBURSEMENT).judge(facts)


def judge_spending(adjustment: Adjustment, paid_on: dt.date) -> tuple[dict[str, Any], Verdict]:
    """Whether money may be spent under an approved adjustment on a day (PK2UMK Pasal 3 ayat (4))."""
    facts = adjustment_facts(adjustment) | {"carried_out": True, "carried_out_on": paid_on}
    return facts, law_of(adjustment.recipient.year).check(ADJUSTMENT).judge(facts)
