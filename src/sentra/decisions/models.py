"""Decision records (append-only, chained by hash), the inbox, and notifications."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment, User
from sentra.access.roles import Role
from sentra.territory.models import Office, Region
from sentra.territory.scope import Territorial


class Chain(models.Model):
    """The end of the hash chain; its single row is locked while a record is added."""

    last_number = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)


class Decision(Territorial):
    """One act: who, when, under which appointment, from which state to which, on what grounds.

    Rows are never changed or deleted; a trigger in the database refuses it.
    """

    may_be_provincial = True

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="decisions")
    actor_name = models.CharField(max_length=150)
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=300, blank=True)  # role and office in words, as they were
    on_behalf_of = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=250)
    regency = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    details: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # what the sentence needs
    facts: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    findings: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # the verdict as JSON
    law_version = models.CharField(max_length=120, blank=True)
    clauses: Any = models.JSONField(default=list)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        base_manager_name = "unscoped"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "number"]),
            models.Index(fields=["action", "at"]),
        ]


class AppliedClause(models.Model):
    """A provision that a decision rests on or was judged by: the index behind "where it was last applied"."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="applied_clauses", db_index=False)
    clause = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["clause", "-decision"])]


class WorkItem(Territorial):
    """Something that waits for the people of a role in an office: a line of their inbox."""

    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)  # the action that closes it, e.g. "designation.verify"
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    title = models.CharField(max_length=250)
    url = models.CharField(max_length=250)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="work_items")
    role = models.CharField(max_length=30, choices=Role.choices, blank=True)
    regency = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    came_back = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)  # why it came back
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    due_basis = models.CharField(max_length=200, blank=True)  # the rule or the office norm behind the due date
    # How the due date was counted, so that it can be counted again; empty where it is a fixed date.
    due_from = models.DateField(null=True)
    due_days = models.PositiveSmallIntegerField(null=True)  # working days after `due_from`
    closed_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "unscoped"
        indexes = [
            models.Index(fields=["office", "role"], condition=Q(closed_at__isnull=True), name="open_work"),
            models.Index(fields=["subject_type", "subject_id"]),
        ]


class Notification(models.Model):
    """A message to one person about something that happened, or a reminder of work that waits for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    work_item = models.ForeignKey(WorkItem, null=True, on_delete=models.PROTECT, related_name="reminders")
    reminder = models.SmallIntegerField(null=True)  # working days from the due date: -2 before it, 0 on the day
    needs_you = models.BooleanField(_("needs you"), default=False)
    url = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["user", "read_at"])]
        constraints = [
            models.UniqueConstraint(fields=["user", "work_item", "reminder"], name="reminded_once"),
        ]


class MailMode(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, together")
    NEVER = "never", _("Not by e-mail")


class NotificationPreference(models.Model):
    """How a person wants to hear by e-mail; the page shows every notification in any case."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notification_preference")
    needs_you = models.CharField(_("What needs you"), max_length=10, choices=MailMode.choices, default=MailMode.DAILY)
    for_information = models.CharField(
        _("For information"), max_length=10, choices=MailMode.choices, default=MailMode.DAILY
    )


class ChainCheck(models.Model):
    """One verification of the chain: who asked, what was found, and the seal (number and hash of the end).

    The seal of an earlier check is compared again by each later one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    records = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)
    breaks: Any = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]

    @property
    def is_whole(self) -> bool:
        """Whether the check has ended without a break."""
        return self.finished_at is not None and not self.breaks


class ExportLog(models.Model):
    """One export: who took what, how many rows, with which filter. Append-only."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    rows = models.BigIntegerField()
    filters = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at"]
