"""Reads the values a clause sets: plain, dated, with a unit, or for single years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sentra.law.clauses import Parameter, ParameterValue
from sentra.law.types import ANY, BOOLEAN, exact, read_unit, type_of_values

Period = tuple[date, date | None]


def read_parameters(raw: Mapping[str, Any], period: Period) -> dict[str, Parameter]:
    """Return a clause's parameters.

    ``period`` is the regulation's time in force. A value is written plainly (``20``), dated
    (``{2005-11-09: 20, 2027-01-01: 25}``) or with its unit and instrument (``{value: 20, unit: enterprises,
    source: ...}``, where the value may be dated); ``yearly`` holds values of single years. Raises ValueError,
    in words, for values that overlap, change their type or lie outside the time in force.
    """
    declared = raw.get("parameters") or {}
    if not isinstance(declared, Mapping):
        raise ValueError("parameters must be a mapping")
    yearly = _yearly(raw.get("yearly") or {}, declared, period)
    return {
        str(name): _parameter(str(name), value, yearly.get(str(name), {}), period) for name, value in declared.items()
    }


def _parameter(name: str, raw: Any, yearly: Mapping[int, ParameterValue], period: Period) -> Parameter:
    unit, source = None, None
    if isinstance(raw, Mapping) and "value" in raw:
        unknown = set(raw) - {"value", "unit", "source"}
        if unknown:
            raise ValueError(f"{name}: unknown key {', '.join(sorted(map(str, unknown)))}")
        unit, source, raw = read_unit(raw.get("unit")), raw.get("source"), raw["value"]
    dated = _dated(name, raw, period) if isinstance(raw, Mapping) else {period[0]: raw}
    steps = tuple(ParameterValue(name, exact(dated[day]), day, source) for day in sorted(dated))
    values = [value.value for value in (*steps, *yearly.values())]
    kind = ANY if any(value is None for value in values) else type_of_values(values, unit)
    if kind == ANY and len(values) > 1:
        raise ValueError(f"{name}: its values over time are of different types")
    return Parameter(name, kind if kind.kind != "boolean" else BOOLEAN, steps, yearly)


def _dated(name: str, raw: Mapping[Any, Any], period: Period) -> dict[date, Any]:
    values: dict[date, Any] = {}
    for key, value in raw.items():
        day = _day(name, key)
        if day in values:
            raise ValueError(f"{name}: two values overlap from {day.isoformat()}")
        values[day] = value
    if not values:
        raise ValueError(f"{name}: no value given")
    days = sorted(values)
    for day, following in zip(days, [*days[1:], None], strict=True):
        _require_reachable(name, day, following, period)
    return values


def _day(name: str, key: Any) -> date:
    if isinstance(key, date):
        return key
    try:
        return date.fromisoformat(str(key))
    except ValueError:
        raise ValueError(f"{name}: {key!r} is not a date") from None


def _require_reachable(name: str, start: date, following: date | None, period: Period) -> None:
    since, until = period
    if (until is not None and start > until) or (following is not None and following <= since):
        raise ValueError(f"{name}: the value from {start.isoformat()} is never reached")


def _yearly(
    raw: Mapping[Any, Any], declared: Mapping[Any, Any], period: Period
) -> dict[str, dict[int, ParameterValue]]:
    result: dict[str, dict[int, ParameterValue]] = {}
    for year, values in raw.items():
        if not isinstance(year, int) or not isinstance(values, Mapping):
            raise ValueError("yearly must map a calendar year to its values")
        if not date.min.year <= year < date.max.year:
            raise ValueError(f"yearly: {year} is not a calendar year")
        _require_reachable(f"yearly {year}", date(year, 1, 1), date(year + 1, 1, 1), period)
        source = values.get("source")
        for name, value in values.items():
            if name == "source":
                continue
            if name not in declared:
                raise ValueError(f"yearly {year}: {name} is not a parameter of this clause")
            given = ParameterValue(str(name), exact(value), date(year, 1, 1), source)
            result.setdefault(str(name), {})[year] = given
    return result
