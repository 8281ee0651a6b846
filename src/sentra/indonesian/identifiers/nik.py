"""NIK, the number of a person (PP 40/2019): place of first registration, birth date, sex, serial."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sentra.indonesian.dates import PROVINCE_CODES, long_date
from sentra.indonesian.identifiers.digits import only_digits
from sentra.indonesian.identifiers.masking import mask_nik
from sentra.indonesian.problems import Doubt, IdentifierError

Sex = Literal["female", "male"]

# Timor Timur, a province until 1999; numbers given there are kept for life.
FORMER_PROVINCE_CODES = frozenset({"54"})


@dataclass(frozen=True, slots=True)
class Nik:
    """A checked NIK. The codes tell where it was first issued, never where the person lives."""

    digits: str
    province_code: str
    regency_code: str
    district_code: str
    birth_date: date
    sex: Sex
    warnings: tuple[Doubt, ...] = ()

    @property
    def masked(self) -> str:
        """The NIK with district and birth date hidden: `3302********0001`."""
        return mask_nik(self.digits)

    def __repr__(self) -> str:
        """Represent the NIK masked, so that no log or traceback carries it."""
        return f"Nik({self.masked})"


def parse_nik(
    text: str,
    *,
    on: date | None = None,
    known_regencies: Collection[str] | None = None,
    birth_date: date | None = None,
    sex: Sex | None = None,
) -> Nik:
    """Read and check a NIK of 16 digits; spaces, points and hyphens are ignored.

    `on` (default today) settles the century: the year that makes the person 0 to 100 years old. With
    `known_regencies` (4-digit codes of today), `birth_date` or `sex` given, a difference is a warning only:
    codes change when regions split, and a NIK keeps even a wrong birth date for life. Raises
    IdentifierError.
    """
    # Own code: python-stdnum takes the day modulo 40 and so accepts days 81-99; lokal settles the century
    # by the year alone, so that a child born later this year would come out before its birth.
    digits = only_digits(text, "NIK (KTP)", (16,), "3302115508850001")
    born, read_sex = _birth(digits, on or date.today())
    warnings = [*_province_doubts(digits[:2])]
    if "00" in (digits[2:4], digits[4:6]):
        raise _error(
            "region_zero",
            "The regency and district digits of the NIK cannot be 00.",
            "Digit kabupaten/kota dan kecamatan pada NIK tidak boleh 00.",
        )
    if digits[12:] == "0000":
        raise _error(
            "serial_zero",
            "The last four digits of the NIK cannot be 0000.",
            "Empat digit terakhir NIK tidak boleh 0000.",
        )
    if known_regencies is not None and digits[:4] not in known_regencies:
        warnings.append(
            Doubt(
                "region_not_current",
                f"The code {digits[:4]} in the NIK is not a regency of today; it may be an older code.",
                f"Kode {digits[:4]} pada NIK bukan kabupaten/kota saat ini; mungkin kode lama.",
            )
        )
    warnings += _entered_doubts(born, read_sex, birth_date, sex)
    return Nik(digits, digits[:2], digits[:4], digits[:6], born, read_sex, tuple(warnings))


def _birth(digits: str, on: date) -> tuple[date, Sex]:
    day, month, short_year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex: Sex = "female" if day > 40 else "male"
    day = day - 40 if day > 40 else day
    for century in (on.year - on.year % 100, on.year - on.year % 100 - 100):
        try:
            born = date(century + short_year, month, day)
        except ValueError:
            continue
        if born <= on and on.year - born.year <= 100:
            return born, sex
    raise _error(
        "birth_date",
        "Digits 7 to 12 of the NIK are not a possible birth date.",
        "Digit 7 sampai 12 pada NIK bukan tanggal lahir yang mungkin.",
    )


def _province_doubts(code: str) -> tuple[Doubt, ...]:
    if code in FORMER_PROVINCE_CODES:
        return (
            Doubt(
                "province_former",
                f"The NIK was issued in a province that no longer exists ({code}).",
                f"NIK diterbitkan di provinsi yang sudah tidak ada ({code}).",
            ),
        )
    if code not in PROVINCE_CODES:
        raise _error(
            "province_unknown",
            f"The NIK begins with {code}, which is no province.",
            f"NIK diawali {code}, yang bukan kode provinsi.",
        )
    return ()


def _entered_doubts(born: date, read_sex: Sex, birth_date: date | None, sex: Sex | None) -> list[Doubt]:
    doubts = []
    if birth_date is not None and birth_date != born:
        doubts.append(
            Doubt(
                "birth_date_differs",
                f"The NIK says born on {long_date(born)}, which is not the date entered.",
                f"Menurut NIK tanggal lahirnya {long_date(born)}, berbeda dengan yang diisi.",
            )
        )
    if sex is not None and sex != read_sex:
        word_en, word_id = ("a woman", "perempuan") if read_sex == "female" else ("a man", "laki-laki")
        doubts.append(
            Doubt(
                "sex_differs",
                f"The NIK says {word_en}, which is not what was entered.",
                f"Menurut NIK jenis kelaminnya {word_id}, berbeda dengan yang diisi.",
            )
        )
    return doubts


def _error(code: str, message_en: str, message_id: str) -> IdentifierError:
    return IdentifierError(
        code,
        message_en,
        message_id,
        "Compare each digit with the identity card.",
        "Cocokkan setiap digit dengan KTP.",
    )
