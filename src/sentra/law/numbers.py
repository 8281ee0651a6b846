"""Exact numbers on columns: fractions of whole numbers, compared without floats on every engine.

Values are bounded where they enter (:mod:`sentra.law.validation`), so that what is multiplied here stays
within 64 bits: a whole number up to 9·10¹⁶ times a hundred, a number with a fraction up to 10⁹ in millionths.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from sentra.law.errors import LawError

Whole = nw.Expr | int
Let = Callable[[Any], Any]
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


LARGEST = 2**63 - 1


class TooLarge(LawError):
    """Arithmetic that could leave 64 bits, where engines give wrong numbers without a word."""

    def __init__(self) -> None:
        super().__init__("a number of this condition could grow beyond 64 bits; use smaller factors")


@dataclass(frozen=True)
class Ratio:
    """``top / bottom``, whole numbers or expressions of them; ``bottom`` is positive, or null where undecided.

    ``most`` is the largest size that ``top`` can have. Raises :class:`TooLarge` where that leaves 64 bits.
    """

    top: Whole
    bottom: Whole = 1
    most: int = 0

    def __post_init__(self) -> None:
        known = [abs(part) for part in (self.top, self.bottom) if isinstance(part, int)]
        if max(self.most, *known, 0) > LARGEST:
            raise TooLarge

    @property
    def size(self) -> int:
        """The largest size of ``top``."""
        return abs(self.top) if isinstance(self.top, int) else self.most


def negated(value: Ratio | None) -> Ratio | None:
    """Return the number with the opposite sign."""
    return None if value is None else Ratio(_times(value.top, -1), value.bottom, value.most)


def absolute(value: Ratio | None, let: Let) -> Ratio | None:
    """Return the number without its sign."""
    if value is None:
        return None
    top = let(value.top)
    if not isinstance(top, nw.Expr):
        return Ratio(abs(top), value.bottom)
    return Ratio(nw.when(top >= 0).then(top).otherwise(_times(top, -1)), value.bottom, value.most)


def total(left: Ratio | None, right: Ratio | None) -> Ratio | None:
    """Return the sum of two numbers."""
    if left is None or right is None:
        return None
    if _share_a_bottom(left, right):
        return Ratio(_wide(left.top) + _wide(right.top), left.bottom, left.size + right.size)
    scaled = product(left, Ratio(right.bottom)), product(right, Ratio(left.bottom))
    tops = [part for part in scaled if part is not None]
    size = sum(part.size for part in tops)
    return Ratio(_wide(tops[0].top) + _wide(tops[1].top), _times(left.bottom, right.bottom), size)


def product(left: Ratio | None, right: Ratio | None) -> Ratio | None:
    """Return the product of two numbers."""
    if left is None or right is None:
        return None
    size = left.size * right.size
    if size > LARGEST:
        raise TooLarge
    return Ratio(_times(left.top, right.top), _times(left.bottom, right.bottom), size)


def divided(left: Ratio | None, right: Ratio | None, let: Let) -> Ratio | None:
    """Return the quotient; undecided where the divisor is zero."""
    if left is None or right is None:
        return None
    top, bottom = let(right.top), let(right.bottom)
    if isinstance(top, int):
        return None if top == 0 else product(left, Ratio(bottom if top > 0 else _times(bottom, -1), abs(top)))
    positive = nw.when(top > 0).then(_wide(top)).when(top < 0).then(_times(top, -1))
    signed = nw.when(top < 0).then(_times(bottom, -1)).otherwise(_wide(bottom))
    size = bottom if isinstance(bottom, int) else 0
    return product(left, Ratio(let(signed), let(positive), size))


def compare(written: str, left: Ratio | None, right: Ratio | None, let: Let) -> nw.Expr | bool | None:
    """Return the comparison of two numbers, exactly; ``let`` keeps what is used more than once."""
    if left is None or right is None:
        return None
    if not isinstance(left.top, nw.Expr) and isinstance(right.top, nw.Expr):
        left, right, written = right, left, _MIRRORED[written]
    if isinstance(left.bottom, nw.Expr) and isinstance(right.bottom, nw.Expr):
        return _compare_quotients(written, left, right, let)
    if _share_a_bottom(left, right):
        tops = (left.top, right.top)
    else:
        for side, other in ((left, right), (right, left)):
            if isinstance(other.bottom, int) and side.size * other.bottom > LARGEST:
                raise TooLarge
        tops = (_times(left.top, right.bottom), _times(right.top, left.bottom))
    found: nw.Expr | bool = _OPERATORS[written](*tops)
    return found


def _compare_quotients(written: str, left: Ratio, right: Ratio, let: Let) -> nw.Expr:
    """By whole part, then by what is left over: multiplying amount by count could leave 64 bits."""
    (whole, rest), (other, other_rest) = _parted(left, let), _parted(right, let)
    over, other_over = let(rest * right.bottom), let(other_rest * left.bottom)
    if written in ("==", "!="):
        same = (whole == other) & (over == other_over)
        return same if written == "==" else ~same
    ordered = _OPERATORS[written]
    strictly: nw.Expr = _OPERATORS[written[0]](whole, other)
    decided: nw.Expr = strictly | ((whole == other) & ordered(over, other_over))
    return decided


def _parted(value: Ratio, let: Let) -> tuple[Any, Any]:
    """Whole part and rest, the rest at least zero; an engine that divides through floats is put right by one."""
    top, bottom = _wide(value.top), value.bottom
    whole = let(top // bottom)
    rest = let(top - whole * bottom)
    below, above = rest < 0, rest >= bottom
    return (
        let(nw.when(below).then(whole - 1).when(above).then(whole + 1).otherwise(whole)),
        nw.when(below).then(rest + bottom).when(above).then(rest - bottom).otherwise(rest),
    )


def _share_a_bottom(left: Ratio, right: Ratio) -> bool:
    return isinstance(left.bottom, int) and isinstance(right.bottom, int) and left.bottom == right.bottom


def _wide(value: Whole) -> Any:
    """64 bits before arithmetic: a table's narrow column would overflow without a word."""
    return value.cast(nw.Int64) if isinstance(value, nw.Expr) else value


def _times(left: Whole, right: Whole) -> Any:
    if isinstance(left, int) and left == 1:
        return right
    if isinstance(right, int) and right == 1:
        return left
    return _wide(left) * _wide(right)
