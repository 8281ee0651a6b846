"""What python-docx leaves out: plain tables, fields, numbering, a watermark, bytes that never vary."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from sentra.documents.rendering.content import Column

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# the numbering of lists by depth: 1. a. 1) a)
LEVELS = (("decimal", "."), ("lowerLetter", "."), ("decimal", ")"), ("lowerLetter", ")"))
Holder = Any  # a document, a cell or a footer: whatever has add_paragraph and add_table


def element(tag: str, **attributes: str) -> Any:
    """A new element with attributes of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def write(paragraph: Paragraph, text: str, *, size: float = 0, bold: bool = False) -> Any:
    """A run with the text (its newlines become line breaks)."""
    run = paragraph.add_run(text)
    if size:
        run.font.size = Pt(size)
    if bold:
        run.bold = True
    return run


def tight(cell: Cell, text: str, *, after: float = 1) -> Paragraph:
    """Write the first paragraph of a cell, `after` points above the next."""
    paragraph: Paragraph = cell.paragraphs[0]
    if text:
        write(paragraph, text)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def gap(holder: Holder) -> Paragraph:
    """The paragraph that Word needs after a table."""
    paragraph: Paragraph = holder.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def bare_table(holder: Holder, widths: Sequence[float], rows: int, *, indent: float = 0) -> Table:
    """A table without rules, widths and indent in millimetres."""
    table: Table
    if isinstance(holder, Document | Cell):
        table = holder.add_table(rows=rows, cols=len(widths))
    else:
        table = holder.add_table(rows, len(widths), Mm(sum(widths)))
    fixed(table, widths)
    if indent:
        table._tbl.tblPr.find(qn("w:jc")).addnext(element("w:tblInd", w=str(round(Mm(indent).twips)), type="dxa"))
    return table


def fixed(table: Table, widths: Sequence[float]) -> None:
    """Fix the widths of the columns, in millimetres."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def rows(table: Table) -> list[tuple[Cell, ...]]:
    """The cells of a table, row by row."""
    return [row.cells for row in table.rows]


def row_properties(line: Any) -> Any:
    """The properties of a table row, to which elements may be appended."""
    return line._tr.get_or_add_trPr()


def row(
    table: Table,
    texts: Sequence[str],
    columns: Sequence[Column],
    *,
    heading: bool = False,
    bold: bool = False,
) -> Any:
    """Add a row of a ruled table; returns its properties."""
    line: Any = table.add_row()  # type: ignore[no-untyped-call]
    for cell, text, column in zip(line.cells, texts, columns, strict=True):
        paragraph = cell.paragraphs[0]
        write(paragraph, text, size=9, bold=heading or bold)
        paragraph.alignment = ALIGN["center" if heading else "right" if column.numeric else column.align]
        paragraph.paragraph_format.space_after = Pt(1)
    return row_properties(line)


def field(paragraph: Paragraph, code: str, *, size: float = 8) -> None:
    """A field that Word fills in, such as PAGE or NUMPAGES."""
    for kind in ("begin", None, "end"):
        run = write(paragraph, "", size=size)
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            instruction = element("w:instrText")
            instruction.text = code
            run._r.append(instruction)


def multilevel(document: Document) -> int:
    """Define the numbering 1. a. 1) a) in the document; returns its id."""
    numbering = document.part.numbering_part.element
    used = [int(n.get(qn("w:abstractNumId"))) for n in numbering.findall(qn("w:abstractNum"))]
    number = max(used, default=0) + 1
    abstract = element("w:abstractNum", abstractNumId=str(number))
    abstract.append(element("w:multiLevelType", val="multilevel"))
    for depth, (style, after) in enumerate(LEVELS):
        level = element("w:lvl", ilvl=str(depth))
        level.append(element("w:start", val="1"))
        level.append(element("w:numFmt", val=style))
        level.append(element("w:lvlText", val=f"%{depth + 1}{after}"))
        level.append(element("w:lvlJc", val="left"))
        placed = element("w:pPr")
        placed.append(element("w:ind", left=str(425 * (depth + 1)), hanging="425"))
        level.append(placed)
        abstract.append(level)
    # definitions stand before their uses
    numbering.insert(0, abstract)
    return number


def new_list(document: Document, definition: int) -> int:
    """Start a list that counts from one; returns the id its paragraphs name."""
    made = document.part.numbering_part.element.add_num(definition)
    for depth in range(len(LEVELS)):
        made.add_lvlOverride(depth).add_startOverride(1)
    number: int = made.numId
    return number


def watermark(text: str, index: int) -> Any:
    """A run with a word lying grey across the page behind the text."""
    return parse_xml(
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'"
        " xmlns:o='urn:schemas-microsoft-com:office:office'><w:pict>"
        "<v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136'"
        " path='m@7,l@8,m@5,21600l@6,21600e'>"
        "<v:path textpathok='t' o:connecttype='rect'/><v:textpath on='t' fitshape='t'/></v:shapetype>"
        f"<v:shape id='Watermark{index}' type='#_x0000_t136' alt='{text}' fillcolor='#d9d9d9' stroked='f'"
        " style='position:absolute;width:430pt;height:120pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin'>"
        f"<v:textpath style='font-family:Arial;font-size:1pt' string='{text}'/></v:shape></w:pict></w:r>"
    )


def double_line(paragraph: Paragraph) -> None:
    """A thick and a thin line above the paragraph, as below a letterhead."""
    borders = element("w:pBdr")
    borders.append(element("w:top", val="thickThinSmallGap", sz="24", space="1", color="auto"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    paragraph.paragraph_format.space_after = Pt(8)


def stamp(document: Document, title: str, language: str, dated: date) -> None:
    """Metadata that depends on the content only."""
    properties = document.core_properties
    properties.title, properties.language = title[:255], language
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.combine(dated, time())


def settled(packed: bytes, dated: date) -> bytes:
    """The same file with fixed times of its members, so that equal content is equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, (max(dated.year, 1980), dated.month, dated.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return out.getvalue()
