"""What is wrong or doubtful about a cell, said in both languages so that the page may change language later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, override

LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to tell about a cell (or the whole row, `column` empty): per language a message and a remedy."""

    column: str
    said: Mapping[str, tuple[str, str]]

    @property
    def message(self) -> str:
        """What is wrong, in the active language."""
        return self.said[_language()][0]

    @property
    def remedy(self) -> str:
        """What to do next, in the active language."""
        return self.said[_language()][1]

    def as_json(self) -> list[Any]:
        """The issue as it is kept with the row."""
        return [self.column, {language: list(words) for language, words in self.said.items()}]


def issue(column: str, message: Any, remedy: Any = "", **places: Any) -> Issue:
    """An issue from lazy translations; the places are filled in both languages."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = (_filled(message, places), _filled(remedy, places))
    return Issue(column, said)


def from_json(kept: Iterable[list[Any]]) -> list[Issue]:
    """The issues of a row as they were kept."""
    return [
        Issue(column, {language: (words[0], words[1]) for language, words in said.items()}) for column, said in kept
    ]


@contextmanager
def each_language() -> Iterator[Iterator[str]]:
    """Run the same work once in each language."""

    def languages() -> Iterator[str]:
        for language in LANGUAGES:
            with override(language):
                yield language

    yield languages()


def _filled(text: Any, places: Mapping[str, Any]) -> str:
    return str(text) % places if places else str(text)


def _language() -> str:
    return "id" if (get_language() or "id").startswith("id") else "en"
