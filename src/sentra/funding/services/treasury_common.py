"""What the services of the money share beside the recipient's lock."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sentra.funding.models import Disbursement, PaymentOrder, Recipient, Remittance

Made = TypeVar("Made", Disbursement, PaymentOrder, Remittance)


def sent_already(model: type[Made], key: UUID, recipient: Recipient) -> Made | None:
    """What the same key has made for a locked recipient; None for the first.

    Asked under the lock: of two that are sent at the same moment the second waits for it, and would otherwise be
    refused for what the first has just done.
    """
    # Unscoped: the recipient was let through. A key of another recipient is refused by its being taken.
    return model.unscoped.filter(pk=key, recipient=recipient).first()
