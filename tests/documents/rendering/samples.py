"""Papers of every family, as the tests and people who look at them need them."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image, ImageDraw

from sentra.documents.rendering.content import (
    Annex,
    Clause,
    Column,
    Dictum,
    Finding,
    FindingList,
    Heading,
    Item,
    KeyValues,
    Letterhead,
    NumberedList,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Table,
    TeamMember,
    Verification,
)

NOTE = "Tata letak Sentra; isi Lampiran tidak dimuat dalam naskah yang tersedia."
VERIFICATION = Verification("https://sentra.example.go.id/naskah/7Q4M-K2XH-9TRD", "7Q4M-K2XH-9TRD")


def emblem() -> bytes:
    image = Image.new("RGB", (120, 150), "white")
    ImageDraw.Draw(image).polygon([(10, 10), (110, 10), (110, 90), (60, 140), (10, 90)], outline="black", width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


JEPARA = Letterhead(
    government="PEMERINTAH KABUPATEN JEPARA",
    office="DINAS KOPERASI, USAHA KECIL DAN MENENGAH, TENAGA KERJA DAN TRANSMIGRASI",
    address="Jalan Ratu Kalinyamat Nomor 13, Jepara 59432",
    phone="(0291) 591142",
    email="diskopukm@jepara.go.id",
    website="diskopukm.jepara.go.id",
    emblem=emblem(),
)
MINISTRY = Letterhead(
    government="KEMENTERIAN KOPERASI DAN USAHA KECIL DAN MENENGAH REPUBLIK INDONESIA",
    office="DEPUTI BIDANG USAHA KECIL DAN MENENGAH",
    address="Jalan H. R. Rasuna Said Kavling 3–4, Jakarta Selatan 12940",
    emblem=emblem(),
)
HEAD = Signature(
    prefix="a.n.",
    title=("BUPATI JEPARA", "KEPALA DINAS KOPERASI, UKM, TENAGA KERJA DAN TRANSMIGRASI,"),
    name="Dra. Siti Rahmawati, M.M.",
    rank="Pembina Utama Muda (IV/c)",
    nip="196805121993032004",
)


def letter() -> Paper:
    return Paper(
        kind="letter",
        letterhead=JEPARA,
        number="500.2.3/045/DKUKM/VII/2026",
        place="Jepara",
        date_text="14 Juli 2026",
        nature="Segera",
        attachment="1 (satu) berkas",
        subject="Usulan Penetapan Sentra Mebel Ukir Tahunan",
        recipients=("Yth. Kepala Dinas Koperasi dan UKM Provinsi Jawa Tengah", "di Semarang"),
        blocks=(
            Paragraph(
                "Menindaklanjuti hasil identifikasi dan penilaian kelompok kerja kabupaten, bersama ini kami "
                "usulkan sentra berikut untuk diverifikasi dan ditetapkan.",
                indent=True,
            ),
            KeyValues((("Nama sentra", "Sentra Mebel Ukir Tahunan"), ("Jumlah UKM", "37 (tiga puluh tujuh)"))),
            Paragraph("Berkas usulan terdiri atas:"),
            NumberedList(
                (
                    "Formulir kriteria penetapan sentra (Lampiran 1);",
                    Item(
                        "Permohonan:",
                        (
                            "permohonan sentra (Lampiran 2); dan",
                            Item("permohonan UKM (Lampiran 3):", ("pemilik perempuan;", "pemilik laki-laki.")),
                        ),
                    ),
                )
            ),
            Paragraph("Demikian disampaikan, atas perhatian Saudara kami ucapkan terima kasih.", indent=True),
        ),
        signature=HEAD,
        copies=("Bupati Jepara (sebagai laporan)", "Kepala Bappeda Kabupaten Jepara"),
        verification=VERIFICATION,
        dated=date(2026, 7, 14),
    )


def decree(annexed: int = 40, *, draft: bool = False) -> Paper:
    columns = (
        Column("No.", 0.5, "center"),
        Column("Nama Sentra", 2.6),
        Column("Kabupaten/Kota", 2.0),
        Column("Provinsi", 1.6),
        Column("Produk Unggulan", 1.8),
        Column("UKM", 0.7, numeric=True),
        Column("Tenaga Kerja", 0.9, numeric=True),
    )
    rows = tuple(
        (
            str(i),
            f"Sentra Batik Tulis Kampung {i}",
            "Kota Pekalongan" if i % 2 else "Kabupaten Jepara",
            "Jawa Tengah",
            "Batik tulis dan cap",
            str(20 + i),
            f"1.{100 + i}",
        )
        for i in range(1, annexed + 1)
    )
    signer = Signature(
        title=("DEPUTI BIDANG USAHA KECIL DAN MENENGAH,",),
        name="HANUNG PRASETYO",
        electronic="Ditandatangani secara elektronik\nmenggunakan sertifikat BSrE",
    )
    return Paper(
        kind="decree",
        title="KEPUTUSAN DEPUTI BIDANG USAHA KECIL DAN MENENGAH",
        letterhead=MINISTRY,
        number="17 TAHUN 2026",
        subject="PENETAPAN SENTRA USAHA KECIL DAN MENENGAH TAHUN 2026",
        place="Jakarta",
        date_text="5 Februari 2026",
        blocks=(
            Dictum(
                authority="DEPUTI BIDANG USAHA KECIL DAN MENENGAH,",
                considering=(
                    "bahwa sentra yang diusulkan dinas provinsi telah diverifikasi dan memenuhi kriteria;",
                    "bahwa berdasarkan pertimbangan dimaksud dalam huruf a perlu menetapkan Keputusan;",
                ),
                recalling=(
                    "Undang-Undang Nomor 20 Tahun 2008 tentang Usaha Mikro, Kecil, dan Menengah;",
                    "Peraturan Menteri Negara Koperasi dan UKM Nomor 23/PER/M.KUKM/XI/2005;",
                ),
                noting=("Berita Acara Verifikasi Nomor BA-12/2026 tanggal 20 Januari 2026;",),
                decides="KEPUTUSAN DEPUTI TENTANG PENETAPAN SENTRA USAHA KECIL DAN MENENGAH TAHUN 2026.",
                clauses=(
                    Clause(
                        "KESATU",
                        f"Menetapkan {annexed} sentra sebagaimana tercantum dalam Lampiran.",
                    ),
                    Clause(
                        "KEDUA",
                        "Sentra sebagaimana dimaksud dalam Diktum KESATU berhak memperoleh:",
                        ("pendampingan; dan", "dukungan perkuatan."),
                    ),
                    Clause("KETIGA", "Keputusan ini mulai berlaku pada tanggal ditetapkan."),
                ),
            ),
        ),
        signature=signer,
        copies=("Menteri Koperasi dan UKM", "Gubernur Jawa Tengah", "Bupati dan Wali Kota terkait"),
        verification=VERIFICATION,
        annexes=(
            Annex(
                title="DAFTAR SENTRA YANG DITETAPKAN",
                blocks=(Table(columns, rows, total=("", "Jumlah", "", "", "", "1.620", "44.820")),),
                signature=signer,
            ),
        ),
        draft=draft,
        dated=date(2026, 2, 5),
    )


def minutes() -> Paper:
    left = Signature(
        title=("PIHAK KEDUA,", "Kepala Dinas Kabupaten Jepara"),
        name="Dra. Siti Rahmawati, M.M.",
        rank="Pembina Utama Muda (IV/c)",
        nip="196805121993032004",
    )
    right = Signature(
        title=("PIHAK KESATU,", "Ketua Kelompok Kerja Provinsi"),
        name="Ir. Bambang Wijaya, M.Si.",
        rank="Pembina Tingkat I (IV/b)",
        nip="197001011995031002",
        prefix="Plt.",
    )
    return Paper(
        kind="minutes",
        title="BERITA ACARA VERIFIKASI USULAN SENTRA",
        letterhead=JEPARA,
        number="BA-12/POKJA/2026",
        blocks=(
            Paragraph(
                "Pada hari ini, Selasa, tanggal empat belas bulan Juli tahun dua ribu dua puluh enam, di "
                "Kantor Dinas Koperasi dan UKM Provinsi Jawa Tengah, kami yang bertanda tangan di bawah ini:"
            ),
            KeyValues(
                (("Nama", "Ir. Bambang Wijaya, M.Si."), ("Jabatan", "Ketua Kelompok Kerja Provinsi")),
                indent=True,
            ),
            Paragraph("selanjutnya disebut PIHAK KESATU;"),
            KeyValues(
                (("Nama", "Dra. Siti Rahmawati, M.M."), ("Jabatan", "Kepala Dinas Kabupaten Jepara")),
                indent=True,
            ),
            Paragraph("selanjutnya disebut PIHAK KEDUA, menyatakan hasil verifikasi sebagai berikut:"),
            Heading("Kelengkapan berkas"),
            NumberedList(
                (
                    "Lampiran 1 sampai dengan Lampiran 3 lengkap;",
                    "usulan meliputi dana APBN dan dana bergulir.",
                )
            ),
            Heading("Kesimpulan"),
            Paragraph(
                "Usulan dinyatakan lengkap dan diteruskan kepada Menteri.",
            ),
            Paragraph("Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."),
            Signatures(
                sides=(left, right),
                acknowledged=Signature(
                    title=("Mengetahui,", "Kepala Dinas Provinsi,"),
                    name="Dr. Hendra Kusuma",
                    nip="196603031990031005",
                ),
            ),
        ),
        verification=VERIFICATION,
        dated=date(2026, 7, 14),
    )


def form(*, landscape: bool = False, draft: bool = False) -> Paper:
    marks = ("met", "not_met", "unknown", "not_applicable", "advice")
    findings = tuple(
        Finding(
            mark=marks[i % 5],
            label=f"Kriteria nomor {i}: jumlah pelaku UKM dalam kawasan sentra sekurang-kurangnya dua puluh",
            measured=f"{18 + i} UKM",
            threshold="≥ 20 UKM",
            citation=f"Pasal 5 ayat (1) huruf a angka {i}",
            evidence="Daftar anggota" if i % 2 else "",
        )
        for i in range(1, 12)
    )
    return Paper(
        kind="form",
        title="LAMPIRAN 1\nKRITERIA PENETAPAN SENTRA UKM",
        letterhead=JEPARA,
        place="Jepara",
        date_text="14 Juli 2026",
        blocks=(
            Heading("Identitas sentra"),
            KeyValues(
                (
                    ("Nama sentra", "Sentra Mebel Ukir Tahunan"),
                    ("Produk utama", "Mebel ukir"),
                    ("Lokasi", "Desa Tahunan, Kecamatan Tahunan, Kabupaten Jepara"),
                )
            ),
            Heading("Hasil penilaian"),
            FindingList(findings),
            Paragraph("Kesimpulan: sentra belum memenuhi kriteria; 2 (dua) fakta masih harus dilengkapi.", bold=True),
            Signatures(
                team=(
                    TeamMember("Rina Kartikasari, S.E.", "Ketua", "198001012005012001"),
                    TeamMember("Agus Salim", "Sekretaris"),
                    TeamMember("Dewi Lestari, S.T.", "Anggota"),
                )
            ),
        ),
        signature=Signature(
            title=("Kepala Bidang UKM,",),
            name="Rina Kartikasari, S.E.",
            rank="Pembina (IV/a)",
            nip="198001012005012001",
        ),
        note=NOTE,
        verification=VERIFICATION,
        landscape=landscape,
        draft=draft,
        dated=date(2026, 7, 14),
    )
