"""What stands on an official Indonesian paper, as finished strings (tata naskah dinas, Permendagri 1/2023).

Nothing here formats: numbers, dates, amounts in words and names (with or without titles, rank and NIP)
arrive as they shall be printed. An empty string or tuple means that the part is not on the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Family = Literal["letter", "decree", "form", "minutes"]
PageSize = Literal["a4", "f4"]
Align = Literal["left", "center", "right", "justify"]
Language = Literal["id", "en"]
Mark = Literal["met", "not_met", "unknown", "not_applicable", "advice"]

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The kop of an office; `emblem` is a PNG or JPEG, another kind raises ValueError."""

    government: str
    office: str
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    emblem: bytes | None = None

    def __post_init__(self) -> None:
        if self.emblem is not None and not self.emblem.startswith((_PNG, _JPEG)):
            raise ValueError("The emblem must be a PNG or JPEG image")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a newline in it is a line break. `indent` indents the first line."""

    text: str
    align: Align = "justify"
    indent: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the paper, level 1 (highest) to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a numbered list with the items below it."""

    text: str
    items: tuple[str | Item, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list numbered 1. → a. → 1) → a) by depth; deeper than four levels raises ValueError."""

    items: tuple[str | Item, ...]

    def __post_init__(self) -> None:
        if _depth(self.items) > 4:
            raise ValueError("A numbered list has at most four levels")


def _depth(items: tuple[str | Item, ...]) -> int:
    return 1 + max((_depth(i.items) for i in items if isinstance(i, Item) and i.items), default=0)


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Label and value pairs with aligned colons; `indent` sets them in from the margin, as in minutes."""

    rows: tuple[tuple[str, str], ...]
    indent: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `weight` is its share of the width; a `numeric` one is right-aligned in tabular figures."""

    title: str
    weight: float = 1.0
    align: Literal["left", "center", "right"] = "left"
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose header repeats on each page.

    `total` is a last bold row; `empty` is said in place of rows when there are none; `landscape` gives the
    table pages of its own; `row_height` is the least height of a row in millimetres (0: as the text needs).
    Raises ValueError when a row has not one cell a column.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    title: str = ""
    empty: str = ""
    landscape: bool = False
    row_height: float = 0.0

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table needs columns")
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row) != len(self.columns):
                raise ValueError(f"A row has {len(row)} cells where the table has {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a decree: its ordinal (`KESATU`) and its text, with letters below it where it has some."""

    label: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictum:
    """The body of a decree: authority, Menimbang, Mengingat, Memperhatikan, Menetapkan, clauses."""

    considering: tuple[str, ...]
    recalling: tuple[str, ...]
    decides: str
    clauses: tuple[Clause, ...]
    noting: tuple[str, ...] = ()
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One provision as judged: its mark, what was measured against which threshold, and where it stands."""

    mark: Mark
    label: str
    measured: str = ""
    threshold: str = ""
    citation: str = ""
    evidence: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FindingList:
    """Findings as a table; columns that no finding fills are left out."""

    findings: tuple[Finding, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts on a new page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature block, printed as given.

    `prefix` is `a.n.`, `Plt.`, `Plh.`, `Pj.`; `title` has one line a level (the second stands under the
    first after `a.n.`); `electronic` is the text of the electronic mark that takes the place of the space
    for pen and stamp. `place` and `date_text` default to the paper's own where the family prints them.
    """

    title: tuple[str, ...]
    name: str
    prefix: str = ""
    place: str = ""
    date_text: str = ""
    rank: str = ""
    nip: str = ""
    electronic: str = ""

    @property
    def full_title(self) -> str:
        """The title in one line, with whom the person stands in for: `Plt. Kepala Dinas`."""
        return " ".join(part for part in (self.prefix, *self.title) if part)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member of a team who signs on a line of a list."""

    name: str
    position: str
    nip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Several signatures: a `team` list, two `sides` beside each other, `acknowledged` in the middle below.

    Raises ValueError when there are other than no or two sides.
    """

    sides: tuple[Signature, ...] = ()
    team: tuple[TeamMember, ...] = ()
    acknowledged: Signature | None = None

    def __post_init__(self) -> None:
        if len(self.sides) not in (0, 2):
            raise ValueError("Signatures stand on two sides")


Block = Paragraph | Heading | NumberedList | KeyValues | Table | Dictum | FindingList | PageBreak | Signatures


@dataclass(frozen=True, slots=True)
class Verification:
    """Where the public checks the paper: the full address (also in the QR code) and the code to type."""

    url: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An annex on pages of its own; its head names the paper by number, date and subject.

    `heading` defaults to `LAMPIRAN` and the paper's title.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    heading: str = ""
    signature: Signature | None = None
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An official paper of one family, ready to be rendered as PDF or DOCX.

    `subject` is Hal of a letter and the matter after TENTANG of a decree; `recipients` are the lines
    `Yth. …`, `di …`; `note` stands small at the end; `dated` goes into the file's metadata only;
    a `draft` carries the watermark KONSEP on every page.
    """

    kind: Family
    title: str = ""
    letterhead: Letterhead | None = None
    number: str = ""
    place: str = ""
    date_text: str = ""
    nature: str = ""
    attachment: str = ""
    subject: str = ""
    recipients: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signature: Signature | None = None
    copies: tuple[str, ...] = ()
    note: str = ""
    verification: Verification | None = None
    annexes: tuple[Annex, ...] = ()
    landscape: bool = False
    draft: bool = False
    language: Language = "id"
    dated: date | None = None
