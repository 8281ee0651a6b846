"""The PDF: the same bytes each time, archivable, accessible, and nothing in a text is read as markup."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from pypdf import PdfReader

from sentra.documents.rendering.content import (
    Annex,
    Column,
    Family,
    Heading,
    KeyValues,
    Letterhead,
    NumberedList,
    Paper,
    Paragraph,
    Signature,
    Table,
    Verification,
)
from sentra.documents.rendering.typst import render_pdf, unprintable
from tests.documents.rendering import samples
from tests.documents.rendering.reading import in_order, pdf_pages, pdf_text, squeezed

HOSTILE = (
    '#panic("x")',
    '#read("paper.json")',
    "*bold*",
    "$x$",
    "@ref",
    "\\",
    "<label>",
    "\"double\" 'single'",
    "line one\nline two",
    "a--b---c ...",
    "// comment",
    "/* open",
    "= heading",
    "- item",
    "`raw`",
    "~",
    "{page}",
    "&amp; <w:t>",
    "https://x.example/" + "y" * 200,
    "W" * 300,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_printed_as_it_stands_wherever_it_stands(text: str) -> None:
    paper = Paper(
        kind="decree",
        title=text,
        letterhead=Letterhead(government=text, office=text, address=text),
        number=text,
        subject=text,
        recipients=(text,),
        blocks=(
            Heading(text),
            Paragraph(text),
            NumberedList((text,)),
            KeyValues(((text, text),)),
            Table((Column(text, 0.3), Column(text)), ((text, text),), total=(text, text), title=text),
        ),
        signature=Signature(prefix=text, title=(text,), name=text, rank=text, nip=text, electronic=text),
        copies=(text,),
        note=text,
        annexes=(Annex(title=text, blocks=(Paragraph(text),)),),
    )

    printed = pdf_text(render_pdf(paper))

    assert printed.count(squeezed(text)) >= 24


def test_the_same_content_is_the_same_file() -> None:
    assert render_pdf(samples.decree()) == render_pdf(samples.decree())


def test_another_content_is_another_file() -> None:
    assert render_pdf(samples.letter()) != render_pdf(replace(samples.letter(), number="1"))


def test_threads_may_render_at_the_same_time() -> None:
    with ThreadPoolExecutor(3) as pool:
        rendered = list(pool.map(render_pdf, [samples.letter()] * 6))

    assert set(rendered) == {render_pdf(samples.letter())}


def test_the_file_names_title_language_and_standards() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(samples.letter())))
    assert reader.metadata is not None
    catalogue = reader.root_object
    described = catalogue["/Metadata"].get_object().get_data().decode()

    assert reader.metadata.title == "500.2.3/045/DKUKM/VII/2026 – Usulan Penetapan Sentra Mebel Ukir Tahunan"
    assert reader.metadata.creation_date_raw.startswith("D:20260714")
    assert catalogue["/Lang"] == "id"
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in described
    assert "<pdfuaid:part>1</pdfuaid:part>" in described


@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("f4", (215, 330))])
def test_paper_sizes(size: str, millimetres: tuple[int, int]) -> None:
    page = PdfReader(io.BytesIO(render_pdf(samples.letter(), page_size=size))).pages[0]  # type: ignore[arg-type]

    assert (round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) == (
        millimetres
    )


def test_a_landscape_table_gets_its_own_pages() -> None:
    table = Table((Column("Produk"),), (("Batik",),), landscape=True)
    paper = Paper(kind="form", title="Laporan", blocks=(Paragraph("awal"), table, Paragraph("akhir")))

    pages = PdfReader(io.BytesIO(render_pdf(paper))).pages

    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, False]


def test_a_long_table_repeats_its_header_on_every_page() -> None:
    pages = pdf_pages(render_pdf(samples.decree(annexed=120)))
    with_rows = [squeezed(page) for page in pages if "SentraBatikTulisKampung" in squeezed(page)]

    assert len(with_rows) > 3
    assert all("No.NamaSentraKabupaten/KotaProvinsi" in page for page in with_rows)


def test_every_page_has_its_number_and_the_verification_address() -> None:
    pages = [squeezed(page) for page in pdf_pages(render_pdf(samples.decree()))]
    count = len(pages)

    assert [f"Halaman{n}dari{count}" in page for n, page in enumerate(pages, 1)] == [True] * count
    assert ["https://sentra.example.go.id/naskah/7Q4M-K2XH-9TRD" in page for page in pages] == [True] * count


def test_a_draft_is_marked_on_every_page_and_a_final_paper_on_none() -> None:
    assert ["KONSEP" in page for page in pdf_pages(render_pdf(samples.form(draft=True)))] == [True, True]
    assert "KONSEP" not in pdf_text(render_pdf(samples.form()))


def test_a_signature_never_stands_alone_after_running_text() -> None:
    signed = Signature(title=("Kepala Dinas,",), name="Dra. Siti Rahmawati")
    for lines in range(26, 44):
        paragraphs = tuple(Paragraph(f"Alinea ke-{n}.") for n in range(1, lines))
        pages = pdf_pages(render_pdf(Paper(kind="form", title="Laporan", blocks=paragraphs, signature=signed)))
        last = next(page for page in pages if "Dra. Siti" in page)

        assert f"Alinea ke-{lines - 1}." in last


@pytest.mark.parametrize("kind", ["form", "decree", "letter"])
def test_a_signature_after_a_table_takes_the_last_rows_along(kind: Family) -> None:
    signed = Signature(title=("Kepala Dinas,",), name="Dra. Siti Rahmawati")
    for count in range(30, 50):
        rows = tuple((str(n), f"Sentra ke-{n}.") for n in range(1, count + 1))
        table = Table((Column("No."), Column("Nama Sentra")), rows, total=("", "Jumlah"))
        pages = pdf_pages(render_pdf(Paper(kind=kind, title="Daftar", blocks=(table,), signature=signed)))
        last = next(page for page in pages if "Dra. Siti" in page)

        assert in_order(squeezed(last), [f"{count - 1} Sentra ke-{count - 1}.", f"{count} Sentra", "Jumlah"]) == []
        assert [squeezed(page).count("No.NamaSentra") for page in pages] == [1] * len(pages)


def test_missing_parts_leave_no_labels() -> None:
    bare = Paper(kind="letter", number="1/2026", blocks=(Paragraph("Isi."),))

    assert pdf_text(render_pdf(bare)) == "Nomor:1/2026Isi.Halaman1dari1"


def test_an_empty_paper_is_a_page() -> None:
    assert pdf_text(render_pdf(Paper(kind="form"))) == "Halaman1dari1"


def test_direction_overrides_and_control_characters_are_dropped() -> None:
    paper = Paper(kind="form", blocks=(Paragraph("Rp1\u202e000.05\u202c da\u0000ri\u200b \ud800Siti"),))

    assert pdf_text(render_pdf(paper)) == "Rp1000.05dariSitiHalaman1dari1"


def test_characters_without_a_glyph_are_named_and_replaced() -> None:
    paper = Paper(kind="form", blocks=(Paragraph("Batik 😀 ꦧ ✓ ≥ é ǵ Ж"),))

    assert unprintable(paper) == "ꦧ😀"
    assert in_order(pdf_text(render_pdf(paper)), ["Batik", "\ufffd\ufffd", "✓≥éǵЖ"]) == []


def test_headings_never_skip_a_level() -> None:
    paper = Paper(kind="form", title="Laporan", blocks=(Heading("A", 3), Heading("B", 1), Heading("C", 3)))

    assert in_order(pdf_text(render_pdf(paper)), ["Laporan", "A", "B", "C"]) == []


def test_a_paper_in_english_has_english_fixed_words() -> None:
    paper = Paper(kind="letter", language="en", number="1/2026", subject="Report", draft=True)

    assert in_order(pdf_text(render_pdf(paper)), ["Number:1/2026", "Subject:Report", "Page 1 of 1"]) == []


def test_refusals() -> None:
    with pytest.raises(ValueError, match="A row has 1 cells where the table has 2"):
        Table((Column("a"), Column("b")), (("only one",),))
    with pytest.raises(ValueError, match="needs columns"):
        Table((), ())
    with pytest.raises(ValueError, match="PNG or JPEG"):
        Letterhead(government="", office="", emblem=b"<svg/>")


def test_a_verification_code_may_be_missing() -> None:
    paper = Paper(kind="form", verification=Verification("https://sentra.example.go.id/naskah/A"))

    assert "Kode" not in pdf_text(render_pdf(paper))
