from __future__ import annotations

import datetime as dt
import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.decisions.models import ExportLog
from sentra.registry import services
from sentra.registry.facts import sentra_fact_sources
from sentra.registry.models import Enterprise, FormDraft, Membership, Sentra
from sentra.territory.models import Region
from tests.personas import BATANG, PEKALONGAN, persona
from tests.registry.factories import join, make_enterprise, make_members, make_partner, make_person, make_sentra

NIK = "3375014508850001"
pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


@pytest.fixture
def page(rina: Actor) -> Client:
    return signed_in(rina)


def url(name: str, *args: object) -> str:
    return reverse(f"registry:{name}", args=args)


def pages_of(sentra: Sentra) -> list[str]:
    names = ("sentra", "sentra_edit", "sentra_members", "sentra_figures", "sentra_partners", "sentra_support")
    return [url(name, sentra.pk) for name in (*names, "sentra_history")]


def pages_of_enterprise(enterprise: Enterprise) -> list[str]:
    names = ("enterprise", "enterprise_edit", "enterprise_figures", "enterprise_legality", "enterprise_history")
    return [url(name, enterprise.pk) for name in (*names, "enterprise_merge")]


def test_every_page_of_the_registry_opens(page: Client, rina: Actor) -> None:
    sentra, partner = make_sentra(), make_partner()
    make_members(sentra, 3, year=2025)
    enterprise = Enterprise.objects.first()
    assert enterprise is not None
    services.start_partnership(
        actor=rina, sentra=sentra, partner=partner, values={"side": "service", "began_on": "01/02/2024"}
    )
    services.record_support_received(
        actor=rina, sentra=sentra, values={"kind": "Pelatihan", "giver": "Dinas", "delivered_on": "01/02/2024"}
    )
    lists = [url(name) for name in ("sentra_list", "enterprise_list", "partner_list", "cluster_list")]
    forms = [url(name) for name in ("sentra_new", "enterprise_new", "partner_new")]
    person = [url("person", enterprise.owner_id), url("person_edit", enterprise.owner_id)]
    partners = [url("partner", partner.pk), url("partner_edit", partner.pk)]
    membership = [url("member", Membership.objects.first().pk)]  # type: ignore[union-attr]
    for address in (
        *lists,
        *forms,
        *person,
        *partners,
        *membership,
        *pages_of(sentra),
        *pages_of_enterprise(enterprise),
    ):
        assert page.get(address).status_code == 200, address


def test_a_neighbour_finds_nothing(page: Client, rina: Actor) -> None:
    sentra, enterprise, partner = make_sentra(BATANG), make_enterprise(BATANG), make_partner(BATANG)
    membership = join(sentra, enterprise)
    addresses = [
        *pages_of(sentra),
        *pages_of_enterprise(enterprise),
        url("member", membership.pk),
        url("person", enterprise.owner_id),
        url("person_edit", enterprise.owner_id),
        url("partner", partner.pk),
        url("partner_edit", partner.pk),
    ]
    assert {address: page.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)


def test_lists_searches_counts_and_exports_hold_only_the_own_regency(page: Client, rina: Actor) -> None:
    make_sentra(BATANG, name="Sentra Rahasia"), make_enterprise(BATANG, name="Usaha Rahasia")
    make_partner(BATANG, name="Mitra Rahasia")
    make_sentra(), make_enterprise(), make_partner()
    for name in ("sentra_list", "enterprise_list", "partner_list"):
        for query in ("", "?q=Rahasia", "?count=exact", "?export=csv"):
            response = page.get(url(name) + query)
            body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
            shown = body.replace(b'value="Rahasia"', b"").replace(b"q=Rahasia", b"")
            assert b"Rahasia" not in shown, (name, query)
        assert page.get(url(name) + "?count=exact").content == b"1"


def test_a_neighbours_records_are_not_offered_in_any_choice(page: Client, rina: Actor) -> None:
    make_enterprise(BATANG, name="Usaha Rahasia"), make_partner(BATANG, name="Mitra Rahasia")
    sentra = make_sentra()
    for name in ("sentra_members", "sentra_partners"):
        assert b"Rahasia" not in page.get(url(name, sentra.pk)).content


def test_a_neighbours_key_in_a_form_is_not_found(page: Client, rina: Actor) -> None:
    theirs, sentra = make_enterprise(BATANG), make_sentra()
    response = page.post(url("sentra_members", sentra.pk), {"enterprise": str(theirs.pk), "joined_on": "01/03/2024"})
    assert response.status_code == 404
    assert not Membership.objects.exists()


def test_candidates_while_typing_never_show_the_neighbours_record(page: Client, rina: Actor) -> None:
    make_enterprise(BATANG, name="Usaha Rahasia", nib="9120001234567")
    response = page.post(
        url("enterprise_candidates"), {"name": "Usaha Rahasia", "nib": "9120001234567"}
    ).content.decode()
    assert "Rahasia" not in response
    assert "sudah terdaftar di kabupaten/kota lain" in response


def test_an_export_is_logged_with_its_rows_and_filter(page: Client, rina: Actor) -> None:
    make_sentra()
    assert page.get(url("sentra_list") + "?export=csv&tier=candidate").status_code == 200
    assert list(ExportLog.objects.values_list("user", "kind", "rows")) == [(rina.user.pk, "sentra", 1)]  # type: ignore[union-attr]


def test_an_exported_list_carries_masked_numbers_only(page: Client, rina: Actor) -> None:
    make_enterprise(owner=make_person(nik=NIK))
    response = page.get(url("enterprise_list") + "?export=csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "3375********0001" in text
    assert NIK not in text


def test_lists_and_records_need_few_queries(page: Client, rina: Actor) -> None:
    sentra = make_sentra()
    enterprise = make_members(sentra, 12, year=2025)[0]
    addresses = [
        *(url(name) for name in ("sentra_list", "enterprise_list", "partner_list", "cluster_list")),
        url("sentra", sentra.pk),
        url("sentra_members", sentra.pk),
        url("enterprise", enterprise.pk),
    ]
    counts = {}
    for address in addresses:
        page.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page.get(address)
        counts[address] = len([q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]])
    assert {address: n for address, n in counts.items() if n > 12} == {}


def test_a_wrong_form_names_the_field_and_keeps_what_was_typed(page: Client, rina: Actor) -> None:
    response = page.post(url("enterprise_new"), {"name": "Batik Baru", "nib": "12", "owner_name": "Siti"})
    assert response.status_code == 422
    body = response.content.decode()
    assert "Batik Baru" in body
    assert "NIB terdiri dari 2 digit." in body


def test_a_form_registers_and_leads_to_the_sections(page: Client, rina: Actor) -> None:
    response = page.post(
        url("enterprise_new"),
        {"name": "Batik Baru", "product": "Batik", "legal_form": "individual", "owner_name": "Siti", "owner_nik": NIK},
    )
    made = Enterprise.objects.get()
    assert response.headers["Location"] == url("enterprise_edit", made.pk)
    assert (made.name, made.owner.nik_mask) == ("Batik Baru", "3375********0001")


def test_one_section_is_saved_without_touching_the_others(page: Client, rina: Actor) -> None:
    sentra = make_sentra()
    page.post(url("sentra_edit", sentra.pk), {"section": "market", "version": "1", "market_reach": "national"})
    stored = Sentra.objects.get(pk=sentra.pk)
    assert (stored.market_reach, stored.area, stored.version) == ("national", "Kelurahan Jenggot", 2)


def test_a_stale_section_answers_409_and_names_the_colleague(page: Client, rina: Actor) -> None:
    sentra = make_sentra()
    colleague = persona(Role.REGENCY_OFFICER, PEKALONGAN, n=2)
    services.change_sentra(
        actor=colleague, sentra=Sentra.objects.get(pk=sentra.pk), version=1, changes={"village": "Jenggot"}
    )
    response = page.post(url("sentra_edit", sentra.pk), {"section": "market", "version": "1", "market_reach": "export"})
    assert response.status_code == 409
    assert colleague.name in response.content.decode()


def test_what_was_typed_comes_back_and_a_number_is_never_kept(page: Client, rina: Actor) -> None:
    address = url("draft", "enterprise:new")
    answer = page.post(address, {"changed": ["name", "owner_nik"], "name": "Batik Setengah", "owner_nik": NIK})
    assert "saved_at" in answer.json()
    assert FormDraft.objects.get().values == {"name": "Batik Setengah"}
    assert "Batik Setengah" in page.get(url("enterprise_new")).content.decode()
    page.post(address, {"discard": "1"})
    assert not FormDraft.objects.exists()


def test_a_colleague_does_not_see_my_draft(page: Client, rina: Actor) -> None:
    page.post(url("draft", "enterprise:new"), {"changed": ["name"], "name": "Batik Setengah"})
    colleague = signed_in(persona(Role.REGENCY_OFFICER, PEKALONGAN, n=2))
    assert "Batik Setengah" not in colleague.get(url("enterprise_new")).content.decode()


def test_the_full_number_appears_once_and_only_with_a_reason(page: Client, rina: Actor) -> None:
    person = make_person(nik=NIK)
    assert NIK not in page.get(url("person", person.pk)).content.decode()
    assert page.post(url("person_reveal", person.pk), {"reason": ""}).status_code == 302
    shown = page.post(url("person_reveal", person.pk), {"reason": "Verifikasi KTP"})
    assert NIK in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert NIK not in page.get(url("person", person.pk)).content.decode()


def test_members_are_shown_as_they_were_on_a_day(page: Client, rina: Actor) -> None:
    sentra = make_sentra()
    join(sentra, make_enterprise(name="Batik Lama"), joined_on="01/01/2020", left_on="31/12/2022")
    join(sentra, make_enterprise(name="Batik Kini"))
    then = page.get(url("sentra_members", sentra.pk) + "?pada=2022-06-30").context["table"]
    now = page.get(url("sentra_members", sentra.pk)).context["table"]
    assert [row["membership"].enterprise.name for row in then] == ["Batik Lama"]
    assert [row["membership"].enterprise.name for row in now] == ["Batik Kini"]


@pytest.mark.clause("kukm-23-2005/menimbang")
def test_one_page_shows_who_contributes_what(page: Client, rina: Actor) -> None:
    sentra = make_sentra()
    services.start_partnership(
        actor=rina,
        sentra=sentra,
        values={
            "side": "supply",
            "party_name": "Koperasi Mori Jaya",
            "began_on": "01/02/2024",
            "contribution": "Kain mori",
        },
    )
    services.record_support_received(
        actor=rina,
        sentra=sentra,
        values={"kind": "Pelatihan pewarnaan", "giver": "Balai Besar Batik", "delivered_on": "01/02/2024"},
    )
    body = page.get(url("sentra_partners", sentra.pk)).content.decode()
    for words in ("Koperasi Mori Jaya", "Kain mori", "Pelatihan pewarnaan", "Balai Besar Batik"):
        assert words in body


def test_a_reader_sees_no_form_and_may_not_send_one() -> None:
    sentra = make_sentra()
    reader = signed_in(persona(Role.PROVINCE_OFFICER, "33"))
    assert reader.get(url("sentra", sentra.pk)).status_code == 200
    assert "Ubah" not in reader.get(url("sentra", sentra.pk)).content.decode()
    assert reader.get(url("sentra_edit", sentra.pk)).status_code == 403
    assert reader.post(url("sentra_figures", sentra.pk), {"year": "2025", "turnover": "1"}).status_code == 403


def test_every_section_has_its_heading_and_an_anchor_that_findings_lead_to(page: Client, rina: Actor) -> None:
    sentra, enterprise = make_sentra(), make_enterprise()
    shown = html.unescape(page.get(url("sentra_edit", sentra.pk)).content.decode())
    headings = {"identity": "Nama dan produk", "place": "Kawasan dan posisi", "market": "Pasar dan produk unggulan"}
    for key, title in headings.items():
        assert f'<h2 id="{key}-title">{title}</h2>' in shown
    for source in sentra_fact_sources(sentra, rina.today).values():
        where, _hash, anchor = source.url.partition("#")
        assert not anchor or f'id="{anchor}"' in page.get(where).content.decode()
    shown = page.get(url("enterprise_edit", enterprise.pk)).content.decode()
    assert [f'id="{key}-title"' in shown for key in ("identity", "numbers", "place", "ownership")] == [True] * 4


def test_a_past_day_shows_no_later_tier(page: Client, rina: Actor) -> None:
    sentra = make_sentra()
    Sentra.unscoped.filter(pk=sentra.pk).update(tier="leading", tier_since=dt.date(2026, 1, 14))
    today, past = (
        html.unescape(page.get(url("sentra", sentra.pk), asked).content.decode())
        for asked in ({}, {"pada": "31/12/2025"})
    )
    assert ("Jenjang hari ini" in today, "Jenjang hari ini" in past) == (False, True)
    assert (today.count("Sentra unggulan"), past.count("Sentra unggulan")) == (2, 1)


def test_history_writes_amounts_as_rupiah_and_no_arrow_from_nothing(page: Client, rina: Actor) -> None:
    sentra = make_sentra()
    for turnover in (1_500_000_000, 1_750_000_000):
        services.record_sentra_figures(actor=rina, sentra=sentra, values={"year": 2025, "turnover": turnover})
    shown = html.unescape(page.get(url("sentra_history", sentra.pk)).content.decode())
    assert "Omzet seluruh anggota setahun: Rp1.500.000.000 → Rp1.750.000.000" in shown
    assert "Omzet seluruh anggota setahun: Rp1.500.000.000<" in shown


def test_lists_begin_with_active_records_and_narrow_to_a_district(page: Client, rina: Actor) -> None:
    district, other = Region.objects.filter(level="district", parent__code=PEKALONGAN).order_by("name")[:2]
    make_sentra(name="Sentra Satu", area="Satu", district_code=district.code)
    make_sentra(name="Sentra Dua", area="Dua", district_code=other.code)
    retired = make_sentra(name="Sentra Lama", area="Lama")
    services.retire_sentra(actor=rina, sentra=retired, reason="Tidak ada lagi.")

    def listed(query: str) -> list[str]:
        shown = page.get(f"{url('sentra_list')}?export=csv{query}")
        lines = b"".join(shown.streaming_content).decode("utf-8-sig").splitlines()[1:]  # type: ignore[attr-defined]
        return sorted(line.split(";")[0].split(",")[0].strip('"') for line in lines if "Sentra" in line)

    assert listed("") == ["Sentra Dua", "Sentra Satu"]
    assert listed("&status=retired") == ["Sentra Lama"]
    assert listed(f"&region={district.code}") == ["Sentra Satu"]
    stranger = Region.objects.filter(level="district").exclude(parent__code=PEKALONGAN)[0]
    assert page.get(f"{url('sentra_list')}?region={stranger.code}").status_code == 400
    assert "filter-region" not in page.get(url("partner_list")).content.decode()
