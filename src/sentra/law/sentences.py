"""Conditions as sentences in Indonesian and English, with their values and units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_decimal

from sentra.law.language import (
    And,
    Arithmetic,
    Binary,
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
from sentra.law.types import write_unit
from sentra.law.wording import LOCALES, OPERATORS, THRESHOLDS, UNITS, WORDS

if TYPE_CHECKING:
    from sentra.law.clauses import Clause, FactDeclaration
    from sentra.law.verdict import Measurement

_DECIMALS = "#,##0.##"


def number_text(value: Any, unit: str | None = None, lang: str = "id") -> str:
    """Return a number with its unit: ``Rp200.000.000 per bulan``, ``20 usaha``, ``12,5%``.

    Fractions are shown to two decimals; comparisons never use this text.
    """
    if unit == "year":
        return str(value)
    shown = float(value) if isinstance(value, Fraction) else value
    digits = format_decimal(shown, format=_DECIMALS, locale=LOCALES[lang])
    if isinstance(value, Fraction) and unit and unit.startswith("IDR"):
        digits = format_decimal(shown, format="#,##0.00", locale=LOCALES[lang])
    if unit is None or unit == "rank":
        return digits
    money, _, per = unit.partition("/")
    if money == "IDR":
        return f"Rp{digits}{_per(per, lang)}"
    return f"{digits}{_unit_text(unit, lang)}"


def _unit_text(unit: str, lang: str) -> str:
    if unit in ("%", "percent"):
        return "%"
    counted, _, per = unit.partition("/")
    return f" {UNITS[lang].get(counted, counted)}".rstrip() + _per(per, lang)


def _per(per: str, lang: str) -> str:
    return "".join(f" {WORDS[lang]['per']} {UNITS[lang].get(unit, unit)}" for unit in per.split("/") if unit)


def value_text(value: Any, unit: str | None = None, lang: str = "id") -> str:
    """Return any value of the language as text: yes or no, numbers, dates, lists."""
    if value is None:
        return WORDS[lang]["unknown"]
    if isinstance(value, bool):
        return WORDS[lang]["yes" if value else "no"]
    if isinstance(value, date):
        return format_date(value, "d MMMM y", locale=LOCALES[lang])
    if isinstance(value, (int, float, Fraction)):
        return number_text(value, unit, lang)
    if isinstance(value, Mapping):
        return "; ".join(f"{year}: {value_text(item, unit, lang)}" for year, item in sorted(value.items()))
    if isinstance(value, (list, tuple, frozenset)):
        return enumerated([value_text(item, unit, lang) for item in value], "or", lang)
    return str(value).replace("_", " ")


def fact_value_text(fact: FactDeclaration, value: Any, lang: str = "id") -> str:
    """Return a fact's value as people read it, enum values by their labels."""
    if value is None:
        return WORDS[lang]["unknown"]
    if fact.type == "enum":
        return fact.value_label(value, lang)
    if fact.type == "list":
        return enumerated([_item_text(fact, item, lang) for item in value], "and", lang)
    if fact.type == "map" and fact.items == "enum":
        return "; ".join(f"{year}: {fact.value_label(item, lang)}" for year, item in sorted(value.items()))
    return value_text(value, fact.unit, lang)


def _item_text(fact: FactDeclaration, item: Any, lang: str) -> str:
    return fact.value_label(item, lang) if fact.items == "enum" else value_text(item, fact.unit, lang)


def measurement_text(pair: Measurement, lang: str = "id") -> str:
    """Return a measured value against its threshold: ``19 / minimal 20 usaha``."""
    labels = pair.labels.get(lang, {})

    def shown(value: Any, unit: str | None) -> str:
        if isinstance(value, (tuple, list)):
            return enumerated([shown(item, unit) for item in value], "or", lang)
        return labels[value] if isinstance(value, str) and value in labels else value_text(value, unit, lang)

    stands_alone = pair.unit is None or pair.unit.startswith(("IDR", "%", "percent")) or pair.unit == "year"
    measured = shown(pair.measured, pair.unit if stands_alone else None)
    return f"{measured} / {THRESHOLDS[lang][pair.operator].format(shown(pair.threshold, pair.unit))}"


def clause_sentence(clause: Clause, lang: str = "id") -> str | None:
    """Return a clause's condition as one sentence with the values of its day, or None without a condition."""
    if clause.condition is None:
        return None
    teller = Teller(clause, lang)
    sentence = teller.tell(clause.condition)
    if clause.applies_when is not None:
        sentence = WORDS[lang]["if_then"].format(teller.tell(clause.applies_when), sentence)
    return f"{sentence[0].upper()}{sentence[1:]}."


def enumerated(items: list[str], joiner: str, lang: str) -> str:
    """Return items as an enumeration: ``a``, ``a dan b``, ``a, b, dan c``; ``joiner`` is ``and`` or ``or``."""
    if not items:
        return WORDS[lang]["nothing"]
    if len(items) == 1:
        return items[0]
    comma = "," if len(items) > 2 else ""
    return f"{', '.join(items[:-1])}{comma} {WORDS[lang][joiner]} {items[-1]}"


@dataclass(frozen=True)
class Teller:
    """Tells one clause's tree; holds the names and values it speaks of."""

    clause: Clause
    lang: str

    def tell(self, node: Node) -> str:
        """Return a condition as a clause of a sentence."""
        words = WORDS[self.lang]
        if isinstance(node, (And, Or)):
            joiner = "and" if isinstance(node, And) else "or"
            parts = [
                f"({self.tell(part)})" if isinstance(part, (And, Or)) else self.tell(part) for part in node.operands
            ]
            return f" {words[joiner]} ".join(parts)
        if isinstance(node, Not):
            if isinstance(node.operand, Fact):
                return words["is_not_so"].format(self.name(node.operand))
            return words["not_so"].format(self.tell(node.operand))
        if isinstance(node, Comparison):
            return self._comparison(node)
        if isinstance(node, Membership):
            return self._membership(node)
        if isinstance(node, Fact):
            return words["is_so"].format(self.name(node))
        return self.name(node)

    def _comparison(self, node: Comparison) -> str:
        left, right, operator = node.left, node.right, node.operator
        if left.type.kind == "boolean" and isinstance(right, Constant):
            wanted = (operator == "==") is (right.value is True)
            return WORDS[self.lang]["is_so" if wanted else "is_not_so"].format(self.name(left))
        return OPERATORS[self.lang][operator].format(self.name(left), self.value(right, left))

    def _membership(self, node: Membership) -> str:
        operator = node.operator
        values = self.clause.values[node.right.name].value if isinstance(node.right, Parameter) else None
        if values is not None and len(values) == 1:
            operator = "==" if operator == "in" else "!="
        among = self.value(node.right, node.left, joiner="or")
        return OPERATORS[self.lang][operator].format(self.name(node.left), among)

    def name(self, node: Node) -> str:
        """Return a part of a condition as a noun phrase."""
        if isinstance(node, Fact):
            return _lowered(self.clause.fact(node.name).label(self.lang).removesuffix(" (Rp)"))
        if isinstance(node, Binary):
            return self._binary(node)
        if isinstance(node, Negative):
            return f"-{self.name(node.operand)}"
        if isinstance(node, Call):
            return self._call(node)
        return self.value(node, None)

    def _binary(self, node: Binary) -> str:
        if not isinstance(node, Arithmetic):
            return self.tell(node)
        sign = {"+": "+", "-": "−", "*": "×", "/": "÷"}[node.operator]
        sides = [
            f"({self.name(side)})" if isinstance(side, Arithmetic) else self.value(side, other)
            for side, other in ((node.left, node.right), (node.right, node.left))
        ]
        return f"{sides[0]} {sign} {sides[1]}"

    def _call(self, node: Call) -> str:
        subject: Node | None = next((argument for argument in node.arguments if isinstance(argument, Fact)), None)
        if node.function == "rank" and not node.facts():
            return WORDS[self.lang]["rank"].format(self._ranked(node))
        joiner = "or" if node.function in ("contains_any", "only") else "and"
        names = [
            self.name(argument)
            if isinstance(argument, (Fact, Call, Arithmetic))
            else self.value(argument, subject, joiner=joiner)
            for argument in node.arguments
        ]
        return WORDS[self.lang][node.function].format(*names)

    def _ranked(self, node: Call) -> str:
        """A level that the law names, by the label of the fact whose levels they are."""
        value = self.clause.values[node.arguments[0].name].value if isinstance(node.arguments[0], Parameter) else None
        if isinstance(node.arguments[0], Constant):
            value = node.arguments[0].value
        fact = next((fact for fact in self.clause.facts if fact.ordered and fact.values == node.order), None)
        return value_text(value, None, self.lang) if fact is None else fact.value_label(value, self.lang)

    def value(self, node: Node, beside: Node | None, joiner: str = "or") -> str:
        """Return a value in the unit, or with the enum labels, of what it stands beside."""
        if isinstance(node, ListOf):
            return enumerated([self.value(item, beside) for item in node.items], joiner, self.lang)
        if isinstance(node, Parameter):
            value = self.clause.values[node.name].value
        elif isinstance(node, Constant):
            value = node.value
        else:
            return self.name(node)
        label = self._labeller(beside)
        if isinstance(value, (list, tuple)):
            return enumerated([label(item) for item in value], joiner, self.lang)
        return label(value)

    def _labeller(self, beside: Node | None) -> Callable[[Any], str]:
        if beside is None:
            return lambda value: value_text(value, None, self.lang)
        names = beside.facts()
        fact = self.clause.fact(names[0]) if len(names) == 1 else None
        if fact is not None and fact.values and (fact.type == "enum" or fact.items == "enum"):
            return lambda value: (
                fact.value_label(value, self.lang) if isinstance(value, str) else value_text(value, None, self.lang)
            )
        unit = write_unit(beside.type.unit)
        return lambda value: value_text(value, unit, self.lang)


def _lowered(label: str) -> str:
    """A label inside a sentence: lower case at its start, unless it begins with an abbreviation."""
    first = label.split()[0] if label.split() else ""
    return label if first[1:] != first[1:].lower() else f"{label[:1].lower()}{label[1:]}"
