"""A table of another source: checked by what it holds, placed by its codes, read on the level of the nation only."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from sentra.access.policy import Forbidden
from sentra.insight import services
from sentra.insight.asking import Question, answer
from sentra.insight.bringing import read
from sentra.insight.models import Snapshot, SnapshotState, Source
from sentra.insight.tables import Rows, rows_within, together
from sentra.insight.telling import by_province, regions_of, total_of
from sentra.pages.errors import BadInput
from sentra.territory.scope import NATION, Territory
from tests.insight.factories import ministry, province
from tests.personas import JAWA_TENGAH, PEKALONGAN, persona, region

TODAY = dt.date.today()
SIZE = "enterprise.size_2005"
pytestmark = pytest.mark.django_db

ROWS: dict[str, Any] = {
    "kode_wilayah": ["3375", "33.75", "33.75.02", "34", "9999", None],
    "nama": ["Satu", "Dua", "Tiga", "Empat", "Lima", "Enam"],
    "annual_sales_idr": [500_000_000, 2_000_000_000, 900_000_000, None, 500_000_000, 500_000_000],
    "net_worth_excl_land_buildings_idr": [100_000_000] * 6,
    "owned_by_indonesian_citizens": [True] * 6,
    "is_subsidiary": [False] * 6,
}


def table(**changes: Any) -> io.BytesIO:
    """A table as a file; a column that is changed to None is left out."""
    columns = {name: value for name, value in (ROWS | changes).items() if value is not None}
    file = io.BytesIO()
    pl.DataFrame(columns).write_parquet(file)
    file.seek(0)
    return file


def bring(file: io.BytesIO | None = None, **options: Any) -> Snapshot:
    given = {"title": "Pendataan", "check": SIZE, "region_column": "kode_wilayah"} | options
    return services.bring_table(actor=given.pop("actor", None) or ministry(), content=file or table(), **given)


def brought(file: io.BytesIO | None = None, **options: Any) -> Snapshot:
    snapshot = bring(file, **options)
    read(snapshot)
    snapshot.refresh_from_db()
    assert snapshot.state == SnapshotState.READY
    return snapshot


def test_a_table_is_placed_by_its_codes(db: None) -> None:
    snapshot = brought()
    rows = together(rows_within(snapshot, Rows(NATION))).collect().to_dicts()
    city, java, yogyakarta = region(PEKALONGAN).pk, region(JAWA_TENGAH).pk, region("34").pk
    assert [(row["name"], row["regency"], row["province"], row["place"]) for row in rows] == [
        ("Satu", city, java, city),
        ("Dua", city, java, city),
        ("Tiga", city, java, city),
        ("Empat", None, yogyakarta, yogyakarta),
        ("Lima", None, None, None),
        ("Enam", None, None, None),
    ]
    assert (snapshot.source, snapshot.subject, snapshot.rows) == (Source.TABLE, "enterprise", 6)


def test_a_table_is_screened_like_the_registry(db: None) -> None:
    snapshot = brought()
    places = answer(Question(snapshot, SIZE, TODAY, Rows(NATION)))
    provinces = by_province(places, regions_of(places))
    assert [(one.name, one.figures.records, one.figures.verdict.met) for one in provinces.lines] == [
        ("Jawa Tengah", 3, 3),
        ("Daerah Istimewa Yogyakarta", 1, 0),
        ("Wilayah tidak diketahui", 2, 2),
    ]
    changes = {"kukm-23-2005/1.12.2": {"parameters": {"medium_sales_max_idr": 1_500_000_000}}}
    total = total_of(answer(Question(snapshot, SIZE, TODAY, Rows(NATION), changes, True)))
    assert (total.verdict.met, total.after.met, total.lost) == (5, 4, 1)


def test_nobody_below_the_nation_reads_it(db: None) -> None:
    snapshot = brought()
    for territory in (Territory("province", region(JAWA_TENGAH).pk), Territory("regency", region(PEKALONGAN).pk)):
        assert answer(Question(snapshot, SIZE, TODAY, Rows(territory))) == []


def problems(call: Any) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as refused:
        call()
    return [(one.field, str(one.message)) for one in refused.value.problems]


def test_columns_of_another_type_are_named(db: None) -> None:
    wrong = table(annual_sales_idr=[1.5] * 6, is_subsidiary=["ya"] * 6)
    assert problems(lambda: bring(wrong)) == [
        ("file", "Kolom annual_sales_idr berisi Float64; pemeriksaan memerlukan bilangan bulat."),
        ("file", "Kolom is_subsidiary berisi String; pemeriksaan memerlukan ya atau tidak (benar/salah)."),
    ]
    assert Snapshot.objects.count() == 0


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"file": io.BytesIO(b"nama;kode\nSatu;3375\n")}, "file"),
        ({"file": io.BytesIO(b"PAR1 and then nothing")}, "file"),
        ({"file": io.BytesIO(b"")}, "file"),
        ({"region_column": "wilayah"}, "region_column"),
        ({"check": "no.such_check"}, "check"),
        ({"check": "pk2umk.mentor"}, "file"),
        ({"as_of": dt.date(1999, 1, 1)}, "as_of"),
    ],
)
def test_what_cannot_be_taken_is_refused(db: None, options: dict[str, Any], field: str) -> None:
    assert [name for name, _message in problems(lambda: bring(**options))] == [field]


def test_a_table_over_the_limits_is_refused(db: None, settings: Any) -> None:
    settings.INSIGHT_TABLE_MAX_ROWS = 5
    assert problems(bring) == [("file", "Tabel memuat lebih dari 5 baris.")]
    settings.INSIGHT_TABLE_MAX_BYTES = 100
    assert problems(bring)[0][0] == "file"


def test_parts_are_bounded_and_put_together(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from sentra.insight import bringing, building

    monkeypatch.setattr(bringing, "PART_ROWS", 2)
    monkeypatch.setattr(building, "PART_ROWS", 2)
    snapshot = brought()
    assert [part["rows"] for part in snapshot.parts] == [2, 2, 2]
    places = answer(Question(snapshot, SIZE, TODAY, Rows(NATION)))
    assert total_of(places).records == 6


def test_the_waiting_file_is_gone_once_it_is_read(db: None) -> None:
    from django.core.files.storage import default_storage

    from sentra.insight.bringing import incoming

    snapshot = bring()
    assert default_storage.exists(incoming(snapshot.pk))
    read(snapshot)
    assert not default_storage.exists(incoming(snapshot.pk))


def test_only_the_ministry_brings_tables(db: None) -> None:
    for actor in (province(JAWA_TENGAH), persona("administrator"), persona("observer")):
        with pytest.raises(Forbidden):
            bring(actor=actor)


def test_years_of_a_map_are_columns(db: None) -> None:
    file = io.BytesIO()
    pl.DataFrame(
        {
            "kode_wilayah": ["3375", "3375"],
            "workforce_by_year_2024": [50, 60],
            "workforce_by_year_2025": [60, 55],
            "member_count": [25, 25],
        }
    ).write_parquet(file)
    file.seek(0)
    snapshot = brought(file, check="sentra.leading")
    assert snapshot.known == ["member_count", "workforce_by_year"]
    count = total_of(answer(Question(snapshot, "sentra.leading", TODAY, Rows(NATION)))).provisions
    assert count["kukm-23-2005/5.2.f"].values == (1, 1, 0, 0)


def test_what_a_fact_cannot_have_is_unknown(db: None) -> None:
    sales = [-1, 9 * 10**16 + 1, 9 * 10**16, 0, 500_000_000, None]
    snapshot = brought(table(annual_sales_idr=sales))
    rows = together(rows_within(snapshot, Rows(NATION))).collect()
    assert rows["annual_sales_idr"].to_list() == [None, None, 9 * 10**16, 0, 500_000_000, None]
    assert total_of(answer(Question(snapshot, SIZE, TODAY, Rows(NATION)))).verdict.unknown == 3


def test_narrow_columns_keep_what_they_hold(db: None) -> None:
    wealth = pl.Series([1, 2, 3, -4, 5, None], dtype=pl.Int8)
    snapshot = brought(
        table(annual_sales_idr=pl.Series([1] * 6, dtype=pl.UInt32), net_worth_excl_land_buildings_idr=wealth)
    )
    rows = together(rows_within(snapshot, Rows(NATION))).collect()
    assert rows["net_worth_excl_land_buildings_idr"].to_list() == [1, 2, 3, -4, 5, None]
    assert rows["annual_sales_idr"].to_list() == [1] * 6


def test_words_lists_shares_and_days_keep_to_their_facts(db: None) -> None:
    columns: dict[str, Any] = {
        "kode_wilayah": ["3375"] * 3,
        "skills_share_pct": pl.Series([Decimal(10) ** 20, Decimal(60), None], dtype=pl.Decimal(38, 0)),
        "curriculum_training_kind": ["managerial", "no_such_kind", None],
        "material_groups": [["general", "core"], ["general", "no_such_group"], []],
    }
    file = io.BytesIO()
    pl.DataFrame(columns).write_parquet(file)
    file.seek(0)
    rows = together(rows_within(brought(file, check="pk2umk.curriculum"), Rows(NATION))).collect()
    assert rows["skills_share_pct"].to_list() == [None, Decimal(60), None]
    assert rows["curriculum_training_kind"].to_list() == ["managerial", None, None]
    assert rows["material_groups"].to_list() == [["general", "core"], None, []]
