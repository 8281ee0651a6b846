"""The pages on which a person signs in and sets a password: in the words of the other pages, with a way on."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sentra.access.roles import Role
from tests.personas import PEKALONGAN, persona

pytestmark = pytest.mark.django_db


def text_of(page: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.decode())))


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_the_address_is_called_as_everywhere(name: str) -> None:
    page = Client().get(reverse(name)).content.decode()
    assert "Surel" in text_of(page.encode())
    assert 'placeholder="Alamat e-mail"' not in page


def test_a_new_password_is_set_by_the_link_and_the_link_works_once() -> None:
    user = persona(Role.REGENCY_OFFICER, PEKALONGAN).user
    assert user is not None
    client = Client()
    asked = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    assert "Periksa surel Anda" in text_of(asked.content)
    (message,) = mail.outbox
    found = re.search(r"https?://[^/\s]+(/akun/password/reset/key/\S+)", str(message.body))
    assert found is not None
    form = client.get(found[1], follow=True)
    assert "Pilih kata sandi Anda" in text_of(form.content)
    address = form.redirect_chain[-1][0]
    sent = {"password1": "jenggot-batik-2027", "password2": "jenggot-batik-2027"}
    done = client.post(address, sent, follow=True)
    assert "Kata sandi Anda sudah dibuat" in text_of(done.content)
    user.refresh_from_db()
    assert user.check_password("jenggot-batik-2027")
    again = Client().get(found[1], follow=True)
    assert "tidak berlaku lagi" in text_of(again.content)
    assert reverse("account_reset_password") in again.content.decode()
