"""A provision's values as people read them: what each one limits, and the value in words.

A value that a condition uses is named after what it is compared with ("Jumlah anggota UKM: minimal 20 usaha"); the
others by the ``parameters`` section of the regulation's language files, and words among values by ``values``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentra.law.clauses import Clause, ParameterValue
from sentra.law.errors import UnknownName
from sentra.law.language import Call, Comparison, Fact, Membership, Node, Parameter
from sentra.law.regulation import Regulation
from sentra.law.sentences import Teller, enumerated, value_text
from sentra.law.types import write_unit
from sentra.law.wording import THRESHOLDS

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
# The unit a name ends with, where the text names no unit.
_UNIT_OF_NAME = {"_idr": "IDR", "_pct": "%", "year": "year", "_since": "year"}
_ANY_OF = ("contains_any", "only")


@dataclass(frozen=True)
class ToldValue:
    """One value of a provision: its label, its words, and since when and by which instrument it holds."""

    name: str
    label: str
    text: str
    since: date
    source: str | None


def told_values(regulation: Regulation, clause: Clause, lang: str = "id") -> list[ToldValue]:
    """Return the values of a clause's day in words, in the order of the text."""
    told = []
    for value in clause.values.values():
        label, text = _in_condition(regulation, clause, value.name, lang) or _by_name(regulation, clause, value, lang)
        source = _words(regulation, "values", value.source, lang) or value.source if value.source else None
        told.append(ToldValue(value.name, f"{label[:1].upper()}{label[1:]}", text, value.since, source))
    return told


def _in_condition(regulation: Regulation, clause: Clause, name: str, lang: str) -> tuple[str, str] | None:
    """Label and words of a value from the part of the condition that uses it; None where no condition does.

    A value that is only one part of what is compared goes by its own words, where the text gives some.
    """
    teller = Teller(clause, lang)
    for node in _deciding(clause):
        if isinstance(node, (Comparison, Membership)):
            left, right = _unranked(node.left), _unranked(node.right)
            if _is(right, name):
                return teller.name(left), _limit(teller, _of_one(clause, node), right, left)
            if _is(left, name):
                operator = _MIRRORED.get(node.operator, node.operator)
                return teller.name(right), _limit(teller, operator, left, right)
        if isinstance(node, Call) and any(_is(argument, name) for argument in node.arguments):
            subject = next((argument for argument in node.arguments if isinstance(argument, Fact)), None)
            value = next(argument for argument in node.arguments if _is(argument, name))
            if subject is not None and subject.type.kind == "list":
                joiner = "or" if node.function in _ANY_OF else "and"
                return teller.name(subject), teller.value(value, subject, joiner=joiner)
    within = next((node for node in _deciding(clause) if name in node.parameters()), None)
    if within is None or _words(regulation, "parameters", name, lang):
        return None
    return teller.tell(within), _plain(clause, name, lang)


def _deciding(clause: Clause) -> Iterator[Node]:
    """The parts of the conditions that are true or false by themselves, without those that join others."""
    for tree in (clause.condition, clause.applies_when):
        for node in tree.walk() if tree is not None else ():
            if isinstance(node, (Comparison, Membership, Call)) and node.type.kind == "boolean":
                yield node


def _of_one(clause: Clause, node: Comparison | Membership) -> str:
    """The operator; to be in a list of one is to be that one."""
    among = clause.values[node.right.name].value if isinstance(node.right, Parameter) else ()
    if isinstance(node, Membership) and len(among) == 1:
        return "==" if node.operator == "in" else "!="
    return node.operator


def _unranked(node: Node) -> Node:
    """What a level is the level of: levels are told by the labels of the fact that declares them."""
    return node.arguments[0] if isinstance(node, Call) and node.function == "rank" else node


def _is(node: Node, name: str) -> bool:
    return isinstance(node, Parameter) and node.name == name


def _limit(teller: Teller, operator: str, value: Node, beside: Node) -> str:
    return THRESHOLDS[teller.lang][operator].format(teller.value(value, beside)).strip()


def _plain(clause: Clause, name: str, lang: str) -> str:
    unit = write_unit(clause.parameters[name].type.unit) or next(
        (unit for ending, unit in _UNIT_OF_NAME.items() if name.endswith(ending)), None
    )
    return value_text(clause.values[name].value, unit, lang)


def _by_name(regulation: Regulation, clause: Clause, value: ParameterValue, lang: str) -> tuple[str, str]:
    label = _words(regulation, "parameters", value.name, lang) or value.name.replace("_", " ")
    if not isinstance(value.value, (list, tuple, str)):
        return label, _plain(clause, value.name, lang)
    items = [value.value] if isinstance(value.value, str) else list(value.value)
    return label, enumerated([_item(regulation, item, lang) for item in items], "and", lang)


def _item(regulation: Regulation, item: Any, lang: str) -> str:
    """A word, a check by its title, a date or a number; names of instruments stay as they are."""
    if not isinstance(item, str):
        return value_text(item, None, lang)
    if item in regulation.checks:
        return regulation.checks[item].titles[lang]
    try:
        return value_text(date.fromisoformat(item), None, lang)
    except ValueError:
        return _words(regulation, "values", item, lang) or item.replace("_", " ")


def _words(regulation: Regulation, section: str, name: str, lang: str) -> str:
    try:
        return regulation.words(section, name, lang)
    except UnknownName:
        return ""
