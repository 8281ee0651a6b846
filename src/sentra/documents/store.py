"""Files kept by their content: bounded, checked by what they are rather than what they are called, never executed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Final

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from sentra.documents.models import StoredFile
from sentra.pages.errors import BadInput

#: What may be uploaded as evidence, by content.
ALLOWED: Final = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_OFFICE_PARTS = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_MAX_PIXELS: Final = 60_000_000


def path_of(sha256: str) -> str:
    """Where the content lies in the store."""
    return f"{sha256[:2]}/{sha256}"


def keep(content: bytes, media_type: str) -> StoredFile:
    """Keep content under its hash; content that is already there is kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(path_of(sha256)):
        default_storage.save(path_of(sha256), ContentFile(content))
    return StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": len(content), "media_type": media_type})[0]


def read(file: StoredFile) -> bytes:
    """The content of a stored file; raises `ValueError` when it no longer matches its hash."""
    with default_storage.open(path_of(file.sha256)) as handle:
        content: bytes = handle.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ValueError(f"stored file {file.sha256} was changed")
    return content


def recognise(content: bytes, name: str, field: str = "file") -> str:
    """The media type by content; raises `BadInput` for an empty, too large, unknown or dangerous file."""
    limit = settings.UPLOAD_MAX_BYTES
    if not content:
        raise BadInput([(field, name, _("The file is empty."), _("Choose the file again."))])
    if len(content) > limit:
        raise BadInput(
            [
                (
                    field,
                    name,
                    _("The file is larger than %(limit)s MB.") % {"limit": limit // 1024 // 1024},
                    _("Make it smaller: scan in grey, or lower the photo's quality."),
                )
            ]
        )
    found = _media_type(content)
    if found is None:
        raise BadInput(
            [
                (
                    field,
                    name,
                    _("This kind of file is not taken."),
                    _("Use PDF, JPEG, PNG, XLSX or DOCX without macros."),
                )
            ]
        )
    return found


def _media_type(content: bytes) -> str | None:
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    try:
        guessed = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        return None
    if guessed not in ALLOWED:
        return None
    return guessed if not guessed.startswith("image/") or _is_image(content) else None


def _office_type(content: bytes) -> str | None:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)


def _is_image(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.verify()
            return image.width * image.height <= _MAX_PIXELS
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        return False
