"""Seeding: everything once, history included; an administrator's changes are never undone."""

from __future__ import annotations

import datetime as dt

import pytest

from sentra.territory.models import CalendarDay, Region, RegionClass, RegionVersion
from sentra.territory.seed import seed_all

pytestmark = pytest.mark.django_db

BEFORE_THE_SPLIT = dt.date(2021, 6, 30)
AFTER_THE_SPLIT = dt.date(2026, 6, 30)


def test_the_country_is_complete() -> None:
    counts = {level: Region.objects.filter(level=level).count() for level in ("province", "regency", "district")}
    assert counts == {"province": 38, "regency": 514, "district": 7285}
    assert not Region.objects.exclude(level="province").filter(parent=None).exists()


def test_a_second_run_changes_nothing() -> None:
    tables = (Region, RegionVersion, RegionClass, CalendarDay)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    assert seed_all() == "7837 regions (0 rows written), 0 calendar days added"
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("9301", BEFORE_THE_SPLIT, ("9101", "9401", "Kabupaten Merauke", "Papua")),
        ("9301", AFTER_THE_SPLIT, ("9301", "", "Kabupaten Merauke", "Papua Selatan")),
        ("8103", dt.date(2018, 12, 31), ("8103", "8101", "Kabupaten Maluku Tenggara Barat", "Maluku")),
        ("8103", AFTER_THE_SPLIT, ("8103", "8101", "Kabupaten Kepulauan Tanimbar", "Maluku")),
        ("3375", BEFORE_THE_SPLIT, ("3375", "3375", "Kota Pekalongan", "Jawa Tengah")),
    ],
)
def test_a_region_is_printed_as_it_was(code: str, day: dt.date, expected: tuple[str, ...]) -> None:
    version = Region.objects.get(code=code).as_of(day)
    assert version.parent is not None
    assert (version.code, version.bps_code, version.name, version.parent.name) == expected


def test_a_new_province_did_not_exist_before_its_law() -> None:
    with pytest.raises(RegionVersion.DoesNotExist):
        Region.objects.get(code="93").as_of(BEFORE_THE_SPLIT)


def test_a_recoded_region_keeps_its_row() -> None:
    merauke = Region.objects.get(code="9301")
    Region.objects.filter(pk=merauke.pk).update(code="9101x", bps_code="")  # away, so that the old code is free
    Region.objects.filter(pk=merauke.pk).update(code="9101")
    old_holder = RegionVersion.objects.filter(code="9101").values_list("region", flat=True)
    assert merauke.pk in set(old_holder)
    seed_all()
    assert Region.objects.get(code="9301").pk == merauke.pk


def test_a_day_that_was_removed_stays_removed() -> None:
    CalendarDay.objects.get(day=dt.date(2026, 12, 24), kind="joint_leave").delete()
    seed_all()
    assert not CalendarDay.objects.filter(day=dt.date(2026, 12, 24), kind="joint_leave").exists()


def test_classes_name_their_instrument() -> None:
    assert RegionClass.objects.filter(kind="disadvantaged").valid_on(dt.date(2022, 1, 1)).count() == 62
    assert not RegionClass.objects.filter(kind="disadvantaged").valid_on(dt.date(2026, 1, 1)).exists()
    assert not RegionClass.objects.filter(instrument="").exists()
