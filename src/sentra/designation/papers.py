"""What stands on the papers of a designation, in Indonesian: forms, cover letters, minutes, the decree with its annex.

The annex of the regulation is not held; the forms say so. The legal basis of a decree is read from the law's register
as printed there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from sentra.access.models import Appointment
from sentra.designation.models import Decree, DecreeEffect, DecreeEntry, Funding, Proposal, ProposalForm, Submission
from sentra.designation.transitions import clause_id
from sentra.documents.models import PaperKind
from sentra.documents.rendering import content as c
from sentra.documents.services import letterhead_of, signature_of
from sentra.indonesian.dates import date_in_words, long_date
from sentra.indonesian.words import number, ordinal, quantity_in_words, rupiah, rupiah_formal
from sentra.law import Law, Verdict
from sentra.pages.verdicts import paired
from sentra.registry.models import ClusterPartyKind, LegalForm, MarketReach, Sex, Tier
from sentra.territory.models import Office

LAYOUT_NOTE = "Tata letak Sentra; naskah Lampiran tidak tersedia."
PROCEDURE_NOTE = "Prosedur kantor; tidak diatur dalam Permen KUKM 23/PER/M.KUKM/XI/2005."
KIND_OF_FORM: Mapping[str, str] = {
    "L1": PaperKind.CRITERIA_FORM,
    "L2": PaperKind.SENTRA_FORM,
    "L3": PaperKind.ENTERPRISE_FORM,
    "L4": PaperKind.LEADING_FORM,
    "L5": PaperKind.CLUSTER_FORM,
}
_RESULTS = {
    "met": "seluruh ketentuan dipenuhi",
    "not_met": "ada ketentuan yang tidak dipenuhi",
    "unknown": "masih ada ketentuan yang belum diketahui",
}


def _label(choices: Any, value: str) -> str:
    with override("id"):
        return str(choices(value).label) if value in choices.values else value


# ---------------------------------------------------------------- forms


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
    result = _RESULTS[verdict.verdict]
    day = long_date(dt.date.fromisoformat(content["as_of"]))
    blocks.append(c.Paragraph(f"Kesimpulan: {result}, menurut data per {day}.", bold=True))
    if team:
        blocks.append(c.Signatures(team=tuple(_member(one) for one in team)))
    return tuple(blocks)


def _member(appointment: Appointment) -> c.TeamMember:
    signature = signature_of(appointment)
    return c.TeamMember(signature.name, appointment.position or _role(appointment), signature.nip)


def _role(appointment: Appointment) -> str:
    with override("id"):
        return str(appointment.get_role_display())


def findings_on_paper(verdict: Verdict, evidence: Mapping[str, Any] | None = None) -> tuple[c.Finding, ...]:
    """The findings of a verdict as a paper prints them, with who judged what and why."""
    held = evidence or {}
    with override("id"):
        shown = paired(verdict, "id")
    return tuple(
        c.Finding(
            mark=line.mark,  # type: ignore[arg-type]
            label=str(line.label),
            measured=line.measured,
            threshold=line.threshold,
            citation=line.citation,
            evidence="; ".join(_evidence(held[fact.name]) for fact in finding.facts if fact.name in held),
        )
        for finding, line in shown
    )


def _evidence(judged: Mapping[str, Any]) -> str:
    day = long_date(dt.date.fromisoformat(judged["on"]))
    files = f" ({', '.join(judged['files'])})" if judged["files"] else ""
    return f"{judged['reason']} {judged['assessor']}, {day}{files}"


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
    rows = tuple((one["name"], one["product_chain"], _label(ClusterPartyKind, one["role"])) for one in clusters)
    return c.Table(columns, rows)


def _sentra_blocks(content: Mapping[str, Any]) -> tuple[c.Block, ...]:
    facts = [
        ("Pengelola", content["manager"]["name"]),
        ("Telepon", content["manager"]["phone"]),
        ("Tahun berdiri", str(content["founded_year"] or "")),
        ("Bahan baku", content["raw_materials"]),
        ("Asal bahan baku", content["raw_material_origin"]),
        ("Jangkauan pasar", _label(MarketReach, content["market_reach"])),
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
        ("Jenis kelamin", _label(Sex, one["sex"])),
        ("Alamat", ", ".join(part for part in (one["address"], one["village"]) if part)),
        ("Tahun berdiri", str(one["founded_year"] or "")),
        ("Bentuk usaha", _label(LegalForm, one["legal_form"])),
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


# ---------------------------------------------------------------- letters and minutes


def _proposed(proposals: Sequence[Proposal]) -> c.Table:
    columns = (
        c.Column("No.", 0.4, "center"),
        c.Column("Sentra", 2),
        c.Column("Produk", 1.5),
        c.Column("Kabupaten/Kota", 1.5),
        c.Column("Jenjang", 1.5),
        c.Column("Sumber dana", 1.5),
    )
    rows = tuple(
        (
            str(i),
            one.sentra.name,
            one.sentra.product,
            one.regency.name,
            _label(Tier, one.tier),
            _label(Funding, one.funding_source),
        )
        for i, one in enumerate(proposals, start=1)
    )
    return c.Table(columns, rows)


def _letter(
    *,
    office: Office,
    signer: Appointment,
    subject: str,
    to: Sequence[str],
    opening: str,
    proposals: Sequence[Proposal],
    copies: Sequence[str],
) -> c.Paper:
    return c.Paper(
        kind="letter",
        letterhead=letterhead_of(office),
        place=office.city,
        nature="Biasa",
        attachment="1 (satu) berkas",
        subject=subject,
        recipients=tuple(to),
        blocks=(
            c.Paragraph(opening, indent=True),
            _proposed(proposals),
            c.Paragraph("Demikian disampaikan, atas perhatian Saudara kami ucapkan terima kasih.", indent=True),
        ),
        signature=signature_of(signer),
        copies=tuple(copies),
    )


def regency_letter(
    submission: Submission, proposals: Sequence[Proposal], office: Office, signer: Appointment, to: Office | None
) -> c.Paper:
    """The cover letter of the regency's agency to the province's (Pasal 7 huruf b)."""
    count = quantity_in_words(len(proposals))
    return _letter(
        office=office,
        signer=signer,
        subject=f"Usulan Penetapan Sentra UKM Tahun {submission.year}",
        to=_recipient(to, "Kepala Dinas yang membidangi koperasi dan UKM provinsi"),
        opening=(
            "Menindaklanjuti hasil identifikasi, penilaian, dan seleksi Kelompok Kerja Keuangan "
            f"{submission.regency.name}, sesuai Pasal 7 huruf b Permen KUKM 23/PER/M.KUKM/XI/2005 "
            f"bersama ini kami usulkan {count} calon sentra "
            "beserta berkasnya untuk diverifikasi kelengkapannya dan diteruskan kepada Kementerian."
        ),
        proposals=proposals,
        copies=(f"Kelompok Kerja Keuangan {submission.regency.name}.",),
    )


def province_letter(proposals: Sequence[Proposal], office: Office, signer: Appointment, to: Office | None) -> c.Paper:
    """The cover letter of the province's agency to the ministry (Pasal 7 huruf d)."""
    count = quantity_in_words(len(proposals))
    regencies = sorted({one.regency.name for one in proposals})
    return _letter(
        office=office,
        signer=signer,
        subject="Penyampaian Usulan Penetapan Sentra UKM",
        to=_recipient(to, "Deputi yang membidangi pengembangan usaha"),
        opening=(
            "Berkas usulan berikut telah diverifikasi kelengkapannya oleh Kelompok Kerja Keuangan provinsi. "
            f"Sesuai Pasal 7 huruf d Permen KUKM 23/PER/M.KUKM/XI/2005 bersama ini kami "
            f"sampaikan {count} calon sentra dari "
            f"{', '.join(regencies)} untuk diverifikasi dan ditetapkan."
        ),
        proposals=proposals,
        copies=tuple(
            f"Kepala Dinas yang membidangi koperasi dan UKM {name}{_end(i, regencies)}"
            for i, name in enumerate(regencies)
        ),
    )


def _end(position: int, items: Sequence[str]) -> str:
    return "." if position == len(items) - 1 else ";"


def _recipient(office: Office | None, otherwise: str) -> tuple[str, ...]:
    if office is None:
        return (f"Yth. {otherwise}", "di tempat")
    return (f"Yth. {office.name}", f"di {office.city or 'tempat'}")


def minutes(
    proposal: Proposal,
    verdicts: Sequence[Verdict],
    *,
    day: dt.date,
    office: Office,
    signer: Appointment,
    number_text: str = "",
    note: str = "",
) -> c.Paper:
    """The minutes of a verification: who, on which day in words, what was found, the conclusion."""
    signature = signature_of(signer)
    regency = proposal.regency.name
    blocks: list[c.Block] = [
        c.Paragraph(f"Pada hari ini, {date_in_words(day)}, yang bertanda tangan di bawah ini:"),
        c.KeyValues(
            (("Nama", signature.name), ("Jabatan", " ".join(signature.title)), ("Kantor", office.name)), indent=True
        ),
        c.Paragraph(f"telah memverifikasi usulan {proposal.sentra.name} dari {regency} dengan hasil sebagai berikut:"),
    ]
    for verdict in verdicts:
        title = _check_title(verdict)
        blocks += [c.Heading(title, 2), c.FindingList(findings_on_paper(verdict))]
    results = "; ".join(f"{_check_title(one)}: {_RESULTS[one.verdict]}" for one in verdicts)
    blocks.append(c.Paragraph(f"Kesimpulan: {results}.", bold=True))
    if note:
        blocks.append(c.Paragraph(f"Catatan: {note}"))
    blocks.append(
        c.Paragraph("Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.")
    )
    return c.Paper(
        kind="minutes",
        title="BERITA ACARA VERIFIKASI USULAN SENTRA",
        letterhead=letterhead_of(office),
        number=number_text,
        place=office.city,
        blocks=tuple(blocks),
        signature=signature,
    )


def _check_title(verdict: Verdict) -> str:
    from sentra.law import library

    return library().on(verdict.on).check(verdict.check).title("id")


# ---------------------------------------------------------------- decree


def decree_paper(decree: Decree, entries: Sequence[DecreeEntry], law: Law, office: Office) -> c.Paper:
    """The decree with its annex; unsigned it is a draft and says which citations want checking."""
    by_effect = {effect: [one for one in entries if one.effect == effect] for effect in DecreeEffect.values}
    designates = bool(by_effect[DecreeEffect.DESIGNATE])
    basis, doubtful = _legal_basis(law)
    title = "KEPUTUSAN MENTERI NEGARA KOPERASI DAN USAHA KECIL DAN MENENGAH REPUBLIK INDONESIA"
    if decree.signed_title:
        title = f"KEPUTUSAN {decree.signed_title.upper()}"
    signer = c.Signature(
        title=(f"{(decree.signed_title or 'Menteri').upper()},",), name=(decree.signed_by or "………………").upper()
    )
    return c.Paper(
        kind="decree",
        title=title,
        letterhead=letterhead_of(office),
        number=decree.number or decree.draft_number,
        subject=decree.title.upper(),
        place=office.city or "Jakarta",
        date_text=long_date(decree.signed_on) if decree.signed_on else "………………",
        blocks=(
            c.Dictum(
                authority=f"{(decree.signed_title or 'Menteri').upper()},",
                considering=_considering(decree, designates, law),
                recalling=basis,
                decides=f"KEPUTUSAN MENTERI TENTANG {decree.title.upper()}.",
                clauses=_clauses(decree, by_effect),
            ),
        ),
        signature=signer,
        copies=_copies(entries),
        annexes=(c.Annex(title="DAFTAR SENTRA", blocks=(_annex(entries),), signature=signer),),
        note="" if decree.signed_on else _draft_note(doubtful, designates),
        draft=not decree.signed_on,
    )


def _considering(decree: Decree, designates: bool, law: Law) -> tuple[str, ...]:
    last = "bahwa berdasarkan pertimbangan tersebut perlu menetapkan Keputusan Menteri."
    if designates:
        cites = [law.clause(clause_id(short)).cite for short in ("7.e.1", "7.f")]
        return (
            f"bahwa calon sentra yang diusulkan dinas provinsi telah diverifikasi ulang sesuai {cites[0]};",
            f"bahwa sesuai {cites[1]} sentra ditetapkan dengan Keputusan Menteri;",
            last,
        )
    changed = f"Keputusan Nomor {decree.amends.number}" if decree.amends else "keputusan terdahulu"
    return (f"bahwa {decree.reason.rstrip('.')};", f"bahwa karena itu {changed} perlu diubah;", last)


def _legal_basis(law: Law) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The instruments that the regulation names, as printed, then the regulation; and those that look misprinted."""
    values = law.clause(clause_id("mengingat")).values
    cited, doubtful = values["cited"].value, values["doubtful"].value
    sure = [str(one) for one in cited if one not in doubtful]
    lines_ = (*sure, "Permen Negara KUKM Nomor 23/PER/M.KUKM/XI/2005")
    return tuple(f"{one}{_end(i, lines_)}" for i, one in enumerate(lines_)), tuple(map(str, doubtful))


def _draft_note(doubtful: Sequence[str], designates: bool) -> str:
    note = f"Periksa rujukan yang tercetak meragukan sebelum dicantumkan: {', '.join(doubtful)}."
    return note if designates else f"{note} {PROCEDURE_NOTE}"


def _clauses(decree: Decree, by_effect: Mapping[str, Sequence[DecreeEntry]]) -> tuple[c.Clause, ...]:
    texts = []
    if found := by_effect[DecreeEffect.DESIGNATE]:
        texts.append(
            f"Menetapkan {quantity_in_words(len(found))} sentra dengan jenjang sebagaimana tercantum dalam Lampiran."
        )
    of_decree = f"Keputusan Nomor {decree.amends.number}" if decree.amends else "keputusan terdahulu"
    if found := by_effect[DecreeEffect.REVOKE]:
        texts.append(
            f"Mencabut penetapan {quantity_in_words(len(found))} sentra dalam {of_decree} sebagaimana Lampiran."
        )
    if found := by_effect[DecreeEffect.AMEND]:
        texts.append(f"Mengubah jenjang {quantity_in_words(len(found))} sentra dalam {of_decree} sebagaimana Lampiran.")
    texts.append("Keputusan ini mulai berlaku pada tanggal ditetapkan.")
    return tuple(c.Clause(ordinal(i), text) for i, text in enumerate(texts, start=1))


def _copies(entries: Sequence[DecreeEntry]) -> tuple[str, ...]:
    provinces = sorted({one.sentra.regency.parent.name for one in entries if one.sentra.regency.parent})
    regencies = sorted({one.sentra.regency.name for one in entries})
    names = [f"Dinas yang membidangi koperasi dan UKM Provinsi {name}" for name in provinces]
    names += [f"Dinas yang membidangi koperasi dan UKM {name}" for name in regencies]
    return tuple(f"{name}{_end(i, names)}" for i, name in enumerate(names))


def _annex(entries: Sequence[DecreeEntry]) -> c.Table:
    columns = (
        c.Column("No.", 0.4, "center"),
        c.Column("Sentra", 2),
        c.Column("Produk", 1.5),
        c.Column("Kabupaten/Kota", 1.5),
        c.Column("Provinsi", 1.3),
        c.Column("Ketetapan", 1.5),
    )
    rows = tuple(
        (
            str(i),
            one.sentra.name,
            one.sentra.product,
            one.sentra.regency.name,
            one.sentra.regency.parent.name if one.sentra.regency.parent else "",
            _effect(one),
        )
        for i, one in enumerate(entries, start=1)
    )
    return c.Table(columns, rows)


def _effect(entry: DecreeEntry) -> str:
    if entry.effect == DecreeEffect.REVOKE:
        return "Penetapan dicabut"
    return _label(Tier, entry.tier)
