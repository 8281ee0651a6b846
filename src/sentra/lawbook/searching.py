"""Full-text search over the clauses, in both languages at once, with filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sentra.law import Clause, Library, UnknownName
from sentra.law.clauses import LANGUAGES

Words = tuple[re.Pattern[str], ...]
_WORDS = re.compile(
    r'"([^"]+)"|((?:pasal|lampiran|bab) \w+(?: (?:ayat|huruf|angka) \(?\w+\)?)*)|(\S+)',
)
#: Characters of a provision's text around a found word.
AROUND = 80


@dataclass(frozen=True)
class Entry:
    """A clause with the words by which it is found."""

    clause: Clause
    heading: str
    body: str

    def weight(self, words: Words) -> int | None:
        """How well it fits, smaller is better; None where a word is missing."""
        beyond = [word for word in words if not word.search(self.heading)]
        return len(beyond) if all(word.search(self.body) for word in beyond) else None


@dataclass(frozen=True)
class Filters:
    """What narrows a search; empty for all."""

    regulation: str = ""
    kind: str = ""
    actors: frozenset[str] = frozenset()
    check: str = ""
    article: str = ""

    def fits(self, clause: Clause) -> bool:
        """Whether a clause is one of those wanted."""
        return (
            self.regulation in ("", clause.regulation)
            and self.kind in ("", clause.kind)
            and self.check in ("", clause.check or "-")
            and self.article in ("", clause.article)
            and (not self.actors or not self.actors.isdisjoint(clause.actors))
        )


def find(library: Library, text: str, filters: Filters) -> list[Clause]:
    """The clauses that hold every word (or, in quotation marks, phrase), the best first, else in the text's order."""
    words = words_of(text)
    weighed = [
        (weight, entry.clause)
        for entry in _index(library)
        if filters.fits(entry.clause) and (weight := entry.weight(words)) is not None
    ]
    return [clause for _weight, clause in sorted(weighed, key=lambda pair: pair[0])]


def words_of(text: str) -> Words:
    """The words, quoted phrases and citations of what was typed; a citation does not begin another (Pasal 1, 12)."""
    typed = " ".join(text.lower().split())
    found = dict.fromkeys(
        f"{re.escape(cited)}(?!\\w)" if cited else re.escape(phrase or word.strip('"'))
        for phrase, cited, word in _WORDS.findall(typed)
    )
    return tuple(re.compile(pattern) for pattern in found if pattern)


def actors_of(library: Library, lang: str) -> dict[str, str]:
    """Every actor that a clause names with what it is called, in the order of the alphabet.

    Texts that call one actor differently are told by the first; two names of one actor stand once.
    """
    found: dict[str, str] = {}
    for regulation in library.regulations.values():
        for actor in (actor for clause in regulation.clauses.values() for actor in clause.actors):
            found.setdefault(actor, actor_label(library, regulation.id, actor, lang))
    first = {label: actor for actor, label in reversed(found.items())}
    return {actor: label for label, actor in sorted(first.items(), key=lambda pair: pair[0].lower())}


def same_actors(library: Library, actor: str) -> frozenset[str]:
    """The names by which the texts mean one actor."""
    names = {one for clause in library.clauses for one in clause.actors}
    called = {(one, actor_label(library, text, one, "id")) for one in names for text in library.regulations}
    mine = {label for one, label in called if one == actor}
    return frozenset(one for one, label in called if label in mine) if actor in names else frozenset()


def actor_label(library: Library, regulation: str, actor: str, lang: str) -> str:
    """What a regulation calls an actor."""
    try:
        return library.regulations[regulation].actor(actor, lang)
    except UnknownName:
        return actor.replace("_", " ")


def excerpt(clause: Clause, words: Words, lang: str) -> str:
    """The part of a provision's text around the first word that was found, or its beginning."""
    text = clause.text(lang)
    places = [found.start() for word in words if (found := word.search(text.lower()))]
    start = max(0, min(places, default=0) - AROUND)
    end = min(len(text), start + 3 * AROUND)
    if start:
        start = text.rfind(" ", 0, start) + 1
    cut = text[start:end] if end == len(text) else text[start:end].rsplit(" ", 1)[0]
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


_KEPT: dict[str, tuple[Library, tuple[Entry, ...]]] = {}


def _index(library: Library) -> tuple[Entry, ...]:
    """The words of a library, read once."""
    kept = _KEPT.get("index")
    if kept is None or kept[0] is not library:
        kept = _KEPT["index"] = (library, tuple(_entries(library)))
    return kept[1]


def _entries(library: Library) -> Iterator[Entry]:
    for clause in library.clauses:
        heading = [clause.cite, *(clause.label(lang) for lang in LANGUAGES)]
        body = [text for lang in LANGUAGES for text in (clause.text(lang), clause.reading(lang), clause.accept(lang))]
        facts = [fact.label(lang) for fact in clause.facts for lang in LANGUAGES]
        yield Entry(clause, _folded(heading), _folded([*body, *facts]))


def _folded(parts: Sequence[str | None]) -> str:
    return " | ".join(" ".join(part.lower().split()) for part in parts if part)
