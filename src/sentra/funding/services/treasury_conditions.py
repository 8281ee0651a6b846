"""What a stage of the money waits for, as findings that name the source of the stage and its standing.

The shares, days and minimum absorptions are dated data of the year (`Stage`); for the industry fund the law's own
check of a disbursement is asked beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.funding.facts_treasury import judge_disbursement
from sentra.funding.models import (
    OPEN_STATES,
    Disbursement,
    DisbursementState,
    Fund,
    PlanState,
    PlanVersion,
    Recipient,
    Stage,
    StageReport,
)
from sentra.law import Verdict
from sentra.pages.findings import Finding, Missing
from sentra.pages.formatting import language, long_date, percent, rupiah
from sentra.pages.verdicts import lines


@dataclass(frozen=True)
class Judged:
    """A stage of one recipient with what it waits for; `amount` is None while no ceiling is on file."""

    stage: Stage
    amount: int | None
    findings: Sequence[Finding]
    facts: Mapping[str, Any]
    verdict: Verdict | None

    @property
    def is_met(self) -> bool:
        """Whether nothing is failing and nothing is unknown."""
        return all(one.mark not in ("not_met", "unknown") for one in self.findings)

    @property
    def open_findings(self) -> list[Finding]:
        """The conditions that are not met, or not known to be."""
        return [one for one in self.findings if one.mark in ("not_met", "unknown")]


@dataclass(frozen=True)
class StageBook:
    """The stages of a recipient's year with what became of each for it."""

    recipient: Recipient
    stages: Sequence[Stage]
    disbursements: Sequence[Disbursement]  # all of them, also those that were cancelled
    reports: Mapping[UUID, StageReport]  # by stage
    plan: PlanVersion | None  # the agreed version, else the one on its way

    @cached_property
    def live(self) -> Mapping[UUID, Disbursement]:
        """What was recommended or received, by stage."""
        return {one.stage_id: one for one in self.disbursements if one.state != DisbursementState.CANCELLED}

    @cached_property
    def committed(self) -> int:
        """What was received or is recommended, in rupiah."""
        return sum(one.amount for one in self.live.values())

    @cached_property
    def first_receipt(self) -> dt.date | None:
        """The day of the first money; None before it."""
        days = [one.received_on for one in self.live.values() if one.received_on is not None]
        return min(days, default=None)

    def stage(self, number: int) -> Stage | None:
        """The stage of this number."""
        return next((one for one in self.stages if one.number == number), None)

    def usual_amount(self, stage: Stage) -> int | None:
        """The stage's share of the ceiling in whole rupiah; the last stage takes what remains.

        Never more than the ceiling leaves, for the industry fund never more than its agreed plan leaves. None while no
        ceiling is on file.
        """
        ceiling = self.recipient.ceiling
        if ceiling is None:
            return None
        most = ceiling
        if self.recipient.year.fund == Fund.IKM and self.plan is not None and self.plan.state == PlanState.AGREED:
            most = min(ceiling, self.recipient.planned)
        is_last = stage.pk == self.stages[-1].pk and sum(one.share_percent for one in self.stages) == 100
        share = ceiling if is_last else ceiling * stage.share_percent // 100
        earlier = [one for one in self.stages if one.number < stage.number and one.pk not in self.live]
        waiting = sum(ceiling * one.share_percent // 100 for one in earlier)
        return max(0, min(share, most - self.committed - waiting))

    def judge(self, stage: Stage, day: dt.date, amount: int | None = None, conditions: str = "") -> Judged:
        """The conditions of a stage on a day, for an amount (the usual one by default)."""
        value = self.usual_amount(stage) if amount is None else amount
        findings = [
            self._opened(stage, day),
            self._ceiling(stage),
            *self._after_the_stage_before(stage),
            *self._absorbed(stage),
        ]
        facts: dict[str, Any] = {
            "stage": stage.number,
            "opens_on": stage.opens_on,
            "ceiling": self.recipient.ceiling,
            "received": self.recipient.received,
            "spent": self.recipient.spent,
            "min_absorption_percent": stage.min_absorption_percent,
        }
        verdict = None
        if self.recipient.year.fund == Fund.IKM:
            total = None if value is None else self.committed + value
            asked, verdict = judge_disbursement(self.recipient, self.plan, total, conditions)
            findings += lines(verdict, language())
            facts |= asked
        return Judged(stage, value, findings, facts, verdict)

    def _opened(self, stage: Stage, day: dt.date) -> Finding:
        return Finding(
            mark="met" if day >= stage.opens_on else "not_met",
            label=_("The stage has opened"),
            measured=long_date(day),
            threshold=long_date(stage.opens_on),
            citation=source_of(stage),
        )

    def _ceiling(self, stage: Stage) -> Finding:
        ceiling = self.recipient.ceiling
        label = _("A ceiling is on file")
        if ceiling is None:
            url = reverse("funding:recipient", args=[self.recipient.pk])
            return Finding("unknown", label, citation=source_of(stage), missing=(Missing(_("the ceiling"), url),))
        return Finding("met", label, measured=rupiah(ceiling), citation=source_of(stage))

    def _after_the_stage_before(self, stage: Stage) -> list[Finding]:
        before = self.stage(stage.number - 1)
        if before is None:
            return []
        found = self.live.get(before.pk)
        received = found is not None and found.state == DisbursementState.RECEIVED
        findings = [
            Finding(
                mark="met" if received else "not_met",
                label=_("Stage %(number)s was received") % {"number": before.number},
                measured=long_date(found.received_on) if found and found.received_on else _("not received"),
                citation=source_of(stage),
            )
        ]
        if stage.needs_report:
            report = self.reports.get(before.pk)
            findings.append(
                Finding(
                    mark="met" if report else "not_met",
                    label=_("The report on stage %(number)s was accepted") % {"number": before.number},
                    measured=f"{report.reference}, {long_date(report.accepted_on)}" if report else _("not accepted"),
                    citation=source_of(stage),
                )
            )
        return findings

    def _absorbed(self, stage: Stage) -> list[Finding]:
        least = stage.min_absorption_percent
        if least is None or stage.number == 1:
            return []
        label = _("Enough of what was received was spent")
        threshold = _("at least %(share)s") % {"share": percent(least / 100)}
        received, spent = self.recipient.received, self.recipient.spent
        if not received:
            missing = (Missing(_("money received")),)
            return [Finding("unknown", label, threshold=threshold, citation=source_of(stage), missing=missing)]
        reached = Decimal(spent * 10_000 // received) / 10_000  # rounded down: 74,99% is not 75%
        places = {"spent": rupiah(spent), "received": rupiah(received), "share": percent(reached, 2)}
        return [
            Finding(
                mark="met" if spent * 100 >= received * least else "not_met",
                label=label,
                measured=_("%(spent)s of %(received)s, %(share)s") % places,
                threshold=threshold,
                citation=source_of(stage),
            )
        ]


def source_of(stage: Stage) -> str:
    """Where a stage's figures stand, and whether that is a published text."""
    return f"{stage.source} ({stage.get_standing_display()})"


def stages_of(recipient: Recipient) -> StageBook:
    """The stages of a recipient with what became of them; four questions to the database."""
    # Unscoped, here and below: the rows of a recipient that was let through.
    made = Disbursement.unscoped.filter(recipient=recipient)
    reports = StageReport.unscoped.filter(recipient=recipient)
    plans = PlanVersion.unscoped.filter(recipient=recipient, state__in=[PlanState.AGREED, *OPEN_STATES])
    known = {one.state: one for one in plans}
    plan = known.pop(PlanState.AGREED, None) or next(iter(known.values()), None)
    return StageBook(
        recipient,
        sorted(recipient.year.stages.all(), key=lambda one: one.number),
        list(made.select_related("stage", "recommended_by", "received_by")),
        {one.stage_id: one for one in reports},
        plan,
    )


__all__ = ["Judged", "StageBook", "source_of", "stages_of"]
