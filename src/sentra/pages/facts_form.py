"""Forms that collect a check's facts, generated from the facts' own declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sentra.indonesian.problems import IndonesianValueError
from sentra.indonesian.words import parse_number

from .fields import DateField, NumberField, RupiahField, UnitTextInput, as_validation_error
from .forms import Form

NOT_KNOWN = _("Not known yet")
NONE_OF_THESE = "-"
DECIMALS = 6

UNITS: dict[str, Promise | str] = {
    "people": _("people"),
    "persons": _("people"),
    "enterprises": _("enterprises"),
    "months": _("months"),
    "years": _("years"),
    "weeks": _("weeks"),
    "days": _("days"),
    "hours": _("hours"),
    "minutes": _("minutes"),
    "percent": _("percent"),
    "kinds": _("kinds"),
    "units": _("units"),
    "documents": _("documents"),
    "forms": _("forms"),
    "reports": _("reports"),
    "visits": _("visits"),
    "products": _("products"),
    "IDR": "Rp",  # the sign is the same in both languages
    "month": _("per month"),
    "year": _("per year"),
    "week": _("per week"),
}


class FactDeclaration(Protocol):
    """What the form reads of a fact's declaration; the law's declarations satisfy it."""

    @property
    def name(self) -> str:
        """The fact's name within its check."""

    @property
    def type(self) -> str:
        """One of boolean, integer, number, date, enum, list, map."""

    @property
    def items(self) -> str | None:
        """The type of a list's items or a map's values."""

    @property
    def unit(self) -> str | None:
        """The unit as written in the text, such as `IDR/month`."""

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of an enum, in their declared order."""

    @property
    def may_be_negative(self) -> bool:
        """Whether the figure may lie below zero."""

    def label(self, lang: str = "id") -> str:
        """The label in a language."""

    def help(self, lang: str = "id") -> str:
        """The help in a language."""

    def value_label(self, value: object, lang: str = "id") -> str:
        """The label of an enum's value in a language."""


class IntegerListField(django_forms.Field):
    """Whole numbers separated by semicolons; nothing typed means not known."""

    def prepare_value(self, value: Any) -> Any:
        """The numbers with semicolons between them."""
        return "; ".join(str(one) for one in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[int] | None:
        """The numbers; raises ValidationError for anything else."""
        if value in self.empty_values:
            return None
        try:
            figures = [parse_number(part) for part in str(value).split(";") if part.strip()]
        except IndonesianValueError as error:
            raise as_validation_error(error) from None
        if any(figure != int(figure) for figure in figures):
            raise ValidationError(_("Write whole numbers with semicolons between them."), code="not_whole")
        return [int(figure) for figure in figures]


class ManyChoicesField(django_forms.MultipleChoiceField):
    """Several of the values; `none of these` is an empty list, nothing ticked means not known."""

    def __init__(self, values: Mapping[str, Any], choices: Sequence[tuple[str, Any]], **options: Any) -> None:
        self.by_text = dict(values)
        choices = [*choices, (NONE_OF_THESE, _("None of these"))]
        super().__init__(choices=choices, widget=django_forms.CheckboxSelectMultiple, **options)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing ticked is not known, and shown as nothing ticked."""
        return data or None

    def prepare_value(self, value: Any) -> Any:
        """An empty list is shown as the ticked `none of these`."""
        if value is None:
            return value
        return [str(one) for one in value] or [NONE_OF_THESE]

    def clean(self, value: Any) -> list[Any] | None:
        """The values, [] for none of them, None when nothing was ticked."""
        texts = super().clean(value)
        if NONE_OF_THESE in texts:
            if len(texts) > 1:
                raise ValidationError(_("Either tick values, or “none of these”, not both."), code="contradictory")
            return []
        return [self.by_text[text] for text in texts] or None


class FactsForm(Form):
    """A form of facts; an empty field is a fact not known yet, never a zero or a no."""

    declarations: Sequence[FactDeclaration] = ()
    maps: Mapping[str, Mapping[str, int]] = {}

    def facts(self) -> dict[str, Any]:
        """The facts that were given, by name; maps by calendar year. Only of a valid form."""
        result: dict[str, Any] = {}
        for one in self.declarations:
            if one.name in self.maps:
                years = self.maps[one.name]
                value: Any = {
                    year: self.cleaned_data[key] for key, year in years.items() if self.cleaned_data[key] is not None
                } or None
            else:
                value = self.cleaned_data[one.name]
            if value is not None:
                result[one.name] = value
        return result


def form_for_facts(
    declarations: Iterable[FactDeclaration],
    initial: Mapping[str, Any] | None = None,
    data: Any = None,
    *,
    years: Sequence[int] = (),
    prefix: str | None = None,
) -> FactsForm:
    """The form that asks for the facts, with labels, units and help of their declarations.

    `initial` holds the facts known so far by name; `years` are the calendar years asked for facts that are a
    map by year (default: the five years before this one).
    """
    declared = tuple(declarations)
    asked = tuple(years) or tuple(range(date.today().year - 5, date.today().year))
    language = "en" if (get_language() or "id").startswith("en") else "id"
    fields: dict[str, django_forms.Field] = {}
    maps: dict[str, dict[str, int]] = {}
    begin: dict[str, Any] = {}
    known = initial or {}
    for one in declared:
        if one.type != "map":
            fields[one.name] = _field(one, one.type, one.label(language), one.help(language), language)
            begin[one.name] = _initial(known.get(one.name))
            continue
        maps[one.name] = {f"{one.name}__{year}": year for year in asked}
        by_year = known.get(one.name) or {}
        for key, year in maps[one.name].items():
            label = f"{one.label(language)} {year}"
            help_text = one.help(language) if year == asked[0] else ""
            fields[key] = _field(one, one.items or "integer", label, help_text, language)
            begin[key] = _initial(by_year.get(year))
    form_class = type("CheckFactsForm", (FactsForm,), {**fields, "declarations": declared, "maps": maps})
    return form_class(data, initial=begin, prefix=prefix)  # type: ignore[no-any-return]


def _initial(value: Any) -> Any:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _field(one: FactDeclaration, kind: str, label: str, help_text: str, language: str) -> django_forms.Field:
    options: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if kind == "list":
        return _list_field(one, language, options)
    makers: dict[str, Callable[[], django_forms.Field]] = {
        "boolean": lambda: _yes_no(options),
        "date": lambda: DateField(**options),
        "enum": lambda: _one_of(one, language, options),
        "integer": lambda: _figure(one, 0, options),
        "number": lambda: _figure(one, DECIMALS, options),
    }
    return makers[kind]()


def _yes_no(options: dict[str, Any]) -> django_forms.Field:
    return django_forms.TypedChoiceField(
        choices=[("true", _("Yes")), ("false", _("No")), ("", NOT_KNOWN)],
        coerce=lambda text: text == "true",
        empty_value=None,
        widget=django_forms.RadioSelect,
        **options,
    )


def _one_of(one: FactDeclaration, language: str, options: dict[str, Any]) -> django_forms.Field:
    by_text = {str(value): value for value in one.values}
    choices = [("", NOT_KNOWN), *((text, one.value_label(value, language)) for text, value in by_text.items())]
    return django_forms.TypedChoiceField(choices=choices, coerce=by_text.__getitem__, empty_value=None, **options)


def _list_field(one: FactDeclaration, language: str, options: dict[str, Any]) -> django_forms.Field:
    if one.items == "enum":
        by_text = {str(value): value for value in one.values}
        choices = [(text, one.value_label(value, language)) for text, value in by_text.items()]
        return ManyChoicesField(by_text, choices, **options)
    return IntegerListField(widget=UnitTextInput(after=unit_text(one.unit)), **options)


def _figure(one: FactDeclaration, decimals: int, options: dict[str, Any]) -> django_forms.Field:
    currency, _slash, per = (one.unit or "").partition("/")
    lowest = None if one.may_be_negative else 0
    if currency == "IDR" and not decimals:
        return RupiahField(lowest=-(10**17) if lowest is None else 0, per=unit_text(per), **options)
    return NumberField(unit=unit_text(one.unit), decimals=decimals, lowest=lowest, **options)


def unit_text(unit: str | None) -> str:
    """A unit in the reader's language (`visits/month`: `kunjungan per bulan`); a calendar year is told without one."""
    if unit == "year":
        return ""
    parts = [part for part in (unit or "").split("/") if part]
    return " ".join(str(UNITS.get(part, part.replace("_", " "))) for part in parts)
