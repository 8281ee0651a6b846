"""The forms of the pages; what they collect goes to the services as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from sentra.designation.models import Funding, SignerOffice
from sentra.law import FactDeclaration
from sentra.pages.facts_form import FactsForm, form_for_facts
from sentra.pages.forms import ClientIdField, DateField, Form
from sentra.registry.models import Tier

_TIERS = [choice for choice in Tier.choices if choice[0] != Tier.CANDIDATE]


def _text(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> django_forms.CharField:
    widget = django_forms.Textarea(attrs={"rows": rows})
    return django_forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


class IdentifyForm(Form):
    """Opening a candidate."""

    client_id = ClientIdField()
    tier = django_forms.ChoiceField(label=_("Tier proposed"), choices=_TIERS)
    funding_source = django_forms.ChoiceField(
        label=_("Source of funds"),
        choices=[("", _("Not known yet")), *Funding.choices],
        required=False,
        help_text=_("The state budget and revolving funds enter one proposal; other sources stay outside."),
    )
    reason = _text(_("How it was found"), required=False)


class FundingForm(Form):
    """The funding route of a candidate."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)
    funding_source = django_forms.ChoiceField(label=_("Source of funds"), choices=Funding.choices)


class StepForm(Form):
    """A step with its reason or note; the version says on what the decision was based."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        label = _("Reason") if needs_reason else _("Note")
        self.fields["reason"] = _text(label, required=needs_reason)


class ReturnForm(StepForm):
    """A return with a remark per form of the file."""

    def __init__(self, *args: Any, forms: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, needs_reason=True, **options)
        for form, title in forms:
            self.fields[f"remark_{form}"] = django_forms.CharField(
                label=_("Remark on %(form)s") % {"form": title}, required=False, max_length=500
            )

    def remarks(self) -> dict[str, str]:
        """The remarks by form, as they were written."""
        return {
            name.removeprefix("remark_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("remark_") and text
        }


class ReverifyForm(StepForm):
    """The second verification: own answers where they differ, each with a reason, and why the result differs."""

    def __init__(
        self, *args: Any, declarations: list[FactDeclaration], held: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.declarations = declarations
        self.fields["difference_reason"] = _text(
            _("Why the result differs from the first verification"),
            required=False,
            help_text=_("Needed only where it differs."),
        )
        facts = form_for_facts(declarations)
        for one in declarations:
            self.fields[one.name] = facts.fields[one.name]
            _name_the_empty_choice(self.fields[one.name], _("As the regency's working group"))
            if one.name in held:
                self.fields[one.name].help_text = _("The regency's judgement: %(judged)s") % {"judged": held[one.name]}
            self.fields[f"{one.name}_reason"] = django_forms.CharField(
                label=_("Your reason"), required=False, max_length=500
            )

    @property
    def of_step(self) -> list[Any]:
        """The note and the reason of a difference."""
        return [self["reason"], self["difference_reason"]]

    @property
    def own(self) -> list[Any]:
        """The fields of the own answers, each with its reason."""
        return [self[name] for one in self.declarations for name in (one.name, f"{one.name}_reason")]

    def answers(self) -> dict[str, tuple[Any, str]]:
        """The verifier's own answers with their reasons; an empty field keeps the regency's judgement."""
        given = self.cleaned_data
        return {
            one.name: (given[one.name], given[f"{one.name}_reason"])
            for one in self.declarations
            if given.get(one.name) is not None
        }


class CommentForm(Form):
    """A remark in the thread."""

    client_id = ClientIdField()
    text = _text(_("Your remark"))


def _name_the_empty_choice(field: django_forms.Field, label: Any) -> None:
    """Where something is on record already, an empty answer keeps it; "not known yet" would deny it."""
    if isinstance(field, django_forms.ChoiceField):
        field.choices = [(value, words if value else label) for value, words in field.widget.choices]


class JudgementsForm(FactsForm):
    """Judgements of one visit: the facts as the law declares them, with one day, one reason and one evidence."""

    @property
    def missing(self) -> list[Any]:
        """The fields of the facts that nobody has judged yet."""
        return [self[name] for name in self.wanted]

    @property
    def anew(self) -> list[Any]:
        """The fields of the facts on record, to be judged anew."""
        return [self[one.name] for one in self.declarations if one.name not in self.wanted]

    @property
    def grounds(self) -> list[Any]:
        """What every judgement rests on."""
        return [self["assessed_on"], self["reason"], self["evidence"]]

    wanted: tuple[str, ...] = ()


def judgements_form(
    declarations: Sequence[FactDeclaration], held: Container[str], today: dt.date, data: Any = None, files: Any = None
) -> JudgementsForm:
    """The form of all judgements; `held` are those on record, which stay as they are unless answered anew."""
    made = form_for_facts(declarations, None, data)
    fields = dict(made.fields)
    for name, field in made.fields.items():
        if name in held:
            _name_the_empty_choice(field, _("Leave as it is"))
    fields["assessed_on"] = DateField(label=_("Seen on"), initial=today)
    fields["reason"] = _text(_("Reason"), rows=2, help_text=_("What the judgements rest on: one for all answered now."))
    fields["evidence"] = django_forms.FileField(
        label=_("Evidence"), required=False, help_text=_("PDF or photo, 10 MB at most.")
    )
    fields["client_id"] = ClientIdField()
    wanted = tuple(one.name for one in declarations if one.name not in held)
    extra = {**fields, "declarations": tuple(declarations), "maps": {}, "wanted": wanted}
    form_class = type("JudgementsForm", (JudgementsForm,), extra)
    return form_class(data, files)  # type: ignore[no-any-return]


class EvaluateForm(Form):
    """An evaluation outside a proposal."""

    tier = django_forms.ChoiceField(label=_("Criteria up to the tier"), choices=_TIERS)
    as_of = DateField(label=_("On the facts of"))
    note = django_forms.CharField(label=_("Note"), required=False, max_length=300)


class LinesField(django_forms.CharField):
    """A list with one item a line."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=django_forms.Textarea(attrs={"rows": rows}), **options)

    def prepare_value(self, value: Any) -> Any:
        """The items below each other."""
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """The lines that are not blank."""
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]


def _legal_basis() -> LinesField:
    return LinesField(
        rows=13,
        label=_("Legal basis (Mengingat)"),
        help_text=_("One instrument a line, in the order in which they are printed."),
    )


class DraftDecreeForm(Form):
    """The title and legal basis of a decree, and for a change of designations its reason."""

    client_id = ClientIdField()
    title = django_forms.CharField(label=_("About"), max_length=250, help_text=_("Printed after TENTANG."))
    legal_basis = _legal_basis()


class ChangeDecreeForm(DraftDecreeForm):
    """A decree that changes designations of an earlier one."""

    reason = _text(_("Reason"))


class EditDecreeForm(Form):
    """The title and legal basis of a draft."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)
    title = django_forms.CharField(label=_("About"), max_length=250)
    legal_basis = _legal_basis()


class SigningForm(Form):
    """What stands on the signed paper."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)
    number = django_forms.CharField(label=_("Number of the decree"), max_length=120)
    signed_on = DateField(label=_("Date of the decree"))
    signed_by = django_forms.CharField(label=_("Signed by"), max_length=150, help_text=_("The name as printed."))
    signed_title = django_forms.CharField(label=_("Title of the signer"), max_length=150)
    signer_office = django_forms.ChoiceField(label=_("Office of the signer"), choices=SignerOffice.choices)
    scan = django_forms.FileField(label=_("Scan of the signed paper"), help_text=_("PDF, 10 MB at most."))


class ReasonForm(Form):
    """A reason alone."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)
    reason = _text(_("Reason"))
