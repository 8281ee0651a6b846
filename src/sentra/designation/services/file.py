"""The file of a proposal: its forms, proposing it to the province, proposing again, withdrawing (7.a, 7.b, L1–L5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.designation.facts import listed_members
from sentra.designation.forms_of_file import content_of, members_on
from sentra.designation.judging import forms_for, grounds_of, law_of, lower_tier
from sentra.designation.models import Funding, Proposal, ProposalForm, State, Submission
from sentra.designation.services.bulk import Outcome, each
from sentra.designation.services.candidates import required_tier_is_held
from sentra.designation.services.papers import print_forms, print_regency_letter
from sentra.designation.services.steps import Moved, conflict, require_territory, transition
from sentra.designation.transitions import clause_id
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry.models import Enterprise, Tier

#: While the file is in the regency it may change; once proposed it is fixed until it is returned.
OPEN_FILE = frozenset({State.IDENTIFIED, State.ASSESSED, State.SELECTED, State.RETURNED})
#: Here the next step is to propose the file, for the first time or again.
PROPOSED_NEXT = frozenset({State.SELECTED, State.RETURNED})
_APPLICATIONS = frozenset({"L2", "L3"})


def complete_form(
    *,
    actor: Actor,
    proposal: Proposal,
    form: str,
    enterprise: Enterprise | None = None,
    replaces: ProposalForm | None = None,
    id: UUID | None = None,
) -> ProposalForm:
    """Complete a form of the file from the records of today.

    `replaces` is the form in force that a new version takes the place of; without it a second form is refused (one
    enterprise has one form per proposal). A form that the tier does not use is refused, and so is any change after
    the file was proposed, until the province returns it.
    """
    require_territory(actor, proposal)
    ensure(actor, "designation.fill_application" if form in _APPLICATIONS else "designation.prepare", proposal)
    if actor.user is None:
        raise ValueError("a form is completed by a person")
    person, law = actor.user, law_of(proposal.law_date)

    def create(key: UUID) -> ProposalForm:
        _lock(proposal)
        if (sent_before := ProposalForm.unscoped.filter(pk=key, proposal=proposal).first()) is not None:
            return sent_before  # it was being written while this one waited
        _require_form(proposal, form, forms_for(law, proposal.tier))
        _require_open_file(proposal, form)
        _require_listed(proposal, form, enterprise)
        now = timezone.now()
        version = _supersede(proposal, form, enterprise, replaces, now)
        completed = ProposalForm.unscoped.create(
            id=key,
            proposal=proposal,
            form=form,
            enterprise=enterprise if form == "L3" else None,
            version=version,
            content=content_of(form, proposal, law, actor.today, enterprise),
            completed_by=person,
            completed_at=now,
        )
        _record(actor, proposal, form, version, 1, enterprise)
        return completed

    return create_once(ProposalForm, actor, id, create)


def _lock(proposal: Proposal) -> None:
    """Let one person at a time write in a file; whoever comes second sees what the first one wrote."""
    # The proposal was fetched inside the territory.
    Proposal.unscoped.select_for_update().get(pk=proposal.pk)


def _require_form(proposal: Proposal, form: str, needed: Sequence[str]) -> None:
    if form not in needed:
        raise Refused(
            _("%(form)s is not a form of a proposal for “%(tier)s”.")
            % {"form": form, "tier": proposal.get_tier_display()},
            (clause_id(form),) if form in {"L1", "L2", "L3", "L4", "L5"} else (),
        )


def _require_open_file(proposal: Proposal, form: str) -> None:
    current = Proposal.unscoped.filter(pk=proposal.pk).values_list("state", flat=True).get()
    if current not in OPEN_FILE:
        raise Refused(
            _("The file is fixed since it was proposed; a change needs a new version after a return."),
            (clause_id(form),),
            remedy=_("The province's working group can return the file to the regency."),
        )


def _require_listed(proposal: Proposal, form: str, enterprise: Enterprise | None) -> None:
    if form == "L3" and (enterprise is None or str(enterprise.pk) not in _listed(proposal)):
        raise Refused(
            _("An application of an enterprise belongs to a member listed in the sentra's application."),
            (clause_id("L3"), clause_id("7.a.3")),
            remedy=_("Complete the sentra's application (Lampiran 2) with this member first."),
        )


def _listed(proposal: Proposal) -> set[str]:
    application = proposal.forms.filter(form="L2", superseded_at__isnull=True).first()
    return {member["enterprise"] for member in application.content["members"]} if application else set()


def _supersede(
    proposal: Proposal, form: str, enterprise: Enterprise | None, replaces: ProposalForm | None, now: Any
) -> int:
    """Make room for the new form and give its version."""
    same = ProposalForm.unscoped.filter(proposal=proposal, form=form, enterprise=enterprise if form == "L3" else None)
    current = same.filter(superseded_at__isnull=True).first()
    if current is None:
        return 1 + same.count()
    if replaces is None:
        raise Refused(
            _("This form is already in the file (version %(version)s).") % {"version": current.version},
            (clause_id(form),),
            remedy=_("Renew it instead; the earlier version stays readable."),
        )
    if current.pk != replaces.pk:
        raise Conflict(_("This form has a newer version by now."), remedy=_("Open the file again."))
    ProposalForm.unscoped.filter(pk=current.pk).update(superseded_at=now)
    return current.version + 1


def _record(
    actor: Actor, proposal: Proposal, form: str, version: int, count: int, enterprise: Enterprise | None = None
) -> None:
    record_decision(
        actor=actor,
        action="designation.complete_form",
        subject=proposal,
        regency=proposal.regency,
        details={
            "form": law_of(proposal.law_date).clause(clause_id(form)).cite,
            "version": version,
            "count": count,
            "enterprise": enterprise.name if enterprise else "",
        },
        grounds=grounds_of((), law_of(proposal.law_date), (clause_id(form),)),
    )


def complete_file(*, actor: Actor, proposal: Proposal) -> list[ProposalForm]:
    """Complete every form that the file still lacks: those of the tier, and one for each listed member.

    Forms already in the file stay as they are. Raises what `complete_form` raises.
    """
    require_territory(actor, proposal)
    ensure(actor, "designation.prepare", proposal)
    law = law_of(proposal.law_date)
    with transaction.atomic():
        _lock(proposal)
        _require_open_file(proposal, "L1")
        held = set(
            proposal.forms.filter(superseded_at__isnull=True, enterprise__isnull=True).values_list("form", flat=True)
        )
        made = [
            complete_form(actor=actor, proposal=proposal, form=form)
            for form in forms_for(law, proposal.tier)
            if form != "L3" and form not in held
        ]
        return made + _complete_applications(actor, proposal)


def _complete_applications(actor: Actor, proposal: Proposal) -> list[ProposalForm]:
    """One application for each listed member without one; members who left since keep theirs in history only."""
    law, now, listed = law_of(proposal.law_date), timezone.now(), _listed(proposal)
    mine = ProposalForm.unscoped.filter(proposal=proposal, form="L3", superseded_at__isnull=True)
    held = {str(pk) for pk in mine.values_list("enterprise_id", flat=True)}
    mine.exclude(enterprise_id__in=listed).update(superseded_at=now)
    missing = [m.enterprise for m in members_on(proposal.sentra, actor.today) if str(m.enterprise_id) in listed - held]
    made = ProposalForm.unscoped.bulk_create(
        [
            ProposalForm(
                proposal=proposal,
                form="L3",
                enterprise=enterprise,
                version=1,
                content=content_of("L3", proposal, law, actor.today, enterprise),
                completed_by=actor.user,
                completed_at=now,
            )
            for enterprise in missing
        ]
    )
    if made:
        _record(actor, proposal, "L3", 1, len(made))
    return made


def set_funding(*, actor: Actor, proposal: Proposal, funding_source: str, version: int | None = None) -> Proposal:
    """State the funding route of a candidate while its file is open (Pasal 7 huruf a)."""
    require_territory(actor, proposal)
    ensure(actor, "designation.prepare", proposal)
    if funding_source not in Funding.values:
        raise BadInput([("funding_source", funding_source, _("This is not a source."), _("Choose from the list."))])
    _require_open_file(proposal, "L1")
    if version is not None and version != proposal.version:
        raise conflict(proposal)
    with transaction.atomic():
        changed = Proposal.unscoped.filter(pk=proposal.pk, version=proposal.version).update(
            funding_source=funding_source, version=proposal.version + 1
        )
        if not changed:
            raise conflict(proposal)
        before, proposal.funding_source = proposal.funding_source, funding_source
        proposal.version += 1
        record_decision(
            actor=actor,
            action="designation.set_funding",
            subject=proposal,
            regency=proposal.regency,
            details={"before": before, "funding": funding_source},
            grounds=grounds_of((), law_of(proposal.law_date), (clause_id("7.a.s4"),)),
        )
    return proposal


# ---------------------------------------------------------------- proposing


def submit(*, actor: Actor, proposal: Proposal, reason: str = "", version: int | None = None) -> Moved:
    """Propose one selected candidate to the agency of the own province (Pasal 7 huruf b).

    It joins the one integrated submission of the regency and year. See `submit_many` for several at once.
    """
    moved = _submit(actor, proposal, reason, version, "designation.submit")
    _print(actor, [moved.proposal])
    return moved


def submit_many(*, actor: Actor, proposals: Sequence[Proposal], reason: str = "") -> list[Outcome]:
    """Propose several candidates in one go, lower tiers first; each has its own result."""
    ordered = sorted(proposals, key=lambda proposal: list(Tier.values).index(proposal.tier))
    outcomes = each(ordered, lambda one: _submit(actor, one, reason, None, "designation.submit"))
    _print(actor, [outcome.proposal for outcome in outcomes if outcome.is_done])
    return outcomes


def _print(actor: Actor, proposals: Sequence[Proposal]) -> None:
    """The papers of what was proposed together: the forms of each, and one letter for each regency and year."""
    for proposal in proposals:
        print_forms(actor, proposal)
    for submission in {one.submission for one in proposals if one.submission is not None}:
        print_regency_letter(actor, submission, [one for one in proposals if one.submission == submission])


def resubmit(*, actor: Actor, proposal: Proposal, reason: str, version: int | None = None) -> Moved:
    """Propose again after a return, saying what was mended (our procedure)."""
    moved = _submit(actor, proposal, reason, version, "designation.resubmit")
    print_forms(actor, moved.proposal)
    return moved


def _submit(actor: Actor, proposal: Proposal, reason: str, version: int | None, action: str) -> Moved:
    require_territory(actor, proposal)
    ensure(actor, action, proposal)
    with transaction.atomic():
        submission, _made = Submission.unscoped.get_or_create(
            regency=proposal.regency, year=proposal.submission.year if proposal.submission else actor.today.year
        )
        _require_lower_tier(proposal, submission)
        forms = list(proposal.forms.filter(superseded_at__isnull=True))
        return transition(
            actor=actor,
            proposal=proposal,
            action=action,
            reason=reason,
            version=version,
            details={"submission": str(submission), "members": listed_members(forms)},
            changes={"submission": submission},
        )


def _require_lower_tier(proposal: Proposal, submission: Submission) -> None:
    """A higher tier needs the tier below: held, or proposed in the same submission (7.a.4, 7.a.5)."""
    if proposal.state not in {State.SELECTED, State.RETURNED} or required_tier_is_held(proposal):
        return
    below = lower_tier(proposal.tier)
    beside = Proposal.unscoped.filter(
        sentra=proposal.sentra,
        tier=below,
        submission=submission,
        state__in=[State.SUBMITTED, State.VERIFIED, State.FORWARDED, State.REVERIFIED, State.CHOSEN, State.DESIGNATED],
    )
    if not beside.exists():
        clause = clause_id("7.a.5" if proposal.tier == Tier.CLUSTER else "7.a.4")
        raise Refused(
            _("%(sentra)s neither holds the tier “%(below)s” nor is proposed for it in the same submission.")
            % {"sentra": proposal.sentra.name, "below": Tier(below).label},
            (clause,),
            remedy=_("Propose it for that tier in the same submission, or wait for its designation."),
        )


def withdraw(*, actor: Actor, proposal: Proposal, reason: str, version: int | None = None) -> Moved:
    """Take a proposal back before it is with the ministry, with a reason (our procedure)."""
    return transition(actor=actor, proposal=proposal, action="designation.withdraw", reason=reason, version=version)
