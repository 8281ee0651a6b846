"""What a cluster still lacks, and whether it may be called a business cluster; derived, never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sentra.law import Law
from sentra.registry.facts import ROLES
from sentra.registry.models import Cluster, ClusterLink, ClusterParty, ClusterPartyKind, Sentra

_C = "kukm-23-2005/"
CHAIN, BUSINESS_CLUSTER = _C + "1.4.7", _C + "1.5"
NEEDED = {
    ClusterPartyKind.CORE: _C + "1.4.1",
    ClusterPartyKind.BUYER: _C + "1.4.6",
}
USUAL = {
    ClusterPartyKind.SUPPLIER: _C + "1.4.2",
    ClusterPartyKind.RELATED: _C + "1.4.3",
    ClusterPartyKind.TECHNOLOGY: _C + "1.4.4",
    ClusterPartyKind.BRIDGING: _C + "1.4.5",
}


@dataclass(frozen=True)
class Gap:
    """Something a cluster lacks, with the provision that speaks of it; `is_advice` when the text does not demand it."""

    text: str
    clause_id: str
    is_advice: bool = False


@dataclass(frozen=True)
class Picture:
    """A cluster with its parties, links, gaps and the sentra that make it a business cluster."""

    cluster: Cluster
    parties: list[ClusterParty]
    links: list[ClusterLink]
    gaps: list[Gap]
    unlinked: frozenset[Any]
    leading: list[Sentra]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing that the definition demands."""
        return not [gap for gap in self.gaps if not gap.is_advice]

    @property
    def is_business_cluster(self) -> bool:
        """Whether a sentra that meets sentra.leading holds one of the industry roles (Pasal 1 angka 5)."""
        return bool(self.leading)


IsLeading = Callable[[Sentra, Law], bool]


def leading_check() -> IsLeading:
    """Whether a sentra meets sentra.leading (setting `SENTRA_LEADING_CHECK`, a dotted path).

    The check needs the working group's judgements, which a room below this one keeps.
    """
    return cast("IsLeading", import_string(settings.SENTRA_LEADING_CHECK))


def picture(cluster: Cluster, law: Law, is_leading: IsLeading | None = None) -> Picture:
    """The cluster as it stands on the law's day (Permen KUKM 23/2005 Pasal 1 angka 4 dan 5)."""
    meets_leading = is_leading or leading_check()
    parties = list(cluster.parties.select_related("sentra__regency", "partner"))
    links = list(
        cluster.links.select_related(
            "from_party__sentra", "from_party__partner", "to_party__sentra", "to_party__partner"
        )
    )
    linked = {link.from_party_id for link in links} | {link.to_party_id for link in links}
    unlinked = frozenset(party.pk for party in parties if party.pk not in linked)
    roles = industry_roles(law)
    in_industry = {party.sentra.pk: party.sentra for party in parties if party.sentra and party.kind in roles}
    leading = [sentra for sentra in in_industry.values() if meets_leading(sentra, law)]
    return Picture(cluster, parties, links, _gaps(parties, unlinked), unlinked, leading)


def industry_roles(law: Law) -> frozenset[str]:
    """The roles that make a sentra part of the cluster's industry, as the law lists them."""
    declared = (fact for fact in law.clause(ROLES).facts if fact.name == "cluster_roles")
    return frozenset(str(value) for fact in declared for value in fact.values)


def _gaps(parties: Iterable[ClusterParty], unlinked: frozenset[Any]) -> list[Gap]:
    present = list(parties)
    kinds = {party.kind for party in present}
    gaps = [
        Gap(_("No party with the role “%(role)s”") % {"role": kind.label}, clause)
        for kind, clause in NEEDED.items()
        if kind not in kinds
    ]
    gaps += [
        Gap(_("“%(party)s” does not name the shared resource") % {"party": party}, USUAL[ClusterPartyKind.RELATED])
        for party in present
        if party.kind == ClusterPartyKind.RELATED and not party.shared_resource
    ]
    gaps += [
        Gap(_("“%(party)s” is linked to nobody: not yet part of the cluster") % {"party": party}, CHAIN)
        for party in present
        if party.pk in unlinked
    ]
    return gaps + [
        Gap(_("No party with the role “%(role)s” yet") % {"role": kind.label}, clause, is_advice=True)
        for kind, clause in USUAL.items()
        if kind not in kinds
    ]
