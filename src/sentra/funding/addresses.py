"""The addresses that lines of the inbox and notifications of this room lead to."""

from __future__ import annotations

from django.urls import reverse

from sentra.funding.models import Adjustment, PlanVersion, Recipient


def recipient_url(recipient: Recipient) -> str:
    """The page of a recipient."""
    return reverse("funding:recipient", args=[recipient.pk])


def adjustment_url(adjustment: Adjustment) -> str:
    """The page of a proposed adjustment."""
    return reverse("funding:adjustment", args=[adjustment.pk])


def plan_url(plan: PlanVersion) -> str:
    """The page of a version of a plan."""
    return reverse("funding:plan", args=[plan.pk])
