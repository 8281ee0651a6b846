"""A fund's year walked in browsers: from its opening to 97 percent spent; from criteria to what is given back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from sentra.access.roles import Role
from sentra.site.demo.places import BANTUL, BATANG
from tests.browser.money import (
    KEY,
    Line,
    a_stage,
    activity,
    agree,
    begin_plan,
    change_line,
    choose,
    discuss,
    open_year,
    path_of,
    pay,
    review,
    row,
)
from tests.browser.people import Person, Server
from tests.browser.test_line import Cast
from tests.browser.walk import Looks

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
PK2UMK, IKM = "pk2umk", "ikm"


@pytest.fixture
def cast(browser: Browser, server: Server) -> Cast:
    return Cast(browser, server)


@pytest.fixture
def looks() -> Iterator[Looks]:
    """Each kind of page is looked at once while it is used; nothing may be wrong with any."""
    made = Looks()
    yield made
    assert not made.wrong, "\n".join(made.wrong)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "berkas.pdf"
    file.write_bytes(PDF)
    return file


# ---------------------------------------------------------------- the two years

TRAINING: list[Line] = [
    ("consumption", "Konsumsi peserta", 100, 4, "person_day", 85_000),
    ("accommodation", "Akomodasi peserta", 100, 3, "person_day", 150_000),
    ("honorarium_resource_person", "Honorarium narasumber", 4, 10, "person_hour", 850_000),
    ("training_kit", "Perlengkapan peserta", 96, 1, "set", 125_000),
    ("official_travel", "Perjalanan ke tempat pelatihan", 100, 1, "person_trip", 150_000),
]
MENTORING: list[Line] = [
    ("mentor_honorarium", "Honorarium pendamping", 2, 8, "person_month", 3_000_000),
    ("mentoring_transport", "Transportasi pendampingan", 2, 60, "person_trip", 100_000),
    ("training_for_mentors", "Pembekalan pendamping", 2, 1, "package", 5_000_000),
]
PROHIBITED = ("Perjalanan ke tempat pelatihan", "Pembekalan pendamping")
TWO_STAGES = [
    {"share_percent": "50", "opens": "01/02"},
    {"share_percent": "50", "opens": "01/07", "min_absorption_percent": "30", "report": "yes"},
]


@pytest.mark.clause("kopukm-pk2umk-2022/9.a", "kopukm-pk2umk-2022/4.5.approval")
def test_a_regency_plans_changes_and_spends_its_year(cast: Cast, looks: Looks, paper: Path) -> None:
    ministry, officer = cast(Role.MINISTRY_OFFICER), cast(Role.REGENCY_OFFICER, BATANG)
    address, year = open_year(ministry, PK2UMK, TWO_STAGES)
    looks.at(ministry, "year")
    ceiling = {"ceiling": "200.000.000", "part_training": "140.000.000", "part_mentoring": "60.000.000"}
    recipient = choose(ministry, address, BATANG, ceiling | {"target_participants": "100", "target_mentors": "2"})
    looks.at(ministry, "recipient")

    plan = begin_plan(officer, recipient)
    draw_up(officer, plan)
    discuss(officer, plan, year, paper, directions="formalisation")
    the_prohibited_are_found_and_mended(cast, looks, officer, plan)
    review(cast, looks, officer, plan, BATANG)
    agree(cast, plan, BATANG)

    a_stage(cast, officer, recipient, 1, ("05/02", "12/02"), year)
    first = {"Konsumsi peserta": 34_000_000, "Akomodasi peserta": 30_000_000, "Honorarium pendamping": 16_000_000}
    pay(officer, recipient, "00001/SP2D", f"15/04/{year}", first)
    expect(officer.page.locator("#parts tbody tr")).to_have_count(3)

    changed = change(officer, looks, plan, year)
    review(cast, looks, officer, changed, BATANG)
    agree(cast, changed, BATANG)
    ministry.open(f"{recipient}kas/tahap/1/laporan/")
    ministry.send("#form form", accepted_on=f"10/07/{year}", reference="B-118/SM (contoh uji)")
    a_stage(cast, officer, recipient, 2, ("15/07", "20/07"), year)
    second = {
        "Akomodasi peserta": 10_500_000,
        "Honorarium narasumber": 34_000_000,
        "Perlengkapan peserta": 16_500_000,
        "Perjalanan ke tempat pelatihan": 15_000_000,
        "Honorarium pendamping": 32_000_000,
        "Transportasi pendampingan": 6_000_000,
    }
    pay(officer, recipient, "00002/SP2D", f"20/11/{year}", second)

    page = officer.open(f"{recipient}kas/")
    expect(page.locator("#steps")).to_contain_text("97%")
    expect(page.locator("#steps")).to_contain_text("Rp194.000.000")
    looks.at(officer, "treasury")
    officer.open(f"{recipient}kas/pos/")
    looks.at(officer, "budget lines")
    page = ministry.open(f"/dana/?fund={PK2UMK}&year={year}")
    expect(row(page, "Batang").first).to_contain_text("97%")
    looks.at(ministry, "overview")
    the_paper_opens(officer, changed)
    cast.leave()


def draw_up(officer: Person, plan: str) -> None:
    """A training and mentoring over the whole ceiling, with two lines that the fund does not pay."""
    activity(
        officer,
        plan,
        "training",
        TRAINING,
        title="Pelatihan kewirausahaan",
        first_month="4",
        last_month="9",
        location="Balai pelatihan Batang",
        training_kind="entrepreneurship",
        modality="offline",
        output_volume="100",
        output_unit="orang",
    )
    activity(
        officer,
        plan,
        "mentoring",
        MENTORING,
        title="Pendampingan peserta",
        first_month="4",
        last_month="12",
        location="Kabupaten Batang",
        output_volume="2",
        output_unit="pendamping",
    )


def the_prohibited_are_found_and_mended(cast: Cast, looks: Looks, officer: Person, plan: str) -> None:
    """The page names both lines with Pasal 9, the head cannot hand the plan in, and the office mends them."""
    page = officer.open(plan)
    refused = page.locator("main [role=alert], main .alert").filter(has_text=PROHIBITED[0]).first
    for words in PROHIBITED:
        expect(refused.get_by_role("link", name=words)).to_be_visible()
    expect(page.locator("#obstacles")).to_contain_text("Pasal 9 huruf a")
    expect(page.locator("#obstacles")).to_contain_text("Pasal 9 huruf b")
    looks.at(officer, "plan")
    handing_in = cast(Role.REGENCY_HEAD, BATANG).open(f"{plan}sampaikan/")
    expect(handing_in.locator("#obstacles")).to_contain_text("Pasal 9")
    expect(handing_in.locator("#form")).to_have_count(0)

    page.get_by_role("link", name=PROHIBITED[0], exact=True).last.click()
    page.select_option("[name=component]", "transport_participant")
    expect(page.locator("#result #findings")).not_to_contain_text("Tidak terpenuhi")
    looks.at(officer, "line form")
    change_line(officer, plan, PROHIBITED[0], component="transport_participant")
    change_line(officer, plan, PROHIBITED[1], source="apbd")
    expect(page.locator("#obstacles")).not_to_contain_text("Pasal 9")


def change(officer: Person, looks: Looks, plan: str, year: int) -> str:
    """Ten guests fewer, and what they would have cost for the participants' kits; gives the change's address."""
    page = officer.open(plan)
    page.locator("#actions a[href*='/rencana/ubah/']").click()
    officer.send("main form:has([name=reason])", reason="Sepuluh peserta tidak menginap.")
    page.wait_for_url(re.compile(rf"/dana/rencana/{KEY}/$"))
    made = path_of(page)
    change_line(officer, made, "Akomodasi peserta", volume="90")
    change_line(officer, made, "Perlengkapan peserta", volume="132")
    discuss(officer, made, year, None)
    officer.open(f"{made}perbedaan/")
    expect(page.locator("#lines tbody tr")).to_have_count(2)
    expect(page.locator("#lines")).to_contain_text("4.500.000")
    looks.at(officer, "difference")
    return made


def the_paper_opens(officer: Person, plan: str) -> None:
    """What was handed in is a paper with its PDF."""
    page = officer.open(plan)
    page.locator("#papers a").first.click()
    file = page.locator("main a[href$='/pdf/']").first.get_attribute("href")
    answer = officer.context.request.get(officer.server(str(file)))
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")


BUSINESS: list[Line] = [
    ("instructor_honorarium", "Honorarium instruktur", 3, 45, "person_lesson_hour", 300_000),
    ("meals", "Konsumsi peserta", 25, 10, "person_day", 85_000),
]
CRITERIA = ("agency_named_industry", "in_theme1_priority_location", "receives_theme1_physical_dak")


@pytest.mark.clause("perin-5-2022/V.B.1.ministry")
def test_a_recipient_of_the_industry_fund_goes_through_its_year(cast: Cast, looks: Looks, paper: Path) -> None:
    ministry, officer = cast(Role.MINISTRY_OFFICER), cast(Role.REGENCY_OFFICER, BANTUL)
    address, year = open_year(ministry, IKM, [{"share_percent": "100", "opens": "01/03"}])
    page = officer.open(f"{address}calon/{BANTUL}/kriteria/")
    said = dict.fromkeys(CRITERIA, "yes")
    said |= {f"source_{name}": f"Daftar lokasi prioritas {year} (contoh uji)" for name in CRITERIA}
    officer.send("#form form", **said)
    expect(page.locator("#criteria")).to_be_visible()
    looks.at(officer, "criteria")
    recipient = choose(ministry, address, BANTUL, {"ceiling": "65.000.000"})

    plan = begin_plan(officer, recipient)
    activity(
        officer,
        plan,
        "A1",
        BUSINESS,
        title="Pelatihan manajemen usaha sentra",
        first_month="4",
        last_month="6",
        location="Balai Bantul",
        output_volume="25",
        output_unit="orang",
        need="Perajin sentra belum menguasai pengelolaan usaha.",
        regional_affair="Urusan perindustrian",
        national_priority="Penguatan sentra IKM",
        delivery_mode="in_person",
        committee_count="2",
        participant_count="25",
    )
    discuss(officer, plan, year, paper)
    review(cast, looks, officer, plan, BANTUL)
    agree(cast, plan, BANTUL)

    a_stage(cast, officer, recipient, 1, ("05/03", "12/03"), year)
    paid = {"Honorarium instruktur": 40_000_000, "Konsumsi peserta": 21_000_000}
    pay(officer, recipient, "00001/SP2D", f"20/06/{year}", paid)
    page = officer.open(f"{recipient}kas/")
    page.locator(f"a[href='{recipient}kas/laporan/']").click()
    expect(page.locator("#remittances")).to_be_visible()
    looks.at(officer, "reports")
    page.locator("#remittances a[href$='/pengembalian/']").click()
    expect(page.locator("[name=amount]")).to_have_value("750.000")
    officer.send("#form form", remitted_on=f"20/12/{year}", reference="NTPN-1 (contoh uji)")
    expect(page.locator("#remittances tbody tr")).to_have_count(1)
    expect(page.locator("#remittances")).to_contain_text("Rp750.000")
    expect(page.locator("#remittances a[href$='/pengembalian/']")).to_have_count(0)
    cast.leave()
