"""The ground every test stands on: the regions of the country and the calendar, seeded once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from hypothesis import settings
from pytest_django.plugin import blocking_manager_key

from sentra.territory.models import CalendarDay, Region, RegionClass, RegionVersion
from sentra.territory.scope import active
from tests.append_only import empty_append_only_tables

# The same random records each time, so that a change is judged and not the draw; SENTRA_EXPLORE=1 draws new ones.
settings.register_profile("steady", derandomize=True, max_examples=60)
settings.load_profile("default" if os.environ.get("SENTRA_EXPLORE") else "steady")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    from sentra.territory.seed import seed_all

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if not Region.objects.exists():
            seed_all()
        _keep_ground()


#: The rows of regions, their versions and classes, and of the calendar, by table: columns and values.
_GROUND: dict[str, tuple[str, list[tuple[object, ...]]]] = {}


def _keep_ground() -> None:
    with connection.cursor() as cursor:
        for model in (Region, RegionVersion, RegionClass, CalendarDay):
            table = model._meta.db_table
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            columns = ", ".join(one[0] for one in cursor.description)
            _GROUND[table] = columns, cursor.fetchall()


def _put_ground_back() -> None:
    """The rows as they were seeded; reading the sources again would take a second each time."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in _GROUND.items():
            marks = ", ".join(["%s"] * (columns.count(",") + 1))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


@pytest.fixture
def regions(transactional_db: None) -> Iterator[None]:
    """For tests with real transactions, whose clean-up empties all tables."""
    yield
    empty_append_only_tables()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """The regions are put back after a test with real transactions, whichever test comes next."""
    yield
    if "regions" in getattr(item, "fixturenames", ()):
        with item.config.stash[blocking_manager_key].unblock():
            if not Region.objects.exists():
                _put_ground_back()


@pytest.fixture(autouse=True)
def no_territory_left_behind() -> Iterator[None]:
    yield
    assert active() is None, "a territory stayed active after the test"
