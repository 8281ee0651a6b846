"""The ministry's part: opening both funds' years with stages, recipients and ceilings."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding import services
from sentra.funding.models import Fund, Holder, ProgrammeYear, Standing
from sentra.funding.services.allocations import AllocationRow
from sentra.site.demo.money_story import DEMO, INDUSTRY
from sentra.site.demo.world import World

_REGENCY_CEILING, _PROVINCE_CEILING, _INDUSTRY_CEILING = 390_304_000, 1_519_360_000, 150_000_000


def open_years(world: World, year: int) -> None:
    """Open both funds' years with stages and ceilings."""
    actor = world.actor(Role.MINISTRY_OFFICER)
    basis = f"Keputusan Sekretaris Kementerian Nomor DEMO-7 Tahun {year} ({DEMO})"
    for fund in (Fund.PK2UMK, Fund.IKM):
        made = services.open_year(actor=actor, fund=fund, year=year, basis=basis, id=_key(fund, year))
        for number, month, least in ((1, 2, None), (2, 7, 30)):
            services.set_stage(
                actor=actor,
                year=made,
                number=number,
                share_percent=50,
                opens_on=dt.date(year, month, 1),
                min_absorption_percent=least,
                needs_report=number > 1,
                source=f"Pola tahun-tahun sebelumnya; tabel PMK tidak ditemukan ({DEMO})",
                standing=Standing.PROPOSED,
            )
        decree = services.record_decree(
            actor=actor,
            year=made,
            kind="Peraturan Presiden (contoh)",
            number="DEMO-104",
            title=f"Rincian Anggaran Tahun Anggaran {year} ({DEMO})",
            date=actor.today - dt.timedelta(days=20),
        )
        if fund == Fund.IKM:
            _choose_industry(world, actor, made)
        services.write_allocations(actor=actor, year=made, decree=decree, rows=_rows(world, fund))


def _key(fund: str, year: int, n: int = 0) -> UUID:
    return UUID(int=year * 1_000 + (1 if fund == Fund.IKM else 0) * 100 + n, version=4)


def _rows(world: World, fund: str) -> list[AllocationRow]:
    if fund == Fund.IKM:
        codes = [code for code in INDUSTRY if code in world.regencies]
        return [_row(world, code, _INDUSTRY_CEILING, {}) for code in codes]
    rows = [
        _row(world, code, _REGENCY_CEILING, {"training": 270_304_000, "mentoring": 120_000_000}, 116, 2)
        for code in world.regencies
    ]
    split = {"training": 1_060_000_000, "mentoring": 300_000_000, "legal_aid": 159_360_000}
    return rows + [_row(world, code, _PROVINCE_CEILING, split, 444, 6, 70) for code in world.provinces]


def _row(
    world: World,
    code: str,
    ceiling: int,
    division: dict[str, int],
    participants: int | None = None,
    mentors: int | None = None,
    legal_aid: int | None = None,
) -> AllocationRow:
    return AllocationRow(
        region_id=world.regions[code].pk,
        holder=Holder.REGENCY if len(code) == 4 else Holder.PROVINCE,
        ceiling=ceiling,
        division=division,
        target_participants=participants,
        target_mentors=mentors,
        target_legal_aid=legal_aid,
    )


def _choose_industry(world: World, actor: Actor, year: ProgrammeYear) -> None:
    facts = ("agency_named_industry", "in_theme1_priority_location", "receives_theme1_physical_dak")
    for code in INDUSTRY:
        if code not in world.regencies:
            continue
        services.record_criteria(
            actor=actor,
            year=year,
            region=world.regions[code],
            facts=dict.fromkeys(facts, True),
            sources=dict.fromkeys(facts, f"Daftar lokasi prioritas {year.year} ({DEMO})"),
        )
        services.choose_recipient(
            actor=world.actor(Role.MINISTRY_APPROVER),
            year=year,
            region=world.regions[code],
            holder=Holder.REGENCY,
            instrument=f"Keputusan Menteri Nomor DEMO-3 Tahun {year.year} ({DEMO})",
            consideration="Serapan dan laporan tahun sebelumnya menjadi bahan pertimbangan.",
        )
