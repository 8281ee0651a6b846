"""Choosing who receives a fund in a year: the industry fund's criteria with evidence, the ministry's decision."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.development.services.common import Checking, person, refuse
from sentra.funding.facts import criteria_facts, judge_region
from sentra.funding.guides import ELIGIBILITY, clause_of, holders, law_of
from sentra.funding.models import Criteria, Fund, ProgrammeYear, Recipient
from sentra.funding.queries.performance import performance_before
from sentra.funding.services.common import grounds_of, lock_recipient
from sentra.pages.errors import Conflict, Refused
from sentra.territory.models import Region


def record_criteria(
    *,
    actor: Actor,
    year: ProgrammeYear,
    region: Region,
    facts: Mapping[str, bool | None],
    sources: Mapping[str, str],
    version: int = 0,
) -> Criteria:
    """Record what shows whether a region may receive the industry fund in a year; each known fact names its document.

    `version` is that of the record that was looked at, 0 for none yet. Raises OutsideTerritory, Forbidden, Refused for
    a fund without such criteria, BadInput, Conflict when somebody else was faster.
    """
    ensure(actor, "funding.record_criteria", region)
    ensure(actor, "funding.record_criteria", year)
    if year.fund != Fund.IKM:
        raise Refused(_("This fund's recipients are chosen by decision of the ministry; no criteria are judged."))
    asked = [fact.name for fact in law_of(year).check(ELIGIBILITY).facts if fact.type == "boolean"]
    check, known, shown = Checking(), {}, {}
    for name in asked:
        value = facts.get(name)
        if value is None:
            continue
        known[name] = value
        shown[name] = check.words(f"source_{name}", sources.get(name, ""), 300)
    if not known:
        check.say("facts", None, _("Nothing was answered."), _("Answer at least one question."))
    check.done()
    with transaction.atomic():
        ProgrammeYear.objects.select_for_update().get(pk=year.pk)
        # Unscoped: the region was let through above.
        stored = Criteria.unscoped.select_for_update().filter(year=year, region=region).first()
        if (stored.version if stored else 0) != version:
            raise Conflict(_("Somebody else has just recorded these criteria."), remedy=_("Load the page again."))
        record = stored or Criteria(year=year, region=region, version=0)
        before = dict(record.facts)
        record.facts, record.sources = known, shown
        record.recorded_by, record.recorded_on, record.version = person(actor), actor.today, record.version + 1
        record.save()
        verdict = judge_region(record)
        record_decision(
            actor=actor,
            action="funding.record_criteria",
            subject=record,
            regency=region,
            to_state=verdict.verdict,
            details={"before": before, "sources": shown},
            grounds=grounds_of(year, [], criteria_facts(record), verdict),
        )
    return record


def choose_recipient(
    *,
    actor: Actor,
    year: ProgrammeYear,
    region: Region,
    holder: str,
    instrument: str,
    consideration: str = "",
    id: UUID | None = None,
) -> Recipient:
    """Choose an office that receives the fund in a year, by a decision of the ministry.

    The industry fund's criteria must be met. Where the region received the fund the year before, how its performance
    was weighed is said in words (PK2UMK Pasal 37 ayat (4), Permenperin 5/2022 Bab VI huruf A angka 3). Raises
    OutsideTerritory, Forbidden, Refused with the findings, BadInput, Conflict for one that is chosen already.
    """
    ensure(actor, "funding.choose", region)
    ensure(actor, "funding.choose", year)
    check = Checking()
    check.one_of("holder", holder, holders(year.fund, region))
    by = check.words("instrument", instrument, 300)
    said = (consideration or "").strip()
    if performance_before(year, region, holder) is not None:
        said = check.words("consideration", consideration, 2000)
    check.done()
    clauses, facts, verdicts = [_choice_clause(year)], {}, []
    if year.fund == Fund.IKM:
        # Unscoped: the region was let through above.
        criteria = Criteria.unscoped.select_related("year", "region").filter(year=year, region=region).first()
        criteria = criteria or Criteria(year=year, region=region)
        facts, verdict = criteria_facts(criteria), judge_region(criteria)
        if not verdict.met:
            raise refuse(
                _("%(region)s does not meet the criteria of this fund, or not all of them are known.")
                % {"region": region.name},
                verdict=verdict,
                remedy=_("Record what is missing with its document, then choose it."),
            )
        verdicts = [verdict]

    def create(key: UUID) -> Recipient:
        # Unscoped: the region was let through; one that was withdrawn comes back under its own record.
        withdrawn = Recipient.unscoped.select_for_update(of=("self",)).filter(
            year=year, region=region, holder=holder, withdrawn_on__isnull=False
        )
        made = withdrawn.first() or Recipient(id=key, year=year, region=region, holder=holder)
        made.instrument, made.consideration = by, said
        made.chosen_by, made.chosen_on = person(actor), actor.today
        made.withdrawn_on, made.withdrawn_reason = None, ""
        made.save()
        record_decision(
            actor=actor,
            action="funding.choose",
            subject=made,
            regency=region,
            reason=said,
            details={"instrument": by},
            grounds=grounds_of(year, clauses, facts, *verdicts),
        )
        return made

    try:
        return create_once(Recipient, actor, id, create)
    except IntegrityError:
        raise Conflict(_("This office is a recipient of the year already."), remedy=_("Look at its page.")) from None


def withdraw_recipient(*, actor: Actor, recipient: Recipient, reason: str) -> Recipient:
    """Take a recipient out of the year before any money was received; it stays on file with the reason.

    Raises OutsideTerritory, Forbidden, BadInput, Conflict.
    """
    ensure(actor, "funding.choose", recipient)
    check = Checking()
    words = check.words("reason", reason, 300)
    check.done()
    with transaction.atomic():
        stored = lock_recipient(recipient)
        if stored.withdrawn_on is not None:
            raise Conflict(_("This recipient is withdrawn already."), remedy=_("Load the page again."))
        if stored.received:
            raise Conflict(_("This recipient has received money already."), remedy=_("What is left is given back."))
        stored.withdrawn_on, stored.withdrawn_reason = actor.today, words
        stored.save(update_fields=["withdrawn_on", "withdrawn_reason"])
        record_decision(
            actor=actor,
            action="funding.withdraw",
            subject=stored,
            regency=stored.region,
            reason=words,
            grounds=grounds_of(stored.year, [_choice_clause(stored.year)]),
        )
    return stored


def _choice_clause(year: ProgrammeYear) -> str:
    return clause_of(year, "VI.A.3" if year.fund == Fund.IKM else "37.4")
