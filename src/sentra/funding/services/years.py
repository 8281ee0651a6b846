"""Opening a fund's year under the text it follows, and setting the stages in which its money is paid."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.development.services.common import Checking, person
from sentra.funding.guides import clause_of, governing, law_day, plan_due
from sentra.funding.models import Disbursement, Fund, ProgrammeYear, Stage, Standing
from sentra.funding.services.common import grounds_of
from sentra.pages.errors import Conflict
from sentra.pages.formatting import long_date

EARLIEST = 2016  # the first year of the fund for cooperatives and small enterprises; none before it is kept


def open_year(
    *,
    actor: Actor,
    fund: str,
    year: int,
    basis: str = "",
    plan_due_on: dt.date | None = None,
    plan_due_source: str = "",
    id: UUID | None = None,
) -> ProgrammeYear:
    """Open a budget year of a fund. It follows the text that governs it, or the last held one by a stated decision.

    The day by which plans are due is the text's, unless another is given with its source. Sent twice it is opened
    once. Raises Forbidden, BadInput, Conflict for a year that is open already.
    """
    ensure(actor, "funding.keep_year")
    check = Checking()
    check.one_of("fund", fund, Fund.values)
    if not EARLIEST <= year <= actor.today.year + 1:
        remedy = _("Give a year from %(first)s to %(last)s.") % {"first": EARLIEST, "last": actor.today.year + 1}
        check.say("year", year, _("This year cannot be opened."), remedy)
    check.done()
    text = governing(fund, year)
    if text.held is None:
        basis = check.words("basis", basis, 300)
    due, source = plan_due(fund, year, text.followed)
    if plan_due_on is not None and plan_due_on != due:
        due, source = plan_due_on, check.words("plan_due_source", plan_due_source, 300)
        if due.year != year:
            check.say("plan_due_on", due, _("This day lies in another year."), _("Give a day of the budget year."))
    check.done()

    def create(key: UUID) -> ProgrammeYear:
        made = ProgrammeYear(
            id=key,
            fund=fund,
            year=year,
            regulation=text.followed.id,
            law_day=law_day(text.followed, year),
            governed_by="" if text.held else text.number,
            basis="" if text.held else basis,
            plan_due=due,
            plan_due_source=source,
            opened_by=person(actor),
        )
        ensure(actor, "funding.keep_year", made)
        made.save(force_insert=True)
        record_decision(
            actor=actor,
            action="funding.open_year",
            subject=made,
            regency=None,
            reason=made.basis,
            details={"text": text.followed.number, "governed_by": made.governed_by, "plan_due": due},
            grounds=grounds_of(made, [clause_of(made, "3.1" if fund == Fund.PK2UMK else "II.B")]),
        )
        return made

    try:
        return create_once(ProgrammeYear, actor, id, create)
    except IntegrityError:
        raise Conflict(_("This year is open already."), remedy=_("Look at the list of years.")) from None


def set_stage(
    *,
    actor: Actor,
    year: ProgrammeYear,
    number: int,
    share_percent: int,
    opens_on: dt.date | None,
    min_absorption_percent: int | None,
    needs_report: bool,
    source: str,
    standing: str,
) -> Stage:
    """Set a stage of the year's money, or set it anew while nothing was recommended in it.

    The shares of a year come to 100 percent at most; stages open one after the other. Raises Forbidden, BadInput,
    Conflict once money moved in the stage.
    """
    ensure(actor, "funding.keep_year", year)
    check = Checking()
    words = check.words("source", source, 300)
    check.one_of("standing", standing, Standing.values)
    for field, value, lowest in (
        ("share_percent", share_percent, 1),
        ("min_absorption_percent", min_absorption_percent, 0),
    ):
        if value is not None and not lowest <= value <= 100:
            check.say(field, value, _("This is not a share."), _("Write a number up to 100 percent."))
    if opens_on is None:
        check.say("opens_on", opens_on, _("The date is missing."), _("Give the day."))
    elif opens_on.year != year.year:
        check.say("opens_on", opens_on, _("This day lies in another year."), _("Give a day of the budget year."))
    with transaction.atomic():
        ProgrammeYear.objects.select_for_update().get(pk=year.pk)
        stages = {one.number: one for one in year.stages.all()}
        if not 1 <= number <= len(stages) + 1:
            check.say("number", number, _("The stages are numbered without a gap."), _("Give the next number."))
        others = [one for one in stages.values() if one.number != number]
        total = sum(one.share_percent for one in others) + (share_percent or 0)
        if total > 100:
            message = _("The stages would come to %(total)s of the ceiling.") % {"total": f"{total}%"}
            check.say("share_percent", share_percent, message, _("Lower this share, or another stage's first."))
        for one in others:
            if opens_on is not None and (one.number < number) != (one.opens_on < opens_on):
                message = _("Stage %(number)s opens on %(day)s.") % {
                    "number": one.number,
                    "day": long_date(one.opens_on),
                }
                check.say("opens_on", opens_on, message, _("Stages open one after the other."))
        check.done()
        stage = stages.get(number)
        # Unscoped: whether anybody in the nation was paid in this stage.
        if stage is not None and Disbursement.unscoped.filter(stage=stage).exclude(state="cancelled").exists():
            raise Conflict(
                _("Money was recommended or received in this stage already."), remedy=_("It stays as it is.")
            )
        stage = stage or Stage(year=year, number=number)
        stage.share_percent, stage.opens_on = share_percent, opens_on or actor.today
        stage.min_absorption_percent, stage.needs_report = min_absorption_percent, needs_report
        stage.source, stage.standing, stage.set_by = words, standing, person(actor)
        stage.save()
        record_decision(
            actor=actor,
            action="funding.set_stage",
            subject=year,
            regency=None,
            details={
                "number": number,
                "share": f"{share_percent}%",
                "opens_on": opens_on,
                "min_absorption": min_absorption_percent,
                "needs_report": needs_report,
                "source": words,
            },
            grounds=grounds_of(year, [clause_of(year, "V.B.3")] if year.fund == Fund.IKM else []),
        )
    return stage
