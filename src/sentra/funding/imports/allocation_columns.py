"""How a file of ceilings and targets is read, cell by cell: codes of both systems, whole rupiah, whole numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sentra.funding.models import LARGEST
from sentra.registry.imports.columns import CHOICE, CellType, Choice, Column, NotPlain, Read, rupiah, text, whole
from sentra.registry.imports.sheets import Context, Judged
from sentra.registry.values.reading import Reading

CODE, NAME, CEILING = "kemendagri_code", "name_as_published", "ceiling_idr"
#: The columns of the division are the activities of the fund for cooperatives and small enterprises.
DIVISION = ("training", "mentoring", "legal_aid")
TARGETS = ("target_participants", "target_mentors", "target_legal_aid")
MOST_PEOPLE = 10_000_000
AGENCY, UNIT = "agency", "technical_unit"

_MARKS = re.compile(r"[.\s]")
_PARTS_OF_A_RUPIAH = re.compile(r"(?:rp\.?\s*)?([0-9]+)\.(?:[0-9]{1,2}|[0-9]{4,})|([0-9]{4,})\.[0-9]+", re.IGNORECASE)


def _digits(raw: Any) -> str:
    digits = _MARKS.sub("", str(raw))
    if len(digits) not in (2, 4) or not (digits.isascii() and digits.isdigit()):
        raise NotPlain
    return digits


def _code_reader(context: Context) -> Read:
    return _digits


_CODE = CellType("code", _code_reader, digits=True)
_CODES = ("bps_province_code", "bps_regency_code", CODE)


def judge(raw: Mapping[str, Any], context: Context) -> Judged:
    """A row in full; the region and what is in force for it are looked up afterwards, by `compare`."""
    reading = Reading(raw)
    values: dict[str, Any] = {key: raw.get(key) for key in ("level", "holder")}
    for key in _CODES:
        values[key] = _code(reading, key)
    values[NAME] = reading.text(NAME, 120, required=True)
    values[CEILING] = whole_rupiah(reading, CEILING, 1)
    for key in TARGETS:
        values[key] = reading.whole(key, 0, MOST_PEOPLE)
    for key in DIVISION:
        values[key] = whole_rupiah(reading, key, 0)
    for key in (CODE, CEILING):
        if reading.is_empty(key):
            reading.wrong(key, _("This must not be empty."), _("Fill it in."))
    return Judged(values, [(one.field, str(one.message), str(one.remedy)) for one in reading.problems])


def _code(reading: Reading, key: str) -> str:
    if reading.is_empty(key):
        return ""
    try:
        return _digits(reading.raw[key])
    except NotPlain:
        reading.wrong(
            key,
            _("This is not the code of a province, a regency or a city."),
            _("Write two digits for a province, four for a regency or a city."),
        )
        return ""


def whole_rupiah(reading: Reading, key: str, lowest: int) -> int | None:
    """Whole rupiah; a point with two digits behind it is the decimal sign of another country, never thousands."""
    raw = reading.raw.get(key)
    found = _PARTS_OF_A_RUPIAH.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found:
        whole_part = found[1] or found[2]
        reading.wrong(key, _("Amounts are whole rupiah."), _("Write it without decimals: %s.") % whole_part)
        return None
    amount = reading.rupiah(key, lowest=lowest)
    if amount is not None and amount > LARGEST:
        reading.wrong(key, _("This is more than any fund."), _("Count the zeros."))
        return None
    return amount


def _target(key: str, title_id: str, title_en: str, example: Any = "") -> Column:
    people = ("orang", "people") if key != "target_legal_aid" else ("usaha", "enterprises")
    return Column(key, title_id, title_en, whole(0, MOST_PEOPLE), example=example, width=14, unit=people)


def _part(key: str, title_id: str, title_en: str) -> Column:
    return Column(
        key,
        title_id,
        title_en,
        rupiah(0, LARGEST),
        unit=("Rp", "Rp"),
        help_id="Bagian dari pagu; kosongkan bila keputusan tidak membaginya.",
        help_en="Part of the ceiling; leave empty where the decree does not divide it.",
        width=18,
    )


COLUMNS = (
    Column(
        "level",
        "Tingkat",
        "Level",
        CHOICE,
        choices=(
            Choice("province", "Provinsi", "Province", ("prov",)),
            Choice("regency", "Kabupaten/Kota", "Regency or city", ("kabupaten", "kota", "kab", "city")),
        ),
        example="regency",
        width=16,
    ),
    Column("bps_province_code", "Kode BPS provinsi", "BPS code of the province", _CODE, example="33", width=10),
    Column(
        "bps_regency_code",
        "Kode BPS kabupaten/kota",
        "BPS code of the regency or city",
        _CODE,
        help_id="Dicocokkan dengan wilayahnya; tidak dipakai untuk mencarinya.",
        help_en="Held against the region; never used to find it.",
        example="3375",
        width=12,
    ),
    Column(
        CODE,
        "Kode Kemendagri",
        "Kemendagri code",
        _CODE,
        required=True,
        help_id="2 digit untuk provinsi, 4 untuk kabupaten/kota. Bukan kode BPS: beberapa kode berarti daerah lain.",
        help_en="2 digits for a province, 4 for a regency or city. Not the BPS code: some mean another region.",
        example="3375",
        width=14,
    ),
    Column(
        NAME,
        "Nama daerah",
        "Name of the region",
        text(120),
        required=True,
        help_id="Dengan Kabupaten atau Kota di depannya.",
        help_en="With Kabupaten or Kota in front.",
        example="Kota Pekalongan",
        width=30,
    ),
    Column(
        CEILING,
        "Pagu",
        "Ceiling",
        rupiah(1, LARGEST),
        required=True,
        unit=("Rp", "Rp"),
        help_id="Rupiah bulat, tanpa desimal.",
        help_en="Whole rupiah, without decimals.",
        example=400_000_000,
        width=20,
    ),
    _target("target_participants", "Target peserta", "Target of participants", 120),
    _target("target_mentors", "Target pendamping", "Target of mentors", 2),
    Column(
        "holder",
        "Pengelola",
        "Managed by",
        CHOICE,
        choices=(
            Choice(AGENCY, "Dinas", "Agency", ("opd", "skpd")),
            Choice(UNIT, "UPTD", "Technical unit", ("uptd provinsi", "unit pelaksana teknis daerah")),
        ),
        help_id="Kosongkan untuk dinas; di provinsi dapat juga UPTD.",
        help_en="Leave empty for the agency; in a province it may be the technical unit.",
        example=AGENCY,
        width=14,
    ),
    _target("target_legal_aid", "Target bantuan hukum", "Target of legal aid"),
    _part("training", "Pelatihan", "Training"),
    _part("mentoring", "Pendampingan", "Mentoring"),
    _part("legal_aid", "Layanan bantuan hukum", "Legal aid"),
)
