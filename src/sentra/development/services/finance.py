"""MAP through a KSP or USP, and guaranteed bank credit (Pasal 1 angka 9 dan 10, Pasal 8 ayat (1) huruf a dan d)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.once import create_once
from sentra.access.roles import Role
from sentra.decisions.services import notify, record_decision
from sentra.development.entitlements import FINANCE, clause_id, declaration, entitlement
from sentra.development.facts import channel_type, credit_source, judge_guarantee, judge_map, recipient_type
from sentra.development.models import (
    CreditApplication,
    CreditState,
    MapLoan,
    MapPlacement,
    SupportApplication,
    SupportState,
)
from sentra.development.services.common import Checking, ensure_here, grounds, law_for, person, refuse
from sentra.development.services.support import require_tier
from sentra.law import Law
from sentra.pages.errors import Conflict, Refused
from sentra.pages.formatting import rupiah
from sentra.registry.models import Enterprise, Partner, PartnerType, Sentra

MAP = clause_id("8.1.a")
CREDIT = clause_id("8.1.d")


def place_map(
    *,
    actor: Actor,
    sentra: Sentra,
    channel: Partner | None,
    fund_origin: str,
    amount: int,
    placed_on: dt.date,
    document: str = "",
    application: SupportApplication | None = None,
    id: UUID | None = None,
) -> MapPlacement:
    """Place MAP with a KSP or USP for a designated sentra; no channel means straight to an enterprise.

    Amounts are whole rupiah. Raises Refused with the clause when finance.instrument_2005 does not carry it
    (1.9.3 for a direct payment or another channel), or for a candidate (8.1).
    """
    ensure_here(actor, "development.place_map", sentra)
    law = law_for(actor)
    _require_open(sentra, law, MAP)
    check = Checking()
    check.one_of("fund_origin", fund_origin, [str(v) for v in declaration(law, FINANCE, "fund_origin").values])
    check.amount("amount", amount)
    check.past("placed_on", placed_on, actor.today)
    if application is not None and (application.sentra_id != sentra.pk or application.clause != MAP):
        remedy = _("Choose one for MAP, or none.")
        check.say("application", application, _("This application is for something else."), remedy)
    check.done()
    facts, verdict = judge_map(law=law, fund_origin=fund_origin, channel=channel_type(channel, law), recipient=None)
    if verdict.failing or channel is None:
        raise refuse(
            _("MAP cannot be placed this way."),
            MAP,
            *verdict.failing,
            verdict=verdict,
            remedy=_("Place it with a KSP or USP that fits its definition; it lends on to the members."),
        )

    def create(key: UUID) -> MapPlacement:
        placement = MapPlacement(
            id=key,
            sentra=sentra,
            application=application,
            channel=channel,
            fund_origin=fund_origin,
            amount=amount,
            placed_on=placed_on,
            document=document.strip()[:200],
            findings=verdict.to_json(),
            recorded_by=person(actor),
        )
        placement.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.place_map",
            subject=placement,
            regency=sentra.regency,
            details={"amount": rupiah(amount), "channel": channel.name, "sentra": sentra.name},
            grounds=grounds(law, [MAP, clause_id("1.9.3")], facts, verdict),
        )
        return placement

    return create_once(MapPlacement, actor, id, create)


def lend_map(
    *,
    actor: Actor,
    placement: MapPlacement,
    enterprise: Enterprise,
    amount: int,
    lent_on: dt.date,
    id: UUID | None = None,
) -> MapLoan:
    """Record a loan out of placed MAP to a member; together the loans out may not exceed what was placed.

    Money that came back and is lent again belongs to the cooperative's books, not here.
    Raises Refused when the borrower is no small or medium enterprise, or its size is not known (1.9.2).
    """
    ensure_here(actor, "development.lend_map", placement)
    law = law_for(actor)
    check = Checking()
    check.amount("amount", amount)
    day = check.past("lent_on", lent_on, actor.today)
    if day < placement.placed_on:
        check.say("lent_on", day, _("This lies before the placement."), _("Correct the date."))
    check.member("enterprise", placement.sentra, enterprise, day)
    check.done()
    recipient = recipient_type(enterprise, law, day)
    facts, verdict = judge_map(
        law=law,
        fund_origin=placement.fund_origin,
        channel=channel_type(placement.channel, law),
        recipient=recipient,
    )
    if not verdict.met:
        raise refuse(
            _("MAP cannot be lent to “%(enterprise)s”.") % {"enterprise": enterprise.name},
            MAP,
            verdict=verdict,
            remedy=_("Complete the size figures of the enterprise, or choose another member."),
        )

    def create(key: UUID) -> MapLoan:
        stored = MapPlacement.unscoped.select_for_update().get(pk=placement.pk)
        lent = MapLoan.unscoped.filter(placement=stored).aggregate(total=Sum("amount"))["total"] or 0
        if lent + amount > stored.amount:
            raise Refused(
                _("Only %(left)s of this placement is left.") % {"left": rupiah(stored.amount - lent)},
                (MAP,),
                remedy=_("Correct the amount, or record a further placement."),
            )
        loan = MapLoan(
            id=key,
            placement=stored,
            enterprise=enterprise,
            recipient_type=str(recipient),
            amount=amount,
            lent_on=day,
            findings=verdict.to_json(),
            recorded_by=person(actor),
        )
        loan.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.lend_map",
            subject=loan,
            regency=placement.regency,
            details={"amount": rupiah(amount), "enterprise": enterprise.name, "channel": placement.channel.name},
            grounds=grounds(law, [MAP, clause_id("1.9.2")], facts, verdict),
        )
        return loan

    return create_once(MapLoan, actor, id, create)


def apply_credit(
    *,
    actor: Actor,
    sentra: Sentra,
    enterprise: Enterprise,
    bank: Partner,
    fund_origin: str,
    amount: int,
    purpose: str,
    id: UUID | None = None,
) -> CreditApplication:
    """A member of a designated sentra applies for guaranteed bank credit; the bank decides later.

    Whether the collateral falls short is for the bank to say, so that clause may still be unknown.
    Raises Refused with the clause when finance.instrument_2005 fails, BadInput, OutsideTerritory, Forbidden.
    """
    ensure_here(actor, "development.apply_credit", sentra)
    law = law_for(actor)
    _require_open(sentra, law, CREDIT)
    check = Checking()
    check.one_of("fund_origin", fund_origin, [str(v) for v in declaration(law, FINANCE, "fund_origin").values])
    check.amount("amount", amount)
    text = check.words("purpose", purpose, 300)
    check.member("enterprise", sentra, enterprise, actor.today)
    if bank.regency.parent_id != sentra.regency.parent_id or not bank.is_active:
        check.say("bank", bank, _("This bank does not work here."), _("Choose a bank of the province."))
    check.done()
    recipient = recipient_type(enterprise, law, actor.today)
    facts, verdict = judge_guarantee(
        law=law, fund_origin=fund_origin, recipient=recipient, collateral_limited=None, source=credit_source(bank)
    )
    if verdict.failing:
        raise refuse(
            _("This credit cannot be guaranteed."),
            CREDIT,
            verdict=verdict,
            remedy=_("Mend what the provisions ask for, or apply for credit without guarantee."),
        )

    def create(key: UUID) -> CreditApplication:
        # Unscoped: one open application a member and bank in the whole nation, whoever sent the other one.
        if CreditApplication.unscoped.filter(enterprise=enterprise, bank=bank, state=CreditState.APPLIED).exists():
            raise _open_at_bank()
        application = CreditApplication(
            id=key,
            sentra=sentra,
            enterprise=enterprise,
            bank=bank,
            fund_origin=fund_origin,
            recipient_type=recipient or "",
            amount=amount,
            purpose=text,
            applied_on=actor.today,
            applied_by=person(actor),
            findings=verdict.to_json(),
        )
        application.save(force_insert=True)
        decision = record_decision(
            actor=actor,
            action="development.apply_credit",
            subject=application,
            regency=sentra.regency,
            to_state=application.state,
            details={"amount": rupiah(amount), "enterprise": enterprise.name, "bank": bank.name},
            grounds=grounds(law, [CREDIT], facts, verdict),
        )
        held = Appointment.objects.in_force(actor.today).filter(role=Role.PARTNER, record_id=bank.pk)
        notify(
            decision=decision,
            users=[one.user for one in held.select_related("user")],
            url=reverse("development:credit", args=[key]),
            needs_you=True,
        )
        return application

    try:
        return create_once(CreditApplication, actor, id, create)
    except IntegrityError:
        raise _open_at_bank() from None


def _open_at_bank() -> Conflict:
    return Conflict(
        _("An application of this enterprise is open at this bank."), remedy=_("Wait for the bank's decision.")
    )


def decide_credit(
    *,
    actor: Actor,
    application: CreditApplication,
    grant: bool,
    collateral_limited: bool | None,
    collateral_note: str,
    reason: str,
    granted_amount: int | None = None,
) -> CreditApplication:
    """The executing bank records its decision and its judgement of the collateral (1.10.3).

    Granting needs finance.instrument_2005 met on all facts; declining is always open.
    Raises Refused with the clause, Conflict when it is decided already, BadInput.
    """
    ensure_here(actor, "development.decide_credit", application)
    if actor.territory.level == "record" and actor.territory.record_id != application.bank_id:
        raise Refused(_("Only the bank that was asked decides."), (CREDIT,))
    check = Checking()
    words = check.words("reason", reason)
    note = check.words("collateral_note", collateral_note, 300) if collateral_limited is not None else ""
    given = check.amount("granted_amount", granted_amount) if grant else None
    check.done()
    law = law_for(actor)
    recipient = application.recipient_type or recipient_type(application.enterprise, law, actor.today)
    facts, verdict = judge_guarantee(
        law=law,
        fund_origin=application.fund_origin,
        recipient=recipient,
        collateral_limited=collateral_limited,
        source=credit_source(application.bank),
    )
    if grant and not verdict.met:
        raise refuse(
            _("This credit cannot be granted under the guarantee fund."),
            CREDIT,
            verdict=verdict,
            remedy=_("Enter what is missing, or decline the guaranteed credit."),
        )
    state = CreditState.GRANTED if grant else CreditState.DECLINED
    with transaction.atomic():
        changed = CreditApplication.unscoped.filter(pk=application.pk, state=CreditState.APPLIED).update(
            state=state,
            decided_on=actor.today,
            decided_by=actor.user,
            granted_amount=given,
            reason=words,
            recipient_type=recipient or "",
            collateral_limited=collateral_limited,
            collateral_note=note,
            findings=verdict.to_json(),
        )
        if not changed:
            raise Conflict(_("This application has been decided already."), remedy=_("Load the page again."))
        application.refresh_from_db()
        decision = record_decision(
            actor=actor,
            action="development.decide_credit",
            subject=application,
            regency=application.regency,
            from_state=CreditState.APPLIED,
            to_state=state,
            reason=words,
            details={"granted": grant, "bank": application.bank.name, "enterprise": application.enterprise.name},
            grounds=grounds(law, [CREDIT], facts, verdict),
        )
        notify(
            decision=decision,
            users=[application.applied_by],
            url=reverse("development:credit", args=[application.pk]),
        )
    return application


def banks_for(sentra: Sentra) -> list[Partner]:
    """The executing banks of the sentra's province: a public list, so that members of any sentra can choose."""
    # Unscoped: a manager's territory is one sentra and holds no bank; names of banks are public.
    found = Partner.unscoped.filter(type=PartnerType.BANK, is_active=True, regency__parent_id=sentra.regency.parent_id)
    return list(found.order_by("name"))


def open_map_applications(sentra: Sentra) -> list[SupportApplication]:
    """Approved applications of a sentra under which MAP may be placed."""
    return list(
        SupportApplication.objects.filter(
            sentra=sentra, clause=MAP, state__in=[SupportState.APPROVED, SupportState.DELIVERED]
        )
    )


def _require_open(sentra: Sentra, law: Law, clause: str) -> None:
    support = str(law.parameter(clause, "support"))
    wanted = entitlement(law, support)
    assert wanted is not None
    require_tier(sentra, law, wanted)
