"""Education is an order, whatever the spelling."""

from __future__ import annotations

import pytest

from sentra.indonesian.education import BY_CODE, LEVELS, EducationError, parse_education


def test_levels_are_ranked_in_order() -> None:
    assert [(level.code, level.rank) for level in LEVELS] == [
        ("none", 0),
        ("primary", 1),
        ("junior_secondary", 2),
        ("senior_secondary", 3),
        ("diploma_1", 4),
        ("diploma_2", 5),
        ("diploma_3", 6),
        ("bachelor", 7),
        ("professional", 8),
        ("master", 9),
        ("doctor", 10),
    ]


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Tidak/belum sekolah", "none"),
        ("sd", "primary"),
        ("M.Ts.", "junior_secondary"),
        ("SLTP", "junior_secondary"),
        ("SMA", "senior_secondary"),
        ("SLTA", "senior_secondary"),
        ("paket c", "senior_secondary"),
        ("D-III", "diploma_3"),
        ("D 3", "diploma_3"),
        ("Sarjana Muda", "diploma_3"),
        ("S1", "bachelor"),
        ("D-IV", "bachelor"),
        ("Strata II", "master"),
        ("S3", "doctor"),
    ],
)
def test_usual_spellings(spelling: str, code: str) -> None:
    assert parse_education(spelling) is BY_CODE[code]


def test_every_label_and_code_reads_back() -> None:
    for level in LEVELS:
        names = [level.code, level.label_en, level.label_id, *level.spellings]
        assert {parse_education(name).code for name in names} == {level.code}


def test_at_least_d3() -> None:
    assert [level.code for level in LEVELS if level.at_least(BY_CODE["diploma_3"])] == [
        "diploma_3",
        "bachelor",
        "professional",
        "master",
        "doctor",
    ]


@pytest.mark.parametrize("text", ["", "Diploma", "S4", "tukang"])
def test_unclear_education_is_refused(text: str) -> None:
    with pytest.raises(EducationError):
        parse_education(text)
