"""What the law says of this room's subjects: support per tier, stages, strands, topics, aspects, components.

Nothing of it is written here; every list and value is read from the clauses of the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sentra.law import Clause, FactDeclaration, Law, library
from sentra.pages.formatting import language
from sentra.registry.models import Tier

REGULATION = "kukm-23-2005"
FINANCE = "finance.instrument_2005"
PARTNER = "partner.definition_2005"
SIZE = "enterprise.size_2005"
SYNERGY = "programme.synergy"


def clause_id(short: str) -> str:
    """`8.1` → `kukm-23-2005/8.1`."""
    return f"{REGULATION}/{short}"


def value_of(clause: Clause, name: str) -> object:
    """A clause's value on its day; None where it sets none of that name."""
    used = clause.values.get(name)
    return None if used is None else used.value


# ---------------------------------------------------------------- support (Pasal 8)


@dataclass(frozen=True)
class Entitlement:
    """A kind of support, the clause that opens it and the lowest tier it is open to."""

    support: str
    clause: str
    cite: str
    kind: str  # financial or non_financial
    tier: str

    @property
    def label(self) -> str:
        """What it is called, in the reader's language."""
        return support_label(self.clause)

    @property
    def legal_basis(self) -> str:
        """How papers and rows name the basis: article, regulation's number."""
        return f"{self.cite} {library().regulations[REGULATION].number}"

    def is_open_to(self, tier: str, law: Law) -> bool:
        """Whether a sentra of this tier may obtain it: its own tier's article and those that article includes."""
        return self.tier in tiers_included(law, tier)


def support_label(clause: str) -> str:
    """The short name of the support that a clause opens."""
    return library().clause(clause).label(language())


def heads(law: Law) -> dict[str, Clause]:
    """The leading clause of each tier in Pasal 8, the one that says from which tier on and what it includes."""
    found: dict[str, Clause] = {}
    for clause in law.clauses(regulation=REGULATION, article="8"):
        tier = value_of(clause, "min_tier")
        if tier is not None and value_of(clause, "support") is None:
            found.setdefault(str(tier), clause)
    return found


def tier_order(law: Law) -> tuple[str, ...]:
    """The tiers from the lowest up, as each article includes the one below."""
    by_tier = heads(law)
    below = {clause.id: tier for tier, clause in by_tier.items()}
    order: list[str] = []
    for tier, clause in by_tier.items():
        included = value_of(clause, "includes")
        lower = below.get(clause_id(str(included))) if included else None
        order.insert(order.index(lower) + 1 if lower in order else 0, tier)
    return tuple(order)


def tiers_included(law: Law, tier: str) -> tuple[str, ...]:
    """The tiers whose support a sentra of this tier may obtain; none for a candidate."""
    order = tier_order(law)
    return order[: order.index(tier) + 1] if tier in order else ()


def entitlements(law: Law) -> list[Entitlement]:
    """Every kind of support that Pasal 8 opens, in the order of the text."""
    return [
        Entitlement(
            support=str(value_of(clause, "support")),
            clause=clause.id,
            cite=clause.cite,
            kind=str(value_of(clause, "kind")),
            tier=str(value_of(clause, "min_tier")),
        )
        for clause in law.clauses(regulation=REGULATION, article="8")
        if value_of(clause, "support") is not None
    ]


def entitlement(law: Law, support: str) -> Entitlement | None:
    """The entitlement of this name, or None where the law of the day knows none."""
    return next((one for one in entitlements(law) if one.support == support), None)


def tier_label(tier: str) -> str:
    """What a tier is called."""
    return str(Tier(tier).label)


# ---------------------------------------------------------------- stages (Pasal 9)


@dataclass(frozen=True)
class Stage:
    """A stage: its number, its clause, the check it follows or the dimensions its evidence needs."""

    number: int
    clause: str
    cite: str
    check: str | None
    dimensions: tuple[str, ...]

    @property
    def label(self) -> str:
        return library().clause(self.clause).label(language())

    @property
    def needs_pioneers(self) -> bool:
        """Whether it is the assessor's stage that names enterprises: neither derived nor measured by dimensions."""
        return self.check is None and not self.dimensions


def stages(law: Law) -> list[Stage]:
    """The stages in their order."""
    found = []
    for clause in law.clauses(regulation=REGULATION, article="9"):
        check, dimensions = value_of(clause, "derived_from"), value_of(clause, "dimensions")
        found.append(
            Stage(
                number=int(str(value_of(clause, "stage"))),
                clause=clause.id,
                cite=clause.cite,
                check=str(check) if check else None,
                dimensions=tuple(dimensions) if isinstance(dimensions, list | tuple) else (),
            )
        )
    return sorted(found, key=lambda one: one.number)


# ---------------------------------------------------------------- lists that clauses set


def listed(law: Law, short: str, name: str) -> tuple[str, ...]:
    """A clause's list of names: strands (12.c.1), advice topics (13.c), aspects (15.c), levels (12.c.2)."""
    return tuple(str(one) for one in law.parameter(clause_id(short), name))


def strands(law: Law) -> tuple[str, ...]:
    """The four strands that the provincial agency brings together."""
    return listed(law, "12.c.1", "strands")


def advice_topics(law: Law) -> tuple[str, ...]:
    """The topics on which the provincial working group advises at any time."""
    return listed(law, "13.c", "advice_topics")


def aspects(law: Law) -> tuple[str, ...]:
    """What outreach aims at."""
    return listed(law, "15.c", "aspects")


def declaration(law: Law, check: str, name: str) -> FactDeclaration:
    """A fact of a check as the text declares it."""
    return next(fact for fact in law.check(check).facts if fact.name == name)


def choices_of(law: Law, check: str, name: str) -> list[tuple[str, str]]:
    """The values of an enum fact with their labels, in the declared order."""
    fact = declaration(law, check, name)
    return [(str(value), fact.value_label(value, language())) for value in fact.values]


def optional_components(law: Law) -> Mapping[str, Clause]:
    """The components that a programme may be linked with; their absence never counts against it."""
    return {
        str(value_of(clause, "component")): clause
        for clause in law.clauses(regulation=REGULATION, article="4", kind="entitlement")
        if value_of(clause, "obligatory") is False
    }


def classification_instrument(law: Law) -> str:
    """The decree that holds the criteria of classification; its text is not held."""
    return str(law.parameter(clause_id("1.2.2"), "criteria_instrument"))


def law_today(day: dt.date) -> Law:
    """The law of a day; `NotInForce` is raised for days before the regulation."""
    return library().on(day)
