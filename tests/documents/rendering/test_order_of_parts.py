"""Every paper has its parts in the order of the rules, in PDF and in DOCX alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sentra.documents.rendering.composition import compose
from sentra.documents.rendering.content import Paper
from sentra.documents.rendering.docx import render_docx
from sentra.documents.rendering.parts import PageBreak, Provisions, Signing, Signings
from sentra.documents.rendering.text import strings
from sentra.documents.rendering.typst import render_pdf
from tests.documents.rendering import samples
from tests.documents.rendering.reading import docx_paragraphs, in_order, pdf_text, squeezed

PAPERS = (samples.letter, samples.decree, samples.minutes, samples.form)


def test_a_letter_follows_the_order_of_a_surat_dinas() -> None:
    parts = [
        "PEMERINTAH KABUPATEN JEPARA",
        "DINAS KOPERASI, USAHA KECIL DAN MENENGAH, TENAGA KERJA DAN TRANSMIGRASI",
        "Jalan Ratu Kalinyamat Nomor 13, Jepara 59432",
        "Telepon (0291) 591142, diskopukm@jepara.go.id, diskopukm.jepara.go.id",
        "Nomor",
        "500.2.3/045/DKUKM/VII/2026",
        "Sifat",
        "Segera",
        "Lampiran",
        "1 (satu) berkas",
        "Hal",
        "Usulan Penetapan Sentra Mebel Ukir Tahunan",
        "Jepara, 14 Juli 2026",
        "Yth. Kepala Dinas Koperasi dan UKM Provinsi Jawa Tengah",
        "di Semarang",
        "Menindaklanjuti hasil identifikasi",
        "a.n. BUPATI JEPARA",
        "Dra. Siti Rahmawati, M.M.",
        "Pembina Utama Muda (IV/c)",
        "NIP 196805121993032004",
        "Tembusan:",
        "Bupati Jepara (sebagai laporan);",
        "Kepala Bappeda Kabupaten Jepara.",
    ]

    assert in_order(pdf_text(render_pdf(samples.letter())), parts) == []
    assert in_order(squeezed(" ".join(docx_paragraphs(render_docx(samples.letter())))), parts) == []


def test_a_decree_follows_the_order_of_a_keputusan_and_its_annex_names_it() -> None:
    parts = [
        "KEPUTUSAN DEPUTI BIDANG USAHA KECIL DAN MENENGAH",
        "NOMOR 17 TAHUN 2026",
        "TENTANG",
        "PENETAPAN SENTRA USAHA KECIL DAN MENENGAH TAHUN 2026",
        "Menimbang : a. bahwa sentra yang diusulkan",
        "b. bahwa",
        "Mengingat : 1. Undang-Undang",
        "2. Peraturan Menteri",
        "Memperhatikan : 1. Berita Acara",
        "MEMUTUSKAN:",
        "Menetapkan : KEPUTUSAN DEPUTI",
        "KESATU : Menetapkan 40 sentra",
        "KEDUA",
        "a. pendampingan; dan",
        "b. dukungan perkuatan.",
        "KETIGA",
        "Ditetapkan di Jakarta",
        "pada tanggal 5 Februari 2026",
        "DEPUTI BIDANG USAHA KECIL DAN MENENGAH,",
        "Ditandatangani secara elektronik",
        "HANUNG PRASETYO",
        "Tembusan:",
        "LAMPIRAN KEPUTUSAN DEPUTI BIDANG USAHA KECIL DAN MENENGAH",
        "NOMOR : 17 TAHUN 2026",
        "TANGGAL : 5 Februari 2026",
        "TENTANG : PENETAPAN SENTRA USAHA KECIL DAN MENENGAH TAHUN 2026",
        "DAFTAR SENTRA YANG DITETAPKAN",
        "Sentra Batik Tulis Kampung 40",
        "1.620",
        "HANUNG PRASETYO",
    ]

    assert in_order(pdf_text(render_pdf(samples.decree())), parts) == []
    assert in_order(squeezed(" ".join(docx_paragraphs(render_docx(samples.decree())))), parts) == []


@pytest.mark.parametrize("sample", PAPERS, ids=lambda sample: sample.__name__)
def test_pdf_and_docx_say_the_same_in_the_same_order(sample: Callable[[], Paper]) -> None:
    said = _said(sample())

    assert in_order(pdf_text(render_pdf(sample())), said) == []
    assert in_order(squeezed(" ".join(docx_paragraphs(render_docx(sample())))), said) == []


def test_minutes_bear_both_signatures_beside_each_other_and_the_acknowledgement_below() -> None:
    paragraphs = docx_paragraphs(render_docx(samples.minutes()))

    assert (
        paragraphs[-11:]
        == [
            "PIHAK KEDUA,",
            "Kepala Dinas Kabupaten Jepara",
            "Dra. Siti Rahmawati, M.M.",
            "Pembina Utama Muda (IV/c)",
            "NIP 196805121993032004",
            "Plt. PIHAK KESATU,",
            "Ketua Kelompok Kerja Provinsi",
            "Ir. Bambang Wijaya, M.Si.",
            "Pembina Tingkat I (IV/b)",
            "NIP 197001011995031002",
            "Mengetahui,",
            "Kepala Dinas Provinsi,",
            "Dr. Hendra Kusuma",
            "NIP 196603031990031005",
        ][-11:]
    )


def test_a_form_says_each_finding_with_mark_and_word_and_ends_with_its_note() -> None:
    text = pdf_text(render_pdf(samples.form()))

    assert (
        in_order(
            text,
            [
                "LAMPIRAN 1",
                "KRITERIA PENETAPAN SENTRA UKM",
                "Kriteria",
                "✗ Tidak terpenuhi",
                "? Belum diketahui",
                "– Tidak berlaku",
                "! Anjuran",
                "✓ Terpenuhi",
                "Kesimpulan:",
                "Tanda tangan",
                "Rina Kartikasari, S.E.",
                "Jepara, 14 Juli 2026",
                samples.NOTE,
            ],
        )
        == []
    )


def _said(paper: Paper) -> list[str]:
    """Every string of the composition as it is drawn, row by row; what is not text left out."""
    said: list[str] = []
    for section in compose(paper).sections:
        for part in section.parts:
            if isinstance(part, PageBreak):
                continue
            if isinstance(part, Provisions):
                said += [f"{row.label}{':' if row.label else ''}{row.marker}{row.text}" for row in part.rows]
            elif isinstance(part, Signing | Signings):
                blocks = part.blocks if isinstance(part, Signings) else (part,)
                for block in blocks:
                    said += strings(block)
            else:
                said += [s for s in _drawn(part) if s]
    return [s for s in said if s]


def _drawn(part: object) -> list[str]:
    hidden = {"justify", "left", "center", "right", getattr(part, "alt", "")}
    return [s for s in strings(part) if s not in hidden]
