"""Writing the yearly programme of an office, folding regencies' programmes into the province's, closing it
(Pasal 4, Pasal 12 huruf b, Pasal 14 huruf a)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import Denied, Forbidden, ensure
from sentra.decisions.services import record_decision
from sentra.development.entitlements import SYNERGY, clause_id, declaration
from sentra.development.facts import judge_programme, programme_facts
from sentra.development.models import Advice, Fold, Programme, ProgrammeLine, ProgrammeState
from sentra.development.services.common import Checking, grounds, law_for, person, refuse
from sentra.pages.errors import Conflict
from sentra.pages.formatting import rupiah
from sentra.registry.models import Sentra
from sentra.territory.models import RegionLevel

WRITE = "development.programme"


def _duty(programme: Programme) -> str:
    """The provision the office writes it under: the province's duty or the regency's."""
    return clause_id("12.b" if programme.region.level == RegionLevel.PROVINCE else "14.a")


def write_programme(*, actor: Actor, year: int, title: str, aim: str = "", id: UUID | None = None) -> Programme:
    """Open the programme of the actor's own office for this year or a later one; one per office and year.

    Raises Refused for a past year, Conflict when the office has one for the year, BadInput.
    """
    office = actor.office
    assert office is not None
    assert office.region is not None
    region = office.region
    ensure(actor, WRITE, region)
    check = Checking()
    name = check.words("title", title, 200)
    check.done()
    duty = clause_id("12.b" if region.level == RegionLevel.PROVINCE else "14.a")
    _refuse_past(year, actor, duty)

    def create(key: UUID) -> Programme:
        programme = Programme(
            id=key, office=office, region=region, year=year, title=name, aim=aim.strip(), created_by=person(actor)
        )
        # Unscoped: an office has one programme a year; the rows of the own office, whatever territory is active.
        if Programme.unscoped.filter(office=office, year=year).exists():
            raise _one_already(year)
        programme.save(force_insert=True)
        record_decision(
            actor=actor,
            action=WRITE,
            subject=programme,
            regency=region,
            to_state=programme.state,
            details={"year": year},
            grounds=grounds(law_for(actor), [duty]),
        )
        return programme

    try:
        return create_once(Programme, actor, id, create)
    except IntegrityError:
        raise _one_already(year) from None


def _one_already(year: int) -> Conflict:
    return Conflict(
        _("Your office has a programme for %(year)s already.") % {"year": year},
        remedy=_("Open that programme and write in it."),
    )


def _refuse_past(year: int, actor: Actor, clause: str) -> None:
    if year < actor.today.year:
        raise refuse(
            _("%(year)s is over; a programme is written for this year or the years to come.") % {"year": year},
            clause,
            remedy=_("Choose this year or a later one."),
        )


def _writable(actor: Actor, programme: Programme) -> None:
    """Refuse to write into another office's programme, a closed one, or one of a year that is over."""
    ensure(actor, WRITE, programme)
    duty = _duty(programme)
    if actor.office is None or actor.office.pk != programme.office_id:
        raise Forbidden(
            Denied(
                _("This is the programme of “%(office)s”; only that office writes in it.")
                % {"office": programme.office.name},
                (duty,),
            )
        )
    if programme.state == ProgrammeState.CLOSED:
        raise refuse(_("This programme is closed and stays as it is."), duty, remedy=_("Write the next year's."))
    _refuse_past(programme.year, actor, duty)


def change_programme(
    *,
    actor: Actor,
    programme: Programme,
    version: int,
    title: str,
    aim: str,
    components: Sequence[str] | None,
    sentra: Sequence[Sentra],
) -> Programme:
    """Write title, aim, components and the sentra of the own territory into a draft still at `version`.

    `components` None leaves them not recorded; an empty list is recorded as empty. Raises Conflict, Refused,
    Forbidden, BadInput.
    """
    _writable(actor, programme)
    law = law_for(actor)
    check = Checking()
    name = check.words("title", title, 200)
    allowed = [str(one) for one in declaration(law, SYNERGY, "programme_components").values]
    for one in components or ():
        check.one_of("components", one, allowed)
    for place in sentra:
        if not actor.territory.holds(place.regency):
            check.say("sentra", place, _("This sentra lies outside your territory."), _("Choose from the list."))
    used = set(ProgrammeLine.unscoped.filter(programme=programme).values_list("component", flat=True))
    lost = used - set(components or ())
    if lost:
        labels = ", ".join(declaration(law, SYNERGY, "programme_components").value_label(one) for one in sorted(lost))
        message = _("There are budget lines for %(components)s.") % {"components": labels}
        check.say("components", "", message, _("Remove the lines first, or keep the component."))
    check.done()
    kept = None if components is None else [one for one in allowed if one in set(components)]
    with transaction.atomic():
        changed = Programme.unscoped.filter(pk=programme.pk, version=version, state=ProgrammeState.DRAFT).update(
            title=name, aim=aim.strip(), components=kept, version=F("version") + 1
        )
        if not changed:
            raise Conflict(_("Someone else has changed this programme meanwhile."), remedy=_("Load the page again."))
        programme.refresh_from_db()
        Programme.sentra.through.objects.filter(programme=programme).delete()
        Programme.sentra.through.objects.bulk_create(
            [Programme.sentra.through(programme=programme, sentra=one) for one in {s.pk: s for s in sentra}.values()]
        )
        verdict = judge_programme(programme, law)
        record_decision(
            actor=actor,
            action="development.change_programme",
            subject=programme,
            regency=programme.region,
            details={"components": kept, "sentra": [one.code for one in sentra]},
            grounds=grounds(law, [_duty(programme)], programme_facts(programme), verdict),
        )
    return programme


def add_line(
    *,
    actor: Actor,
    programme: Programme,
    component: str,
    activity: str,
    amount: int,
    sentra: Sentra | None = None,
    id: UUID | None = None,
) -> ProgrammeLine:
    """Add a budget line (whole rupiah) under a component of the programme, for one of its sentra or for all."""
    _writable(actor, programme)
    law = law_for(actor)
    check = Checking()
    words = check.words("activity", activity, 200)
    check.amount("amount", amount, 0)
    _check_place(check, programme, component, sentra)
    check.done()

    def create(key: UUID) -> ProgrammeLine:
        _lock_draft(programme)
        line = ProgrammeLine(
            id=key, programme=programme, component=component, sentra=sentra, activity=words, amount=amount
        )
        line.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.add_line",
            subject=programme,
            regency=programme.region,
            details={"activity": words, "amount": rupiah(amount), "component": component},
            grounds=grounds(law, [_duty(programme)]),
        )
        return line

    return create_once(ProgrammeLine, actor, id, create)


def _check_place(check: Checking, programme: Programme, component: str, sentra: Sentra | None) -> None:
    if component not in (programme.components or ()):
        remedy = _("Choose one of the programme's components, or add it to the programme.")
        check.say("component", component, _("The programme does not have this component."), remedy)
    if sentra is not None and not programme.sentra.through.objects.filter(programme=programme, sentra=sentra).exists():
        remedy = _("Choose one of the programme's sentra, or add it to the programme.")
        check.say("sentra", sentra, _("The programme does not have this sentra."), remedy)


def remove_line(*, actor: Actor, line: ProgrammeLine) -> None:
    """Take a budget line out of a draft; the decision record keeps what it was."""
    programme = line.programme
    _writable(actor, programme)
    with transaction.atomic():
        _lock_draft(programme)
        removed, _kinds = ProgrammeLine.unscoped.filter(pk=line.pk).delete()
        if not removed:
            raise Conflict(_("This line is gone already."), remedy=_("Load the page again."))
        record_decision(
            actor=actor,
            action="development.remove_line",
            subject=programme,
            regency=programme.region,
            details={"activity": line.activity, "amount": rupiah(line.amount), "component": line.component},
        )


def _lock_draft(programme: Programme) -> Programme:
    stored = Programme.unscoped.select_for_update().get(pk=programme.pk)
    if stored.state == ProgrammeState.CLOSED:
        raise Conflict(_("This programme was closed meanwhile."), remedy=_("Load the page again."))
    return stored


def fold_programme(*, actor: Actor, provincial: Programme, regional: Programme) -> Fold:
    """Take a regency's programme of the same year into the province's; the regency's own is not touched.

    Done twice it is done once. Raises Refused for another year or another level.
    """
    _writable(actor, provincial)
    ensure(actor, "development.fold", regional)
    if regional.year != provincial.year or regional.region.parent_id != provincial.region_id:
        raise refuse(
            _("Only programmes of this province's regencies for the same year can be taken in."), clause_id("14.a")
        )

    def create() -> Fold:
        _lock_draft(provincial)
        fold, made = Fold.unscoped.get_or_create(
            provincial=provincial,
            regional=regional,
            defaults={"folded_by": person(actor), "folded_on": actor.today},
        )
        if made:
            record_decision(
                actor=actor,
                action="development.fold",
                subject=provincial,
                regency=provincial.region,
                details={"regional": str(regional)},
                grounds=grounds(law_for(actor), [clause_id("14.a")]),
            )
        return fold

    with transaction.atomic():
        return create()


def close_programme(*, actor: Actor, programme: Programme) -> Programme:
    """Close a programme: from then on it stays as it is. Its synergy findings are recorded, not enforced.

    Raises Refused while advice on it is neither answered nor noted (13.b), or while no component is recorded.
    """
    _writable(actor, programme)
    law = law_for(actor)
    verdict = judge_programme(programme, law)
    with transaction.atomic():
        _lock_draft(programme)
        waiting = Advice.unscoped.filter(programme=programme, answer_kind="").count()
        if waiting:
            raise refuse(
                _("%(n)s pieces of advice on this programme are neither answered nor noted.") % {"n": waiting},
                clause_id("13.b"),
                remedy=_("Answer or note each; then close the programme."),
            )
        if programme.components is None:
            raise refuse(
                _("The components of the programme are not recorded yet."),
                _duty(programme),
                verdict=verdict,
                remedy=_("Record the components; then close the programme."),
            )
        Programme.unscoped.filter(pk=programme.pk).update(
            state=ProgrammeState.CLOSED, closed_on=actor.today, version=F("version") + 1
        )
        programme.refresh_from_db()
        record_decision(
            actor=actor,
            action="development.close_programme",
            subject=programme,
            regency=programme.region,
            from_state=ProgrammeState.DRAFT,
            to_state=ProgrammeState.CLOSED,
            grounds=grounds(law, [_duty(programme)], programme_facts(programme), verdict),
        )
    return programme
