"""Guards over every room's templates and the weight of what the browser loads."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

import sentra

SOURCE = Path(sentra.__file__).parent if sentra.__file__ else Path(next(iter(sentra.__path__)))
TEMPLATES = sorted(path for path in SOURCE.rglob("*.html") if "templates" in path.parts)
STATIC = SOURCE / "pages" / "static" / "sentra"

FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>{]*\son[a-z]+\s*=|hx-on[:-]", re.IGNORECASE),
    "a script address": re.compile(r"""(?:href|src|action)\s*=\s*["']\s*javascript:""", re.IGNORECASE),
    "a foreign host": re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//(?!www\.w3\.org)""", re.IGNORECASE),
    "an evaluated htmx value": re.compile(r"""hx-(?:vals|headers)\s*=\s*["']js:|hx-vars""", re.IGNORECASE),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_template_obeys_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an inline style", '<p style="color:red">'),
        ("an inline style", "<style>p{}</style>"),
        ("an inline script", "<script>alert(1)</script>"),
        ("an inline handler", '<a onclick="x()">'),
        ("a foreign host", '<script src="https://cdn.example/x.js"></script>'),
    ],
)
def test_the_guard_sees_what_it_must_see(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


def squeezed(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};:,>])\s*", r"\1", re.sub(r"\s+", " ", css))


def wire_size(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


def test_the_stylesheet_stays_small() -> None:
    css = STATIC / "css" / "sentra.css"
    assert len(squeezed(css.read_text(encoding="utf-8"))) <= 28_000
    assert wire_size(css) <= 7_500


def test_styles_and_scripts_leave_most_of_the_first_load_to_the_page() -> None:
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    files = [htmx, STATIC / "css" / "sentra.css", STATIC / "img" / "sentra.svg", *(STATIC / "js").glob("*.js")]
    assert wire_size(*files) <= 40_000


def test_the_type_scale_has_five_sizes() -> None:
    css = (STATIC / "css" / "sentra.css").read_text(encoding="utf-8")
    on_screen = css.split("@layer print {")[0]
    used = set(re.findall(r"font(?:-size)?: (?:[^;]*?)(var\(--t\d\)|[\d.]+r?em|[\d.]+px)", on_screen))
    assert used <= {f"var(--t{n})" for n in range(1, 6)}
