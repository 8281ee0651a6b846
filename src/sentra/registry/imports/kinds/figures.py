"""Yearly figures of enterprises and of sentra: one row a year; what is not known stays empty, never zero."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils import timezone

from sentra.registry.imports import bulk
from sentra.registry.imports.columns import Column, rupiah, text, whole, year
from sentra.registry.imports.kinds.known import alike, find_enterprise, find_sentra, of
from sentra.registry.imports.kinds.memberships import ENTERPRISE_COLUMNS, enterprise_named, read_names
from sentra.registry.imports.sheets import Context, Judged, Row, Sheet, Stale
from sentra.registry.models import EnterpriseFigures, ImportKind, SentraFigures
from sentra.registry.values import check_figures, check_sentra_figures
from sentra.registry.values.figures import EARLIEST_YEAR
from sentra.registry.values.reading import LARGEST_RUPIAH, Reading

_PER_YEAR = ("Rp/tahun", "Rp/year")
_RP = ("Rp", "Rp")
_PEOPLE = ("orang", "people")

YEAR = Column(
    "year",
    "Tahun",
    "Year",
    year(EARLIEST_YEAR),
    required=True,
    help_id="Tahun angka tersebut, misalnya 2025.",
    help_en="The year of the figures, such as 2025.",
    example=2025,
    width=8,
)
SOURCE = Column(
    "source",
    "Sumber",
    "Source",
    text(120),
    help_id="Dari mana angka itu, misalnya pendataan lapangan 2025.",
    help_en="Where the figures come from, such as a survey of 2025.",
    example="Pendataan lapangan",
    width=24,
)


def _people(key: str, title_id: str, title_en: str, highest: int, example: Any = "") -> Column:
    return Column(key, title_id, title_en, whole(0, highest), example=example, width=14, unit=_PEOPLE)


ENTERPRISE_FIGURE_COLUMNS = (
    Column(
        "annual_sales",
        "Hasil penjualan",
        "Annual sales",
        rupiah(0, LARGEST_RUPIAH),
        help_id="Rupiah bulat, atau teks seperti 200 juta. Kosongkan bila belum diketahui; jangan diisi 0.",
        help_en="Whole rupiah, or text such as 200 juta. Leave empty while not known; never 0.",
        example=200_000_000,
        width=20,
        unit=_PER_YEAR,
    ),
    Column("net_worth", "Kekayaan bersih", "Net worth", rupiah(-LARGEST_RUPIAH, LARGEST_RUPIAH), width=20, unit=_RP),
    Column("business_capital", "Modal usaha", "Business capital", rupiah(0, LARGEST_RUPIAH), width=20, unit=_RP),
    Column("investment_value", "Nilai investasi", "Investment value", rupiah(0, LARGEST_RUPIAH), width=20, unit=_RP),
    _people("workers_paid_male", "Tenaga kerja dibayar laki-laki", "Paid workers, male", 100_000, 2),
    _people("workers_paid_female", "Tenaga kerja dibayar perempuan", "Paid workers, female", 100_000, 3),
    _people("workers_family_male", "Tenaga kerja keluarga laki-laki", "Family workers, male", 1_000, 0),
    _people("workers_family_female", "Tenaga kerja keluarga perempuan", "Family workers, female", 1_000, 1),
    _people("home_workers_outside", "Pekerja rumahan di luar kawasan", "Home workers outside the area", 100_000),
    Column("monthly_capacity", "Kapasitas per bulan", "Monthly capacity", text(120), example="400 potong", width=20),
    SOURCE,
)
SENTRA_FIGURE_COLUMNS = (
    Column(
        "turnover",
        "Omzet sentra",
        "Turnover of the sentra",
        rupiah(0, LARGEST_RUPIAH),
        help_id="Seluruh anggota bersama-sama, rupiah bulat atau teks seperti 2,4 miliar.",
        help_en="All members together, whole rupiah or text such as 2,4 miliar.",
        example=2_400_000_000,
        width=22,
        unit=_PER_YEAR,
    ),
    Column(
        "member_count",
        "Jumlah anggota",
        "Members",
        whole(0, 1_000_000),
        unit=("usaha", "enterprises"),
        example=24,
    ),
    _people("worker_count", "Jumlah tenaga kerja", "Workers", 10_000_000, 96),
    Column(
        "domestic_material_share",
        "Bahan baku dalam negeri",
        "Domestic raw material",
        whole(0, 100),
        unit=("persen", "percent"),
        help_id="Angka 0 sampai 100, bukan format persen Excel.",
        help_en="A figure from 0 to 100, not Excel's percent format.",
        example=80,
    ),
    SOURCE,
)
_FIGURES: dict[type[Model], tuple[str, ...]] = {
    EnterpriseFigures: tuple(one.key for one in ENTERPRISE_FIGURE_COLUMNS),
    SentraFigures: tuple(one.key for one in SENTRA_FIGURE_COLUMNS),
}
_TEXTS = frozenset({"source", "monthly_capacity"})


def judge_enterprise(raw: Mapping[str, Any], context: Context) -> Judged:
    """A row of an enterprise's figures read as the form reads it."""
    names, problems = read_names(raw)
    keys = ("year", *_FIGURES[EnterpriseFigures])
    checked = check_figures({key: raw.get(key) for key in keys}, today=context.today)
    problems += [(one.field, str(one.message), str(one.remedy)) for one in checked.problems]
    values = {key: getattr(checked.values, key) for key in keys}
    return Judged(values | names, problems + enterprise_named(raw))


def judge_sentra(raw: Mapping[str, Any], context: Context) -> Judged:
    """A row of a sentra's figures read as the form reads it."""
    reading = Reading(raw)
    name = reading.text("sentra", 150, required=True)
    keys = ("year", *_FIGURES[SentraFigures])
    checked = check_sentra_figures({key: raw.get(key) for key in keys}, today=context.today)
    problems = [(one.field, str(one.message), str(one.remedy)) for one in [*reading.problems, *checked.problems]]
    return Judged({key: getattr(checked.values, key) for key in keys} | {"sentra": name}, problems)


def _is_plain(model: type[Model], values: Mapping[str, Any]) -> bool:
    """Whether somebody is named, and at least one figure is given."""
    named = model is SentraFigures or values.get("nib") or values.get("enterprise")
    return bool(named) and any(key in values for key in _FIGURES[model] if key not in _TEXTS)


def _identities(values: Mapping[str, Any]) -> Iterator[Hashable]:
    """One row for a record and year."""
    named = values.get("nib") or alike(values.get("sentra") or values.get("enterprise") or "")
    yield values.get("record_id") or (named, alike(values.get("owner", ""))), values["year"]


def _compare(model: type[Model], rows: Sequence[Row], context: Context) -> None:
    """Find the record of each row and its figures of that year, and what would change."""
    for row in rows:
        if row.issues:
            continue
        if model is EnterpriseFigures:
            enterprise = find_enterprise(row, context)
            key = of(enterprise, "id") if enterprise else None
        else:
            sentra = find_sentra(row, context)
            key = sentra.pk if sentra else None
        if key is None:
            continue
        row.values["record_id"] = str(key)
        present = _present(model, context).get((key, row.values["year"]))
        if present is not None:
            row.target_id, row.version = present["id"], 0
            for name in _FIGURES[model]:
                value = row.values.get(name)
                if value is not None and value != present[name]:
                    row.changes[name] = [present[name], value]


def _owner_field(model: type[Model]) -> str:
    return "enterprise" if model is EnterpriseFigures else "sentra"


def _present(model: Any, context: Context) -> dict[tuple[Any, int], dict[str, Any]]:
    memory = f"figures of {_owner_field(model)}"
    if memory not in context.memory:
        owner = f"{_owner_field(model)}_id"
        found = model.objects.filter(**{f"{_owner_field(model)}__regency": context.regency}).order_by()
        rows = found.values("id", owner, "year", *_FIGURES[model]).iterator(5_000)
        context.memory[memory] = {(one[owner], one["year"]): one for one in rows}
    kept: dict[tuple[Any, int], dict[str, Any]] = context.memory[memory]
    return kept


def _apply(model: Any, rows: Sequence[Row], context: Context) -> None:
    """Write new years in bulk and change those on record; an empty cell leaves what is there."""
    now = timezone.now()
    names = ("id", _owner_field(model), "year", *_FIGURES[model], "recorded_at")
    new = [row for row in rows if row.version is None]
    bulk.insert(
        model,
        names,
        [
            (
                row.target_id,
                uuid.UUID(row.values["record_id"]),
                row.values["year"],
                *(row.values.get(name, "" if name in _TEXTS else None) for name in _FIGURES[model]),
                now,
            )
            for row in new
        ],
    )
    for row in rows:
        if row.version is not None:
            wanted = {key: pair[1] for key, pair in row.changes.items()}
            if not model.objects.filter(pk=row.record_id).update(**wanted, recorded_at=now):
                raise Stale


ENTERPRISE_FIGURES = Sheet(
    kind=ImportKind.ENTERPRISE_FIGURES.value,
    title=ImportKind.ENTERPRISE_FIGURES.label,
    columns=(*ENTERPRISE_COLUMNS, YEAR, *ENTERPRISE_FIGURE_COLUMNS),
    judge=judge_enterprise,
    identities=_identities,
    compare=partial(_compare, EnterpriseFigures),
    apply=partial(_apply, EnterpriseFigures),
    is_plain=partial(_is_plain, EnterpriseFigures),
    key=("nib", "enterprise", "owner", "year"),
)
SENTRA_FIGURES = Sheet(
    kind=ImportKind.SENTRA_FIGURES.value,
    title=ImportKind.SENTRA_FIGURES.label,
    columns=(
        Column(
            "sentra",
            "Sentra",
            "Sentra",
            text(150),
            required=True,
            help_id="Kode atau nama sentra yang terdaftar.",
            help_en="The code or the name of a registered sentra.",
            example="Sentra Batik Jenggot",
            width=28,
        ),
        YEAR,
        *SENTRA_FIGURE_COLUMNS,
    ),
    judge=judge_sentra,
    identities=_identities,
    compare=partial(_compare, SentraFigures),
    apply=partial(_apply, SentraFigures),
    is_plain=partial(_is_plain, SentraFigures),
    key=("sentra", "year"),
)
