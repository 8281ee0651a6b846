"""The sentra of the demonstration, each with the way it went; they stand in `sites.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

import yaml


@dataclass(frozen=True)
class Path:
    """One proposal: for which tier, where it ends, and how many working days ago it got there.

    `decree` names the decree that designates it (1, 2) or the draft it stands in (3). `turn` is a turn on the way:
    "returned" once and resubmitted, "reassessed", "held_back", "reconsidered".
    """

    tier: str
    end: str
    age: int = 0
    decree: int = 0
    turn: str = ""


@dataclass(frozen=True)
class Site:
    """A sentra: where, what, how many members, how it does, and its proposals.

    `doing`: "well" meets every criterion and grows; "near" has some members too few and meets every other criterion;
    "small" has far too few; "poor" sells too little; "unknown" lacks figures; "falling" meets the criteria of a sentra
    while its sales fall.
    """

    code: str
    name: str
    product: str
    craft: str
    village: str
    district: str
    paths: tuple[Path, ...] = ()
    doing: str = "well"
    reach: str = "inter_province"
    retired: str = ""
    small: bool = False  # part of the small world of the tests


def _read() -> tuple[Site, ...]:
    regencies: dict[str, list[dict[str, Any]]] = yaml.safe_load(File(__file__).with_name("sites.yaml").read_text())
    return tuple(_site(code, one) for code, sites in regencies.items() for one in sites)


def _site(code: str, one: dict[str, Any]) -> Site:
    paths = tuple(Path(**path) for path in one.get("paths", ()))
    return Site(code, one["name"], **one["where"], paths=paths, **one.get("how", {}), retired=one.get("retired", ""))


SITES: tuple[Site, ...] = _read()
