"""The access matrix: every address and every operation of the API, asked by every role from inside and outside.

What must come back is read from the one policy table. An address that nobody has told this test how to fill, or
whose view has no door, makes it fail.
"""

from __future__ import annotations

import html
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sentra.access.policy import RULES, Denied, may
from sentra.access.roles import RECORD_ROLES
from sentra.territory.scope import Territorial, scoped
from tests.site.addresses import Address, Route, addresses, routes
from tests.site.world import Asker, World, askers

#: allauth's pages: what an anonymous person gets on each.
ACCOUNT_PAGES = {
    "account_login": 200,
    "account_logout": 302,
    "account_inactive": 200,
    "account_signup": 200,
    "account_reauthenticate": 302,
    "account_email": 302,
    "account_email_verification_sent": 200,
    "account_change_password": 302,
    "account_set_password": 302,
    "account_reset_password": 200,
    "account_confirm_login_code": 302,
    "account_confirm_email": 200,
    "account_reset_password_from_key_done": 200,
    "account_reset_password_from_key": 200,
    "account_reset_password_done": 200,
    "mfa_index": 302,
    "mfa_authenticate": 302,
    "mfa_reauthenticate": 302,
    "mfa_activate_totp": 302,
    "mfa_deactivate_totp": 302,
    "mfa_view_recovery_codes": 302,
    "mfa_generate_recovery_codes": 302,
    "mfa_download_recovery_codes": 302,
    "mfa_list_webauthn": 302,
    "mfa_add_webauthn": 302,
    "mfa_reauthenticate_webauthn": 302,
    "mfa_remove_webauthn": 302,
    "mfa_edit_webauthn": 302,
    "usersessions_list": 302,
}
ACCOUNT_KWARGS: dict[str, dict[str, Any]] = {
    "account_confirm_email": {"key": "x"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}

ROUTES = [one for one in routes() if not one.name.startswith("api-1:") and one.name not in ACCOUNT_PAGES]
OPEN = ("public", "signed_in")


@dataclass(frozen=True)
class Wrong:
    """An answer that the table does not grant."""

    who: str
    method: str
    url: str
    status: int
    expected: str

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.url} gave {self.status}, expected {self.expected}"


@pytest.fixture(scope="module")
def people(world: World, posts_read_once: None) -> list[tuple[Asker, Client]]:
    """Everybody who asks, signed in."""
    found = []
    for asker in askers(world):
        client = Client(raise_request_exception=False)
        assert asker.actor.user is not None
        client.force_login(asker.actor.user)
        found.append((asker, client))
    return found


class Drawing:
    """Whether templates are drawn in full. Once for each kind of answer is enough; the others say only the reason."""

    def __init__(self) -> None:
        self.is_full = True
        self.original = Template.render

    def render(self, template: Template, context: Any = None, request: Any = None) -> str:
        if self.is_full:
            return str(self.original(template, context, request))
        problem = (context or {}).get("problem")
        return str(problem.reason) if problem else ""


@pytest.fixture(scope="module")
def drawing() -> Iterator[Drawing]:
    drawing = Drawing()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda self, *given, **named: drawing.render(self, *given, **named))
        yield drawing


@pytest.fixture(scope="module")
def filled(world: World) -> dict[str, list[Address]]:
    return addresses(world)


@pytest.mark.django_db
def test_every_address_is_known(filled: dict[str, list[Address]]) -> None:
    ours = {one.name for one in ROUTES}
    assert sorted(ours - filled.keys()) == []


def test_every_view_has_a_door() -> None:
    assert [one.name for one in ROUTES if one.door not in RULES and one.door not in OPEN] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ACCOUNT_PAGES))
def test_a_page_of_the_account_to_a_stranger(name: str, world: World) -> None:
    given = Client().get(reverse(name, kwargs=ACCOUNT_KWARGS.get(name, {})))
    assert given.status_code == ACCOUNT_PAGES[name]


def test_no_page_of_the_account_is_forgotten() -> None:
    others = {one.name for one in routes()} - {one.name for one in ROUTES}
    assert {name for name in others if not name.startswith("api-1:")} == set(ACCOUNT_PAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES, ids=lambda one: one.name)
def test_an_address_answers_as_the_table_says(
    route: Route, filled: dict[str, list[Address]], people: list[tuple[Asker, Client]], drawing: Drawing
) -> None:
    wrong: list[Wrong] = []
    for number, address in enumerate(filled[route.name]):
        url = reverse(route.name, kwargs=address.kwargs)
        wrong += _of_a_stranger(route, url)
        same_page = number > 0 and address.subject is not None  # only what is sent differs from the first
        seen: list[int] = []
        for asker, client in people:
            if not same_page:
                drawing.is_full = not any(status < 400 for status in seen)
                status, mistake = _asked(route, address, asker, client, "GET")
                seen.append(status)
                wrong += mistake
            if asker.is_inside or asker.sends:
                drawing.is_full = False
                wrong += _asked(route, address, asker, client, "POST")[1]
        drawing.is_full = True
        if not same_page and set(seen) <= {403, 404}:
            wrong.append(Wrong("nobody at all", "GET", url, 403, "somebody whom it opens to"))
    assert "\n".join(map(str, wrong)) == ""


def _of_a_stranger(route: Route, url: str) -> Iterator[Wrong]:
    for method in ("GET", "POST"):
        given = _send(Client(raise_request_exception=False), method, url, {})
        to_login = given.status_code == 302 and given["Location"].startswith(reverse("account_login"))
        if route.door != "public" and not to_login:
            yield Wrong("a stranger", method, url, given.status_code, "the sign-in page")
        if route.door == "public" and (to_login or given.status_code in (403, 500)):
            yield Wrong("a stranger", method, url, given.status_code, "an answer")


def _asked(route: Route, address: Address, asker: Asker, client: Client, method: str) -> tuple[int, list[Wrong]]:
    url = reverse(route.name, kwargs=address.kwargs)
    given = _send(client, method, f"{url}?{address.query}", address.data)
    action = (address.post if method == "POST" else "") or address.sees or route.door
    expected = _fault(route, address, asker, client, method, action, given)
    if expected is None:
        return given.status_code, []
    mistake = Wrong(asker.name, method, url, given.status_code, f"{expected} {_cause(given)}".strip())
    return given.status_code, [mistake]


def _fault(
    route: Route, address: Address, asker: Asker, client: Client, method: str, action: str, given: HttpResponse
) -> str | None:
    """What should have come back, or None when the answer is right."""
    status = given.status_code
    if status >= 500:
        return "no failure"
    granted = action in OPEN or asker.actor.role in RULES[action].roles
    sees = route.door in OPEN or asker.actor.role in RULES[route.door].roles
    if not _reaches(asker, address):
        if not sees:  # the door is shut before the record is looked for; the answer must not depend on it
            return None if status == _send_elsewhere(route, address, client, method) and status in (403, 404) else "403"
        return None if status in (404, 405) else "404"
    if not granted:
        if status == 405:
            return None
        return (
            None if status == 403 and _gives_the_reason(asker, (action, route.door), given) else "403 with the reason"
        )
    if address.condition and status in (403, 404):
        return None
    return None if status not in (403, 404) else "an answer"


def _reaches(asker: Asker, address: Address) -> bool:
    """Whether the record lies in the asker's territory; for those bound to one record its scope says so."""
    subject = address.subject
    if subject is None:
        return True
    if not asker.is_inside or asker.actor.role not in RECORD_ROLES:
        return asker.is_inside
    if address.bound is not None:
        return asker.name in address.bound
    if not isinstance(subject, Territorial):
        return False
    with scoped(asker.actor.territory):
        return bool(type(subject).objects.filter(pk=subject.pk).exists())


def _send_elsewhere(route: Route, address: Address, client: Client, method: str) -> int:
    """What the same person gets for a record that does not exist."""
    kwargs = {name: uuid.uuid4() if isinstance(value, uuid.UUID) else value for name, value in address.kwargs.items()}
    return _send(client, method, reverse(route.name, kwargs=kwargs), address.data).status_code


def _gives_the_reason(asker: Asker, actions: Iterable[str], given: HttpResponse) -> bool:
    said = html.unescape(given.content.decode())
    with translation.override("id"):
        answers = [may(asker.actor, action) for action in actions if action not in OPEN]
        return any(isinstance(one, Denied) and one.reason in said for one in answers)


def _send(client: Client, method: str, url: str, data: dict[str, Any]) -> HttpResponse:
    """Ask, and take back whatever the question changed."""
    with transaction.atomic():
        given = client.get(url) if method == "GET" else client.post(url, data)
        if given.streaming:  # a streamed answer reads the database while it is written
            given.content = b"".join(given.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return given


def _cause(given: Any) -> str:
    problem = getattr(given, "exc_info", None)
    return f"[{problem[1]!r:.300}]" if problem else ""
