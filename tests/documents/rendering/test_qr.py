"""QR codes of verification addresses."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from sentra.documents.rendering.qr import qr_png, qr_svg

URL = "https://sentra.example.go.id/naskah/7Q4M-K2XH-9TRD"


def test_the_svg_is_one_drawing_and_the_same_each_time() -> None:
    drawing = ElementTree.fromstring(qr_svg(URL))

    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert qr_svg(URL) == qr_svg(URL)


def test_the_png_is_square_with_a_quiet_zone() -> None:
    image = Image.open(io.BytesIO(qr_png(URL))).convert("L")
    quiet = {image.getpixel((x, y)) for x in range(32) for y in range(image.height)}

    assert image.width == image.height
    assert quiet == {255}


def test_nothing_has_no_code() -> None:
    with pytest.raises(ValueError, match="needs an address"):
        qr_svg("  ")
