"""Spreadsheets on their way in: staged, checked, confirmed once, applied all or not at all."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment, User
from sentra.documents.models import StoredFile
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class ImportKind(models.TextChoices):
    ENTERPRISES = "enterprises", _("Enterprises")
    SENTRA = "sentra", _("Sentra")
    MEMBERSHIPS = "memberships", _("Memberships")
    ENTERPRISE_FIGURES = "enterprise_figures", _("Yearly figures of enterprises")
    SENTRA_FIGURES = "sentra_figures", _("Yearly figures of sentra")


class ImportState(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Checked, waits for confirmation")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Could not be read")


class RowStatus(models.TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    WRONG = "wrong", _("Wrong")


class ImportRun(Territorial):
    """One file being brought in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20, choices=ImportKind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)  # why the file could not be read
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(Territorial):
    """One row of the file: what was typed, what it means, what is wrong with which cell."""

    territory_path = "run__regency"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # the row's number in the sheet
    cells: Any = models.JSONField()  # column → what stands in the cell
    values: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # what it means, checked
    errors: Any = models.JSONField(default=list)  # [{column, value, message, remedy}]
    warnings: Any = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=RowStatus.choices)
    target_id = models.UUIDField(null=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["run", "status"])]
