"""When the month report is due: 14 working days after the month's end (Permenkop UKM 2/2022 Pasal 38 ayat (7)).

Counted by hand from the joint decrees of each year, the report for January 2022 first. The second date is the one that
would hold if joint leave were worked; it stands only where it differs.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date

_BY_YEAR = {
    2022: "21 Feb, 21 Mar, 21 Apr, 30 May (24), 21 Jun, 20 Jul, 19 Aug, 20 Sep, 20 Oct, 18 Nov, 20 Dec, 19 Jan",
    2023: "20 Feb, 20 Mar, 28 Apr (21), 22 May, 22 Jun (21), 21 Jul, 21 Aug, 20 Sep, 19 Oct, 20 Nov, 20 Dec, 19 Jan",
    2024: "23 Feb (22), 22 Mar (21), 26 Apr (22), 27 May (22), 24 Jun (21), 18 Jul, 20 Aug, 20 Sep, 18 Oct, 20 Nov, "
    "19 Dec, 21 Jan",
    2025: "20 Feb, 20 Mar, 28 Apr (22), 23 May (22), 23 Jun (20), 18 Jul, 21 Aug (20), 19 Sep, 20 Oct, 20 Nov, 18 Dec, "
    "22 Jan",
    2026: "23 Feb (20), 26 Mar (20), 21 Apr, 25 May (22), 22 Jun, 20 Jul, 21 Aug, 18 Sep, 20 Oct, 19 Nov, 18 Dec, "
    "22 Jan",
}
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}


def month_reports() -> Iterator[tuple[date, date, date]]:
    """Yield the last day of a month, the day its report is due, and the day if joint leave were worked."""
    for year, row in _BY_YEAR.items():
        for month, written in enumerate(row.split(", "), start=1):
            end = date(year, month, calendar.monthrange(year, month)[1])
            day, name, *worked = written.replace("(", "").replace(")", "").split()
            due = date(end.year + (month == 12), _MONTHS[name], int(day))
            yield end, due, due.replace(day=int(worked[0])) if worked else due
