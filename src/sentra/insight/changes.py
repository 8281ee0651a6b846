"""Which records changed since a snapshot.

Every change of a record leaves a decision record, in order and in the transaction of the change itself. So the
records named by the decisions after the last one that a snapshot read are those to work out anew; times of change are
not asked, for clocks differ and rows written many at once carry none. Where a decision names no record that can be
followed (an import of a file), all records of its regency count as changed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Max, Q

from sentra.decisions.models import Decision
from sentra.designation.models import AssessedFact
from sentra.insight.models import Snapshot, Subject
from sentra.registry.models import Enterprise, Membership, Partnership, Sentra, SupportReceived

#: Rooms whose acts change no fact of a sentra or an enterprise.
_WITHOUT_FACTS = ("access.", "territory.", "documents.", "decisions.", "insight.")
_CHUNK = 500


def last_decision() -> int:
    """The number of the newest decision record; all before it are there, for their numbers come one by one."""
    # Unscoped: a technical mark, never shown.
    return int(Decision.unscoped.aggregate(last=Max("number"))["last"] or 0)


def changed_since(previous: Snapshot, day: dt.date) -> set[UUID] | None:
    """The keys of the records that may differ from the previous snapshot; None when everything may."""
    if day < previous.as_of:
        return None
    named, regencies = _named(previous.last_decision)
    if regencies is None:
        return None
    if previous.subject == Subject.SENTRA:
        return _sentra(named, regencies) | _moved_by_time(previous.as_of, day)
    return _enterprises(named, regencies)


def _named(after: int) -> tuple[dict[str, set[UUID]], set[int] | None]:
    """The records named by later decisions, by their kind; and the regencies of those that cannot be followed."""
    named: defaultdict[str, set[UUID]] = defaultdict(set)
    regencies: set[int] = set()
    rows = Decision.unscoped.filter(number__gt=after)
    for kind, key, regency, action in rows.values_list("subject_type", "subject_id", "regency", "action").iterator():
        if kind.startswith(_WITHOUT_FACTS):
            continue
        if kind in _FOLLOWED or _has_sentra(kind):
            named[kind].add(UUID(key))
        if kind in _FOLLOWED and "merge" not in action:
            continue
        if regency is not None and (kind in _FOLLOWED or not _has_sentra(kind)):
            regencies.add(regency)
        elif regency is None and kind.startswith("registry."):
            return named, None  # a matter of the whole nation, such as a cluster
    return named, regencies


_FOLLOWED = ("registry.sentra", "registry.enterprise", "registry.person")


def _has_sentra(kind: str) -> bool:
    try:
        apps.get_model(kind)._meta.get_field("sentra")
    except (FieldDoesNotExist, LookupError):
        return False
    return kind.startswith(("designation.", "development."))


def _sentra(named: dict[str, set[UUID]], regencies: set[int]) -> set[UUID]:
    found = set(named.pop("registry.sentra", ()))
    for path, kind in (("enterprise", "registry.enterprise"), ("enterprise__owner", "registry.person")):
        for keys in _chunks(named.pop(kind, ())):
            found |= set(Membership.unscoped.filter(**{f"{path}__in": keys}).values_list("sentra", flat=True))
    for kind, all_keys in named.items():
        rows: Any = apps.get_model(kind)
        for keys in _chunks(all_keys):
            found |= set(rows.unscoped.filter(pk__in=keys, sentra__isnull=False).values_list("sentra", flat=True))
    for places in _chunks(regencies):
        inside = Q(regency__in=places) | Q(memberships__enterprise__regency__in=places)
        found |= set(Sentra.unscoped.filter(inside).values_list("pk", flat=True))
    return found


def _enterprises(named: dict[str, set[UUID]], regencies: set[int]) -> set[UUID]:
    found = set(named.get("registry.enterprise", ()))
    for places in _chunks(regencies):
        found |= set(Enterprise.unscoped.filter(regency__in=places).values_list("pk", flat=True))
    return found


def _moved_by_time(before: dt.date, day: dt.date) -> set[UUID]:
    """The sentra whose facts another day alone changes: something begins, ends or counts from a day between."""
    begun, ended = (before + dt.timedelta(days=1), day), (before, day - dt.timedelta(days=1))
    if before == day:
        return set()
    asked: tuple[tuple[Any, Q], ...] = (
        (Membership, Q(joined_on__range=begun) | Q(left_on__range=ended)),
        (Partnership, Q(began_on__range=begun) | Q(ended_on__range=ended)),
        (SupportReceived, Q(delivered_on__range=begun)),
        (AssessedFact, Q(assessed_on__range=begun) | Q(superseded_at__date__range=begun)),
    )
    found: set[UUID] = set()
    for model, between in asked:
        found |= set(model.unscoped.filter(between).values_list("sentra", flat=True))
    return found


def _chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
