"""Snapshots of the registry as columns, answers worked out in the background, and saved scenarios."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment, User
from sentra.territory.models import Office, Region
from sentra.territory.scope import Territorial


class Subject(models.TextChoices):
    """What the rows of a snapshot of the registry are: the subject of the checks that can be asked about them."""

    SENTRA = "sentra", _("Sentra")
    ENTERPRISE = "enterprise", _("Enterprises")


class Source(models.TextChoices):
    REGISTRY = "registry", _("Registry")
    TABLE = "table", _("Table brought in")


class SnapshotState(models.TextChoices):
    BUILDING = "building", _("Being written")
    READY = "ready", _("Ready")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


class Snapshot(models.Model):
    """A table of records as facts on a day; its parts lie in the store under their content's hash.

    The table is national. Nobody reads it but through `tables.rows_within`, which keeps to the actor's territory.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = models.CharField(max_length=40)  # of the checks it serves: Subject, or any other of the law's for tables
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.REGISTRY)
    title = models.CharField(max_length=200)
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=SnapshotState.choices, default=SnapshotState.BUILDING)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    fresh = models.BigIntegerField(default=0)  # rows worked out anew; the others were carried over
    parts: Any = models.JSONField(default=list)  # [{"sha256", "rows", "size"}]
    sha256 = models.CharField(max_length=64, blank=True)  # of the whole content
    known: Any = models.JSONField(default=list)  # the facts that at least one row has a value for
    basis = models.CharField(max_length=64, blank=True)  # what rows may be carried over from: columns, year, values
    last_decision = models.BigIntegerField(default=0)  # the newest decision record that was read
    whole = models.BooleanField(default=False)  # asked to carry nothing over
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state="building", source="registry"),
                name="snapshot_built_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        return self.state == SnapshotState.READY


class Calculation(models.Model):
    """An answer over a large table, worked out in the background and kept by the hash of its question."""

    key = models.CharField(max_length=64, primary_key=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="calculations")
    question: Any = models.JSONField()
    asked_at = models.DateTimeField(auto_now_add=True)  # and told anew with every part that is done
    finished_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    answer: Any = models.JSONField(null=True)
    failed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_at"]


class Scenario(Territorial):
    """A what-if kept with its figures: author, day, snapshot, date of the law, what was changed.

    `regency` is the region of the author's office: a regency, a province, or none for the nation. The figures stay as
    they were, also when the snapshot is long gone.
    """

    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(_("name of the scenario"), max_length=150)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    regency = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.SET_NULL, related_name="scenarios")
    snapshot_as_of = models.DateField()
    snapshot_rows = models.BigIntegerField()
    snapshot_sha256 = models.CharField(max_length=64)
    check_id = models.CharField(max_length=80)
    law_on = models.DateField()
    changes: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # as `law.amended` takes them
    filters: Any = models.JSONField(default=dict)  # scheme and tier
    answer: Any = models.JSONField()  # the figures by place

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return self.name
