"""Plain cells are read quickly; the judge must understand each of them in the same way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentra.access.actors import Actor
from sentra.registry.imports.engine import Check
from sentra.registry.imports.sheets import Context, Row, sheet_of
from tests.registry.factories import place_of
from tests.registry.files import enterprise_row, nik

pytestmark = pytest.mark.django_db

CELLS: dict[str, list[Any]] = {
    "name": ["Batik  Sekar", "12", 12, " Tahu ", "x" * 200, "x" * 201],
    "owner": ["Siti Aminah", "Nur\u00a0Hidayah"],
    "nik": [None, nik(1), nik(8), "3375 0125 0785 0003", "123", "5401010101900001"],
    "sex": [None, "Laki-laki", "perempuan", "P", "lain"],
    "birth_date": [None, dt.date(1985, 8, 15), "15/08/1985", "2999-01-01", "kemarin"],
    "education": [None, "SLTA", "S1", "Diploma"],
    "legal_form": [None, "CV", "perorangan", "Firma"],
    "nib": [None, "9120001234567", "9120-0012-34567", "1111111111111", "12"],
    "npwp": [None, "01.312.166.0-091.000", "0013121660910000", nik(1), "01"],
    "kbli_code": [None, "13134", "KBLI 13134", "00123", "1"],
    "founded_year": [None, 2009, "2009", 1500, 2999, "dua ribu"],
    "product": ["Batik tulis", "Tahu "],
    "district": [None, "Pekalongan Barat", "Kec. Pekalongan Timur", "Banguntapan"],
    "regency": [None, "Kota Pekalongan", "33.75", "Kabupaten Batang"],
    "phone": [None, "081234567890", "+62 812-3456-7890", "0999", "telepon"],
    "email": [None, "a@contoh.id", "A@CONTOH.ID", "a@b"],
}


@pytest.fixture
def context(rina: Actor) -> Context:
    return Context(rina, place_of(rina), rina.today)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_quickly_read_and_judged_rows_are_the_same(context: Context, data: st.DataObject) -> None:
    sheet = sheet_of("enterprises")
    cells = [data.draw(st.sampled_from(CELLS.get(key, [None]))) for key in sheet.keys]
    quick, judged = Row(2, list(cells)), Row(2, list(cells))
    Check(sheet, context).rows([quick])
    check = Check(sheet, context)
    every = {0: {key for key, cell in zip(sheet.keys, cells, strict=True) if cell is not None}}
    for place, (column, read) in enumerate(zip(sheet.columns, check.readers, strict=True)):
        check._read_column([judged], place, column, read, {})
    judged.values = {
        key: judged.values[key] for key in ("legal_form", "sex", "education", "district") if key in judged.values
    }
    check._judge(judged, every[0] - set(judged.values))
    assert {one.column for one in quick.issues} == {one.column for one in judged.issues}
    if not judged.issues:
        kept = {key: value for key, value in quick.values.items() if key not in {"nik_hash", "owner_id", "regency"}}
        assert kept == {key: value for key, value in judged.values.items() if key != "regency"}


def test_a_usual_file_never_needs_the_judge(context: Context) -> None:
    from tests.registry.files import HEADINGS

    sheet = sheet_of("enterprises")
    places = [next(n for n, one in enumerate(sheet.columns) if one.title_id == heading) for heading in HEADINGS]
    rows = []
    for number in range(1, 50):
        cells: list[Any] = [None] * len(sheet.columns)
        for place, cell in zip(places, enterprise_row(number), strict=True):
            cells[place] = cell
        rows.append(Row(number, cells))
    check = Check(sheet, context)
    given_up: dict[int, set[str]] = {}
    for place, (column, read) in enumerate(zip(sheet.columns, check.readers, strict=True)):
        check._read_column(rows, place, column, read, given_up)
    assert given_up == {}
