"""A hundred thousand records on the other engines: DuckDB and Spark judge as Polars does, as the records are judged.

Run where Java and PySpark are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sentra.law.screening import compare, screen
from tests.law.tables import records, table
from tests.law.test_screening import CHECKS, DAY, LIBRARY, SHARE, rows

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.mark.parametrize("name", CHECKS)
def test_spark_judges_as_polars_does(name: str, spark: Any, tmp_path: Path) -> None:
    check = CHECKS[name]
    file = tmp_path / "records.parquet"
    groups = [place % 5 for place in range(SHARE)]
    table(check, records(check, SHARE), n=range(SHARE), region=groups).write_parquet(file)
    assert rows(check, spark.read.parquet(str(file))) == rows(check, file)
    if len(check.provisions) < 100:
        assert screen(check, spark.read.parquet(str(file)), by="region") == screen(check, file, by="region")


@pytest.mark.parametrize("name", CHECKS)
def test_duckdb_judges_as_polars_does(name: str, tmp_path: Path) -> None:
    check = CHECKS[name]
    file = tmp_path / "records.parquet"
    table(check, records(check, SHARE, seed=3), n=range(SHARE)).write_parquet(file)
    assert rows(check, duckdb.read_parquet(str(file))) == rows(check, file)


def test_a_what_if_is_the_same(spark: Any, tmp_path: Path) -> None:
    before = CHECKS["sentra.criteria"]
    amended = LIBRARY.on(DAY).amended({"kukm-23-2005/5.1.a.1": {"parameters": {"min_member_count": 19}}})
    after = amended.check("sentra.criteria")
    file = tmp_path / "records.parquet"
    table(before, records(before, SHARE), region=[place % 5 for place in range(SHARE)]).write_parquet(file)
    told = compare(before, after, spark.read.parquet(str(file)), by="region")
    assert told == compare(before, after, file, by="region")
    assert sum(change.gained for change in told) > 0
