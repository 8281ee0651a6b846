"""Work inside the nation unless a test says otherwise; papers are printed for real only where a test looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sentra.territory.scope import NATION, scoped


@pytest.fixture(autouse=True)
def own_files_and_quick_passwords(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def nation() -> Iterator[None]:
    with scoped(NATION):
        yield


@pytest.fixture(autouse=True)
def quick_papers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering takes a second a paper; tests marked `real_papers` do it, the others keep a token."""
    if "real_papers" in request.fixturenames:
        return
    from sentra.documents import services

    monkeypatch.setattr(services, "render_pdf", lambda content: b"%PDF-1.7 " + content.title.encode())
    monkeypatch.setattr(services, "render_docx", lambda content: b"PK " + content.title.encode())


@pytest.fixture
def real_papers() -> None:
    """Asks for papers to be rendered."""
