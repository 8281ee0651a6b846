"""How a recipient did: absorption against the ceiling, what was reached against the targets (Pasal 37 ayat (3))."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from sentra.funding.guides import TARGETS
from sentra.funding.models import Fund, PlanActivity, PlanState, ProgrammeYear, Recipient
from sentra.funding.queries.sums import ActivitySum, achievements_of, share
from sentra.territory.models import Region

#: The activity whose output each target counts; the outputs of its activities in the plan add up.
_ACTIVITY_OF = {
    "target_participants": "training",
    "target_mentors": "mentoring",
    "target_legal_aid": "legal_aid",
}


@dataclass(frozen=True)
class Performance:
    """A recipient's year in figures; a share of nothing is not computable (None), never 0 or 100."""

    recipient: Recipient
    ceiling: int | None
    spent: int
    reached: Mapping[str, int] = field(default_factory=dict)  # target → persons or enterprises; absent: nobody said

    @property
    def absorption(self) -> Fraction | None:
        """Spent of the ceiling, as a share."""
        return share(self.spent, self.ceiling)

    def target(self, name: str) -> int | None:
        """The target that the allocation in force gives (a field of `Allocation`)."""
        allocation = self.recipient.allocation
        return getattr(allocation, name) if allocation is not None else None

    def reached_share(self, name: str) -> Fraction | None:
        """What was reached of a target; more than all of it is shown as it is."""
        reached = self.reached.get(name)
        return None if reached is None else share(reached, self.target(name))


def performance_of(recipient: Recipient) -> Performance:
    """The absorption of one recipient, from its own row; `performances_of` tells what was reached besides."""
    return Performance(recipient, recipient.ceiling, recipient.spent)


def performance_from(recipient: Recipient, activities: Iterable[ActivitySum]) -> Performance:
    """Absorption and what was reached, from activities that were read already."""
    reached: dict[str, int] = {}
    for one in activities:
        for target in TARGETS if recipient.year.fund == Fund.PK2UMK and one.is_agreed else ():
            if one.reached is not None and _ACTIVITY_OF[target] == one.code:
                reached[target] = reached.get(target, 0) + one.reached
    return Performance(recipient, recipient.ceiling, recipient.spent, reached)


def performances_of(recipients: Iterable[Recipient]) -> list[Performance]:
    """Absorption and what was reached, of recipients that were let through, in their order; two questions in all."""
    known = list(recipients)
    reached = _reached(known)
    return [Performance(one, one.ceiling, one.spent, reached.get(one.pk, {})) for one in known]


def _reached(recipients: list[Recipient]) -> dict[UUID, dict[str, int]]:
    """What was stated for each target, added up over the activities of the agreed plan."""
    asked = [one for one in recipients if one.year.fund == Fund.PK2UMK]
    if not asked:
        return {}
    # Unscoped: the rows of recipients that were let through.
    activities = PlanActivity.unscoped.filter(plan__recipient__in=asked, plan__state=PlanState.AGREED)
    achieved = achievements_of(asked)
    found: dict[UUID, dict[str, int]] = {}
    for owner, key, code in activities.values_list("plan__recipient_id", "key", "activity"):
        stated = achieved.get((owner, key))
        for target in TARGETS:
            if stated is not None and _ACTIVITY_OF[target] == code:
                sums = found.setdefault(owner, {})
                sums[target] = sums.get(target, 0) + stated.volume
    return found


def performance_before(year: ProgrammeYear, region: Region, holder: str) -> Performance | None:
    """How the same office did with the same fund the year before; None where it was no recipient."""
    # Unscoped: the caller has been let through for the region.
    rows = Recipient.unscoped.select_related("year", "region", "allocation")
    found = rows.filter(
        year__fund=year.fund, year__year=year.year - 1, region=region, holder=holder, withdrawn_on=None
    ).first()
    return performances_of([found])[0] if found else None
