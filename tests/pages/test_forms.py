"""Forms take what officers write and say what is wrong with the rest."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from sentra.pages.forms import (
    ClientIdField,
    DateField,
    Form,
    IdentifierField,
    NumberField,
    PickField,
    RupiahField,
    YearField,
)
from sentra.pages.gallery_form import seen
from sentra.pages.picking import Pick


class Figures(Form):
    client_id = ClientIdField()
    turnover = RupiahField(label="Omzet", per="per bulan")
    workers = NumberField(label="Tenaga kerja", unit="orang", required=False)
    share = NumberField(label="Bagian", decimals=2, required=False)
    since = DateField(label="Sejak", latest=date(2026, 1, 1), required=False)
    year = YearField(label="Tahun", required=False)
    nib = IdentifierField("nib", label="NIB", required=False)
    phone = IdentifierField("phone", label="Telepon", required=False)


CLIENT = uuid.UUID(int=7)


def cleaned(**data: str) -> dict[str, object]:
    form = Figures({"client_id": str(CLIENT), "turnover": "1"} | data)
    assert form.is_valid(), form.errors
    return {name: value for name, value in form.cleaned_data.items() if name in data}


def errors(**data: str) -> dict[str, list[str]]:
    return dict(Figures({"client_id": str(CLIENT), "turnover": "1"} | data).errors)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1.250.000", 1_250_000), ("Rp 1.250.000,00", 1_250_000), ("200 juta", 200_000_000), ("0", 0)],
)
def test_rupiah_as_officers_write_it(typed: str, amount: int) -> None:
    assert cleaned(turnover=typed) == {"turnover": amount}


@pytest.mark.parametrize("typed", ["dua ratus", "1,5", "-5", "1.25.000", "9" * 19])
def test_rupiah_that_cannot_be_read_without_guessing_is_refused(typed: str) -> None:
    assert list(errors(turnover=typed)) == ["turnover"]


def test_every_other_field_in_indonesian_writing() -> None:
    assert cleaned(
        workers="1.250",
        share="12,5",
        since="31/12/2022",
        year="2022",
        nib="9120 0012 34567",
        phone="0812-3456-7890",
    ) == {
        "workers": 1250,
        "share": Decimal("12.5"),
        "since": date(2022, 12, 31),
        "year": 2022,
        "nib": "9120001234567",
        "phone": "+6281234567890",
    }


def test_every_error_names_the_fault_in_the_readers_language() -> None:
    wrong = {"workers": "12,5", "since": "02/01/2026", "year": "22"}
    assert errors(**wrong) == {
        "workers": ["Tulis bilangan bulat, tanpa koma."],
        "since": ["Tanggal tidak boleh sesudah 01/01/2026."],
        "year": ["Tulis tahun dengan empat angka, misalnya 2022."],
    }
    with translation.override("en"):
        assert errors(year="22") == {"year": ["Write the year in four figures, for example 2022."]}


def test_an_amount_is_shown_in_groups_and_reads_back_unchanged() -> None:
    html = str(Figures(initial={"turnover": 1_250_000})["turnover"])
    assert 'value="1.250.000"' in html
    assert 'data-format="money"' in html


def test_each_rendered_form_has_its_own_client_id() -> None:
    assert Figures()["client_id"].value() != Figures()["client_id"].value()


def test_the_summary_links_to_each_field_and_takes_the_focus() -> None:
    form = Figures({"client_id": str(CLIENT), "turnover": "", "year": "22"})
    summary = form.error_summary()
    assert 'class="error-summary" role="alert" tabindex="-1"' in summary
    assert '<a href="#id_turnover">' in summary
    assert '<a href="#id_year">' in summary
    assert Figures().error_summary() == ""


def test_a_field_is_drawn_with_unit_inside_help_below_and_error_tied_to_it() -> None:
    form = Figures({"client_id": str(CLIENT), "turnover": "x"})
    html = form["turnover"].as_field_group()
    assert '<span class="unit" aria-hidden="true">Rp</span>' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_turnover_error"' in html
    assert 'aria-describedby="id_turnover_error"' in html


class Picking(Form):
    member = PickField(pick=Pick("/pick", seen, lambda value: None), label="Usaha")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"member": "1"}, ""),
        ({"member": "1", "member_typed": "sekar"}, "Pilih salah satu yang ditemukan untuk “sekar”."),
        ({"member_typed": "zzz"}, "Tidak ada yang ditemukan untuk “zzz”. Ketik bagian lain dari namanya."),
        ({}, "Bidang ini tidak boleh kosong."),
    ],
)
def test_words_are_no_choice(data: dict[str, str], error: str) -> None:
    form = Picking(data)
    assert [str(one) for one in form.errors.get("member", [])] == ([error] if error else [])
    assert form.cleaned_data.get("member") == (None if error else "1")


def test_what_was_found_is_offered_and_words_that_found_nothing_stay() -> None:
    found, nothing = str(Picking({"member_typed": "sekar"})["member"]), str(Picking({"member_typed": "zzz"})["member"])
    assert 'name="member" value="2"' in found
    assert ('value="sekar"' in found, "checked" in found, 'value="zzz"' in nothing) == (False, False, True)
