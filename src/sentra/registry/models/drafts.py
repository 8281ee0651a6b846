"""What somebody typed into a long form and has not sent yet."""

from __future__ import annotations

from typing import Any

from django.db import models

from sentra.access.models import User


class FormDraft(models.Model):
    """One person's unsent values of one form; belongs to that person alone and goes when the form is sent.

    An identity number is never kept here: the table is not encrypted.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)  # which form of which record, e.g. "sentra:<id>:place"
    values: Any = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return self.key
