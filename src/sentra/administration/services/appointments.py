"""Granting, confirming, extending and ending appointments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import Appointment, Capacity, User
from sentra.access.once import create_once
from sentra.access.policy import Denied, Forbidden, ensure
from sentra.access.roles import GRANTS, OFFICE_OF_ROLE, RECORD_ROLES, SECOND_PERSON_ROLES, SINGLE_ROLES, Role
from sentra.administration.records import check_record
from sentra.administration.services.accounts import open_account, send_password_link
from sentra.decisions.models import Decision
from sentra.decisions.services import Grounds, notify, record_decision
from sentra.pages.errors import BadInput, Conflict, InputProblem, Refused
from sentra.territory.models import Office
from sentra.territory.scope import OutsideTerritory

CLAUSE = "kukm-23-2005/10"


@dataclass(frozen=True)
class Person:
    """Who is appointed: an account is found by the e-mail address, or opened."""

    email: str
    name: str
    civil_service_number: str = ""


def grantable(actor: Actor, office: Office) -> tuple[Role, ...]:
    """The roles the actor may grant in an office: of the own role's list, of the office's kind, in the territory."""
    if not _reaches(actor, office):
        return ()
    return tuple(
        role for role in Role if role in GRANTS.get(actor.role, frozenset()) and OFFICE_OF_ROLE[role] == office.kind
    )


def may_end(actor: Actor, appointment: Appointment) -> bool:
    """Whether the actor may extend or end an appointment: whoever may grant it."""
    return Role(appointment.role) in grantable(actor, appointment.office)


def appoint(
    *,
    actor: Actor,
    office: Office,
    role: str,
    person: Person,
    instrument: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    capacity: str = Capacity.DEFINITIVE,
    acting_for: User | None = None,
    position: str = "",
    programme: str = "",
    record_id: UUID | None = None,
    id: UUID | None = None,
) -> Appointment:
    """Appoint a person to a role in an office for a period, by an instrument (a decree or letter).

    1. The actor grants only what `GRANTS` lists for the own role, inside the own territory, never to themselves.
    2. An acting official (Plt., Plh.) names for whom and until when. 3. An account is opened where there is none.
    4. A national role (`SECOND_PERSON_ROLES`) opens nothing until a second person confirms it.
    Sending the same `id` twice gives the appointment made first (Permen KUKM 23/2005 Pasal 10).
    """
    _ensure_grants(actor, office, role)

    def create(key: UUID) -> Appointment:
        appointment = Appointment(
            id=key,
            role=role,
            office=office,
            position=position.strip() or _usual_position(role),
            programme=programme,
            record_id=record_id,
            capacity=capacity,
            acting_for=acting_for,
            instrument=instrument.strip(),
            valid_from=valid_from,
            valid_to=valid_to,
            granted_by=actor.user,
            needs_confirmation=role in SECOND_PERSON_ROLES,
        )
        return _appoint(actor, person, appointment)

    made = create_once(Appointment, actor, id, create)
    if made.office_id != office.pk:
        raise OutsideTerritory  # the key names an appointment of another office
    return made


def _usual_position(role: str) -> str:
    """The role's name in the official language: it is printed above the signature, whoever appoints."""
    with translation.override("id"):
        return str(Role(role).label)


def _appoint(actor: Actor, person: Person, appointment: Appointment) -> Appointment:
    """Check and keep the appointment; must run inside a transaction."""
    office = appointment.office
    _check_person(actor, person)
    _check_terms(appointment)
    Office.objects.select_for_update().get(pk=office.pk)  # two heads at once: the second sees the first
    if (sent_before := Appointment.objects.filter(pk=appointment.pk).first()) is not None:
        return sent_before  # it was being made while this one waited
    appointment.user = open_account(
        actor=actor,
        office=office,
        email=person.email,
        name=person.name,
        civil_service_number=person.civil_service_number,
    )
    _check_overlap(appointment)
    appointment.save(force_insert=True)
    decision = _record(actor, "access.appoint", appointment, to_state=_state(appointment))
    _tell(decision, appointment)
    if not appointment.user.has_usable_password():
        send_password_link(appointment.user)
    return appointment


def confirm_appointment(*, actor: Actor, appointment: Appointment) -> Appointment:
    """Confirm a national appointment; refused to whoever granted it and to the person appointed."""
    ensure(actor, "access.confirm")
    if actor.user is not None and actor.user.pk in {appointment.granted_by_id, appointment.user_id}:
        raise Refused(
            _("Whoever granted or receives a national role cannot confirm it; a second person must."), [CLAUSE]
        )
    with transaction.atomic():
        updated = Appointment.objects.filter(
            pk=appointment.pk, needs_confirmation=True, confirmed_by=None, revoked_at=None
        ).update(confirmed_by=actor.user, confirmed_at=timezone.now())
        appointment.refresh_from_db()
        if not updated:
            raise Conflict(_("This appointment no longer waits for confirmation."), state=_state(appointment))
        decision = _record(
            actor, "access.confirm", appointment, from_state="waits_for_confirmation", to_state=_state(appointment)
        )
        _tell(decision, appointment)
    return appointment


def extend_appointment(
    *, actor: Actor, appointment: Appointment, until: dt.date | None, instrument: str
) -> Appointment:
    """Give an appointment another last day, by a new instrument; an acting one cannot become endless."""
    ensure_may_end(actor, appointment)
    if not instrument.strip():
        raise BadInput([InputProblem("instrument", "", _("Name the decree or letter that extends it."))])
    with transaction.atomic():
        appointment = _locked(appointment)
        before = appointment.valid_to
        appointment.valid_to = until
        _check_terms(appointment)
        _check_overlap(appointment)
        appointment.save(update_fields=["valid_to"])
        _record(
            actor,
            "access.extend",
            appointment,
            details={"until": str(until or "–"), "before": str(before or "–"), "instrument": instrument.strip()},
        )
    return appointment


def revoke_appointment(*, actor: Actor, appointment: Appointment, reason: str) -> Appointment:
    """End an appointment now, with the reason; its doors close with the next request."""
    ensure_may_end(actor, appointment)
    if not reason.strip():
        raise BadInput([InputProblem("reason", reason, _("Say why the appointment ends."))])
    with transaction.atomic():
        appointment = _locked(appointment)
        before = _state(appointment)
        appointment.revoked_at = timezone.now()
        appointment.revoked_reason = reason.strip()[:300]
        appointment.save(update_fields=["revoked_at", "revoked_reason"])
        decision = _record(
            actor, "access.revoke", appointment, from_state=before, to_state="revoked", reason=reason.strip()
        )
        _tell(decision, appointment)
    return appointment


# ---------------------------------------------------------------- checks


def _reaches(actor: Actor, office: Office) -> bool:
    return actor.territory.holds(office.region)


def _ensure_grants(actor: Actor, office: Office, role: str) -> None:
    ensure(actor, "access.appoint")
    if not actor.is_system and not _reaches(actor, office):
        raise OutsideTerritory
    if not actor.is_system and role not in GRANTS.get(actor.role, frozenset()):
        who = [str(Role(holder).label) for holder, roles in GRANTS.items() if role in roles]
        reason = _("Your role cannot grant “%(role)s”. These can: %(who)s.")
        raise Forbidden(Denied(reason % {"role": Role(role).label, "who": ", ".join(who)}, (CLAUSE,), tuple(who)))
    if OFFICE_OF_ROLE[role] != office.kind:
        message = _("“%(role)s” is not a role of this kind of office.") % {"role": Role(role).label}
        raise BadInput([InputProblem("role", role, message)])


def ensure_grants_any(actor: Actor, office: Office) -> None:
    """Raise `Forbidden` unless there is a role the actor may grant in the office."""
    ensure(actor, "access.appoint")
    if not grantable(actor, office):
        raise Forbidden(Denied(_("Your role grants no role in this kind of office."), (CLAUSE,)))


def ensure_may_end(actor: Actor, appointment: Appointment) -> None:
    """Raise `OutsideTerritory` or `Forbidden` unless the actor may extend and end the appointment."""
    ensure(actor, "access.revoke")
    if actor.is_system:
        return
    if not _reaches(actor, appointment.office):
        raise OutsideTerritory
    if not may_end(actor, appointment):
        raise Forbidden(Denied(_("Only whoever may grant this role may extend or end it."), (CLAUSE,)))


def _check_person(actor: Actor, person: Person) -> None:
    problems = []
    try:
        validate_email(person.email)
    except ValidationError:
        problems.append(InputProblem("email", person.email, _("This is not an e-mail address.")))
    if not person.name.strip():
        problems.append(InputProblem("name", person.name, _("Enter the person's name.")))
    if problems:
        raise BadInput(problems)
    if actor.user is not None and person.email.lower() == actor.user.email.lower():
        raise Refused(_("Nobody appoints themselves."), [CLAUSE])


def _check_terms(appointment: Appointment) -> None:
    problems = []
    if not appointment.instrument:
        problems.append(InputProblem("instrument", "", _("Name the decree or letter that appoints.")))
    if appointment.valid_to is not None and appointment.valid_to < appointment.valid_from:
        problems.append(InputProblem("valid_to", appointment.valid_to, _("The last day is before the first.")))
    if appointment.capacity in {Capacity.PLT, Capacity.PLH}:
        if appointment.acting_for_id is None:
            problems.append(InputProblem("acting_for", None, _("Name the official who is replaced.")))
        if appointment.valid_to is None:
            problems.append(InputProblem("valid_to", None, _("An acting appointment has a last day.")))
    if appointment.capacity == Capacity.DEFINITIVE and appointment.acting_for_id is not None:
        problems.append(InputProblem("acting_for", appointment.acting_for, _("A definitive official acts for nobody.")))
    if problems:
        raise BadInput(problems)
    if appointment.role in RECORD_ROLES:
        check_record(appointment.role, appointment.record_id, appointment.office.region)


def _check_overlap(appointment: Appointment) -> None:
    """The same person twice in one role, or two definitive heads at once, is refused."""
    others = Appointment.objects.filter(office=appointment.office, role=appointment.role, revoked_at=None).exclude(
        pk=appointment.pk
    )
    others = others.filter(Q(valid_to=None) | Q(valid_to__gte=appointment.valid_from))
    if appointment.valid_to is not None:
        others = others.filter(valid_from__lte=appointment.valid_to)
    twice = others.filter(user=appointment.user, record_id=appointment.record_id).first()
    if twice is not None:
        raise Conflict(
            _("%(person)s holds this role in this period already.") % {"person": appointment.user},
            remedy=_("Extend the present appointment, or choose another period."),
        )
    if appointment.role in SINGLE_ROLES and appointment.capacity == Capacity.DEFINITIVE:
        present = others.filter(capacity=Capacity.DEFINITIVE).select_related("user").first()
        if present is not None:
            raise Conflict(
                _("%(office)s has a head in this period: %(person)s.")
                % {"office": appointment.office, "person": present.user},
                remedy=_("End that appointment first, or appoint an acting official (Plt., Plh.)."),
            )


def _locked(appointment: Appointment) -> Appointment:
    held = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("office__region", "user")
        .get(pk=appointment.pk)
    )
    if held.revoked_at is not None:
        raise Conflict(_("This appointment was ended already."), state=_state(held))
    return held


def _state(appointment: Appointment) -> str:
    if appointment.revoked_at is not None:
        return "revoked"
    return "waits_for_confirmation" if appointment.is_pending else "granted"


def _record(
    actor: Actor,
    action: str,
    appointment: Appointment,
    *,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    details: dict[str, str] | None = None,
) -> Decision:
    region = appointment.office.region
    with translation.override("id"):  # records speak the official language
        role = str(Role(appointment.role).label)
    return record_decision(
        actor=actor,
        action=action,
        subject=appointment,
        regency=region if region is not None and region.level == "regency" else None,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        details={
            "person": appointment.user.name,
            "role": role,
            "role_code": appointment.role,
            "office": appointment.office.short_name,
            "instrument": appointment.instrument,
            "acting_for": appointment.acting_for.name if appointment.acting_for else "",
            "capacity": appointment.capacity,
            **(details or {}),
        },
        grounds=Grounds(clauses=[CLAUSE]),
    )


def _tell(decision: Decision, appointment: Appointment) -> None:
    notify(decision=decision, users=[appointment.user], url="/")
