"""The nearest value of one fact with which something holds, found by asking, not by algebra.

The conditions of the language are monotone or piecewise linear in each fact, so a few guesses (where the two sides
of a comparison meet) and a search by halves find the boundary. Whatever is returned has been asked and holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from sentra.law.types import Type, exact

Holds = Callable[[Any], bool]
Distance = Callable[[Any], Any]

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal()
_FARTHEST = 10**15
_FARTHEST_FRACTION = 10**8
_HUNDREDTH = Fraction(1, 100)
_PROBES = (0, 1000, 10**7)


def limits_of(kind: Type, negative: bool) -> tuple[int, int]:
    """Return the lowest and the highest number that a search tries for a fact of this type."""
    largest = _FARTHEST if kind.integer else _FARTHEST_FRACTION
    return (-largest if negative else 0), largest


def nearest_number(
    kind: Type,
    current: Any,
    holds: Holds,
    *,
    limits: tuple[int, int],
    meets: Distance | None = None,
    named: Sequence[Any] = (),
) -> Any:
    """Return the number within ``limits`` closest to ``current`` that holds, or None.

    ``meets`` gives how far the two sides of a comparison lie apart at a value; ``named`` are the numbers that the
    provision names. Where ``current`` is None the guesses come first, so that a threshold is told as it stands.
    """
    step = 1 if kind.integer else _HUNDREDTH
    low, high = limits
    start = None if current is None else exact(current)
    probes = [place for place in (*_PROBES, low, high - 1) if low <= place < high]
    guesses = [
        value
        for guess in (*_crossings(meets, start, probes), *named)
        for value in _around(guess, step, kind.integer)
        if low <= value <= high
    ]
    return _closest(start, guesses, holds, step, limits, min(max(0, low), high))


def nearest_day(current: date | None, holds: Holds, *, meets: Distance | None, around: date) -> date | None:
    """Return the day closest to ``current`` (to ``around`` where none is known) that holds, or None."""
    start = None if current is None else current.toordinal()

    def at(value: int) -> bool:
        return holds(date.fromordinal(value))

    apart = (lambda value: meets(date.fromordinal(int(value)))) if meets is not None else None
    crossings = _crossings(apart, start, (around.toordinal(),))
    guesses = [value for guess in crossings for value in _around(guess, 1, True) if _FIRST_DAY <= value <= _LAST_DAY]
    found: int | None = _closest(start, guesses, at, 1, (_FIRST_DAY, _LAST_DAY), around.toordinal())
    return None if found is None else date.fromordinal(found)


def nearest_choice(values: Sequence[Any], current: Any, holds: Holds) -> list[Any]:
    """Return the values that hold, those nearest to ``current`` in their declared order first."""
    place = values.index(current) if current in values else None
    order = sorted(values, key=lambda value: 0 if place is None else abs(values.index(value) - place))
    return [value for value in order if value != current and holds(value)]


def nearest_list(values: Sequence[Any], current: Sequence[Any], holds: Holds, named: Sequence[Any]) -> list[Any] | None:
    """Return the list with the fewest items added to or taken from ``current`` that holds, or None.

    ``named`` are the items that the provision names: they are tried before the others.
    """
    have = list(dict.fromkeys(current))
    found = [candidate for candidate in _lists(values, have, named) if holds(candidate)]
    return min(found, key=lambda candidate: len(set(candidate) ^ set(have)), default=None)


def _lists(values: Sequence[Any], have: list[Any], named: Sequence[Any]) -> Iterator[list[Any]]:
    wanted = [item for item in named if item in values] if values else list(named)
    others = [item for item in values if item not in wanted]
    kept = [item for item in have if item in wanted]
    for base in (have, kept, []):
        new = [item for item in (*wanted, *others) if item not in base]
        yield list(base)
        yield from ([*base, item] for item in new)
        yield from ([*base, *new[:count]] for count in range(2, len(new) + 1))
        yield from ([one for one in base if one != item] for item in base)


def _closest(start: Any, guesses: Iterable[Any], holds: Holds, step: Any, limits: tuple[Any, Any], origin: Any) -> Any:
    known = [value for value in guesses if holds(value)]
    if start is None and known:
        return known[0]
    begin = origin if start is None else start
    known += [value for value in (_toward(begin, sign * step, holds, limits) for sign in (1, -1)) if value is not None]
    return min(known, key=lambda value: abs(value - begin), default=None)


def _toward(begin: Any, step: Any, holds: Holds, limits: tuple[Any, Any]) -> Any:
    """The first value in one direction that holds: strides that double, then halves between the last two."""
    low, high = limits
    failing, stride = begin, step
    if low <= begin <= high and holds(begin):
        return begin
    while True:
        value = min(max(begin + stride, low), high)
        if holds(value):
            break
        if value in (low, high):
            return None
        failing, stride = value, stride * 2
    while abs(value - failing) > abs(step):
        middle = failing + _halved(value - failing, step)
        failing, value = (failing, middle) if holds(middle) else (middle, value)
    return value


def _halved(span: Any, step: Any) -> Any:
    """Half of a span in whole steps, at least one."""
    return (int(span / step) // 2 or 1) * step


def _crossings(apart: Distance | None, start: Any, probes: Sequence[Any]) -> Iterator[Any]:
    """Where the two sides meet, as straight lines through a few places say."""
    if apart is None:
        return
    for place in dict.fromkeys([*([] if start is None else [start]), *probes]):
        here, beyond = apart(place), apart(place + 1)
        if here is None or beyond is None or here == beyond:
            continue
        yield place - Fraction(here) / Fraction(beyond - here)


def _around(guess: Any, step: Any, whole: bool) -> Iterator[Any]:
    """A guess, and the values next to it, for conditions that leave the boundary itself out."""
    value: Any = exact(guess)
    if not whole:
        yield from (value, value + step, value - step)
        return
    yield from dict.fromkeys((ceil(value), floor(value), ceil(value) + 1, floor(value) - 1))
