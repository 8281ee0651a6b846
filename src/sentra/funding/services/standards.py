"""What can be done with cost standards: set one, end one. Nothing of a standard is overwritten."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import Denied, Forbidden, ensure
from sentra.decisions.services import Grounds, record_decision
from sentra.development.services.common import Checking, law_for, person
from sentra.funding.components import REGULATION, Component, component_named, sets_amounts
from sentra.funding.models import MOST, CostStandard, Unit
from sentra.law import Law
from sentra.pages.errors import Conflict
from sentra.pages.formatting import long_date, rupiah
from sentra.territory.scope import OutsideTerritory, scoped


def set_cost_standard(
    *,
    actor: Actor,
    component: str,
    unit: str,
    amount: int,
    instrument_kind: str,
    instrument_number: str,
    instrument_title: str,
    instrument_date: dt.date | None,
    valid_from: dt.date | None,
    valid_to: dt.date | None = None,
    id: UUID | None = None,
) -> CostStandard:
    """Set the most that a unit of a component may cost in the region of the own office; the ministry's is the nation.

    The one in force on `valid_from` for the same component, unit and region ends the day before. Sent twice it is set
    once. Raises Forbidden, BadInput (one that begins later stands in the way), Conflict.
    """
    ensure(actor, "funding.set_standard")
    office = actor.office
    assert office is not None
    law = law_for(actor)
    check = Checking()
    found = component_named(law, component)
    if found is None:
        remedy = _("Choose one of the components that the regulation lists.")
        check.say("component", component, _("The fund does not pay this component."), remedy)
    check.one_of("unit", unit, Unit.values)
    _check_amount(check, amount)
    words = {
        "instrument_kind": check.words("instrument_kind", instrument_kind, 120),
        "instrument_number": check.words("instrument_number", instrument_number, 80),
        "instrument_title": check.words("instrument_title", instrument_title, 300),
    }
    dated = check.past("instrument_date", instrument_date, actor.today)
    first = _check_period(check, valid_from, valid_to)
    if found is not None:
        _ensure_sets(actor, found)
    check.done()
    assert found is not None

    def create(key: UUID) -> CostStandard:
        new = CostStandard(
            id=key,
            activity=found.activity,
            component=found.name,
            unit=unit,
            amount=amount,
            region=office.region,
            instrument_date=dated,
            valid_from=first,
            valid_to=valid_to,
            set_by=person(actor),
            **words,
        )
        older = _make_room(new)
        new.save(force_insert=True)
        record_decision(
            actor=actor,
            action="funding.set_standard",
            subject=new,
            regency=new.region,
            details={
                "component": new.component,
                "unit": new.unit,
                "amount": rupiah(amount),
                "source": new.source,
                "valid_from": first,
                "valid_to": valid_to,
            },
            grounds=_grounds(law, found),
        )
        if older is not None:
            CostStandard.unscoped.filter(pk=older.pk).update(replaced_by=new)
            record_decision(
                actor=actor,
                action="funding.replace_standard",
                subject=older,
                regency=older.region,
                details={"amount": rupiah(amount), "by": str(new.pk), "last_day": older.valid_to},
                grounds=_grounds(law, found),
            )
        return new

    try:
        return create_once(CostStandard, actor, id, create)
    except IntegrityError:
        raise Conflict(
            _("Someone else has just set a standard for this component and unit."),
            remedy=_("Load the page again and look at it first."),
        ) from None


def end_cost_standard(*, actor: Actor, standard: CostStandard, last_day: dt.date | None, reason: str) -> CostStandard:
    """End a standard with its last day and the reason; what is counted up to then stays.

    The day before its first one says that it was entered by mistake and never was in force. Raises Forbidden,
    OutsideTerritory, BadInput, Conflict when it has ended already.
    """
    with scoped(actor.territory):
        if not CostStandard.objects.filter(pk=standard.pk).exists():
            raise OutsideTerritory
    ensure(actor, "funding.end_standard", standard)
    law = law_for(actor)
    check = Checking()
    words = check.words("reason", reason, 300)
    before = standard.valid_from - dt.timedelta(days=1)
    if last_day is None:
        check.say("last_day", last_day, _("The date is missing."), _("Give the last day on which it counts."))
    elif last_day < before:
        message = _("The standard is in force from %(day)s only.") % {"day": long_date(standard.valid_from)}
        remedy = _("Give that day or a later one; the day before it, if the standard was entered by mistake.")
        check.say("last_day", last_day, message, remedy)
    elif standard.valid_to is not None and last_day >= standard.valid_to > actor.today:
        message = _("The standard ends on %(day)s already.") % {"day": long_date(standard.valid_to)}
        check.say("last_day", last_day, message, _("Give an earlier day."))
    check.done()
    with transaction.atomic():
        stored = CostStandard.unscoped.select_for_update(of=("self",)).select_related("region").get(pk=standard.pk)
        if stored.valid_to != standard.valid_to or (stored.valid_to is not None and stored.valid_to < actor.today):
            ended = long_date(stored.valid_to) if stored.valid_to else "–"
            raise Conflict(
                _("This standard has an end already: %(day)s.") % {"day": ended}, remedy=_("Load the page again.")
            )
        stored.valid_to, stored.end_reason = last_day, words
        stored.save(update_fields=["valid_to", "end_reason"])
        found = component_named(law, stored.component)
        record_decision(
            actor=actor,
            action="funding.end_standard",
            subject=stored,
            regency=stored.region,
            reason=words,
            details={"last_day": long_date(last_day) if last_day else "", "until": standard.valid_to},
            grounds=_grounds(law, found),
        )
    return stored


def _ensure_sets(actor: Actor, component: Component) -> None:
    """Refuse a region whose amounts the text leaves to somebody else."""
    clause = component.amount_clause
    if actor.office is None or not sets_amounts(actor.office, clause):
        reason = _("Amounts for “%(activity)s” are not set by an office of this kind (%(cite)s); it only reads them.")
        raise Forbidden(Denied(reason % {"activity": component.activity_label, "cite": clause.cite}, (clause.id,)))


def _check_amount(check: Checking, amount: int | None) -> None:
    if amount is not None and amount > MOST:
        remedy = _("Write the amount for one unit in whole rupiah, %(most)s at most.") % {"most": rupiah(MOST)}
        check.say("amount", amount, _("The amount for one unit is too large."), remedy)
    else:
        check.amount("amount", amount)


def _check_period(check: Checking, first: dt.date | None, last: dt.date | None) -> dt.date:
    if first is None:
        check.say("valid_from", first, _("The date is missing."), _("Give the first day on which it counts."))
        return dt.date.min
    if last is not None and last < first:
        check.say("valid_to", last, _("The last day lies before the first one."), _("Give a later day, or none."))
    return first


def _make_room(new: CostStandard) -> CostStandard | None:
    """End the standard that the new one follows on the day before; gives it, or None where there was none.

    Raises BadInput where one that begins on the same day or later overlaps with the new one.
    """
    same = CostStandard.unscoped.select_for_update(of=("self",)).select_related("region")
    rows = same.filter(component=new.component, unit=new.unit, region=new.region).order_by("valid_from")
    others = [one for one in rows if not one.was_never_in_force]
    check = Checking()
    for one in others:
        if one.valid_from >= new.valid_from and (new.valid_to is None or one.valid_from <= new.valid_to):
            message = _("A standard of %(amount)s is on file from %(day)s on; the two would overlap.")
            places = {"amount": rupiah(one.amount), "day": long_date(one.valid_from)}
            remedy = _("Begin after that day, set a last day before it, or end that standard first with the reason.")
            check.say("valid_from", new.valid_from, message % places, remedy)
            break
    check.done()
    older = next((one for one in others if one.valid_from < new.valid_from and one.is_in_force(new.valid_from)), None)
    if older is not None:
        older.valid_to = new.valid_from - dt.timedelta(days=1)
        older.save(update_fields=["valid_to"])
    return older


def _grounds(law: Law, component: Component | None) -> Grounds:
    clauses = (component.amount_clause.id, *component.letters) if component else ()
    return Grounds(law_version=f"{REGULATION}@{law.date.isoformat()}", clauses=clauses)
