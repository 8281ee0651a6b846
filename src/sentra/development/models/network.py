"""Who works with a sentra: proposed partners, invited institutions, activities of other programmes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.development.models.programmes import Programme
from sentra.registry.models import Partner, Partnership, Sentra
from sentra.territory.models import Office, Region
from sentra.territory.scope import Territorial


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ASSIGNED = "assigned", _("Assigned")
    DECLINED = "declined", _("Not assigned")


class PartnerProposal(Territorial):
    """A KSP, USP or BDS provider proposed for a sentra (Pasal 12 huruf c, Pasal 15 huruf b)."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="partner_proposals")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="proposals")
    strand = models.CharField(max_length=40)  # of the clause: bds_provider, savings_loan_cooperative
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decision_reason = models.TextField(blank=True)
    advice_seen = models.TextField(blank=True)  # the advice as it stood at the decision; blank: none was given
    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-proposed_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sentra", "partner"], condition=Q(state="proposed"), name="partner_proposed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.sentra}"

    @property
    def regency(self) -> Region:
        return self.sentra.regency


class InstitutionLevel(models.TextChoices):
    NATIONAL = "national", _("National institution")
    REGIONAL = "regional", _("Regional institution")


class InvitationState(models.TextChoices):
    SENT = "sent", _("Invited")
    ACCEPTED = "accepted", _("Taking part")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")


class ContributionInvitation(Territorial):
    """An outside institution invited to one sentra or one programme with a stated contribution.

    The institution's own account sees this and nothing else (Pasal 12 huruf c).
    """

    territory_path = "region"
    record_path = ("sentra_id", "partner_id", "programme_id")
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    sentra = models.ForeignKey(Sentra, null=True, on_delete=models.PROTECT, related_name="invitations")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="invitations")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invitations")
    level = models.CharField(max_length=10, choices=InstitutionLevel.choices)
    contribution = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    invited_on = models.DateField()
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-invited_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sentra__isnull=False, programme=None) | Q(sentra=None, programme__isnull=False),
                name="invitation_to_one_record",
            ),
            models.UniqueConstraint(
                fields=["sentra", "partner"],
                condition=Q(state__in=["sent", "accepted"], sentra__isnull=False),
                name="invited_once_to_a_sentra",
            ),
            models.UniqueConstraint(
                fields=["programme", "partner"],
                condition=Q(state__in=["sent", "accepted"], programme__isnull=False),
                name="invited_once_to_a_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.sentra or self.programme}"

    @property
    def regency(self) -> Region:
        return self.region


class LinkedActivity(Territorial):
    """An activity of another programme that strengthens a sentra, counted once (Pasal 14 huruf d)."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="linked_activities")
    programme = models.CharField(max_length=200)  # the other programme, by name
    source = models.CharField(max_length=200)  # who pays: ministry, office, foundation
    activity = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()  # rupiah
    reference = models.CharField(max_length=120)  # number of the paper, contract or budget line
    reference_key = models.CharField(max_length=320)  # source and reference without case, spaces and signs
    linked_on = models.DateField()
    linked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-year", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="linked_amount_not_negative"),
            models.UniqueConstraint(
                fields=["reference_key"], condition=Q(withdrawn_on__isnull=True), name="activity_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.source}"

    @property
    def regency(self) -> Region:
        return self.sentra.regency
