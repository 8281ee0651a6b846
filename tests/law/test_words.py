"""A text's words: read from its head and language files, and whole in both languages without a fallback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sentra.law import Regulation, TextError, UnknownName, library, load_library
from sentra.law.clauses import LANGUAGES
from tests.law.texts import toy, written

TEXTS = tuple(library().regulations.values())
LONGEST_LABEL = 90
HEAD_LISTS = {"activities": "id", "forms": "number", "open_points": "id"}
RAW = re.compile(
    r"[a-z0-9]_[a-z0-9]|(?<![\w/])("
    + "|".join(re.escape(check) for text in TEXTS for check in text.checks)
    + r")(?![\w/])",
)
each_text = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.id)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def clause_labels(text: Regulation, lang: str) -> Iterator[tuple[str, str]]:
    """The label that each clause has of its own in the language, empty where it has none."""
    for clause in text.clauses.values():
        yield clause.id, clause.texts[lang].get("label", "")


def fact_labels(text: Regulation, lang: str) -> Iterator[tuple[str, str]]:
    """The label of each fact and of each of its values in the language, empty where it has none."""
    for check in text.checks.values():
        for fact in check.facts:
            name = f"{check.id}.{fact.name}"
            yield name, fact.labels.get(lang, "")
            for value in fact.values:
                yield f"{name} = {value}", fact.value_labels.get(lang, {}).get(str(value), "")


def told(folder: Path, lang: str, words: str, **head: object) -> Regulation:
    """The toy regulation with sections of its head and a language file beside it."""
    (folder / lang).mkdir(exist_ok=True)
    (folder / lang / "toy-1.yaml").write_text(words, encoding="utf-8")
    return load_library(written(folder, {**toy(), **head})).regulations["toy-1"]


def test_words_of_a_section_come_from_the_language_file_and_else_from_the_head(tmp_path: Path) -> None:
    forms = [{"number": 1, "purpose": "Plan", "id_label": "Rencana"}, {"number": 2, "purpose": "Report"}]

    text = told(tmp_path, "id", "forms: {1: Rencana penggunaan dana}", forms=forms)

    assert [text.words("forms", number, "en") for number in (1, 2)] == ["Plan", "Report"]
    assert [text.words("forms", number, "id") for number in (1, 2)] == ["Rencana penggunaan dana", "Report"]


@pytest.mark.parametrize("entry", [("forms", 9), ("activities", "A1"), ("no_section", "A1")])
def test_an_entry_without_any_words_is_unknown(tmp_path: Path, entry: tuple[str, str | int]) -> None:
    text = told(tmp_path, "id", "forms: {1: Rencana}")

    with pytest.raises(UnknownName, match=f"no words for {entry[1]} in {entry[0]}"):
        text.words(*entry)


def test_two_language_files_add_to_each_other(tmp_path: Path) -> None:
    content = written(tmp_path, toy()).read_text(encoding="utf-8")
    folder = tmp_path / "toy-1"
    folder.mkdir()
    (folder / "regulation.yaml").write_text(content, encoding="utf-8")
    (folder / "labels.en.yaml").write_text("clauses: {toy-1/1: {label: Members}}", encoding="utf-8")
    (folder / "reading.en.yaml").write_text("clauses: {toy-1/1: {reading: Owners count once.}}", encoding="utf-8")

    clause = load_library(folder).clause("toy-1/1")

    assert clause.label("en") == "Members"
    assert clause.reading("en") == "Owners count once."


def test_a_section_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TextError, match=r"toy-1\.yaml: form is no section of a language file"):
        told(tmp_path, "en", "form: {1: Plan}")


def test_what_is_not_held_is_told_in_both_languages(tmp_path: Path) -> None:
    identity = {**toy()["regulation"], "not_in_source": ["The annex", "The list of regions"]}

    text = told(tmp_path, "id", "not_in_source: [Lampiran, Daftar daerah]", regulation=identity)

    assert text.not_held("en") == ("The annex", "The list of regions")
    assert text.not_held("id") == ("Lampiran", "Daftar daerah")


@each_text
def test_a_built_in_text_tells_in_both_languages_what_it_does_not_hold(text: Regulation) -> None:
    indonesian, english = text.not_held("id"), text.not_held("en")

    assert len(indonesian) == len(english)
    assert set(indonesian).isdisjoint(english)


@each_language
@each_text
def test_every_clause_has_its_own_text_and_label(text: Regulation, lang: str) -> None:
    assert [clause.id for clause in text.clauses.values() if not clause.texts[lang].get("text")] == []
    assert [name for name, label in clause_labels(text, lang) if not label] == []


@each_language
@each_text
def test_every_fact_and_every_value_has_its_own_label(text: Regulation, lang: str) -> None:
    assert [name for name, label in fact_labels(text, lang) if not label] == []


@each_language
@each_text
def test_a_fact_has_labels_for_no_value_but_its_own(text: Regulation, lang: str) -> None:
    facts = [fact for check in text.checks.values() for fact in check.facts]

    strangers = {
        f"{fact.check}.{fact.name}": set(fact.value_labels.get(lang, {})) - {str(value) for value in fact.values}
        for fact in facts
    }

    assert {name: left for name, left in strangers.items() if left} == {}


@each_language
@each_text
def test_no_label_is_long_or_holds_a_raw_key(text: Regulation, lang: str) -> None:
    labels = [*clause_labels(text, lang), *fact_labels(text, lang)]
    labels += [(check.id, check.titles[lang]) for check in text.checks.values()]

    assert [(name, label) for name, label in labels if len(label) > LONGEST_LABEL or RAW.search(label)] == []


@each_language
@each_text
def test_no_sentence_of_a_clause_or_help_holds_a_raw_key(text: Regulation, lang: str) -> None:
    sentences = [(clause.id, said) for clause in text.clauses.values() for said in clause.texts[lang].values()]
    sentences += [(fact.name, fact.help(lang)) for check in text.checks.values() for fact in check.facts]

    assert [(name, said) for name, said in sentences if RAW.search(said)] == []


@each_text
def test_an_english_label_is_not_the_whole_sentence(text: Regulation) -> None:
    told_whole = [
        clause.id
        for clause in text.clauses.values()
        if len(clause.label("en")) >= len(clause.text("en")) or clause.label("en").endswith(".")
    ]

    assert told_whole == []


@each_text
def test_activities_forms_and_open_points_are_told_in_both_languages(text: Regulation) -> None:
    entries = [(section, entry[key]) for section, key in HEAD_LISTS.items() for entry in text.head.get(section) or []]

    assert [entry for entry in entries if text.words(*entry, "id") == text.words(*entry, "en")] == []


def test_the_sections_of_the_built_in_texts_are_read() -> None:
    fund, industry = library().regulations["kopukm-pk2umk-2022"], library().regulations["perin-5-2022"]

    assert industry.words("activities", "A1", "id") == "Pelatihan kelola bisnis dan kewirausahaan"
    assert industry.words("activities", "A1", "en") == "Business management and entrepreneurship training"
    assert fund.words("forms", 9, "id") == "Laporan penyuluhan hukum"
    assert fund.words("open_points", "semester_due_date", "en").startswith("The due date of semester reports")


@each_text
def test_a_text_names_no_file_it_was_read_from(text: Regulation) -> None:
    assert "source" not in text.head["regulation"]


@each_language
@each_text
def test_every_actor_that_a_clause_names_has_words(text: Regulation, lang: str) -> None:
    named = dict.fromkeys(actor for clause in text.clauses.values() for actor in clause.actors)
    called = [text.actor(actor, lang) for actor in named]

    assert len(set(called)) == len(called)
    assert [words for words in called if not words or "_" in words] == []
    with pytest.raises(UnknownName):
        text.actor("nobody", lang)
