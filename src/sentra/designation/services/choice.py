"""The ministry's choice among verified candidates, and taking it back (Pasal 7 huruf e)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.designation.models import Decree, DecreeEntry, Proposal, State
from sentra.designation.services.bulk import Outcome, each
from sentra.designation.services.steps import Moved, require_territory, transition
from sentra.designation.services.verification import second_verdicts
from sentra.designation.transitions import clause_id
from sentra.pages.errors import Refused
from sentra.pages.verdicts import lines


def choose(*, actor: Actor, proposal: Proposal, reason: str = "", version: int | None = None) -> Moved:
    """Choose a candidate; refused without a second verification, and where it found a provision not met or unknown."""
    ensure(actor, "designation.choose", proposal)
    require_territory(actor, proposal)
    if proposal.state == State.REVERIFIED:
        _require_second_verification(proposal)
    return transition(actor=actor, proposal=proposal, action="designation.choose", reason=reason, version=version)


def _require_second_verification(proposal: Proposal) -> None:
    verdicts = second_verdicts(proposal)
    open_ones = [verdict for verdict in verdicts.values() if verdict.verdict != "met"]
    if verdicts and not open_ones:
        return
    language = get_language() or "id"
    findings = [line for one in open_ones for line in lines(one, language) if line.mark in ("not_met", "unknown")]
    ids = [clause for one in open_ones for clause in (*one.failing, *one.missing)]
    raise Refused(
        _("The second verification did not find every provision met; such a candidate cannot be chosen."),
        (clause_id("7.e.2"), *ids),
        findings,
        remedy=_("Mark it as not chosen, with the reason; the regency can propose it anew."),
    )


def not_choose(*, actor: Actor, proposal: Proposal, reason: str, version: int | None = None) -> Moved:
    """Not choose a candidate, with a reason that the province and the regency read."""
    return transition(actor=actor, proposal=proposal, action="designation.not_choose", reason=reason, version=version)


def choose_many(*, actor: Actor, proposals: Sequence[Proposal], reason: str = "") -> list[Outcome]:
    """Choose several candidates; each has its own result."""
    return each(proposals, lambda proposal: choose(actor=actor, proposal=proposal, reason=reason))


def not_choose_many(*, actor: Actor, proposals: Sequence[Proposal], reason: str) -> list[Outcome]:
    """Not choose several candidates for one reason; each has its own result."""
    return each(proposals, lambda proposal: not_choose(actor=actor, proposal=proposal, reason=reason))


def reconsider(*, actor: Actor, proposal: Proposal, reason: str, version: int | None = None) -> Moved:
    """Take a choice back with a reason, as long as no decree lists the sentra (our procedure)."""
    require_territory(actor, proposal)
    with transaction.atomic():
        _require_unlisted(proposal)
        return transition(
            actor=actor, proposal=proposal, action="designation.reconsider", reason=reason, version=version
        )


def _require_unlisted(proposal: Proposal) -> None:
    """No decree lists the proposal; while this transaction lasts none can begin to."""
    # The proposal was fetched inside the territory.
    Proposal.unscoped.select_for_update().get(pk=proposal.pk)
    listed = DecreeEntry.unscoped.filter(proposal=proposal).exclude(decree__state=Decree.State.DISCARDED).first()
    if proposal.state == State.CHOSEN and listed is not None:
        raise Refused(
            _("The draft decree %(decree)s lists this sentra.") % {"decree": listed.decree},
            (clause_id("7.f"),),
            remedy=_("Take it off the draft first."),
        )
