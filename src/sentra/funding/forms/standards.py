"""The forms of this room; the components come from the law of the day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sentra.development.forms import SendingForm
from sentra.funding.components import Component
from sentra.funding.models import Unit
from sentra.pages.forms import DateField, RupiahField


class StandardForm(SendingForm):
    component = forms.ChoiceField(label=_("Component"))
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", _("Choose")), *Unit.choices])
    amount = RupiahField(label=_("Highest amount for one unit"), lowest=1)
    instrument_kind = forms.CharField(
        label=_("Kind of the instrument"), max_length=120, help_text=_("For example: Peraturan Gubernur Jawa Tengah.")
    )
    instrument_number = forms.CharField(label=_("Number of the instrument"), max_length=80)
    instrument_date = DateField(label=_("Date of the instrument"))
    instrument_title = forms.CharField(
        label=_("What the instrument is about"),
        max_length=300,
        help_text=_("For example: Standar Harga Satuan Tahun Anggaran 2026."),
    )
    valid_from = DateField(label=_("Counts from"))
    valid_to = DateField(
        label=_("Counts until"), required=False, help_text=_("Leave it empty where it counts until further notice.")
    )

    field_order = ["client_id"]

    def __init__(self, data: Any, offered: list[Component], initial: dict[str, str]) -> None:
        super().__init__(data)
        self.initial = initial
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in offered:
            groups.setdefault(one.activity_label, []).append((one.name, one.label))
        self.fields["component"].choices = [("", _("Choose")), *groups.items()]  # type: ignore[attr-defined]


class EndForm(SendingForm):
    last_day = DateField(
        label=_("Last day"),
        help_text=_("A standard that was entered by mistake ends on the day before its first one: it never counted."),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)
