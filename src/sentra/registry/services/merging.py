"""Two records made one, and one made two again.

A merge moves what belongs to the merged record, fills what the kept one lacks and marks the merged one; the merged
record and its history stay. Everything that was changed is kept in the `Merge`, so that undoing restores it exactly.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.pages.errors import BadInput, Conflict, InputProblem, Refused
from sentra.registry.labels import label_of
from sentra.registry.models import Enterprise, EnterpriseFigures, Membership, Merge, Person
from sentra.registry.services.common import require_reason, require_unmerged

ACTION = "registry.merge"
FIELDS: dict[str, tuple[str, ...]] = {
    "enterprise": (
        *("name", "owner", "legal_form", "nib", "nib_issued_on", "nib_check", "npwp", "kbli_code", "kbli_version"),
        *("founded_year", "product", "raw_material", "address", "village", "district", "phone", "email"),
        *("owned_by_indonesian_citizens", "is_subsidiary"),
    ),
    "person": ("name", "nik", "sex", "birth_date", "education", "phone", "email"),
}
_NIK = ("nik_encrypted", "nik_hash", "nik_mask")
_FIGURES = tuple(
    one.name
    for one in EnterpriseFigures._meta.concrete_fields
    if one.name not in {"id", "enterprise", "year", "recorded_at"}
)


@dataclass(frozen=True)
class Difference:
    """A field in which the two records differ, with both values as they are shown."""

    field: str
    label: Any
    kept: str
    merged: str
    suggestion: str  # "kept", or "merged" where only that one has a value


def kind_of(record: Enterprise | Person) -> str:
    """How a Merge names the kind of a record."""
    return "enterprise" if isinstance(record, Enterprise) else "person"


def compare(kept: Enterprise | Person, merged: Enterprise | Person) -> list[Difference]:
    """The fields in which two records differ; an identity number is compared masked."""
    differences = []
    for field in FIELDS[kind_of(kept)]:
        ours, theirs = _shown(kept, field), _shown(merged, field)
        if ours != theirs:
            suggestion = "merged" if not ours else "kept"
            differences.append(Difference(field, label_of(field), ours, theirs, suggestion))
    return differences


def merge_enterprises(
    *, actor: Actor, kept: Enterprise, merged: Enterprise, reason: str, take: Iterable[str] = ()
) -> Merge:
    """Make two enterprises one: `kept` stays, `merged` points to it; `take` names the fields whose value comes from
    `merged`. Memberships, yearly figures, permits and support move; overlapping memberships and the figures of one
    year are joined (a figure that is known stays).

    Raises BadInput, Conflict when either was merged meanwhile, OutsideTerritory, Forbidden.
    """
    return _merge(actor, kept, merged, reason, take, _move_of_enterprise)


def merge_persons(*, actor: Actor, kept: Person, merged: Person, reason: str, take: Iterable[str] = ()) -> Merge:
    """Make two persons one: `kept` stays and owns all; `take` names the fields whose value comes from `merged`."""
    return _merge(actor, kept, merged, reason, take, _move_of_person)


def undo_merge(*, actor: Actor, merge: Merge, reason: str) -> Merge:
    """Make one record two again, exactly as they were before.

    Raises Conflict when it was undone already, Refused when what the merge wrote has been changed since (it names
    what), OutsideTerritory, Forbidden.
    """
    ensure(actor, ACTION, merge)
    words = require_reason(reason)
    model = _MODELS[merge.kind]
    with transaction.atomic():
        rows = _locked(model, merge.kept_id, merge.merged_id)
        if not Merge.unscoped.filter(pk=merge.pk, undone_at=None).update(undone_at=timezone.now()):
            raise Conflict(_("This merge has been undone already."), remedy=_("Load the page again."))
        merge.refresh_from_db()
        kept, merged = rows[merge.kept_id], rows[merge.merged_id]
        clashes = [*_clashes(merge, kept), *_number_taken(model, merged)]
        if kept.merged_into_id is not None:
            clashes.append(_("“%(record)s” was itself merged into another record") % {"record": kept})
        if clashes:
            raise Refused(
                _("The merge cannot be undone: %(what)s.") % {"what": "; ".join(clashes)},
                remedy=_("Undo the later change first, or register the second record anew."),
            )
        _restore(merge)
        _raise_versions(model, merge)
        record_decision(
            actor=actor,
            action="registry.undo_merge",
            subject=kept,
            regency=merge.regency,
            reason=words,
            details={"merged": merge.merged_label, "merged_id": merge.merged_id},
        )
    return merge


# ---------------------------------------------------------------- merging

_MODELS: dict[str, type[Any]] = {"enterprise": Enterprise, "person": Person}


class _Ledger:
    """What a merge does, written down as it is done."""

    def __init__(self) -> None:
        self.changed: list[dict[str, Any]] = []
        self.repointed: list[list[str]] = []
        self.deleted: list[dict[str, Any]] = []

    def change(self, row: models.Model, **values: Any) -> None:
        """Change a row in place; automatic dates stay, so that undoing is exact."""
        before = _dump(row)
        type(row).unscoped.filter(pk=row.pk).update(**values)  # type: ignore[attr-defined]
        fresh = type(row).unscoped.get(pk=row.pk)  # type: ignore[attr-defined]
        self.changed.append({"before": before, "after": _dump(fresh)})

    def repoint(self, row: models.Model, field: str, target: models.Model) -> None:
        """Make a row belong to another record."""
        type(row).unscoped.filter(pk=row.pk).update(**{field: target})  # type: ignore[attr-defined]
        self.repointed.append([row._meta.label_lower, str(row.pk), field])

    def delete(self, row: models.Model) -> None:
        """Take a row away whose content another one has taken up."""
        self.deleted.append(_dump(row))
        row.delete()

    def as_json(self) -> dict[str, Any]:
        return {"changed": self.changed, "repointed": self.repointed, "deleted": self.deleted}


Mover = Callable[[_Ledger, Any, Any], None]


def _merge(actor: Actor, kept: Any, merged: Any, reason: str, take: Iterable[str], move: Mover) -> Merge:
    ensure(actor, ACTION, kept)
    ensure(actor, ACTION, merged)
    words = require_reason(reason)
    if actor.user is None:
        raise Refused(_("Only a person may merge records."))
    wanted = set(take)
    kind, model = kind_of(kept), type(kept)
    if kept.pk == merged.pk:
        raise BadInput([InputProblem("merged", str(merged), _("This is the same record."), _("Choose another one."))])
    if unknown := wanted - set(FIELDS[kind]):
        raise BadInput([InputProblem(name, None, _("This field cannot be taken over.")) for name in sorted(unknown)])
    with transaction.atomic():
        rows = _locked(model, kept.pk, merged.pk)
        ours, theirs = rows[kept.pk], rows[merged.pk]
        require_unmerged(ours)
        require_unmerged(theirs)
        ledger = _Ledger()
        # First the mark, so that a number may pass from one record to the other under the rule of uniqueness.
        ledger.change(theirs, merged_into=ours)
        if values := _taken(theirs, wanted):
            ledger.change(ours, **values)
        move(ledger, ours, theirs)
        merge = Merge.unscoped.create(
            kind=kind,
            kept_id=ours.pk,
            merged_id=theirs.pk,
            kept_label=str(ours)[:200],
            merged_label=str(theirs)[:200],
            moved=ledger.as_json(),
            regency=ours.regency,
            reason=words,
            by=actor.user,
        )
        _raise_versions(model, merge)
        record_decision(
            actor=actor,
            action=ACTION,
            subject=ours,
            regency=ours.regency,
            reason=words,
            details={"merged": str(theirs), "merged_id": theirs.pk, "fields": sorted(wanted)},
        )
    kept.refresh_from_db()
    merged.refresh_from_db()
    return merge


def _locked(model: type[Any], *keys: uuid.UUID) -> dict[uuid.UUID, Any]:
    found = model.unscoped.select_for_update().filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in found}


def _taken(merged: models.Model, wanted: Iterable[str]) -> dict[str, Any]:
    columns = [column for field in wanted for column in (_NIK if field == "nik" else (field,))]
    return {column: getattr(merged, column) for column in columns}


def _move_of_person(ledger: _Ledger, kept: Person, merged: Person) -> None:
    for enterprise in Enterprise.unscoped.filter(owner=merged).order_by("pk"):
        ledger.repoint(enterprise, "owner", kept)


def _move_of_enterprise(ledger: _Ledger, kept: Enterprise, merged: Enterprise) -> None:
    _move_memberships(ledger, kept, merged)
    _move_figures(ledger, kept, merged)
    for related in ("legality_documents", "support_received"):
        rows = getattr(merged, related).model.unscoped.filter(enterprise=merged)
        for row in rows.order_by("pk"):
            ledger.repoint(row, "enterprise", kept)


def _move_memberships(ledger: _Ledger, kept: Enterprise, merged: Enterprise) -> None:
    for theirs in Membership.unscoped.filter(enterprise=merged).order_by("joined_on", "pk"):
        own = Membership.unscoped.filter(enterprise=kept, sentra=theirs.sentra_id).order_by("joined_on", "pk")
        clash = next((one for one in own if _overlap(one, theirs)), None)
        if clash is None:
            ledger.repoint(theirs, "enterprise", kept)
            continue
        ends = None if None in (clash.left_on, theirs.left_on) else max(clash.left_on, theirs.left_on)  # type: ignore[type-var]
        inside = clash.inside_area if clash.inside_area is not None else theirs.inside_area
        reason = clash.left_reason if ends == clash.left_on else theirs.left_reason
        ledger.delete(theirs)
        ledger.change(
            clash,
            joined_on=min(clash.joined_on, theirs.joined_on),
            left_on=ends,
            left_reason="" if ends is None else reason,
            inside_area=inside,
        )


def _overlap(one: Membership, other: Membership) -> bool:
    return (one.left_on is None or one.left_on >= other.joined_on) and (
        other.left_on is None or other.left_on >= one.joined_on
    )


def _move_figures(ledger: _Ledger, kept: Enterprise, merged: Enterprise) -> None:
    own = {row.year: row for row in EnterpriseFigures.unscoped.filter(enterprise=kept)}
    for theirs in EnterpriseFigures.unscoped.filter(enterprise=merged).order_by("year"):
        ours = own.get(theirs.year)
        if ours is None:
            ledger.repoint(theirs, "enterprise", kept)
            continue
        gaps = {name: getattr(theirs, name) for name in _FIGURES if getattr(ours, name) in (None, "")}
        filled = {name: value for name, value in gaps.items() if value not in (None, "")}
        ledger.delete(theirs)
        if filled:
            ledger.change(ours, **filled)


def _raise_versions(model: type[Any], merge: Merge) -> None:
    if model is Enterprise:  # whoever has one of the two open in a form is told
        model.unscoped.filter(pk__in=[merge.kept_id, merge.merged_id]).update(version=F("version") + 1)


# ---------------------------------------------------------------- undoing


def _clashes(merge: Merge, kept: models.Model) -> list[str]:
    """What was changed since the merge and would be lost by undoing it."""
    found = []
    for entry in merge.moved["changed"]:
        before, after = entry["before"], entry["after"]
        row = _row(after["model"], after["pk"])
        present = _dump(row)["fields"] if row is not None else {}
        for name in _touched(before, after):
            if present.get(name) != after["fields"][name]:
                found.append(
                    _("%(field)s of “%(record)s” has changed") % {"field": _field_label(name), "record": row or kept}
                )
    for label, key, field in merge.moved["repointed"]:
        row = _row(label, key)
        if row is None or getattr(row, f"{field}_id") != merge.kept_id:
            found.append(_("“%(record)s” now belongs to another record") % {"record": row or key})
    for entry in merge.moved["deleted"]:
        if entry["model"] == "registry.membership" and _membership_clashes(entry["fields"]):
            found.append(_("the membership has been entered again"))
    return found


def _membership_clashes(fields: Mapping[str, Any]) -> bool:
    again = Membership.unscoped.filter(sentra=fields["sentra"], enterprise=fields["enterprise"])
    return again.exists()


def _number_taken(model: type[Any], merged: Any) -> list[str]:
    field = "nib" if model is Enterprise else "nik_hash"
    number = getattr(merged, field)
    if not number:
        return []
    others = model.unscoped.filter(**{field: number}, merged_into=None).exclude(pk=merged.pk)
    others = others.exclude(pk=merged.merged_into_id)  # the kept record gives the number back
    return [_("its number has been registered for another record")] if others.exists() else []


def _restore(merge: Merge) -> None:
    for label, key, field in merge.moved["repointed"]:
        apps.get_model(label).unscoped.filter(pk=key).update(**{field: merge.merged_id})
    # Last change first: the kept record gives a number back before the merged one is a record of its own again.
    for entry in reversed(merge.moved["changed"]):
        before = entry["before"]
        original = _load(before)
        names = _touched(before, entry["after"])
        type(original).unscoped.filter(pk=original.pk).update(**{name: getattr(original, name) for name in names})
    for entry in merge.moved["deleted"]:
        models.Model.save_base(_load(entry), raw=True, force_insert=True)


def _touched(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name, value in before["fields"].items() if after["fields"][name] != value]


def _row(label: str, key: Any) -> Any:
    return apps.get_model(label).unscoped.filter(pk=key).first()


class _ExactEncoder(DjangoJSONEncoder):
    """Keeps the microseconds, which Django's own leaves out."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


def _dump(row: models.Model) -> dict[str, Any]:
    dumped: dict[str, Any] = json.loads(serializers.serialize("json", [row], cls=_ExactEncoder))[0]
    return dumped


def _load(entry: Mapping[str, Any]) -> Any:
    return next(iter(serializers.deserialize("json", json.dumps([entry])))).object


def _field_label(name: str) -> Any:
    return label_of("nik" if name in _NIK else name) if name != "merged_into" else _("The merge")


def _shown(record: Any, field: str) -> str:
    if field == "nik":
        return str(record.nik_mask)
    display = getattr(record, f"get_{field}_display", None)
    value = display() if display else getattr(record, field)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
