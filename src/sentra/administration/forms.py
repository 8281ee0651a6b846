"""The forms of this room; services decide, forms only give the shape."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sentra.access.actors import Actor
from sentra.access.models import Capacity, User
from sentra.access.roles import RECORD_ROLES, Role
from sentra.administration import records
from sentra.administration.services import grantable, kinds_kept_by
from sentra.administration.services.offices import LEVEL_OF_KIND
from sentra.decisions.models import NotificationPreference
from sentra.pages.forms import ClientIdField, DateField, Form, IdentifierField, ModelForm
from sentra.territory.models import WORKING_GROUPS, DayKind, Office, OfficeKind, Region, RegionClassKind, RegionLevel


class LetterheadForm(Form):
    """Name, letterhead and, for a working group, the document that formed it."""

    name = forms.CharField(label=_("Name of the office"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    government = forms.CharField(
        label=_("Government"), max_length=200, required=False, help_text=_("The first line of the letterhead.")
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    city = forms.CharField(
        label=_("Place"), max_length=80, required=False, help_text=_("Printed before the date of a letter.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.CharField(label=_("Website"), max_length=120, required=False)
    unit_code = forms.CharField(
        label=_("Unit code"), max_length=30, required=False, help_text=_("Part of the numbers of its papers.")
    )
    forming_number = forms.CharField(
        label=_("Number of the forming document"),
        max_length=120,
        required=False,
        help_text=_("Without it the working group may not assess, select or verify."),
    )
    forming_date = DateField(label=_("Date of the forming document"), required=False)

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind not in WORKING_GROUPS:
            del self.fields["forming_number"], self.fields["forming_date"]


class RegionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, region: Region) -> str:
        """The name with its Kemendagri code, so that equal names stay apart."""
        return f"{region.name} ({region.code})"


class OfficeForm(LetterheadForm):
    """A new office of one kind; the regions are those the actor reaches."""

    id = ClientIdField()
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), required=False)
    valid_from = DateField(label=_("First day"))

    field_order = ["region", "name", "short_name", "valid_from"]

    def __init__(self, *args: Any, actor: Actor, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        if kind == OfficeKind.AUDITOR:
            regions = Region.objects.exclude(level=RegionLevel.DISTRICT)
        else:
            regions = Region.objects.filter(level=LEVEL_OF_KIND[kind]) if LEVEL_OF_KIND[kind] else Region.objects.none()
        self.fields["region"].queryset = reachable(actor, regions)  # type: ignore[attr-defined]
        if kind != OfficeKind.AUDITOR:
            if LEVEL_OF_KIND[kind] is None:
                del self.fields["region"]
            else:
                self.fields["region"].required = True


def reachable(actor: Actor, regions: QuerySet[Region]) -> QuerySet[Region]:
    """The regions inside the actor's territory."""
    territory = actor.territory
    if territory.level == "nation":
        return regions
    if territory.region_id is None:
        return regions.none()
    own = regions.filter(pk=territory.region_id)
    return own | regions.filter(parent_id=territory.region_id) if territory.level == "province" else own


class KindForm(Form):
    """Which kind of office shall be registered."""

    kind = forms.ChoiceField(label=_("Kind of office"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = kinds_kept_by(actor)
        self.fields["kind"].choices = [one for one in OfficeKind.choices if one[0] in kept]  # type: ignore[attr-defined]


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class MoveForm(ReasonForm):
    """The reason why due dates move, with the mark of the list that was looked at."""

    mark = forms.CharField(widget=forms.HiddenInput)


class CloseForm(ReasonForm):
    day = DateField(label=_("Last day"))

    field_order = ["day", "reason"]


class ClassForm(ReasonForm):
    """A class of a region, by the instrument that gives it."""

    kind = forms.ChoiceField(label=_("Class"), choices=RegionClassKind.choices)
    instrument = forms.CharField(label=_("Instrument"), max_length=200, help_text=_("For example: Perpres 118/2022."))
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Where the instrument or the office's signed statement lies.")
    )
    valid_from = DateField(label=_("First day"))
    valid_to = DateField(label=_("Last day"), required=False, help_text=_("Empty while no end is set."))

    field_order = ["kind", "instrument", "source", "valid_from", "valid_to", "reason"]


class EndClassForm(ReasonForm):
    last_day = DateField(label=_("Last day"))

    field_order = ["last_day", "reason"]


class DayForm(Form):
    """A day off in the calendar."""

    day = DateField(label=_("Date"))
    kind = forms.ChoiceField(label=_("Kind"), choices=DayKind.choices)
    region = RegionChoice(
        label=_("Region"),
        queryset=Region.objects.none(),
        required=False,
        empty_label=_("Indonesia"),
        help_text=_("Only for a local day off."),
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    instrument = forms.CharField(
        label=_("Decree"),
        max_length=200,
        help_text=_("Number and year of the joint decree, or of the region's own decision."),
    )
    is_estimate = forms.BooleanField(label=_("Estimate that may still move"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Region.objects.exclude(level=RegionLevel.DISTRICT)
        self.fields["region"].queryset = places  # type: ignore[attr-defined]


class ChangeDayForm(DayForm):
    reason = forms.CharField(label=_("Reason for the change"), max_length=300)


class AppointForm(Form):
    """A new appointment in one office: only roles the actor may grant there are offered."""

    id = ClientIdField()
    name = forms.CharField(label=_("Name of the person"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The address the person signs in with."))
    civil_service_number = IdentifierField("nip", label=_("NIP"), required=False)
    role = forms.ChoiceField(label=_("Role"))
    record_id = forms.ChoiceField(
        label=_("Acts for"), required=False, help_text=_("Only for a sentra manager or a partner institution.")
    )
    position = forms.CharField(
        label=_("Position"), max_length=150, required=False, help_text=_("As printed above the signature.")
    )
    capacity = forms.ChoiceField(label=_("Capacity"), choices=Capacity.choices)
    acting_for = forms.ModelChoiceField(
        label=_("Replaces"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("For an acting official: who is away."),
    )
    instrument = forms.CharField(label=_("Decree or letter"), max_length=200, help_text=_("Its number and date."))
    valid_from = DateField(label=_("First day"))
    valid_to = DateField(label=_("Last day"), required=False, help_text=_("An acting official needs one."))

    def __init__(self, *args: Any, actor: Actor, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = grantable(actor, office)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        held = User.objects.filter(appointments__office=office).distinct().order_by("name")
        self.fields["acting_for"].queryset = held  # type: ignore[attr-defined]
        if any(Role(role) in RECORD_ROLES for role in roles):
            found = records.choices(office.region)
            self.fields["record_id"].choices = [("", "–"), *found]  # type: ignore[attr-defined]
        else:
            del self.fields["record_id"]


class ExtendForm(Form):
    until = DateField(label=_("New last day"), required=False, help_text=_("Empty: until further notice."))
    instrument = forms.CharField(label=_("Decree or letter that extends it"), max_length=200)


class PreferenceForm(ModelForm):
    class Meta:
        model = NotificationPreference
        fields = ["needs_you", "for_information"]
        widgets = {"needs_you": forms.RadioSelect, "for_information": forms.RadioSelect}
