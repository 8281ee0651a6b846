"""What a recipient says of its year: what was reached, what was absorbed, what was given back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.development.services.common import Checking, person
from sentra.funding.guides import clause_of
from sentra.funding.models import (
    LARGEST,
    AbsorptionStatement,
    Achievement,
    Fund,
    PlanActivity,
    PlanState,
    Recipient,
    Remittance,
)
from sentra.funding.services.common import grounds_of, lock_recipient, sent_already
from sentra.funding.services.treasury_conditions import stages_of
from sentra.pages.formatting import long_date, number, rupiah

MOST_REACHED = 10_000_000  # persons, enterprises, documents; no activity of a region comes near it


def record_achievement(
    *,
    actor: Actor,
    recipient: Recipient,
    activity_key: UUID,
    as_of: dt.date | None,
    volume: int | None,
    note: str = "",
    id: UUID | None = None,
) -> Achievement:
    """Record what an activity of the agreed plan has reached up to a day, cumulative; less than before is explained.

    Raises OutsideTerritory, Forbidden, BadInput.
    """
    ensure(actor, "funding.pay", recipient)
    check = Checking()
    day = _day_of_the_year(check, "as_of", recipient, as_of, actor.today)
    words = (note or "").strip()
    if len(words) > 300:
        check.say("note", words[:60], _("This is too long."), _("Shorten it to 300 characters."))
    if volume is None or not 0 <= volume <= MOST_REACHED:
        check.say("volume", volume, _("This is not a number that was reached."), _("Write a whole number."))
    # Unscoped, here and below: the rows of a recipient that was let through.
    agreed = PlanActivity.unscoped.filter(plan__recipient=recipient, plan__state=PlanState.AGREED)
    activity = agreed.filter(key=activity_key).first()
    if activity is None:
        check.say("activity_key", activity_key, _("This is no activity of the agreed plan."), _("Choose one of it."))
    check.done()
    assert activity is not None and volume is not None

    def create(key: UUID) -> Achievement:
        stored = lock_recipient(recipient)
        earlier = Achievement.unscoped.filter(recipient=stored, activity_key=activity_key, as_of__lte=day)
        before = earlier.order_by("-as_of", "-created_at").first()
        if before is not None and before.volume > volume and not words:
            message = _("%(before)s were stated for %(day)s already.")
            places = {"before": number(before.volume), "day": long_date(before.as_of)}
            check.say("volume", volume, message % places, _("What was reached adds up; say why it is less now."))
            check.done()
        made = Achievement(
            id=key,
            recipient=stored,
            activity_key=activity_key,
            as_of=day,
            volume=volume,
            note=words,
            recorded_by=person(actor),
        )
        made.save(force_insert=True)
        record_decision(
            actor=actor,
            action="funding.record_achievement",
            subject=stored,
            regency=stored.region,
            reason=words,
            details={
                "activity": activity.title,
                "volume": number(volume),
                "unit": activity.output_unit,
                "day": day,
            },
            grounds=grounds_of(stored.year, _indicators(stored, activity.activity)),
        )
        return made

    return create_once(Achievement, actor, id, create)


def state_absorption(
    *,
    actor: Actor,
    recipient: Recipient,
    as_of: dt.date | None,
    absorbed: int | None,
    used: int | None,
    reference: str,
    id: UUID | None = None,
) -> AbsorptionStatement:
    """Record what the region's report states as absorbed and as used up to a day, cumulative, as it was sent.

    Nothing is refused for disagreeing with the payment orders: the checks show where it does. Raises
    OutsideTerritory, Forbidden, BadInput.
    """
    ensure(actor, "funding.pay", recipient)
    check = Checking()
    day = _day_of_the_year(check, "as_of", recipient, as_of, actor.today)
    paper = check.words("reference", reference, 200)
    for field, value in (("absorbed", absorbed), ("used", used)):
        if value is None or not 0 <= value <= LARGEST:
            check.say(field, value, _("This is not an amount."), _("Write it in whole rupiah; nothing yet is 0."))
    check.done()
    assert absorbed is not None and used is not None

    def create(key: UUID) -> AbsorptionStatement:
        stored = lock_recipient(recipient)
        made = AbsorptionStatement(
            id=key,
            recipient=stored,
            as_of=day,
            absorbed=absorbed,
            used=used,
            reference=paper,
            recorded_by=person(actor),
        )
        made.save(force_insert=True)
        record_decision(
            actor=actor,
            action="funding.state_absorption",
            subject=stored,
            regency=stored.region,
            details={"absorbed": rupiah(absorbed), "used": rupiah(used), "day": day, "reference": paper},
            grounds=grounds_of(stored.year, []),
        )
        return made

    return create_once(AbsorptionStatement, actor, id, create)


def remit(
    *,
    actor: Actor,
    recipient: Recipient,
    amount: int | None,
    remitted_on: dt.date | None,
    reference: str,
    id: UUID | None = None,
) -> Remittance:
    """Record that money received and not used was given back; never more than is left.

    Raises OutsideTerritory, Forbidden, BadInput.
    """
    ensure(actor, "funding.pay", recipient)
    check = Checking()
    value = check.amount("amount", amount)
    day = check.past("remitted_on", remitted_on, actor.today)
    paper = check.words("reference", reference, 120)
    check.done()

    def create(key: UUID) -> Remittance:
        stored = lock_recipient(recipient)
        if (found := sent_already(Remittance, key, stored)) is not None:
            return found
        first = stages_of(stored).first_receipt
        if value > stored.left:
            message = _("Of the money received %(left)s is left.") % {"left": rupiah(stored.left)}
            check.say("amount", value, message, _("Give back that much at most."))
        elif first is not None and day < first:
            message = _("The first money came on %(day)s.") % {"day": long_date(first)}
            check.say("remitted_on", day, message, _("Give that day or a later one."))
        check.done()
        made = Remittance(
            id=key, recipient=stored, amount=value, remitted_on=day, reference=paper, recorded_by=person(actor)
        )
        made.save(force_insert=True)
        stored.returned += value
        stored.save(update_fields=["returned"])
        record_decision(
            actor=actor,
            action="funding.remit",
            subject=stored,
            regency=stored.region,
            details={"amount": rupiah(value), "day": day, "reference": paper},
            grounds=grounds_of(stored.year, []),
        )
        return made

    return create_once(Remittance, actor, id, create)


def _day_of_the_year(check: Checking, field: str, recipient: Recipient, day: dt.date | None, today: dt.date) -> dt.date:
    found = check.past(field, day, today)
    if day is not None and found.year != recipient.year.year:
        message = _("This day lies outside the budget year %(year)s.") % {"year": recipient.year.year}
        check.say(field, found, message, _("Give a day of the budget year."))
    return found


def _indicators(recipient: Recipient, activity: str) -> list[str]:
    """The indicator of Pasal 37 ayat (3) that an activity counts for."""
    if recipient.year.fund != Fund.PK2UMK:
        return []
    short = {"training": "37.3.b.participants", "mentoring": "37.3.b.mentors", "legal_aid": "37.3.c"}.get(activity)
    return [clause_of(recipient.year, short)] if short else []


__all__ = ["record_achievement", "remit", "state_absorption"]
