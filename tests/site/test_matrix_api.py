"""The access matrix of the HTTP API: every operation, every role, inside and outside, against the policy table."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from sentra.access.policy import RULES
from sentra.access.roles import RECORD_ROLES
from sentra.site.api import api
from sentra.territory.scope import Territorial, scoped
from tests.site.world import SECRETS, Asker, World, askers

ROOT = "/api/v1"
SCHEMA: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    door: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def described(self) -> dict[str, Any]:
        found: dict[str, Any] = SCHEMA["paths"][ROOT + self.path][self.method.lower()]
        return found


def operations() -> Iterator[Operation]:
    """Every operation of every router, with the action it names."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            whole = re.sub(r"\{\w+:(\w+)\}", r"{\1}", re.sub("/+", "/", f"{prefix}/{path}"))
            for one in view.operations:
                for method in one.methods:
                    yield Operation(method, whole, str(getattr(one.view_func, "door", "")))


OPERATIONS = sorted(operations(), key=str)


def subjects(world: World) -> dict[str, tuple[Any, bool]]:
    """What each path is filled with by its beginning, and whether it lies in a territory."""
    return {
        "/registry/sentra/": (world.sentra, True),
        "/registry/enterprises/": (world.enterprise, True),
        "/designation/proposals/": (world.proposal, True),
        "/designation/sentra/": (world.candidate, True),
        "/designation/decrees/": (world.decree, False),
        "/development/sentra/": (world.sentra, True),
        "/development/support/": (world["open_application"], True),
        "/development/credit/": (world["credit"], True),
        "/development/partner-proposals/": (world["partner_proposal"], True),
        "/development/programmes/": (world["programme"], True),
        "/funding/standards/": (world["standard"], True),
        "/funding/years/": (world["fund_year"], False),
        "/funding/recipients/": (world["recipient"], True),
        "/funding/adjustments/": (world["adjustment"], True),
        "/funding/plans/": (world["plan"], True),
        "/funding/orders/": (world["order"], True),
        "/administration/decisions/": (world["decision"], True),
    }


WORDS = {
    "{year}": "2025",
    "{step}": "verify",
    "{check}": "sentra.criteria",
    "{regulation}/{provision}": "kukm-23-2005/5.1.a.1",
}
OPEN = ("public", "signed_in")
#: Where a role of the table may still be refused, and why.
CONDITIONS = {
    "POST /designation/proposals/{pk}/steps/{step}/": "the state of the proposal and who took an earlier step",
    "POST /designation/proposals/{pk}/file/": "the file is fixed once submitted",
    "POST /designation/proposals/": "a sentra has one open proposal for a tier",
    "POST /development/programmes": "a year that is over",
    "PUT /development/programmes/{pk}": "only the office that wrote it",
    "POST /development/programmes/{pk}/lines": "only the office that wrote it",
    "POST /development/programmes/{pk}/close": "only the office that wrote it",
    "POST /funding/standards/{pk}/end": "only the level and region that set it",
    "POST /funding/recipients/{pk}/adjustments": "only the office that manages the fund",
    "POST /funding/recipients/{pk}/plans": "only the office that manages the fund",
    "PUT /funding/plans/{pk}/description": "only the office that manages the fund",
    "POST /funding/plans/{pk}/activities": "only the office that manages the fund",
    "PUT /funding/plans/{pk}/activities": "only the office that manages the fund",
    "POST /funding/plans/{pk}/lines": "only the office that manages the fund",
    "PUT /funding/plans/{pk}/lines": "only the office that manages the fund",
    "POST /funding/plans/{pk}/review-request": "only the office that manages the fund",
    "POST /funding/plans/{pk}/take-back": "only the office that manages the fund",
    "POST /funding/plans/{pk}/drop": "only the office that manages the fund",
    "POST /funding/plans/{pk}/submission": "only the office that manages the fund",
    "POST /funding/plans/{pk}/forwarding": "only a change of the industry fund's plan",
    "POST /funding/recipients/{pk}/orders": "only the office that manages the fund",
    "POST /funding/orders/{pk}/corrections": "only the office that manages the fund",
    "POST /development/credit/{pk}/decision": "only the bank that was asked",
    "POST /development/support/{pk}/delivery": "only what was approved",
}


def test_every_operation_has_a_door() -> None:
    assert [str(one) for one in OPERATIONS if one.door not in (*RULES, *OPEN)] == []


@pytest.mark.django_db
def test_every_path_is_known(world: World) -> None:
    known = subjects(world)
    assert [str(one) for one in OPERATIONS if "{pk}" in one.path and _subject(one, known) is None] == []


def _subject(operation: Operation, known: dict[str, tuple[Any, bool]]) -> tuple[Any, bool] | None:
    if "{pk}" not in operation.path and "{number}" not in operation.path:
        return None
    return next((value for start, value in known.items() if operation.path.startswith(start)), None)


def body_of(operation: Operation, world: World) -> Any:
    """The least that the shape of an operation asks for; records are the world's, other values mean nothing."""
    content = operation.described.get("requestBody", {}).get("content", {})
    schema = next(iter(content.values()), {}).get("schema")
    body = _example(schema) if schema else None
    known = {"sentra_id": world.candidate, "enterprise_id": world.twin, "partner_id": world.cooperative}
    if isinstance(body, dict):
        body |= {name: str(record.pk) for name, record in known.items() if name in body}
    return body


def _example(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _example(SCHEMA["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema or "allOf" in schema:
        return _example((schema.get("anyOf") or schema["allOf"])[0])
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        wanted = schema.get("required", [])
        return {name: _example(schema["properties"][name]) for name in wanted}
    formats = {"uuid": str(uuid.uuid4()), "date": "2026-01-05", "date-time": "2026-01-05T00:00:00Z"}
    plain = {"string": "x", "integer": schema.get("minimum", 1), "number": 1, "boolean": True, "array": []}
    return formats.get(schema.get("format", "")) or plain.get(schema.get("type", ""), "x")


@pytest.fixture(scope="module")
def people(world: World, posts_read_once: None) -> list[tuple[Asker, Client]]:
    found = []
    for asker in askers(world):
        client = Client(raise_request_exception=False)
        assert asker.actor.user is not None
        client.force_login(asker.actor.user)
        found.append((asker, client))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_an_operation_answers_as_the_table_says(
    operation: Operation, world: World, people: list[tuple[Asker, Client]]
) -> None:
    found = _subject(operation, subjects(world))
    subject, is_territorial = found or (None, False)
    url, body = _filled(operation, subject), body_of(operation, world)
    if subject is None and isinstance(body, dict) and "sentra_id" in body:
        subject, is_territorial = world.candidate, True
    stranger = _send(Client(raise_request_exception=False), operation, url, body)
    expected = 200 if operation.door == "public" else 401
    wrong = [] if stranger.status_code == expected else [f"a stranger gave {stranger.status_code}, expected {expected}"]
    opened = 0
    for asker, client in people:
        given = _send(client, operation, url, body)
        if fault := _fault(operation, asker, subject if is_territorial else None, given):
            wrong.append(f"{asker.name}: {given.status_code}, expected {fault} {given.content[:200]!r}")
        opened += given.status_code not in (403, 404)
    if not opened and str(operation) not in CONDITIONS and body is None:
        wrong.append("it opens to nobody")
    assert "\n".join(wrong) == ""


def _fault(operation: Operation, asker: Asker, subject: Any, given: HttpResponse) -> str:
    status = given.status_code
    if status >= 500:
        return f"no failure {getattr(given, 'exc_info', ['', ''])[1]!r}"
    granted = operation.door in OPEN or asker.actor.role in RULES[operation.door].roles
    if subject is not None and not _reaches(asker, subject):
        allowed = {404} if granted else {403, 404}
        return "" if status in allowed else f"one of {allowed}"
    if not granted:
        is_said = status == 403 and len(json.loads(given.content).get("detail", "")) > 10
        return "" if is_said else "403 with the reason"
    if status in (403, 404) and str(operation) not in CONDITIONS:
        # values made up for the shape may name records that do not exist; seeing must work
        return "an answer" if operation.method == "GET" or status == 403 else ""
    return "" if status < 500 else "an answer"


def _reaches(asker: Asker, subject: Any) -> bool:
    if not asker.is_inside or asker.actor.role not in RECORD_ROLES:
        return asker.is_inside
    if not isinstance(subject, Territorial) and not hasattr(type(subject), "territory_path"):
        return False
    with scoped(asker.actor.territory):
        return bool(type(subject).objects.filter(pk=subject.pk).exists())


def _filled(operation: Operation, subject: Any) -> str:
    path = ROOT + operation.path
    for name, value in WORDS.items():
        path = path.replace(name, value)
    if subject is not None:
        path = path.replace("{pk}", str(subject.pk)).replace("{number}", str(subject.pk))
    assert "{" not in path, f"{operation}: say in this test how to fill {path}"
    return path


def _send(client: Client, operation: Operation, url: str, body: Any) -> HttpResponse:
    with transaction.atomic():
        given: HttpResponse = client.generic(
            operation.method, url, json.dumps(body) if body is not None else "", content_type="application/json"
        )
        transaction.set_rollback(True)
    return given


@pytest.mark.django_db
@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method == "GET"], ids=str)
def test_no_answer_of_the_api_holds_what_belongs_to_another_territory(
    operation: Operation, world: World, people: list[tuple[Asker, Client]]
) -> None:
    found = _subject(operation, subjects(world))
    url = _filled(operation, found[0] if found else None)
    leaks = []
    for asker, client in people:
        if asker.is_inside:
            continue
        said = _send(client, operation, f"{url}?limit=100&q=", None).content.decode()
        leaks += [f"{asker.name}: {one}" for one in SECRETS if one in said]
    assert leaks == []
