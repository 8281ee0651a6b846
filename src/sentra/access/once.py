"""Creating once: a record under a key made by the client, sent twice, is made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction

from sentra.access.actors import Actor
from sentra.pages.errors import Problem
from sentra.territory.scope import OutsideTerritory, Territorial, TerritorialQuerySet

T = TypeVar("T", bound=models.Model)


def create_once(model: type[T], actor: Actor, key: UUID | None, create: Callable[[UUID], T]) -> T:
    """Create a record under a key made by the client; sent twice, the first one is given back.

    `create` runs in its own transaction. A key that names a record outside the actor's territory raises
    OutsideTerritory; a national record (a decree, a cluster) is given back to whoever may create one.
    """
    if key is not None and (found := _already(model, actor, key)) is not None:
        return found
    try:
        with transaction.atomic():
            return create(key or uuid4())
    except (IntegrityError, Problem):
        # Two at once with the same key: the other one has just written it, and may be what stands in the way.
        if key is not None and (found := _already(model, actor, key)) is not None:
            return found
        raise


def _already(model: type[T], actor: Actor, key: UUID) -> T | None:
    if not issubclass(model, Territorial):
        return model._default_manager.filter(pk=key).first()
    # Unscoped, and asked first: what another one writes between the two questions is found by the second.
    if not model.unscoped.filter(pk=key).exists():
        return None
    mine = TerritorialQuerySet[T](model).within(actor.territory).filter(pk=key).first()
    if mine is None:
        raise OutsideTerritory  # a key is unique in the nation; what lies elsewhere is refused, not shown
    return mine
