"""Partners proposed and assigned, institutions invited (Pasal 12 huruf c, Pasal 15 huruf b)."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.once import create_once
from sentra.access.roles import Role
from sentra.decisions.services import close_work, notify, open_work, record_decision
from sentra.designation.offices import office_of
from sentra.development.entitlements import clause_id, listed, strands
from sentra.development.models import (
    Advice,
    ContributionInvitation,
    InvitationState,
    PartnerProposal,
    Programme,
    ProposalState,
)
from sentra.development.services.common import Checking, ensure_here, grounds, law_for, person
from sentra.development.services.network_services import require_definition, require_designated
from sentra.law import Law
from sentra.pages.errors import Conflict
from sentra.pages.formatting import short_date
from sentra.registry.models import Partner, PartnershipSide, Sentra
from sentra.registry.services import start_partnership
from sentra.territory.models import OfficeKind
from sentra.territory.scope import OutsideTerritory

DECIDE = "development.decide_partner"

#: Which strand a kind of partner fills, on which side of the business it stands, which support it carries.
STRAND_OF = {"bds_provider": "bds_provider", "ksp": "savings_loan_cooperative", "usp": "savings_loan_cooperative"}
_SIDE = {"bds_provider": PartnershipSide.SERVICE, "savings_loan_cooperative": PartnershipSide.FINANCE}
_SUPPORT = {"bds_provider": "8.1.b", "savings_loan_cooperative": "8.1.a"}


def strand_of(partner: Partner, law: Law) -> str | None:
    """The strand of Pasal 12 huruf c that a partner fills; None for other kinds of partners."""
    strand = STRAND_OF.get(partner.type)
    return strand if strand in strands(law) else None


def propose_partner(
    *, actor: Actor, sentra: Sentra, partner: Partner, reason: str, id: UUID | None = None
) -> PartnerProposal:
    """Propose a KSP, USP or BDS provider for a sentra; the regency's working group may advise on it.

    Raises BadInput for another kind of partner, Conflict while the same proposal is open.
    """
    ensure_here(actor, "development.propose_partner", sentra)
    if not actor.territory.holds(partner.regency):
        raise OutsideTerritory
    law = law_for(actor)
    strand = strand_of(partner, law)
    check = Checking()
    words = check.words("reason", reason)
    if strand is None or not partner.is_active:
        remedy = _("Choose a KSP, a USP or a BDS provider.")
        check.say("partner", partner, _("This kind of partner is not proposed here."), remedy)
    check.done()
    assert strand is not None

    def create(key: UUID) -> PartnerProposal:
        # Unscoped: the rows of the sentra and the partner at hand, whoever proposed them.
        if PartnerProposal.unscoped.filter(sentra=sentra, partner=partner, state=ProposalState.PROPOSED).exists():
            raise _proposed_already()
        proposal = PartnerProposal(
            id=key,
            sentra=sentra,
            partner=partner,
            strand=strand,
            reason=words,
            proposed_on=actor.today,
            proposed_by=person(actor),
        )
        proposal.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.propose_partner",
            subject=proposal,
            regency=sentra.regency,
            to_state=proposal.state,
            reason=words,
            details={"partner": partner.name, "sentra": sentra.name},
            grounds=grounds(law, [clause_id("12.c.1"), _advice_clause(strand)]),
        )
        url = reverse("development:partner_proposal", args=[key])
        for kind, role, action in (
            (OfficeKind.REGENCY_GROUP, Role.REGENCY_GROUP, "development.advise_partner"),
            (OfficeKind.PROVINCE, Role.PROVINCE_OFFICER, DECIDE),
        ):
            open_work(
                kind=action,
                subject=proposal,
                title=str(proposal),
                url=url,
                office=office_of(kind, sentra.regency, actor.today),
                role=role,
                regency=sentra.regency,
            )
        return proposal

    try:
        return create_once(PartnerProposal, actor, id, create)
    except IntegrityError:
        raise _proposed_already() from None


def _proposed_already() -> Conflict:
    return Conflict(_("This partner is proposed for the sentra already."), remedy=_("Open that proposal."))


def _advice_clause(strand: str) -> str:
    return clause_id("15.b.2" if strand == "bds_provider" else "15.b.1")


def advice_on(proposal: PartnerProposal) -> str:
    """The advice on a proposal in words, oldest first; empty where none was given."""
    given = Advice.unscoped.filter(proposal=proposal).select_related("office").order_by("created_at")
    return "\n".join(f"{one.office.name}, {short_date(one.given_on)}: {one.text}" for one in given)


def decide_partner(*, actor: Actor, proposal: PartnerProposal, assign: bool, reason: str) -> PartnerProposal:
    """Assign a proposed partner to the sentra, or not; the record shows the advice, or that none was given.

    Assigning starts the partnership in the registry and so fills the strand. Raises Refused for a candidate
    sentra (8.1) or a body that does not meet partner.definition_2005, Conflict when it is decided already.
    """
    ensure_here(actor, DECIDE, proposal)
    law = law_for(actor)
    check = Checking()
    words = check.words("reason", reason)
    check.done()
    sentra, partner = proposal.sentra, proposal.partner
    if assign:
        support = clause_id(_SUPPORT[proposal.strand])
        require_designated(sentra, law, support)
        require_definition(partner, law, support)
    state = ProposalState.ASSIGNED if assign else ProposalState.DECLINED
    with transaction.atomic():
        stored = PartnerProposal.unscoped.select_for_update().get(pk=proposal.pk)
        if stored.state != ProposalState.PROPOSED:
            raise Conflict(_("This proposal has been decided already."), remedy=_("Load the page again."))
        stored.advice_seen = advice_on(stored)
        stored.state, stored.decided_on, stored.decided_by = state, actor.today, person(actor)
        stored.decision_reason = words
        if assign:
            stored.partnership = start_partnership(
                actor=actor,
                sentra=sentra,
                partner=partner,
                values={"side": _SIDE[proposal.strand], "began_on": actor.today, "contribution": words[:250]},
            )
        stored.save()
        close_work(subject=stored)
        record_decision(
            actor=actor,
            action=DECIDE,
            subject=stored,
            regency=stored.regency,
            from_state=ProposalState.PROPOSED,
            to_state=state,
            reason=words,
            details={
                "assigned": assign,
                "partner": partner.name,
                "sentra": sentra.name,
                "advice": stored.advice_seen or _none_given(),
            },
            grounds=grounds(law, [clause_id("12.c.1"), _advice_clause(stored.strand)]),
        )
    proposal.refresh_from_db()
    return proposal


def _none_given() -> str:
    """The words of the record, in the language of records."""
    with override("id"):
        return _("No advice was given.")


# ---------------------------------------------------------------- outside institutions


def invite_institution(
    *,
    actor: Actor,
    partner: Partner,
    level: str,
    contribution: str,
    sentra: Sentra | None = None,
    programme: Programme | None = None,
    id: UUID | None = None,
) -> ContributionInvitation:
    """Invite a named institution to a sentra or a programme with a stated contribution (12.c.2).

    The institution's own account then sees that record and nothing else. Raises BadInput, OutsideTerritory,
    Forbidden, Conflict while it takes part already.
    """
    record = sentra or programme
    if record is None or (sentra is not None and programme is not None):
        raise ValueError("an institution is invited to one sentra or one programme")
    ensure_here(actor, "development.invite", record)
    if not actor.territory.holds(partner.regency):
        raise OutsideTerritory
    law = law_for(actor)
    check = Checking()
    check.one_of("level", level, listed(law, "12.c.2", "institution_levels"))
    words = check.words("contribution", contribution, 300)
    check.done()

    def create(key: UUID) -> ContributionInvitation:
        invitation = ContributionInvitation(
            id=key,
            region=record.regency,
            office=actor.office,
            sentra=sentra,
            programme=programme,
            partner=partner,
            level=level,
            contribution=words,
            invited_on=actor.today,
            invited_by=person(actor),
        )
        # Unscoped: the rows of the record and the institution at hand, whoever invited.
        going = ContributionInvitation.unscoped.filter(
            sentra=sentra, programme=programme, partner=partner, state__in=["sent", "accepted"]
        )
        if going.exists():
            raise _invited_already()
        invitation.save(force_insert=True)
        decision = record_decision(
            actor=actor,
            action="development.invite",
            subject=invitation,
            regency=record.regency,
            to_state=invitation.state,
            details={"partner": partner.name, "to": str(record), "contribution": words},
            grounds=grounds(law, [clause_id("12.c.2")]),
        )
        held = Appointment.objects.in_force(actor.today).filter(role=Role.PARTNER, record_id=partner.pk)
        notify(
            decision=decision,
            users=[one.user for one in held.select_related("user")],
            url=reverse("development:invitation", args=[key]),
            needs_you=True,
        )
        return invitation

    try:
        return create_once(ContributionInvitation, actor, id, create)
    except IntegrityError:
        raise _invited_already() from None


def _invited_already() -> Conflict:
    return Conflict(_("This institution is invited already."), remedy=_("Open that invitation."))


def answer_invitation(
    *, actor: Actor, invitation: ContributionInvitation, accept: bool, answer: str = ""
) -> ContributionInvitation:
    """The invited institution says whether it takes part. Raises Conflict when it has answered already."""
    ensure_here(actor, "development.answer_invitation", invitation)
    if actor.territory.level == "record" and actor.territory.record_id != invitation.partner_id:
        raise OutsideTerritory
    state = InvitationState.ACCEPTED if accept else InvitationState.DECLINED
    with transaction.atomic():
        changed = ContributionInvitation.unscoped.filter(pk=invitation.pk, state=InvitationState.SENT).update(
            state=state, answered_on=actor.today, answer=answer.strip()[:300]
        )
        if not changed:
            raise Conflict(_("This invitation has been answered already."), remedy=_("Load the page again."))
        invitation.refresh_from_db()
        record_decision(
            actor=actor,
            action="development.answer_invitation",
            subject=invitation,
            regency=invitation.region,
            from_state=InvitationState.SENT,
            to_state=state,
            details={"partner": invitation.partner.name, "accepted": accept},
            grounds=grounds(law_for(actor), [clause_id("12.c.2")]),
        )
    return invitation


def end_invitation(*, actor: Actor, invitation: ContributionInvitation, reason: str) -> ContributionInvitation:
    """End an institution's part; its account no longer sees the record."""
    ensure_here(actor, "development.invite", invitation)
    check = Checking()
    words = check.words("reason", reason, 300)
    check.done()
    with transaction.atomic():
        changed = ContributionInvitation.unscoped.filter(
            pk=invitation.pk, state__in=[InvitationState.SENT, InvitationState.ACCEPTED]
        ).update(state=InvitationState.ENDED)
        if not changed:
            raise Conflict(_("This invitation has ended already."), remedy=_("Load the page again."))
        before, invitation.state = invitation.state, InvitationState.ENDED
        record_decision(
            actor=actor,
            action="development.end_invitation",
            subject=invitation,
            regency=invitation.region,
            from_state=before,
            to_state=InvitationState.ENDED,
            reason=words,
            details={"partner": invitation.partner.name},
        )
    return invitation
