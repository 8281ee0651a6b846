"""Remarks on a proposal, said to everybody who sees it; they move nothing."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import notify, record_decision
from sentra.designation.models import Comment, Proposal
from sentra.designation.services.steps import require_territory, url_of
from sentra.pages.errors import BadInput


def add_comment(*, actor: Actor, proposal: Proposal, text: str, id: UUID | None = None) -> Comment:
    """Add a remark to the thread of a proposal and tell those who took part in it so far."""
    require_territory(actor, proposal)
    ensure(actor, "designation.comment", proposal)
    author = actor.user
    if author is None:
        raise ValueError("a remark has an author")
    if not text.strip():
        raise BadInput([("text", text, _("The remark is empty."), _("Write it, or leave the page."))])

    def create(key: UUID) -> Comment:
        comment = Comment.unscoped.create(
            id=key,
            proposal=proposal,
            text=text.strip(),
            by=author,
            office=actor.office,
            at=timezone.now(),
        )
        decision = record_decision(
            actor=actor,
            action="designation.comment",
            subject=proposal,
            regency=proposal.regency,
            details={"text": comment.text},
            at=comment.at,
        )
        authors = {one.by_id: one.by for one in Comment.unscoped.filter(proposal=proposal).select_related("by")}
        notify(decision=decision, users=[*authors.values(), proposal.opened_by], url=url_of(proposal))
        return comment

    return create_once(Comment, actor, id, create)
