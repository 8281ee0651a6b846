"""Typed trees compiled to closures over one record's facts, in three-valued (Kleene) logic.

A compiled condition takes a mapping of facts and gives True, False or None for unknown. Absent and null
facts are both unknown. Facts are expected as validated; dates may be ISO strings.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sentra.law.functions import COMPUTE, on_time
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
from sentra.law.types import exact

Facts = Mapping[str, Any]
Reading = Callable[[Facts], Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Compiler:
    """Compiles conditions with the values of one clause on one date.

    ``values`` are the clause's parameter values, ``non_working`` the days that are no working days beside
    Saturday and Sunday.
    """

    values: Mapping[str, Any]
    non_working: Collection[date] = ()

    def compile(self, node: Node) -> Reading:
        """Return the closure that reads a node from the facts."""
        if isinstance(node, Fact):
            return _fact(node)
        if isinstance(node, (Constant, Parameter)):
            return _constant(self._known(node))
        if isinstance(node, (And, Or)):
            return _joined([self.compile(part) for part in node.operands], isinstance(node, Or))
        if isinstance(node, Not):
            return _negation(self.compile(node.operand))
        if isinstance(node, Comparison):
            return self._comparison(node)
        if isinstance(node, Membership):
            return self._membership(node)
        if isinstance(node, Arithmetic):
            return _operation(_ARITHMETIC[node.operator], self.compile(node.left), self.compile(node.right))
        if isinstance(node, Negative):
            return _applied(operator.neg, [self.compile(node.operand)])
        if isinstance(node, ListOf):
            return _list([self.compile(item) for item in node.items])
        if isinstance(node, Call):
            return self._call(node)
        raise TypeError(f"no reading for {type(node).__name__}")

    def _known(self, node: Node) -> Any:
        if isinstance(node, Parameter):
            return self.values[node.name]
        return node.value if isinstance(node, Constant) else None

    def _comparison(self, node: Comparison) -> Reading:
        for fact, other, written in (
            (node.left, node.right, node.operator),
            (node.right, node.left, MIRRORED[node.operator]),
        ):
            if isinstance(fact, Fact) and _is_plain(fact) and isinstance(other, (Constant, Parameter)):
                return _fact_against(fact.name, written, self._known(other))
        return _operation(_COMPARE[node.operator], self.compile(node.left), self.compile(node.right))

    def _membership(self, node: Membership) -> Reading:
        container = node.right
        if isinstance(container, Parameter) or _is_written_out(container):
            items = self.compile(container)({})
            inside = _inside(self.compile(node.left), frozenset(items))
        else:
            inside = _operation(lambda item, items: item in items, self.compile(node.left), self.compile(container))
        return inside if node.operator == "in" else _negation(inside)

    def _call(self, node: Call) -> Reading:
        arguments = [self.compile(argument) for argument in node.arguments]
        if node.function == "on_time":
            submitted, as_of, due = arguments
            return lambda facts: on_time(submitted(facts), as_of(facts), due(facts))
        if node.function == "rank":
            position = {value: index for index, value in enumerate(node.order or ())}
            return _applied(position.get, arguments)
        if node.function == "nth_working_day_after":
            days = self.non_working
            after = COMPUTE[node.function]
            return _applied(lambda start, count: after(start, count, days), arguments)
        return _applied(COMPUTE[node.function], arguments)

    def undecided(self, node: Node) -> Callable[[Facts], frozenset[str]]:
        """Return what names the missing facts that can still decide a node; none once the node is decided.

        Missing facts in parts that are decided, or that can no longer matter, are left out.
        """
        read = self.compile(node)
        if isinstance(node, (And, Or, Not)):
            parts = [self.undecided(part) for part in node.children]
            return lambda facts: _NO_NAMES if read(facts) is not None else _NO_NAMES.union(*(p(facts) for p in parts))
        missing = missing_facts(node)
        return lambda facts: _NO_NAMES if read(facts) is not None else frozenset(missing(facts))


_NO_NAMES: frozenset[str] = frozenset()


def missing_facts(*nodes: Node) -> Callable[[Facts], tuple[str, ...]]:
    """Return what names the facts that nodes read and that are absent, null, or not enough for a function.

    Not enough is a lower verdict that is itself unknown, or a series with fewer than two observed years.
    """
    names = tuple(dict.fromkeys(name for node in nodes for name in node.facts()))
    calls = [
        (Compiler({}).compile(part), part.facts())
        for node in nodes
        for part in node.walk()
        if isinstance(part, Call) and all(isinstance(argument, Fact) for argument in part.arguments)
    ]

    def read(facts: Facts) -> tuple[str, ...]:
        absent = {name for name in names if facts.get(name) is None}
        for compute, needed in calls:
            if absent.isdisjoint(needed) and compute(facts) is None:
                absent.update(needed)
        return tuple(name for name in names if name in absent) if absent else ()

    return read


def _divide(left: Any, right: Any) -> Any:
    return Fraction(left) / Fraction(right) if right else None


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
}


def _is_plain(fact: Fact) -> bool:
    return fact.type.kind in ("boolean", "enum") or (fact.type.kind == "number" and fact.type.integer)


def _is_written_out(node: Node) -> bool:
    return isinstance(node, ListOf) and all(isinstance(item, Constant) for item in node.items)


def _as_date(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _fact(node: Fact) -> Reading:
    name = node.name
    if node.type.kind == "date":
        return lambda facts: _as_date(facts.get(name))
    if node.type.kind == "number" and not node.type.integer:
        return lambda facts: exact(facts.get(name))
    if node.type.kind == "map":
        return lambda facts: _exact_series(facts.get(name))
    return lambda facts: facts.get(name)


def _exact_series(series: Mapping[Any, Any] | None) -> Any:
    return None if series is None else {year: exact(value) for year, value in series.items()}


def _constant(value: Any) -> Reading:
    return lambda facts: value


def _fact_against(name: str, written: str, value: Any) -> Reading:
    """The commonest conditions, without a closure for either side."""
    if written == ">=":
        return lambda facts: None if (found := facts.get(name)) is None else found >= value
    if written == "<=":
        return lambda facts: None if (found := facts.get(name)) is None else found <= value
    if written == "==":
        return lambda facts: None if (found := facts.get(name)) is None else found == value
    compare = _COMPARE[written]
    return lambda facts: None if (found := facts.get(name)) is None else compare(found, value)


def _operation(compute: Callable[[Any, Any], Any], left: Reading, right: Reading) -> Reading:
    def read(facts: Facts) -> Any:
        first = left(facts)
        if first is None:
            return None
        second = right(facts)
        return None if second is None else compute(first, second)

    return read


def _inside(item: Reading, items: frozenset[Any]) -> Reading:
    return lambda facts: None if (found := item(facts)) is None else found in items


def _applied(compute: Callable[..., Any], arguments: list[Reading]) -> Reading:
    if len(arguments) == 1:
        only = arguments[0]
        return lambda facts: None if (found := only(facts)) is None else compute(found)

    def read(facts: Facts) -> Any:
        values = [argument(facts) for argument in arguments]
        return None if None in values else compute(*values)

    return read


def _list(items: list[Reading]) -> Reading:
    def read(facts: Facts) -> Any:
        values = tuple(item(facts) for item in items)
        return None if None in values else values

    return read


def _negation(operand: Reading) -> Reading:
    return lambda facts: None if (found := operand(facts)) is None else not found


def _joined(operands: list[Reading], deciding: bool) -> Reading:
    """And (decided by False) or or (decided by True): one deciding part is enough, whatever is unknown."""

    def read(facts: Facts) -> bool | None:
        result: bool | None = not deciding
        for operand in operands:
            found = operand(facts)
            if found is deciding:
                return deciding
            if found is None:
                result = None
        return result

    return read
