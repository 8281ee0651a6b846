"""The values of a provision in words: what each limits, and how much, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product

import pytest

from sentra.law import Clause, library
from sentra.law.values import ToldValue, told_values
from sentra.law.wording import LOCALES

EVERY = [
    (regulation, clause) for regulation in library().regulations.values() for clause in regulation.clauses.values()
]
RAW = re.compile(r"[a-z]_[a-z]")


def told(clause_id: str, lang: str = "id") -> list[tuple[str, str]]:
    found: Clause = library().on(dt.date(2026, 1, 31)).clause(clause_id)
    return [(one.label, one.text) for one in told_values(library().regulations[found.regulation], found, lang)]


@pytest.mark.parametrize("lang", LOCALES)
def test_no_value_of_any_text_is_shown_by_its_name_in_the_rule(lang: str) -> None:
    raw: list[tuple[str, ToldValue]] = []
    for regulation, clause in EVERY:
        raw += [(clause.id, one) for one in told_values(regulation, clause, lang) if RAW.search(one.label + one.text)]
    assert raw == []


def test_every_name_that_no_condition_uses_has_words_in_both_languages() -> None:
    without = []
    for (regulation, clause), lang in product(EVERY, LOCALES):
        words = regulation.source.languages.get(lang, {}).get("parameters", {})
        conditions = [tree for tree in (clause.condition, clause.applies_when) if tree is not None]
        used = {name for tree in conditions for name in tree.parameters()}
        without += [(clause.id, name, lang) for name in clause.parameters if name not in used and name not in words]
    assert without == []


@pytest.mark.parametrize(
    ("clause", "lang", "words"),
    [
        ("kukm-23-2005/5.1.a.1", "id", [("Jumlah anggota UKM", "minimal 20 usaha")]),
        ("kukm-23-2005/5.1.a.1", "en", [("Number of member enterprises", "at least 20 enterprises")]),
        (
            "kukm-23-2005/7.b",
            "id",
            [("Urutan langkah", "4"), ("Dari status", "dipilih"), ("Ke status", "diusulkan ke provinsi")],
        ),
        (
            "kukm-23-2005/9.a",
            "id",
            [("Tahap", "1"), ("Disimpulkan dari pemeriksaan", "Kesesuaian dengan definisi sentra")],
        ),
        (
            "antara-2006/s4",
            "id",
            [
                ("Tahun", "2007"),
                ("Jumlah dana", "Rp13.900.000.000"),
                ("Status", "direncanakan"),
                ("Cakupan", "nasional"),
            ],
        ),
        ("perin-5-2022/IV.A.1.f.3.education", "id", [("Pendidikan terakhir", "minimal SMP/sederajat")]),
        ("kopukm-pk2umk-2022/11.2", "id", [("Penyelenggara pelatihan", "harus UPTD provinsi")]),
        (
            "perin-5-2022/P3",
            "en",
            [("Issued", "25 February 2022"), ("In force from", "8 March 2022"), ("State Gazette", "BN 2022/240")],
        ),
    ],
)
def test_a_value_is_named_after_what_it_limits(clause: str, lang: str, words: list[tuple[str, str]]) -> None:
    assert told(clause, lang) == words
