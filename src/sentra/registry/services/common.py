"""What the services of the registry share: changing under a version, resolving places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.decisions.queries import history_of
from sentra.pages.errors import BadInput, Conflict, InputProblem, Refused
from sentra.pages.formatting import moment
from sentra.registry.labels import label_of
from sentra.territory.models import Region, RegionLevel

M = TypeVar("M", bound=models.Model)

#: What identifies or reaches a person: the log names the field that changed, never the value, because the log
#: cannot be erased (UU 27/2022 Pasal 43).
PERSONAL = frozenset(
    {"name", "nik", "sex", "birth_date", "education", "phone", "email", "manager_name", "manager_phone"}
    | {"contact_name", "npwp"}
)


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
