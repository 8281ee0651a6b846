"""Chance in the demonstration: seeded, so that it falls the same way each time."""

from __future__ import annotations

import random


def dice(*seed: object) -> random.Random:
    """Random choices that depend on the seed only."""
    return random.Random(" ".join(map(str, seed)))  # noqa: S311 - nothing secret is drawn
