"""What can be asked: what a tier opens, who does what for a sentra, which strands are served, who uses providers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Prefetch, Q, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from sentra.development.entitlements import Entitlement, entitlements, strands
from sentra.development.models import (
    ContributionInvitation,
    InvitationState,
    LinkedActivity,
    MapPlacement,
    Outreach,
    Programme,
    ServiceEntry,
)
from sentra.law import Law
from sentra.registry.models import Membership, Partnership, PartnershipSide, Sentra, SupportReceived

# Everything here starts from a sentra that was fetched inside the territory: what belongs to it is open with it,
# the share of a provincial programme or of another party included. Hence the plain managers below.


# ---------------------------------------------------------------- support


@dataclass(frozen=True)
class SupportLine:
    """A kind of support and whether this sentra's tier opens it."""

    entitlement: Entitlement
    is_open: bool


def support_lines(sentra: Sentra, law: Law) -> list[SupportLine]:
    """All reinforcement of Pasal 8, the open ones first, in the order of the text."""
    lines = [SupportLine(one, one.is_open_to(sentra.tier, law)) for one in entitlements(law)]
    return sorted(lines, key=lambda line: not line.is_open)


# ---------------------------------------------------------------- who does what


@dataclass(frozen=True)
class Contribution:
    """What one party brings to a sentra."""

    party: str
    capacity: str  # in which capacity: programme, partner, giver, other programme, invited institution
    what: str
    since: dt.date | None
    amount: int | None = None  # rupiah
    note: str = ""


def invitations_of(sentra: Sentra) -> list[ContributionInvitation]:
    """The outside institutions invited to a sentra, whatever they answered."""
    return list(ContributionInvitation.unscoped.filter(sentra=sentra).select_related("partner"))


def contributions_of(sentra: Sentra, invitations: Sequence[ContributionInvitation] | None = None) -> list[Contribution]:
    """Every party's contribution to a sentra on one list (Menimbang huruf a), by party.

    `invitations` are those of `invitations_of` where the caller has read them already.
    """
    invited = invitations_of(sentra) if invitations is None else invitations
    found = [
        *_from_programmes(sentra),
        *_from_partnerships(sentra),
        *_from_support(sentra),
        *_from_others(sentra),
        *_from_invited(invited),
    ]
    return sorted(found, key=lambda one: (one.party.casefold(), one.since or dt.date.min))


def _from_programmes(sentra: Sentra) -> Iterable[Contribution]:
    mine = Q(lines__sentra=sentra)
    programmes = (
        Programme.unscoped.filter(sentra=sentra)
        .select_related("office")
        .annotate(own_amount=Sum("lines__amount", filter=mine))
        .order_by("-year")
    )
    for one in programmes:
        yield Contribution(
            party=one.office.name,
            capacity=_("Programme %(year)s") % {"year": one.year},
            what=one.title,
            since=dt.date(one.year, 1, 1),
            amount=one.own_amount,
            note=str(one.get_state_display()),
        )


def _from_partnerships(sentra: Sentra) -> Iterable[Contribution]:
    mine = Q(partner__service_entries__sentra=sentra)
    served = Count("partner__service_entries__enterprise", filter=mine, distinct=True)
    rows = Partnership.unscoped.filter(sentra=sentra).select_related("partner").annotate(served=served)
    for one in rows:
        yield Contribution(
            party=str(one),
            capacity=str(PartnershipSide(one.side).label),
            what=one.contribution or (str(one.partner.get_type_display()) if one.partner else ""),
            since=one.began_on,
            note=_("%(n)s members served") % {"n": one.served} if one.served else "",
        )


_PLACED = "map_placement"


def _from_support(sentra: Sentra) -> Iterable[Contribution]:
    given = SupportReceived.unscoped.filter(sentra=sentra).order_by()
    placed = MapPlacement.unscoped.filter(sentra=sentra).order_by()
    nothing = Value("", output_field=CharField())
    rows = given.values_list("giver", "programme", "kind", "delivered_on", "amount", "legal_basis").union(
        placed.values_list("channel__name", nothing, Value(_PLACED), "placed_on", "amount", nothing), all=True
    )
    for party, programme, kind, day, amount, basis in rows:
        is_placement = kind == _PLACED
        yield Contribution(
            party=party,
            capacity=_("MAP channel") if is_placement else _("Support given"),
            what=_("MAP placed for the members") if is_placement else programme or kind.replace("_", " "),
            since=day,
            amount=amount,
            note=basis,
        )


def _from_others(sentra: Sentra) -> Iterable[Contribution]:
    for activity in LinkedActivity.unscoped.filter(sentra=sentra, withdrawn_on=None):
        yield Contribution(
            party=activity.source,
            capacity=_("Other programme: %(name)s") % {"name": activity.programme},
            what=activity.activity,
            since=dt.date(activity.year, 1, 1),
            amount=activity.amount,
            note=activity.reference,
        )


def _from_invited(invitations: Iterable[ContributionInvitation]) -> Iterable[Contribution]:
    for invitation in invitations:
        if invitation.state in (InvitationState.SENT, InvitationState.ACCEPTED):
            yield Contribution(
                party=invitation.partner.name,
                capacity=str(invitation.get_level_display()),
                what=invitation.contribution,
                since=invitation.invited_on,
                note=str(invitation.get_state_display()),
            )


def linked_total(sentra: Sentra) -> int:
    """The rupiah of all activities of other programmes linked to a sentra, each counted once."""
    rows = LinkedActivity.unscoped.filter(sentra=sentra, withdrawn_on=None)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


# ---------------------------------------------------------------- strands


_NETWORK_SIDES = (PartnershipSide.SUPPLY, PartnershipSide.MARKETING, PartnershipSide.TECHNOLOGY)


def with_strands(places: QuerySet[Sentra], day: dt.date) -> QuerySet[Sentra]:
    """The sentra with what their strands are read from, in two queries for all of them.

    Unscoped: the rows that belong to the given sentra, among them the province's programmes and partners elsewhere.
    """
    now = Partnership.unscoped.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), began_on__lte=day)
    return places.prefetch_related(
        Prefetch("partnerships", now.select_related("partner"), to_attr="partners_now"),
        Prefetch(
            "programmes", Programme.unscoped.filter(year=day.year).select_related("office"), to_attr="programmes_now"
        ),
    )


def served_strands(sentra: Any, law: Law) -> dict[str, list[str]]:
    """Who serves each of the four strands of Pasal 12 huruf c; an empty list is an empty strand.

    The sentra comes out of `with_strands`.
    """
    served: dict[str, list[str]] = {name: [] for name in strands(law)}
    for programme in sentra.programmes_now:
        _add(served, "sentra_programme", programme.office.short_name)
    for one in sentra.partners_now:
        for strand in _strands_of(one):
            _add(served, strand, str(one))
    return served


def _strands_of(partnership: Partnership) -> list[str]:
    kind = partnership.partner.type if partnership.partner else ""
    if kind == "bds_provider":
        return ["bds_provider"]
    if kind in ("ksp", "usp"):
        return ["savings_loan_cooperative"]
    return ["business_network"] if partnership.side in _NETWORK_SIDES else []


def _add(served: dict[str, list[str]], strand: str, who: str) -> None:
    if strand in served and who not in served[strand]:
        served[strand].append(who)


# ---------------------------------------------------------------- use of providers (Pasal 15 huruf c)


@dataclass(frozen=True)
class ProviderUse:
    """How many distinct present members used a provider before a day and from that day on."""

    before: int
    after: int
    members: int

    @property
    def share_before(self) -> float | None:
        """Users before over members; None without members."""
        return self.before / self.members if self.members else None

    @property
    def share_after(self) -> float | None:
        """Users from the day on over members; None without members."""
        return self.after / self.members if self.members else None


def members_on(sentra: Sentra, day: dt.date) -> set[UUID]:
    """The enterprises that are members on a day."""
    rows = Membership.unscoped.filter(sentra=sentra, joined_on__lte=day)
    return set(rows.filter(Q(left_on__isnull=True) | Q(left_on__gte=day)).values_list("enterprise_id", flat=True))


def provider_use(sentra: Sentra, activities: Sequence[Outreach], today: dt.date) -> dict[UUID, ProviderUse]:
    """For each activity the use before and after it; each member counts once, however many services it took."""
    members = members_on(sentra, today)
    entries = [
        (enterprise, day)
        for enterprise, day in ServiceEntry.unscoped.filter(sentra=sentra).values_list("enterprise_id", "day")
        if enterprise in members
    ]
    found = {}
    for one in activities:
        since = one.held_on or one.planned_on
        before = {enterprise for enterprise, day in entries if day < since}
        after = {enterprise for enterprise, day in entries if day >= since}
        found[one.pk] = ProviderUse(len(before), len(after), len(members))
    return found


# ---------------------------------------------------------------- programmes


def folded_total(programme: Programme) -> int:
    """The rupiah of the regencies' programmes taken into a province's."""
    rows: Any = Programme.objects.filter(folded_into__provincial=programme).aggregate(total=Sum("lines__amount"))
    return int(rows["total"] or 0)
