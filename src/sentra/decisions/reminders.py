"""Reminders of what waits: before, on and after the due date, each once to each holder, until the work is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sentra.decisions.models import Notification, WorkItem
from sentra.decisions.notifications import wants_at_once
from sentra.decisions.queries import people_of
from sentra.law.calendar import nth_working_day_after, working_days_between
from sentra.territory.models import Office
from sentra.territory.queries import non_working_days

_MONTH = 31  # calendar days around today for which the calendar is read; longer than any lead in working days


def send_reminders() -> int:
    """Remind the holders of every open line whose due date is near or past; gives the number of reminders.

    `REMINDER_DAYS` lists the days, in working days from the due date: -2 is two before it, 0 the day itself. A line
    that reached several of them is reminded of the latest only. Run twice on a day it reminds once.
    """
    fresh = list(_fresh())
    with transaction.atomic():
        Notification.objects.bulk_create(fresh, ignore_conflicts=True)
        people = sorted({note.user_id for note in fresh})
        if wants_at_once(people):
            from sentra.decisions.tasks import mail_at_once  # tasks load only once Django is ready

            transaction.on_commit(lambda: mail_at_once.enqueue(people))
    return len(fresh)


def _fresh() -> Iterator[Notification]:
    """The reminders that are to be made now."""
    days_off: dict[int | None, frozenset[dt.date]] = {}
    for item, office in _near():
        today = timezone.localdate(timezone=office.zone)
        if office.region_id not in days_off:
            days_off[office.region_id] = _calendar(office, today)
        reached = _reached(item, today, days_off[office.region_id])
        if reached is None:
            continue
        told = set(Notification.objects.filter(work_item=item, reminder=reached).values_list("user_id", flat=True))
        for user in people_of(item, office, today):
            if user.pk not in told:
                yield Notification(user=user, work_item=item, reminder=reached, needs_you=True, url=item.url)


def _near() -> Iterator[tuple[WorkItem, Office]]:
    """The open lines that may have reached a reminder, with their office."""
    last = timezone.localdate() + dt.timedelta(days=_MONTH)
    # System task: everybody in the nation is reminded, so the lines are read without a territory.
    rows = WorkItem.unscoped.filter(closed_at=None, due_on__lte=last, office__isnull=False)
    for item in rows.select_related("office__region__parent").order_by("pk").iterator(chunk_size=1_000):
        if item.office is not None:
            yield item, item.office


def _calendar(office: Office, today: dt.date) -> frozenset[dt.date]:
    around = dt.timedelta(days=_MONTH)
    return non_working_days(today - around, today + around, office.region)


def _reached(item: WorkItem, today: dt.date, days_off: frozenset[dt.date]) -> int | None:
    """The latest of the reminder's days that has come; None while none has."""
    days: Sequence[int] = settings.REMINDER_DAYS
    if item.due_on is None or not days:
        return None
    if nth_working_day_after(item.due_on, max(*days, 0), days_off) <= today:
        return max(days)  # long overdue: no need to count
    since_due = working_days_between(item.due_on, today, days_off)
    return max((one for one in days if one <= since_due), default=None)
