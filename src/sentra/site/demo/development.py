"""What follows a designation, and the regions' own programmes: support, money, stages, partners, advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sentra.access.roles import Role
from sentra.development import services
from sentra.registry.models import PartnerType
from sentra.site.demo.cast import hire
from sentra.site.demo.crafts import CRAFTS
from sentra.site.demo.places import BANTUL, PEKALONGAN, SEATS
from sentra.site.demo.sites import Site
from sentra.site.demo.stories import DECREES
from sentra.site.demo.world import World

#: What designated sentra ask for: kind of support, for what, and what became of it (None: still waiting).
_ASKED: tuple[tuple[str, str, str, bool | None], ...] = (
    ("sentra", "map_capital", "Modal kerja pembelian bahan menjelang musim ramai bagi {n} anggota.", True),
    ("sentra", "bds_service", "Pendampingan pembukuan dan pemasaran daring selama enam bulan.", True),
    ("sentra", "guaranteed_credit_access", "Kredit penggantian alat bagi anggota yang agunannya terbatas.", True),
    ("leading", "product_design_development", "Pengembangan desain bersama perancang untuk pameran nasional.", True),
    ("leading", "product_brand_development", "Pendaftaran merek bersama dan kemasan.", False),
    ("leading", "appropriate_technology_development", "Uji coba alat hemat energi bersama politeknik.", None),
    ("cluster", "training_facility", "Fasilitas pelatihan bagi perajin muda dari sentra sekitar.", None),
    ("sentra", "business_information_access", "Sambungan internet dan layar informasi di balai paguyuban.", None),
)
_RANKS = ("sentra", "leading", "cluster")


def plan_development(world: World) -> None:
    """Plan it all: from the day after each decree, and the programmes of each year."""
    designated = [site for site in world.sites if any(path.decree in (1, 2) for path in site.paths)]
    for place, site in enumerate(designated):
        since = DECREES[min(path.decree for path in site.paths if path.decree)]
        tiers = [path.tier for path in site.paths if path.decree in (1, 2)]
        _plan_support(world, site, place, since, max(tiers, key=_RANKS.index))
        _plan_follow_up(world, site, place, since)
    for code in (PEKALONGAN, BANTUL):
        _plan_people(world, code, next(site for site in designated if site.code == code))
    world.timeline.plan(DECREES[1] - 30, _load_rubric, world)


def _plan_people(world: World, code: str, site: Site) -> None:
    """A sentra's manager and the officers of its partners get accounts once the sentra is designated."""
    since = DECREES[min(path.decree for path in site.paths if path.decree)] - 4

    def give() -> None:
        by = (Role.REGENCY_HEAD, code)
        sentra = world.sentra[site.name]
        hire(
            world,
            by,
            Role.SENTRA_MANAGER,
            code,
            name=sentra.manager_name,
            record_id=sentra.pk,
            position=f"Pengelola {sentra.name}",
        )
        for n, kind in enumerate((PartnerType.KSP, PartnerType.BANK, PartnerType.BDS_PROVIDER), start=1):
            partner = world.partners[code, kind]
            hire(
                world, by, Role.PARTNER, code, n, name=partner.contact_name, record_id=partner.pk, position=str(partner)
            )

    world.timeline.plan(since, give)


def _plan_support(world: World, site: Site, place: int, since: int, tier: str) -> None:
    """Applications of a sentra, one after the other, each decided and most of them delivered."""
    open_to = [ask for ask in _ASKED if _RANKS.index(ask[0]) <= _RANKS.index(tier)]
    for turn, (needed, support, purpose, outcome) in enumerate(open_to[place % 3 :: 2]):
        # A higher tier's support can be asked for only after the decree that gave the tier.
        start = (since if needed == "sentra" else DECREES[2]) - 14 - turn * 21 - place
        if outcome is None:
            start = 4 + place % 9
        if start < 3:
            continue
        text = purpose.format(n=8 + (place + turn) % 9)
        world.timeline.plan(start, _support_act(world, site, support, text, outcome, start))


def _support_act(
    world: World, site: Site, support: str, purpose: str, outcome: bool | None, start: int
) -> Callable[[], None]:
    def apply() -> None:
        application = services.apply_support(
            actor=world.actor(Role.REGENCY_OFFICER, site.code),
            sentra=world.sentra[site.name],
            support=support,
            purpose=purpose,
            id=world.new_id(),
        )

        def decide() -> None:
            services.decide_support(
                actor=world.actor(Role.MINISTRY_OFFICER, n=2),
                application=application,
                approve=bool(outcome),
                reason="Sesuai jenjang sentra dan tersedia anggaran tahun berjalan."
                if outcome
                else "Anggaran tahun ini telah terserap; dapat diajukan kembali tahun depan.",
            )

        def deliver() -> None:
            actor = world.actor(Role.REGENCY_OFFICER, site.code, 2)
            application.refresh_from_db()
            services.deliver_support(
                actor=actor,
                application=application,
                delivered_on=actor.today - dt.timedelta(days=1),
                giver="Kementerian Koperasi dan Usaha Kecil dan Menengah",
                amount=world.rng.randrange(40, 220) * 1_000_000,
                note="Berita acara serah terima ada pada dinas.",
            )

        later.extend((decide, deliver))

    # What is done with the application is planned now, and known once it is made.
    later: list[Callable[[], None]] = []
    if outcome is not None and start > 8:
        world.timeline.plan(start - 5, lambda: later[0]())
        if outcome and start > 20:
            world.timeline.plan(start - 16, lambda: later[1]())
    return apply


def _plan_follow_up(world: World, site: Site, place: int, since: int) -> None:
    """Stage, classification, partners, services and money of a designated sentra."""
    plan = world.timeline.plan
    plan(since - 12, _record_stage, world, site, 2)
    if place % 3 == 0:
        plan(since - 80, _record_stage, world, site, 3)
    for years in (1, 2):
        age = since - 130 * years - place
        if age > 5:
            plan(age, _classify, world, site)
    plan(since - 20, _propose_partner, world, site, PartnerType.BDS_PROVIDER, True)
    plan(since - 45, _log_services, world, site)
    plan(since - 60, _place_map, world, site)
    if place % 4 == 2:
        plan(6 + place % 5, _propose_partner, world, site, PartnerType.KSP, None)
    if place % 3 == 1:
        plan(since - 90, _link_activity, world, site)
        plan(25 + place, _invite, world, site)
    if place % 4 == 0:
        plan(since - 70, _reach_out, world, site)
        plan(5 + place % 6, _apply_credit, world, site, False)
    plan(since - 100, _apply_credit, world, site, True)


def _record_stage(world: World, site: Site, stage: int) -> None:
    craft = CRAFTS[site.craft]
    services.record_stage(
        actor=world.actor(Role.REGENCY_GROUP, site.code),
        sentra=world.sentra[site.name],
        stage=stage,
        pioneers=[services.Pioneering(world.member(site.name, n), craft.technology) for n in (0, 3)]
        if stage == 2
        else (),
        evidence={
            "productivity": "Hasil per pekerja naik menurut buku produksi dua tahun terakhir.",
            "quality": "Barang kembali dari pembeli turun sejak penerapan pemeriksaan mutu.",
            "collective_efficiency": "Pembelian bahan bersama menurunkan harga bahan bagi anggota.",
        }
        if stage == 3
        else None,
        joint_activity="Pembelian bahan dan pengiriman bersama ke pembeli utama." if stage == 3 else "",
        note="Dinilai pada kunjungan pembinaan.",
        id=world.new_id(),
    )


def _load_rubric(world: World) -> None:
    services.load_rubric(
        actor=world.actor(Role.ADMINISTRATOR),
        name="Rubrik contoh peragaan",
        source="Contoh untuk peragaan; naskah Keputusan 33.1/Kep/M.KUKM/IV/2003 tidak tersedia",
        criteria=[
            services.RubricCriterion("growth", "Pertumbuhan omzet dan tenaga kerja", 4),
            services.RubricCriterion("institution", "Kelembagaan paguyuban", 3),
            services.RubricCriterion("network", "Jejaring pasokan dan pemasaran", 3),
        ],
        scale=[
            services.ScaleStep(1, "Kurang"),
            services.ScaleStep(2, "Cukup"),
            services.ScaleStep(3, "Baik"),
        ],
        valid_from=world.actor(Role.ADMINISTRATOR).today,
        id=world.new_id(),
    )


def _classify(world: World, site: Site) -> None:
    from sentra.development.models import RubricVersion

    actor = world.actor(Role.REGENCY_GROUP, site.code, 2)
    rubric = RubricVersion.objects.first()
    scores = {"growth": world.rng.choice((2, 3)), "institution": world.rng.choice((1, 2, 3)), "network": 3}
    total = 4 * scores["growth"] + 3 * scores["institution"] + 9
    services.classify(
        actor=actor,
        sentra=world.sentra[site.name],
        period_from=actor.today - dt.timedelta(days=365),
        period_to=actor.today - dt.timedelta(days=1),
        result="Baik" if total >= 24 else "Cukup",
        evidence="Angka tahunan sentra, buku paguyuban, dan daftar kemitraan yang berlaku.",
        rubric=rubric,
        scores=scores if rubric else None,
        id=world.new_id(),
    )


def _propose_partner(world: World, site: Site, kind: str, assign: bool | None) -> None:
    """The agency proposes a partner; the working group advises; the province assigns it, or has still to decide."""
    proposal = services.propose_partner(
        actor=world.actor(Role.REGENCY_OFFICER, site.code),
        sentra=world.sentra[site.name],
        partner=world.partners[site.code, kind],
        reason=f"Berpengalaman melayani usaha {site.product.lower()} dan berkantor di {SEATS[site.code][0]}.",
        id=world.new_id(),
    )
    if assign is None and world.rng.random() < 0.5:
        return
    services.advise_on_proposal(
        actor=world.actor(Role.REGENCY_GROUP, site.code),
        proposal=proposal,
        text="Laporan tahunannya wajar dan layanannya dikenal anggota; layak mendampingi sentra ini.",
        id=world.new_id(),
    )
    if assign is not None:
        services.decide_partner(
            actor=world.actor(Role.PROVINCE_HEAD, site.code[:2]),
            proposal=proposal,
            assign=assign,
            reason="Memenuhi ketentuan lembaga mitra dan didukung saran pokja.",
        )


def _log_services(world: World, site: Site) -> None:
    actor = world.actor(Role.REGENCY_OFFICER, site.code)
    for n, (service, result) in enumerate(
        (
            ("Pembukuan sederhana", "Anggota mulai mencatat penjualan harian."),
            ("Foto produk dan toko daring", "Dua belas produk tayang di lokapasar."),
            ("Perhitungan harga pokok", "Harga jual disesuaikan untuk tiga produk."),
        )
    ):
        services.log_service(
            actor=actor,
            sentra=world.sentra[site.name],
            provider=world.partners[site.code, PartnerType.BDS_PROVIDER],
            enterprise=world.member(site.name, n),
            day=actor.today - dt.timedelta(days=3 - n),
            service=service,
            result=result,
            id=world.new_id(),
        )


def _place_map(world: World, site: Site) -> None:
    actor = world.actor(Role.REGENCY_OFFICER, site.code)
    placement = services.place_map(
        actor=actor,
        sentra=world.sentra[site.name],
        channel=world.partners[site.code, PartnerType.KSP],
        fund_origin="government",
        amount=200_000_000,
        placed_on=actor.today - dt.timedelta(days=2),
        document=f"Perjanjian penempatan {world.rng.randrange(10, 90)}/MAP/{actor.today.year}",
        id=world.new_id(),
    )
    for n in range(3):
        services.lend_map(
            actor=actor,
            placement=placement,
            enterprise=world.member(site.name, n + 4),
            amount=world.rng.randrange(8, 26) * 1_000_000,
            lent_on=actor.today,
            id=world.new_id(),
        )


def _apply_credit(world: World, site: Site, decided: bool) -> None:
    """A member asks the bank; decided ones are answered by the bank's officer where it has an account."""
    bank = world.partners[site.code, PartnerType.BANK]
    application = services.apply_credit(
        actor=world.actor(Role.REGENCY_OFFICER, site.code),
        sentra=world.sentra[site.name],
        enterprise=world.member(site.name, 7 if decided else 8),
        bank=bank,
        fund_origin="government",
        amount=75_000_000,
        purpose="Pembelian mesin dan bahan untuk pesanan tetap.",
        id=world.new_id(),
    )
    banker = world.cast.get((Role.PARTNER, site.code, 2))
    if decided and banker is not None:
        services.decide_credit(
            actor=banker,
            application=application,
            grant=True,
            collateral_limited=True,
            collateral_note="Agunan berupa kendaraan bernilai di bawah plafon yang diminta.",
            reason="Usaha layak; kekurangan agunan ditutup penjaminan.",
            granted_amount=60_000_000,
        )


def _link_activity(world: World, site: Site) -> None:
    actor = world.actor(Role.REGENCY_OFFICER, site.code)
    services.link_activity(
        actor=actor,
        sentra=world.sentra[site.name],
        programme="Pengembangan Kapasitas Kelembagaan IKM",
        source=f"Dinas Perindustrian {world.regions[site.code].name}",
        activity="Pelatihan standar mutu dan pengadaan alat uji bersama",
        year=actor.today.year,
        amount=world.rng.randrange(60, 240) * 1_000_000,
        reference=f"DPA 3.31.01/{world.rng.randrange(100, 999)}/{site.village}/{actor.today.year}",
        id=world.new_id(),
    )


def _invite(world: World, site: Site) -> None:
    services.invite_institution(
        actor=world.actor(Role.PROVINCE_OFFICER, site.code[:2]),
        partner=world.partners[site.code, PartnerType.BANK],
        level="regional",
        contribution="Literasi keuangan dan pembukaan rekening bagi anggota sentra",
        sentra=world.sentra[site.name],
        id=world.new_id(),
    )


def _reach_out(world: World, site: Site) -> None:
    actor = world.actor(Role.REGENCY_GROUP, site.code)
    for aim, title in (("willingness", "Kunjungan ke sentra yang sudah didampingi"), ("ability", "Klinik usaha")):
        outreach = services.plan_outreach(
            actor=actor, sentra=world.sentra[site.name], aim=aim, title=title, planned_on=actor.today, id=world.new_id()
        )
        if aim == "willingness":
            services.log_outreach(
                actor=actor,
                outreach=outreach,
                held_on=actor.today,
                account="Dihadiri delapan belas perajin; enam meminta pendampingan pembukuan.",
            )
