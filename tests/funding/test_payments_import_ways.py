"""The ways in for a file of payment orders: the page of the money, and the command line."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sentra.funding.models import PaymentOrder
from sentra.registry.models import ImportRun
from sentra.site import cli
from sentra.territory.scope import everywhere
from tests.funding.makers import officer
from tests.funding.money_makers import YEAR, spending
from tests.funding.test_payments_import import HEADINGS, SECOND, bare, row, spent
from tests.personas import BATANG
from tests.registry.files import csv_file, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_nation(nation: None) -> None:
    """The services are called within the nation; who may what, they ask themselves."""


def signed_in(actor: Any) -> Client:
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_office_brings_the_file_in_on_the_page_of_its_money() -> None:
    recipient, _lines = spending()
    client, about = signed_in(officer()), f"jenis=payments&about={recipient.pk}"
    page = client.get(reverse("funding:treasury", args=[recipient.pk])).content.decode()
    assert about.replace("&", "&amp;") in page
    assert str(recipient) in client.get(f"{reverse('registry:import_list')}?{about}").content.decode()
    template = client.get(f"{reverse('registry:import_template', args=['payments'])}?{about}")
    assert template.status_code == 200

    cells = [[str(cell) if cell is not None else "" for cell in one] for one in (row(), row("002", SECOND, 0))]
    content = csv_file(HEADINGS, [[one[0], "01/03/" + str(YEAR), *one[2:]] for one in cells])
    data = {"kind": "payments", "about": str(recipient.pk), "id": str(uuid.uuid4())}
    upload = SimpleUploadedFile("sp2d.csv", content)
    assert client.post(reverse("registry:import_list"), data | {"file": upload}).status_code == 302
    run = ImportRun.unscoped.get()
    at = {name: reverse(f"registry:import_{name}", args=[run.pk]) for name in ("run", "mend", "confirm")}
    assert "Rp1.000.000" in client.get(at["run"]).content.decode()
    assert client.post(at["mend"], {"row": "3", "column": "amount", "value": "2 juta"}).status_code == 302
    assert "Rp3.000.000" in client.get(at["run"]).content.decode()
    neighbour = signed_in(officer(BATANG))
    assert [neighbour.get(at["run"]).status_code, neighbour.post(at["confirm"]).status_code] == [404, 404]
    assert client.post(at["confirm"]).status_code == 302
    assert spent(recipient) == (3_000_000, [1_000_000, 2_000_000])


BY = ("--as", "regency_officer.3375.1@contoh.test")


def test_the_command_looks_applies_once_and_the_second_time_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipient, _lines = spending()
    path = tmp_path / "sp2d.xlsx"
    path.write_bytes(workbook(HEADINGS, [row(), bare("001/SP2D", SECOND, 500_000)]))
    command = ["import", "payments", str(path), "--about", str(recipient.pk), *BY]
    assert cli.main([*command, "--preview", "--json"]) == 0
    looked = json.loads(capsys.readouterr().out)
    assert (looked["new"], looked["sums"]) == (2, {"orders": 1, "parts": 2, "amount": 1_500_000})
    assert cli.main(command) == 0
    assert "new 2, changed 0, unchanged 0, wrong 0; applied" in capsys.readouterr().out
    assert cli.main(command) == 0
    assert "new 0, changed 0, unchanged 2, wrong 0; applied" in capsys.readouterr().out
    with everywhere("what the command saved"):
        assert PaymentOrder.objects.count() == 1
    path.write_bytes(workbook(HEADINGS, [row(amount=7), bare("001/SP2D", SECOND, 500_000)]))
    assert cli.main([*command, "--json", "--mend"]) == 1
    told = json.loads(capsys.readouterr().out)["errors"]
    assert (told[0]["row"], told[0]["column"]) == (2, "F · Jumlah")
    assert path.with_name("sp2d.perbaikan.xlsx").stat().st_size > 5_000
    out = tmp_path / "templat.xlsx"
    assert cli.main(["template", "payments", "--about", str(recipient.pk), "--out", str(out)]) == 0
    assert cli.main(["import", "payments", str(out), "--about", str(recipient.pk), *BY, "--preview"]) == 0
