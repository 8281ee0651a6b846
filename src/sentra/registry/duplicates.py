"""Records that may be the same: looked for while somebody types, and for each row of an import.

Numbers (NIB, NIK) are compared in the whole nation, names inside the territory only. A hit outside the territory
says no more than that the number is registered in another regency.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from sentra.access.actors import Actor
from sentra.access.personal_data import keyed_hash
from sentra.indonesian.identifiers import parse_nib, parse_nik
from sentra.indonesian.problems import IndonesianValueError
from sentra.registry.models import Enterprise, Person, Sentra
from sentra.registry.values import same_words
from sentra.territory.models import Region

#: Names less alike than this (0 to 100) are not worth a person's look.
ALIKE = 82
#: Shorter names are not compared: everything resembles them.
SHORTEST = 3
#: A regency with more enterprises is narrowed to names that begin alike, so that the comparison stays quick.
LARGEST_BLOCK = 5_000
SAME_NUMBER = 100

_NOT_COMPARED = frozenset(
    {"sentra", "pt", "cv", "ud", "pd", "fa", "tbk", "koperasi", "usaha", "toko", "kube", "poklahsar"}
)


@dataclass(frozen=True)
class Candidate:
    """A record that may be the same. `record` is None where it lies outside the territory: then `text` is all."""

    reason: str  # "nib", "nik" or "name"
    score: int  # 0 to 100
    text: str
    record: Enterprise | Sentra | None = None


def core_name(name: str) -> str:
    """A name for comparing: lower case, without legal forms, the word sentra and punctuation."""
    words = same_words(name).split()
    kept = [word for word in words if word not in _NOT_COMPARED]
    return " ".join(kept or words)


def enterprise_candidates(
    *,
    actor: Actor,
    regency: Region,
    name: str = "",
    nib: str = "",
    nik: str = "",
    owner_name: str = "",
    besides: uuid.UUID | None = None,
    limit: int = 5,
) -> list[Candidate]:
    """Enterprises that may be the one being entered, the surest first. Runs inside the actor's scope.

    Half-typed numbers find nothing. Names are compared within the regency; the same owner's name beside a name
    that is alike makes it surer.
    """
    found = [*_with_nib(actor, nib, besides), *_with_nik(actor, nik, besides)]
    seen = {one.record.pk for one in found if one.record is not None}
    found += [one for one in _alike(regency, name, owner_name, besides, limit) if _key(one) not in seen]
    return found[:limit]


def sentra_candidates(
    *, regency: Region, name: str, besides: uuid.UUID | None = None, limit: int = 5
) -> list[Candidate]:
    """Sentra of the regency with a name alike, the surest first. Runs inside the actor's scope."""
    rows = Sentra.objects.filter(regency=regency).exclude(pk__in=_these(besides))
    best = _best(name, dict(rows.values_list("pk", "name")), limit)
    records = rows.in_bulk([pk for pk, _score in best])
    return [
        Candidate("name", score, _("The name is alike: %(name)s") % {"name": records[pk].name}, records[pk])
        for pk, score in best
    ]


def _these(besides: uuid.UUID | None) -> list[uuid.UUID]:
    return [] if besides is None else [besides]


def _key(candidate: Candidate) -> Any:
    return candidate.record.pk if candidate.record else None


def _with_nib(actor: Actor, nib: str, besides: uuid.UUID | None) -> list[Candidate]:
    try:
        digits = parse_nib(nib).digits
    except IndonesianValueError:
        return []
    # Unscoped: a NIB names one business actor in the whole nation; what lies outside is not shown.
    held = Enterprise.unscoped.filter(nib=digits, merged_into=None).exclude(pk__in=_these(besides))
    return [_numbered(actor, one, "nib", _("The same NIB")) for one in held.select_related("regency", "owner")[:1]]


def _with_nik(actor: Actor, nik: str, besides: uuid.UUID | None) -> list[Candidate]:
    try:
        digits = parse_nik(nik).digits
    except IndonesianValueError:
        return []
    # Unscoped: a NIK names one person in the whole nation; what lies outside is not shown.
    person = Person.unscoped.filter(nik_hash=keyed_hash(digits), merged_into=None).select_related("regency").first()
    if person is None:
        return []
    if not actor.territory.holds(person.regency):
        return [_elsewhere("nik")]
    owned = Enterprise.objects.filter(owner=person, merged_into=None).exclude(pk__in=_these(besides))
    return [
        _numbered(actor, one, "nik", _("The same owner (NIK)")) for one in owned.select_related("regency", "owner")[:3]
    ]


def _numbered(actor: Actor, enterprise: Enterprise, reason: str, text: str) -> Candidate:
    if not actor.territory.holds(enterprise.regency):
        return _elsewhere(reason)
    return Candidate(reason, SAME_NUMBER, f"{text}: {enterprise.name}", enterprise)


def _elsewhere(reason: str) -> Candidate:
    return Candidate(reason, SAME_NUMBER, _("This number is already registered in another regency."))


def _alike(regency: Region, name: str, owner_name: str, besides: uuid.UUID | None, limit: int) -> list[Candidate]:
    rows = Enterprise.objects.filter(regency=regency, merged_into=None).exclude(pk__in=_these(besides)).order_by()
    names = dict(rows.values_list("pk", "name")[: LARGEST_BLOCK + 1])
    if len(names) > LARGEST_BLOCK:
        beginning = name.strip()[:SHORTEST]
        names = dict(rows.filter(name__istartswith=beginning).values_list("pk", "name")[:LARGEST_BLOCK])
    best = _best(name, names, limit)
    records = Enterprise.objects.select_related("owner").in_bulk([pk for pk, _score in best])
    owner = core_name(owner_name)
    surest = sorted(
        best, key=lambda pair: (bool(owner) and core_name(records[pair[0]].owner.name) == owner, pair[1]), reverse=True
    )
    return [
        Candidate(
            "name",
            score,
            _("The name is alike: %(name)s, owned by %(owner)s")
            % {"name": records[pk].name, "owner": records[pk].owner.name},
            records[pk],
        )
        for pk, score in surest
    ]


def _best(name: str, names: dict[Any, str], limit: int) -> list[tuple[Any, int]]:
    wanted = core_name(name)
    if len(wanted) < SHORTEST:
        return []
    prepared = {pk: core_name(one) for pk, one in names.items()}
    hits = process.extract(wanted, prepared, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=limit)
    return [(pk, int(score)) for _text, score, pk in hits]
