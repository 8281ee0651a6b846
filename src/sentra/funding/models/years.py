"""The years of the two funds: which text of the law each follows, when its plan is due, in which stages it is paid."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User


class Fund(models.TextChoices):
    """The funds; the values are those of `Appointment.programme`."""

    PK2UMK = "pk2umk", _("PK2UMK fund")
    IKM = "ikm", _("Fund for sentra of industry (IKM)")


class ProgrammeYear(models.Model):
    """A budget year of a fund and the law it follows.

    `law_day` is the day whose law the whole year is judged by. Where the text that governs the year is not held,
    `governed_by` names it and `basis` the decision by which the last held text is followed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    fund = models.CharField(max_length=10, choices=Fund.choices)
    year = models.PositiveSmallIntegerField()
    regulation = models.CharField(max_length=40)  # id of the text that is followed
    law_day = models.DateField()
    governed_by = models.CharField(max_length=120, blank=True)  # a regulation whose text is not held
    basis = models.CharField(max_length=300, blank=True)  # the decision to follow the held text all the same
    plan_due = models.DateField(null=True)  # null: the text sets no day
    plan_due_source = models.CharField(max_length=300, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "fund"]
        constraints = [models.UniqueConstraint(fields=["fund", "year"], name="one_year_of_a_fund")]

    def __str__(self) -> str:
        return f"{self.get_fund_display()} {self.year}"


class Standing(models.TextChoices):
    """Whether a figure stands in a published text or is our proposal until that text is found."""

    OFFICIAL = "official", _("Official")
    PROPOSED = "proposed", _("Proposed, not found in a published text")


class Stage(models.Model):
    """A stage in which the year's money is paid to the regions, with its conditions and their source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField()
    share_percent = models.PositiveSmallIntegerField()  # of the ceiling
    opens_on = models.DateField()
    min_absorption_percent = models.PositiveSmallIntegerField(null=True)  # of what was received; null: none asked
    needs_report = models.BooleanField()  # whether the report of the stage before must be accepted
    source = models.CharField(max_length=300)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_stage_of_a_number"),
            models.CheckConstraint(condition=Q(share_percent__gte=1, share_percent__lte=100), name="stage_share"),
            models.CheckConstraint(
                condition=Q(min_absorption_percent__isnull=True) | Q(min_absorption_percent__lte=100),
                name="stage_absorption",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Stage')} {self.number}"
