"""What can be done here: keep offices and the calendar, grant and end appointments, verify the records."""

from sentra.administration.services.accounts import renew_link
from sentra.administration.services.appointments import (
    Person,
    appoint,
    confirm_appointment,
    extend_appointment,
    grantable,
    may_end,
    revoke_appointment,
)
from sentra.administration.services.audit import log_export, run_chain_check, start_chain_check
from sentra.administration.services.bootstrap import appoint_first_administrator
from sentra.administration.services.calendar import add_calendar_day, change_calendar_day, remove_calendar_day
from sentra.administration.services.deadlines import MovingDeadline, move_deadlines, moving_deadlines, seen
from sentra.administration.services.offices import (
    change_office,
    close_office,
    forming_decree,
    kinds_kept_by,
    may_change,
    register_office,
)
from sentra.administration.services.regions import end_region_class, state_region_class

__all__ = [
    "MovingDeadline",
    "Person",
    "add_calendar_day",
    "appoint",
    "appoint_first_administrator",
    "change_calendar_day",
    "change_office",
    "close_office",
    "confirm_appointment",
    "end_region_class",
    "extend_appointment",
    "forming_decree",
    "grantable",
    "kinds_kept_by",
    "log_export",
    "may_change",
    "may_end",
    "move_deadlines",
    "moving_deadlines",
    "register_office",
    "remove_calendar_day",
    "renew_link",
    "revoke_appointment",
    "run_chain_check",
    "seen",
    "start_chain_check",
    "state_region_class",
]
