"""What is wrong with a written value, said in both languages with the next step."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about an accepted value: a stable code and one sentence in each language."""

    code: str
    message_en: str
    message_id: str

    def message(self, language: str) -> str:
        """Return the sentence in the language (`id`, `id-id` or anything else for English)."""
        return self.message_id if language.startswith("id") else self.message_en


class IndonesianValueError(ValueError):
    """A text that cannot be read: stable `code`, message and remedy in English and Indonesian.

    `str(error)` is the English message and remedy; pages choose by language with `message` and `remedy`.
    """

    def __init__(self, code: str, message_en: str, message_id: str, remedy_en: str, remedy_id: str) -> None:
        super().__init__(f"{message_en} {remedy_en}")
        self.code = code
        self.message_en = message_en
        self.message_id = message_id
        self.remedy_en = remedy_en
        self.remedy_id = remedy_id

    def message(self, language: str) -> str:
        """Return what is wrong, in the language (`id`… or English)."""
        return self.message_id if language.startswith("id") else self.message_en

    def remedy(self, language: str) -> str:
        """Return what to do next, in the language (`id`… or English)."""
        return self.remedy_id if language.startswith("id") else self.remedy_en


class AmountError(IndonesianValueError):
    """A number or an amount of money that cannot be read without guessing."""


class DateError(IndonesianValueError):
    """A date that cannot be read, does not exist or contradicts its weekday."""


class RegionCodeError(IndonesianValueError):
    """A region code that belongs to no province."""


class IdentifierError(IndonesianValueError):
    """An identifier (NIK, NIB, NPWP, NIP, phone, KBLI) that cannot be one."""
