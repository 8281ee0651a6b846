"""The kit in a real browser: no axe violation, nothing wider than the screen, and the helpers of forms and lists."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from sentra.pages.gallery_form import seen
from sentra.pages.picking import found_as_json

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # The browser's driver runs an event loop in this thread; Django would refuse the database beside it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_is_accessible_and_fits(
    browser: Browser, regions: None, live_server: LiveServer, theme: str
) -> None:
    found = {}
    for path in ("/", "/list", "/list?q=zzz", "/problem/refused"):
        for width in (360, 768, 1440):
            found[path, width] = _faults(browser, live_server.url + path, width, theme)
    assert {place: faults for place, faults in found.items() if faults} == {}


def _faults(browser: Browser, url: str, width: int, theme: str) -> list[str]:
    page = browser.new_page(
        locale="id-ID",
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]
    )
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(url)
    faults += [one["id"] for one in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("wider than the screen")
    page.close()
    return faults


def test_on_a_phone_a_value_and_its_note_stand_beside_the_label(
    tab: Page, regions: None, live_server: LiveServer
) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(live_server.url)
    placed = tab.evaluate(
        """() => {
            const cell = document.querySelector(".cards td[data-label]");
            cell.innerHTML = "<span>4 hari kerja</span><br><small>27 November 2026</small>";
            const [value, note] = [...cell.querySelectorAll("span, small")].map((one) => one.getBoundingClientRect());
            const beside = value.left - cell.getBoundingClientRect().left > 90;
            return [beside, note.left === value.left, note.top >= value.bottom - 6];
        }"""
    )
    assert placed == [True, True, True]


def test_the_drawer_opens_and_closes_by_keyboard(tab: Page, regions: None, live_server: LiveServer) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(live_server.url)
    tab.focus(".tabbar button")
    tab.keyboard.press("Enter")
    assert tab.is_visible("#navigation")
    tab.keyboard.press("Escape")
    assert not tab.is_visible("#navigation")


def test_money_and_dates_are_written_out_while_typing(tab: Page, regions: None, live_server: LiveServer) -> None:
    tab.goto(live_server.url)
    tab.locator("#form #id_turnover").press_sequentially("1250000")
    tab.locator("#form #id_established").press_sequentially("31122022")
    assert tab.input_value("#form #id_turnover") == "1.250.000"
    assert tab.input_value("#form #id_established") == "31/12/2022"


def test_a_number_is_checked_as_it_is_typed(tab: Page, regions: None, live_server: LiveServer) -> None:
    tab.route("**/check", lambda route: route.fulfill(json=answers[-1]))
    answers = [{"problem": "NIB terdiri dari 5 digit.", "doubt": ""}]
    tab.goto(live_server.url)
    box = tab.locator("#form #id_nib")
    box.press_sequentially("91200")
    told = tab.locator("#form #id_nib_checked")
    told.locator(".error").wait_for()
    assert (told.text_content(), box.get_attribute("aria-invalid")) == ("NIB terdiri dari 5 digit.", "true")
    assert "id_nib_checked" in (box.get_attribute("aria-describedby") or "")
    answers.append({"problem": "", "doubt": "Periksa lagi."})
    box.press_sequentially("01234567")
    told.locator(".help").wait_for()
    assert (told.text_content(), box.get_attribute("aria-invalid")) == ("Periksa lagi.", None)


def test_one_of_many_is_chosen_by_keyboard_alone(tab: Page, regions: None, live_server: LiveServer) -> None:
    asked: list[str] = []

    def answer(route) -> None:  # type: ignore[no-untyped-def]
        asked.append(route.request.post_data)
        route.fulfill(json=json.loads(found_as_json(seen("batik")).content))

    tab.route("**/pick", answer)
    tab.goto(live_server.url)
    box = tab.locator("#form").get_by_role("combobox", name="Usaha anggota")
    box.press_sequentially("bat")
    assert box.get_attribute("name") == "member_typed"
    box.press("ArrowDown")
    tab.locator("#form [role=option][aria-selected=true]").wait_for()
    box.press("ArrowDown")
    assert 'name="q"\r\n\r\nbat' in asked[-1]
    box.press("Enter")
    chosen = tab.locator("#form input[type=hidden][name=member]")
    assert (box.input_value(), chosen.input_value(), box.get_attribute("name")) == ("Batik Sekar (Budi)", "2", None)
    box.press("Backspace")
    assert (chosen.input_value(), box.get_attribute("name")) == ("", "member_typed")
    box.press("Enter")
    tab.locator("#form [role=option]").first.wait_for()
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"


def test_what_is_typed_is_kept_on_the_server(tab: Page, regions: None, live_server: LiveServer) -> None:
    kept: list[str] = []

    def answer(route) -> None:  # type: ignore[no-untyped-def]
        kept.append(route.request.post_data)
        route.fulfill(json={"saved_at": "10.32"})

    tab.route("**/draft", answer)
    tab.goto(live_server.url)
    tab.locator("#form #id_name").press_sequentially("Batik")
    tab.get_by_text("Tersimpan 10.32").wait_for()
    assert 'name="changed"\r\n\r\nname' in kept[-1]
    assert 'name="name"\r\n\r\nBatik' in kept[-1]


def test_the_theme_changes_at_once_and_stays(tab: Page, regions: None, live_server: LiveServer) -> None:
    tab.goto(live_server.url)
    tab.click("header details.menu >> nth=1")
    with tab.expect_response("**/theme"):
        tab.click("button[value=dark]")
    tab.reload()
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"


def test_filters_act_while_typing_and_a_sort_survives_them(
    tab: Page, regions: None, live_server: LiveServer, rows: object
) -> None:
    tab.goto(f"{live_server.url}/list")
    with tab.expect_response("**/list?*"):
        tab.fill("#filter-q", "hak 1")
    tab.locator("[data-announce]", has_text="1–12 dari 12").wait_for()
    tab.click("th a.sort >> nth=2")
    tab.wait_for_url("**/list?q=hak+1&sort=length")
    tab.fill("#filter-q", "hak 2")
    tab.wait_for_url("**/list?q=hak%202&sort=length")
    assert tab.locator("tbody tr").first.inner_text().split("\t")[1:2] == ["Hak 02"]


def test_choosing_rows_counts_them_and_offers_all_that_match(
    tab: Page, regions: None, live_server: LiveServer, rows: object
) -> None:
    tab.goto(f"{live_server.url}/list")
    tab.check("input[data-rows]")
    assert tab.inner_text("[data-selected]") == "25 dipilih"
    tab.check("input[name=all_matching]")
    tab.get_by_role("button", name="Tutup", exact=True).click()
    tab.get_by_text("Tindakan ini dikenakan pada 30 baris.").wait_for()
