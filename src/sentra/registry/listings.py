"""The lists of the registry as declared: columns, filters, sort; every query is scoped by its caller."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sentra.pages.listing import ChoiceFilter, Column, Listing, RegionFilter, SearchFilter
from sentra.pages.states import State
from sentra.registry.models import ClusterParty, LegalForm, Membership, PartnerType, Scheme, Sentra, Tier
from sentra.territory.models import Region, RegionLevel
from sentra.territory.scope import active

TONES = {Tier.CANDIDATE: "neutral", Tier.SENTRA: "good", Tier.LEADING: "accent", Tier.CLUSTER: "info"}
STATUS = (("active", _("Active")), ("retired", _("Retired")), ("all", _("Active and retired")))


def tier_state(sentra: Sentra) -> State:
    """The legal tier as it is shown."""
    if not sentra.is_active:
        return State(_("Retired"), "warn", "archive")
    return State(Tier(sentra.tier).label, TONES[Tier(sentra.tier)])  # type: ignore[arg-type]


def regions_in_scope() -> list[tuple[str, str]]:
    """The regions one level below the territory in force: provinces for the nation, regencies for a province."""
    territory = active()
    if territory is None or territory.level not in {"nation", "province"}:
        return []
    rows = Region.objects.filter(level=RegionLevel.PROVINCE)
    if territory.level == "province":
        rows = Region.objects.filter(level=RegionLevel.REGENCY, parent_id=territory.region_id)
    return [(code, name) for code, name in rows.order_by("name").values_list("code", "name")]


def places_in_scope() -> list[tuple[str, str]]:
    """The same, and for a regency its districts: where the records name them."""
    territory = active()
    if territory is None or territory.level != "regency":
        return regions_in_scope()
    rows = Region.objects.filter(level=RegionLevel.DISTRICT, parent_id=territory.region_id)
    return [(code, name) for code, name in rows.order_by("name").values_list("code", "name")]


def in_region(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    """The rows of a regency or a province."""
    return rows.filter(Q(regency__code=code) | Q(regency__parent__code=code))


def in_place(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    """The rows of a district, a regency or a province."""
    return rows.filter(Q(district__code=code) | Q(regency__code=code) | Q(regency__parent__code=code))


def by_status(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Active ones, retired ones, or both."""
    return rows if value == "all" else rows.filter(is_active=value == "active")


def _count(rows: QuerySet[Any], group: str) -> Any:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _to(name: str) -> Any:
    return lambda row: reverse(f"registry:{name}", args=[row.pk])


# Unscoped inside the row: the row itself has passed the scope, and its own members belong to it.
_MEMBERS = _count(Membership.unscoped.filter(sentra=OuterRef("pk"), left_on=None), "sentra")
_PARTIES = _count(ClusterParty.objects.filter(cluster=OuterRef("pk"), sentra__isnull=False), "cluster")

SENTRA = Listing(
    name="sentra",
    title=_("Sentra"),
    columns=(
        Column("name", _("Sentra"), sort=True, link=_to("sentra")),
        Column("code", _("Code"), sort=True),
        Column("product", _("Product"), sort=True),
        Column("regency", _("Regency or city"), value="regency.name", sort="regency__name"),
        Column("tier", _("Tier"), value=tier_state, sort="tier", export=lambda row: row.get_tier_display()),
        Column("members", _("Members"), sort=True, numeric=True, annotation=_MEMBERS),
        Column("village", _("Village"), default_shown=False, sort=True),
        Column("scheme", _("Scheme"), value="get_scheme_display", default_shown=False),
        Column("market", _("Widest market"), value="get_market_reach_display", default_shown=False),
        Column("regency_code", _("Region code"), value="regency.code", export_only=True),
        Column("tier_code", _("Tier (code)"), value="tier", export_only=True),
        Column("area", _("Area"), export_only=True),
        Column("latitude", _("Latitude"), export_only=True),
        Column("longitude", _("Longitude"), export_only=True),
    ),
    filters=(
        SearchFilter(
            "q", _("Search"), fields=("name", "code", "product", "village"), placeholder=_("Name, code or product")
        ),
        ChoiceFilter("tier", _("Tier"), choices=Tier.choices),
        RegionFilter("region", _("Region"), choices=places_in_scope, apply=in_place),
        ChoiceFilter("scheme", _("Scheme"), choices=Scheme.choices),
        ChoiceFilter("status", _("Status"), choices=STATUS, apply=by_status, default="active"),
    ),
    default_sort="name",
    empty_title=_("No sentra in the inventory yet"),
    empty_text=_("Register the places of your area where many small producers make the same thing."),
)

ENTERPRISES = Listing(
    name="usaha",
    title=_("Enterprises"),
    columns=(
        Column("name", _("Enterprise"), sort=True, link=_to("enterprise")),
        Column("owner", _("Owner"), value="owner.name", sort="owner__name"),
        Column("product", _("Product"), sort=True),
        Column("village", _("Village"), sort=True),
        Column("regency", _("Regency or city"), value="regency.name", sort="regency__name"),
        Column("nib", _("NIB"), sort=True),
        Column("legal_form", _("Legal form"), value="get_legal_form_display", default_shown=False),
        Column("phone", _("Phone"), default_shown=False),
        Column("owner_nik", _("NIK (masked)"), value="owner.nik_mask", export_only=True),
        Column("legal_form_code", _("Legal form (code)"), value="legal_form", export_only=True),
        Column("regency_code", _("Region code"), value="regency.code", export_only=True),
        Column("kbli_code", _("KBLI code"), export_only=True),
        Column("founded_year", _("Year founded"), export_only=True),
    ),
    filters=(
        SearchFilter(
            "q",
            _("Search"),
            fields=("name", "nib", "product", "owner__name"),
            placeholder=_("Name, owner, NIB or product"),
        ),
        ChoiceFilter("legal_form", _("Legal form"), choices=LegalForm.choices),
        RegionFilter("region", _("Region"), choices=places_in_scope, apply=in_place),
        ChoiceFilter(
            "nib",
            _("NIB"),
            choices=(("with", _("With NIB")), ("without", _("Without NIB"))),
            apply=lambda rows, value: rows.exclude(nib="") if value == "with" else rows.filter(nib=""),
        ),
        ChoiceFilter("status", _("Status"), choices=STATUS, apply=by_status, default="active"),
    ),
    default_sort="name",
    empty_title=_("No enterprise registered yet"),
    empty_text=_("Register the first one, or bring a list in from Excel."),
)

PARTNERS = Listing(
    name="mitra",
    title=_("Partners"),
    columns=(
        Column("name", _("Partner"), sort=True, link=_to("partner")),
        Column("type", _("Kind"), value="get_type_display", sort="type"),
        Column("legal_form", _("Legal form"), value="get_legal_form_display", sort="legal_form"),
        Column("parent_name", _("Parent institution"), sort=True),
        Column("regency", _("Regency or city"), value="regency.name", sort="regency__name"),
        Column("type_code", _("Kind (code)"), value="type", export_only=True),
    ),
    filters=(
        SearchFilter("q", _("Search"), fields=("name", "parent_name"), placeholder=_("Name or parent institution")),
        ChoiceFilter("type", _("Kind"), choices=PartnerType.choices),
        RegionFilter("region", _("Region"), choices=regions_in_scope, apply=in_region),
        ChoiceFilter("status", _("Status"), choices=STATUS, apply=by_status, default="active"),
    ),
    default_sort="name",
    empty_title=_("No partner registered yet"),
    empty_text=_("BDS providers, cooperatives, banks, suppliers and buyers that work with your sentra."),
)

CLUSTERS = Listing(
    name="klaster",
    title=_("Clusters"),
    columns=(
        Column("name", _("Cluster"), sort=True, link=_to("cluster")),
        Column("product_chain", _("Product chain"), sort=True),
        Column("sentra", _("Sentra"), sort=True, numeric=True, annotation=_PARTIES),
    ),
    filters=(SearchFilter("q", _("Search"), fields=("name", "product_chain"), placeholder=_("Name or product")),),
    default_sort="name",
    empty_title=_("No cluster opened yet"),
    empty_text=_("The ministry opens a cluster from one or more registered sentra."),
)
