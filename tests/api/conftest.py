"""The API is tried on the world of the site's tests."""

from tests.site.conftest import world

__all__ = ["world"]
