"""The forms of this room; their choices come from the law and from records inside the territory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sentra.development.entitlements import (
    FINANCE,
    SYNERGY,
    Stage,
    aspects,
    choices_of,
    listed,
)
from sentra.development.labels import name_of
from sentra.development.models import RubricVersion
from sentra.law import Law
from sentra.pages.forms import ClientIdField, DateField, Form, RupiahField, YearField
from sentra.registry.models import Enterprise, Membership, Partner, PartnershipSide, Sentra

Choice = tuple[str, Any]


def area(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


def members_of(sentra: Sentra) -> list[Enterprise]:
    """The present members of a sentra, by name."""
    # The sentra was fetched for this actor; the names of its members are needed to choose one.
    rows = Membership.unscoped.filter(sentra=sentra, left_on=None).select_related("enterprise")
    return [one.enterprise for one in rows.order_by("enterprise__name")]


def pick(label: Any, records: Iterable[Any], *, required: bool = True, empty: Any = "") -> forms.TypedChoiceField:
    """A choice among records, cleaned to the record."""
    by_key = {str(one.pk): one for one in records}
    choices: list[Choice] = [(key, str(one)) for key, one in by_key.items()]
    return forms.TypedChoiceField(
        label=label,
        choices=[("", empty or _("Choose")), *choices],
        coerce=by_key.__getitem__,
        empty_value=None,
        required=required,
    )


def options(label: Any, choices: Sequence[Choice], *, required: bool = True) -> forms.ChoiceField:
    """A choice among words."""
    return forms.ChoiceField(label=label, choices=[("", _("Choose")), *choices], required=required)


class SendingForm(Form):
    """A form that makes one record however often it is sent."""

    client_id = ClientIdField()

    def __init__(self, *args: Any, **fields: forms.Field) -> None:
        super().__init__(*args)
        self.fields.update(fields)


class SupportForm(SendingForm):
    purpose = area(_("What the support is for"))


class DecisionForm(SendingForm):
    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = area(_("Reason"))

    def __init__(self, data: Any, yes: Any, no: Any) -> None:
        super().__init__(data)
        self.fields["decision"].choices = [("yes", yes), ("no", no)]  # type: ignore[attr-defined]


class ReasonForm(SendingForm):
    reason = area(_("Reason"))


class ConfirmForm(SendingForm):
    """Nothing but the button."""


class DeliveryForm(SendingForm):
    delivered_on = DateField(label=_("Delivered on"))
    giver = forms.CharField(label=_("Given by"), max_length=200)
    amount = RupiahField(label=_("Value of the support"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, data: Any, sentra: Sentra) -> None:
        super().__init__(data)
        self.fields["enterprise"] = pick(
            _("For one member only"), members_of(sentra), required=False, empty=_("For the whole sentra")
        )


class OtherSupportForm(DeliveryForm):
    kind = forms.CharField(label=_("Kind of support"), max_length=60)
    programme = forms.CharField(label=_("Programme"), max_length=200)
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=200, help_text=_("The regulation or decision of that programme.")
    )

    field_order = ["client_id", "kind", "programme", "legal_basis"]


class AgreementForm(SendingForm):
    side = forms.ChoiceField(label=_("Side of the business"), choices=PartnershipSide.choices)
    party_name = forms.CharField(label=_("Other party"), max_length=200, required=False)
    document = forms.CharField(label=_("Number of the agreement"), max_length=200)
    contribution = forms.CharField(label=_("What it agrees on"), max_length=250, required=False)
    began_on = DateField(label=_("In force since"))

    def __init__(self, data: Any, partners: Iterable[Partner]) -> None:
        super().__init__(data)
        self.fields["partner"] = pick(_("Registered partner"), partners, required=False)
        self.order_fields(["client_id", "partner", "party_name"])


class PlacementForm(SendingForm):
    amount = RupiahField(label=_("Amount"), lowest=1)
    placed_on = DateField(label=_("Placed on"))
    document = forms.CharField(label=_("Number of the placement paper"), max_length=200, required=False)

    def __init__(self, data: Any, law: Law, channels: Iterable[Partner], applications: Iterable[Any]) -> None:
        super().__init__(data)
        self.fields["channel"] = pick(_("Placed with"), channels, required=False, empty=_("Straight to an enterprise"))
        self.fields["fund_origin"] = options(_("Origin of the money"), choices_of(law, FINANCE, "fund_origin"))
        self.fields["application"] = pick(_("Under the application"), applications, required=False)
        self.order_fields(["client_id", "channel", "fund_origin", "application"])


class LoanForm(SendingForm):
    amount = RupiahField(label=_("Amount"), lowest=1)
    lent_on = DateField(label=_("Lent on"))

    def __init__(self, data: Any, sentra: Sentra) -> None:
        super().__init__(data)
        self.fields["enterprise"] = pick(_("Borrower"), members_of(sentra))
        self.order_fields(["client_id", "enterprise"])


class CreditForm(SendingForm):
    amount = RupiahField(label=_("Amount"), lowest=1)
    purpose = forms.CharField(label=_("Purpose"), max_length=300)

    def __init__(self, data: Any, law: Law, sentra: Sentra, banks: Iterable[Partner]) -> None:
        super().__init__(data)
        self.fields["enterprise"] = pick(_("Applicant"), members_of(sentra))
        self.fields["bank"] = pick(_("Executing bank"), banks)
        self.fields["fund_origin"] = options(_("Origin of the guarantee fund"), choices_of(law, FINANCE, "fund_origin"))
        self.order_fields(["client_id", "enterprise", "bank", "fund_origin"])


YES_NO: list[Choice] = [("yes", _("Yes")), ("no", _("No")), ("", _("Not known yet"))]


class CreditDecisionForm(DecisionForm):
    collateral_limited = forms.ChoiceField(
        label=_("Does the collateral fall short of what the bank asks for?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    collateral_note = forms.CharField(label=_("What was offered and what is asked for"), max_length=300, required=False)
    granted_amount = RupiahField(label=_("Amount granted"), required=False)

    field_order = ["client_id", "collateral_limited", "collateral_note", "decision", "granted_amount", "reason"]


class ServiceForm(SendingForm):
    day = DateField(label=_("Day"))
    service = forms.CharField(label=_("Service"), max_length=200)
    result = forms.CharField(label=_("Result"), max_length=300, required=False)

    def __init__(self, data: Any, sentra: Sentra, providers: Iterable[Partner]) -> None:
        super().__init__(data)
        self.fields["provider"] = pick(_("BDS provider"), providers)
        self.fields["enterprise"] = pick(_("Member"), members_of(sentra))
        self.order_fields(["client_id", "provider", "enterprise"])


class EquipmentForm(SendingForm):
    item = forms.CharField(label=_("Equipment"), max_length=200)
    receiver = forms.CharField(label=_("Received by"), max_length=200)
    condition = forms.CharField(label=_("Condition"), max_length=120)
    supplied_on = DateField(label=_("Handed over on"))
    supplied_by = forms.CharField(label=_("Supplied by"), max_length=200)


class NewsForm(SendingForm):
    title = forms.CharField(label=_("Title"), max_length=150)
    text = area(_("Information"))
    source = forms.CharField(label=_("Source"), max_length=200)


class OutreachForm(SendingForm):
    title = forms.CharField(label=_("Activity"), max_length=200)
    planned_on = DateField(label=_("Planned for"))

    def __init__(self, data: Any, law: Law) -> None:
        super().__init__(data)
        self.fields["aim"] = options(_("Aimed at"), [(one, name_of(one)) for one in aspects(law)])
        self.order_fields(["client_id", "aim"])


class OutreachLogForm(SendingForm):
    held_on = DateField(label=_("Held on"))
    account = area(_("What was done"))


class StageForm(SendingForm):
    """The evidence a stage asks for: pioneers, or its dimensions and joint activity, or nothing but a note."""

    PIONEERS = 3

    def __init__(self, data: Any, stage: Stage, sentra: Sentra) -> None:
        super().__init__(data)
        if stage.needs_pioneers:
            members = members_of(sentra)
            for n in range(1, self.PIONEERS + 1):
                self.fields[f"pioneer_{n}"] = pick(
                    _("Pioneering enterprise %(n)s") % {"n": n}, members, required=n == 1
                )
                self.fields[f"technology_{n}"] = forms.CharField(
                    label=_("Its technology"), max_length=300, required=n == 1
                )
        for name in stage.dimensions:
            self.fields[f"evidence_{name}"] = area(
                _("Evidence: %(dimension)s") % {"dimension": name_of(name)}, rows=3, required=False
            )
        if stage.dimensions:
            self.fields["joint_activity"] = area(_("Evidence: joint activity"), rows=3, required=False)
        self.fields["note"] = area(_("Note"), rows=2, required=False)


class ClassificationForm(SendingForm):
    period_from = DateField(label=_("Period from"))
    period_to = DateField(label=_("Period to"))
    result = forms.CharField(label=_("Result"), max_length=120)
    evidence = area(_("Evidence"))

    def __init__(self, data: Any, rubric: RubricVersion | None) -> None:
        super().__init__(data)
        if rubric is not None:
            scale = [(str(row["score"]), f"{row['score']} – {row['descriptor']}") for row in rubric.scale]
            for row in rubric.criteria:
                self.fields[f"score_{row['code']}"] = options(row["label"], scale)
            self.order_fields(["client_id", "period_from", "period_to", *self._scores(), "result", "evidence"])

    def _scores(self) -> list[str]:
        return [name for name in self.fields if name.startswith("score_")]

    def scores(self) -> dict[str, int]:
        """The scores chosen, by criterion code."""
        return {name[6:]: int(self.cleaned_data[name]) for name in self._scores()}


class RubricForm(SendingForm):
    name = forms.CharField(label=_("Name of the version"), max_length=120)
    source = forms.CharField(label=_("Taken from"), max_length=250)
    valid_from = DateField(label=_("Valid from"))
    criteria = area(
        _("Criteria"), rows=8, help_text=_("One a line: code; criterion; weight; least score (may be left out).")
    )
    scale = area(_("Scale"), rows=5, help_text=_("One a line: score; what it stands for."))


class ProgrammeForm(SendingForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    aim = area(_("Aim"), required=False)

    def __init__(self, data: Any, today: dt.date) -> None:
        super().__init__(data)
        self.fields["year"] = YearField(
            label=_("Year"), help_text=_("This year or a later one."), initial=today.year + 1
        )
        self.order_fields(["client_id", "year"])


class ProgrammeContentForm(SendingForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    aim = area(_("Aim"), required=False)

    def __init__(self, data: Any, law: Law, places: Sequence[Sentra], initial: dict[str, Any]) -> None:
        super().__init__(data)
        self.initial = initial
        self.fields["components"] = forms.MultipleChoiceField(
            label=_("Components"),
            choices=choices_of(law, SYNERGY, "programme_components"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        by_key = {str(one.pk): one for one in places}
        self.fields["sentra"] = forms.TypedMultipleChoiceField(
            label=_("Sentra of the programme"),
            choices=[(key, f"{one.name} ({one.regency.name})") for key, one in by_key.items()],
            coerce=by_key.__getitem__,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class LineForm(SendingForm):
    activity = forms.CharField(label=_("Activity"), max_length=200)
    amount = RupiahField(label=_("Amount"))

    def __init__(self, data: Any, components: Sequence[Choice], places: Iterable[Sentra]) -> None:
        super().__init__(data)
        self.fields["component"] = options(_("Component"), components)
        self.fields["sentra"] = pick(_("For the sentra"), places, required=False, empty=_("All of the programme"))
        self.order_fields(["client_id", "component", "sentra"])


class AdviceForm(SendingForm):
    text = area(_("Advice given"), rows=6)


class TopicAdviceForm(AdviceForm):
    def __init__(self, data: Any, topics: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["topic"] = options(_("Topic"), [(one, name_of(one)) for one in topics])
        self.order_fields(["client_id", "topic"])


class AnswerForm(SendingForm):
    kind = forms.ChoiceField(
        label=_("What the agency does with it"),
        choices=[("answered", _("Answers it")), ("noted", _("Notes it"))],
        widget=forms.RadioSelect,
    )
    answer = area(_("Answer"), required=False)


class PartnerProposalForm(SendingForm):
    reason = area(_("Why this partner"))

    def __init__(self, data: Any, partners: Iterable[Partner]) -> None:
        super().__init__(data)
        self.fields["partner"] = pick(_("KSP, USP or BDS provider"), partners)
        self.order_fields(["client_id", "partner"])


class InvitationForm(SendingForm):
    contribution = forms.CharField(label=_("What it is asked to contribute"), max_length=300)

    def __init__(self, data: Any, law: Law, partners: Iterable[Partner]) -> None:
        super().__init__(data)
        self.fields["partner"] = pick(_("Institution"), partners)
        levels = [(one, name_of(one)) for one in listed(law, "12.c.2", "institution_levels")]
        self.fields["level"] = options(_("Level"), levels)
        self.order_fields(["client_id", "partner", "level"])


class InvitationAnswerForm(SendingForm):
    decision = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("We take part")), ("no", _("We do not take part"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Remark"), max_length=300, required=False)


class LinkedActivityForm(SendingForm):
    programme = forms.CharField(label=_("Name of the other programme"), max_length=200)
    source = forms.CharField(label=_("Who pays"), max_length=200)
    activity = forms.CharField(label=_("Activity"), max_length=200)
    year = YearField(label=_("Year"))
    amount = RupiahField(label=_("Amount"))
    reference = forms.CharField(
        label=_("Reference"),
        max_length=120,
        help_text=_("The number of the paper, contract or budget line; the same one is counted once."),
    )
