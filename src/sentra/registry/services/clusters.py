"""Clusters: opened by the ministry from registered sentra, with their parties and what flows between them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.pages.errors import BadInput, Conflict, InputProblem, Refused
from sentra.registry.models import Cluster, ClusterLink, ClusterParty, ClusterPartyKind, Partner, Sentra, SupplyKind

KEEP = "registry.keep_cluster"
POINT_OF_ENTRY = "kukm-23-2005/1.1.5"


def open_cluster(
    *,
    actor: Actor,
    name: str,
    product_chain: str,
    sentra: Sequence[Sentra],
    kind: str = ClusterPartyKind.CORE,
    description: str = "",
    id: uuid.UUID | None = None,
) -> Cluster:
    """Open a cluster development record from one or more registered sentra, each in the given role.

    Refused without a sentra (Permen KUKM 23/2005 Pasal 1 angka 1). Raises BadInput, Refused, Forbidden.
    """
    ensure(actor, KEEP)
    if not sentra:
        raise Refused(
            _("A cluster starts from at least one registered sentra."),
            (POINT_OF_ENTRY,),
            remedy=_("Choose the sentra that is the point of entry."),
        )
    _require_words(name=(name, 150), product_chain=(product_chain, 200))

    def create(key: uuid.UUID) -> Cluster:
        cluster = Cluster(id=key, name=name.strip(), product_chain=product_chain.strip())
        cluster.description = description.strip()
        cluster.save(force_insert=True)
        for one in sentra:
            ClusterParty.objects.create(cluster=cluster, kind=kind, sentra=one)
        record_decision(
            actor=actor,
            action="registry.open_cluster",
            subject=cluster,
            regency=None,
            details={"sentra": ", ".join(str(one) for one in sentra)},
        )
        return cluster

    return create_once(Cluster, actor, id, create)


def add_cluster_party(
    *,
    actor: Actor,
    cluster: Cluster,
    kind: str,
    sentra: Sentra | None = None,
    partner: Partner | None = None,
    name: str = "",
    supplies: str = "",
    shared_resource: str = "",
    id: uuid.UUID | None = None,
) -> ClusterParty:
    """Add a party in one of the six roles: a sentra, a registered partner, or somebody named in words.

    A supplier says which of the three kinds it supplies (Permen KUKM 23/2005 Pasal 1 angka 4). Raises BadInput,
    Conflict for a sentra that holds the role already, Forbidden.
    """
    ensure(actor, KEEP)
    problems = []
    if kind not in ClusterPartyKind.values:
        problems.append(
            InputProblem("kind", kind, _("This role is not one of a cluster."), _("Choose one of the roles."))
        )
    if not (sentra or partner or name.strip()):
        problems.append(
            InputProblem("name", name, _("Who is it?"), _("Choose a sentra or a partner, or write a name."))
        )
    if kind == ClusterPartyKind.SUPPLIER and supplies not in SupplyKind.values:
        problems.append(
            InputProblem(
                "supplies",
                supplies,
                _("A supplying industry supplies raw material, auxiliary material or accessories."),
                _("Choose one of the three."),
            )
        )
    if problems:
        raise BadInput(problems)

    def create(key: uuid.UUID) -> ClusterParty:
        party = ClusterParty.objects.create(
            id=key,
            cluster=cluster,
            kind=kind,
            sentra=sentra,
            partner=partner,
            name=name.strip()[:200],
            supplies=supplies if kind == ClusterPartyKind.SUPPLIER else "",
            shared_resource=shared_resource.strip()[:200] if kind == ClusterPartyKind.RELATED else "",
        )
        _record(actor, "registry.add_cluster_party", cluster, party=str(party), kind=kind)
        return party

    try:
        return create_once(ClusterParty, actor, id, create)
    except IntegrityError:
        raise Conflict(_("This sentra holds the role in the cluster already.")) from None


def link_parties(
    *, actor: Actor, from_party: ClusterParty, to_party: ClusterParty, flow: str, id: uuid.UUID | None = None
) -> ClusterLink:
    """Say what flows from one party of a cluster to another (Permen KUKM 23/2005 Pasal 1 angka 4).

    Raises BadInput when the two are one, belong to two clusters, or nothing flows; Forbidden.
    """
    ensure(actor, KEEP)
    _require_words(flow=(flow, 150))
    if from_party.pk == to_party.pk or from_party.cluster_id != to_party.cluster_id:
        message = _("A link joins two parties of the same cluster.")
        raise BadInput([InputProblem("to_party", str(to_party), message, _("Choose another party."))])

    def create(key: uuid.UUID) -> ClusterLink:
        link = ClusterLink.objects.create(
            id=key,
            cluster=from_party.cluster,
            from_party=from_party,
            to_party=to_party,
            flow=flow.strip(),
        )
        names = {"from_party": str(from_party), "to_party": str(to_party), "flow": link.flow}
        _record(actor, "registry.link_parties", from_party.cluster, **names)
        return link

    return create_once(ClusterLink, actor, id, create)


def remove_cluster_party(*, actor: Actor, party: ClusterParty) -> None:
    """Take a party with its links out of a cluster; refused for the last sentra (Pasal 1 angka 1)."""
    ensure(actor, KEEP)
    cluster = party.cluster
    with transaction.atomic():
        Cluster.objects.select_for_update().get(pk=cluster.pk)
        others = cluster.parties.filter(sentra__isnull=False).exclude(pk=party.pk)
        if party.sentra_id and not others.exists():
            raise Refused(
                _("This is the last sentra of the cluster; a cluster without a sentra is not kept."),
                (POINT_OF_ENTRY,),
                remedy=_("Add another sentra first."),
            )
        _record(actor, "registry.remove_cluster_party", cluster, party=str(party), kind=party.kind)
        party.delete()


def remove_cluster_link(*, actor: Actor, link: ClusterLink) -> None:
    """Take a link out of a cluster; the history keeps what it said."""
    ensure(actor, KEEP)
    names = {"from_party": str(link.from_party), "to_party": str(link.to_party), "flow": link.flow}
    with transaction.atomic():
        _record(actor, "registry.remove_cluster_link", link.cluster, **names)
        link.delete()


def _require_words(**given: tuple[str, int]) -> None:
    problems = [
        InputProblem(field, words, _("This must not be empty."), _("Fill it in."))
        for field, (words, _longest) in given.items()
        if not words.strip()
    ]
    problems += [
        InputProblem(field, words, _("The text is too long."), _("Shorten it."))
        for field, (words, longest) in given.items()
        if len(words.strip()) > longest
    ]
    if problems:
        raise BadInput(problems)


def _record(actor: Actor, action: str, subject: models.Model, **details: str) -> None:
    record_decision(actor=actor, action=action, subject=subject, regency=None, details=details)
