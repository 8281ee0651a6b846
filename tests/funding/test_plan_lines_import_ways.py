"""The ways of budget lines into a spreadsheet and back: the page of the plan, the import, the command line."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.decisions.models import Decision, ExportLog
from sentra.funding.models import Fund, PlanLine, PlanVersion
from sentra.registry.imports.issues import from_json
from sentra.registry.models import ImportRun, ImportState
from sentra.site import cli
from sentra.territory.scope import everywhere
from tests.funding.makers import officer
from tests.funding.plan_makers import a_fund_recipient, a_line, a_plan, an_activity, fresh, sent, with_files
from tests.funding.plan_rows import as_file, row
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona
from tests.registry.files import workbook

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor, language: str = "id") -> Client:
    client = Client()
    assert actor.user is not None
    actor.user.language = language
    actor.user.save()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def plan(nation: None) -> PlanVersion:
    """A draft with two activities, texts that look like formulas, and a line that stands there twice."""
    made = a_plan()
    training = an_activity(made, title="=Pelatihan+1")
    a_line(training)
    a_line(training, description="- Spanduk  dan 'umbul-umbul'", component="banner", account_code="5.1.02.01", facts={})
    a_line(training, description="@SUM(A1)", component="equipment_purchase", source="apbd")
    a_line(training, description="@SUM(A1)", component="equipment_purchase", source="apbd", unit_price=7)
    mentoring = an_activity(made, activity="mentoring", title="Pendampingan", output_volume=None, output_unit="")
    a_line(mentoring, description="Honor", component="mentor_honorarium", unit="person_month")
    return fresh(made)


def taken_away(client: Client, plan: PlanVersion) -> bytes:
    answer = client.get(reverse("funding:plan_sheet", args=[plan.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    return bytes(answer.content)


def edited(content: bytes, change: Callable[[list[list[Any]], list[str]], None]) -> bytes:
    """The workbook as it is saved again after somebody changed cells; the second row holds the columns' keys."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    headings, keys, *rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    change(rows, [str(one) for one in keys])
    return workbook([str(one) for one in headings], [keys, *rows])


def brought_back(client: Client, plan: PlanVersion, content: bytes) -> ImportRun:
    sent_file = SimpleUploadedFile("rab.xlsx", content)
    data = {"kind": "plan_lines", "about": str(plan.pk), "id": str(uuid.uuid4()), "file": sent_file}
    assert client.post(reverse("registry:import_list"), data).status_code == 302
    return ImportRun.unscoped.latest("created_at")


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    run.refresh_from_db()
    return run.new, run.changed, run.unchanged, run.wrong


def lines(plan: PlanVersion) -> list[tuple[Any, ...]]:
    """Everything of the lines of a plan, in its order."""
    fields = [one.name for one in PlanLine._meta.concrete_fields]
    return list(PlanLine.unscoped.filter(activity__plan=plan).order_by("activity__place", "place").values_list(*fields))


# ---------------------------------------------------------------- both ways


@pytest.mark.parametrize("language", ["id", "en"])
def test_taken_away_and_brought_back_nothing_changes_but_what_was_changed(plan: PlanVersion, language: str) -> None:
    client, before = signed_in(officer(), language), lines(plan)
    content = taken_away(client, plan)
    run = brought_back(client, plan, content)
    assert (run.state, counts(run), run.notices) == (ImportState.READY, (0, 0, 5, 0), [])
    assert run.sums == {"lines": 5, "from_fund": 18_000_000, "in_all": 18_000_000 + 6_000_000 + 840}
    assert lines(plan) == before

    def dearer(rows: list[list[Any]], keys: list[str]) -> None:
        rows[1][keys.index("unit_price")] = 55_000

    run = brought_back(client, plan, edited(content, dearer))
    assert counts(run) == (0, 1, 4, 0)
    shown = client.get(reverse("registry:import_run", args=[run.pk])).content.decode()
    dot = "." if language == "id" else ","
    assert (f"50{dot}000" in shown, f"55{dot}000" in shown) == (True, True)
    assert client.post(reverse("registry:import_confirm", args=[run.pk])).status_code == 302
    after = lines(plan)
    assert [one for one in after if one not in before] == [
        tuple(55_000 if value == 50_000 else 6_600_000 if value == 6_000_000 else value for value in before[1])
    ]
    again = brought_back(client, plan, taken_away(client, plan))
    assert counts(again) == (0, 0, 5, 0)


def test_the_industry_fund_s_lines_go_both_ways(nation: None) -> None:
    plan = a_plan(a_fund_recipient(Fund.IKM))
    activity = an_activity(plan)
    a_line(activity, facts={"payee_from_government": False, "session_purpose": "substantive_session"})
    client = signed_in(officer())
    assert counts(brought_back(client, plan, taken_away(client, plan))) == (0, 0, 1, 0)


def test_no_cell_that_is_taken_away_is_a_formula(plan: PlanVersion) -> None:
    with zipfile.ZipFile(io.BytesIO(taken_away(signed_in(officer()), plan))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        texts = book.read("xl/sharedStrings.xml").decode()
    assert not any("<f>" in one for one in sheets)
    assert "<t>&apos;=Pelatihan+1</t>" in texts or "<t>'=Pelatihan+1</t>" in texts
    assert not re.search(r"<t[^>]*>[=@+-]", texts)


def test_the_file_has_the_columns_of_its_fund_and_is_noted_as_an_export(plan: PlanVersion) -> None:
    content = taken_away(signed_in(officer()), plan)
    headings: list[str] = []
    edited(content, lambda rows, keys: headings.extend(keys))
    assert ("creates_asset" in headings, "payee_from_government" in headings) == (True, False)
    (noted,) = ExportLog.objects.all()
    assert (noted.kind, noted.rows, noted.filters) == ("plan_lines", 5, f"plan={plan.pk}")


def test_the_page_of_the_plan_leads_there_and_back_while_it_is_a_draft(plan: PlanVersion) -> None:
    client = signed_in(officer())
    away, back = reverse("funding:plan_sheet", args=[plan.pk]), f"jenis=plan_lines&amp;about={plan.pk}"
    page = client.get(reverse("funding:plan", args=[plan.pk])).content.decode()
    assert (away in page, back in page) == (True, True)
    page = client.get(reverse("registry:import_list") + f"?jenis=plan_lines&about={plan.pk}").content.decode()
    assert str(plan.recipient) in page
    template = client.get(
        reverse("registry:import_template", args=["plan_lines"]) + f"?jenis=plan_lines&about={plan.pk}"
    )
    assert counts(brought_back(client, plan, bytes(template.content))) == (0, 0, 0, 0)
    sent(with_files(plan))
    page = client.get(reverse("funding:plan", args=[plan.pk])).content.decode()
    assert (away in page, back in page) == (True, False)


def test_others_read_it_within_their_territory_and_bring_nothing_in(plan: PlanVersion) -> None:
    away = reverse("funding:plan_sheet", args=[plan.pk])
    page = reverse("registry:import_list") + f"?jenis=plan_lines&about={plan.pk}"
    answers = {
        name: (signed_in(one).get(away).status_code, signed_in(one).get(page).status_code)
        for name, one in {
            "province": persona(Role.PROVINCE_OFFICER, JAWA_TENGAH),
            "group": persona(Role.REGENCY_GROUP, PEKALONGAN),
            "neighbour": officer(BATANG),
            "ministry": persona(Role.MINISTRY_OFFICER),
        }.items()
    }
    assert answers == {"province": (200, 403), "group": (200, 403), "neighbour": (404, 404), "ministry": (200, 403)}


def test_a_file_of_another_office_is_not_found(plan: PlanVersion) -> None:
    run = brought_back(signed_in(officer()), plan, as_file(row()))
    other = signed_in(officer(BATANG))
    for name in ("run", "corrections", "progress"):
        assert other.get(reverse(f"registry:import_{name}", args=[run.pk])).status_code == 404
    for name in ("confirm", "cancel", "mend", "recheck"):
        assert other.post(reverse(f"registry:import_{name}", args=[run.pk])).status_code == 404
    stolen = {"kind": "plan_lines", "about": str(plan.pk), "file": SimpleUploadedFile("rab.xlsx", as_file(row()))}
    assert other.post(reverse("registry:import_list"), stolen).status_code == 404


def test_the_page_shows_doubts_and_sums_and_takes_a_mended_cell(plan: PlanVersion) -> None:
    client = signed_in(officer())
    bought = row(title="Angkatan II", description="Laptop", component="equipment_purchase", volume=0)
    run = brought_back(client, plan, as_file(bought))
    assert counts(run) == (0, 0, 0, 1)
    at = {name: reverse(f"registry:import_{name}", args=[run.pk]) for name in ("run", "mend", "confirm", "corrections")}
    assert client.get(at["corrections"]).status_code == 200
    client.post(at["mend"], {"row": "2", "column": "volume", "value": "1"})
    assert counts(run) == (1, 0, 0, 0)
    page = client.get(at["run"]).content.decode()
    assert ("Rp100.000" in page, "Pasal 6 ayat (3)" in page) == (True, True)
    assert client.post(at["confirm"]).status_code == 302
    assert PlanLine.unscoped.filter(description="Laptop").count() == 1


def test_the_file_with_its_errors_has_the_columns_of_the_fund(plan: PlanVersion) -> None:
    client = signed_in(officer())
    run = brought_back(client, plan, as_file(row(title="II", volume=0, payee_from_government="ya")))
    content = bytes(client.get(reverse("registry:import_corrections", args=[run.pk])).content)
    again = brought_back(client, plan, content)
    told = [one.column for kept in again.rows.all() for one in from_json(kept.issues)]
    assert (told, run.wrong) == (["volume"], 1)


# ---------------------------------------------------------------- command line


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rab.xlsx"
    path.write_bytes(as_file(row(), row(description="Laptop", component="equipment_purchase")))
    return path


BY = ("--as", "regency_officer.3375.1@contoh.test")


def command(file: Path, plan: PlanVersion, *more: str) -> list[str]:
    return ["import", "plan_lines", str(file), "--about", str(plan.pk), *more]


def test_the_command_looks_applies_once_and_the_second_time_changes_nothing(
    nation: None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = a_plan()
    assert cli.main(command(file, plan, *BY, "--preview", "--json")) == 0
    looked = json.loads(capsys.readouterr().out)
    sums = {"lines": 2, "from_fund": 12_000_000, "in_all": 12_000_000}
    assert (looked["new"], looked["doubtful"], looked["applied"], looked["sums"]) == (2, 1, False, sums)
    assert (looked["doubts"][0]["row"], looked["doubts"][0]["value"]) == (3, "equipment_purchase")
    with everywhere("what the command saved"):
        assert not PlanLine.objects.exists()
    assert cli.main(command(file, plan, *BY)) == 0
    assert "new 2, changed 0, unchanged 0, wrong 0; applied" in capsys.readouterr().out
    assert cli.main(command(file, plan, *BY)) == 0
    assert "new 0, changed 0, unchanged 2, wrong 0; applied" in capsys.readouterr().out
    with everywhere("what the command saved"):
        assert PlanLine.objects.count() == 2
        assert Decision.objects.filter(action="funding.bring_lines").count() == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((*BY,), "Add --about UUID"),
        (("--about", "rencana", *BY), "“rencana” is no id"),
        (("--about", str(uuid.UUID(int=7)), *BY), "lies outside the territory"),
        (("--about", "{plan}"), "--as EMAIL"),
        (("--about", "{plan}", "--regency", "3375", *BY), "Leave --regency out"),
        (("--about", "{plan}", "--year", "2026", *BY), "--year goes with allocations only"),
        (("--about", "{plan}", "--as", "regency_officer.3325.1@contoh.test"), "lies outside the territory"),
        (("--about", "{plan}", "--as", "ministry_officer.pusat.1@contoh.test"), "sentra: "),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    nation: None, file: Path, arguments: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = a_plan()
    officer(BATANG)
    given = [one.replace("{plan}", str(plan.pk)) for one in arguments]
    assert cli.main(["import", "plan_lines", str(file), *given]) == 2
    assert reason in capsys.readouterr().err
    assert not ImportRun.unscoped.exists()


def test_other_kinds_are_about_no_record(nation: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "enterprises", __file__, "--about", str(uuid.uuid4()), *BY]) == 2
    assert "--about goes with plan_lines and payments only" in capsys.readouterr().err


@pytest.mark.parametrize("about", [True, False])
def test_the_template_reads_as_an_empty_file(nation: None, tmp_path: Path, about: bool) -> None:
    plan, path = a_plan(), tmp_path / "templat.xlsx"
    named = ["--about", str(plan.pk)] if about else []
    assert cli.main(["template", "plan_lines", "--out", str(path), *named]) == 0
    assert cli.main(command(path, plan, *BY, "--preview")) == 0
