"""Where a provision was last applied: an index beside the records, and who may see what of it."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.decisions.models import AppliedClause
from sentra.decisions.queries import Application, last_applications
from sentra.decisions.services import Grounds, clauses_of
from sentra.law import library
from sentra.territory.scope import NATION, NOWHERE, scoped
from tests.decisions.factories import record
from tests.personas import BANTUL, PEKALONGAN, persona, region

pytestmark = pytest.mark.django_db
STEP, RULE, LOWER = "kukm-23-2005/7.a", "kukm-23-2005/5.1.a.1", "kukm-23-2005/5.2.a"


def judged() -> Grounds:
    """Grounds with a verdict as rooms keep it: by check, a lower one inside."""
    verdict = {"verdict": "met", "findings": [{"clause": RULE}], "lower": {"findings": [{"clause": LOWER}]}}
    return Grounds({"sentra.criteria": {"member_count": 20}}, {"sentra.criteria": verdict}, "v", [STEP])


def index() -> list[tuple[int, str]]:
    return sorted(AppliedClause.objects.values_list("decision_id", "clause"))


def test_a_record_is_found_by_every_provision_it_names() -> None:
    made = record(grounds=judged())
    record()
    assert index() == [(made.number, clause) for clause in sorted([STEP, RULE, LOWER])]


def test_each_provision_stands_once() -> None:
    assert clauses_of([STEP, RULE], {"a": {"findings": [{"clause": RULE}]}}) == [STEP, RULE]
    assert clauses_of([], {}) == []


def test_the_index_has_room_for_every_provision() -> None:
    room = AppliedClause._meta.get_field("clause").max_length
    assert room is not None
    assert max(len(clause.id) for clause in library().clauses) <= room


def test_the_newest_come_first_and_only_so_many() -> None:
    for _number in range(4):
        record(grounds=judged())
    last = record(action="territory.close_office", grounds=judged())
    with scoped(NOWHERE):
        found = last_applications(RULE, 3)
    assert [one.action for one in found] == ["territory.close_office", *["territory.change_office"] * 2]
    assert found[0] == Application(last.at, last.action, "")


@pytest.mark.parametrize(
    ("place", "sees"),
    [(PEKALONGAN, [True, False]), (BANTUL, [False, True])],
)
def test_the_office_is_told_inside_the_territory_only(place: str, sees: list[bool]) -> None:
    ours, theirs = persona(Role.REGENCY_OFFICER, PEKALONGAN), persona(Role.REGENCY_OFFICER, BANTUL)
    record(theirs, regency=region(BANTUL), grounds=judged())
    record(ours, grounds=judged())
    reader = persona(Role.REGENCY_HEAD, place)
    with scoped(reader.territory):
        found = last_applications(RULE)
    assert [bool(one.office) for one in found] == sees
    with scoped(NATION):
        assert [one.office for one in last_applications(RULE)] == [_office(ours), _office(theirs)]


def _office(actor: Actor) -> str:
    assert actor.office is not None
    return actor.office.name


def test_nothing_is_scanned(django_assert_num_queries: Any) -> None:
    record(grounds=judged())
    with scoped(NOWHERE), django_assert_num_queries(1):
        last_applications(RULE)
    with scoped(NATION), django_assert_num_queries(2):
        last_applications(RULE)
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        scoped(NOWHERE),
    ):
        last_applications(RULE)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "SCAN" not in plan


def test_old_records_are_entered_by_the_migration() -> None:
    record(grounds=judged())
    record()
    before = index()
    AppliedClause.objects.all().delete()
    importlib.import_module("sentra.decisions.migrations.0005_fill_applied_clauses").fill(apps, None)
    assert index() == before
