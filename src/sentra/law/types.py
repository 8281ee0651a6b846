"""The types and units that facts, parameters and conditions have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

Dimension = tuple[tuple[str, int], ...]
VERDICTS = ("met", "not_met", "unknown")
_PAPERS = frozenset({"forms", "reports", "documents"})
_COUNTED = frozenset({"persons", "people", "enterprises", "IKM", "PUMK", "sentra"})
FACT_KINDS = ("boolean", "integer", "number", "date", "enum", "list", "map")


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is.

    ``kind`` is one of boolean, number, date, enum, text, list, map, any. ``unit`` None fits every unit.
    ``values`` are the values an enum declares, or the only ones a text or number can take.
    ``item`` is the type of a list's items or of a map's values (a map's keys are calendar years).
    """

    kind: str
    unit: Dimension | None = None
    values: tuple[object, ...] | None = None
    ordered: bool = False
    integer: bool = False
    item: Type | None = None

    def __str__(self) -> str:
        if self.kind in ("list", "map") and self.item is not None:
            return f"{self.kind} of {self.item}"
        if self.kind == "number" and self.unit:
            return f"number of {write_unit(self.unit)}"
        return self.kind

    @property
    def named(self) -> str:
        """The type within a sentence: "an enum", "a number of persons"."""
        return f"{'an' if str(self)[0] in 'aeiou' else 'a'} {self}"


BOOLEAN = Type("boolean")
DATE = Type("date")
ANY = Type("any")
LEGAL_VERDICT = Type("enum", values=("met", "not_met"))


def read_unit(text: str | None) -> Dimension | None:
    """Return the dimension of a written unit such as ``IDR/month``; None stays None (fits every unit)."""
    if text is None:
        return None
    numerator, *denominators = [part.strip() for part in text.split("/")]
    return _normal([(numerator, 1), *((part, -1) for part in denominators)])


def write_unit(unit: Dimension | None) -> str | None:
    """Return a dimension as written in the texts: ``IDR/month``."""
    if unit is None:
        return None
    over = [name for name, power in unit if power > 0 for _ in range(power)]
    under = [name for name, power in unit if power < 0 for _ in range(-power)]
    return "/".join(["*".join(over) or "1", *under])


def units_agree(left: Dimension | None, right: Dimension | None) -> bool:
    """Return whether two values of these units may be compared.

    Papers (forms, reports, documents) are made one for each person or enterprise, so their number may be held
    against the number of what they are made for; nothing else of different units may.
    """
    if left is None or right is None or left == right:
        return True
    names = {write_unit(left) or "", write_unit(right) or ""}
    return len(names & _PAPERS) == 1 and len(names & _COUNTED) == 1


def multiply_units(left: Dimension | None, right: Dimension | None, sign: int = 1) -> Dimension | None:
    """Return the unit of a product (``sign`` 1) or of a quotient (``sign`` -1)."""
    if left is None or right is None:
        return None
    return _normal([*left, *((name, power * sign) for name, power in right)])


def _normal(parts: Iterable[tuple[str, int]]) -> Dimension:
    powers: dict[str, int] = {}
    for name, power in parts:
        powers[name] = powers.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def type_of_values(values: Sequence[object], unit: Dimension | None = None) -> Type:
    """Return the common type of the values a parameter takes over time."""
    types = [_type_of(value, unit) for value in values]
    first = types[0]
    if any(other.kind != first.kind for other in types):
        return ANY
    if first.kind == "list":
        items = [item for value in values for item in _items(value)]
        return Type("list", item=type_of_values(items, unit) if items else ANY)
    if first.kind in ("text", "number"):
        return Type(first.kind, unit=unit, values=tuple(dict.fromkeys(values)), integer=first.integer)
    return first


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple)) else ()


def _type_of(value: object, unit: Dimension | None) -> Type:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, (int, Fraction, float, Decimal)):
        return Type("number", unit=unit, integer=isinstance(value, int))
    if isinstance(value, str):
        return Type("text")
    if isinstance(value, date):
        return DATE
    if isinstance(value, (list, tuple)):
        return Type("list")
    return ANY


def fact_type(spec: Mapping[str, object]) -> Type:
    """Return the type that a fact's declaration gives.

    Raises ValueError, in words, when the declaration is incomplete or names an unknown type.
    """
    kind = spec.get("type")
    if kind not in FACT_KINDS:
        raise ValueError(f"type {kind!r} is not one of {', '.join(FACT_KINDS)}")
    unit = read_unit(_optional_text(spec, "unit"))
    if kind == "list":
        return Type("list", item=_element(spec, "items", unit))
    if kind == "map":
        if spec.get("key") != "year":
            raise ValueError("a map needs key: year")
        return Type("map", item=_element(spec, "value", unit))
    return _scalar(str(kind), spec, unit)


def _element(spec: Mapping[str, object], key: str, unit: Dimension | None) -> Type:
    kind = spec.get(key)
    if kind not in ("enum", "integer", "number"):
        raise ValueError(f"{spec.get('type')} needs {key}: enum, integer or number")
    return _scalar(str(kind), spec, unit)


def _scalar(kind: str, spec: Mapping[str, object], unit: Dimension | None) -> Type:
    values = spec.get("values")
    if kind == "enum":
        if not isinstance(values, list) or not values:
            raise ValueError("an enum needs its values")
        if len(set(values)) != len(values):
            raise ValueError("an enum names a value twice")
        return Type("enum", values=tuple(values), ordered=spec.get("ordered") is True)
    if kind in ("integer", "number"):
        listed = tuple(values) if isinstance(values, list) else None
        return Type("number", unit=unit, values=listed, integer=kind == "integer")
    return Type(kind)


def _optional_text(spec: Mapping[str, object], key: str) -> str | None:
    value = spec.get(key)
    return None if value is None else str(value)


def united(first: Type, second: Type) -> Type:
    """Return the one type of a fact declared twice within a check: enum values are united.

    Raises ValueError when the declarations contradict each other.
    """
    if first == second:
        return first
    same = (first.kind, first.unit, first.ordered, first.integer) == (
        second.kind,
        second.unit,
        second.ordered,
        second.integer,
    )
    if not same or (first.item is None) != (second.item is None):
        raise ValueError(f"declared as {first} and as {second}")
    if first.ordered:
        raise ValueError("an ordered enum must declare the same values everywhere within a check")
    item = united(first.item, second.item) if first.item and second.item else None
    values = None
    if first.values is not None and second.values is not None:
        values = tuple(dict.fromkeys([*first.values, *second.values]))
    return Type(first.kind, first.unit, values, first.ordered, first.integer, item)


def exact(value: object) -> object:
    """Return a number without its binary rounding: a float or decimal becomes the fraction it is written as."""
    if isinstance(value, (float, Decimal)):
        number = Fraction(str(value))
        return number.numerator if number.denominator == 1 else number
    if isinstance(value, list):
        return tuple(exact(item) for item in value)
    return value
