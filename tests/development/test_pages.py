"""The pages: who reaches them, what they say, what leaks nowhere, how many queries they take."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.development import services
from sentra.development.models import PartnerProposal, SupportApplication
from sentra.registry.models import Sentra
from tests.development.factories import (
    TODAY,
    YESTERDAY,
    administrator,
    agency,
    application,
    approved,
    assigned,
    bank,
    bds,
    credit,
    group,
    ksp,
    manager,
    members,
    ministry,
    officer,
    partner_account,
    placement,
    programme,
    promising,
    proposal,
    province,
    province_group,
    sentra_of_tier,
)
from tests.personas import BATANG, PEKALONGAN, persona, record_persona

pytestmark = pytest.mark.usefixtures("nation")

OF_SENTRA = [
    "sentra",
    "sentra_support",
    "sentra_finance",
    "sentra_stages",
    "sentra_classifications",
    "sentra_partners",
    "sentra_activities",
    "sentra_outreach",
]
LISTS = ["support_list", "strand_list", "programme_list", "invitation_list", "news"]


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"development:{name}", args=args)


def read(actor: Actor, name: str, *args: object, status: int = 200) -> str:
    response = as_(actor).get(url(name, *args))
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def sent(actor: Actor, name: str, /, *args: object, status: int = 302, **data: object) -> str:
    response = as_(actor).post(url(name, *args), {"client_id": str(uuid4()), **data})
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def day(value: object) -> str:
    return value.strftime("%d/%m/%Y")


def test_the_pages_of_a_sentra_open_inside_the_territory_and_nowhere_else() -> None:
    sentra, other = sentra_of_tier("sentra"), sentra_of_tier("sentra", name="Batik Lain")
    readers = (officer(), group(), province(), ministry(), manager(sentra), persona(Role.AUDITOR))
    strangers = (officer(BATANG), record_persona(Role.SENTRA_MANAGER, PEKALONGAN, other.pk, 2), partner_account(bds()))
    for name in OF_SENTRA:
        for actor in readers:
            assert sentra.name in read(actor, name, sentra.pk)
        for stranger in strangers:
            read(stranger, name, sentra.pk, status=404)
        read(administrator(), name, sentra.pk, status=403)


def test_the_lists_open_to_the_offices_and_hold_only_the_own_territory() -> None:
    sentra = sentra_of_tier("sentra", name="Batik Terlihat")
    application(sentra)
    services.invite_institution(
        actor=province(), sentra=sentra, partner=agency(), level="national", contribution="Uji mutu"
    )
    programme(components=[], sentra=[sentra])
    for name in LISTS:
        for actor in (officer(), province(), ministry()):
            read(actor, name)
        assert "Terlihat" not in read(officer(BATANG), name)


def test_the_pages_stay_within_their_queries_however_many_records_there_are() -> None:
    sentra = sentra_of_tier("leading", members=20)
    for n in range(5):
        application(sentra_of_tier("sentra", members=1, name=f"Batik {n}"))
        services.link_activity(
            actor=officer(),
            sentra=sentra,
            programme="P",
            source="Dinas",
            activity="A",
            year=TODAY.year,
            amount=n,
            reference=f"N-{n}",
        )
        services.plan_outreach(actor=group(), sentra=sentra, aim="ability", title=f"T{n}", planned_on=TODAY)
    assigned(sentra, bds())
    client = as_(province())
    taken = {}
    for name in [*OF_SENTRA, *LISTS]:
        address = url(name, *([sentra.pk] if name in OF_SENTRA else []))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        taken[name] = sum("SAVEPOINT" not in one["sql"] for one in queries.captured_queries)
    assert {name: n for name, n in taken.items() if n > 12} == {}


@pytest.mark.parametrize("name", OF_SENTRA)
def test_every_page_of_a_sentra_leads_back_to_its_record_and_its_assessment(name: str) -> None:
    sentra = sentra_of_tier("sentra")
    page = read(officer(), name, sentra.pk)
    assert f'href="{reverse("registry:sentra", args=[sentra.pk])}"' in page
    assert f'href="{reverse("designation:assessment", args=[sentra.pk])}"' in page


@pytest.mark.clause("kukm-23-2005/8.1")
def test_the_support_page_marks_the_kinds_names_the_provision_and_promises_nothing() -> None:
    sentra = sentra_of_tier("sentra")
    page = read(manager(sentra), "sentra_support", sentra.pk)
    assert "dapat memperoleh" in page
    assert "berhak" not in page
    assert page.index("Perkuatan modal MAP melalui KSP/USP") < page.index("Tidak terbuka bagi jenjang ini")
    assert page.index("Tidak terbuka bagi jenjang ini") < page.index("Fasilitas litbang produk")
    assert {"Finansial", "Nonfinansial"} <= {word.strip(" <>/") for word in page.replace("<", ">").split(">")}
    closed = read(manager(sentra), "support_apply", sentra.pk, "product_rnd_facility", status=403)
    assert "kukm-23-2005/8.3.a.1" in closed


def test_an_application_goes_from_the_manager_to_the_ministry_and_is_delivered_on_the_pages() -> None:
    sentra = sentra_of_tier("leading")
    sent(manager(sentra), "support_apply", sentra.pk, "product_brand_development", purpose="Merek", trademark="DID1")
    made = SupportApplication.objects.get()
    assert made.trademark == "DID1"
    read(ministry(), "support", made.pk)
    sent(officer(), "support_decide", made.pk, decision="yes", reason="Ya", status=403)
    assert "Belum diisi" not in sent(ministry(), "support_decide", made.pk, decision="", reason="", status=422)
    sent(ministry(), "support_decide", made.pk, decision="yes", reason="Sesuai.")
    sent(officer(), "support_deliver", made.pk, delivered_on=day(TODAY), giver="Kementerian", amount="5.000.000")
    assert "Rp5.000.000" in read(manager(sentra), "sentra_support", sentra.pk)
    assert "Sudah diserahkan" in read(ministry(), "support", made.pk)


def test_support_of_another_programme_and_agreements_are_entered_on_the_pages() -> None:
    sentra = sentra_of_tier("leading")
    sent(
        officer(),
        "support_other",
        sentra.pk,
        kind="training",
        programme="PK2UMK",
        legal_basis="Permenkop UKM 2/2022",
        delivered_on=day(YESTERDAY),
        giver="Dinas",
    )
    assert "Permenkop UKM 2/2022" in read(officer(), "sentra_support", sentra.pk)
    matching = approved(sentra, "business_cooperation_facility")
    sent(
        officer(),
        "support_agreement",
        matching.pk,
        side="marketing",
        party_name="PT Sarinah",
        document="PKS 7",
        began_on=day(YESTERDAY),
    )
    assert "PT Sarinah" in read(officer(), "support", matching.pk)


def test_money_is_placed_lent_and_decided_on_the_pages() -> None:
    sentra, channel, asked = sentra_of_tier("sentra"), ksp(), bank()
    values = {"fund_origin": "government", "amount": "100.000.000", "placed_on": day(YESTERDAY)}
    refused = sent(officer(), "placement_new", sentra.pk, channel="", status=403, **values)
    assert "kukm-23-2005/1.9.3" in refused
    sent(officer(), "placement_new", sentra.pk, channel=channel.pk, **values)
    made = placement(sentra, channel)
    account = partner_account(channel)
    borrower = members(sentra)[0].pk
    sent(account, "loan_new", made.pk, enterprise=borrower, amount="1.000.000", lent_on=day(TODAY))
    assert "Rp1.000.000" in read(account, "placement", made.pk)
    sent(
        manager(sentra),
        "credit_new",
        sentra.pk,
        enterprise=borrower,
        bank=asked.pk,
        fund_origin="government",
        amount="2.000.000",
        purpose="Mesin",
    )
    found = sentra.credit_applications.get()
    teller = partner_account(asked, n=2)
    assert "Rp2.000.000" in read(teller, "invitation_list")
    decision = {"decision": "yes", "reason": "Layak", "granted_amount": "2.000.000"}
    sent(teller, "credit_decide", found.pk, status=403, collateral_limited="", **decision)
    sent(teller, "credit_decide", found.pk, collateral_limited="yes", collateral_note="Kurang", **decision)
    assert "Diberikan" in read(manager(sentra), "credit", found.pk)
    read(account, "credit", found.pk, status=404)


def test_stages_and_classification_are_recorded_on_the_pages() -> None:
    sentra = promising(members=2)
    sent(group(), "stage_record", sentra.pk, 3, status=403)
    sent(group(), "stage_record", sentra.pk, 2, pioneer_1=members(sentra)[0].pk, technology_1="Cap presisi")
    sent(group(), "stage_record", sentra.pk, 3, evidence_productivity="Naik.")
    page = read(group(), "sentra_stages", sentra.pk)
    assert "Cap presisi" in page
    assert "Belum lengkap" in page
    period = {"period_from": f"01/01/{TODAY.year - 1}", "period_to": f"31/12/{TODAY.year - 1}"}
    sent(group(), "classify", sentra.pk, result="Baik", evidence="Laporan", period_from="", status=422)
    sent(group(), "classify", sentra.pk, result="Baik", evidence="Laporan", **period)
    assert "33.1/Kep/M.KUKM/IV/2003" in read(group(), "sentra_classifications", sentra.pk)


def test_the_administrator_loads_criteria_and_the_arithmetic_is_shown() -> None:
    sentra = sentra_of_tier("sentra")
    values = {"name": "Kriteria 2026", "source": "33.1/Kep/M.KUKM/IV/2003", "valid_from": day(TODAY)}
    wrong = sent(administrator(), "rubric_new", criteria="omzet", scale="1; a\n2; b", status=422, **values)
    assert "Baris 1 tidak dapat dibaca" in wrong
    sent(administrator(), "rubric_new", criteria="omzet; Omzet; 3\npasar; Pasar; 2", scale="1; a\n2; b", **values)
    assert "Kriteria 2026" in read(administrator(), "rubric_list")
    read(group(), "rubric_list", status=403)
    sent(
        group(),
        "classify",
        sentra.pk,
        result="Baik",
        evidence="Laporan",
        period_from=f"01/01/{TODAY.year - 1}",
        period_to=f"31/12/{TODAY.year - 1}",
        score_omzet="2",
        score_pasar="1",
    )
    assert sentra.classifications.get().total == 8
    assert "Bobot × nilai" in read(officer(), "sentra_classifications", sentra.pk)


def test_a_programme_is_written_advised_on_answered_and_closed_on_the_pages() -> None:
    sentra = sentra_of_tier("sentra")
    sent(province(), "programme_new", year=TODAY.year - 1, title="Lama", status=403)
    sent(province(), "programme_new", year=TODAY.year + 1, title="Program 2027")
    made = province().office.programmes.get()
    sent(
        province(),
        "programme_change",
        made.pk,
        version=1,
        title="Program 2027",
        components=["map", "training"],
        sentra=[str(sentra.pk)],
    )
    sent(province(), "line_new", made.pk, component="map", activity="MAP", amount="1.000.000", sentra=sentra.pk)
    page = read(province(), "programme", made.pk)
    assert "Program sentra menyatu dengan layanan BDS-P" in page
    assert "Rp1.000.000" in page
    sent(province_group(), "programme_advise", made.pk, text="Tambahkan BDS-P.")
    sent(province(), "programme_close", made.pk, status=403)
    advice = made.advice.get()
    read(province_group(), "advice", advice.pk)
    sent(province(), "advice_answer", advice.pk, kind="noted")
    regional = programme(officer())
    sent(province(), "fold", made.pk, regional.pk)
    sent(province(), "line_remove", made.lines.get().pk)
    sent(province(), "programme_close", made.pk)
    read(officer(), "programme", made.pk, status=404)
    read(officer(), "programme", regional.pk)


def test_a_partner_is_proposed_advised_on_and_assigned_on_the_pages() -> None:
    sentra, provider = sentra_of_tier("sentra"), bds()
    sent(officer(), "partner_propose", sentra.pk, partner=provider.pk, reason="Dikenal perajin.")
    made = PartnerProposal.objects.get()
    read(officer(), "partner_proposal", made.pk)
    sent(group(), "proposal_advise", made.pk, text="Layak.")
    sent(province(), "proposal_decide", made.pk, decision="yes", reason="Ditugaskan.")
    assert "Layak." in read(province(), "partner_proposal", made.pk)
    assert "LPB Mitra Usaha" in read(province(), "strand_list")
    account = partner_account(provider)
    assert sentra.name in read(account, "invitation_list")
    values = {"provider": provider.pk, "enterprise": members(sentra)[0].pk, "day": day(TODAY), "service": "Desain"}
    sent(account, "service_new", sentra.pk, **values)
    assert "Desain" in read(group(), "sentra_outreach", sentra.pk)
    sent(province_group(), "sentra_advise", sentra.pk, topic="sentra", text="Perkuat merek.")
    assert "Perkuat merek." in read(officer(), "sentra_partners", sentra.pk)
    assert "Perkuat merek." not in read(manager(sentra), "sentra_partners", sentra.pk)
    sent(province_group(), "partner_advise", provider.pk, text="Tambah konsultan.")
    assert "Tambah konsultan." in read(officer(), "partner_advice", provider.pk)
    assert "Tambah konsultan." not in read(account, "partner_advice", provider.pk)


@pytest.mark.clause("kukm-23-2005/12.c.2")
def test_an_institutions_account_reads_the_record_it_was_invited_to_and_no_other_page_of_it() -> None:
    mine = sentra_of_tier("sentra", name="Batik Undangan")
    hidden = sentra_of_tier("sentra", name="Batik Tersembunyi")
    institution, another = agency(), agency(name="Politeknik Pekalongan")
    account = partner_account(institution)
    sent(province(), "sentra_invite", mine.pk, partner=institution.pk, level="national", contribution="Uji mutu")
    services.invite_institution(
        actor=province(), sentra=hidden, partner=another, level="regional", contribution="Desain"
    )
    made, theirs = mine.invitations.get(), hidden.invitations.get()
    home = read(account, "invitation_list")
    assert "Batik Undangan" in home
    assert "Tersembunyi" not in home
    assert "Mitra supply" in read(account, "invitation", made.pk)
    for name in OF_SENTRA:
        read(account, name, mine.pk, status=404)
        read(account, name, hidden.pk, status=404)
    read(account, "invitation", theirs.pk, status=404)
    read(account, "service_new", mine.pk, status=404)
    sent(account, "invitation_answer", made.pk, decision="yes", answer="Siap.")
    sent(province(), "invitation_end", made.pk, reason="Selesai.")
    assert "Mitra supply" not in read(account, "invitation", made.pk)


def test_an_institution_invited_to_a_programme_reads_it_without_the_advice_on_it() -> None:
    made = programme(province(), components=["map"])
    services.advise_on_programme(actor=province_group(), programme=made, text="Saran tertutup.")
    institution = agency()
    sent(province(), "programme_invite", made.pk, partner=institution.pk, level="national", contribution="Riset")
    page = read(partner_account(institution), "invitation", made.invitations.get().pk)
    assert "Modal Awal dan Padanan" in page
    assert "Saran tertutup" not in page
    read(partner_account(institution), "programme", made.pk, status=404)


def test_activities_outreach_equipment_and_information_are_entered_on_the_pages() -> None:
    sentra = sentra_of_tier("sentra")
    activity = {"programme": "P", "source": "Dinas", "activity": "Pelatihan", "year": TODAY.year, "amount": "7.000.000"}
    sent(officer(), "activity_new", sentra.pk, reference="DPA 1", **activity)
    sent(officer(), "activity_new", sentra.pk, reference="dpa-1", status=409, **activity)
    linked = sentra.linked_activities.get()
    assert "Rp7.000.000" in read(officer(), "sentra_activities", sentra.pk)
    sent(officer(), "activity_withdraw", linked.pk, reason="Salah.")
    sent(group(), "outreach_new", sentra.pk, aim="ability", title="Klinik", planned_on=day(YESTERDAY))
    sent(group(), "outreach_log", sentra.outreach.get().pk, held_on=day(YESTERDAY), account="Hadir 20.")
    equipment = {"receiver": "Koperasi", "item": "Router", "condition": "Baik", "supplied_by": "Dinas"}
    sent(officer(), "equipment_new", sentra.pk, supplied_on=day(YESTERDAY), **equipment)
    page = read(group(), "sentra_outreach", sentra.pk)
    assert "Router" in page
    assert "0 dari 3 anggota" in page


@pytest.mark.clause("kukm-23-2005/8.1.c")
def test_business_information_is_read_by_designated_sentra_of_the_region_and_refused_to_a_candidate() -> None:
    sentra, candidate = sentra_of_tier("sentra"), sentra_of_tier("candidate", name="Calon")
    sent(officer(), "news_new", title="Harga mori", text="Rp25.000 per meter", source="Pasar Grosir")
    sent(province(), "news_new", title="Tender seragam", text="10.000 potong", source="LPSE")
    sent(officer(BATANG), "news_new", title="Kabar Batang", text="Lain", source="Batang")
    page = read(manager(sentra), "news")
    assert ("Harga mori" in page, "Tender seragam" in page, "Kabar Batang" in page) == (True, True, False)
    Sentra.unscoped.filter(pk=sentra.pk).update(tier="candidate")
    refused = read(manager(candidate), "news", status=403)
    assert "kukm-23-2005/8.1.c" in refused


def test_a_partner_that_asks_for_a_proposal_credit_or_programme_of_others_finds_nothing() -> None:
    sentra = sentra_of_tier("sentra")
    account = partner_account(bds())
    asked = credit(sentra, bank())
    made = proposal(sentra, ksp())
    read(account, "credit", asked.pk, status=404)
    read(account, "partner_proposal", made.pk, status=404)
    read(account, "programme", programme().pk, status=404)
    read(account, "support", application(sentra).pk, status=404)


def test_a_column_of_acts_is_left_out_for_whoever_may_not_act() -> None:
    sentra = sentra_of_tier("sentra")
    assert ("Ajukan<" in read(officer(), "sentra_support", sentra.pk)) is True
    page = read(province(), "sentra_support", sentra.pk)
    assert ("Ajukan<" in page, 'data-label="Permohonan"' in page) == (False, False)


def test_outreach_that_is_only_planned_has_no_users_since() -> None:
    sentra = sentra_of_tier("sentra")
    services.plan_outreach(actor=group(), sentra=sentra, aim="ability", title="Klinik usaha", planned_on=TODAY)
    page = read(group(), "sentra_outreach", sentra.pk)
    cells = re.findall(r'data-label="Pemakai (sebelum|sesudah)"[^>]*><span>([^<]*)</span>', page)
    assert [(when, text[:1]) for when, text in cells] == [("sebelum", "0"), ("sesudah", "–")]
