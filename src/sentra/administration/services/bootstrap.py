"""The first two administrators, before anybody can appoint anybody."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.roles import Role
from sentra.administration.services.accounts import open_account, send_password_link
from sentra.decisions.services import record_decision
from sentra.pages.errors import Refused
from sentra.territory.models import Office, OfficeKind

FIRST = 2


def appoint_first_administrator(
    *, email: str, name: str, instrument: str, valid_from: dt.date | None = None
) -> Appointment:
    """Appoint an administrator from the server's command line, while there are fewer than two.

    Two are needed so that every later national role has a second person to confirm it; after them this is refused.
    The ministry's office is registered when there is none.
    """
    actor = Actor.system("first administrators")
    held = Appointment.objects.in_force(timezone.localdate()).filter(role=Role.ADMINISTRATOR)
    if len({one.user_id for one in held}) >= FIRST:
        raise Refused(_("There are two administrators already; they appoint and confirm the next."))
    with transaction.atomic():
        office = _ministry(actor, valid_from or timezone.localdate())
        user = open_account(actor=actor, office=office, email=email, name=name)
        appointment = Appointment.objects.create(
            user=user,
            role=Role.ADMINISTRATOR,
            office=office,
            position=str(Role.ADMINISTRATOR.label),
            instrument=instrument,
            valid_from=valid_from or timezone.localdate(),
        )
        record_decision(
            actor=actor,
            action="access.appoint",
            subject=appointment,
            regency=None,
            to_state="granted",
            details={"person": name, "role": str(Role.ADMINISTRATOR.label), "office": office.short_name},
        )
        if not user.has_usable_password():
            send_password_link(user)
    return appointment


def _ministry(actor: Actor, since: dt.date) -> Office:
    office = Office.objects.filter(kind=OfficeKind.MINISTRY, valid_to=None).order_by("valid_from").first()
    if office is None:
        office = Office.objects.create(
            kind=OfficeKind.MINISTRY,
            name="Kementerian Koperasi dan Usaha Kecil dan Menengah",
            short_name="Kementerian KUKM",
            government="Kementerian Koperasi dan Usaha Kecil dan Menengah",
            city="Jakarta",
            valid_from=since,
        )
        record_decision(actor=actor, action="territory.register_office", subject=office, regency=None)
    return office
