"""The pages and the API of cost standards: what they say, who opens them, what they export, how many queries."""

from __future__ import annotations

import csv
import datetime as dt
import html
import re
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.components import components
from sentra.funding.models import CostStandard
from sentra.funding.services import end_cost_standard
from sentra.law import library
from tests.funding.factories import FIRST, TODAY, ministry, officer, province, standard, values
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN, persona, region

pytestmark = pytest.mark.usefixtures("nation")

LIST = "standard_list"
API = "/api/v1/funding/standards"


def as_(actor: Actor, language: str = "id") -> Client:
    client = Client()
    client.force_login(actor.user)
    client.cookies["django_language"] = language
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"funding:{name}", args=args)


def read(actor: Actor, name: str, *args: object, status: int = 200, language: str = "id", **query: str) -> str:
    response = as_(actor, language).get(url(name, *args), query)
    assert response.status_code == status, response.content.decode()[:2000]
    return html.unescape(response.content.decode())


def words(page: str) -> str:
    """The page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def typed(**given: Any) -> dict[str, Any]:
    """What a person types into the form."""
    written = {
        name: f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value for name, value in values(**given).items()
    }
    return {"client_id": str(uuid4()), **written}


# ---------------------------------------------------------------- the list


@pytest.mark.clause("kopukm-pk2umk-2022/7.2")
@pytest.mark.clause("kopukm-pk2umk-2022/8.5")
@pytest.mark.parametrize(
    ("language", "none", "cites", "amount"),
    [
        ("id", "Belum ada standar", "Sumber besaran komponen", "Rp3.500.000"),
        ("en", "No standard on file", "where their amounts", "Rp3,500,000"),
    ],
)
def test_the_list_names_every_component_its_standard_or_plainly_none(
    language: str, none: str, cites: str, amount: str
) -> None:
    made = standard()
    text = words(read(officer(), LIST, language=language))
    assert text.count(none) >= len(components(library().on(TODAY))) - 1
    assert amount in text and made.instrument in text
    assert cites in text
    for one in ("Pasal 6 ayat (5)", "Pasal 7 ayat (2)", "Pasal 8 ayat (5)"):
        assert one in text


def test_the_list_opens_on_the_own_region_today_and_shows_another_day_and_region() -> None:
    standard(province(), amount=3_800_000)
    own = standard(valid_from=TODAY)
    assert "Rp3.500.000" in words(read(officer(), LIST))
    assert "Rp3.800.000" in words(read(officer(), LIST, on=f"{TODAY - dt.timedelta(days=1):%d/%m/%Y}"))
    assert "Rp3.800.000" in words(read(officer(), LIST, region=JAWA_TENGAH))
    assert "Rp3.500.000" in words(read(ministry(), LIST, region=PEKALONGAN))
    assert "Rp3" not in words(read(ministry(), LIST))
    assert url("standard", own.pk) in read(province(), LIST, region=PEKALONGAN)


def test_another_territory_and_a_wrong_day_are_refused_by_the_list() -> None:
    for given in ({"region": BATANG}, {"region": BANTUL}, {"region": "x"}, {"on": "31/02/2026"}, {"on": "kapan"}):
        read(officer(), LIST, status=400, **given)
    read(province(), LIST, status=400, region=BANTUL)


def test_a_day_before_the_regulation_says_so() -> None:
    page = read(officer(), LIST, on="31/12/2021", status=400)
    assert "baru berlaku mulai 26 Januari 2022" in page


def test_filters_narrow_by_activity_state_and_words() -> None:
    standard()
    assert "Konsultasi hukum" not in read(officer(), LIST, activity="mentoring").partition("<table")[2]
    on_file = read(officer(), LIST, state="on_file").partition("<tbody")[2]
    assert "Honorarium pendamping" in on_file and "Transportasi pendampingan" not in on_file
    none = read(officer(), LIST, state="none").partition("<tbody")[2]
    assert "Honorarium pendamping" not in none and "Transportasi pendampingan" in none
    assert "Honorarium pendamping" in read(officer(), LIST, q="wali kota").partition("<tbody")[2]


@pytest.mark.parametrize("sort", ["component", "-component", "activity", "amount", "-amount", "valid_from"])
def test_the_list_sorts_rows_with_and_without_a_standard(sort: str) -> None:
    standard()
    assert "Honorarium pendamping" in read(officer(), LIST, sort=sort)


def test_the_export_holds_every_row_with_region_day_and_full_source() -> None:
    made = standard()
    client = as_(officer())
    given = client.get(url(LIST), {"export": "csv"})
    rows = list(csv.DictReader(StringIO(b"".join(given.streaming_content).decode("utf-8-sig")), delimiter=";"))
    rows = rows[:-1]  # the last line counts them
    assert len(rows) == len(components(library().on(TODAY)))
    mine = next(row for row in rows if row["Komponen"] == "Honorarium pendamping")
    assert (mine["Biaya tertinggi"], mine["Sumber"]) == ("3500000", made.source)
    assert mine["Wilayah"] == region(PEKALONGAN).name
    assert mine["Hari"] == TODAY.isoformat()
    other = next(row for row in rows if row["Komponen"] == "Konsultasi hukum")
    assert (other["Keadaan"], other["Biaya tertinggi"]) == ("Belum ada standar", "")
    book = openpyxl.load_workbook(BytesIO(b"".join(client.get(url(LIST), {"export": "xlsx"}).streaming_content)))
    assert book.worksheets[0].max_row == len(rows) + 1


# ---------------------------------------------------------------- one standard


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_standard_shows_source_provisions_and_its_history(language: str) -> None:
    old = standard()
    new = standard(valid_from=TODAY, amount=3_700_000, instrument_number="70")
    text = words(read(officer(), "standard", old.pk, language=language))
    amounts = {"id": ("Rp3.500.000", "Rp3.700.000"), "en": ("Rp3,500,000", "Rp3,700,000")}[language]
    for one in (old.source, *amounts, new.instrument, "Pasal 7 ayat (1) huruf a", "Pasal 7 ayat (2)"):
        assert one in text
    assert {"id": "Berakhir", "en": "Ended"}[language] in text
    assert officer().name in text


def test_a_standard_of_the_province_or_nation_opens_below_without_its_buttons() -> None:
    for made in (standard(ministry()), standard(province())):
        page = read(officer(), "standard", made.pk)
        assert url("standard_end", made.pk) not in page
        read(officer(), "standard_end", made.pk, status=403)
    read(officer(BATANG), "standard", standard().pk, status=404)
    read(officer(BATANG), "standard_end", CostStandard.objects.latest("created_at").pk, status=404)


def test_a_person_sets_a_standard_and_the_form_offers_what_the_office_may_set() -> None:
    form = read(officer(), "standard_new", component="mentor_honorarium")
    assert "mentoring_transport" in form and "legal_consultation" not in form and "accommodation" not in form
    assert re.search(r'value="mentor_honorarium" selected', form)
    assert "legal_consultation" in read(province(), "standard_new")
    assert "accommodation" in read(ministry(), "standard_new")
    client, data = as_(officer()), typed(amount="Rp 3.500.000")
    for _twice in range(2):
        given = client.post(url("standard_new"), data)
        assert given.status_code == 302, given.content.decode()[:3000]
    made = CostStandard.objects.get()
    assert given["Location"] == url("standard", made.pk) and made.amount == 3_500_000


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept() -> None:
    standard()
    client = as_(officer())
    for change in ({"amount": "banyak"}, {"instrument_number": ""}, {"valid_from": f"{FIRST:%d/%m/%Y}"}):
        given = client.post(url("standard_new"), typed() | change)
        (field,) = change
        assert given.status_code == 422
        said = re.findall(r'id="id_(\w+)_error"', given.content.decode())
        assert said == [field], said
    assert CostStandard.objects.count() == 1


def test_a_person_ends_a_standard_with_the_reason() -> None:
    made = standard()
    assert "Pasal 7 ayat (2)" in read(officer(), "standard_end", made.pk)
    data = {"client_id": str(uuid4()), "last_day": f"{TODAY:%d/%m/%Y}", "reason": "Dicabut oleh peraturan baru."}
    assert as_(officer()).post(url("standard_end", made.pk), data | {"reason": ""}).status_code == 422
    assert as_(officer()).post(url("standard_end", made.pk), data).status_code == 302
    assert "Dicabut oleh peraturan baru." in read(officer(), "standard", made.pk)
    assert as_(officer()).post(url("standard_end", made.pk), data | {"last_day": "01/01/2020"}).status_code == 422


def test_the_menu_leads_to_the_list_whoever_may_see_it() -> None:
    home = reverse("home")
    assert url(LIST) in as_(persona(Role.OBSERVER)).get(home).content.decode()
    assert url(LIST) not in as_(persona(Role.ADMINISTRATOR)).get(home).content.decode()


def test_the_pages_stay_within_their_queries_however_many_standards_there_are() -> None:
    years = 12
    for n in range(years):
        one = standard(valid_from=FIRST + dt.timedelta(days=7 * n), amount=1_000_000 + n)
    for component in ("mentoring_transport", "mentoring_operations", "mentor_selection"):
        for unit in ("person_day", "person_trip", "activity"):
            standard(component=component, unit=unit)
            standard(province(), component=component, unit=unit)
            standard(ministry(), component=component, unit=unit)
    assert CostStandard.objects.count() == years + 27
    client = as_(officer())
    for address in (url(LIST), url("standard", one.pk), url("standard_new"), url("standard_end", one.pk)):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 14, (address, len(asked))


# ---------------------------------------------------------------- the API


def test_the_api_lists_sets_and_ends_by_the_same_rules() -> None:
    client = as_(officer())
    body = {name: str(value) if isinstance(value, dt.date) else value for name, value in values().items()}
    given = client.post(API, body | {"id": str(uuid4())}, content_type="application/json")
    assert given.status_code == 201, given.content
    made = given.json()
    assert (made["region"], made["amount"], made["valid_to"]) == (PEKALONGAN, 3_500_000, None)
    lines = {one["component"]: one for one in client.get(API).json()}
    assert lines["mentor_honorarium"]["standard"]["id"] == made["id"]
    assert lines["mentor_selection"]["standard"] is None
    assert "kopukm-pk2umk-2022/7.2" in lines["mentor_selection"]["provisions"]
    assert client.get(f"{API}/{made['id']}").json()["source"] == made["source"]
    assert client.get(API, {"region": BANTUL}).status_code == 404
    assert client.get(API, {"on": "2021-01-01"}).json() == []
    wrong = client.post(API, body | {"amount": 0, "unit": "x"}, content_type="application/json")
    assert wrong.status_code == 400 and {one["field"] for one in wrong.json()["problems"]} == {"amount", "unit"}
    end = {"last_day": str(TODAY), "reason": "Dicabut."}
    ended = client.post(f"{API}/{made['id']}/end", end, content_type="application/json")
    assert ended.json()["valid_to"] == str(TODAY) and ended.json()["end_reason"] == "Dicabut."
    assert as_(officer(BATANG)).get(f"{API}/{made['id']}").status_code == 404
    assert as_(province()).post(f"{API}/{made['id']}/end", end, content_type="application/json").status_code == 403


def test_a_standard_that_never_counted_is_marked_so() -> None:
    made = standard()
    end_cost_standard(actor=officer(), standard=made, last_day=FIRST - dt.timedelta(days=1), reason="Salah ketik.")
    assert "Tidak pernah berlaku" in read(officer(), "standard", made.pk)
