"""Time in the demonstration.

Services know no "as of": they act now, in office hours, on a working day. To give the demonstration a past of three
years made by those same services, every act is planned for a moment and all are then taken in the order of time,
each with the clock standing at its moment. Only `django.utils.timezone.now` is replaced: every service, and every
`auto_now_add`, reads it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from unittest import mock
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from sentra.law.calendar import is_working_day
from sentra.territory.queries import non_working_days

ZONE = ZoneInfo("Asia/Jakarta")
#: How far back the demonstration reaches, in days: three years and some weeks, so that three whole years lie in it.
REACH = 3 * 366 + 60
_OPENS, _CLOSES = 8 * 60, 15 * 60 + 30  # office hours, in minutes of the day


class Calendar:
    """The working days before today; `age` counts them backwards: 1 is the last one."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        first = today - dt.timedelta(days=REACH)
        off = non_working_days(first, today, None)
        days = [first + dt.timedelta(days=n) for n in range(REACH)]
        self._days = [day for day in days if is_working_day(day, off)]

    @property
    def oldest(self) -> int:
        """The age of the first day of the demonstration."""
        return len(self._days)

    def day(self, age: int) -> dt.date:
        """The working day of an age; never later than yesterday, never earlier than the first."""
        return self._days[-min(max(age, 1), len(self._days))]

    def age_of(self, day: dt.date) -> int:
        """The age of the first working day on or after a day."""
        return sum(1 for one in self._days if one >= day)

    def first_days_of_years(self) -> list[int]:
        """The ages of the first working day of each year that began within the reach."""
        return [
            self.age_of(one) for before, one in zip(self._days, self._days[1:], strict=False) if before.year != one.year
        ]


@dataclass(order=True)
class _Event:
    at: dt.datetime
    order: int
    act: Callable[[], object] = field(compare=False)


class Timeline:
    """Acts planned for a moment each, taken in the order of time."""

    def __init__(self, calendar: Calendar, rng: random.Random) -> None:
        self.calendar = calendar
        self._rng = rng
        self._events: list[_Event] = []

    def plan(self, age: int, act: Callable[..., object], *args: object, minute: int | None = None) -> None:
        """Plan an act for the working day of an age; `minute` is the minute of the day, else some in office hours."""
        chosen = self._rng.randrange(_OPENS + 60, _CLOSES) if minute is None else minute
        day = dt.datetime.combine(self.calendar.day(age), dt.time(), ZONE)
        at = day + dt.timedelta(minutes=chosen, seconds=self._rng.randrange(60))
        self._events.append(_Event(at, len(self._events), partial(act, *args)))

    def run(self) -> int:
        """Take every act at its moment; gives their number."""
        kept, connection.run_on_commit = connection.run_on_commit, []
        for event in sorted(self._events):
            with standing_at(event.at):
                event.act()
                _tell_now()
        connection.run_on_commit = kept
        return len(self._events)


@contextmanager
def standing_at(moment: dt.datetime) -> Iterator[None]:
    """Work with the clock standing at a moment."""
    with mock.patch.object(timezone, "now", return_value=moment.astimezone(dt.UTC)):
        yield


def _tell_now() -> None:
    """Run what services left for the commit, at the moment of the act.

    The whole build is one transaction, so that an interrupted one leaves nothing; its commit comes too late for
    notifications that shall carry the day of their act.
    """
    while connection.run_on_commit:
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for hook in waiting:
            hook[1]()
