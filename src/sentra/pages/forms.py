"""The base of every form: our field rendering, the error summary, and the fields of `fields.py`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from .errors import BadInput, Problem
from .fields import (
    ClientIdField,
    DateField,
    IdentifierField,
    NumberField,
    RupiahField,
    UnitTextInput,
    YearField,
)
from .picking import PickField, PickInput

__all__ = [
    "ClientIdField",
    "DateField",
    "Form",
    "FormMixin",
    "IdentifierField",
    "ModelForm",
    "NumberField",
    "PageRenderer",
    "PickField",
    "RupiahField",
    "UnitTextInput",
    "YearField",
    "add_problem",
]


class PageBoundField(forms.BoundField):
    """A bound field that knows its unit, its width and how its template is to frame it."""

    @property
    def unit_before(self) -> str:
        """The unit inside the frame before the value, such as `Rp`."""
        return str(getattr(self.field.widget, "before", "") or "")

    @property
    def unit_after(self) -> str:
        """The unit inside the frame behind the value, such as `orang`."""
        return str(getattr(self.field.widget, "after", "") or "")

    @property
    def width(self) -> str:
        """The width that fits the value: date, short, money, medium, or empty for the whole column."""
        return str(getattr(self.field.widget, "width", "") or "")

    @property
    def is_numeric(self) -> bool:
        """Whether figures stand at the right edge."""
        return bool(getattr(self.field.widget, "numeric", False))

    @property
    def shape(self) -> str:
        """`choices` for groups of boxes, `check` for one box, `picker` for one of many, `input` for all in a frame."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, PickInput):
            return "picker"
        return "file" if isinstance(widget, forms.FileInput) else "input"

    @property
    def first_id(self) -> str:
        """The id a link in the error summary goes to."""
        return f"{self.auto_id}_0" if self.shape == "choices" else self.auto_id


class PageRenderer(DjangoTemplates):
    """Draws fields by `pages/field.html`."""

    field_template_name = "pages/field.html"
    bound_field_class = PageBoundField


class FormMixin:
    """What our forms add to Django's: our renderer and an error summary with links to the fields."""

    default_renderer = PageRenderer
    #: The heading over the errors; empty for the one of a form that saves.
    summary_title: str | Promise = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def error_summary(self) -> SafeString:
        """The errors as a list of links, empty when there is none; it takes the focus when the page opens."""
        return self.render("pages/error_summary.html") if self.errors else SafeString("")  # type: ignore[attr-defined]


def add_problem(form: forms.BaseForm, problem: Problem) -> None:
    """Put what a service refused onto the form: at the field where it names one, else at the top."""
    if isinstance(problem, BadInput):
        for one in problem.problems:
            form.add_error(one.field if one.field in form.fields else None, f"{one.message} {one.remedy}".strip())
        return
    form.add_error(None, f"{problem.reason} {problem.remedy}".strip())


class Form(FormMixin, forms.Form):  # type: ignore[misc]
    """Base of forms without a model."""


class ModelForm(FormMixin, forms.ModelForm):  # type: ignore[misc, type-arg]
    """Base of forms over a model; saving still goes through the room's services."""
