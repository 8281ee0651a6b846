"""Tables that a ministry brings in: checked by their columns, placed by the Kemendagri code, kept as a snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from sentra.insight import parts
from sentra.insight.building import Cancelled, Writer, fail, finish
from sentra.insight.columns import KEYS, facts_on, known_facts
from sentra.insight.models import Snapshot
from sentra.insight.parts import PART_ROWS
from sentra.law import FactDeclaration, Law, library
from sentra.law.tables import WrongColumn, columns_of, scan
from sentra.law.validation import bounds_of
from sentra.territory.models import Region, RegionLevel, RegionVersion

if TYPE_CHECKING:
    import polars as pl

#: Where a table says what a row is called, and its own number or code.
_NAMES, _CODES = ("name", "nama"), ("code", "kode", "nib")


@dataclass(frozen=True)
class Misfit:
    """A column that cannot hold its fact: its name, what it holds, what the fact needs."""

    column: str
    holds: str
    wanted: str


def table_facts(law: Law, check: str) -> tuple[FactDeclaration, ...]:
    """The facts that a table for this check may hold: those of all checks on its subject."""
    return facts_on(law, str(law.check(check).text.subject))


def columns_for(facts: Iterable[FactDeclaration], held: Iterable[str]) -> dict[str, FactDeclaration]:
    """Which of the columns hold which fact; a fact that is a map has one column a year."""
    columns = list(held)
    found: dict[str, FactDeclaration] = {}
    for fact in facts:
        if fact.kind.kind == "map":
            pattern = re.compile(rf"{re.escape(fact.name)}_\d{{4}}")
            found |= {name: fact for name in columns if pattern.fullmatch(name)}
        elif fact.name in columns:
            found[fact.name] = fact
    return found


def misfits(path: Path, columns: dict[str, FactDeclaration]) -> list[Misfit]:
    """The columns that the law cannot read."""
    import polars as pl

    table = pl.scan_parquet(path)
    schema = table.collect_schema()
    found = []
    for name, fact in columns.items():
        try:
            columns_of(scan(table.select(name)), [fact])
        except WrongColumn:
            found.append(Misfit(name, str(schema[name]), wanted_words(fact)))
    return found


def wanted_words(fact: FactDeclaration) -> str:
    """What a column of this fact must hold, in the reader's language."""
    kind = fact.items if fact.type == "map" else fact.type
    words = {
        "boolean": _("true or false"),
        "integer": _("whole numbers"),
        "number": _("whole numbers or decimals"),
        "date": _("dates"),
        "list": _("lists"),
    }
    return words.get(str(kind), _("text"))


def incoming(key: Any) -> str:
    """Where a table waits until it is read."""
    return f"snapshots/incoming/{key}.parquet"


def read(snapshot: Snapshot) -> None:
    """Read a waiting table part by part; what goes wrong is kept on the snapshot and raised."""
    try:
        with _local(snapshot) as path:
            _read(snapshot, path)
    except Cancelled:
        pass
    except Exception:
        fail(snapshot, _("The table could not be read to its end."))
        raise
    finally:
        default_storage.delete(incoming(snapshot.pk))


class _local:  # noqa: N801  (reads as a verb: with _local(snapshot) as path)
    """The waiting table as a file of this machine; of a store elsewhere a copy for the time of reading."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.name = incoming(snapshot.pk)
        self.copy: Path | None = None

    def __enter__(self) -> Path:
        try:
            return Path(default_storage.path(self.name))
        except NotImplementedError:
            self.copy = parts.copied(self.name)
            return self.copy

    def __exit__(self, *problem: object) -> None:
        if self.copy is not None:
            self.copy.unlink(missing_ok=True)


def _read(snapshot: Snapshot, path: Path) -> None:
    import polars as pl

    law = library().on(snapshot.as_of)
    facts = facts_on(law, snapshot.subject)
    table = pl.scan_parquet(path)
    wanted = columns_for(facts, table.collect_schema().names())
    wrong = {one.column for one in misfits(path, wanted)}
    kept = [name for name in wanted if name not in wrong]
    writer = Writer(snapshot)
    rows = int(table.select(pl.len()).collect().item())
    writer.expect(rows)
    writer.take(_placed(table, {name: wanted[name] for name in kept}, snapshot.basis, rows))
    finish(snapshot, writer, known_facts(facts, writer.filled))


def _placed(
    table: pl.LazyFrame, kept: dict[str, FactDeclaration], region_column: str, rows: int
) -> Iterator[pl.DataFrame]:
    """Slices of the table with the keys of a snapshot before its facts."""
    import polars as pl

    held = table.collect_schema()
    code = pl.col(region_column).cast(pl.String).str.replace_all(r"[.\s]", "").str.slice(0, 4)
    texts = {"name": _first(held, _NAMES), "code": _first(held, _CODES)}
    wanted = {key: pl.col(column).cast(pl.String) for key, column in texts.items() if column}
    facts = [_possible(_plain_text(name, held[name]), fact).alias(name) for name, fact in kept.items()]
    regions = known_codes()
    for start in range(0, rows, PART_ROWS):
        piece = table.slice(start, PART_ROWS).select(*facts, _region=code, **{f"_{k}": e for k, e in wanted.items()})
        frame = piece.collect().join(regions, left_on="_region", right_on="known_code", how="left")
        yield frame.select(*_keys(frame, wanted), *kept)


def _keys(frame: pl.DataFrame, wanted: Iterable[str]) -> list[pl.Expr]:
    import polars as pl

    found = []
    for key in KEYS:
        if key in wanted:
            found.append(pl.col(f"_{key}").alias(key))
        elif key in frame.columns:
            found.append(pl.col(key))
        elif not key.startswith("member_count"):
            found.append(pl.lit(None, dtype=pl.String).alias(key))
    return found


def _plain_text(name: str, dtype: Any) -> pl.Expr:
    """Words from a closed list are kept as words: parts with other lists could not be put together."""
    import polars as pl

    return pl.col(name).cast(pl.String) if dtype in (pl.Categorical, pl.Enum) else pl.col(name)


def _possible(column: pl.Expr, fact: FactDeclaration) -> pl.Expr:
    """The column with what its fact cannot have as unknown, as in the registry's snapshots (`columns.frame_of`).

    Else a figure beyond the bounds would leave 64 bits in a condition, and a word that nobody declared count as a no.
    """
    import polars as pl

    kind = fact.kind.item if fact.kind.kind == "map" and fact.kind.item is not None else fact.kind
    if kind.kind == "list" and kind.item is not None and kind.item.values is not None:
        declared = pl.element().is_in(list(kind.item.values)).fill_null(False)
        return pl.when(column.list.eval(declared).list.all()).then(column)
    holds = pl.lit(True)
    if kind.kind in ("number", "date"):
        figure = column.dt.year() if kind.kind == "date" else column
        holds = figure.is_between(*bounds_of(kind, fact.may_be_negative))
    if kind.values is not None:
        holds = holds & column.is_in(list(kind.values))
    return pl.when(holds).then(column)


def _first(held: Any, names: Iterable[str]) -> str:
    return next((name for name in names if name in held.names()), "")


def known_codes() -> pl.DataFrame:
    """Every code that a province, regency or city has or had, with the region of today."""
    import polars as pl

    levels = (RegionLevel.PROVINCE, RegionLevel.REGENCY)
    regions = {one.pk: one for one in Region.objects.filter(level__in=levels).select_related("parent")}
    former = RegionVersion.objects.filter(region__level__in=levels).order_by("valid_from")
    codes = dict(former.values_list("code", "region"))
    codes |= {one.code: one.pk for one in regions.values()}
    rows = [(code, *_place(regions[key])) for code, key in codes.items() if key in regions]
    schema = {
        "known_code": pl.String,
        "regency": pl.Int64,
        "regency_code": pl.String,
        "province": pl.Int64,
        "province_code": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _place(region: Region) -> tuple[int | None, str | None, int | None, str | None]:
    if region.level == RegionLevel.PROVINCE:
        return None, None, region.pk, region.code
    return region.pk, region.code, region.parent_id, region.parent.code if region.parent else None
