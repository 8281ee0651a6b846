"""A regulation's table of contents, read from the citations of its clauses in the order of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from sentra.law import Clause, Regulation, UnknownName

#: A chapter of more clauses is told part by part (Bab IV huruf A, Bab IV huruf B, …).
LARGE_CHAPTER = 120
#: A regulation of at most so many clauses is read on one page.
ONE_PAGE = 200

_CHAPTER = re.compile(r"Bab ([IVXLC]+)(?: huruf ([A-Z]))?(?: angka (\d+))?")
_ARTICLE = re.compile(r"(Pasal|Lampiran)(?: (\w+))?")
_Heading = tuple[str, ...]


@dataclass
class Section:
    """Clauses under one heading of a chapter; `key` is its anchor, `title` is empty where there is no heading."""

    key: str
    title: str
    note: str = ""
    clauses: list[Clause] = field(default_factory=list)


@dataclass
class Chapter:
    """A chapter, an article or an annex with its sections; `key` stands in its address."""

    key: str
    title: str
    note: str = ""
    sections: list[Section] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many clauses it holds."""
        return sum(len(section.clauses) for section in self.sections)

    @property
    def is_told(self) -> bool:
        """Whether its sections have words of their own, so that each takes a line."""
        return any(section.note for section in self.sections)


def chapters_of(regulation: Regulation, clauses: Iterable[Clause], lang: str) -> list[Chapter]:
    """The clauses under their headings, in the order of the text."""
    rows = list(clauses)
    titled = _titled_chapters(regulation)
    sizes = Counter(_headings(clause, titled, frozenset())[0] for clause in regulation.clauses.values())
    large = frozenset(heading for heading, size in sizes.items() if size > LARGE_CHAPTER)
    chapters: dict[_Heading, Chapter] = {}
    sections: dict[tuple[_Heading, _Heading], Section] = {}
    for clause in rows:
        chapter, section = _headings(clause, titled, large)
        if chapter not in chapters:
            chapters[chapter] = Chapter(_key(chapter), _title(chapter), _chapter_note(chapter, titled, lang))
        if (chapter, section) not in sections:
            made = Section(_key(section) or _key(chapter), _title(section))
            sections[chapter, section] = made
            chapters[chapter].sections.append(made)
        sections[chapter, section].clauses.append(clause)
    for found in sections.values():
        found.note = _activity(regulation, found.clauses, lang)
    return list(chapters.values())


def _headings(
    clause: Clause, titled: Mapping[str, tuple[str, Mapping[str, str]]], large: frozenset[_Heading]
) -> tuple[_Heading, _Heading]:
    """The chapter and the section of a clause, as kind and number."""
    if found := _CHAPTER.match(clause.cite):
        roman, letter, number = found.groups()
        if ("bab", roman) in large and letter:
            return ("bab", roman, letter), ("angka", number) if number else ()
        return ("bab", roman), ("huruf", letter) if letter else ()
    if found := _ARTICLE.match(clause.cite):
        kind, number = found.groups()
        if kind == "Lampiran":
            return ("lampiran",), ("lampiran", number) if number else ()
        article = ("pasal", number or "")
        return (("bab", titled[number][0]), article) if number in titled else (article, ())
    return ("text", re.split(r",| huruf | angka | butir ", clause.cite)[0]), ()


def _titled_chapters(regulation: Regulation) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Article → its chapter's number and words, where the text tells its chapters (`chapters` of its head)."""
    found: dict[str, tuple[str, Mapping[str, str]]] = {}
    for chapter in regulation.head.get("chapters") or regulation.head["regulation"].get("chapters") or []:
        first, _dash, last = str(chapter["articles"]).partition("-")
        words = {"en": str(chapter.get("en") or ""), "id": str(chapter.get("id_label") or "")}
        for article in range(int(first), int(last or first) + 1):
            found[str(article)] = (str(chapter["chapter"]), words)
    return found


def _chapter_note(heading: _Heading, titled: Mapping[str, tuple[str, Mapping[str, str]]], lang: str) -> str:
    words = next((words for roman, words in titled.values() if heading == ("bab", roman)), {})
    return words.get(lang, "")


def _activity(regulation: Regulation, clauses: Iterable[Clause], lang: str) -> str:
    """The activity that all clauses of a section are about, or nothing."""
    named = {activity for clause in clauses for activity in clause.applies_to}
    if len(named) != 1:
        return ""
    try:
        return regulation.words("activities", named.pop(), lang)
    except UnknownName:
        return ""


def _key(heading: _Heading) -> str:
    return slugify("-".join(heading[1:] if heading[:1] == ("text",) else heading))


def _title(heading: _Heading) -> str:
    if not heading:
        return ""
    kind, *numbers = heading
    number = numbers[0] if numbers else ""
    if kind == "bab" and len(numbers) > 1:
        return _("Chapter %(number)s part %(letter)s") % {"number": number, "letter": numbers[1]}
    words = {
        "bab": _("Chapter %(number)s"),
        "huruf": _("Part %(number)s"),
        "angka": _("Number %(number)s"),
        "pasal": _("Article %(number)s"),
        "lampiran": _("Annex %(number)s") if number else _("Annexes"),
    }
    opening = {"Menimbang": _("Considering"), "Mengingat": _("In view of"), "Penutup": _("Closing")}
    return words[kind] % {"number": number} if kind in words else opening.get(number, number)
