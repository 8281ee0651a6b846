"""Sentra, their members through time and their yearly figures."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sentra.registry.models.enterprises import Enterprise
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class Scheme(models.TextChoices):
    UKM = "ukm", _("Sentra UKM")
    IKM = "ikm", _("Sentra IKM")


class Tier(models.TextChoices):
    """The legal tier; only a signed decree changes it (Permen KUKM 23/2005 Pasal 7 huruf f)."""

    CANDIDATE = "candidate", _("Candidate sentra")
    SENTRA = "sentra", _("Sentra")
    LEADING = "leading", _("Leading sentra")
    CLUSTER = "cluster", _("Sentra in a business cluster")


class FlagshipRelation(models.TextChoices):
    IS_FLAGSHIP = "is_flagship", _("Is a regional flagship product")
    RELATED = "related", _("Related to a regional flagship product")
    NONE = "none", _("Not related")


class MarketReach(models.TextChoices):
    WITHIN_REGENCY = "within_regency", _("Within the regency")
    INTER_REGENCY = "inter_regency", _("Across regencies of the province")
    INTER_PROVINCE = "inter_province", _("Across provinces")
    NATIONAL = "national", _("National")
    EXPORT = "export", _("Export")


class Sentra(Territorial):
    """A place where many small producers make the same thing."""

    record_path = "id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.CharField(max_length=20, unique=True)  # regency code + running number, e.g. 3375-003
    name = models.CharField(_("name of the sentra"), max_length=150)
    scheme = models.CharField(max_length=3, choices=Scheme.choices, default=Scheme.UKM)
    product = models.CharField(_("main product"), max_length=150)
    raw_materials = models.CharField(max_length=250, blank=True)
    raw_material_origin = models.CharField(max_length=250, blank=True)
    area = models.CharField(_("area"), max_length=300, blank=True)  # boundary or villages; blank: not recorded
    address = models.CharField(max_length=250, blank=True)
    village = models.CharField(max_length=80, blank=True)
    district = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="sentra")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    history = models.TextField(blank=True)
    technology = models.TextField(blank=True)
    facilities = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    support_needed = models.TextField(blank=True)
    manager_name = models.CharField(max_length=150, blank=True)
    manager_phone = models.CharField(max_length=16, blank=True)
    flagship_relation = models.CharField(max_length=12, choices=FlagshipRelation.choices, blank=True)
    flagship_document = models.CharField(max_length=250, blank=True)  # the regional document that names the product
    market_reach = models.CharField(max_length=16, choices=MarketReach.choices, blank=True)
    end_product_market_reach = models.CharField(max_length=16, blank=True)  # MarketReach value, or "none"
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.CANDIDATE)
    tier_since = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    retired_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)  # optimistic lock

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["regency", "name"]), models.Index(fields=["tier"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-11.5, 6.5), longitude__range=(94.5, 141.5)),
                name="sentra_position_in_indonesia",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Territorial):
    """An enterprise in a sentra from one day to another; leaving ends the row, it never deletes it."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="memberships")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=200, blank=True)
    inside_area = models.BooleanField(null=True)  # whether it works inside the recorded area

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["sentra", "enterprise__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["sentra", "enterprise"], condition=Q(left_on__isnull=True), name="member_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.sentra}"


class SentraFigures(Territorial):
    """Figures of a sentra for one year, as counted together; null where not known."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField()
    turnover = models.BigIntegerField(null=True, blank=True)  # rupiah a year, all members together
    member_count = models.PositiveIntegerField(null=True, blank=True)
    worker_count = models.PositiveIntegerField(null=True, blank=True)
    domestic_material_share = models.PositiveSmallIntegerField(null=True, blank=True)  # percent by value
    source = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["sentra", "year"], name="sentra_year_once")]
