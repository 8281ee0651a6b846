"""Comparing: two versions of a regulation, or two days of one, provision by provision."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

import sentra.law
from sentra.pages.formatting import long_date
from tests.law.test_comparison import rule, two
from tests.lawbook.reading import page

pytestmark = pytest.mark.django_db
URL = "/hukum/banding/"


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`toy-1` until 2024 and `toy-2` from 2025: one value, one condition, one wording, one struck out, one added."""
    old = [rule("1"), rule("2"), rule("3"), rule("4"), rule("6")]
    new = [
        rule("1"),
        rule("2", parameters={"min_member_count": 15}, fail={"member_count": 14}),
        rule("3", test="member_count > min_member_count", **{"pass": {"member_count": 21}}),
        rule("5", id_label="Aturan baru"),
        rule("6", en="Twenty members are wanted."),
    ]
    loaded = two(tmp_path, old, new)
    monkeypatch.setattr(sentra.law, "library", lambda: loaded)


def test_it_asks_which_regulation_first() -> None:
    status, text = page(URL)
    assert status == 200
    assert "Belum ada yang dipilih" in text


def test_the_same_text_on_two_days_says_that_nothing_changed() -> None:
    _status, text = page(URL, regulation="kukm-23-2005", **{"from": "2006-01-01", "to": "2026-01-01"})
    assert "Tidak ada yang berubah: isi 162 ketentuan sama pada kedua tanggal." in text
    assert "Hanya satu versi peraturan ini yang dimuat." in text


def test_a_value_of_one_year_shows_as_a_change() -> None:
    _status, text = page(URL, regulation="kopukm-pk2umk-2022", **{"from": "2022-12-31", "to": "2023-01-01"})
    assert "1 berubah, 0 ditambahkan, 0 dihapus, 469 tetap" in text
    assert text.count('aria-labelledby="pair-') == 1
    assert "Pasal 4 ayat (6)" in text


def test_the_days_on_which_something_changes_are_offered() -> None:
    _status, text = page(URL, regulation="kopukm-pk2umk-2022")
    assert "from=2022-12-31&to=2023-01-01" in text


@pytest.mark.parametrize("chosen", ["toy-1", "toy-2"])
def test_two_versions_are_held_side_by_side(versions: None, chosen: str) -> None:
    _status, text = page(URL, regulation=chosen, **{"from": "2024-12-31", "to": "2025-01-01"})
    assert "1 TAHUN 2020 per 31 Desember 2024, dan 2 TAHUN 2020 per 1 Januari 2025." in text
    assert "3 berubah, 1 ditambahkan, 1 dihapus, 1 tetap" in text
    parts = text.split('aria-labelledby="pair-')[1:]
    assert len(parts) == 5
    values, condition, _struck, added, wording = parts
    for said in ("minimal 20", "minimal 15"):
        assert said in values
    assert "Syarat" not in values
    assert "lebih dari 20" in condition
    assert "Aturan baru" in added
    assert "/hukum/pasal/toy-2/5/?on=2025-01-01" in added
    assert "Twenty members are wanted." in wording


def test_a_struck_provision_leads_to_the_day_on_which_it_stood(versions: None) -> None:
    _status, text = page(URL, regulation="toy-1", **{"from": "2024-12-31", "to": "2025-01-01"})
    assert "/hukum/pasal/toy-1/4/?on=2024-12-31" in text
    assert page("/hukum/pasal/toy-1/4/", on="2024-12-31")[0] == 200
    status, text = page("/hukum/pasal/toy-1/4/", on="2025-01-01")
    assert status == 404
    assert "/hukum/pasal/toy-1/4/?on=2024-12-31" in text


def test_two_days_of_one_version_are_the_same(versions: None) -> None:
    _status, text = page(URL, regulation="toy-1", **{"from": "2025-02-01", "to": "2026-01-01"})
    assert "Tidak ada yang berubah" in text
    assert "Hanya satu versi" not in text


def test_a_day_on_which_nothing_was_in_force_is_named(versions: None) -> None:
    _status, text = page(URL, regulation="toy-1", **{"from": "2019-01-01", "to": "2025-01-01"})
    assert "Tidak ada versi peraturan ini yang berlaku pada 1 Januari 2019." in text


def test_a_day_outside_is_named_once_and_the_days_in_force_with_it(versions: None) -> None:
    _status, text = page(URL, regulation="toy-1", **{"from": "2019-01-01", "to": "2019-01-01"})
    assert text.count("Tidak ada versi peraturan ini") == 1
    first, last = sentra.law.library().versions("toy-1")
    assert first.until is not None and last.until is None
    with translation.override("id"):
        since, until, again = long_date(first.since), long_date(first.until), long_date(last.since)
    assert f"{first.number} berlaku dari {since} sampai {until}." in text
    assert f"{last.number} berlaku sejak {again}." in text


def test_without_days_it_starts_at_the_beginning_and_ends_today(versions: None) -> None:
    _status, text = page(URL, regulation="toy-2")
    assert "1 Januari 2020" in text
    assert f'value="{dt.date.today():%d/%m/%Y}"' in text


def test_each_version_is_read_on_its_own_days(versions: None) -> None:
    assert page("/hukum/toy-1/", on="2024-12-31")[0] == 200
    status, text = page("/hukum/toy-1/", on="2025-01-01")
    assert (status, "/hukum/toy-1/?on=2024-12-31" in text) == (404, True)
    assert '"/hukum/toy-1/?on=2020-01-01"' in page("/hukum/toy-2/")[1]


@pytest.mark.parametrize("typed", ["kemarin", "31/02/2025"])
def test_a_day_that_is_none_is_named(typed: str) -> None:
    _status, text = page(URL, regulation="kukm-23-2005", to=typed)
    assert f"“{typed}” bukan tanggal" in text


def test_a_regulation_that_is_not_held_is_not_found() -> None:
    assert page(URL, regulation="tidak-ada")[0] == 404
