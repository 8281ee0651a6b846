"""The forms of the pages; what they collect goes to the services as it is."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.datastructures import MultiValueDict
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

    def __init__(self, *args: Any, declarations: list[FactDeclaration], **options: Any) -> None:
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
            self.fields[f"{one.name}_reason"] = django_forms.CharField(
                label=_("Your reason"), required=False, max_length=500
            )

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


def judgement_form(declaration: FactDeclaration, known: Any, data: Any, files: Any) -> FactsForm:
    """The form of one judgement: the fact as the law declares it, with reason, date and evidence."""
    form = form_for_facts([declaration], {declaration.name: known}, data, prefix=declaration.name)
    form.files = files or MultiValueDict()
    form.fields["reason"] = _text(_("Reason"), rows=2)
    form.fields["assessed_on"] = DateField(label=_("Seen on"))
    form.fields["evidence"] = django_forms.FileField(
        label=_("Evidence"), required=False, help_text=_("PDF or photo, 10 MB at most.")
    )
    form.fields["client_id"] = ClientIdField()
    return form


class EvaluateForm(Form):
    """An evaluation outside a proposal."""

    tier = django_forms.ChoiceField(label=_("Criteria up to the tier"), choices=_TIERS)
    as_of = DateField(label=_("On the facts of"))
    note = django_forms.CharField(label=_("Note"), required=False, max_length=300)


class DraftDecreeForm(Form):
    """The title of a decree, and for a change of designations its reason."""

    client_id = ClientIdField()
    title = django_forms.CharField(label=_("About"), max_length=250, help_text=_("Printed after TENTANG."))


class ChangeDecreeForm(DraftDecreeForm):
    """A decree that changes designations of an earlier one."""

    reason = _text(_("Reason"))


class EditDecreeForm(Form):
    """The title of a draft."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)
    title = django_forms.CharField(label=_("About"), max_length=250)


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
