"""What the services of the registry share: creating once, changing under a version, resolving places."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.decisions.queries import history_of
from sentra.pages.errors import BadInput, Conflict, InputProblem, Refused
from sentra.pages.formatting import moment
from sentra.registry.labels import label_of
from sentra.territory.models import Region, RegionLevel
from sentra.territory.scope import OutsideTerritory

M = TypeVar("M", bound=models.Model)

#: What identifies or reaches a person: the log names the field that changed, never the value, because the log
#: cannot be erased (UU 27/2022 Pasal 43).
PERSONAL = frozenset(
    {"name", "nik", "sex", "birth_date", "education", "phone", "email", "manager_name", "manager_phone"}
    | {"contact_name", "npwp"}
)


def regency_of(record: Any) -> Region:
    """The regency a record lies in, by its own field, its sentra or its enterprise."""
    for owner in (record, getattr(record, "sentra", None), getattr(record, "enterprise", None)):
        if owner is not None and isinstance(getattr(owner, "regency", None), Region):
            return owner.regency
    raise TypeError(f"{type(record).__name__} lies in no regency")


def create_once(model: type[M], actor: Actor, key: uuid.UUID | None, create: Callable[[uuid.UUID], M]) -> M:
    """Create a record under a key made by the client; sent twice, the first one is given back.

    A key that names a record outside the actor's territory raises OutsideTerritory. `create` runs in its own
    transaction.
    """
    if key is not None and (found := _already(model, actor, key)) is not None:
        return found
    try:
        with transaction.atomic():
            return create(key or uuid.uuid4())
    except IntegrityError:
        # Two at once with the same key: the other one has just written it.
        if key is not None and (found := _already(model, actor, key)) is not None:
            return found
        raise


def _already(model: type[M], actor: Actor, key: uuid.UUID) -> M | None:
    # Unscoped: a key is unique in the nation; what lies elsewhere is refused, not shown.
    found = model._default_manager.model.unscoped.filter(pk=key).first()  # type: ignore[attr-defined]
    if found is not None and not actor.territory.holds(regency_of(found)):
        raise OutsideTerritory
    return found


def district_in(regency: Region, code: str) -> Region | None:
    """The district with this code in the regency; None for an empty code; BadInput for one that is not there."""
    if not code:
        return None
    found = Region.objects.filter(code=code, level=RegionLevel.DISTRICT, parent=regency).first()
    if found is None:
        raise BadInput(
            [
                InputProblem(
                    "district_code",
                    code,
                    _("This district is not in the list of the regency."),
                    _("Choose a district of the regency, or leave it empty."),
                )
            ]
        )
    return found


def differences(record: models.Model, wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Each field that would change, with its value before and after."""
    return {name: [getattr(record, name), value] for name, value in wanted.items() if getattr(record, name) != value}


def logged(changes: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The changes as a decision record keeps them: fields, values before and after except those of a person."""
    kept = {name: [_plain(one) for one in pair] for name, pair in changes.items() if name not in PERSONAL}
    return {"fields": sorted(changes), "changes": kept}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, models.Model) else value


def change_under_version(record: models.Model, version: int, changes: Mapping[str, list[Any]], action: str) -> None:
    """Write changes if the record is still at `version`, and raise its version; else Conflict says who was faster."""
    wanted = {name: pair[1] for name, pair in changes.items()}
    rows = type(record)._default_manager.model.unscoped.filter(pk=record.pk, version=version)  # type: ignore[attr-defined]
    if not rows.update(**wanted, version=F("version") + 1, updated_at=timezone.now()):
        raise overtaken(record, action)
    for name, value in wanted.items():
        setattr(record, name, value)
    record.version = version + 1  # type: ignore[attr-defined]


def overtaken(record: models.Model, action: str) -> Conflict:
    """The Conflict that names who changed the record last, when, and which fields."""
    last = history_of(record).filter(action=action).first() or history_of(record).first()
    if last is None:
        return Conflict(_("Someone else has changed this record meanwhile."), remedy=_("Load the page again."))
    fields = ", ".join(str(label_of(name)) for name in last.details.get("fields", []))
    return Conflict(
        _("%(name)s changed “%(record)s” on %(when)s.")
        % {"name": last.actor_name, "record": record, "when": moment(last.at)},
        state=_("Changed: %(fields)s.") % {"fields": fields} if fields else "",
        remedy=_("Load the page again; what you typed is kept as a draft."),
    )


def require_reason(reason: str, longest: int = 300) -> str:
    """A reason in words; BadInput when there is none or it is longer than the column."""
    words = " ".join(reason.split())
    if not words:
        raise BadInput([InputProblem("reason", reason, _("A reason is missing."), _("Say in one sentence why."))])
    if len(words) > longest:
        raise BadInput([InputProblem("reason", reason, _("The reason is too long."), _("Shorten it."))])
    return words


def require_unmerged(record: Any) -> None:
    """Refuse to work on a record that was merged into another."""
    if record.merged_into_id is not None:
        raise Refused(
            _("“%(record)s” was merged into another record.") % {"record": record},
            remedy=_("Work on the record it was merged into, or undo the merge."),
        )


def named_values(values: Any) -> dict[str, Any]:
    """The raw values by field: a mapping as it is, of a dataclass only what was given."""
    if isinstance(values, Mapping):
        return dict(values)
    return {name: value for name, value in asdict(values).items() if value not in (None, "")}


def today_of(actor: Actor) -> dt.date:
    """Today where the actor works."""
    return actor.today
