"""Identifiers: what is accepted, normalised, doubted, refused and masked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from sentra.indonesian.identifiers import (
    IdentifierError,
    mask_account,
    mask_phone,
    parse_kbli,
    parse_nib,
    parse_nik,
    parse_nip,
    parse_npwp,
    parse_phone,
)
from sentra.indonesian.problems import Doubt

ON = date(2022, 6, 14)


def codes(doubts: tuple[Doubt, ...]) -> list[str]:
    return [doubt.code for doubt in doubts]


def test_nik_of_a_woman() -> None:
    nik = parse_nik("33.02.11 550885 0001", on=ON)
    assert (nik.digits, nik.province_code, nik.regency_code, nik.district_code) == (
        "3302115508850001",
        "33",
        "3302",
        "330211",
    )
    assert (nik.birth_date, nik.sex, nik.warnings) == (date(1985, 8, 15), "female", ())


def test_nik_is_masked_even_in_logs() -> None:
    nik = parse_nik("3302115508850001", on=ON)
    assert nik.masked == "3302********0001"
    assert repr(nik) == "Nik(3302********0001)"


@pytest.mark.parametrize(
    ("digits", "on", "born"),
    [
        ("3302111506220001", date(2022, 6, 14), date(1922, 6, 15)),
        ("3302111406220001", date(2022, 6, 14), date(2022, 6, 14)),
        ("3302110101050001", date(2022, 6, 14), date(2005, 1, 1)),
        ("3302112902000001", date(2022, 6, 14), date(2000, 2, 29)),
        ("3302113112990001", date(2022, 6, 14), date(1999, 12, 31)),
    ],
)
def test_century_makes_the_person_0_to_100_years_old(digits: str, on: date, born: date) -> None:
    assert parse_nik(digits, on=on).birth_date == born


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("330211550885000", "wrong_length"),
        ("33021155088500O1", "not_digits"),
        ("9902115508850001", "province_unknown"),
        ("3300115508850001", "region_zero"),
        ("3302005508850001", "region_zero"),
        ("3302110008850001", "birth_date"),
        ("3302113208850001", "birth_date"),
        ("3302114008850001", "birth_date"),
        ("3302117208850001", "birth_date"),
        ("3302118508850001", "birth_date"),
        ("3302111513850001", "birth_date"),
        ("3302113002850001", "birth_date"),
        ("3302115508850000", "serial_zero"),
    ],
)
def test_impossible_niks_are_refused(text: str, code: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        parse_nik(text, on=ON)
    assert refused.value.code == code


def test_what_changes_or_may_be_wrong_for_life_is_only_doubted() -> None:
    nik = parse_nik("9101115508850001", on=ON, known_regencies={"9301"}, birth_date=date(1985, 8, 16), sex="male")
    assert codes(nik.warnings) == ["region_not_current", "birth_date_differs", "sex_differs"]
    assert codes(parse_nik("5402115508850001", on=ON).warnings) == ["province_former"]


@given(
    st.dates(min_value=date(1923, 1, 1), max_value=date(2022, 6, 14)),
    st.booleans(),
    st.integers(min_value=1, max_value=9999),
)
def test_every_niks_birth_date_reads_back(born: date, is_female: bool, serial: int) -> None:
    digits = f"330211{born.day + 40 * is_female:02}{born.month:02}{born.year % 100:02}{serial:04}"
    nik = parse_nik(digits, on=ON)
    assert (nik.birth_date, nik.sex, nik.digits) == (born, "female" if is_female else "male", digits)


def test_nib() -> None:
    assert parse_nib("9120 0012 34567").digits == "9120001234567"


@pytest.mark.parametrize(
    ("text", "code"),
    [("912000123456", "wrong_length"), ("1111111111111", "all_equal"), ("91200O1234567", "not_digits")],
)
def test_impossible_nibs_are_refused(text: str, code: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        parse_nib(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    ["01.312.166.0-091.000", "013121660091000", "0013121660091000"],
)
def test_old_npwp_becomes_sixteen_digits(text: str) -> None:
    npwp = parse_npwp(text)
    assert (npwp.digits, npwp.kind, npwp.display, npwp.branch) == (
        "0013121660091000",
        "old_form",
        "01.312.166.0-091.000",
        "",
    )
    assert npwp.masked == "************1000"


def test_npwp_of_a_resident_is_the_nik() -> None:
    npwp = parse_npwp("3302115508850001", on=ON)
    assert (npwp.kind, npwp.display, npwp.masked) == ("nik", "3302115508850001", "3302********0001")


def test_npwp_of_a_branch() -> None:
    npwp = parse_npwp("0013121660091000000012")
    assert (npwp.digits, npwp.branch) == ("0013121660091000", "000012")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("01.312.166.1-091.000", "check_digit"),
        ("12345", "wrong_length"),
        ("3302118508850001", "birth_date"),
    ],
)
def test_impossible_npwps_are_refused(text: str, code: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        parse_npwp(text, on=ON)
    assert refused.value.code == code


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_old_form_reads_back(head: str, tail: str) -> None:
    npwp = parse_npwp(head + luhn.calc_check_digit(head) + tail)
    assert parse_npwp(npwp.display) == npwp


def test_nip() -> None:
    nip = parse_nip("19850817 201001 1 001", on=ON)
    assert (nip.digits, nip.birth_date, nip.display, nip.warnings) == (
        "198508172010011001",
        date(1985, 8, 17),
        "19850817 201001 1 001",
        (),
    )
    assert codes(parse_nip("198508172023211001", on=ON).warnings) == ["appointment_unusual"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("19850817201001100", "wrong_length"),
        ("198513172010011001", "birth_date"),
        ("202508172010011001", "birth_date"),
    ],
)
def test_impossible_nips_are_refused(text: str, code: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        parse_nip(text, on=ON)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text", ["+62 812 3456 7890", "62 81234567890", "0812-3456-7890", "81234567890", "(0812) 3456.7890"]
)
def test_mobile_numbers_in_every_writing(text: str) -> None:
    phone = parse_phone(text)
    assert (phone.e164, phone.display, phone.whatsapp, phone.kind, phone.masked, phone.warnings) == (
        "+6281234567890",
        "0812-3456-7890",
        "6281234567890",
        "mobile",
        "0812****7890",
        (),
    )


def test_landline_and_unknown_prefix() -> None:
    landline = parse_phone("(021) 555-1234")
    assert (landline.e164, landline.whatsapp, landline.kind) == ("+62215551234", "", "landline")
    assert codes(parse_phone("0801-2345-6789").warnings) == ["prefix_unknown"]


@pytest.mark.parametrize("text", ["", "0812345", "08123456789012", "+1 212 555 1234", "0812-34S6-7890"])
def test_other_phone_numbers_are_refused(text: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        parse_phone(text)
    assert refused.value.remedy("id").startswith("Tulis nomor HP")


@given(st.from_regex(r"08[1-9][0-9]{7,10}", fullmatch=True))
def test_written_phone_numbers_read_back(text: str) -> None:
    phone = parse_phone(text)
    assert parse_phone(phone.display) == parse_phone(phone.e164) == parse_phone(phone.whatsapp) == phone


def test_kbli() -> None:
    kbli = parse_kbli("KBLI 2020: 14131", 2020)
    assert (kbli.code, kbli.version, kbli.division, kbli.is_manufacturing) == ("14131", 2020, 14, True)
    assert not parse_kbli("47711", 2025).is_manufacturing


@pytest.mark.parametrize(
    ("text", "version", "code"),
    [("1413", 2020, "wrong_length"), ("00123", 2020, "no_division"), ("14131", 2021, "unknown_version")],
)
def test_impossible_kblis_are_refused(text: str, version: int, code: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        parse_kbli(text, version)
    assert refused.value.code == code


def test_a_refusal_says_what_is_wrong_and_what_to_do_in_both_languages() -> None:
    with pytest.raises(IdentifierError) as refused:
        parse_npwp("12345")
    problem = refused.value
    assert (problem.message("en"), problem.remedy("en")) == (
        "NPWP has 5 digits.",
        "Write 15, 16 or 22 digits, for example 01.312.166.0-091.000.",
    )
    assert (problem.message("id"), problem.remedy("id")) == (
        "NPWP terdiri dari 5 digit.",
        "Tulis 15, 16 atau 22 digit, misalnya 01.312.166.0-091.000.",
    )


def test_masks() -> None:
    assert mask_phone("0812-3456-7890") == "0812****7890"
    assert mask_phone("021555123") == "021****23"
    assert mask_phone("112") == "****"
    assert mask_account("123-456-7890") == "******7890"
    assert mask_account("1234") == "****"
