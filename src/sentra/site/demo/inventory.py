"""The registry: sentra, their partners and partnerships, support they received, the clusters they stand in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sentra.access.roles import Role
from sentra.registry.models import ImportKind, Partner, PartnerType
from sentra.registry.services import (
    add_cluster_party,
    assess_partner,
    link_parties,
    open_cluster,
    record_support_received,
    register_partner,
    register_sentra,
    retire_sentra,
    start_partnership,
)
from sentra.site.demo.chance import dice
from sentra.site.demo.crafts import CRAFTS
from sentra.site.demo.files import workbook
from sentra.site.demo.places import JEPARA, PEKALONGAN, SEATS
from sentra.site.demo.roster import close_year, join_all, let_one_leave, make_roster, register_some
from sentra.site.demo.sites import Site
from sentra.site.demo.world import World


def plan_inventory(world: World, first_steps: dict[str, int]) -> None:
    """Plan the registering of everything; `first_steps` gives the age at which each site's first proposal begins."""
    oldest = world.calendar.oldest
    for code in world.regencies:
        world.timeline.plan(oldest - 1, _register_partners, world, code)
    for place, site in enumerate(world.sites):
        _plan_site(world, site, place, first_steps.get(site.name))
    for age in world.calendar.first_days_of_years():
        for minute, code in enumerate(world.regencies):
            year = world.calendar.day(age).year - 1
            world.timeline.plan(age, close_year, world, code, year, minute=8 * 60 + 10 + minute)
    for place, name in enumerate(("Klaster Batik Pekalongan", "Klaster Mebel dan Ukir Jepara")):
        sites = [
            s for s in world.sites if s.code == (PEKALONGAN, JEPARA)[place] and s.craft == ("batik", "mebel")[place]
        ]
        if sites:
            world.timeline.plan(320 - place, _open_cluster, world, name, tuple(sites))
    world.timeline.plan(2, _leave_import_waiting, world)


def _plan_site(world: World, site: Site, place: int, first_step: int | None) -> None:
    oldest = world.calendar.oldest
    rng = dice("site", site.name)
    start = oldest - 2 - place % 20
    if first_step is None or first_step < oldest - 160:
        start = rng.randrange(90, 420) if first_step is None else min(start, first_step + rng.randrange(40, 160))
    roster = make_roster(world, site)

    def register() -> None:
        world.rosters[site.name] = roster
        _register_sentra(world, site)

    world.timeline.plan(start, register)
    for step in (1, 2, 3):
        upto = -(-len(roster.workshops) * step // 3)
        world.timeline.plan(start - step, register_some, world, roster, upto)
    world.timeline.plan(start - 5, join_all, world, roster)
    world.timeline.plan(start - 6, _join_partners, world, site)
    if site.doing in ("well", "falling"):
        world.timeline.plan(start - 9, _receive_support, world, site, "Pelatihan", "Pelatihan manajemen usaha")
        world.timeline.plan(
            max(start // 2, 20), _receive_support, world, site, "Pendampingan", "Pendampingan mutu produk"
        )
    if site.doing == "well" and place % 4 == 1:
        world.timeline.plan(max(start - 150, 15), let_one_leave, world, roster)
    if site.retired:
        world.timeline.plan(max(start - 60, 21), _retire, world, site)


def _register_sentra(world: World, site: Site) -> None:
    craft, rng = CRAFTS[site.craft], world.rng
    _city, latitude, longitude = SEATS[site.code]
    is_good = site.doing in ("well", "falling")
    regency = world.regions[site.code].name
    world.sentra[site.name] = register_sentra(
        actor=world.actor(Role.REGENCY_GROUP if rng.random() < 0.3 else Role.REGENCY_OFFICER, site.code),
        regency=world.regions[site.code],
        values={
            "name": site.name,
            "product": site.product,
            "raw_materials": craft.material,
            "raw_material_origin": craft.origin,
            "area": f"{site.village} dan dusun di sekitarnya, Kecamatan {site.district}",
            "address": f"Balai {site.village}, Kecamatan {site.district}",
            "village": site.village,
            "district_code": world.district(site).code,
            "latitude": Decimal(str(round(latitude + rng.uniform(-0.02, 0.02), 6))),
            "longitude": Decimal(str(round(longitude + rng.uniform(-0.02, 0.02), 6))),
            "founded_year": rng.randrange(1950, 2012),
            "history": f"Usaha {site.product.lower()} di {site.village} diwariskan turun-temurun dan berkembang sejak "
            "akses jalan dan listrik membaik. Paguyuban perajin menjadi wadah pembelian bahan dan pameran bersama.",
            "technology": craft.technology,
            "facilities": craft.facilities if is_good else "",
            "problems": craft.problem,
            "support_needed": craft.need,
            "manager_name": world.people.name("male" if rng.random() < 0.5 else "female"),
            "manager_phone": world.people.phone(),
            "flagship_relation": rng.choice(("is_flagship", "related")) if is_good else "",
            "flagship_document": f"Keputusan Kepala Daerah {regency} Nomor 510/{rng.randrange(100, 400)} tentang "
            "Produk Unggulan Daerah"
            if is_good
            else "",
            "market_reach": site.reach,
            "end_product_market_reach": "none" if site.reach == "within_regency" else "",
        },
        id=world.new_id(),
    )


def _retire(world: World, site: Site) -> None:
    sentra = world.sentra[site.name]
    retire_sentra(actor=world.actor(Role.REGENCY_OFFICER, site.code), sentra=sentra, reason=site.retired)


# ---------------------------------------------------------------- partners


def _register_partners(world: World, code: str) -> None:
    city = SEATS[code][0]
    for kind, name, values in (
        (PartnerType.KSP, f"KSP Artha Mandiri {city}", {"savings_loan_is_only_activity": True}),
        (
            PartnerType.USP,
            f"USP Koperasi Perajin {city}",
            {
                "is_unit": True,
                "parent_name": f"Koperasi Perajin {city}",
                "unit_runs_savings_loan": True,
            },
        ),
        (PartnerType.BDS_PROVIDER, f"LPB Mitra Kriya {city}", {"legal_form": "foundation"}),
        (PartnerType.BANK, f"Bank Pembangunan Nusantara Cabang {city}", {"legal_form": "limited_company"}),
    ):
        partner = _partner(world, code, kind, name, **({"legal_form": "cooperative"} | values))
        if kind in (PartnerType.BDS_PROVIDER, PartnerType.USP):
            assess_partner(
                actor=world.actor(Role.REGENCY_GROUP, code),
                partner=partner,
                reason="Dinilai dari akta, laporan tahunan, dan kunjungan ke kantornya.",
                core_business_is_services=True if kind == PartnerType.BDS_PROVIDER else None,
                unit_is_autonomous=True if kind == PartnerType.USP else None,
            )
        world.partners[code, kind] = partner


def _partner(world: World, code: str, kind: str, name: str, **values: object) -> Partner:
    city = SEATS[code][0]
    number = world.people.rng.randrange(100, 999)
    koperasi = {"cooperative_registration_number": f"33{code[2:]}0200{number}"} if "operasi" in name else {}
    return register_partner(
        actor=world.actor(Role.REGENCY_OFFICER, code),
        regency=world.regions[code],
        values={
            "type": kind,
            "name": name,
            "address": f"Jalan Merdeka Nomor {world.people.rng.randrange(1, 120)}, {city}",
            "contact_name": world.people.name("female" if number % 2 else "male"),
            "phone": world.people.phone(),
            **koperasi,
            **values,
        },
        id=world.new_id(),
    )


def _join_partners(world: World, site: Site) -> None:
    """Suppliers and buyers; a sentra that does poorly has no paper with them, or none at all."""
    craft, sentra = CRAFTS[site.craft], world.sentra[site.name]
    actor = world.actor(Role.REGENCY_OFFICER, site.code, 2)
    for side, names, kind in (
        ("supply", craft.suppliers, PartnerType.SUPPLIER),
        ("marketing", craft.buyers, PartnerType.BUYER),
    ):
        if site.doing in ("poor", "unknown") and side == "marketing":
            continue
        name = world.rng.choice(names)
        partner = world.partners.get((site.code, name))
        if partner is None:
            partner = world.partners[site.code, name] = _partner(world, site.code, kind, name)
        is_written = site.doing in ("well", "falling")
        start_partnership(
            actor=actor,
            sentra=sentra,
            partner=partner,
            values={
                "side": side,
                "is_written": is_written,
                "document": f"Perjanjian Kerja Sama Nomor {world.rng.randrange(3, 60):02d}/PKS/{actor.today.year - 1}"
                if is_written
                else "",
                "contribution": "Penyediaan bahan baku dengan harga kelompok"
                if side == "supply"
                else "Pembelian rutin dan umpan balik mutu",
                "began_on": actor.today - dt.timedelta(days=world.rng.randrange(90, 900)),
            },
            id=world.new_id(),
        )


def _receive_support(world: World, site: Site, kind: str, programme: str) -> None:
    actor = world.actor(Role.REGENCY_OFFICER, site.code)
    record_support_received(
        actor=actor,
        sentra=world.sentra[site.name],
        values={
            "kind": kind,
            "giver": world.rng.choice(
                (f"Dinas UKM {world.regions[site.code].name}", "Balatkop provinsi", "Politeknik negeri")
            ),
            "programme": programme,
            "amount": world.rng.randrange(15, 90) * 1_000_000,
            "delivered_on": actor.today - dt.timedelta(days=world.rng.randrange(5, 60)),
            "legal_basis": f"DPA Dinas Tahun {actor.today.year}",
            "note": f"Diikuti {world.rng.randrange(12, 30)} perajin.",
        },
        id=world.new_id(),
    )


# ---------------------------------------------------------------- clusters


def _open_cluster(world: World, name: str, sites: tuple[Site, ...]) -> None:
    craft, code = CRAFTS[sites[0].craft], sites[0].code
    actor = world.actor(Role.MINISTRY_OFFICER)
    cluster = open_cluster(
        actor=actor,
        name=name,
        product_chain=craft.chain.capitalize(),
        sentra=[world.sentra[sites[0].name]],
        description="Dibuka dari sentra sebagai titik masuk; peran para pihak disepakati dalam temu klaster.",
        id=world.new_id(),
    )
    world.clusters[name] = cluster
    core = cluster.parties.get()
    for site in sites[1:]:
        if site.name in world.sentra:
            other = add_cluster_party(
                actor=actor, cluster=cluster, kind="core_industry", sentra=world.sentra[site.name], id=world.new_id()
            )
            link_parties(actor=actor, from_party=other, to_party=core, flow="Barang setengah jadi untuk pesanan besar")
    supplier = add_cluster_party(
        actor=actor, cluster=cluster, kind="supplier_industry", name=craft.suppliers[0], supplies="raw_material"
    )
    buyer = add_cluster_party(actor=actor, cluster=cluster, kind="buyer", name=craft.buyers[0])
    bridge = add_cluster_party(
        actor=actor,
        cluster=cluster,
        kind="bridging_institution",
        partner=world.partners[code, PartnerType.BDS_PROVIDER],
    )
    maker = add_cluster_party(actor=actor, cluster=cluster, kind="technology_producer", name="Politeknik Negeri")
    for giver, taker, flow in (
        (supplier, core, craft.material),
        (core, buyer, sites[0].product),
        (bridge, core, "Pendampingan mutu dan pemasaran"),
        (maker, core, "Rancang bangun alat tepat guna"),
    ):
        link_parties(actor=actor, from_party=giver, to_party=taker, flow=flow, id=world.new_id())


# ---------------------------------------------------------------- a file that waits


def _leave_import_waiting(world: World) -> None:
    """A spreadsheet with wrong cells that an officer has not mended yet."""
    from sentra.registry.imports.checking import check_run
    from sentra.registry.imports.runs import start_import

    actor = world.actor(Role.REGENCY_OFFICER, PEKALONGAN)
    district = world.regions[f"{PEKALONGAN}/Pekalongan Utara"]
    rows = []
    for _n in range(18):
        owner = world.people.owner(district.code, world.today)
        rows.append(
            {
                "name": world.people.business(("Dapur", "Olahan", "Rasa"), set()) + " Bandengan",
                "owner": owner["name"],
                "nik": owner["nik"],
                "sex": "Perempuan" if owner["sex"] == "female" else "Laki-laki",
                "birth_date": owner["birth_date"],
                "product": "Ikan asap",
                "raw_material": "Ikan manyung",
                "village": "Bandengan",
                "district": "Pekalongan Utara",
                "founded_year": world.rng.randrange(1998, 2022),
                "phone": world.people.phone(),
            }
        )
    rows[4]["nik"] = rows[4]["nik"][:14]
    rows[9]["founded_year"] = "dua ribu lima"
    rows[13]["district"] = "Pekalongan Tengah"
    run = start_import(
        actor=actor,
        kind=ImportKind.ENTERPRISES,
        file_name="usaha-ikan-asap-bandengan.xlsx",
        content=workbook(ImportKind.ENTERPRISES, rows),
        id=world.new_id(),
    )
    check_run(run)
