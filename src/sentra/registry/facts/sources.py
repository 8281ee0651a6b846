"""A fact with where it comes from, and the names that the bridge to the law shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SIZE = "enterprise.size_2005"
MEMBERS = "kukm-23-2005/5.1.a.1"
ROLES = "kukm-23-2005/5.3.a"
MET, NOT_MET = "met", "not_met"


@dataclass(frozen=True)
class FactSource:
    """A fact with where it comes from: `value` is None while it is not known, then `url` is where it is entered."""

    name: str
    value: Any
    basis: str  # counted, declared or recorded, as the law declares it
    source_text: str
    url: str
    as_of: dt.date


def values_of(sources: Mapping[str, FactSource]) -> dict[str, Any]:
    """The values by name, as a check reads them; None is missing."""
    return {name: source.value for name, source in sources.items()}
