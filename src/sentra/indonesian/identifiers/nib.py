"""NIB, the identification number of a business actor, issued by OSS."""

from __future__ import annotations

from dataclasses import dataclass

from sentra.indonesian.identifiers.digits import only_digits
from sentra.indonesian.problems import Doubt, IdentifierError


@dataclass(frozen=True, slots=True)
class Nib:
    """A checked NIB, 13 digits, shown as issued."""

    digits: str
    warnings: tuple[Doubt, ...] = ()


def parse_nib(text: str) -> Nib:
    """Read a NIB: 13 digits, not all equal; no check digit is published. Raises IdentifierError."""
    digits = only_digits(text, "NIB", (13,), "9120001234567")
    if len(set(digits)) == 1:
        raise IdentifierError(
            "all_equal",
            "A NIB of thirteen equal digits is not issued.",
            "NIB dengan tiga belas digit yang sama tidak diterbitkan.",
            "Copy the number from the NIB document.",
            "Salin nomor dari dokumen NIB.",
        )
    return Nib(digits)
