"""The content of a draft: activities with their budget lines. Every edit raises the edition of the version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.development.services.common import Checking
from sentra.funding.facts_plans import kept_value
from sentra.funding.guides import activities, component_choices, text_of
from sentra.funding.guides_plans import asked_of_activity, asked_of_line, modalities, needs_modality, training_kinds
from sentra.funding.models import LARGEST, FundingSource, PlanActivity, PlanLine, PlanVersion, ProgrammeYear, Unit
from sentra.funding.services.plans_drafting import begin_edit, check_directions, end_edit
from sentra.law import FactDeclaration
from sentra.law.validation import validate_facts
from sentra.pages.formatting import language, number, rupiah
from sentra.territory.scope import OutsideTerritory

MOST_COUNTED = 1_000_000  # the most that a line counts, and the most often
MOST_OUTPUT = 10_000_000


@dataclass(frozen=True)
class ActivityValues:
    """What is entered of an activity; `facts` are those of `asked_of_activity`."""

    activity: str
    title: str
    first_month: int
    last_month: int
    location: str
    training_kind: str = ""
    modality: str = ""
    output_volume: int | None = None
    output_unit: str = ""
    directions: Sequence[str] = ()
    need: str = ""
    regional_affair: str = ""
    national_priority: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LineValues:
    """What is entered of a budget line; the price in whole rupiah, `facts` are those of `asked_of_line`."""

    component: str
    description: str
    volume: int
    unit: str
    unit_price: int
    frequency: int = 1
    source: str = FundingSource.FUND
    account_code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def amount(self) -> int:
        """Rupiah in all."""
        return self.volume * self.frequency * self.unit_price


# ---------------------------------------------------------------- activities


def save_activity(
    *,
    actor: Actor,
    plan: PlanVersion,
    edition: int,
    values: ActivityValues,
    activity: PlanActivity | None = None,
    id: UUID | None = None,
) -> PlanActivity:
    """Enter an activity of a draft, or change one; a new one sent twice is entered once.

    Raises OutsideTerritory, Forbidden, BadInput, Conflict where the draft is not of the edition that was looked at.
    """
    ensure(actor, "funding.plan", plan)
    check = Checking()
    clean = checked_activity(check, plan.recipient.year, values)
    check.done()
    if activity is not None:
        return _change_activity(actor, plan, edition, activity, clean)

    def create(key: UUID) -> PlanActivity:
        stored = begin_edit(plan, edition)
        # Unscoped here and below: of a version that was let through.
        place = PlanActivity.unscoped.filter(plan=stored).aggregate(last=Max("place"))["last"] or 0
        made = PlanActivity(id=key, plan=stored, place=place + 1, **clean)
        made.save(force_insert=True)
        end_edit(actor, stored, "funding.add_activity", {"title": made.title, "values": clean})
        return made

    made = create_once(PlanActivity, actor, id, create)
    if made.plan_id != plan.pk:
        raise OutsideTerritory  # the key names an activity of another version
    return made


def _change_activity(
    actor: Actor, plan: PlanVersion, edition: int, activity: PlanActivity, clean: dict[str, Any]
) -> PlanActivity:
    with transaction.atomic():
        stored = begin_edit(plan, edition)
        kept = PlanActivity.unscoped.get(pk=activity.pk, plan=stored)
        kept.plan = stored
        before = {name: getattr(kept, name) for name in clean}
        for name, value in clean.items():
            setattr(kept, name, value)
        kept.save(update_fields=list(clean))
        details = {"title": kept.title, "before": _differing(before, clean), "values": _differing(clean, before)}
        end_edit(actor, stored, "funding.change_activity", details)
    return kept


def remove_activity(*, actor: Actor, plan: PlanVersion, edition: int, activity: PlanActivity) -> None:
    """Take an activity out of a draft with its lines. Raises OutsideTerritory, Forbidden, Conflict."""
    ensure(actor, "funding.plan", plan)
    with transaction.atomic():
        stored = begin_edit(plan, edition)
        kept = PlanActivity.unscoped.get(pk=activity.pk, plan=stored)
        total = kept.lines.aggregate(total=Sum("amount"))["total"] or 0
        details = {"title": kept.title, "key": str(kept.key), "lines": kept.lines.count(), "amount": rupiah(total)}
        kept.delete()
        end_edit(actor, stored, "funding.remove_activity", details)


def checked_activity(check: Checking, year: ProgrammeYear, given: ActivityValues) -> dict[str, Any]:
    """The values of an activity in one spelling; what is wrong with them is said to `check`."""
    clean: dict[str, Any] = {name: one.strip() if isinstance(one, str) else one for name, one in asdict(given).items()}
    if given.activity not in {name for name, _label in activities(year)}:
        message = _("%(text)s knows no such activity.") % {"text": text_of(year).number}
        check.say("activity", given.activity, message, _("Choose one of those it lists."))
        check.done()
    check.words("title", given.title, 200)
    check.words("location", given.location, 200)
    for name, month in (("first_month", given.first_month), ("last_month", given.last_month)):
        if not 1 <= month <= 12:
            check.say(name, month, _("This is not a month."), _("Give a month from 1 to 12."))
    if given.last_month < given.first_month:
        message = _("The last month lies before the first one.")
        check.say("last_month", given.last_month, message, _("Give a later month."))
    _check_output(check, given)
    clean |= _held(check, year, given)
    check_directions(check, year, given.directions)
    clean["directions"] = list(dict.fromkeys(given.directions))
    for name, longest in (("need", 4000), ("regional_affair", 200), ("national_priority", 200)):
        if clean[name]:
            check.words(name, clean[name], longest)
    clean["facts"] = _checked_facts(check, asked_of_activity(year, given.activity), given.facts)
    return clean


def _check_output(check: Checking, given: ActivityValues) -> None:
    if given.output_volume is None:
        if given.output_unit.strip():
            check.say("output_volume", None, _("The figure of the output is missing."), _("Write how many."))
        return
    if not 1 <= given.output_volume <= MOST_OUTPUT:
        remedy = _("Write a whole number up to %(most)s.") % {"most": number(MOST_OUTPUT)}
        check.say("output_volume", given.output_volume, _("This figure cannot be taken."), remedy)
    check.words("output_unit", given.output_unit, 60)


def _held(check: Checking, year: ProgrammeYear, given: ActivityValues) -> dict[str, str]:
    """How a training is held and of which kind it is; nothing for other activities."""
    if not needs_modality(year, given.activity):
        return {"training_kind": "", "modality": ""}
    return {
        "training_kind": check.one_of("training_kind", given.training_kind, [one for one, _w in training_kinds(year)]),
        "modality": check.one_of("modality", given.modality, [one for one, _w in modalities(year)]),
    }


# ---------------------------------------------------------------- lines


def save_line(
    *,
    actor: Actor,
    activity: PlanActivity,
    edition: int,
    values: LineValues,
    line: PlanLine | None = None,
    id: UUID | None = None,
) -> PlanLine:
    """Enter a budget line of a draft's activity, or change one; a new one sent twice is entered once.

    Whether the fund may pay it is told by the findings, which the plan shows; it is kept all the same, to be mended or
    paid from the regional budget. Raises OutsideTerritory, Forbidden, BadInput, Conflict.
    """
    plan = activity.plan
    ensure(actor, "funding.plan", plan)
    check = Checking()
    clean = checked_line(check, plan.recipient.year, values)
    check.done()
    if line is not None:
        return _change_line(actor, plan, edition, line, clean)

    def create(key: UUID) -> PlanLine:
        stored = begin_edit(plan, edition)
        of = PlanActivity.unscoped.get(pk=activity.pk, plan=stored)
        place = of.lines.aggregate(last=Max("place"))["last"] or 0
        made = PlanLine(id=key, activity=of, place=place + 1, **clean)
        made.save(force_insert=True)
        details = {"line": made.description, "amount": rupiah(made.amount), "activity": of.title, "values": clean}
        end_edit(actor, stored, "funding.add_line", details)
        return made

    made = create_once(PlanLine, actor, id, create)
    if made.activity_id != activity.pk:
        raise OutsideTerritory  # the key names a line of another activity
    return made


def _change_line(actor: Actor, plan: PlanVersion, edition: int, line: PlanLine, clean: dict[str, Any]) -> PlanLine:
    with transaction.atomic():
        stored = begin_edit(plan, edition)
        kept = PlanLine.unscoped.select_related("activity").get(pk=line.pk, activity__plan=stored)
        before = {name: getattr(kept, name) for name in clean}
        for name, value in clean.items():
            setattr(kept, name, value)
        kept.judgement = kept.judgement_note = ""
        kept.save(update_fields=[*clean, "judgement", "judgement_note"])
        details = {
            "line": kept.description,
            "from": rupiah(before["amount"]),
            "amount": rupiah(kept.amount),
            "activity": kept.activity.title,
            "before": _differing(before, clean),
            "values": _differing(clean, before),
        }
        end_edit(actor, stored, "funding.change_line", details)
    return kept


def remove_line(*, actor: Actor, plan: PlanVersion, edition: int, line: PlanLine) -> None:
    """Take a line out of a draft. Raises OutsideTerritory, Forbidden, Conflict."""
    ensure(actor, "funding.plan", plan)
    with transaction.atomic():
        stored = begin_edit(plan, edition)
        kept = PlanLine.unscoped.select_related("activity").get(pk=line.pk, activity__plan=stored)
        details = {
            "line": kept.description,
            "key": str(kept.key),
            "amount": rupiah(kept.amount),
            "activity": kept.activity.title,
        }
        kept.delete()
        end_edit(actor, stored, "funding.remove_line", details)


def checked_line(check: Checking, year: ProgrammeYear, given: LineValues) -> dict[str, Any]:
    """The values of a line as they are kept; what is wrong is said to `check`."""
    clean: dict[str, Any] = {name: one.strip() if isinstance(one, str) else one for name, one in asdict(given).items()}
    check.one_of("component", given.component, [one for one, _label in component_choices(year)])
    check.words("description", given.description, 200)
    check.one_of("source", given.source, FundingSource.values)
    check.one_of("unit", given.unit, Unit.values)
    for name, count in (("volume", given.volume), ("frequency", given.frequency)):
        if not 1 <= count <= MOST_COUNTED:
            remedy = _("Write a whole number from 1 to %(most)s.") % {"most": number(MOST_COUNTED)}
            check.say(name, count, _("This figure cannot be taken."), remedy)
    check.amount("unit_price", given.unit_price)
    if len(clean["account_code"]) > 40:
        check.words("account_code", clean["account_code"], 40)
    clean["facts"] = _checked_facts(check, asked_of_line(year), given.facts)
    if not check.problems and given.amount > LARGEST:
        remedy = _("Together they come to %(most)s at most. Count the zeros.") % {"most": rupiah(LARGEST)}
        check.say("unit_price", given.unit_price, _("The amount of the line is too large."), remedy)
    return clean | {"amount": given.amount}


def _checked_facts(check: Checking, asked: Sequence[FactDeclaration], given: Mapping[str, Any]) -> dict[str, Any]:
    for problem in validate_facts(asked, given, language()):
        check.say(problem.name, problem.value, _("This value cannot be taken."), problem.remedy)
    names = {fact.name for fact in asked}
    return {name: kept_value(value) for name, value in given.items() if value is not None and name in names}


def _differing(values: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if others[name] != value}


__all__ = [
    "MOST_COUNTED",
    "ActivityValues",
    "LineValues",
    "checked_line",
    "remove_activity",
    "remove_line",
    "save_activity",
    "save_line",
]
