"""The Word file: editable, numbered by Word, and the same bytes each time."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from sentra.documents.rendering.content import (
    Column,
    Item,
    KeyValues,
    NumberedList,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from sentra.documents.rendering.docx import render_docx
from tests.documents.rendering import samples
from tests.documents.rendering.reading import docx_paragraphs
from tests.documents.rendering.test_pdf import HOSTILE


def opened(paper: Paper) -> docx.document.Document:
    return docx.Document(io.BytesIO(render_docx(paper)))


def test_the_same_content_is_the_same_file() -> None:
    assert render_docx(samples.decree()) == render_docx(samples.decree())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_written_as_it_stands(text: str) -> None:
    assert docx_paragraphs(render_docx(Paper(kind="form", blocks=(Paragraph(text),)))) == [text]


def test_lists_are_numbered_by_word_and_each_starts_anew() -> None:
    lists = (NumberedList(("satu", Item("dua", ("a", Item("b", ("i",)))))), NumberedList(("satu lagi",)))
    numbered = [
        (p.text, p._p.pPr.numPr.ilvl.val, p._p.pPr.numPr.numId.val)
        for p in opened(Paper(kind="form", blocks=lists)).paragraphs
    ]
    first, second = numbered[0][2], numbered[-1][2]

    assert first != second
    assert numbered == [
        ("satu", 0, first),
        ("dua", 0, first),
        ("a", 1, first),
        ("b", 1, first),
        ("i", 2, first),
        ("satu lagi", 0, second),
    ]


def test_tables_are_tables_with_repeated_headers() -> None:
    table = Table((Column("No."), Column("UKM", numeric=True)), (("1", "1.250"),), total=("", "1.250"))
    drawn = opened(Paper(kind="form", blocks=(table,))).tables[0]

    assert [[cell.text for cell in row.cells] for row in drawn.rows] == [
        ["No.", "UKM"],
        ["1", "1.250"],
        ["", "1.250"],
    ]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in drawn.rows] == [True, False, False]


def test_the_footer_has_page_fields_and_the_verification_address() -> None:
    footer = opened(samples.letter()).sections[0].footer
    fields = [node.text for node in footer._element.iter(qn("w:instrText"))]

    assert fields == ["PAGE", "NUMPAGES"]
    assert footer.tables[0].cell(0, 1).text == (
        "Keaslian naskah ini dapat diperiksa di\n"
        "https://sentra.example.go.id/naskah/7Q4M-K2XH-9TRD\n"
        "Kode: 7Q4M-K2XH-9TRD"
    )


def test_a_draft_is_marked_in_every_section_and_a_final_paper_in_none() -> None:
    def marked(paper: Paper) -> list[bool]:
        return [b'string="KONSEP"' in section.header.part.blob for section in opened(paper).sections]

    assert marked(samples.decree(draft=True)) == [True, True]
    assert marked(samples.form(draft=True)) == [True]
    assert marked(samples.decree()) == [False, False]


def test_a_landscape_table_gets_its_own_section() -> None:
    table = Table((Column("Produk"),), (), empty="Belum ada sentra.", landscape=True)
    paper = Paper(kind="form", blocks=(Paragraph("awal"), table, Paragraph("akhir")))

    assert [section.orientation for section in opened(paper).sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert docx_paragraphs(render_docx(paper)) == ["awal", "Produk", "Belum ada sentra.", "akhir"]


def test_missing_parts_leave_no_labels() -> None:
    assert docx_paragraphs(render_docx(Paper(kind="letter", blocks=(Paragraph("Isi."),)))) == ["Isi."]


def test_pairs_have_aligned_colons() -> None:
    paper = Paper(kind="form", blocks=(KeyValues((("Nama", "Siti"), ("Jabatan", "Kepala")), indent=True),))

    assert [[c.text for c in row.cells] for row in opened(paper).tables[0].rows] == [
        ["Nama", ":", "Siti"],
        ["Jabatan", ":", "Kepala"],
    ]


def test_one_sided_signatures_and_too_deep_lists_are_refused() -> None:
    with pytest.raises(ValueError, match="two sides"):
        Signatures(sides=(samples.HEAD,))
    with pytest.raises(ValueError, match="four levels"):
        NumberedList((Item("1", (Item("a", (Item("1)", (Item("a)", ("terlalu dalam",)),)),)),)),))
