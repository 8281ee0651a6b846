"""Conditions in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sentra.law import Measurement, library
from sentra.law.sentences import fact_value_text, number_text, value_text
from tests.law.reading import EVERY

LAW = library().on(date(2026, 1, 31))


@pytest.mark.parametrize(
    ("clause", "indonesian", "english"),
    [
        ("5.1.a.1", "Jumlah anggota UKM minimal 20 usaha.", "Number of member enterprises is at least 20 enterprises."),
        (
            "5.1.b",
            "Rata-rata omzet per bulan minimal Rp200.000.000 per bulan.",
            "Average monthly turnover is at least Rp200,000,000 per month.",
        ),
        ("1.13.4", "Merupakan anak perusahaan: tidak.", "Is a subsidiary: no."),
        (
            "5.1.h",
            "Sarana pendukung tersedia: ya dan prasarana pendukung tersedia: ya.",
            "Supporting facilities available: yes and supporting infrastructure available: yes.",
        ),
        (
            "7.a.5",
            (
                "Jika jenjang yang diusulkan adalah Sentra UKM bagian Klaster Bisnis, maka formulir kriteria klaster "
                "bisnis terlampir: ya."
            ),
            "If proposed tier is SME centre within a business cluster, then cluster criteria form attached: yes.",
        ),
        (
            "5.2.f",
            (
                "Jumlah tenaga kerja per tahun pada tahun terakhir lebih dari jumlah tenaga kerja per tahun pada tahun "
                "sebelumnya."
            ),
            "Workers by year in the latest year is more than workers by year in the year before.",
        ),
        (
            "1.9.3",
            (
                "Jika instrumen pembiayaan adalah Modal Awal dan Padanan (MAP), maka saluran penyaluran adalah salah "
                "satu dari KSP atau USP koperasi."
            ),
            (
                "If financing instrument is Initial and matching capital (MAP), then channel is one of KSP or USP of a "
                "cooperative."
            ),
        ),
    ],
)
def test_a_condition_is_told_in_both_languages(clause: str, indonesian: str, english: str) -> None:
    told = LAW.clause(f"kukm-23-2005/{clause}")

    assert (told.sentence("id"), told.sentence("en")) == (indonesian, english)


def test_a_sentence_tells_the_values_of_its_law() -> None:
    clause = "kukm-23-2005/5.1.a.1"
    stricter = LAW.amended({clause: {"parameters": {"min_member_count": 1250}}})

    assert stricter.clause(clause).sentence("id") == "Jumlah anggota UKM minimal 1.250 usaha."


def test_a_clause_without_condition_has_no_sentence() -> None:
    assert LAW.clause("kukm-23-2005/9.a").sentence() is None


@pytest.mark.parametrize("lang", ["id", "en"])
def test_everything_the_language_says_can_be_told(lang: str) -> None:
    for clause in EVERY.clauses:
        sentence = clause.sentence(lang)
        assert sentence is not None and sentence.endswith(".") and "{" not in sentence


@pytest.mark.parametrize(
    ("value", "unit", "lang", "text"),
    [
        (1_250_000, "IDR", "id", "Rp1.250.000"),
        (1_250_000, "IDR/year", "en", "Rp1,250,000 per year"),
        (Fraction(25, 2), "%", "id", "12,5%"),
        (2022, "year", "id", "2022"),
        (3, "visits/month", "id", "3 kunjungan per bulan"),
        (True, None, "id", "ya"),
        (None, None, "en", "not known yet"),
        (date(2022, 2, 5), None, "id", "5 Februari 2022"),
        ({2023: 1, 2022: 2}, "persons", "id", "2022: 2 orang; 2023: 1 orang"),
        ((), None, "id", "tidak ada"),
    ],
)
def test_values_are_written_as_the_reader_writes_them(value: Any, unit: str | None, lang: str, text: str) -> None:
    assert value_text(value, unit, lang) == text


def test_averages_of_money_are_shown_to_two_decimals() -> None:
    assert number_text(Fraction(10, 3), "IDR/enterprises/year") == "Rp3,33 per usaha per tahun"


def test_a_measured_value_stands_beside_its_threshold() -> None:
    labels = {"id": {"none": "Tidak ada"}, "en": {"none": "None"}}

    texts = [
        Measurement(19, ">=", 20, "number", "enterprises").text("id"),
        Measurement(19, ">=", 20, "number", "enterprises").text("en"),
        Measurement(5, ">", 5, "number", "IDR/year").text("id"),
        Measurement("none", "in", ("none", "x"), "enum", None, labels).text("id"),
    ]

    assert texts == [
        "19 / minimal 20 usaha",
        "19 / at least 20 enterprises",
        "Rp5 per tahun / lebih dari Rp5 per tahun",
        "Tidak ada / salah satu dari Tidak ada atau x",
    ]


def test_facts_are_shown_by_their_labels() -> None:
    check = LAW.check("sentra.cluster")

    assert fact_value_text(check.fact("cluster_roles"), ["core_industry", "related_industry"]) == (
        "Industri inti dan Industri terkait"
    )
    assert fact_value_text(check.fact("rnd_mode"), "joint", "en") == "Together with others"
    assert fact_value_text(check.fact("member_count"), 1200) == "1.200 usaha"


def test_a_level_is_told_by_its_label() -> None:
    clause = library().clause("perin-5-2022/IV.A.1.f.3.education")

    assert clause.sentence("id") == "Tingkat pendidikan terakhir minimal tingkat SMP/sederajat."
