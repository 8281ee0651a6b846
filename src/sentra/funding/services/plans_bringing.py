"""Many budget lines of a draft at once, with their activities: one edit, one decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.development.services.common import Checking
from sentra.funding.models import PlanActivity, PlanLine, PlanVersion
from sentra.funding.services.plans_drafting import begin_edit, end_edit
from sentra.funding.services.plans_lines import ActivityValues, LineValues, checked_activity, checked_line
from sentra.pages.formatting import rupiah
from sentra.territory.scope import OutsideTerritory


@dataclass(frozen=True)
class BroughtLine:
    """A budget line under its id: that of the line it changes, or the one that a new line will have."""

    id: UUID
    values: LineValues
    is_new: bool


@dataclass(frozen=True)
class BroughtActivity:
    """An activity with the lines that are brought for it; `kept` is the one on record, None for a new one."""

    values: ActivityValues
    lines: Sequence[BroughtLine]
    kept: UUID | None = None


def bring_lines(*, actor: Actor, plan: PlanVersion, edition: int, activities: Sequence[BroughtActivity]) -> PlanVersion:
    """Enter and change many lines of a draft with their activities, all or none; other lines stay as they are.

    The same checks as `save_activity` and `save_line`, one edit of the version and one decision. Raises
    OutsideTerritory, Forbidden, BadInput, Conflict where the draft is not of the edition that was looked at.
    """
    ensure(actor, "funding.plan", plan)
    check, year = Checking(), plan.recipient.year
    clean = [
        (
            one,
            checked_activity(check, year, one.values),
            [checked_line(check, year, line.values) for line in one.lines],
        )
        for one in activities
    ]
    check.done()
    with transaction.atomic():
        stored = begin_edit(plan, edition)
        book = _Book(stored)
        for one, values, lines in clean:
            activity = book.activity(one.kept, values)
            for line, said in zip(one.lines, lines, strict=True):
                book.line(activity, line, said)
        book.write()
        end_edit(actor, stored, "funding.bring_lines", book.told())
    return stored


class _Book:
    """The activities and lines of a locked draft while others are brought in beside them."""

    def __init__(self, plan: PlanVersion) -> None:
        self.plan = plan
        # Unscoped: of a version that was let through.
        self.activities = {one.pk: one for one in PlanActivity.unscoped.filter(plan=plan)}
        self.lines = {one.pk: one for one in PlanLine.unscoped.filter(activity__plan=plan)}
        self.before = self.total()
        self.made: list[Any] = []
        self.changed: list[Any] = []
        self.acts: list[dict[str, Any]] = []

    def total(self) -> int:
        return sum(one.amount for one in self.lines.values())

    def activity(self, kept: UUID | None, values: dict[str, Any]) -> PlanActivity:
        """The activity on record as it is said to be, or a new one."""
        if kept is None:
            place = max((one.place for one in self.activities.values()), default=0)
            made = PlanActivity(plan=self.plan, place=place + 1, **values)
            self.activities[made.pk] = made
            self.made.append(made)
            self.acts.append({"activity": made.title, "key": str(made.key), "values": values})
            return made
        found = self.activities.get(kept)
        if found is None:
            raise OutsideTerritory  # the key names an activity of another version
        self._change(found, values, {"activity": found.title})
        return found

    def line(self, activity: PlanActivity, line: BroughtLine, values: dict[str, Any]) -> None:
        """The line on record as it is said to be, or a new one at the end of its activity."""
        if not line.is_new:
            found = self.lines.get(line.id)
            if found is None or found.activity_id != activity.pk:
                raise OutsideTerritory  # the key names a line of another activity
            if self._change(found, values, {"line": found.description}):
                found.judgement = found.judgement_note = ""
            return
        place = max((one.place for one in self.lines.values() if one.activity_id == activity.pk), default=0)
        made = PlanLine(id=line.id, activity=activity, place=place + 1, **values)
        self.lines[made.pk] = made
        self.made.append(made)
        self.acts.append({"line": made.description, "key": str(made.key), "values": values})

    def _change(self, record: Any, values: dict[str, Any], named: dict[str, str]) -> bool:
        """Put values into a record; whether one differs."""
        before = {name: getattr(record, name) for name in values if getattr(record, name) != values[name]}
        if not before:
            return False
        after = {name: values[name] for name in before}
        for name, value in after.items():
            setattr(record, name, value)
        self.changed.append(record)
        self.acts.append(named | {"key": str(record.key), "before": before, "values": after})
        return True

    def write(self) -> None:
        """Everything that was made or changed, activities first."""
        for model in (PlanActivity, PlanLine):
            fields = [one.name for one in model._meta.concrete_fields if not one.primary_key]
            rows: Any = model.unscoped
            rows.bulk_create([one for one in self.made if isinstance(one, model)], batch_size=100)
            rows.bulk_update([one for one in self.changed if isinstance(one, model)], fields, batch_size=50)

    def told(self) -> dict[str, Any]:
        """What was done, for the record."""
        lines = [sum(isinstance(one, PlanLine) for one in listed) for listed in (self.made, self.changed)]
        return {
            "new": lines[0],
            "changed": lines[1],
            "from": rupiah(self.before),
            "amount": rupiah(self.total()),
            "acts": self.acts,
        }


__all__ = ["BroughtActivity", "BroughtLine", "bring_lines"]
