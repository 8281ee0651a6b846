"""Numbers, money and dates as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, ngettext

Number = int | float | Decimal

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT", "UTC": "UTC"}


def language() -> str:
    """The active language as the law's texts name it: `id` or `en`."""
    return "id" if (get_language() or "id").startswith("id") else "en"


def locale() -> str:
    """The Babel locale of the active language: `id` or `en_GB` (day before month, as here)."""
    return "id" if language() == "id" else "en_GB"


def number(value: Number, decimals: int = 0) -> str:
    """A number grouped by thousands, with at most `decimals` digits behind the comma."""
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale())


def rupiah(value: int) -> str:
    """Whole rupiah: `Rp1.250.000`, in English `Rp1,250,000`; a debt carries its sign in front."""
    sign = "−" if value < 0 else ""
    return f"{sign}Rp{number(abs(value))}"


def percent(value: Number, decimals: int = 1) -> str:
    """A share (0.125) as `12,5%`."""
    return f"{number(Decimal(str(value)) * 100, decimals)}%"


def long_date(value: date) -> str:
    """`5 Februari 2022`, in English `5 February 2022`; a moment is read in the present zone."""
    return babel_date(_day(value), "d MMMM y", locale=locale())


def short_date(value: date) -> str:
    """`5 Feb 2022` in either language."""
    return babel_date(_day(value), "d MMM y", locale=locale())


def clock(value: datetime) -> str:
    """`10.32` in Indonesian, `10:32` in English, in the present zone."""
    pattern = "HH.mm" if locale() == "id" else "HH:mm"
    return babel_time(_local(value), pattern, locale=locale())


def zone(value: datetime) -> str:
    """The abbreviation of the present zone: WIB, WITA, WIT."""
    local = _local(value)
    return _ZONES.get(str(local.tzinfo), local.tzname() or "")


def moment(value: date | datetime) -> str:
    """A date with its time and zone: `5 Februari 2022 10.32 WIB`; a bare date stays a date."""
    if not isinstance(value, datetime):
        return long_date(value)
    return f"{long_date(value)} {clock(value)} {zone(value)}".rstrip()


def since(value: date | datetime, now: datetime | None = None) -> str:
    """How long ago in whole days, hours or minutes: `3 hari`, `3 days`."""
    now = now or timezone.now()
    if isinstance(value, datetime):
        elapsed = max(now - value, timedelta())
        if elapsed < timedelta(hours=1):
            minutes = int(elapsed.total_seconds() // 60)
            return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
        if elapsed < timedelta(days=1):
            hours = int(elapsed.total_seconds() // 3600)
            return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        days = elapsed.days
    else:
        days = max(0, (timezone.localtime(now).date() - value).days)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _day(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value
