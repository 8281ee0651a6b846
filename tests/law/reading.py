"""A naive three-valued reading of the same trees, written apart from the engine, and facts at random."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from sentra.law import Check, Clause, FactDeclaration, load_library
from sentra.law import language as la

EVERY = load_library(Path(__file__).with_name("every_function.yaml"))
HOLIDAYS = {date(2024, 12, 25)}


def read(node: la.Node, facts: Mapping[str, Any], clause: Clause) -> Any:
    """Read a node by the book: an unknown part makes everything unknown, save and, or, on_time."""
    if isinstance(node, la.Fact):
        value = facts.get(node.name)
        return Fraction(str(value)) if isinstance(value, float) else value
    if isinstance(node, la.Parameter):
        return clause.values[node.name].value
    if isinstance(node, la.Constant):
        return node.value
    parts = [read(child, facts, clause) for child in node.children]
    if isinstance(node, la.And):
        return False if any(p is False for p in parts) else None if any(p is None for p in parts) else True
    if isinstance(node, la.Or):
        return True if any(p is True for p in parts) else None if any(p is None for p in parts) else False
    if isinstance(node, la.Call) and node.function == "on_time":
        submitted, as_of, due = parts
        if due is None or (submitted is None and (as_of is None or as_of <= due)):
            return None
        return submitted is not None and submitted <= due
    if any(part is None for part in parts):
        return None
    if isinstance(node, la.Not):
        return not parts[0]
    if isinstance(node, la.Negative):
        return 0 - parts[0]
    if isinstance(node, la.ListOf):
        return parts
    if isinstance(node, la.Call):
        return call(node, parts)
    assert isinstance(node, la.Binary)
    return binary(node.operator, parts[0], parts[1])


def binary(operator: str, left: Any, right: Any) -> Any:
    if operator == "/":
        return None if right == 0 else Fraction(left) / right
    results = {
        "==": lambda: left == right,
        "!=": lambda: left != right,
        "<": lambda: left < right,
        "<=": lambda: left <= right,
        ">": lambda: right < left,
        ">=": lambda: right <= left,
        "in": lambda: left in right,
        "not in": lambda: left not in right,
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
    }
    return results[operator]()


def call(node: la.Call, parts: list[Any]) -> Any:
    first = parts[0]
    if node.function in ("latest", "previous", "latest_rate", "previous_rate"):
        return series(node.function, first, parts[-1])
    if node.function == "rank":
        return list(node.order or ()).index(first)
    if node.function == "nth_working_day_after":
        day, left = first, parts[1]
        while left:
            day += timedelta(days=1)
            left -= day.isoweekday() < 6 and day not in HOLIDAYS
        return day
    if node.function == "add_months":
        month = first.month - 1 + parts[1]
        year, month = first.year + month // 12, month % 12 + 1
        return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
    results = {
        "contains": lambda: parts[1] in first,
        "contains_all": lambda: all(item in first for item in parts[1]),
        "contains_any": lambda: any(item in first for item in parts[1]),
        "only": lambda: all(item in parts[1] for item in first),
        "count": lambda: len(set(first)),
        "verdict": lambda: None if first == "unknown" else first,
        "date": lambda: date(*parts),
        "year": lambda: first.year,
        "last_day": lambda: date(first, parts[1] + 1, 1) - timedelta(days=1),
        "days_between": lambda: (parts[1] - first).days,
        "abs": lambda: max(first, 0 - first),
    }
    return results[node.function]()


def series(function: str, values: Mapping[int, Any], divisors: Mapping[int, Any]) -> Any:
    years = sorted(year for year, value in values.items() if value is not None)
    if len(years) < 2:
        return None
    year = years[-1] if function.startswith("latest") else years[-2]
    if not function.endswith("_rate"):
        return values[year]
    return Fraction(values[year], divisors[year]) if divisors.get(year) else None


def outcomes(check: Check, facts: Mapping[str, Any], activity: str | None) -> dict[str, bool | None]:
    """What each clause that counts says, by the naive reading."""
    found: dict[str, bool | None] = {}
    for clause in check.clauses:
        if clause.test is None or (clause.applies_to and activity not in clause.applies_to):
            continue
        applies = True if clause.applies_when is None else read(clause.applies_when, facts, clause)
        if applies is not False:
            found[clause.id] = None if applies is None else read(clause.test, facts, clause)
    return found


def value_of(fact: FactDeclaration) -> st.SearchStrategy[Any]:
    """Any value a fact can have, near the places where answers turn."""
    numbers = st.integers(0, 60) | st.sampled_from([199_999_999, 200_000_000, 1_000_000_001, 10_000_000_000])
    if fact.unit == "year":
        numbers = st.integers(2019, 2026)
    by_type: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": numbers,
        "number": st.sampled_from([0, 40, 49.9, 49.89, 50.1, 50.11, 60]) | st.integers(0, 100),
        "date": st.dates(date(2023, 12, 1), date(2025, 2, 1)),
        "enum": st.sampled_from(fact.values or ("x",)),
        "list": st.lists(st.sampled_from(fact.values or (1,)), max_size=4),
    }
    if fact.type == "map":
        inner = st.sampled_from(fact.values) if fact.items == "enum" else st.integers(0, 12)
        return st.dictionaries(st.integers(2019, 2024), st.none() | inner, max_size=4)
    return by_type[fact.type]


def records(check: Check) -> st.SearchStrategy[dict[str, Any]]:
    """Random facts of a check, each of them perhaps absent or null."""
    return st.fixed_dictionaries({}, optional={fact.name: st.none() | value_of(fact) for fact in check.facts})
