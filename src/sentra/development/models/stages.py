"""Development stages (Pasal 9) and the classification of performance over a period (Pasal 1 angka 2)."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from sentra.access.models import Appointment, User
from sentra.registry.models import Enterprise, Sentra
from sentra.territory.models import Region
from sentra.territory.scope import Territorial


class StageRecord(Territorial):
    """An assessor's record of a stage. Later records stand beside earlier ones; nothing is overwritten."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="stage_records")
    stage = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=60)
    evidence: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # dimension → text
    joint_activity = models.TextField(blank=True)
    note = models.TextField(blank=True)
    is_complete = models.BooleanField()
    findings: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    recorded_on = models.DateField()
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["stage", "-recorded_on", "-created_at"]
        constraints = [models.CheckConstraint(condition=Q(stage__gte=1), name="stage_from_one")]

    def __str__(self) -> str:
        return f"{self.sentra} · {self.stage}"

    @property
    def regency(self) -> Region:
        return self.sentra.regency


class Pioneer(Territorial):
    """An enterprise of the sentra that leads the way in a technology (Pasal 9 huruf b)."""

    territory_path = "record__sentra__regency"
    record_path = "record__sentra_id"

    record = models.ForeignKey(StageRecord, on_delete=models.PROTECT, related_name="pioneers")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    technology = models.CharField(max_length=300)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "enterprise"], name="pioneer_once_in_a_record")]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.technology}"


class RubricVersion(models.Model):
    """Criteria, weights and scale for classification, as loaded by an administrator; national, none by default."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=250)  # the instrument the criteria were taken from
    criteria: Any = models.JSONField(encoder=DjangoJSONEncoder)  # [{code, label, weight, minimum}]
    scale: Any = models.JSONField(encoder=DjangoJSONEncoder)  # [{score, descriptor}]
    valid_from = models.DateField()
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-valid_from", "-loaded_at"]
        constraints = [models.UniqueConstraint(fields=["name"], name="rubric_name_once")]

    def __str__(self) -> str:
        return self.name


class Classification(Territorial):
    """How a sentra performed over a period; stands beside the tier and never changes it."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="classifications")
    period_from = models.DateField()
    period_to = models.DateField()
    result = models.CharField(max_length=120)
    evidence = models.TextField()
    rubric = models.ForeignKey(RubricVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scores: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # criterion code → score
    total = models.IntegerField(null=True)  # sum of weight × score
    recorded_on = models.DateField()
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-period_to", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="classification_period_forward")
        ]

    def __str__(self) -> str:
        return f"{self.sentra} · {self.result}"

    @property
    def regency(self) -> Region:
        return self.sentra.regency
