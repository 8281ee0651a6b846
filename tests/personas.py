"""The people of the tests, named once and used everywhere.

Two provinces and four regencies; in each office the same roles. A persona is an `Actor`, made on first use:
`persona(Role.REGENCY_GROUP, "3375")` is somebody of the finance working group of Kota Pekalongan, always the
same person; `persona(Role.REGENCY_GROUP, "3375", n=2)` is their colleague.
"""

from __future__ import annotations

import datetime as dt

from sentra.access.actors import Actor
from sentra.access.models import Appointment, User
from sentra.access.roles import OFFICE_OF_ROLE, Role
from sentra.territory.models import WORKING_GROUPS, Office, OfficeKind, Region

PEKALONGAN = "3375"  # the city where most tests live
BATANG = "3325"  # its neighbour in the same province
BANTUL = "3402"  # a regency of another province
JAWA_TENGAH = "33"
YOGYAKARTA = "34"
PASSWORD = "batik-jenggot-2026"
SINCE = dt.date(2020, 1, 1)


def region(code: str) -> Region:
    """The region with this Kemendagri code."""
    return Region.objects.get(code=code)


def office(kind: str, code: str = "") -> Office:
    """The office of a kind in a region; a working group comes with the document that formed it."""
    place = region(code) if code else None
    label = f"{OfficeKind(kind).label} {place.name if place else ''}".strip()
    formed = kind in WORKING_GROUPS
    return Office.objects.get_or_create(
        kind=kind,
        region=place,
        valid_to=None,
        defaults={
            "name": label,
            "short_name": label[:60],
            "government": f"Pemerintah {place.name}" if place else "Kementerian Koperasi dan UKM",
            "city": place.name.split(" ", 1)[-1] if place else "Jakarta",
            "unit_code": "DKUKM",
            "valid_from": SINCE,
            "forming_instrument": "140/KEP/M.KUKM/XII/2002" if formed else "",
            "forming_number": f"518/12/{code}/2020" if formed else "",
            "forming_date": SINCE if formed else None,
        },
    )[0]


def persona(role: str, code: str = "", n: int = 1) -> Actor:
    """The n-th person who holds the role in the region's office (the ministry's where no region is named)."""
    role = Role(role)
    email = f"{role.value}.{code or 'pusat'}.{n}@contoh.test"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email, f"{role.value.replace('_', ' ').title()} {code} {n}".replace("  ", " "), PASSWORD
        )
    appointment = Appointment.objects.filter(user=user).first() or Appointment.objects.create(
        user=user,
        role=role,
        office=office(OFFICE_OF_ROLE[role], code),
        position=str(role.label),
        instrument=f"SK/{code or '00'}/{n}",
        valid_from=SINCE,
    )
    return Actor(user, Appointment.objects.select_related("office__region__parent", "user").get(pk=appointment.pk))


def record_persona(role: str, code: str, record_id: object, n: int = 1) -> Actor:
    """A sentra manager or a partner's officer: bound to one record."""
    actor = persona(role, code, n)
    assert actor.appointment is not None
    actor.appointment.record_id = record_id  # type: ignore[assignment]
    actor.appointment.save(update_fields=["record_id"])
    return actor
