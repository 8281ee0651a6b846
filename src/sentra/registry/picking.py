"""Choosing one record of many on a form: what is searched, inside the territory in force, and how it is named."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Case, Model, Q, QuerySet, When
from django.urls import reverse

from sentra.pages.picking import Choice, Found, Pick
from sentra.registry.models import Enterprise, Membership, Partner, Sentra, Tier

#: How many a search shows; whoever seeks another types more of its name.
SHOWN = 20
LONGEST = 100


def enterprise_pick(sentra: Sentra) -> Pick:
    """An enterprise of the sentra's regency that is not its member now."""
    url = f"{reverse('registry:pick', args=['usaha'])}?sentra={sentra.pk}"
    return Pick(url, partial(enterprises, outside=sentra), partial(_named, Enterprise, ("owner",), _enterprise))


def partner_pick() -> Pick:
    """A partner of the territory."""
    return Pick(reverse("registry:pick", args=["mitra"]), partners, partial(_named, Partner, (), _partner))


def sentra_pick() -> Pick:
    """A sentra of the territory, leading ones first."""
    return Pick(reverse("registry:pick", args=["sentra"]), sentra, partial(_named, Sentra, ("regency",), _sentra))


def enterprises(text: str, *, outside: Sentra | None = None) -> Found:
    """Active enterprises by their name, their owner's name or the beginning of their NIB."""
    rows = Enterprise.objects.filter(merged_into=None, is_active=True).select_related("owner")
    if outside is not None:
        present = Membership.objects.filter(sentra=outside, left_on=None).values("enterprise")
        rows = rows.filter(regency=outside.regency).exclude(pk__in=present)
    matching = _every_word(rows, text, "name__icontains", "owner__name__icontains", "nib__startswith")
    return _found(matching.order_by("name", "pk"), _enterprise)


def partners(text: str) -> Found:
    """Active partners by their name or their parent institution's."""
    rows = _every_word(Partner.objects.filter(is_active=True), text, "name__icontains", "parent_name__icontains")
    return _found(rows.order_by("name", "pk"), _partner)


def sentra(text: str) -> Found:
    """Active sentra by name, code, product or regency; leading ones first, since they are the priority for
    clusters (Permen KUKM 23/2005 Pasal 1 angka 3)."""
    rank = Case(When(tier__in=[Tier.CLUSTER, Tier.LEADING], then=0), When(tier=Tier.SENTRA, then=1), default=2)
    rows = Sentra.objects.filter(is_active=True).select_related("regency")
    paths = ("name__icontains", "product__icontains", "regency__name__icontains", "code__startswith")
    return _found(_every_word(rows, text, *paths).order_by(rank, "name", "pk"), _sentra)


def _every_word(rows: QuerySet[Any], text: str, *paths: str) -> QuerySet[Any]:
    for word in text[:LONGEST].split():
        wanted = Q()
        for path in paths:
            wanted |= Q(**{path: word})
        rows = rows.filter(wanted)
    return rows


def _found(rows: Iterable[Any], choice: Any) -> Found:
    seen = list(rows[: SHOWN + 1])  # type: ignore[index]
    return Found([choice(one) for one in seen[:SHOWN]], len(seen) > SHOWN)


def _named(model: type[Model], related: tuple[str, ...], choice: Any, value: str) -> Choice | None:
    try:
        key = UUID(value)
    except ValueError:
        return None
    rows: QuerySet[Any] = model.objects.filter(pk=key)  # type: ignore[attr-defined]
    found = rows.select_related(*related).first() if related else rows.first()
    return None if found is None else choice(found)


def _enterprise(one: Enterprise) -> Choice:
    note = " · ".join(part for part in (one.product, one.village, one.nib and f"NIB {one.nib}") if part)
    return Choice(str(one.pk), f"{one.name} ({one.owner.name})", note)


def _partner(one: Partner) -> Choice:
    return Choice(str(one.pk), one.name, " · ".join(filter(None, (str(one.get_type_display()), one.parent_name))))


def _sentra(one: Sentra) -> Choice:
    return Choice(str(one.pk), one.name, f"{one.get_tier_display()} · {one.product} · {one.regency.name}")
