"""Cost standards (standar biaya): the most that a unit of a component may cost, where, since when, by which instrument.

Permenkop UKM 2/2022 names the components and leaves their amounts to the legislation (Pasal 7 ayat (2), Pasal 8
ayat (5)) or to the Minister (Pasal 6 ayat (5)).
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.funding.components import component_label
from sentra.territory.models import Region
from sentra.territory.scope import Territorial

MOST = 10**12  # rupiah a unit; nothing that is bought by the unit comes near it


class Unit(models.TextChoices):
    """What is counted, in the words and short forms of the state's cost standards (SBM)."""

    PERSON_HOUR = "person_hour", _("person-hour (OJ)")
    PERSON_LESSON_HOUR = "person_lesson_hour", _("person-lesson hour (OJP)")
    PERSON_DAY = "person_day", _("person-day (OH)")
    PERSON_MONTH = "person_month", _("person-month (OB)")
    PERSON_ACTIVITY = "person_activity", _("person-activity (OK)")
    PERSON_TRIP = "person_trip", _("person-trip (OP)")
    PERSON = "person", _("person")
    ACTIVITY = "activity", _("activity")
    CASE = "case", _("case")
    DOCUMENT = "document", _("document")
    PACKAGE = "package", _("package")
    SET = "set", _("set")
    COPY = "copy", _("copy")
    SHEET = "sheet", _("sheet")
    UNIT = "unit", _("unit")
    DAY = "day", _("day")
    MONTH = "month", _("month")


class CostStandard(Territorial):
    """The most that one unit of a component may cost in a region (or the nation: no region) for a time.

    Amount, source and first day stay as they were set. A period whose last day lies before its first one says that
    the standard was entered by mistake and never was in force.
    """

    territory_path = "region"
    may_be_provincial = True
    is_open_below = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    activity = models.CharField(max_length=40)  # value of the fact activity
    component = models.CharField(max_length=60)  # value of the fact component
    unit = models.CharField(max_length=20, choices=Unit.choices)
    amount = models.BigIntegerField()  # rupiah a unit, at most
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="cost_standards")
    instrument_kind = models.CharField(max_length=120)  # Peraturan Gubernur Jawa Tengah
    instrument_number = models.CharField(max_length=80)
    instrument_title = models.CharField(max_length=300)
    instrument_date = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    end_reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["component", "unit", "-valid_from"]
        indexes = [models.Index(fields=["region", "component", "unit", "valid_from"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=MOST), name="standard_amount_in_bounds"),
            models.UniqueConstraint(
                fields=["component", "unit", "region"],
                condition=Q(valid_to__isnull=True, region__isnull=False),
                name="one_open_standard_in_a_region",
            ),
            models.UniqueConstraint(
                fields=["component", "unit"],
                condition=Q(valid_to__isnull=True, region__isnull=True),
                name="one_open_standard_of_the_nation",
            ),
        ]

    def __str__(self) -> str:
        return f"{component_label(self.component)} · {self.get_unit_display()} · {self.where}"

    @property
    def instrument(self) -> str:
        """How the source is cited, in Indonesian as all citations are."""
        return f"{self.instrument_kind} Nomor {self.instrument_number} Tahun {self.instrument_date.year}"

    @property
    def source(self) -> str:
        """The source in full, with what it is about."""
        return f"{self.instrument} tentang {self.instrument_title}"

    @property
    def where(self) -> str:
        """The region it is for, in words."""
        return self.region.name if self.region else gettext("National")

    @property
    def was_never_in_force(self) -> bool:
        return self.valid_to is not None and self.valid_to < self.valid_from

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the day lies in its period; both ends count."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
