"""Ceilings and targets by decree: entered one by one or brought in by the hundred; a later decree revises them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.development.services.common import Checking, person
from sentra.funding.guides import TARGETS, clause_of, divided_activities, holders, text_of
from sentra.funding.models import (
    LARGEST,
    Allocation,
    AllocationDecree,
    AllocationKind,
    Fund,
    ProgrammeYear,
    Recipient,
)
from sentra.funding.services.common import grounds_of, lock_recipient, lock_recipients
from sentra.pages.errors import Conflict
from sentra.pages.formatting import rupiah
from sentra.territory.models import Region


@dataclass(frozen=True)
class AllocationRow:
    """One recipient's allocation as a decree gives it; rupiah, persons, enterprises. None: the decree gives none."""

    region_id: int
    holder: str
    ceiling: int
    target_participants: int | None = None
    target_mentors: int | None = None
    target_legal_aid: int | None = None
    division: Mapping[str, int] = field(default_factory=dict)  # activity → rupiah


def record_decree(
    *,
    actor: Actor,
    year: ProgrammeYear,
    kind: str,
    number: str,
    title: str,
    date: dt.date | None,
    id: UUID | None = None,
) -> AllocationDecree:
    """Record the instrument that sets ceilings of a year; the same instrument is recorded once.

    Raises Forbidden, BadInput.
    """
    ensure(actor, "funding.allocate", year)
    check = Checking()
    words = {
        "kind": check.words("kind", kind, 120),
        "number": check.words("number", number, 80),
        "title": check.words("title", title, 300),
    }
    dated = check.past("date", date, actor.today)
    check.done()
    known = AllocationDecree.objects.filter(year=year, kind=words["kind"], number=words["number"], date=dated)
    if (found := known.first()) is not None:
        return found

    def create(key: UUID) -> AllocationDecree:
        made = AllocationDecree(id=key, year=year, date=dated, recorded_by=person(actor), **words)
        made.save(force_insert=True)
        record_decision(
            actor=actor,
            action="funding.record_decree",
            subject=made,
            regency=None,
            details={"title": made.title, "year": str(year)},
            grounds=grounds_of(year, [_clause(year)]),
        )
        return made

    try:
        return create_once(AllocationDecree, actor, id, create)
    except IntegrityError:  # somebody recorded the same instrument between the question and the answer
        return known.get()


def allocate(*, actor: Actor, recipient: Recipient, decree: AllocationDecree, row: AllocationRow) -> Allocation:
    """Set or revise one recipient's ceiling and targets by a decree; what is in force already is given back.

    Raises OutsideTerritory, Forbidden, BadInput, Conflict for one that is withdrawn.
    """
    ensure(actor, "funding.allocate", recipient)
    check = Checking()
    _check_row(check, recipient.year, recipient.region, row)
    _check_decree(check, recipient.year, decree)
    check.done()
    with transaction.atomic():
        stored = lock_recipient(recipient)
        return _write(actor, stored, decree, row)


def write_allocations(
    *, actor: Actor, year: ProgrammeYear, decree: AllocationDecree, rows: Sequence[AllocationRow]
) -> None:
    """Write many recipients' allocations by one decree, which also chooses those that are not recipients yet.

    All or nothing; a row that is in force already changes nothing. Raises Forbidden, BadInput, Conflict.
    """
    ensure(actor, "funding.allocate", year)
    ensure(actor, "funding.choose", year)
    regions = {
        one.pk: one for one in Region.objects.select_related("parent").filter(pk__in=[r.region_id for r in rows])
    }
    check = Checking()
    _check_decree(check, year, decree)
    for row in rows:
        region = regions[row.region_id]
        check.one_of("holder", row.holder, holders(year.fund, region))
        _check_row(check, year, region, row)
    check.done()
    with transaction.atomic():
        ProgrammeYear.objects.select_for_update().get(pk=year.pk)
        known = {(one.region_id, one.holder): one for one in lock_recipients(year=year, region__in=list(regions))}
        for row in rows:
            recipient = known.get((row.region_id, row.holder))
            if recipient is None:
                recipient = _chosen_by(actor, year, regions[row.region_id], row.holder, decree)
            _write(actor, recipient, decree, row)


def _chosen_by(actor: Actor, year: ProgrammeYear, region: Region, holder: str, decree: AllocationDecree) -> Recipient:
    """A recipient that the decree itself names."""
    made = Recipient(
        id=uuid4(),
        year=year,
        region=region,
        holder=holder,
        instrument=str(decree),
        chosen_by=person(actor),
        chosen_on=actor.today,
    )
    made.save(force_insert=True)
    record_decision(
        actor=actor,
        action="funding.choose",
        subject=made,
        regency=region,
        details={"instrument": str(decree)},
        grounds=grounds_of(year, [_clause(year)]),
    )
    return made


def _write(actor: Actor, recipient: Recipient, decree: AllocationDecree, row: AllocationRow) -> Allocation:
    """The next allocation of a locked recipient, unless the row says what is in force."""
    if recipient.withdrawn_on is not None:
        raise Conflict(
            _("%(recipient)s was withdrawn from the year.") % {"recipient": recipient},
            remedy=_("Leave it out, or choose it anew first."),
        )
    before = recipient.allocation
    if before is not None and is_same(before, row):
        return before
    if row.ceiling < recipient.received - recipient.returned:
        message = _("%(recipient)s has received %(amount)s already.")
        places = {"recipient": recipient, "amount": rupiah(recipient.received - recipient.returned)}
        check = Checking()
        check.say("ceiling", row.ceiling, message % places, _("The ceiling cannot lie below what was received."))
        check.done()
    made = add_allocation(recipient, actor, decree, row, AllocationKind.REVISION if before else AllocationKind.FIRST)
    record_decision(
        actor=actor,
        action="funding.allocate",
        subject=recipient,
        regency=recipient.region,
        details={
            "ceiling": rupiah(row.ceiling),
            "before": rupiah(before.ceiling) if before else "",
            "decree": str(decree),
            "division": dict(row.division),
            **{name: getattr(row, name) for name in TARGETS},
        },
        grounds=grounds_of(recipient.year, [_clause(recipient.year)]),
    )
    return made


def add_allocation(
    recipient: Recipient, actor: Actor, decree: AllocationDecree, row: AllocationRow, kind: str
) -> Allocation:
    """Append an allocation to a locked recipient and put it in force; the caller records the decision."""
    before = recipient.allocation
    made = Allocation(
        recipient=recipient,
        number=(before.number if before else 0) + 1,
        kind=kind,
        ceiling=row.ceiling,
        division=dict(row.division),
        target_participants=row.target_participants,
        target_mentors=row.target_mentors,
        target_legal_aid=row.target_legal_aid,
        decree=decree,
        recorded_by=person(actor),
    )
    made.save(force_insert=True)
    recipient.allocation = made
    recipient.save(update_fields=["allocation"])
    return made


def is_same(allocation: Allocation, row: AllocationRow) -> bool:
    """Whether a row says what is in force; a division or a target that the row does not give says nothing."""
    if allocation.ceiling != row.ceiling or (row.division and dict(row.division) != allocation.division):
        return False
    return all(getattr(row, name) in (None, getattr(allocation, name)) for name in TARGETS)


def _check_decree(check: Checking, year: ProgrammeYear, decree: AllocationDecree) -> None:
    if decree.year_id != year.pk:
        check.say("decree", decree, _("This decree is of another year."), _("Choose one of this year."))


def _check_row(check: Checking, year: ProgrammeYear, region: Region, row: AllocationRow) -> None:
    if not 1 <= row.ceiling <= LARGEST:
        check.say("ceiling", row.ceiling, _("The amount is missing or too large."), _("Write it in whole rupiah."))
    for name in TARGETS:
        value = getattr(row, name)
        if value is not None and not 0 <= value <= 10_000_000:
            check.say(name, value, _("This is not a target."), _("Write a whole number, or leave it empty."))
    open_to = {value for value, _label in divided_activities(year, region)}
    for activity, amount in row.division.items():
        if activity not in open_to:
            message = _("%(text)s opens no such activity to %(region)s.")
            places = {"text": text_of(year).number, "region": region.name}
            check.say("division", activity, message % places, _("Leave it out."))
        elif amount < 0:
            check.say("division", amount, _("An amount cannot be negative."), _("Write it in whole rupiah."))
    if row.division and sum(row.division.values()) > row.ceiling:
        remedy = _("Lower the amounts of the activities; together they come to the ceiling at most.")
        check.say("division", sum(row.division.values()), _("The division exceeds the ceiling."), remedy)


def _clause(year: ProgrammeYear) -> str:
    return clause_of(year, "II.B" if year.fund == Fund.IKM else "3.1")


__all__ = ["AllocationRow", "add_allocation", "allocate", "is_same", "record_decree", "write_allocations"]
