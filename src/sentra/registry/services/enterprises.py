"""Enterprises: registering, changing, retiring, yearly figures, permits."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.pages.errors import BadInput, InputProblem, Refused
from sentra.registry.models import Enterprise, EnterpriseFigures, LegalityDocument, Person
from sentra.registry.services.common import (
    change_under_version,
    differences,
    district_in,
    logged,
    named_values,
    overtaken,
    require_reason,
    require_unmerged,
    today_of,
)
from sentra.registry.services.people import person_values, person_with_nik, register_person
from sentra.registry.values import (
    EnterpriseValues,
    FiguresValues,
    LegalityValues,
    PersonValues,
    check_enterprise,
    check_figures,
    check_legality,
)
from sentra.territory.models import Region
from sentra.territory.scope import OutsideTerritory

CHANGE = "registry.change_enterprise"


def register_enterprise(
    *,
    actor: Actor,
    regency: Region,
    values: EnterpriseValues | Mapping[str, Any],
    owner: Person | PersonValues | Mapping[str, Any],
    id: uuid.UUID | None = None,
) -> Enterprise:
    """Register an enterprise with its owner: a person already known, or the values of a new one.

    New owner values with a NIK that a person of the territory holds take that person: one owner of several
    workshops is one person. Raises BadInput (also for a NIB or NIK registered already), OutsideTerritory,
    Forbidden. Source: Permen KUKM 23/2005 Pasal 1 angka 12 dan 13.
    """
    ensure(actor, "registry.keep", regency)
    checked = enterprise_values(actor, regency, values)
    if isinstance(owner, Person):
        _require_usable(actor, owner)
    else:
        person_values(actor, owner)

    def create(key: uuid.UUID) -> Enterprise:
        refuse_taken_nib(actor, checked.nib)
        enterprise = Enterprise(
            id=key, regency=regency, owner=_owner(actor, regency, owner), **_columns(checked, regency)
        )
        enterprise.save(force_insert=True)
        record_decision(actor=actor, action="registry.register_enterprise", subject=enterprise, regency=regency)
        return enterprise

    try:
        return create_once(Enterprise, actor, id, create)
    except IntegrityError:
        refuse_taken_nib(actor, checked.nib)
        raise


def change_enterprise(
    *, actor: Actor, enterprise: Enterprise, version: int, changes: Mapping[str, Any], owner: Person | None = None
) -> Enterprise:
    """Change some values of an enterprise that is still at `version`; the others stay.

    `changes` may hold any field of EnterpriseValues, raw or typed. Raises BadInput, Conflict (naming who changed
    what meanwhile), OutsideTerritory, Forbidden, Refused for a merged record.
    """
    ensure(actor, "registry.keep", enterprise)
    require_unmerged(enterprise)
    checked = enterprise_values(actor, enterprise.regency, {**present_values(enterprise), **changes})
    wanted: dict[str, Any] = _columns(checked, enterprise.regency)
    if owner is not None:
        _require_usable(actor, owner)
        wanted["owner"] = owner
    changed = differences(enterprise, wanted)
    try:
        with transaction.atomic():
            if "nib" in changed:
                refuse_taken_nib(actor, checked.nib, besides=enterprise)
            if not changed:
                if Enterprise.unscoped.filter(pk=enterprise.pk, version=version).exists():
                    return enterprise
                raise overtaken(enterprise, CHANGE)
            change_under_version(enterprise, version, changed, CHANGE)
            record_decision(
                actor=actor, action=CHANGE, subject=enterprise, regency=enterprise.regency, details=logged(changed)
            )
    except IntegrityError:
        refuse_taken_nib(actor, checked.nib, besides=enterprise)
        raise
    return enterprise


def retire_enterprise(*, actor: Actor, enterprise: Enterprise, reason: str, version: int | None = None) -> Enterprise:
    """Take an enterprise out of the working lists with a reason; its record and history stay.

    Refused while it is a member of a sentra: the membership is ended first, so that no member list shrinks unseen.
    """
    ensure(actor, "registry.keep", enterprise)
    require_unmerged(enterprise)
    words = require_reason(reason)
    with transaction.atomic():
        stored = Enterprise.unscoped.select_for_update().get(pk=enterprise.pk)
        member_of = [str(one.sentra) for one in stored.memberships.filter(left_on=None).select_related("sentra")]
        if member_of:
            raise Refused(
                _("“%(name)s” is still a member of %(sentra)s.") % {"name": enterprise, "sentra": ", ".join(member_of)},
                remedy=_("End the membership first."),
            )
        _switch(actor, enterprise, stored, version, is_active=False, reason=words)
    return enterprise


def reactivate_enterprise(
    *, actor: Actor, enterprise: Enterprise, reason: str, version: int | None = None
) -> Enterprise:
    """Bring a retired enterprise back, with a reason."""
    ensure(actor, "registry.keep", enterprise)
    require_unmerged(enterprise)
    words = require_reason(reason)
    with transaction.atomic():
        stored = Enterprise.unscoped.select_for_update().get(pk=enterprise.pk)
        _switch(actor, enterprise, stored, version, is_active=True, reason=words)
    return enterprise


def record_enterprise_figures(
    *, actor: Actor, enterprise: Enterprise, values: FiguresValues | Mapping[str, Any]
) -> EnterpriseFigures:
    """Record or correct the figures of one year.

    Fields that the mapping does not name keep what is on record, an empty one is emptied; of FiguresValues only
    what is given is written. The decision keeps what stood there before. Raises BadInput, OutsideTerritory,
    Forbidden.
    """
    ensure(actor, "registry.keep", enterprise)
    require_unmerged(enterprise)
    raw = named_values(values)
    checked = check_figures(raw, today=today_of(actor)).accept()
    given = {name: value for name, value in asdict(checked).items() if name in raw}
    with transaction.atomic():
        Enterprise.unscoped.select_for_update().get(pk=enterprise.pk)
        row, created = EnterpriseFigures.unscoped.get_or_create(enterprise=enterprise, year=checked.year)
        changed = differences(row, given)
        if changed or created:
            for name, pair in changed.items():
                setattr(row, name, pair[1])
            row.save()
            record_decision(
                actor=actor,
                action="registry.record_enterprise_figures",
                subject=enterprise,
                regency=enterprise.regency,
                details=logged(changed) | {"year": checked.year},
            )
    return row


def add_legality_document(
    *,
    actor: Actor,
    enterprise: Enterprise,
    values: LegalityValues | Mapping[str, Any],
    id: uuid.UUID | None = None,
) -> LegalityDocument:
    """Add a permit or registration beside the NIB."""
    ensure(actor, "registry.keep", enterprise)
    require_unmerged(enterprise)
    raw = asdict(values) if isinstance(values, LegalityValues) else values
    checked = check_legality(raw, today=today_of(actor)).accept()

    def create(key: uuid.UUID) -> LegalityDocument:
        paper = LegalityDocument(id=key, enterprise=enterprise, **asdict(checked))
        paper.save(force_insert=True)
        record_decision(
            actor=actor,
            action="registry.add_legality_document",
            subject=enterprise,
            regency=enterprise.regency,
            details={"kind": checked.kind, "number": checked.number},
        )
        return paper

    return create_once(LegalityDocument, actor, id, create)


def enterprise_values(actor: Actor, regency: Region, values: EnterpriseValues | Mapping[str, Any]) -> EnterpriseValues:
    """The values checked again, whatever hand they come from."""
    raw = asdict(values) if isinstance(values, EnterpriseValues) else values
    return check_enterprise(raw, regency_code=regency.code, today=today_of(actor)).accept()


def present_values(enterprise: Enterprise) -> dict[str, Any]:
    """The enterprise's values as `check_enterprise` reads them."""
    names = [one.name for one in fields(EnterpriseValues) if one.name != "district_code"]
    code = enterprise.district.code if enterprise.district else ""
    return {name: getattr(enterprise, name) for name in names} | {"district_code": code}


def refuse_taken_nib(actor: Actor, nib: str, *, besides: Enterprise | None = None) -> None:
    """Raise BadInput when another enterprise holds the NIB; one outside the territory is not named."""
    if not nib:
        return
    # Unscoped: a NIB names one business actor in the whole nation.
    held = Enterprise.unscoped.filter(nib=nib, merged_into=None).select_related("regency")
    found = held.exclude(pk=besides.pk).first() if besides else held.first()
    if found is None:
        return
    if actor.territory.holds(found.regency):
        message = _("This NIB belongs to “%(name)s”, which is registered already.") % {"name": found.name}
        remedy = _("Open that record, or merge the two when they are the same enterprise.")
    else:
        message = _("This NIB is already registered in another regency.")
        remedy = _("Compare the number with the NIB document; ask the province office if it is right.")
    raise BadInput([InputProblem("nib", nib, message, remedy)])


def _owner(actor: Actor, regency: Region, owner: Person | PersonValues | Mapping[str, Any]) -> Person:
    if isinstance(owner, Person):
        return owner
    checked = person_values(actor, owner)
    known = person_with_nik(checked.nik)
    if known is not None and actor.territory.holds(known.regency):
        return known
    return register_person(actor=actor, regency=regency, values=checked)


def _require_usable(actor: Actor, person: Person) -> None:
    if not actor.territory.holds(person.regency):
        raise OutsideTerritory
    require_unmerged(person)


def _switch(
    actor: Actor, enterprise: Enterprise, stored: Enterprise, version: int | None, *, is_active: bool, reason: str
) -> None:
    if stored.is_active == is_active or (version is not None and stored.version != version):
        raise overtaken(enterprise, "registry.retire_enterprise" if is_active is False else CHANGE)
    changed = differences(stored, {"is_active": is_active, "retired_reason": "" if is_active else reason})
    change_under_version(stored, stored.version, changed, CHANGE)
    enterprise.is_active, enterprise.retired_reason = stored.is_active, stored.retired_reason
    enterprise.version = stored.version
    record_decision(
        actor=actor,
        action="registry.reactivate_enterprise" if is_active else "registry.retire_enterprise",
        subject=enterprise,
        regency=enterprise.regency,
        from_state="retired" if is_active else "active",
        to_state="active" if is_active else "retired",
        reason=reason,
    )


def _columns(values: EnterpriseValues, regency: Region) -> dict[str, Any]:
    columns = asdict(values)
    code = columns.pop("district_code")
    return columns | {"district": district_in(regency, code)}
