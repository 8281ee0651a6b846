"""Drafting a decree from chosen proposals, changing the draft, giving it up (Pasal 7 huruf f)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.designation.judging import law_of
from sentra.designation.legal_basis import basis_of, tidied, usual_basis
from sentra.designation.models import Decree, DecreeEffect, DecreeEntry
from sentra.designation.services.decrees import change_draft, record, require_draft
from sentra.designation.services.entries import Entry, add_entries, release
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.models import Office


def draft_decree(
    *,
    actor: Actor,
    title: str,
    entries: Sequence[Entry],
    amends: Decree | None = None,
    reason: str = "",
    legal_basis: Sequence[str] | None = None,
    id: UUID | None = None,
) -> Decree:
    """Draft a decree that lists many sentra with their tiers; it takes a draft number of the year.

    Refused for a sentra that was not chosen, for one listed in another draft, and for a tier without the one below it.
    A decree that revokes or amends names the decree it changes and its reason. `legal_basis` are the lines of
    Mengingat; by default those that the regulation prints, the doubtful ones included.
    """
    ensure(actor, "designation.draft_decree")
    drafter = actor.user
    if drafter is None or actor.office is None:
        raise ValueError("a decree is drafted by a person in an office")
    office = actor.office
    basis = usual_basis(law_of(actor.today), amends) if legal_basis is None else tidied(legal_basis)

    def create(key: UUID) -> Decree:
        _require_content(title, basis, entries, amends, reason)
        Office.objects.select_for_update().get(pk=office.pk)  # drafts are numbered one after the other
        if (sent_before := Decree.objects.filter(pk=key).first()) is not None:
            return sent_before  # it was being written while this one waited
        decree = Decree.objects.create(
            id=key,
            title=title.strip(),
            draft_number=_next_draft_number(actor.today.year),
            amends=amends,
            reason=reason.strip(),
            legal_basis=basis,
            drafted_by=drafter,
        )
        add_entries(decree, entries)
        record(actor, decree, "designation.draft_decree", to_state=Decree.State.DRAFT, reason=reason, legal_basis=basis)
        return decree

    try:
        return create_once(Decree, actor, id, create)
    except IntegrityError:
        raise Conflict(_("Another draft took this number just now."), remedy=_("Save again.")) from None


def _require_content(
    title: str, basis: Sequence[str], entries: Sequence[Entry], amends: Decree | None, reason: str
) -> None:
    problems = _basis_problems(basis)
    if not title.strip():
        problems.append(("title", title, _("A title is needed."), _("Say what the decree is about.")))
    if not entries:
        problems.append(("entries", "", _("A decree lists at least one sentra."), _("Choose from the list.")))
    changing = [entry for entry in entries if entry.effect != DecreeEffect.DESIGNATE]
    if changing and (amends is None or amends.state != Decree.State.SIGNED):
        problems.append(
            ("amends", "", _("A designation is changed only by a decree that names the signed one it changes."), "")
        )
    if changing and not reason.strip():
        problems.append(("reason", reason, _("A reason is needed."), _("Say in one sentence why.")))
    if problems:
        raise BadInput(problems)


def _basis_problems(lines: Sequence[str]) -> list[tuple[str, Any, Any, Any]]:
    if lines:
        return []
    remedy = _("Write one instrument a line, as the regulation names them.")
    return [("legal_basis", "", _("A decree names its legal basis."), remedy)]


def _next_draft_number(year: int) -> str:
    """`RK-003/2026`: the running number of the year's drafts; discarded ones keep theirs."""
    count = Decree.objects.filter(draft_number__endswith=f"/{year}").count()
    return f"RK-{count + 1:03d}/{year}"


def edit_decree(
    *,
    actor: Actor,
    decree: Decree,
    title: str | None = None,
    add: Sequence[Entry] = (),
    remove: Sequence[int] = (),
    legal_basis: Sequence[str] | None = None,
    version: int | None = None,
) -> Decree:
    """Change the title, the legal basis and the entries of a draft; a signed decree never changes."""
    ensure(actor, "designation.draft_decree")
    require_draft(decree, version)
    before = list(basis_of(decree, law_of(actor.today)))
    basis = before if legal_basis is None else tidied(legal_basis)
    if problems := _basis_problems(basis):
        raise BadInput(problems)
    with transaction.atomic():
        kept_title = title.strip() if title and title.strip() else decree.title
        change_draft(decree, {"title": kept_title, "legal_basis": basis})
        taken_off = DecreeEntry.unscoped.filter(decree=decree, pk__in=list(remove)).select_related("proposal")
        release(taken_off)
        taken_off.delete()
        add_entries(decree, add)
        for position, pk in enumerate(
            DecreeEntry.unscoped.filter(decree=decree).order_by("position").values_list("pk", flat=True), start=1
        ):
            DecreeEntry.unscoped.filter(pk=pk).update(position=position)
        changed: dict[str, Any] = {} if basis == before else {"legal_basis": basis, "legal_basis_before": before}
        record(actor, decree, "designation.edit_decree", **changed)
    return decree


def discard_decree(*, actor: Actor, decree: Decree, reason: str, version: int | None = None) -> Decree:
    """Give a draft up with a reason; its number stays taken and its proposals stay chosen."""
    ensure(actor, "designation.draft_decree")
    require_draft(decree, version)
    if not reason.strip():
        raise BadInput([("reason", reason, _("A reason is needed."), _("Say in one sentence why."))])
    with transaction.atomic():
        change_draft(decree, {"state": Decree.State.DISCARDED})
        release(DecreeEntry.unscoped.filter(decree=decree).select_related("proposal"))
        record(
            actor,
            decree,
            "designation.discard_decree",
            from_state=Decree.State.DRAFT,
            to_state=Decree.State.DISCARDED,
            reason=reason.strip(),
        )
    return decree
