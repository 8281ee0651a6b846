from __future__ import annotations

import uuid

import pytest

from sentra.access.actors import Actor
from sentra.access.models import MaskedRead
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry import services
from sentra.registry.models import Enterprise, Person
from sentra.territory.scope import OutsideTerritory
from tests.personas import BANTUL, BATANG, PEKALONGAN, persona, region
from tests.registry.factories import join, make_enterprise, make_person, make_sentra

NIB = "9120001234567"
NIK = "3375014508850001"


def problems(error: pytest.ExceptionInfo[BadInput]) -> dict[str, str]:
    return {one.field: str(one.message) for one in error.value.problems}


@pytest.mark.clause("kukm-23-2005/1.13.5")
def test_a_person_without_any_number_can_register_a_workshop(rina: Actor) -> None:
    enterprise = services.register_enterprise(
        actor=rina,
        regency=region(PEKALONGAN),
        values={"name": "Batik Bu Siti", "product": "Batik cap"},
        owner={"name": "Siti"},
    )
    assert (enterprise.nib, enterprise.legal_form, enterprise.owner.name) == ("", "individual", "Siti")
    assert enterprise.owner.nik_hash == ""


def test_every_wrong_value_is_told_at_once(rina: Actor) -> None:
    with pytest.raises(BadInput) as error:
        services.register_enterprise(
            actor=rina,
            regency=region(PEKALONGAN),
            values={"name": "", "product": "", "nib": "123", "phone": "12", "founded_year": "1492"},
            owner={"name": "Siti"},
        )
    assert problems(error).keys() == {"name", "product", "nib", "phone", "founded_year"}
    assert Enterprise.objects.count() == 0


def test_the_identity_number_is_stored_encrypted_and_shown_masked(rina: Actor) -> None:
    person = make_person(nik="3375 0145 0885 0001")
    stored = Person.objects.get(pk=person.pk)
    assert stored.nik_mask == "3375********0001"
    assert NIK.encode() not in bytes(stored.nik_encrypted or b"")
    assert NIK not in stored.nik_hash


def test_a_wrong_identity_number_never_travels_in_the_answer(rina: Actor) -> None:
    with pytest.raises(BadInput) as error:
        make_person(nik="3375014513850001")
    assert [one.value for one in error.value.problems] == [None]
    assert "3375014513850001" not in str(error.value)


def test_a_taxpayer_number_that_is_the_identity_number_is_kept_masked(rina: Actor) -> None:
    assert make_enterprise(npwp=NIK).npwp == "3375********0001"


def test_the_same_nib_in_the_territory_is_named(rina: Actor) -> None:
    make_enterprise(name="Batik Kencana", nib=NIB)
    with pytest.raises(BadInput) as error:
        make_enterprise(name="Batik Lain", nib=NIB)
    assert problems(error) == {"nib": "NIB ini milik “Batik Kencana” yang sudah terdaftar."}


def test_the_same_nib_elsewhere_is_told_without_a_name(rina: Actor) -> None:
    make_enterprise(BATANG, name="Rahasia Tetangga", nib=NIB)
    with pytest.raises(BadInput) as error:
        make_enterprise(name="Batik Lain", nib=NIB)
    assert problems(error) == {"nib": "NIB ini sudah terdaftar di kabupaten/kota lain."}
    assert "Rahasia" not in str(error.value.members())


def test_the_same_nik_elsewhere_is_told_without_a_name(rina: Actor) -> None:
    make_person(BATANG, name="Rahasia Tetangga", nik=NIK)
    with pytest.raises(BadInput) as error:
        make_person(nik=NIK)
    assert problems(error) == {"nik": "Nomor ini sudah terdaftar di kabupaten/kota lain."}
    assert "Rahasia" not in str(error.value.members())


def test_one_owner_of_two_workshops_is_one_person(rina: Actor) -> None:
    first = services.register_enterprise(
        actor=rina,
        regency=region(PEKALONGAN),
        values={"name": "A", "product": "Batik"},
        owner={"name": "Siti", "nik": NIK},
    )
    second = services.register_enterprise(
        actor=rina,
        regency=region(PEKALONGAN),
        values={"name": "B", "product": "Batik"},
        owner={"name": "Siti", "nik": NIK},
    )
    assert first.owner == second.owner


def test_sent_twice_makes_one(rina: Actor) -> None:
    key = uuid.uuid4()
    both = {
        services.register_enterprise(
            actor=rina,
            regency=region(PEKALONGAN),
            values={"name": "Batik", "product": "Batik"},
            owner={"name": "Siti"},
            id=key,
        ).pk
        for _ in range(2)
    }
    assert both == {key}
    assert (Enterprise.objects.count(), Person.objects.count()) == (1, 1)


def test_a_key_of_a_neighbours_record_opens_nothing(rina: Actor) -> None:
    theirs = make_enterprise(BATANG)
    with pytest.raises(OutsideTerritory):
        services.register_enterprise(
            actor=rina,
            regency=region(PEKALONGAN),
            values={"name": "Batik", "product": "Batik"},
            owner={"name": "Siti"},
            id=theirs.pk,
        )


@pytest.mark.parametrize("code", [BATANG, BANTUL])
def test_nobody_registers_in_another_regency(rina: Actor, code: str) -> None:
    with pytest.raises(OutsideTerritory):
        services.register_enterprise(
            actor=rina, regency=region(code), values={"name": "Batik", "product": "Batik"}, owner={"name": "Siti"}
        )


def test_a_province_officer_reads_but_does_not_register(rina: Actor) -> None:
    with pytest.raises(Forbidden):
        services.register_enterprise(
            actor=persona(Role.PROVINCE_OFFICER, "33"),
            regency=region(PEKALONGAN),
            values={"name": "Batik", "product": "Batik"},
            owner={"name": "Siti"},
        )


def test_a_change_keeps_what_it_does_not_name(rina: Actor) -> None:
    enterprise = make_enterprise(nib=NIB, phone="0812 3456 7890")
    services.change_enterprise(actor=rina, enterprise=enterprise, version=1, changes={"product": "Batik cap"})
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert (stored.product, stored.nib, stored.phone, stored.version) == ("Batik cap", NIB, "+6281234567890", 2)
    last = history_of(enterprise).first()
    assert last is not None
    assert last.details == {"fields": ["product"], "changes": {"product": ["Batik tulis", "Batik cap"]}}


def test_the_slower_of_two_is_told_who_changed_what(rina: Actor) -> None:
    enterprise = make_enterprise()
    colleague = persona(Role.REGENCY_OFFICER, PEKALONGAN, n=2)
    services.change_enterprise(
        actor=colleague,
        enterprise=Enterprise.objects.get(pk=enterprise.pk),
        version=1,
        changes={"product": "Batik cap"},
    )
    with pytest.raises(Conflict) as conflict:
        services.change_enterprise(actor=rina, enterprise=enterprise, version=1, changes={"village": "Jenggot"})
    assert colleague.name in str(conflict.value.reason)
    assert str(conflict.value.state) == "Yang diubah: Produk utama."
    assert Enterprise.objects.get(pk=enterprise.pk).village == ""


def test_a_change_by_nobody_leaves_no_trace(rina: Actor) -> None:
    enterprise = make_enterprise()
    services.change_enterprise(actor=rina, enterprise=enterprise, version=1, changes={"product": "Batik tulis"})
    assert [one.action for one in history_of(enterprise)] == ["registry.register_enterprise"]


def test_the_log_names_a_personal_field_but_not_its_value(rina: Actor) -> None:
    person = make_person()
    services.change_person(actor=rina, person=person, changes={"phone": "081234567890", "nik": NIK})
    last = history_of(person).first()
    assert last is not None
    assert last.details == {"fields": ["nik", "phone"], "changes": {}}


def test_figures_of_a_year_are_corrected_in_place_and_the_log_keeps_both(rina: Actor) -> None:
    enterprise = make_enterprise()
    services.record_enterprise_figures(
        actor=rina, enterprise=enterprise, values={"year": 2025, "annual_sales": "150 juta", "workers_paid_male": 2}
    )
    row = services.record_enterprise_figures(
        actor=rina, enterprise=enterprise, values={"year": 2025, "annual_sales": 160_000_000}
    )
    row.refresh_from_db()
    assert (row.annual_sales, row.workers_paid_male, row.workers) == (160_000_000, 2, None)
    last = history_of(enterprise).first()
    assert last is not None
    assert last.details["changes"] == {"annual_sales": [150_000_000, 160_000_000]}
    assert sentence(last) == f"{rina.name} mencatat data tahunan Batik Kencana tahun 2025"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"year": 2025}, "annual_sales"),
        ({"annual_sales": 1}, "year"),
        ({"year": 2999, "annual_sales": 1}, "year"),
        ({"year": 2025, "annual_sales": -1}, "annual_sales"),
        ({"year": 2025, "annual_sales": 2**63}, "annual_sales"),
        ({"year": 2025, "annual_sales": "1.5"}, "annual_sales"),
        ({"year": 2025, "workers_paid_male": "dua"}, "workers_paid_male"),
    ],
)
def test_figures_that_cannot_be_are_refused(rina: Actor, values: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as error:
        services.record_enterprise_figures(actor=rina, enterprise=make_enterprise(), values=values)
    assert list(problems(error)) == [field]


def test_an_enterprise_is_retired_with_a_reason_and_comes_back(rina: Actor) -> None:
    enterprise = make_enterprise()
    services.retire_enterprise(actor=rina, enterprise=enterprise, reason="Tutup sejak 2025")
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert (stored.is_active, stored.retired_reason) == (False, "Tutup sejak 2025")
    services.reactivate_enterprise(actor=rina, enterprise=stored, reason="Buka kembali")
    stored.refresh_from_db()
    assert (stored.is_active, stored.retired_reason, stored.version) == (True, "", 3)


def test_without_a_reason_nothing_is_retired(rina: Actor) -> None:
    with pytest.raises(BadInput):
        services.retire_enterprise(actor=rina, enterprise=make_enterprise(), reason=" ")


def test_a_member_is_not_retired_under_its_sentra(rina: Actor) -> None:
    enterprise = make_enterprise()
    join(make_sentra(), enterprise)
    with pytest.raises(Refused):
        services.retire_enterprise(actor=rina, enterprise=enterprise, reason="Tutup")


def test_revealing_a_number_is_logged_with_its_reason(rina: Actor) -> None:
    person = make_person(nik=NIK)
    before = Decision.objects.count()
    assert services.reveal_nik(actor=rina, person=person, reason="Verifikasi KTP") == NIK
    read = MaskedRead.objects.get()
    assert (read.user, read.subject_id, read.field, read.reason) == (rina.user, person.pk, "nik", "Verifikasi KTP")
    assert Decision.objects.count() == before


@pytest.mark.parametrize(
    ("role", "code", "reason", "error"),
    [
        (Role.REGENCY_OFFICER, PEKALONGAN, "", BadInput),
        (Role.PROVINCE_OFFICER, "33", "Ingin tahu", Forbidden),
        (Role.REGENCY_OFFICER, BATANG, "Ingin tahu", OutsideTerritory),
    ],
)
def test_a_number_is_not_revealed(rina: Actor, role: Role, code: str, reason: str, error: type[Exception]) -> None:
    person = make_person(nik=NIK)
    with pytest.raises(error):
        services.reveal_nik(actor=persona(role, code), person=person, reason=reason)
    assert not MaskedRead.objects.exists()


def test_an_officer_changes_nothing_in_the_neighbour_regency(rina: Actor) -> None:
    theirs = make_enterprise(BATANG)
    attempts = [
        lambda: services.change_enterprise(actor=rina, enterprise=theirs, version=1, changes={"product": "x"}),
        lambda: services.retire_enterprise(actor=rina, enterprise=theirs, reason="x"),
        lambda: services.record_enterprise_figures(
            actor=rina, enterprise=theirs, values={"year": 2025, "annual_sales": 1}
        ),
        lambda: services.add_legality_document(actor=rina, enterprise=theirs, values={"kind": "IUMK", "number": "1"}),
        lambda: services.change_person(actor=rina, person=theirs.owner, changes={"name": "x"}),
        lambda: make_enterprise(owner=theirs.owner),
    ]
    for attempt in attempts:
        with pytest.raises(OutsideTerritory):
            attempt()
