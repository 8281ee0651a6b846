"""The built-in texts are whole in both languages, and the law room stands alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sentra.law import Clause, FactDeclaration, library
from sentra.law.clauses import LANGUAGES

CLAUSES = library().clauses
FACTS = [fact for text in library().regulations.values() for check in text.checks.values() for fact in check.facts]


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_clause_has_its_indonesian(clause: Clause) -> None:
    words = clause.texts["id"]

    needed = {"text", "label"} | {key for key in ("reading", "accept") if key in clause.texts["en"]}

    assert needed - set(words) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.check}.{fact.name}")
def test_a_fact_has_label_help_and_the_labels_of_its_values(fact: FactDeclaration, lang: str) -> None:
    assert fact.labels.get(lang)
    assert fact.helps.get(lang)
    assert set(fact.value_labels.get(lang, {})) == {str(value) for value in fact.values}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_check_has_its_title(lang: str) -> None:
    for text in library().regulations.values():
        for check in text.checks.values():
            assert check.titles[lang] != check.id


@pytest.mark.parametrize("clause", [clause for clause in CLAUSES if not clause.test], ids=lambda clause: clause.id)
def test_an_untested_clause_says_what_the_product_must_do(clause: Clause) -> None:
    assert clause.accept("id") and clause.accept("en")


def test_the_law_is_importable_alone() -> None:
    script = (
        "import sys, sentra.law; sentra.law.library(); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'django' or "
        "(m.startswith('sentra.') and not m.startswith('sentra.law'))))"
    )

    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert output == "[]\n"
