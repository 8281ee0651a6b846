"""The minister's decree with its annex; its legal basis is what the draft holds, prefilled from the regulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sentra.designation.legal_basis import basis_of, doubtful_in
from sentra.designation.models import Decree, DecreeEffect, DecreeEntry
from sentra.designation.papers.common import cited, ending, label_of, procedure_note
from sentra.designation.queries import minister_title
from sentra.documents.rendering import content as c
from sentra.documents.services import letterhead_of
from sentra.indonesian.dates import long_date
from sentra.indonesian.words import ordinal, quantity_in_words
from sentra.law import Law
from sentra.registry.models import Tier
from sentra.territory.models import Office


def decree_paper(decree: Decree, entries: Sequence[DecreeEntry], law: Law, office: Office) -> c.Paper:
    """The decree with its annex; unsigned it is a draft and says which citations want checking."""
    by_effect = {effect: [one for one in entries if one.effect == effect] for effect in DecreeEffect.values}
    designates = bool(by_effect[DecreeEffect.DESIGNATE])
    basis = basis_of(decree, law)
    minister = decree.signed_title or minister_title()
    signer = c.Signature(title=(f"{minister.upper()},",), name=(decree.signed_by or "………………").upper())
    return c.Paper(
        kind="decree",
        title=f"KEPUTUSAN {minister.upper()}",
        letterhead=letterhead_of(office),
        number=decree.number or decree.draft_number,
        subject=decree.title.upper(),
        place=office.city or "Jakarta",
        date_text=long_date(decree.signed_on) if decree.signed_on else "………………",
        blocks=(
            c.Dictum(
                authority=f"{minister.upper()},",
                considering=_considering(decree, designates, law),
                recalling=tuple(f"{one}{ending(i, basis)}" for i, one in enumerate(basis)),
                decides=f"KEPUTUSAN MENTERI TENTANG {decree.title.upper()}.",
                clauses=_clauses(decree, by_effect),
            ),
        ),
        signature=signer,
        copies=_copies(entries),
        annexes=(c.Annex(title="DAFTAR SENTRA", blocks=(_annex(entries),), signature=signer),),
        note="" if decree.signed_on else _draft_note(basis, law, designates),
        draft=not decree.signed_on,
    )


def _considering(decree: Decree, designates: bool, law: Law) -> tuple[str, ...]:
    last = "bahwa berdasarkan pertimbangan tersebut perlu menetapkan Keputusan Menteri."
    if designates:
        cites = [cited(law, short) for short in ("7.e.1", "7.f")]
        return (
            f"bahwa calon sentra yang diusulkan dinas provinsi telah diverifikasi ulang sesuai {cites[0]};",
            f"bahwa sesuai {cites[1]} sentra ditetapkan dengan Keputusan Menteri;",
            last,
        )
    changed = f"Keputusan Nomor {decree.amends.number}" if decree.amends else "keputusan terdahulu"
    return (f"bahwa {decree.reason.rstrip('.')};", f"bahwa karena itu {changed} perlu diubah;", last)


def _draft_note(basis: Sequence[str], law: Law, designates: bool) -> str:
    doubtful = doubtful_in(basis, law)
    notes = [f"Rujukan yang tercetak meragukan dalam peraturan: {', '.join(doubtful)}; periksa sebelum ditandatangani."]
    if not doubtful:
        notes = []
    return " ".join(notes if designates else [*notes, procedure_note(law)])


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
    return tuple(f"{name}{ending(i, names)}" for i, name in enumerate(names))


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
    return label_of(Tier, entry.tier)
