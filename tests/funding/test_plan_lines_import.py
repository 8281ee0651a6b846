"""Budget lines of a plan from a file: read, refused at the cell, compared, written as one edit of the draft."""

from __future__ import annotations

import os
from typing import Any

import pytest

from sentra.decisions.models import Decision
from sentra.decisions.wording import sentence
from sentra.funding.imports.plan_lines import PLAN_LINES
from sentra.funding.models import Fund, PlanActivity, PlanLine
from sentra.pages.errors import Refused
from sentra.registry.imports.issues import from_json
from sentra.registry.imports.runs import (
    confirm_import,
    doubts_of,
    mend_cell,
    runs_that_brought,
)
from sentra.registry.models import ImportRow, ImportState
from tests.funding.factories import standard
from tests.funding.makers import officer
from tests.funding.plan_makers import (
    a_fund_recipient,
    a_plan,
    an_activity,
    fresh,
)
from tests.funding.plan_rows import HEADINGS, INDUSTRY, TRAINING, amounts, applied, as_file, checked, counts, row, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_nation(nation: None) -> None:
    """The services are called within the nation; who may what, they ask themselves."""


# ---------------------------------------------------------------- reading and writing


def test_a_file_becomes_activities_and_lines_as_one_edit_of_the_draft() -> None:
    plan = a_plan()
    mentoring = row(activity="Pendampingan", title="Pendampingan usaha", training_kind=None, modality=None)
    mentoring |= {"component": "Honorarium pendamping", "description": "Honor 2 pendamping", "volume": 2}
    mentoring |= {"frequency": 6, "unit": "OB", "unit_price": 3_500_000, "source": "APBD"}
    run = checked(plan, row(), row(description="Spanduk", component="Spanduk", unit="unit", volume=1), mentoring)
    assert (run.state, counts(run), run.doubtful) == (ImportState.READY, (3, 0, 0, 0), 0)
    assert run.sums == {"lines": 3, "from_fund": 6_000_000 + 100_000, "in_all": 6_100_000 + 42_000_000}
    assert not PlanActivity.objects.exists()

    confirm_import(actor=officer(), run=run)
    assert amounts(plan) == {
        ("Pelatihan kewirausahaan", "Konsumsi peserta"): 6_000_000,
        ("Pelatihan kewirausahaan", "Spanduk"): 100_000,
        ("Pendampingan usaha", "Honor 2 pendamping"): 42_000_000,
    }
    first = PlanActivity.objects.get(plan=plan, activity="training")
    assert (first.modality, first.training_kind, first.first_month, first.last_month, first.location) == (
        *("offline", "entrepreneurship", 4, 6),
        "Aula Dinas",
    )
    assert (first.output_volume, first.output_unit) == (60, "orang")
    line = PlanLine.objects.get(description="Konsumsi peserta")
    assert (line.component, line.unit, line.facts) == ("consumption", "person_day", {"creates_asset": False})
    assert [one.pk for one in runs_that_brought(line)] == [run.pk]
    assert fresh(plan).edition == plan.edition + 1
    (decision,) = Decision.objects.filter(action="funding.bring_lines")
    assert decision.details["new"] == 3
    assert "Rp48.100.000" in sentence(decision)
    assert Decision.objects.filter(action__in=["funding.add_line", "funding.add_activity"]).count() == 0
    assert Decision.objects.get(action="imports.bring").details["new"] == 3


def test_a_plan_of_the_industry_fund_has_its_own_lists_and_facts() -> None:
    plan = a_plan(a_fund_recipient(Fund.IKM))
    venue = row(
        INDUSTRY, component="venue_rental", description="Sewa gedung", unit="hari", travel_directly_related="ya"
    )
    run = applied(plan, row(INDUSTRY), venue)
    assert counts(run) == (2, 0, 0, 0)
    assert PlanActivity.objects.get(plan=plan).activity == "A2"
    assert PlanLine.objects.get(description="Sewa gedung").facts == {"travel_directly_related": True}


def test_both_languages_and_csv_say_the_same() -> None:
    plan = a_plan()
    english = {"activity": "Training", "training_kind": "Entrepreneurship", "modality": "Offline"}
    english |= {"first_month": "April", "last_month": "Jun", "component": "Consumption", "creates_asset": "No"}
    english |= {"source": "This fund", "unit_price": "Rp 50.000"}
    applied(plan, row())
    assert counts(checked(fresh(plan), row(**english))) == (0, 0, 1, 0)
    assert counts(checked(fresh(plan), content=as_file(row(first_month="04", last_month="6"), csv=True))) == (
        0,
        0,
        1,
        0,
    )


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"activity": "Pelatihan memasak"}, "activity"),
    ({"activity": None}, "activity"),
    ({"title": None}, "title"),
    ({"title": "x" * 201}, "title"),
    ({"training_kind": "Menjahit"}, "training_kind"),
    ({"training_kind": None}, "training_kind"),
    ({"modality": "Telepati"}, "modality"),
    ({"modality": None}, "modality"),
    ({"first_month": 13}, "first_month"),
    ({"first_month": None}, "first_month"),
    ({"first_month": "Juli"}, "last_month"),
    ({"last_month": "kapan saja"}, "last_month"),
    ({"last_month": None}, "last_month"),
    ({"location": None}, "location"),
    ({"location": "x" * 201}, "location"),
    ({"output_volume": 0}, "output_volume"),
    ({"output_volume": "banyak"}, "output_volume"),
    ({"output_volume": None}, "output_volume"),
    ({"output_unit": None}, "output_unit"),
    ({"output_unit": "x" * 61}, "output_unit"),
    ({"component": "Mobil dinas"}, "component"),
    ({"component": None}, "component"),
    ({"description": None}, "description"),
    ({"description": "x" * 201}, "description"),
    ({"description": "rusak \ufffd"}, "description"),
    ({"source": "Utang"}, "source"),
    ({"volume": 0}, "volume"),
    ({"volume": 1.5}, "volume"),
    ({"volume": None}, "volume"),
    ({"volume": 1_000_001}, "volume"),
    ({"frequency": -1}, "frequency"),
    ({"frequency": "dua"}, "frequency"),
    ({"unit": "karung"}, "unit"),
    ({"unit": None}, "unit"),
    ({"unit_price": "50000.50"}, "unit_price"),
    ({"unit_price": 0}, "unit_price"),
    ({"unit_price": None}, "unit_price"),
    ({"unit_price": "gratis"}, "unit_price"),
    ({"unit_price": 10**15, "volume": 10**6}, "unit_price"),
    ({"account_code": "5" * 41}, "account_code"),
    ({"account_code": 5.1}, "account_code"),
    ({"creates_asset": "mungkin"}, "creates_asset"),
    ({"portion": "separuh"}, "portion"),
    ({"payee_from_government": "ya"}, "payee_from_government"),
]


def test_every_cell_that_cannot_be_right_is_refused_at_the_cell() -> None:
    plan = a_plan()
    rows = [row(**({"title": f"Angkatan {n}"} | cells)) for n, (cells, _column) in enumerate(WRONG)]
    run = checked(plan, *rows, row())
    assert wrong(run) == [(place, column) for place, (_cells, column) in enumerate(WRONG, start=2)]
    with pytest.raises(Refused):
        confirm_import(actor=officer(), run=run)
    confirm_import(actor=officer(), run=run, leave_out_wrong=True)
    assert list(amounts(plan)) == [("Pelatihan kewirausahaan", "Konsumsi peserta")]


def test_every_issue_is_worded_in_both_languages() -> None:
    run = checked(a_plan(), row(first_month="Juli", volume=0, unit_price=0))
    (only,) = ImportRow.objects.filter(run=run)
    for one in from_json(only.issues):
        assert all(message and remedy for message, remedy in one.said.values())


def test_a_column_of_the_other_fund_is_refused() -> None:
    run = checked(a_plan(a_fund_recipient(Fund.IKM)), row(INDUSTRY, modality="offline", creates_asset="tidak"))
    assert wrong(run) == [(2, "modality"), (2, "creates_asset")]


def test_how_a_training_is_held_is_said_of_a_training_only() -> None:
    cells = {"activity": "mentoring", "title": "Pendampingan", "component": "mentor_honorarium"}
    assert wrong(checked(a_plan(), row(**cells))) == [(2, "training_kind"), (2, "modality")]


# ---------------------------------------------------------------- rows of one activity


def test_rows_of_one_activity_say_its_columns_once_or_alike() -> None:
    plan = a_plan()
    bare = row(description="Spanduk", component="banner", **dict.fromkeys(TRAINING))
    run = applied(plan, bare, row(title="  pelatihan  KEWIRAUSAHAAN "))
    assert counts(run) == (2, 0, 0, 0)
    assert PlanActivity.objects.get(plan=plan).location == "Aula Dinas"

    other = row(description="Sewa", last_month="Juli", location="Balai kota")
    run = checked(fresh(plan), row(), other)
    assert wrong(run) == [(3, "last_month"), (3, "location")]
    assert "Juni" in from_json(ImportRow.objects.get(run=run, number=3).issues)[0].said["id"][0]


def test_what_an_activity_lacks_holds_up_each_of_its_rows() -> None:
    plan = a_plan()
    run = checked(plan, row(location=None), row(location=None, description="Spanduk", component="banner"))
    assert wrong(run) == [(2, "location"), (3, "location")]
    mend_cell(actor=officer(), run=run, number=3, column="location", text="Aula Dinas")
    run.refresh_from_db()
    assert (counts(run), run.sums["in_all"]) == ((2, 0, 0, 0), 12_000_000)
    confirm_import(actor=officer(), run=run)
    assert PlanLine.objects.filter(activity__location="Aula Dinas").count() == 2


def test_a_repeated_line_is_refused_at_the_cell() -> None:
    run = checked(a_plan(), row(), row(unit_price=60_000), row(component="banner"))
    assert (counts(run), wrong(run)) == ((2, 0, 0, 1), [(3, "description")])


def test_two_activities_of_one_name_must_be_told_apart_first() -> None:
    plan = a_plan()
    for month in (4, 8):
        an_activity(plan, first_month=month, last_month=month)
    assert wrong(checked(fresh(plan), row(first_month=4, last_month=4))) == [(2, "title")]


def test_a_file_beyond_all_measure_is_refused_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentra.funding.imports.cells.MOST_ROWS", 2)
    run = checked(a_plan(), *(row(description=f"Baris {n}") for n in range(4)))
    assert (counts(run), wrong(run)) == ((2, 0, 0, 2), [(4, ""), (5, "")])


# ---------------------------------------------------------------- what the law says


def test_a_line_that_the_fund_does_not_pay_is_a_doubt_that_waits_for_nobody() -> None:
    plan = a_plan()
    bought = row(description="Laptop", component="equipment_purchase", unit="unit", creates_asset="ya")
    bought |= {"recorded_in_balance_sheet": "ya"}
    run = checked(plan, row(), bought)
    assert (counts(run), run.doubtful) == ((2, 0, 0, 0), 1)
    assert {one["row"] for one in doubts_of(run)} == {3}
    (only,) = ImportRow.objects.filter(run=run, is_doubtful=True)
    said = {one.column: one.said["id"][0] for one in from_json(only.warnings)}
    assert set(said) == {"component", "creates_asset"}
    assert "Pasal" in said["component"]
    confirm_import(actor=officer(), run=run)
    assert len(amounts(plan)) == 2


def test_from_the_regional_budget_the_same_line_is_no_doubt() -> None:
    bought = row(description="Laptop", component="equipment_purchase", unit="unit", creates_asset="ya", source="APBD")
    assert checked(a_plan(), bought).doubtful == 0


def test_a_price_above_the_standard_is_told_at_the_price() -> None:
    standard(amount=3_000_000)
    cells = {"activity": "mentoring", "title": "Pendampingan", "component": "mentor_honorarium", "unit": "OB"}
    run = checked(a_plan(), row(training_kind=None, modality=None, **cells, unit_price=3_500_000))
    (only,) = ImportRow.objects.filter(run=run)
    assert [one.column for one in from_json(only.warnings)] == ["unit_price"]
    assert "Rp3.000.000" in from_json(only.warnings)[0].said["id"][0]


def test_lines_that_share_a_cap_are_judged_together() -> None:
    plan = a_plan(a_fund_recipient(Fund.IKM))
    practice = row(INDUSTRY, component="practice_material", description="Bahan praktik", volume=1, frequency=1)
    within = practice | {"unit_price": 1_000_000}
    beyond = practice | {"unit_price": 5_000_000}
    assert checked(plan, row(INDUSTRY), within).doubtful == 0
    assert checked(plan, row(INDUSTRY), beyond).doubtful == 1


# ---------------------------------------------------------------- the columns


@pytest.mark.parametrize("fund", [Fund.PK2UMK, Fund.IKM])
def test_no_two_columns_and_no_two_choices_are_called_alike(fund: str) -> None:
    from sentra.registry.imports.columns import key_of
    from sentra.registry.imports.sheets import Context

    plan = a_plan(a_fund_recipient(fund))
    context = Context(officer(), plan.recipient.region, officer().today, about=plan)
    for language in ("id", "en"):
        titles = [key_of(one.title(language)) for one in PLAN_LINES.columns]
        assert len(set(titles)) == len(titles)
        for column in PLAN_LINES.columns:
            names = [key_of(one.title(language)) for one in column.choices_in(context)]
            assert len(set(names)) == len(names), column.key
    assert set(HEADINGS) <= set(PLAN_LINES.keys)
    asked = {one.key for one in PLAN_LINES.columns if one.asked(context)}
    assert ("modality" in asked, "payee_from_government" in asked) == (fund == Fund.PK2UMK, fund == Fund.IKM)


def test_the_texts_of_the_law_are_not_read_for_the_sheet_to_be_known() -> None:
    """Pages and commands that need no column of it do not wait for the texts."""
    import subprocess
    import sys

    code = (
        "import django; django.setup()\n"
        "from sentra.registry.imports.sheets import sheets\n"
        "from sentra.law import library as texts\n"
        "from sentra.law.library import _built_in\n"
        "print([one.kind for one in sheets()][-2:], _built_in.cache_info().currsize)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.strip() == "['plan_lines', 'payments'] 0", done.stderr
