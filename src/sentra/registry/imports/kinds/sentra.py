"""Sentra: few rows, so each goes through the service of a single record."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _t

from sentra.indonesian.identifiers import parse_phone
from sentra.pages.errors import Conflict
from sentra.registry.imports.columns import CHOICE, JUDGED, Column, choices_of, identifier, text, year
from sentra.registry.imports.issues import Issue, each_language
from sentra.registry.imports.kinds.enterprises import regency_column
from sentra.registry.imports.kinds.known import alike, districts, known_sentra, regency_problem
from sentra.registry.imports.sheets import Context, Judged, Row, Sheet, Stale
from sentra.registry.models import FlagshipRelation, ImportKind, MarketReach, Scheme, Sentra
from sentra.registry.services import change_sentra, register_sentra
from sentra.registry.services.sentra import present_values, same_place
from sentra.registry.values import SentraValues, check_sentra
from sentra.registry.values.people import OLDEST_FOUNDING

FIELDS = {
    "name": "name",
    "scheme": "scheme",
    "product": "product",
    "raw_materials": "raw_materials",
    "raw_material_origin": "raw_material_origin",
    "area": "area",
    "address": "address",
    "village": "village",
    "district": "district_code",
    "latitude": "latitude",
    "longitude": "longitude",
    "founded_year": "founded_year",
    "manager_name": "manager_name",
    "manager_phone": "manager_phone",
    "flagship_relation": "flagship_relation",
    "flagship_document": "flagship_document",
    "market_reach": "market_reach",
}


def judge(raw: Mapping[str, Any], context: Context) -> Judged:
    """A row read as the form reads it."""
    given = {field: raw.get(key) for key, field in FIELDS.items()}
    checked = check_sentra(given, regency_code=context.regency.code, today=context.today)
    keys = {field: key for key, field in FIELDS.items()}
    problems = [(keys[one.field], str(one.message), str(one.remedy)) for one in checked.problems]
    if wrong := regency_problem(raw.get("regency"), context):
        problems.append(("regency", *wrong))
    if raw.get("code") and raw["code"] not in known_sentra(context).by_code:
        problems.append(
            (
                "code",
                _t("No active sentra of the regency has this code."),
                _t("Leave the code empty for a new sentra; it gets the next number."),
            )
        )
    values = {key: _kept(getattr(checked.values, field)) for key, field in FIELDS.items()}
    return Judged(values | {"code": raw.get("code"), "regency": raw.get("regency")}, problems)


def _kept(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def never_plain(values: Mapping[str, Any]) -> bool:
    """Few rows with rules between their cells: the judge reads each."""
    return False


def identities(values: Mapping[str, Any]) -> Iterator[Hashable]:
    """The code, or the name."""
    if values.get("code"):
        yield "code", values["code"]
    yield "name", alike(values["name"])


def compare(rows: Sequence[Row], context: Context) -> None:
    """Find the sentra of each row by code, else by name, and what would change."""
    known = known_sentra(context)
    for row in rows:
        if row.issues:
            continue
        named = known.by_name.get(alike(row.values["name"]), [])
        found = known.by_code[row.values["code"]] if row.values.get("code") else (named[0] if named else None)
        if found is None:
            _refuse_same_place(row, context)
        else:
            row.target_id, row.version = found.pk, found.version
            present = present_values(found)
            for key, field in FIELDS.items():
                before, value = _kept(present[field]), row.values.get(key)
                if value is not None and value != before:
                    row.changes[key] = [before, value]


def _refuse_same_place(row: Row, context: Context) -> None:
    given = {field: row.values[key] for key, field in FIELDS.items() if key in row.values}
    found = same_place(context.regency, SentraValues(**given))
    if found is None:
        return
    said = {}
    with each_language() as languages:
        for language in languages:
            message = _t("“%(name)s” (%(code)s) is already registered for this product in this area.") % {
                "name": found.name,
                "code": found.code,
            }
            said[language] = (message, _t("Write its code in the row to change it, or another area."))
    row.issues.append(Issue("name", said))


def apply(rows: Sequence[Row], context: Context) -> None:
    """Register and change through the services, each with its own decision record."""
    for row in rows:
        try:
            if row.version is None:
                given = {field: row.values[key] for key, field in FIELDS.items() if key in row.values}
                register_sentra(actor=context.actor, regency=context.regency, values=given, id=row.target_id)
            else:
                sentra = Sentra.objects.select_related("regency", "district").get(pk=row.record_id)
                changes = {FIELDS[key]: pair[1] for key, pair in row.changes.items()}
                change_sentra(actor=context.actor, sentra=sentra, version=row.version, changes=changes)
        except (Conflict, Sentra.DoesNotExist):
            raise Stale from None


SENTRA = Sheet(
    kind=ImportKind.SENTRA.value,
    title=ImportKind.SENTRA.label,
    columns=(
        Column(
            "name",
            "Nama sentra",
            "Name of the sentra",
            text(150),
            required=True,
            example="Sentra Batik Jenggot",
            width=30,
        ),
        Column(
            "code",
            "Kode sentra",
            "Sentra code",
            text(20),
            help_id="Hanya untuk mengubah sentra yang sudah terdaftar; kosongkan untuk yang baru.",
            help_en="Only to change a registered sentra; leave empty for a new one.",
            width=14,
        ),
        Column("scheme", "Skema", "Scheme", CHOICE, choices=choices_of(Scheme), example="ukm", width=14),
        Column("product", "Produk utama", "Main product", text(150), required=True, example="Batik", width=24),
        Column("raw_materials", "Bahan baku", "Raw materials", text(250), example="Kain mori, malam", width=24),
        Column("raw_material_origin", "Asal bahan baku", "Origin of the raw materials", text(250), width=24),
        Column(
            "area",
            "Kawasan",
            "Area",
            text(300),
            help_id="Batas kawasan atau kelurahan/desa yang termasuk.",
            help_en="The boundary, or the villages that belong to it.",
            example="Kelurahan Jenggot",
            width=30,
        ),
        Column("address", "Alamat", "Address", text(250), width=30),
        Column("village", "Kelurahan/Desa", "Village", text(80), example="Jenggot", width=18),
        Column("district", "Kecamatan", "District", CHOICE, choices=districts, width=20),
        regency_column(),
        Column(
            "latitude",
            "Lintang",
            "Latitude",
            JUDGED,
            unit=("derajat", "degrees"),
            help_id="Derajat desimal; selatan bernilai negatif, misalnya -6,915.",
            help_en="Decimal degrees; south is negative, such as -6.915.",
            example="-6,9150",
            width=12,
        ),
        Column(
            "longitude",
            "Bujur",
            "Longitude",
            JUDGED,
            unit=("derajat", "degrees"),
            example="109,6720",
            width=12,
        ),
        Column("founded_year", "Tahun berdiri", "Year founded", year(OLDEST_FOUNDING), example=1985, width=10),
        Column("manager_name", "Nama pengelola", "Manager's name", text(150), width=24),
        Column("manager_phone", "Nomor HP pengelola", "Manager's phone", identifier(parse_phone, "e164"), width=18),
        Column(
            "flagship_relation",
            "Kaitan produk unggulan daerah",
            "Relation to a regional flagship product",
            CHOICE,
            choices=choices_of(FlagshipRelation),
            width=26,
        ),
        Column(
            "flagship_document",
            "Dokumen produk unggulan",
            "Flagship document",
            text(250),
            help_id="Jenis, nomor, dan tahun dokumen daerah yang menyebut produk tersebut.",
            help_en="Kind, number and year of the regional document that names the product.",
            width=30,
        ),
        Column("market_reach", "Jangkauan pasar", "Market reach", CHOICE, choices=choices_of(MarketReach), width=24),
    ),
    judge=judge,
    identities=identities,
    compare=compare,
    apply=apply,
    is_plain=never_plain,
    key=("name", "code"),
)
