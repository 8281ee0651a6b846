"""Records → facts of the funds' checks; the only bridge of this room to the law."""

from __future__ import annotations

from typing import Any

from sentra.access.roles import Role
from sentra.development.facts import known
from sentra.funding.guides import ADJUSTMENT, ELIGIBILITY, TARGETS, law_of, region_level
from sentra.funding.models import Adjustment, AdjustmentState, Criteria
from sentra.law import Verdict

#: The value of the fact `proposer_position` for each role that heads an office.
_POSITIONS = {
    Role.PROVINCE_HEAD: "head_province_agency",
    Role.TECHNICAL_UNIT: "head_province_technical_unit",
    Role.REGENCY_HEAD: "head_regency_agency",
}
_POSITION_OF_HOLDER = {
    "province_agency": "head_province_agency",
    "province_technical_unit": "head_province_technical_unit",
    "regency_agency": "head_regency_agency",
}
_KINDS = {"kabupaten": "regency", "kota": "city"}


def criteria_facts(criteria: Criteria) -> dict[str, Any]:
    """What is known of a region for the industry fund's three criteria."""
    region = criteria.region
    kind = "province" if region_level(region) == "province" else _KINDS.get(region.kind, "regency")
    return known({"region_kind": kind, **criteria.facts})


def judge_region(criteria: Criteria) -> Verdict:
    """Whether the region may receive the industry fund (Permenperin 5/2022 Bab II huruf A)."""
    return law_of(criteria.year).check(ELIGIBILITY).judge(criteria_facts(criteria))


def adjustment_facts(adjustment: Adjustment, role: str = "") -> dict[str, Any]:
    """A proposed use of an allocation beside the determined one.

    A target that the proposal leaves alone stays as determined; one that was never determined is not known.
    """
    recipient, of = adjustment.recipient, adjustment.of
    position = _POSITIONS.get(Role(role), "other") if role else _POSITION_OF_HOLDER[recipient.holder]
    approved = adjustment.state == AdjustmentState.APPROVED
    facts: dict[str, Any] = {
        "proposer_position": position,
        "allocation_determined_by_minister": True,
        "region_level": region_level(recipient.region),
        "approval_status": adjustment.state if adjustment.state != AdjustmentState.WITHDRAWN else "not_submitted",
        "approval_channel": "ministry_secretariat" if approved and adjustment.letter else None,
        "approved_on": adjustment.decided_on if approved else None,
        "carried_out": False,
    }
    for target in TARGETS:
        name = f"{target.removeprefix('target_')}_target"
        proposed = getattr(adjustment, target)
        facts[name] = getattr(of, target)
        facts[f"{name}_proposed"] = getattr(of, target) if proposed is None else proposed
    return known(facts)


def judge_adjustment(adjustment: Adjustment, role: str = "") -> tuple[dict[str, Any], Verdict]:
    """Whether an adjustment is admissible (PK2UMK Pasal 3 ayat (3), (4))."""
    facts = adjustment_facts(adjustment, role)
    return facts, law_of(adjustment.recipient.year).check(ADJUSTMENT).judge(facts)
