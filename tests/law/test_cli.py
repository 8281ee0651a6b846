"""The command line, as an officer or a lawyer uses it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from sentra.law import Verdict, library
from sentra.law.cli import main
from sentra.law.library import TEXTS
from tests.law.texts import toy, written

EVERY = Path(__file__).with_name("every_function.yaml")
Output = pytest.CaptureFixture[str]


def facts_file(folder: Path, facts: Any) -> str:
    path = folder / "facts.json"
    path.write_text(json.dumps(facts), encoding="utf-8")
    return str(path)


def test_list_shows_the_clauses_of_an_article(capsys: Output) -> None:
    assert main(["list", "--regulation", "kukm-23-2005", "--article", "9", "--lang", "en"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [f"kukm-23-2005/9.{letter}" for letter in "abcde"]
    assert "Pasal 9 huruf a" in lines[0]


def test_show_tells_condition_value_and_date(capsys: Output) -> None:
    assert main(["show", "kukm-23-2005/5.1.a.1"]) == 0

    out = capsys.readouterr().out
    assert "Syarat: Jumlah anggota UKM minimal 20 usaha." in out
    assert "Nilai: min_member_count = 20, sejak 9 November 2005" in out


def test_show_of_a_check_lists_its_provisions(capsys: Output) -> None:
    assert main(["show", "sentra.leading", "--lang", "en"]) == 0

    out = capsys.readouterr().out
    assert "Requires: sentra.criteria" in out
    assert out.count("kukm-23-2005/5.2") == 9


def test_check_prints_findings_and_what_can_still_decide(tmp_path: Path, capsys: Output) -> None:
    assert main(["check", "sentra.criteria", facts_file(tmp_path, {"member_count": 20}), "--lang", "en"]) == 0

    out = capsys.readouterr().out
    assert "Basic criteria of an SME centre: not yet decided" in out
    assert "20 / at least 20 enterprises (Pasal 5 ayat (1) huruf a)" in out
    assert "Facts that can still decide: Production capacity is adequate" in out


def test_check_gives_json_that_is_a_verdict(tmp_path: Path, capsys: Output) -> None:
    facts = {"member_count": 19}

    assert main(["check", "sentra.criteria", facts_file(tmp_path, facts), "--on", "2026-01-31", "--json"]) == 0

    from datetime import date

    printed = Verdict.from_json(json.loads(capsys.readouterr().out))
    assert printed == library().on(date(2026, 1, 31)).check("sentra.criteria").judge(facts)


def test_check_reads_standard_input_and_other_values(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"member_count": 19}'))

    assert main(["check", "sentra.criteria", "-", "--set", "min_member_count=18", "--json"]) == 0

    first = json.loads(capsys.readouterr().out)["findings"][0]
    assert (first["outcome"], first["parameters"][0]["value"]) == (True, 18)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "kukm-23-2005/99"], "no clause kukm-23-2005/99"),
        (["check", "sentra.criteria", "FACTS", "--on", "2005-11-08"], "by kukm-23-2005/II.3"),
        (["check", "sentra.criteria", "FACTS", "--set", "min_age=17"], "no clause of sentra.criteria sets min_age"),
        (["check", "sentra.criteria", "FACTS", "--set", "min_age"], "--set needs NAME=VALUE"),
        (["check", "programme.synergy", "FACTS", "--set", "required_component=map"], "write CLAUSE:required_component"),
        (["check", "sentra.criteria", "nowhere.json"], "nowhere.json"),
        (["coverage", "--tests", "nowhere"], "no tests in nowhere"),
        (["list", "--texts", "nowhere"], "no such folder of texts"),
    ],
)
def test_what_is_refused_says_why(tmp_path: Path, capsys: Output, arguments: list[str], message: str) -> None:
    path = facts_file(tmp_path, {"member_count": 19})

    assert main([path if argument == "FACTS" else argument for argument in arguments]) == 2

    assert message in capsys.readouterr().err


def test_invalid_facts_are_refused_with_the_remedy(tmp_path: Path, capsys: Output) -> None:
    assert main(["check", "sentra.criteria", facts_file(tmp_path, {"member_count": -1})]) == 2

    assert capsys.readouterr().err == "member_count = -1: Isi dengan bilangan nol atau lebih.\n"


def test_cases_of_the_built_in_text_all_pass(capsys: Output) -> None:
    text = Path(library().regulations["kukm-23-2005"].source.path) / "cases.yaml"

    assert main(["cases", str(text)]) == 0

    assert capsys.readouterr().out == "144 passed, 0 failed\n"


def test_a_new_version_is_tried_beside_other_texts(tmp_path: Path, capsys: Output) -> None:
    new = Path(__file__).with_name("new_regulation")
    beside = ["--texts", str(TEXTS / "kopukm-pk2umk-2022"), "--also", str(new)]
    ask = ["check", "pk2umk.training_batch", facts_file(tmp_path, {"training_kind": "market_access"}), "--lang", "en"]

    assert main([*ask, "--on", "2023-01-01", *beside]) == 0
    assert "kopukm-pk2umk-2023" in capsys.readouterr().out
    assert main([*ask, "--on", "2022-12-31", *beside]) == 2
    assert "training_kind = 'market_access': Choose one of" in capsys.readouterr().err


def test_a_text_of_ones_own_is_tried_beside_the_built_in_ones(tmp_path: Path, capsys: Output) -> None:
    assert main(["list", "--check", "toy.check", "--also", str(written(tmp_path, toy()))]) == 0

    assert capsys.readouterr().out.split()[0] == "toy-1/1"


def test_cases_of_another_text_are_judged_by_that_text(capsys: Output) -> None:
    assert main(["cases", str(EVERY)]) == 0

    assert capsys.readouterr().out == "3 passed, 0 failed\n"


def test_a_case_that_differs_is_printed_and_fails(tmp_path: Path, capsys: Output) -> None:
    text = toy()
    text["cases"] = [
        {"name": "right", "check": "toy.check", "facts": {"member_count": 20}, "expect": {"verdict": "met"}},
        {"name": "wrong", "check": "toy.check", "facts": {"member_count": 19}, "expect": {"verdict": "met"}},
    ]

    assert main(["cases", str(written(tmp_path, text))]) == 1

    assert capsys.readouterr().out.splitlines() == [
        "toy.check: wrong: verdict: expected met, found not_met",
        "1 passed, 1 failed",
    ]
