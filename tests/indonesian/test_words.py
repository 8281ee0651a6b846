"""Numbers and money in Indonesian writing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.indonesian.problems import AmountError
from sentra.indonesian.words import (
    MAX_RUPIAH,
    amount_in_words,
    number,
    ordinal,
    parse_number,
    parse_rupiah,
    percent,
    quantity_in_words,
    roman,
    rupiah,
    rupiah_formal,
    rupiah_in_table,
)

amounts = st.integers(min_value=-MAX_RUPIAH, max_value=MAX_RUPIAH)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (1_000, "seribu"),
        (1_001, "seribu satu"),
        (1_100, "seribu seratus"),
        (2_000, "dua ribu"),
        (11_000, "sebelas ribu"),
        (21_000, "dua puluh satu ribu"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (390_304_000, "tiga ratus sembilan puluh juta tiga ratus empat ribu"),
        (192_000_000_000, "seratus sembilan puluh dua miliar"),
        (10**12, "satu triliun"),
        (-5, "minus lima"),
    ],
)
def test_terbilang(value: int, words: str) -> None:
    assert amount_in_words(value) == words


def test_money_is_written_as_papers_write_it() -> None:
    assert rupiah(1_250_000) == "Rp1.250.000"
    assert rupiah(-1_250_000) == "-Rp1.250.000"
    assert rupiah_formal(200_000_000) == "Rp200.000.000,00 (dua ratus juta rupiah)"
    assert rupiah_in_table(-1_250_000) == "(1.250.000)"
    assert rupiah_in_table(0) == "0"
    assert quantity_in_words(25) == "25 (dua puluh lima)"
    assert percent(Decimal("12.5")) == "12,5%"
    assert percent(62) == "62%"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rp1.250.000", 1_250_000),
        ("Rp 1.250.000", 1_250_000),
        ("1250000", 1_250_000),
        ("Rp. 200.000.000,-", 200_000_000),
        ("Rp10.000.000.000,00", 10_000_000_000),
        ("200 juta", 200_000_000),
        ("13,9 miliar", 13_900_000_000),
        ("Rp 13,9 milyar", 13_900_000_000),
        ("1,25 jt", 1_250_000),
        ("2 triliun rupiah", 2 * 10**12),
        ("1.506 ribu", 1_506_000),
        ("(1.250.000)", -1_250_000),
        ("Rp200.000.000,00 (dua ratus juta rupiah)", 200_000_000),
        ("Rp1.000.000.000,- (satu milyar rupiah)", 10**9),
    ],
)
def test_money_is_read(text: str, amount: int) -> None:
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("Rp", "empty"),
        ("gratis", "unreadable"),
        ("Rp1.250.000,50", "fraction_of_rupiah"),
        ("1,2345 ribu", "fraction_of_rupiah"),
        ("1,250,000", "unreadable"),
        ("1,250", "unreadable"),
        ("1,250,000.00", "unreadable"),
        ("1.250,000.00", "unreadable"),
        ("1.5 juta", "unreadable"),
        ("12.50", "unreadable"),
        ("(-5)", "unreadable"),
        ("1.25.000", "unreadable"),
        ("5 M", "unclear_unit"),
        ("5k", "unclear_unit"),
        ("99999999999999999999", "out_of_range"),
        ("Rp200.000.000,00 (dua ratus ribu rupiah)", "words_differ"),
    ],
)
def test_money_that_would_need_a_guess_is_refused(text: str, code: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_rupiah(text)
    assert refused.value.code == code
    assert refused.value.remedy("id") and refused.value.message("id") != refused.value.message("en")


@given(amounts)
def test_written_money_reads_back(amount: int) -> None:
    assert parse_rupiah(rupiah(amount)) == amount
    assert parse_rupiah(rupiah_in_table(amount)) == amount


@given(amounts.filter(lambda amount: amount >= 0))
def test_formal_money_reads_back(amount: int) -> None:
    assert parse_rupiah(rupiah_formal(amount)) == amount


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_written_numbers_read_back(value: Decimal) -> None:
    assert parse_number(number(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.250", Decimal(1250)), ("12,5", Decimal("12.5")), ("-3", Decimal(-3)), ("0,125", Decimal("0.125"))],
)
def test_numbers_are_read(text: str, value: Decimal) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "1.5", "1,250.00", "12,", ",5", "1 2", "abc", "--3", "(5"])
def test_other_conventions_are_refused(text: str) -> None:
    with pytest.raises(AmountError):
        parse_number(text)


def test_ordinals_of_decrees() -> None:
    assert [ordinal(n) for n in range(1, 21)] == [
        "KESATU",
        "KEDUA",
        "KETIGA",
        "KEEMPAT",
        "KELIMA",
        "KEENAM",
        "KETUJUH",
        "KEDELAPAN",
        "KESEMBILAN",
        "KESEPULUH",
        "KESEBELAS",
        "KEDUA BELAS",
        "KETIGA BELAS",
        "KEEMPAT BELAS",
        "KELIMA BELAS",
        "KEENAM BELAS",
        "KETUJUH BELAS",
        "KEDELAPAN BELAS",
        "KESEMBILAN BELAS",
        "KEDUA PULUH",
    ]
    with pytest.raises(ValueError, match="starts at 1"):
        ordinal(0)


def test_roman_months() -> None:
    months = [roman(month) for month in range(1, 13)]
    assert months == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
    assert roman(2022) == "MMXXII"
    with pytest.raises(ValueError, match="1 to 3999"):
        roman(0)
