"""The pages of an import, as an officer clicks through them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.registry.models import Enterprise, ImportRow, ImportRun, ImportState
from tests.personas import BATANG, persona
from tests.registry.factories import officer
from tests.registry.files import TWO_WRONG_CELLS, enterprises_workbook, nik

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_rina(rina: Actor) -> Client:
    return signed_in(rina)


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(client: Client, content: bytes, kind: str = "enterprises") -> ImportRun:
    """A file sent on the page; gives its import."""
    file = SimpleUploadedFile("usaha.xlsx", content)
    response = client.post(reverse("registry:import_list"), {"kind": kind, "file": file})
    assert response.status_code == 302
    return ImportRun.unscoped.latest("created_at")


def page(client: Client, name: str, run: ImportRun, query: str = "") -> str:
    response = client.get(reverse(f"registry:{name}", args=[run.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, run: ImportRun, htmx: bool = False, **data: Any) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse(f"registry:{name}", args=[run.pk]), data, headers=headers)


def test_a_file_is_sent_mended_and_confirmed(client_of_rina: Client) -> None:
    run = send(client_of_rina, enterprises_workbook(30, TWO_WRONG_CELLS))
    shown = page(client_of_rina, "import_run", run, "?status=wrong")
    assert "Banguntapan" in shown
    assert "337501130764000" not in shown
    assert 'aria-disabled="true"' in shown

    mended = post(client_of_rina, "import_mend", run, htmx=True, row=5, column="nik", value=nik(4)).content.decode()
    assert 'id="row-5"' in mended
    assert 'hx-swap-oob="true"' in mended
    assert (
        post(client_of_rina, "import_mend", run, row=12, column="district", value="Pekalongan Utara").status_code == 302
    )
    assert 'aria-disabled="true"' not in page(client_of_rina, "import_run", run)

    assert post(client_of_rina, "import_confirm", run).status_code == 302
    assert Enterprise.objects.count() == 30
    assert "usaha.xlsx" in client_of_rina.get(reverse("registry:import_list")).content.decode()


def test_confirming_with_wrong_rows_is_refused_and_leaving_them_out_is_a_choice(client_of_rina: Client) -> None:
    run = send(client_of_rina, enterprises_workbook(30, TWO_WRONG_CELLS))
    assert post(client_of_rina, "import_confirm", run).status_code == 403
    assert post(client_of_rina, "import_confirm", run, leave_out_wrong="1").status_code == 302
    assert Enterprise.objects.count() == 28


def test_the_preview_shows_what_would_change(client_of_rina: Client) -> None:
    run = send(client_of_rina, enterprises_workbook(2))
    post(client_of_rina, "import_confirm", run)
    run = send(client_of_rina, enterprises_workbook(2, {(2, "Alamat"): "Jalan Baru 7"}))
    shown = page(client_of_rina, "import_run", run, "?status=changed")
    assert "<del>Jalan Jenggot Raya 1</del> → <ins>Jalan Baru 7</ins>" in shown


def test_a_file_that_cannot_be_read_says_why(client_of_rina: Client) -> None:
    run = send(client_of_rina, b"%PDF-1.7 laporan")
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert 'role="alert"' in page(client_of_rina, "import_run", run)


def test_a_large_file_is_checked_in_the_background_and_can_be_cancelled(
    client_of_rina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentra.registry.imports.runs.CHECKED_AT_ONCE", 0)
    run = send(client_of_rina, enterprises_workbook(2))
    assert run.state == ImportState.CHECKING
    assert "hx-get" in page(client_of_rina, "import_progress", run)
    post(client_of_rina, "import_cancel", run)
    run.refresh_from_db()
    assert (run.state, ImportRow.objects.count()) == (ImportState.CANCELLED, 0)
    response = client_of_rina.get(reverse("registry:import_progress", args=[run.pk]))
    assert response.headers["HX-Refresh"] == "true"


def test_the_task_checks_what_waits(client_of_rina: Client, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr("sentra.registry.imports.runs.CHECKED_AT_ONCE", 0)
    run = send(client_of_rina, enterprises_workbook(2))
    run.refresh_from_db()
    assert (run.state, run.new) == (ImportState.READY, 2)


def test_templates_and_corrections_are_downloaded(client_of_rina: Client) -> None:
    template = client_of_rina.get(reverse("registry:import_template", args=["sentra"]))
    assert openpyxl.load_workbook(io.BytesIO(template.content)).worksheets[0]["A1"].value == "Nama sentra *"
    assert client_of_rina.get(reverse("registry:import_template", args=["mebel"])).status_code == 404
    run = send(client_of_rina, enterprises_workbook(30, TWO_WRONG_CELLS))
    response = client_of_rina.get(reverse("registry:import_corrections", args=[run.pk]))
    assert openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]["C6"].comment is not None


def test_only_who_brought_the_file_gets_it_back(client_of_rina: Client) -> None:
    run = send(client_of_rina, enterprises_workbook(1))
    colleague = signed_in(persona(Role.REGENCY_OFFICER, "3375", n=2))
    assert colleague.get(reverse("registry:import_run", args=[run.pk])).status_code == 200
    assert colleague.get(reverse("registry:import_corrections", args=[run.pk])).status_code == 403


def test_a_neighbour_finds_nothing(client_of_rina: Client) -> None:
    run = send(client_of_rina, enterprises_workbook(1))
    neighbour = signed_in(officer(BATANG))
    for name in ("import_run", "import_progress", "import_corrections"):
        assert neighbour.get(reverse(f"registry:{name}", args=[run.pk])).status_code == 404
    for name in ("import_mend", "import_confirm", "import_cancel", "import_recheck"):
        data = {"row": "2", "column": "nib"} if name == "import_mend" else {}
        assert post(neighbour, name, run, **data).status_code == 404


@pytest.mark.parametrize(
    "data", [{"kind": "mebel"}, {"kind": "sentra"}, {"kind": "sentra", "file": "no file", "id": "not an id"}]
)
def test_a_form_without_a_file_or_kind_is_refused(client_of_rina: Client, data: dict[str, str]) -> None:
    assert client_of_rina.post(reverse("registry:import_list"), data).status_code == 400
    assert not ImportRun.objects.exists()
