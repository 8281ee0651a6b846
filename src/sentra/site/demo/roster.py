"""The workshops of a sentra and their figures through the years."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.registry.imports.checking import check_run
from sentra.registry.imports.runs import confirm_import, errors_of, start_import
from sentra.registry.models import Enterprise, ImportKind
from sentra.registry.services import (
    join_member,
    leave_member,
    record_sentra_figures,
    register_enterprise,
)
from sentra.site.demo.chance import dice
from sentra.site.demo.crafts import CRAFTS, Craft
from sentra.site.demo.files import workbook
from sentra.site.demo.sites import Site
from sentra.site.demo.world import World

MILLION = 1_000_000
#: Lowest and highest sales of a workshop in the first year, in million rupiah, by how the sentra does.
_SALES = {
    "well": (140, 260),
    "near": (190, 290),
    "falling": (190, 300),
    "unknown": (120, 220),
    "small": (90, 200),
    "poor": (28, 70),
}
#: Growth of sales a year; a falling sentra loses in the last two years.
_GROWTH = {"well": (0.05, 0.12), "falling": (0.03, 0.06), "unknown": (0.02, 0.06), "small": (0.0, 0.05)}


@dataclass
class Workshop:
    """A member to be: how much it sells each year and with how many people."""

    sales: dict[int, int]
    workers: dict[int, tuple[int, int, int, int]]  # paid men, paid women, family men, family women
    net_worth: int
    joined_on: dt.date
    has_nib: bool
    capacity: str
    owner_of: int | None = None  # the workshop whose owner runs this one too
    record: Enterprise = field(init=False)

    def figures(self, year: int, source: str) -> dict[str, Any]:
        """The figures of a year as a spreadsheet holds them."""
        men, women, kin_men, kin_women = self.workers[year]
        return {
            "nib": self.record.nib or None,
            "enterprise": self.record.name,
            "owner": self.record.owner.name,
            "year": year,
            "annual_sales": self.sales[year],
            "net_worth": self.net_worth,
            "workers_paid_male": men,
            "workers_paid_female": women,
            "workers_family_male": kin_men,
            "workers_family_female": kin_women,
            "monthly_capacity": self.capacity,
            "source": source,
        }


@dataclass
class Roster:
    """The workshops of one sentra, and which years are on record."""

    site: Site
    workshops: list[Workshop]
    missing: frozenset[int] = frozenset()  # workshops whose latest figures nobody knows
    registered: int = 0  # how many are on record
    has_joined: bool = False

    def turnover(self, year: int) -> int:
        """The sales of all members together."""
        return sum(one.sales[year] for one in self.workshops)

    def people(self, year: int) -> int:
        return sum(sum(one.workers[year]) for one in self.workshops)


def make_roster(world: World, site: Site) -> Roster:
    """Invent the workshops of a sentra with consistent figures for every year."""
    rng = dice("roster", site.name)
    craft = CRAFTS[site.craft]
    count = _members(site, rng)
    workshops = [_workshop(world, site, craft, rng, hires=n < 2) for n in range(count)]
    if site.doing == "well" and count > 20:
        workshops[-1].owner_of = 0
    missing = frozenset(rng.sample(range(count), 3)) if site.doing == "unknown" else frozenset()
    return Roster(site, workshops, missing)


def _members(site: Site, rng: random.Random) -> int:
    if site.doing in ("well", "falling"):
        return 20 + (rng.random() < 0.3)
    return rng.randrange(15, 20) if site.doing == "near" else rng.randrange(5, 9)


def _workshop(world: World, site: Site, craft: Craft, rng: random.Random, *, hires: bool) -> Workshop:
    """One workshop; `hires` makes sure that somebody in a sentra that does well takes on people every year."""
    low, high = _SALES[site.doing]
    sales = rng.randrange(low, high) * MILLION + rng.randrange(0, 10) * 100_000
    if site.doing == "well" and rng.random() < 0.04:
        sales = rng.randrange(1_050, 1_900) * MILLION  # a medium enterprise among the small ones
    workers = [rng.randrange(0, 4), rng.randrange(0, 4), rng.randrange(0, 2), 1]
    if not workers[0] and not workers[1]:
        workers[1] = 1
    by_year: dict[int, int] = {}
    people: dict[int, tuple[int, int, int, int]] = {}
    growth = rng.uniform(*_GROWTH.get(site.doing, (0.0, 0.04)))
    for year in range(world.first_year, world.today.year + 1):
        by_year[year] = sales // 100_000 * 100_000
        people[year] = (workers[0], workers[1], workers[2], workers[3])
        falls = site.doing == "falling" and year >= world.today.year - 2
        sales = int(sales * (0.95 if falls else 1 + growth))
        if sales > 990 * MILLION and by_year[year] <= 1000 * MILLION:
            sales = by_year[year]  # stays a small enterprise
        if (hires and site.doing == "well") or rng.random() < 0.15:
            workers[rng.randrange(0, 2)] += 1
    began = dt.date(world.first_year, 1, 1)
    return Workshop(
        by_year,
        people,
        rng.randrange(20, 190) * MILLION,
        began - dt.timedelta(days=rng.randrange(30, 3000)),
        rng.random() < 0.7,
        f"{rng.randrange(4, 60) * 10} {craft.unit.removesuffix(' per bulan')}",
    )


# ---------------------------------------------------------------- bringing them into the registry


def register_some(world: World, roster: Roster, upto: int) -> None:
    """Register the next workshops of a sentra one by one, as an officer does who visits them."""
    site, craft = roster.site, CRAFTS[roster.site.craft]
    actor = world.actor(Role.REGENCY_OFFICER, site.code, 1 + roster.registered % 2)
    district = world.district(site)
    taken = {one.record.name for other in world.rosters.values() for one in other.workshops[: other.registered]}
    for place in range(roster.registered, min(upto, len(roster.workshops))):
        shop = roster.workshops[place]
        since = shop.joined_on.year - world.rng.randrange(0, 12)
        issued = world.calendar.day(world.calendar.oldest) - dt.timedelta(days=world.rng.randrange(100, 900))
        known = roster.workshops[shop.owner_of].record.owner if shop.owner_of is not None else None
        shop.record = register_enterprise(
            actor=actor,
            regency=world.regions[site.code],
            values={
                "name": world.people.business(craft.prefixes, taken),
                "legal_form": "individual" if world.rng.random() < 0.9 else "limited_partnership",
                "nib": world.people.nib(issued) if shop.has_nib else "",
                "nib_issued_on": issued if shop.has_nib else None,
                "nib_check": world.rng.choice(("seen", "copy", "oss")) if shop.has_nib else "",
                "kbli_code": craft.kbli,
                "founded_year": since,
                "product": site.product,
                "raw_material": craft.material,
                "address": f"Jalan {site.village} Gang {world.rng.randrange(1, 15)} Nomor {world.rng.randrange(1, 90)}",
                "village": site.village,
                "district_code": district.code,
                "phone": world.people.phone(),
                "owned_by_indonesian_citizens": True,
                "is_subsidiary": False,
            },
            owner=known or world.people.owner(district.code, world.today),
            id=world.new_id(),
        )
        roster.registered += 1


def bring(world: World, actor: Actor, kind: str, name: str, rows: list[dict[str, Any]]) -> None:
    """Bring a spreadsheet in, look at it, confirm it."""
    run = start_import(actor=actor, kind=kind, file_name=name, content=workbook(kind, rows), id=world.new_id())
    check_run(run)
    run.refresh_from_db()
    if run.state != "ready" or run.wrong:
        raise RuntimeError(f"{name}: {run.problems or errors_of(run)[:3]}")
    confirm_import(actor=actor, run=run, doubts_seen=True)


def join_all(world: World, roster: Roster) -> None:
    """Make the registered workshops members, by a spreadsheet; and bring their figures of the years before."""
    site = roster.site
    actor = world.actor(Role.REGENCY_OFFICER, site.code)
    sentra = world.sentra[site.name]
    rows = [
        {
            "sentra": sentra.code,
            "nib": one.record.nib or None,
            "enterprise": one.record.name,
            "owner": one.record.owner.name,
            "joined_on": one.joined_on,
            "inside_area": "Ya",
        }
        for one in roster.workshops
    ]
    slug = site.name.lower().replace(" ", "-")
    bring(world, actor, ImportKind.MEMBERSHIPS, f"anggota-{slug}.xlsx", rows)
    years = range(world.first_year, actor.today.year)
    source = f"Pendataan lapangan {actor.today.year}"
    figures = [row for year in years for row in _rows_of(world, roster, year, source)]
    bring(world, actor, ImportKind.ENTERPRISE_FIGURES, f"angka-{slug}.xlsx", figures)
    for year in years:
        _together(world, actor, roster, year, source)
    roster.has_joined = True


def _rows_of(world: World, roster: Roster, year: int, source: str) -> list[dict[str, Any]]:
    last = world.today.year - 1
    return [
        one.figures(year, source)
        for place, one in enumerate(roster.workshops)
        if not (year == last and place in roster.missing)
    ]


def _together(world: World, actor: Actor, roster: Roster, year: int, source: str) -> None:
    """The figures of the whole sentra: exactly the sum of its members'; none while a member's are not known."""
    if roster.missing and year == world.today.year - 1:
        return
    record_sentra_figures(
        actor=actor,
        sentra=world.sentra[roster.site.name],
        values={
            "year": year,
            "turnover": roster.turnover(year),
            "member_count": len(roster.workshops),
            "worker_count": roster.people(year),
            "domestic_material_share": dice(roster.site.name, year).randrange(72, 100),
            "source": source,
        },
    )


def close_year(world: World, code: str, year: int) -> None:
    """Bring the figures of a year that has just ended, for every sentra of a regency in one file."""
    actor = world.actor(Role.REGENCY_OFFICER, code)
    source = f"Pendataan akhir tahun {year}"
    present = [one for one in world.rosters.values() if one.site.code == code and world.sentra[one.site.name].is_active]
    rows = [row for roster in present for row in _rows_of(world, roster, year, source)]
    if rows:
        bring(world, actor, ImportKind.ENTERPRISE_FIGURES, f"angka-usaha-{code}-{year}.xlsx", rows)
    for roster in present:
        _together(world, actor, roster, year, source)


def let_one_leave(world: World, roster: Roster) -> None:
    """A newcomer joins for a season and leaves again: memberships have an end, and history keeps it."""
    site = roster.site
    actor = world.actor(Role.REGENCY_OFFICER, site.code)
    sentra, craft = world.sentra[site.name], CRAFTS[site.craft]
    enterprise = register_enterprise(
        actor=actor,
        regency=world.regions[site.code],
        values={
            "name": world.people.business(craft.prefixes, set()) + f" {site.village}",
            "product": site.product,
            "village": site.village,
            "district_code": world.district(site).code,
            "owned_by_indonesian_citizens": True,
        },
        owner=world.people.owner(world.district(site).code, world.today),
        id=world.new_id(),
    )
    joined = actor.today - dt.timedelta(days=world.rng.randrange(40, 90))
    membership = join_member(
        actor=actor, sentra=sentra, enterprise=enterprise, values={"joined_on": joined, "inside_area": True}
    )
    leave_member(
        actor=actor,
        membership=membership,
        left_on=actor.today - dt.timedelta(days=1),
        reason="Pemilik pindah ke luar kota dan menutup bengkelnya.",
    )


__all__ = ["Roster", "Workshop", "bring", "close_year", "join_all", "let_one_leave", "make_roster"]
