"""What the pages of a recipient's money share: where they stand, their tabs, shares and amounts in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sentra.access.doors import fetch
from sentra.development.views.common import Crumbs
from sentra.funding.addresses_treasury import treasury_url
from sentra.funding.models import Recipient
from sentra.funding.views.recipients import recipient_crumbs, recipient_tabs
from sentra.pages.formatting import number, percent

RELATED = ("year", "region__parent", "allocation", "chosen_by")


def recipient_of(request: HttpRequest, pk: Any, action: str) -> Recipient:
    """A recipient inside the territory (404 outside it) on which the action is granted (403 with the reason)."""
    return fetch(request, Recipient, pk, action, *RELATED)


def crumbs_of(found: Recipient, *here: str) -> Crumbs:
    """Where a page of a recipient's money stands."""
    money = {"label": _("Money"), "url": treasury_url(found) if here else ""}
    return [*recipient_crumbs(found, "")[:-1], money, *({"label": one, "url": ""} for one in here)]


def tabs_of(found: Recipient, current: str) -> list[dict[str, Any]]:
    """The pages of a recipient's money, among those of the recipient."""
    return recipient_tabs(found, current)


def in_percent(value: Fraction | None) -> str:
    """A share in words; one of nothing is not computable."""
    if value is None:
        return _("not computable")
    return percent(Decimal(value.numerator) / Decimal(value.denominator))


def in_millions(value: int) -> str:
    """Rupiah in millions, where several figures stand beside each other; the full amount stands near or in the file."""
    return _("Rp%(n)s m") % {"n": number(Decimal(value) / 1_000_000, 2)}
