"""What drafting and signing a decree share: the lock of a draft, its record, its page.

The regulation knows the designation only. Revoking or amending one is our procedure: by another decree, of the same
rank, that names the one it changes.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.decisions.services import Grounds, record_decision
from sentra.designation.judging import law_version
from sentra.designation.models import Decree, DecreeEntry
from sentra.designation.transitions import clause_id, law_on
from sentra.pages.errors import Conflict, Refused

CLAUSE = clause_id("7.f")


def url_of(decree: Decree) -> str:
    """The page of a decree."""
    return reverse("designation:decree", args=[decree.pk])


def require_draft(decree: Decree, version: int | None) -> None:
    """Raise `Refused` for a decree that is no draft any more, `Conflict` for a version that is not the newest."""
    if decree.state != Decree.State.DRAFT:
        raise Refused(
            _("The decree %(decree)s is “%(state)s” and does not change any more.")
            % {"decree": decree, "state": decree.get_state_display()},
            (CLAUSE,),
            remedy=_("A later decree may amend or revoke it."),
        )
    if version is not None and version != decree.version:
        raise changed(decree)


def changed(decree: Decree) -> Conflict:
    """What the slower of two is told."""
    current = Decree.objects.get(pk=decree.pk)
    return Conflict(
        _("Someone else changed the decree %(decree)s. It is now “%(state)s”.")
        % {"decree": current, "state": current.get_state_display()},
        state=current.get_state_display(),
        url=url_of(decree),
        remedy=_("Open it again."),
    )


def change_draft(decree: Decree, changes: dict[str, Any]) -> None:
    """Change fields of a draft unless somebody was faster (`Conflict`); runs inside the act's transaction."""
    fresh = {**changes, "version": decree.version + 1}
    won = Decree.objects.filter(pk=decree.pk, version=decree.version, state=Decree.State.DRAFT).update(**fresh)
    if not won:
        raise changed(decree)
    for name, value in fresh.items():
        setattr(decree, name, value)


def record(
    actor: Actor,
    decree: Decree,
    action: str,
    *,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    **details: Any,
) -> None:
    """Append the record of an act on a decree, with the sentra that it lists."""
    names = list(DecreeEntry.unscoped.filter(decree=decree).order_by("position").values_list("sentra__name", flat=True))
    record_decision(
        actor=actor,
        action=action,
        subject=decree,
        regency=None,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        details={"count": len(names), "sentra": names, "date": decree.signed_on, "signer": decree.signed_by, **details},
        grounds=Grounds(law_version=law_version(law_on(decree.signed_on or actor.today)), clauses=(CLAUSE,)),
    )
