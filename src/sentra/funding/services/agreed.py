"""Putting an agreed version of a plan in force: its lines become what may be spent."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext as _

from sentra.funding.models import BudgetLine, FundingSource, PlanLine, PlanState, PlanVersion, Recipient
from sentra.pages.errors import BadInput, InputProblem, Refused
from sentra.pages.formatting import rupiah


def planned_by(plan: PlanVersion) -> int:
    """What a version plans from the fund, in rupiah."""
    # Unscoped here and below: the rows of a plan that was let through.
    lines = PlanLine.unscoped.filter(activity__plan=plan, source=FundingSource.FUND)
    return int(lines.aggregate(total=Sum("amount"))["total"] or 0)


def below_spent(recipient: Recipient, plan: PlanVersion) -> list[InputProblem]:
    """The lines of a version that fall below what was already spent on them; also those it leaves out."""
    lines = PlanLine.unscoped.filter(activity__plan=plan, source=FundingSource.FUND)
    amounts = {one.key: (one.description, one.amount) for one in lines}
    problems = []
    for kept in BudgetLine.unscoped.filter(recipient=recipient, spent__gt=0):
        description, amount = amounts.get(kept.pk, (_("A line that was taken out"), 0))
        if amount < kept.spent:
            message = _("%(line)s: %(spent)s was spent already, the change leaves %(amount)s.")
            places = {"line": description, "spent": rupiah(kept.spent), "amount": rupiah(amount)}
            problems.append(
                InputProblem("amount", amount, message % places, _("Leave at least what was spent on the line."))
            )
    return problems


def put_in_force(recipient: Recipient, plan: PlanVersion) -> None:
    """Make a version the agreed one of a locked recipient, in the caller's transaction.

    Raises Refused where it plans more than the ceiling, BadInput where a line falls below what was spent on it.
    """
    total = planned_by(plan)
    if recipient.ceiling is None or total > recipient.ceiling:
        places = {"total": rupiah(total), "ceiling": rupiah(recipient.ceiling or 0)}
        raise Refused(
            _("The plan comes to %(total)s, the ceiling to %(ceiling)s.") % places,
            remedy=_("Lower the plan, or wait for a decree that raises the ceiling."),
        )
    if problems := below_spent(recipient, plan):
        raise BadInput(problems)
    wanted = {
        one.key: (one.activity.key, one.amount)
        for one in PlanLine.unscoped.filter(activity__plan=plan, source=FundingSource.FUND).select_related("activity")
    }
    kept = {one.pk: one for one in BudgetLine.unscoped.filter(recipient=recipient)}
    for one in kept.values():
        one.activity_key, one.planned = wanted.get(one.pk, (one.activity_key, 0))
    BudgetLine.unscoped.bulk_update(kept.values(), ["activity_key", "planned"], batch_size=100)
    BudgetLine.unscoped.bulk_create(
        [
            BudgetLine(pk=key, recipient=recipient, activity_key=activity, planned=amount)
            for key, (activity, amount) in wanted.items()
            if key not in kept
        ]
    )
    earlier = PlanVersion.unscoped.filter(recipient=recipient, state=PlanState.AGREED).exclude(pk=plan.pk)
    earlier.update(state=PlanState.REPLACED)
    plan.state = PlanState.AGREED
    plan.save(update_fields=["state"])
    recipient.planned = total
    recipient.save(update_fields=["planned"])
