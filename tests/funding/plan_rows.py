"""Rows of a file of budget lines, as an officer writes them, and what became of the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sentra.funding.models import PlanLine, PlanVersion
from sentra.registry.imports.checking import check_run
from sentra.registry.imports.issues import from_json
from sentra.registry.imports.runs import confirm_import, start_import
from sentra.registry.models import ImportRow, ImportRun
from tests.funding.makers import officer
from tests.registry.files import csv_file, workbook

#: What is said of the activity beside its kind and its name.
TRAINING = {
    "training_kind": "Kewirausahaan",
    "modality": "Luring",
    "first_month": "April",
    "last_month": 6,
    "location": "Aula Dinas",
    "output_volume": 60,
    "output_unit": "orang",
}
LINE: dict[str, Any] = {
    "activity": "Pelatihan",
    "title": "Pelatihan kewirausahaan",
    **TRAINING,
    "component": "Konsumsi",
    "description": "Konsumsi peserta",
    "source": "fund",
    "volume": 60,
    "frequency": 2,
    "unit": "OH",
    "unit_price": 50_000,
    "account_code": None,
    "creates_asset": "Tidak",
}
INDUSTRY = LINE | {
    "activity": "A2",
    "training_kind": None,
    "modality": None,
    "component": "meals",
    "creates_asset": None,
}
HEADINGS = (*LINE, "recorded_in_balance_sheet", "portion", "payee_from_government", "travel_directly_related")


def row(base: Mapping[str, Any] = LINE, **cells: Any) -> dict[str, Any]:
    """A line that its fund may pay, with some cells of its own."""
    return dict(base) | cells


def as_file(*rows: Mapping[str, Any], csv: bool = False) -> bytes:
    """The file of some rows, under the keys of the columns."""
    cells = [[one.get(name) for name in HEADINGS] for one in rows]
    return csv_file(HEADINGS, cells) if csv else workbook(HEADINGS, cells)


def checked(plan: PlanVersion, *rows: dict[str, Any], content: bytes | None = None, by: Any = None) -> ImportRun:
    """A file of the plan as it was checked."""
    run = start_import(
        actor=by or officer(),
        kind="plan_lines",
        file_name="rab.xlsx",
        content=as_file(*rows) if content is None else content,
        about=plan.pk,
    )
    check_run(run)
    run.refresh_from_db()
    return run


def applied(plan: PlanVersion, *rows: dict[str, Any], **more: Any) -> ImportRun:
    return confirm_import(actor=officer(), run=checked(plan, *rows, **more))


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.new, run.changed, run.unchanged, run.wrong


def wrong(run: ImportRun) -> list[tuple[int, str]]:
    """Row and column of every wrong cell."""
    rows = ImportRow.objects.filter(run=run).order_by("number")
    return [(one.number, told.column) for one in rows for told in from_json(one.issues)]


def moved(run: ImportRun) -> dict[int, dict[str, list[Any]]]:
    """What would change, by row."""
    return {one.number: one.changes for one in ImportRow.objects.filter(run=run) if one.changes}


def amounts(plan: PlanVersion) -> dict[tuple[str, str], int]:
    """The amount of each line by activity and description."""
    lines = PlanLine.objects.filter(activity__plan=plan).select_related("activity")
    return {(one.activity.title, one.description): one.amount for one in lines}
