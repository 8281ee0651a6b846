"""The next regulation is a folder: Permenkop UKM 16/2022's known changes as a second version of 2/2022.

`new_regulation/kopukm-pk2umk-2023` holds only what differs (docs/new-regulation.md); no line of the engine knows it.
"""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sentra.law import Library, TextError, load_library
from sentra.law.cases import run_cases
from sentra.law.comparison import compare
from sentra.law.library import TEXTS
from tests.law.texts import REGULATION

OLD, NEW = "kopukm-pk2umk-2022", "kopukm-pk2umk-2023"
OF_2022, OF_2023 = date(2022, 12, 31), date(2023, 1, 1)
BATCH = {"has_curriculum": True, "needs_identified": True, "participant_count": 25}


@pytest.fixture(scope="module")
def both() -> Library:
    return load_library(TEXTS / OLD, Path(__file__).with_name("new_regulation"))


def test_the_new_folder_ends_the_old_text_without_touching_it(both: Library) -> None:
    old, new = both.versions(OLD)

    assert [(one.id, one.since, one.until) for one in (old, new)] == [
        (OLD, date(2022, 1, 26), OF_2022),
        (NEW, OF_2023, None),
    ]
    assert (len(old.clauses), len(new.clauses)) == (470, 479)


def test_each_year_is_judged_by_its_own_text(both: Library) -> None:
    def failing(day: date, check: str, **facts: Any) -> tuple[str, ...]:
        return both.on(day).check(check).judge(facts).failing

    micro = {"participant_category": "micro_entrepreneur", "designated_by": "province_agency"}

    assert failing(OF_2022, "pk2umk.participant", **micro) == ()
    assert failing(OF_2023, "pk2umk.participant", **micro) == (f"{NEW}/16.2.micro",)
    assert failing(OF_2022, "pk2umk.training_batch", training_kind="other") == (f"{OLD}/15.1",)
    assert failing(OF_2023, "pk2umk.training_batch", training_kind="market_access") == ()
    assert "pk2umk.recipient_points" not in both.on(OF_2022).checks


def test_what_the_old_text_never_heard_of_is_refused_for_old_years(both: Library) -> None:
    facts = {"training_kind": "market_access"}

    problems = [both.on(day).check("pk2umk.training_batch").validate(facts, "en") for day in (OF_2022, OF_2023)]

    assert [[(one.name, one.code) for one in found] for found in problems] == [[("training_kind", "enum")], []]


def test_what_did_not_change_is_taken_over_word_for_word(both: Library) -> None:
    pairs = compare(both.on(OF_2022).clauses(regulation=OLD), both.on(OF_2023).clauses(regulation=NEW))

    told = {pair.path: (pair.kind, pair.aspects) for pair in pairs if pair.kind != "same"}
    assert told == {
        **{f"3.5.{letter}": ("added", ()) for letter in "abcd"},
        "4.6.deadline": ("changed", ("values",)),
        "15.1": ("changed", ("values", "text")),
        **dict.fromkeys(("15.1.h", "15.4", "16.1.e", "16.2.small", "16.2.micro"), ("added", ())),
        "16.1": ("changed", ("values", "text")),
    }
    assert [pair.path for pair in pairs].index("15.1.h") == [pair.path for pair in pairs].index("15.1.g") + 1


def test_the_cases_of_both_years_pass(both: Library) -> None:
    for text in both.versions(OLD):
        results = run_cases(text.cases, both, text.since)

        assert {one.name: one.differences for one in results if not one.passed} == {}
        assert len(results) > 400


def test_the_new_version_is_whole_in_both_languages(both: Library) -> None:
    new = both.regulations[NEW]

    gaps = [
        (clause.id, lang, word)
        for clause in new.clauses.values()
        for lang in ("id", "en")
        for word in ("text", "label", *(key for key in ("reading", "accept") if key in clause.texts["en"]))
        if not clause.texts[lang].get(word)
    ]
    facts = [
        (fact.check, fact.name, lang)
        for check in new.checks.values()
        for fact in check.facts
        for lang in ("id", "en")
        if not (fact.labels.get(lang) and fact.helps.get(lang))
        or set(fact.value_labels.get(lang, {})) != {str(value) for value in fact.values}
    ]

    assert (gaps, facts) == ([], [])
    assert len(new.not_held("id")) == len(new.not_held("en")) == 3


# ---------------------------------------------------------------- what a version may and may not say


def later(folder: Path, clauses: list[dict[str, Any]], yearly: dict[int, Any] | None = None, **head: Any) -> Library:
    """The toy regulation, perhaps with values of single years, and a version of it that says only this."""
    identity = {"id": "toy-2", "based_on": "toy-1", "in_force_from": date(2025, 1, 1), **head.pop("regulation", {})}
    first = copy.deepcopy(REGULATION)
    first["regulation"]["in_force_from"] = date(2005, 11, 9)
    first["clauses"][0]["yearly"] = yearly or {}
    first["cases"] = [
        {"name": "twenty", "check": "toy.check", "facts": {"member_count": 20}, "expect": {"verdict": "met"}},
    ]
    for text in (first, {"regulation": identity, "clauses": clauses, **head}):
        path = folder / f"{text['regulation']['id']}.yaml"
        path.write_text(yaml.safe_dump(text, sort_keys=False), encoding="utf-8")
    return load_library(folder)


def test_a_version_may_change_a_value_strike_a_case_and_keep_the_rest(tmp_path: Path) -> None:
    change = {"id": "toy-2/1", "parameters": {"min_member_count": 25}, "pass": {"member_count": 25}}

    library = later(tmp_path, [change], strike={"cases": ["twenty"]})

    clause = library.on(date(2025, 1, 1)).clause("toy-2/1")
    assert (clause.values["min_member_count"].value, clause.text("en")) == (25, "At least 20 members.")
    assert (library.regulations["toy-2"].cases, library.regulations["toy-2"].supersedes) == ((), ("toy-1",))


def test_a_version_may_strike_a_clause(tmp_path: Path) -> None:
    library = later(tmp_path, [], strike={"clauses": ["1"]})

    assert library.on(date(2024, 12, 31)).check("toy.check").judge({"member_count": 1}).verdict == "not_met"
    assert library.on(date(2025, 1, 1)).check("toy.check").judge({"member_count": 1}).applicable is False


def test_the_value_of_an_old_year_stays_with_the_old_text(tmp_path: Path) -> None:
    library = later(tmp_path, [], yearly={2024: {"min_member_count": 10, "source": "a letter"}})

    old, new = (library.on(day).check("toy.check") for day in (date(2024, 6, 1), date(2025, 6, 1)))

    assert [check.judge({"member_count": 12}).failing for check in (old, new)] == [(), ("toy-2/1",)]
    assert new.clauses[0].parameters["min_member_count"].yearly == {}


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ({"regulation": {"based_on": "toy-9"}}, r"toy-2\.yaml: based_on names toy-9, which is not among"),
        ({"regulation": {"based_on": "toy-2"}}, r"toy-2\.yaml: based_on runs in a circle: toy-2 → toy-2"),
        ({"strike": {"clauses": ["9"]}}, r"toy-2\.yaml: strike: no clause toy-2/9 to strike out"),
        ({"strike": {"cases": ["thirty"]}}, r"toy-2\.yaml: strike: no case thirty to strike out"),
    ],
)
def test_a_version_that_names_what_does_not_exist_is_refused(
    tmp_path: Path, head: dict[str, Any], message: str
) -> None:
    with pytest.raises(TextError, match=message):
        later(tmp_path, [], **head)


def test_a_change_of_an_english_text_does_not_keep_the_old_indonesian(tmp_path: Path) -> None:
    base = copy.deepcopy(REGULATION)
    base["regulation"]["in_force_from"] = date(2005, 11, 9)
    for name, text in (
        ("toy-1.yaml", base),
        ("id/toy-1.yaml", {"clauses": {"toy-1/1": {"text": "Anggota minimal 20."}}}),
        (
            "toy-2.yaml",
            {
                "regulation": {"id": "toy-2", "based_on": "toy-1", "in_force_from": date(2025, 1, 1)},
                "clauses": [{"id": "toy-2/1", "en": "At least 20 active members."}],
            },
        ),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(text, sort_keys=False), encoding="utf-8")

    library = load_library(tmp_path)

    assert library.clause("toy-1/1").texts["id"]["text"] == "Anggota minimal 20."
    assert "text" not in library.clause("toy-2/1").texts["id"]
