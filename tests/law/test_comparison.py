"""Versions of a regulation, and what is different between them or between two days of one."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sentra.law import Library, NotInForce, TextError, UnknownName, load_library
from sentra.law.comparison import compare
from tests.law.texts import REGULATION

OLD_DAY, NEW_DAY = date(2020, 6, 1), date(2025, 6, 1)


def version(number: int, *clauses: dict[str, Any], **identity: Any) -> dict[str, Any]:
    """A version of the toy regulation: `toy-1` until 2024, `toy-2` from 2025."""
    text = copy.deepcopy(REGULATION)
    text["regulation"] = {
        "id": f"toy-{number}",
        "number": f"{number} TAHUN 2020",
        "title_en": "A toy",
        "title_id": "Mainan",
        "in_force_from": date(2020, 1, 1) if number == 1 else date(2025, 1, 1),
        **identity,
    }
    own = [*clauses] or copy.deepcopy(REGULATION["clauses"])
    text["clauses"] = [{**one, "id": f"toy-{number}/{one['id'].partition('/')[2]}"} for one in own]
    text["checks"][0]["clauses"] = [one["id"] for one in text["clauses"] if one.get("check")]
    return text


def loaded(folder: Path, *texts: dict[str, Any]) -> Library:
    for text in texts:
        path = folder / f"{text['regulation']['id']}.yaml"
        path.write_text(yaml.safe_dump(text, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return load_library(folder)


def rule(place: str, **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(REGULATION["clauses"][0]), "id": f"toy-1/{place}", "cite": f"Pasal {place}", **changes}


def two(folder: Path, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Library:
    """A regulation and the one that took its place."""
    return loaded(
        folder,
        version(1, *old, in_force_until=date(2024, 12, 31)),
        version(2, *new, supersedes="toy-1"),
    )


def compared(library: Library) -> dict[str, tuple[str, tuple[str, ...]]]:
    before = library.on(OLD_DAY).clauses(regulation="toy-1")
    after = library.on(NEW_DAY).clauses(regulation="toy-2")
    return {pair.path: (pair.kind, pair.aspects) for pair in compare(before, after)}


def test_the_version_in_force_answers(tmp_path: Path) -> None:
    library = two(
        tmp_path, [rule("1")], [rule("1", parameters={"min_member_count": 25}, **{"pass": {"member_count": 25}})]
    )

    old, new = library.on(OLD_DAY).check("toy.check"), library.on(NEW_DAY).check("toy.check")

    assert [check.judge({"member_count": 22}).verdict for check in (old, new)] == ["met", "not_met"]
    assert [check.text.regulation for check in (old, new)] == ["toy-1", "toy-2"]
    assert library.on(OLD_DAY).checks == ("toy.check",)
    with pytest.raises(NotInForce, match="toy-2"):
        library.on(date(2019, 1, 1)).check("toy.check")


def test_two_texts_in_force_together_may_not_hold_the_same_check(tmp_path: Path) -> None:
    with pytest.raises(TextError, match="stands in toy-1 too"):
        loaded(tmp_path, version(1, in_force_until=date(2025, 1, 1)), version(2))


def test_versions_are_found_from_either_side(tmp_path: Path) -> None:
    library = two(tmp_path, [rule("1")], [rule("1")])

    assert [one.id for one in library.versions("toy-1")] == ["toy-1", "toy-2"]
    assert [one.id for one in library.versions("toy-2")] == ["toy-1", "toy-2"]
    with pytest.raises(UnknownName):
        library.versions("toy-3")


def test_each_kind_of_change_is_named(tmp_path: Path) -> None:
    old = [rule("1"), rule("2"), rule("3"), rule("4"), rule("5"), rule("6")]
    new = [
        rule("1"),
        rule("2", parameters={"min_member_count": 15}, fail={"member_count": 14}),
        rule("3", test="member_count > min_member_count", **{"pass": {"member_count": 21}}),
        rule("5", severity="should", en="Twenty members are preferred."),
        rule("6", reading="Members are counted at the end of the year."),
        rule("7"),
    ]

    assert compared(two(tmp_path, old, new)) == {
        "1": ("same", ()),
        "2": ("changed", ("values",)),
        "3": ("changed", ("condition",)),
        "4": ("struck", ()),
        "5": ("changed", ("text", "severity")),
        "6": ("changed", ("reading",)),
        "7": ("added", ()),
    }
    assert list(compared(two(tmp_path, old, new))) == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_dated_value_is_a_change_of_the_same_text(tmp_path: Path) -> None:
    dated = rule("1", parameters={"min_member_count": {date(2020, 1, 1): 20, date(2025, 1, 1): 25}})
    library = loaded(tmp_path, version(1, dated, rule("2")))

    def pairs(first: date, second: date) -> list[tuple[str, tuple[str, ...]]]:
        before, after = (library.on(day).clauses(regulation="toy-1") for day in (first, second))
        return [(pair.kind, pair.aspects) for pair in compare(before, after)]

    assert pairs(OLD_DAY, NEW_DAY) == [("changed", ("values",)), ("same", ())]
    assert pairs(OLD_DAY, date(2024, 12, 31)) == [("same", ()), ("same", ())]
