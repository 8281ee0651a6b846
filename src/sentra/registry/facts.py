"""Records → facts of the checks on a sentra, an enterprise or a partner; the only bridge of this room to the law.

A fact that the register cannot answer is None and carries the address where it is entered. How the years are read:
the last completed year of a day is the calendar year before it, because the text speaks of the last completed
business year and of the latest complete twelve months; an older figure never stands in for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.law import Law, library
from sentra.pages.formatting import number, rupiah
from sentra.registry.models import (
    ClusterPartyKind,
    Enterprise,
    EnterpriseFigures,
    FlagshipRelation,
    Membership,
    Partner,
    Partnership,
    PartnershipSide,
    Sentra,
    SentraFigures,
    SupportReceived,
)
from sentra.registry.models.partners import support_name

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


def enterprise_facts(enterprise: Enterprise, day: dt.date) -> dict[str, Any]:
    """The facts of enterprise.size_2005 on a day; None is missing."""
    return values_of(enterprise_size_facts(enterprise, day))


def sentra_facts(sentra: Sentra, as_of: dt.date, law: Law | None = None) -> dict[str, Any]:
    """The counted and recorded facts of the sentra checks on a day; None is missing."""
    return values_of(sentra_fact_sources(sentra, as_of, law))


def enterprise_size_facts(enterprise: Enterprise, day: dt.date) -> dict[str, FactSource]:
    """The facts of enterprise.size_2005 with their sources (Permen KUKM 23/2005 Pasal 1 angka 12 dan 13).

    Sales and net worth are those of the last completed year.
    """
    year = day.year - 1
    # The enterprise was fetched inside the territory; its own figures are open with it.
    row = EnterpriseFigures.unscoped.filter(enterprise=enterprise, year=year).first()
    figures, record = reverse("registry:enterprise_figures", args=[enterprise.pk]), enterprise_url(enterprise)
    of_year = _("Figures of %(year)s") % {"year": year}
    rows = (
        ("annual_sales_idr", row.annual_sales if row else None, of_year, figures),
        ("net_worth_excl_land_buildings_idr", row.net_worth if row else None, of_year, figures),
        (
            "owned_by_indonesian_citizens",
            enterprise.owned_by_indonesian_citizens,
            _("Record of the enterprise"),
            record,
        ),
        ("is_subsidiary", enterprise.is_subsidiary, _("Record of the enterprise"), record),
    )
    return {name: FactSource(name, value, "declared", text, url, day) for name, value, text, url in rows}


def enterprise_url(enterprise: Enterprise) -> str:
    """Where the values of an enterprise are changed."""
    return reverse("registry:enterprise_edit", args=[enterprise.pk])


def partner_facts(partner: Partner, day: dt.date) -> dict[str, FactSource]:
    """The facts of partner.definition_2005; a judgement without assessor, date and reason is missing."""
    judged = bool(partner.assessed_by and partner.assessed_on and partner.assessed_reason)
    edit = reverse("registry:partner_edit", args=[partner.pk])
    assess = reverse("registry:partner", args=[partner.pk]) + "#assess"
    record = _("Record of the partner")
    by = _("Assessed by %(name)s") % {"name": partner.assessed_by} if judged else _("Not assessed yet")
    rows = (
        ("partner_type", partner.type, "declared", record, edit),
        ("legal_form", partner.legal_form or None, "declared", record, edit),
        ("core_business_is_services", partner.core_business_is_services if judged else None, "assessed", by, assess),
        ("savings_loan_is_only_activity", partner.savings_loan_is_only_activity, "declared", record, edit),
        ("unit_runs_savings_loan", partner.unit_runs_savings_loan, "declared", record, edit),
        ("unit_is_autonomous", partner.unit_is_autonomous if judged else None, "assessed", by, assess),
    )
    return {name: FactSource(name, value, basis, text, url, day) for name, value, basis, text, url in rows}


def sentra_fact_sources(sentra: Sentra, as_of: dt.date, law: Law | None = None) -> dict[str, FactSource]:
    """Every fact of sentra.definition, .criteria, .leading and .cluster that the register answers, with its source.

    Judgements are not among them: the working group records those. `law` is the law of the day unless another
    (an amended one) is given.
    """
    book = _Book(sentra, as_of, law or library().on(as_of))
    found = [
        _area(book),
        _member_count(book),
        _workforce(book),
        _monthly_turnover(book),
        _series(book, "turnover_idr_by_year", book.turnovers, rupiah),
        _series(book, "member_count_by_year", book.member_counts, number),
        _series(book, "workforce_by_year", book.workforces, number),
        _network(book, "supply_partnership", PartnershipSide.SUPPLY),
        _network(book, "marketing_partnership", PartnershipSide.MARKETING),
        _cooperation(book, "upstream_cooperation", PartnershipSide.SUPPLY),
        _cooperation(book, "downstream_cooperation", PartnershipSide.MARKETING),
        _support(book),
        _flagship(book),
        _market(book, "market_reach"),
        _market(book, "end_product_market_reach"),
        _cluster_roles(book),
    ]
    return {one.name: one for one in found}


@dataclass(frozen=True)
class _Standing:
    last_support: str
    parties: list[tuple[str, str]]  # role, cluster


class _Book:
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
    def standing(self) -> _Standing:
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
        return _Standing(support, [(kind, cluster) for *_support, kind, cluster in found if kind])

    def sizes(self) -> dict[Any, str]:
        """The verdict on each present member's size, by enterprise."""
        check = self.law.check(SIZE)
        verdicts = {}
        for membership in self.on(self.as_of):
            enterprise = membership.enterprise
            row = self.figures.get((enterprise.pk, self.last_year))
            facts = {
                "annual_sales_idr": row.annual_sales if row else None,
                "net_worth_excl_land_buildings_idr": row.net_worth if row else None,
                "owned_by_indonesian_citizens": enterprise.owned_by_indonesian_citizens,
                "is_subsidiary": enterprise.is_subsidiary,
            }
            verdicts[enterprise.pk] = check.judge(facts).verdict
        return verdicts

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

    def _by_year(self, column: str, member_figure: str) -> dict[int, int]:
        years = {year for _owner, year in self.figures} | set(self.together)
        found = {}
        for year in sorted(one for one in years if one < self.as_of.year):
            counted = getattr(self.together[year], column) if year in self.together else None
            value = counted if counted is not None else self.sum_of_members(year, member_figure)
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


def _area(book: _Book) -> FactSource:
    text = book.sentra.area or _("The boundary or the villages are not recorded")
    return book.fact(
        "located_in_defined_area",
        True if book.sentra.area else None,
        "recorded",
        text,
        book.url("sentra_edit") + "#place",
    )


def _member_count(book: _Book) -> FactSource:
    """One owner counts once; each counted enterprise is small or medium and works inside the recorded area.

    Left missing where members with undecided size or place could tip the count over the threshold of the law
    (the reading of Pasal 5 ayat (1) huruf a).
    """
    sizes, has_area = book.sizes(), bool(book.sentra.area)
    sure, possible = set(), set()
    for membership in book.on(book.as_of):
        size, inside = sizes[membership.enterprise_id], membership.inside_area if has_area else None
        if size == NOT_MET or inside is False:
            continue
        possible.add(membership.enterprise.owner_id)
        if size == MET and inside:
            sure.add(membership.enterprise.owner_id)
    threshold = book.law.parameter(MEMBERS, "min_member_count")
    undecided = len(possible) - len(sure)
    if len(sure) < threshold <= len(possible):
        text = ngettext(
            "%(sure)s owners are sure; the size or place of %(n)s more is not known and decides",
            "%(sure)s owners are sure; the size or place of %(n)s more is not known and decides",
            undecided,
        ) % {"sure": number(len(sure)), "n": number(undecided)}
        return book.fact("member_count", None, "counted", text, book.url("sentra_members") + "?undecided=1")
    text = _("Counted from the members on record; one owner counts once")
    if undecided:
        text += ". " + _("%(n)s more are undecided and cannot change the answer") % {"n": number(undecided)}
    return book.fact("member_count", len(sure), "counted", text, book.url("sentra_members"))


def _workforce(book: _Book) -> FactSource:
    """Everyone working in the members' enterprises inside the area; as counted together, else the sum where known."""
    url = book.url("sentra_figures")
    for year in (book.as_of.year, book.last_year):
        row = book.together.get(year)
        if row is not None and row.worker_count is not None:
            text = _("Counted together in %(year)s") % {"year": year}
            return book.fact("workforce_count", row.worker_count, "counted", text, url)
        value = book.sum_of_members(year, "workers")
        if value is not None:
            text = _("Sum over the members in %(year)s") % {"year": year}
            return book.fact("workforce_count", value, "counted", text, url)
    text = _("Not known for every member in %(year)s") % {"year": book.last_year}
    return book.fact("workforce_count", None, "counted", text, url)


def _monthly_turnover(book: _Book) -> FactSource:
    """The annual figure of the last completed year divided by twelve, rounded down (Pasal 5 ayat (1) huruf b)."""
    year, url = book.last_year, book.url("sentra_figures")
    annual = book.turnovers.get(year)
    if annual is None:
        text = _("Sales of %(year)s are not known for every member") % {"year": year}
        return book.fact("avg_monthly_turnover_idr", None, "counted", text, url)
    text = _("Sales of %(year)s, %(amount)s, divided by twelve") % {"year": year, "amount": rupiah(annual)}
    return book.fact("avg_monthly_turnover_idr", annual // 12, "counted", text, url)


def _series(book: _Book, name: str, values: dict[int, int], write: Any) -> FactSource:
    text = ", ".join(f"{year}: {write(value)}" for year, value in values.items()) or _("No year is recorded")
    return book.fact(name, values or None, "counted", text, book.url("sentra_figures"))


def _in_force(book: _Book, side: str) -> list[Partnership]:
    return [p for p in book.partnerships if p.side == side and (p.ended_on is None or p.ended_on >= book.as_of)]


def _network(book: _Book, name: str, side: str) -> FactSource:
    """True from one lasting partner upwards, written or not; false when all have ended; missing when none is known."""
    present = _in_force(book, side)
    known = any(p.side == side for p in book.partnerships)
    text = ", ".join(str(p) for p in present) or (_("All have ended") if known else _("None is recorded"))
    return book.fact(name, bool(present) if known else None, "recorded", text, book.url("sentra_partners"))


def _cooperation(book: _Book, name: str, side: str) -> FactSource:
    """True with a written cooperation in force (Pasal 5 ayat (2) huruf h); false when others are, but none written."""
    written = [p for p in _in_force(book, side) if p.is_written]
    known = any(p.side == side for p in book.partnerships)
    text = ", ".join(f"{p} ({p.document})" for p in written)
    text = text or (_("None in writing is in force") if known else _("None is recorded"))
    return book.fact(name, bool(written) if known else None, "recorded", text, book.url("sentra_partners"))


def _support(book: _Book) -> FactSource:
    """True with any support delivered by the day (Pasal 5 ayat (2) huruf a)."""
    text = book.standing.last_support or _("No delivered support is recorded")
    value = True if book.standing.last_support else None
    return book.fact("received_guidance_facility", value, "recorded", text, book.url("sentra_support"))


def _flagship(book: _Book) -> FactSource:
    """Only with the regional document that names the product, unless there is no relation."""
    sentra = book.sentra
    is_known = sentra.flagship_relation and (
        sentra.flagship_relation == FlagshipRelation.NONE or sentra.flagship_document
    )
    text = sentra.flagship_document or _("No regional document is named")
    return book.fact(
        "flagship_product_relation",
        sentra.flagship_relation if is_known else None,
        "recorded",
        text,
        book.url("sentra_edit") + "#market",
    )


def _market(book: _Book, name: str) -> FactSource:
    value = getattr(book.sentra, name) or None
    text = _("Record of the sentra") if value else _("Not recorded")
    return book.fact(name, value, "recorded", text, book.url("sentra_edit") + "#market")


def _cluster_roles(book: _Book) -> FactSource:
    """The industry roles in registered clusters; an empty list when the sentra is in a cluster without one of them."""
    industry = {
        str(value) for fact in book.law.clause(ROLES).facts if fact.name == "cluster_roles" for value in fact.values
    }
    parties = book.standing.parties
    roles = sorted({kind for kind, _cluster in parties if kind in industry})
    text = ", ".join(f"{cluster} ({ClusterPartyKind(kind).label})" for kind, cluster in parties)
    return book.fact(
        "cluster_roles",
        roles if parties else None,
        "recorded",
        text or _("Not in any registered cluster"),
        reverse("registry:cluster_list"),
    )
