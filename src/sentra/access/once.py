"""Creating once: a record under a key made by the client, sent twice, is made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sentra.access.actors import Actor
from sentra.territory.scope import OutsideTerritory, Territorial, TerritorialQuerySet

T = TypeVar("T", bound=Territorial)


def create_once(model: type[T], actor: Actor, key: UUID | None, create: Callable[[UUID], T]) -> T:
    """Create a record under a key made by the client; sent twice, the first one is given back.

    `create` runs in its own transaction. A key that names a record outside the actor's territory raises
    OutsideTerritory.
    """
    if key is not None and (found := _already(model, actor, key)) is not None:
        return found
    try:
        with transaction.atomic():
            return create(key or uuid4())
    except IntegrityError:
        # Two at once with the same key: the other one has just written it.
        if key is not None and (found := _already(model, actor, key)) is not None:
            return found
        raise


def _already(model: type[T], actor: Actor, key: UUID) -> T | None:
    mine = TerritorialQuerySet[T](model).within(actor.territory).filter(pk=key).first()
    # Unscoped: a key is unique in the nation; what lies elsewhere is refused, not shown.
    if mine is None and model.unscoped.filter(pk=key).exists():
        raise OutsideTerritory
    return mine
