"""Keeping the calendar: days off with the decree that says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.pages.errors import BadInput, Conflict, InputProblem
from sentra.territory.models import CalendarDay, DayKind, Region

_FIELDS = ("day", "kind", "region", "name", "name_en", "instrument", "is_estimate")


def add_calendar_day(
    *,
    actor: Actor,
    day: dt.date,
    kind: str,
    name: str,
    instrument: str,
    region: Region | None = None,
    name_en: str = "",
    is_estimate: bool = False,
    reason: str = "",
) -> CalendarDay:
    """Add a day that is not worked; it cites its decree. The same day twice is refused (`Conflict`).

    Deadlines already told to somebody keep their date until they are counted again on purpose (`deadlines`).
    """
    ensure(actor, "territory.manage_calendar")
    record = CalendarDay(
        day=day,
        kind=kind,
        region=region,
        name=name.strip(),
        name_en=name_en.strip(),
        instrument=instrument.strip(),
        is_estimate=is_estimate,
    )
    _check(record)
    _save(actor, "territory.add_day", record, reason, {"after": _values(record)})
    return record


def change_calendar_day(*, actor: Actor, day: CalendarDay, reason: str, **changes: Any) -> CalendarDay:
    """Change a day (its date, name, decree, or that it is an estimate no more), with the reason."""
    ensure(actor, "territory.manage_calendar")
    _need_reason(reason)
    if unknown := changes.keys() - set(_FIELDS):
        raise TypeError(f"not part of a calendar day: {', '.join(sorted(unknown))}")
    before = _values(day)
    for field, value in changes.items():
        setattr(day, field, value)
    _check(day)
    if before != _values(day):
        _save(actor, "territory.change_day", day, reason, {"before": before, "after": _values(day)})
    return day


def remove_calendar_day(*, actor: Actor, day: CalendarDay, reason: str) -> None:
    """Make a day a working day again, with the reason; the record keeps what stood there."""
    ensure(actor, "territory.manage_calendar")
    _need_reason(reason)
    with transaction.atomic():
        _record(actor, "territory.remove_day", day, reason, {"before": _values(day)})
        day.delete()


def _check(record: CalendarDay) -> None:
    problems = []
    if not record.name:
        problems.append(InputProblem("name", record.name, _("Name the day.")))
    if not record.instrument:
        remedy = _("Number and year of the joint decree, or of the governor's or regent's decision.")
        problems.append(InputProblem("instrument", "", _("A day off cites the decree that sets it."), remedy))
    if record.kind == DayKind.LOCAL_DAY_OFF and record.region is None:
        problems.append(InputProblem("region", None, _("A local day off belongs to a region.")))
    if record.kind != DayKind.LOCAL_DAY_OFF and record.region is not None:
        message = _("A national day belongs to no region; choose “Local day off” for one region.")
        problems.append(InputProblem("region", record.region, message))
    if problems:
        raise BadInput(problems)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput([InputProblem("reason", reason, _("Say why the calendar changes."))])


def _save(actor: Actor, action: str, record: CalendarDay, reason: str, details: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            record.save()
            _record(actor, action, record, reason, details)
    except IntegrityError:
        raise Conflict(
            _("This day stands in the calendar already."), remedy=_("Change the day that is there.")
        ) from None


def _record(actor: Actor, action: str, record: CalendarDay, reason: str, details: dict[str, Any]) -> None:
    regency = record.region if record.region and record.region.level == "regency" else None
    record_decision(actor=actor, action=action, subject=record, regency=regency, reason=reason, details=details)


def _values(record: CalendarDay) -> dict[str, Any]:
    return {field: str(getattr(record, field)) for field in _FIELDS}


__all__ = ["add_calendar_day", "change_calendar_day", "remove_calendar_day"]
