"""People, their enterprises, and the yearly figures from which size and turnover are judged."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class Sex(models.TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class Person(Territorial):
    """A person known to the programmes. The identity number is stored encrypted and found by its keyed hash."""

    # To whoever answers for one sentra, people and enterprises are open while a membership is in force.
    record_path = "enterprises__memberships__sentra_id"
    record_period = ("enterprises__memberships__joined_on", "enterprises__memberships__left_on")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(_("full name"), max_length=150)
    nik_encrypted = models.BinaryField(null=True, blank=True)
    nik_hash = models.CharField(max_length=64, blank=True)
    nik_mask = models.CharField(max_length=16, blank=True)  # 3302********0001
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    education = models.CharField(max_length=20, blank=True)  # code of sentra.indonesian.education
    phone = models.CharField(max_length=16, blank=True)  # E.164
    email = models.EmailField(blank=True)
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nik_hash"],
                condition=~Q(nik_hash="") & Q(merged_into__isnull=True),
                name="person_nik_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LegalForm(models.TextChoices):
    INDIVIDUAL = "individual", _("Individual")
    UNINCORPORATED = "unincorporated", _("Unincorporated business")
    CV = "limited_partnership", _("Limited partnership (CV)")
    PT = "limited_company", _("Limited company (PT)")
    PT_INDIVIDUAL = "individual_company", _("Individual company (PT Perorangan)")
    COOPERATIVE = "cooperative", _("Cooperative")
    OTHER = "other", _("Other")


class NibCheck(models.TextChoices):
    NOT_CHECKED = "", _("Not checked")
    SEEN = "seen", _("Original seen")
    COPY = "copy", _("Copy on file")
    OSS = "oss", _("Checked in OSS")


class Enterprise(Territorial):
    """A business: a person, an unincorporated workshop or a company. No registration number is demanded
    (Permen KUKM 23/2005 Pasal 1 angka 12 dan 13)."""

    record_path = "memberships__sentra_id"
    record_period = ("memberships__joined_on", "memberships__left_on")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(_("business name"), max_length=200)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enterprises")
    legal_form = models.CharField(max_length=24, choices=LegalForm.choices, default=LegalForm.INDIVIDUAL)
    nib = models.CharField(_("NIB"), max_length=13, blank=True)
    nib_issued_on = models.DateField(null=True, blank=True)
    nib_check = models.CharField(max_length=6, choices=NibCheck.choices, blank=True)
    npwp = models.CharField(_("NPWP"), max_length=16, blank=True)
    kbli_code = models.CharField(_("KBLI"), max_length=5, blank=True)
    kbli_version = models.CharField(max_length=4, default="2020")
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    product = models.CharField(_("main product"), max_length=150)
    raw_material = models.CharField(max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    village = models.CharField(_("village"), max_length=80, blank=True)
    district = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    owned_by_indonesian_citizens = models.BooleanField(null=True, blank=True)
    is_subsidiary = models.BooleanField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    retired_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["regency", "name"]),
            models.Index(fields=["district"]),
            models.Index(fields=["owner"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["nib"], condition=~Q(nib="") & Q(merged_into__isnull=True), name="enterprise_nib_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnterpriseFigures(Territorial):
    """Figures of an enterprise for one year; what is not known stays null, never zero."""

    territory_path = "enterprise__regency"
    record_path = "enterprise__memberships__sentra_id"
    record_period = ("enterprise__memberships__joined_on", "enterprise__memberships__left_on")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField()
    annual_sales = models.BigIntegerField(_("annual sales"), null=True, blank=True)  # rupiah
    net_worth = models.BigIntegerField(null=True, blank=True)  # rupiah, without land and buildings; may be negative
    business_capital = models.BigIntegerField(null=True, blank=True)  # rupiah, without land and buildings
    investment_value = models.BigIntegerField(null=True, blank=True)  # rupiah, without land and buildings
    workers_paid_male = models.PositiveIntegerField(null=True, blank=True)
    workers_paid_female = models.PositiveIntegerField(null=True, blank=True)
    workers_family_male = models.PositiveIntegerField(null=True, blank=True)  # unpaid, working owner included
    workers_family_female = models.PositiveIntegerField(null=True, blank=True)
    home_workers_outside = models.PositiveIntegerField(null=True, blank=True)  # never counted for the sentra
    monthly_capacity = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["enterprise", "year"], name="enterprise_year_once")]

    @property
    def workers(self) -> int | None:
        """Everyone who works in the enterprise inside the area; None while any part is unknown."""
        parts = (
            self.workers_paid_male,
            self.workers_paid_female,
            self.workers_family_male,
            self.workers_family_female,
        )
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None


class LegalityDocument(Territorial):
    """A permit or registration from before or beside the NIB (IUMK, SIUP, TDP, PIRT, halal …)."""

    territory_path = "enterprise__regency"
    record_path = "enterprise__memberships__sentra_id"
    record_period = ("enterprise__memberships__joined_on", "enterprise__memberships__left_on")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="legality_documents")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    issued_on = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["kind", "-issued_on"]


class Merge(Territorial):
    """Two records made one, with everything needed to undo it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20)  # "enterprise" or "person"
    kept_id = models.UUIDField()
    merged_id = models.UUIDField()
    kept_label = models.CharField(max_length=200)
    merged_label = models.CharField(max_length=200)
    moved: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # what was moved and what it was before
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.merged_label} → {self.kept_label}"
