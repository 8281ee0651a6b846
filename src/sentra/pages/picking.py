"""A choice among many: the server searches while one types, or, without a script, when the form is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _

#: What stands behind a field's name for the words one types.
TYPED = "_typed"


@dataclass(frozen=True)
class Choice:
    """One that can be chosen: its value, its name, and what tells it from others of that name."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Found:
    """What a search found, and whether more match than are shown."""

    choices: Sequence[Choice]
    has_more: bool = False


@dataclass(frozen=True)
class Pick:
    """How a field is chosen: where the script searches, how a form does, and what a stored value is called."""

    url: str
    search: Callable[[str], Found]
    named: Callable[[str], Choice | None]


class Typed(str):
    """Words to search for, where a value was expected."""


class PickInput(forms.Widget):
    """One text field to search by and the choices found; with the script a combobox."""

    template_name = "pages/picker.html"

    def __init__(self, pick: Pick, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.pick = pick

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """The chosen value; words that were typed since are a new search and go before it."""
        typed = str(data.get(name + TYPED, "")).strip()
        return Typed(typed) if typed else str(data.get(name, ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and name + TYPED not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The choices to show: those found for the words, or the one that is chosen."""
        context = super().get_context(name, value, attrs)
        found = Found(())
        if isinstance(value, Typed):
            found = self.pick.search(value)
        elif value:
            chosen = self.pick.named(str(value))
            found = Found([chosen] if chosen else [])
        return context | {
            "url": self.pick.url,
            "typed_name": name + TYPED,
            "choices": found.choices,
            "has_more": found.has_more,
            "chosen": "" if isinstance(value, Typed) else str(value or ""),
            # Beside choices the words would be a new search; where there are none they are there to be mended.
            "words": value if isinstance(value, Typed) and not found.choices else "",
        }


class PickField(forms.CharField):
    """The value of one of many; words that are not a choice yet are refused with what was found for them."""

    widget: PickInput

    def __init__(self, *, pick: Pick, **options: Any) -> None:
        self.pick = pick
        super().__init__(widget=PickInput(pick), **options)

    def clean(self, value: Any) -> str:
        """The chosen value; raises ValidationError for words that were only typed."""
        self.refuse_words(value)
        return str(super().clean(value))

    def refuse_words(self, value: Any) -> None:
        """Raise ValidationError when words stand where a value should."""
        if not isinstance(value, Typed):
            return
        if self.pick.search(value).choices:
            raise ValidationError(
                _("Choose one of those found for “%(words)s”."), code="not_chosen", params={"words": value}
            )
        raise ValidationError(
            _("Nothing was found for “%(words)s”. Type another part of the name."),
            code="nothing_found",
            params={"words": value},
        )


def found_as_json(found: Found) -> JsonResponse:
    """What a search found, as the script reads it."""
    choices = [{"value": one.value, "label": one.label, "note": one.note} for one in found.choices]
    return JsonResponse({"choices": choices, "has_more": found.has_more})
