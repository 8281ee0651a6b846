"""The questions of this room and their answers: a check over a table, and two laws over it, counted by place."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache, reduce
from operator import add
from typing import TYPE_CHECKING, Any

from sentra.insight.models import Snapshot
from sentra.insight.tables import Rows, rows_within, threshold_of, together, under
from sentra.law import Law, library
from sentra.law.screening import Count, compare, outcomes, screen

if TYPE_CHECKING:
    import polars as pl

Changes = Mapping[str, Mapping[str, Any] | None]


@dataclass(frozen=True)
class Question:
    """What is asked of a snapshot: a check on a day; with changes, the same under another law beside it."""

    snapshot: Snapshot
    check: str
    on: dt.date
    rows: Rows
    changes: Changes = field(default_factory=dict)
    is_comparison: bool = False

    @property
    def law(self) -> Law:
        """The law of the day."""
        return library().on(self.on)

    @property
    def amended(self) -> Law:
        """The law as changed; raises TextError for a change that cannot be read."""
        return amended_law(self.on, canonical(self.changes))

    def as_json(self) -> dict[str, Any]:
        """All that the answer depends on: the table by its content, the check, its day, the changes, the rows."""
        return {
            "table": self.snapshot.sha256,
            "check": self.check,
            "text": text_hash(self.law.check(self.check).text.regulation),
            "on": self.on.isoformat(),
            "changes": json.loads(canonical(self.changes)),
            "comparison": self.is_comparison,
            **self.rows.as_json(),
        }

    @property
    def key(self) -> str:
        """The hash of the question."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()


@cache
def text_hash(regulation: str) -> str:
    """The hash of a regulation's text as it stands, so that an answer never outlives a correction of it."""
    source = library().regulations[regulation].source
    return hashlib.sha256(repr([source.head, source.clauses]).encode()).hexdigest()


def canonical(changes: Changes) -> str:
    """Changes as text, the same for the same changes."""
    return json.dumps(changes, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Numbers as the texts write them: the law reads `12.5` exactly."""
    return float(value) if isinstance(value, Decimal | Fraction) else str(value)


@lru_cache(maxsize=32)
def amended_law(day: dt.date, changes: str) -> Law:
    """The law of a day with changes; kept, so that a page that is asked again compiles nothing."""
    return library().on(day).amended(json.loads(changes))


@dataclass(frozen=True)
class Place:
    """The figures of one place (a regency or city; a province where a record says no more; None for nowhere)."""

    place: int | None
    records: int
    verdict: Count
    provisions: Mapping[str, Count] = field(default_factory=dict)
    alone: Mapping[str, int] = field(default_factory=dict)
    after: Count = field(default_factory=Count)
    gained: int = 0
    lost: int = 0

    def __add__(self, other: Place) -> Place:
        provisions = {**self.provisions}
        for name, count in other.provisions.items():
            provisions[name] = provisions.get(name, Count()) + count
        alone = {**self.alone}
        for name, number in other.alone.items():
            alone[name] = alone.get(name, 0) + number
        return Place(
            self.place,
            self.records + other.records,
            self.verdict + other.verdict,
            provisions,
            alone,
            self.after + other.after,
            self.gained + other.gained,
            self.lost + other.lost,
        )

    def as_json(self) -> dict[str, Any]:
        """The figures as they are kept."""
        return {
            "place": self.place,
            "records": self.records,
            "verdict": self.verdict.values,
            "provisions": {name: count.values for name, count in self.provisions.items()},
            "alone": dict(self.alone),
            "after": self.after.values,
            "gained": self.gained,
            "lost": self.lost,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Place:
        """The figures as they were kept."""
        provisions = {name: Count(*values) for name, values in kept["provisions"].items()}
        return cls(
            kept["place"],
            kept["records"],
            Count(*kept["verdict"]),
            provisions,
            kept["alone"],
            Count(*kept["after"]),
            kept["gained"],
            kept["lost"],
        )


def answer(question: Question, *, by_part: bool = False, tell: Callable[[int], object] | None = None) -> list[Place]:
    """The figures by place. `by_part` goes through the parts one by one and tells the rows done after each.

    Raises WrongColumn for a table whose columns do not fit the check, NotInForce for a day without the law.
    """
    frames = rows_within(question.snapshot, question.rows)
    if not by_part:
        return _merged(_counted(question, together(frames)))
    found: list[Place] = []
    done = 0
    for frame, part in zip(frames, question.snapshot.parts, strict=True):
        found = _merged([*found, *_counted(question, frame)])
        done += part["rows"]
        if tell is not None:
            tell(done)
    return found


def _merged(places: Iterable[Place]) -> list[Place]:
    groups: dict[int | None, list[Place]] = {}
    for one in places:
        groups.setdefault(one.place, []).append(one)
    return [reduce(add, group) for group in groups.values()]


def _counted(question: Question, frame: pl.LazyFrame) -> list[Place]:
    check = question.law.check(question.check)
    if not question.is_comparison:
        tallies = screen(check, under(question.law, frame), by="place", alone=True)
        return [Place(one.group, one.records, one.verdict, one.provisions, one.alone) for one in tallies]
    other = question.amended.check(question.check)
    if threshold_of(question.law) == threshold_of(question.amended):
        changes = compare(check, other, under(question.law, frame), by="place")
        return [
            Place(one.group, one.records, one.before, after=one.after, gained=one.gained, lost=one.lost)
            for one in changes
        ]
    return _crossed(both_outcomes(question, frame, ["place"]))


def both_outcomes(question: Question, frame: pl.LazyFrame, keep: Sequence[str]) -> pl.LazyFrame:
    """Each row's verdict under the law (`before`) and under the changed one (`after`), with the columns named."""
    import polars as pl

    first = outcomes(question.law.check(question.check), under(question.law, frame), keep=keep).to_native()
    second = outcomes(question.amended.check(question.check), under(question.amended, frame)).to_native()
    before = first.select(*keep, before=pl.col("verdict"))
    beside: list[pl.LazyFrame] = [before, second.select(after=pl.col("verdict"))]
    return pl.concat(beside, how="horizontal")


def crossed(side: str) -> pl.Expr:
    """Which rows of `both_outcomes` came to meet the check ("gained") or no longer do ("lost")."""
    import polars as pl

    before, after = pl.col("before").fill_null(False), pl.col("after").fill_null(False)
    return (after & ~before) if side == "gained" else (before & ~after)


def _crossed(frame: pl.LazyFrame) -> list[Place]:
    import polars as pl

    sums = {
        f"{name}_{word}": pl.col(name).eq_missing(truth).sum()
        for name in ("before", "after")
        for word, truth in (("met", True), ("not", False))
    }
    rows = frame.group_by("place").agg(n=pl.len(), gained=crossed("gained").sum(), lost=crossed("lost").sum(), **sums)
    return [
        Place(
            row["place"],
            row["n"],
            Count(row["before_met"], row["before_not"], row["n"] - row["before_met"] - row["before_not"]),
            after=Count(row["after_met"], row["after_not"], row["n"] - row["after_met"] - row["after_not"]),
            gained=row["gained"],
            lost=row["lost"],
        )
        for row in rows.collect().to_dicts()
    ]
