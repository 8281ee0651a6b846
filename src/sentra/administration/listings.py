"""The lists of this room as declared: regions, offices, people, decisions, reads of protected numbers."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment
from sentra.access.policy import RULES
from sentra.access.roles import Role
from sentra.administration.states import appointment_state, office_state
from sentra.decisions.wording import registered, sentence, title_of
from sentra.pages.listing import ChoiceFilter, Column, DateRangeFilter, Listing, SearchFilter
from sentra.territory.models import OfficeKind, Region, RegionClassKind, RegionLevel

#: An account without a sign-in for so many days is shown as unused; the office's norm, not a regulation's.
UNUSED_DAYS = 90


def _provinces() -> list[tuple[str, str]]:
    return list(Region.objects.filter(level=RegionLevel.PROVINCE).values_list("code", "name"))


def _in_province(path: str) -> ChoiceFilter:
    def narrow(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        prefix = f"{path}__" if path else ""
        return rows.filter(**{f"{prefix}code__startswith": code})

    return ChoiceFilter("province", _("Province"), choices=_provinces, apply=narrow)


REGIONS = Listing(
    name="regions",
    title=_("Regions"),
    columns=[
        Column(
            "name",
            _("Name"),
            sort=True,
            link=lambda region: reverse("administration:region", args=[region.pk]),
        ),
        Column("level", _("Level"), value=lambda region: region.get_level_display()),
        Column("code", _("Kemendagri code"), sort=True),
        Column("bps_code", _("BPS code"), sort=True),
        Column("parent", _("Part of"), value="parent.name"),
    ],
    filters=[
        SearchFilter(
            "q",
            _("Search"),
            fields=("name", "code", "bps_code", "versions__name", "versions__code"),
            placeholder=_("Name or code, also earlier ones"),
            apply=lambda rows, text: search_regions(rows, text),
        ),
        _in_province(""),
        ChoiceFilter("level", _("Level"), choices=RegionLevel.choices),
        ChoiceFilter("class", _("Class"), "classes__kind", choices=RegionClassKind.choices),
    ],
    default_sort="code",
    empty_title=_("No region matches"),
    empty_text=_("Search a shorter part of the name, or a code without points."),
)


def search_regions(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Regions by today's or an earlier name or code; points in a code are ignored."""
    code = text.replace(".", "").strip()
    found = Q(versions__name__icontains=text.strip()) | Q(name__icontains=text.strip())
    if code.isdigit():
        found |= Q(versions__code__startswith=code) | Q(versions__bps_code__startswith=code)
    return rows.filter(pk__in=Region.objects.filter(found).values("pk"))


OFFICES = Listing(
    name="offices",
    title=_("Offices"),
    columns=[
        Column("name", _("Office"), sort=True, link=lambda office: reverse("administration:office", args=[office.pk])),
        Column("kind", _("Kind"), value=lambda office: office.get_kind_display(), sort="kind"),
        Column("region", _("Region"), value="region.name", sort="region__code"),
        Column("valid_from", _("Since"), sort=True),
        Column("state", _("State"), value=office_state),
    ],
    filters=[
        SearchFilter("q", _("Search"), fields=("name", "short_name", "region__name"), placeholder=_("Name or region")),
        _in_province("region"),
        ChoiceFilter("kind", _("Kind"), choices=OfficeKind.choices),
        ChoiceFilter(
            "state",
            _("State"),
            choices=[("active", _("Active")), ("closed", _("Closed"))],
            apply=lambda rows, value: rows.filter(valid_to__isnull=value == "active"),
        ),
    ],
    default_sort="region",
    empty_title=_("No office is registered yet"),
    empty_text=_("An office is registered by the head of the office above, or by the administrator."),
)


def _appointment_url(appointment: Appointment) -> str:
    return reverse("administration:appointment", args=[appointment.pk])


def _today() -> dt.date:
    return timezone.localdate()


def _role_text(appointment: Appointment) -> str:
    return f"{appointment.signature_prefix} {appointment.get_role_display()}".strip()


def _by_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    today = _today()
    if value == "in_force":
        return rows.filter(pk__in=Appointment.objects.in_force(today).values("pk"))
    if value == "pending":
        return rows.filter(needs_confirmation=True, confirmed_by=None, revoked_at=None)
    if value == "acting":
        return rows.exclude(capacity="definitive")
    return rows.filter(Q(revoked_at__isnull=False) | Q(valid_to__lt=today))


APPOINTMENTS = Listing(
    name="appointments",
    title=_("People and appointments"),
    columns=[
        Column("person", _("Person"), value="user.name", sort="user__name", link=_appointment_url),
        Column("role", _("Role"), value=_role_text, sort="role"),
        Column("office", _("Office"), value="office.short_name", sort="office__region__code"),
        Column("valid_from", _("From"), sort=True),
        Column("valid_to", _("Until"), sort=True),
        Column("acting_for", _("Acts for"), value="acting_for.name", default_shown=False),
        Column("instrument", _("Instrument"), default_shown=False),
        Column("state", _("State"), value=lambda one: appointment_state(one, _today())),
    ],
    filters=[
        SearchFilter(
            "q", _("Search"), fields=("user__name", "user__email", "office__name"), placeholder=_("Name or office")
        ),
        _in_province("office__region"),
        ChoiceFilter("role", _("Role"), choices=Role.choices),
        ChoiceFilter(
            "state",
            _("State"),
            choices=[
                ("in_force", _("In force")),
                ("pending", _("Waits for a second person")),
                ("acting", _("Acting (Plt., Plh., Pj.)")),
                ("ended", _("Ended")),
            ],
            apply=_by_state,
        ),
    ],
    default_sort="office",
    empty_title=_("Nobody is appointed here yet"),
    empty_text=_("Open an office and appoint its people."),
)


def _reach(appointment: Appointment) -> str:
    territory = appointment.territory
    if territory.level == "nation":
        return str(_("The whole country"))
    if territory.level == "record":
        return str(_("One record"))
    return str(appointment.office.region or "–")


def _powers(appointment: Appointment) -> int:
    return sum(appointment.role in rule.roles for rule in RULES.values())


def _unused(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "never":
        return rows.filter(user__last_login=None)
    since = timezone.now() - timedelta(days=UNUSED_DAYS)
    return rows.filter(Q(user__last_login__lt=since) | Q(user__last_login=None, granted_at__lt=since))


def with_second_factor(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with `has_second_factor`: whether the person has an authenticator of any kind."""
    from allauth.mfa.models import Authenticator

    held = Authenticator.objects.filter(user=OuterRef("user")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    annotated: QuerySet[Any] = rows.annotate(has_second_factor=Exists(held))
    return annotated


REVIEW = Listing(
    name="access-review",
    title=_("Who can see what"),
    columns=[
        Column("person", _("Person"), value="user.name", sort="user__name", link=_appointment_url),
        Column("email", _("E-mail"), value="user.email", default_shown=False),
        Column("role", _("Role"), value=_role_text, sort="role"),
        Column("office", _("Office"), value="office.short_name", sort="office__region__code"),
        Column("reach", _("Sees"), value=_reach),
        Column("powers", _("Actions granted"), value=_powers, numeric=True),
        Column("valid_to", _("Until"), sort=True),
        Column("last_login", _("Last sign-in"), value="user.last_login", sort="user__last_login"),
        Column("second_factor", _("Second factor"), value=lambda one: _("yes") if one.has_second_factor else _("no")),
    ],
    filters=[
        SearchFilter("q", _("Search"), fields=("user__name", "user__email", "office__name")),
        _in_province("office__region"),
        ChoiceFilter("role", _("Role"), choices=Role.choices),
        ChoiceFilter(
            "use",
            _("Use"),
            choices=[("never", _("Never signed in")), ("unused", _("Unused for 90 days"))],
            apply=_unused,
        ),
    ],
    default_sort="office",
    empty_title=_("No account matches"),
    empty_text=_("Every account in your territory is in use."),
)


def _actions() -> list[tuple[str, str]]:
    found = ((name, str(RULES[name].title) if name in RULES else title_of(name)) for name in registered())
    return sorted(found, key=lambda one: one[1].casefold())


DECISIONS = Listing(
    name="decisions",
    title=_("Decision records"),
    columns=[
        Column(
            "number",
            _("No."),
            sort=True,
            numeric=True,
            link=lambda one: reverse("administration:decision", args=[one.pk]),
        ),
        Column("at", _("When"), sort=True),
        Column("sentence", _("What happened"), value=sentence),
        Column("capacity", _("As"), default_shown=False),
        Column("regency", _("Regency"), value="regency.name", sort="regency__code"),
        Column("reason", _("Reason"), default_shown=False),
        Column("hash", _("Hash"), export_only=True),
        Column("action", _("Action"), export_only=True),
        Column("subject_id", _("Record"), export_only=True),
    ],
    filters=[
        SearchFilter(
            "q",
            _("Search"),
            fields=("actor_name", "subject_label", "subject_id", "reason"),
            placeholder=_("Person, record or reason"),
        ),
        ChoiceFilter("action", _("Action"), choices=_actions),
        _in_province("regency"),
        DateRangeFilter("at", _("When")),
    ],
    default_sort="-number",
    empty_title=_("No decision is recorded here"),
    empty_text=_("Every act that changes something leaves a record here."),
)

READS = Listing(
    name="masked-reads",
    title=_("Reads of protected numbers"),
    columns=[
        Column("at", _("When"), sort=True),
        Column("user", _("Who"), value="user.name", sort="user__name"),
        Column("office", _("Office"), value="appointment.office.short_name"),
        Column("subject_label", _("Whose")),
        Column("field", _("Number")),
        Column("reason", _("Reason")),
    ],
    filters=[
        SearchFilter("q", _("Search"), fields=("user__name", "subject_label", "reason")),
        DateRangeFilter("at", _("When")),
    ],
    default_sort="-at",
    empty_title=_("Nobody has revealed a protected number"),
    empty_text=_("Whoever reveals an identity number gives a reason, and stands in this list."),
)

EXPORTS = Listing(
    name="exports",
    title=_("Exports"),
    columns=[
        Column("at", _("When"), sort=True),
        Column("user", _("Who"), value="user.name", sort="user__name"),
        Column("kind", _("What")),
        Column("rows", _("Rows"), numeric=True, sort=True),
        Column("filters", _("Filter")),
    ],
    filters=[
        SearchFilter("q", _("Search"), fields=("user__name", "kind")),
        DateRangeFilter("at", _("When")),
    ],
    default_sort="-at",
    empty_title=_("Nothing was exported yet"),
    empty_text=_("Each file that somebody takes away is noted here with its number of rows."),
)
