"""The words of a text in its languages: what the files say in English, and the language files beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sentra.law.clauses import LANGUAGES
from sentra.law.errors import UnknownName
from sentra.law.reading import Source

# How the lists of a text's head name their entries, and which of their keys hold words.
_HEAD_LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "activities": ("id", {"en": "title_en", "id": "title_id"}),
    "forms": ("number", {"en": "purpose", "id": "id_label"}),
    "open_points": ("id", {"en": "en"}),
}


def clause_words(source: Source, raw: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return language → ``text``, ``label``, ``reading`` and ``accept`` of a clause, as far as they are written."""
    written = {
        "en": {
            "text": raw.get("en"),
            "label": raw.get("en_label"),
            "reading": raw.get("reading"),
            "accept": raw.get("accept"),
        },
        "id": {"label": raw.get("id_label")},
    }
    for lang, words in source.languages.items():
        written[lang].update(words["clauses"].get(raw["id"]) or {})
    return {lang: {k: str(v).strip() for k, v in words.items() if v} for lang, words in written.items()}


def fact_words(source: Source, check: str, name: str, in_check: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return language → ``label``, ``help`` and ``values`` of a fact, as far as they are written."""
    words: dict[str, dict[str, Any]] = {
        "id": {"label": in_check.get("label_id")},
        "en": {"label": in_check.get("label_en"), "help": in_check.get("help") or in_check.get("en")},
    }
    for lang, language in source.languages.items():
        words[lang].update((language["facts"].get(check) or {}).get(name) or {})
    return words


def check_titles(source: Source, check: str, raw: Mapping[str, Any]) -> dict[str, str]:
    """Return language → title of a check; its id where the text gives none."""
    titles = {lang: str(raw.get(f"title_{lang}") or check) for lang in LANGUAGES}
    for lang, words in source.languages.items():
        if check in words["checks"]:
            titles[lang] = str(words["checks"][check])
    return titles


def class_labels(source: Source, check: str) -> dict[str, dict[str, str]]:
    """Return language → class of a check (``none`` and ``unknown`` too) → its words, as far as they are written."""
    return {
        lang: {str(name): str(label) for name, label in (words["classes"].get(check) or {}).items()}
        for lang, words in source.languages.items()
    }


def head_words(source: Source, section: str, key: str | int, lang: str) -> str:
    """Return the words of an activity, a form or an open point; the other language's where it has none.

    The language files come before the head. Raises :class:`UnknownName` for an entry without any words.
    """
    for language in (lang, *(other for other in LANGUAGES if other != lang)):
        found = _own_words(source, section, key, language)
        if found:
            return found
    raise UnknownName(f"no words for {key} in {section} of {source.path.name}")


def _own_words(source: Source, section: str, key: str | int, lang: str) -> str | None:
    written = source.languages.get(lang, {}).get(section, {}).get(key)
    if written:
        return str(written).strip()
    if section not in _HEAD_LISTS:
        return None
    name, keys = _HEAD_LISTS[section]
    entries: list[Mapping[str, Any]] = source.head.get(section) or []
    text = next((one for one in entries if one.get(name) == key), {}).get(keys.get(lang, ""))
    return str(text).strip() if text else None


def not_held(source: Source, lang: str) -> tuple[str, ...]:
    """Return what of the regulation is not in the text, a sentence each, in English where no other words are given."""
    written = source.languages.get(lang, {}).get("not_in_source") or source.head["regulation"].get("not_in_source")
    return tuple(str(sentence).strip() for sentence in written or ())
