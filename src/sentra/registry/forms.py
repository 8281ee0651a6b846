"""The forms of the registry: declared by field names, drawn by the page kit, checked by `values` in the services.

A form here checks nothing itself: what is wrong comes back from the service as a BadInput and is put beside the
field, so that page, API and import can never differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sentra.indonesian.education import LEVELS
from sentra.indonesian.identifiers import KBLI_VERSIONS
from sentra.pages.errors import BadInput
from sentra.pages.formatting import language
from sentra.pages.forms import Form, PickField, UnitTextInput
from sentra.pages.picking import Pick
from sentra.registry.labels import LABELS
from sentra.registry.models import (
    ClusterPartyKind,
    FlagshipRelation,
    LegalForm,
    MarketReach,
    NibCheck,
    PartnerForm,
    PartnershipSide,
    PartnerType,
    Scheme,
    Sex,
    SupplyKind,
)
from sentra.registry.values import AS_TYPED

EMPTY = ("", _("Not known yet"))
YES_NO = (EMPTY, ("yes", _("Yes")), ("no", _("No")))


@dataclass(frozen=True)
class Section:
    """A part of a record's form that is saved by itself."""

    key: str
    title: Any
    names: tuple[str, ...]
    required: tuple[str, ...] = ()
    groups: tuple[tuple[Any, tuple[str, ...]], ...] = ()  # the names under headings, where they are many


def _text(**attrs: Any) -> Callable[..., forms.Field]:
    width = attrs.pop("width", "")
    after = attrs.pop("after", "")
    numeric = attrs.pop("numeric", False)
    before = attrs.pop("before", "")

    def make(**options: Any) -> forms.Field:
        widget = UnitTextInput(before=before, after=after, width=width, numeric=numeric, attrs=dict(attrs))
        return forms.CharField(widget=widget, **options)

    return make


def _prose(**options: Any) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **options)


def _one_of(choices: Iterable[tuple[Any, Any]], *, empty: bool = True) -> Callable[..., forms.Field]:
    listed = [(value, label) for value, label in choices if value != ""]

    def make(**options: Any) -> forms.Field:
        return forms.ChoiceField(choices=[EMPTY, *listed] if empty else listed, **options)

    return make


def _education(**options: Any) -> forms.Field:
    def levels() -> list[tuple[Any, Any]]:
        return [EMPTY, *((level.code, level.label(language())) for level in LEVELS)]

    return forms.ChoiceField(choices=levels, **options)


_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
_MONEY = _text(
    before="Rp", width="money", numeric=True, inputmode="numeric", autocomplete="off", **{"data-format": "money"}
)
_PEOPLE = _text(after=_("people"), width="money", numeric=True, inputmode="numeric", autocomplete="off")
_DATE = _text(
    width="date", inputmode="numeric", autocomplete="off", placeholder=_("dd/mm/yyyy"), **{"data-format": "date"}
)
_YEAR = _text(width="short", inputmode="numeric", maxlength=4)
_NUMBER = _text(width="money", **_DIGITS)
_PHONE = _text(width="money", inputmode="tel", autocomplete="off")
_LINE = _text()
_DEGREES = _text(width="money", inputmode="decimal", autocomplete="off", after="°")
_TICK = lambda **options: forms.BooleanField(**options)  # noqa: E731

MAKERS: dict[str, Callable[..., forms.Field]] = {
    "nik": _NUMBER,
    "owner_nik": _NUMBER,
    "sex": _one_of(Sex.choices),
    "birth_date": _DATE,
    "education": _education,
    "phone": _PHONE,
    "owner_phone": _PHONE,
    "manager_phone": _PHONE,
    "legal_form": _one_of(LegalForm.choices, empty=False),
    "partner_legal_form": _one_of(PartnerForm.choices),
    "nib": _NUMBER,
    "nib_issued_on": _DATE,
    "nib_check": _one_of(NibCheck.choices),
    "npwp": _NUMBER,
    "kbli_code": _text(width="short", **_DIGITS),
    "kbli_version": _one_of([(str(year), str(year)) for year in KBLI_VERSIONS], empty=False),
    "founded_year": _YEAR,
    "year": _YEAR,
    "owned_by_indonesian_citizens": _one_of(YES_NO),
    "is_subsidiary": _one_of(YES_NO),
    "annual_sales": _MONEY,
    "net_worth": _MONEY,
    "business_capital": _MONEY,
    "investment_value": _MONEY,
    "turnover": _MONEY,
    "amount": _MONEY,
    "workers_paid_male": _PEOPLE,
    "workers_paid_female": _PEOPLE,
    "workers_family_male": _PEOPLE,
    "workers_family_female": _PEOPLE,
    "home_workers_outside": _PEOPLE,
    "worker_count": _PEOPLE,
    "member_count": _text(after=_("enterprises"), width="money", numeric=True, inputmode="numeric"),
    "domestic_material_share": _text(after="%", width="short", numeric=True, inputmode="numeric"),
    "scheme": _one_of(Scheme.choices, empty=False),
    "latitude": _DEGREES,
    "longitude": _DEGREES,
    "history": _prose,
    "technology": _prose,
    "facilities": _prose,
    "problems": _prose,
    "support_needed": _prose,
    "description": _prose,
    "flagship_relation": _one_of(FlagshipRelation.choices),
    "market_reach": _one_of(MarketReach.choices),
    "end_product_market_reach": _one_of([("none", _("There is no such product")), *MarketReach.choices]),
    "joined_on": _DATE,
    "left_on": _DATE,
    "began_on": _DATE,
    "ended_on": _DATE,
    "issued_on": _DATE,
    "valid_to": _DATE,
    "delivered_on": _DATE,
    "inside_area": _one_of(YES_NO),
    "type": _one_of(PartnerType.choices, empty=False),
    "side": _one_of(PartnershipSide.choices, empty=False),
    "is_written": _TICK,
    "is_unit": _TICK,
    "savings_loan_is_only_activity": _one_of(YES_NO),
    "unit_runs_savings_loan": _one_of(YES_NO),
    "core_business_is_services": _one_of(YES_NO),
    "unit_is_autonomous": _one_of(YES_NO),
    "cluster_kind": _one_of(ClusterPartyKind.choices, empty=False),
    "supplies": _one_of(SupplyKind.choices),
}

HELP: dict[str, Any] = {
    "nik": _("16 digits from the KTP. Stored encrypted and shown masked. Leave it empty while it is not known."),
    "owner_nik": _("16 digits from the KTP. Stored encrypted and shown masked. Leave it empty while it is not known."),
    "nib": _("13 digits. An enterprise without a NIB can be registered."),
    "npwp": _("15 or 16 digits. A personal NPWP that is the NIK is kept masked."),
    "area": _("The boundary in words, or the villages. Without it no member counts as working inside the area."),
    "net_worth": _("Assets less debts, land and buildings left out; it may be negative."),
    "annual_sales": _("Everything sold in the calendar year."),
    "business_capital": _("Land and buildings of the place of business left out."),
    "flagship_document": _("For example: Keputusan Wali Kota 530/12/2024 tentang produk unggulan daerah."),
    "end_product_market_reach": _("Of a product that uses the sentra's output as raw or auxiliary material."),
    "workers_family_male": _("Unpaid, the working owner included."),
    "workers_family_female": _("Unpaid, the working owner included."),
    "home_workers_outside": _("Recorded apart; they never count for the sentra."),
    "document": _("Kind, number and date of the paper. Only a written cooperation counts as one."),
    "turnover": _("All members together, in the calendar year."),
    "left_on": _("The last day on which it is a member."),
}
_OTHER_LABELS = {
    "owner_nik": LABELS["nik"],
    "owner_name": _("Owner's name"),
    "owner_phone": _("Owner's phone"),
    "partner_legal_form": LABELS["legal_form"],
    "cluster_kind": _("Role in the cluster"),
}


class RecordForm(Form):
    """A form of named fields; its values go to a service as they were typed."""

    def __init__(
        self,
        names: Iterable[str],
        *,
        required: Iterable[str] = (),
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        choices: Mapping[str, Iterable[tuple[Any, Any]]] | None = None,
        picks: Mapping[str, Pick] | None = None,
        hidden: Mapping[str, Any] | None = None,
        prefix: str = "id",
        outline: Section | None = None,
    ) -> None:
        # Not called "section": in a template the hidden field of that name would answer instead.
        self.outline = outline
        shown = {name: as_typed(value) for name, value in (initial or {}).items()}
        super().__init__(data=data, initial=shown | dict(hidden or {}), auto_id=f"{prefix}_%s")
        needed = set(required)
        for name in names:
            make = MAKERS.get(name, _LINE)
            if choices and name in choices:
                make = _one_of(choices[name], empty=name not in needed)
            if picks and name in picks:
                make = partial(PickField, pick=picks[name])
            label = _OTHER_LABELS.get(name) or LABELS[name]
            self.fields[name] = make(label=label, help_text=HELP.get(name, ""), required=name in needed)
            if name in AS_TYPED:
                self.fields[name].widget.attrs["data-check"] = reverse("registry:check", args=[name])
        for name in hidden or {}:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False, label="")

    def parts(self) -> list[dict[str, Any]]:
        """The visible fields under the headings of the section; none where it has no headings."""
        groups = self.outline.groups if self.outline else ()
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in groups]

    def full_clean(self) -> None:
        """Takes the values as they were typed; whether they are right is for the service to say.

        Only words where one of many should have been chosen are refused here, with what was found for them.
        """
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {name: self.data.get(name, "") for name in self.fields} if self.is_bound else {}
        for name, field in self.fields.items() if self.is_bound else ():
            if isinstance(field, PickField):
                try:
                    field.refuse_words(self[name].data)
                except ValidationError as error:
                    self.add_error(name, error)

    def raw(self) -> dict[str, Any]:
        """The visible values as typed; a box that is not ticked is no."""
        hidden = {field.name for field in self.hidden_fields()}
        return {
            name: self.data.get(name, "no" if isinstance(field, forms.BooleanField) else "")
            for name, field in self.fields.items()
            if name not in hidden
        }

    def tell(self, problem: BadInput, aliases: Mapping[str, str] | None = None) -> None:
        """Put each problem beside its field, or above the form where the field is not on it."""
        for one in problem.problems:
            name = (aliases or {}).get(one.field, one.field)
            text = f"{one.message} {one.remedy}".strip()
            if name in self.fields:
                self.add_error(name, text)
            else:
                self.add_error(None, f"{LABELS.get(one.field, one.field)}: {text}")


def as_typed(value: Any) -> Any:
    """A stored value as an officer types it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int) and abs(value) > 9_999:
        return f"{value:,}".replace(",", ".")
    return value


SENTRA_NEW = Section(
    "new",
    _("A sentra for the inventory"),
    ("name", "scheme", "product", "raw_materials", "area", "district_code", "village"),
    ("name", "scheme", "product"),
)
SENTRA_SECTIONS = (
    Section(
        "identity",
        _("Name and product"),
        (
            *("name", "scheme", "product", "raw_materials", "raw_material_origin", "founded_year"),
            *("manager_name", "manager_phone"),
        ),
        ("name", "scheme", "product"),
    ),
    Section(
        "place",
        _("Area and position"),
        ("area", "address", "village", "district_code", "latitude", "longitude"),
    ),
    Section(
        "market",
        _("Market and flagship product"),
        ("market_reach", "end_product_market_reach", "flagship_relation", "flagship_document"),
    ),
    Section(
        "story",
        _("History, technology and needs"),
        ("history", "technology", "facilities", "problems", "support_needed"),
    ),
)
_WORK = ("name", "product", "legal_form", "nib")
_WORKPLACE = ("address", "village", "district_code", "phone")
_OWNER = ("owner_name", "owner_nik", "owner_phone")
ENTERPRISE_NEW = Section(
    "new",
    _("An enterprise"),
    (*_WORK, *_WORKPLACE, *_OWNER),
    ("name", "product", "legal_form", "owner_name"),
    ((_("Enterprise"), _WORK), (_("Address"), _WORKPLACE), (_("Owner"), _OWNER)),
)
ENTERPRISE_SECTIONS = (
    Section(
        "identity",
        _("Name and product"),
        ("name", "legal_form", "product", "raw_material", "founded_year"),
        ("name", "product", "legal_form"),
    ),
    Section(
        "numbers",
        _("Numbers"),
        ("nib", "nib_issued_on", "nib_check", "npwp", "kbli_code", "kbli_version"),
        ("kbli_version",),
    ),
    Section("place", _("Address"), ("address", "village", "district_code", "phone", "email")),
    Section("ownership", _("Ownership"), ("owned_by_indonesian_citizens", "is_subsidiary")),
)
ENTERPRISE_FIGURES = Section(
    "figures",
    _("Figures of a year"),
    (
        *("year", "annual_sales", "net_worth", "business_capital", "investment_value"),
        *("workers_paid_male", "workers_paid_female", "workers_family_male", "workers_family_female"),
        *("home_workers_outside", "monthly_capacity", "source"),
    ),
    ("year",),
)
SENTRA_FIGURES = Section(
    "figures",
    _("Figures of a year"),
    ("year", "turnover", "member_count", "worker_count", "domestic_material_share", "source"),
    ("year",),
)
PERSON = Section(
    "person",
    _("About this person"),
    ("name", "nik", "sex", "birth_date", "education", "phone", "email"),
    ("name",),
)
LEGALITY = Section("legality", _("Permit"), ("kind", "number", "issued_on", "valid_to"), ("kind", "number"))
MEMBER = Section("member", _("New member"), ("enterprise", "joined_on", "inside_area"), ("enterprise", "joined_on"))
LEAVE = Section("leave", _("End of membership"), ("left_on", "left_reason"), ("left_on",))
PARTNER = Section(
    "partner",
    _("Partner"),
    (
        *("type", "name", "partner_legal_form", "is_unit", "parent_name", "cooperative_registration_number"),
        *("savings_loan_is_only_activity", "unit_runs_savings_loan", "address", "contact_name", "phone", "email"),
    ),
    ("type", "name"),
)
ASSESS = Section("assess", _("Judgement"), ("core_business_is_services", "unit_is_autonomous", "reason"), ("reason",))
PARTNERSHIP = Section(
    "partnership",
    _("Partnership"),
    ("partner", "party_name", "side", "began_on", "contribution", "is_written", "document"),
    ("side", "began_on"),
)
SUPPORT = Section(
    "support",
    _("Support received"),
    ("kind", "giver", "programme", "amount", "delivered_on", "legal_basis", "note"),
    ("kind", "giver", "delivered_on"),
)
CLUSTER = Section("cluster", _("Cluster"), ("name", "product_chain", "description"), ("name", "product_chain"))
PARTY = Section(
    "party",
    _("Party"),
    ("cluster_kind", "sentra", "partner", "name", "supplies", "shared_resource"),
    ("cluster_kind",),
)
LINK = Section("link", _("Link"), ("from_party", "to_party", "flow"), ("from_party", "to_party", "flow"))
