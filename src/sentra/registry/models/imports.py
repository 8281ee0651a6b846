"""Spreadsheets on their way in: staged, checked, confirmed once, applied all or not at all."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment, User
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
    APPLIED = "applied", _("Applied")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Could not be read")


class RowStatus(models.TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    WRONG = "wrong", _("Wrong")


class ImportRun(Territorial):
    """One file being brought in. Other rooms bring their own kinds, so `kind` is no closed list.

    Most files are about the regency of an office. One of another room may be about a record of that room (`about_id`),
    whose region may be a province or none, the nation; `details` are what its sheet asks beside the rows.

    The file itself may hold identity numbers: it waits encrypted for the check and is then removed; its hash
    stays.
    """

    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    regency = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")  # null: the nation
    about_id = models.UUIDField(null=True)  # the record of another room
    details: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # such as the decree behind the file
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    letters: Any = models.JSONField(default=list)  # column of the sheet → its letter in the file
    problems: Any = models.JSONField(default=list)  # why the file could not be read
    notices: Any = models.JSONField(default=list)  # what was not read: unknown columns, example rows
    stamp = models.CharField(max_length=40, blank=True)  # the state of the registry that the file was compared with
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)  # new or changed rows with a warning
    left_out = models.PositiveIntegerField(default=0)  # wrong rows that were left out on purpose
    sums: Any = models.JSONField(default=dict)  # what the right rows come to, by the sums of the sheet
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["by", "-created_at"])]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(Territorial):
    """One row of the file: what was typed, what it means, what is wrong with which cell.

    After the import it says which record came from which row of which file. Cells and values follow the order
    of the sheet's columns; protected cells are sealed.
    """

    territory_path = "run__regency"
    may_be_provincial = True

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # the row's number in the sheet
    cells: Any = models.JSONField(encoder=DjangoJSONEncoder)
    values: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # what differs from the cells
    issues: Any = models.JSONField(default=list)
    warnings: Any = models.JSONField(default=list)
    changes: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # column → before and after
    status = models.CharField(max_length=10, choices=RowStatus.choices)
    is_doubtful = models.BooleanField(default=False)
    target_id = models.UUIDField(null=True)
    target_version = models.PositiveIntegerField(null=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["run", "status", "number"]),
            models.Index(fields=["target_id"], condition=Q(target_id__isnull=False), name="import_row_target"),
        ]
