"""What a reader finds in a rendered paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.table import Table
from pypdf import PdfReader


def pdf_pages(rendered: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(rendered)).pages]


def pdf_text(rendered: bytes) -> str:
    """The text of all pages without white space, which extraction does not keep faithfully."""
    return squeezed(" ".join(pdf_pages(rendered)))


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def docx_paragraphs(rendered: bytes) -> list[str]:
    """The texts of all paragraphs, those in tables too, in their order; empty ones left out."""
    return [text for text in _texts(docx.Document(io.BytesIO(rendered))) if text]


def _texts(holder: Any) -> Iterator[str]:
    for content in holder.iter_inner_content():
        if isinstance(content, Table):
            for row in content.rows:
                for at, cell in enumerate(row.cells):
                    if at == 0 or cell._tc is not row.cells[at - 1]._tc:
                        yield from _texts(cell)
        else:
            yield content.text


def in_order(text: str, parts: list[str]) -> list[str]:
    """The parts that do not follow each other in the text (none when the order is right)."""
    lost, at = [], 0
    for part in parts:
        found = text.find(squeezed(part), at)
        if found < 0:
            lost.append(part)
        else:
            at = found + len(squeezed(part))
    return lost
