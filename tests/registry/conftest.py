"""The tests of the registry work as the officer of Kota Pekalongan unless they say otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sentra.access.actors import Actor
from sentra.territory.scope import scoped
from tests.registry.factories import officer


@pytest.fixture
def rina(db: None) -> Iterator[Actor]:
    """The officer of Kota Pekalongan, at work in her territory."""
    actor = officer()
    with scoped(actor.territory):
        yield actor
