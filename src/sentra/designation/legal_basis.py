"""The legal basis of a decree (Mengingat): prefilled as the regulation prints it, edited by whoever drafts.

Some of the printed citations look wrong; they are printed all the same, and what the text says of them stands beside
the draft, so that a person decides and nothing is left out or replaced unnoticed (Mengingat angka 1-10).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sentra.designation.models import Decree
from sentra.designation.transitions import REGULATION, clause_id
from sentra.law import Law

CLAUSE = clause_id("mengingat")


@dataclass(frozen=True)
class LegalBasis:
    """What the regulation prints: every citation in its order, those that look wrong, and how the text reads them."""

    cited: tuple[str, ...]
    doubtful: tuple[str, ...]
    reading: str


def regulation_name(law: Law) -> str:
    """The regulation itself as papers cite it."""
    return law.regulations[REGULATION].number


def printed_basis(law: Law, lang: str = "id") -> LegalBasis:
    """The instruments that the regulation names, as printed, then the regulation itself."""
    clause = law.clause(CLAUSE)
    values = clause.values
    return LegalBasis(
        cited=(*map(str, values["cited"].value), regulation_name(law)),
        doubtful=tuple(map(str, values["doubtful"].value)),
        reading=clause.reading(lang) or "",
    )


def usual_basis(law: Law, amends: Decree | None = None) -> list[str]:
    """What a new draft begins with; a decree that changes another one names it last."""
    return [*printed_basis(law).cited, *([f"Keputusan Menteri Nomor {amends.number}"] if amends else ())]


def basis_of(decree: Decree, law: Law) -> tuple[str, ...]:
    """The lines of a decree's legal basis; as printed where the draft has none of its own."""
    return tuple(decree.legal_basis) or printed_basis(law).cited


def tidied(lines: Iterable[str]) -> list[str]:
    """The lines without blanks, closing marks and repetitions."""
    return list(dict.fromkeys(text for line in lines if (text := line.strip().rstrip(";.").strip())))


def left_out(lines: Sequence[str], law: Law) -> tuple[str, ...]:
    """The printed citations that no line carries; a line may say more than the citation."""
    return tuple(one for one in printed_basis(law).cited if not any(_names(line, one) for line in lines))


def _names(line: str, cited: str) -> bool:
    """Whether a line carries a citation as a whole: "UU 5/1984" is not in "UU 25/1984" nor in "UU 5/19840"."""
    return re.search(rf"(?<!\w){re.escape(cited)}(?!\w)", line) is not None


def doubtful_in(lines: Sequence[str], law: Law) -> tuple[str, ...]:
    """The doubtful citations that still stand in the lines exactly as printed."""
    return tuple(one for one in printed_basis(law).doubtful if one in lines)
