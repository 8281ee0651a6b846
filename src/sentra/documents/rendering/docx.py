"""Papers as editable Word files: numbering, repeated table headers and page numbers are Word's own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as WordParagraph

from sentra.documents.rendering import parts, word
from sentra.documents.rendering.composition import compose
from sentra.documents.rendering.content import (
    Heading,
    Item,
    KeyValues,
    NumberedList,
    PageBreak,
    PageSize,
    Paper,
    Paragraph,
    Table,
)
from sentra.documents.rendering.qr import qr_png

_FONTS = {"letter": "Arial", "decree": "Bookman Old Style", "form": "Arial", "minutes": "Arial"}
_SIZES = {"letter": 11.0, "decree": 12.0, "form": 10.0, "minutes": 11.0}
_PAGES: dict[PageSize, tuple[float, float]] = {"a4": (210, 297), "f4": (215, 330)}
_LEFT, _RIGHT, _TOP, _BOTTOM = 28, 20, 18, 32
_UNDATED = date(2005, 11, 9)


def render_docx(paper: Paper, *, page_size: PageSize = "a4") -> bytes:
    """The paper as a Word file, parts in the order of the PDF; the same bytes for the same content."""
    return _Writer(paper, page_size).write()


class _Writer:
    """Writes one paper; holds the document and the width of the text of the section at hand."""

    def __init__(self, paper: Paper, page_size: PageSize) -> None:
        self.composition = compose(paper)
        self.paper = paper
        self.page = _PAGES[page_size]
        self.size = _SIZES[paper.kind]
        self.document: Document = docx.Document()
        self.width = 0.0
        self.numbering = word.multilevel(self.document)

    def write(self) -> bytes:
        self._style()
        for index, section in enumerate(self.composition.sections):
            self._open_section(index, section.landscape)
            for at, part in enumerate(section.parts):
                following = section.parts[at + 1] if at + 1 < len(section.parts) else None
                self._draw(part, held=isinstance(following, parts.Signing | parts.Signings))
        dated = self.paper.dated or _UNDATED
        word.stamp(self.document, self.composition.title, self.paper.language, dated)
        out = io.BytesIO()
        self.document.save(out)
        return word.settled(out.getvalue(), dated)

    def _style(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name = _FONTS[self.paper.kind]
        normal.font.size = Pt(self.size)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONTS[self.paper.kind])
        normal.element.rPr.append(word.element("w:lang", val="id-ID" if self.paper.language == "id" else "en-GB"))
        normal.paragraph_format.space_after = Pt(6)
        for level in (1, 2, 3, 4):
            style = self.document.styles[f"Heading {level}"]
            style.font.name, style.font.size, style.font.bold = _FONTS[self.paper.kind], Pt(self.size), True
            style.font.color.rgb = None
            fonts = style.element.rPr.rFonts
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)

    def _open_section(self, index: int, landscape: bool) -> None:
        section = self.document.sections[0] if index == 0 else self.document.add_section()
        across, down = (self.page[1], self.page[0]) if landscape else self.page
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(across), Mm(down)
        section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
        section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
        section.header_distance = section.footer_distance = Mm(9)
        self.width = across - _LEFT - _RIGHT
        section.footer.is_linked_to_previous = section.header.is_linked_to_previous = False
        self._footer(section.footer)
        if self.composition.watermark:
            section.header.paragraphs[0]._p.append(word.watermark(self.composition.watermark, index))

    def _footer(self, footer: word.Holder) -> None:
        foot = self.composition.footer
        if foot.url:
            row = word.bare_table(footer, (18, self.width - 56, 38), 1)
            row.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(qr_png(foot.url)), width=Mm(16))
            lines = "\n".join(s for s in (foot.verify, foot.url, foot.code) if s)
            word.write(row.cell(0, 1).paragraphs[0], lines, size=8)
            number = row.cell(0, 2).paragraphs[0]
            footer._element.remove(footer.paragraphs[0]._p)
            footer.add_paragraph().paragraph_format.space_after = Pt(0)
        else:
            number = footer.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        before, rest = foot.page.split("{page}")
        between, after = rest.split("{pages}")
        for piece in (before, ("PAGE",), between, ("NUMPAGES",), after):
            if isinstance(piece, tuple):
                word.field(number, piece[0])
            elif piece:
                word.write(number, piece, size=8)

    def _draw(self, part: parts.Part, *, held: bool) -> None:
        match part:
            case Paragraph():
                self._paragraph(part, held=held)
            case Heading():
                word.write(self.document.add_heading(level=part.level), part.text)
            case NumberedList():
                self._numbered(part.items, word.new_list(self.document, self.numbering), 0)
            case KeyValues():
                self._pairs(self.document, part.rows, self.width, indent=8 if part.indent else 0)
            case Table():
                self._table(part, held=held)
            case PageBreak():
                self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case parts.Provisions():
                self._provisions(part)
            case parts.Signing() | parts.Signings():
                self._signings(part)
            case _:
                self._frame(part)

    def _frame(self, part: parts.Part) -> None:
        """The parts around the content: heads, title, copies, note."""
        match part:
            case parts.Masthead():
                self._masthead(part)
            case parts.TitleBlock():
                title = self.document.add_heading(level=1)
                word.write(title, part.title)
                title.alignment = WD_ALIGN_PARAGRAPH.CENTER
                for line in part.lines:
                    self._line(line, align=WD_ALIGN_PARAGRAPH.CENTER).paragraph_format.keep_with_next = True
            case parts.Reference():
                self._reference(part)
            case parts.Recipients():
                for line in part.lines:
                    self._line(line, after=2)
            case parts.Copies():
                self._line(part.label, after=2).paragraph_format.keep_with_next = True
                self._numbered(part.lines, word.new_list(self.document, self.numbering), 0)
            case parts.Note():
                word.write(self.document.add_paragraph(), part.text, size=8.5).italic = True
            case parts.AnnexHead():
                self._annex_head(part)

    def _line(self, text: str, *, align: Any = None, after: float = 4) -> WordParagraph:
        paragraph = self.document.add_paragraph()
        word.write(paragraph, text)
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(after)
        return paragraph

    def _paragraph(self, part: Paragraph, *, held: bool) -> None:
        paragraph = self.document.add_paragraph()
        word.write(paragraph, part.text, bold=part.bold)
        paragraph.alignment = word.ALIGN[part.align]
        paragraph.paragraph_format.keep_with_next = held
        if part.indent:
            paragraph.paragraph_format.first_line_indent = Mm(12)

    def _numbered(self, items: Sequence[str | Item], number: int, level: int) -> None:
        for item in items:
            paragraph = self.document.add_paragraph()
            word.write(paragraph, item if isinstance(item, str) else item.text)
            paragraph.paragraph_format.space_after = Pt(3)
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = number
            if isinstance(item, Item):
                self._numbered(item.items, number, level + 1)

    def _pairs(self, holder: word.Holder, rows: Sequence[tuple[str, str]], width: float, *, indent: float = 0) -> None:
        label = min(0.4 * width, 6 + 0.2 * self.size * max((len(text) for text, _ in rows), default=0))
        table = word.bare_table(holder, (label, 4, width - label - 4 - indent), len(rows), indent=indent)
        for cells, (name, value) in zip(word.rows(table), rows, strict=True):
            for cell, text in zip(cells, (name, ":", value), strict=True):
                word.tight(cell, text)
        if not isinstance(holder, Cell):
            word.gap(holder)

    def _reference(self, part: parts.Reference) -> None:
        if not part.rows:
            self._line(part.place_date, align=WD_ALIGN_PARAGRAPH.RIGHT)
            return
        sides = word.bare_table(self.document, (self.width - 60, 60), 1)
        left, right = sides.cell(0, 0), sides.cell(0, 1)
        left._element.remove(left.paragraphs[0]._p)
        self._pairs(left, part.rows, self.width - 62)
        word.tight(right, part.place_date).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        word.gap(self.document)

    def _annex_head(self, part: parts.AnnexHead) -> None:
        sides = word.bare_table(self.document, (self.width / 2, self.width / 2), 1)
        right = sides.cell(0, 1)
        word.tight(right, part.heading)
        if part.rows:
            self._pairs(right, part.rows, self.width / 2 - 2)
        word.gap(self.document)

    def _masthead(self, part: parts.Masthead) -> None:
        holder: Any = self.document
        if part.emblem:
            sides = word.bare_table(self.document, (22, self.width - 22), 1)
            emblem = sides.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(part.emblem), height=Mm(22))
            emblem._inline.docPr.set("descr", part.alt)
            holder = sides.cell(0, 1)
            holder._element.remove(holder.paragraphs[0]._p)
        lines = [(part.government, 13.0, False), (part.office, 15.0, True)]
        lines += [(line, 9.5, False) for line in part.contact]
        for text, size, bold in lines:
            if text:
                paragraph = holder.add_paragraph()
                word.write(paragraph, text, size=size, bold=bold)
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.space_after = Pt(0)
        word.double_line(word.gap(self.document))

    def _provisions(self, part: parts.Provisions) -> None:
        table = word.bare_table(self.document, (34, 4, 8, self.width - 46), len(part.rows))
        for cells, row in zip(word.rows(table), part.rows, strict=True):
            word.tight(cells[0], row.label, after=4)
            word.tight(cells[1], ":" if row.label else "", after=4)
            if row.marker:
                word.tight(cells[2], row.marker, after=4)
                text = word.tight(cells[3], row.text, after=4)
            else:
                text = word.tight(cells[2].merge(cells[3]), row.text, after=4)
            text.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        word.gap(self.document)

    def _table(self, part: Table, *, held: bool) -> None:
        if part.title:
            title = self._line(part.title)
            title.runs[0].bold = title.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=0, cols=len(part.columns), style="Table Grid")
        weights = sum(column.weight for column in part.columns)
        word.fixed(table, [self.width * column.weight / weights for column in part.columns])
        header = word.row(table, [column.title for column in part.columns], part.columns, heading=True)
        header.append(word.element("w:cantSplit"))
        header.append(word.element("w:tblHeader"))
        for row in part.rows:
            properties = word.row(table, row, part.columns)
            if part.row_height:
                height = round(Mm(part.row_height).twips)
                properties.append(word.element("w:trHeight", val=str(height), hRule="atLeast"))
        if not part.rows and part.empty:
            cells = table.add_row().cells
            word.tight(cells[0].merge(cells[-1]), part.empty).alignment = WD_ALIGN_PARAGRAPH.CENTER
        if part.total:
            word.row(table, part.total, part.columns, bold=True)
        gap = word.gap(self.document)
        if held:
            last = [p for row in table.rows[-3:] for cell in row.cells for p in cell.paragraphs]
            for paragraph in (*last, gap):
                paragraph.paragraph_format.keep_with_next = True

    def _signings(self, part: parts.Signing | parts.Signings) -> None:
        half = self.width / 2
        if isinstance(part, parts.Signing):
            table, cells = word.bare_table(self.document, (half, half), 1), [(1, part)]
        elif len(part.blocks) == 1:
            third = self.width * 0.27
            table, cells = (
                word.bare_table(self.document, (third, self.width - third), 1),
                [(1, part.blocks[0])],
            )
        else:
            table = word.bare_table(self.document, (half,) * len(part.blocks), 1)
            cells = list(enumerate(part.blocks))
        word.row_properties(table.rows[0]).append(word.element("w:cantSplit"))
        for at, block in cells:
            _sign(table.cell(0, at), block)
        word.gap(self.document)


def _sign(cell: Cell, block: parts.Signing) -> None:
    first, *more = block.titles or ("",)
    titles = [f"{block.prefix} {first}".strip(), *more]
    lines = [*block.opening, *titles]
    lines += [block.mark] if block.mark else ["", "", ""]
    word.tight(cell, lines[0])
    for line in lines[1:]:
        _spaced(cell, line)
    _spaced(cell, block.name).runs[0].bold = True
    for line in block.details:
        _spaced(cell, line)


def _spaced(cell: Cell, text: str) -> WordParagraph:
    paragraph: WordParagraph = cell.add_paragraph()
    word.write(paragraph, text)
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph
