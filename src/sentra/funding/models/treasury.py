"""The money itself: disbursed in stages, paid out by payment orders (SP2D) against budget lines, given back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.documents.models import Evidence
from sentra.funding.models.recipients import LARGEST, Recipient
from sentra.funding.models.years import Stage
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class DisbursementState(models.TextChoices):
    RECOMMENDED = "recommended", _("Recommended to the Ministry of Finance")
    RECEIVED = "received", _("Received in the regional treasury")
    CANCELLED = "cancelled", _("Cancelled")


class Disbursement(Territorial):
    """A stage of the money to one recipient: recommended by the ministry, then received in the regional treasury."""

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="disbursements")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="disbursements")
    amount = models.BigIntegerField()  # rupiah
    state = models.CharField(max_length=12, choices=DisbursementState.choices)
    conditions = models.CharField(max_length=300)  # reference by which Finance's conditions of transfer are met
    recommended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recommended_on = models.DateField()
    received_on = models.DateField(null=True)
    reference = models.CharField(max_length=120, blank=True)  # number of the transfer (SP2D of the state's treasury)
    received_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["recipient", "stage__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "stage"], condition=~Q(state="cancelled"), name="one_disbursement_of_a_stage"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=LARGEST), name="disbursement_in_bounds"),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(received_on__isnull=False), name="received_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.stage}"

    @property
    def regency(self) -> Region:
        """The region of the recipient."""
        return self.recipient.region


class StageReport(Territorial):
    """That the report on a stage's money was accepted, which the next stage may ask for."""

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="stage_reports")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="reports")
    accepted_on = models.DateField()
    reference = models.CharField(max_length=200)  # of the letter that accepts it
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        constraints = [models.UniqueConstraint(fields=["recipient", "stage"], name="one_accepted_report_of_a_stage")]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.stage}"

    @property
    def regency(self) -> Region:
        """The region of the recipient."""
        return self.recipient.region


class BudgetLine(Territorial):
    """A line of the agreed plan through all its versions: what may be spent on it, and what was.

    Written where a version is agreed (`planned`) and where money is paid (`spent`), under the recipient's lock. A line
    that a change took out stays with nothing planned.
    """

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # the key of the plan's lines
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="budget_lines")
    activity_key = models.UUIDField()
    planned = models.BigIntegerField()  # rupiah in the agreed version
    spent = models.BigIntegerField(default=0)  # rupiah

    class Meta:
        base_manager_name = "unscoped"
        constraints = [
            models.CheckConstraint(
                condition=Q(spent__gte=0, planned__gte=F("spent"), planned__lte=LARGEST),
                name="line_spent_at_most_what_was_planned",
            ),
        ]


class PaymentOrder(Territorial):
    """An order by which the regional treasury paid (SP2D), or a counter-entry that corrects one.

    Never changed and never deleted: a mistake is corrected by an entry with the opposite sign that names it.
    """

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=80)
    paid_on = models.DateField()
    payee = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    amount = models.BigIntegerField()  # rupiah; negative for a counter-entry; the sum of its payments
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True)  # of a counter-entry
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["recipient", "-paid_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "number"], condition=Q(corrects__isnull=True), name="order_number_once"
            ),
            models.CheckConstraint(
                condition=(Q(corrects__isnull=True) & Q(amount__gte=1, amount__lte=LARGEST))
                | (Q(corrects__isnull=False) & Q(amount__lte=-1, amount__gte=-LARGEST)),
                name="only_a_correction_is_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"SP2D {self.number}"

    @property
    def regency(self) -> Region:
        """The region of the recipient."""
        return self.recipient.region


class Payment(Territorial):
    """The part of an order that goes to one budget line; a counter-entry's parts are negative."""

    territory_path = "order__recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="payments")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()  # rupiah

    class Meta:
        base_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["order", "line"], name="line_once_in_an_order"),
            models.CheckConstraint(condition=~Q(amount=0), name="payment_not_zero"),
        ]


class Achievement(Territorial):
    """What an activity has reached up to a day, cumulative (persons trained, mentors at work); the newest counts."""

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="achievements")
    activity_key = models.UUIDField()
    as_of = models.DateField()
    volume = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["recipient", "activity_key", "-as_of", "-created_at"]

    @property
    def regency(self) -> Region:
        """The region of the recipient."""
        return self.recipient.region


class AbsorptionStatement(Territorial):
    """What the region's finance office states as absorbed up to a day, cumulative; held against the payment orders."""

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="statements")
    as_of = models.DateField()
    absorbed = models.BigIntegerField()  # rupiah, cumulative
    used = models.BigIntegerField()  # rupiah, cumulative: the report on the use
    reference = models.CharField(max_length=200)  # number of the report
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["recipient", "-as_of", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(absorbed__gte=0, absorbed__lte=LARGEST, used__gte=0, used__lte=LARGEST),
                name="statement_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.as_of.isoformat()}"

    @property
    def regency(self) -> Region:
        """The region of the recipient."""
        return self.recipient.region


class Remittance(Territorial):
    """What a recipient gave back of the money it received and did not use."""

    territory_path = "recipient__region"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="remittances")
    amount = models.BigIntegerField()  # rupiah
    remitted_on = models.DateField()
    reference = models.CharField(max_length=120)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["recipient", "-remitted_on"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1, amount__lte=LARGEST), name="remittance_in_bounds"),
        ]

    @property
    def regency(self) -> Region:
        """The region of the recipient."""
        return self.recipient.region
