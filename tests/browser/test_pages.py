"""Every page of the product: no barrier, nothing wider than the screen, nothing heavy, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from sentra.access.roles import Role
from sentra.site.demo.places import PEKALONGAN
from tests.browser.people import Faults, Person, Server, Theme
from tests.browser.walk import PUBLIC, WALKERS, faults_of, pages_of, shape

pytestmark = pytest.mark.browser

FIRST_LOAD, LATER_LOAD = 120_000, 30_000  # bytes over the wire
HEAVIEST = ("/daftar/sentra/", "/daftar/usaha/", "/penetapan/usulan/", "/pembinaan/sentra/", "/hukum/", "/dana/", "/")
#: Language, theme, and the width at which axe looks: every pair of the three comes up.
LOOKS: tuple[tuple[str, Theme, int], ...] = (
    ("id", "light", 1440),
    ("en", "dark", 360),
    ("id", "dark", 360),
    ("en", "light", 1440),
)
#: Each walker takes two looks, both languages and themes and widths among them; the next one takes the other two.
WALKS = [(*walker, *LOOKS[n % 2 * 2 + half]) for n, walker in enumerate(WALKERS) for half in (0, 1)]


@pytest.fixture(scope="session")
def ways(browser: Browser, server: Server) -> dict[tuple[Role, str], list[str]]:
    """Which pages each walker looks at: every shape of page once, by the first who reaches it."""
    seen: set[str] = set()
    found: dict[tuple[Role, str], list[str]] = {}
    for role, code in WALKERS:
        person = Person(browser, server, role, code)
        new = [path for path in pages_of(person) if shape(path) not in seen]
        seen |= {shape(path) for path in new}
        found[role, code] = new
        person.leave()
    assert len(seen) > 60
    return found


@pytest.mark.parametrize(("role", "code", "language", "theme", "width"), WALKS)
def test_every_page_is_open_to_everybody_who_may_see_it(
    browser: Browser,
    server: Server,
    ways: dict[tuple[Role, str], list[str]],
    role: Role,
    code: str,
    language: str,
    theme: Theme,
    width: int,
) -> None:
    person = Person(browser, server, role, code, language=language, theme=theme)
    wrong = []
    for path in ways[role, code]:
        person.open(path)
        wrong += [f"{path}: {fault}" for fault in faults_of(person.page, person.faults, width)]
    person.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_the_public_pages_are_open_to_everybody(
    browser: Browser, server: Server, language: str, theme: Theme, width: int
) -> None:
    context = browser.new_context(locale="id-ID", color_scheme=theme)
    context.add_cookies([{"name": "django_language", "value": language, "url": server.address}])
    collected, page, wrong = Faults(context, server), context.new_page(), []
    for path in PUBLIC:
        page.goto(server(path))
        wrong += [f"{path}: {fault}" for fault in faults_of(page, collected, width)]
    context.close()
    assert not wrong, "\n".join(wrong)


def wire(context: BrowserContext, page: Page, address: str) -> int:
    """The bytes that opening an address brings over the wire, headers included."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    session.detach()
    return sum(received)


def _money_of(person: Person) -> Iterator[str]:
    """A year of the funds, a recipient, its money and its agreed plan, as one leads to the other."""
    page = person.open("/dana/")
    for leads in ("main tbody a[href$='/kas/']", "a[href^='/dana/penerima/']:not([href*='/kas/'])", "#plans tbody a"):
        found = page.locator(leads).first.get_attribute("href")
        assert found is not None
        yield found
        page = person.open(found)
    page = person.open("/dana/tahun/")
    yield str(page.locator("main tbody a[href^='/dana/tahun/']").first.get_attribute("href"))


def test_the_first_load_and_later_pages_are_light(browser: Browser, server: Server) -> None:
    person = Person(browser, server, Role.REGENCY_OFFICER, PEKALONGAN)
    cookies = person.context.cookies()
    fresh = browser.new_context()
    fresh.add_cookies(cookies)  # type: ignore[arg-type]
    page = fresh.new_page()
    assert wire(fresh, page, server("/")) <= FIRST_LOAD
    heavy = {}
    for path in (*HEAVIEST, *_money_of(person)):
        weight = wire(fresh, page, server(path))
        if weight > LATER_LOAD:
            heavy[path] = weight
    fresh.close()
    person.leave()
    assert heavy == {}


def test_somebody_with_a_keyboard_alone_signs_in_and_opens_the_first_page(browser: Browser, server: Server) -> None:
    from sentra.site.demo.places import PASSWORD, account

    context = browser.new_context(locale="id-ID", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(server("/akun/login/"))
    page.focus("input[name=login]")
    page.keyboard.type(account(Role.REGENCY_OFFICER, PEKALONGAN))
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "password":
        page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(server("/"))

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    _tab_to(page, "popovertarget", "navigation")
    page.keyboard.press("Enter")
    assert page.is_visible("#navigation")
    _tab_to(page, "href", "/daftar/sentra/")
    assert _has_visible_focus(page)
    page.keyboard.press("Enter")
    page.wait_for_url(server("/daftar/sentra/"))
    context.close()


def _tab_to(page: Page, attribute: str, value: str) -> None:
    for _press in range(120):
        if page.evaluate("name => document.activeElement.getAttribute(name)", attribute) == value:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {attribute}={value}")


def _has_visible_focus(page: Page) -> bool:
    outline: str = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    return outline != "none"
