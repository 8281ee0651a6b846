"""Files that the people of the demonstration bring: photos, scans, spreadsheets."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from PIL import Image, ImageDraw

from sentra.registry.imports.sheets import sheet_of

_PALETTES = (("#5b3a1e", "#e8d8b8", "#1f4e5f"), ("#7a1f1f", "#f2e3c6", "#2f2a25"), ("#24443a", "#efe6d2", "#a0522d"))


def photo(seed: int) -> bytes:
    """A picture in place of a photo: a kawung pattern, another one for each seed."""
    ground, leaf, dot = _PALETTES[seed % len(_PALETTES)]
    image = Image.new("RGB", (480, 320), ground)
    draw = ImageDraw.Draw(image)
    size = 40 + seed % 4 * 8
    for row in range(math.ceil(320 / size) + 1):
        for column in range(math.ceil(480 / size) + 1):
            x, y, half = column * size, row * size, size // 2
            for dx, dy in ((0, half), (half, 0), (0, -half), (-half, 0)):
                box = sorted((x + dx - half // 2, x + dx + half // 2)), sorted((y + dy - half // 2, y + dy + half // 2))
                draw.ellipse((box[0][0], box[1][0], box[0][1], box[1][1]), fill=leaf, outline=dot)
            draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill=dot)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def scan(pdf_lines: Sequence[str], seed: int) -> bytes:
    """A signed paper as a scanner gives it: one grey page with the text and a signature, as PDF."""
    page = Image.new("L", (1240, 1754), 246)
    draw = ImageDraw.Draw(page)
    y = 180
    for line in pdf_lines:
        draw.text((160, y), line, fill=30, font_size=26)
        y += 44
    points = [(760 + n * 9, y + 120 + math.sin(n * 0.9 + seed) * 34 + math.cos(n * 2.3) * 14) for n in range(34)]
    draw.line(points, fill=60, width=4)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150)
    return out.getvalue()


def workbook(kind: str, rows: Sequence[Mapping[str, Any]], only: Sequence[str] = ()) -> bytes:
    """A filled-in spreadsheet of a kind of import, with the Indonesian headings of its template."""
    sheet = sheet_of(kind)
    used = [column for column in sheet.columns if any(column.key in row for row in rows) or column.key in only]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "remove_timezone": True})
    page = book.add_worksheet("Data")
    for place, column in enumerate(used):
        page.write_string(0, place, column.heading("id"))
        for number, row in enumerate(rows, start=1):
            value = row.get(column.key)
            if value is not None:
                page.write(number, place, value) if not isinstance(value, str) else page.write_string(
                    number, place, value
                )
    book.close()
    return out.getvalue()
