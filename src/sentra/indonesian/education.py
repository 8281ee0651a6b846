"""Levels of education in order, so that "at least D3" can be tested."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sentra.indonesian.problems import IndonesianValueError


class EducationError(IndonesianValueError):
    """A text that names no level of education."""


@dataclass(frozen=True, slots=True)
class EducationLevel:
    """A level with its place in the order (0 = no schooling, 10 = doctor) and its names."""

    code: str
    rank: int
    label_en: str
    label_id: str
    spellings: tuple[str, ...]

    def at_least(self, other: EducationLevel) -> bool:
        """Tell whether this level is the other one or higher."""
        return self.rank >= other.rank

    def label(self, language: str) -> str:
        """Return the name in the language (`id`… or English)."""
        return self.label_id if language.startswith("id") else self.label_en


LEVELS: Final = (
    EducationLevel(
        "none",
        0,
        "No schooling",
        "Tidak/belum sekolah",
        ("Tidak sekolah", "Belum sekolah", "Tidak tamat SD", "Tidak/belum tamat SD"),
    ),
    EducationLevel(
        "primary", 1, "Primary school", "SD", ("SD", "MI", "Paket A", "SR", "Sekolah Dasar", "SD sederajat")
    ),
    EducationLevel(
        "junior_secondary",
        2,
        "Junior secondary school",
        "SMP",
        ("SMP", "SLTP", "MTs", "Paket B", "Sekolah Menengah Pertama", "SMP sederajat", "SLTP sederajat"),
    ),
    EducationLevel(
        "senior_secondary",
        3,
        "Senior secondary school",
        "SMA",
        (
            *("SMA", "SLTA", "SMU", "SMK", "STM", "SMEA", "MA", "MAK", "Paket C"),
            *("Sekolah Menengah Atas", "Sekolah Menengah Kejuruan", "SMA sederajat", "SLTA sederajat"),
            "SMA/SMK",
        ),
    ),
    EducationLevel("diploma_1", 4, "Diploma 1", "D1", ("D1", "D-I", "Diploma 1", "Diploma I")),
    EducationLevel("diploma_2", 5, "Diploma 2", "D2", ("D2", "D-II", "Diploma 2", "Diploma II")),
    EducationLevel(
        "diploma_3",
        6,
        "Diploma 3",
        "D3",
        ("D3", "D-III", "Diploma 3", "Diploma III", "Sarjana muda", "Akademi", "Ahli madya"),
    ),
    EducationLevel(
        "bachelor",
        7,
        "Bachelor (D4/S1)",
        "D4/S1",
        (
            *("D4", "D-IV", "Diploma 4", "Diploma IV", "Sarjana terapan"),
            *("S1", "S-1", "S-I", "Strata 1", "Strata I", "Sarjana", "D4/S1", "S1/D4", "Diploma IV/Strata I"),
        ),
    ),
    EducationLevel("professional", 8, "Professional", "Profesi", ("Profesi", "Pendidikan profesi")),
    EducationLevel("master", 9, "Master", "S2", ("S2", "S-2", "S-II", "Strata 2", "Strata II", "Magister")),
    EducationLevel("doctor", 10, "Doctor", "S3", ("S3", "S-3", "S-III", "Strata 3", "Strata III", "Doktor")),
)
BY_CODE: Final = {level.code: level for level in LEVELS}


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


_BY_SPELLING: Final = {
    **{_key(spelling): level for level in LEVELS for spelling in level.spellings},
    **{_key(label): level for level in LEVELS for label in (level.label_id, level.label_en, level.code)},
}


def parse_education(text: str) -> EducationLevel:
    """Read a level of education in any usual spelling: `SLTA`, `Paket C`, `D-III`, `S1`.

    Case, spaces and punctuation do not matter. Raises EducationError; a bare `Diploma` is refused because
    it does not say which one.
    """
    level = _BY_SPELLING.get(_key(text))
    if level is None:
        raise EducationError(
            "unknown_education",
            f"“{text.strip()}” is not a known level of education.",
            f"“{text.strip()}” bukan jenjang pendidikan yang dikenal.",
            "Write for example SD, SMP, SMA, D3, S1 or S2.",
            "Tulis misalnya SD, SMP, SMA, D3, S1, atau S2.",
        )
    return level
