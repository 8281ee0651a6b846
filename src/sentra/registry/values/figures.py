"""The values of a year's figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from sentra.registry.values.reading import LARGEST_RUPIAH, Checked, Reading

EARLIEST_YEAR = 1990


@dataclass(frozen=True)
class FiguresValues:
    """Figures of an enterprise for one year in whole rupiah and persons; what is not known is None, never zero."""

    year: int = 0
    annual_sales: int | None = None
    net_worth: int | None = None
    business_capital: int | None = None
    investment_value: int | None = None
    workers_paid_male: int | None = None
    workers_paid_female: int | None = None
    workers_family_male: int | None = None
    workers_family_female: int | None = None
    home_workers_outside: int | None = None
    monthly_capacity: str = ""
    source: str = ""


@dataclass(frozen=True)
class SentraFiguresValues:
    """Figures of a sentra for one year, all members together; what is not known is None."""

    year: int = 0
    turnover: int | None = None
    member_count: int | None = None
    worker_count: int | None = None
    domestic_material_share: int | None = None
    source: str = ""


_WORDS = frozenset({"year", "source", "monthly_capacity"})


def check_figures(raw: Mapping[str, Any], *, today: dt.date) -> Checked[FiguresValues]:
    """Read an enterprise's figures of a year not in the future; at least one figure must be given."""
    reading = Reading(raw)
    values = FiguresValues(
        year=_year(reading, today),
        annual_sales=reading.rupiah("annual_sales"),
        net_worth=reading.rupiah("net_worth", lowest=-LARGEST_RUPIAH),
        business_capital=reading.rupiah("business_capital"),
        investment_value=reading.rupiah("investment_value"),
        workers_paid_male=reading.whole("workers_paid_male", 0, 100_000),
        workers_paid_female=reading.whole("workers_paid_female", 0, 100_000),
        workers_family_male=reading.whole("workers_family_male", 0, 1_000),
        workers_family_female=reading.whole("workers_family_female", 0, 1_000),
        home_workers_outside=reading.whole("home_workers_outside", 0, 100_000),
        monthly_capacity=reading.text("monthly_capacity", 120),
        source=reading.text("source", 120),
    )
    _require_a_figure(reading, values)
    return Checked(values, tuple(reading.problems), tuple(reading.warnings))


def check_sentra_figures(raw: Mapping[str, Any], *, today: dt.date) -> Checked[SentraFiguresValues]:
    """Read a sentra's figures of a year not in the future; at least one figure must be given."""
    reading = Reading(raw)
    values = SentraFiguresValues(
        year=_year(reading, today),
        turnover=reading.rupiah("turnover"),
        member_count=reading.whole("member_count", 0, 1_000_000),
        worker_count=reading.whole("worker_count", 0, 10_000_000),
        domestic_material_share=reading.whole("domestic_material_share", 0, 100),
        source=reading.text("source", 120),
    )
    _require_a_figure(reading, values)
    return Checked(values, tuple(reading.problems), tuple(reading.warnings))


def _year(reading: Reading, today: dt.date) -> int:
    if reading.is_empty("year"):
        reading.wrong("year", _("The year is missing."), _("Write a year such as 2025."))
        return 0
    return reading.whole("year", EARLIEST_YEAR, today.year) or 0


def _require_a_figure(reading: Reading, values: FiguresValues | SentraFiguresValues) -> None:
    given = [one.name for one in fields(values) if one.name not in _WORDS and getattr(values, one.name) is not None]
    if given or reading.problems:
        return
    first = "annual_sales" if isinstance(values, FiguresValues) else "turnover"
    reading.wrong(first, _("No figure was given for the year."), _("Fill in at least one figure."))
