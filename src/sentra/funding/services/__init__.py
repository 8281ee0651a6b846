"""What can be done in this room: one function a verb, keyword arguments, one transaction."""

from sentra.funding.services.adjustments import decide_adjustment, propose_adjustment, withdraw_adjustment
from sentra.funding.services.allocations import AllocationRow, allocate, record_decree, write_allocations
from sentra.funding.services.plans_deciding import decide_plan, forward_change, submit_plan
from sentra.funding.services.plans_drafting import (
    PlanDescription,
    attach_kak,
    attach_rab,
    describe_plan,
    drop_plan,
    open_change,
    open_plan,
    send_to_review,
    take_back,
)
from sentra.funding.services.plans_lines import (
    ActivityValues,
    LineValues,
    remove_activity,
    remove_line,
    save_activity,
    save_line,
)
from sentra.funding.services.plans_reviewing import LineReview, review_plan
from sentra.funding.services.recipients import choose_recipient, record_criteria, withdraw_recipient
from sentra.funding.services.standards import end_cost_standard, set_cost_standard
from sentra.funding.services.years import open_year, set_stage

__all__ = [
    "ActivityValues",
    "AllocationRow",
    "LineReview",
    "LineValues",
    "PlanDescription",
    "allocate",
    "attach_kak",
    "attach_rab",
    "choose_recipient",
    "decide_adjustment",
    "decide_plan",
    "describe_plan",
    "drop_plan",
    "end_cost_standard",
    "forward_change",
    "open_change",
    "open_plan",
    "open_year",
    "propose_adjustment",
    "record_criteria",
    "record_decree",
    "remove_activity",
    "remove_line",
    "review_plan",
    "save_activity",
    "save_line",
    "send_to_review",
    "set_cost_standard",
    "set_stage",
    "submit_plan",
    "take_back",
    "withdraw_adjustment",
    "withdraw_recipient",
    "write_allocations",
]
