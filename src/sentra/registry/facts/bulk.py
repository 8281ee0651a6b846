"""The facts of many records at once: a bounded number of queries for a batch, never one for each record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sentra.law import Law
from sentra.registry.facts.book import Book, Standing
from sentra.registry.facts.parties import size_facts
from sentra.registry.models import (
    ClusterParty,
    Enterprise,
    EnterpriseFigures,
    Membership,
    Partnership,
    Sentra,
    SentraFigures,
    SupportReceived,
)
from sentra.registry.models.partners import support_name


def books_of(found: Sequence[Sentra], as_of: dt.date, law: Law) -> list[Book]:
    """What the register holds of each of these sentra, read together in six queries.

    The caller bounds the batch and answers for the territory. Texts and addresses of the facts stay with `Book`.
    """
    books = {sentra.pk: Book(sentra, as_of, law) for sentra in found}
    memberships = _grouped(
        Membership.unscoped.filter(sentra__in=books).select_related("enterprise").order_by("joined_on", "id")
    )
    together = _grouped(SentraFigures.unscoped.filter(sentra__in=books, year__lte=as_of.year))
    partnerships = _grouped(
        Partnership.unscoped.filter(sentra__in=books, began_on__lte=as_of).select_related("partner")
    )
    figures = _figures(books, as_of)
    standings = _standings(books, as_of)
    for key, book in books.items():
        members = memberships[key]
        kept = {m.enterprise_id for m in members}
        # What a book reads on demand is put in its place: these are cached properties.
        book.__dict__.update(
            memberships=members,
            figures={(owner, row.year): row for owner in kept for row in figures[owner]},
            together={row.year: row for row in together[key]},
            partnerships=partnerships[key],
            standing=standings[key],
        )
    return list(books.values())


def _grouped(rows: Any) -> defaultdict[Any, list[Any]]:
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.sentra_id].append(row)
    return groups


def _figures(books: Any, as_of: dt.date) -> defaultdict[Any, list[EnterpriseFigures]]:
    owners = Membership.unscoped.filter(sentra__in=books).values("enterprise")
    groups: defaultdict[Any, list[EnterpriseFigures]] = defaultdict(list)
    for row in EnterpriseFigures.unscoped.filter(enterprise__in=owners, year__lte=as_of.year):
        groups[row.enterprise_id].append(row)
    return groups


def _standings(books: Any, as_of: dt.date) -> dict[Any, Standing]:
    """The last delivered support of each sentra in words, and its roles in clusters."""
    last: dict[Any, tuple[str, str, dt.date]] = {}
    delivered = SupportReceived.unscoped.filter(sentra__in=books, delivered_on__lte=as_of).order_by("delivered_on")
    for sentra, kind, giver, day in delivered.values_list("sentra", "kind", "giver", "delivered_on"):
        last[sentra] = (kind, giver, day)
    support = {sentra: f"{support_name(kind, day)} · {giver}" for sentra, (kind, giver, day) in last.items()}
    parties: defaultdict[Any, list[tuple[str, str]]] = defaultdict(list)
    roles = ClusterParty.objects.filter(sentra__in=books).order_by("kind", "cluster__name")
    for sentra, kind, cluster in roles.values_list("sentra", "kind", "cluster__name"):
        parties[sentra].append((kind, cluster))
    return {key: Standing(support.get(key, ""), parties[key]) for key in books}


def size_facts_of(found: Sequence[Enterprise], day: dt.date) -> list[dict[str, Any]]:
    """The facts of enterprise.size_2005 of each of these enterprises, in their order; one query."""
    rows = EnterpriseFigures.unscoped.filter(enterprise__in=[one.pk for one in found], year=day.year - 1)
    last_year = {row.enterprise_id: row for row in rows}
    return [size_facts(one, last_year.get(one.pk)) for one in found]
