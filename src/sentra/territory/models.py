"""Regions with dated codes, names and parents; their classes; offices; the calendar."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.indonesian.dates import zone_of_province


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency or city")
    DISTRICT = "district", _("District")


class Region(models.Model):
    """A province, regency, city or district; the row is stable while codes, names and parents change.

    The columns hold today's values for joins and lists; `RegionVersion` holds all of them with dates.
    """

    level = models.CharField(max_length=10, choices=RegionLevel.choices)
    kind = models.CharField(max_length=12, blank=True)  # "kabupaten" or "kota" for a regency
    code = models.CharField(max_length=10, unique=True)  # Kemendagri, without dots
    bps_code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    is_administrative = models.BooleanField(default=False)  # Jakarta's six have no government of their own

    class Meta:
        indexes = [models.Index(fields=["level", "name"])]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def province(self) -> Region:
        """The province this region is or lies in."""
        region = self
        while region.parent is not None:
            region = region.parent
        return region

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the region's province (WIB, WITA or WIT)."""
        return zone_of_province(self.code[:2])

    def as_of(self, day: dt.date) -> RegionVersion:
        """The region as it was on a day; raises `RegionVersion.DoesNotExist` before it existed."""
        return self.versions.valid_on(day).get()


M = TypeVar("M", bound=models.Model)


class ValidityQuerySet(models.QuerySet[M]):
    def valid_on(self, day: dt.date) -> ValidityQuerySet[M]:
        """The rows in force on a day; an open end means until further notice."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class RegionVersion(models.Model):
    """Code, name and parent of a region for a period, with the instrument that set them."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="versions")
    code = models.CharField(max_length=10)
    bps_code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)  # null: since before our records
    valid_to = models.DateField(null=True)
    instrument = models.CharField(max_length=200, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["region_id", "valid_from"]
        indexes = [models.Index(fields=["code"]), models.Index(fields=["bps_code"])]


class RegionClassKind(models.TextChoices):
    BORDER = "border", _("Border area")
    FRONTIER = "frontier", _("Foremost region")
    OUTERMOST = "outermost", _("Outermost region")
    DISADVANTAGED = "disadvantaged", _("Disadvantaged region")
    PAPUA_AFFIRMATION = "papua_affirmation", _("Papua affirmation region")
    PRIORITY_DESTINATION = "priority_destination", _("Priority destination")


class RegionClass(models.Model):
    """A class that a legal instrument gives to a region for a period."""

    kind = models.CharField(max_length=24, choices=RegionClassKind.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="classes")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    instrument = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "region__code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "region", "valid_from"], name="region_class_once"),
        ]


class OfficeKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    PROVINCE = "province_agency", _("Provincial agency")
    REGENCY = "regency_agency", _("Regency or city agency")
    PROVINCE_GROUP = "province_finance_working_group", _("Provincial finance working group")
    REGENCY_GROUP = "regency_finance_working_group", _("Regency or city finance working group")
    TECHNICAL_UNIT = "province_technical_unit", _("Provincial technical unit")
    AUDITOR = "internal_auditor", _("Internal auditor")
    OBSERVER = "observer", _("Observing ministry")


WORKING_GROUPS = frozenset({OfficeKind.PROVINCE_GROUP, OfficeKind.REGENCY_GROUP})


class Office(models.Model):
    """An office that takes part in the programmes, with its letterhead.

    A province or regency has one agency and one finance working group at a time
    (Permen KUKM 23/2005 Pasal 1 angka 14 dan 15).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40, choices=OfficeKind.choices)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    government = models.CharField(max_length=200, blank=True)  # first line of the letterhead
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=80, blank=True)  # place printed before the date
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=120, blank=True)
    unit_code = models.CharField(max_length=30, blank=True)  # part of the numbers of its papers
    forming_instrument = models.CharField(max_length=200, blank=True)
    forming_number = models.CharField(max_length=120, blank=True)
    forming_date = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "region__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "region"],
                condition=Q(
                    valid_to__isnull=True,
                    kind__in=[
                        "province_agency",
                        "regency_agency",
                        "province_finance_working_group",
                        "regency_finance_working_group",
                    ],
                ),
                name="one_active_office_per_region",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_formed(self) -> bool:
        """Whether the document that formed a working group is on record (Pasal 1 angka 15)."""
        return self.kind not in WORKING_GROUPS or bool(self.forming_number and self.forming_date)

    @property
    def zone(self) -> ZoneInfo:
        return self.region.zone if self.region else ZoneInfo("Asia/Jakarta")


class DayKind(models.TextChoices):
    PUBLIC_HOLIDAY = "public_holiday", _("Public holiday")
    JOINT_LEAVE = "joint_leave", _("Joint leave")
    LOCAL_DAY_OFF = "local_day_off", _("Local day off")


class CalendarDay(models.Model):
    """A day that is not worked, nationally or in one region, with the decree that says so."""

    day = models.DateField()
    kind = models.CharField(max_length=16, choices=DayKind.choices)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    instrument = models.CharField(max_length=200)
    is_estimate = models.BooleanField(default=False)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day", "kind"], condition=Q(region__isnull=True), name="national_day_once"),
            models.UniqueConstraint(
                fields=["day", "kind", "region"], condition=Q(region__isnull=False), name="local_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.day.isoformat()})"
