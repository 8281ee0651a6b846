"""Examples for the gallery of components: every component in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from .findings import Finding, Missing
from .states import State


@dataclass(frozen=True)
class _Permission:
    allowed: bool
    reason: str = ""


def _findings() -> list[Finding]:
    return [
        Finding(
            "met",
            "Minimal 20 UKM dalam kawasan",
            "26 UKM",
            "≥ 20 UKM",
            "Pasal 5 ayat (1) huruf a angka 1",
            "#",
        ),
        Finding(
            "not_met",
            "Omzet sentra per bulan",
            "Rp182.500.000",
            "≥ Rp200.000.000",
            "Pasal 5 ayat (1) huruf a angka 2",
            "#",
        ),
        Finding(
            "unknown",
            "Tenaga kerja yang diserap",
            threshold="≥ 40 orang",
            citation="Pasal 5 ayat (1) huruf a angka 3",
            url="#",
            missing=[Missing("jumlah tenaga kerja 2025", "#"), Missing("tanggal pendataan", "#")],
        ),
        Finding("advice", "Bahan baku lokal diutamakan", "62%", "sebagian besar", "Pasal 5 ayat (2)", "#"),
        Finding("not_applicable", "Prospek ekspor", citation="Pasal 10 ayat (3)"),
    ]


def _history(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "text": "Rina Wulandari mengusulkan Sentra Batik Jenggot ke provinsi",
            "at": now - timedelta(days=9),
            "by": "Dinas Koperasi dan UKM Kota Pekalongan",
            "tone": "info",
            "icon": "send",
        },
        {
            "text": "Pokja provinsi mengembalikan usulan",
            "at": now - timedelta(days=4, hours=2),
            "by": "Budi Santoso",
            "remark": "Rekening koran dua bulan terakhir belum dilampirkan.",
            "tone": "warn",
            "icon": "undo-2",
        },
        {
            "text": "Ditetapkan sebagai Sentra UKM dengan Keputusan Deputi Nomor 12/2026",
            "at": now - timedelta(hours=3),
            "by": "Sri Hartati (Plt. Deputi)",
            "tone": "good",
        },
    ]


def gallery_context(request: HttpRequest) -> dict[str, Any]:
    """What the gallery page shows."""
    from .gallery_form import GalleryForm

    filled = GalleryForm(
        {"name": "", "turnover": "dua ratus", "established": "31/02/2022", "nib": "12345", "year": "22"}
    )
    filled.is_valid()
    return {
        "title": "Galeri komponen",
        "navigation": [
            {
                "label": "",
                "items": [
                    {"label": "Pekerjaan saya", "url": "#", "icon": "inbox", "count": 7, "is_current": True},
                    {"label": "Tenggat", "url": "#", "icon": "calendar", "count": 2},
                ],
            },
            {
                "label": "Pendataan",
                "items": [
                    {"label": "Sentra", "url": "#", "icon": "map-pin"},
                    {"label": "Usaha", "url": "#", "icon": "factory"},
                    {"label": "Koperasi", "url": "#", "icon": "landmark"},
                    {"label": "Impor dari Excel", "url": "#", "icon": "upload"},
                ],
            },
            {
                "label": "Penetapan",
                "items": [
                    {"label": "Usulan", "url": "#", "icon": "send", "count": 12},
                    {"label": "Keputusan", "url": "#", "icon": "stamp"},
                    {"label": "Peraturan", "url": "#", "icon": "book-open"},
                ],
            },
        ],
        "acting_as": {"office": "Dinas Koperasi dan UKM Kota Pekalongan", "role": "Kelompok kerja"},
        "acting_choices": [
            {
                "id": 1,
                "office": "Dinas Koperasi dan UKM Kota Pekalongan",
                "role": "Kelompok kerja",
                "is_current": True,
            },
            {"id": 2, "office": "Dinas Koperasi dan UKM Provinsi Jawa Tengah", "role": "Plt. Kepala dinas"},
        ],
        "inbox_count": 7,
        "user_label": "Rina Wulandari",
        "crumbs": [
            {"label": "Sentra", "url": "#"},
            {"label": "Kota Pekalongan", "url": "#"},
            {"label": "Batik Jenggot"},
        ],
        "states": [
            State("Ditetapkan", "good", "stamp"),
            State("Ditolak", "bad"),
            State("Dikembalikan", "warn", "undo-2"),
            State("Menunggu verifikasi", "info", "clock"),
            State("Draf", "neutral", "pencil"),
            State("Unggulan", "accent"),
        ],
        "findings": _findings(),
        "history": _history(timezone.now()),
        "steps": [
            {"label": "Identifikasi", "status": "done", "note": "Pokja kota, 2 Maret 2026"},
            {"label": "Usulan kabupaten/kota", "status": "done", "note": "11 Maret 2026"},
            {"label": "Pemeriksaan provinsi", "status": "now", "note": "3 hari kerja lagi"},
            {"label": "Verifikasi kementerian", "status": "next"},
            {"label": "Penetapan", "status": "next"},
        ],
        "tabs": [
            {"label": "Ringkasan", "url": "#", "is_current": True},
            {"label": "Anggota", "url": "#", "count": 26},
            {"label": "Riwayat", "url": "#"},
        ],
        "facts": [
            {"label": "Produk utama", "value": "Batik cap dan tulis"},
            {"label": "Anggota", "value": "26 UKM", "url": "#"},
            {"label": "Tenaga kerja", "value": None},
        ],
        "rows": [
            (
                "Batik Jenggot",
                "Kota Pekalongan",
                26,
                182_500_000,
                State("Menunggu verifikasi", "info", "clock"),
            ),
            (
                "Mebel Jepara Tahunan",
                "Kabupaten Jepara",
                143,
                4_210_000_000,
                State("Ditetapkan", "good", "stamp"),
            ),
            ("Logam Ceper", "Kabupaten Klaten", 87, None, State("Draf", "neutral", "pencil")),
        ],
        "bars": [
            {"label": "Jepara", "value": 143},
            {"label": "Klaten", "value": 87, "url": "#"},
            {"label": "Pekalongan", "value": 26},
        ],
        "series": [120, 132, 101, 134, 160, 182],
        "allowed": _Permission(True),
        "denied": _Permission(
            False,
            "Pengusul tidak boleh memverifikasi usulannya sendiri. Kepala bidang dapat menunjuk yang lain.",
        ),
        "form": GalleryForm(),
        "wrong": filled,
    }
