"""The frame around every page: my work, the menu, language, theme, errors, the headers of every answer."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.roles import OFFICE_OF_ROLE, RECORD_ROLES, Role
from sentra.decisions.models import WorkItem
from sentra.decisions.services import close_work, open_work
from sentra.pages.errors import Conflict
from sentra.registry.models import Sentra
from sentra.site.demo.places import PASSWORD as DEMO_PASSWORD
from sentra.site.demo.places import account
from sentra.site.navigation import MENU, menu_for
from sentra.site.starts import starts_for
from sentra.territory.scope import NATION, scoped
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, SINCE, office, persona, record_persona, region
from tests.registry.factories import make_partner, make_sentra
from tests.site.addresses import addresses, routes
from tests.site.world import NATIONAL, World

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def signed_in(actor: Actor, language: str = "id") -> Client:
    client = Client(raise_request_exception=False)
    assert actor.user is not None
    client.force_login(actor.user)
    client.cookies["django_language"] = language
    return client


def rina() -> Actor:
    return persona(Role.REGENCY_OFFICER, PEKALONGAN)


# ---------------------------------------------------------------- my work


def waits(title: str, due: dt.date | None = None, **given: object) -> WorkItem:
    """A line in the inbox of the officers of Kota Pekalongan."""
    with scoped(NATION):
        return open_work(
            kind="designation.submit",
            subject=office("regency_agency", PEKALONGAN),
            title=title,
            url="/penetapan/usulan/",
            office=office("regency_agency", PEKALONGAN),
            role=Role.REGENCY_OFFICER,
            regency=region(PEKALONGAN),
            due_on=due,
            **given,  # type: ignore[arg-type]
        )


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_my_work_says_what_waits_what_came_back_and_what_is_late() -> None:
    today = rina().today
    waits("Usulkan Sentra Tahu", today - dt.timedelta(days=14))
    waits("Usulkan Sentra Mebel", today + dt.timedelta(days=21))
    waits("Perbaiki Sentra Roti", came_back=True, note="Formulir 3 belum lengkap.")
    page = text_of(signed_in(rina()).get("/").content.decode())
    order = [page.index(one) for one in ("Perbaiki Sentra Roti", "Usulkan Sentra Tahu", "Usulkan Sentra Mebel")]
    assert order == sorted(order)
    for said in ("3 pekerjaan menunggu", "1 di antaranya terlambat", "Formulir 3 belum lengkap.", "hari kerja"):
        assert said in page


def test_what_is_due_counts_working_days() -> None:
    friday = next(rina().today + dt.timedelta(days=n) for n in range(7, 14))
    item = waits("Usulkan", friday)
    page = text_of(signed_in(rina()).get("/").content.decode())
    shown = re.search(r"(\d+) hari kerja", page)
    assert shown is not None
    assert int(shown[1]) < (item.due_on - rina().today).days  # type: ignore[operator]


def test_what_waits_for_another_role_or_office_is_not_mine() -> None:
    waits("Usulkan Sentra Tahu")
    for actor in (persona(Role.REGENCY_OFFICER, BATANG), persona(Role.REGENCY_GROUP, PEKALONGAN)):
        assert "Usulkan Sentra Tahu" not in signed_in(actor).get("/").content.decode()


def test_when_all_is_done_my_work_says_so() -> None:
    item = waits("Usulkan")
    with scoped(NATION):
        close_work(subject=office("regency_agency", PEKALONGAN))
    page = signed_in(rina()).get("/").content.decode()
    assert item.title not in page
    assert "Tidak ada yang menunggu" in page or "selesai" in page


@pytest.mark.parametrize("role", sorted(OFFICE_OF_ROLE))
def test_with_nothing_to_do_each_role_is_offered_pages_that_open(role: str) -> None:
    code = "" if role in NATIONAL else JAWA_TENGAH if "province" in role or role == "technical_unit" else PEKALONGAN
    actor = persona(role, code)
    if role in RECORD_ROLES:
        with scoped(NATION):
            record = make_sentra() if role == Role.SENTRA_MANAGER else make_partner()
        actor = record_persona(role, code, record.pk)
    with scoped(actor.territory):
        starts = starts_for(actor)
    client = signed_in(actor)
    page = client.get("/").content.decode()
    assert starts
    assert [one.url for one in starts if f'href="{one.url}"' not in page] == []
    assert {one.url: client.get(one.url).status_code for one in starts} == {one.url: 200 for one in starts}


def test_a_manager_starts_at_the_own_sentra() -> None:
    with scoped(NATION):
        sentra = make_sentra()
    manager = record_persona(Role.SENTRA_MANAGER, PEKALONGAN, sentra.pk)
    page = text_of(signed_in(manager).get("/").content.decode())
    assert "Ajukan perkuatan" in page
    assert "instansi Anda" not in page, "a manager is no office"
    assert [str(sentra.pk) in one.url for one in starts_for(manager)][:3] == [True] * 3


def test_first_steps_step_back_while_something_waits() -> None:
    assert "Daftarkan sentra" in signed_in(rina()).get("/").content.decode()
    waits("Usulkan Sentra Tahu")
    assert "Daftarkan sentra" not in signed_in(rina()).get("/").content.decode()


def test_a_partner_is_not_led_to_lists_that_stay_empty() -> None:
    labels = {item.url for group in menu_for(persona(Role.PARTNER, PEKALONGAN), "/") for item in group.items}
    assert reverse("development:invitation_list") in labels
    assert reverse("development:strand_list") not in labels


def test_a_person_without_an_appointment_is_told_who_can_appoint() -> None:
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN, n=9)
    Appointment.objects.filter(user=actor.user).update(valid_to=SINCE)
    page = signed_in(actor).get("/").content.decode()
    assert "Kepala dinas" in page or "kepala" in page.lower()


def test_a_demonstration_names_its_people_and_no_other_place_does(settings: Any) -> None:
    user = persona(Role.REGENCY_OFFICER, PEKALONGAN).user
    assert user is not None
    user.email = account(Role.REGENCY_OFFICER, PEKALONGAN)
    user.save()
    pages = []
    for settings.DEMO in (True, False):
        pages.append(Client().get("/").content.decode())
    assert [user.email in page for page in pages] == [True, False]
    assert [DEMO_PASSWORD in page for page in pages] == [True, False]


# ---------------------------------------------------------------- the menu


@pytest.mark.parametrize("role", sorted(OFFICE_OF_ROLE))
def test_every_page_of_the_menu_opens_for_whoever_sees_it(role: str) -> None:
    code = "" if role in NATIONAL else JAWA_TENGAH if "province" in role else PEKALONGAN
    actor = persona(role, code)
    client = signed_in(actor)
    shown = [item.url for group in menu_for(actor, "/") for item in group.items]
    assert shown
    assert {url: client.get(url).status_code for url in shown} == dict.fromkeys(shown, 200)


def test_every_entry_of_the_menu_has_an_address() -> None:
    names = {one.name for one in routes()}
    assert {entry.url_name for group in MENU for entry in group.entries} <= names


def test_the_menu_offers_nothing_that_is_closed() -> None:
    urls = {item.url for group in menu_for(persona(Role.PARTNER, PEKALONGAN), "/") for item in group.items}
    assert reverse("registry:import_list") not in urls
    assert reverse("administration:decision_list") not in urls


def test_switching_the_appointment_changes_what_is_seen() -> None:
    actor = rina()
    second = Appointment.objects.create(
        user=actor.user,
        role=Role.REGENCY_OFFICER,
        office=office("regency_agency", BATANG),
        instrument="SK 2",
        valid_from=SINCE + dt.timedelta(days=1),
    )
    waits("Usulkan Sentra Tahu")
    client = signed_in(actor)
    assert "Usulkan Sentra Tahu" not in client.get("/").content.decode()  # the newer appointment comes first
    client.post("/peran/", {"appointment": str(actor.appointment.pk)})  # type: ignore[union-attr]
    assert "Usulkan Sentra Tahu" in client.get("/").content.decode()
    client.post("/peran/", {"appointment": str(second.pk)})
    assert "Usulkan Sentra Tahu" not in client.get("/").content.decode()


def test_an_appointment_of_somebody_else_is_not_taken() -> None:
    waits("Usulkan Sentra Tahu")
    client = signed_in(persona(Role.REGENCY_OFFICER, BATANG))
    client.post("/peran/", {"appointment": str(rina().appointment.pk)})  # type: ignore[union-attr]
    assert "Usulkan Sentra Tahu" not in client.get("/").content.decode()


# ---------------------------------------------------------------- language and theme


def test_the_default_language_is_indonesian_whatever_the_browser_prefers() -> None:
    page = Client().get("/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert page["Content-Language"] == "id"
    assert '<html lang="id"' in page.content.decode()


def test_the_chosen_language_stays_with_the_browser_and_the_account() -> None:
    actor = rina()
    client = signed_in(actor)
    client.post("/bahasa/", {"language": "en", "next": "/pekerjaan/"})
    assert '<html lang="en"' in client.get("/").content.decode()
    actor.user.refresh_from_db()  # type: ignore[union-attr]
    assert actor.user.language == "en"  # type: ignore[union-attr]


def test_a_language_that_does_not_exist_changes_nothing() -> None:
    client = Client()
    client.post("/bahasa/", {"language": "xx"})
    assert client.get("/")["Content-Language"] == "id"


@pytest.mark.parametrize(("theme", "attribute"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_the_theme_is_in_the_page_before_any_script_runs(theme: str, attribute: str) -> None:
    client = Client()
    client.post("/tema/", {"theme": theme})
    assert attribute in client.get("/").content.decode()
    client.post("/tema/", {"theme": "auto"})
    assert "data-theme=" not in client.get("/").content.decode().split("<head>")[0]


@pytest.mark.parametrize("address", ["/bahasa/", "/tema/"])
@pytest.mark.parametrize(
    "target", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", "/\\jahat.example", "http:jahat"]
)
def test_no_form_leads_to_another_host(address: str, target: str) -> None:
    given = Client().post(address, {"language": "id", "theme": "dark", "next": target})
    assert given["Location"] == "/"


def test_signing_in_does_not_lead_to_another_host() -> None:
    actor = rina()
    given = Client().post(
        reverse("account_login"),
        {"login": actor.user.email, "password": "batik-jenggot-2026", "next": "https://jahat.example/"},  # type: ignore[union-attr]
    )
    assert given.status_code == 302
    assert given["Location"] == "/"


# ---------------------------------------------------------------- errors


def test_health_answers_without_signing_in() -> None:
    assert Client().get("/sehat/").json() == {"status": "ok", "database": connection.vendor}


def test_a_missing_page_offers_the_way_back() -> None:
    for client in (Client(), signed_in(rina())):
        page = client.get("/daftar/tidak-ada/")
        assert page.status_code == 404
        assert 'href="/"' in page.content.decode()


def test_a_form_without_its_token_is_refused_with_the_next_step() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/bahasa/", {"language": "en"})
    assert page.status_code == 403
    assert "muat" in page.content.decode().lower()


def test_an_address_that_cannot_be_read_is_a_bad_request() -> None:
    page = signed_in(rina()).get("/daftar/sentra/", {"sort": "tidak-ada", "page": "x", "tier": "bangsawan"})
    assert page.status_code in (200, 400)


def test_whoever_came_second_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def slower(*args: object, **kwargs: object) -> object:
        raise Conflict("Ahmad sudah memutuskan pukul 10.32.", state="Dipilih", url="/")

    monkeypatch.setattr("sentra.site.views.my_work", slower)
    page = signed_in(rina()).get("/")
    assert page.status_code == 409
    assert "Ahmad sudah memutuskan pukul 10.32." in page.content.decode()


def test_a_failure_shows_a_page_and_no_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> object:
        raise RuntimeError("rahasia dapur")

    monkeypatch.setattr("sentra.site.views.my_work", broken)
    page = signed_in(rina()).get("/")
    assert page.status_code == 500
    assert "rahasia dapur" not in page.content.decode()
    assert "<h1" in page.content.decode()


# ---------------------------------------------------------------- every page

_FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|<[^>]*\sstyle\s*=\s*[\"']", re.IGNORECASE),
    "an inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a foreign host": re.compile(r"""\b(?:src|href|action|srcset|poster)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
    "a key that was not translated": re.compile(r">\s*(?:None|True|False)\s*<"),
}


@pytest.fixture(scope="module")
def pages(world: World) -> list[tuple[str, str]]:
    """Every address of ours that a page may stand behind, by name."""
    found = []
    for name, ways in addresses(world).items():
        for way in ways:
            url = reverse(name, kwargs=way.kwargs)
            found.append((name, f"{url}?{way.query}" if way.query else url))
    return found


READERS = (
    (Role.REGENCY_OFFICER, PEKALONGAN),
    (Role.REGENCY_GROUP, PEKALONGAN),
    (Role.PROVINCE_OFFICER, JAWA_TENGAH),
    (Role.DECREE_OFFICER, ""),
    (Role.ADMINISTRATOR, ""),
    (Role.AUDITOR, ""),
)
BUDGET = 12
#: Session and account of the person, before the page itself asks anything; the appointments are read once here.
SIGNED_IN = 2
#: Pages that may ask more, with the reason.
MORE: dict[str, tuple[int, str]] = {
    "designation:step": (16, "a step judges the sentra anew, and each kind of fact is one question"),
    "funding:plan": (
        14,
        "a plan is judged anew: activities, lines, allocation, standards of three levels, what was spent",
    ),
    "funding:plan_difference": (14, "two versions with their lines, and what was spent"),
}


@dataclass(frozen=True)
class Answer:
    """What one person got at one address."""

    name: str
    status: int
    headers: Mapping[str, str]
    html: str
    queries: int


@pytest.fixture(scope="module")
def answers(pages: list[tuple[str, str]], posts_read_once: None) -> list[Answer]:
    """Every address asked once by each reader, half of them in English, and by a stranger."""
    readers = [signed_in(persona(*who), ("en", "id")[n % 2]) for n, who in enumerate(READERS)]
    return [_asked(name, client, url) for name, url in pages for client in (*readers, Client())]


def _asked(name: str, client: Client, url: str) -> Answer:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        given = client.get(url)
        body = b"".join(given.streaming_content) if given.streaming else given.content  # type: ignore[arg-type]
        transaction.set_rollback(True)
    is_page = "text/html" in given.headers.get("Content-Type", "")
    queries = sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) for one in asked)
    return Answer(name, given.status_code, dict(given.headers), body.decode() if is_page else "", queries)


def test_every_answer_is_strict_about_what_the_browser_may_load(answers: list[Answer]) -> None:
    wrong: list[str] = []
    policy = _policy()
    for one in answers:
        if one.headers.get("Content-Security-Policy", "") != policy:
            wrong.append(f"{one.name}: {one.headers.get('Content-Security-Policy')}")
        for header, value in _HEADERS.items():
            if one.headers.get(header) != value:
                wrong.append(f"{one.name}: {header} is {one.headers.get(header)}")
        text = one.html.replace(settings.BASE_URL, "")  # a paper's page names its own address in full
        wrong += [f"{one.name}: {what}" for what, shape in _FORBIDDEN.items() if shape.search(text)]
    assert sorted(set(wrong)) == []


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def _policy() -> str:
    given = Client().get("/sehat/").headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in given.split(";"))
    assert parts == POLICY
    return given


def test_every_page_asks_the_database_only_so_often(answers: list[Answer]) -> None:
    worst: dict[str, int] = {}
    for one in answers:
        if one.status == 200 and one.html:
            worst[one.name] = max(worst.get(one.name, 0), one.queries)
    ranked = sorted(worst.items(), key=lambda pair: -pair[1])
    over = [f"{name}: {n}" for name, n in ranked if n > SIGNED_IN + MORE.get(name, (BUDGET, ""))[0]]
    assert over == []


def test_the_frame_works_for_a_sentra_without_anything(world: World) -> None:
    empty: Sentra = world["other_sentra"]
    client = signed_in(rina())
    assert client.get(reverse("registry:sentra", args=[empty.pk])).status_code == 200
