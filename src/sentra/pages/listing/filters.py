"""Filters of a list: each reads its own part of the address and narrows the queryset, or refuses the value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import DateTimeField, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentra.indonesian.dates import parse_date
from sentra.indonesian.problems import DateError

from ..errors import BadInput, InputProblem

Text = str | Promise
Choices = Iterable[tuple[Any, Text]]
LONGEST_TEXT = 200


@dataclass(frozen=True)
class Filter:
    """Base of the filters; `key` is the parameter in the address, `lookup` the field it narrows."""

    kind: ClassVar[str] = ""
    key: str
    label: Text
    lookup: str = ""

    @property
    def defaults(self) -> Mapping[str, str]:
        """The values that hold where the address says nothing."""
        return {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameters of the address this filter reads."""
        return (self.key,)

    def narrow(self, queryset: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """The rows that match; raises BadInput when the value is none of the filter's."""
        raise TypeError(f"{type(self).__name__} does not narrow anything")

    def in_words(self, values: Mapping[str, str]) -> str:
        """The chosen value for the note in an exported file."""
        return " – ".join(values[key] for key in self.keys if values.get(key))

    def drawn(self, request: HttpRequest | None, values: Mapping[str, str]) -> dict[str, Any]:
        """What the template needs."""
        return {
            "kind": self.kind,
            "key": self.key,
            "label": self.label,
            "value": values.get(self.key, ""),
        }


@dataclass(frozen=True)
class ChoiceFilter(Filter):
    """One of several values; `choices` are pairs or a function that gives them, `apply` replaces the lookup.

    With a `default` the list begins narrowed to it, and one of the choices should stand for all rows.
    """

    kind: ClassVar[str] = "choice"
    choices: Choices | Callable[[], Choices] = ()
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    default: str = ""

    @property
    def defaults(self) -> Mapping[str, str]:
        """The value that holds where the address says nothing."""
        return {self.key: self.default} if self.default else {}

    def options(self) -> list[tuple[str, str]]:
        """The choices as texts."""
        choices = self.choices() if callable(self.choices) else self.choices
        return [(str(value), str(label)) for value, label in choices]

    def narrow(self, queryset: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """The rows with the chosen value."""
        value = values[self.key]
        if value not in {known for known, _label in self.options()}:
            raise _refused(self, value, _("This is not one of the choices."), _("Choose one from the list."))
        return self.apply(queryset, value) if self.apply else queryset.filter(**{self.lookup or self.key: value})

    def in_words(self, values: Mapping[str, str]) -> str:
        """The label of the chosen value."""
        return dict(self.options()).get(values[self.key], values[self.key])

    def drawn(self, request: HttpRequest | None, values: Mapping[str, str]) -> dict[str, Any]:
        """The choices with the chosen one marked."""
        chosen = values.get(self.key, "")
        options = [{"value": v, "label": label, "chosen": v == chosen} for v, label in self.options()]
        return super().drawn(request, values) | {"options": options, "has_default": bool(self.default)}


@dataclass(frozen=True)
class RegionFilter(ChoiceFilter):
    """A region and all below it: `apply` must narrow by the territory the room knows; choices are scoped."""

    kind: ClassVar[str] = "choice"


@dataclass(frozen=True)
class SearchFilter(Filter):
    """Free text: every word must occur in one of `fields`; `apply` replaces that by the room's own search."""

    kind: ClassVar[str] = "search"
    fields: tuple[str, ...] = ()
    placeholder: Text = ""
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = field(default=None)

    def narrow(self, queryset: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """The rows in which all words occur."""
        text = values[self.key]
        if len(text) > LONGEST_TEXT or "\0" in text:
            raise _refused(
                self, text, _("This text cannot be searched."), _("Search a few words, 200 letters at most.")
            )
        if self.apply:
            return self.apply(queryset, text)
        for word in text.split():
            clause = Q()
            for name in self.fields:
                clause |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(clause)
        return queryset

    def drawn(self, request: HttpRequest | None, values: Mapping[str, str]) -> dict[str, Any]:
        """The text with its placeholder."""
        return super().drawn(request, values) | {"placeholder": self.placeholder}


@dataclass(frozen=True)
class DateRangeFilter(Filter):
    """From a day to a day, both included, written day first; either end may be open."""

    kind: ClassVar[str] = "dates"

    @property
    def keys(self) -> tuple[str, ...]:
        """The two ends."""
        return (f"{self.key}_from", f"{self.key}_to")

    def narrow(self, queryset: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """The rows whose day lies within the two ends."""
        first, last = self.keys
        name = self.lookup or self.key
        if isinstance(_model_field(queryset, name), DateTimeField):
            name = f"{name}__date"
        if values.get(first):
            queryset = queryset.filter(**{f"{name}__gte": self._day(values[first])})
        if values.get(last):
            queryset = queryset.filter(**{f"{name}__lt": self._day(values[last]) + timedelta(days=1)})
        return queryset

    def drawn(self, request: HttpRequest | None, values: Mapping[str, str]) -> dict[str, Any]:
        """The two ends as they were typed."""
        first, last = self.keys
        ends = {"from_key": first, "to_key": last, "from": values.get(first, ""), "to": values.get(last, "")}
        return super().drawn(request, values) | ends

    def _day(self, text: str) -> date:
        return _day_of(self, text)


@dataclass(frozen=True)
class DayFilter(Filter):
    """One day, written day first, that the rows are of; a `default` stands where none is given."""

    kind: ClassVar[str] = "day"
    apply: Callable[[QuerySet[Any], date], QuerySet[Any]] | None = None
    default: str = ""

    @property
    def defaults(self) -> Mapping[str, str]:
        """The day that holds where the address says nothing."""
        return {self.key: self.default} if self.default else {}

    def narrow(self, queryset: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """The rows of that day."""
        day = _day_of(self, values[self.key])
        return self.apply(queryset, day) if self.apply else queryset.filter(**{self.lookup or self.key: day})


def _day_of(by: Filter, text: str) -> date:
    try:
        return parse_date(text)
    except DateError as error:
        language = get_language() or "id"
        raise _refused(by, text, error.message(language), error.remedy(language)) from None


def _refused(by: Filter, value: str, message: str, remedy: str) -> BadInput:
    return BadInput([InputProblem(str(by.label), value, message, remedy)])


def _model_field(queryset: QuerySet[Any], path: str) -> Any:
    model: Any = queryset.model
    found = None
    for step in path.split("__"):
        if step in queryset.query.annotations:
            return queryset.query.annotations[step].output_field
        found = model._meta.get_field(step)
        model = found.related_model
    return found
