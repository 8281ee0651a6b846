"""Advice of the finance working groups (Pasal 13 huruf b dan c, Pasal 15 huruf b). Advice is not consent."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment, User
from sentra.development.models.network import PartnerProposal
from sentra.development.models.programmes import Programme
from sentra.registry.models import Partner, Sentra
from sentra.territory.models import Office, Region
from sentra.territory.scope import Territorial


class AnswerKind(models.TextChoices):
    ANSWERED = "answered", _("Answered")
    NOTED = "noted", _("Noted")


class Advice(Territorial):
    """Dated advice on one record; found from that record."""

    territory_path = "region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")  # where the record lies
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")  # the working group
    topic = models.CharField(max_length=40)  # of the clause, or "programme" and "proposal"
    text = models.TextField()
    given_on = models.DateField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    sentra = models.ForeignKey(Sentra, null=True, on_delete=models.PROTECT, related_name="advice")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="advice")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="advice")
    proposal = models.ForeignKey(PartnerProposal, null=True, on_delete=models.PROTECT, related_name="advice")
    answer_kind = models.CharField(max_length=8, choices=AnswerKind.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-given_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sentra__isnull=False, partner=None, programme=None, proposal=None)
                | Q(sentra=None, partner__isnull=False, programme=None, proposal=None)
                | Q(sentra=None, partner=None, programme__isnull=False, proposal=None)
                | Q(sentra=None, partner=None, programme=None, proposal__isnull=False),
                name="advice_concerns_one_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.office.short_name}: {self.text[:60]}"

    @property
    def regency(self) -> Region:
        return self.region

    @property
    def is_open(self) -> bool:
        """Whether the agency has neither answered nor noted it."""
        return not self.answer_kind
