"""What the people of a fund's year do at their browsers: open a year, plan, review, agree, disburse, pay."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from sentra.access.roles import Role
from tests.browser.people import Person
from tests.browser.test_line import Cast
from tests.browser.walk import Looks

KEY = r"[0-9a-f]{8}-[0-9a-f-]{27}"
DISBURSED = "Contoh uji: pola tahun-tahun sebelumnya"


# ---------------------------------------------------------------- the ministry: a year with stages, decree and ceiling


def a_past_year(ministry: Person, fund: str) -> int:
    """The newest year that is over and that nobody has opened for the fund: all its days lie in the past."""
    page = ministry.open(f"/dana/tahun/?fund={fund}")
    known = {int(one) for one in re.findall(r"\b20[0-9]{2}\b", page.locator("#results, main table").first.inner_text())}
    return next(year for year in range(dt.date.today().year - 2, 2015, -1) if year not in known)


def open_year(ministry: Person, fund: str, stages: list[dict[str, str]]) -> tuple[str, int]:
    """A year with its stages and the decree on its ceilings; gives its address and the year."""
    year = a_past_year(ministry, fund)
    page = ministry.open("/dana/tahun/buka/")
    ministry.send(fund=fund, year=str(year), basis=f"Keputusan Sekretaris Nomor 7 Tahun {year} (contoh uji)")
    page.wait_for_url(re.compile(rf"/dana/tahun/{KEY}/"))
    address = path_of(page)
    for number, stage in enumerate(stages, 1):
        ministry.open(f"{address}tahap/{number}/")
        given = dict(stage)
        if given.pop("report", ""):
            page.check("[name=needs_report]")
        opens_on = f"{given.pop('opens')}/{year}"
        ministry.send(opens_on=opens_on, source=DISBURSED, standing="proposed", **given)
        expect(page.locator("#stages tbody tr")).to_have_count(number)
    ministry.open(f"{address}keputusan/")
    ministry.send(kind="Peraturan Presiden", number="104", date=f"05/01/{year}", title=f"Rincian Anggaran {year} (uji)")
    expect(page.locator("#decrees tbody")).to_contain_text("104")
    return address, year


def choose(ministry: Person, year: str, code: str, ceiling: dict[str, str]) -> str:
    """A region becomes a recipient with its ceiling; gives the recipient's address."""
    page = ministry.open(f"{year}calon/{code}/pilih/")
    ministry.send(instrument="Keputusan Menteri Nomor 3 (contoh uji)")
    page.wait_for_url(re.compile(rf"/dana/penerima/{KEY}/$"))
    address = path_of(page)
    page.locator(f"a[href='{address}pagu/']").click()
    decree = page.locator("[name=decree] option[value]:not([value=''])").first.get_attribute("value")
    ministry.send("main form:has([name=decree])", decree=str(decree), **ceiling)
    expect(page.locator("#ceilings tbody tr")).to_have_count(1)
    return address


def path_of(page: Page) -> str:
    """The address of the page without host, query and fragment."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


# ---------------------------------------------------------------- the office: a plan with its lines

#: Component, words, volume, times, unit, rupiah a unit.
Line = tuple[str, str, int, int, str, int]
NO_ASSET = {"creates_asset": "false", "recorded_in_balance_sheet": "false"}


def begin_plan(officer: Person, recipient: str) -> str:
    """The plan's address; the way to it stands on the recipient's page."""
    page = officer.open(recipient)
    page.locator("#plans a[href*='/rencana/baru/']").click()
    officer.send()
    page.wait_for_url(re.compile(rf"/dana/rencana/{KEY}/$"))
    return path_of(page)


def activity(officer: Person, plan: str, kind: str, lines: list[Line], **values: str) -> None:
    """An activity of the catalogue with its lines, one entered after the other."""
    page = officer.open(f"{plan}kegiatan/")
    page.locator(f"main a[href$='?kegiatan={kind}']").click()
    for more in page.locator("main details:not([open])").all():
        more.locator("summary").click()
    officer.send("main form:has([name=title])", **values)
    page.locator("[id^=activity-] a[href$='/baris/']").last.click()
    for number, one in enumerate(lines, 1):
        enter(page, one)
        is_last = number == len(lines)
        with page.expect_navigation():
            page.locator(".form-foot button:not([name])" if is_last else "[name=another]").first.click()
    page.wait_for_url(re.compile(rf"{plan}#line-"))


def enter(page: Page, line: Line) -> None:
    """Type a budget line into its form."""
    component, words, volume, times, unit, price = line
    page.select_option("[name=component]", component)
    page.fill("[name=description]", words)
    page.fill("[name=volume]", str(volume))
    page.fill("[name=frequency]", str(times))
    page.select_option("[name=unit]", unit)
    page.fill("[name=unit_price]", f"{price:,}".replace(",", "."))
    for name, value in NO_ASSET.items():
        asked = page.locator(f"[name={name}][value={value}]")
        if asked.count():
            asked.check()


def change_line(officer: Person, plan: str, words: str, **values: str) -> None:
    """Open a line of the plan by its words and change it."""
    page = officer.open(plan)
    page.get_by_role("link", name=words, exact=True).last.click()
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator(".form-foot button:not([name])").first.click()
    page.wait_for_url(re.compile(rf"{plan}#line-"))


def discuss(officer: Person, plan: str, year: int, paper: Path | None, **more: str) -> None:
    """Coordination and discussion are recorded; KAK and RAB attached, unless they are there already."""
    page = officer.open(f"{plan}pembahasan/")
    day = f"/{year}"
    officer.send(
        "main form:has([name=discussion])",
        coordinated_on=f"10/01{day}",
        coordination="B-050/41/Bappeda",
        discussed_on=f"12/01{day}",
        discussion="Rapat dinas dengan Bappeda dan perwakilan sentra.",
        **more,
    )
    for kind in ("kak", "rab") if paper else ():
        officer.open(f"{plan}berkas/{kind}/")
        page.set_input_files("[name=file]", str(paper))
        officer.send("main form:has([name=file])")
        expect(page).to_have_url(re.compile(rf"{plan}$"))


# ---------------------------------------------------------------- the plan from hand to hand


def review(cast: Cast, looks: Looks, officer: Person, plan: str, code: str) -> None:
    """The office sends the plan on; the region's auditor says of every line that it is accepted."""
    press(officer, plan, "kirim-reviu/")
    auditor = cast(Role.AUDITOR, code)
    page = auditor.open(plan)
    page.locator(f"a[href='{plan}reviu/']").first.click()
    looks.at(auditor, "review form")
    judgements = page.locator("[name^=judgement_][value=accepted]")
    assert judgements.count() > 0
    for one in judgements.all():
        one.check()
    page.locator("[name=outcome][value=passed]").check()
    page.locator(".form-foot button").first.click()
    page.wait_for_url(re.compile(rf"{plan}$"))


def agree(cast: Cast, plan: str, code: str) -> None:
    """The head hands the plan in with its paper, the ministry agrees to it."""
    head = cast(Role.REGENCY_HEAD, code)
    page = head.open(plan)
    page.locator(f"a[href='{plan}sampaikan/']").first.click()
    head.send("#form form")
    expect(page.locator("#papers a")).to_have_count(1)
    page = cast(Role.MINISTRY_OFFICER).open(plan)
    page.locator(f"a[href='{plan}putusan/']").first.click()
    cast(Role.MINISTRY_OFFICER).send(
        "#form form", outcome="agree", reason="Kegiatan dan rincian biaya sesuai petunjuk teknis."
    )
    page.wait_for_url(re.compile(rf"{plan}$"))


def press(person: Person, plan: str, act: str) -> None:
    """Take an act that the plan's page offers and that asks nothing."""
    page = person.open(plan)
    page.locator(f"#actions a[href='{plan}{act}']").click()
    person.send()
    expect(page).to_have_url(re.compile(rf"{plan}$"))


# ---------------------------------------------------------------- the money


def a_stage(cast: Cast, officer: Person, recipient: str, number: int, months: tuple[str, str], year: int) -> None:
    """The ministry recommends a stage, the office records that its money came."""
    stages = f"{recipient}kas/tahap/{number}/"
    page = cast(Role.MINISTRY_OFFICER).open(f"{recipient}kas/")
    page.locator(f"#stages a[href='{stages}rekomendasi/']").click()
    cast(Role.MINISTRY_OFFICER).send(
        "#form form", recommended_on=f"{months[0]}/{year}", conditions=f"S-{number}/PK/{year} (contoh uji)"
    )
    expect(page).to_have_url(re.compile(rf"{recipient}kas/"))
    page = officer.open(f"{recipient}kas/")
    page.locator(f"#stages a[href='{stages}terima/']").click()
    officer.send("#form form", received_on=f"{months[1]}/{year}", reference=f"SP2D-{year}-{number}")
    expect(page).to_have_url(re.compile(rf"{recipient}kas/"))


def pay(officer: Person, recipient: str, number: str, day: str, parts: Mapping[str, int]) -> None:
    """A payment order over several lines, named by their words."""
    page = officer.open(f"{recipient}kas/sp2d/baru/")
    for words, amount in parts.items():
        page.get_by_label(words).fill(str(amount))
    officer.send(
        "#form form",
        number=number,
        paid_on=day,
        payee="CV Karya Sentra Mandiri",
        purpose="Pelaksanaan kegiatan",
        amount=str(sum(parts.values())),
    )
    page.wait_for_url(re.compile(rf"{recipient}kas/sp2d/{KEY}/"))


def row(page: Page, words: str) -> Locator:
    """The row of a table that begins with these words."""
    return page.locator("main tbody tr").filter(has=page.get_by_role("rowheader", name=words))
