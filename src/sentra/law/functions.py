"""The functions of the language: what they take, what they give, how they are computed.

Each computes on known values only; an unknown argument makes the result unknown before the function is
asked, except ``on_time``, which receives unknowns as None.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sentra.law.calendar import add_months, nth_working_day_after
from sentra.law.errors import ConditionError
from sentra.law.types import ANY, BOOLEAN, DATE, LEGAL_VERDICT, Type, multiply_units, read_unit, write_unit

Rule = Callable[[Sequence[Type], int], Type]


def _kind_error(position: int, wanted: str, found: Type, column: int) -> ConditionError:
    return ConditionError(f"argument {position + 1} must be a {wanted}, this is {found.named}", column)


def _takes(kinds: Sequence[str], result: Type) -> Rule:
    def rule(types: Sequence[Type], column: int) -> Type:
        for position, (wanted, found) in enumerate(zip(kinds, types, strict=True)):
            if wanted != found.kind:
                raise _kind_error(position, wanted, found, column)
        return result

    return rule


def _list_and_item(types: Sequence[Type], column: int) -> Type:
    _require_list(types[0], 0, column)
    _require_fits(types[0], types[1], column)
    return BOOLEAN


def _two_lists(types: Sequence[Type], column: int) -> Type:
    for position, found in enumerate(types):
        _require_list(found, position, column)
    _require_fits(types[0], types[1].item or ANY, column)
    return BOOLEAN


def _require_list(found: Type, position: int, column: int) -> None:
    if found.kind != "list":
        raise _kind_error(position, "list", found, column)


def _require_fits(container: Type, item: Type, column: int) -> None:
    inner = container.item or ANY
    words = {"enum", "text"}
    if inner.kind != item.kind and not {inner.kind, item.kind} <= words:
        raise ConditionError(f"a {container} cannot hold a {item}", column)
    if inner.values is not None and item.values is not None:
        unknown = [str(value) for value in item.values if value not in inner.values]
        if unknown:
            raise ConditionError(f"value not declared: {', '.join(unknown)}", column)


def _map_value(types: Sequence[Type], column: int) -> Type:
    if types[0].kind != "map":
        raise _kind_error(0, "map", types[0], column)
    return types[0].item or ANY


def _map_rate(types: Sequence[Type], column: int) -> Type:
    units = []
    for position, found in enumerate(types):
        if found.kind != "map" or found.item is None or found.item.kind != "number":
            raise _kind_error(position, "map of numbers", found, column)
        units.append(found.item.unit)
    return Type("number", unit=multiply_units(units[0], units[1], -1))


def _same_number(types: Sequence[Type], column: int) -> Type:
    if types[0].kind != "number":
        raise _kind_error(0, "number", types[0], column)
    return Type("number", unit=types[0].unit, integer=types[0].integer)


def _calendar_parts(result: Type) -> Rule:
    def rule(types: Sequence[Type], column: int) -> Type:
        for position, found in enumerate(types):
            if found.kind != "number":
                raise _kind_error(position, "number", found, column)
        if types[0].unit not in (None, read_unit("year")):
            raise ConditionError(f"a year is needed, these are {write_unit(types[0].unit)}", column)
        return result

    return rule


def _verdict_of(types: Sequence[Type], column: int) -> Type:
    if types[0].kind != "enum" or set(types[0].values or ()) != {"met", "not_met", "unknown"}:
        raise _kind_error(0, "fact holding a lower check's verdict", types[0], column)
    return LEGAL_VERDICT


_RULES: dict[str, tuple[int, Rule]] = {
    "contains": (2, _list_and_item),
    "contains_all": (2, _two_lists),
    "contains_any": (2, _two_lists),
    "only": (2, _two_lists),
    "count": (1, _takes(("list",), Type("number", integer=True))),
    "latest": (1, _map_value),
    "previous": (1, _map_value),
    "latest_rate": (2, _map_rate),
    "previous_rate": (2, _map_rate),
    "verdict": (1, _verdict_of),
    "date": (3, _calendar_parts(DATE)),
    "last_day": (2, _calendar_parts(DATE)),
    "year": (1, _takes(("date",), Type("number", unit=read_unit("year"), integer=True))),
    "add_months": (2, _takes(("date", "number"), DATE)),
    "days_between": (2, _takes(("date", "date"), Type("number", unit=read_unit("days"), integer=True))),
    "nth_working_day_after": (2, _takes(("date", "number"), DATE)),
    "on_time": (3, _takes(("date", "date", "date"), BOOLEAN)),
    "abs": (1, _same_number),
}
NAMES = (*_RULES, "rank")


def result_type(
    function: str, types: Sequence[Type], column: int, facts: Sequence[Type]
) -> tuple[Type, tuple[object, ...] | None]:
    """Return the type a call gives and, for ``rank``, the order it counts in.

    ``facts`` are the types of the facts in reach: a parameter has the rank of the one ordered enum that
    declares its value. Raises :class:`ConditionError` for an unknown function or wrong arguments.
    """
    if function not in NAMES:
        raise ConditionError(f"{function}() is not a function of the language", column)
    wanted = 1 if function == "rank" else _RULES[function][0]
    if len(types) != wanted:
        raise ConditionError(f"{function}() takes {wanted} arguments, {len(types)} given", column)
    if function == "rank":
        return Type("number", unit=read_unit("rank"), integer=True), _order(types[0], column, facts)
    return _RULES[function][1](types, column), None


def _order(found: Type, column: int, facts: Sequence[Type]) -> tuple[object, ...]:
    if found.kind == "enum":
        if not found.ordered or found.values is None:
            raise ConditionError("rank() needs an enum that is marked ordered", column)
        return found.values
    if found.kind != "text" or found.values is None:
        raise ConditionError(f"rank() needs an enum, this is {found.named}", column)
    scalars = [fact.item or fact for fact in facts]
    orders = {
        fact.values
        for fact in scalars
        if fact.ordered and fact.values is not None and set(found.values) <= set(fact.values)
    }
    if len(orders) != 1:
        names = ", ".join(str(value) for value in found.values)
        raise ConditionError(f"value not declared in exactly one ordered enum: {names}", column)
    return orders.pop()


def observed(series: Mapping[Any, Any]) -> list[tuple[int, Any]]:
    """Return the years with a value, the most recent first."""
    known = [(int(year), value) for year, value in series.items() if value is not None]
    return sorted(known, reverse=True)


def _nth_observation(position: int) -> Callable[[Mapping[Any, Any]], Any]:
    def value(series: Mapping[Any, Any]) -> Any:
        years = observed(series)
        return years[position][1] if len(years) > 1 else None

    return value


def _nth_rate(position: int) -> Callable[[Mapping[Any, Any], Mapping[Any, Any]], Any]:
    def rate(series: Mapping[Any, Any], divisors: Mapping[Any, Any]) -> Any:
        years = observed(series)
        if len(years) < 2:
            return None
        year, value = years[position]
        divisor = dict(observed(divisors)).get(year)
        return Fraction(value) / Fraction(divisor) if divisor else None

    return rate


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _on_calendar(compute: Callable[..., date]) -> Callable[..., date | None]:
    """A day that no calendar has (a year 0, a 31 April) is unknown, never an error at the gate."""

    def found(*values: Any) -> date | None:
        try:
            return compute(*values)
        except (ValueError, OverflowError):
            return None

    return found


COMPUTE: dict[str, Callable[..., Any]] = {
    "contains": lambda items, item: item in items,
    "contains_all": lambda items, wanted: set(wanted) <= set(items),
    "contains_any": lambda items, wanted: not set(wanted).isdisjoint(items),
    "only": lambda items, allowed: set(items) <= set(allowed),
    "count": lambda items: len(set(items)),
    "latest": _nth_observation(0),
    "previous": _nth_observation(1),
    "latest_rate": _nth_rate(0),
    "previous_rate": _nth_rate(1),
    "verdict": lambda verdict: None if verdict == "unknown" else verdict,
    "date": _on_calendar(date),
    "last_day": _on_calendar(_last_day),
    "year": lambda day: day.year,
    "add_months": _on_calendar(add_months),
    "days_between": lambda start, end: (end - start).days,
    "abs": abs,
    "nth_working_day_after": _on_calendar(nth_working_day_after),
}


def on_time(submitted: date | None, as_of: date | None, due: date | None) -> bool | None:
    """Return whether something came in time; not submitted is late only once ``as_of`` is past ``due``."""
    if due is None:
        return None
    if submitted is not None:
        return submitted <= due
    return False if as_of is not None and as_of > due else None
