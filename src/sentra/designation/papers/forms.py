"""The forms of a file (Lampiran 1–5) as papers. The annex of the regulation is not held; the forms say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sentra.access.models import Appointment
from sentra.designation.models import ProposalForm
from sentra.designation.papers.common import RESULTS, findings_on_paper, label_of
from sentra.designation.transitions import clause_id
from sentra.documents.models import PaperKind
from sentra.documents.rendering import content as c
from sentra.documents.services import letterhead_of, signature_of
from sentra.indonesian.dates import long_date
from sentra.indonesian.words import number, quantity_in_words, rupiah, rupiah_formal
from sentra.law import Law, Verdict
from sentra.registry.models import ClusterPartyKind, LegalForm, MarketReach, Sex
from sentra.territory.models import Office

LAYOUT_NOTE = "Susunan formulir ini dibuat untuk sistem Sentra, karena isi Lampiran peraturan tidak tersedia."


KIND_OF_FORM: Mapping[str, str] = {
    "L1": PaperKind.CRITERIA_FORM,
    "L2": PaperKind.SENTRA_FORM,
    "L3": PaperKind.ENTERPRISE_FORM,
    "L4": PaperKind.LEADING_FORM,
    "L5": PaperKind.CLUSTER_FORM,
}


def form_title(form: str, law: Law) -> str:
    """`Lampiran 1 – Formulir kriteria penetapan sentra`, from the law's register."""
    clause = law.clause(clause_id(form))
    return f"{clause.cite} – {clause.label('id')}"


def form_paper(form: ProposalForm, law: Law, office: Office, team: Sequence[Appointment] = ()) -> c.Paper:
    """A form of the file as it was fixed; `team` signs the criteria forms."""
    if form.form == "L2":
        blocks = _sentra_blocks(form.content)
    elif form.form == "L3":
        blocks = _enterprise_blocks(form.content)
    else:
        blocks = _criteria_blocks(form.content, team)
    clause = law.clause(clause_id(form.form))
    return c.Paper(
        kind="form",
        title=f"{clause.cite.upper()}\n{clause.label('id').upper()}",
        letterhead=letterhead_of(office),
        place=office.city,
        date_text=long_date(dt.date.fromisoformat(form.content["as_of"])),
        blocks=blocks,
        note=f"{LAYOUT_NOTE} Versi {form.version}.",
    )


def _identity(sentra: Mapping[str, Any]) -> c.KeyValues:
    place = ", ".join(
        part for part in (sentra["village"], sentra["district"], sentra["regency"], sentra["province"]) if part
    )
    rows = [("Nama sentra", sentra["name"]), ("Nomor sentra", sentra["code"]), ("Produk utama", sentra["product"])]
    rows += [("Lokasi", place), ("Kawasan", sentra["area"] or "belum diketahui")]
    if sentra["latitude"]:
        rows.append(("Koordinat", f"{sentra['latitude']}, {sentra['longitude']}"))
    return c.KeyValues(tuple(rows))


def _criteria_blocks(content: Mapping[str, Any], team: Sequence[Appointment]) -> tuple[c.Block, ...]:
    verdict = Verdict.from_json(content["verdict"])
    blocks: list[c.Block] = [
        c.Heading("Identitas sentra"),
        _identity(content["sentra"]),
        c.Heading("Hasil penilaian"),
        c.FindingList(findings_on_paper(verdict, content["evidence"])),
    ]
    if content.get("series"):
        blocks += [c.Heading("Deret tahunan"), _series(content["series"])]
    if content.get("clusters"):
        blocks += [c.Heading("Klaster"), _clusters(content["clusters"])]
    result = RESULTS[verdict.verdict]
    day = long_date(dt.date.fromisoformat(content["as_of"]))
    blocks.append(c.Paragraph(f"Kesimpulan: {result}, menurut data per {day}.", bold=True))
    if team:
        blocks.append(c.Signatures(team=tuple(_member(one) for one in team)))
    return tuple(blocks)


def _member(appointment: Appointment) -> c.TeamMember:
    signature = signature_of(appointment)
    return c.TeamMember(signature.name, signature.full_title, signature.nip)


_SERIES = {
    "turnover_idr_by_year": "Omzet (Rp)",
    "member_count_by_year": "UKM",
    "workforce_by_year": "Tenaga kerja",
}


def _series(series: Mapping[str, Mapping[str, int]]) -> c.Table:
    years = sorted({year for values in series.values() for year in values})
    names = [name for name in _SERIES if name in series]
    columns = (c.Column("Tahun"), *(c.Column(_SERIES[name], numeric=True) for name in names))
    rows = tuple(
        (year, *(number(series[name][year]) if series[name].get(year) is not None else "–" for name in names))
        for year in years
    )
    return c.Table(columns, rows)


def _clusters(clusters: Sequence[Mapping[str, str]]) -> c.Table:
    columns = (c.Column("Klaster", 2), c.Column("Rantai produk", 2), c.Column("Peran"))
    rows = tuple((one["name"], one["product_chain"], label_of(ClusterPartyKind, one["role"])) for one in clusters)
    return c.Table(columns, rows)


def _sentra_blocks(content: Mapping[str, Any]) -> tuple[c.Block, ...]:
    facts = [
        ("Pengelola", content["manager"]["name"]),
        ("Telepon", content["manager"]["phone"]),
        ("Tahun berdiri", str(content["founded_year"] or "")),
        ("Bahan baku", content["raw_materials"]),
        ("Asal bahan baku", content["raw_material_origin"]),
        ("Jangkauan pasar", label_of(MarketReach, content["market_reach"])),
        ("Teknologi", content["technology"]),
        ("Sarana", content["facilities"]),
        ("Mitra", ", ".join(one["name"] for one in content["partners"])),
        ("Riwayat", content["history"]),
        ("Masalah", content["problems"]),
        ("Dukungan yang diminta", content["support_needed"]),
    ]
    members = tuple(
        (str(i), one["name"], one["owner"], one["product"], one["village"])
        for i, one in enumerate(content["members"], start=1)
    )
    columns = (
        c.Column("No.", 0.4, "center"),
        c.Column("Usaha", 2),
        c.Column("Pemilik", 2),
        c.Column("Produk", 1.5),
        c.Column("Desa/Kelurahan", 1.2),
    )
    return (
        c.Heading("Identitas sentra"),
        _identity(content["sentra"]),
        c.Heading("Keterangan"),
        c.KeyValues(tuple((label, value or "belum diketahui") for label, value in facts)),
        c.Heading("Angka tahunan"),
        _figures(content["figures"]),
        c.Heading(f"Daftar anggota: {quantity_in_words(len(members))} UKM"),
        c.Table(columns, members),
    )


def _figures(figures: Sequence[Mapping[str, Any]]) -> c.Table:
    def shown(value: int | None) -> str:
        return "–" if value is None else number(value)

    columns = (
        c.Column("Tahun"),
        c.Column("Omzet (Rp)", numeric=True),
        c.Column("UKM", numeric=True),
        c.Column("Tenaga kerja", numeric=True),
    )
    rows = tuple(
        (str(one["year"]), shown(one["turnover"]), shown(one["member_count"]), shown(one["worker_count"]))
        for one in figures
    )
    return c.Table(columns, rows, empty="Belum ada angka tahunan.")


def _enterprise_blocks(content: Mapping[str, Any]) -> tuple[c.Block, ...]:
    one, figures = content["enterprise"], content["figures"] or {}
    facts = [
        ("Nama usaha", one["name"]),
        ("Pemilik", one["owner"]),
        ("Jenis kelamin", label_of(Sex, one["sex"])),
        ("Alamat", ", ".join(part for part in (one["address"], one["village"]) if part)),
        ("Tahun berdiri", str(one["founded_year"] or "")),
        ("Bentuk usaha", label_of(LegalForm, one["legal_form"])),
        ("NIB", one["nib"]),
        ("Produk", one["product"]),
        ("Bahan baku", one["raw_material"]),
        ("Kapasitas sebulan", figures.get("monthly_capacity") or ""),
        ("Tahun angka", str(figures.get("year") or "")),
        ("Penjualan setahun", _money(figures.get("annual_sales"))),
        ("Kekayaan bersih tanpa tanah dan bangunan", _money(figures.get("net_worth"))),
        ("Tenaga kerja dibayar (L/P)", _pair(figures, "workers_paid_male", "workers_paid_female")),
        ("Tenaga kerja keluarga (L/P)", _pair(figures, "workers_family_male", "workers_family_female")),
    ]
    return (
        c.KeyValues(tuple((label, value or "belum diketahui") for label, value in facts)),
        c.Heading("Skala usaha"),
        c.FindingList(findings_on_paper(Verdict.from_json(content["verdict"]))),
    )


def _money(value: int | None) -> str:
    return "" if value is None else rupiah_formal(value) if value >= 0 else rupiah(value)


def _pair(figures: Mapping[str, Any], first: str, second: str) -> str:
    pair = [figures.get(first), figures.get(second)]
    return "" if None in pair else "/".join(str(value) for value in pair)
