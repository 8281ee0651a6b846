"""Phone numbers: stored in E.164, shown in national writing, linked to WhatsApp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lokal import parse_phone as lokal_phone

from sentra.indonesian.identifiers.masking import mask_phone
from sentra.indonesian.problems import Doubt, IdentifierError


@dataclass(frozen=True, slots=True)
class Phone:
    """A checked number: `e164` to store, `display` to show, `whatsapp` for links (empty for landlines)."""

    e164: str
    display: str
    whatsapp: str
    kind: Literal["mobile", "landline"]
    warnings: tuple[Doubt, ...] = ()

    @property
    def masked(self) -> str:
        """The number with its middle hidden: `0812****7890`."""
        return mask_phone(self.e164)


def parse_phone(text: str) -> Phone:
    """Read a phone number written `+62 8…`, `62 8…`, `08…` or `8…`, or a landline with its area code.

    An unknown prefix is a warning. Raises IdentifierError.
    """
    found = lokal_phone(text)
    if not found.valid or found.e164 is None or found.type is None:
        raise _error(found.errors[0].code)
    doubts = tuple(
        Doubt(
            issue.code,
            f"The prefix of {found.national} belongs to no known operator.",
            f"Awalan nomor {found.national} tidak dikenal.",
        )
        for issue in found.warnings
    )
    return Phone(found.e164, found.national or found.e164, found.whatsapp or "", found.type, doubts)


def _error(code: str) -> IdentifierError:
    message_en = "This is not an Indonesian phone number."
    message_id = "Ini bukan nomor telepon Indonesia."
    if code == "length":
        message_en, message_id = "The phone number is too short or too long.", "Panjang nomor telepon keliru."
    return IdentifierError(
        code,
        message_en,
        message_id,
        "Write a mobile number of 10 to 13 digits such as 0812-3456-7890, or area code and number.",
        "Tulis nomor HP 10–13 digit seperti 0812-3456-7890, atau kode area dan nomor.",
    )
