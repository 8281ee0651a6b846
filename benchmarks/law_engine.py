"""Measures how long one record takes to judge: ``python benchmarks/law_engine.py``.

Eight provisions of the basic criteria, on records of which some facts are missing. Printed are the medians over
batches, in microseconds a record: the verdict (its lists of failing and missing clauses built, its findings
available from it), the verdict with all its findings read, and a naive interpreter that walks the same trees.
"""

from __future__ import annotations

import importlib.util
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from sentra.law import Check, library
from sentra.law.language import And, Comparison, Constant, Fact, Node, Parameter

PROVISIONS = ("5.1.a.1", "5.1.a.2", "5.1.b", "5.1.c", "5.1.d.1", "5.1.d.2", "5.1.e", "5.1.h")
RECORDS, BATCHES = 2_000, 15


def eight_provisions() -> Check:
    """The check of the basic criteria, the provisions beyond eight struck out."""
    law = library().on(date(2026, 1, 1))
    kept = {f"kukm-23-2005/{name}" for name in PROVISIONS}
    others = [clause.id for clause in law.check("sentra.criteria").clauses if clause.id not in kept]
    check = law.amended(dict.fromkeys(others)).check("sentra.criteria")
    assert len(check.clauses) == len(PROVISIONS)
    return check


def records(check: Check, seed: int = 1) -> list[dict[str, Any]]:
    """Random records: two in three met, the others failing or missing something."""
    draw = random.Random(seed)
    made = []
    for number in range(RECORDS):
        facts: dict[str, Any] = {}
        for fact in check.facts:
            if fact.type == "boolean":
                facts[fact.name] = True
            else:
                facts[fact.name] = draw.randrange(200_000_000, 900_000_000)
        if number % 3 == 0:
            name = draw.choice(list(facts))
            facts[name] = None if draw.random() < 0.5 else (False if facts[name] is True else 1)
        made.append(facts)
    return made


def naive(check: Check) -> Callable[[dict[str, Any]], tuple[str, list[str], list[str]]]:
    """An interpreter that walks the trees for every record."""

    def value(node: Node, facts: dict[str, Any], values: dict[str, Any]) -> Any:
        if isinstance(node, Fact):
            return facts.get(node.name)
        if isinstance(node, Parameter):
            return values[node.name].value
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, And):
            parts = [value(part, facts, values) for part in node.operands]
            return False if False in parts else None if None in parts else True
        if isinstance(node, Comparison):
            left, right = value(node.left, facts, values), value(node.right, facts, values)
            return None if left is None or right is None else left >= right
        raise TypeError(type(node).__name__)

    def judge(facts: dict[str, Any]) -> tuple[str, list[str], list[str]]:
        outcomes = {}
        for clause in check.clauses:
            assert clause.test is not None
            outcomes[clause.id] = value(clause.test, facts, clause.values)
        failing = [name for name, outcome in outcomes.items() if outcome is False]
        missing = [name for name, outcome in outcomes.items() if outcome is None]
        return ("not_met" if failing else "unknown" if missing else "met"), failing, missing

    return judge


def measure(judge: Callable[[dict[str, Any]], Any], facts: list[dict[str, Any]]) -> float:
    """Median time in microseconds a record."""
    times = []
    for _ in range(BATCHES):
        start = time.perf_counter()
        for record in facts:
            judge(record)
        times.append((time.perf_counter() - start) / len(facts) * 1e6)
    return statistics.median(times)


def open_fisca() -> dict[str, float]:
    """Median times in microseconds for one record by OpenFisca-core; none where it is not installed."""
    if importlib.util.find_spec("openfisca_core") is None:
        return {}
    from benchmarks.ways import one_record_by_open_fisca

    found = {}
    for name, judge in one_record_by_open_fisca().items():
        times = []
        for _ in range(200):
            start = time.perf_counter()
            judge()
            times.append((time.perf_counter() - start) * 1e6)
        found[name] = statistics.median(times)
    return found


def figures() -> dict[str, float]:
    """Microseconds a record by each way; raises ValueError when compiled and naive reading differ."""
    check = eight_provisions()
    facts = records(check)
    interpreter = naive(check)
    for record in facts:
        found = check.judge(record)
        if (found.verdict, list(found.failing), list(found.missing)) != interpreter(record):
            raise ValueError("compiled and naive reading differ")
    told = {
        "Sentra, verdict": measure(check.judge, facts),
        "Sentra, verdict and its findings": measure(lambda record: check.judge(record).findings, facts),
        "Sentra, every detail of every finding": measure(
            lambda record: [finding.facts for finding in check.judge(record).findings], facts
        ),
        "the same trees walked for every record": measure(interpreter, facts),
    }
    return {**told, **open_fisca()}


def main() -> int:
    """Print the figures."""
    print(f"eight provisions, {RECORDS} records, median of {BATCHES} batches, µs a record")
    for way, microseconds in figures().items():
        print(f"{way:<42}{microseconds:>10.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
