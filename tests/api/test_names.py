"""The description of the API names each shape once: two of one name would hide one another."""

from __future__ import annotations

from collections import Counter

from ninja import Schema

from sentra.site import api as root


def _shapes(base: type[Schema]) -> list[type[Schema]]:
    return [one for child in base.__subclasses__() for one in (child, *_shapes(child))]


def test_every_shape_has_a_name_of_its_own() -> None:
    assert root.api is not None  # every room has declared its shapes
    names = Counter(one.__name__ for one in set(_shapes(Schema)) if one.__module__.startswith("sentra."))
    assert sorted(name for name, count in names.items() if count > 1) == []
