"""The parts that renderers draw: blocks of `content`, and those made from a paper's data."""

from __future__ import annotations

from dataclasses import dataclass

from sentra.documents.rendering.content import (
    Heading,
    KeyValues,
    NumberedList,
    PageBreak,
    Paragraph,
    Table,
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """The letterhead: emblem with its description, government, office, contact lines."""

    emblem: bytes | None
    alt: str
    government: str
    office: str
    contact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The centred title and the lines below it (number, TENTANG, matter)."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """The head of a letter: Nomor, Sifat, Lampiran, Hal on the left, place and date on the right."""

    rows: tuple[tuple[str, str], ...]
    place_date: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """To whom a paper goes, one line each."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A line of a decree: label (or none), marker (`a.`, `1.` or none), text."""

    label: str
    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class Provisions:
    """Lines of a decree with aligned labels, markers and texts."""

    rows: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature block by lines: opening (place, date), prefix, titles, mark or space, name, rank, NIP."""

    opening: tuple[str, ...]
    prefix: str
    titles: tuple[str, ...]
    mark: str
    name: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signings:
    """Signature blocks beside each other (two), or one in the middle of the page."""

    blocks: tuple[Signing, ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """Who gets a copy, each with its number."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small print at the end."""

    text: str


@dataclass(frozen=True, slots=True)
class AnnexHead:
    """The head of an annex: what it belongs to, with number, date and matter."""

    heading: str
    rows: tuple[tuple[str, str], ...]


Part = (
    Masthead
    | TitleBlock
    | Reference
    | Recipients
    | Paragraph
    | Heading
    | NumberedList
    | KeyValues
    | Table
    | Provisions
    | PageBreak
    | Signing
    | Signings
    | Copies
    | Note
    | AnnexHead
)


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one orientation."""

    landscape: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Footer:
    """The foot of every page; `page` is the page line with `{page}` and `{pages}`."""

    verify: str
    url: str
    code: str
    page: str


@dataclass(frozen=True, slots=True)
class Composition:
    """A paper in the order in which it is drawn."""

    title: str
    watermark: str
    footer: Footer
    sections: tuple[Section, ...]
