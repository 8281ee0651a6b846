"""KBLI, the classification of business fields: a code is meaningful only with its edition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sentra.indonesian.identifiers.digits import only_digits
from sentra.indonesian.problems import Doubt, IdentifierError

# Editions; the older ones are accepted for old records.
KBLI_VERSIONS: Final = (2009, 2015, 2017, 2020, 2025)


@dataclass(frozen=True, slots=True)
class Kbli:
    """A five-digit code with the edition it belongs to."""

    code: str
    version: int
    warnings: tuple[Doubt, ...] = ()

    @property
    def division(self) -> int:
        """The division, the first two digits."""
        return int(self.code[:2])

    @property
    def is_manufacturing(self) -> bool:
        """Whether the code lies in section C (divisions 10 to 33), the range of the small industry (IKM)."""
        return 10 <= self.division <= 33


def parse_kbli(text: str, version: int) -> Kbli:
    """Read a KBLI code of five digits, with or without the word KBLI before it.

    `version` is the edition's year, one of KBLI_VERSIONS. Raises IdentifierError.
    """
    if version not in KBLI_VERSIONS:
        listed = ", ".join(str(year) for year in KBLI_VERSIONS)
        raise IdentifierError(
            "unknown_version",
            f"There is no KBLI {version}.",
            f"Tidak ada KBLI {version}.",
            f"Choose one of the editions {listed}.",
            f"Pilih salah satu edisi {listed}.",
        )
    bare = re.sub(r"^\s*kbli\s*(?:[0-9]{4}\s*:)?", "", text, flags=re.IGNORECASE)
    code = only_digits(bare, "KBLI", (5,), "14131")
    if code.startswith("00"):
        raise IdentifierError(
            "no_division",
            "No division of the KBLI begins with 00.",
            "Tidak ada golongan pokok KBLI yang diawali 00.",
            "Look the code up in the KBLI of that edition.",
            "Cari kodenya pada KBLI edisi tersebut.",
        )
    return Kbli(code, version)
