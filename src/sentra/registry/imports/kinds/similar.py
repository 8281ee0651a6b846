"""Names that resemble registered ones in the same district: a doubt to look at, never an error."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from sentra.registry.duplicates import ALIKE, core_name
from sentra.registry.imports.issues import issue
from sentra.registry.imports.kinds.known import KnownEnterprises, of
from sentra.registry.imports.sheets import Context, Row

#: A beginning shared by more names than this ("batik") says nothing; the other words decide.
LARGEST_BLOCK = 300
_LETTERS = 3

_core = lru_cache(maxsize=200_000)(core_name)
Record = tuple[Any, ...]
Blocks = dict[tuple[str, str], list[Record]]


def similar_names(rows: Sequence[Row], known: KnownEnterprises, context: Context) -> None:
    """Warn on new rows whose name is much like a registered one's in the same district.

    Only names that share the first letters of an uncommon word are compared.
    """
    if not known.by_name:
        return
    blocks = _blocks(known, context)
    for row in rows:
        found = _most_alike(_core(row.values["name"]), row.values.get("district", ""), blocks)
        if found is not None:
            row.warnings.append(
                issue(
                    "name",
                    _("“%(name)s” of %(owner)s is registered in the same district."),
                    _("Compare the two; if it is the same business, write the name as it is registered."),
                    name=of(found, "name"),
                    owner=of(found, "owner__name"),
                )
            )


def _most_alike(name: str, district: str, blocks: Blocks) -> Record | None:
    candidates = {_core(of(one, "name")): one for key in _keys(name, district) for one in blocks.get(key, ())}
    if not candidates:
        return None
    best = process.extractOne(name, candidates.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return candidates[best[0]] if best else None


def _blocks(known: KnownEnterprises, context: Context) -> Blocks:
    if "blocks" not in context.memory:
        blocks: Blocks = {}
        for district, records in known.in_district.items():
            for record in records:
                for key in _keys(_core(of(record, "name")), district):
                    blocks.setdefault(key, []).append(record)
        context.memory["blocks"] = {key: found for key, found in blocks.items() if len(found) <= LARGEST_BLOCK}
    kept: Blocks = context.memory["blocks"]
    return kept


def _keys(name: str, district: str) -> set[tuple[str, str]]:
    return {(district, word[:_LETTERS]) for word in name.split()}
