"""Records → facts of the checks on a sentra, an enterprise or a partner; the only bridge of this room to the law.

A fact that the register cannot answer is None and carries the address where it is entered. How the years are read:
the last completed year of a day is the calendar year before it, because the text speaks of the last completed
business year and of the latest complete twelve months; an older figure never stands in for it.
"""

from sentra.registry.facts.book import Book
from sentra.registry.facts.bulk import books_of, size_facts_of
from sentra.registry.facts.parties import enterprise_facts, enterprise_size_facts, partner_facts, size_facts
from sentra.registry.facts.sentra import fact_sources_in, sentra_fact_sources, sentra_facts
from sentra.registry.facts.sources import MEMBERS, ROLES, SIZE, FactSource, values_of

__all__ = [
    "MEMBERS",
    "ROLES",
    "SIZE",
    "Book",
    "FactSource",
    "books_of",
    "enterprise_facts",
    "enterprise_size_facts",
    "fact_sources_in",
    "partner_facts",
    "sentra_fact_sources",
    "sentra_facts",
    "size_facts",
    "size_facts_of",
    "values_of",
]
