"""The fail-closed territory: a query on territorial data without a scope raises.

A `Territory` is the part of the country that somebody works in. While one is active (see
`scoped`), `Model.objects` of every territorial model shows only the records inside it. With
none active it raises `TerritoryNotSet`, so that forgetting the filter cannot leak a record.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404
from django.utils import timezone

Level = Literal["nation", "province", "regency", "record", "nowhere"]
M = TypeVar("M", bound=models.Model)


class TerritoryNotSet(RuntimeError):
    """Territorial data was asked for without saying for which territory."""


class OutsideTerritory(Http404):
    """A record outside the actor's territory was meant; the edge answers 404."""


@dataclass(frozen=True)
class Territory:
    """A part of the country: the nation, one province, one regency, or one single record."""

    level: Level
    region_id: int | None = None
    record_id: UUID | None = None

    def holds(self, regency: Any) -> bool:
        """Whether the regency (a `Region`, or None for a national matter) lies in this territory."""
        if self.level == "nation":
            return True
        if regency is None:
            return False
        if self.level == "province":
            return bool(self.region_id in (regency.parent_id, regency.pk))
        return bool(self.level == "regency" and regency.pk == self.region_id)


NATION = Territory("nation")
NOWHERE = Territory("nowhere")

_active: ContextVar[Territory | None] = ContextVar("sentra_territory", default=None)


def active() -> Territory | None:
    """The territory in force, or None."""
    return _active.get()


@contextmanager
def scoped(territory: Territory) -> Iterator[None]:
    """Work within a territory; nested scopes replace the outer one until they end."""
    token = _active.set(territory)
    try:
        yield
    finally:
        _active.reset(token)


@contextmanager
def everywhere(reason: str) -> Iterator[None]:
    """Work on the whole nation for a system task; the reason stands in the code for its reader."""
    if not reason:
        raise ValueError("everywhere() needs the reason why the whole nation is read")
    with scoped(NATION):
        yield


class TerritorialQuerySet(models.QuerySet[M]):
    """A query that can be narrowed to a territory."""

    def within(self, territory: Territory) -> TerritorialQuerySet[M]:
        """The records inside the territory, by the model's `territory_path` and `record_path`."""
        path: str = self.model.territory_path  # type: ignore[attr-defined]
        if territory.level == "nation":
            return self
        if territory.level == "province":
            inside = models.Q(**{f"{path}__parent_id": territory.region_id})
            if self.model.may_be_provincial:  # type: ignore[attr-defined]
                inside |= models.Q(**{path: territory.region_id})
            return self.filter(inside | self._above(territory))
        if territory.level == "regency":
            here = models.Q(**{f"{path}_id" if "__" not in path else path: territory.region_id})
            return self.filter(here | self._above(territory))
        record_path: str | tuple[str, ...] | None = getattr(self.model, "record_path", None)
        if territory.level == "record" and record_path:
            paths = (record_path,) if isinstance(record_path, str) else record_path
            bound = models.Q()
            for one in paths:
                bound |= models.Q(**{one: territory.record_id})
            # One filter, so that the period is asked of the very row that leads to the record.
            return self.filter(bound & self._in_force()).distinct()
        return self.none()

    def _above(self, territory: Territory) -> models.Q:
        """What the nation, and for a regency its province, set for those below, where the model is open to them."""
        if not self.model.is_open_below:  # type: ignore[attr-defined]
            return models.Q()
        path: str = self.model.territory_path  # type: ignore[attr-defined]
        of_the_nation = models.Q(**{f"{path}__isnull": True})
        if territory.level != "regency":
            return of_the_nation
        regions = self.model._meta.get_field(path).related_model._default_manager  # type: ignore[union-attr]
        return of_the_nation | models.Q(**{f"{path}__in": regions.filter(children=territory.region_id).values("pk")})

    def _in_force(self) -> models.Q:
        """That the relation to the single record is in force today; its last day still counts."""
        period: tuple[str, str] | None = self.model.record_period  # type: ignore[attr-defined]
        if period is None:
            return models.Q()
        (first, last), today = period, timezone.localdate()
        lasting = models.Q(**{f"{last}__isnull": True}) | models.Q(**{f"{last}__gte": today})
        return models.Q(**{f"{first}__lte": today}) & lasting


class TerritorialManager(models.Manager[M]):
    """The default manager of territorial models; raises `TerritoryNotSet` outside a scope."""

    def get_queryset(self) -> TerritorialQuerySet[M]:
        territory = active()
        if territory is None:
            raise TerritoryNotSet(
                f"{self.model.__name__} was queried without a territory; use scoped(...) or everywhere(...)"
            )
        return TerritorialQuerySet[M](self.model, using=self._db).within(territory)


class Territorial(models.Model):
    """Base of every record that belongs to a place.

    `territory_path` leads from the record to its regency, `record_path` to the single record (a sentra) that a
    territory of level "record" is bound to; several paths where it concerns several (a sentra and a partner).
    `record_period` names the first and the last day of a relation that lasts for a time (a membership): the record is
    open only while it is in force.
    `may_be_provincial` says that the region may be the province itself (a provincial programme).
    `is_open_below` says that what a province or the nation (no region) set is open to those below (a cost standard).
    """

    territory_path = "regency"
    record_path: str | tuple[str, ...] | None = None
    record_period: tuple[str, str] | None = None
    may_be_provincial = False
    is_open_below = False

    objects = TerritorialManager()
    unscoped = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
