"""Spreadsheets, templates and the verification of decision records from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sentra.decisions.models import Decision
from sentra.registry.models import Enterprise, ImportRun
from sentra.site import cli
from sentra.territory.scope import everywhere
from tests.registry.factories import make_enterprise, officer
from tests.registry.files import TWO_WRONG_CELLS, enterprises_workbook

pytestmark = pytest.mark.django_db
RINA = "regency_officer.3375.1@contoh.test"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Thirty enterprises, two cells wrong, on the disk of an officer."""
    officer()
    path = tmp_path / "usaha.xlsx"
    path.write_bytes(enterprises_workbook(30, TWO_WRONG_CELLS))
    return path


def enterprises() -> int:
    with everywhere("counting what the command saved"):
        return Enterprise.objects.count()


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return dict(json.loads(capsys.readouterr().out))


def test_wrong_rows_are_told_as_json_and_nothing_is_saved(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "enterprises", str(file), "--as", RINA, "--json"]) == 1
    told = answer(capsys)
    assert {name: told[name] for name in ("new", "changed", "unchanged", "wrong", "applied")} == {
        "new": 28,
        "changed": 0,
        "unchanged": 0,
        "wrong": 2,
        "applied": False,
    }
    assert [sorted(one) for one in told["errors"]] == [["column", "message", "remedy", "row", "value"]] * 2
    assert [(one["row"], one["value"]) for one in told["errors"]] == [(5, "3375*******4000"), (12, "Banguntapan")]
    assert enterprises() == 0


def test_a_right_file_is_applied_and_the_second_time_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    officer()
    path = tmp_path / "usaha.xlsx"
    path.write_bytes(enterprises_workbook(3))
    command = ["import", "enterprises", str(path), "--as", RINA, "--regency", "33.75"]
    assert cli.main([*command, "--preview"]) == 0
    assert (capsys.readouterr().out, enterprises()) == ("new 3, changed 0, unchanged 0, wrong 0; nothing saved\n", 0)
    assert cli.main(command) == 0
    assert (capsys.readouterr().out, enterprises()) == ("new 3, changed 0, unchanged 0, wrong 0; applied\n", 3)
    assert cli.main(command) == 0
    assert capsys.readouterr().out == "new 0, changed 0, unchanged 3, wrong 0; applied\n"


def test_wrong_rows_may_be_left_out_and_sent_back_for_mending(file: Path) -> None:
    assert cli.main(["import", "enterprises", str(file), "--as", RINA, "--leave-out-wrong", "--mend"]) == 0
    assert enterprises() == 28
    page = openpyxl.load_workbook(file.with_name("usaha.perbaikan.xlsx")).worksheets[0]
    assert page["C6"].comment is not None


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["furniture", "a.xlsx", "--as", RINA], "There is no spreadsheet “furniture”"),
        (["sentra", "no-such-file.xlsx", "--as", RINA], "no-such-file.xlsx"),
        (["sentra", __file__, "--as", "nobody@contoh.test"], "There is no active account"),
        (["sentra", __file__, "--as", RINA, "--regency", "9999"], "There is no regency or city with the code 9999"),
        (["sentra", __file__, "--as", RINA, "--regency", "3325"], "outside the territory"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    officer()
    assert cli.main(["import", *arguments]) == 2
    assert reason in capsys.readouterr().err
    assert not ImportRun.unscoped.exists()


def test_the_template_is_written_where_it_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "templat.xlsx"
    assert cli.main(["template", "memberships", "--out", str(path)]) == 0
    assert openpyxl.load_workbook(path).worksheets[0]["A1"].value == "Sentra *"
    assert cli.main(["template", "enterprises", "--out", str(path), "--language", "en", "--regency", "3375"]) == 0
    assert openpyxl.load_workbook(path).worksheets[0]["A1"].value == "Business name *"
    assert capsys.readouterr().out == f"{path}\n{path}\n"


def test_the_chain_of_decisions_is_verified(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with everywhere("a record with a decision to verify"):
        make_enterprise()
    assert cli.main(["audit", "verify"]) == 0
    assert cli.main(["audit", "verify", "--json"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The chain is whole.\n")
    assert json.loads(out.removeprefix("The chain is whole.\n")) == {"whole": True, "breaks": []}
    monkeypatch.setattr("sentra.decisions.chain.digest", lambda record, previous: "0" * 64)
    assert cli.main(["audit", "verify"]) == 1
    number = Decision.unscoped.earliest("number").number
    assert capsys.readouterr().out.startswith(f"{number}: ")


def test_start_prepares_everything_and_hands_over_to_the_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    done: list[Any] = []
    monkeypatch.setattr(cli, "_migrate", lambda options: done.append("migrated"))
    monkeypatch.setattr(cli, "_demo", lambda options: done.append(("demonstration", options.if_empty)))

    def replaced(program: str, arguments: list[str]) -> None:
        done.append(arguments[2:])
        raise SystemExit

    monkeypatch.setattr(cli.os, "execv", replaced)
    settings.DEMO = True
    with pytest.raises(SystemExit):
        cli.main(["start", "--port", "8123"])
    server = ["sentra.site.cli", "serve", "--host", "127.0.0.1", "--port", "8123", "--with-worker"]
    assert done == ["migrated", ("demonstration", True), server]
    assert "http://127.0.0.1:8123" in capsys.readouterr().out
