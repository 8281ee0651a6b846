"""Services to members, network equipment, business information, outreach (Pasal 8 ayat (1), Pasal 15 huruf c)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.decisions.services import record_decision
from sentra.development.entitlements import aspects, clause_id, entitlement
from sentra.development.facts import judge_partner
from sentra.development.models import NetworkEquipment, NewsItem, Outreach, ServiceEntry
from sentra.development.services.common import (
    Checking,
    ensure_here,
    grounds,
    law_for,
    person,
    refuse,
)
from sentra.development.services.support import require_tier
from sentra.law import Law
from sentra.pages.errors import Conflict
from sentra.registry.models import Enterprise, Partner, Partnership, Sentra
from sentra.territory.models import Region

SERVICE = clause_id("8.1.b")
INFORMATION = clause_id("8.1.c")


def require_designated(sentra: Sentra, law: Law, clause: str) -> None:
    """Refuse for a candidate what the clause opens to designated sentra."""
    wanted = entitlement(law, str(law.parameter(clause, "support")))
    assert wanted is not None
    require_tier(sentra, law, wanted)


def require_definition(partner: Partner, law: Law, *clauses: str) -> None:
    """Refuse a body that does not meet partner.definition_2005, with its findings."""
    verdict = judge_partner(partner, law)
    if not verdict.met:
        raise refuse(
            _("“%(partner)s” does not meet the definition of its kind of partner, or not all of it is known.")
            % {"partner": partner.name},
            *clauses,
            verdict=verdict,
            remedy=_("Complete the partner's record in the registry."),
        )


def assigned_providers(sentra: Sentra, day: dt.date) -> list[Partner]:
    """The BDS providers that work with a sentra on a day, by its partnerships."""
    # The sentra was fetched inside the territory; its own partners are open with it.
    found = Partnership.unscoped.filter(
        models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=day),
        sentra=sentra,
        partner__type="bds_provider",
        began_on__lte=day,
    ).select_related("partner")
    return list({one.partner_id: one.partner for one in found if one.partner}.values())


def log_service(
    *,
    actor: Actor,
    sentra: Sentra,
    provider: Partner,
    enterprise: Enterprise,
    day: dt.date,
    service: str,
    result: str = "",
    id: UUID | None = None,
) -> ServiceEntry:
    """Log a service that an assigned BDS provider gave to a member of a designated sentra.

    Raises Refused for a candidate, a provider that is not assigned or does not meet its definition.
    """
    ensure_here(actor, "development.log_service", sentra, provider)
    law = law_for(actor)
    require_designated(sentra, law, SERVICE)
    require_definition(provider, law, SERVICE)
    check = Checking()
    held_on = check.past("day", day, actor.today)
    words = check.words("service", service, 200)
    check.member("enterprise", sentra, enterprise, held_on)
    check.done()
    if provider.pk not in {one.pk for one in assigned_providers(sentra, held_on)}:
        raise refuse(
            _("“%(provider)s” is not assigned to this sentra on that day.") % {"provider": provider.name},
            SERVICE,
            remedy=_("Propose the provider for the sentra; the provincial agency assigns it."),
        )

    def create(key: UUID) -> ServiceEntry:
        entry = ServiceEntry(
            id=key,
            sentra=sentra,
            provider=provider,
            enterprise=enterprise,
            day=held_on,
            service=words,
            result=result.strip()[:300],
            recorded_by=person(actor),
        )
        entry.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.log_service",
            subject=entry,
            regency=sentra.regency,
            details={"provider": provider.name, "enterprise": enterprise.name, "service": words},
            grounds=grounds(law, [SERVICE]),
        )
        return entry

    return create_once(ServiceEntry, actor, id, create)


def supply_equipment(
    *,
    actor: Actor,
    sentra: Sentra,
    receiver: str,
    item: str,
    condition: str,
    supplied_on: dt.date,
    supplied_by: str,
    id: UUID | None = None,
) -> NetworkEquipment:
    """Record communication equipment handed to a named party of a designated sentra (1.11.1, 8.1.c).

    Raises Refused for a candidate, BadInput without a receiving party.
    """
    ensure_here(actor, "development.equip", sentra)
    law = law_for(actor)
    require_designated(sentra, law, INFORMATION)
    check = Checking()
    who = check.words("receiver", receiver, 200)
    what = check.words("item", item, 200)
    state = check.words("condition", condition, 120)
    giver = check.words("supplied_by", supplied_by, 200)
    day = check.past("supplied_on", supplied_on, actor.today)
    check.done()

    def create(key: UUID) -> NetworkEquipment:
        equipment = NetworkEquipment(
            id=key,
            sentra=sentra,
            receiver=who,
            item=what,
            condition=state,
            supplied_on=day,
            supplied_by=giver,
            recorded_by=person(actor),
        )
        equipment.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.equip",
            subject=equipment,
            regency=sentra.regency,
            details={"receiver": who, "sentra": sentra.name},
            grounds=grounds(law, [INFORMATION, clause_id("1.11.1")]),
        )
        return equipment

    return create_once(NetworkEquipment, actor, id, create)


def publish_news(
    *,
    actor: Actor,
    region: Region,
    title: str,
    text: str,
    source: str,
    published_on: dt.date | None = None,
    id: UUID | None = None,
) -> NewsItem:
    """Publish business information (a price, a buyer, a tender) for the designated sentra of a region."""
    ensure_here(actor, "development.publish_news", region)
    check = Checking()
    name = check.words("title", title, 150)
    words = check.words("text", text)
    origin = check.words("source", source, 200)
    day = check.past("published_on", published_on or actor.today, actor.today)
    check.done()

    def create(key: UUID) -> NewsItem:
        item = NewsItem(
            id=key,
            region=region,
            office=actor.office,
            title=name,
            text=words,
            source=origin,
            published_on=day,
            published_by=person(actor),
        )
        item.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.publish_news",
            subject=item,
            regency=region,
            grounds=grounds(law_for(actor), [INFORMATION]),
        )
        return item

    return create_once(NewsItem, actor, id, create)


def plan_outreach(
    *, actor: Actor, sentra: Sentra, aim: str, title: str, planned_on: dt.date, id: UUID | None = None
) -> Outreach:
    """Plan an outreach activity for a sentra, aimed at one of the aspects of Pasal 15 huruf c."""
    ensure_here(actor, "development.outreach", sentra)
    law = law_for(actor)
    check = Checking()
    check.one_of("aim", aim, aspects(law))
    name = check.words("title", title, 200)
    if planned_on is None:
        check.say("planned_on", planned_on, _("The date is missing."), _("Give the day."))
    check.done()

    def create(key: UUID) -> Outreach:
        outreach = Outreach(id=key, sentra=sentra, aim=aim, title=name, planned_on=planned_on, planned_by=person(actor))
        outreach.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.outreach",
            subject=outreach,
            regency=sentra.regency,
            to_state="planned",
            details={"aim": aim, "sentra": sentra.name},
            grounds=grounds(law, [clause_id("15.c")]),
        )
        return outreach

    return create_once(Outreach, actor, id, create)


def log_outreach(*, actor: Actor, outreach: Outreach, held_on: dt.date, account: str) -> Outreach:
    """Log that a planned activity was held, and what was done. Raises Conflict when it is logged already."""
    ensure_here(actor, "development.outreach", outreach)
    check = Checking()
    day = check.past("held_on", held_on, actor.today)
    words = check.words("account", account)
    check.done()
    with transaction.atomic():
        if not Outreach.unscoped.filter(pk=outreach.pk, held_on=None).update(held_on=day, account=words):
            raise Conflict(_("This activity is logged already."), remedy=_("Load the page again."))
        outreach.refresh_from_db()
        record_decision(
            actor=actor,
            action="development.log_outreach",
            subject=outreach,
            regency=outreach.regency,
            from_state="planned",
            to_state="held",
            details={"sentra": outreach.sentra.name},
            grounds=grounds(law_for(actor), [clause_id("15.c")]),
        )
    return outreach
