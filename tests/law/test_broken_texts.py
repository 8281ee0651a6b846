"""Broken texts, one mistake each: every one is refused when it is loaded, naming file, clause, column and reason.

The whole message is compared: it is what the author of a text reads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sentra.law import TextError, load_library
from tests.law.texts import toy, written

COUNT = {"type": "integer", "unit": "enterprises", "basis": "counted"}
PERSONS = {"type": "integer", "unit": "persons", "basis": "counted"}
LIST = {"type": "list", "items": "enum", "values": ["a", "b"], "basis": "recorded"}
ENUM = {"type": "enum", "values": ["a", "b"], "basis": "recorded"}
DAY = {"type": "date", "basis": "recorded"}
YEAR = {"type": "integer", "unit": "year", "basis": "recorded"}

Text = dict[str, Any]


def clause(test: str, facts: dict[str, Any] | None = None, **more: Any) -> Text:
    return toy(test=test, facts=facts or {"member_count": COUNT}, **more)


def check(**changes: Any) -> Text:
    text = toy()
    text["checks"][0].update(changes)
    return text


def identity(**changes: Any) -> Text:
    text = toy()
    text["regulation"].update(changes)
    return text


def two_checks() -> Text:
    """Two checks that require each other."""
    text = check(requires="toy.second")
    text["checks"].append({**text["checks"][0], "id": "toy.second", "clauses": [], "requires": "toy.check"})
    return text


def twice() -> Text:
    text = toy()
    text["clauses"].append(text["clauses"][0])
    return text


BROKEN: dict[str, tuple[Callable[[], Text], str]] = {
    "unknown fact": (
        lambda: clause("member_count >= 20 and workers >= 40"),
        "toy-1/1, column 24: test: workers is neither a fact nor a parameter of this clause",
    ),
    "units that do not fit": (
        lambda: clause("member_count >= workers", {"member_count": COUNT, "workers": PERSONS}),
        "toy-1/1, column 17: test: enterprises cannot be compared with persons",
    ),
    "a value in another unit than the fact": (
        lambda: toy(parameters={"min_member_count": {"value": 20, "unit": "persons"}}),
        "toy-1/1, column 17: test: enterprises cannot be compared with persons",
    ),
    "a date that is never reached": (
        lambda: toy(parameters={"min_member_count": {date(2001, 1, 1): 10, date(2003, 1, 1): 20}}),
        "toy-1/1: min_member_count: the value from 2001-01-01 is never reached",
    ),
    "a value after the regulation has ended": (
        lambda: {
            **toy(parameters={"min_member_count": {date(2005, 11, 9): 20, date(2011, 1, 1): 25}}),
            "regulation": {**toy()["regulation"], "in_force_until": date(2010, 12, 31)},
        },
        "toy-1/1: min_member_count: the value from 2011-01-01 is never reached",
    ),
    "values that overlap": (
        lambda: toy(parameters={"min_member_count": {date(2005, 11, 9): 20, "2005-11-09": 25}}),
        "toy-1/1: min_member_count: two values overlap from 2005-11-09",
    ),
    "checks that require each other": (
        two_checks,
        "toy.check: requires runs in a circle: toy.check → toy.second → toy.check",
    ),
    "a check that requires one that does not exist": (
        lambda: check(requires="toy.third"),
        "toy.check: requires the unknown check toy.third",
    ),
    "unknown function": (
        lambda: clause("total(member_count) >= 20"),
        "toy-1/1, column 1: test: total() is not a function of the language",
    ),
    "a value that the enum does not have": (
        lambda: clause("kind == 'c'", {"kind": ENUM}),
        "toy-1/1, column 9: test: value not declared: c",
    ),
    "the same id twice": (twice, "toy-1/1: the id is given twice"),
    "an id of another regulation": (lambda: toy(id="toy-9/1"), "toy-9/1: an id must begin with toy-1/"),
    "no id": (lambda: toy(id=None), "(no id): an id must begin with toy-1/"),
    "unknown key of a clause": (lambda: toy(tests="true"), "toy-1/1: unknown key tests"),
    "unknown key of a check": (lambda: check(requries="toy.check"), "toy.check: unknown key requries"),
    "unknown key of a fact": (
        lambda: toy(facts={"member_count": {**COUNT, "units": "persons"}}),
        "toy-1/1: fact member_count: unknown key units",
    ),
    "a condition that is not true or false": (
        lambda: clause("member_count"),
        "toy-1/1, column 1: test: a condition must be true or false, this is a number of enterprises",
    ),
    "a limit that is not true or false": (
        lambda: toy(applies_when="member_count"),
        "toy-1/1, column 1: applies_when: a condition must be true or false, this is a number of enterprises",
    ),
    "a number with a point in a condition": (
        lambda: clause("member_count >= 19.5"),
        "toy-1/1, column 17: test: a number with a point belongs into the parameters",
    ),
    "a rank of an enum without order": (
        lambda: clause("rank(kind) >= 1", {"kind": ENUM}),
        "toy-1/1, column 1: test: rank() needs an enum that is marked ordered",
    ),
    "a pass example that fails": (
        lambda: toy(**{"pass": {"member_count": 19}}),
        "toy-1/1: the pass example gives false",
    ),
    "a fail example that passes": (lambda: toy(fail={"member_count": 20}), "toy-1/1: the fail example gives true"),
    "an example with a year before the calendar": (
        lambda: clause("y > 2000", {"y": YEAR}, parameters={}, **{"pass": {"y": -2022}, "fail": {"y": 1999}}),
        "toy-1/1: the pass example: y = -2022. A year has four digits, such as 2022.",
    ),
    "a year before the calendar": (
        lambda: toy(yearly={-2022: {"min_member_count": 10}}),
        "toy-1/1: yearly: -2022 is not a calendar year",
    ),
    "a check that forgets a clause": (
        lambda: check(clauses=[]),
        "toy.check: clauses of this check that it does not list: toy-1/1",
    ),
    "a check that lists a stranger": (
        lambda: check(clauses=["toy-1/1", "toy-1/2"]),
        "toy.check: clauses that are not of this check: toy-1/2",
    ),
    "a clause of an unknown check": (lambda: toy(check="toy.other"), "toy-1/1: unknown check toy.other"),
    "a class that names a stranger": (
        lambda: check(mode="any_class", classes={"small": ["toy-1/2"]}),
        "toy.check: a class names a clause that is not of this check",
    ),
    "an end before the beginning": (
        lambda: identity(in_force_until=date(2004, 1, 1)),
        "in_force_until, 2004-01-01, lies before the first day, 2005-11-09",
    ),
    "an end that is no date": (
        lambda: identity(in_force_until="soon"),
        "in_force_until: 'soon' is not a date",
    ),
    "a date that does not exist": (
        lambda: toy(parameters={"min_member_count": {"2005-02-30": 20}}),
        "toy-1/1: min_member_count: '2005-02-30' is not a date",
    ),
    "a date in a condition that does not exist": (
        lambda: clause(
            "day <= date(2022, 13, 1)",
            {"day": DAY},
            parameters={},
            **{"pass": {"day": "2022-01-01"}, "fail": {"day": "2023-01-01"}},
        ),
        "toy-1/1: the pass example gives unknown",
    ),
    "an argument of the wrong type": (
        lambda: clause("days_between(day, 5) > 1", {"day": DAY}),
        "toy-1/1, column 1: test: argument 2 must be a date, this is a number",
    ),
    "too few arguments": (
        lambda: clause("days_between(day) > 1", {"day": DAY}),
        "toy-1/1, column 1: test: days_between() takes 2 arguments, 1 given",
    ),
    "a name that is fact and value": (
        lambda: toy(parameters={"member_count": 20}),
        "toy-1/1: member_count is both fact and parameter",
    ),
    "a list against one value": (
        lambda: clause("kinds == 'a'", {"kinds": LIST}),
        "toy-1/1, column 10: test: a list of enum cannot be compared with a text",
    ),
    "one value where a list is needed": (
        lambda: clause("contains(kind, 'a')", {"kind": ENUM}),
        "toy-1/1, column 1: test: argument 1 must be a list, this is an enum",
    ),
    "a fact without a type": (
        lambda: toy(facts={"member_count": {"basis": "counted"}}),
        "toy-1/1: fact member_count: type None is not one of boolean, integer, number, date, enum, list, map",
    ),
    "a fact without an origin": (
        lambda: toy(facts={"member_count": {"type": "integer"}}),
        "toy-1/1: fact member_count: basis None is not one of counted, declared, recorded, derived, assessed",
    ),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_text_is_refused_with_its_place_and_reason(
    tmp_path: Path, text: Callable[[], Text], message: str
) -> None:
    with pytest.raises(TextError) as refused:
        load_library(written(tmp_path, text()))

    assert str(refused.value).replace("toy-1.yaml, ", "toy-1.yaml: ") == f"toy-1.yaml: {message}"


def test_the_first_day_must_be_a_date_that_exists(tmp_path: Path) -> None:
    path = written(tmp_path, toy())
    sound = path.read_text(encoding="utf-8")

    found = []
    for day in ("yesterday", "2005-13-40"):
        path.write_text(sound.replace("2005-11-09", day), encoding="utf-8")
        with pytest.raises(TextError) as refused:
            load_library(path)
        found.append(str(refused.value))

    assert found == [
        "toy-1.yaml: the regulation needs in_force_from, a date",
        "toy-1.yaml: not a date or number: month must be in 1..12",
    ]
