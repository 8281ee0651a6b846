"""``sentra law``: list, show, check, cases, screen and coverage, usable without the rest of the product."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from sentra.law import cli_screen
from sentra.law.cases import run_cases
from sentra.law.checking import Check
from sentra.law.coverage import Coverage, as_json, as_markdown, open_under, totals, trace
from sentra.law.errors import LawError
from sentra.law.library import TEXTS, Law, Library, library, load_library
from sentra.law.reading import read_yaml
from sentra.law.sentences import value_text
from sentra.law.validation import FactProblem
from sentra.law.verdict import Finding, Verdict
from sentra.law.wording import COMMANDS

_MARKS = {"met": "✓", "not_met": "✗", "unknown": "?", "advice": "!"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, 1 when a case differs or a required clause is open, 2 on refused input."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (LawError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sentra law", description="Read, apply and trace the regulations.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--texts", type=Path, metavar="FOLDER", help="other texts than the built-in ones")
    shared.add_argument("--also", type=Path, metavar="FOLDER", help="texts beside them, such as a new version")
    shared.add_argument("--lang", choices=("id", "en"), default="id")
    shared.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the law of this day")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("list", parents=[shared], help="list clauses")
    command.add_argument("--regulation")
    command.add_argument("--article")
    command.add_argument("--kind")
    command.add_argument("--actor")
    command.add_argument("--check")
    command.set_defaults(run=_list)

    command = commands.add_parser("show", parents=[shared], help="show a clause, or a check with its clauses")
    command.add_argument("clause")
    command.set_defaults(run=_show)

    command = commands.add_parser("check", parents=[shared], help="judge the facts of one record")
    command.add_argument("check")
    command.add_argument("facts", metavar="FACTS.json|-")
    command.add_argument("--activity", help="the activity that picks activity-bound clauses")
    command.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="values")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_check)

    command = commands.add_parser("cases", parents=[shared], help="run recorded cases")
    command.add_argument("file", type=Path, metavar="FILE.yaml")
    command.set_defaults(run=_cases)

    command = commands.add_parser("screen", parents=[shared], help="count a check's verdicts over a table")
    cli_screen.add_arguments(command)
    command.set_defaults(run=_screen)

    command = commands.add_parser("coverage", parents=[shared], help="show what closes each clause")
    command.add_argument("--tests", type=Path, default=Path("tests"), metavar="DIR")
    command.add_argument("--require", nargs="+", default=[], metavar="PREFIX")
    command.add_argument("--write", type=Path, metavar="FILE.md|FILE.json")
    command.set_defaults(run=_coverage)
    return parser


def _library(arguments: argparse.Namespace) -> Library:
    if arguments.texts is None and arguments.also is None:
        return library()
    return load_library(*(folder for folder in (arguments.texts or TEXTS, arguments.also) if folder is not None))


def _law(arguments: argparse.Namespace) -> Law:
    return _library(arguments).on(arguments.on or date.today())


def _list(arguments: argparse.Namespace) -> int:
    law = _law(arguments)
    clauses = law.clauses(
        regulation=arguments.regulation,
        article=arguments.article,
        kind=arguments.kind,
        actor=arguments.actor,
        check=arguments.check,
    )
    for clause in clauses:
        print(f"{clause.id:<28} {clause.kind:<11} {clause.cite:<32} {clause.label(arguments.lang)}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    law, lang = _law(arguments), arguments.lang
    words = COMMANDS[lang]
    if arguments.clause in law.checks:
        return _show_check(law.check(arguments.clause), lang)
    clause = law.clause(arguments.clause)
    print(f"{clause.id} · {clause.cite} · {clause.kind}")
    print(clause.label(lang))
    if clause.text(lang) != clause.label(lang):
        print(f"\n{clause.text(lang)}")
    for key, text in (
        ("sentence", clause.sentence(lang)),
        ("reading", clause.reading(lang)),
        ("accept", clause.accept(lang)),
    ):
        if text:
            print(f"\n{words[key]}: {text}")
    if clause.check:
        print(f"\n{words['check']}: {clause.check}")
    for value in clause.values.values():
        shown, since = (value_text(part, None, lang) for part in (value.value, value.since))
        source = f" ({value.source})" if value.source else ""
        print(f"{words['parameter']}: {value.name} = {shown}, {words['since']} {since}{source}")
    for fact in clause.facts:
        print(f"{words['fact']}: {fact.name} ({fact.type}{', ' + fact.unit if fact.unit else ''}): {fact.label(lang)}")
    return 0


def _show_check(check: Check, lang: str) -> int:
    print(f"{check.id}: {check.title(lang)}")
    if check.requires:
        print(f"{COMMANDS[lang]['requires']}: {check.requires}")
    for clause in check.clauses:
        print(f"  {clause.id}: {clause.sentence(lang) or clause.label(lang)} ({clause.cite})")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    law = _law(arguments)
    if arguments.values:
        law = _with_values(law, arguments.check, arguments.values)
    check = law.check(arguments.check)
    text = sys.stdin.read() if arguments.facts == "-" else Path(arguments.facts).read_text(encoding="utf-8")
    facts = json.loads(text)
    if not isinstance(facts, dict):
        raise LawError("the facts must be a JSON object")
    problems = check.validate(facts, arguments.lang)
    if problems:
        _print_problems(problems)
        return 2
    verdict = check.judge(facts, arguments.activity)
    if arguments.json:
        print(json.dumps(verdict.to_json(), ensure_ascii=False, indent=2))
    else:
        _print_verdict(check, verdict, arguments.lang)
    return 0


def _with_values(law: Law, check: str, settings: Sequence[str]) -> Law:
    changes: dict[str, dict[str, Any]] = {}
    for setting in settings:
        name, separator, value = setting.partition("=")
        clause, _, parameter = name.rpartition(":")
        if not separator or not parameter:
            raise LawError(f"--set needs NAME=VALUE, not {setting}")
        owner = clause or _owner(law, check, parameter)
        law.parameter(owner, parameter)
        changes.setdefault(owner, {"parameters": {}})["parameters"][parameter] = yaml.safe_load(value)
    return law.amended(changes)


def _owner(law: Law, check: str, parameter: str) -> str:
    """The one clause of the check, or of the checks below it, that sets the parameter."""
    reached: Check | None = law.check(check)
    while reached is not None:
        owners = [clause.id for clause in reached.clauses if parameter in clause.parameters]
        if len(owners) > 1:
            raise LawError(f"{parameter} is set by {', '.join(owners)}; write CLAUSE:{parameter}=VALUE")
        if owners:
            return owners[0]
        reached = reached.lower
    raise LawError(f"no clause of {check} sets {parameter}")


def _print_problems(problems: Sequence[FactProblem]) -> None:
    for problem in problems:
        print(f"{problem.name} = {problem.value!r}: {problem.remedy}", file=sys.stderr)


def _print_verdict(check: Check, verdict: Verdict, lang: str) -> None:
    words = COMMANDS[lang]
    state = verdict.verdict if verdict.applicable else "not_applicable"
    print(f"{check.title(lang)}: {words[state]}")
    print(f"{verdict.regulation}, {value_text(verdict.on, None, lang)}")
    for finding in verdict.findings:
        print(_finding_line(check, finding, lang))
    for name, value in verdict.derived.items():
        print(f"{name}: {value}")
    if verdict.rank is not None:
        print(f"{words['rank']}: {verdict.rank}")
    if verdict.decisive:
        print(f"{words['decisive']}: {', '.join(check.fact(name).label(lang) for name in verdict.decisive)}")
    if verdict.lower is not None and check.lower is not None:
        print()
        _print_verdict(check.lower, verdict.lower, lang)


def _finding_line(check: Check, finding: Finding, lang: str) -> str:
    detail = f": {finding.measurement.text(lang)}" if finding.measurement else ""
    if finding.outcome is None and finding.missing:
        detail = f": {COMMANDS[lang]['missing']} {', '.join(check.fact(n).label(lang) for n in finding.missing)}"
    return f"  {_MARKS[finding.state]} {finding.label(lang)}{detail} ({finding.cite})"


def _screen(arguments: argparse.Namespace) -> int:
    law = _law(arguments)
    amended = _with_values(law, arguments.check, arguments.values).check(arguments.check) if arguments.values else None
    cli_screen.print_screening(law.check(arguments.check), amended, arguments)
    return 0


def _cases(arguments: argparse.Namespace) -> int:
    content = read_yaml(arguments.file)
    cases = content.get("cases")
    if not isinstance(cases, list):
        raise LawError(f"{arguments.file.name} has no cases")
    results = run_cases(cases, _library_for(arguments, content), arguments.on)
    for result in results:
        for key, wanted, found in result.differences:
            print(f"{result.check}: {result.name}: {key}: expected {wanted}, found {found}")
    failed = sum(not result.passed for result in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _library_for(arguments: argparse.Namespace, content: Mapping[str, Any]) -> Library:
    """The loaded texts; a file that carries a regulation they do not hold is applied to its own cases."""
    loaded = _library(arguments)
    own = (content.get("regulation") or {}) if "clauses" in content else {}
    if isinstance(own, Mapping) and own.get("id") not in (None, *loaded.regulations):
        return load_library(arguments.file)
    return loaded


def _coverage(arguments: argparse.Namespace) -> int:
    loaded, lang = _library(arguments), arguments.lang
    if not arguments.tests.is_dir():
        raise LawError(f"no tests in {arguments.tests}")
    traced = trace(loaded, arguments.tests)
    missing = open_under(traced, arguments.require)
    if arguments.write:
        titles = {text.id: text.titles["en"] for text in loaded.regulations.values()}
        is_data = arguments.write.suffix == ".json"
        arguments.write.write_text(as_json(traced) if is_data else as_markdown(traced, titles), encoding="utf-8")
    for entry in traced:
        if entry.closed:
            print(_coverage_line(entry, lang))
    print(f"\n{COMMANDS[lang]['not_built']}:")
    for entry in traced:
        if not entry.closed:
            print(_coverage_line(entry, lang))
    _print_totals(traced, lang)
    for entry in missing:
        print(f"{COMMANDS[lang]['required_open']}: {entry.clause.id}", file=sys.stderr)
    return 1 if missing else 0


def _coverage_line(entry: Coverage, lang: str) -> str:
    clause = entry.clause
    evidence = "; ".join(entry.evidence) or clause.label(lang)
    return f"{clause.id:<28} {clause.kind:<11} {clause.cite:<32} {evidence}"


def _print_totals(traced: Sequence[Coverage], lang: str) -> None:
    words = COMMANDS[lang]
    print()
    for regulation, articles in totals(traced).items():
        for article, (closed, count) in articles.items():
            if article:
                print(f"{regulation}/{article:<24} {closed:>4} / {count}")
        closed, count = articles[""]
        print(f"{regulation}: {closed} {words['closed']}, {count - closed} {words['open']}")
