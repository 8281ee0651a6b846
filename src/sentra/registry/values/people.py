"""The values of a person and of an enterprise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sentra.indonesian.education import parse_education
from sentra.indonesian.identifiers import KBLI_VERSIONS, Nik, parse_kbli, parse_nib, parse_nik, parse_npwp, parse_phone
from sentra.indonesian.problems import IndonesianValueError
from sentra.pages.errors import InputProblem
from sentra.registry.models import LegalForm, NibCheck, Sex
from sentra.registry.values.reading import Checked, Reading

OLDEST_FOUNDING = 1800
DEFAULT_KBLI_VERSION = "2020"
_MASKED_NIK = re.compile(r"[0-9]{4}\*{8}[0-9]{4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True)
class PersonValues:
    """A person as entered. `nik` holds the sixteen digits only between form and service; it never shows in repr."""

    name: str = ""
    nik: str = field(default="", repr=False)
    sex: str = ""
    birth_date: dt.date | None = None
    education: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class EnterpriseValues:
    """An enterprise as entered; what is not known is empty or None."""

    name: str = ""
    legal_form: str = LegalForm.INDIVIDUAL.value
    nib: str = ""
    nib_issued_on: dt.date | None = None
    nib_check: str = ""
    npwp: str = ""
    kbli_code: str = ""
    kbli_version: str = DEFAULT_KBLI_VERSION
    founded_year: int | None = None
    product: str = ""
    raw_material: str = ""
    address: str = ""
    village: str = ""
    district_code: str = ""
    phone: str = ""
    email: str = ""
    owned_by_indonesian_citizens: bool | None = None
    is_subsidiary: bool | None = None


@dataclass(frozen=True)
class LegalityValues:
    """A permit or registration from before or beside the NIB."""

    kind: str = ""
    number: str = ""
    issued_on: dt.date | None = None
    valid_to: dt.date | None = None


def check_person(raw: Mapping[str, Any], *, today: dt.date) -> Checked[PersonValues]:
    """Read a person's values. Only the name must be given: no number yet is a state, not an error.

    Birth date or sex that differ from what the NIK says are warnings (PP 40/2019 Pasal 30: the number stays
    even where it is wrong).
    """
    reading = Reading(raw)
    born = reading.day("birth_date", latest=today)
    sex = reading.choice("sex", Sex)
    values = PersonValues(
        name=reading.text("name", 150, required=True),
        nik=_nik(reading, today, born, sex),
        sex=sex,
        birth_date=born,
        education=_education(reading),
        phone=read_phone(reading, "phone"),
        email=read_email(reading, "email"),
    )
    # The number itself must not travel in an error message, a page or a log.
    problems = tuple(_without_value(one) if one.field == "nik" else one for one in reading.problems)
    warnings = tuple(_without_value(one) if one.field == "nik" else one for one in reading.warnings)
    return Checked(values, problems, warnings)


def check_enterprise(raw: Mapping[str, Any], *, regency_code: str, today: dt.date) -> Checked[EnterpriseValues]:
    """Read an enterprise's values. Name and product must be given; no registration number is demanded
    (Permen KUKM 23/2005 Pasal 1 angka 12 dan 13)."""
    reading = Reading(raw)
    code, version = _kbli(reading)
    values = EnterpriseValues(
        name=reading.text("name", 200, required=True),
        legal_form=reading.choice("legal_form", LegalForm, default=LegalForm.INDIVIDUAL.value),
        nib=_nib(reading),
        nib_issued_on=reading.day("nib_issued_on", latest=today),
        nib_check=reading.choice("nib_check", NibCheck),
        npwp=_npwp(reading),
        kbli_code=code,
        kbli_version=version,
        founded_year=reading.whole("founded_year", OLDEST_FOUNDING, today.year),
        product=reading.text("product", 150, required=True),
        raw_material=reading.text("raw_material", 150),
        address=reading.text("address", 250),
        village=reading.text("village", 80),
        district_code=read_district(reading, regency_code),
        phone=read_phone(reading, "phone"),
        email=read_email(reading, "email"),
        owned_by_indonesian_citizens=reading.yes_no("owned_by_indonesian_citizens"),
        is_subsidiary=reading.yes_no("is_subsidiary"),
    )
    # A resident's NPWP is the NIK.
    problems = tuple(_without_value(one) if one.field == "npwp" else one for one in reading.problems)
    warnings = tuple(_without_value(one) if one.field == "npwp" else one for one in reading.warnings)
    return Checked(values, problems, warnings)


#: What is checked while it is typed: field of a form → field of the values.
AS_TYPED = {
    **{name: name for name in ("nib", "nik", "npwp", "kbli_code", "phone", "email")},
    "owner_nik": "nik",
    "owner_phone": "phone",
    "manager_phone": "phone",
}


def check_as_typed(name: str, raw: Mapping[str, Any], *, today: dt.date) -> Checked[str]:
    """Read one value of a form by itself, as the whole record will be read; KeyError for a field of no number.

    `raw` may hold the other values of the form: a NIK is compared with birth date and sex.
    """
    field = AS_TYPED[name]
    given = {**raw, field: raw.get(name, "")}
    checked: Checked[Any] = (
        check_person(given, today=today) if field == "nik" else check_enterprise(given, regency_code="", today=today)
    )
    return Checked(
        getattr(checked.values, field),
        tuple(one for one in checked.problems if one.field == field),
        tuple(one for one in checked.warnings if one.field == field),
    )


def check_legality(raw: Mapping[str, Any], *, today: dt.date) -> Checked[LegalityValues]:
    """Read a permit's values: kind and number must be given, and it cannot end before it began."""
    reading = Reading(raw)
    values = LegalityValues(
        kind=reading.text("kind", 40, required=True),
        number=reading.text("number", 80, required=True),
        issued_on=reading.day("issued_on", latest=today),
        valid_to=reading.day("valid_to"),
    )
    if values.issued_on and values.valid_to and values.valid_to < values.issued_on:
        reading.wrong("valid_to", _("The permit ends before it was issued."), _("Correct one of the two dates."))
    return Checked(values, tuple(reading.problems), tuple(reading.warnings))


def read_district(reading: Reading, regency_code: str) -> str:
    """A district's Kemendagri code of six digits inside the regency, or empty."""
    if reading.is_empty("district_code"):
        return ""
    code = reading.text("district_code", 20).replace(".", "")
    if re.fullmatch(r"[0-9]{6}", code) and code.startswith(regency_code):
        return code
    reading.wrong(
        "district_code",
        _("This district does not lie in the regency."),
        _("Choose a district of the regency, or leave it empty."),
    )
    return ""


def read_phone(reading: Reading, name: str) -> str:
    """A phone number as E.164, or empty."""
    if reading.is_empty(name):
        return ""
    found = reading.parsed(name, parse_phone)
    return found.e164 if found else ""


def read_email(reading: Reading, name: str) -> str:
    """An e-mail address in lower case, or empty."""
    address = reading.text(name, 254).lower()
    if address and not _EMAIL.fullmatch(address):
        reading.wrong(name, _("This is not an e-mail address."), _("Write it such as nama@contoh.id."))
        return ""
    return address


def _nik(reading: Reading, today: dt.date, born: dt.date | None, sex: str) -> str:
    if reading.is_empty("nik"):
        return ""

    def parse(text: str) -> Nik:
        return parse_nik(text, on=today, birth_date=born, sex=sex or None)  # type: ignore[arg-type]

    found = reading.parsed("nik", parse)
    return found.digits if found else ""


def _nib(reading: Reading) -> str:
    if reading.is_empty("nib"):
        return ""
    found = reading.parsed("nib", parse_nib)
    return found.digits if found else ""


def _npwp(reading: Reading) -> str:
    """The number in sixteen digits; a resident's number is the NIK and is kept masked."""
    if reading.is_empty("npwp"):
        return ""
    if _MASKED_NIK.fullmatch(str(reading.raw["npwp"])):
        return str(reading.raw["npwp"])
    found = reading.parsed("npwp", parse_npwp)
    if found is None:
        return ""
    return found.masked if found.kind == "nik" else found.digits


def _kbli(reading: Reading) -> tuple[str, str]:
    version = reading.text("kbli_version", 20) or DEFAULT_KBLI_VERSION
    version = version.removesuffix(".0")
    if version not in {str(year) for year in KBLI_VERSIONS}:
        listed = ", ".join(str(year) for year in KBLI_VERSIONS)
        reading.wrong(
            "kbli_version",
            _("There is no KBLI of that year."),
            _("Choose one of these: %(choices)s.") % {"choices": listed},
        )
        return "", DEFAULT_KBLI_VERSION
    if reading.is_empty("kbli_code"):
        return "", version
    found = reading.parsed("kbli_code", lambda text: parse_kbli(text, int(version)))
    return (found.code if found else "", version)


def _education(reading: Reading) -> str:
    if reading.is_empty("education"):
        return ""
    try:
        return parse_education(str(reading.raw["education"])).code
    except IndonesianValueError:
        reading.parsed("education", parse_education)
        return ""


def _without_value(problem: InputProblem) -> InputProblem:
    return InputProblem(problem.field, None, problem.message, problem.remedy)
