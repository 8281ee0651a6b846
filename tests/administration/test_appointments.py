"""Granting, confirming, extending and ending appointments."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from sentra.access.actors import Actor, actor_for
from sentra.access.models import Appointment, User
from sentra.access.policy import Forbidden, may
from sentra.access.roles import GRANTS, OFFICE_OF_ROLE, RECORD_ROLES, Role
from sentra.administration.services import (
    Person,
    appoint_first_administrator,
    confirm_appointment,
    extend_appointment,
    grantable,
    renew_link,
    revoke_appointment,
)
from sentra.decisions.models import Decision
from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.models import OfficeKind
from sentra.territory.scope import OutsideTerritory
from tests.administration.factories import RINA, appointed
from tests.personas import BANTUL, BATANG, PEKALONGAN, office, persona

pytestmark = pytest.mark.django_db

PLACE = {
    OfficeKind.REGENCY: PEKALONGAN,
    OfficeKind.REGENCY_GROUP: PEKALONGAN,
    OfficeKind.PROVINCE: "33",
    OfficeKind.PROVINCE_GROUP: "33",
    OfficeKind.TECHNICAL_UNIT: "33",
}


def holder(role: str, n: int = 1) -> Actor:
    return persona(role, PLACE.get(OfficeKind(OFFICE_OF_ROLE[role]), ""), n)


@pytest.mark.parametrize("grantor", list(Role))
def test_every_role_grants_what_the_table_lists_and_nothing_else(grantor: Role) -> None:
    actor = holder(grantor)
    granted = set()
    for role in Role:
        place = office(OFFICE_OF_ROLE[role], PLACE.get(OfficeKind(OFFICE_OF_ROLE[role]), ""))
        if role in grantable(actor, place):
            granted.add(role)
        try:
            appointed(actor, place, role, person=Person(f"{role}@contoh.test", "Baru"), acting_for=None)
        except (Forbidden, OutsideTerritory):
            assert role not in GRANTS.get(grantor, frozenset())
        except BadInput:
            assert role in RECORD_ROLES  # it reached the question which record
        except Conflict:
            assert role in GRANTS[grantor]  # the office has its head already
    assert granted == GRANTS.get(grantor, frozenset())


@pytest.mark.clause("kukm-23-2005/10")
def test_an_appointment_is_dated_has_its_instrument_and_its_record() -> None:
    made = appointed(valid_to=dt.date(2026, 12, 31))
    actor = actor_for(made.user)
    assert (actor.role, actor.office, made.instrument) == (Role.REGENCY_OFFICER, made.office, "800/12/2026")
    (decision, opened) = Decision.unscoped.order_by("-number")
    assert (decision.action, decision.to_state, decision.clauses) == ("access.appoint", "granted", ["kukm-23-2005/10"])
    assert opened.action == "access.open_account"
    assert "Rina Wulandari" in sentence(decision)


def test_only_inside_the_own_territory() -> None:
    for code in (BATANG, BANTUL):
        with pytest.raises(OutsideTerritory):
            appointed(at=office("regency_agency", code))
    with pytest.raises(OutsideTerritory):
        appointed(persona(Role.PROVINCE_HEAD, "33"), office("regency_agency", BANTUL), Role.REGENCY_HEAD)


def test_a_role_belongs_to_its_kind_of_office() -> None:
    with pytest.raises(BadInput):
        appointed(at=office("regency_finance_working_group", PEKALONGAN), role=Role.REGENCY_OFFICER)


def test_nobody_appoints_themselves() -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    assert head.user is not None
    with pytest.raises(Refused):
        appointed(head, person=Person(head.user.email.upper(), head.user.name))


def test_sent_twice_it_is_one() -> None:
    key = uuid.uuid4()
    assert appointed(id=key) == appointed(id=key)
    assert Appointment.objects.filter(user__email=RINA.email).count() == 1


def test_the_same_person_twice_in_one_role_is_refused() -> None:
    appointed()
    with pytest.raises(Conflict):
        appointed(instrument="800/13/2026")
    assert User.objects.filter(email=RINA.email).count() == 1


def test_an_office_has_one_definitive_head_and_an_acting_one_beside() -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    above = persona(Role.PROVINCE_HEAD, "33")
    place = office("regency_agency", PEKALONGAN)
    with pytest.raises(Conflict):
        appointed(above, place, Role.REGENCY_HEAD)
    acting = appointed(
        above, place, Role.REGENCY_HEAD, capacity="plh", acting_for=head.user, valid_to=dt.date(2026, 12, 31)
    )
    assert (acting.signature_prefix, acting.acting_for) == ("Plh.", head.user)
    assert may(actor_for(acting.user), "designation.submit").allowed


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"capacity": "plt", "valid_to": dt.date(2026, 12, 31)}, "acting_for"),
        ({"capacity": "plt", "acting_for": True}, "valid_to"),
        ({"valid_to": dt.date(2025, 12, 31)}, "valid_to"),
        ({"instrument": " "}, "instrument"),
        ({"person": Person("rina", "Rina")}, "email"),
        ({"person": Person("rina@contoh.test", "")}, "name"),
    ],
)
def test_terms_that_cannot_be(given: dict[str, object], field: str) -> None:
    if given.get("acting_for"):
        given = given | {"acting_for": persona(Role.REGENCY_HEAD, PEKALONGAN).user}
    with pytest.raises(BadInput) as refused:
        appointed(**given)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_manager_is_bound_to_a_record_of_the_offices_regency() -> None:
    with pytest.raises(BadInput) as refused:
        appointed(role=Role.SENTRA_MANAGER, record_id=uuid.uuid4())
    assert [problem.field for problem in refused.value.problems] == ["record_id"]


def test_ending_closes_the_doors_at_once_and_says_why() -> None:
    made = appointed()
    revoke_appointment(actor=persona(Role.REGENCY_HEAD, PEKALONGAN), appointment=made, reason="Pindah tugas")
    assert may(actor_for(made.user), "registry.keep").allowed is False
    newest = history_of(made).first()
    assert newest is not None
    assert (newest.from_state, newest.to_state, newest.reason) == ("granted", "revoked", "Pindah tugas")
    with pytest.raises(Conflict):
        revoke_appointment(actor=persona(Role.REGENCY_HEAD, PEKALONGAN), appointment=made, reason="lagi")


def test_ending_needs_a_reason_and_the_right() -> None:
    made = appointed()
    with pytest.raises(BadInput):
        revoke_appointment(actor=persona(Role.REGENCY_HEAD, PEKALONGAN), appointment=made, reason=" ")
    with pytest.raises(Forbidden):
        revoke_appointment(actor=persona(Role.PROVINCE_HEAD, "33"), appointment=made, reason="x")
    with pytest.raises(OutsideTerritory):
        revoke_appointment(actor=persona(Role.REGENCY_HEAD, BATANG), appointment=made, reason="x")


def test_extending_names_its_instrument() -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    made = appointed(valid_to=dt.date(2026, 6, 30))
    with pytest.raises(BadInput):
        extend_appointment(actor=head, appointment=made, until=dt.date(2027, 6, 30), instrument="")
    longer = extend_appointment(actor=head, appointment=made, until=dt.date(2027, 6, 30), instrument="800/44/2026")
    assert longer.valid_to == dt.date(2027, 6, 30)
    newest = history_of(made).first()
    assert newest is not None
    assert (newest.details["before"], newest.details["until"]) == ("2026-06-30", "2027-06-30")


@pytest.mark.clause("kukm-23-2005/10.a")
def test_a_national_role_waits_for_a_second_person() -> None:
    first, second = persona(Role.ADMINISTRATOR), persona(Role.ADMINISTRATOR, n=2)
    made = appointed(first, office("ministry"), Role.MINISTRY_APPROVER)
    assert made.is_pending
    assert actor_for(made.user).appointment is None
    with pytest.raises(Refused):
        confirm_appointment(actor=first, appointment=made)
    with pytest.raises(Forbidden):
        confirm_appointment(actor=persona(Role.MINISTRY_OFFICER), appointment=made)
    confirm_appointment(actor=second, appointment=made)
    deputy = actor_for(made.user)
    assert (deputy.role, deputy.territory.level) == (Role.MINISTRY_APPROVER, "nation")
    assert may(deputy, "designation.choose").allowed
    assert not may(deputy, "designation.issue_decree").allowed
    with pytest.raises(Conflict):
        confirm_appointment(actor=persona(Role.ADMINISTRATOR, n=3), appointment=made)


def test_the_person_appointed_cannot_confirm_themselves() -> None:
    first, second = persona(Role.ADMINISTRATOR), persona(Role.ADMINISTRATOR, n=2)
    assert second.user is not None
    made = appointed(first, office("ministry"), Role.MINISTRY_APPROVER, person=Person(second.user.email, "x"))
    with pytest.raises(Refused):
        confirm_appointment(actor=second, appointment=made)


def test_the_first_two_administrators_come_from_the_command_line() -> None:
    for n in (1, 2):
        appoint_first_administrator(email=f"admin{n}@contoh.test", name=f"Admin {n}", instrument="SK/1")
    with pytest.raises(Refused):
        appoint_first_administrator(email="admin3@contoh.test", name="Admin 3", instrument="SK/1")


def test_a_new_account_gets_a_link_and_sets_its_own_password(
    client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = appointed()
    (message,) = mail.outbox
    link = next(line for line in str(message.body).splitlines() if line.startswith("http"))
    assert message.to == [RINA.email]
    form = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "jenggot-batik-2027", "password2": "jenggot-batik-2027"})
    made.user.refresh_from_db()
    assert made.user.check_password("jenggot-batik-2027")


def test_an_account_with_a_password_gets_no_new_link() -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    made = appointed()
    renew_link(actor=head, user=made.user, office=made.office)
    made.user.set_password("jenggot-batik-2027")
    made.user.save()
    with pytest.raises(Refused):
        renew_link(actor=head, user=made.user, office=made.office)


def test_a_machine_that_sends_no_mail_says_where_it_lies(settings: Any, tmp_path: Path) -> None:
    made = appointed()
    client = Client()
    client.force_login(persona(Role.REGENCY_HEAD, PEKALONGAN).user)  # type: ignore[arg-type]
    address = reverse("administration:appointment", args=[made.pk])
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert "/mail/" in client.get(address).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "/mail/" not in client.get(address).content.decode()


def test_a_mail_server_that_is_down_does_not_undo_the_appointment(
    settings: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    with django_capture_on_commit_callbacks(execute=True):
        made = appointed()
    assert Appointment.objects.filter(pk=made.pk).exists()


def test_the_first_administrator_gets_the_link_by_mail_and_the_command_prints_none(
    capsys: pytest.CaptureFixture[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call_command("appoint_administrator", "rina@contoh.test", "Rina", "--instrument", "SK 1/2026")
    (message,) = mail.outbox
    said = capsys.readouterr().out
    assert (message.to, "/akun/" in str(message.body), "/akun/" in said) == (["rina@contoh.test"], True, False)
