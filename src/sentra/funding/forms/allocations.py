"""The forms of years, recipients, allocations and adjustments; lists come from the law of the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sentra.development.forms import YES_NO, DecisionForm, SendingForm, area, pick
from sentra.funding.guides import ELIGIBILITY, TARGETS, divided_activities, holders, law_of, targets_of
from sentra.funding.models import Allocation, AllocationDecree, Criteria, Fund, Holder, ProgrammeYear, Stage, Standing
from sentra.law import FactDeclaration
from sentra.pages.formatting import language
from sentra.pages.forms import DateField, RupiahField
from sentra.territory.models import Region

_NUMBER = forms.NumberInput(attrs={"inputmode": "numeric"})


def _whole(label: Any, lowest: int, highest: int, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=lowest, max_value=highest, required=required, help_text=help_text, widget=_NUMBER
    )


class YearForm(SendingForm):
    fund = forms.ChoiceField(label=_("Fund"), choices=[("", _("Choose")), *Fund.choices])
    year = _whole(_("Budget year"), 2016, 2100)
    basis = forms.CharField(
        label=_("Decision to follow the text that is held"),
        max_length=300,
        required=False,
        help_text=_(
            "Only where the text that governs the year is not held: number and date of the ministry's decision."
        ),
    )
    plan_due_on = DateField(
        label=_("Plans are due on"), required=False, help_text=_("Leave it empty for the day that the text sets.")
    )
    plan_due_source = forms.CharField(
        label=_("Source of that day"), max_length=300, required=False, help_text=_("The letter that sets another day.")
    )


class StageForm(SendingForm):
    share_percent = _whole(_("Share of the ceiling (percent)"), 1, 100)
    opens_on = DateField(label=_("Opens on"))
    min_absorption_percent = _whole(
        _("Absorption of what was received before (percent, at least)"),
        0,
        100,
        required=False,
        help_text=_("Leave it empty where none is asked."),
    )
    needs_report = forms.BooleanField(label=_("The report on the stage before must be accepted"), required=False)
    source = forms.CharField(label=_("Source"), max_length=300)
    standing = forms.ChoiceField(label=_("Standing of these figures"), choices=Standing.choices)

    def __init__(self, data: Any, stage: Stage | None) -> None:
        super().__init__(data)
        if stage is not None:
            self.initial = {name: getattr(stage, name) for name in self.fields if hasattr(stage, name)}


class DecreeForm(SendingForm):
    kind = forms.CharField(
        label=_("Kind of the instrument"), max_length=120, help_text=_("For example: Peraturan Presiden.")
    )
    number = forms.CharField(label=_("Number of the instrument"), max_length=80)
    date = DateField(label=_("Date of the instrument"))
    title = forms.CharField(label=_("What the instrument is about"), max_length=300)


def _asked(year: ProgrammeYear) -> list[FactDeclaration]:
    return [fact for fact in law_of(year).check(ELIGIBILITY).facts if fact.type == "boolean"]


class CriteriaForm(SendingForm):
    """One question for each fact of the check, with the document that answers it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, criteria: Criteria) -> None:
        super().__init__(data)
        self.initial = {"version": criteria.version}
        self.names = [fact.name for fact in _asked(criteria.year)]
        for fact in _asked(criteria.year):
            self.fields[fact.name] = forms.ChoiceField(
                label=fact.label(language()),
                choices=YES_NO,
                widget=forms.RadioSelect,
                required=False,
                help_text=fact.help(language()),
            )
            self.fields[f"source_{fact.name}"] = forms.CharField(
                label=_("Document that shows it"), max_length=300, required=False
            )
            self.initial[fact.name] = {True: "yes", False: "no"}.get(criteria.facts.get(fact.name), "")
            self.initial[f"source_{fact.name}"] = criteria.sources.get(fact.name, "")

    def facts(self) -> dict[str, bool | None]:
        """The answers by fact; None where it is not known."""
        return {name: {"yes": True, "no": False}.get(self.cleaned_data[name]) for name in self.names}

    def sources(self) -> dict[str, str]:
        """The documents by fact."""
        return {name: self.cleaned_data[f"source_{name}"] for name in self.names}


class ChoiceForm(SendingForm):
    instrument = forms.CharField(
        label=_("Decision by which it is chosen"), max_length=300, help_text=_("Kind, number and date.")
    )

    def __init__(self, data: Any, year: ProgrammeYear, region: Region, weighed: bool) -> None:
        super().__init__(data)
        choices = [(one, Holder(one).label) for one in holders(year.fund, region)]
        self.fields["holder"] = forms.ChoiceField(label=_("Office that manages the fund"), choices=choices)
        self.fields["consideration"] = area(
            _("How last year's performance was weighed"), required=weighed, help_text=_("A sentence or two.")
        )
        self.order_fields(["client_id", "holder", "instrument", "consideration"])


def _targets(form: forms.Form, region: Region) -> None:
    for name, unit in targets_of(region).items():
        form.fields[name] = _whole(_("Target: %(unit)s") % {"unit": unit}, 0, 10_000_000, required=False)


class AllocationForm(SendingForm):
    """Ceiling, division and targets of one recipient by a decree; begins with what is in force."""

    ceiling = RupiahField(label=_("Ceiling"), lowest=1)

    def __init__(
        self,
        data: Any,
        year: ProgrammeYear,
        region: Region,
        decrees: Iterable[AllocationDecree],
        present: Allocation | None,
        *,
        with_decree: bool = True,
    ) -> None:
        super().__init__(data)
        if with_decree:
            self.fields["decree"] = pick(_("Decree"), decrees)
        else:
            del self.fields["ceiling"]
        self.activities = [value for value, _label in divided_activities(year, region)]
        for value, label in divided_activities(year, region):
            self.fields[f"part_{value}"] = RupiahField(
                label=_("Of it for %(activity)s") % {"activity": label}, required=False
            )
        if year.fund == Fund.PK2UMK:
            _targets(self, region)
        self.initial = self._present(present)
        self.order_fields(["client_id", "decree", "ceiling"])

    def _present(self, present: Allocation | None) -> dict[str, Any]:
        if present is None:
            return {}
        parts = {f"part_{name}": amount for name, amount in present.division.items()}
        return {"ceiling": present.ceiling, **parts, **{name: getattr(present, name) for name in TARGETS}}

    def division(self) -> dict[str, int]:
        """The amounts that were divided, by activity."""
        parts = {name: self.cleaned_data[f"part_{name}"] for name in self.activities}
        return {name: amount for name, amount in parts.items() if amount is not None}

    def targets(self) -> Mapping[str, int | None]:
        """The targets, None where none is given."""
        return {name: self.cleaned_data.get(name) for name in TARGETS}


class AdjustmentForm(AllocationForm):
    """Another division and other targets under the same ceiling, with the reason."""

    def __init__(self, data: Any, year: ProgrammeYear, region: Region, present: Allocation) -> None:
        super().__init__(data, year, region, (), present, with_decree=False)
        self.fields["reason"] = area(_("Reason"))


class AnswerForm(DecisionForm):
    """The Minister's answer to an adjustment, as the secretariat's letter brings it."""

    letter = forms.CharField(label=_("Letter of the secretariat"), max_length=200, help_text=_("Number and date."))
    decided_on = DateField(label=_("Day of the answer"))

    field_order = ["client_id", "letter", "decided_on", "decision", "reason"]


__all__ = [
    "AdjustmentForm",
    "AllocationForm",
    "AnswerForm",
    "ChoiceForm",
    "CriteriaForm",
    "DecreeForm",
    "StageForm",
    "YearForm",
]
