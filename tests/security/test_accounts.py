"""Nobody gets another person's account, role or e-mail address."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from sentra.access.models import Appointment, User
from sentra.access.roles import Role
from sentra.administration import services
from tests.administration.factories import appointed
from tests.personas import BATANG, JAWA_TENGAH, PASSWORD, PEKALONGAN, office, persona, record_persona
from tests.security.conftest import SignIn

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()


def new_deputy() -> Appointment:
    """A deputy whose account was just opened and who has no password yet."""
    return appointed(
        persona(Role.ADMINISTRATOR),
        office("ministry"),
        Role.MINISTRY_APPROVER,
        person=services.Person("deputi@contoh.test", "Hasan Basri"),
    )


def test_no_page_shows_the_link_that_sets_a_password(
    sign_in: SignIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    assert head.office is not None
    client = sign_in(head)
    sent = {"email": "baru@contoh.test", "name": "Petugas Baru", "role": "regency_officer", "id": str(uuid4())}
    sent |= {"instrument": "SK 1/2026", "valid_from": f"{TODAY:%d/%m/%Y}", "capacity": "definitive"}
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("administration:appointment_new", args=[head.office.pk]), sent, follow=True)
        made = Appointment.objects.get(user__email="baru@contoh.test")
        again = client.post(reverse("administration:link_renew", args=[made.pk]), follow=True)
    assert [one.to for one in mail.outbox] == [["baru@contoh.test"]] * 2
    for shown in (page, again):
        assert shown.redirect_chain
        assert "baru@contoh.test" in shown.content.decode()
        assert "/akun/password/reset/key/" not in shown.content.decode()
    assert "/akun/password/reset/key/" not in str(dict(client.session))


def test_a_head_has_the_link_of_a_wider_account_sent_to_its_own_address_only(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    head, deputy = persona(Role.REGENCY_HEAD, PEKALONGAN), new_deputy()
    here = appointed(head, person=services.Person("deputi@contoh.test", "Hasan Basri"))
    with django_capture_on_commit_callbacks(execute=True):
        services.renew_link(actor=head, user=deputy.user, office=here.office)
    assert (here.user, [one.to for one in mail.outbox]) == (deputy.user, [["deputi@contoh.test"]])


def test_nobody_takes_an_address_that_the_office_did_not_give(sign_in: SignIn) -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert officer.user is not None
    client = Client()
    signed = client.post(reverse("account_login"), {"login": officer.user.email, "password": PASSWORD})
    assert signed.status_code == 302
    wanted = {"email": "menteri.baru@contoh.test"}
    client.post(reverse("account_email"), wanted | {"action_add": ""})
    client.post(reverse("account_email"), wanted | {"action_primary": ""})
    officer.user.refresh_from_db()
    assert officer.user.email != wanted["email"]
    assert officer.user.emailaddress_set.filter(email=wanted["email"]).count() == 0


def test_there_is_no_signing_up() -> None:
    Client().post(reverse("account_signup"), {"email": "siapa@contoh.test", "password1": "kata-sandi-panjang-1"})
    assert not User.objects.filter(email="siapa@contoh.test").exists()


@pytest.mark.parametrize(
    ("role", "place", "kind", "wanted"),
    [
        (Role.REGENCY_HEAD, PEKALONGAN, "regency_agency", Role.REGENCY_HEAD),
        (Role.PROVINCE_HEAD, JAWA_TENGAH, "province_agency", Role.PROVINCE_HEAD),
        (Role.MINISTRY_APPROVER, "", "ministry", Role.MINISTRY_APPROVER),
        (Role.MINISTRY_APPROVER, "", "ministry", Role.ADMINISTRATOR),
        (Role.REGENCY_OFFICER, PEKALONGAN, "regency_agency", Role.REGENCY_OFFICER),
        (Role.REGENCY_HEAD, PEKALONGAN, "ministry", Role.ADMINISTRATOR),
    ],
)
def test_nobody_grants_what_the_own_role_does_not_list(
    role: str, place: str, kind: str, wanted: str, sign_in: SignIn
) -> None:
    actor = persona(role, place)
    at = office(kind, place if kind != "ministry" else "")
    sent = {"email": "kawan@contoh.test", "name": "Kawan", "role": wanted, "instrument": "SK 1", "id": str(uuid4())}
    sent |= {"valid_from": f"{TODAY:%d/%m/%Y}", "capacity": "definitive"}
    answer = sign_in(actor).post(reverse("administration:appointment_new", args=[at.pk]), sent)
    assert answer.status_code in (200, 403, 404, 422)
    assert not User.objects.filter(email="kawan@contoh.test").exists()


def test_the_first_person_does_not_confirm_the_own_grant(sign_in: SignIn) -> None:
    made = new_deputy()
    admin = persona(Role.ADMINISTRATOR)
    answer = sign_in(admin).post(reverse("administration:appointment_confirm", args=[made.pk]))
    made.refresh_from_db()
    assert (answer.status_code, made.confirmed_by) == (403, None)


def test_an_appointment_of_somebody_else_or_one_that_is_over_cannot_be_taken_on(sign_in: SignIn) -> None:
    officer, other = persona(Role.REGENCY_OFFICER, PEKALONGAN), persona(Role.MINISTRY_APPROVER)
    assert officer.user is not None
    assert officer.appointment is not None
    assert other.appointment is not None
    over = Appointment.objects.create(
        user=officer.user,
        role=Role.REGENCY_HEAD,
        office=office("regency_agency", BATANG),
        instrument="SK 1",
        valid_from=dt.date(2020, 1, 1),
        valid_to=TODAY - dt.timedelta(days=1),
    )
    client = sign_in(officer)
    for wanted in (over, other.appointment):
        client.post(reverse("switch_office"), {"appointment": str(wanted.pk)})
        assert client.get(reverse("home")).context["actor"].appointment == officer.appointment


def test_an_appointment_that_ended_opens_nothing_in_a_session_that_goes_on(sign_in: SignIn) -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    client = sign_in(officer)
    assert client.get(reverse("registry:sentra_list")).status_code == 200
    Appointment.objects.filter(user=officer.user).update(revoked_at=timezone.now())
    assert client.get(reverse("registry:sentra_list")).status_code == 403


def test_a_closed_account_is_signed_out_at_once(sign_in: SignIn) -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    client = sign_in(officer)
    User.objects.filter(pk=officer.user.pk).update(is_active=False)  # type: ignore[union-attr]
    assert client.get(reverse("registry:sentra_list")).status_code == 302


def test_a_record_role_needs_its_record() -> None:
    manager = record_persona(Role.SENTRA_MANAGER, PEKALONGAN, None)
    assert manager.territory.level == "nowhere"


def test_wrong_passwords_are_slowed_down() -> None:
    officer, client = persona(Role.REGENCY_OFFICER, PEKALONGAN), Client()
    assert officer.user is not None
    for _attempt in range(6):
        client.post(reverse("account_login"), {"login": officer.user.email, "password": "salah-salah-salah"})
    right = client.post(reverse("account_login"), {"login": officer.user.email, "password": PASSWORD})
    assert (right.status_code == 302, "_auth_user_id" in client.session) == (False, False)


def test_a_reset_says_nothing_about_who_has_an_account() -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert officer.user is not None
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in (officer.user.email, "tak.ada@contoh.test")
    ]
    assert {(one.status_code, one.headers.get("Location")) for one in answers} == {
        (302, reverse("account_reset_password_done"))
    }
    assert "tak.ada@contoh.test" not in {to for one in mail.outbox for to in one.to if PASSWORD in one.body}


@pytest.mark.parametrize("switch", ["SENTRA_DEBUG", "SENTRA_DEMO"])
def test_production_does_not_start_with_a_switch_for_looking(switch: str, tmp_path: object) -> None:
    keys = dict.fromkeys(("SENTRA_SECRET_KEY", "SENTRA_DATA_KEY", "SENTRA_HASH_KEY"), "a" * 64)
    environment = os.environ | keys | {"SENTRA_ENV": "production", switch: "1", "SENTRA_STATE": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", "import sentra.site.settings"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode != 0, "ImproperlyConfigured" in run.stderr) == (True, True)
