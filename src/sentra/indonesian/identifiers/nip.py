"""NIP, the number of a civil servant: birth date, appointment, sex, serial."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sentra.indonesian.identifiers.digits import only_digits
from sentra.indonesian.problems import Doubt, IdentifierError


@dataclass(frozen=True, slots=True)
class Nip:
    """A checked NIP of 18 digits."""

    digits: str
    birth_date: date
    warnings: tuple[Doubt, ...] = ()

    @property
    def display(self) -> str:
        """The number in its printed groups 8-6-1-3: `19850817 201001 1 001`."""
        return f"{self.digits[:8]} {self.digits[8:14]} {self.digits[14]} {self.digits[15:]}"


def parse_nip(text: str, *, on: date | None = None) -> Nip:
    """Read a NIP: 18 digits that begin with a birth date before `on` (default today).

    The second block is not checked, because contract staff (PPPK) use it otherwise; a month that cannot be
    one is a warning. Raises IdentifierError.
    """
    digits = only_digits(text, "NIP", (18,), "19850817 201001 1 001")
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        born = date.max
    if born > (on or date.today()) or born.year < 1900:
        raise IdentifierError(
            "birth_date",
            "The first eight digits of the NIP are not a possible birth date.",
            "Delapan digit pertama NIP bukan tanggal lahir yang mungkin.",
            "Write year, month and day of birth first, as on the appointment decree.",
            "Awali dengan tahun, bulan, dan tanggal lahir sesuai SK pengangkatan.",
        )
    return Nip(digits, born, _appointment_doubts(digits))


def _appointment_doubts(digits: str) -> tuple[Doubt, ...]:
    if 1 <= int(digits[12:14]) <= 12 and digits[14] in "12":
        return ()
    return (
        Doubt(
            "appointment_unusual",
            "Digits 9 to 15 of the NIP are not a month of appointment and 1 or 2, as civil servants have.",
            "Digit 9 sampai 15 NIP bukan bulan pengangkatan dan angka 1 atau 2 seperti NIP PNS.",
        ),
    )
