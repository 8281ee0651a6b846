"""Exemptions by the class of a region: on the days the class is in force, each naming its instrument."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from sentra.law import NotInForce, library
from sentra.territory.exemptions import STATUS, classes_on, exemption, region_status
from sentra.territory.models import Region, RegionClass
from tests.personas import PEKALONGAN, region

pytestmark = pytest.mark.django_db

MENTORS = "kopukm-pk2umk-2022/21.11"
NIAS, JAYAWIJAYA, JAYAPURA = "1204", "9501", "9171"
IN_2022 = dt.date(2022, 6, 30)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (dt.date(2020, 4, 28), 0),
        (dt.date(2020, 4, 29), 62),
        (dt.date(2024, 12, 31), 62),
        (dt.date(2025, 1, 1), 0),
    ],
)
def test_the_disadvantaged_regencies_are_62_from_the_first_to_the_last_day(day: dt.date, count: int) -> None:
    found = RegionClass.objects.filter(kind="disadvantaged").valid_on(day)

    assert found.count() == count
    assert {one.instrument for one in found} <= {"Perpres 63/2020"}
    assert {one.region.level for one in found.select_related("region")} <= {"regency"}


@pytest.mark.parametrize(("day", "count"), [(dt.date(2022, 1, 25), 0), (dt.date(2022, 1, 26), 6)])
def test_the_papua_affirmation_begins_with_the_guide(day: dt.date, count: int) -> None:
    assert RegionClass.objects.filter(kind="papua_affirmation").valid_on(day).count() == count


def test_every_class_of_the_register_names_its_instrument_and_source() -> None:
    assert not RegionClass.objects.filter(instrument="").exists()
    assert not RegionClass.objects.filter(source="").exists()
    assert Counter(RegionClass.objects.values_list("kind", flat=True)) == {"disadvantaged": 62, "papua_affirmation": 6}


@pytest.mark.clause("kopukm-pk2umk-2022/21.11")
@pytest.mark.parametrize(
    ("code", "instruments"),
    [
        (NIAS, ("Perpres 63/2020",)),
        (JAYAWIJAYA, ("Perpres 63/2020", "Permenkop UKM 2/2022 Pasal 21 ayat (11)")),
        (JAYAPURA, ("Permenkop UKM 2/2022 Pasal 21 ayat (11)",)),
        (PEKALONGAN, None),
    ],
)
def test_an_exemption_names_the_instruments_it_rests_on(code: str, instruments: tuple[str, ...] | None) -> None:
    found = exemption(MENTORS, region(code), IN_2022)

    assert (found and found.instruments) == instruments
    assert found is None or (found.cite, found.day) == ("Pasal 21 ayat (11)", IN_2022)


def test_an_exemption_ends_with_the_class() -> None:
    assert exemption(MENTORS, region(NIAS), dt.date(2024, 12, 31)) is not None
    assert exemption(MENTORS, region(NIAS), dt.date(2025, 1, 1)) is None
    with pytest.raises(NotInForce):
        exemption(MENTORS, region(NIAS), dt.date(2022, 1, 25))


def test_a_district_is_exempt_by_the_class_of_its_regency_and_by_its_own() -> None:
    district = Region.objects.filter(parent=region(NIAS)).first()
    border = Region.objects.filter(parent=region(PEKALONGAN)).first()
    assert district is not None and border is not None
    RegionClass.objects.create(
        kind="border", region=border, valid_from=dt.date(2020, 1, 1), valid_to=None, instrument="Perpres 118/2022"
    )

    found = [exemption(MENTORS, place, IN_2022) for place in (district, border)]

    assert [one and one.instruments for one in found] == [("Perpres 63/2020",), ("Perpres 118/2022",)]
    assert classes_on(region(PEKALONGAN), IN_2022) == ()


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (JAYAWIJAYA, ["disadvantaged_region", "papua_affirmation"]),
        (PEKALONGAN, None),  # the lists of border and outermost areas are not held: nobody is called ordinary
    ],
)
def test_the_status_is_a_fact_of_the_mentor_check(code: str, status: list[str] | None) -> None:
    check = library().on(IN_2022).check("pk2umk.mentor")
    (declared,) = (one for one in check.facts if one.name == "region_status")

    assert region_status(region(code), IN_2022) == status
    assert check.validate({"region_status": status}) == []
    assert set(STATUS.values()) == set(declared.values)


@pytest.mark.clause("kopukm-pk2umk-2022/21.11")
def test_the_two_requirements_are_waived_in_an_exempt_region_and_all_others_stay() -> None:
    check = library().on(IN_2022).check("pk2umk.mentor")
    waived = [f"kopukm-pk2umk-2022/{path}" for path in library().on(IN_2022).parameter(MENTORS, "exempts")]
    candidate = {
        "education_level": "sma",
        "has_competence_certificate": False,
        "bound_as_mentor_elsewhere": True,
    }

    def against(status: list[str]) -> set[str]:
        verdict = check.judge({**candidate, "region_status": status})
        return {*verdict.failing, *verdict.warnings}

    exempt = against(region_status(region(NIAS), IN_2022) or [])

    assert against([]) - exempt == set(waived)
    assert "kopukm-pk2umk-2022/21.10.h" in exempt
