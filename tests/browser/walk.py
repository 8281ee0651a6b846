"""The pages of the product as a person finds them: the menu, then the first record behind each list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from sentra.access.roles import Role
from sentra.site.demo.places import CENTRAL_JAVA, PEKALONGAN
from tests.browser.people import Faults, Person, Server

#: Who walks: together they see every page of the menu.
WALKERS: tuple[tuple[Role, str], ...] = (
    (Role.REGENCY_OFFICER, PEKALONGAN),
    (Role.REGENCY_GROUP, PEKALONGAN),
    (Role.PROVINCE_OFFICER, CENTRAL_JAVA),
    (Role.DECREE_OFFICER, ""),
    (Role.ADMINISTRATOR, ""),
    (Role.AUDITOR, ""),
    (Role.SENTRA_MANAGER, PEKALONGAN),
    (Role.MINISTRY_OFFICER, ""),
)
WIDTHS = (360, 768, 1440)
PUBLIC = (
    "/",
    "/akun/login/",
    "/akun/password/reset/",
    "/periksa/",
    "/periksa/XXXX-XXXX-XXXX/",
    "/hukum/",
    "/hukum/?on=2004-01-01",
    "/hukum/kukm-23-2005/",
    "/hukum/perin-5-2022/",
    "/hukum/perin-5-2022/bagian/bab-iv-a/",
    "/hukum/kukm-23-2005/?on=1999-01-01",
    "/hukum/cari/?q=peserta&kind=rule",
    "/hukum/pasal/kukm-23-2005/5.1.a.1/",
    "/hukum/pasal/kopukm-pk2umk-2022/4.6.deadline/",
    "/hukum/uji/",
    "/hukum/uji/sentra.leading/?member_count=19",
    "/hukum/uji/sentra.criteria/?member_count=x",
    "/hukum/uji/ikm.curriculum/?activity_id=A1",
    "/hukum/banding/?regulation=kopukm-pk2umk-2022&from=2022-12-31&to=2023-01-01",
)
_KEY = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)|(?<=/)[a-z]+(?:_[a-z]+)+(?=/ajukan/)"
    r"|(?<=/hukum/)[a-z]+-[a-z0-9-]+(?=/)|(?<=/bagian/)[a-z0-9-]+|(?<=/hukum/uji/)[a-z0-9_.]+"
)
_NOT_PAGES = (
    "/pdf/",
    "/docx/",
    "/bukti/",
    "/templat/",
    "/konsep/",
    "/perbaikan/",
    "/temuan/",
    ".xlsx",
    ".pdf",
    "?export",
    "/logout/",
    "/api/",
)


def shape(path: str) -> str:
    """A path without its keys: pages of one shape are one kind of page."""
    return _KEY.sub("*", path.partition("?")[0].partition("#")[0])


def links(page: Page) -> list[str]:
    """The addresses of our own that the page leads to."""
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "all => all.filter(a => a.origin === location.origin && !a.download).map(a => a.pathname + a.search)"
    )
    return [one for one in found if not any(part in one for part in _NOT_PAGES)]


def pages_of(person: Person, *, limit: int = 160) -> list[str]:
    """One page of each shape that the person can reach by following links from the first page."""
    seen: dict[str, str] = {}
    shown: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < limit:
        path = waiting.pop(0)
        if shape(path) in seen or shape(path) in shown:
            continue
        seen[shape(path)] = path
        answer = person.page.goto(person.server(path))
        if answer is None or answer.status >= 400:
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            del seen[shape(path)]  # a file that opens in the browser is no page of ours
            shown.add(shape(path))
            continue
        waiting += [one for one in links(person.page) if shape(one) not in seen and not one.startswith("/hukum/pasal/")]
    return list(seen.values())


def unique(pages: Iterable[tuple[Role, str, str]]) -> dict[str, tuple[Role, str, str]]:
    """The first walker who reaches each shape of page."""
    found: dict[str, tuple[Role, str, str]] = {}
    for role, code, path in pages:
        found.setdefault(shape(path), (role, code, path))
    return found


def faults_of(page: Page, collected: Faults, looked_at: int) -> Iterator[str]:
    """What is wrong with a page at each width; axe looks at one of them."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            yield f"{wide} px wider than {width}"
        if width == looked_at:
            yield from (f"{one['id']} at {width}: {_where(one)}" for one in Axe().run(page).response["violations"])
    yield from collected.taken()


def _where(violation: Any) -> str:
    return "; ".join(str(node["html"])[:120] for node in violation["nodes"][:3])


class Looks:
    """Kinds of page that are looked at on the way of a test, for a walk along the links does not reach them."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.wrong: list[str] = []

    def at(self, person: Person, kind: str) -> None:
        """Look at the page that somebody has open, the first time that one of its kind is met."""
        if kind in self.kinds:
            return
        self.kinds.add(kind)
        self.wrong += [f"{kind}: {fault}" for fault in faults_of(person.page, person.faults, 1440)]


__all__ = ["PUBLIC", "WALKERS", "Looks", "Server", "faults_of", "links", "pages_of", "shape", "unique"]
