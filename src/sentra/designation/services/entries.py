"""The entries of a decree: chosen proposals, each tier by itself, and designations that a later decree changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.decisions.services import turn_work
from sentra.designation.judging import lower_tier, rank
from sentra.designation.models import Decree, DecreeEffect, DecreeEntry, Proposal, State
from sentra.designation.services.decrees import CLAUSE, url_of
from sentra.designation.transitions import STAGES, clause_id
from sentra.pages.errors import BadInput, Refused
from sentra.registry.models import Sentra, Tier


@dataclass(frozen=True)
class Entry:
    """A line asked for in a decree: a chosen proposal to designate, or a designated sentra to revoke or amend."""

    proposal: Proposal | None = None
    sentra: Sentra | None = None
    effect: str = DecreeEffect.DESIGNATE
    tier: str = ""  # for an amendment: the tier from the decree's date on


def add_entries(decree: Decree, entries: Sequence[Entry]) -> None:
    """Write entries at the end of a draft; must run inside a transaction."""
    lock_proposals(entry.proposal.pk for entry in entries if entry.proposal is not None)
    ordered = sorted(entries, key=lambda entry: rank(_tier_of(entry, decree)))
    together = {(sentra_of(entry).pk, _tier_of(entry, decree)) for entry in entries} | set(
        DecreeEntry.unscoped.filter(decree=decree).values_list("sentra_id", "tier")
    )
    start = DecreeEntry.unscoped.filter(decree=decree).count()
    for position, entry in enumerate(ordered, start=start + 1):
        sentra, tier = sentra_of(entry), _tier_of(entry, decree)
        if entry.effect == DecreeEffect.DESIGNATE:
            require_chosen(decree, entry.proposal)
            _require_lower(sentra, tier, together)
        else:
            _require_designated(sentra, tier, decree)
        DecreeEntry.unscoped.create(
            decree=decree,
            position=position,
            sentra=sentra,
            proposal=entry.proposal,
            effect=entry.effect,
            tier=tier,
            tier_before=sentra.tier,
        )
        if entry.proposal is not None:
            turn_work(subject=entry.proposal, kind="designation.issue_decree", url=url_of(decree))


def release(entries: Iterable[DecreeEntry]) -> None:
    """Of the proposals of a draft that no longer lists them: a decree is to be drafted again."""
    for entry in entries:
        if entry.proposal is not None:
            turn_work(
                subject=entry.proposal,
                kind=STAGES[State.CHOSEN].action,
                url=reverse("designation:proposal", args=[entry.proposal.pk]),
            )


def lock_proposals(keys: Iterable[UUID]) -> None:
    """Hold proposals for this transaction, always in one order: two drafts at once cannot both list one of them."""
    # Those of the entries; what may be listed is checked right after, on what stands there now.
    list(Proposal.unscoped.select_for_update().filter(pk__in=list(keys)).order_by("pk").values_list("pk"))


def sentra_of(entry: Entry) -> Sentra:
    """The sentra that an entry asked for is about; `BadInput` when it names none."""
    sentra = entry.proposal.sentra if entry.proposal is not None else entry.sentra
    if sentra is None:
        raise BadInput([("entries", "", _("An entry names a sentra."), "")])
    return sentra


def _tier_of(entry: Entry, decree: Decree) -> str:
    if entry.effect == DecreeEffect.REVOKE:
        return entry.tier or Tier.CANDIDATE
    return entry.proposal.tier if entry.proposal is not None else entry.tier


def require_chosen(decree: Decree, proposal: Proposal | None) -> None:
    """Raise `Refused` unless the proposal is chosen now and stands in no other draft."""
    current = Proposal.unscoped.filter(pk=proposal.pk).first() if proposal is not None else None
    if current is None or current.state != State.CHOSEN:
        raise Refused(
            _("“%(sentra)s” was not chosen; a decree lists chosen sentra only.")
            % {"sentra": current.sentra.name if current else "–"},
            (CLAUSE, clause_id("7.e.2")),
            remedy=_("The ministry's approver chooses among the verified candidates first."),
        )
    other = (
        DecreeEntry.unscoped.filter(proposal=current, decree__state=Decree.State.DRAFT).exclude(decree=decree).first()
    )
    if other is not None:
        raise Refused(
            _("“%(sentra)s” already stands in the draft %(decree)s.")
            % {"sentra": current.sentra.name, "decree": other.decree},
            (CLAUSE,),
        )


def _require_lower(sentra: Sentra, tier: str, together: set[Any]) -> None:
    below = lower_tier(tier)
    if rank(sentra.tier) < rank(below) and (sentra.pk, below) not in together:
        clause = clause_id("7.a.5" if tier == Tier.CLUSTER else "7.a.4")
        raise Refused(
            _("“%(sentra)s” does not hold the tier “%(below)s”, and this decree does not give it.")
            % {"sentra": sentra.name, "below": Tier(below).label},
            (CLAUSE, clause),
        )


def _require_designated(sentra: Sentra, tier: str, decree: Decree) -> None:
    listed = DecreeEntry.unscoped.filter(decree=decree.amends, sentra=sentra).exists()
    if not listed or sentra.tier == Tier.CANDIDATE or sentra.tier == tier:
        raise Refused(
            _("“%(sentra)s” holds no designation by that decree that this entry would change.")
            % {"sentra": sentra.name},
            (CLAUSE,),
        )
    if rank(tier) > rank(sentra.tier):
        raise Refused(
            _("“%(sentra)s” is raised to “%(tier)s” only by a proposal that was verified and chosen.")
            % {"sentra": sentra.name, "tier": Tier(tier).label},
            (CLAUSE, clause_id("7.e.2")),
            remedy=_("Open a candidate for that tier; an amendment lowers a tier or takes it away."),
        )
