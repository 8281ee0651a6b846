"""How large an enterprise is by each instrument that classes enterprises, on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.law import library
from sentra.law.sizes import OUTPUT, SizeBasis, size_bases, size_class
from sentra.pages.findings import Missing
from sentra.pages.formatting import language, long_date
from sentra.registry.models import Enterprise, EnterpriseFigures

FOUNDED_SINCE = "pp-7-2021"
#: KBLI section C, manufacturing: its divisions are the first two digits of the code.
MANUFACTURING = range(10, 34)
_OF_RECORD = frozenset(
    ["owned_by_indonesian_citizens", "is_subsidiary", "founded_since_regulation", "is_industrial_enterprise"]
)


@dataclass(frozen=True)
class SizeByBasis:
    """One basis on one day: the class in words, or why there is none; `missing` are the facts that would decide."""

    basis: SizeBasis
    label: str
    period: str
    applies: bool
    missing: tuple[Missing, ...] = ()

    @property
    def url(self) -> str:
        """The public page of the instrument."""
        return reverse("portal:regulation", args=[self.basis.id])


def facts_of_all_bases(enterprise: Enterprise, last_year: EnterpriseFigures | None) -> dict[str, Any]:
    """What the bases of size ask for, from the record and the figures of the last completed year; None is missing.

    The register holds capital without land and buildings, so that a basis that subtracts them itself is told none.
    """
    row = last_year or EnterpriseFigures()
    capital = row.business_capital
    return {
        "annual_sales_idr": row.annual_sales,
        "net_worth_excl_land_buildings_idr": row.net_worth,
        "capital_excl_land_buildings_idr": capital,
        "total_capital_idr": capital,
        "land_building_value_idr": None if capital is None else 0,
        "investment_excl_land_buildings_idr": row.investment_value,
        "worker_count": row.workers,
        "owned_by_indonesian_citizens": enterprise.owned_by_indonesian_citizens,
        "is_subsidiary": enterprise.is_subsidiary,
        "founded_since_regulation": _founded_since(enterprise, library().regulations[FOUNDED_SINCE].since),
        "is_industrial_enterprise": _is_industrial(enterprise),
    }


def sizes_by_basis(enterprise: Enterprise, day: dt.date) -> list[SizeByBasis]:
    """The class by every basis, the oldest first; one that does not apply on the day says when it does."""
    # The enterprise was fetched inside the territory; its own figures are open with it.
    row = EnterpriseFigures.unscoped.filter(enterprise=enterprise, year=day.year - 1).first()
    facts = facts_of_all_bases(enterprise, row)
    return [_by_basis(basis, facts, day, enterprise) for basis in size_bases(library())]


def _by_basis(basis: SizeBasis, facts: Mapping[str, Any], day: dt.date, enterprise: Enterprise) -> SizeByBasis:
    since, until = basis.regulation.since, basis.regulation.until
    period = _("since %(day)s") % {"day": long_date(since)}
    if until is not None:
        period = _("%(first)s – %(last)s") % {"first": long_date(since), "last": long_date(until)}
    if not basis.regulation.is_in_force(day):
        return SizeByBasis(basis, _("Does not apply on this day"), period, applies=False)
    verdict = size_class(library(), basis.id, day, facts)
    declared = {fact.name: fact for fact in basis.check.facts}
    missing = tuple(Missing(declared[name].label(language()), _where(name, enterprise)) for name in verdict.decisive)
    return SizeByBasis(basis, basis.check.class_label(verdict.derived[OUTPUT], language()), period, True, missing)


def _where(fact: str, enterprise: Enterprise) -> str:
    name = "enterprise_edit" if fact in _OF_RECORD else "enterprise_figures"
    return reverse(f"registry:{name}", args=[enterprise.pk])


def _founded_since(enterprise: Enterprise, since: dt.date) -> bool | None:
    """Whether it was founded since the day; the register holds the year only, so the year of the day is undecided."""
    year = enterprise.founded_year
    return None if year is None or year == since.year else year > since.year


def _is_industrial(enterprise: Enterprise) -> bool | None:
    code = enterprise.kbli_code
    return int(code[:2]) in MANUFACTURING if code[:2].isdecimal() and len(code) >= 2 else None
