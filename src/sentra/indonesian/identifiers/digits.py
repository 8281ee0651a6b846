"""What the identifiers share: stripping separators and refusing a wrong number of digits."""

from __future__ import annotations

import re
from collections.abc import Collection

from sentra.indonesian.problems import IdentifierError

_SEPARATORS = re.compile(r"[\s.\-]")


def only_digits(text: str, name: str, lengths: Collection[int], example: str) -> str:
    """Return the digits of an identifier without spaces, points and hyphens.

    Raises IdentifierError `empty`, `not_digits` or `wrong_length`, naming the identifier.
    """
    compact = _SEPARATORS.sub("", text)
    expected = sorted(lengths)
    remedy_en = f"Write {_listed(expected, 'or')} digits, for example {example}."
    remedy_id = f"Tulis {_listed(expected, 'atau')} digit, misalnya {example}."
    if not compact:
        raise IdentifierError("empty", f"{name} is missing.", f"{name} belum diisi.", remedy_en, remedy_id)
    if not re.fullmatch(r"[0-9]+", compact):
        raise IdentifierError(
            "not_digits",
            f"{name} may hold digits only.",
            f"{name} hanya boleh berisi angka.",
            remedy_en,
            remedy_id,
        )
    if len(compact) not in lengths:
        raise IdentifierError(
            "wrong_length",
            f"{name} has {len(compact)} digit{'' if len(compact) == 1 else 's'}.",
            f"{name} terdiri dari {len(compact)} digit.",
            remedy_en,
            remedy_id,
        )
    return compact


def _listed(lengths: list[int], conjunction: str) -> str:
    *first, last = (str(length) for length in lengths)
    return f"{', '.join(first)} {conjunction} {last}" if first else last
