"""The world of these tests: made once a module, taken back at its end; papers are printed as a token."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from tests.site.world import World, build


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One of every record; whatever a test changes in it is taken back after the test."""
    from sentra.documents import services

    media: Path = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():  # type: ignore[attr-defined]
        patch.setattr(settings, "MEDIA_ROOT", media)
        patch.setattr(services, "render_pdf", lambda content: b"%PDF-1.7 " + content.title.encode())
        patch.setattr(services, "render_docx", lambda content: b"PK " + content.title.encode())
        with transaction.atomic():
            yield build()
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def posts_read_once() -> Iterator[None]:
    """Nobody's appointments change in tests that take back what each question changed: they are read once a person."""
    from sentra.access import actors, middleware

    held = functools.cache(actors.appointments_of)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(middleware, "appointments_of", lambda user: [copy.copy(one) for one in held(user)])
        yield
