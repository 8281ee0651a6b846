"""A wrong text is refused when it is loaded, with file, clause and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sentra.law import TextError, load_library
from tests.law.texts import toy, written

IDR = {"type": "integer", "unit": "IDR", "basis": "counted"}
IDR_A_MONTH = {"type": "integer", "unit": "IDR/month", "basis": "counted"}
PERSONS = {"type": "integer", "unit": "persons", "basis": "counted"}
ENTERPRISES = {"type": "integer", "unit": "enterprises", "basis": "counted"}
TIER = {"type": "enum", "values": ["small", "large"], "basis": "declared"}
SURE = {"type": "boolean", "basis": "assessed"}


def clause(test: str, facts: dict[str, Any] | None = None, **parameters: Any) -> dict[str, Any]:
    return {"test": test, "facts": facts or {"sure": SURE}, "parameters": parameters}


CONDITIONS: list[tuple[str, dict[str, Any], int, str]] = [
    ("syntax", clause("sure and"), 9, "not a condition"),
    ("unknown name", clause("sure and members >= 20"), 10, "members is neither a fact nor a parameter"),
    ("unknown function", clause("sure and sum(sure)"), 10, "sum() is not a function"),
    ("attribute", clause("sure.real"), 1, "Attribute is not part of the language"),
    ("lambda", clause("(lambda: sure)()"), 1, "only the functions of the language"),
    ("number alone", clause("members", {"members": PERSONS}), 1, "must be true or false"),
    ("number as truth", clause("sure and members", {"sure": SURE, "members": PERSONS}), 10, "expected true or false"),
    ("text against number", clause("members >= 'many'", {"members": PERSONS}), 12, "number of persons cannot be"),
    ("money a month against money", clause("a >= b", {"a": IDR, "b": IDR_A_MONTH}), 6, "IDR cannot be compared"),
    ("persons against enterprises", clause("a == b", {"a": PERSONS, "b": ENTERPRISES}), 6, "persons cannot be"),
    ("persons plus money", clause("a + b > 1", {"a": PERSONS, "b": IDR}), 5, "persons cannot be added to IDR"),
    ("rate against money", clause("a / b > c", {"a": IDR, "b": PERSONS, "c": IDR}), 9, "IDR/persons cannot be"),
    ("undeclared value", clause("tier == 'huge'", {"tier": TIER}), 9, "value not declared: huge"),
    ("undeclared in list", clause("tier in ok", {"tier": TIER}, ok=["small", "tiny"]), 9, "not declared: tiny"),
    ("unordered rank", clause("rank(tier) > 0", {"tier": TIER}), 1, "marked ordered"),
    ("enum by size", clause("tier >= 'small'", {"tier": TIER}), 1, "use rank()"),
    ("arguments", clause("count(tier, tier) > 0", {"tier": TIER}), 1, "count() takes 1 arguments, 2 given"),
    ("no map", clause("latest(a) > 1", {"a": IDR}), 1, "argument 1 must be a map"),
    ("list expected", clause("tier in tier", {"tier": TIER}), 9, "in needs a list"),
    ("point number", clause("a > 1.5", {"a": IDR}), 5, "belongs into the parameters"),
    ("verdict of nothing", clause("verdict(tier) == 'met'", {"tier": TIER}), 1, "lower check's verdict"),
]


@pytest.mark.parametrize(("changes", "column", "message"), [c[1:] for c in CONDITIONS], ids=[c[0] for c in CONDITIONS])
def test_wrong_condition_is_refused_at_its_column(
    tmp_path: Path, changes: dict[str, Any], column: int, message: str
) -> None:
    with pytest.raises(TextError) as refused:
        load_library(written(tmp_path, toy(**changes)))

    error = refused.value
    assert (error.file, error.clause, error.column) == ("toy-1.yaml", "toy-1/1", column)
    assert message in error.message


CLAUSES: list[tuple[str, dict[str, Any], str]] = [
    ("pass that fails", {"pass": {"member_count": 19}}, "the pass example gives false"),
    ("fail that passes", {"fail": {"member_count": 20}}, "the fail example gives true"),
    ("pass that is unknown", {"pass": {}}, "the pass example gives unknown"),
    ("example of a wrong type", {"pass": {"member_count": "many"}}, "the pass example: member_count = 'many'"),
    ("example of another fact", {"fail": {"members": 1}}, "the fail example: members = 1"),
    ("facts as a list", {"facts": ["member_count"]}, "facts must be a mapping"),
    ("no example", {"fail": None}, "needs a fail example"),
    ("unknown key", {"tests": "true"}, "unknown key tests"),
    ("unknown kind", {"kind": "ruling"}, "unknown kind"),
    ("unknown severity", {"severity": "may be"}, "severity 'may be'"),
    ("unknown check", {"check": "toy.other"}, "unknown check toy.other"),
    ("foreign id", {"id": "other-1/1"}, "an id must begin with toy-1/"),
    ("fact without type", {"facts": {"member_count": {"basis": "counted"}}}, "fact member_count: type None"),
    ("fact of no basis", {"facts": {"member_count": {"type": "integer"}}}, "basis None"),
    ("enum without values", {"facts": {"tier": {"type": "enum", "basis": "declared"}}}, "needs its values"),
    ("name twice", {"parameters": {"member_count": 1}}, "both fact and parameter"),
    (
        "value before the law",
        {"parameters": {"min_member_count": {date(2001, 1, 1): 10, date(2003, 1, 1): 20}}},
        "the value from 2001-01-01 is never reached",
    ),
    (
        "values that overlap",
        {"parameters": {"min_member_count": {date(2005, 11, 9): 20, "2005-11-09": 25}}},
        "two values overlap from 2005-11-09",
    ),
    ("impossible date", {"parameters": {"min_member_count": {"2005-02-30": 20}}}, "is not a date"),
    (
        "values of two types",
        {"parameters": {"min_member_count": {date(2005, 11, 9): 20, date(2027, 1, 1): "more"}}},
        "different types",
    ),
    ("year of nothing", {"yearly": {2022: {"max": 1}}}, "max is not a parameter"),
]


@pytest.mark.parametrize(("changes", "message"), [c[1:] for c in CLAUSES], ids=[c[0] for c in CLAUSES])
def test_wrong_clause_is_refused_by_its_id(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    text = toy(**changes)

    with pytest.raises(TextError) as refused:
        load_library(written(tmp_path, text))

    error = refused.value
    assert (error.file, error.clause) == ("toy-1.yaml", text["clauses"][0]["id"])
    assert message in error.message


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    text = toy()
    text["clauses"].append(text["clauses"][0])

    with pytest.raises(TextError, match="the id is given twice"):
        load_library(written(tmp_path, text))


def test_a_check_given_twice_is_refused(tmp_path: Path) -> None:
    text = toy()
    text["checks"].append(text["checks"][0])

    with pytest.raises(TextError, match=r"toy\.check: the check is given twice"):
        load_library(written(tmp_path, text))


def test_checks_that_require_each_other_are_refused(tmp_path: Path) -> None:
    text = toy()
    first = text["checks"][0]
    text["checks"] = [{**first, "requires": "toy.b"}, {**first, "id": "toy.b", "clauses": [], "requires": "toy.check"}]

    with pytest.raises(TextError, match=r"requires runs in a circle: toy\.check → toy\.b → toy\.check"):
        load_library(written(tmp_path, text))


def test_a_check_that_forgets_a_clause_is_refused(tmp_path: Path) -> None:
    text = toy()
    text["checks"][0]["clauses"] = []

    with pytest.raises(TextError, match="clauses of this check that it does not list: toy-1/1"):
        load_library(written(tmp_path, text))


def test_a_key_given_twice_is_refused_with_line_and_column(tmp_path: Path) -> None:
    path = written(tmp_path, toy())
    content = path.read_text(encoding="utf-8").replace("min_member_count: 20", "{2005-11-09: 20, 2005-11-09: 25}")
    path.write_text(content.replace("parameters:\n    {", "parameters:\n    min_member_count: {"), encoding="utf-8")

    with pytest.raises(TextError, match="values may not overlap") as refused:
        load_library(path)

    assert refused.value.column == 40


def test_a_folder_without_identity_is_refused(tmp_path: Path) -> None:
    (tmp_path / "01.yaml").write_text("clauses: []", encoding="utf-8")

    with pytest.raises(TextError, match="no regulation: identity"):
        load_library(tmp_path)


def test_the_toy_itself_is_accepted(tmp_path: Path) -> None:
    loaded = load_library(written(tmp_path, toy()))

    assert [clause.id for clause in loaded.clauses] == ["toy-1/1"]
