"""Recording the signed decree: number, date, signer, scan; from its date its entries take effect (Pasal 7 huruf f)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.policy import ensure
from sentra.access.roles import Role
from sentra.decisions.services import Grounds, record_decision
from sentra.designation.judging import law_version, rank
from sentra.designation.models import Decree, DecreeEffect, DecreeEntry, Proposal, State
from sentra.designation.services.decrees import CLAUSE, change_draft, record, require_draft
from sentra.designation.services.entries import lock_proposals, require_chosen
from sentra.designation.services.papers import print_decree
from sentra.designation.services.steps import hand_over
from sentra.designation.transitions import clause_id, law_on, steps_on
from sentra.documents.models import Evidence
from sentra.documents.services import add_evidence
from sentra.pages.errors import BadInput, Refused
from sentra.pages.formatting import short_date
from sentra.registry.models import Sentra

#: Signing in the minister's place: a.n., u.b., u.p., Plt., Plh. (Permendagri 1/2023 Pasal 44), Pj., or written out; and
#: the coordinating minister, who is another one.
_BEHALF = re.compile(
    r"\b(?:a\.?\s?n|u\.?\s?b|u\.?\s?p|plt|plh|pjs?)\b|atas nama|untuk beliau|on behalf"
    r"|pelaksana\s+(?:tugas|harian)|penjabat|pejabat\s+sementara|acting"
    r"|deputi|deputy|wakil|vice|sekretaris|secretary|koordinator|coordinating"
)
#: The ministry has changed its name; whatever it is, it is that of cooperatives or of small enterprises.
_MINISTRY = re.compile(r"koperasi|u[km]?km\b|usaha (?:mikro|kecil)|cooperative|small|sme")


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


def issue_decree(*, actor: Actor, decree: Decree, signing: Signing, version: int | None = None) -> Decree:
    """Record the signed decree: from its date each listed sentra holds its tier (Pasal 7 huruf f).

    Needs number, date and scan (`BadInput`); refused when another official signed, the deputy included (Pasal 10
    huruf a), for a date to come or before the choice (huruf e), and when a listed sentra is not chosen any more. A
    date before the decree that it changes, or before a tier that it changes began, is wrong (`BadInput`).
    Nothing is designated otherwise.
    """
    ensure(actor, "designation.issue_decree")
    if decree.state == Decree.State.SIGNED and decree.number == signing.number.strip():
        return decree
    require_draft(decree, version)
    signed_on = _require_signing(actor, signing)
    now = timezone.now()
    try:
        with transaction.atomic():
            entries = _held_entries(decree)
            # Asked of what is held: a decree signed at the same time may have moved a tier since the page was opened.
            _require_later(decree, signed_on)
            _require_chosen_before(decree, signed_on)
            _require_minister(signing)
            scan = _scan(actor, decree, signing, signed_on)
            change_draft(
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
            record(
                actor,
                decree,
                "designation.issue_decree",
                from_state=Decree.State.DRAFT,
                to_state=Decree.State.SIGNED,
            )
            for entry in entries:
                _take_effect(actor, decree, entry, signed_on, now)
    except IntegrityError:
        raise BadInput(
            [("number", signing.number, _("This number is taken."), _("Check the number on the signed paper."))]
        ) from None
    print_decree(actor, decree)
    return decree


def _held_entries(decree: Decree) -> list[DecreeEntry]:
    """The entries, lower tiers first, with their proposals and sentra held for this transaction."""
    keys = list(DecreeEntry.unscoped.filter(decree=decree).values_list("proposal_id", "sentra_id"))
    lock_proposals(proposal for proposal, _sentra in keys if proposal is not None)
    list(
        Sentra.unscoped.select_for_update()
        .filter(pk__in={sentra for _proposal, sentra in keys})
        .order_by("pk")
        .values_list("pk")
    )
    entries = DecreeEntry.unscoped.filter(decree=decree).select_related(
        "sentra__regency__parent", "proposal__sentra", "proposal__regency__parent"
    )
    return sorted(entries, key=lambda one: (rank(one.tier), one.position))


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


def _require_later(decree: Decree, signed_on: dt.date) -> None:
    """A decree changes what is in force: it is dated neither before the decree nor before the tier it changes."""
    since = [(str(decree.amends), decree.amends.signed_on)] if decree.amends and decree.amends.signed_on else []
    entries = DecreeEntry.unscoped.filter(decree=decree, sentra__tier_since__isnull=False).select_related("sentra")
    since += [(one.sentra.name, one.sentra.tier_since) for one in entries if one.sentra.tier_since is not None]
    later = max(((day, name) for name, day in since if day > signed_on), default=None)
    if later is None:
        return
    day, name = later
    message = _("“%(name)s” is in force since %(since)s; a decree of %(signed)s cannot change it from an earlier day.")
    remedy = _("Check the date on the signed paper; the earliest possible date is %(since)s.")
    words = {"name": name, "since": short_date(day), "signed": short_date(signed_on)}
    raise BadInput([("signed_on", signed_on, message % words, remedy % words)])


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
    names_minister = names_minister and bool(_MINISTRY.search(title))
    if signing.signer_office != law_on(signing.signed_on or timezone.localdate()).clause(CLAUSE).actor:
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
    current = Sentra.unscoped.get(pk=sentra.pk)  # an entry before this one may have changed it
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
        require_chosen(decree, proposal)
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
