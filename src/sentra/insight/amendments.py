"""The fields in which the law is changed for a what-if: each value, each condition, each provision on or off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms as django_forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.insight.asking import Changes, amended_law, canonical
from sentra.law import Check, Clause, LawError, Parameter, TextError, library
from sentra.law.types import write_unit
from sentra.law.validation import LARGEST_WHOLE, LARGEST_WITH_FRACTION
from sentra.law.values import ToldValue, told_values
from sentra.pages.facts_form import unit_text
from sentra.pages.fields import NumberField, RupiahField
from sentra.pages.formatting import language, long_date
from sentra.pages.forms import Form

LONGEST_CONDITION = 600
_DECIMALS = 6


@dataclass(frozen=True)
class Asked:
    """One provision with its fields: the names of those for its values, of its condition, and of its switch."""

    check: Check
    clause: Clause
    label: str
    sentence: str
    values: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # what a condition may name

    @property
    def test(self) -> str:
        """The name of the field of its condition."""
        return f"test/{self.clause.id}"

    @property
    def off(self) -> str:
        """The name of its switch."""
        return f"off/{self.clause.id}"


class AmendForm(Form):
    """The provisions of a check and of those it builds on. `changes` is what differs from the law of the day."""

    summary_title = gettext_lazy("Not worked out yet: look at these")  # nothing would be saved

    def __init__(self, check: Check, given: QueryDict | None = None) -> None:
        self.check = check
        self.groups = list(_groups(check))
        super().__init__()
        for asked in self._all():
            self.fields |= _fields(asked)
        if given is not None:
            self.data, self.is_bound = _filled(self, given), True

    def clean(self) -> dict[str, Any]:
        """The changes are read as the law reads a text; what it refuses is said at its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                amended_law(self.check.on, canonical(self.changes)).check(self.check.id)
            except TextError as error:
                self._place(error)
            except LawError as error:
                self.add_error(None, _("The law cannot be read with these changes: %(why)s") % {"why": error})
        return cleaned

    @property
    def changes(self) -> Changes:
        """What differs from the law, as `law.amended` takes it. Only of a form whose values are right."""
        found: dict[str, Mapping[str, Any] | None] = {}
        for _title, group in self.groups:
            for asked in group:
                if self.cleaned_data.get(asked.off):
                    found[asked.clause.id] = None
                elif own := self._changed(asked):
                    found[asked.clause.id] = own
        return found

    def _changed(self, asked: Asked) -> dict[str, Any]:
        own: dict[str, Any] = {}
        for name in asked.values:
            parameter = name.rpartition("/")[2]
            value, present = self.cleaned_data.get(name), present_value(asked.clause, parameter)
            if value is not None and value != present:
                own.setdefault("parameters", {})[parameter] = value
        written = " ".join(str(self.cleaned_data.get(asked.test) or "").split())
        if written and written != condition_of(asked.clause):
            own["test"] = written
            if borrowed := _borrowed(asked, written):
                own["facts"] = {**(asked.clause.source.get("facts") or {}), **borrowed}
        return own

    def _place(self, error: TextError) -> None:
        name = f"test/{error.clause}"
        if name not in self.fields or error.column is None:
            self.add_error(None, f"{error.clause or ''}: {error.message}".strip(": "))
            return
        written = str(self.cleaned_data.get(name) or "")
        near = written[error.column - 1 :][:20]
        where = _("The condition cannot be read at column %(column)s") % {"column": error.column}
        told = f"{where} (“{near}”)" if near else where
        if "not a condition" not in error.message:  # what a reader of code says of garbled text helps nobody
            told = f"{told}: {error.message}"
        as_now = condition_of(next(one.clause for one in self._all() if one.clause.id == error.clause))
        remedy = _("Use the names listed below it, as the law does now: %(condition)s") % {"condition": as_now}
        self.add_error(name, f"{told.removesuffix('.')}. {remedy}")

    def _all(self) -> Iterator[Asked]:
        return (one for _title, group in self.groups for one in group)

    def rows(self) -> list[dict[str, Any]]:
        """The provisions as the page draws them, by the check they belong to."""
        return [{"title": title, "provisions": [self._row(one) for one in group]} for title, group in self.groups]

    def _row(self, asked: Asked) -> dict[str, Any]:
        return {
            "clause": asked.clause,
            "label": asked.label,
            "sentence": asked.sentence,
            "values": [self[name] for name in asked.values],
            "test": self[asked.test],
            "off": self[asked.off],
            "words": asked.words,
            "is_open": bool(self.errors.get(asked.test)) or self._is_rewritten(asked),
        }

    def _is_rewritten(self, asked: Asked) -> bool:
        return " ".join(str(self[asked.test].value() or "").split()) != condition_of(asked.clause)


def _borrowed(asked: Asked, written: str) -> dict[str, Any]:
    """The declarations of facts that a condition takes from other provisions of the same check."""
    named = set(re.findall(r"[A-Za-z_]\w*", written)) - {fact.name for fact in asked.clause.facts}
    clauses = asked.check.clauses
    declared = {name: spec for one in clauses for name, spec in (one.source.get("facts") or {}).items()}
    return {name: declared[name] for name in sorted(named & declared.keys())}


def address_of(form: AmendForm) -> str:
    """The changed fields only, as part of an address that brings the same changes again."""
    query = QueryDict(mutable=True)
    for clause, change in form.changes.items():
        if change is None:
            query[f"off/{clause}"] = "1"
            continue
        for name in change.get("parameters", {}):
            key = f"value/{clause}/{name}"
            query.setlist(key, _texts(form.fields[key], form.cleaned_data[key]))
        if "test" in change:
            query[f"test/{clause}"] = change["test"]
    return query.urlencode()


def _texts(asked: django_forms.Field, value: Any) -> list[str]:
    shown = asked.prepare_value(value)
    return [str(one) for one in shown] if isinstance(shown, list | tuple) else [str(shown)]


def _filled(form: AmendForm, given: QueryDict) -> QueryDict:
    """What was given, and the present value in every field of which nothing is said."""
    data = QueryDict(mutable=True)
    for name, one in form.fields.items():
        if name in given:
            data.setlist(name, given.getlist(name))
        elif one.initial not in (None, "", False):
            data.setlist(name, _texts(one, one.initial))
    return data


def _groups(check: Check) -> Iterator[tuple[str, list[Asked]]]:
    """The tested provisions of a check and of those it builds on, each check with its title."""
    lang = language()
    one: Check | None = check
    while one is not None:
        tested = [clause for clause in one.clauses if clause.test is not None]
        yield one.title(lang), [_asked(one, clause, lang) for clause in tested]
        one = one.lower


def _asked(check: Check, clause: Clause, lang: str) -> Asked:
    read = condition_of(clause)
    used = [name for name in clause.parameters if re.search(rf"\b{re.escape(name)}\b", read)]
    told = told_values(library().regulations[clause.regulation], clause, lang)
    return Asked(
        check,
        clause,
        clause.label(lang),
        clause.sentence(lang) or "",
        [f"value/{clause.id}/{name}" for name in used if present_value(clause, name) is not None],
        [f"{fact.name}: {fact.label(lang)}" for fact in check.facts]
        + [f"{one.name}: {one.label}, {one.text}" for one in told],
    )


def condition_of(clause: Clause) -> str:
    """The condition as the text writes it, on one line."""
    return " ".join(str(clause.source.get("test") or "").split())


def present_value(clause: Clause, name: str) -> Any:
    """The value of the day: a number (Decimal where it has a fraction), a text, yes or no, or a list of texts."""
    value = clause.values[name].value
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return list(value) if isinstance(value, tuple) else value


# ---------------------------------------------------------------- fields


def _fields(asked: Asked) -> dict[str, django_forms.Field]:
    clause = asked.clause
    told = {one.name: one for one in told_values(library().regulations[clause.regulation], clause, language())}
    found: dict[str, django_forms.Field] = {}
    for name in asked.values:
        parameter = name.rpartition("/")[2]
        found[name] = _value_field(clause, clause.parameters[parameter], told[parameter])
    found[asked.test] = django_forms.CharField(
        label=_("Condition of the provision"),
        required=False,
        max_length=LONGEST_CONDITION,
        initial=condition_of(clause),
        widget=django_forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "mono"}),
    )
    found[asked.off] = django_forms.BooleanField(label=_("Switch this provision off"), required=False)
    return found


def _value_field(clause: Clause, parameter: Parameter, told: ToldValue) -> django_forms.Field:
    present = present_value(clause, parameter.name)
    now: str | Promise = _("Now: %(value)s (%(cite)s, since %(day)s)") % {
        "value": told.text,
        "cite": clause.cite,
        "day": long_date(told.since),
    }
    options: dict[str, Any] = {"label": told.label, "help_text": now, "required": False, "initial": present}
    if isinstance(present, bool):
        return _choice({"True": True, "False": False}, [("True", _("Yes")), ("False", _("No"))], options)
    if isinstance(present, int | Decimal):
        return _figure(clause, parameter, present, options)
    values, choices = _choices(clause, present)
    if not isinstance(present, list):
        return _choice(values, choices, options)
    return django_forms.TypedMultipleChoiceField(
        choices=choices, coerce=values.__getitem__, widget=django_forms.CheckboxSelectMultiple, **options
    )


def _figure(
    clause: Clause, parameter: Parameter, present: int | Decimal, options: dict[str, Any]
) -> django_forms.Field:
    unit = write_unit(parameter.type.unit) or _unit_of_fact(clause)
    money, _slash, per = unit.partition("/")
    is_whole = isinstance(present, int)
    if is_whole and (money == "IDR" or parameter.name.endswith("_idr")):
        return RupiahField(per=unit_text(per), **options)
    highest = LARGEST_WHOLE if is_whole else LARGEST_WITH_FRACTION
    return NumberField(unit=unit_text(unit), decimals=0 if is_whole else _DECIMALS, highest=highest, **options)


def _unit_of_fact(clause: Clause) -> str:
    units = {fact.unit for fact in clause.facts if fact.unit}
    return str(units.pop()) if len(units) == 1 else ""


def _choices(clause: Clause, present: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The values that the facts of the provision may have, by their texts and in words; the present ones at least."""
    wanted = {str(one): one for one in (present if isinstance(present, list) else [present])}
    for fact in clause.facts:
        values = {str(value): value for value in fact.values}
        if wanted.keys() <= values.keys():
            return values, [(text, fact.value_label(value, language())) for text, value in values.items()]
    return wanted, [(text, text.replace("_", " ")) for text in wanted]


def _choice(values: Mapping[str, Any], choices: list[tuple[str, str]], options: dict[str, Any]) -> django_forms.Field:
    return django_forms.TypedChoiceField(choices=choices, coerce=values.__getitem__, empty_value=None, **options)


def told_changes(check: Check, changes: Changes) -> list[dict[str, str]]:
    """The changes in words: the provision, what held and what is tried."""
    lang, found = language(), []
    present, amended = library().on(check.on), amended_law(check.on, canonical(changes))
    for name, change in changes.items():
        before = present.clause(name)
        after = None if change is None else amended.clause(name)
        found.append(
            {
                "id": name,
                "cite": before.cite,
                "label": before.label(lang),
                "before": before.sentence(lang) or condition_of(before),
                "after": _("Switched off") if after is None else after.sentence(lang) or condition_of(after),
            }
        )
    return found
