"""Decrees: drafted from chosen proposals, signed by the minister on paper, in effect from their date (7.f).

The regulation knows the designation only. Revoking or amending one is our procedure: by another decree, of the same
rank, that names the one it changes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.policy import ensure
from sentra.access.roles import Role
from sentra.decisions.services import Grounds, record_decision
from sentra.designation.judging import law_version, lower_tier, rank
from sentra.designation.models import Decree, DecreeEffect, DecreeEntry, Proposal, State
from sentra.designation.services.papers import print_decree
from sentra.designation.services.steps import hand_over
from sentra.designation.transitions import clause_id, law_on, steps_on
from sentra.documents.models import Evidence
from sentra.documents.services import add_evidence
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.pages.formatting import short_date
from sentra.registry.models import Sentra, Tier

CLAUSE = clause_id("7.f")
#: Signing in the minister's place: a.n., u.b., u.p., Plt., Plh. (Permendagri 1/2023 Pasal 44), or written out.
_BEHALF = re.compile(r"\b(?:a\.?\s?n|u\.?\s?b|u\.?\s?p|plt|plh)\b|atas nama|untuk beliau|on behalf|deputi|deputy")


@dataclass(frozen=True)
class Entry:
    """A line asked for in a decree: a chosen proposal to designate, or a designated sentra to revoke or amend."""

    proposal: Proposal | None = None
    sentra: Sentra | None = None
    effect: str = DecreeEffect.DESIGNATE
    tier: str = ""  # for an amendment: the tier from the decree's date on


@dataclass(frozen=True)
class Signing:
    """What stands under the signed paper: number, date, the signer as printed and the signer's office."""

    number: str
    signed_on: dt.date | None
    signed_by: str
    signed_title: str
    signer_office: str
    scan: bytes = b""
    scan_name: str = ""


# ---------------------------------------------------------------- drafting


def draft_decree(
    *,
    actor: Actor,
    title: str,
    entries: Sequence[Entry],
    amends: Decree | None = None,
    reason: str = "",
    id: UUID | None = None,
) -> Decree:
    """Draft a decree that lists many sentra with their tiers; it takes a draft number of the year.

    Refused for a sentra that was not chosen, for one listed in another draft, and for a tier without the one below it.
    A decree that revokes or amends names the decree it changes and its reason.
    """
    ensure(actor, "designation.draft_decree")
    if actor.user is None:
        raise ValueError("a decree is drafted by a person")
    existing = Decree.objects.filter(pk=id).first() if id else None
    if existing is not None:
        return existing
    _require_draft(title, entries, amends, reason)
    try:
        with transaction.atomic():
            decree = Decree.objects.create(
                id=id or uuid4(),
                title=title.strip(),
                draft_number=_next_draft_number(actor.today.year),
                amends=amends,
                reason=reason.strip(),
                drafted_by=actor.user,
            )
            _add(decree, entries)
            _record(actor, decree, "designation.draft_decree", to_state=Decree.State.DRAFT, reason=reason)
    except IntegrityError:
        raise Conflict(_("Another draft took this number just now."), remedy=_("Save again.")) from None
    return decree


def _require_draft(title: str, entries: Sequence[Entry], amends: Decree | None, reason: str) -> None:
    problems: list[tuple[str, Any, Any, Any]] = []
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


def _next_draft_number(year: int) -> str:
    """`RK-003/2026`: the running number of the year's drafts; discarded ones keep theirs."""
    count = Decree.objects.filter(draft_number__endswith=f"/{year}").count()
    return f"RK-{count + 1:03d}/{year}"


def _add(decree: Decree, entries: Sequence[Entry]) -> None:
    ordered = sorted(entries, key=lambda entry: rank(_tier_of(entry, decree)))
    together = {(_sentra_of(entry).pk, _tier_of(entry, decree)) for entry in entries} | set(
        DecreeEntry.unscoped.filter(decree=decree).values_list("sentra_id", "tier")
    )
    start = DecreeEntry.unscoped.filter(decree=decree).count()
    for position, entry in enumerate(ordered, start=start + 1):
        sentra, tier = _sentra_of(entry), _tier_of(entry, decree)
        if entry.effect == DecreeEffect.DESIGNATE:
            _require_chosen(decree, entry.proposal)
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


def _sentra_of(entry: Entry) -> Sentra:
    sentra = entry.proposal.sentra if entry.proposal is not None else entry.sentra
    if sentra is None:
        raise BadInput([("entries", "", _("An entry names a sentra."), "")])
    return sentra


def _tier_of(entry: Entry, decree: Decree) -> str:
    if entry.effect == DecreeEffect.REVOKE:
        return entry.tier or Tier.CANDIDATE
    return entry.proposal.tier if entry.proposal is not None else entry.tier


def _require_chosen(decree: Decree, proposal: Proposal | None) -> None:
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


def edit_decree(
    *,
    actor: Actor,
    decree: Decree,
    title: str | None = None,
    add: Sequence[Entry] = (),
    remove: Sequence[int] = (),
    version: int | None = None,
) -> Decree:
    """Change the title and the entries of a draft; a signed decree never changes."""
    ensure(actor, "designation.draft_decree")
    _require_open(decree, version)
    with transaction.atomic():
        _lock(decree, {"title": title.strip() if title and title.strip() else decree.title})
        DecreeEntry.unscoped.filter(decree=decree, pk__in=list(remove)).delete()
        _add(decree, add)
        for position, pk in enumerate(
            DecreeEntry.unscoped.filter(decree=decree).order_by("position").values_list("pk", flat=True), start=1
        ):
            DecreeEntry.unscoped.filter(pk=pk).update(position=position)
        _record(actor, decree, "designation.edit_decree")
    return decree


def discard_decree(*, actor: Actor, decree: Decree, reason: str, version: int | None = None) -> Decree:
    """Give a draft up with a reason; its number stays taken and its proposals stay chosen."""
    ensure(actor, "designation.draft_decree")
    _require_open(decree, version)
    if not reason.strip():
        raise BadInput([("reason", reason, _("A reason is needed."), _("Say in one sentence why."))])
    with transaction.atomic():
        _lock(decree, {"state": Decree.State.DISCARDED})
        _record(
            actor,
            decree,
            "designation.discard_decree",
            from_state=Decree.State.DRAFT,
            to_state=Decree.State.DISCARDED,
            reason=reason.strip(),
        )
    return decree


def _require_open(decree: Decree, version: int | None) -> None:
    if decree.state != Decree.State.DRAFT:
        raise Refused(
            _("The decree %(decree)s is “%(state)s” and does not change any more.")
            % {"decree": decree, "state": decree.get_state_display()},
            (CLAUSE,),
            remedy=_("A later decree may amend or revoke it."),
        )
    if version is not None and version != decree.version:
        raise _changed(decree)


def _changed(decree: Decree) -> Conflict:
    current = Decree.objects.get(pk=decree.pk)
    return Conflict(
        _("Someone else changed the decree %(decree)s. It is now “%(state)s”.")
        % {"decree": current, "state": current.get_state_display()},
        state=current.get_state_display(),
        url=url_of(decree),
        remedy=_("Open it again."),
    )


def _lock(decree: Decree, changes: dict[str, Any]) -> None:
    fresh = {**changes, "version": decree.version + 1}
    won = Decree.objects.filter(pk=decree.pk, version=decree.version, state=Decree.State.DRAFT).update(**fresh)
    if not won:
        raise _changed(decree)
    for name, value in fresh.items():
        setattr(decree, name, value)


def url_of(decree: Decree) -> str:
    """The page of a decree."""
    return reverse("designation:decree", args=[decree.pk])


# ---------------------------------------------------------------- signing


def issue_decree(*, actor: Actor, decree: Decree, signing: Signing, version: int | None = None) -> Decree:
    """Record the signed decree: from its date each listed sentra holds its tier (Pasal 7 huruf f).

    Needs number, date and scan (`BadInput`); refused when another official signed, the deputy included (Pasal 10
    huruf a), for a date to come or before the choice (huruf e), and when a listed sentra is not chosen any more.
    Nothing is designated otherwise.
    """
    ensure(actor, "designation.issue_decree")
    if decree.state == Decree.State.SIGNED and decree.number == signing.number.strip():
        return decree
    _require_open(decree, version)
    signed_on = _require_signing(actor, signing)
    _require_chosen_before(decree, signed_on)
    _require_minister(signing)
    now = timezone.now()
    try:
        with transaction.atomic():
            scan = _scan(actor, decree, signing, signed_on)
            _lock(
                decree,
                {
                    "state": Decree.State.SIGNED,
                    "number": signing.number.strip(),
                    "signed_on": signed_on,
                    "signed_by": signing.signed_by.strip(),
                    "signed_title": signing.signed_title.strip(),
                    "signer_office": signing.signer_office,
                    "scan": scan,
                    "issued_at": now,
                },
            )
            _record(
                actor,
                decree,
                "designation.issue_decree",
                from_state=Decree.State.DRAFT,
                to_state=Decree.State.SIGNED,
            )
            entries = DecreeEntry.unscoped.filter(decree=decree).select_related(
                "sentra__regency__parent", "proposal__sentra", "proposal__regency__parent"
            )
            for entry in sorted(entries, key=lambda one: (rank(one.tier), one.position)):
                _take_effect(actor, decree, entry, signed_on, now)
    except IntegrityError:
        raise BadInput(
            [("number", signing.number, _("This number is taken."), _("Check the number on the signed paper."))]
        ) from None
    print_decree(actor, decree)
    return decree


def _require_signing(actor: Actor, signing: Signing) -> dt.date:
    problems: list[tuple[str, Any, Any, Any]] = []
    if not signing.number.strip():
        problems.append(("number", "", _("The number of the decree is missing."), _("Copy it from the signed paper.")))
    if not signing.signed_by.strip():
        problems.append(("signed_by", "", _("The signer's name is missing."), _("Copy it from the signed paper.")))
    if not signing.scan:
        problems.append(("scan", "", _("The scan of the signed paper is missing."), _("Scan it as PDF.")))
    if signing.signed_on is None:
        problems.append(("signed_on", "", _("The date of the decree is missing."), _("Copy it from the signed paper.")))
    elif signing.signed_on > actor.today:
        problems.append(
            (
                "signed_on",
                signing.signed_on,
                _("This day is still to come."),
                _("Record the decree once it is signed."),
            )
        )
    if problems or signing.signed_on is None:
        raise BadInput(problems)
    return signing.signed_on


def _require_chosen_before(decree: Decree, signed_on: dt.date) -> None:
    """The minister decides on what was chosen: a decree older than the choice would turn huruf e and f around."""
    entries = DecreeEntry.unscoped.filter(decree=decree, effect=DecreeEffect.DESIGNATE, proposal__state=State.CHOSEN)
    for entry in entries.select_related("proposal", "sentra").order_by("position"):
        chosen_on = timezone.localdate(entry.proposal.state_since) if entry.proposal else signed_on
        if signed_on < chosen_on:
            raise Refused(
                _("“%(sentra)s” was chosen on %(chosen)s; a decree of %(signed)s cannot designate it.")
                % {
                    "sentra": entry.sentra.name,
                    "chosen": short_date(chosen_on),
                    "signed": short_date(signed_on),
                },
                (CLAUSE, clause_id("7.e.2")),
                remedy=_("Check the date on the signed paper."),
            )


def _require_minister(signing: Signing) -> None:
    """Only the minister designates: not another official, not on the minister's behalf, not the deputy."""
    title = signing.signed_title.strip().lower()
    deputies = Appointment.objects.filter(role=Role.MINISTRY_APPROVER, user__name__iexact=signing.signed_by.strip())
    in_force = deputies.in_force(signing.signed_on) if signing.signed_on else deputies.none()
    names_minister = title.startswith(("menteri", "minister")) and not _BEHALF.search(title)
    if signing.signer_office != law_on(signing.signed_on or dt.date.today()).clause(CLAUSE).actor:
        names_minister = False
    if not names_minister or in_force.exists():
        raise Refused(
            _("A sentra is designated by a decision of the minister; %(name)s signed as %(title)s.")
            % {"name": signing.signed_by, "title": signing.signed_title or _("no office")},
            (CLAUSE, clause_id("10.a")),
            remedy=_("Have the minister sign; nobody signs a designation in the minister's place."),
        )


def _scan(actor: Actor, decree: Decree, signing: Signing, signed_on: dt.date) -> Evidence:
    return add_evidence(
        actor=actor,
        subject=decree,
        regency=None,
        name=signing.scan_name or f"{signing.number}.pdf",
        content=signing.scan,
        kind="decree_scan",
        proves=_("Signed decree %(number)s") % {"number": signing.number},
        taken_on=signed_on,
    )


def _take_effect(actor: Actor, decree: Decree, entry: DecreeEntry, day: dt.date, now: dt.datetime) -> None:
    sentra = entry.sentra
    current = Sentra.unscoped.select_for_update().get(pk=sentra.pk)
    DecreeEntry.unscoped.filter(pk=entry.pk).update(tier_before=current.tier)
    # A national decree writes the tier wherever the sentra lies; its scope is the entry itself.
    Sentra.unscoped.filter(pk=sentra.pk).update(tier=entry.tier, tier_since=day, version=current.version + 1)
    details = {"decree": decree.number, "date": day, "tier": entry.tier, "tier_before": current.tier}
    if entry.effect == DecreeEffect.DESIGNATE:
        _designate(actor, decree, entry, now, details)
    action = "designation.change_designation" if entry.effect != DecreeEffect.DESIGNATE else "designation.hold_tier"
    record_decision(
        actor=actor,
        action=action,
        subject=sentra,
        regency=sentra.regency,
        from_state=current.tier,
        to_state=entry.tier,
        reason=decree.reason,
        details=details,
        grounds=Grounds(law_version=law_version(law_on(day)), clauses=(CLAUSE,)),
        at=now,
    )


def _designate(actor: Actor, decree: Decree, entry: DecreeEntry, now: dt.datetime, details: dict[str, Any]) -> None:
    proposal = entry.proposal
    if proposal is None:
        raise ValueError("a designation names its proposal")
    bound = steps_on(proposal.law_date)["designation.designate"]
    won = Proposal.unscoped.filter(pk=proposal.pk, state__in=bound.starts).update(
        state=bound.ends, state_since=now, version=proposal.version + 1
    )
    if not won:
        _require_chosen(decree, proposal)
    before, proposal.state, proposal.version = proposal.state, bound.ends, proposal.version + 1
    decision = record_decision(
        actor=actor,
        action=bound.action,
        subject=proposal,
        regency=proposal.regency,
        from_state=before,
        to_state=bound.ends,
        details=details,
        grounds=Grounds(law_version=law_version(law_on(proposal.law_date)), clauses=bound.clauses),
        at=now,
    )
    hand_over(proposal, decision)


def _record(
    actor: Actor, decree: Decree, action: str, *, from_state: str = "", to_state: str = "", reason: str = ""
) -> None:
    names = list(DecreeEntry.unscoped.filter(decree=decree).order_by("position").values_list("sentra__name", flat=True))
    record_decision(
        actor=actor,
        action=action,
        subject=decree,
        regency=None,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        details={"count": len(names), "sentra": names, "date": decree.signed_on, "signer": decree.signed_by},
        grounds=Grounds(law_version=law_version(law_on(decree.signed_on or actor.today)), clauses=(CLAUSE,)),
    )
