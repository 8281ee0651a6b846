"""The enterprises and sentra of a regency, found as officers name them: by number, or by names."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.registry.imports.columns import Choice, key_of
from sentra.registry.imports.issues import issue
from sentra.registry.imports.sheets import Context, Row
from sentra.registry.models import Enterprise, Sentra
from sentra.registry.values import same_words
from sentra.territory.models import Region, RegionLevel

T = TypeVar("T")

#: What is read of each enterprise, in this order.
ENTERPRISE_FIELDS = (
    "id",
    "version",
    "name",
    "owner_id",
    "owner__name",
    "owner__nik_hash",
    "owner__nik_mask",
    "owner__sex",
    "owner__birth_date",
    "owner__education",
    "legal_form",
    "nib",
    "npwp",
    "kbli_code",
    "founded_year",
    "product",
    "raw_material",
    "address",
    "village",
    "district__code",
    "phone",
    "email",
    "owned_by_indonesian_citizens",
    "is_subsidiary",
    "is_active",
)
_AT = {name: place for place, name in enumerate(ENTERPRISE_FIELDS)}

alike = functools.lru_cache(maxsize=200_000)(same_words)


@dataclass
class KnownEnterprises:
    """The enterprises of one regency as tuples, with the ways to find one. A merged record is not among them."""

    by_nib: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    by_nik: dict[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)
    by_names: dict[tuple[str, str], list[tuple[Any, ...]]] = field(default_factory=dict)
    by_name: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    in_district: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    def add(self, record: tuple[Any, ...]) -> None:
        """Make a record findable."""
        name, owner = alike(record[_AT["name"]]), alike(record[_AT["owner__name"]])
        if record[_AT["nib"]]:
            self.by_nib[record[_AT["nib"]]] = record
        if record[_AT["owner__nik_hash"]]:
            self.by_nik[record[_AT["owner__nik_hash"]], name] = record
        self.by_names.setdefault((name, owner), []).append(record)
        self.by_name.setdefault(name, []).append(record)
        self.in_district.setdefault(record[_AT["district__code"]] or "", []).append(record)


def of(record: tuple[Any, ...], name: str) -> Any:
    """A field of a known enterprise."""
    return record[_AT[name]]


def known_enterprises(context: Context) -> KnownEnterprises:
    """The enterprises of the regency, read once a file."""
    if "enterprises" not in context.memory:
        known = context.memory["enterprises"] = KnownEnterprises()
        rows = Enterprise.objects.filter(regency=context.regency, merged_into=None).order_by()
        for record in rows.values_list(*ENTERPRISE_FIELDS).iterator(5_000):
            known.add(record)
    kept: KnownEnterprises = context.memory["enterprises"]
    return kept


def find_enterprise(row: Row, context: Context) -> tuple[Any, ...] | None:
    """The active enterprise that a row names by NIB, or by name and (where several share it) owner.

    Adds the issue to the row when there is none, or more than one.
    """
    known, values = known_enterprises(context), row.values
    nib, name, owner = values.get("nib"), alike(values.get("enterprise", "")), alike(values.get("owner", ""))
    if nib:
        found = [known.by_nib[nib]] if nib in known.by_nib else []
        where = "nib"
    else:
        found = known.by_names.get((name, owner), []) if owner else known.by_name.get(name, [])
        where = "enterprise"
    found = [one for one in found if of(one, "is_active")]
    if len(found) == 1:
        return found[0]
    if found:
        row.issues.append(
            issue(
                where,
                _("%(count)s enterprises of the regency have this name."),
                _("Fill in the NIB, or the owner's name, so that one is meant."),
                count=len(found),
            )
        )
    else:
        row.issues.append(
            issue(
                where,
                _("No active enterprise of the regency is registered like this."),
                _("Import or register the enterprise first, or write it as it is registered."),
            )
        )
    return None


@dataclass
class KnownSentra:
    """The active sentra of a regency by code and by name."""

    by_code: dict[str, Sentra]
    by_name: dict[str, list[Sentra]]


def known_sentra(context: Context) -> KnownSentra:
    """The sentra of the regency, read once a file."""
    if "sentra" not in context.memory:
        found = Sentra.objects.filter(regency=context.regency, is_active=True).select_related("district", "regency")
        by_name: dict[str, list[Sentra]] = {}
        for one in found:
            by_name.setdefault(alike(one.name), []).append(one)
        context.memory["sentra"] = KnownSentra({one.code: one for one in found}, by_name)
    kept: KnownSentra = context.memory["sentra"]
    return kept


def find_sentra(row: Row, context: Context) -> Sentra | None:
    """The active sentra that a row names by code or name; adds the issue when there is none, or more than one."""
    known, written = known_sentra(context), str(row.values.get("sentra", ""))
    if written in known.by_code:
        return known.by_code[written]
    found = known.by_name.get(alike(written), [])
    if len(found) == 1:
        return found[0]
    message = (
        _("Several sentra of the regency have this name.")
        if found
        else _("No active sentra of the regency has this name or code.")
    )
    row.issues.append(issue("sentra", message, _("Write the sentra's code, such as %(code)s."), code=_a_code(context)))
    return None


def _a_code(context: Context) -> str:
    return next(iter(known_sentra(context).by_code), f"{context.regency.code}-001")


# ---------------------------------------------------------------- places


def districts(context: Context) -> Sequence[Choice]:
    """The districts of the regency as choices."""
    return tuple(
        Choice(code, name, name, (f"Kecamatan {name}", f"Kec. {name}", f"{code[:2]}.{code[2:4]}.{code[4:]}"))
        for code, (_id, name) in district_ids(context).items()
    )


def district_ids(context: Context) -> dict[str, tuple[int, str]]:
    """The districts of the regency: code → key and name."""
    if context.regency.pk is None:  # a template for no regency in particular
        return {}
    if "districts" not in context.memory:
        found = Region.objects.filter(parent=context.regency, level=RegionLevel.DISTRICT).order_by("name")
        context.memory["districts"] = {code: (pk, name) for pk, code, name in found.values_list("pk", "code", "name")}
    kept: dict[str, tuple[int, str]] = context.memory["districts"]
    return kept


def names_of(region: Region) -> frozenset[str]:
    """The ways a regency is written: name, name without its kind, code with and without point."""
    kindless = region.name.removeprefix("Kabupaten ").removeprefix("Kota ")
    dotted = f"{region.code[:2]}.{region.code[2:]}"
    names = (region.name, kindless, f"Kab. {kindless}", f"Kab {kindless}", region.code, dotted)
    return frozenset(key_of(name) for name in names)


def regency_problem(written: Any, context: Context) -> tuple[str, str] | None:
    """Message and remedy when a row names another regency; None when it names this one or none."""
    from django.utils.translation import gettext

    if written in (None, "") or key_of(written) in names_of(context.regency):
        return None
    return (
        gettext("This row belongs to another regency; this import is for %(regency)s.")
        % {"regency": context.regency.name},
        gettext("Leave the row out; the office of that regency brings it in."),
    )


def in_chunks(values: Iterable[T], size: int = 2_000) -> Iterable[list[T]]:
    """Lists of at most `size` values, for conditions with many of them."""
    kept: list[T] = []
    for value in values:
        kept.append(value)
        if len(kept) == size:
            yield kept
            kept = []
    if kept:
        yield kept


UNMERGED = Q(merged_into__isnull=True)
