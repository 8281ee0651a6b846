"""The forms of the money: stages, payment orders with their parts, corrections, statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sentra.development.forms import SendingForm, area
from sentra.funding.models import Fund, Recipient
from sentra.funding.queries.sums import ActivitySum, LineSum
from sentra.funding.services.treasury_payments import Scan
from sentra.pages.formatting import rupiah
from sentra.pages.forms import DateField, NumberField, RupiahField


class RecommendForm(SendingForm):
    amount = RupiahField(label=_("Amount"), lowest=1)
    recommended_on = DateField(label=_("Date of the recommendation"))
    conditions = forms.CharField(
        label=_("Reference by which the conditions of transfer are met"),
        max_length=300,
        required=False,
        help_text=_("Number and date of the Ministry of Finance's confirmation."),
    )

    def __init__(self, data: Any, recipient: Recipient, initial: dict[str, Any]) -> None:
        super().__init__(data)
        self.initial = initial
        self.fields["conditions"].required = recipient.year.fund == Fund.IKM


class ReceiveForm(SendingForm):
    received_on = DateField(label=_("Received on"))
    reference = forms.CharField(
        label=_("Number of the transfer"), max_length=120, help_text=_("The SP2D of the state's treasury.")
    )


class CancelForm(SendingForm):
    reason = area(_("Reason"), rows=3)


class ReportForm(SendingForm):
    accepted_on = DateField(label=_("Accepted on"))
    reference = forms.CharField(
        label=_("Letter that accepts the report"), max_length=200, help_text=_("Number and date.")
    )


class PartsForm(SendingForm):
    """What a payment and its correction share: one amount a budget line, and the scan of the paper."""

    scan = forms.FileField(label=_("Scan of the order"), required=False, help_text=_("PDF or picture, 10 MB at most."))
    lines: Sequence[UUID] = ()

    def parts(self) -> dict[UUID, int]:
        """The amounts that were written, by budget line."""
        found = {line: self.cleaned_data[f"part_{line}"] for line in self.lines}
        return {line: amount for line, amount in found.items() if amount}

    def file(self) -> Scan | None:
        """The scan as it was sent."""
        upload = self.cleaned_data["scan"]
        return Scan(upload.name, upload.read()) if upload is not None else None


class PaymentForm(PartsForm):
    number = forms.CharField(label=_("Number of the payment order (SP2D)"), max_length=80)
    paid_on = DateField(label=_("Date of the order"))
    payee = forms.CharField(label=_("Paid to"), max_length=200)
    purpose = forms.CharField(label=_("For"), max_length=300)
    amount = RupiahField(label=_("Amount of the order"), lowest=1)

    def __init__(self, data: Any, files: Any, activities: Iterable[ActivitySum]) -> None:
        super().__init__(data, files)
        held = [(one, line) for one in activities for line in one.lines if line.left]
        self.lines = [line.key for _one, line in held]
        for one, line in held:
            self.fields[f"part_{line.key}"] = RupiahField(
                label=gettext("Of it on: %(line)s") % {"line": line.description},
                required=False,
                # Help texts are drawn as they are, so what people wrote is escaped here.
                help_text=gettext("%(activity)s · %(left)s of %(planned)s left")
                % {"activity": escape(one.title), "left": rupiah(line.left), "planned": rupiah(line.planned)},
            )
        self.order_fields(
            ["client_id", "number", "paid_on", "payee", "purpose", "amount", *(f"part_{one}" for one in self.lines)]
        )


class CorrectionForm(PartsForm):
    number = forms.CharField(label=_("Number of the correction"), max_length=80)
    corrected_on = DateField(label=_("Date of the correction"))
    reason = area(_("Reason"), rows=3)

    def __init__(self, data: Any, files: Any, left: Mapping[UUID, int], described: Mapping[UUID, LineSum]) -> None:
        super().__init__(data, files)
        self.lines = [line for line, amount in left.items() if amount]
        for line in self.lines:
            self.fields[f"part_{line}"] = RupiahField(
                label=gettext("Taken back on: %(line)s") % {"line": described[line].description},
                required=False,
                initial=left[line],
                help_text=gettext("%(left)s of this part is left") % {"left": rupiah(left[line])},
            )
        parts = [f"part_{one}" for one in self.lines]
        self.order_fields(["client_id", "number", "corrected_on", *parts, "reason"])


class AchievementForm(SendingForm):
    as_of = DateField(label=_("Up to the day"))
    volume = NumberField(label=_("Reached so far"), help_text=_("Added up from the beginning of the year."))
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("Needed where it is less than stated before.")
    )

    def __init__(self, data: Any, activities: Iterable[ActivitySum], chosen: str) -> None:
        super().__init__(data)
        agreed = {str(one.key): one for one in activities if one.is_agreed}
        choices = [
            (key, f"{one.title} ({one.output_unit})" if one.output_unit else one.title) for key, one in agreed.items()
        ]
        self.fields["activity_key"] = forms.TypedChoiceField(
            label=_("Activity"), choices=[("", _("Choose")), *choices], coerce=UUID, initial=chosen
        )
        self.order_fields(["client_id", "activity_key"])


class StatementForm(SendingForm):
    as_of = DateField(label=_("Up to the day"))
    absorbed = RupiahField(label=_("Absorbed, as the report on absorption states"))
    used = RupiahField(label=_("Used, as the report on the use states"))
    reference = forms.CharField(label=_("Number of the report"), max_length=200, help_text=_("Number and date."))


class RemitForm(SendingForm):
    amount = RupiahField(label=_("Amount given back"), lowest=1)
    remitted_on = DateField(label=_("Given back on"))
    reference = forms.CharField(
        label=_("Proof of the transfer"), max_length=120, help_text=_("For example the number of the state's receipt.")
    )


__all__ = [
    "AchievementForm",
    "CancelForm",
    "CorrectionForm",
    "PaymentForm",
    "ReceiveForm",
    "RecommendForm",
    "RemitForm",
    "ReportForm",
    "StatementForm",
]
