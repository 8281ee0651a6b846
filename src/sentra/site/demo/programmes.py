"""The regions' programmes for the coming year, with the working group's advice, and news for the sentra."""

from __future__ import annotations

from sentra.access.roles import Role
from sentra.development import services
from sentra.development.models import Programme
from sentra.registry.models import PartnerType
from sentra.site.demo.sites import Site
from sentra.site.demo.world import World


def plan_programmes(world: World) -> None:
    """Plan programmes of regencies and provinces for the coming year, advice on them, and published news."""
    for code in world.regencies:
        world.timeline.plan(60, _write_programme, world, code, minute=10 * 60)
    for province in world.provinces:
        world.timeline.plan(40, _write_provincial, world, province, minute=10 * 60)
        world.timeline.plan(38, _advise, world, province, minute=10 * 60)
    for code in world.regencies[:4]:
        world.timeline.plan(12, _publish, world, code)


def _write_programme(world: World, code: str) -> None:
    actor = world.actor(Role.REGENCY_OFFICER, code)
    year = actor.today.year + 1
    programme = services.write_programme(
        actor=actor,
        year=year,
        title=f"Program Penumbuhan dan Pengembangan Sentra {world.regions[code].name} {year}",
        aim="Menaikkan omzet sentra binaan dan menyiapkan calon sentra untuk diusulkan.",
        id=world.new_id(),
    )
    known = [site for site in world.sites if site.code == code and site.name in world.sentra and not site.retired]
    sites = known[:4]
    _fill(world, programme, Role.REGENCY_OFFICER, code, sites)


def _fill(world: World, programme: Programme, role: str, code: str, sites: list[Site]) -> None:
    actor = world.actor(role, code)
    programme = services.change_programme(
        actor=actor,
        programme=programme,
        version=programme.version,
        title=programme.title,
        aim=programme.aim,
        components=["map", "bds_service", "training"],
        sentra=[world.sentra[site.name] for site in sites],
    )
    for component, activity, amount in (
        ("map", "Penempatan modal awal dan padanan melalui KSP", 400_000_000),
        ("bds_service", "Layanan pendampingan usaha selama setahun", 180_000_000),
        ("training", "Pelatihan desain, mutu, dan pemasaran daring", 120_000_000),
    ):
        services.add_line(
            actor=actor, programme=programme, component=component, activity=activity, amount=amount, id=world.new_id()
        )


def _write_provincial(world: World, province: str) -> None:
    actor = world.actor(Role.PROVINCE_OFFICER, province)
    year = actor.today.year + 1
    programme = services.write_programme(
        actor=actor,
        year=year,
        title=f"Program Pengembangan Sentra Provinsi {world.regions[province].name} {year}",
        aim="Menyatukan program kabupaten/kota dan memperkuat sentra unggulan.",
        id=world.new_id(),
    )
    sites = [site for site in world.sites if site.code[:2] == province and site.name in world.sentra and site.paths][:6]
    _fill(world, programme, Role.PROVINCE_OFFICER, province, sites)
    for regional in Programme.objects.filter(region__parent__code=province, year=year):
        programme.refresh_from_db()
        services.fold_programme(actor=actor, provincial=programme, regional=regional)


def _advise(world: World, province: str) -> None:
    """The provincial working group advises; one piece is answered, the others wait for the agency."""
    actor = world.actor(Role.PROVINCE_GROUP, province)
    programme = Programme.objects.get(region__code=province)
    first = services.advise_on_programme(
        actor=actor,
        programme=programme,
        text="Utamakan sentra yang memiliki perjanjian tertulis dengan pembeli; dampaknya lebih cepat terlihat.",
        id=world.new_id(),
    )
    services.answer_advice(
        actor=world.actor(Role.PROVINCE_OFFICER, province),
        advice=first,
        kind="answered",
        answer="Diterima; urutan penempatan modal disesuaikan.",
    )
    code = next(code for code in world.regencies if code[:2] == province)
    site = next(site for site in world.sites if site.code == code and site.paths)
    services.advise_on_topic(
        actor=actor,
        topic="business_network",
        text="Pertemukan sentra ini dengan pembeli hotel dan ritel; pemasarannya masih bertumpu pada satu kota.",
        sentra=world.sentra[site.name],
        id=world.new_id(),
    )
    services.advise_on_topic(
        actor=actor,
        topic="bds_provider",
        text="Lembaga ini perlu menambah tenaga pendamping bersertifikat sebelum melayani sentra lain.",
        partner=world.partners[code, PartnerType.BDS_PROVIDER],
        id=world.new_id(),
    )


def _publish(world: World, code: str) -> None:
    services.publish_news(
        actor=world.actor(Role.REGENCY_OFFICER, code),
        region=world.regions[code],
        title="Pembeli ritel mencari pemasok oleh-oleh",
        text="Jaringan ritel mencari pemasok tetap untuk enam kota. Contoh produk dikumpulkan di dinas.",
        source="Temu usaha provinsi",
        id=world.new_id(),
    )
