"""The numbers of an office's papers: a running number per classification and year, gaps explained."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from sentra.documents.models import NumberEntry, NumberSeries
from sentra.indonesian.words import roman
from sentra.territory.models import Office


def next_number(*, office: Office, classification: str, day: dt.date) -> str:
    """Take the next number, e.g. `500.2.3/045/DKUKM/VII/2022`; two at once get two different ones."""
    with transaction.atomic():
        series = _locked(office, classification, day.year)
        series.last += 1
        series.save(update_fields=["last"])
        printed = _printed(series, series.last, day)
        NumberEntry.objects.create(series=series, number=series.last, printed=printed, state=NumberEntry.State.USED)
    return printed


def _locked(office: Office, classification: str, year: int) -> NumberSeries:
    NumberSeries.objects.get_or_create(office=office, classification=classification, year=year)
    return NumberSeries.objects.select_for_update().get(office=office, classification=classification, year=year)


def _printed(series: NumberSeries, number: int, day: dt.date) -> str:
    return series.pattern.format(
        classification=series.classification,
        number=number,
        unit=series.office.unit_code or "-",
        month=roman(day.month),
        year=day.year,
    )
