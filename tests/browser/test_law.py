"""The law in a browser: a check is tried while one types, shared by its address, and two dates are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.people import Faults, Server

pytestmark = pytest.mark.browser
CRITERIA = "/hukum/uji/sentra.criteria/"
WORDS = {
    "id": {"open": "Belum diketahui", "failed": "Tidak terpenuhi", "met": "Terpenuhi", "try": "Coba dengan nilai"},
    "en": {"open": "Not known yet", "failed": "Not met", "met": "Met", "try": "Try it with these values"},
}


class Strangers:
    """People without an account, each with a browser of their own."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser, self._server = browser, server
        self._opened: list[tuple[BrowserContext, Faults]] = []

    def __call__(self, language: str = "id", **options: Any) -> Page:
        context = self._browser.new_context(locale="id-ID", **options)
        context.add_cookies([{"name": "django_language", "value": language, "url": self._server.address}])
        self._opened.append((context, Faults(context, self._server)))
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    def leave(self) -> list[str]:
        """Everybody closes their browser; what went wrong in them."""
        faults = [fault for _context, collected in self._opened for fault in collected.taken()]
        for context, _collected in self._opened:
            context.close()
        return faults


@pytest.fixture
def strangers(browser: Browser, server: Server) -> Iterator[Strangers]:
    found = Strangers(browser, server)
    yield found
    assert found.leave() == []


def findings(page: Page) -> list[str]:
    """What each provision says."""
    return [" ".join(text.split()) for text in page.locator("#result .finding").all_inner_texts()]


def verdict(page: Page) -> str:
    return page.locator("#findings .verdict .state").inner_text().strip()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_check_is_tried_and_shared(strangers: Strangers, server: Server, language: str) -> None:
    words = WORDS[language]
    page = strangers(language)
    page.goto(server(CRITERIA))
    assert verdict(page) == words["open"]

    page.fill("[name=member_count]", "19")
    expect(page.locator("#findings .verdict .state")).to_contain_text(words["failed"])
    page.locator("[name=cluster_prospect][value=true]").check()
    page.wait_for_url(re.compile("member_count=19.*cluster_prospect=true|cluster_prospect=true.*member_count=19"))
    expect(page.locator("#result .finding[data-tone=good]")).to_have_count(1)
    assert page.input_value("[name=member_count]") == "19"
    shown = findings(page)

    other = strangers(language, viewport={"width": 360, "height": 740})
    other.goto(page.url)
    assert findings(other) == shown
    assert other.input_value("[name=member_count]") == "19"

    other.get_by_role("link", name=words["try"]).click()
    other.wait_for_url(re.compile("member_count=20"))
    assert verdict(other) == words["met"]


def test_what_is_left_out_is_judged_again_as_unknown(strangers: Strangers, server: Server) -> None:
    page = strangers()
    page.goto(server(f"{CRITERIA}?member_count=19"))
    page.fill("[name=member_count]", "")
    expect(page.locator("#findings .verdict .state")).to_contain_text("Belum diketahui")
    page.fill("[name=member_count]", "banyak")
    expect(page.locator("#result .alert")).to_contain_text("Jumlah anggota UKM")
    page.locator("#result .alert a").click()
    assert page.evaluate("document.activeElement.name || location.hash") in ("member_count", "#id_member_count")


def test_without_a_script_a_button_does_the_same(strangers: Strangers, server: Server) -> None:
    page = strangers(java_script_enabled=False)
    page.goto(server(CRITERIA))
    page.fill("[name=member_count]", "19")
    page.get_by_role("button", name="Periksa").click()
    page.wait_for_url(re.compile(r"member_count=19.*#result"))
    assert verdict(page) == "Tidak terpenuhi"


def test_an_activity_is_chosen_first_and_stays_in_the_address(strangers: Strangers, server: Server) -> None:
    page = strangers()
    page.goto(server("/hukum/uji/ikm.curriculum/"))
    page.select_option("#activity_id", "A1")
    page.get_by_role("button", name="Tampilkan").click()
    page.wait_for_url(re.compile("activity_id=A1"))
    assert verdict(page) == "Belum diketahui"
    page.locator("form.compact input[type=checkbox]").first.check()
    expect(page.locator("#findings .verdict .state")).to_contain_text("Tidak terpenuhi")
    page.wait_for_url(re.compile("activity_id=A1.*topics"))


def test_two_dates_are_compared(strangers: Strangers, server: Server) -> None:
    page = strangers()
    page.goto(server("/hukum/banding/"))
    page.select_option("#regulation", "kopukm-pk2umk-2022")
    page.fill("#from", "31/12/2022")
    page.fill("#to", "01/01/2023")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("regulation=kopukm-pk2umk-2022"))
    main = page.locator("main")
    expect(main).to_contain_text("1 berubah, 0 ditambahkan, 0 dihapus")
    expect(main).to_contain_text("Batas minggu kedua Maret")

    page.select_option("#regulation", "kukm-23-2005")
    page.locator("main form button").first.click()
    expect(main).to_contain_text("Tidak ada yang berubah")


def test_a_provision_is_searched_while_typing_and_read_as_of_a_day(strangers: Strangers, server: Server) -> None:
    page = strangers("en")
    page.goto(server("/hukum/cari/"))
    page.fill("#q", "SME operators work inside")
    expect(page.locator("#results")).to_contain_text("At least 20")
    page.wait_for_url(re.compile("q=SME"))
    page.locator("#results a").first.click()
    page.wait_for_url(re.compile(r"/hukum/pasal/kukm-23-2005/5\.1\.a\.1/"))
    page.fill("#on", "08/11/2005")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("main")).to_contain_text("Not in force on that day")
