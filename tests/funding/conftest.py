"""Work inside the nation unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sentra.territory.scope import NATION, scoped


@pytest.fixture
def nation(db: None) -> Iterator[None]:
    with scoped(NATION):
        yield
