"""Official papers, their numbers, and evidence files kept by their content."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment, User
from sentra.territory.models import Office, Region
from sentra.territory.scope import Territorial


class StoredFile(models.Model):
    """A file named by its content: written once, never changed, shared by all who refer to it."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)


class Evidence(Territorial):
    """A file that proves something: who brought it, when and where it was taken; superseded, never replaced."""

    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)  # "photo", "letter", "list", "decree_scan", …
    proves = models.CharField(max_length=300, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    regency = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="supersedes")

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The running numbers of an office's papers for one classification and year."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="number_series")
    classification = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    pattern = models.CharField(max_length=80, default="{classification}/{number:03d}/{unit}/{month}/{year}")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "classification", "year"], name="number_series_once"),
        ]


class NumberEntry(models.Model):
    """One number of a series: used by a paper, reserved, or void with its reason; gaps explain themselves."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("Reserved")
        USED = "used", _("Used")
        VOID = "void", _("Void")

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    printed = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="number_once")]


class PaperKind(models.TextChoices):
    CRITERIA_FORM = "criteria_form", _("Criteria form of a sentra (Lampiran 1)")
    SENTRA_FORM = "sentra_form", _("Application form of the sentra (Lampiran 2)")
    ENTERPRISE_FORM = "enterprise_form", _("Application form of an enterprise (Lampiran 3)")
    LEADING_FORM = "leading_form", _("Criteria form of a leading sentra (Lampiran 4)")
    CLUSTER_FORM = "cluster_form", _("Criteria form of a cluster sentra (Lampiran 5)")
    REGENCY_LETTER = "regency_letter", _("Cover letter of the regency")
    PROVINCE_LETTER = "province_letter", _("Cover letter of the province")
    VERIFICATION_MINUTES = "verification_minutes", _("Minutes of verification")
    DECREE = "decree", _("Decree of the minister")
    PLAN_OF_USE = "plan_of_use", _("Plan of use of a fund (contoh 1)")


class Paper(Territorial):
    """An official paper. Once issued it never changes; a correction is a new paper that names this one."""

    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=30, choices=PaperKind.choices)
    title = models.CharField(max_length=250)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="papers")
    regency = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    number = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField()
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_under = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=200, blank=True)
    signer_title = models.CharField(max_length=200, blank=True)  # as printed, perhaps with its comma
    content: Any = models.JSONField()  # what was printed, as data
    content_hash = models.CharField(max_length=64)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)  # printed with the QR, asked for on the public page
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-issued_at"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], condition=~Q(number=""), name="paper_number_once"),
        ]

    @property
    def signer(self) -> str:
        """Title and name of whoever signed, as one line; empty where nobody did."""
        return ", ".join(part for one in (self.signer_title, self.signer_name) if (part := one.strip(" ,")))

    def __str__(self) -> str:
        return self.title


class PreparedExport(models.Model):
    """A large list written to a file in the background, for the one person who asked for it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being prepared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    query = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    file_name = models.CharField(max_length=120)
    rows = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.title
