"""Stating the class of a region by the instrument that gives it, and ending it."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.pages.errors import BadInput, Conflict, InputProblem
from sentra.territory.models import Region, RegionClass, RegionClassKind, RegionLevel


def state_region_class(
    *,
    actor: Actor,
    region: Region,
    kind: str,
    instrument: str,
    source: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    reason: str = "",
) -> RegionClass:
    """State that an instrument puts a region into a class for a period, both days included.

    For classes whose list is not held (border, foremost, outermost): `source` says where the instrument or the
    office's signed statement lies. Refused (`Conflict`) while the region is of the class on one of the days.
    """
    ensure(actor, "territory.manage_classes")
    stated = RegionClass(
        region=region,
        kind=kind,
        instrument=instrument.strip(),
        source=source.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _check(stated)
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=region.pk)  # two at once would not see each other's period
        _refuse_overlap(stated)
        try:
            with transaction.atomic():
                stated.save()
        except IntegrityError:
            raise _twice() from None
        _record(actor, "territory.state_class", stated, reason)
    return stated


def end_region_class(*, actor: Actor, stated: RegionClass, last_day: dt.date, reason: str) -> RegionClass:
    """Let a class end with a day, with the reason; exemptions granted until then stay as they were decided."""
    ensure(actor, "territory.manage_classes")
    problems = []
    if not reason.strip():
        problems.append(InputProblem("reason", reason, _("Say why the class ends.")))
    if stated.valid_from is not None and last_day < stated.valid_from:
        problems.append(InputProblem("last_day", last_day, _("The last day lies before the first.")))
    if problems:
        raise BadInput(problems)
    with transaction.atomic():
        changed = RegionClass.objects.filter(pk=stated.pk, valid_to=stated.valid_to).update(valid_to=last_day)
        if not changed:
            raise Conflict(_("This class was changed meanwhile."), remedy=_("Look at the region again."))
        stated.valid_to = last_day
        _record(actor, "territory.end_class", stated, reason.strip())
    return stated


def _check(stated: RegionClass) -> None:
    problems = []
    if stated.kind not in RegionClassKind.values:
        problems.append(InputProblem("kind", stated.kind, _("Choose one of the classes.")))
    if not stated.instrument:
        remedy = _("For example: Perpres 118/2022.")
        problems.append(InputProblem("instrument", "", _("A class is given by an instrument."), remedy))
    if not stated.source:
        message = _("Say where the instrument or the signed statement lies.")
        problems.append(InputProblem("source", "", message))
    if stated.valid_to is not None and stated.valid_from is not None and stated.valid_to < stated.valid_from:
        problems.append(InputProblem("valid_to", stated.valid_to, _("The last day lies before the first.")))
    if problems:
        raise BadInput(problems)


def _refuse_overlap(stated: RegionClass) -> None:
    for other in RegionClass.objects.filter(region=stated.region_id, kind=stated.kind):
        begins_after = (
            other.valid_from is not None and stated.valid_to is not None and other.valid_from > stated.valid_to
        )
        ends_before = (
            other.valid_to is not None and stated.valid_from is not None and other.valid_to < stated.valid_from
        )
        if not (begins_after or ends_before):
            raise _twice()


def _twice() -> Conflict:
    return Conflict(_("The region is of this class on one of these days already."), remedy=_("End that period first."))


def _record(actor: Actor, action: str, stated: RegionClass, reason: str) -> None:
    place = stated.region
    regency = (
        place if place.level == RegionLevel.REGENCY else place.parent if place.level == RegionLevel.DISTRICT else None
    )
    record_decision(
        actor=actor,
        action=action,
        subject=place,
        regency=regency,
        reason=reason,
        details={
            "kind": stated.kind,
            "class": str(stated.get_kind_display()),
            "instrument": stated.instrument,
            "source": stated.source,
            "from": stated.valid_from,
            "until": stated.valid_to or "–",
        },
    )


__all__ = ["end_region_class", "state_region_class"]
