"""Typed trees lowered to column expressions, so that whole tables are judged by the same conditions.

The second reading of the law beside :mod:`sentra.law.evaluation`; tests hold the two equal. Expressions are
narwhals', so that Polars, DuckDB and Spark run one and the same. What the engines do differently is kept out
of them: a date is its day number, a fraction a pair of whole numbers, a list is asked for single values only.
An unknown known beforehand is None, and folds away.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw

from sentra.law import daynumbers
from sentra.law.errors import LawError
from sentra.law.evaluation import MIRRORED
from sentra.law.language import (
    And,
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Fact,
    ListOf,
    Membership,
    Negative,
    Node,
    Not,
    Or,
    Parameter,
)
from sentra.law.numbers import Ratio, absolute, compare, divided, negated, product, total
from sentra.law.types import exact
from sentra.law.validation import LARGEST_WHOLE, LARGEST_WITH_FRACTION

#: A lowered boolean: an expression, or what is known of it beforehand.
Truth = nw.Expr | bool | None
_MOST_DAYS = 10**7  # more than any difference of days, year, or length of a list
MICRO = 10**6  # a number that may have a fraction stands in its column as millionths


class NotLowerable(LawError):
    """A condition that has no form on columns; no text that is loaded has one."""


@dataclass(frozen=True)
class Column:
    """A fact as it stands in the table.

    ``kind`` is the fact's kind. ``declared`` are an enum's values in their order (of a list, those of its
    items). ``years`` are the years of a map that have a column, the most recent first.
    """

    name: str
    kind: str
    whole: bool = True
    declared: tuple[Any, ...] = ()
    years: tuple[int, ...] = ()

    def expression(self, year: int | None = None) -> nw.Expr:
        """Return the column, or a map's column of one year."""
        return nw.col(self.name if year is None else f"{self.name}_{year}")


class Steps:
    """Expressions that are used more than once, each computed once as a column of its own.

    Without it an expression that stands in two places of another, which stands in two places of a third, would
    be written out eight times and more.
    """

    def __init__(self) -> None:
        self._layers: list[dict[str, nw.Expr]] = []
        self._count = 0

    def __call__(self, value: Any) -> Any:
        """Return a column in the place of an expression; what is no expression stays as it is."""
        return self.all([value])[0]

    def all(self, values: Sequence[Any]) -> list[Any]:
        """Return columns in the place of several expressions that do not read one another."""
        first = self._count
        layer = {f"_step_{first + place}": v for place, v in enumerate(values) if isinstance(v, nw.Expr)}
        if layer:
            self._layers.append(layer)
            self._count += len(values)
        return [nw.col(f"_step_{first + place}") if isinstance(v, nw.Expr) else v for place, v in enumerate(values)]

    def on(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return the frame with the columns; each may read those before it."""
        for layer in self._layers:
            frame = frame.with_columns(**layer)
        return frame


@dataclass(frozen=True)
class Series:
    """A map's two most recent observed years: where each stands, as expressions (None where no year can be)."""

    column: Column
    places: tuple[nw.Expr | None, nw.Expr | None]

    def at(self, place: nw.Expr | None, other: Column | None = None) -> nw.Expr | None:
        """Return the value of the year at a place, of this map or of another one's same year."""
        source = other or self.column
        if place is None:
            return None
        found = [
            nw.when(place == index).then(source.expression(year))
            for index, year in enumerate(self.column.years)
            if year in source.years
        ]
        return nw.coalesce(*found) if found else None


@dataclass(frozen=True)
class Lowering:
    """Lowers the conditions of one clause.

    ``columns`` are the facts that the table has; any other fact is unknown in every row. ``values`` are the
    clause's parameter values, ``non_working`` the days that are not worked beside weekends. ``verdicts`` gives,
    for a fact that holds a lower check's verdict, that check's own lowered verdict, used where the fact is absent.
    ``let`` keeps what is used more than once.
    """

    columns: Mapping[str, Column]
    values: Mapping[str, Any]
    non_working: Collection[date]
    verdicts: Mapping[str, Truth]
    let: Steps

    def truth(self, node: Node) -> Truth:
        """Return a condition as a boolean expression."""
        if isinstance(node, (And, Or)):
            return joined([self.truth(part) for part in node.operands], isinstance(node, Or))
        if isinstance(node, Not):
            return negation(self.truth(node.operand))
        if isinstance(node, Comparison):
            return self._comparison(node)
        if isinstance(node, Membership):
            inside = _is_in(self.word(node.left), self.items(node.right))
            return inside if node.operator == "in" else negation(inside)
        if isinstance(node, Fact):
            column = self.columns.get(node.name)
            return None if column is None else column.expression()
        if isinstance(node, Call):
            return self._true_call(node)
        known = self.known(node)
        return None if known is None else bool(known)

    def known(self, node: Node) -> Any:
        """Return a constant's or parameter's value."""
        if isinstance(node, Parameter):
            return self.values[node.name]
        if isinstance(node, Constant):
            return node.value
        raise NotLowerable(f"{type(node).__name__} of {node.type} has no form on columns")

    # -- words and lists

    def word(self, node: Node) -> nw.Expr | str | None:
        """Return an enum or text, as an expression or as the word itself."""
        if isinstance(node, Fact):
            column = self.columns.get(node.name)
            return None if column is None else column.expression()
        if isinstance(node, Call) and node.function in ("latest", "previous"):
            series = self._series(node.arguments[0])
            return None if series is None else series.at(series.places[node.function == "previous"])
        found: str | None = self.known(node)
        return found

    def items(self, node: Node) -> tuple[Any, ...]:
        """Return the values of a list that is written in the law."""
        if isinstance(node, ListOf):
            return tuple(self.known(item) for item in node.items)
        return tuple(self.known(node))

    def _holds(self, node: Node, value: Any) -> Truth:
        """Whether a list holds a value."""
        if isinstance(node, Fact):
            column = self.columns.get(node.name)
            return None if column is None else column.expression().list.contains(value)
        return value in self.items(node)

    def _declared(self, *nodes: Node) -> tuple[Any, ...]:
        """All values that any of the lists can hold."""
        found: dict[Any, None] = {}
        for node in nodes:
            if not isinstance(node, Fact):
                found.update(dict.fromkeys(self.items(node)))
                continue
            column = self.columns.get(node.name)
            if column is not None and not column.declared:
                raise NotLowerable(f"{node.name} does not declare which values it can hold")
            found.update(dict.fromkeys(column.declared if column is not None else ()))
        return tuple(found)

    def _true_call(self, node: Call) -> Truth:
        if node.function == "on_time":
            submitted, as_of, due = (self.let(self.day(argument)) for argument in node.arguments)
            return _on_time(submitted, as_of, due)
        left, right = node.arguments
        if node.function == "contains":
            wanted = self.word(right) if right.type.kind in ("enum", "text") else self.known(right)
            return self._holds(left, wanted)
        return self._known_lists(node, self._list_call(node.function, left, right))

    def _list_call(self, function: str, left: Node, right: Node) -> Truth:
        if function == "contains_all":
            wanted = [implied(self._holds(right, value), self._holds(left, value)) for value in self._wanted(right)]
            return joined(wanted, deciding=False)
        if function == "contains_any":
            both = [joined([self._holds(left, v), self._holds(right, v)], False) for v in self._wanted(right)]
            return joined(both, deciding=True)
        if function == "only":
            every = self._declared(left, right)
            return joined([implied(self._holds(left, v), self._holds(right, v)) for v in every], deciding=False)
        raise NotLowerable(f"{function}() has no form on columns")

    def _known_lists(self, node: Call, found: Truth) -> Truth:
        """A list that is not known leaves the answer open, whatever the values asked for."""
        lists = [self.columns.get(side.name) for side in node.arguments if isinstance(side, Fact)]
        if None in lists:
            return None
        if isinstance(found, nw.Expr) and len(lists) == 1:
            return found
        known = [~column.expression().is_null() for column in lists if column is not None]
        return nw.when(reduce(operator.and_, known)).then(as_expression(found)) if known else found

    def _wanted(self, node: Node) -> tuple[Any, ...]:
        return self._declared(node) if isinstance(node, Fact) else self.items(node)

    # -- comparisons

    def _comparison(self, node: Comparison) -> Truth:
        kind = node.left.type.kind
        if kind == "number":
            ranked = self._rank_comparison(node)
            if ranked is not NotImplemented:
                found: Truth = ranked
                return found
            return compare(node.operator, self.number(node.left), self.number(node.right), self.let)
        if kind == "date":
            return _plain(node.operator, self.day(node.left), self.day(node.right))
        if kind == "boolean":
            return _plain(node.operator, self.truth(node.left), self.truth(node.right))
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(side, Call) and side.function == "verdict":
                return self._lower_verdict(side, self.word(other), node.operator)
        return _plain(node.operator, self.word(node.left), self.word(node.right))

    def _lower_verdict(self, node: Call, wanted: Any, written: str) -> Truth:
        (argument,) = node.arguments
        if not isinstance(argument, Fact) or wanted not in ("met", "not_met"):
            raise NotLowerable("verdict() needs a fact, compared with met or not_met")
        judged = self.verdicts.get(argument.name)
        lower = judged if wanted == "met" else negation(judged)
        column = self.columns.get(argument.name)
        if column is not None:
            word = column.expression()
            recorded = nw.when(word.is_in(["met", "not_met"])).then(word == wanted)
            lower = nw.when(word.is_null()).then(as_expression(lower)).otherwise(recorded)
        return lower if written == "==" else negation(lower)

    def _rank_comparison(self, node: Comparison) -> Any:
        """``rank(x) >= rank(value)`` is membership among the values of such a rank."""
        for side, other, written in (
            (node.left, node.right, node.operator),
            (node.right, node.left, MIRRORED[node.operator]),
        ):
            if not (isinstance(side, Call) and side.function == "rank" and isinstance(side.arguments[0], Fact)):
                continue
            bound = self._known_rank(other)
            if bound is None:
                continue
            chosen = tuple(v for place, v in enumerate(side.order or ()) if _OPERATORS[written](place, bound))
            return _is_in(self.word(side.arguments[0]), chosen)
        return NotImplemented

    def _known_rank(self, node: Node) -> int | None:
        if isinstance(node, Call) and node.function == "rank" and isinstance(node.arguments[0], (Parameter, Constant)):
            return (node.order or ()).index(self.known(node.arguments[0]))
        return None

    # -- numbers

    def number(self, node: Node) -> Ratio | None:
        """Return a number as a fraction of whole numbers."""
        if isinstance(node, Fact):
            column = self.columns.get(node.name)
            if column is None:
                return None
            most = LARGEST_WHOLE if column.whole else LARGEST_WITH_FRACTION * MICRO
            return Ratio(column.expression(), 1 if column.whole else MICRO, most)
        if isinstance(node, Negative):
            return negated(self.number(node.operand))
        if isinstance(node, Arithmetic):
            left, right = self.number(node.left), self.number(node.right)
            return divided(left, right, self.let) if node.operator == "/" else _ARITHMETIC[node.operator](left, right)
        if isinstance(node, Call):
            return self._number_call(node)
        value: Any = exact(self.known(node))
        if value is None:
            return None
        whole = Fraction(value)
        return Ratio(whole.numerator, whole.denominator)

    def _number_call(self, node: Call) -> Ratio | None:
        first = node.arguments[0]
        if node.function in ("latest", "previous"):
            series = self._series(first)
            found = None if series is None else series.at(series.places[node.function == "previous"])
            return None if found is None else Ratio(found, most=LARGEST_WHOLE)
        if node.function in ("latest_rate", "previous_rate"):
            return self._rate(node)
        if node.function == "abs":
            return absolute(self.number(first), self.let)
        if node.function == "rank":
            return self._rank(node)
        if node.function == "count":
            return self._count(first)
        days = [self.day(argument) for argument in node.arguments]
        if any(day is None for day in days):
            return None
        if node.function == "year":
            return Ratio(daynumbers.year(days[0], self.let), most=_MOST_DAYS)
        if node.function == "days_between":
            return Ratio(days[1] - days[0], most=_MOST_DAYS)
        raise NotLowerable(f"{node.function}() has no form on columns")

    def _rank(self, node: Call) -> Ratio | None:
        known = self._known_rank(node)
        word = known if known is not None else self.word(node.arguments[0])
        if word is None or isinstance(word, int):
            return None if word is None else Ratio(word)
        if not isinstance(word, nw.Expr):
            return Ratio((node.order or ()).index(word))
        places = [nw.when(word == value).then(nw.lit(place)) for place, value in enumerate(node.order or ())]
        return Ratio(nw.coalesce(*places), most=len(places))

    def _count(self, node: Node) -> Ratio | None:
        if not isinstance(node, Fact):
            return Ratio(len(set(self.items(node))))
        column = self.columns.get(node.name)
        if column is None:
            return None
        if not column.declared:
            return Ratio(column.expression().list.unique().list.len().cast(nw.Int64), most=_MOST_DAYS)
        held = [column.expression().list.contains(value).cast(nw.Int64) for value in column.declared]
        return Ratio(reduce(operator.add, held), most=len(held))

    def _series(self, node: Node) -> Series | None:
        column = self.columns.get(node.name) if isinstance(node, Fact) else None
        if column is None or len(column.years) < 2:
            return None
        there = [~column.expression(year).is_null() for year in column.years]
        first = self.let(nw.coalesce(*[nw.when(seen).then(nw.lit(place)) for place, seen in enumerate(there)]))
        later = [nw.when(there[place] & (first < place)).then(nw.lit(place)) for place in range(1, len(there))]
        second = self.let(nw.coalesce(*later))
        return Series(column, (nw.when(~second.is_null()).then(first), second))

    def _rate(self, node: Call) -> Ratio | None:
        amount, divisor = node.arguments
        series = self._series(amount)
        other = self.columns.get(divisor.name) if isinstance(divisor, Fact) else None
        if series is None or other is None:
            return None
        place = series.places[node.function == "previous_rate"]
        value, by = series.at(place), series.at(place, other)
        if value is None or by is None:
            return None
        by = self.let(by.cast(nw.Int64))
        return Ratio(self.let(value.cast(nw.Int64)), self.let(nw.when(by != 0).then(by)), LARGEST_WHOLE)

    # -- dates, as day numbers

    def day(self, node: Node) -> Any:
        """Return a date as its day number: an expression, or a whole number known beforehand."""
        if isinstance(node, Fact):
            column = self.columns.get(node.name)
            return None if column is None else column.expression()
        if not isinstance(node, Call):
            value = self.known(node)
            return None if value is None else daynumbers.of(value)
        if node.function == "nth_working_day_after":
            start, count = self.day(node.arguments[0]), self._whole(node.arguments[1])
            if start is None or not daynumbers.is_within(working_days=count):
                return None
            return daynumbers.nth_working_day_after(start, count, self.non_working, self.let)
        if node.function == "add_months":
            start, months = self.day(node.arguments[0]), self._whole(node.arguments[1])
            if start is None or not daynumbers.is_within(months=months):
                return None
            return daynumbers.add_months(start, months, self.let)
        parts = [self.number(argument) for argument in node.arguments]
        numbers: list[Any] = [part.top for part in parts if part is not None and part.bottom == 1]
        if len(numbers) < len(parts):
            return None
        if node.function == "date":
            year, month, day = numbers
            return daynumbers.on_calendar(year, month, day, self.let)
        year, month = numbers
        return daynumbers.end_of_month(year, month, self.let)

    def _whole(self, node: Node) -> int:
        return int(self.known(node))


def as_expression(truth: Truth) -> nw.Expr:
    """Return a truth as an expression, constants included."""
    return truth if isinstance(truth, nw.Expr) else nw.lit(truth, dtype=nw.Boolean)


def negation(truth: Truth) -> Truth:
    """Three-valued not."""
    if isinstance(truth, nw.Expr):
        return ~truth
    return None if truth is None else not truth


def joined(parts: Sequence[Truth], deciding: bool) -> Truth:
    """Three-valued and (decided by False) or or (decided by True); what is known beforehand folds away."""
    known = [part for part in parts if not isinstance(part, nw.Expr)]
    open_ = [part for part in parts if isinstance(part, nw.Expr)]
    if deciding in known:
        return deciding
    if None in known and not open_:
        return None
    if not open_:
        return not deciding
    if None in known:
        open_.append(as_expression(None))
    return reduce(operator.or_ if deciding else operator.and_, open_)


def implied(condition: Truth, consequence: Truth) -> Truth:
    """Whether the consequence holds wherever the condition does."""
    return joined([negation(condition), consequence], deciding=True)


def _is_in(word: Any, values: tuple[Any, ...]) -> Truth:
    if isinstance(word, nw.Expr):
        return word == values[0] if len(values) == 1 else word.is_in(list(values))
    return None if word is None else word in values


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _plain(written: str, left: Any, right: Any) -> Truth:
    if left is None or right is None:
        return None
    if isinstance(right, bool) and isinstance(left, nw.Expr):
        return left if right is (written == "==") else ~left
    if not isinstance(left, nw.Expr) and isinstance(right, nw.Expr):
        left, right, written = right, left, MIRRORED[written]
    found: Truth = _OPERATORS[written](left, right)
    return found


def _on_time(submitted: Any, as_of: Any, due: Any) -> Truth:
    """Late only once ``as_of`` is past ``due``; in time or late by the day itself once submitted."""
    in_time = _plain("<=", submitted, due)
    passed = _plain(">", as_of, due)
    late = nw.when(as_expression(passed)).then(nw.lit(False))
    if due is None:
        return None
    if not isinstance(submitted, nw.Expr):
        return in_time if submitted is not None else late
    return nw.when(~submitted.is_null()).then(as_expression(in_time)).otherwise(late)


_ARITHMETIC: dict[str, Callable[[Ratio | None, Ratio | None], Ratio | None]] = {
    "+": total,
    "-": lambda left, right: total(left, negated(right)),
    "*": product,
}
