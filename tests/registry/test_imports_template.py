"""The template and the file that goes back with its errors, read as Excel shows them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.registry.imports.checking import check_run, context_of
from sentra.registry.imports.reading import read_table
from sentra.registry.imports.runs import confirm_import, start_import
from sentra.registry.imports.sheets import Context, sheet_of, sheets
from sentra.registry.imports.template import write_corrections, write_template
from sentra.registry.models import Enterprise, ImportRow, ImportRun
from tests.registry.factories import place_of
from tests.registry.files import TWO_WRONG_CELLS, enterprises_workbook, nik

pytestmark = pytest.mark.django_db


def template(actor: Actor, kind: str, language: str = "id") -> Any:
    with override(language):
        content = write_template(sheet_of(kind), Context(actor, place_of(actor), actor.today))
    return openpyxl.load_workbook(io.BytesIO(content))


def corrections(actor: Actor, content: bytes) -> bytes:
    run = start_import(actor=actor, kind="enterprises", file_name="usaha.xlsx", content=content)
    check_run(run)
    run.refresh_from_db()
    with override("id"):
        return write_corrections(run, context_of(run), ImportRow.objects.filter(run=run).order_by("number"))


def test_the_template_speaks_the_language_asked_for(rina: Actor) -> None:
    def heads(book: Any) -> list[Any]:
        return [book.worksheets[0].cell(1, place).value for place in (1, 2, 3)]

    assert heads(template(rina, "enterprises")) == ["Nama usaha *", "Nama pemilik *", "NIK pemilik"]
    assert heads(template(rina, "enterprises", "en")) == ["Business name *", "Owner's name *", "Owner's NIK"]


def test_identifiers_are_text_units_stand_in_the_heading_and_districts_in_the_list(rina: Actor) -> None:
    book = template(rina, "enterprises")
    page, keys = book.worksheets[0], [one.key for one in sheet_of("enterprises").columns]
    for key in ("nik", "nib", "npwp", "kbli_code", "phone"):
        assert page.column_dimensions[openpyxl.utils.get_column_letter(keys.index(key) + 1)].number_format == "@"
    hidden = book["_"]
    place = keys.index("district") + 1
    assert [hidden.cell(row, place).value for row in (1, 2, 3, 4)] == [
        "Pekalongan Barat",
        "Pekalongan Selatan",
        "Pekalongan Timur",
        "Pekalongan Utara",
    ]
    assert page.freeze_panes == "B3"
    assert page.row_dimensions[2].hidden
    figures = template(rina, "enterprise_figures").worksheets[0]
    assert "Hasil penjualan (Rp/tahun)" in [cell.value for cell in figures[1]]


def test_every_column_is_explained(rina: Actor) -> None:
    for sheet in sheets():
        guide = template(rina, sheet.kind).worksheets[-1]
        assert [guide.cell(row, 1).value for row in range(2, len(sheet.columns) + 2)] == [
            one.heading("id") for one in sheet.columns
        ]


def test_an_empty_template_brings_nothing(rina: Actor) -> None:
    for sheet in sheets():
        with override("id"):
            content = write_template(sheet, Context(rina, place_of(rina), rina.today))
        found = read_table(content, sheet.columns)
        assert (found.rows, found.problems) == ([], [])


def test_the_file_comes_back_with_its_errors_beside_and_on_the_cells(rina: Actor) -> None:
    page = openpyxl.load_workbook(io.BytesIO(corrections(rina, enterprises_workbook(30, TWO_WRONG_CELLS)))).worksheets[
        0
    ]
    wrong = [row for row in range(3, 33) if page.cell(row, 22).value]
    assert wrong == [6, 13]
    assert page["C6"].value == "337501130764000"
    assert page["C6"].fill.start_color.rgb == "FFFFC7CE"
    assert "15 digit" in page["C6"].comment.text
    assert page["V6"].value.startswith("NIK pemilik: NIK (KTP) terdiri dari 15 digit.")


def test_the_file_that_came_back_can_be_mended_and_sent_again(rina: Actor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(corrections(rina, enterprises_workbook(30, TWO_WRONG_CELLS))))
    page = book.worksheets[0]
    page["C6"].value, page["P13"].value = nik(4), "Pekalongan Utara"
    mended = io.BytesIO()
    book.save(mended)
    run = start_import(actor=rina, kind="enterprises", file_name="mended.xlsx", content=mended.getvalue())
    check_run(run)
    confirm_import(actor=rina, run=ImportRun.objects.get(pk=run.pk))
    assert Enterprise.objects.count() == 30


def test_formulas_are_made_harmless(rina: Actor) -> None:
    dangerous = {(2, "Alamat"): '=HYPERLINK("http://contoh.id")', (2, "NIB"): "12", (2, "Kelurahan/Desa"): "@SUM(A1)"}
    page = openpyxl.load_workbook(io.BytesIO(corrections(rina, enterprises_workbook(1, dangerous)))).worksheets[0]
    values = [cell.value for cell in page[3]]
    assert '\'=HYPERLINK("http://contoh.id")' in values
    assert "'@SUM(A1)" in values
    assert all(cell.data_type != "f" for cell in page[3])
