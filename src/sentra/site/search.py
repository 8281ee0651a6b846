"""Search over everything a person may see; each kind is asked through its own scoped query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentra import law as laws
from sentra.access.actors import Actor
from sentra.access.policy import may
from sentra.designation.models import Decree
from sentra.documents.models import Paper
from sentra.registry.models import Enterprise, Partner, Sentra

SHOWN = 10


@dataclass(frozen=True)
class Hit:
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class HitGroup:
    label: str
    hits: Sequence[Hit]


def search_everything(actor: Actor, text: str) -> list[HitGroup]:
    """Groups of hits, at most ten each; a kind the actor may not see is not searched."""
    groups: list[HitGroup] = []
    if may(actor, "registry.view").allowed:
        groups += [
            HitGroup(_("Sentra"), _sentra(text)),
            HitGroup(_("Enterprises"), _enterprises(text)),
            HitGroup(_("Partners"), _partners(text)),
        ]
    if may(actor, "designation.view_decree").allowed:
        groups.append(HitGroup(_("Decrees"), _decrees(text)))
    if may(actor, "documents.view").allowed:
        groups.append(HitGroup(_("Papers"), _papers(text)))
    groups.append(HitGroup(_("Provisions"), _provisions(text)))
    return [group for group in groups if group.hits]


def _sentra(text: str) -> list[Hit]:
    found = Sentra.objects.filter(Q(name__icontains=text) | Q(product__icontains=text) | Q(code__iexact=text))
    return [
        Hit(s.name, reverse("registry:sentra", args=[s.pk]), f"{s.code} · {s.product} · {s.regency.name}")
        for s in found.select_related("regency")[:SHOWN]
    ]


def _enterprises(text: str) -> list[Hit]:
    digits = "".join(ch for ch in text if ch.isdigit())
    wanted = Q(name__icontains=text) | Q(owner__name__icontains=text)
    if len(digits) == 13:
        wanted |= Q(nib=digits)
    found = Enterprise.objects.filter(wanted, merged_into__isnull=True)
    return [
        Hit(e.name, reverse("registry:enterprise", args=[e.pk]), f"{e.owner.name} · {e.regency.name}")
        for e in found.select_related("owner", "regency")[:SHOWN]
    ]


def _partners(text: str) -> list[Hit]:
    return [
        Hit(p.name, reverse("registry:partner", args=[p.pk]), p.get_type_display())
        for p in Partner.objects.filter(name__icontains=text)[:SHOWN]
    ]


def _decrees(text: str) -> list[Hit]:
    found = Decree.objects.filter(Q(number__icontains=text) | Q(title__icontains=text), state=Decree.State.SIGNED)
    return [Hit(d.number, reverse("designation:decree", args=[d.pk]), d.title) for d in found[:SHOWN]]


def _papers(text: str) -> list[Hit]:
    found = Paper.objects.filter(Q(number__icontains=text) | Q(title__icontains=text))
    return [Hit(p.number or p.title, reverse("documents:paper", args=[p.pk]), p.title) for p in found[:SHOWN]]


def _provisions(text: str) -> list[Hit]:
    language = get_language() or "id"
    wanted = text.lower()
    return [
        Hit(c.label(language), reverse("portal:clause", args=[c.id]), f"{c.cite} · {regulation.number}")
        for regulation in laws.library().regulations.values()
        for c in regulation.clauses.values()
        if wanted in c.cite.lower() or wanted in c.label(language).lower() or wanted in c.text(language).lower()
    ][:SHOWN]
