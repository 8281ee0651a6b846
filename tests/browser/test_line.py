"""The whole line, walked in browsers by the people who take part in it, to the paper that the public can check."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sentra.access.roles import Role
from sentra.site.demo.places import CENTRAL_JAVA, PEKALONGAN
from tests.browser.people import Person, Server
from tests.registry.files import TWO_WRONG_CELLS, enterprise_row, enterprises_workbook, workbook

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
NAME = "Sentra Batik Kandang Panjang"
MEMBERS = 30
YEAR = dt.date.today().year - 1
KEY = r"[0-9a-f]{8}-[0-9a-f-]{27}"


class Cast:
    """The people of the line, each signed in when first needed and in a browser of their own."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser, self._server = browser, server
        self._people: dict[tuple[str, str], Person] = {}

    def __call__(self, role: Role, code: str = "") -> Person:
        if (role, code) not in self._people:
            self._people[role, code] = Person(self._browser, self._server, role, code)
        return self._people[role, code]

    @property
    def number(self) -> int:
        """How many accounts took part."""
        return len(self._people)

    def leave(self) -> None:
        """Everybody closes their browser."""
        for person in self._people.values():
            person.leave()


@pytest.fixture
def cast(browser: Browser, server: Server) -> Cast:
    return Cast(browser, server)


@pytest.fixture
def public(browser: Browser, server: Server) -> Iterator[Page]:
    """Somebody without an account."""
    context = browser.new_context(locale="id-ID")
    yield context.new_page()
    context.close()


def bring(officer: Person, kind: str, file: Path) -> Page:
    """Send a file in and wait until its rows are shown."""
    page = officer.open("/daftar/impor/")
    page.select_option("select[name=kind]", kind)
    page.set_input_files("input[name=file]", file)
    page.locator("form:has(input[name=file]) button[type=submit]").click()
    page.wait_for_url(re.compile(rf"/daftar/impor/{KEY}/"))
    return page


def apply(page: Page) -> None:
    """Confirm an import that holds no wrong row."""
    form = page.locator("form[action$='/terapkan/']").first
    if form.locator("[name=doubts_seen]").count():
        form.locator("[name=doubts_seen]").check()
    form.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Diterapkan")


def enterprises(officer: Person, folder: Path) -> None:
    """Thirty enterprises from a workbook with two wrong cells, mended in the page."""
    file = folder / "usaha.xlsx"
    file.write_bytes(enterprises_workbook(MEMBERS, TWO_WRONG_CELLS))
    page = bring(officer, "enterprises", file)
    page.locator("a[href='?status=wrong']").first.click()
    wrong = page.locator("tr[id^=row-]")
    expect(wrong).to_have_count(2)
    right = {row: enterprise_row(row - 1) for row, _heading in TWO_WRONG_CELLS}
    for (row, _heading), value in zip(TWO_WRONG_CELLS, (right[5][2], right[12][10]), strict=True):
        cell = page.locator(f"#row-{row} form [name=value]").first
        if cell.evaluate("one => one.tagName") == "SELECT":
            cell.select_option(label=value)
        else:
            cell.fill(value)
        with page.expect_response(re.compile(r"/sel/$")):
            page.locator(f"#row-{row} form button").first.click()
    page.reload()
    apply(page)


def a_sentra(officer: Person, folder: Path) -> str:
    """A new sentra with its thirty members and two years of figures; gives its key."""
    officer.open("/daftar/sentra/baru/")
    officer.send(
        "#record-form, main form:has([name=area])",
        name=NAME,
        product="Batik tulis",
        area="Kelurahan Kandang Panjang",
        raw_materials="Kain mori",
    )
    officer.page.wait_for_url(re.compile(rf"/daftar/sentra/{KEY}/ubah/"))
    key = officer.page.url.rstrip("/").split("/")[-2]
    officer.send(
        "form:has([name=flagship_relation])",
        market_reach="national",
        flagship_relation="is_flagship",
        flagship_document="Perda 5/2021",
    )
    rows = [enterprise_row(number) for number in range(1, MEMBERS + 1)]
    members = folder / "anggota.xlsx"
    members.write_bytes(
        workbook(
            ("NIB usaha", "Nama usaha", "Nama pemilik", "Sentra", "Tanggal bergabung", "Di dalam kawasan"),
            [(row[4], row[0], row[1], NAME, dt.date(YEAR - 2, 1, 5), "Ya") for row in rows],
        )
    )
    apply(bring(officer, "memberships", members))
    yearly = folder / "data.xlsx"
    yearly.write_bytes(
        workbook(
            ("NIB usaha", "Nama usaha", "Tahun", "Hasil penjualan", "Kekayaan bersih", *WORKERS),
            [
                (row[4], row[0], year, sales, 100_000_000, 1, 2, 1, family)
                for row in rows
                for year, sales, family in ((YEAR - 1, 140_000_000, 0), (YEAR, 180_000_000, 1))
            ],
        )
    )
    apply(bring(officer, "enterprise_figures", yearly))
    ownership(officer, key)
    for side in ("supply", "marketing"):
        officer.open(f"/daftar/sentra/{key}/mitra/")
        officer.send(
            "form:has([name=party_name])",
            party_name=f"Mitra {side}",
            side=side,
            began_on=f"05/01/{YEAR - 1}",
        )
        expect(officer.page.locator("main table").first).to_contain_text(f"Mitra {side}")
    return key


def ownership(officer: Person, sentra: str) -> None:
    """Whose the members are: without it the size of an enterprise is unknown and nobody is counted."""
    page = officer.open(f"/daftar/sentra/{sentra}/anggota/")
    found = page.eval_on_selector_all(
        "main table a[href^='/daftar/usaha/']", "all => all.map(one => one.getAttribute('href'))"
    )
    assert len(set(found)) == MEMBERS
    for path in sorted(set(found)):
        officer.open(f"{path}ubah/")
        officer.send("form:has([name=is_subsidiary])", owned_by_indonesian_citizens="yes", is_subsidiary="no")


WORKERS = (
    "Tenaga kerja dibayar laki-laki",
    "Tenaga kerja dibayar perempuan",
    "Tenaga kerja keluarga laki-laki",
    "Tenaga kerja keluarga perempuan",
)


def judge(group: Person, sentra: str) -> None:
    """Every judgement of the working group in one visit: yes, the same product, seen today."""
    page = group.open(f"/penetapan/sentra/{sentra}/penilaian/")
    judgements = page.locator("#judgements")
    asked = judgements.locator("[id^=fact-]")
    assert asked.count() > 1
    for field in asked.all():
        yes = field.locator("[value=true]")
        if yes.count():
            yes.check()
        elif field.locator("select").count():
            field.locator("select").select_option("same")
        else:
            field.locator("[value=same]").check()
    judgements.locator("[name=reason]").fill("Dilihat di lapangan bersama pengurus.")
    judgements.locator("button[type=submit]").click()
    expect(judgements).to_contain_text("Semua penilaian sudah tercatat")


def step(person: Person, proposal: str, name: str, reason: str = "Sesuai dengan berkas.") -> None:
    """Take a step of Pasal 7 on its page and come back to the proposal."""
    page = person.open(f"/penetapan/usulan/{proposal}/langkah/{name}/")
    form = page.locator("main form:has([name=reason])").first
    form.locator("[name=reason]").fill(reason)
    form.locator("button[type=submit]").first.click()
    page.wait_for_url(re.compile(rf"/penetapan/usulan/{proposal}/$"))


def candidate(officer: Person, group: Person, sentra: str) -> str:
    """Identified, assessed, selected, its file complete; gives the proposal's key."""
    officer.open(f"/penetapan/usulan/baru/{sentra}/")
    officer.send("main form:has([name=tier])", tier="sentra", funding_source="apbn")
    officer.page.wait_for_url(re.compile(rf"/penetapan/usulan/{KEY}/$"))
    proposal = officer.page.url.rstrip("/").split("/")[-1]
    step(group, proposal, "assess")
    step(group, proposal, "select", "Memenuhi seluruh kriteria.")
    page = group.open(f"/penetapan/usulan/{proposal}/berkas/")
    page.locator("form[action$='/lengkapi/'] button").first.click()
    page.wait_for_load_state()
    return proposal


def decree(drafter: Person, proposal: str, scan: Path) -> str:
    """A decree on three sentra, drafted, signed and recorded; gives the page of the decree."""
    page = drafter.open("/penetapan/keputusan/?state=draft")
    page.locator("main tbody a").first.click()
    page.wait_for_url(re.compile(rf"/penetapan/keputusan/{KEY}/$"))
    for box in page.locator("form[action$='/ubah/'] [name=proposals]").all():
        box.check()
    page.locator("form[action$='/ubah/'] button[type=submit]").click()
    expect(page.locator("#entries tbody tr")).to_have_count(3)
    expect(page.locator("#entries")).to_contain_text(NAME)
    page.locator("a[href$='/terbit/']").click()
    page.set_input_files("[name=scan]", scan)
    drafter.send(
        "main form:has([name=scan])",
        number="117/KEP/M.KUKM/2026",
        signed_on=f"{dt.date.today():%d/%m/%Y}",
        signed_by="Teten Masduki",
        signer_office="minister",
    )
    page.wait_for_url(re.compile(rf"/penetapan/keputusan/{KEY}/$"))
    expect(page.locator("main")).to_contain_text("117/KEP/M.KUKM/2026")
    return page.url


@pytest.mark.clause("kukm-23-2005/7.f")
def test_thirty_enterprises_become_a_designated_sentra(
    cast: Cast, public: Page, server: Server, tmp_path: Path
) -> None:
    officer, group = cast(Role.REGENCY_OFFICER, PEKALONGAN), cast(Role.REGENCY_GROUP, PEKALONGAN)
    enterprises(officer, tmp_path)
    sentra = a_sentra(officer, tmp_path)
    judge(group, sentra)
    proposal = candidate(officer, group, sentra)

    step(officer, proposal, "submit")
    verifier = cast(Role.PROVINCE_GROUP, CENTRAL_JAVA)
    step(verifier, proposal, "return", "Lampiran peta kawasan belum terbaca.")
    expect(officer.open("/").locator("#came-back")).to_contain_text(NAME)
    step(officer, proposal, "resubmit", "Peta kawasan diganti.")
    step(verifier, proposal, "verify")
    step(cast(Role.PROVINCE_OFFICER, CENTRAL_JAVA), proposal, "forward")
    step(cast(Role.MINISTRY_OFFICER), proposal, "reverify")
    step(cast(Role.MINISTRY_APPROVER), proposal, "choose")

    scan = tmp_path / "keputusan.pdf"
    scan.write_bytes(PDF)
    drafter = cast(Role.DECREE_OFFICER)
    decree(drafter, proposal, scan)
    expect(officer.open(f"/daftar/sentra/{sentra}/").locator("main")).to_contain_text("sejak")
    expect(officer.open(f"/penetapan/usulan/{proposal}/").locator("main")).to_contain_text("Ditetapkan")

    drafter.page.locator("a[href^='/dokumen/naskah/']").first.click()
    code = drafter.page.locator("main").inner_text()
    found = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", code)
    assert found is not None
    public.goto(server(f"/periksa/{found[0]}/"))
    expect(public.locator("main")).to_contain_text("117/KEP/M.KUKM/2026")
    assert NAME not in public.inner_text("main")
    assert cast.number >= 6
    cast.leave()
