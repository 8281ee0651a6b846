"""Spreadsheets as an officer of Kota Pekalongan would fill them in, for tests and measurements."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

HEADINGS = (
    "Nama usaha",
    "Nama pemilik",
    "NIK pemilik",
    "Bentuk usaha",
    "NIB",
    "KBLI",
    "Tahun berdiri",
    "Produk utama",
    "Alamat",
    "Kelurahan/Desa",
    "Kecamatan",
    "Nomor HP/telepon",
    "Milik WNI seluruhnya",
    "Anak perusahaan",
)
DISTRICTS = ("Pekalongan Barat", "Pekalongan Timur", "Pekalongan Selatan", "Pekalongan Utara")
VILLAGES = ("Jenggot", "Buaran", "Kauman", "Pasirsari", "Kandang Panjang")
PRODUCTS = (("Batik tulis", "13134"), ("Batik cap", "13134"), ("Tahu", "10392"), ("Mebel kayu", "31001"))
_GIVEN = ("Siti", "Ahmad", "Nur", "Sri", "Muhammad", "Dewi", "Budi", "Rina", "Agus", "Wahyu", "Endang", "Joko")
_FAMILY = ("Aminah", "Fauzi", "Hidayah", "Lestari", "Setiawan", "Rahayu", "Santoso", "Wulandari", "Kusuma")
_MARKS = ("Kencana", "Melati", "Sekar Jati", "Cahaya", "Barokah", "Mulya", "Sumber Rejeki", "Pesisir", "Canting")


def nik(number: int) -> str:
    """A possible NIK, another one for each number up to some hundred thousand."""
    day = number % 28 + 1 + (40 if number % 2 else 0)
    month, year = number // 28 % 12 + 1, 60 + number // 336 % 39
    return f"3375{number // 13104 % 4 + 1:02d}{day:02d}{month:02d}{year:02d}{number % 9999 + 1:04d}"


def enterprise_row(number: int) -> list[Any]:
    """The cells of one enterprise in the order of HEADINGS."""
    product, kbli = PRODUCTS[number % 4]
    owner = f"{_GIVEN[number % 12]} {_FAMILY[number // 12 % 9]}"
    return [
        f"{product.split()[0]} {_MARKS[number % 9]} {number:05d}",
        owner,
        nik(number),
        "Perorangan" if number % 5 else "CV",
        f"91200{number:08d}",
        kbli,
        1980 + number % 40,
        product,
        f"Jalan Jenggot Raya {number}",
        VILLAGES[number % 5],
        DISTRICTS[number % 4],
        f"0812{number:08d}",
        "Ya",
        "Tidak",
    ]


def workbook(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An XLSX file; texts are written as texts, numbers as numbers."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Data")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, headings)
        for number, cells in enumerate(rows, start=1):
            for place, cell in enumerate(cells):
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(number, place, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                elif cell is not None:
                    sheet.write(number, place, cell)
    return file.getvalue()


def csv_file(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ";", encoding: str = "utf-8"
) -> bytes:
    """A CSV file as Excel with Indonesian settings saves it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def enterprises_workbook(rows: int = 30, wrong_cells: Mapping[tuple[int, str], Any] | None = None) -> bytes:
    """A workbook of so many enterprises; `wrong_cells` maps (row of the sheet from 2 on, heading) to a cell's value."""
    filled = [enterprise_row(number) for number in range(1, rows + 1)]
    for (row, heading), value in (wrong_cells or {}).items():
        filled[row - 2][HEADINGS.index(heading)] = value
    return workbook(HEADINGS, filled)


#: Thirty enterprises, of which two cells are wrong: a NIK of fifteen digits and a district of another regency.
TWO_WRONG_CELLS = {(5, "NIK pemilik"): "337501130764000", (12, "Kecamatan"): "Banguntapan"}
