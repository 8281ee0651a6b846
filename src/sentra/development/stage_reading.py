"""Where a sentra stands on the stages of Pasal 9: the highest one with all earlier ones, gaps shown as missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F

from sentra.designation.facts import facts_of_sentra
from sentra.development.entitlements import Stage, stages
from sentra.development.models import StageRecord
from sentra.law import Law, Verdict
from sentra.registry.models import Sentra


@dataclass(frozen=True)
class Recorded:
    """An assessor's record of a stage, with its pioneers as they are told."""

    record: StageRecord
    pioneers: Sequence[str]


@dataclass(frozen=True)
class StageView:
    """A stage of one sentra: what it rests on, whether it holds by itself, whether it is reached."""

    stage: Stage
    verdict: Verdict | None  # of a derived stage
    records: Sequence[Recorded]
    holds: bool  # its own check is met, or a complete record is there
    reached: bool  # it holds and so does every earlier one

    @property
    def is_incomplete(self) -> bool:
        """Whether there is a record of it and none is complete."""
        return bool(self.records) and not any(one.record.is_complete for one in self.records)


@dataclass(frozen=True)
class StageReading:
    """All stages of a sentra on a day."""

    day: dt.date
    views: Sequence[StageView]

    @property
    def shown(self) -> int:
        """The stage shown: the highest one for which all earlier ones hold; 0 where the first does not."""
        return max((view.stage.number for view in self.views if view.reached), default=0)

    @property
    def gaps(self) -> list[StageView]:
        """Stages that do not hold although a later one does: missing evidence."""
        highest = max((view.stage.number for view in self.views if view.holds), default=0)
        return [view for view in self.views if not view.holds and view.stage.number < highest]

    def of(self, number: int) -> StageView:
        """One stage."""
        return next(view for view in self.views if view.stage.number == number)


def judge_stages(sentra: Sentra, law: Law, day: dt.date) -> Mapping[int, Verdict]:
    """The verdict of every stage that follows a check, on the facts of the day."""
    facts = facts_of_sentra(sentra, day, law)
    found = {}
    for stage in stages(law):
        if stage.check is None:
            continue
        check = law.check(stage.check)
        asked = {fact.name for fact in check.facts}
        found[stage.number] = check.judge({name: value for name, value in facts.items() if name in asked})
    return found


def read_stages(sentra: Sentra, law: Law, day: dt.date) -> StageReading:
    """The stages of a sentra as they stand: derived ones by their checks, the others by complete records."""
    verdicts = judge_stages(sentra, law, day)
    records = _records_of(sentra)
    views: list[StageView] = []
    unbroken = True
    for stage in stages(law):
        own = [one for one in records if one.record.stage == stage.number]
        verdict = verdicts.get(stage.number)
        holds = verdict.met if verdict is not None else any(one.record.is_complete for one in own)
        unbroken = unbroken and holds
        views.append(StageView(stage, verdict, own, holds, unbroken))
    return StageReading(day, views)


def _records_of(sentra: Sentra) -> list[Recorded]:
    """The records of a sentra by stage, the newest first: one question, a row a pioneer."""
    # The sentra was fetched inside the territory; its own records are open with it.
    rows = (
        StageRecord.unscoped.filter(sentra=sentra)
        .select_related("assessor")
        .annotate(leader=F("pioneers__enterprise__name"), technology=F("pioneers__technology"))
        .order_by("stage", "-recorded_on", "-created_at", "pk", "pioneers__pk")
    )
    found = []
    for _key, group in groupby(rows, key=lambda row: row.pk):
        own = list(group)
        found.append(Recorded(own[0], [f"{row.leader}: {row.technology}" for row in own if row.leader]))
    return found
