"""The page kit is tested in its own small project: its addresses, its Indonesian, its static files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client, override_settings
from django.utils import translation


@pytest.fixture(autouse=True)
def own_project() -> Iterator[None]:
    """The addresses of tests/pages/urls.py, answered in Indonesian."""
    with (
        override_settings(
            ROOT_URLCONF="tests.pages.urls",
            DEBUG=True,
            SENTRA_ON_EXPORT="",
            SENTRA_BACKGROUND_EXPORT="",
            MIDDLEWARE=_MIDDLEWARE,
            TEMPLATES=_TEMPLATES,
            STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        ),
        translation.override("id"),
    ):
        yield


@pytest.fixture
def rows(db: None) -> list[Permission]:
    """Thirty rows of two kinds, `Hak 00` to `Hak 29`, nothing else."""
    Permission.objects.all().delete()
    batik, _made = ContentType.objects.get_or_create(app_label="coba", model="batik")
    logam, _made = ContentType.objects.get_or_create(app_label="coba", model="logam")
    return Permission.objects.bulk_create(
        Permission(name=f"Hak {n:02}", codename="k" * (n + 1), content_type=batik if n % 3 else logam)
        for n in range(30)
    )


@pytest.fixture
def page(db: None) -> Client:
    """A browser without scripts."""
    return Client(headers={"accept-language": "id"})


def _own() -> tuple[list[str], list[dict[str, object]]]:
    from tests.pages import settings

    return settings.MIDDLEWARE, settings.TEMPLATES


_MIDDLEWARE, _TEMPLATES = _own()
