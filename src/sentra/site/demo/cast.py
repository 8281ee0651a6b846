"""The offices and their people: registered and appointed from the administrators downwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.access.models import Capacity
from sentra.access.roles import OFFICE_OF_ROLE, Role
from sentra.administration.services import (
    Person,
    appoint,
    appoint_first_administrator,
    change_office,
    confirm_appointment,
    extend_appointment,
    register_office,
)
from sentra.site.demo.places import BATANG, CENTRAL_JAVA, SEATS, account
from sentra.site.demo.world import World
from sentra.territory.models import WORKING_GROUPS, Office, OfficeKind

#: How long ago Batang's head retired, in working days; since then an acting official signs.
VACANT_SINCE = 34

_POSITIONS = {
    Role.REGENCY_OFFICER: "Analis Pengembangan Sentra",
    Role.REGENCY_HEAD: "Kepala Dinas",
    Role.REGENCY_GROUP: "Anggota Kelompok Kerja Keuangan",
    Role.PROVINCE_OFFICER: "Kepala Seksi Pengembangan UKM",
    Role.PROVINCE_HEAD: "Kepala Dinas",
    Role.PROVINCE_GROUP: "Anggota Kelompok Kerja Keuangan Provinsi",
    Role.TECHNICAL_UNIT: "Kepala Balai Pelatihan Koperasi dan UKM",
    Role.MINISTRY_OFFICER: "Asisten Deputi Pengembangan Kawasan",
    Role.MINISTRY_APPROVER: "Deputi Bidang Usaha Kecil",
    Role.DECREE_OFFICER: "Kepala Biro Hukum",
    Role.ADMINISTRATOR: "Pengelola Sistem",
    Role.AUDITOR: "Auditor Madya",
    Role.OBSERVER: "Perencana Ahli Madya",
}


def plan_cast(world: World) -> None:
    """Plan the offices and appointments of the first day, and what changed since."""
    first = world.calendar.oldest
    world.timeline.plan(first, _found_nation, world, minute=8 * 60)
    for minute, province in enumerate(world.provinces, start=1):
        world.timeline.plan(first, _found_province, world, province, minute=8 * 60 + minute)
    for minute, regency in enumerate(world.regencies, start=10):
        world.timeline.plan(first, _found_regency, world, regency, minute=8 * 60 + minute)
    world.timeline.plan(first - 20, _second_post, world, minute=8 * 60)
    if BATANG in world.regencies:
        world.timeline.plan(VACANT_SINCE, _replace_head, world, minute=8 * 60 + 5)
    world.timeline.plan(3, _wait_for_confirmation, world, minute=9 * 60)


def hire(world: World, by: tuple[str, str], role: Role, code: str = "", n: int = 1, **terms: Any) -> None:
    """Appoint a new person to a role of a region."""
    sex = "female" if world.people.rng.random() < 0.45 else "male"
    name = terms.pop("name", "") or world.people.name(sex)
    office = world.offices[OFFICE_OF_ROLE[role], code]
    appointment = appoint(
        actor=world.actor(by[0], by[1]),
        office=office,
        role=role,
        person=Person(
            email=terms.pop("email", account(role, code, n)),
            name=name,
            civil_service_number=""
            if role in {Role.SENTRA_MANAGER, Role.PARTNER}
            else world.people.civil_servant(world.people.rng.randrange(33, 56), sex, world.today),
        ),
        instrument=terms.pop("instrument", f"821.2/{world.people.rng.randrange(100, 999)}/{code or '00'}"),
        position=terms.pop("position", "") or _POSITIONS.get(role, ""),
        valid_from=terms.pop("valid_from", _now(world)),
        id=world.new_id(),
        **terms,
    )
    if appointment.needs_confirmation:
        confirm_appointment(actor=world.actor(Role.ADMINISTRATOR, n=2), appointment=appointment)
    world.take(role, code, n, appointment)


def _now(world: World) -> dt.date:
    return world.actor(Role.ADMINISTRATOR).today


# ---------------------------------------------------------------- the first day


def _found_nation(world: World) -> None:
    for n in (1, 2):
        sex = "male" if n == 1 else "female"
        made = appoint_first_administrator(
            email=account(Role.ADMINISTRATOR, n=n),
            name=world.people.name(sex),
            instrument=f"SK Sekretaris Kementerian Nomor 11{n}",
        )
        world.take(Role.ADMINISTRATOR, "", n, made)
    admin = world.actor(Role.ADMINISTRATOR)
    assert admin.office is not None
    world.offices[OfficeKind.MINISTRY, ""] = change_office(
        actor=admin,
        office=admin.office,
        reason="Melengkapi kop surat.",
        address="Jalan H.R. Rasuna Said Kaveling 3-4, Jakarta Selatan",
        city="Jakarta",
        unit_code="Dep.2",
        website="https://contoh.test",
    )
    for kind, name, short in (
        (OfficeKind.AUDITOR, "Inspektorat Kementerian Koperasi dan UKM", "Inspektorat"),
        (OfficeKind.OBSERVER, "Kementerian PPN/Bappenas", "Bappenas"),
    ):
        _open(world, kind, "", name=name, short_name=short, city="Jakarta", government=name)
    by = (Role.ADMINISTRATOR, "")
    hire(world, by, Role.MINISTRY_APPROVER)
    hire(world, by, Role.MINISTRY_OFFICER)
    hire(world, by, Role.MINISTRY_OFFICER, n=2)
    hire(world, by, Role.DECREE_OFFICER)
    hire(world, by, Role.AUDITOR)
    hire(world, by, Role.OBSERVER)


def _found_province(world: World, code: str) -> None:
    name = world.regions[code].name
    agency = f"Dinas Koperasi, Usaha Kecil dan Menengah Provinsi {name}"
    _open(world, OfficeKind.PROVINCE, code, name=agency, short_name=f"Dinkop UKM {name}", unit_code="DKUKM")
    hire(world, (Role.ADMINISTRATOR, ""), Role.PROVINCE_HEAD, code)
    group = f"Kelompok Kerja Keuangan Provinsi {name}"
    _open(world, OfficeKind.PROVINCE_GROUP, code, name=group, short_name=f"Pokja Provinsi {name}", unit_code="PK-P")
    unit = f"Balai Pelatihan Koperasi dan UKM Provinsi {name}"
    _open(world, OfficeKind.TECHNICAL_UNIT, code, name=unit, short_name=f"Balatkop {name}", unit_code="BLK")
    by = (Role.PROVINCE_HEAD, code)
    for n in (1, 2):
        hire(world, by, Role.PROVINCE_OFFICER, code, n)
        hire(world, by, Role.PROVINCE_GROUP, code, n)
    hire(world, by, Role.TECHNICAL_UNIT, code)
    _found_auditor(world, code, f"Provinsi {name}", name)


def _found_regency(world: World, code: str) -> None:
    name = world.regions[code].name
    short = name.replace("Kabupaten", "Kab.")
    agency = f"Dinas Perdagangan, Koperasi, dan Usaha Kecil Menengah {name}"
    _open(world, OfficeKind.REGENCY, code, name=agency, short_name=f"Dindagkop UKM {short}", unit_code="DPKUKM")
    group = f"Kelompok Kerja Keuangan {name}"
    _open(world, OfficeKind.REGENCY_GROUP, code, name=group, short_name=f"Pokja {short}", unit_code="PK")
    chief = (Role.PROVINCE_HEAD, code[:2])
    by = (Role.REGENCY_HEAD, code)
    hire(world, chief, Role.REGENCY_HEAD, code, email=account(Role.REGENCY_HEAD, code, 2 if code == BATANG else 1))
    if code == BATANG:
        hire(
            world,
            by,
            Role.REGENCY_OFFICER,
            code,
            3,
            email=account(Role.REGENCY_HEAD, code),
            position="Sekretaris Dinas",
        )
    for n in (1, 2):
        hire(world, by, Role.REGENCY_OFFICER, code, n)
        hire(world, by, Role.REGENCY_GROUP, code, n)
    _found_auditor(world, code, name, short)


def _found_auditor(world: World, code: str, name: str, short: str) -> None:
    """The region's own inspectorate, which reviews its plans (APIP)."""
    _open(world, OfficeKind.AUDITOR, code, name=f"Inspektorat {name}", short_name=f"Inspektorat {short}")
    hire(world, (Role.ADMINISTRATOR, ""), Role.AUDITOR, code)


def _open(world: World, kind: str, code: str, **values: Any) -> Office:
    admin = world.actor(Role.ADMINISTRATOR)
    formed: dict[str, Any] = {}
    if kind in WORKING_GROUPS:
        formed = {
            "forming_number": f"518/{world.people.rng.randrange(20, 90)}/{code}",
            "forming_date": world.calendar.day(world.calendar.oldest) - dt.timedelta(days=200),
        }
    region = world.regions.get(code)
    if region is not None:
        where = "Provinsi " if region.level == "province" else ""
        city = SEATS[code][0]
        slug = city.lower().replace(" ", "")
        values = {
            "government": f"Pemerintah {where}{region.name}",
            "city": city,
            "address": f"Jalan Pemuda Nomor {world.people.rng.randrange(2, 190)}, {city}",
            "phone": "(024) 0000000" if code[:2] == CENTRAL_JAVA else "(0274) 000000",
            "email": f"{kind.split('_')[1]}@{slug}.contoh.test",
        } | values
    office = register_office(
        actor=admin, kind=kind, region=region, valid_from=admin.today, id=world.new_id(), **values, **formed
    )
    world.offices[kind, code] = office
    return office


# ---------------------------------------------------------------- what changed since


def _second_post(world: World) -> None:
    """The head of the technical unit has a second post, in the agency."""
    head = world.actor(Role.PROVINCE_HEAD, CENTRAL_JAVA)
    holder = world.actor(Role.TECHNICAL_UNIT, CENTRAL_JAVA)
    assert holder.user is not None
    appoint(
        actor=head,
        office=world.offices[OfficeKind.PROVINCE, CENTRAL_JAVA],
        role=Role.PROVINCE_OFFICER,
        person=Person(holder.user.email, holder.user.name),
        instrument="821.2/118/33",
        position="Ketua Tim Pengembangan Sentra",
        # Older than the first post, so that this person starts in the technical unit and may change over.
        valid_from=head.today - dt.timedelta(days=60),
        id=world.new_id(),
    )


def _replace_head(world: World) -> None:
    """Batang's head retires; the secretary signs as acting head (Plt.) until a new one is appointed."""
    chief = world.actor(Role.PROVINCE_HEAD, BATANG[:2])
    retired, secretary = world.actor(Role.REGENCY_HEAD, BATANG), world.actor(Role.REGENCY_OFFICER, BATANG, 3)
    assert retired.appointment is not None
    assert secretary.user is not None
    extend_appointment(
        actor=chief,
        appointment=retired.appointment,
        until=chief.today - dt.timedelta(days=1),
        instrument="SK pensiun 882/041/2026",
    )
    acting = appoint(
        actor=chief,
        office=world.offices[OfficeKind.REGENCY, BATANG],
        role=Role.REGENCY_HEAD,
        person=Person(secretary.user.email, secretary.user.name),
        instrument="SPT 800.1.11.1/212",
        position="Kepala Dinas",
        capacity=Capacity.PLT,
        acting_for=retired.user,
        valid_from=chief.today,
        valid_to=chief.today + dt.timedelta(days=180),
        id=world.new_id(),
    )
    world.take(Role.REGENCY_HEAD, BATANG, 1, acting)


def _wait_for_confirmation(world: World) -> None:
    """A second deputy is appointed and waits for the second administrator."""
    admin = world.actor(Role.ADMINISTRATOR)
    appoint(
        actor=admin,
        office=world.offices[OfficeKind.MINISTRY, ""],
        role=Role.MINISTRY_APPROVER,
        person=Person(account(Role.MINISTRY_APPROVER, n=2), world.people.name("female")),
        instrument="Keppres 77/TPA",
        position="Deputi Bidang Usaha Menengah",
        valid_from=admin.today,
        id=world.new_id(),
    )
