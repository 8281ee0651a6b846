"""Which office has a proposal in its hands, and until when by the offices' own norm."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from sentra.designation.transitions import STAGES, Stage
from sentra.territory.models import Office, OfficeKind, Region
from sentra.territory.queries import counting_words, due_after

_OF_PROVINCE = frozenset({OfficeKind.PROVINCE, OfficeKind.PROVINCE_GROUP})


def office_of(body: str, regency: Region, day: dt.date) -> Office | None:
    """The office that acts as this body for a regency on a day; None while there is none."""
    place = None if body == OfficeKind.MINISTRY else regency.parent if body in _OF_PROVINCE else regency
    found = Office.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), kind=body, region=place, valid_from__lte=day
    )
    return found.select_related("region__parent").order_by("-valid_from").first()


def due_date(stage: Stage, office: Office | None, start: dt.date) -> dt.date:
    """The day by which the stage usually ends, in working days of the office's calendar."""
    return due_after(start, stage.norm_days, office.region if office else None)


def norm_words(stage: Stage) -> str:
    """The basis of a due date in words, kept in Indonesian: it says that it is a norm and not law."""
    with override("id"):
        norm = _("Office norm, not law: %(days)s working days") % {"days": stage.norm_days}
        return f"{norm}, {counting_words()}"


def stage_of(state: str) -> Stage | None:
    """The hands a proposal is in; None once it has come to an end."""
    return STAGES.get(state)
