"""Reads a clause alone, and holds it against its own ``pass`` and ``fail`` examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sentra.law.clauses import Clause
from sentra.law.errors import TextError
from sentra.law.evaluation import Compiler
from sentra.law.validation import validate_facts


def outcome_alone(clause: Clause, facts: Mapping[str, Any], non_working: frozenset[date]) -> bool | None:
    """Return what a clause alone says of the facts; a clause that does not apply fails nothing."""
    compiler = Compiler({name: value.value for name, value in clause.values.items()}, non_working)
    if clause.applies_when is not None:
        applies = compiler.compile(clause.applies_when)(facts)
        if applies is not True:
            return None
    result: bool | None = compiler.compile(clause.test)(facts) if clause.test is not None else None
    return result


def verify(clause: Clause, non_working: frozenset[date] = frozenset()) -> None:
    """Raise :class:`TextError` when the clause's ``pass`` is not true or its ``fail`` not false.

    They are read with the values of the regulation's first day, without those of single years.
    """
    if clause.test is None:
        return
    plain = replace(clause, parameters={name: replace(value, yearly={}) for name, value in clause.parameters.items()})
    for key, facts, wanted in zip(("pass", "fail"), clause.examples, (True, False), strict=True):
        if not isinstance(facts, Mapping):
            raise TextError(f"a tested clause needs a {key} example", file=clause.file, clause=clause.id)
        problems = validate_facts(clause.facts, facts, "en")
        if problems:
            message = f"the {key} example: {problems[0].name} = {problems[0].value!r}. {problems[0].remedy}"
            raise TextError(message, file=clause.file, clause=clause.id)
        found = outcome_alone(plain, facts, non_working)
        if found is not wanted:
            words = {True: "true", False: "false", None: "unknown"}
            message = f"the {key} example gives {words[found]}"
            raise TextError(message, file=clause.file, clause=clause.id)
