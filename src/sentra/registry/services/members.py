"""Membership of an enterprise in a sentra through time."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.indonesian.dates import short_date
from sentra.pages.errors import BadInput, Conflict, InputProblem, Refused
from sentra.pages.formatting import long_date
from sentra.registry.models import Enterprise, Membership, Sentra
from sentra.registry.services.common import require_unmerged, today_of
from sentra.registry.values import MembershipValues, check_membership
from sentra.territory.scope import OutsideTerritory


def join_member(
    *,
    actor: Actor,
    sentra: Sentra,
    enterprise: Enterprise,
    values: MembershipValues | Mapping[str, Any],
    id: uuid.UUID | None = None,
) -> Membership:
    """Make an enterprise a member of a sentra from a day on; with `left_on` an ended membership of the past.

    Two memberships of one enterprise in one sentra may not overlap; `left_on` is the last day as a member.
    Raises BadInput, Conflict, Refused (retired or merged records), OutsideTerritory, Forbidden.
    """
    ensure(actor, "registry.keep", sentra)
    if not actor.territory.holds(enterprise.regency):
        raise OutsideTerritory
    require_unmerged(enterprise)
    raw = asdict(values) if isinstance(values, MembershipValues) else values
    checked = check_membership(raw, today=today_of(actor)).accept()
    began = cast("dt.date", checked.joined_on)  # `accept` has refused a missing one
    _require_active(sentra, enterprise)

    def create(key: uuid.UUID) -> Membership:
        Sentra.unscoped.select_for_update().get(pk=sentra.pk)
        _refuse_overlap(sentra, enterprise, began, checked.left_on)
        membership = Membership(id=key, sentra=sentra, enterprise=enterprise, **asdict(checked))
        membership.save(force_insert=True)
        record_decision(
            actor=actor,
            action="registry.join_member",
            subject=sentra,
            regency=sentra.regency,
            details={
                "enterprise": enterprise.name,
                "enterprise_id": enterprise.pk,
                "day": short_date(began),
            },
        )
        return membership

    try:
        return create_once(Membership, actor, id, create)
    except IntegrityError:
        raise Conflict(_("“%(name)s” has just been made a member.") % {"name": enterprise.name}) from None


def leave_member(
    *,
    actor: Actor,
    membership: Membership,
    left_on: dt.date | str,
    reason: str = "",
    moved_to: Sentra | None = None,
) -> Membership:
    """End a membership on its last day (a date, or one as typed); the row stays. `moved_to` names the sentra the
    enterprise goes to.

    Raises BadInput for a day before it began or in the future, Conflict when it has ended already.
    """
    ensure(actor, "registry.keep", membership.sentra)
    raw = {
        "joined_on": membership.joined_on,
        "left_on": left_on,
        "left_reason": reason or (_("Moved to %(sentra)s") % {"sentra": moved_to} if moved_to else ""),
    }
    checked = check_membership(raw, today=today_of(actor)).accept()
    if checked.left_on is None:
        remedy = _("Write a date such as 31/12/2022.")
        raise BadInput([InputProblem("left_on", left_on, _("The last day is missing."), remedy)])
    with transaction.atomic():
        open_row = Membership.unscoped.filter(pk=membership.pk, left_on=None)
        if not open_row.update(left_on=checked.left_on, left_reason=checked.left_reason):
            raise Conflict(_("This membership has ended already."), remedy=_("Load the page again."))
        membership.left_on, membership.left_reason = checked.left_on, checked.left_reason
        record_decision(
            actor=actor,
            action="registry.leave_member",
            subject=membership.sentra,
            regency=membership.sentra.regency,
            reason=checked.left_reason,
            details={
                "enterprise": membership.enterprise.name,
                "enterprise_id": membership.enterprise_id,
                "day": short_date(checked.left_on),
            },
        )
    return membership


def place_member(*, actor: Actor, membership: Membership, inside_area: bool | None) -> Membership:
    """Say whether a member works inside the recorded area of the sentra; None for not known."""
    ensure(actor, "registry.keep", membership.sentra)
    with transaction.atomic():
        stored = Membership.unscoped.select_for_update().get(pk=membership.pk)
        if stored.inside_area != inside_area:
            Membership.unscoped.filter(pk=membership.pk).update(inside_area=inside_area)
            record_decision(
                actor=actor,
                action="registry.place_member",
                subject=membership.sentra,
                regency=membership.sentra.regency,
                details={
                    "enterprise": membership.enterprise.name,
                    "enterprise_id": membership.enterprise_id,
                    "fields": ["inside_area"],
                    "changes": {"inside_area": [stored.inside_area, inside_area]},
                },
            )
    membership.inside_area = inside_area
    return membership


def _require_active(sentra: Sentra, enterprise: Enterprise) -> None:
    for record in (sentra, enterprise):
        if not record.is_active:
            raise Refused(
                _("“%(name)s” is retired: %(reason)s") % {"name": record, "reason": record.retired_reason},
                remedy=_("Bring the record back first, if that is right."),
            )


def _refuse_overlap(sentra: Sentra, enterprise: Enterprise, began: dt.date, ended: dt.date | None) -> None:
    # Unscoped: both records were found in the territory before.
    earlier = Membership.unscoped.filter(sentra=sentra, enterprise=enterprise)
    clash = earlier.filter(Q(left_on=None) | Q(left_on__gte=began))
    if ended is not None:
        clash = clash.filter(joined_on__lte=ended)
    found = clash.first()
    if found is None:
        return
    if found.left_on is None:
        message = _("“%(name)s” has been a member since %(day)s.") % {
            "name": enterprise.name,
            "day": long_date(found.joined_on),
        }
    else:
        message = _("“%(name)s” was a member from %(first)s to %(last)s; the two periods overlap.") % {
            "name": enterprise.name,
            "first": long_date(found.joined_on),
            "last": long_date(found.left_on),
        }
    raise BadInput([InputProblem("joined_on", began, message, _("Correct the day of joining."))])
