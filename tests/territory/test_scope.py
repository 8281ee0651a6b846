"""The territory is fail-closed, and what regencies hold sums to their province and to the nation."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentra.decisions.models import WorkItem
from sentra.territory.models import Region
from sentra.territory.scope import NATION, NOWHERE, Territory, TerritoryNotSet, everywhere, scoped
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, region

pytestmark = pytest.mark.django_db

REGENCIES = (PEKALONGAN, BATANG, "3311", BANTUL, "3471")


def put(code: str, count: int = 1) -> None:
    place = region(code)
    WorkItem.unscoped.bulk_create(
        WorkItem(
            kind="x", subject_type="x", subject_id="1", title=code, url="/", regency=place, opened_at=timezone.now()
        )
        for _ in range(count)
    )


def count_in(level: str, code: str) -> int:
    with scoped(Territory(level, region(code).pk)):  # type: ignore[arg-type]
        return WorkItem.objects.count()


def test_a_query_without_a_territory_raises() -> None:
    put(PEKALONGAN)
    for ask in (WorkItem.objects.count, WorkItem.objects.all, WorkItem.objects.first):
        with pytest.raises(TerritoryNotSet):
            ask()


def test_nowhere_holds_nothing() -> None:
    put(PEKALONGAN)
    with scoped(NOWHERE):
        assert list(WorkItem.objects.all()) == []


@pytest.mark.clause("kukm-23-2005/10.b.1")
@pytest.mark.clause("kukm-23-2005/10.c.1")
def test_an_agency_works_inside_its_own_area_only() -> None:
    for code in (PEKALONGAN, BATANG, BANTUL):
        put(code)
    with scoped(Territory("regency", region(PEKALONGAN).pk)):
        assert [item.title for item in WorkItem.objects.all()] == [PEKALONGAN]
    with scoped(Territory("province", region(JAWA_TENGAH).pk)):
        assert sorted(item.title for item in WorkItem.objects.all()) == [BATANG, PEKALONGAN]


def test_scopes_nest_and_end() -> None:
    put(BANTUL)
    with everywhere("the test counts all"):
        with scoped(Territory("regency", region(PEKALONGAN).pk)):
            assert WorkItem.objects.count() == 0
        assert WorkItem.objects.count() == 1


def test_the_whole_nation_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"), everywhere(""):
        pass


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(REGENCIES), st.integers(0, 4)))
def test_regencies_sum_to_their_province_and_provinces_to_the_nation(counts: dict[str, int]) -> None:
    WorkItem.unscoped.all().delete()
    for code, count in counts.items():
        put(code, count)
    expected = Counter({JAWA_TENGAH: 0, YOGYAKARTA: 0})
    for code in REGENCIES:
        expected[code[:2]] += count_in("regency", code)
    assert {code: count_in("province", code) for code in (JAWA_TENGAH, YOGYAKARTA)} == dict(expected)
    with scoped(NATION):
        assert WorkItem.objects.count() == sum(expected.values()) == sum(counts.values())


def test_holds_agrees_with_the_query() -> None:
    put(PEKALONGAN)
    for level, code in (
        ("regency", PEKALONGAN),
        ("regency", BATANG),
        ("province", JAWA_TENGAH),
        ("province", YOGYAKARTA),
    ):
        territory = Territory(level, region(code).pk)  # type: ignore[arg-type]
        place = Region.objects.get(code=PEKALONGAN)
        with scoped(territory):
            assert WorkItem.objects.exists() == territory.holds(place)
