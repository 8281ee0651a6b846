"""The built-in texts are whole in both languages, and the law room stands alone.

One test a regulation, not one a clause: what is wrong is listed by its clause or fact.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from sentra.law import Clause, FactDeclaration, Regulation, library
from sentra.law.clauses import LANGUAGES

every_regulation = pytest.mark.parametrize("text", library().regulations.values(), ids=lambda text: text.id)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


def facts_of(text: Regulation) -> Iterator[FactDeclaration]:
    return (fact for check in text.checks.values() for fact in check.facts)


@every_regulation
def test_every_clause_has_its_indonesian(text: Regulation) -> None:
    def lacking(clause: Clause) -> set[str]:
        needed = {"text", "label"} | {key for key in ("reading", "accept") if key in clause.texts["en"]}
        return needed - set(clause.texts["id"])

    assert {clause.id: gap for clause in text.clauses.values() if (gap := lacking(clause))} == {}


@every_language
@every_regulation
def test_every_fact_has_label_help_and_the_labels_of_its_values(text: Regulation, lang: str) -> None:
    def lacking(fact: FactDeclaration) -> list[str]:
        gaps = [word for word, told in (("label", fact.labels), ("help", fact.helps)) if not told.get(lang)]
        labelled = set(fact.value_labels.get(lang, {}))
        return gaps + sorted(labelled ^ {str(value) for value in fact.values})

    assert {f"{fact.check}.{fact.name}": gap for fact in facts_of(text) if (gap := lacking(fact))} == {}


@every_language
@every_regulation
def test_every_check_has_its_title(text: Regulation, lang: str) -> None:
    assert [check.id for check in text.checks.values() if check.titles[lang] == check.id] == []


@every_regulation
def test_an_untested_clause_says_what_the_product_must_do(text: Regulation) -> None:
    untested = [clause for clause in text.clauses.values() if clause.test is None]

    assert [clause.id for clause in untested if not (clause.accept("id") and clause.accept("en"))] == []


def test_the_law_is_importable_alone() -> None:
    script = (
        "import sys, sentra.law; sentra.law.library(); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'django' or "
        "(m.startswith('sentra.') and not m.startswith('sentra.law'))))"
    )

    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert output == "[]\n"
