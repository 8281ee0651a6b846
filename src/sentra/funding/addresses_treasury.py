"""The addresses of the money's pages that lines of the inbox, notifications and tables lead to."""

from __future__ import annotations

from django.urls import reverse

from sentra.funding.models import PaymentOrder, Recipient


def treasury_url(recipient: Recipient) -> str:
    """Where a recipient's money stands."""
    return reverse("funding:treasury", args=[recipient.pk])


def reports_url(recipient: Recipient) -> str:
    """What a recipient's papers say."""
    return reverse("funding:treasury_reports", args=[recipient.pk])


def order_url(order: PaymentOrder) -> str:
    """The page of a payment order or of a counter-entry."""
    return reverse("funding:payment", args=[order.recipient_id, order.pk])
