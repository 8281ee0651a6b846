"""What a year comes to: recipients, ceilings and targets, by province and in all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from sentra.funding.guides import TARGETS
from sentra.funding.models import ProgrammeYear, Recipient
from sentra.territory.models import Region

_SUMS = {
    "recipients": Count("pk"),
    "ceiling": Sum("allocation__ceiling", default=0),
    **{name: Sum(f"allocation__{name}", default=0) for name in TARGETS},
}


@dataclass(frozen=True)
class YearSums:
    """Recipients, rupiah and targets of a province, or of everything that is seen (no region)."""

    region: Region | None
    recipients: int
    ceiling: int
    target_participants: int
    target_mentors: int
    target_legal_aid: int


def recipients_of(year: ProgrammeYear) -> QuerySet[Recipient]:
    """The recipients of a year inside the territory that were not withdrawn."""
    return Recipient.objects.filter(year=year, withdrawn_on=None)


def sums_of(year: ProgrammeYear) -> YearSums:
    """The sums of what is seen of a year."""
    return YearSums(None, **recipients_of(year).order_by().aggregate(**_SUMS))


def sums_by_province(year: ProgrammeYear) -> list[YearSums]:
    """The sums by province, its own allocation with those of its regencies, in the order of the codes."""
    provinces = {one.pk: one for one in Region.objects.filter(level="province")}
    found: dict[int, dict[str, int]] = {}
    rows = recipients_of(year).order_by().values_list("region__parent_id", "region_id").annotate(**_SUMS)
    for parent, place, *sums in rows:
        total = found.setdefault(parent or place, dict.fromkeys(_SUMS, 0))
        for name, value in zip(_SUMS, sums, strict=True):
            total[name] += value
    lines = [YearSums(provinces[key], **total) for key, total in found.items()]
    return sorted(lines, key=lambda one: one.region.code if one.region else "")
