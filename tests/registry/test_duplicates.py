from __future__ import annotations

from typing import Any

import pytest

from sentra.access.actors import Actor
from sentra.pages.errors import BadInput
from sentra.registry.duplicates import enterprise_candidates, sentra_candidates
from sentra.registry.models import Enterprise, Person
from sentra.registry.services.enterprises import refuse_taken_nib
from tests.personas import BATANG
from tests.registry.factories import make_enterprise, make_person, make_sentra, place_of

NIB, NIK = "9120001234567", "3375014508850001"


def found(actor: Actor, **typed: str) -> list[tuple[str, str]]:
    candidates = enterprise_candidates(actor=actor, regency=place_of(actor), **typed)
    return [(one.reason, one.record.name if one.record else "") for one in candidates]  # type: ignore[union-attr]


def test_names_alike_are_found_whatever_their_legal_form_and_order(rina: Actor) -> None:
    make_enterprise(name="CV. Batik Kencana Ungu"), make_enterprise(name="Kerupuk Sari")
    for typed in ("batik kencana ungu", "Kencana Ungu Batik", "UD Batik Kencana Unggu"):
        assert found(rina, name=typed) == [("name", "CV. Batik Kencana Ungu")], typed
    assert found(rina, name="Tenun Medono") == found(rina, name="Ba") == []


def test_the_same_numbers_are_found_before_names(rina: Actor) -> None:
    make_enterprise(name="Satu", nib=NIB, owner=make_person(nik=NIK)), make_enterprise(name="Dua")
    assert found(rina, nib=NIB, name="Dua") == [("nib", "Satu"), ("name", "Dua")]
    assert found(rina, nik="3375 0145 0885 0001") == [("nik", "Satu")]
    assert found(rina, nib="91200012", nik="33750145") == []


def test_a_hit_in_another_regency_carries_no_record(rina: Actor) -> None:
    make_enterprise(BATANG, name="Rahasia", nib=NIB, owner=make_person(BATANG, name="Rahasia", nik=NIK))
    candidates = enterprise_candidates(actor=rina, regency=place_of(rina), name="Rahasia", nib=NIB, nik=NIK)
    assert [(one.reason, one.record) for one in candidates] == [("nib", None), ("nik", None)]
    assert {one.text for one in candidates} == {"Nomor ini sudah terdaftar di kabupaten/kota lain."}


def test_a_sentra_with_a_name_alike_is_found_in_the_own_regency_only(rina: Actor) -> None:
    make_sentra(), make_sentra(BATANG, name="Sentra Batik Jenggot Batang")
    candidates = sentra_candidates(regency=place_of(rina), name="batik jengot")
    assert [one.record.name for one in candidates if one.record] == ["Sentra Batik Jenggot"]


def test_a_large_regency_is_narrowed_before_names_are_compared(rina: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentra.registry.duplicates.LARGEST_BLOCK", 2)
    for name in ("Batik Kencana", "Anyaman Bambu", "Kerupuk Sari", "Tahu Sumber"):
        make_enterprise(name=name)
    assert found(rina, name="Batik Kencono") == [("name", "Batik Kencana")]


def test_of_two_who_register_one_nib_at_once_one_wins_and_the_other_is_told(
    rina: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_enterprise(name="Satu", nib=NIB)
    looked = []

    def look_too_early(actor: Actor, nib: str, **besides: Any) -> None:
        """The first look comes before the other one has written; the database has the last word."""
        looked.append(nib)
        if len(looked) > 1:
            refuse_taken_nib(actor, nib, **besides)

    monkeypatch.setattr("sentra.registry.services.enterprises.refuse_taken_nib", look_too_early)
    with pytest.raises(BadInput) as told:
        make_enterprise(name="Dua", nib=NIB)
    assert [one.field for one in told.value.problems] == ["nib"]
    assert list(Enterprise.objects.values_list("name", "nib")) == [("Satu", NIB)]
    assert [one.name for one in Person.objects.all()] == ["Pemilik Satu"]
