"""Cost standards of the last two years: the nation's, each province's, and those of a few regencies."""

from __future__ import annotations

import datetime as dt

from sentra.access.roles import Role
from sentra.funding.models import CostStandard
from sentra.funding.services import end_cost_standard, set_cost_standard
from sentra.site.demo.places import BATANG, PEKALONGAN
from sentra.site.demo.world import World

#: Component, unit and rupiah a unit; plausible figures, none taken from a regulation.
_NATION = (
    ("honorarium_resource_person", "person_hour", 900_000),
    ("honorarium_teacher", "person_hour", 300_000),
    ("daily_allowance_participant", "person_day", 110_000),
    ("mentor_honorarium", "person_month", 4_300_000),
    ("legal_consultation", "person_hour", 450_000),
)
_PROVINCE = (
    ("mentor_honorarium", "person_month", 3_900_000),
    ("mentoring_transport", "person_trip", 150_000),
    ("legal_consultation", "person_hour", 400_000),
    ("legal_document_drafting", "document", 750_000),
)
_REGENCIES = {
    PEKALONGAN: (
        ("mentor_honorarium", "person_month", 3_650_000),
        ("mentoring_transport", "person_trip", 125_000),
        ("mentor_performance_evaluation", "activity", 2_500_000),
    ),
    BATANG: (("mentoring_operations", "person_month", 400_000),),
}
#: Stands in every instrument, so that nobody takes one for a real regulation.
_DEMO = "contoh demonstrasi"


def plan_funding(world: World) -> None:
    """Plan the standards for the first working days of the last two years, and the end of one of them."""
    *_earlier, before, last = world.calendar.first_days_of_years()
    for age, percent in ((before, 96), (last, 100)):
        world.timeline.plan(age, _set, world, Role.MINISTRY_OFFICER, "", _NATION, percent, minute=10 * 60)
        for province in world.provinces:
            world.timeline.plan(age, _set, world, Role.PROVINCE_OFFICER, province, _PROVINCE, percent, minute=11 * 60)
        for code, standards in _REGENCIES.items():
            if code in world.regencies:
                world.timeline.plan(age, _set, world, Role.REGENCY_OFFICER, code, standards, percent, minute=13 * 60)
    world.timeline.plan(45, _end, world, minute=10 * 60)


def _set(world: World, role: str, code: str, standards: tuple[tuple[str, str, int], ...], percent: int) -> None:
    actor = world.actor(role, code)
    year = actor.today.year
    region = world.regions[code].name if code else ""
    kinds = {Role.MINISTRY_OFFICER: "Peraturan Menteri Keuangan", Role.PROVINCE_OFFICER: f"Peraturan Gubernur {region}"}
    for component, unit, amount in standards:
        set_cost_standard(
            actor=actor,
            component=component,
            unit=unit,
            amount=amount * percent // 100,
            instrument_kind=f"{kinds.get(Role(role), f'Peraturan Kepala Daerah {region}')} (contoh)",
            instrument_number="DEMO-61" if code else "DEMO-49",
            instrument_title=f"Standar Biaya Tahun Anggaran {year} ({_DEMO})",
            instrument_date=dt.date(year - 1, 12, 15),
            valid_from=dt.date(year, 1, 1),
            id=world.new_id(),
        )


def _end(world: World) -> None:
    """Batang's only standard ends; the components of mentoring there follow the province again."""
    actor = world.actor(Role.REGENCY_OFFICER, BATANG)
    standard = CostStandard.objects.get(region=world.regions[BATANG], valid_to=None)
    end_cost_standard(actor=actor, standard=standard, last_day=actor.today, reason="Dicabut; mengikuti provinsi.")
