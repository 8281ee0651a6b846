"""Which office acts for a recipient, and which ministry for a fund."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from sentra.access.models import Appointment
from sentra.funding.models import ProgrammeYear, Recipient
from sentra.territory.models import Office, OfficeKind


def _in_force(day: dt.date | None) -> tuple[Q, Q]:
    today = day or timezone.localdate()
    return Q(valid_to__isnull=True) | Q(valid_to__gte=today), Q(valid_from__lte=today)


def ministry_of(year: ProgrammeYear, day: dt.date | None = None) -> Office | None:
    """The ministry that runs the fund: one with people appointed for this fund, else the first; None without any."""
    for_fund = Appointment.objects.filter(office=OuterRef("pk"), programme=year.fund, revoked_at=None)
    found = Office.objects.filter(*_in_force(day), kind=OfficeKind.MINISTRY).annotate(is_for_fund=Exists(for_fund))
    return found.order_by("-is_for_fund", "valid_from").first()


def holder_of(recipient: Recipient, day: dt.date | None = None) -> Office | None:
    """The office that manages the recipient's fund on a day; None while there is none."""
    found = Office.objects.filter(*_in_force(day), kind=recipient.holder, region=recipient.region)
    return found.order_by("-valid_from").first()


def auditor_of(recipient: Recipient, day: dt.date | None = None) -> Office | None:
    """The internal auditor (APIP) of the recipient's region, else of its province, else of the ministry; or None."""
    places = list(dict.fromkeys([recipient.region_id, recipient.region.parent_id, None]))
    here = Q(region__in=[one for one in places if one]) | Q(region__isnull=True)
    found = Office.objects.filter(here, *_in_force(day), kind=OfficeKind.AUDITOR)
    return min(found, key=lambda one: places.index(one.region_id), default=None)
