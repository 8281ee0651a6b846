"""The sentences of this room's actions, as they stand in every history."""

from sentra.funding.wording import allocations, plans, standards, treasury

SENTENCES = standards.SENTENCES | allocations.SENTENCES | plans.SENTENCES | treasury.SENTENCES
