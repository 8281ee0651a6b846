"""What the register holds of one sentra, read once for all its facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from sentra.law import Law
from sentra.registry.facts.parties import size_facts
from sentra.registry.facts.sources import MET, NOT_MET, SIZE, FactSource
from sentra.registry.models import (
    EnterpriseFigures,
    Membership,
    Partnership,
    Sentra,
    SentraFigures,
    SupportReceived,
)
from sentra.registry.models.partners import support_name


@dataclass(frozen=True)
class Standing:
    last_support: str
    parties: list[tuple[str, str]]  # role, cluster


class Book:
    """What the register holds of one sentra, each part read once and only when a fact needs it.

    The sentra was fetched inside the territory; what belongs to it is open with it, hence the plain managers.
    """

    def __init__(self, sentra: Sentra, as_of: dt.date, law: Law) -> None:
        self.sentra, self.as_of, self.law = sentra, as_of, law
        self.last_year = as_of.year - 1

    def url(self, name: str) -> str:
        return reverse(f"registry:{name}", args=[self.sentra.pk])

    def fact(self, name: str, value: Any, basis: str, text: str, url: str) -> FactSource:
        return FactSource(name, value, basis, text, url, self.as_of)

    @cached_property
    def memberships(self) -> list[Membership]:
        found = Membership.unscoped.filter(sentra=self.sentra).select_related("enterprise")
        return list(found.order_by("joined_on", "id"))

    def on(self, day: dt.date) -> list[Membership]:
        """The memberships in force on a day; the day of leaving is the last one."""
        return [m for m in self.memberships if m.joined_on <= day and (m.left_on is None or m.left_on >= day)]

    @cached_property
    def figures(self) -> dict[tuple[Any, int], EnterpriseFigures]:
        owners = {m.enterprise_id for m in self.memberships}
        rows = EnterpriseFigures.unscoped.filter(enterprise__in=owners, year__lte=self.as_of.year)
        return {(row.enterprise_id, row.year): row for row in rows}

    @cached_property
    def together(self) -> dict[int, SentraFigures]:
        rows = SentraFigures.unscoped.filter(sentra=self.sentra, year__lte=self.as_of.year)
        return {row.year: row for row in rows}

    @cached_property
    def partnerships(self) -> list[Partnership]:
        found = Partnership.unscoped.filter(sentra=self.sentra, began_on__lte=self.as_of)
        return list(found.select_related("partner"))

    @cached_property
    def standing(self) -> Standing:
        """The last delivered support and the roles in clusters, in one reading."""
        delivered = SupportReceived.unscoped.filter(sentra=OuterRef("pk"), delivered_on__lte=self.as_of)
        last = delivered.order_by("-delivered_on")
        rows = (
            Sentra.unscoped.filter(pk=self.sentra.pk)
            .annotate(
                kind=Subquery(last.values("kind")[:1]),
                giver=Subquery(last.values("giver")[:1]),
                given_on=Subquery(last.values("delivered_on")[:1]),
            )
            .order_by("cluster_roles__kind", "cluster_roles__cluster__name")
            .values_list("kind", "giver", "given_on", "cluster_roles__kind", "cluster_roles__cluster__name")
        )
        found = list(rows)
        what, giver, given_on = found[0][:3] if found else ("", "", None)
        support = f"{support_name(what, given_on)} · {giver}" if what and given_on else ""
        return Standing(support, [(kind, cluster) for *_support, kind, cluster in found if kind])

    def sizes(self) -> dict[Any, str]:
        """The verdict on each present member's size, by enterprise."""
        check = self.law.check(SIZE)
        verdicts = {}
        for membership in self.on(self.as_of):
            enterprise = membership.enterprise
            row = self.figures.get((enterprise.pk, self.last_year))
            verdicts[enterprise.pk] = check.judge(size_facts(enterprise, row)).verdict
        return verdicts

    def owners(self) -> tuple[set[Any], set[Any]]:
        """The owners who surely count as members (small or medium, inside the area), and all who possibly do."""
        sizes, has_area = self.sizes(), bool(self.sentra.area)
        sure, possible = set(), set()
        for membership in self.on(self.as_of):
            size, inside = sizes[membership.enterprise_id], membership.inside_area if has_area else None
            if size == NOT_MET or inside is False:
                continue
            possible.add(membership.enterprise.owner_id)
            if size == MET and inside:
                sure.add(membership.enterprise.owner_id)
        return sure, possible

    def sum_of_members(self, year: int, name: str) -> int | None:
        """The sum of a figure over the members at the end of a year; None unless every one of them is known."""
        day = min(dt.date(year, 12, 31), self.as_of)
        parts: list[int | None] = [
            getattr(self.figures[m.enterprise_id, year], name) if (m.enterprise_id, year) in self.figures else None
            for m in self.on(day)
            if not (name == "workers" and m.inside_area is False)
        ]
        known = [part for part in parts if part is not None]
        return sum(known) if known and len(known) == len(parts) else None

    def is_counted_together(self, year: int, column: str) -> bool:
        """Whether the figure of a year was counted for the sentra as a whole, not summed over its members."""
        return year in self.together and getattr(self.together[year], column) is not None

    def _by_year(self, column: str, member_figure: str) -> dict[int, int]:
        years = {year for _owner, year in self.figures} | set(self.together)
        found = {}
        for year in sorted(one for one in years if one < self.as_of.year):
            counted = self.is_counted_together(year, column)
            value = getattr(self.together[year], column) if counted else self.sum_of_members(year, member_figure)
            if value is not None:
                found[year] = value
        return found

    @cached_property
    def turnovers(self) -> dict[int, int]:
        return self._by_year("turnover", "annual_sales")

    @cached_property
    def workforces(self) -> dict[int, int]:
        return self._by_year("worker_count", "workers")

    @cached_property
    def member_counts(self) -> dict[int, int]:
        """Members by year: as counted together; else, for a year whose turnover is the sum over the members, those."""
        counts = {}
        for year in sorted({*self.together, *self.turnovers}):
            if year >= self.as_of.year:
                continue
            row = self.together.get(year)
            if row is not None and row.member_count is not None:
                counts[year] = row.member_count
            elif year in self.turnovers and (row is None or row.turnover is None):
                counts[year] = len(self.on(dt.date(year, 12, 31)))
        return counts
