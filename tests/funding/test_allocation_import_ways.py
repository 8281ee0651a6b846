"""The ways in for a file of ceilings: the page of the year, and the command line."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sentra.funding.models import AllocationDecree, ProgrammeYear, Recipient
from sentra.registry.models import ImportRun, ImportState
from sentra.site import cli
from sentra.territory.scope import everywhere
from tests.funding.ceilings import DECREE, ROWS, SUMS, as_csv, spoilt
from tests.funding.makers import TODAY, a_year, ministry, officer

pytestmark = pytest.mark.django_db

# ---------------------------------------------------------------- pages


def test_the_ministry_brings_the_file_in_on_the_page_of_the_year() -> None:
    year, client = a_year(), Client()
    user = ministry().user
    assert user is not None
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("registry:import_list") + f"?jenis=allocations&about={year.pk}").content.decode()
    assert str(year) in page
    template = client.get(reverse("registry:import_template", args=["allocations"]) + f"?jenis=x&about={year.pk}")
    assert (template.status_code, len(template.content) > 5_000) == (200, True)

    content = as_csv(spoilt(5, kemendagri_code="1173"))
    data = {"kind": "allocations", "about": str(year.pk), "file": SimpleUploadedFile("pagu.csv", content)}
    assert client.post(reverse("registry:import_list"), data | {"id": str(uuid.uuid4())}).status_code == 302
    run = ImportRun.unscoped.get()
    at = {name: reverse(f"registry:import_{name}", args=[run.pk]) for name in ("run", "mend", "confirm")}
    shown = client.get(at["run"]).content.decode()
    assert ("Rp5.210.000.000" in shown, "Kota Langsa" in shown) == (True, True)
    mend = {"row": "5", "column": "kemendagri_code", "value": "1174"}
    assert client.post(at["mend"], mend).status_code == 302
    assert "Rp5.600.000.000" in client.get(at["run"]).content.decode()

    assert client.post(at["confirm"], {"kind": "Perpres"}).status_code == 422
    sent = DECREE | {"date": DECREE["date"].strftime("%d/%m/%Y")}  # type: ignore[attr-defined]
    assert client.post(at["confirm"], sent).status_code == 302
    with everywhere("what the page saved"):
        assert Recipient.objects.count() == 8
    assert client.get(at["run"]).status_code == 200


# ---------------------------------------------------------------- command line


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pagu.csv"
    path.write_bytes(as_csv())
    return path


def command(file: Path, *more: str, year: int = TODAY.year) -> list[str]:
    return ["import", "allocations", str(file), "--programme", "pk2umk", "--year", str(year), *more]


BY = ("--as", "ministry_officer.pusat.1@contoh.test")
BY_DECREE = (
    *("--decree-kind", "Peraturan Presiden", "--decree-number", "113"),
    *("--decree-date", f"02/01/{TODAY.year}", "--decree-title", "Rincian APBN"),
)


@pytest.mark.parametrize("year", [2021, TODAY.year])
def test_a_preview_needs_neither_a_person_nor_an_open_year(
    file: Path, capsys: pytest.CaptureFixture[str], year: int
) -> None:
    assert cli.main(command(file, "--preview", "--json", year=year)) == 0
    assert json.loads(capsys.readouterr().out) == {
        "new": 8,
        "changed": 0,
        "unchanged": 0,
        "wrong": 0,
        "doubtful": 0,
        "applied": False,
        "run": None,
        "sums": SUMS,
        "errors": [],
        "doubts": [],
    }
    assert not ImportRun.unscoped.exists()
    assert not ProgrammeYear.objects.exists()


def test_a_preview_tells_every_wrong_cell_and_writes_the_file_with_its_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pagu.csv"
    path.write_bytes(as_csv([*spoilt(5, kemendagri_code="1173", ceiling_idr="390000000.50"), ROWS[2]]))
    assert cli.main(command(path, "--preview", "--json", "--mend")) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(one["row"], one["column"][:1], one["value"]) for one in answer["errors"]] == [
        (5, "F", "390000000.50"),
        (5, "D", "1173"),
        (10, "D", "3375"),
    ]
    assert all(one["remedy"] for one in answer["errors"])
    assert path.with_name("pagu.perbaikan.xlsx").stat().st_size > 5_000
    path.write_bytes(b"%PDF-1.7")
    assert cli.main(command(path, "--preview")) == 1


def test_the_command_applies_once_and_the_second_time_changes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_year()
    assert cli.main(command(file, *BY, *BY_DECREE, "--json")) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["new"], first["applied"], first["sums"]) == (8, True, SUMS)
    assert cli.main(command(file, *BY, *BY_DECREE)) == 0
    sums = "recipients 8, ceiling_idr 5600000000, target_participants 1567, target_mentors 24"
    assert capsys.readouterr().out == f"{sums}\nnew 0, changed 0, unchanged 8, wrong 0; applied\n"
    assert cli.main(command(file, "--preview", *BY)) == 0
    assert "unchanged 8" in capsys.readouterr().out
    with everywhere("what the command saved"):
        assert (Recipient.objects.count(), AllocationDecree.objects.count()) == (8, 1)


def test_a_wrong_bps_code_is_told_and_holds_nothing_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_year()
    path = tmp_path / "pagu.csv"
    path.write_bytes(as_csv(spoilt(4, bps_regency_code="3376")))
    assert cli.main(command(path, *BY, *BY_DECREE)) == 0
    assert "3376" in capsys.readouterr().out
    assert ImportRun.unscoped.get().state == ImportState.APPLIED


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ((*BY_DECREE,), "--as EMAIL"),
        ((*BY,), "Add --decree-kind, --decree-number, --decree-date, --decree-title"),
        ((*BY, *BY_DECREE[:4], *BY_DECREE[6:]), "Add --decree-date,"),
        ((*BY, *BY_DECREE, "--decree-date", "kemarin"), "--decree-date: "),
        ((*BY, *BY_DECREE, "--year", "2021"), "has not been opened"),
        ((*BY, *BY_DECREE, "--year", "1999"), "There is no fund in 1999"),
        ((*BY, *BY_DECREE, "--regency", "3375"), "Leave --regency out"),
        (("--as", "regency_officer.3375.1@contoh.test", "--preview"), "Petugas kementerian"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    file: Path, more: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_year()
    officer()
    assert cli.main(command(file, *more)) == 2
    assert reason in capsys.readouterr().err
    assert not ImportRun.unscoped.exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["allocations", __file__, "--preview"], "--programme"),
        (["enterprises", __file__, "--year", "2021"], "--year goes with allocations only"),
        (["enterprises", __file__], "--as EMAIL"),
    ],
)
def test_which_kind_needs_what(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", *arguments]) == 2
    assert reason in capsys.readouterr().err


def test_the_template_reads_as_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "templat.xlsx"
    assert cli.main(["template", "allocations", "--out", str(path)]) == 0
    assert cli.main(command(path, "--preview")) == 0
