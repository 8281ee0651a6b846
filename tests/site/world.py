"""One small world in which every kind of record exists once, made through the services.

Everything that belongs to Kota Pekalongan carries the word `MARK` or a number of `SECRETS`: whatever of it appears
on a page of somebody else's is a leak.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sentra.access.actors import Actor
from sentra.access.models import MaskedRead
from sentra.access.roles import RECORD_ROLES, Role
from sentra.administration import services as administration
from sentra.decisions.models import Decision, Notification
from sentra.designation import services as designation
from sentra.designation.models import Decree, Proposal
from sentra.development import services as development
from sentra.development.services.stages import Pioneering, RubricCriterion, ScaleStep
from sentra.documents.models import Evidence, Paper, PreparedExport
from sentra.documents.services import add_evidence
from sentra.funding.models import Fund
from sentra.funding.services import propose_adjustment, set_cost_standard, set_stage
from sentra.funding.services.treasury_payments import correct_payment
from sentra.funding.services.treasury_statements import record_achievement, remit, state_absorption
from sentra.insight import services as insight
from sentra.insight.asking import Question, answer
from sentra.insight.building import build as build_snapshot
from sentra.insight.tables import Rows
from sentra.registry import services as registry
from sentra.registry.imports.checking import check_run
from sentra.registry.imports.runs import start_import
from sentra.registry.models import Enterprise, Membership, Partner, Person, Sentra
from sentra.territory.models import CalendarDay
from sentra.territory.scope import NATION, scoped
from tests.designation import factories as way
from tests.funding import makers as fund
from tests.funding import money_makers as kas
from tests.funding import plan_makers as plans
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, office, persona, record_persona, region
from tests.registry import factories as make
from tests.registry.files import enterprises_workbook, nik

MARK = "Kluwung"  # the word in every name of Kota Pekalongan's records
NIB = "9120012345678"
NIK = nik(77)
PHONE = "81234567890"
TODAY = dt.date.today()
YEAR = TODAY.year - 1
MEMBERS = 20


@dataclass
class World:
    """The records by what they are, and the people who ask for them."""

    sentra: Sentra = field(init=False)  # designated, with members, figures, partner and support
    candidate: Sentra = field(init=False)  # on its way, with an open proposal at the province
    retired: Sentra = field(init=False)
    member: Membership = field(init=False)
    enterprise: Enterprise = field(init=False)
    person: Person = field(init=False)
    twin: Enterprise = field(init=False)
    partner: Partner = field(init=False)
    cooperative: Partner = field(init=False)
    bank: Partner = field(init=False)
    proposal: Proposal = field(init=False)
    designated: Proposal = field(init=False)
    decree: Decree = field(init=False)  # signed
    draft_decree: Decree = field(init=False)
    paper: Paper = field(init=False)
    evidence: Evidence = field(init=False)
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.things[name]


def build() -> World:
    """The world, made once a module; the caller keeps it inside a transaction."""
    _offices()
    world = World()
    with scoped(NATION):
        _registry(world)
        _designation(world)
        _development(world)
        _funding(world)
        _insight(world)
        _administration(world)
        _elsewhere(world)
    return world


def _offices() -> None:
    for code in (PEKALONGAN, BATANG, BANTUL):
        for role in (Role.REGENCY_OFFICER, Role.REGENCY_HEAD, Role.REGENCY_GROUP):
            persona(role, code)
    for code in (JAWA_TENGAH, YOGYAKARTA):
        for role in (Role.PROVINCE_OFFICER, Role.PROVINCE_HEAD, Role.PROVINCE_GROUP, Role.TECHNICAL_UNIT):
            persona(role, code)
    for role in NATIONAL:
        persona(role)


NATIONAL = (
    Role.MINISTRY_OFFICER,
    Role.MINISTRY_APPROVER,
    Role.DECREE_OFFICER,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    Role.OBSERVER,
)


# ---------------------------------------------------------------- registry


def _registry(world: World) -> None:
    officer = make.officer()
    world.sentra = make.make_sentra(
        name=f"Sentra Batik {MARK}",
        area=f"Kelurahan {MARK}",
        raw_materials="Kain mori",
        manager_name=f"Siti {MARK}",
        manager_phone=f"0{PHONE}",
        market_reach="national",
        flagship_relation="is_flagship",
        flagship_document="Perda 5/2021",
    )
    for place in make_members(world.sentra, MEMBERS):
        world.enterprise = place.enterprise
        world.member = place
    world.person = registry.change_person(
        actor=officer, person=world.enterprise.owner, changes={"nik": NIK, "phone": f"0{PHONE}"}
    )
    world.enterprise = registry.change_enterprise(
        actor=officer,
        enterprise=world.enterprise,
        version=world.enterprise.version,
        changes={"nib": NIB, "phone": f"0{PHONE}"},
    )
    world.things["legality"] = registry.add_legality_document(
        actor=officer, enterprise=world.enterprise, values={"kind": "iumk", "number": f"IUMK/{MARK}/1"}
    )
    for back, turnover in ((1, 3_600_000_000), (0, 4_800_000_000)):
        registry.record_sentra_figures(
            actor=officer,
            sentra=world.sentra,
            values={"year": YEAR - back, "turnover": turnover, "member_count": MEMBERS, "worker_count": 120 - back},
        )
    _partners(world, officer)
    _merging(world, officer)
    world.retired = make.make_sentra(name=f"Sentra Tahu {MARK}", product="Tahu")
    registry.retire_sentra(actor=officer, sentra=world.retired, reason="Tidak ada lagi produsen.")
    world.things["import"] = start_import(
        actor=officer,
        kind="enterprises",
        file_name=f"{MARK}.xlsx",
        content=enterprises_workbook(4, {(3, "NIK pemilik"): "337501130764000"}),
    )
    check_run(world["import"])
    world.things["cluster"] = registry.open_cluster(
        actor=way.ministry(), name="Klaster Batik Pantura", product_chain="Kain sampai busana", sentra=[world.sentra]
    )
    cluster = world["cluster"]
    world.things["party"] = registry.add_cluster_party(
        actor=way.ministry(), cluster=cluster, kind="buyer", name="Pasar Grosir Setono"
    )
    core = cluster.parties.get(kind="core_industry")
    world.things["link"] = registry.link_parties(
        actor=way.ministry(), from_party=core, to_party=world["party"], flow="Batik"
    )


def make_members(sentra: Sentra, count: int) -> list[Membership]:
    """Members with two years of growing figures."""
    actor = make.officer(sentra.regency.code)
    places = []
    for number in range(1, count + 1):
        enterprise = make.make_enterprise(
            sentra.regency.code,
            name=f"Usaha {number:02d} {sentra.name}",
            owned_by_indonesian_citizens=True,
            is_subsidiary=False,
        )
        places.append(make.join(sentra, enterprise))
        for back in (1, 0):
            registry.record_enterprise_figures(
                actor=actor,
                enterprise=enterprise,
                values={
                    "year": YEAR - back,
                    "annual_sales": 350_000_000 - back * 10_000_000,
                    "net_worth": 100_000_000,
                    "workers_paid_male": 1,
                    "workers_paid_female": 2,
                    "workers_family_male": 1,
                    "workers_family_female": 1 - back,
                },
            )
    return places


def _partners(world: World, officer: Actor) -> None:
    world.partner = make.make_partner(name=f"LPB {MARK}", contact_name=f"Budi {MARK}")
    registry.assess_partner(
        actor=officer, partner=world.partner, reason="Akta pendirian.", core_business_is_services=True
    )
    world.cooperative = make.make_partner(
        name=f"KSP {MARK}",
        type="ksp",
        legal_form="cooperative",
        savings_loan_is_only_activity=True,
        cooperative_registration_number="",
    )
    world.bank = make.make_partner(name=f"Bank {MARK}", type="executing_bank", legal_form="limited_company")
    for side, partner in (("service", world.partner), ("supply", None), ("marketing", None)):
        world.things[f"partnership_{side}"] = registry.start_partnership(
            actor=officer,
            sentra=world.sentra,
            partner=partner,
            values={
                "side": side,
                "party_name": "" if partner else f"Mitra {side} {MARK}",
                "is_written": True,
                "document": "PKS 1/2022",
                "began_on": dt.date(YEAR - 1, 1, 1),
            },
        )
    world.things["support_received"] = registry.record_support_received(
        actor=officer,
        sentra=world.sentra,
        values={"kind": "training", "giver": f"Dinas {MARK}", "delivered_on": dt.date(YEAR, 5, 5), "amount": 5_000_000},
    )


def _merging(world: World, officer: Actor) -> None:
    first = make.make_enterprise(name=f"Tahu {MARK} Asli")
    second = make.make_enterprise(name=f"Tahu {MARK} Ganda")
    world.things["merge"] = registry.merge_enterprises(
        actor=officer, kept=first, merged=second, reason="Terdaftar dua kali."
    )
    world.twin = make.make_enterprise(name=f"Usaha {MEMBERS:02d} Sentra Batik {MARK} II")


# ---------------------------------------------------------------- designation


def _designation(world: World) -> None:
    way.ground()
    way.judged(world.sentra)
    world.designated = way.designated(world.sentra)
    world.sentra.refresh_from_db()
    world.decree = Decree.objects.get(state=Decree.State.SIGNED)
    world.candidate = way.judged(way.make_sentra(name=f"Sentra Mebel {MARK}", manager_name=f"Joko {MARK}"))
    world.proposal = way.submitted(world.candidate)
    other = way.chosen(way.judged(way.make_sentra(name=f"Sentra Logam {MARK}")))
    world.draft_decree = way.drafted(other)
    world.things["comment"] = designation.add_comment(
        actor=way.officer(), proposal=world.proposal, text=f"Berkas {MARK} lengkap."
    )
    world.paper = Paper.unscoped.filter(regency=region(PEKALONGAN)).order_by("pk").first()
    world.things["decree_paper"] = world.decree.paper
    world.evidence = add_evidence(
        actor=way.officer(),
        subject=world.sentra,
        regency=world.sentra.regency,
        name=f"foto-{MARK}.pdf",
        content=way.PDF,
        kind="photo",
        proves="Bengkel bersama",
    )
    world.things["fact"] = world.candidate.assessed_facts.first()
    world.things["form"] = world.proposal.forms.first()
    world.things["assessment"] = world.proposal.assessments.first()


# ---------------------------------------------------------------- development


def _development(world: World) -> None:
    officer, sentra, day = way.officer(), world.sentra, TODAY - dt.timedelta(days=3)
    application = development.apply_support(
        actor=officer, sentra=sentra, support="map_capital", purpose=f"Modal {MARK}"
    )
    world.things["application"] = application
    development.decide_support(actor=way.ministry(), application=application, approve=True, reason="Layak.")
    world.things["open_application"] = development.apply_support(
        actor=officer, sentra=sentra, support="bds_service", purpose=f"Pendampingan {MARK}"
    )
    world.things["placement"] = development.place_map(
        actor=officer,
        sentra=sentra,
        channel=world.cooperative,
        fund_origin="government",
        amount=100_000_000,
        placed_on=day,
        application=application,
    )
    world.things["loan"] = development.lend_map(
        actor=officer, placement=world["placement"], enterprise=world.enterprise, amount=5_000_000, lent_on=day
    )
    world.things["credit"] = development.apply_credit(
        actor=officer,
        sentra=sentra,
        enterprise=world.enterprise,
        bank=world.bank,
        fund_origin="government",
        amount=50_000_000,
        purpose=f"Mesin {MARK}",
    )
    _network(world, officer, day)
    _stages(world)
    _programmes(world, officer)


def _network(world: World, officer: Actor, day: dt.date) -> None:
    sentra = world.sentra
    world.things["service"] = development.log_service(
        actor=officer,
        sentra=sentra,
        provider=world.partner,
        enterprise=world.enterprise,
        day=day,
        service=f"Pembukuan {MARK}",
    )
    world.things["equipment"] = development.supply_equipment(
        actor=officer,
        sentra=sentra,
        receiver=f"Paguyuban {MARK}",
        item="Komputer",
        condition="Baik",
        supplied_on=day,
        supplied_by="Dinas",
    )
    world.things["news"] = development.publish_news(
        actor=officer, region=sentra.regency, title=f"Harga mori {MARK}", text="Turun.", source="Pasar Banjarsari"
    )
    world.things["outreach"] = development.plan_outreach(
        actor=way.group(), sentra=sentra, aim="willingness", title=f"Temu usaha {MARK}", planned_on=TODAY
    )
    world.things["activity"] = development.link_activity(
        actor=officer,
        sentra=sentra,
        programme="DAK",
        source="Kementerian",
        activity=f"Pelatihan {MARK}",
        year=YEAR,
        amount=10_000_000,
        reference="DAK/1",
    )
    proposed = development.propose_partner(
        actor=officer, sentra=sentra, partner=world.cooperative, reason=f"Dekat {MARK}"
    )
    world.things["partner_proposal"] = proposed
    development.advise_on_proposal(actor=way.group(), proposal=proposed, text=f"Layak {MARK}.")
    world.things["invitation"] = development.invite_institution(
        actor=way.province(), partner=world.partner, level="regional", contribution=f"Tenaga ahli {MARK}", sentra=sentra
    )


def _stages(world: World) -> None:
    world.things["stage"] = development.record_stage(
        actor=way.group(),
        sentra=world.sentra,
        stage=2,
        pioneers=[Pioneering(world.enterprise, f"Pewarna alam {MARK}")],
        evidence={},
    )
    world.things["rubric"] = development.load_rubric(
        actor=persona(Role.ADMINISTRATOR),
        name="Klasifikasi 2026",
        source="Surat Deputi 1/2026",
        criteria=[RubricCriterion("market", "Pasar", 2)],
        scale=[ScaleStep(1, "Kurang"), ScaleStep(2, "Baik")],
        valid_from=dt.date(YEAR, 1, 1),
    )
    world.things["classification"] = development.classify(
        actor=way.group(),
        sentra=world.sentra,
        period_from=dt.date(YEAR, 1, 1),
        period_to=dt.date(YEAR, 12, 31),
        result=f"Berkembang {MARK}",
        evidence="Laporan tahunan.",
    )


def _programmes(world: World, officer: Actor) -> None:
    own = development.write_programme(actor=officer, year=TODAY.year, title=f"Program {MARK}")
    own = development.change_programme(
        actor=officer,
        programme=own,
        version=own.version,
        title=own.title,
        aim="",
        components=["map", "bds_service", "training"],
        sentra=[world.sentra],
    )
    world.things["programme"] = own
    world.things["line"] = development.add_line(
        actor=officer, programme=own, component="training", activity=f"Pameran {MARK}", amount=1_000_000
    )
    provincial = development.write_programme(actor=way.province(), year=TODAY.year, title="Program Jawa Tengah")
    world.things["provincial"] = provincial
    development.fold_programme(actor=way.province(), provincial=provincial, regional=own)
    world.things["advice"] = development.advise_on_topic(
        actor=way.verifier(), topic="sentra", text=f"Perkuat {MARK}.", sentra=world.sentra
    )


# ---------------------------------------------------------------- funding


def _funding(world: World) -> None:
    world.things["standard"] = set_cost_standard(
        actor=way.officer(),
        component="mentor_honorarium",
        unit="person_month",
        amount=3_500_000,
        instrument_kind=f"Peraturan Wali Kota {MARK}",
        instrument_number="61",
        instrument_title=f"Standar Harga Satuan {MARK}",
        instrument_date=dt.date(YEAR - 1, 12, 1),
        valid_from=dt.date(YEAR, 1, 1),
    )
    _allocations(world)
    _treasury(world)
    _plans(world)


def _allocations(world: World) -> None:
    """A year of each fund, the recipient of Kota Pekalongan with its ceiling, and another use that waits."""
    world.things["fund_year"] = fund.a_year()
    world.things["industry_year"] = fund.a_year(Fund.IKM)
    fund.criteria(world["industry_year"])
    recipient = fund.a_recipient(world["fund_year"], instrument=f"Keputusan Menteri 3 ({MARK})")
    fund.allocated(recipient, division={"training": 300_000_000, "mentoring": 100_000_000})
    world.things["recipient"] = recipient
    world.things["adjustment"] = propose_adjustment(
        actor=fund.head(),
        recipient=recipient,
        division={"training": 250_000_000, "mentoring": 150_000_000},
        targets={},
        reason=f"Pendampingan {MARK} diperkuat.",
    )


def _treasury(world: World) -> None:
    """Last year's recipient of Kota Pekalongan: a stage received, one on its way, one open; paid, corrected, stated."""
    year = kas.last_year()
    given = {"min_absorption_percent": None, "needs_report": False, "source": f"PMK {MARK}", "standing": "proposed"}
    made = [
        set_stage(actor=way.ministry(), year=year, number=n, share_percent=share, opens_on=kas.on(n + 1), **given)
        for n, share in ((1, 40), (2, 40), (3, 20))
    ]
    recipient = fund.with_ceiling(year)
    plan = kas.act(200_000_000, 100_000_000)
    kas.agree(recipient, [plan])
    kas.received(recipient, made[0])
    world.things["disbursement"] = kas.recommended(recipient, made[1])
    line = kas.lines(recipient)[0]
    texts = {"payee": f"CV {MARK}", "purpose": f"Konsumsi {MARK}", "number": f"{MARK}/LS/1"}
    world.things["order"] = kas.pay(recipient, {line.pk: 50_000_000}, **texts)
    clerk = way.officer()
    correct_payment(
        actor=clerk,
        order=world["order"],
        number=f"{MARK}/K/1",
        corrected_on=kas.on(4),
        reason=f"Salah pos {MARK}.",
        parts={line.pk: 1_000_000},
    )
    said = {"actor": clerk, "recipient": recipient, "as_of": kas.on(6)}
    record_achievement(**said, activity_key=plan.key, volume=30, note=f"Catatan {MARK}")
    state_absorption(**said, absorbed=49_000_000, used=49_000_000, reference=f"LRA {MARK}")
    remit(actor=clerk, recipient=recipient, amount=1, remitted_on=kas.on(12), reference=f"NTPN {MARK}")
    world.things["treasury"] = recipient


def _plans(world: World) -> None:
    """A draft with a line, a plan with the auditor, and a change of an earlier year's agreed plan."""
    draft = plans.a_plan(world["recipient"])
    world.things["plan"] = plans.fresh(draft)
    world.things["plan_activity"] = plans.an_activity(draft, title=f"Pelatihan {MARK}", location=f"Aula {MARK}")
    world.things["plan_line"] = plans.a_line(world["plan_activity"], description=f"Konsumsi {MARK}")
    industry = fund.a_recipient(fund.a_year(Fund.IKM, YEAR))
    fund.allocated(industry)
    waiting = plans.a_plan(industry)
    plans.a_line(plans.an_activity(waiting, title=f"Pelatihan SNI {MARK}"))
    world.things["plan_in_review"] = plans.sent(plans.with_files(waiting))
    last = fund.a_recipient(fund.a_year(number=YEAR - 1))
    fund.allocated(last)
    world.things["plan_change"] = plans.a_change(plans.agreed(plans.ready(last)), reason=f"Pindah {MARK}.")


# ---------------------------------------------------------------- insight


def _insight(world: World) -> None:
    ministry, officer = way.ministry(), way.officer()
    table = insight.start_snapshot(actor=ministry, subject="sentra")
    build_snapshot(table)
    world.things["snapshot"] = table
    world.things["unwritten"] = insight.start_snapshot(actor=ministry, subject="enterprise")
    changes = {"kukm-23-2005/5.1.a.1": {"parameters": {"min_member_count": 15}}}
    question = Question(table, "sentra.criteria", TODAY, Rows(officer.territory), changes, is_comparison=True)
    world.things["scenario"] = insight.save_scenario(
        actor=officer, name=f"Minimum 15 {MARK}", question=question, places=answer(question)
    )


# ---------------------------------------------------------------- administration


def _administration(world: World) -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    assert head.office is not None
    world.things["office"] = head.office
    world.things["appointment"] = administration.appoint(
        actor=head,
        office=head.office,
        role=Role.REGENCY_OFFICER,
        person=administration.Person(f"{MARK.lower()}@contoh.test", f"Petugas {MARK}"),
        instrument="SK 1/2026",
        valid_from=TODAY,
    )
    with_office = administration.add_calendar_day(
        actor=persona(Role.ADMINISTRATOR),
        day=dt.date(TODAY.year, 4, 1),
        kind="local_day_off",
        name=f"Hari jadi {MARK}",
        instrument="Perwal 1",
        region=region(PEKALONGAN),
    )
    world.things["day"] = CalendarDay.objects.get(pk=with_office.pk)
    world.things["chain_check"] = administration.start_chain_check(actor=persona(Role.AUDITOR))
    world.things["notification"] = Notification.objects.filter(user=way.officer().user).first() or (
        Notification.objects.create(user=way.officer().user, url="/")
    )
    registry.reveal_nik(actor=way.officer(), person=world.person, reason="Memeriksa KTP pemilik.")
    world.things["masked_read"] = MaskedRead.objects.latest("at")
    world.things["decision"] = Decision.objects.filter(subject_id=str(world.proposal.pk)).first()
    world.things["export"] = PreparedExport.objects.create(
        user=way.officer().user,
        title="Usaha",
        path="/daftar/usaha/",
        language="id",
        file_name="usaha.csv",
        rows=1,
        state=PreparedExport.State.READY,
        file=world.evidence.file,
    )


# ---------------------------------------------------------------- other people


def _elsewhere(world: World) -> None:
    """A sentra and a partner of the neighbours, so that their lists are not empty and their record roles exist."""
    for code, name in ((BATANG, "Sentra Emping Batang"), (BANTUL, "Sentra Gerabah Bantul")):
        there = make.make_sentra(code, name=name, product="Emping", area="Desa")
        make.join(there, make.make_enterprise(code, name=f"Usaha {name}"))
        world.things[f"sentra_{code}"] = there
        world.things[f"partner_{code}"] = make.make_partner(code, name=f"LPB {name}")
    second = make.make_sentra(name="Sentra Roti Pekalongan", product="Roti")
    world.things["other_sentra"] = second


@dataclass(frozen=True)
class Asker:
    """Somebody who asks for pages, and whether Kota Pekalongan's records lie in their territory."""

    name: str
    actor: Actor
    is_inside: bool

    @property
    def sends(self) -> bool:
        """Whether this one of the many outside also tries to send; one of each kind is enough."""
        return self.actor.role in (Role.REGENCY_HEAD, Role.PROVINCE_HEAD, *RECORD_ROLES)


def askers(world: World) -> list[Asker]:
    """Every role inside the territory, and those who must not see it from outside."""
    regency = (Role.REGENCY_OFFICER, Role.REGENCY_HEAD, Role.REGENCY_GROUP)
    province = (Role.PROVINCE_OFFICER, Role.PROVINCE_HEAD, Role.PROVINCE_GROUP, Role.TECHNICAL_UNIT)
    found = [Asker(role, persona(role, PEKALONGAN), True) for role in regency]
    found += [Asker(role, persona(role, JAWA_TENGAH), True) for role in province]
    found += [Asker(role, persona(role), True) for role in NATIONAL]
    found += [Asker(f"{role} next door", persona(role, BATANG), False) for role in regency]
    found += [Asker(f"{role} elsewhere", persona(role, YOGYAKARTA), False) for role in province]
    found += [Asker("regency_officer elsewhere", persona(Role.REGENCY_OFFICER, BANTUL), False)]
    bound = (
        ("sentra_manager", Role.SENTRA_MANAGER, PEKALONGAN, world.sentra, True),
        ("sentra_manager of another sentra", Role.SENTRA_MANAGER, PEKALONGAN, world["other_sentra"], False),
        ("partner", Role.PARTNER, PEKALONGAN, world.partner, True),
        ("the bank", Role.PARTNER, PEKALONGAN, world.bank, True),
        ("partner elsewhere", Role.PARTNER, BATANG, world[f"partner_{BATANG}"], False),
    )
    for n, (name, role, code, record, inside) in enumerate(bound, start=1):
        found.append(Asker(name, record_persona(role, code, record.pk, n), inside))
    return found


SECRETS = (MARK, NIB, NIK, f"{NIK[:4]}********{NIK[-4:]}", PHONE)

__all__ = ["BANTUL", "BATANG", "JAWA_TENGAH", "MARK", "SECRETS", "Asker", "World", "askers", "build", "office"]
