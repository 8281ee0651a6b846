"""Money of Pasal 8 ayat (1): MAP through a KSP or USP, and bank credit under the guarantee fund."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.development.models.support import SupportApplication
from sentra.registry.models import Enterprise, Partner, Sentra
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class MapPlacement(Territorial):
    """MAP placed with a KSP or USP for a sentra (Pasal 8 ayat (1) huruf a)."""

    territory_path = "sentra__regency"
    record_path = ("sentra_id", "channel_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="map_placements")
    application = models.ForeignKey(
        SupportApplication, null=True, blank=True, on_delete=models.PROTECT, related_name="map_placements"
    )
    channel = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="map_placements")
    fund_origin = models.CharField(max_length=20)  # as the fact of the law is declared
    amount = models.BigIntegerField()  # rupiah
    placed_on = models.DateField()
    document = models.CharField(max_length=200, blank=True)
    findings: Any = models.JSONField(encoder=DjangoJSONEncoder)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-placed_on"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="map_amount_positive")]

    def __str__(self) -> str:
        return f"MAP · {self.channel} · {self.sentra}"

    @property
    def regency(self) -> Region:
        return self.sentra.regency


class MapLoan(Territorial):
    """A loan out of placed MAP to a member of the sentra."""

    territory_path = "placement__sentra__regency"
    record_path = ("placement__sentra_id", "placement__channel_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    placement = models.ForeignKey(MapPlacement, on_delete=models.PROTECT, related_name="loans")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="map_loans")
    recipient_type = models.CharField(max_length=20)
    amount = models.BigIntegerField()  # rupiah
    lent_on = models.DateField()
    findings: Any = models.JSONField(encoder=DjangoJSONEncoder)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-lent_on"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="map_loan_positive")]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.placement}"

    @property
    def regency(self) -> Region:
        return self.placement.sentra.regency


class CreditState(models.TextChoices):
    APPLIED = "applied", _("With the bank")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")


class CreditApplication(Territorial):
    """A member asks a bank for credit backed by the guarantee fund (Pasal 8 ayat (1) huruf d)."""

    territory_path = "sentra__regency"
    record_path = ("sentra_id", "bank_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="credit_applications")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="credit_applications")
    bank = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="credit_applications")
    fund_origin = models.CharField(max_length=20)
    recipient_type = models.CharField(max_length=20, blank=True)  # blank: the size is not known
    collateral_limited = models.BooleanField(null=True)  # the bank's judgement
    collateral_note = models.CharField(max_length=300, blank=True)
    amount = models.BigIntegerField()  # rupiah asked for
    purpose = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=CreditState.choices, default=CreditState.APPLIED)
    applied_on = models.DateField()
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    granted_amount = models.BigIntegerField(null=True)  # rupiah
    reason = models.TextField(blank=True)
    findings: Any = models.JSONField(encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-applied_on", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_amount__gt=0), name="granted_credit_has_its_amount"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "bank"], condition=Q(state="applied"), name="one_open_credit_per_bank"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.bank}"

    @property
    def regency(self) -> Region:
        return self.sentra.regency
