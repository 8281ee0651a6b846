"""The chain of records: append-only in the database, and every tampering is found."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sentra.access.models import Appointment, MaskedRead
from sentra.access.roles import Role
from sentra.decisions.chain import CHANGED, END_MISSING, FEWER_THAN_SEALED, MISSING, OUT_OF_ORDER, Break, verify
from sentra.decisions.models import Chain, ChainCheck, Decision
from sentra.decisions.queries import history_of, people_who
from sentra.decisions.services import Grounds, record_decision
from sentra.decisions.wording import registered, sentence
from tests.append_only import unprotected
from tests.decisions.factories import record
from tests.personas import PEKALONGAN, office, persona, region

pytestmark = pytest.mark.django_db


def tamper(statement: str, *values: object) -> None:
    with unprotected(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def three() -> list[int]:
    return [record(reason=reason).number for reason in ("first", "second", "third")]


def test_an_untouched_chain_is_whole() -> None:
    assert three() == [1, 2, 3]
    assert list(verify()) == []


def test_a_record_reads_back_as_it_was_hashed() -> None:
    grounds = Grounds({"member_count": 20, "since": dt.date(2026, 1, 2)}, {"verdict": "met"}, "kukm-23-2005", ["x/1"])
    made = record(details={"when": dt.date(2026, 1, 2)}, grounds=grounds)
    assert Decision.unscoped.get(pk=made.pk).facts == {"member_count": 20, "since": "2026-01-02"}
    assert list(verify()) == []


def test_the_database_refuses_to_change_or_delete_a_record() -> None:
    three()
    for attempt in (
        lambda: Decision.unscoped.filter(number=2).update(reason="better"),
        lambda: Decision.unscoped.filter(number=2).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert list(verify()) == []


def test_a_changed_record_is_found() -> None:
    three()
    tamper("UPDATE decisions_decision SET reason = %s WHERE number = 2", "better")
    assert list(verify()) == [Break(2, CHANGED)]


def test_a_changed_record_with_its_hash_redone_is_found_at_the_next() -> None:
    three()
    tamper("UPDATE decisions_decision SET hash = %s WHERE number = 2", "f" * 64)
    assert list(verify()) == [
        Break(2, CHANGED),
        Break(3, OUT_OF_ORDER),
    ]


def test_a_deletion_in_the_middle_is_found() -> None:
    three()
    tamper("DELETE FROM decisions_decision WHERE number = 2")
    assert list(verify()) == [
        Break(2, MISSING),
        Break(3, OUT_OF_ORDER),
    ]


def test_a_deletion_at_the_end_is_found() -> None:
    three()
    tamper("DELETE FROM decisions_decision WHERE number = 3")
    assert list(verify()) == [Break(3, END_MISSING)]


def test_a_deletion_at_the_end_that_moves_the_end_too_is_found_by_the_seal() -> None:
    three()
    end = Chain.objects.get(pk=1)
    now = timezone.now()
    ChainCheck.objects.create(started_at=now, finished_at=now, records=end.last_number, seal=end.last_hash)
    tamper("DELETE FROM decisions_decision WHERE number = 3")
    second = Decision.unscoped.get(number=2)
    Chain.objects.update(last_number=2, last_hash=second.hash)
    assert list(verify()) == [Break(2, FEWER_THAN_SEALED)]


def test_a_decision_outside_the_transaction_of_its_act_is_refused() -> None:
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    connection.in_atomic_block = False
    try:
        with pytest.raises(RuntimeError, match="transaction of the act"):
            record_decision(
                actor=actor,
                action="territory.change_office",
                subject=office("regency_agency", PEKALONGAN),
                regency=None,
            )
    finally:
        connection.in_atomic_block = True


def test_an_acting_official_is_shown_with_whom_they_sign_for() -> None:
    head, deputy = persona(Role.REGENCY_HEAD, PEKALONGAN), persona(Role.REGENCY_HEAD, PEKALONGAN, n=2)
    assert deputy.appointment is not None
    Appointment.objects.filter(pk=deputy.appointment.pk).update(capacity="plh", acting_for=head.user)
    deputy.appointment.refresh_from_db()
    made = record(deputy)
    label = office("regency_agency", PEKALONGAN).name
    assert (made.capacity, made.on_behalf_of) == (f"Plh. {Role.REGENCY_HEAD.label}, {label}", head.name)
    assert head.name in sentence(made)


def test_the_history_of_a_record_is_newest_first_and_names_who_did_what() -> None:
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    first, second = record(actor), record(actor, action="territory.close_office", details={"day": "2026-01-02"})
    subject = office("regency_agency", PEKALONGAN)
    assert actor.user is not None
    assert list(history_of(subject)) == [second, first]
    assert people_who(subject, "territory.close_office") == {actor.user.pk}


def test_every_sentence_of_this_room_has_its_places_filled() -> None:
    assert {"access.appoint", "access.revoke", "territory.register_office"} <= registered()


def test_a_read_of_a_protected_number_stays() -> None:
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert actor.user is not None
    read = MaskedRead.objects.create(
        user=actor.user,
        appointment=actor.appointment,
        subject_type="registry.person",
        subject_id="00000000-0000-4000-8000-000000000001",
        subject_label="Siti Aminah",
        field="nik",
        reason="Cocokkan dengan KTP",
    )
    for attempt in (
        lambda: MaskedRead.objects.filter(pk=read.pk).update(reason="-"),
        lambda: MaskedRead.objects.filter(pk=read.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert MaskedRead.objects.get(pk=read.pk).reason == "Cocokkan dengan KTP"


def test_the_region_of_a_record_bounds_who_sees_it() -> None:
    from sentra.territory.scope import Territory, scoped

    made = record()
    with scoped(Territory("regency", region(PEKALONGAN).pk)):
        assert list(Decision.objects.all()) == [made]
    with scoped(Territory("regency", region("3325").pk)):
        assert list(Decision.objects.all()) == []
