"""The forms of plans; their choices and the facts they ask for come from the law of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from babel.dates import get_month_names
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sentra.development.forms import Choice, SendingForm, area, options
from sentra.funding.facts_plans import said
from sentra.funding.guides_plans import (
    asked_of_activity,
    direction_choices,
    modalities,
    needs_modality,
    training_kinds,
)
from sentra.funding.models import FundingSource, Judgement, PlanActivity, PlanLine, PlanVersion, ProgrammeYear, Unit
from sentra.funding.services import ActivityValues, LineReview, LineValues, PlanDescription
from sentra.funding.services.plans_lines import MOST_COUNTED, MOST_OUTPUT
from sentra.law import FactDeclaration
from sentra.pages.facts_form import form_for_facts
from sentra.pages.fields import NumberField
from sentra.pages.formatting import locale
from sentra.pages.forms import DateField, RupiahField


class EditionForm(SendingForm):
    """A form about a version that says which edition was looked at."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, plan: PlanVersion, files: Any = None) -> None:
        super().__init__(data, files)
        self.initial = {"edition": plan.edition}


class FactsForm(EditionForm):
    """A form with the fields of facts, each as its declaration says; an empty one is a fact not known yet."""

    declared: Sequence[FactDeclaration] = ()

    def ask(self, declared: Sequence[FactDeclaration], known: Mapping[str, Any]) -> None:
        """Add the fields with what is known so far."""
        self.declared = declared
        asked = form_for_facts(declared, initial=known)
        self.fields.update(asked.fields)
        self.initial.update(asked.initial)

    def facts(self) -> dict[str, Any]:
        """The facts that were given and can be read."""
        values = {one.name: self.cleaned_data.get(one.name) for one in self.declared}
        return {name: value for name, value in values.items() if value is not None}


class DescribeForm(EditionForm):
    coordinated_on = DateField(label=_("Coordinated with the planning agency on"), required=False)
    coordination = forms.CharField(label=_("Number of its letter or minutes"), max_length=300, required=False)
    discussed_on = DateField(
        label=_("Discussed on"), required=False, help_text=_("On the day of the coordination, or later.")
    )
    discussion = area(_("Who took part and what was settled"), required=False)

    def __init__(self, data: Any, plan: PlanVersion) -> None:
        super().__init__(data, plan)
        names = ("coordinated_on", "coordination", "discussed_on", "discussion", "directions")
        self.initial.update({name: getattr(plan, name) for name in names})
        self.fields["coordinated_on"].help_text = _("With the Bappeda of %(region)s.") % {
            "region": plan.recipient.region.name
        }
        _ask_directions(self, plan.recipient.year, _("Directions of use that the plan serves"))

    def description(self) -> PlanDescription:
        given = self.cleaned_data
        return PlanDescription(
            directions=given.get("directions", ()),
            coordinated_on=given["coordinated_on"],
            coordination=given["coordination"],
            discussed_on=given["discussed_on"],
            discussion=given["discussion"],
        )


def _ask_directions(form: forms.Form, year: ProgrammeYear, label: Any) -> None:
    if choices := direction_choices(year):
        form.fields["directions"] = forms.MultipleChoiceField(
            label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False
        )


class FileForm(EditionForm):
    file = forms.FileField(label=_("File"), help_text=_("PDF, DOCX or XLSX, 10 MB at most."))


class ActivityForm(FactsForm):
    title = forms.CharField(label=_("Name of the activity"), max_length=200)
    first_month = forms.TypedChoiceField(label=_("First month"), coerce=int)
    last_month = forms.TypedChoiceField(label=_("Last month"), coerce=int)
    location = forms.CharField(label=_("Place"), max_length=200)
    output_volume = NumberField(label=_("Output"), required=False, lowest=1, highest=MOST_OUTPUT)
    output_unit = forms.CharField(
        label=_("Unit of the output"), max_length=60, required=False, help_text=_("For example: persons, documents.")
    )

    def __init__(self, data: Any, plan: PlanVersion, activity: str, held: PlanActivity | None) -> None:
        super().__init__(data, plan)
        self.activity, year = activity, plan.recipient.year
        for name in ("first_month", "last_month"):
            self.fields[name].choices = month_choices()  # type: ignore[attr-defined]
        if needs_modality(year, activity):
            self.fields["training_kind"] = options(_("Kind of training"), training_kinds(year))
            self.fields["modality"] = options(_("Mode"), modalities(year))
        _ask_directions(self, year, _("Directions of use that it serves"))
        asked = asked_of_activity(year, activity)
        if asked:
            self.fields["need"] = area(_("The need here, and how the activity serves its purpose"), required=False)
            for name, label in (
                ("regional_affair", _("Regional affair that it serves")),
                ("national_priority", _("National priority that it serves")),
            ):
                self.fields[name] = forms.CharField(label=label, max_length=200, required=False)
        if held is not None:
            self.initial.update({name: getattr(held, name) for name in self.fields if hasattr(held, name)})
        self.ask(asked, said(asked, held.facts) if held else {})

    @property
    def asked_names(self) -> set[str]:
        """The fields of what is asked of the activity as planned, apart from what every activity has."""
        return {fact.name for fact in self.declared}

    @property
    def more(self) -> list[forms.BoundField]:
        """Those fields."""
        return [self[name] for name in self.fields if name in self.asked_names]

    def values(self) -> ActivityValues:
        """What was entered."""
        facts = {fact.name for fact in self.declared} | {"client_id", "edition"}
        given = {name: value for name, value in self.cleaned_data.items() if name not in facts}
        return ActivityValues(activity=self.activity, facts=self.facts(), **given)


def month_choices() -> list[Choice]:
    """The months by number with their names in the reader's language."""
    return list(get_month_names("wide", locale=locale()).items())


class LineForm(FactsForm):
    description = forms.CharField(label=_("What it pays"), max_length=200)
    source = forms.ChoiceField(label=_("Paid from"), choices=FundingSource.choices)
    volume = NumberField(label=_("Volume"), lowest=1, highest=MOST_COUNTED)
    frequency = NumberField(label=_("Times"), lowest=1, highest=MOST_COUNTED)
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", _("Choose")), *Unit.choices])
    unit_price = RupiahField(label=_("Price of one unit"), lowest=1)
    account_code = forms.CharField(label=_("Account code"), max_length=40, required=False)

    def __init__(
        self,
        data: Any,
        plan: PlanVersion,
        components: Sequence[tuple[Any, list[Choice]]],
        asked: Sequence[FactDeclaration],
        held: PlanLine | None,
    ) -> None:
        super().__init__(data, plan)
        choices = [("", _("Choose")), *components]
        self.fields["component"] = forms.ChoiceField(label=_("Component"), choices=choices)
        self.order_fields(["client_id", "edition", "component"])
        self.initial.update({"frequency": 1, "source": FundingSource.FUND})
        if held is not None:
            self.initial.update({name: getattr(held, name) for name in self.fields if hasattr(held, name)})
        self.ask(asked, said(asked, held.facts) if held else {})

    def values(self) -> LineValues:
        """What was entered; of a form that is not complete, as far as it can be read."""
        given = self.cleaned_data
        return LineValues(
            component=given.get("component", ""),
            description=given.get("description", ""),
            source=given.get("source") or FundingSource.FUND,
            volume=given.get("volume") or 0,
            frequency=given.get("frequency") or 0,
            unit=given.get("unit", ""),
            unit_price=given.get("unit_price") or 0,
            account_code=given.get("account_code", ""),
            facts=self.facts(),
        )


class ReviewForm(EditionForm):
    """One word on every line, and the outcome."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("passed", _("The plan passes")), ("returned", _("The plan goes back to the office"))],
        widget=forms.RadioSelect,
    )
    note = area(_("Remarks on the plan"), required=False)

    def __init__(self, data: Any, plan: PlanVersion, lines: Sequence[PlanLine]) -> None:
        super().__init__(data, plan)
        self.lines = lines
        for one in lines:
            self.fields[f"judgement_{one.pk}"] = forms.ChoiceField(
                label=format_html('{}<span class="sr"> {}</span>', _("Judgement"), one.description),
                choices=Judgement.choices,
                widget=forms.RadioSelect,
                initial=one.judgement,
            )
            self.fields[f"note_{one.pk}"] = forms.CharField(
                label=format_html('{}<span class="sr"> {}</span>', _("Note"), one.description),
                max_length=2000,
                required=False,
                initial=one.judgement_note,
            )

    def reviews(self) -> dict[Any, LineReview]:
        """What was said of each line."""
        given = self.cleaned_data
        return {one.pk: LineReview(given[f"judgement_{one.pk}"], given[f"note_{one.pk}"]) for one in self.lines}


class DecideForm(EditionForm):
    outcome = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            ("agree", _("Agree to the plan")),
            ("return", _("Return it to be mended")),
            ("reject", _("Reject it")),
        ],
        widget=forms.RadioSelect,
    )
    decided_on = DateField(label=_("Date of the answer"))
    reason = area(_("Reason"))

    def __init__(self, data: Any, plan: PlanVersion, today: Any) -> None:
        super().__init__(data, plan)
        self.initial.update({"decided_on": today})


class ForwardForm(SendingForm):
    forwarded_on = DateField(label=_("Passed on on"))
    letter = forms.CharField(label=_("Number of the letter"), max_length=200)
