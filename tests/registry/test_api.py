from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.registry.models import Enterprise, Sentra
from tests.personas import BATANG, persona
from tests.registry.factories import join, make_enterprise, make_person, make_sentra

ROOT = "/api/v1/registry"
NIK = "3375014508850001"
pytestmark = pytest.mark.django_db


@pytest.fixture
def api(rina: Actor) -> Iterator[Client]:
    client = Client(headers={"Accept": "application/json"})
    assert rina.user is not None
    client.force_login(rina.user)
    return client


def send(api: Client, method: str, path: str, body: dict[str, Any]) -> Any:
    return getattr(api, method)(f"{ROOT}{path}", body, content_type="application/json")


def test_a_sentra_is_registered_read_changed_and_listed(api: Client, rina: Actor) -> None:
    key = str(uuid.uuid4())
    values = {"name": "Sentra Tenun", "product": "Tenun", "area": "Medono"}
    answers = [send(api, "post", "/sentra", {"id": key, "values": values}) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert Sentra.objects.count() == 1
    changed = send(api, "patch", f"/sentra/{key}", {"version": 1, "changes": {"market_reach": "export"}}).json()
    assert (changed["code"], changed["market_reach"], changed["version"]) == ("3375-001", "export", 2)
    listed = api.get(f"{ROOT}/sentra").json()
    assert (listed["count"], [one["id"] for one in listed["items"]]) == (1, [key])
    assert api.get(f"{ROOT}/sentra/{key}").json() == changed


def test_an_enterprise_joins_and_its_size_is_judged(api: Client, rina: Actor) -> None:
    sentra = make_sentra()
    body = {
        "values": {"name": "Batik", "product": "Batik", "owned_by_indonesian_citizens": True, "is_subsidiary": False},
        "owner": {"name": "Siti", "nik": NIK},
    }
    made = send(api, "post", "/enterprises", body).json()
    assert made["owner_nik_mask"] == "3375********0001"
    joined = send(api, "post", f"/sentra/{sentra.pk}/members", {"enterprise_id": made["id"], "joined_on": "2024-03-01"})
    assert joined.status_code == 201
    members = api.get(f"{ROOT}/sentra/{sentra.pk}/members?on=2024-02-29").json()
    assert (members, len(api.get(f"{ROOT}/sentra/{sentra.pk}/members").json())) == ([], 1)
    year = send(api, "put", f"/enterprises/{made['id']}/figures/2025", {"annual_sales": 5_000_000, "net_worth": 1})
    assert (year.status_code, year.json()["annual_sales"]) == (200, 5_000_000)
    size = api.get(f"{ROOT}/enterprises/{made['id']}/size?on=2026-06-30").json()
    assert (size["verdict"], size["size_class"]) == ("met", "small")
    assert len(api.get(f"{ROOT}/enterprises/{made['id']}/figures").json()) == 1


def test_wrong_values_are_answered_one_by_one(api: Client, rina: Actor) -> None:
    answer = send(api, "post", "/enterprises", {"values": {"nib": "1"}, "owner": {"name": "Siti"}})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert {one["field"] for one in answer.json()["problems"]} == {"name", "product", "nib"}


def test_an_older_version_is_answered_409(api: Client, rina: Actor) -> None:
    sentra = make_sentra()
    body = {"version": 1, "changes": {"village": "Jenggot"}}
    assert send(api, "patch", f"/sentra/{sentra.pk}", body).status_code == 200
    late = send(api, "patch", f"/sentra/{sentra.pk}", {"version": 1, "changes": {"village": "Kauman"}})
    assert (late.status_code, rina.name in late.json()["detail"]) == (409, True)


def test_the_neighbours_records_are_not_there(api: Client, rina: Actor) -> None:
    sentra, enterprise = make_sentra(BATANG), make_enterprise(BATANG)
    join(sentra, enterprise)
    ours = make_sentra()
    parts = ("", "/facts", "/members", "/figures")
    paths = [f"/sentra/{sentra.pk}{part}" for part in parts]
    paths += [f"/enterprises/{enterprise.pk}{part}" for part in ("", "/size", "/figures")]
    assert {path: api.get(ROOT + path).status_code for path in paths} == dict.fromkeys(paths, 404)
    change = {"version": 1, "changes": {}}
    assert send(api, "patch", f"/sentra/{sentra.pk}", change).status_code == 404
    assert send(api, "patch", f"/enterprises/{enterprise.pk}", change).status_code == 404
    body = {"enterprise_id": str(enterprise.pk), "joined_on": "2024-03-01"}
    assert send(api, "post", f"/sentra/{ours.pk}/members", body).status_code == 404
    assert [api.get(f"{ROOT}/{name}").json()["count"] for name in ("sentra", "enterprises")] == [1, 0]


def test_a_reader_reads_and_does_not_write() -> None:
    sentra = make_sentra()
    reader = Client()
    reader.force_login(persona(Role.PROVINCE_OFFICER, "33").user)  # type: ignore[arg-type]
    assert reader.get(f"{ROOT}/sentra/{sentra.pk}").status_code == 200
    body = {"values": {"name": "X", "product": "X"}}
    assert send(reader, "post", "/sentra", body).status_code == 403
    assert Client().get(f"{ROOT}/sentra").status_code == 401


def test_a_number_is_never_answered_in_full(api: Client, rina: Actor) -> None:
    make_enterprise(owner=make_person(nik=NIK))
    enterprise = Enterprise.objects.get()
    for path in ("/enterprises", f"/enterprises/{enterprise.pk}"):
        assert NIK not in api.get(ROOT + path).content.decode()
