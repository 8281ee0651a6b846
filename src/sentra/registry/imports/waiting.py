"""Uploaded files while they wait for their check: encrypted, since they may hold identity numbers, then removed."""

from __future__ import annotations

import base64
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from sentra.access.personal_data import decrypt, encrypt


def put(run_id: UUID, content: bytes) -> None:
    """Keep the file of a run until it is checked."""
    default_storage.save(_path(run_id), ContentFile(encrypt(base64.b64encode(content).decode())))


def get(run_id: UUID) -> bytes | None:
    """The file, or None when it was checked already."""
    try:
        with default_storage.open(_path(run_id)) as handle:
            return base64.b64decode(decrypt(handle.read()))
    except FileNotFoundError:
        return None


def drop(run_id: UUID) -> None:
    """Remove the file; nothing happens where it is gone."""
    default_storage.delete(_path(run_id))


def _path(run_id: UUID) -> str:
    return f"imports/{run_id}"
