"""A check over a whole table: verdicts of every record, counted by region, compared under two laws.

The same conditions as :mod:`sentra.law.verdict` judges record by record, lowered to columns, in one scan.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw

from sentra.law.checking import Check
from sentra.law.errors import LawError
from sentra.law.lowering import Column, Lowering, Steps, Truth, as_expression, joined, negation
from sentra.law.provision import Provision
from sentra.law.tables import collected, columns_of, scan

VERDICT = "verdict"
_ACTIVITY = "activity_id"


@dataclass(frozen=True, slots=True)
class Count:
    """How many records meet, do not meet, or cannot be decided; ``left_out`` to how many nothing applied."""

    met: int = 0
    not_met: int = 0
    unknown: int = 0
    left_out: int = 0

    @property
    def records(self) -> int:
        """All records counted."""
        return self.met + self.not_met + self.unknown + self.left_out

    def __add__(self, other: Count) -> Count:
        return Count(*(mine + theirs for mine, theirs in zip(self.values, other.values, strict=True)))

    @property
    def values(self) -> tuple[int, int, int, int]:
        """Met, not met, unknown, left out."""
        return self.met, self.not_met, self.unknown, self.left_out


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one group of records (a region; None without grouping, or for records without one).

    ``verdict`` counts the check's verdict; ``provisions`` each tested clause by its id, in the order of the
    text; ``alone`` how many records fail this binding clause only and meet every other.
    """

    group: Any
    records: int
    verdict: Count
    provisions: Mapping[str, Count]
    alone: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One group of records under two laws: the verdicts before and after, and who crossed over."""

    group: Any
    records: int
    before: Count
    after: Count
    gained: int
    lost: int


@dataclass(frozen=True)
class _Lowered:
    """One provision on columns: whether it counts for the record, and what it says where it does.

    ``decides`` is its part in the verdict: true where it does not count, unknown where that is undecided,
    whatever the test says.
    """

    applies: Truth
    test: Truth
    decides: Truth

    @property
    def where_it_applies(self) -> nw.Expr:
        """What it says, null where it does not count."""
        if self.applies is True:
            return as_expression(self.decides)
        return nw.when(as_expression(self.applies)).then(as_expression(self.test))


@dataclass(frozen=True)
class _Screen:
    """A check lowered to a table's columns."""

    check: Check
    provisions: Mapping[str, _Lowered]
    verdict: nw.Expr
    applicable: Truth
    size_class: nw.Expr | None = None
    rank: nw.Expr | None = None

    @property
    def counted(self) -> nw.Expr:
        """The verdict where anything applied; null elsewhere."""
        if self.applicable is True:
            return self.verdict
        return nw.when(as_expression(self.applicable)).then(self.verdict)

    @property
    def binding(self) -> dict[str, Truth]:
        """What each binding provision says for the verdict."""
        return {
            p.clause.id: self.provisions[p.clause.id].decides
            for p in self.check.provisions
            if p.clause.severity == "must"
        }


def screen(check: Check, table: Any, *, by: str | None = None, alone: bool = False) -> list[Tally]:
    """Return the counts of a check over a table, in one scan, grouped by a column (sorted by its value).

    ``table`` is a Parquet file's path or a Polars, DuckDB or Spark table; see :mod:`sentra.law.tables` for its
    columns. ``alone`` also counts who fails one provision only. Raises :class:`WrongColumn`, and
    :class:`LawError` when the column to group by is missing.
    """
    frame, (screen_,) = _lowered(table, check)
    group = _grouping(frame, by)
    keys = {name: f"c{place}" for place, name in enumerate(screen_.provisions)}
    number = _counting(frame)
    wanted = {"v": number(screen_.counted)}
    if screen_.applicable is not True:
        wanted["va"] = number(as_expression(screen_.applicable))
    for name, lowered in screen_.provisions.items():
        wanted[keys[name]] = number(lowered.where_it_applies)
        if lowered.applies is not True:
            wanted[keys[name] + "a"] = number(as_expression(lowered.applies))
    if alone:
        frame, only = _alone(frame, screen_.binding)
        wanted |= {f"{keys[name]}o": number(chosen) for name, chosen in only.items()}
    selected = frame.select(group.alias("g"), **wanted)
    sums = [_summed(name) for name in wanted]
    known = [nw.col(name).count().alias(f"{name}n") for name in wanted if not name.endswith("o")]
    rows = collected(selected.group_by("g").agg(nw.len().alias("n"), *sums, *known))
    return [_tally(row, screen_, keys, alone) for row in _sorted(rows)]


def compare(before: Check, after: Check, table: Any, *, by: str | None = None) -> list[Change]:
    """Return the verdicts under two laws, and who gains and loses, in one scan; as :func:`screen` otherwise."""
    frame, (first, second) = _lowered(table, before, after)
    group, number = _grouping(frame, by), _counting(frame)
    judged = frame.select(group.alias("g"), b=first.counted, a=second.counted)
    was, becomes = nw.col("b"), nw.col("a")
    met_before = nw.coalesce(was, nw.lit(False))
    met_after = nw.coalesce(becomes, nw.lit(False))
    crossed = {"gained": met_after & ~met_before, "lost": met_before & ~met_after}
    counted = judged.select("g", b=number(was), a=number(becomes), **{k: number(e) for k, e in crossed.items()})
    known = [nw.col(name).count().alias(f"{name}n") for name in ("b", "a")]
    sums = [_summed(name) for name in ("b", "a", *crossed)]
    rows = collected(counted.group_by("g").agg(nw.len().alias("n"), *sums, *known))
    return [
        Change(row["g"], row["n"], _count(row, "b"), _count(row, "a"), _whole(row["gained"]), _whole(row["lost"]))
        for row in _sorted(rows)
    ]


def outcomes(check: Check, table: Any, *, keep: Sequence[str] = ()) -> nw.LazyFrame[Any]:
    """Return, lazily, each record's outcome: ``verdict`` (true, false, null), ``applicable``, and each clause.

    A tested clause's column is ``met``, ``not_met`` or ``left_out``, null where undecided. ``keep`` names columns of
    the table to carry along. ``size_class`` and ``rank`` stand beside where the check gives them.
    """
    frame, (screen_,) = _lowered(table, check)
    columns = {VERDICT: screen_.verdict, "applicable": as_expression(screen_.applicable)}
    for name, lowered in screen_.provisions.items():
        columns[name] = _word(lowered)
    if screen_.size_class is not None:
        columns[check.text.output or "class"] = screen_.size_class
    if screen_.rank is not None:
        columns["rank"] = screen_.rank
    return frame.select(*keep, **columns)


def failing_alone(check: Check, table: Any, clause: str, *, keep: Sequence[str]) -> nw.LazyFrame[Any]:
    """Return, lazily, the records that fail this provision only, with the columns named."""
    frame, (screen_,) = _lowered(table, check)
    if clause not in screen_.binding:
        raise LawError(f"{clause} is not a binding provision of {check.id}")
    frame, only = _alone(frame, screen_.binding)
    return frame.filter(only[clause]).select(*keep)


def _lowered(table: Any, *checks: Check) -> tuple[nw.LazyFrame[Any], tuple[_Screen, ...]]:
    """The table with what the checks compute on the way, and each check lowered to its columns."""
    frame, columns = columns_of(scan(table), [fact for check in checks for fact in check.facts])
    if _ACTIVITY in frame.collect_schema().names() and _ACTIVITY not in columns:
        columns[_ACTIVITY] = Column(_ACTIVITY, "enum")
    let = Steps()
    screens = tuple(_screen(check, columns, let) for check in checks)
    return let.on(frame), screens


def _screen(check: Check, columns: Mapping[str, Column], let: Steps) -> _Screen:
    lower = _screen(check.lower, columns, let) if check.lower is not None else None
    verdicts = {check.chain_fact: lower.verdict} if lower is not None and check.chain_fact is not None else {}
    lowered = [_provision(provision, columns, verdicts, let) for provision in check.provisions]
    decides = let.all([one.decides for one in lowered])
    provisions = {
        provision.clause.id: replace(one, decides=kept)
        for provision, one, kept in zip(check.provisions, lowered, decides, strict=True)
    }
    if check.text.mode == "any_class":
        classes = {
            name: joined([provisions[clause].decides for clause in clauses], deciding=False)
            for name, clauses in check.text.classes.items()
        }
        belongs = as_expression(let(joined(list(classes.values()), deciding=True)))
        return _Screen(check, provisions, belongs, _applicable(lowered), size_class=_class_word(classes, belongs))
    found = _Screen(check, provisions, nw.lit(True), let(_applicable(lowered)))
    verdict = as_expression(let(joined(list(found.binding.values()), deciding=False)))
    ranks = [(_holds(_provision(p, columns, verdicts, let)), rank) for p, rank in check.ranks]
    return replace(found, verdict=verdict, rank=_rank(ranks) if ranks else None)


def _provision(
    provision: Provision, columns: Mapping[str, Column], verdicts: Mapping[str, Truth], let: Steps
) -> _Lowered:
    clause = provision.clause
    lowering = Lowering(columns, provision.compiler.values, provision.compiler.non_working, verdicts, let)
    condition = clause.condition
    test = lowering.truth(condition) if condition is not None else None
    year = columns.get(provision.year_fact) if provision.year_fact is not None else None
    if year is not None:
        for number, own in provision.years.items():
            in_year = _provision(own, columns, verdicts, let).test
            test = nw.when(year.expression() == number).then(as_expression(in_year)).otherwise(as_expression(test))
    applies: Truth = True if clause.applies_when is None else lowering.truth(clause.applies_when)
    if clause.applies_to:
        activity = columns.get(_ACTIVITY)
        named: Truth = False
        if activity is not None:
            named = nw.coalesce(activity.expression().is_in(list(clause.applies_to)), nw.lit(False))
        applies = joined([named, applies], deciding=False)
    return _Lowered(applies, test, _decides(applies, test))


def _applicable(lowered: Sequence[_Lowered]) -> Truth:
    """Whether any provision counts, or may count, for the record; with none the answer is "not applicable"."""
    counts = [
        nw.coalesce(one.applies, nw.lit(True)) if isinstance(one.applies, nw.Expr) else one.applies is not False
        for one in lowered
    ]
    return joined(counts, deciding=True)


def _decides(applies: Truth, test: Truth) -> Truth:
    if not isinstance(applies, nw.Expr):
        return test if applies else None if applies is None else True
    counted = nw.when(applies).then(as_expression(test))
    return counted.otherwise(nw.when(~applies).then(nw.lit(True)))


def _holds(lowered: _Lowered) -> Truth:
    return joined([lowered.applies, lowered.test], deciding=False)


def _word(lowered: _Lowered) -> nw.Expr:
    decides = as_expression(lowered.decides)
    said = nw.when(decides).then(nw.lit("met")).otherwise(nw.when(~decides).then(nw.lit("not_met")))
    if lowered.applies is True:
        return said
    return nw.when(~as_expression(lowered.applies)).then(nw.lit("left_out")).otherwise(said)


def _class_word(classes: Mapping[str, Truth], belongs: nw.Expr) -> nw.Expr:
    none = nw.when(~belongs).then(nw.lit("none")).otherwise(nw.lit("unknown"))
    chosen = [nw.when(as_expression(holds)).then(nw.lit(name)) for name, holds in classes.items()]
    return nw.coalesce(*chosen, none)


def _rank(ranks: Sequence[tuple[Truth, int]]) -> nw.Expr:
    """The first letter that is true, unless one before it is unknown."""
    found = nw.lit(None, dtype=nw.Int64)
    for holds, rank in reversed(ranks):
        truth = as_expression(holds)
        found = nw.when(truth).then(nw.lit(rank)).otherwise(nw.when(~truth).then(found))
    return found


def _alone(frame: nw.LazyFrame[Any], said: Mapping[str, Truth]) -> tuple[nw.LazyFrame[Any], dict[str, nw.Expr]]:
    """The frame, and for each binding provision whether it alone fails and all others are met."""
    if not said:
        return frame, {}
    met = [nw.coalesce(as_expression(truth), nw.lit(False)).cast(nw.Int64) for truth in said.values()]
    counted = frame.with_columns(_met=reduce(operator.add, met))
    others = nw.col("_met") == len(said) - 1
    chosen = {name: others & nw.coalesce(as_expression(negation(truth)), nw.lit(False)) for name, truth in said.items()}
    return counted, chosen


def _grouping(frame: nw.LazyFrame[Any], by: str | None) -> nw.Expr:
    if by is None:
        return nw.lit(0)
    names = frame.collect_schema().names()
    if by not in names:
        raise LawError(f"the table has no column {by}; it has {', '.join(names)}")
    return nw.col(by)


def _counting(frame: nw.LazyFrame[Any]) -> Any:
    """What makes a truth summable: Polars sums booleans as they are, the others need numbers."""
    if frame.implementation.is_polars():
        return lambda truth: truth
    return lambda truth: truth.cast(nw.Int64)


def _summed(name: str) -> nw.Expr:
    return nw.col(name).sum()


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["g"] is not None, row["g"] if row["g"] is not None else 0))


def _whole(value: Any) -> int:
    return int(value or 0)


def _count(row: Mapping[str, Any], key: str) -> Count:
    """From a truth's sum and number known; where it applies to some only, ``<key>a`` says to how many."""
    met, known, records = _whole(row[key]), row[f"{key}n"], row["n"]
    if f"{key}a" not in row:
        return Count(met, known - met, records - known)
    applied, decided = _whole(row[f"{key}a"]), row[f"{key}an"]
    return Count(met, known - met, records - decided + applied - known, decided - applied)


def _tally(row: Mapping[str, Any], screen_: _Screen, keys: Mapping[str, str], alone: bool) -> Tally:
    return Tally(
        group=row["g"],
        records=row["n"],
        verdict=_count(row, "v"),
        provisions={name: _count(row, keys[name]) for name in screen_.provisions},
        alone={name: _whole(row[f"{keys[name]}o"]) for name in screen_.binding} if alone else {},
    )
