"""Cooperatives (KSP/USP), BDS providers, banks and other parties, and what joins them to a sentra."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.law import library
from sentra.pages.formatting import language
from sentra.registry.models.sentra import Sentra
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class PartnerType(models.TextChoices):
    BDS_PROVIDER = "bds_provider", _("BDS provider (BDS-P)")
    KSP = "ksp", _("Savings and loan cooperative (KSP)")
    USP = "usp", _("Savings and loan unit of a cooperative (USP)")
    BANK = "executing_bank", _("Executing bank")
    COOPERATIVE = "cooperative", _("Cooperative")
    SUPPLIER = "supplier", _("Supplier")
    BUYER = "buyer", _("Buyer")
    TECHNOLOGY = "technology_producer", _("Technology producer")
    BRIDGING = "bridging_institution", _("Bridging institution")
    AGENCY = "agency", _("Government institution")
    OTHER = "other", _("Other party")


class PartnerForm(models.TextChoices):
    FOUNDATION = "foundation", _("Foundation")
    UNIVERSITY = "university", _("University")
    COMPANY = "limited_company", _("Limited company (PT)")
    COOPERATIVE = "cooperative", _("Cooperative")
    CV = "limited_partnership", _("Limited partnership (CV)")
    NGO = "ngo", _("Non-governmental organisation")
    SOLE = "sole_proprietor", _("Sole proprietor")
    GOVERNMENT = "government_unit", _("Government unit")
    OTHER = "other", _("Other")


class Partner(Territorial):
    """A body that works with sentra. The facts of partner.definition_2005 stay null until known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    type = models.CharField(max_length=24, choices=PartnerType.choices)
    name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=24, choices=PartnerForm.choices, blank=True)
    is_unit = models.BooleanField(default=False)  # a unit inside a larger body
    parent_name = models.CharField(max_length=200, blank=True)
    cooperative_registration_number = models.CharField(max_length=30, blank=True)
    core_business_is_services = models.BooleanField(null=True, blank=True)
    savings_loan_is_only_activity = models.BooleanField(null=True, blank=True)
    unit_runs_savings_loan = models.BooleanField(null=True, blank=True)
    unit_is_autonomous = models.BooleanField(null=True, blank=True)
    assessed_by = models.CharField(max_length=150, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    assessed_reason = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=250, blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    record_path = "id"

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_unit=False) | ~Q(parent_name=""), name="partner_unit_names_its_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnershipSide(models.TextChoices):
    SUPPLY = "supply", _("Supply (upstream)")
    MARKETING = "marketing", _("Marketing (downstream)")
    FINANCE = "finance", _("Finance")
    SERVICE = "service", _("Business services")
    TECHNOLOGY = "technology", _("Technology")


class Partnership(Territorial):
    """A lasting relation of a sentra with a partner; written ones count as cooperation (Pasal 5 ayat (2) huruf h)."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="partnerships")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships")
    party_name = models.CharField(max_length=200, blank=True)  # where the other side is not in the registry
    side = models.CharField(max_length=12, choices=PartnershipSide.choices)
    is_written = models.BooleanField(default=False)
    document = models.CharField(max_length=200, blank=True)
    contribution = models.CharField(max_length=250, blank=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["side", "-began_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | ~Q(party_name=""), name="partnership_names_its_party"
            ),
            models.CheckConstraint(
                condition=Q(is_written=False) | ~Q(document=""), name="written_partnership_names_its_paper"
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner or self.party_name)


class SupportReceived(Territorial):
    """Support from a public programme that was delivered to a sentra or one of its members (Pasal 5 ayat (2) huruf a).

    An approved but undelivered support has no row here.
    """

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="support_received")
    enterprise = models.ForeignKey(
        "registry.Enterprise",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="support_received",
    )
    kind = models.CharField(max_length=60)  # training, mentoring, map_capital, equipment …
    giver = models.CharField(max_length=200)
    programme = models.CharField(max_length=200, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)  # rupiah
    delivered_on = models.DateField()
    legal_basis = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-delivered_on"]

    def __str__(self) -> str:
        return f"{self.kind_name} · {self.giver}"

    @property
    def kind_name(self) -> str:
        """What was delivered, in the reader's language (Pasal 8)."""
        return support_name(self.kind, self.delivered_on)


def support_name(kind: str, on: dt.date) -> str:
    """The law's word for a kind of support that a clause in force on a day opens; else what the giver called it."""
    for clause in library().on(on).clauses(kind="entitlement"):
        opened = clause.values.get("support")
        if opened is not None and opened.value == kind:
            return clause.label(language())
    return kind
