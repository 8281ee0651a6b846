"""``sentra law screen`` on a Parquet file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sentra.law
from sentra.law.cli import main
from tests.law.tables import records, table
from tests.law.test_screening import DAY, by_hand

CHECK = sentra.law.library().on(DAY).check("sentra.criteria")


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    found = records(CHECK, 500)
    table(CHECK, found, region=[f"33.{place % 5:02}" for place in range(500)]).write_parquet(tmp_path / "t.parquet")
    return tmp_path / "t.parquet"


def test_it_counts_by_a_column(parquet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "sentra.criteria", str(parquet), "--by", "region", "--on", "2022-06-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    wanted = by_hand(CHECK, records(CHECK, 500), [f"33.{place % 5:02}" for place in range(500)])
    assert {g["group"]: g["verdict"]["unknown"] for g in told["groups"]} == {k: c["unknown"] for k, c in wanted.items()}
    assert told["records"] == 500 == sum(told["verdict"].values())
    assert "change" not in told


def test_another_value_is_told_beside_what_it_changes(parquet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["screen", "sentra.criteria", str(parquet), "--set", "min_member_count=1000", "--on", "2022-06-01"]
    assert main([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (change,) = told["change"]
    assert change["after"]["met"] == told["verdict"]["met"] == 0
    assert change["lost"] == change["before"]["met"] > 0
    assert main([*arguments, "--lang", "en"]) == 0
    assert "gained" in capsys.readouterr().out


def test_a_missing_table_or_column_is_refused(parquet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "sentra.criteria", str(parquet), "--by", "province"]) == 2
    assert "no column province" in capsys.readouterr().err
    assert main(["screen", "sentra.criteria", "nowhere.parquet"]) == 2
    assert "nowhere.parquet: no such table" in capsys.readouterr().err
