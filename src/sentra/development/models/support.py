"""Applications for the reinforcement that a tier opens (Permen KUKM 23/2005 Pasal 8)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.registry.models import Partnership, Sentra, SupportReceived, Tier
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class SupportState(models.TextChoices):
    APPLIED = "applied", _("Applied for")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    DELIVERED = "delivered", _("Delivered")


class SupportApplication(Territorial):
    """A sentra asks for a kind of support; the clause that opened it stays its legal basis for good."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="support_applications")
    support = models.CharField(max_length=60)  # as the clause names it: map_capital, bds_service …
    clause = models.CharField(max_length=60)
    legal_basis = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)  # financial or non_financial, as the clause says
    tier = models.CharField(max_length=10, choices=Tier.choices)  # the sentra's tier on the day of the application
    purpose = models.TextField()
    trademark = models.CharField(max_length=120, blank=True)  # number or case of the trademark assistance
    state = models.CharField(max_length=10, choices=SupportState.choices, default=SupportState.APPLIED)
    applied_on = models.DateField()
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decision_reason = models.TextField(blank=True)
    delivery = models.OneToOneField(SupportReceived, null=True, on_delete=models.PROTECT, related_name="application")
    agreements = models.ManyToManyField(Partnership, related_name="+", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-applied_on", "-created_at"]
        indexes = [models.Index(fields=["state", "applied_on"], name="support_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["sentra", "support"], condition=Q(state="applied"), name="one_open_application_per_support"
            ),
            models.CheckConstraint(
                condition=Q(state="applied") | Q(decided_on__isnull=False), name="decided_support_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivery__isnull=False), name="delivered_support_has_its_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.sentra.name}"

    @property
    def label(self) -> str:
        """What the support is called, in the reader's language."""
        from sentra.development.entitlements import support_label

        return support_label(self.clause)

    @property
    def regency(self) -> Region:
        return self.sentra.regency
