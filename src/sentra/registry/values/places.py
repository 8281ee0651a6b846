"""The values of a sentra, of a membership and of the relations of a sentra."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from sentra.registry.models import FlagshipRelation, MarketReach, PartnerForm, PartnershipSide, PartnerType, Scheme
from sentra.registry.values.people import OLDEST_FOUNDING, read_district, read_email, read_phone
from sentra.registry.values.reading import Checked, Reading

#: The frame around the archipelago, in degrees; the same as the constraint in the database.
LATITUDES = (Decimal("-11.5"), Decimal("6.5"))
LONGITUDES = (Decimal("94.5"), Decimal("141.5"))

NO_END_PRODUCT = "none"


@dataclass(frozen=True)
class SentraValues:
    """A sentra as entered; what is not known is empty or None."""

    name: str = ""
    scheme: str = Scheme.UKM.value
    product: str = ""
    raw_materials: str = ""
    raw_material_origin: str = ""
    area: str = ""
    address: str = ""
    village: str = ""
    district_code: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    founded_year: int | None = None
    history: str = ""
    technology: str = ""
    facilities: str = ""
    problems: str = ""
    support_needed: str = ""
    manager_name: str = ""
    manager_phone: str = ""
    flagship_relation: str = ""
    flagship_document: str = ""
    market_reach: str = ""
    end_product_market_reach: str = ""


@dataclass(frozen=True)
class MembershipValues:
    """When an enterprise joined a sentra and whether it works inside the recorded area."""

    joined_on: dt.date | None = None
    left_on: dt.date | None = None
    left_reason: str = ""
    inside_area: bool | None = None


@dataclass(frozen=True)
class PartnerValues:
    """A partner as entered; the facts of its definition stay None until known."""

    type: str = ""
    name: str = ""
    legal_form: str = ""
    is_unit: bool = False
    parent_name: str = ""
    cooperative_registration_number: str = ""
    savings_loan_is_only_activity: bool | None = None
    unit_runs_savings_loan: bool | None = None
    address: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class PartnershipValues:
    """A lasting relation of a sentra with a partner or a party named in words."""

    side: str = ""
    party_name: str = ""
    is_written: bool = False
    document: str = ""
    contribution: str = ""
    began_on: dt.date | None = None


@dataclass(frozen=True)
class SupportValues:
    """Support that was delivered."""

    kind: str = ""
    giver: str = ""
    programme: str = ""
    amount: int | None = None
    delivered_on: dt.date | None = None
    legal_basis: str = ""
    note: str = ""


def check_sentra(raw: Mapping[str, Any], *, regency_code: str, today: dt.date) -> Checked[SentraValues]:
    """Read a sentra's values: name and product must be given; a position must lie in Indonesia.

    A flagship relation other than "none" needs the regional document that names the product
    (Permen KUKM 23/2005 Pasal 1 angka 3, Pasal 5 ayat (2) huruf b).
    """
    reading = Reading(raw)
    latitude, longitude = _position(reading)
    values = SentraValues(
        name=reading.text("name", 150, required=True),
        scheme=reading.choice("scheme", Scheme, default=Scheme.UKM.value),
        product=reading.text("product", 150, required=True),
        raw_materials=reading.text("raw_materials", 250),
        raw_material_origin=reading.text("raw_material_origin", 250),
        area=reading.text("area", 300),
        address=reading.text("address", 250),
        village=reading.text("village", 80),
        district_code=read_district(reading, regency_code),
        latitude=latitude,
        longitude=longitude,
        founded_year=reading.whole("founded_year", OLDEST_FOUNDING, today.year),
        history=reading.prose("history"),
        technology=reading.prose("technology"),
        facilities=reading.prose("facilities"),
        problems=reading.prose("problems"),
        support_needed=reading.prose("support_needed"),
        manager_name=reading.text("manager_name", 150),
        manager_phone=read_phone(reading, "manager_phone"),
        flagship_relation=reading.choice("flagship_relation", FlagshipRelation),
        flagship_document=reading.text("flagship_document", 250),
        market_reach=reading.choice("market_reach", MarketReach),
        end_product_market_reach=_end_product(reading),
    )
    if values.flagship_relation in {FlagshipRelation.IS_FLAGSHIP, FlagshipRelation.RELATED} and not (
        values.flagship_document
    ):
        reading.wrong(
            "flagship_document",
            _("The regional document that names the flagship product is missing."),
            _("Write its kind, number and year, or leave the relation empty until it is known."),
        )
    return Checked(values, tuple(reading.problems), tuple(reading.warnings))


def check_membership(raw: Mapping[str, Any], *, today: dt.date) -> Checked[MembershipValues]:
    """Read a membership's values: it begins on a day not in the future and never ends before it began."""
    reading = Reading(raw)
    values = MembershipValues(
        joined_on=reading.day("joined_on", latest=today, required=True),
        left_on=reading.day("left_on", latest=today),
        left_reason=reading.text("left_reason", 200),
        inside_area=reading.yes_no("inside_area"),
    )
    if values.joined_on and values.left_on and values.left_on < values.joined_on:
        reading.wrong("left_on", _("The enterprise leaves before it joined."), _("Correct one of the two dates."))
    return Checked(values, tuple(reading.problems), tuple(reading.warnings))


def check_partner(raw: Mapping[str, Any]) -> Checked[PartnerValues]:
    """Read a partner's values; a unit names the body it belongs to (Permen KUKM 23/2005 Pasal 1 angka 6)."""
    reading = Reading(raw)
    values = PartnerValues(
        type=reading.choice("type", PartnerType, required=True),
        name=reading.text("name", 200, required=True),
        legal_form=reading.choice("legal_form", PartnerForm),
        is_unit=bool(reading.yes_no("is_unit")),
        parent_name=reading.text("parent_name", 200),
        cooperative_registration_number=reading.text("cooperative_registration_number", 30),
        savings_loan_is_only_activity=reading.yes_no("savings_loan_is_only_activity"),
        unit_runs_savings_loan=reading.yes_no("unit_runs_savings_loan"),
        address=reading.text("address", 250),
        contact_name=reading.text("contact_name", 150),
        phone=read_phone(reading, "phone"),
        email=read_email(reading, "email"),
    )
    if values.is_unit and not values.parent_name:
        reading.wrong(
            "parent_name",
            _("A unit must name the institution it belongs to."),
            _("Write the name of the parent institution."),
        )
    return Checked(values, tuple(reading.problems), tuple(reading.warnings))


def check_partnership(raw: Mapping[str, Any], *, has_partner: bool, today: dt.date) -> Checked[PartnershipValues]:
    """Read a partnership's values; a written one names its paper, and the other side is somebody."""
    reading = Reading(raw)
    values = PartnershipValues(
        side=reading.choice("side", PartnershipSide, required=True),
        party_name=reading.text("party_name", 200, required=not has_partner),
        is_written=bool(reading.yes_no("is_written")),
        document=reading.text("document", 200),
        contribution=reading.text("contribution", 250),
        began_on=reading.day("began_on", latest=today, required=True),
    )
    if values.is_written and not values.document:
        reading.wrong(
            "document", _("A written cooperation names its paper."), _("Write the kind, number and date of the paper.")
        )
    return Checked(values, tuple(reading.problems), tuple(reading.warnings))


def check_support(raw: Mapping[str, Any], *, today: dt.date) -> Checked[SupportValues]:
    """Read a delivered support: giver, kind and day must be given, and the day has passed
    (Permen KUKM 23/2005 Pasal 5 ayat (2) huruf a: approved but undelivered support does not count)."""
    reading = Reading(raw)
    values = SupportValues(
        kind=reading.text("kind", 60, required=True),
        giver=reading.text("giver", 200, required=True),
        programme=reading.text("programme", 200),
        amount=reading.rupiah("amount"),
        delivered_on=reading.day("delivered_on", latest=today, required=True),
        legal_basis=reading.text("legal_basis", 200),
        note=reading.text("note", 300),
    )
    return Checked(values, tuple(reading.problems), tuple(reading.warnings))


def _position(reading: Reading) -> tuple[Decimal | None, Decimal | None]:
    latitude, longitude = _degrees(reading, "latitude", LATITUDES), _degrees(reading, "longitude", LONGITUDES)
    if (latitude is None) == (longitude is None) or reading.problems:
        return latitude, longitude
    missing = "latitude" if latitude is None else "longitude"
    reading.wrong(missing, _("A position needs latitude and longitude."), _("Fill in both, or leave both empty."))
    return None, None


def _degrees(reading: Reading, name: str, bounds: tuple[Decimal, Decimal]) -> Decimal | None:
    if reading.is_empty(name):
        return None
    text = str(reading.raw[name]).strip().replace(",", ".").replace("−", "-")
    try:
        value = Decimal(text).quantize(Decimal("0.000001"))
    except InvalidOperation:
        reading.wrong(name, _("This is not a position in degrees."), _("Write degrees such as -6.915 and 109.672."))
        return None
    if bounds[0] <= value <= bounds[1]:
        return value
    reading.wrong(
        name,
        _("This position does not lie in Indonesia."),
        _("Between %(low)s and %(high)s degrees. Are latitude and longitude swapped?")
        % {"low": bounds[0], "high": bounds[1]},
    )
    return None


def _end_product(reading: Reading) -> str:
    if str(reading.raw.get("end_product_market_reach") or "").strip().casefold() in {NO_END_PRODUCT, "tidak ada"}:
        return NO_END_PRODUCT
    return reading.choice("end_product_market_reach", MarketReach)
