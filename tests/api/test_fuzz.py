"""Made-up requests for every operation, drawn from its own description: no failure, every refusal said properly."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from django.utils.http import urlencode
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core import NOT_SET

from sentra.access.roles import Role
from sentra.site.api import api
from tests.personas import PEKALONGAN, persona
from tests.site.world import World

pytestmark = pytest.mark.django_db
DESCRIPTION = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))
OPERATIONS = [one.ok() for one in DESCRIPTION.get_all_operations()]
REFUSALS = {400, 401, 403, 404, 405, 409, 422}
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def officer(world: World) -> Client:
    """A regency's officer, signed in."""
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    client = Client(raise_request_exception=False)
    assert actor.user is not None
    client.force_login(actor.user)
    return client


def send(client: Client, case: Any) -> Any:
    """Send a made-up request and take back whatever it changed."""
    body = b"" if case.body is NOT_SET else json.dumps(case.body).encode()
    query = urlencode({name: value for name, value in (case.query or {}).items() if value is not None}, doseq=True)
    with transaction.atomic():
        answer = client.generic(case.method, f"{case.formatted_path}?{query}", body, content_type="application/json")
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_whatever_is_sent_the_answer_is_an_answer(operation: Any, officer: Client) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        answer = send(officer, case)
        if answer.status_code < 400:
            return
        assert answer.status_code in REFUSALS, (case.formatted_path, case.body, getattr(answer, "exc_info", None))
        said = json.loads(answer.content)
        assert answer.headers["Content-Type"].startswith(PROBLEM)
        assert (said["status"], bool(said["title"]), said["type"][:13]) == (answer.status_code, True, "about:sentra/")

    ask()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"values": 7}'])
@pytest.mark.parametrize("path", ["/api/v1/registry/sentra", "/api/v1/registry/enterprises"])
def test_a_body_that_cannot_be_read_is_a_bad_request(path: str, body: bytes, officer: Client) -> None:
    answer = officer.post(path, body, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"].startswith(PROBLEM)) == (400, True)
