"""The world of the site's tests, and clients signed in as somebody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client

from sentra.access.actors import Actor
from tests.site.conftest import world

__all__ = ["world"]

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    """Limits are counted in the cache; each test starts without."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def sign_in() -> SignIn:
    def as_somebody(actor: Actor) -> Client:
        client = Client(raise_request_exception=False)
        assert actor.user is not None
        client.force_login(actor.user)
        return client

    return as_somebody
