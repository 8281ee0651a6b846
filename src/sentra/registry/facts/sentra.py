"""The counted and recorded facts of the checks on a sentra."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.law import Law, library
from sentra.pages.formatting import number, rupiah
from sentra.registry.facts.book import Book
from sentra.registry.facts.sources import MEMBERS, ROLES, FactSource, values_of
from sentra.registry.models import ClusterPartyKind, FlagshipRelation, Partnership, PartnershipSide, Sentra


def sentra_facts(sentra: Sentra, as_of: dt.date, law: Law | None = None) -> dict[str, Any]:
    """The counted and recorded facts of the sentra checks on a day; None is missing."""
    return values_of(sentra_fact_sources(sentra, as_of, law))


def sentra_fact_sources(sentra: Sentra, as_of: dt.date, law: Law | None = None) -> dict[str, FactSource]:
    """Every fact of sentra.definition, .criteria, .leading and .cluster that the register answers, with its source.

    Judgements are not among them: the working group records those. `law` is the law of the day unless another
    (an amended one) is given.
    """
    return fact_sources_in(Book(sentra, as_of, law or library().on(as_of)))


def fact_sources_in(book: Book) -> dict[str, FactSource]:
    """The same, from a book that holds what was read already (of many sentra at once: `books_of`)."""
    found = [
        _area(book),
        _member_count(book),
        _workforce(book),
        _monthly_turnover(book),
        _series(book, "turnover_idr_by_year", book.turnovers, "turnover"),
        _series(book, "member_count_by_year", book.member_counts, "member_count"),
        _series(book, "workforce_by_year", book.workforces, "worker_count"),
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


def _area(book: Book) -> FactSource:
    text = book.sentra.area or _("The boundary or the villages are not recorded")
    return book.fact(
        "located_in_defined_area",
        True if book.sentra.area else None,
        "recorded",
        text,
        book.url("sentra_edit") + "#place",
    )


def _member_count(book: Book) -> FactSource:
    """One owner counts once; each counted enterprise is small or medium and works inside the recorded area.

    Left missing where members with undecided size or place could tip the count over the threshold of the law
    (the reading of Pasal 5 ayat (1) huruf a).
    """
    sure, possible = book.owners()
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


def _workforce(book: Book) -> FactSource:
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


def _monthly_turnover(book: Book) -> FactSource:
    """The annual figure of the last completed year divided by twelve, rounded down (Pasal 5 ayat (1) huruf b)."""
    year, url = book.last_year, book.url("sentra_figures")
    annual = book.turnovers.get(year)
    if annual is None:
        text = _("Sales of %(year)s are not known for every member") % {"year": year}
        return book.fact("avg_monthly_turnover_idr", None, "counted", text, url)
    text = _("Sales of %(year)s, %(amount)s, divided by twelve") % {"year": year, "amount": rupiah(annual)}
    return book.fact("avg_monthly_turnover_idr", annual // 12, "counted", text, url)


def _series(book: Book, name: str, values: dict[int, int], column: str) -> FactSource:
    """A figure by year, each as counted together, else taken from the members."""
    together = [str(year) for year in values if book.is_counted_together(year, column)]
    summed = [str(year) for year in values if not book.is_counted_together(year, column)]
    parts = []
    if together:
        parts.append(_("Counted together: %(years)s") % {"years": ", ".join(together)})
    if summed:
        parts.append(_("From the members: %(years)s") % {"years": ", ".join(summed)})
    text = ". ".join(parts) or _("No year is recorded")
    return book.fact(name, values or None, "counted", text, book.url("sentra_figures"))


def _in_force(book: Book, side: str) -> list[Partnership]:
    return [p for p in book.partnerships if p.side == side and (p.ended_on is None or p.ended_on >= book.as_of)]


def _network(book: Book, name: str, side: str) -> FactSource:
    """True from one lasting partner upwards, written or not; false when all have ended; missing when none is known."""
    present = _in_force(book, side)
    known = any(p.side == side for p in book.partnerships)
    text = ", ".join(str(p) for p in present) or (_("All have ended") if known else _("None is recorded"))
    return book.fact(name, bool(present) if known else None, "recorded", text, book.url("sentra_partners"))


def _cooperation(book: Book, name: str, side: str) -> FactSource:
    """True with a written cooperation in force (Pasal 5 ayat (2) huruf h); false when others are, but none written."""
    written = [p for p in _in_force(book, side) if p.is_written]
    known = any(p.side == side for p in book.partnerships)
    text = ", ".join(f"{p} ({p.document})" for p in written)
    text = text or (_("None in writing is in force") if known else _("None is recorded"))
    return book.fact(name, bool(written) if known else None, "recorded", text, book.url("sentra_partners"))


def _support(book: Book) -> FactSource:
    """True with any support delivered by the day (Pasal 5 ayat (2) huruf a)."""
    text = book.standing.last_support or _("No delivered support is recorded")
    value = True if book.standing.last_support else None
    return book.fact("received_guidance_facility", value, "recorded", text, book.url("sentra_support"))


def _flagship(book: Book) -> FactSource:
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


def _market(book: Book, name: str) -> FactSource:
    value = getattr(book.sentra, name) or None
    text = _("Record of the sentra") if value else _("Not recorded")
    return book.fact(name, value, "recorded", text, book.url("sentra_edit") + "#market")


def _cluster_roles(book: Book) -> FactSource:
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
