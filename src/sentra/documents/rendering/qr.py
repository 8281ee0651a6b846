"""QR codes of verification addresses."""

from __future__ import annotations

import io

import segno


def qr_svg(url: str) -> str:
    """A QR code as an SVG document in black on white, border of four modules included.

    Error correction M or better. Raises ValueError for an empty or too long text (about 2,300 bytes).
    """
    out = io.BytesIO()
    _code(url).save(out, kind="svg", xmldecl=False, svgns=True, scale=4, dark="#000", light="#fff")
    return out.getvalue().decode()


def qr_png(url: str) -> bytes:
    """The same code as PNG, for Word, which shows no SVG of ours."""
    out = io.BytesIO()
    _code(url).save(out, kind="png", scale=8, dark="#000", light="#fff")
    return out.getvalue()


def _code(url: str) -> segno.QRCode:
    if not url.strip():
        raise ValueError("A QR code needs an address")
    return segno.make_qr(url, error="m")
