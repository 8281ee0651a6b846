"""Offices: one agency and one working group a region, the forming document, changing and closing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from sentra.access.actors import actor_for
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.administration.services import change_office, close_office, forming_decree, register_office
from sentra.decisions.queries import history_of
from sentra.law import library
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.models import Office, OfficeKind, Region
from sentra.territory.scope import OutsideTerritory
from tests.administration.factories import appointed
from tests.personas import BANTUL, BATANG, PEKALONGAN, office, persona, region

pytestmark = pytest.mark.django_db

SINCE = dt.date(2026, 1, 1)


def register(kind: str, place: Region | None, role: str = Role.ADMINISTRATOR, code: str = "", **given: Any) -> Office:
    values = {"name": "Dinas Perindustrian, Koperasi dan UKM", "valid_from": SINCE} | given
    return register_office(actor=persona(role, code), kind=kind, region=place, **values)


@pytest.mark.clause("kukm-23-2005/1.14.1")
def test_a_province_has_one_agency_at_a_time() -> None:
    agency = register(OfficeKind.PROVINCE, region("33"), name="Badan Koperasi Jawa Tengah")
    assert agency.name == "Badan Koperasi Jawa Tengah"
    with pytest.raises(Conflict):
        register(OfficeKind.PROVINCE, region("33"))
    close_office(actor=persona(Role.ADMINISTRATOR), office=agency, day=dt.date(2026, 6, 30), reason="Digabung")
    assert register(OfficeKind.PROVINCE, region("33"), valid_from=dt.date(2026, 7, 1)).valid_to is None


@pytest.mark.clause("kukm-23-2005/1.14.2")
def test_a_regency_has_one_agency_linked_to_its_province() -> None:
    agency = register(OfficeKind.REGENCY, region(PEKALONGAN), Role.PROVINCE_HEAD, "33")
    assert agency.region is not None
    assert agency.region.province == region("33")
    with pytest.raises(Conflict):
        register(OfficeKind.REGENCY, region(PEKALONGAN))
    orphan = Region.objects.create(level="regency", kind="kabupaten", code="9999", name="Tanpa Provinsi")
    with pytest.raises(BadInput):
        register(OfficeKind.REGENCY, orphan)


@pytest.mark.parametrize("kind", [OfficeKind.REGENCY, OfficeKind.PROVINCE, OfficeKind.MINISTRY])
def test_an_office_needs_a_region_of_its_level(kind: str) -> None:
    wrong = region("33") if kind == OfficeKind.REGENCY else region(PEKALONGAN)
    with pytest.raises(BadInput):
        register(kind, wrong)


@pytest.mark.clause("kukm-23-2005/1.15.1")
@pytest.mark.clause("kukm-23-2005/1.15.2")
def test_a_working_group_has_members_and_the_document_that_formed_it() -> None:
    group = register(
        OfficeKind.REGENCY_GROUP,
        region(PEKALONGAN),
        Role.REGENCY_HEAD,
        PEKALONGAN,
        forming_number="518/12/2026",
        forming_date=SINCE,
    )
    member = appointed(at=group, role=Role.REGENCY_GROUP)
    assert (group.is_formed, list(group.appointments.all())) == (True, [member])
    unformed = register(OfficeKind.PROVINCE_GROUP, region("33"), Role.PROVINCE_HEAD, "33")
    assert unformed.is_formed is False
    change_office(
        actor=persona(Role.PROVINCE_HEAD, "33"), office=unformed, forming_number="518/1/2026", forming_date=SINCE
    )
    assert Office.objects.get(pk=unformed.pk).is_formed


@pytest.mark.clause("kukm-23-2005/1.15.3")
def test_a_working_group_cites_the_decree_and_no_composition_is_asked() -> None:
    named = library().on(SINCE).parameter("kukm-23-2005/1.15.3", "forming_instrument")
    group = register(OfficeKind.REGENCY_GROUP, region(PEKALONGAN), Role.REGENCY_HEAD, PEKALONGAN)
    assert group.forming_instrument == forming_decree(SINCE) == named == "140/KEP/M.KUKM/XII/2002"
    assert not group.appointments.exists()


def test_the_forming_document_has_number_and_date() -> None:
    with pytest.raises(BadInput) as refused:
        register(OfficeKind.REGENCY_GROUP, region(PEKALONGAN), forming_number="518/12/2026")
    assert [problem.field for problem in refused.value.problems] == ["forming_date"]


def test_sent_twice_it_is_one() -> None:
    key = uuid.uuid4()
    first = register(OfficeKind.REGENCY, region(BATANG), id=key)
    assert register(OfficeKind.REGENCY, region(BATANG), id=key) == first


def test_only_inside_the_own_territory_and_of_the_kinds_kept() -> None:
    with pytest.raises(OutsideTerritory):
        register(OfficeKind.REGENCY, region(BANTUL), Role.PROVINCE_HEAD, "33")
    with pytest.raises(OutsideTerritory):
        register(OfficeKind.REGENCY_GROUP, region(BATANG), Role.REGENCY_HEAD, PEKALONGAN)
    with pytest.raises(Forbidden):
        register(OfficeKind.REGENCY, region(PEKALONGAN), Role.REGENCY_HEAD, PEKALONGAN)
    with pytest.raises(Forbidden):
        register(OfficeKind.REGENCY_GROUP, region(PEKALONGAN), Role.REGENCY_OFFICER, PEKALONGAN)


def test_a_change_records_what_was_and_what_is() -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    own = office("regency_agency", PEKALONGAN)
    change_office(actor=head, office=own, address="Jalan Majapahit 5")
    change_office(actor=head, office=own, address="Jalan Majapahit 5")
    (decision,) = history_of(own)
    assert decision.details == {"changed": {"address": ["", "Jalan Majapahit 5"]}}
    with pytest.raises(OutsideTerritory):
        change_office(actor=head, office=office("regency_agency", BATANG), address="x")


def test_closing_ends_its_appointments() -> None:
    member = appointed()
    close_office(
        actor=persona(Role.PROVINCE_HEAD, "33"), office=member.office, day=dt.date(2026, 1, 31), reason="Digabung"
    )
    member.refresh_from_db()
    assert member.valid_to == dt.date(2026, 1, 31)
    assert actor_for(member.user).appointment is None
    with pytest.raises(Conflict):
        close_office(actor=persona(Role.PROVINCE_HEAD, "33"), office=member.office, day=SINCE, reason="lagi")
