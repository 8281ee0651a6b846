"""The plan of a recipient's year in versions: activities, budget lines, review by the auditor, agreement."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.decisions.queries import people_who
from sentra.documents.models import Evidence
from sentra.funding.models.recipients import LARGEST, Recipient
from sentra.funding.models.standards import Unit
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("With the internal auditor")
    REVIEWED = "reviewed", _("Reviewed")
    SUBMITTED = "submitted", _("With the ministry")
    AGREED = "agreed", _("Agreed")
    REPLACED = "replaced", _("Replaced by a later version")
    REJECTED = "rejected", _("Rejected by the ministry")
    DROPPED = "dropped", _("Dropped")


#: The states in which a version is still on its way; a recipient has one of these at a time.
OPEN_STATES = (PlanState.DRAFT, PlanState.IN_REVIEW, PlanState.REVIEWED, PlanState.SUBMITTED)

#: The acts that are recorded under a row of the policy table, where a row has several.
ACTS: dict[str, tuple[str, ...]] = {
    "funding.plan": (
        "funding.open_plan",
        "funding.open_change",
        "funding.describe_plan",
        "funding.add_activity",
        "funding.change_activity",
        "funding.remove_activity",
        "funding.add_line",
        "funding.change_line",
        "funding.remove_line",
        "funding.attach_kak",
        "funding.attach_rab",
        "funding.bring_lines",
    ),
    "funding.review": ("funding.review", "funding.review_return"),
}


class PlanVersion(Territorial):
    """One version of a recipient's plan (rencana penggunaan, rencana kegiatan): the first, or a change of one agreed.

    Lines and activities keep their `key` from version to version, so that what moved can be told line by line and a
    payment finds its line. Every edit raises `edition`; a review counts for the edition that it saw.
    """

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    edition = models.PositiveIntegerField(default=1)  # raised by every edit; optimistic lock
    change_reason = models.TextField(blank=True)  # of a change: what moves and why
    directions: Any = models.JSONField(default=list)  # values of the fact use_directions
    discussed_on = models.DateField(null=True)
    discussion = models.TextField(blank=True)  # who took part and what was settled
    coordinated_on = models.DateField(null=True)  # with the planning agency (Bappeda)
    coordination = models.CharField(max_length=300, blank=True)  # number of the letter or minutes
    kak = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    rab = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField(null=True)
    reviewed_edition = models.PositiveIntegerField(null=True)
    review_note = models.TextField(blank=True)
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_on = models.DateField(null=True)  # the head agrees for the region and hands it to the ministry
    submitted_edition = models.PositiveIntegerField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decision_reason = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)  # of the last return, by auditor or ministry
    forwarded_on = models.DateField(null=True)  # a change of the industry fund, to the Ministry of Finance
    forward_letter = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["recipient", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["recipient"],
                condition=Q(state__in=[one.value for one in OPEN_STATES]),
                name="one_open_plan_of_a_recipient",
            ),
            models.UniqueConstraint(
                fields=["recipient"], condition=Q(state="agreed"), name="one_agreed_plan_of_a_recipient"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {_('Version')} {self.number}"

    @property
    def regency(self) -> Region:
        """The region of the recipient."""
        return self.recipient.region

    def people_who(self, action: str) -> set[int]:
        """Who took an action of the policy table on this version; it keeps the steps in different hands."""
        return people_who(self, *ACTS.get(action, (action,)))

    @property
    def is_change(self) -> bool:
        """Whether it changes an agreed plan; a first one, also one begun anew, has nothing to give a reason for."""
        return bool(self.change_reason)


class PlanActivity(Territorial):
    """An activity of a version: what is done when and where, for which output, and what it serves.

    `activity` is a value of the fact `activity` (PK2UMK) or `activity_id` (industry fund).
    """

    territory_path = "plan__recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="activities")
    key = models.UUIDField(default=uuid.uuid4)
    place = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    training_kind = models.CharField(max_length=40, blank=True)
    modality = models.CharField(max_length=10, blank=True)
    first_month = models.PositiveSmallIntegerField()
    last_month = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=200)
    output_volume = models.PositiveIntegerField(null=True)
    output_unit = models.CharField(max_length=60, blank=True)
    directions: Any = models.JSONField(default=list)
    need = models.TextField(blank=True)  # the need here, and how the activity serves the purpose of its menu
    regional_affair = models.CharField(max_length=200, blank=True)  # the affair of the region that it serves
    national_priority = models.CharField(max_length=200, blank=True)
    facts: Any = models.JSONField(default=dict)  # further facts of the fund's check of an activity, as planned

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["plan", "place"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="activity_once_in_a_plan"),
            models.CheckConstraint(
                condition=Q(first_month__gte=1, last_month__lte=12, last_month__gte=F("first_month")),
                name="activity_months",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FundingSource(models.TextChoices):
    FUND = "fund", _("This fund")
    APBD = "apbd", _("Regional budget (APBD)")


class Judgement(models.TextChoices):
    """What the auditor says of a line."""

    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    TO_DISCUSS = "to_discuss", _("To be discussed")


class PlanLine(Territorial):
    """A budget line: a component × volume × frequency × unit price.

    `component` is a value of the fact `component` (PK2UMK) or `cost_category` (industry fund); `facts` are the further
    facts of the fund's check of a budget line, as far as they are known.
    """

    territory_path = "activity__plan__recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    activity = models.ForeignKey(PlanActivity, on_delete=models.CASCADE, related_name="lines")
    key = models.UUIDField(default=uuid.uuid4)
    place = models.PositiveSmallIntegerField()
    component = models.CharField(max_length=60)
    description = models.CharField(max_length=200)
    source = models.CharField(max_length=4, choices=FundingSource.choices, default=FundingSource.FUND)
    volume = models.PositiveIntegerField()
    frequency = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    unit_price = models.BigIntegerField()  # rupiah
    amount = models.BigIntegerField()  # rupiah: volume × frequency × unit price
    account_code = models.CharField(max_length=40, blank=True)
    facts: Any = models.JSONField(default=dict)
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    judgement_note = models.TextField(blank=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["activity", "place"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "key"], name="line_once_in_an_activity"),
            models.CheckConstraint(
                condition=Q(amount=F("unit_price") * F("volume") * F("frequency")), name="amount_is_the_product"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=LARGEST), name="line_amount_in_bounds"),
        ]

    def __str__(self) -> str:
        return self.description
