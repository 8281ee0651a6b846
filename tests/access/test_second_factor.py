"""Grave roles need a second factor before anything opens, where the setting says so."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from sentra.access.actors import Actor
from sentra.access.roles import Role
from tests.personas import PASSWORD, PEKALONGAN, persona

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.MFA_REQUIRED_ROLES = frozenset({Role.ADMINISTRATOR})


def browser(actor: Actor) -> Client:
    assert actor.user is not None
    client = Client()
    client.post(reverse("account_login"), {"login": actor.user.email, "password": PASSWORD})
    return client


def test_the_administrator_is_kept_at_the_second_factor() -> None:
    client = browser(persona(Role.ADMINISTRATOR))
    assert client.get(reverse("administration:policy"))["Location"] == reverse("mfa_activate_totp")
    opened = client.get(reverse("mfa_activate_totp"), follow=True)
    assert (opened.status_code, opened.request["PATH_INFO"].startswith("/akun/")) == (200, True)
    assert client.get("/api/v1/administration/offices").status_code == 403


def test_with_a_second_factor_everything_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(persona(Role.ADMINISTRATOR))
    monkeypatch.setattr("sentra.access.middleware.is_mfa_enabled", lambda user: True)
    assert client.get(reverse("administration:policy")).status_code == 200


def test_other_roles_are_not_asked() -> None:
    assert browser(persona(Role.REGENCY_OFFICER, PEKALONGAN)).get(reverse("administration:policy")).status_code == 200


@pytest.mark.parametrize("name", ["account_change_password", "mfa_index", "usersessions_list", "account_logout"])
def test_the_accounts_own_pages_are_in_our_dress(name: str) -> None:
    client = browser(persona(Role.REGENCY_OFFICER, PEKALONGAN))
    if name == "mfa_index":
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse(name))
    assert (page.status_code, "sentra/css/sentra.css" in page.content.decode()) == (200, True)


def test_the_entrance_is_in_indonesian_and_offers_no_signing_up() -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert "Masuk ke Sentra" in page
    assert reverse("account_signup") not in page
