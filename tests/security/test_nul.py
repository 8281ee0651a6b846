"""A NUL, which PostgreSQL cannot store, is refused with its field wherever a request or a file carries it."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.registry.imports.checking import check_run
from sentra.registry.imports.runs import confirm_import, start_import
from sentra.registry.models import Enterprise, ImportRun, Sentra
from sentra.registry.values import check_enterprise
from sentra.territory.scope import scoped
from tests.personas import PEKALONGAN, persona
from tests.registry.factories import make_enterprise, make_sentra
from tests.registry.files import enterprises_workbook
from tests.security.conftest import SignIn

pytestmark = pytest.mark.django_db
REASON = "Teks memuat karakter yang tidak dapat disimpan (NUL). "


def officer() -> Actor:
    return persona(Role.REGENCY_OFFICER, PEKALONGAN)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("registry:sentra_new", "name"),
        ("registry:enterprise_new", "owner_name"),
        ("registry:enterprise_candidates", "name"),
    ],
)
def test_a_form_is_refused_with_the_field(name: str, field: str, sign_in: SignIn) -> None:
    values = {"name": "Batik", "product": "Batik", "owner_name": "Siti"} | {field: "Ba\0tik"}
    answer = sign_in(officer()).post(reverse(name), values)
    assert answer.status_code == 400
    assert f"{field}: {REASON.strip()}" in html.unescape(answer.content.decode())
    assert (Sentra.unscoped.count(), Enterprise.unscoped.count()) == (0, 0)


def test_every_other_part_of_a_request_too(sign_in: SignIn) -> None:
    client, sentra = sign_in(officer()), make_sentra()
    answers = {
        "filter": client.get(f"{reverse('registry:sentra_list')}?q=a%00b"),
        "search": client.get("/cari/?q=a%00b"),
        "name of a field": client.post(reverse("registry:sentra_edit", args=[sentra.pk]), {"na\0me": "x"}),
        "address": client.post("/daftar/draf/a%00b/", {"changed": "name", "name": "x"}),
        "reason": client.post(reverse("registry:sentra_retire", args=[sentra.pk]), {"reason": "a\0b"}),
        "part": client.post(
            reverse("registry:import_list"),
            {"kind": "enterprises\0", "file": SimpleUploadedFile("usaha.csv", b"Nama usaha\nBatik")},
        ),
    }
    assert {name: one.status_code for name, one in answers.items()} == dict.fromkeys(answers, 400)
    assert ImportRun.unscoped.count() == 0


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_a_programme_is_told_the_path_to_the_value(content_type: str, sign_in: SignIn) -> None:
    body = {"values": {"name": "Ba\0tik", "product": "Batik", "area": ["x", "y\0"]}}
    answer = sign_in(officer()).post("/api/v1/registry/sentra", json.dumps(body), content_type=content_type)
    assert answer.status_code == 400
    problems: list[dict[str, Any]] = answer.json()["problems"]
    assert [(one["field"], one["value"]) for one in problems] == [("values.name", None), ("values.area.1", None)]
    assert Sentra.unscoped.count() == 0


def test_a_backslash_that_only_looks_like_one_is_no_nul(sign_in: SignIn) -> None:
    body = {"values": {"name": "Batik \\u0000", "product": "Batik", "area": "Medono"}}
    answer = sign_in(officer()).post("/api/v1/registry/sentra", json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["name"]) == (201, "Batik \\u0000")


def test_a_filter_of_the_api(sign_in: SignIn) -> None:
    assert sign_in(officer()).get("/api/v1/registry/sentra?q=a%00").status_code == 400


def test_a_cell_of_a_workbook_is_marked_and_nothing_of_it_is_stored() -> None:
    actor = officer()
    wrong = {(3, "Nama usaha"): "Batik\0 Kencana", (4, "NIK pemilik"): "3375\0", (5, "Kelurahan/Desa"): "Jeng\0got"}
    with scoped(actor.territory), override("id"):
        run = start_import(
            actor=actor, kind="enterprises", file_name="usaha.xlsx", content=enterprises_workbook(5, wrong)
        )
        check_run(run)
        run.refresh_from_db()
        assert (run.wrong, run.new) == (3, 2)
        rows = {row.number: row for row in run.rows.filter(status="wrong")}
        assert sorted(rows) == [3, 4, 5]
        assert "\0" not in str([[row.cells, row.values, row.issues] for row in rows.values()])
        assert "Teks memuat karakter yang tidak dapat dibaca atau disimpan." in str(rows[3].issues)
        confirm_import(actor=actor, run=run, leave_out_wrong=True)
        assert Enterprise.objects.count() == 2


def test_the_services_refuse_it_themselves() -> None:
    found = check_enterprise({"name": "Ba\0tik", "product": "x"}, regency_code="3375", today=officer().today)
    assert [(one.field, one.value) for one in found.problems] == [("name", "")]
    assert make_enterprise(name="Batik").name == "Batik"
