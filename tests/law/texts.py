"""A small regulation for tests, written to a folder and bent by each test."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

REGULATION: dict[str, Any] = {
    "regulation": {"id": "toy-1", "title_en": "A toy", "title_id": "Mainan", "in_force_from": "DATE"},
    "checks": [
        {
            "id": "toy.check",
            "mode": "all",
            "subject": "toy",
            "requires": None,
            "title_en": "Toy",
            "title_id": "Mainan",
            "clauses": ["toy-1/1"],
        }
    ],
    "clauses": [
        {
            "id": "toy-1/1",
            "cite": "Pasal 1",
            "kind": "rule",
            "check": "toy.check",
            "en": "At least 20 members.",
            "id_label": "Minimal 20 anggota",
            "facts": {"member_count": {"type": "integer", "unit": "enterprises", "basis": "counted"}},
            "parameters": {"min_member_count": 20},
            "test": "member_count >= min_member_count",
            "pass": {"member_count": 20},
            "fail": {"member_count": 19},
        }
    ],
}


def toy(**clause: Any) -> dict[str, Any]:
    """The toy regulation with its clause changed."""
    text = copy.deepcopy(REGULATION)
    text["clauses"][0].update(clause)
    return text


def written(folder: Path, text: dict[str, Any]) -> Path:
    """The text as a register file."""
    path = folder / "toy-1.yaml"
    content = yaml.safe_dump(text, sort_keys=False, allow_unicode=True)
    path.write_text(content.replace("in_force_from: DATE", "in_force_from: 2005-11-09"), encoding="utf-8")
    return path
