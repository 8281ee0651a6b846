"""Partners (BDS providers, cooperatives, banks, other parties), partnerships, and support received."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.indonesian.dates import short_date
from sentra.pages.errors import BadInput, Conflict, InputProblem
from sentra.registry.models import Enterprise, Partner, Partnership, Sentra, SupportReceived
from sentra.registry.services.common import differences, logged, require_reason, today_of
from sentra.registry.values import (
    PartnershipValues,
    PartnerValues,
    SupportValues,
    check_partner,
    check_partnership,
    check_support,
)
from sentra.registry.values.reading import Reading
from sentra.territory.models import Region
from sentra.territory.scope import OutsideTerritory

#: The facts of partner.definition_2005 that rest on somebody's judgement.
ASSESSED = ("core_business_is_services", "unit_is_autonomous")


def register_partner(
    *,
    actor: Actor,
    regency: Region,
    values: PartnerValues | Mapping[str, Any],
    id: uuid.UUID | None = None,
) -> Partner:
    """Register a partner; a unit names its parent, and two units of one parent are two records
    (Permen KUKM 23/2005 Pasal 1 angka 6). Raises BadInput, OutsideTerritory, Forbidden."""
    ensure(actor, "registry.keep_partner", regency)
    checked = _partner_values(values)

    def create(key: uuid.UUID) -> Partner:
        Region.objects.select_for_update().get(pk=regency.pk)
        _refuse_same_partner(regency, checked)
        partner = Partner(id=key, regency=regency, **asdict(checked))
        partner.save(force_insert=True)
        record_decision(actor=actor, action="registry.register_partner", subject=partner, regency=regency)
        return partner

    return create_once(Partner, actor, id, create)


def change_partner(*, actor: Actor, partner: Partner, changes: Mapping[str, Any]) -> Partner:
    """Change some values of a partner; the others stay. Raises BadInput, OutsideTerritory, Forbidden."""
    ensure(actor, "registry.keep_partner", partner)
    present = {one.name: getattr(partner, one.name) for one in fields(PartnerValues)}
    checked = _partner_values({**present, **changes})
    with transaction.atomic():
        stored = Partner.unscoped.select_for_update().get(pk=partner.pk)
        changed = differences(stored, asdict(checked))
        if changed.keys() & {"name", "parent_name", "type"}:
            _refuse_same_partner(partner.regency, checked, besides=partner)
        _write(actor, partner, changed, "registry.change_partner")
    return partner


def assess_partner(
    *,
    actor: Actor,
    partner: Partner,
    reason: str,
    core_business_is_services: bool | None = None,
    unit_is_autonomous: bool | None = None,
) -> Partner:
    """Record the judgements that the definition of a partner needs, with assessor, date and reason
    (Permen KUKM 23/2005 Pasal 1 angka 6 dan 8: an assessed fact without them counts as missing)."""
    ensure(actor, "registry.keep_partner", partner)
    words = require_reason(reason)
    judged = {"core_business_is_services": core_business_is_services, "unit_is_autonomous": unit_is_autonomous}
    wanted: dict[str, Any] = {name: value for name, value in judged.items() if value is not None}
    if not wanted:
        raise BadInput(
            [
                InputProblem(
                    "core_business_is_services", None, _("Nothing was judged."), _("Answer one of the questions.")
                )
            ]
        )
    wanted |= {"assessed_by": actor.name, "assessed_on": today_of(actor), "assessed_reason": words}
    with transaction.atomic():
        stored = Partner.unscoped.select_for_update().get(pk=partner.pk)
        _write(actor, partner, differences(stored, wanted), "registry.assess_partner", reason=words)
    return partner


def retire_partner(*, actor: Actor, partner: Partner, reason: str) -> Partner:
    """Take a partner out of the lists with a reason; its record and partnerships stay."""
    ensure(actor, "registry.keep_partner", partner)
    words = require_reason(reason)
    with transaction.atomic():
        if not Partner.unscoped.filter(pk=partner.pk, is_active=True).update(is_active=False):
            raise Conflict(_("This partner is retired already."), remedy=_("Load the page again."))
        partner.is_active = False
        record_decision(
            actor=actor,
            action="registry.retire_partner",
            subject=partner,
            regency=partner.regency,
            from_state="active",
            to_state="retired",
            reason=words,
        )
    return partner


def start_partnership(
    *,
    actor: Actor,
    sentra: Sentra,
    values: PartnershipValues | Mapping[str, Any],
    partner: Partner | None = None,
    id: uuid.UUID | None = None,
) -> Partnership:
    """Join a sentra with a partner, or with a party named in words, from a day on.

    Only a written one counts as cooperation (Permen KUKM 23/2005 Pasal 5 ayat (2) huruf h); a lasting relation
    without paper counts for the network of ayat (1) huruf d. Raises BadInput, OutsideTerritory, Forbidden.
    """
    ensure(actor, "registry.keep_partner", sentra)
    if partner is not None and not actor.territory.holds(partner.regency):
        raise OutsideTerritory
    raw = asdict(values) if isinstance(values, PartnershipValues) else values
    checked = check_partnership(raw, has_partner=partner is not None, today=today_of(actor)).accept()

    def create(key: uuid.UUID) -> Partnership:
        partnership = Partnership(id=key, sentra=sentra, partner=partner, **asdict(checked))
        partnership.save(force_insert=True)
        record_decision(
            actor=actor,
            action="registry.start_partnership",
            subject=sentra,
            regency=sentra.regency,
            details={"party": str(partnership), "side": checked.side, "day": short_date(partnership.began_on)},
        )
        return partnership

    return create_once(Partnership, actor, id, create)


def end_partnership(*, actor: Actor, partnership: Partnership, ended_on: dt.date | str, reason: str) -> Partnership:
    """End a partnership on its last day (a date, or one as typed), with a reason; the row stays."""
    ensure(actor, "registry.keep_partner", partnership.sentra)
    words = require_reason(reason)
    reading = Reading({"ended_on": ended_on})
    last = reading.day("ended_on", latest=today_of(actor), required=True)
    if last is not None and last < partnership.began_on:
        reading.wrong("ended_on", _("The last day lies before the first."), _("Correct the date."))
    if last is None or reading.problems:
        raise BadInput(reading.problems)
    with transaction.atomic():
        if not Partnership.unscoped.filter(pk=partnership.pk, ended_on=None).update(ended_on=last):
            raise Conflict(_("This partnership has ended already."), remedy=_("Load the page again."))
        partnership.ended_on = last
        record_decision(
            actor=actor,
            action="registry.end_partnership",
            subject=partnership.sentra,
            regency=partnership.sentra.regency,
            reason=words,
            details={"party": str(partnership), "side": partnership.side, "day": short_date(last)},
        )
    return partnership


def record_support_received(
    *,
    actor: Actor,
    sentra: Sentra,
    values: SupportValues | Mapping[str, Any],
    enterprise: Enterprise | None = None,
    id: uuid.UUID | None = None,
) -> SupportReceived:
    """Record support from a public programme that was delivered to a sentra or to one of its members
    (Permen KUKM 23/2005 Pasal 5 ayat (2) huruf a). Raises BadInput, OutsideTerritory, Forbidden."""
    ensure(actor, "registry.keep", sentra)
    if enterprise is not None and not actor.territory.holds(enterprise.regency):
        raise OutsideTerritory
    raw = asdict(values) if isinstance(values, SupportValues) else values
    checked = check_support(raw, today=today_of(actor)).accept()

    def create(key: uuid.UUID) -> SupportReceived:
        support = SupportReceived(id=key, sentra=sentra, enterprise=enterprise, **asdict(checked))
        support.save(force_insert=True)
        record_decision(
            actor=actor,
            action="registry.record_support",
            subject=sentra,
            regency=sentra.regency,
            details={"kind": checked.kind, "giver": checked.giver, "day": short_date(support.delivered_on)},
        )
        return support

    return create_once(SupportReceived, actor, id, create)


def _partner_values(values: PartnerValues | Mapping[str, Any]) -> PartnerValues:
    return check_partner(asdict(values) if isinstance(values, PartnerValues) else values).accept()


def _refuse_same_partner(regency: Region, values: PartnerValues, besides: Partner | None = None) -> None:
    # Unscoped: the regency itself is the scope; the name with its parent keeps two units of one body apart.
    same = Partner.unscoped.filter(
        regency=regency,
        is_active=True,
        type=values.type,
        name__iexact=values.name,
        parent_name__iexact=values.parent_name,
    )
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        message = _("A partner of this kind and name is registered already.")
        raise BadInput(
            [InputProblem("name", values.name, message, _("Open that record, or tell the two apart by name."))]
        )


def _write(actor: Actor, partner: Partner, changed: Mapping[str, list[Any]], action: str, reason: str = "") -> None:
    if not changed:
        return
    Partner.unscoped.filter(pk=partner.pk).update(**{name: pair[1] for name, pair in changed.items()})
    for name, pair in changed.items():
        setattr(partner, name, pair[1])
    record_decision(
        actor=actor, action=action, subject=partner, regency=partner.regency, reason=reason, details=logged(changed)
    )
