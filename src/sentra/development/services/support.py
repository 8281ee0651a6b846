"""Applying for, deciding on and delivering support (Permen KUKM 23/2005 Pasal 8)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.roles import Role
from sentra.decisions.services import close_work, holders, notify, open_work, record_decision
from sentra.designation.offices import office_of
from sentra.development.entitlements import (
    Entitlement,
    clause_id,
    entitlement,
    heads,
    support_label,
    tier_label,
    tiers_included,
)
from sentra.development.models import SupportApplication, SupportState
from sentra.development.services.common import (
    Checking,
    ensure_here,
    grounds,
    law_for,
    person,
    refuse,
)
from sentra.law import Law
from sentra.pages.errors import Conflict, Refused
from sentra.registry.models import Enterprise, Partner, Partnership, Sentra, SupportReceived
from sentra.registry.services import record_support_received, start_partnership
from sentra.territory.models import OfficeKind

DECIDE = "development.decide_support"


def require_tier(sentra: Sentra, law: Law, wanted: Entitlement) -> None:
    """Refuse what the tier does not open: everything to a candidate (8.1), a higher tier's support to a lower one."""
    order = tiers_included(law, sentra.tier)
    if not order:
        head = next(iter(heads(law).values()))
        raise refuse(
            _("“%(sentra)s” has not been designated; support is open to designated sentra only.")
            % {"sentra": sentra.name},
            head.id,
            wanted.clause,
            remedy=_("It may apply once a decree of the minister designates it."),
        )
    if wanted.tier not in order:
        head = heads(law)[wanted.tier]
        raise refuse(
            _("“%(support)s” is open from the tier “%(tier)s” on; “%(sentra)s” is “%(own)s”.")
            % {
                "support": wanted.label,
                "tier": tier_label(wanted.tier),
                "sentra": sentra.name,
                "own": tier_label(sentra.tier),
            },
            wanted.clause,
            head.id,
            remedy=_("The same help from another programme can be recorded with that programme's legal basis."),
        )


def apply_support(
    *, actor: Actor, sentra: Sentra, support: str, purpose: str, trademark: str = "", id: UUID | None = None
) -> SupportApplication:
    """Apply for a kind of support; the clause that opens it becomes its legal basis for good.

    The application says that support may be obtained, never that it is due (Pasal 8 ayat (1)).
    Raises Refused with the provision for a candidate or a tier that does not open it, BadInput, OutsideTerritory,
    Forbidden, Conflict while the same application is open.
    """
    ensure_here(actor, "development.apply_support", sentra)
    law = law_for(actor)
    check = Checking()
    text = check.words("purpose", purpose)
    wanted = entitlement(law, support)
    if wanted is None:
        check.say("support", support, _("The regulation knows no such support."), _("Choose from the list."))
    check.done()
    assert wanted is not None

    def create(key: UUID) -> SupportApplication:
        stored = Sentra.unscoped.select_for_update(of=("self",)).select_related("regency__parent").get(pk=sentra.pk)
        require_tier(stored, law, wanted)
        application = SupportApplication(
            id=key,
            sentra=stored,
            support=support,
            clause=wanted.clause,
            legal_basis=wanted.legal_basis,
            kind=wanted.kind,
            tier=stored.tier,
            purpose=text,
            trademark=trademark.strip()[:120],
            applied_on=actor.today,
            applied_by=person(actor),
        )
        if SupportApplication.unscoped.filter(sentra=stored, support=support, state=SupportState.APPLIED).exists():
            raise _open_already(wanted)
        application.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.apply_support",
            subject=application,
            regency=stored.regency,
            to_state=application.state,
            details={"support": wanted.support, "clause": wanted.clause, "cite": wanted.cite},
            grounds=grounds(law, [wanted.clause, heads(law)[wanted.tier].id], {"tier": stored.tier}),
        )
        open_work(
            kind=DECIDE,
            subject=application,
            title=str(application),
            url=reverse("development:support", args=[key]),
            office=office_of(OfficeKind.MINISTRY, stored.regency, actor.today),
            role=Role.MINISTRY_OFFICER,
            regency=stored.regency,
        )
        return application

    try:
        return create_once(SupportApplication, actor, id, create)
    except IntegrityError:
        raise _open_already(wanted) from None


def _open_already(wanted: Entitlement) -> Conflict:
    return Conflict(
        _("An application for “%(support)s” is open already.") % {"support": wanted.label},
        remedy=_("Wait for the ministry's decision on it."),
    )


def decide_support(*, actor: Actor, application: SupportApplication, approve: bool, reason: str) -> SupportApplication:
    """Approve or refuse an application, with the reason. Approved is not yet given: see `deliver_support`.

    Raises Conflict when somebody has decided it meanwhile, BadInput without a reason.
    """
    ensure_here(actor, DECIDE, application)
    check = Checking()
    words = check.words("reason", reason)
    check.done()
    law = law_for(actor)
    state = SupportState.APPROVED if approve else SupportState.REFUSED
    with transaction.atomic():
        changed = SupportApplication.unscoped.filter(pk=application.pk, state=SupportState.APPLIED).update(
            state=state, decided_on=actor.today, decided_by=actor.user, decision_reason=words
        )
        if not changed:
            raise Conflict(_("This application has been decided already."), remedy=_("Load the page again."))
        close_work(subject=application, kinds=[DECIDE])
        application.refresh_from_db()
        decision = record_decision(
            actor=actor,
            action=DECIDE,
            subject=application,
            regency=application.regency,
            from_state=SupportState.APPLIED,
            to_state=state,
            reason=words,
            details={"support": application.support, "approved": approve},
            grounds=grounds(law, [application.clause]),
        )
        url = reverse("development:support", args=[application.pk])
        agency = office_of(OfficeKind.REGENCY, application.regency, actor.today)
        people = holders(office=agency, roles=[Role.REGENCY_OFFICER, Role.REGENCY_HEAD]) if agency else []
        notify(decision=decision, users=[*people, application.applied_by], url=url)
    return application


def deliver_support(
    *,
    actor: Actor,
    application: SupportApplication,
    delivered_on: dt.date,
    giver: str,
    amount: int | None = None,
    enterprise: Enterprise | None = None,
    note: str = "",
) -> SupportReceived:
    """Record that approved support was given; from now on it counts as guidance received (5.2.a).

    Raises Refused unless it was approved, BadInput, Conflict when it is recorded already.
    """
    ensure_here(actor, "development.deliver_support", application)
    sentra = application.sentra
    check = Checking()
    who = check.words("giver", giver, 200)
    day = check.past("delivered_on", delivered_on, actor.today)
    if application.decided_on and day < application.decided_on:
        check.say("delivered_on", day, _("This lies before the approval."), _("Correct the date."))
    if enterprise is not None:
        check.member("enterprise", sentra, enterprise, day)
    if amount is not None:
        check.amount("amount", amount, 0)
    check.done()
    with transaction.atomic():
        stored = SupportApplication.unscoped.select_for_update().get(pk=application.pk)
        if stored.state == SupportState.DELIVERED:
            raise Conflict(_("The delivery is recorded already."), remedy=_("Load the page again."))
        if stored.state != SupportState.APPROVED:
            raise refuse(
                _("Only approved support can be recorded as given."),
                application.clause,
                clause_id("5.2.a"),
                remedy=_("Wait for the ministry's decision."),
            )
        received = SupportReceived.unscoped.create(
            id=uuid4(),
            sentra=sentra,
            enterprise=enterprise,
            kind=stored.support,
            giver=who,
            programme=support_label(stored.clause)[:200],
            amount=amount,
            delivered_on=day,
            legal_basis=stored.legal_basis,
            note=note.strip()[:300],
        )
        stored.state, stored.delivery = SupportState.DELIVERED, received
        stored.save(update_fields=["state", "delivery"])
        record_decision(
            actor=actor,
            action="development.deliver_support",
            subject=stored,
            regency=sentra.regency,
            from_state=SupportState.APPROVED,
            to_state=SupportState.DELIVERED,
            details={"support": stored.support, "giver": who, "day": day, "amount": amount},
            grounds=grounds(law_for(actor), [stored.clause, clause_id("5.2.a")]),
        )
    application.refresh_from_db()
    return received


def record_other_support(
    *,
    actor: Actor,
    sentra: Sentra,
    values: dict[str, Any],
    enterprise: Enterprise | None = None,
    id: UUID | None = None,
) -> SupportReceived:
    """Record support that another programme or regulation gave; open to every tier, candidates included (8.3.b.2).

    `values` are those of the registry's support: kind, giver, programme, amount, delivered_on, legal_basis, note;
    the legal basis is required, since it is what tells it from Pasal 8. Raises BadInput, OutsideTerritory, Forbidden.
    """
    check = Checking()
    check.words("legal_basis", str(values.get("legal_basis") or ""), 200)
    if enterprise is not None:
        check.member("enterprise", sentra, enterprise, values.get("delivered_on") or actor.today)
    check.done()
    return record_support_received(actor=actor, sentra=sentra, values=values, enterprise=enterprise, id=id)


def record_agreement(
    *,
    actor: Actor,
    application: SupportApplication,
    values: dict[str, Any],
    partner: Partner | None = None,
    id: UUID | None = None,
) -> Partnership:
    """Record a business agreement that came out of partner matching, as a partnership of the sentra (8.2.b).

    Raises Refused while the support is not approved, BadInput, OutsideTerritory, Forbidden.
    """
    ensure_here(actor, "development.deliver_support", application)
    if application.state not in (SupportState.APPROVED, SupportState.DELIVERED):
        raise Refused(
            _("Agreements are recorded once the support is approved."),
            (application.clause,),
            remedy=_("Wait for the ministry's decision."),
        )
    with transaction.atomic():
        partnership = start_partnership(actor=actor, sentra=application.sentra, values=values, partner=partner, id=id)
        if not application.agreements.filter(pk=partnership.pk).exists():
            application.agreements.add(partnership)
            record_decision(
                actor=actor,
                action="development.record_agreement",
                subject=application,
                regency=application.regency,
                details={"party": str(partnership)},
                grounds=grounds(law_for(actor), [application.clause]),
            )
    return partnership
