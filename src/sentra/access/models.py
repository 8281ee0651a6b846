"""Accounts, and the dated appointments that say what a person may do, where, for whom and until when."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sentra.access.roles import RECORD_ROLES, Role
from sentra.territory.models import Office
from sentra.territory.scope import NATION, NOWHERE, Territory


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. Rights come only from appointments; there is no standing super-user."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    titles_before = models.CharField(max_length=40, blank=True)  # "Dr.", "Ir."
    titles_after = models.CharField(max_length=60, blank=True)  # "S.E., M.M."
    civil_service_number = models.CharField(max_length=18, blank=True)
    rank = models.CharField(max_length=60, blank=True)  # pangkat, "Pembina Tk. I"
    language = models.CharField(max_length=2, default="id", choices=[("id", "Bahasa Indonesia"), ("en", "English")])
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def formal_name(self) -> str:
        """The name with its academic titles, as letters print it (Permendagri 1/2023 Pasal 44)."""
        front = f"{self.titles_before} {self.name}".strip()
        return f"{front}, {self.titles_after}" if self.titles_after else front


class Capacity(models.TextChoices):
    DEFINITIVE = "definitive", _("Definitive")
    PLT = "plt", _("Acting (Plt.)")
    PLH = "plh", _("Daily acting (Plh.)")
    PJ = "pj", _("Caretaker (Pj.)")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, day: dt.date) -> AppointmentQuerySet:
        """Appointments valid on a day, not revoked, and confirmed where a second person must confirm."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            Q(needs_confirmation=False) | Q(confirmed_by__isnull=False),
            valid_from__lte=day,
            revoked_at__isnull=True,
        )


class Appointment(models.Model):
    """A role that a person holds in an office, for a programme and a period, perhaps acting for somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30, choices=Role.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments")
    programme = models.CharField(max_length=20, blank=True)  # blank: every programme of the office
    record_id = models.UUIDField(null=True, blank=True)  # the one sentra or partner of a record role
    position = models.CharField(max_length=150, blank=True)  # title printed above the signature
    capacity = models.CharField(max_length=12, choices=Capacity.choices, default=Capacity.DEFINITIVE)
    acting_for = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=200)  # number of the decree or letter that appoints
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    needs_confirmation = models.BooleanField(default=False)  # a national role waits for a second person
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["office__kind", "role", "-valid_from"]
        constraints = [
            models.CheckConstraint(condition=~Q(confirmed_by=F("granted_by")), name="confirmed_by_a_second_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.office.short_name}"

    @property
    def territory(self) -> Territory:
        """The territory this appointment opens; nowhere when its office has none."""
        if self.role in RECORD_ROLES:
            return Territory("record", record_id=self.record_id) if self.record_id else NOWHERE
        region = self.office.region
        if region is None:
            return NATION if self.office.kind in {"ministry", "internal_auditor", "observer"} else NOWHERE
        if region.level == "province":
            return Territory("province", region.pk)
        return Territory("regency", region.pk)

    @property
    def is_pending(self) -> bool:
        """Whether a second person must still confirm it."""
        return self.needs_confirmation and self.confirmed_by_id is None and self.revoked_at is None

    def is_in_force(self, day: dt.date) -> bool:
        """Whether it opens doors on a day; the same as `in_force` asks of the database."""
        ended = self.valid_to is not None and self.valid_to < day
        return not (ended or self.valid_from > day or self.revoked_at or self.is_pending)

    @property
    def signature_prefix(self) -> str:
        """What precedes the title when the person signs for another ("Plt.", "Plh.", "Pj."), else empty."""
        return {"plt": "Plt.", "plh": "Plh.", "pj": "Pj."}.get(self.capacity, "")


class MaskedRead(models.Model):
    """One reading of a protected number: who read whose, why and when. Append-only."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=200)
    field = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["-at"]
