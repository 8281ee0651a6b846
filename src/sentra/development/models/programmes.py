"""The yearly programme of a region for its sentra (Pasal 4, 12 huruf b, 14 huruf a)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import User
from sentra.registry.models import Sentra
from sentra.territory.models import Office, Region
from sentra.territory.scope import Territorial


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CLOSED = "closed", _("Closed")


class Programme(Territorial):
    """One office's programme for one year; `components` stays null until they are recorded."""

    territory_path = "region"
    record_path = "id"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="programmes")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="programmes")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    aim = models.TextField(blank=True)
    components: Any = models.JSONField(null=True)  # values of the fact programme_components, null: not recorded
    sentra = models.ManyToManyField(Sentra, related_name="programmes", blank=True)
    state = models.CharField(max_length=8, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    closed_on = models.DateField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)  # optimistic lock

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-year", "region__code"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="one_programme_per_office_and_year"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(closed_on__isnull=False), name="closed_programme_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"

    @property
    def regency(self) -> Region:
        """The region the programme is for: a regency, or a province."""
        return self.region


class ProgrammeLine(Territorial):
    """A budget line: what is done under a component, for which sentra, for how much."""

    territory_path = "programme__region"
    record_path = "programme_id"
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lines")
    component = models.CharField(max_length=40)
    sentra = models.ForeignKey(Sentra, null=True, blank=True, on_delete=models.PROTECT, related_name="programme_lines")
    activity = models.CharField(max_length=200)
    amount = models.BigIntegerField()  # rupiah
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["component", "created_at"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="programme_line_not_negative")]

    def __str__(self) -> str:
        return self.activity

    @property
    def regency(self) -> Region:
        return self.programme.region


class Fold(Territorial):
    """A regency's programme taken into the province's; the regency's own is not touched (Pasal 14 huruf a)."""

    territory_path = "regional__region"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provincial = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="folds")
    regional = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="folded_into")
    folded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    folded_on = models.DateField()

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["regional__region__code"]
        constraints = [
            models.UniqueConstraint(fields=["provincial", "regional"], name="programme_folded_once"),
            models.CheckConstraint(condition=~Q(provincial=F("regional")), name="programme_not_in_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.regional} → {self.provincial}"
