"""Files are kept by their content and taken only when they are what they should be."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from sentra.documents import store
from sentra.pages.errors import BadInput


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name in names:
            bundle.writestr(name, "x")
    return out.getvalue()


@pytest.mark.django_db
def test_the_same_content_is_kept_once_and_read_back_whole() -> None:
    first, second = store.keep(b"surat", "application/pdf"), store.keep(b"surat", "application/pdf")
    assert first.pk == second.pk
    assert store.read(first) == b"surat"


@pytest.mark.django_db
def test_a_file_changed_on_disk_is_not_given_out(tmp_path) -> None:
    kept = store.keep(b"surat", "application/pdf")
    (tmp_path / store.path_of(kept.sha256)).write_bytes(b"palsu")
    with pytest.raises(ValueError, match="was changed"):
        store.read(kept)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (png(), "image/png"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (
            archive("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            archive("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, media_type: str) -> None:
    assert store.recognise(content, "apa-saja.bin") == media_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "kosong.pdf"),
        (b"MZ\x90\x00 program", "surat.pdf"),
        (b"<html><script>alert(1)</script></html>", "foto.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "gambar.svg"),
        (png()[:30], "terpotong.png"),
        (archive("xl/workbook.xml", "xl/vbaProject.bin"), "makro.xlsx"),
        (archive("apa.txt"), "arsip.zip"),
        (b"PK\x03\x04 rusak", "rusak.xlsx"),
    ],
)
def test_anything_else_is_refused_with_the_field_and_the_remedy(content: bytes, name: str) -> None:
    with pytest.raises(BadInput) as refusal:
        store.recognise(content, name)
    (problem,) = refusal.value.problems
    assert (problem.field, problem.value) == ("file", name)
    assert problem.remedy


def test_a_file_beyond_the_bound_is_refused(settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(BadInput):
        store.recognise(b"%PDF-1.7 dan seterusnya", "besar.pdf")
