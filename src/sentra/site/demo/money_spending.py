"""The money of the demonstration's offices: stages, payments, a correction, reports, what is given back."""

from __future__ import annotations

from sentra.funding.models import BudgetLine, Disbursement, PlanActivity, Stage
from sentra.funding.services import treasury_payments as payments
from sentra.funding.services import treasury_stages as stages
from sentra.funding.services import treasury_statements as statements
from sentra.site.demo.money_story import DEMO, Story

#: The share of each line, in percent, that an office of the usual pace has spent after each of its ten payments.
_REACHED = (8, 17, 26, 35, 45, 56, 67, 77, 88, 97)


def _stage(story: Story, number: int) -> Stage:
    return Stage.objects.get(year__fund=story.fund, year__year=story.year, number=number)


def recommend_first(story: Story) -> None:
    _recommend(story, 1)


def recommend_second(story: Story) -> None:
    _recommend(story, 2)


def _recommend(story: Story, number: int) -> None:
    recipient = story.found()
    if number > 1 and recipient.spent * 100 < recipient.received * 30:
        return  # an office that has spent too little waits
    stages.recommend_disbursement(
        actor=story.ministry,
        recipient=recipient,
        stage=_stage(story, number),
        conditions=f"S-{number}{story.code}/PK/{story.year} ({DEMO})",
    )


def receive_first(story: Story) -> None:
    _receive(story, 1)


def receive_second(story: Story) -> None:
    _receive(story, 2)


def _receive(story: Story, number: int) -> None:
    actor = story.officer
    found = Disbursement.objects.select_related("stage", "recipient__year", "recipient__region__parent").filter(
        recipient=story.found(), stage__number=number, state="recommended"
    )
    for one in found:
        stages.receive_disbursement(
            actor=actor, disbursement=one, received_on=actor.today, reference=f"SP2D-{story.year}-{number}{story.code}"
        )


def pay(story: Story, n: int) -> None:
    """The n-th of ten payments: each line up to the share of its plan that the office has reached by then."""
    recipient, actor = story.found(), story.officer
    lines = list(BudgetLine.objects.filter(recipient=recipient).order_by("activity_key", "pk"))
    aim = min(100, _REACHED[n - 1] * story.pace // 100)
    room, parts = recipient.left, {}
    for line in lines:
        wanted = min(line.planned * aim // 100 - line.spent, room)
        if wanted > 0:
            parts[line.pk], room = wanted, room - wanted
    if not parts:
        return
    payments.record_payment(
        actor=actor,
        recipient=recipient,
        number=f"{n:05d}/SP2D-LS/{story.code}/{story.year}",
        paid_on=actor.today,
        payee="CV Karya Sentra Mandiri",
        purpose="Pelaksanaan kegiatan sesuai rencana penggunaan",
        amount=sum(parts.values()),
        parts=parts,
    )
    for activity in PlanActivity.objects.filter(plan__recipient=recipient, plan__state="agreed"):
        if activity.output_volume:
            statements.record_achievement(
                actor=actor,
                recipient=recipient,
                activity_key=activity.key,
                as_of=actor.today,
                volume=activity.output_volume * aim // 100,
            )


def correct(story: Story) -> None:
    """A sum booked on the wrong line comes back by a counter-entry."""
    order = story.found().orders.filter(corrects=None).order_by("-paid_on")[0]
    part = order.payments.order_by("-amount")[0]
    payments.correct_payment(
        actor=story.officer,
        order=order,
        number=f"K-{order.number}",
        corrected_on=story.officer.today,
        reason="Salah pembebanan pos; dibukukan ulang.",
        parts={part.line_id: part.amount // 4},
    )


def state(story: Story) -> None:
    recipient = story.found()
    statements.state_absorption(
        actor=story.officer,
        recipient=recipient,
        as_of=story.officer.today,
        absorbed=recipient.spent,
        used=recipient.spent,
        reference=f"900/{story.code}/BPKAD/{story.year}",
    )


def accept(story: Story) -> None:
    stages.accept_report(
        actor=story.ministry,
        recipient=story.found(),
        stage=_stage(story, 1),
        reference=f"B-118/SM/{story.year} ({DEMO})",
        accepted_on=story.ministry.today,
    )


def remit(story: Story) -> None:
    recipient = story.found()
    if recipient.left:
        statements.remit(
            actor=story.officer,
            recipient=recipient,
            amount=recipient.left,
            remitted_on=story.officer.today,
            reference=f"NTPN-{story.year}-{story.code}",
        )
