"""NPWP, the taxpayer's number, in its old (15 digits), new (16) and branch (NITKU, 22) forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum import luhn
from stdnum.id import npwp as stdnum_npwp

from sentra.indonesian.identifiers.digits import only_digits
from sentra.indonesian.identifiers.masking import mask_account, mask_nik
from sentra.indonesian.identifiers.nik import parse_nik
from sentra.indonesian.problems import Doubt, IdentifierError


@dataclass(frozen=True, slots=True)
class Npwp:
    """A checked NPWP: `digits` is always the 16-digit form (PMK 112/PMK.03/2022)."""

    digits: str
    kind: Literal["old_form", "nik"]
    branch: str = ""
    warnings: tuple[Doubt, ...] = ()

    @property
    def old_form(self) -> str:
        """The form `01.312.166.0-091.000`, empty for a resident whose NPWP is the NIK."""
        return stdnum_npwp.format(self.digits[1:]) if self.kind == "old_form" else ""

    @property
    def display(self) -> str:
        """The old form where there is one, else the 16 digits."""
        return self.old_form or self.digits

    @property
    def masked(self) -> str:
        """A resident's number masked as a NIK, any other with its last four digits."""
        return mask_nik(self.digits) if self.kind == "nik" else mask_account(self.digits)

    def __repr__(self) -> str:
        """Represent the number masked: a resident's NPWP is the NIK."""
        return f"Npwp({self.masked})"


def parse_npwp(text: str, *, on: date | None = None) -> Npwp:
    """Read an NPWP of 15 or 16 digits or a NITKU of 22; points, hyphens and spaces are ignored.

    The ninth digit of the old form is a Luhn check over the first nine. A 16-digit number that does not
    begin with 0 is a NIK and checked as one at the date `on`. Raises IdentifierError.
    """
    # Own reading around python-stdnum: its 16-digit branch runs its own NIK check (day modulo 40).
    digits = only_digits(text, "NPWP", (15, 16, 22), "01.312.166.0-091.000")
    digits, branch = (digits[:16], digits[16:]) if len(digits) == 22 else (digits, "")
    if len(digits) == 16 and not digits.startswith("0"):
        nik = parse_nik(digits, on=on)
        return Npwp(nik.digits, "nik", branch, nik.warnings)
    old = digits[-15:]
    if not luhn.is_valid(old[:9]):
        raise IdentifierError(
            "check_digit",
            "The ninth digit of the NPWP does not fit the eight before it.",
            "Digit kesembilan NPWP tidak sesuai dengan delapan digit sebelumnya.",
            "Compare each digit with the NPWP card.",
            "Cocokkan setiap digit dengan kartu NPWP.",
        )
    return Npwp(f"0{old}", "old_form", branch)
