"""Files are recognised by content, bounded before they are read, and refused with the reason."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.utils.translation import override

from sentra.registry.imports.columns import Column, text
from sentra.registry.imports.reading import Table, Unreadable, letter, read_table
from tests.registry.files import csv_file, workbook

COLUMNS = (
    Column("name", "Nama usaha", "Business name", text(50), required=True),
    Column("sales", "Hasil penjualan", "Annual sales", text(50), unit=("Rp/tahun", "Rp/year")),
    Column("village", "Desa", "Village", text(50)),
)


def table(content: bytes) -> Table:
    return read_table(content, COLUMNS)


def refusal(content: bytes) -> str:
    """Why the file is not taken, in English."""
    with pytest.raises(Unreadable) as caught, override("en"):
        table(content)
    with override("en"):
        return caught.value.issue.message


def test_headings_are_known_in_either_language_with_unit_star_and_any_order() -> None:
    content = workbook(["VILLAGE", "Annual sales (Rp/year)", "Nama usaha *"], [["Buaran", 200_000_000.0, "Tahu"]])
    assert table(content).rows == [(2, ["Tahu", 200_000_000, "Buaran"])]
    assert table(content).letters == ["C", "B", "A"]


def test_the_heading_may_stand_below_a_title() -> None:
    assert table(workbook(["Daftar usaha"], [[], ["Nama usaha", "Desa"], ["Tahu", "Buaran"]])).rows == [
        (4, ["Tahu", None, "Buaran"])
    ]


def test_keys_examples_and_empty_rows_are_skipped() -> None:
    rows = [["name", "village"], ["CONTOH: Batik", "Jenggot"], [None, "  "], ["Tahu", "Buaran"]]
    found = table(workbook(["Nama usaha", "Desa"], rows))
    assert found.rows == [(5, ["Tahu", None, "Buaran"])]
    with override("en"):
        assert [one.message for one in found.notices] == ["1 example row was not read."]


def test_unknown_and_repeated_columns_are_told() -> None:
    found = table(workbook(["Nama usaha", "Warna", "Nama usaha", "Desa"], [["Tahu", "putih", "Tempe"]]))
    with override("en"):
        assert [one.message for one in found.notices] == [
            "Column B (“Warna”) is not known and is not read.",
            "Column C (“Nama usaha”) stands twice; the second is not read.",
        ]
    assert found.rows == [(2, ["Tahu", None, None])]


def test_a_missing_required_column_is_told_once() -> None:
    found = table(workbook(["Desa", "Hasil penjualan"], [["Buaran", 1]]))
    with override("en"):
        assert [one.message for one in found.problems] == ["The column “Business name” is missing."]
    assert found.rows == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_csv_in_the_encodings_and_separators_that_excel_writes(encoding: str, delimiter: str) -> None:
    content = csv_file(["Nama usaha", "Desa"], [["Café Jati", "0012"]], delimiter=delimiter, encoding=encoding)
    assert table(content).rows == [(2, ["Café Jati", None, "0012"])]


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\r\nNama usaha;Desa\r\nCafé, Jati;0012\r\n".encode("utf-8-sig"),
        "Nama usaha\tDesa\r\nCafé, Jati\t0012\r\n".encode("utf-16"),  # "Unicode text" of Excel
        b"\xfe\xff" + "Nama usaha\tDesa\nCafé, Jati\t0012\n".encode("utf-16-be"),
        "Daftar usaha, Kota Pekalongan\r\nNama usaha;Desa\r\nCafé, Jati;0012\r\n".encode("cp1252"),
    ],
    ids=["a first line that names the separator", "UTF-16", "UTF-16 of the other order", "a title above the heading"],
)
def test_further_ways_in_which_excel_writes_text(content: bytes) -> None:
    (row,) = table(content).rows
    assert row[1] == ["Café, Jati", None, "0012"]


def test_a_semicolon_file_keeps_the_commas_of_its_cells() -> None:
    rows = [["Batik, Tenun", "Desa A, B, C"], ["Tahu, Tempe", "Desa D"]]
    assert [cells for _number, cells in table(csv_file(["Nama usaha", "Desa"], rows)).rows] == [
        ["Batik, Tenun", None, "Desa A, B, C"],
        ["Tahu, Tempe", None, "Desa D"],
    ]


def test_a_nul_never_leaves_the_reading() -> None:
    found = table(workbook(["Nama usaha", "Desa\0x", "Desa"], [["Ba\0tik", "1", "2"]]))
    assert found.rows == [(2, ["Ba\ufffdtik", None, "2"])]
    assert "\0" not in str([one.as_json() for one in found.notices])


OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "This is an old Excel workbook (.xls), or one with a password.",
        ),
        (b"<html><table><tr><td>Nama usaha</td></tr></table>", "This is not an Excel workbook (.xlsx) or a CSV file."),
        (b"%PDF-1.7\n\0\0binary", "This is not an Excel workbook (.xlsx) or a CSV file."),
        (b"PK\x03\x04 but no archive", "The workbook is damaged."),
        (b"satu;dua\n1;2\n", "The heading row was not found: the columns of this sheet have other names."),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    assert refusal(content) == reason


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def test_macros_are_refused() -> None:
    assert refusal(archive({"xl/workbook.xml": b"", "xl/vbaProject.bin": b""})) == "The workbook contains macros."


def test_other_office_files_are_refused() -> None:
    assert refusal(archive({"word/document.xml": b""})) == "This is not an Excel workbook (.xlsx) or a CSV file."


def test_a_file_that_unpacks_to_far_too_much_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentra.registry.imports.reading.MAX_UNPACKED_BYTES", 10_000)
    bomb = archive({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b" " * 20_000})
    assert refusal(bomb) == "The file unpacks to far more than a table needs."


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (b'<c r="XFD1048576"/>', "The sheet has more than 100 columns."),
        (b'<c r="A1048576"/>', "The sheet reaches beyond row 100.000."),
        (b'<row r="999999999"/>', "The sheet reaches beyond row 100.000."),
    ],
)
def test_a_cell_far_outside_is_refused_before_it_is_read(cell: bytes, reason: str) -> None:
    assert refusal(archive({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b" " * 2_000 + cell})) == reason


def test_columns_have_the_letters_of_the_spreadsheet() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
