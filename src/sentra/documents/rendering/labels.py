"""The fixed words of papers, in the paper's own language (which is not the language of the screen)."""

from __future__ import annotations

from dataclasses import dataclass

from sentra.documents.rendering.content import Language, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Fixed words; `page` is the page line with `{page}` and `{pages}`."""

    number: str
    nature: str
    attachment: str
    subject: str
    copies: str
    considering: str
    recalling: str
    noting: str
    deciding: str
    decides: str
    about: str
    annex: str
    dated: str
    enacted_in: str
    enacted_on: str
    page: str
    verify: str
    code: str
    draft: str
    phone: str
    emblem: str
    criterion: str
    measured: str
    threshold: str
    judgement: str
    citation: str
    evidence: str
    remark: str
    row: str
    name: str
    position: str
    sign_here: str
    paper: str
    marks: dict[Mark, str]


_INDONESIAN = Labels(
    number="Nomor",
    nature="Sifat",
    attachment="Lampiran",
    subject="Hal",
    copies="Tembusan",
    considering="Menimbang",
    recalling="Mengingat",
    noting="Memperhatikan",
    deciding="MEMUTUSKAN:",
    decides="Menetapkan",
    about="TENTANG",
    annex="LAMPIRAN",
    dated="TANGGAL",
    enacted_in="Ditetapkan di",
    enacted_on="pada tanggal",
    page="Halaman {page} dari {pages}",
    verify="Keaslian naskah ini dapat diperiksa di",
    code="Kode",
    draft="KONSEP",
    phone="Telepon",
    emblem="Lambang",
    criterion="Kriteria",
    measured="Hasil",
    threshold="Ambang",
    judgement="Penilaian",
    citation="Dasar",
    evidence="Bukti",
    remark="Catatan",
    row="No.",
    name="Nama",
    position="Jabatan",
    sign_here="Tanda tangan",
    paper="Naskah dinas",
    marks={
        "met": "✓ Terpenuhi",
        "not_met": "✗ Tidak terpenuhi",
        "unknown": "? Belum diketahui",
        "not_applicable": "– Tidak berlaku",
        "advice": "! Anjuran",
    },
)

_ENGLISH = Labels(
    number="Number",
    nature="Nature",
    attachment="Attachment",
    subject="Subject",
    copies="Copies",
    considering="Considering",
    recalling="In view of",
    noting="Noting",
    deciding="HAS DECIDED:",
    decides="To adopt",
    about="CONCERNING",
    annex="ANNEX",
    dated="DATED",
    enacted_in="Done at",
    enacted_on="on",
    page="Page {page} of {pages}",
    verify="The authenticity of this paper can be checked at",
    code="Code",
    draft="DRAFT",
    phone="Phone",
    emblem="Emblem",
    criterion="Criterion",
    measured="Measured",
    threshold="Threshold",
    judgement="Judgement",
    citation="Provision",
    evidence="Evidence",
    remark="Remark",
    row="No.",
    name="Name",
    position="Position",
    sign_here="Signature",
    paper="Official paper",
    marks={
        "met": "✓ Met",
        "not_met": "✗ Not met",
        "unknown": "? Not known yet",
        "not_applicable": "– Not applicable",
        "advice": "! Advice",
    },
)


def labels(language: Language) -> Labels:
    """The fixed words in a language."""
    return _ENGLISH if language == "en" else _INDONESIAN
