"""Registering, changing and closing offices: agencies, working groups, technical units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.once import create_once
from sentra.access.policy import Denied, Forbidden, ensure
from sentra.access.roles import KEEPS_OFFICES, Role
from sentra.decisions.services import Grounds, record_decision
from sentra.law import library
from sentra.pages.errors import BadInput, Conflict, InputProblem
from sentra.territory.models import WORKING_GROUPS, Office, OfficeKind, Region, RegionLevel
from sentra.territory.scope import OutsideTerritory

#: The level of region an office of a kind belongs to; None: the nation. An auditor's office may have any or none.
LEVEL_OF_KIND: dict[str, str | None] = {
    OfficeKind.MINISTRY: None,
    OfficeKind.OBSERVER: None,
    OfficeKind.PROVINCE: RegionLevel.PROVINCE,
    OfficeKind.PROVINCE_GROUP: RegionLevel.PROVINCE,
    OfficeKind.TECHNICAL_UNIT: RegionLevel.PROVINCE,
    OfficeKind.REGENCY: RegionLevel.REGENCY,
    OfficeKind.REGENCY_GROUP: RegionLevel.REGENCY,
}
CLAUSE_OF_KIND = {
    OfficeKind.PROVINCE: "kukm-23-2005/1.14.1",
    OfficeKind.REGENCY: "kukm-23-2005/1.14.2",
    OfficeKind.PROVINCE_GROUP: "kukm-23-2005/1.15.1",
    OfficeKind.REGENCY_GROUP: "kukm-23-2005/1.15.2",
}
#: What may be changed of an office; kind and region are fixed, another office takes their place.
CHANGEABLE = (
    "name",
    "short_name",
    "government",
    "address",
    "city",
    "phone",
    "email",
    "website",
    "unit_code",
    "forming_number",
    "forming_date",
)


def forming_decree(day: dt.date) -> str:
    """The ministerial decree under which working groups are formed (Permen KUKM 23/2005 Pasal 1 angka 15).

    Only cited: its text is not held, so nothing is required of a group's composition.
    """
    return str(library().on(day).parameter("kukm-23-2005/1.15.3", "forming_instrument"))


def kinds_kept_by(actor: Actor) -> frozenset[str]:
    """The kinds of office the actor may register."""
    return KEEPS_OFFICES.get(actor.role, frozenset())


def may_change(actor: Actor, office: Office) -> bool:
    """Whether the actor keeps this office's record: the own office, or one of a kind kept in the territory."""
    own = actor.office is not None and actor.office.pk == office.pk
    heads = actor.role in {Role.REGENCY_HEAD, Role.PROVINCE_HEAD, Role.ADMINISTRATOR}
    return heads and (own or (office.kind in kinds_kept_by(actor) and _reaches(actor, office.region)))


def register_office(
    *,
    actor: Actor,
    kind: str,
    region: Region | None,
    name: str,
    valid_from: dt.date,
    id: UUID | None = None,
    **letterhead: Any,
) -> Office:
    """Register an office in a region.

    1. The actor must keep offices of the kind in the region. 2. The region must be of the kind's level, a regency's
    province is its parent. 3. A second active agency or working group of a region is refused (`Conflict`).
    A working group cites the decree of Pasal 1 angka 15; without its own forming document it is registered, but may
    not assess, select or verify. Sending the same `id` twice gives the office made first.
    """
    ensure_keeps(actor, kind, region)

    def create(key: UUID) -> Office:
        _check_region(kind, region)
        office = Office(
            id=key,
            kind=kind,
            region=region,
            name=name.strip(),
            valid_from=valid_from,
            forming_instrument=forming_decree(actor.today) if kind in WORKING_GROUPS else "",
            **_letterhead(letterhead),
        )
        office.short_name = office.short_name or office.name[:60]
        _check_forming(office)
        office.save(force_insert=True)
        _record(actor, "territory.register_office", office, details={"kind": kind})
        return office

    try:
        made = create_once(Office, actor, id, create)
    except IntegrityError:
        raise _taken(kind, region) from None
    if (made.kind, made.region) != (kind, region):
        raise OutsideTerritory  # the key names another office
    return made


def change_office(*, actor: Actor, office: Office, reason: str = "", **changes: Any) -> Office:
    """Change an office's name, letterhead or forming document; records the values before and after."""
    ensure_may_change(actor, office)
    with transaction.atomic():
        office = Office.objects.select_for_update().get(pk=office.pk)
        _check_open(office)
        changed = _apply(office, _letterhead(changes))
        if not changed:
            return office
        _check_forming(office)
        office.save(update_fields=list(changed))
        _record(actor, "territory.change_office", office, reason=reason, details={"changed": changed})
    return office


def close_office(*, actor: Actor, office: Office, day: dt.date, reason: str) -> Office:
    """Close an office as of a day; its appointments end with it, and another may take its place.

    Refused while it is closed already; a reason is needed.
    """
    ensure_keeps(actor, office.kind, office.region)
    if not reason.strip():
        raise BadInput([InputProblem("reason", reason, _("Say why the office is closed."))])
    if day < office.valid_from:
        raise BadInput([InputProblem("day", day, _("The office did not exist yet on this day."))])
    with transaction.atomic():
        office = Office.objects.select_for_update().get(pk=office.pk)
        _check_open(office)
        office.valid_to = day
        office.save(update_fields=["valid_to"])
        ended = Appointment.objects.filter(office=office, revoked_at=None).exclude(valid_to__lt=day)
        people = [str(appointment) for appointment in ended.select_related("user", "office")]
        ended.filter(valid_from__lte=day).update(valid_to=day)
        ended.filter(valid_from__gt=day).update(valid_to=day)
        _record(
            actor,
            "territory.close_office",
            office,
            reason=reason,
            details={"day": day.isoformat(), "ended": people},
        )
    return office


# ---------------------------------------------------------------- checks


def ensure_may_change(actor: Actor, office: Office) -> None:
    """Raise `OutsideTerritory` or `Forbidden` unless the actor keeps this office's record."""
    ensure(actor, "territory.manage_office")
    if not actor.is_system and not may_change(actor, office):
        raise _refused(actor, office.region)


def ensure_keeps(actor: Actor, kind: str, region: Region | None) -> None:
    """Raise `OutsideTerritory` or `Forbidden` unless the actor registers and closes such offices there."""
    ensure(actor, "territory.manage_office")
    if not actor.is_system and (kind not in kinds_kept_by(actor) or not _reaches(actor, region)):
        raise _refused(actor, region)


def _reaches(actor: Actor, region: Region | None) -> bool:
    return actor.territory.holds(region)


def _refused(actor: Actor, region: Region | None) -> Exception:
    if not _reaches(actor, region):
        return OutsideTerritory()
    return Forbidden(Denied(_("The head of the office above, or the administrator, keeps this record.")))


def _check_region(kind: str, region: Region | None) -> None:
    if kind == OfficeKind.AUDITOR:
        return
    level = LEVEL_OF_KIND[kind]
    if level is None and region is not None:
        raise BadInput([InputProblem("region", region, _("This kind of office belongs to no region."))])
    if level is not None and (region is None or region.level != level):
        wanted = RegionLevel(level).label
        message = _("This kind of office needs a region of the level “%(level)s”.") % {"level": wanted}
        raise BadInput([InputProblem("region", region, message, _("Choose the region from the list."))])
    if level == RegionLevel.REGENCY and region is not None and region.parent_id is None:
        message = _("The regency is linked to no province; an agency without a province cannot be registered.")
        raise BadInput([InputProblem("region", region, message)])


def _check_forming(office: Office) -> None:
    """Number and date of a working group's forming document come together, not later than its first day of work."""
    if office.kind in WORKING_GROUPS and bool(office.forming_number) != bool(office.forming_date):
        field = "forming_date" if office.forming_number else "forming_number"
        message = _("The forming document needs both its number and its date.")
        raise BadInput([InputProblem(field, None, message)])


def _check_open(office: Office) -> None:
    if office.valid_to is not None:
        raise Conflict(
            _("%(office)s was closed as of %(day)s.") % {"office": office, "day": office.valid_to.isoformat()},
            remedy=_("Register the office that took its place."),
        )


def _taken(kind: str, region: Region | None) -> Conflict:
    present = Office.objects.filter(kind=kind, region=region, valid_to=None).first()
    return Conflict(
        _("%(region)s already has an active office of this kind: %(office)s.") % {"region": region, "office": present},
        state=str(present or ""),
        remedy=_("Close the present office first; a region has one at a time."),
    )


def _letterhead(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := values.keys() - set(CHANGEABLE):
        raise TypeError(f"not part of an office's record: {', '.join(sorted(unknown))}")
    return {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}


def _apply(office: Office, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the values that differ; gives each changed field with the value before and after."""
    changed: dict[str, list[Any]] = {}
    for field, value in values.items():
        before = getattr(office, field)
        if before != value:
            setattr(office, field, value)
            changed[field] = [before, value]
    return changed


def _record(actor: Actor, action: str, office: Office, *, reason: str = "", details: Mapping[str, Any]) -> None:
    clause = CLAUSE_OF_KIND.get(OfficeKind(office.kind))
    record_decision(
        actor=actor,
        action=action,
        subject=office,
        regency=office.region if office.region and office.region.level == RegionLevel.REGENCY else None,
        reason=reason,
        details=details,
        grounds=Grounds(clauses=[clause] if clause else []),
    )
