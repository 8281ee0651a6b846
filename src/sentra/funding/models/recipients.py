"""Who receives a fund in a year, how much by which decree, and what of it the Minister let be used differently."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.funding.models.years import ProgrammeYear
from sentra.territory.models import OfficeKind, Region
from sentra.territory.scope import Territorial

LARGEST = 10**15  # rupiah; no ceiling of a region and no sum of the nation comes near it


class Criteria(Territorial):
    """What is known of a region for the industry fund's three criteria in a year (Permenperin 5/2022 Bab II huruf A).

    `facts` are values of the facts of `ikm.region_eligibility`, `sources` what shows each of them.
    """

    territory_path = "region"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="criteria")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    facts: Any = models.JSONField(default=dict)  # fact → true or false; one that is not there is not known
    sources: Any = models.JSONField(default=dict)  # fact → the document that shows it
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    version = models.PositiveIntegerField(default=1)  # optimistic lock

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["year", "region__code"]
        constraints = [models.UniqueConstraint(fields=["year", "region"], name="criteria_once_a_year")]

    def __str__(self) -> str:
        return f"{self.region.name} · {self.year}"

    @property
    def regency(self) -> Region:
        """The region that is judged."""
        return self.region


class Holder(models.TextChoices):
    """The offices that may manage a region's fund; the values are kinds of office and actors of the law."""

    PROVINCE = OfficeKind.PROVINCE.value, OfficeKind.PROVINCE.label
    TECHNICAL_UNIT = OfficeKind.TECHNICAL_UNIT.value, OfficeKind.TECHNICAL_UNIT.label
    REGENCY = OfficeKind.REGENCY.value, OfficeKind.REGENCY.label


class Recipient(Territorial):
    """An office that receives a fund in a year, and where its money stands.

    `planned`, `received`, `spent` and `returned` are sums of its agreed plan, disbursements, payments and remittances,
    kept here under the lock of this row (`lock_recipient`) so that nothing can be paid twice; lists and the nation's
    sums read them. In a province the agency and its technical unit may both be recipients.
    """

    territory_path = "region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="recipients")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=40, choices=Holder.choices)
    instrument = models.CharField(max_length=300)  # the decision by which it was chosen
    consideration = models.TextField(blank=True)  # how last year's performance was weighed
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_on = models.DateField()
    allocation = models.ForeignKey("Allocation", null=True, on_delete=models.PROTECT, related_name="+")  # in force
    planned = models.BigIntegerField(default=0)  # rupiah in the agreed plan, from the fund
    received = models.BigIntegerField(default=0)  # rupiah
    spent = models.BigIntegerField(default=0)  # rupiah
    returned = models.BigIntegerField(default=0)  # rupiah given back to the state's treasury
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["year", "region__code", "holder"]
        indexes = [models.Index(fields=["region", "year"])]
        constraints = [
            models.UniqueConstraint(fields=["year", "region", "holder"], name="recipient_once_a_year"),
            models.CheckConstraint(
                condition=Q(planned__gte=0, spent__gte=0, returned__gte=0), name="recipient_sums_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(received__gte=F("spent") + F("returned")), name="spent_at_most_what_was_received"
            ),
        ]

    def __str__(self) -> str:
        office = f" · {self.get_holder_display()}" if self.holder == Holder.TECHNICAL_UNIT else ""
        return f"{self.region.name}{office} · {self.year}"

    @property
    def regency(self) -> Region:
        """The region that receives: a regency, a city or a province."""
        return self.region

    @property
    def ceiling(self) -> int | None:
        """The ceiling in force in rupiah; None before the first decree."""
        return self.allocation.ceiling if self.allocation else None

    @property
    def left(self) -> int:
        """What was received and neither spent nor given back, in rupiah."""
        return self.received - self.spent - self.returned


class AllocationDecree(models.Model):
    """The instrument that sets ceilings and targets of recipients in a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="decrees")
    kind = models.CharField(max_length=120)  # Peraturan Presiden, Keputusan Menteri
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    date = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["year", "date", "created_at"]
        constraints = [models.UniqueConstraint(fields=["year", "kind", "number", "date"], name="decree_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} Nomor {self.number} Tahun {self.date.year}"


class AllocationKind(models.TextChoices):
    FIRST = "first", _("First allocation")
    REVISION = "revision", _("Revision by decree")
    ADJUSTMENT = "adjustment", _("Adjusted use, approved by the Minister")


class Allocation(Territorial):
    """A recipient's ceiling, its division over the activities and its targets, as one decree or approval set them.

    Never changed: a later one takes its place. A target or a division that the decree does not give stays null.
    """

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="allocations")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=AllocationKind.choices)
    ceiling = models.BigIntegerField()  # rupiah
    division: Any = models.JSONField(default=dict)  # activity → rupiah; an activity that is not there was not divided
    target_participants = models.PositiveIntegerField(null=True)  # persons
    target_mentors = models.PositiveIntegerField(null=True)  # persons
    target_legal_aid = models.PositiveIntegerField(null=True)  # micro and small enterprises
    decree = models.ForeignKey(AllocationDecree, on_delete=models.PROTECT, related_name="allocations")
    adjustment = models.OneToOneField("Adjustment", null=True, on_delete=models.PROTECT, related_name="made")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["recipient", "number"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "number"], name="allocation_number_once"),
            models.CheckConstraint(condition=Q(ceiling__gte=0, ceiling__lte=LARGEST), name="ceiling_in_bounds"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.number}"


class AdjustmentState(models.TextChoices):
    PENDING = "pending", _("Waits for the Minister's approval")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Adjustment(Territorial):
    """A recipient's proposal to use its allocation differently without lower targets (PK2UMK Pasal 3 ayat (3), (4))."""

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="adjustments")
    of = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="+")  # the one in force when proposed
    division: Any = models.JSONField(default=dict)  # activity → rupiah
    target_participants = models.PositiveIntegerField(null=True)
    target_mentors = models.PositiveIntegerField(null=True)
    target_legal_aid = models.PositiveIntegerField(null=True)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=AdjustmentState.choices, default=AdjustmentState.PENDING)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    letter = models.CharField(max_length=200, blank=True)  # the letter of the ministry's secretariat
    decision_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient"], condition=Q(state="pending"), name="one_open_adjustment_of_a_recipient"
            ),
        ]

    def __str__(self) -> str:
        return str(self.recipient)

    @property
    def regency(self) -> Region:
        """The region of the recipient."""
        return self.recipient.region
