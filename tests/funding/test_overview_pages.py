"""All recipients of a year on one page and over the API: territory, filters, sums, export."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.models import Fund, Recipient
from sentra.funding.services import withdraw_recipient
from tests.funding.makers import TODAY, a_recipient, ministry, officer
from tests.funding.money_makers import (
    YEAR,
    funded,
    last_year,
    on,
    spending,
)
from tests.funding.money_pages import as_, exported, nation, read, rows_of, url, words
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, persona

pytestmark = pytest.mark.usefixtures("nation")

API = "/api/v1/funding"

# ---------------------------------------------------------------- the overview


def test_each_sees_the_recipients_of_the_own_territory_with_sums_at_the_foot() -> None:
    nation()
    asked = {"year": str(YEAR), "fund": Fund.PK2UMK}
    seen = {
        ministry(): 4,
        persona(Role.OBSERVER): 4,
        persona(Role.PROVINCE_OFFICER, JAWA_TENGAH): 3,
        persona(Role.PROVINCE_OFFICER, YOGYAKARTA): 1,
        officer(): 1,
        officer(BATANG): 1,
    }
    for actor, count in seen.items():
        assert len(rows_of(read(actor, "overview", **asked))) == count, actor.name
    page = read(ministry(), "overview", **asked)
    foot = words(page.partition('id="sums"')[2])
    assert re.search(r"Jawa Tengah\s+3\s+Rp1,800,000,000\s+Rp600,000,000\s+Rp400,000,000\s+Rp200,000,000", foot)
    assert re.search(r"In all\s+4\s+Rp2,200,000,000\s+Rp900,000,000\s+Rp600,000,000\s+Rp201,000,000", foot)
    assert "Absorption by province" in foot
    own = read(officer(), "overview", **asked)
    assert "Of the ceiling of Rp400,000,000" in words(own) and "Absorption by province" not in own
    assert "Rp1,800,000,000" not in own


def test_the_newest_year_comes_first_and_filters_narrow_rows_and_sums_alike() -> None:
    nation()
    assert len(rows_of(read(ministry(), "overview"))) == 1  # this year's
    found = {
        "fund": [({"fund": "ikm"}, 1), ({"fund": "pk2umk"}, 4), ({"fund": "all"}, 5)],
        "state": [({"state": "waiting"}, 0), ({"state": "no_plan"}, 2), ({"state": "spending"}, 3)],
        "place": [({"province": JAWA_TENGAH}, 4), ({"q": "batang"}, 1), ({"q": BANTUL}, 1)],
    }
    for cases in found.values():
        for query, count in cases:
            page = read(ministry(), "overview", year=str(YEAR), **query)
            assert len(rows_of(page)) == count, query
            total = re.findall(r"Of the ceiling of (Rp[\d,]+)", words(page))
            assert bool(total) == bool(count), query
    assert len(rows_of(read(ministry(), "overview", year="all"))) == 6
    read(ministry(), "overview", status=400, year="1990")
    read(ministry(), "overview", status=400, state="x")


def test_a_withdrawn_recipient_leaves_rows_and_sums_unless_asked_for() -> None:
    recipient, _stages = funded()
    withdraw_recipient(actor=ministry(), recipient=recipient, reason="Tidak sanggup.")
    asked = {"year": str(YEAR)}
    assert rows_of(read(ministry(), "overview", **asked)) == []
    for state in ("withdrawn", "all"):
        assert len(rows_of(read(ministry(), "overview", **asked, state=state))) == 1


def test_one_appointed_for_a_fund_begins_with_it() -> None:
    nation()
    actor = persona(Role.MINISTRY_OFFICER, n=2)
    assert actor.appointment is not None
    actor.appointment.programme = Fund.IKM
    actor.appointment.save(update_fields=["programme"])
    assert len(rows_of(read(actor, "overview", year=str(YEAR)))) == 1
    assert len(rows_of(read(actor, "overview", year=str(YEAR), fund="all"))) == 5


@pytest.mark.parametrize("sort", ["recipient", "-ceiling", "spent", "-absorption", "received", "fund"])
def test_the_overview_sorts_also_where_a_ceiling_is_missing(sort: str) -> None:
    nation()
    a_recipient(last_year(), YOGYAKARTA)
    assert len(rows_of(read(ministry(), "overview", year=str(YEAR), sort=sort))) == 6


def test_narrowed_while_one_types_the_sums_follow_the_rows() -> None:
    nation()
    given = as_(ministry()).get(
        url("overview"), {"year": str(YEAR), "q": "batang"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="results"
    )
    page = html.unescape(given.content.decode())
    assert "<html" not in page and page.count('hx-swap-oob="true"') == 2
    assert "Of the ceiling of Rp400,000,000" in words(page) and "Bantul" not in page.partition('id="results"')[2]


def test_the_overview_is_exported_with_forecast_and_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    nation()
    monkeypatch.setattr(Actor, "today", property(lambda self: on(8, 31)))
    rows = exported(ministry(), "overview", year=str(YEAR), fund="pk2umk")
    mine = next(row for row in rows if row["Code of the region"] == PEKALONGAN)
    assert (mine["Ceiling"], mine["Planned"], mine["Received"], mine["Spent"], mine["Left"]) == (
        400_000_000,
        300_000_000,
        200_000_000,
        150_000_000,
        50_000_000,
    )
    assert mine["Expected at the year's end"] == 225_000_000  # 150 of the 200 million expected by then
    assert "Stage 2 was not received yet" in mine["Early warning"]
    unit = next(row for row in rows if row["Code of the region"] == JAWA_TENGAH)
    assert "no agreed plan" in unit["Early warning"] and "unit" in unit["Recipient"].lower()


def test_nothing_stands_there_before_a_year_is_open() -> None:
    assert "No recipients" in read(officer(), "overview")


def test_the_menu_leads_to_the_overview_whoever_may_see_it() -> None:
    home = reverse("home")
    assert f'href="{url("overview")}"' in as_(persona(Role.OBSERVER)).get(home).content.decode()
    assert f'href="{url("overview")}"' not in as_(persona(Role.ADMINISTRATOR)).get(home).content.decode()


# ---------------------------------------------------------------- the API


def api(actor: Actor, path: str, body: Any = None) -> Any:
    client = as_(actor)
    if body is None:
        return client.get(f"{API}{path}")
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json")


def test_the_api_records_corrects_and_lists_by_the_same_rules() -> None:
    recipient, (first, second) = spending()
    body = {
        "id": str(uuid4()),
        "number": "0017/LS",
        "paid_on": str(on(3)),
        "payee": "CV Melati",
        "purpose": "Konsumsi",
        "amount": 75,
        "parts": [{"line": str(first.pk), "amount": 60}, {"line": str(second.pk), "amount": 15}],
    }
    path = f"/recipients/{recipient.pk}/orders"
    for _twice in range(2):
        given = api(officer(), path, body)
        assert given.status_code == 201, given.content
    made = given.json()
    assert (made["amount"], made["corrects"], len(made["parts"])) == (75, None, 2)
    wrong = api(officer(), path, body | {"id": None, "amount": 76, "number": ""})
    assert wrong.status_code == 400 and {one["field"] for one in wrong.json()["problems"]} == {"amount", "number"}
    twice = api(officer(), path, body | {"id": None, "parts": body["parts"][:1] * 2})
    assert twice.status_code == 400 and twice.json()["problems"][0]["field"] == "parts"
    taken = {"number": "K-1", "corrected_on": str(on(4)), "reason": "Salah.", "parts": [body["parts"][1]]}
    correction = api(officer(), f"/orders/{made['id']}/corrections", taken)
    assert (correction.status_code, correction.json()["amount"]) == (201, -15)
    listed = api(officer(), path).json()
    assert (listed["count"], [one["number"] for one in listed["items"]]) == (2, ["K-1", "0017/LS"])
    assert [one["number"] for one in api(officer(), f"{path}?limit=1&offset=1").json()["items"]] == ["0017/LS"]
    assert api(officer(), f"{path}?limit=1000").status_code == 400
    assert api(officer(), f"/orders/{made['id']}").json()["payee"] == "CV Melati"
    rest = api(officer(), f"/orders/{made['id']}/corrections", taken | {"number": "K-2", "parts": None})
    assert rest.json()["amount"] == -60
    for actor, status in ((officer(BATANG), 404), (ministry(), 403)):
        assert api(actor, path, body).status_code == status
        assert api(actor, f"/orders/{made['id']}/corrections", taken).status_code == status
    assert api(officer(BATANG), path).status_code == 404


def test_the_api_tells_where_the_money_of_a_recipient_and_of_a_year_stands() -> None:
    nation()
    recipient = Recipient.unscoped.get(year__year=YEAR, year__fund=Fund.PK2UMK, region__code=PEKALONGAN)
    told = api(officer(), f"/recipients/{recipient.pk}/treasury").json()
    assert (told["sums"]["spent"], told["sums"]["left"], told["sums"]["absorption_percent"]) == (
        150_000_000,
        50_000_000,
        37.5,
    )
    assert [(one["number"], one["state"], one["amount"]) for one in told["stages"]] == [
        (1, "received", 200_000_000),
        (2, "open", 200_000_000),
    ]
    assert {one["mark"] for one in told["stages"][1]["conditions"]} == {"met", "not_met"}
    assert [len(one["lines"]) for one in told["activities"]] == [2]
    assert [one["mark"] for one in told["checks"]] == ["unknown"] * 5
    assert told["indicators"][0] == {
        "indicator": "absorption",
        "target": 400_000_000,
        "reached": 150_000_000,
        "percent": 37.5,
    }
    whole = api(ministry(), f"/overview?year={YEAR}").json()
    assert (whole["total"]["recipients"], whole["total"]["spent"], len(whole["recipients"])) == (4, 201_000_000, 4)
    assert [one["region"] for one in whole["provinces"]] == [JAWA_TENGAH, YOGYAKARTA]
    assert len(api(ministry(), f"/overview?year={YEAR}&limit=1&offset=2").json()["recipients"]) == 1
    assert api(officer(BANTUL), f"/overview?year={YEAR}").json()["total"]["recipients"] == 1
    assert api(ministry(), "/overview").json()["year"] == TODAY.year
    assert api(ministry(), "/overview?fund=x").json() == {
        "fund": "x",
        "year": None,
        "total": api(ministry(), "/overview?fund=x").json()["total"],
        "provinces": [],
        "recipients": [],
    }
    assert api(officer(BATANG), f"/recipients/{recipient.pk}/treasury").status_code == 404
