"""A ministry officer lowers the least number of members, sees who gains where, keeps it and opens it again."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sentra.access.roles import Role
from sentra.site.demo.places import CENTRAL_JAVA, PEKALONGAN
from tests.browser.people import Person, Server, Theme

pytestmark = pytest.mark.browser

MEMBERS = "value/kukm-23-2005/5.1.a.1/min_member_count"
NAME = "Minimum 15 anggota"
KEY = r"[0-9a-f]{8}-[0-9a-f-]{27}"
JAVA, YOGYAKARTA = "Jawa Tengah", "Daerah Istimewa Yogyakarta"


def rows(page: Page, table: str = "#places") -> dict[str, list[str]]:
    """The figures of a table by the place they belong to."""
    found: list[list[str]] = page.eval_on_selector_all(
        f"{table} tbody tr", "all => all.map(one => [...one.children].map(cell => cell.innerText.trim()))"
    )
    return {cells[0]: cells[1:] for cells in found}


def try_fifteen(person: Person) -> Page:
    """Lower the least number of members from 20 to 15 and work it out."""
    page = person.open("/telaah/simulasi/")
    field = page.locator(f"[name='{MEMBERS}']")
    expect(field).to_have_value("20")
    field.fill("15")
    page.get_by_role("button", name="Hitung").click()
    page.wait_for_url(re.compile(r"/telaah/simulasi/\?.*min_member_count=15"))
    return page


def test_the_ministry_tries_keeps_and_opens_a_change_again(browser: Browser, server: Server) -> None:
    officer = Person(browser, server, Role.MINISTRY_OFFICER)
    page = try_fifteen(officer)
    places = rows(page)
    assert set(places) == {JAVA, YOGYAKARTA}
    gained = {name: int(cells[3].removeprefix("+")) for name, cells in places.items()}
    assert all(gained.values())
    assert [int(cells[2]) - int(cells[1]) for cells in places.values()] == list(gained.values())
    expect(page.locator("svg.tiles")).to_be_visible()
    java = page.locator("svg.tiles g", has_text="Jateng")
    expect(java).to_contain_text(f"+{gained[JAVA]}")
    expect(page.locator("#finding")).to_contain_text(f"bertambah {sum(gained.values())}, berkurang 0")

    page.locator("#save [name=name]").fill(NAME)
    page.get_by_role("button", name="Simpan skenario").click()
    page.wait_for_url(re.compile(rf"/telaah/skenario/{KEY}/$"))
    address = page.url
    page.goto(server("/telaah/skenario/"))
    page.get_by_role("link", name=NAME).click()
    page.wait_for_url(address)
    assert rows(page) == places
    page.locator("a.stat", has_text="Bertambah").click()
    page.wait_for_url(re.compile(r"/bertambah/$"))
    expect(page.locator("main table tbody tr")).to_have_count(sum(gained.values()))
    page.locator("main table tbody a").first.click()
    page.wait_for_url(re.compile(rf"/daftar/sentra/{KEY}/$"))
    page.goto(address)
    page.get_by_role("link", name="Lanjutkan simulasi").click()
    expect(page.locator(f"[name='{MEMBERS}']")).to_have_value("15")
    assert rows(page) == places
    officer.leave()


def test_a_province_sees_its_own_regencies_only(browser: Browser, server: Server) -> None:
    officer = Person(browser, server, Role.PROVINCE_OFFICER, CENTRAL_JAVA)
    page = try_fifteen(officer)
    places = rows(page)
    assert "Kota Pekalongan" in places
    assert not any("Bantul" in name or "Yogyakarta" in name for name in places)
    expect(page.locator("svg.tiles")).to_have_count(0)
    page.goto(server("/telaah/skenario/"))
    expect(page.locator("main")).not_to_contain_text("Minimum 25 anggota")
    page.goto(server("/telaah/"))
    assert not any("Bantul" in name for name in rows(page))
    page.locator("#provisions tbody tr", has_text="Minimal 20 UKM").locator("td a").click()
    page.wait_for_url(re.compile("/telaah/gagal/"))
    expect(page.locator("main")).not_to_contain_text("Muntuk")
    expect(page.locator("main")).to_contain_text("Kradenan")
    officer.leave()


def test_a_condition_that_cannot_be_read_is_shown_where_it_stands(browser: Browser, server: Server) -> None:
    officer = Person(browser, server, Role.REGENCY_OFFICER, PEKALONGAN)
    page = officer.open("/telaah/simulasi/")
    provision = page.locator(".provision", has_text="Minimal 20 UKM")
    provision.locator("summary").click()
    provision.locator("textarea").fill("member_count >= min_member_cuont")
    page.get_by_role("button", name="Hitung").click()
    expect(page.locator(".error-summary")).to_contain_text("kolom 17")
    expect(page.locator(".provision", has_text="Minimal 20 UKM").locator(".error")).to_contain_text("min_member_cuont")
    expect(page.locator("#finding")).to_have_count(0)
    officer.leave()


LOOKS: tuple[tuple[str, Theme, int], ...] = (("id", "light", 1440), ("id", "dark", 360), ("en", "dark", 1440))


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_the_pages_have_no_barrier_and_fit_the_screen(
    browser: Browser, server: Server, language: str, theme: Theme, width: int
) -> None:
    officer = Person(browser, server, Role.MINISTRY_OFFICER, language=language, theme=theme, width=width)
    page = officer.open("/telaah/skenario/")
    scenario = page.locator("main tbody a").first.get_attribute("href") or ""
    page = officer.open("/telaah/potret/")
    snapshot = page.locator("main tbody a").first.get_attribute("href") or ""
    faults = []
    for path in (
        "/telaah/",
        f"/telaah/simulasi/?{MEMBERS}=15&off/kukm-23-2005/5.1.e=1",
        "/telaah/simulasi/?test/kukm-23-2005/5.1.a.1=xyz",
        "/telaah/skenario/",
        scenario,
        f"{scenario}cetak/",
        f"{scenario}bertambah/",
        f"{scenario}hapus/",
        "/telaah/potret/",
        snapshot,
    ):
        officer.open(path)
        wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        faults += [f"{path}: {wide} px too wide"] if wide > 0 else []
        faults += [
            f"{path}: {one['id']} {str(one['nodes'][0]['html'])[:160]}"
            for one in Axe().run(page).response["violations"]
        ]
    officer.leave()
    assert faults == []
