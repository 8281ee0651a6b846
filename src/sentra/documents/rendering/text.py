"""Text made safe to print: no control characters, nothing that reverses or hides what is read."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from typing import Any, TypeVar, cast

T = TypeVar("T")

_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
# Cc control, Cf invisible and bidirectional marks, Cs lone surrogates, Co private use, Cn unassigned
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean(text: str) -> str:
    """A string as it is printed: NFC, newlines as `\\n`, tabs as spaces, invisible characters dropped.

    Direction overrides go too: on an official paper they could make a name or an amount read otherwise
    than it is stored.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in _DROPPED)
    return "".join(c for c in kept if not 0xFE00 <= ord(c) <= 0xFE0F).strip()


def cleaned(value: T) -> T:
    """The same value (string, tuple, frozen dataclass, in any nesting) with every string clean."""
    return cast("T", _cleaned(value))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(v) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{f.name: _cleaned(getattr(value, f.name)) for f in dataclasses.fields(value)}
        )
    return value


def strings(value: Any) -> list[str]:
    """Every string of a value in the order in which its fields stand."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [s for v in value for s in strings(v)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [s for f in dataclasses.fields(value) for s in strings(getattr(value, f.name))]
    return []
