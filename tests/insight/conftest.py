"""Files of the tests of their own; a few sentra in two provinces, and their snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from sentra.insight.models import Snapshot
from sentra.territory.scope import NATION, scoped
from tests.insight.factories import Country, make_country, snapshot_of


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.STATE = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def nation() -> Iterator[None]:
    with scoped(NATION):
        yield


@pytest.fixture
def country(db: None) -> Iterator[Country]:
    """Six sentra in two provinces, of several sizes, some judged."""
    with scoped(NATION):
        made = make_country()
    yield made


@pytest.fixture
def snapshot(country: Country) -> Snapshot:
    """The snapshot of them, as of today."""
    return snapshot_of("sentra", dt.date.today())
