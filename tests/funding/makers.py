"""Years, recipients and allocations made through the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.models import Allocation, AllocationDecree, Fund, Holder, ProgrammeYear, Recipient
from sentra.funding.services import (
    AllocationRow,
    allocate,
    choose_recipient,
    open_year,
    record_criteria,
    record_decree,
)
from tests.personas import PEKALONGAN, persona, region

TODAY = dt.date.today()
BASIS = "Keputusan Sekretaris Kementerian Nomor 7 Tahun 2026"
CEILING = 400_000_000
#: What shows the three criteria of the industry fund.
CRITERIA = {
    "agency_named_industry": True,
    "in_theme1_priority_location": True,
    "receives_theme1_physical_dak": True,
}


def ministry() -> Actor:
    return persona(Role.MINISTRY_OFFICER)


def deputy() -> Actor:
    return persona(Role.MINISTRY_APPROVER)


def head(code: str = PEKALONGAN) -> Actor:
    return persona(Role.REGENCY_HEAD if len(code) == 4 else Role.PROVINCE_HEAD, code)


def officer(code: str = PEKALONGAN) -> Actor:
    return persona(Role.REGENCY_OFFICER if len(code) == 4 else Role.PROVINCE_OFFICER, code)


def a_year(fund: str = Fund.PK2UMK, number: int = TODAY.year, **given: Any) -> ProgrammeYear:
    """The open year of a fund, made on first use."""
    found = ProgrammeYear.objects.filter(fund=fund, year=number).first()
    return found or open_year(actor=ministry(), fund=fund, year=number, **({"basis": BASIS} | given))


def a_decree(year: ProgrammeYear, number: str = "104", **given: Any) -> AllocationDecree:
    values = {
        "kind": "Peraturan Presiden",
        "number": number,
        "title": "Rincian APBN",
        "date": dt.date(year.year, 1, 2) if year.year <= TODAY.year else TODAY,
    }
    return record_decree(actor=ministry(), year=year, **(values | given))


def criteria(year: ProgrammeYear, code: str = PEKALONGAN, **facts: bool | None) -> None:
    """Record the criteria of a region; all met unless said otherwise."""
    known = CRITERIA | facts
    record_criteria(
        actor=ministry(),
        year=year,
        region=region(code),
        facts=known,
        sources=dict.fromkeys(known, "Perda 5/2020"),
    )


def a_recipient(year: ProgrammeYear | None = None, code: str = PEKALONGAN, holder: str = "", **given: Any) -> Recipient:
    """A chosen recipient without a ceiling; the industry fund's criteria are recorded first."""
    year = year or a_year()
    if year.fund == Fund.IKM:
        criteria(year, code)
    usual = Holder.REGENCY if len(code) == 4 else Holder.PROVINCE
    values = {"instrument": "Keputusan Menteri Nomor 3", "consideration": "Serapan tahun lalu baik."} | given
    return choose_recipient(actor=ministry(), year=year, region=region(code), holder=holder or usual, **values)


def a_row(recipient: Recipient, ceiling: int = CEILING, **given: Any) -> AllocationRow:
    values: dict[str, Any] = {"target_participants": 116, "target_mentors": 2} | given
    return AllocationRow(region_id=recipient.region_id, holder=recipient.holder, ceiling=ceiling, **values)


def allocated(
    recipient: Recipient, ceiling: int = CEILING, decree: AllocationDecree | None = None, **given: Any
) -> Allocation:
    """A ceiling for a recipient by the year's decree."""
    decree = decree or a_decree(recipient.year)
    made = allocate(actor=ministry(), recipient=recipient, decree=decree, row=a_row(recipient, ceiling, **given))
    recipient.refresh_from_db()
    return made


def with_ceiling(
    year: ProgrammeYear | None = None, code: str = PEKALONGAN, ceiling: int = CEILING, holder: str = "", **given: Any
) -> Recipient:
    """A recipient with its ceiling."""
    recipient = a_recipient(year, code, holder)
    allocated(recipient, ceiling, **given)
    return recipient
