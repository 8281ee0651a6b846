"""Papers as PDF: tagged, PDF/A-2a and PDF/UA-1, the same bytes for the same content.

Content reaches the templates as JSON data and images beside them, never as markup, so nothing in a name
or a text can be read as Typst. Only fonts embedded in the compiler are used, nothing is fetched.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from sentra.documents.rendering.composition import compose
from sentra.documents.rendering.content import Item, NumberedList, PageSize, Paper, Table
from sentra.documents.rendering.parts import Composition, Masthead, Part
from sentra.documents.rendering.qr import qr_svg
from sentra.documents.rendering.text import cleaned, strings

TEMPLATES = Path(__file__).parent / "templates"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_STANDARDS: list[Any] = ["a-2a", "ua-1"]
# A file needs a date; a paper without one gets this, so that its bytes do not change with the clock.
_UNDATED = date(2005, 11, 9)
_EPOCH = datetime(2005, 11, 9, tzinfo=UTC)
_LONGEST_UNBROKEN_CELL = 350
_local = threading.local()


def render_pdf(paper: Paper, *, page_size: PageSize = "a4") -> bytes:
    """The paper as a print-ready PDF on A4 or F4 (215 × 330 mm).

    Characters that no embedded font has are printed as `�`; ask `unprintable` before issuing a paper.
    Safe to call from several threads.
    """
    composition = compose(paper)
    drawn = json.dumps(_data(composition, paper, page_size), ensure_ascii=False)
    for char in _undrawable(drawn):
        drawn = drawn.replace(char, REPLACEMENT)
    files = {**_templates(), "main.typ": _templates()[f"{paper.kind}.typ"], "paper.json": drawn.encode()}
    if paper.letterhead and paper.letterhead.emblem:
        # the compiler takes text files only, so the image goes as a list of its bytes
        files["emblem.json"] = json.dumps(list(paper.letterhead.emblem)).encode()
    if composition.footer.url:
        files["qr.svg"] = qr_svg(composition.footer.url).encode()
    stamped = datetime.combine(paper.dated or _UNDATED, time(), UTC)
    return _compile(files, stamped, _STANDARDS)


def unprintable(paper: Paper) -> str:
    """The characters of a paper that the PDF could not show (each once, sorted); empty when all is well."""
    return "".join(sorted(_undrawable("".join(strings(cleaned(paper))))))


def _data(composition: Composition, paper: Paper, page_size: PageSize) -> dict[str, Any]:
    return {
        "title": composition.title,
        "language": paper.language,
        "watermark": composition.watermark,
        "footer": asdict(composition.footer),
        "page_size": page_size,
        "sections": [
            {"landscape": s.landscape, "parts": [_part_data(p) for p in s.parts]} for s in composition.sections
        ],
    }


def _part_data(part: Part) -> dict[str, Any]:
    kind = type(part).__name__
    if isinstance(part, Masthead):
        return {"type": kind, **asdict(replace(part, emblem=None)), "emblem": part.emblem is not None}
    if isinstance(part, NumberedList):
        return {"type": kind, "items": [_item_data(item) for item in part.items]}
    data = {"type": kind, **asdict(part)}
    if isinstance(part, Table):
        data["breakable"] = any(len(cell) > _LONGEST_UNBROKEN_CELL for row in part.rows for cell in row)
    return data


def _item_data(item: str | Item) -> dict[str, Any]:
    if isinstance(item, str):
        return {"text": item, "items": []}
    return {"text": item.text, "items": [_item_data(below) for below in item.items]}


@lru_cache(maxsize=1)
def _templates() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}


def _compile(files: dict[str, bytes], stamped: datetime, standards: list[Any]) -> bytes:
    # one compiler a thread: it is not to be shared while it works, and loading fonts takes longer than a page
    if not hasattr(_local, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False)
        _local.compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    out: bytes = _local.compiler.compile(files, format="pdf", pdf_standards=standards, timestamp=stamped)
    return out


def _undrawable(text: str) -> set[str]:
    # Latin-1 and Latin Extended-A and -B are in the embedded text font
    return {c for c in set(text) if ord(c) >= 0x250 and not _drawable(c)}


@lru_cache(maxsize=4096)
def _drawable(char: str) -> bool:
    """Whether an embedded font has the character; the archive standard refuses a text without glyphs."""
    probe = {
        "main.typ": b'#import "base.typ": fonts\n#set text(font: fonts)\n#json("probe.json")',
        "base.typ": _templates()["base.typ"],
        "probe.json": json.dumps(f"o{char}").encode(),
    }
    try:
        _compile(probe, _EPOCH, ["a-2u"])
    except typst.TypstError:
        return False
    return True
