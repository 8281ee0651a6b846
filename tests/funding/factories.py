"""Cost standards made through the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.models import CostStandard
from sentra.funding.services import set_cost_standard
from tests.personas import JAWA_TENGAH, PEKALONGAN, persona

TODAY = dt.date.today()
FIRST = dt.date(TODAY.year - 1, 1, 1)  # the day the standards of the tests begin to count


def officer(code: str = PEKALONGAN) -> Actor:
    return persona(Role.REGENCY_OFFICER, code)


def province(code: str = JAWA_TENGAH) -> Actor:
    return persona(Role.PROVINCE_OFFICER, code)


def ministry() -> Actor:
    return persona(Role.MINISTRY_OFFICER)


def values(**given: Any) -> dict[str, Any]:
    """What a standard is set with."""
    return {
        "component": "mentor_honorarium",
        "unit": "person_month",
        "amount": 3_500_000,
        "instrument_kind": "Peraturan Wali Kota Pekalongan",
        "instrument_number": "61",
        "instrument_title": "Standar Harga Satuan",
        "instrument_date": FIRST - dt.timedelta(days=30),
        "valid_from": FIRST,
    } | given


def standard(by: Actor | None = None, **given: Any) -> CostStandard:
    return set_cost_standard(actor=by or officer(), **values(**given))
