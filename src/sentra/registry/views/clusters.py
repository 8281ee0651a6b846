"""The pages of a cluster: list, opening, parties, links, what it lacks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door
from sentra.access.policy import ensure, may
from sentra.law import Law, library
from sentra.pages.errors import BadInput, InputProblem, Refused
from sentra.pages.states import State
from sentra.pages.verdicts import clause_url
from sentra.registry import services
from sentra.registry.clusters import BUSINESS_CLUSTER, picture
from sentra.registry.forms import CLUSTER, LINK, PARTY, Section
from sentra.registry.listings import CLUSTERS
from sentra.registry.models import Cluster, ClusterLink, ClusterParty, Partner, Sentra
from sentra.registry.picking import partner_pick, sentra_pick
from sentra.registry.views.common import (
    answer,
    chosen,
    client_key,
    crumb,
    fresh_key,
    history,
    save,
    section_form,
)
from sentra.registry.views.lists import listed


@door("registry.view")
def cluster_list(request: HttpRequest) -> HttpResponseBase:
    """The clusters of the country; they belong to no single territory."""
    rows: QuerySet[Cluster] = Cluster.objects.all()
    nation = _("The whole country")
    return listed(request, CLUSTERS, rows, new="cluster_new", permission="registry.keep_cluster", lead=nation)


def fetch_cluster(pk: UUID) -> Cluster:
    """A cluster; national, open to everybody who may see the registry."""
    found = Cluster.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@door("registry.keep_cluster")
def new(request: HttpRequest) -> HttpResponse:
    """Open a cluster from a registered sentra."""
    actor = actor_of(request)
    section = Section(CLUSTER.key, CLUSTER.title, ("sentra", *CLUSTER.names), ("sentra", *CLUSTER.required))
    key = "cluster:new"
    form = section_form(request, section, key, {}, hidden={"client_id": fresh_key()}, picks={"sentra": sentra_pick()})
    if request.method == "POST":

        def act(raw: dict[str, Any]) -> Cluster:
            picked = raw.pop("sentra")
            entry = [chosen(Sentra, picked)] if picked else []
            return services.open_cluster(actor=actor, sentra=entry, id=client_key(request), **raw)

        done = save(
            request,
            form,
            act,
            done=_("The cluster is open. Add its parties and what flows between them."),
            to=lambda record: reverse("registry:cluster", args=[record.pk]),
            key=key,
        )
        if done is not None:
            return done
    context = {
        "title": _("Open a cluster"),
        "form": form,
        "crumbs": [crumb(_("Clusters"), "cluster_list"), crumb(_("Open a cluster"))],
        "submit": _("Open the cluster"),
    }
    return answer(request, "registry/form.html", context, form=form)


@door("registry.view")
def cluster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A cluster with its parties, links and what it lacks; the forms for the ministry."""
    found = fetch_cluster(pk)
    actor = actor_of(request)
    law = library().on(actor.today)
    shown = picture(found, law)
    can_keep = may(actor, "registry.keep_cluster")
    party_form, link_form = _forms(request, found, shown.parties) if can_keep.allowed else (None, None)
    if request.method == "POST":
        ensure(actor, "registry.keep_cluster")
        sent = link_form if link_form is not None and link_form.is_bound else party_form
        assert sent is not None
        done = save(
            request,
            sent,
            lambda raw: _act(request, found, sent is link_form, raw),
            done=_("The cluster is saved."),
            to=reverse("registry:cluster", args=[pk]),
            aliases={"kind": "cluster_kind"},
        )
        if done is not None:
            return done
    state = State(_("Business cluster"), "good") if shown.is_business_cluster else None
    if not shown.is_complete:
        state = State(_("Incomplete"), "warn")
    context = {
        "cluster": found,
        "title": found.name,
        "state": state,
        "picture": shown,
        "gaps": [{"gap": gap, "by": _cited(law, gap.clause_id)} for gap in shown.gaps],
        "label_by": _cited(law, BUSINESS_CLUSTER),
        "visible": {row.pk for row in Sentra.objects.filter(cluster_roles__cluster=found)},
        "events": history(found),
        "party_form": party_form,
        "link_form": link_form,
        "can_keep": can_keep,
        "crumbs": [crumb(_("Clusters"), "cluster_list"), crumb(found.name)],
    }
    bound = next((form for form in (party_form, link_form) if form is not None and form.is_bound), None)
    return answer(request, "registry/cluster.html", context, form=bound)


def _cited(law: Law, clause_id: str) -> dict[str, Any]:
    return {"cite": law.clause(clause_id).cite, "url": clause_url(clause_id)}


def _forms(request: HttpRequest, found: Cluster, parties: list[ClusterParty]) -> tuple[Any, Any]:
    named = [(str(one.pk), f"{one} ({one.get_kind_display()})") for one in parties]
    party = section_form(
        request,
        PARTY,
        f"cluster:{found.pk}:party",
        {},
        picks={"sentra": sentra_pick(), "partner": partner_pick()},
        hidden={"client_id": fresh_key()},
    )
    link = section_form(
        request,
        LINK,
        f"cluster:{found.pk}:link",
        {},
        choices={"from_party": named, "to_party": named},
        hidden={"client_id": fresh_key()},
    )
    return party, link


def _act(request: HttpRequest, found: Cluster, is_link: bool, raw: dict[str, Any]) -> Any:
    actor, key = actor_of(request), client_key(request)
    if is_link:
        ends = {name: _party(found, name, raw.pop(name)) for name in ("from_party", "to_party")}
        return services.link_parties(actor=actor, id=key, flow=raw["flow"], **ends)
    chosen_sentra, chosen_partner = raw.pop("sentra"), raw.pop("partner")
    return services.add_cluster_party(
        actor=actor,
        cluster=found,
        kind=raw.pop("cluster_kind"),
        sentra=chosen(Sentra, chosen_sentra) if chosen_sentra else None,
        partner=chosen(Partner, chosen_partner) if chosen_partner else None,
        id=key,
        **raw,
    )


def _party(found: Cluster, name: str, key: str) -> ClusterParty:
    try:
        return found.parties.get(pk=UUID(key))
    except (ClusterParty.DoesNotExist, ValueError):
        message = _("This party is not in the cluster.")
        raise BadInput([InputProblem(name, key, message, _("Choose a party of the list."))]) from None


@door("registry.keep_cluster")
@require_POST
def remove_party(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a party with its links out of a cluster."""
    party = ClusterParty.objects.select_related("cluster", "sentra", "partner").filter(pk=pk).first()
    if party is None:
        raise Http404
    to = reverse("registry:cluster", args=[party.cluster_id])
    try:
        services.remove_cluster_party(actor=actor_of(request), party=party)
    except Refused as refusal:
        messages.error(request, f"{refusal.reason} {refusal.remedy}")
    else:
        messages.success(request, _("The party is out of the cluster."))
    return HttpResponseRedirect(to)


@door("registry.keep_cluster")
@require_POST
def remove_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a link out of a cluster."""
    link = ClusterLink.objects.select_related("cluster", "from_party", "to_party").filter(pk=pk).first()
    if link is None:
        raise Http404
    to = reverse("registry:cluster", args=[link.cluster_id])
    services.remove_cluster_link(actor=actor_of(request), link=link)
    messages.success(request, _("The link is removed."))
    return HttpResponseRedirect(to)
