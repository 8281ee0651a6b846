"""Form fields as officers write: rupiah with groups and words, dates day first, identifiers with reasons."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sentra.indonesian.dates import parse_date
from sentra.indonesian.identifiers import parse_nib, parse_nik, parse_nip, parse_npwp, parse_phone
from sentra.indonesian.problems import Doubt, IndonesianValueError
from sentra.indonesian.words import parse_number, parse_rupiah

Text = str | Promise

# Whole rupiah fit 64 bits; one digit is kept free for sums.
LARGEST_RUPIAH = 10**17


def as_validation_error(error: IndonesianValueError) -> ValidationError:
    """The error in the reader's language: what is wrong and what to do next."""
    language = get_language() or "id"
    return ValidationError(f"{error.message(language)} {error.remedy(language)}", code=error.code)


class UnitTextInput(forms.TextInput):
    """A text input with its unit inside the frame, before or after it, and a width that fits the value."""

    def __init__(
        self,
        *,
        before: Text = "",
        after: Text = "",
        width: str = "",
        numeric: bool = False,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.before = before
        self.after = after
        self.width = width
        self.numeric = numeric


class RupiahField(forms.Field):
    """Whole rupiah: `1.250.000`, `Rp 1.250.000,00`, `200 juta`; cleans to an integer ≥ `lowest`."""

    def __init__(self, *, lowest: int = 0, per: Text = "", **options: Any) -> None:
        self.lowest = lowest
        options.setdefault(
            "widget",
            UnitTextInput(
                before="Rp",
                after=per,
                width="money",
                numeric=True,
                attrs={"inputmode": "numeric", "autocomplete": "off", "data-format": "money"},
            ),
        )
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """The amount in groups, in both languages alike, so that it reads back the same."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """The amount as an integer; raises ValidationError with the reason and the remedy."""
        if value in self.empty_values:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            amount = value
        else:
            try:
                amount = parse_rupiah(str(value))
            except IndonesianValueError as error:
                raise as_validation_error(error) from None
        if amount < self.lowest:
            raise ValidationError(
                _("The amount must be at least %(lowest)s."),
                code="too_small",
                params={"lowest": f"Rp{self.lowest:,}".replace(",", ".")},
            )
        if amount > LARGEST_RUPIAH:
            raise ValidationError(_("The amount is larger than any budget. Count the zeros."), code="too_large")
        return amount

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the amount differs, however it is written."""
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


class NumberField(forms.Field):
    """A count or measure (`1.250`, `12,5`); an integer, or a Decimal where `decimals` > 0."""

    def __init__(
        self,
        *,
        unit: Text = "",
        decimals: int = 0,
        lowest: int | None = 0,
        highest: int | None = None,
        **options: Any,
    ) -> None:
        self.decimals = decimals
        self.lowest = lowest
        self.highest = highest
        mode = {"inputmode": "decimal" if decimals else "numeric", "autocomplete": "off"}
        options.setdefault("widget", UnitTextInput(after=unit, width="money", numeric=True, attrs=mode))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """The number grouped, with a decimal comma."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return value
        return f"{value:,}".replace(",", "\0").replace(".", ",").replace("\0", ".")

    def to_python(self, value: Any) -> int | Decimal | None:
        """The number; raises ValidationError with the reason and the remedy."""
        if value in self.empty_values:
            return None
        if isinstance(value, int | Decimal):
            figure = Decimal(value)
        else:
            try:
                figure = parse_number(str(value))
            except IndonesianValueError as error:
                raise as_validation_error(error) from None
        if not self.decimals and figure != figure.to_integral_value():
            raise ValidationError(_("Write a whole number, without a comma."), code="not_whole")
        if self.lowest is not None and figure < self.lowest:
            raise ValidationError(
                _("The number must be at least %(lowest)s."), code="too_small", params={"lowest": self.lowest}
            )
        if self.highest is not None and figure > self.highest:
            raise ValidationError(
                _("The number must be at most %(highest)s."),
                code="too_large",
                params={"highest": self.highest},
            )
        return figure if self.decimals else int(figure)


class DateField(forms.Field):
    """A date, day first: `31/12/2022`, `5 Februari 2022`; cleans to a date."""

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **options: Any) -> None:
        self.earliest = earliest
        self.latest = latest
        attrs = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "data-format": "date",
            "placeholder": _("dd/mm/yyyy"),
        }
        options.setdefault("widget", UnitTextInput(width="date", attrs=attrs))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """A date in figures, day first."""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """The date; raises ValidationError with the reason and the remedy."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            day = value
        else:
            try:
                day = parse_date(str(value))
            except IndonesianValueError as error:
                raise as_validation_error(error) from None
        if self.earliest and day < self.earliest:
            raise ValidationError(
                _("The date must not be before %(day)s."),
                code="too_early",
                params={"day": self.prepare_value(self.earliest)},
            )
        if self.latest and day > self.latest:
            raise ValidationError(
                _("The date must not be after %(day)s."),
                code="too_late",
                params={"day": self.prepare_value(self.latest)},
            )
        return day


class YearField(forms.Field):
    """A year of four figures between `earliest` and `latest`; cleans to an integer."""

    def __init__(self, *, earliest: int = 1900, latest: int = 2100, **options: Any) -> None:
        self.earliest = earliest
        self.latest = latest
        options.setdefault("widget", UnitTextInput(width="short", attrs={"inputmode": "numeric", "maxlength": 4}))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        """The year; raises ValidationError when it is not one."""
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if not (len(text) == 4 and text.isascii() and text.isdigit()):
            raise ValidationError(_("Write the year in four figures, for example 2022."), code="not_a_year")
        if not self.earliest <= int(text) <= self.latest:
            raise ValidationError(
                _("The year must lie between %(earliest)s and %(latest)s."),
                code="out_of_range",
                params={"earliest": self.earliest, "latest": self.latest},
            )
        return int(text)


IDENTIFIERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "nib": (parse_nib, "digits"),
    "nik": (parse_nik, "digits"),
    "nip": (parse_nip, "digits"),
    "npwp": (parse_npwp, "digits"),
    "phone": (parse_phone, "e164"),
}


class IdentifierField(forms.Field):
    """A NIB, NIK, NPWP, NIP or phone number; cleans to its normal form (digits, E.164 for a phone).

    `check` is an address that is asked while one types; it answers `{"problem": "", "doubt": ""}`.

    The doubts of an accepted value (`warnings` of the parser) are kept in `doubts` of the form's clean value:
    `field.doubts_of(value)`.
    """

    def __init__(self, kind: str, *, check: str = "", **options: Any) -> None:
        self.parse, self.attribute = IDENTIFIERS[kind]
        self.kind = kind
        attrs = {
            "inputmode": "tel" if kind == "phone" else "numeric",
            "autocomplete": "off",
            "spellcheck": "false",
        }
        options.setdefault("widget", UnitTextInput(width="money", attrs=attrs))
        super().__init__(**options)
        if check:
            self.widget.attrs["data-check"] = check

    def to_python(self, value: Any) -> str:
        """The identifier in its normal form; raises ValidationError with the reason."""
        if value in self.empty_values:
            return ""
        try:
            return str(getattr(self.parse(str(value)), self.attribute))
        except IndonesianValueError as error:
            raise as_validation_error(error) from None

    def doubts_of(self, value: str) -> tuple[Doubt, ...]:
        """The doubts about an accepted value, to be shown beside it."""
        return tuple(self.parse(value).warnings) if value else ()


class ClientIdField(forms.UUIDField):
    """The hidden UUID made for each rendered form, so that sending a form twice makes one record."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("initial", uuid.uuid4)
        options.setdefault("label", "")
        super().__init__(**options)
