"""Numbers and money as Indonesia writes them: figures, words, ordinals, and reading them back.

Whole rupiah only; thousands are grouped by a point, decimals follow a comma.
"""

from __future__ import annotations

import re
from decimal import Decimal

from lokal import terbilang

from sentra.indonesian.problems import AmountError

MAX_RUPIAH = 2**63 - 1

_SCALES = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
}
_SWAPPED = str.maketrans(",.", ".,")
_NUMBER = re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<decimals>[0-9]+))?")
_ENGLISH_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_CURRENCY = re.compile(r"^(?P<sign>-?)\s*(?:rp|idr)\s*\.?\s*(?P<inner>-?)\s*", re.IGNORECASE)
_SPELLED_OUT = re.compile(r"^(?P<figures>.*\d.*?)\s*\((?P<words>[a-z][a-z\s]+)\)$", re.IGNORECASE)
_SCALED = re.compile(r"^(?P<number>-?[0-9][0-9.,]*)\s*(?P<scale>[a-z]+)$", re.IGNORECASE)


def amount_in_words(number: int) -> str:
    """Spell a whole number in Indonesian (terbilang), `minus` before a negative one.

    Raises ValueError from 10²¹ on, where the scale words end.
    """
    return terbilang(number)


def number(value: int | Decimal) -> str:
    """Write a number with grouped thousands and a decimal comma: `1.234.567,125`."""
    # Not Babel's format_decimal: it quantises and fails on 10⁸ with twenty decimals.
    figures = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if "." in figures:
        figures = figures.rstrip("0").rstrip(".")
    return figures.translate(_SWAPPED)


def rupiah(amount: int) -> str:
    """Write whole rupiah: `Rp1.250.000`, negative ones `-Rp1.250.000`."""
    # Not lokal.format_rupiah: it rounds through the decimal context, and money here is never rounded.
    return f"{'-' if amount < 0 else ''}Rp{number(abs(amount))}"


def rupiah_formal(amount: int) -> str:
    """Write rupiah as official papers do: `Rp200.000.000,00 (dua ratus juta rupiah)`."""
    return f"{rupiah(amount)},00 ({amount_in_words(amount)} rupiah)"


def rupiah_in_table(amount: int) -> str:
    """Write rupiah for a finance table: figures only, negative ones in parentheses: `(1.250.000)`."""
    return f"({number(-amount)})" if amount < 0 else number(amount)


def quantity_in_words(quantity: int) -> str:
    """Write a quantity as regulations do: `25 (dua puluh lima)`."""
    return f"{number(quantity)} ({amount_in_words(quantity)})"


def percent(value: int | Decimal) -> str:
    """Write a figure that is already in percent: `percent(Decimal("12.5"))` is `12,5%`."""
    return f"{number(value)}%"


def ordinal(position: int) -> str:
    """Return the ordinal of a dictum or a party: 1 is `KESATU`, 12 is `KEDUA BELAS`; from 1 on."""
    if position < 1:
        raise ValueError(f"An ordinal starts at 1, got {position}.")
    return f"ke{amount_in_words(position)}".upper()


def roman(value: int) -> str:
    """Return a roman numeral from 1 to 3999, as letter numbers use it for the month: 7 is `VII`."""
    if not 1 <= value <= 3999:
        raise ValueError(f"A roman numeral stands for 1 to 3999, got {value}.")
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    letters = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    numeral = ""
    for step, letter in zip(values, letters, strict=True):
        count, value = divmod(value, step)
        numeral += letter * count
    return numeral


def parse_number(text: str) -> Decimal:
    """Read a number in Indonesian writing: `1.250` is 1250, `12,5` is twelve and a half.

    Raises AmountError for anything else, also for `1.5` and `1,250.00`, which follow another convention.
    """
    body, is_negative = _without_parentheses(_plain(text))
    if body.startswith("-") and not is_negative:
        body, is_negative = body.removeprefix("-"), True
    found = _NUMBER.fullmatch(body)
    if found is None:
        raise _unreadable(text)
    value = Decimal(found["whole"].replace(".", ""))
    if found["decimals"]:
        value = Decimal(f"{value}.{found['decimals']}")
    return value.copy_negate() if is_negative else value


def parse_rupiah(text: str) -> int:
    """Read an amount of money in whole rupiah.

    Accepts `Rp`, `Rp.`, spaces, `,-`, `,00`, scale words (`13,9 miliar`) and the formal form with its
    words. Raises AmountError for parts of a rupiah, mixed separators, units of unclear size (`5 M`) and
    amounts beyond 64 bits.
    """
    # Not lokal.parse_rupiah: it calculates in floats, reads slang and guesses at "1.5" and "M".
    cleaned = _plain(text)
    spelled = _SPELLED_OUT.match(cleaned)
    if spelled:
        cleaned = spelled["figures"]
    amount = _rupiah_figures(cleaned, text)
    if abs(amount) > MAX_RUPIAH:
        raise AmountError(
            "out_of_range",
            "The amount is larger than any that can be recorded.",
            "Jumlah melebihi batas yang dapat dicatat.",
            "Check the number of digits.",
            "Periksa jumlah digitnya.",
        )
    if spelled and _words(spelled["words"]) != amount_in_words(amount):
        raise AmountError(
            "words_differ",
            "The amount in words differs from the figures.",
            "Terbilang berbeda dengan angkanya.",
            f"The figures read: {amount_in_words(amount)} rupiah.",
            f"Angka tersebut terbilang: {amount_in_words(amount)} rupiah.",
        )
    return amount


def _rupiah_figures(cleaned: str, original: str) -> int:
    body, is_negative = _without_parentheses(cleaned)
    currency = _CURRENCY.match(body)
    if currency:
        body = currency["sign"] + currency["inner"] + body[currency.end() :]
    body = re.sub(r"\s*rupiah$", "", body, flags=re.IGNORECASE)
    body = re.sub(r"(?<=[0-9]),(?:-+|=)$", "", body)
    scaled = _SCALED.match(body)
    if scaled:
        value = parse_number(scaled["number"]) * _scale(scaled["scale"])
    else:
        if _ENGLISH_GROUPS.fullmatch(body.removeprefix("-")):
            raise _unreadable(original)
        value = parse_number(body)
    if value != value.to_integral_value():
        raise AmountError(
            "fraction_of_rupiah",
            f"“{original.strip()}” contains a part of a rupiah.",
            f"“{original.strip()}” memuat pecahan rupiah.",
            "Write whole rupiah, for example Rp1.250.000.",
            "Tulis rupiah bulat, misalnya Rp1.250.000.",
        )
    if is_negative and value < 0:
        raise _unreadable(original)
    return -int(value) if is_negative else int(value)


def _scale(word: str) -> int:
    scale = _SCALES.get(word.lower())
    if scale is None:
        raise AmountError(
            "unclear_unit",
            f"The unit “{word}” is not clear.",
            f"Satuan “{word}” tidak jelas.",
            "Write ribu, juta, miliar or triliun.",
            "Tulis ribu, juta, miliar, atau triliun.",
        )
    return scale


def _without_parentheses(text: str) -> tuple[str, bool]:
    """Return the text of an amount and whether parentheses make it negative, as in finance tables."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    return text, False


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u2212", "-")).strip()


def _words(text: str) -> str:
    words = _plain(text).lower().removesuffix(" rupiah")
    return words.replace("milyar", "miliar").replace("trilyun", "triliun")


def _unreadable(text: str) -> AmountError:
    if not text.strip():
        return AmountError(
            "empty",
            "The amount is missing.",
            "Angka belum diisi.",
            "Write a number, for example 1.250.000.",
            "Isikan angka, misalnya 1.250.000.",
        )
    return AmountError(
        "unreadable",
        f"“{text.strip()}” cannot be read as a number without guessing.",
        f"“{text.strip()}” tidak dapat dibaca sebagai angka dengan pasti.",
        "Group thousands with a point and write decimals after a comma: 1.250.000 or 12,5.",
        "Pisahkan ribuan dengan titik dan desimal dengan koma: 1.250.000 atau 12,5.",
    )
