"""Pictures for the README: the pages they show are there; with SENTRA_SCREENSHOTS=1 they are kept in the docs."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from sentra.access.roles import Role
from sentra.site.demo.places import CENTRAL_JAVA, PEKALONGAN
from tests.browser.people import Person, Server
from tests.registry.files import TWO_WRONG_CELLS, enterprises_workbook

pytestmark = pytest.mark.browser
KEPT = os.environ.get("SENTRA_SCREENSHOTS") == "1"
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
LARGEST = 150_000  # bytes


def picture(person: Person, name: str, folder: Path) -> None:
    """What the window shows, in few colours."""
    target = folder / f"{name}.png"
    person.page.wait_for_load_state("networkidle")
    person.page.screenshot(path=target)
    with Image.open(target) as shot:
        shot.convert("RGB").quantize(128).save(target, optimize=True)
    assert target.stat().st_size <= LARGEST


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if not KEPT:
        return tmp_path
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER


def first(person: Person, path: str, pattern: str) -> None:
    """Open the first link of a page whose address fits."""
    person.open(path)
    found = person.page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    person.open(next(one for one in found if re.search(pattern, one)))


def test_pictures_of_the_main_line(browser: Browser, server: Server, tmp_path: Path, folder: Path) -> None:
    officer = Person(browser, server, Role.REGENCY_OFFICER, PEKALONGAN, width=1280)
    officer.open("/")
    picture(officer, "my-work", folder)
    file = tmp_path / "usaha-2026.xlsx"
    file.write_bytes(enterprises_workbook(30, TWO_WRONG_CELLS))
    page = officer.open("/daftar/impor/")
    page.set_input_files("input[name=file]", file)
    page.locator("form:has(input[name=file]) button[type=submit]").click()
    page.wait_for_url(re.compile("/daftar/impor/[0-9a-f-]{36}/"))
    page.goto(f"{page.url}?status=wrong")
    picture(officer, "import-preview", folder)
    page.locator("form[action$='/batal/'] button").click()
    officer.leave()

    group = Person(browser, server, Role.REGENCY_GROUP, PEKALONGAN, width=1280)
    first(group, "/penetapan/usulan/?state=assessed", r"/penetapan/usulan/[0-9a-f-]{36}/$")
    group.page.locator("a[href*='/penilaian/']").first.click()
    picture(group, "assessment", folder)
    group.leave()

    province = Person(browser, server, Role.PROVINCE_OFFICER, CENTRAL_JAVA, width=1280)
    first(province, "/penetapan/usulan/?state=verified_by_province", r"/penetapan/usulan/[0-9a-f-]{36}/$")
    picture(province, "proposal", folder)
    province.leave()

    ministry = Person(browser, server, Role.DECREE_OFFICER, width=1280)
    first(ministry, "/penetapan/keputusan/?state=signed", r"/penetapan/keputusan/[0-9a-f-]{36}/$")
    picture(ministry, "decree", folder)
    ministry.leave()


def test_picture_of_a_phone(browser: Browser, server: Server, folder: Path) -> None:
    officer = Person(browser, server, Role.REGENCY_OFFICER, PEKALONGAN, width=390)
    first(officer, "/daftar/sentra/", r"/daftar/sentra/[0-9a-f-]{36}/$")
    picture(officer, "phone", folder)
    officer.leave()


def test_picture_of_a_check_tried(browser: Browser, server: Server, folder: Path) -> None:
    officer = Person(browser, server, Role.REGENCY_OFFICER, PEKALONGAN, width=1280)
    officer.open("/hukum/uji/sentra.criteria/?member_count=19&workforce_count=52&supply_partnership=true")
    picture(officer, "check", folder)
    officer.leave()
