"""Ceilings and targets of a fund's year from the ministry's file: one row a recipient, both systems of codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sentra.funding.forms.allocations import DecreeForm
from sentra.funding.guides import divided_activities, governing, holders, law_day
from sentra.funding.imports.allocation_columns import AGENCY, CEILING, CODE, COLUMNS, DIVISION, NAME, TARGETS, judge
from sentra.funding.imports.places import Place, Places, Written
from sentra.funding.models import Allocation, Holder, ProgrammeYear, Recipient
from sentra.funding.services.allocations import AllocationRow, record_decree, write_allocations
from sentra.funding.services.common import lock_recipients
from sentra.pages.formatting import rupiah as written_rupiah
from sentra.registry.imports.issues import Issue, issue
from sentra.registry.imports.sheets import About, Context, Row, Sheet, Stale, Sum
from sentra.territory.models import RegionLevel

#: What is asked of the decree, as `Context.details` names it; the date as text.
DECREE = ("kind", "number", "title", "date")


def identities(values: Mapping[str, Any]) -> Iterator[Hashable]:
    """One row for an office of a region."""
    yield values["region_id"], values["office"]


# ---------------------------------------------------------------- against what is on record


def compare(rows: Sequence[Row], context: Context) -> None:
    """Find the region of each row, its office among the year's recipients, and what would change of its allocation."""
    for row in rows:
        place = _place(row, context)
        if place is None or row.issues:
            continue
        office = _office(row, place, context)
        if office is None:
            continue
        row.values |= {"region_id": place.region.pk, "office": office}
        recipient = _recipients(context).get((place.region.pk, office))
        _check_division(row, place, context)
        if recipient is not None:
            _check_recipient(row, recipient)
        if recipient is not None and not row.issues:
            allocation = recipient.allocation
            row.target_id, row.version = recipient.pk, allocation.number if allocation else 0
            row.changes = _changes(row.values, allocation)


def _place(row: Row, context: Context) -> Place | None:
    """The region that a row names; adds what is wrong or doubtful about its codes and its name."""
    values = row.values
    if CODE not in values or NAME not in values:
        return None
    if "places" not in context.memory:
        context.memory["places"] = Places()
    places: Places = context.memory["places"]
    own = "bps_regency_code" if len(values[CODE]) > 2 else "bps_province_code"
    found = places.find(Written(values[CODE], values[NAME], values.get(own, ""), CODE, NAME))
    if isinstance(found, Issue):
        row.issues.append(found)
        return None
    level = found.region.level
    if values.get("level", level) != level:
        row.issues.append(
            issue(
                "level",
                _("%(region)s is of the other level."),
                _("Correct the level, or leave it empty."),
                region=found.region.name,
            )
        )
    row.warnings += _doubted(values, own, found.bps_codes, found)
    if level == RegionLevel.REGENCY:
        row.warnings += _doubted(values, "bps_province_code", found.province_bps_codes, found)
    return found


def _doubted(values: Mapping[str, Any], column: str, known: set[str], place: Place) -> Iterator[Issue]:
    """A BPS code that is another region's: code and name decide; it is told and holds nothing up."""
    code = values.get(column)
    if code and known and code not in known:
        yield issue(
            column,
            _("%(code)s is not the BPS code here; it is %(right)s."),
            _("The row is read as %(region)s, as Kemendagri code and name say together."),
            code=code,
            right=", ".join(sorted(known)),
            region=place.region.name,
        )


def _office(row: Row, place: Place, context: Context) -> str | None:
    """The office that manages the money: the agency, or a province's technical unit."""
    offices = holders(context.about.fund, place.region)
    if row.values.get("holder", AGENCY) == AGENCY:
        return offices[0]
    if Holder.TECHNICAL_UNIT in offices:
        return Holder.TECHNICAL_UNIT.value
    row.issues.append(
        issue(
            "holder",
            _("%(region)s has no technical unit that receives this fund."),
            _("Leave it empty for the agency."),
            region=place.region.name,
        )
    )
    return None


def _check_division(row: Row, place: Place, context: Context) -> None:
    """The parts of a ceiling: of activities that are open to the region, and together the ceiling at most."""
    given = [key for key in DIVISION if key in row.values]
    memory = f"division:{place.region.level}"
    if given and memory not in context.memory:
        context.memory[memory] = [name for name, _label in divided_activities(context.about, place.region)]
    for key in given:
        if key not in context.memory[memory]:
            row.issues.append(
                issue(
                    key,
                    _("This activity is not open to %(region)s in this fund."),
                    _("Leave the cell empty."),
                    region=place.region.name,
                )
            )
    total = sum(row.values[key] for key in given)
    if total > row.values[CEILING]:
        row.issues.append(
            issue(
                CEILING,
                _("The activities come to %(total)s, more than the ceiling."),
                _("Correct the ceiling or the amounts of the activities."),
                total=_Amount(total),
            )
        )


def _check_recipient(row: Row, recipient: Recipient) -> None:
    """What stands in the way of a new ceiling: a withdrawal, or money that was received."""
    kept = recipient.received - recipient.returned
    if recipient.withdrawn_on is not None:
        row.issues.append(
            issue(
                CODE,
                _("%(recipient)s was withdrawn from the year."),
                _("Leave it out, or choose it anew first."),
                recipient=recipient,
            )
        )
    elif row.values[CEILING] < kept:
        row.issues.append(
            issue(
                CEILING,
                _("%(recipient)s has received %(amount)s already."),
                _("The ceiling cannot lie below what was received."),
                recipient=recipient,
                amount=_Amount(kept),
            )
        )


class _Amount:
    """Rupiah in whatever language is active when they are written."""

    def __init__(self, amount: int) -> None:
        self.amount = amount

    def __str__(self) -> str:
        return written_rupiah(self.amount)


def _recipients(context: Context) -> dict[tuple[int, str], Recipient]:
    """The recipients of the year by region and office, read once a file; none of a year that is not open yet."""
    if "recipients" not in context.memory:
        found = Recipient.objects.filter(year_id=context.about.pk).select_related("allocation", "region", "year")
        context.memory["recipients"] = {(one.region_id, one.holder): one for one in found}
    kept: dict[tuple[int, str], Recipient] = context.memory["recipients"]
    return kept


def _changes(values: Mapping[str, Any], before: Allocation | None) -> dict[str, list[Any]]:
    """Each column that would change, with what is in force and what the row says."""
    parts = before.division if before else {}
    old = {CEILING: before.ceiling if before else None} | {key: getattr(before, key, None) for key in TARGETS}
    new = {CEILING: values[CEILING]} | {key: values.get(key, old[key]) for key in TARGETS}
    division = _division(values, before)
    old |= {key: parts.get(key) for key in DIVISION}
    new |= {key: division.get(key) for key in DIVISION}
    return {key: [old[key], value] for key, value in new.items() if value != old[key]}


def _division(values: Mapping[str, Any], before: Allocation | None) -> dict[str, int]:
    """The division over the activities: the one given; else the one in force while the ceiling stays as it is."""
    given = {key: values[key] for key in DIVISION if key in values}
    if given or before is None or before.ceiling != values[CEILING]:
        return given
    return dict(before.division)


# ---------------------------------------------------------------- writing


def apply(rows: Sequence[Row], context: Context) -> None:
    """Write new and changed rows by the decree of the file; an empty cell leaves the target that is in force."""
    year: ProgrammeYear = context.about
    ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    # Locked, so that what the rows leave out stays as it is read.
    known = {(one.region_id, one.holder): one for one in lock_recipients(year=year)}
    wanted = []
    for row in rows:
        recipient = known.get((row.values["region_id"], row.values["office"]))
        allocation = recipient.allocation if recipient else None
        if row.version != (allocation.number if allocation else 0 if recipient else None):
            raise Stale
        wanted.append(_wanted(row.values, allocation))
    write_allocations(actor=context.actor, year=year, decree=_decree(context, year), rows=wanted)
    made = Recipient.unscoped.filter(year=year).values_list("region_id", "holder", "pk")  # those just written
    keys = {(region, holder): pk for region, holder, pk in made}
    for row in rows:
        row.target_id = keys[row.values["region_id"], row.values["office"]]


def _wanted(values: Mapping[str, Any], before: Allocation | None) -> AllocationRow:
    return AllocationRow(
        region_id=values["region_id"],
        holder=values["office"],
        ceiling=values[CEILING],
        division=_division(values, before),
        **{key: values.get(key, getattr(before, key, None)) for key in TARGETS},
    )


def _decree(context: Context, year: ProgrammeYear) -> Any:
    """The decree of the file, recorded once; raises BadInput for what is missing of it."""
    if "decree" not in context.memory:
        kind, number, title, day = (context.details.get(key) or "" for key in DECREE)
        context.memory["decree"] = record_decree(
            actor=context.actor,
            year=year,
            kind=kind,
            number=number,
            title=title,
            date=dt.date.fromisoformat(day) if day else None,
        )
    return context.memory["decree"]


class DecreeOfFile(DecreeForm):
    """The decree by which a file sets ceilings; the file itself is sent once, so it needs no id of its own."""

    def __init__(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        del self.fields["client_id"]
        day = (initial or {}).get("date")
        self.initial = dict(initial or {}) | ({"date": dt.date.fromisoformat(str(day))} if day else {})


def year_named(fund: str, year: int) -> tuple[ProgrammeYear, bool]:
    """A year of a fund and whether it is open; one that is not is never saved, and nothing is on record for it."""
    found = ProgrammeYear.objects.filter(fund=fund, year=year).first()
    if found is not None:
        return found, True
    text = governing(fund, year).followed
    return ProgrammeYear(fund=fund, year=year, regulation=text.id, law_day=law_day(text, year)), False


def find_year(actor: Any, key: UUID) -> ProgrammeYear:
    """The year that a file is about; the years of the funds are the nation's and lie in no territory."""
    found = ProgrammeYear.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


ALLOCATIONS = Sheet(
    kind="allocations",
    title=_("Ceilings and targets"),
    columns=COLUMNS,
    judge=judge,
    identities=identities,
    compare=compare,
    apply=apply,
    key=(CODE, "holder"),
    repeated=CODE,
    action="funding.allocate",
    doubts_wait=False,  # code and name have decided already; published lists carry wrong BPS codes
    about=About(
        find=find_year,
        region=lambda year: None,
        prefixes=("funding.choose", "funding.withdraw", "funding.allocate", "funding.decide_adjustment"),
        label=str,
        return_to=lambda year: reverse("funding:year", args=[year.pk]),
        form=DecreeOfFile,
    ),
    sums=(
        Sum("recipients", _("Recipients")),
        Sum(CEILING, _("Ceilings together"), CEILING),
        Sum("target_participants", _("Participants"), "target_participants"),
        Sum("target_mentors", _("Mentors"), "target_mentors"),
    ),
)
