"""The law for programmes: open to everybody, cited, dated, and nothing is stored."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sentra.access.roles import Role
from sentra.law import library
from sentra.lawbook.api import ANONYMOUS_A_MINUTE, BYTES_A_REQUEST
from tests.personas import persona

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/law"
CRITERIA = f"{ROOT}/checks/sentra.criteria"


def get(path: str, **query: Any) -> tuple[int, Any]:
    given = Client().get(f"{ROOT}{path}", query)
    return given.status_code, json.loads(given.content)


def post(path: str, client: Client | None = None, language: str = "id", **body: Any) -> tuple[int, Any]:
    client = client or Client()
    client.cookies["django_language"] = language
    given = client.post(path, json.dumps(body), content_type="application/json")
    return given.status_code, json.loads(given.content)


def test_every_regulation_is_told_with_what_is_not_held() -> None:
    status, found = get("/regulations")
    assert status == 200
    assert {one["id"]: one["clauses"] for one in found} == {
        name: len(one.clauses) for name, one in library().regulations.items()
    }
    law = next(one for one in found if one["id"] == "kukm-23-2005")
    assert (law["number"], law["in_force_from"], law["is_in_force"], law["has_legal_force"]) == (
        library().regulations["kukm-23-2005"].number,
        "2005-11-09",
        True,
        True,
    )
    assert len(law["not_held"]) == 3
    assert all(one["id"] and one["en"] and one["id"] != one["en"] for one in law["not_held"])
    assert not next(one for one in get("/regulations", on="2004-01-01")[1] if one["id"] == "kukm-23-2005")[
        "is_in_force"
    ]


def test_clauses_are_found_by_every_filter() -> None:
    law = library().on(dt.date.today())
    for query, expected in (
        ({"regulation": "kukm-23-2005", "kind": "workflow"}, {"regulation": "kukm-23-2005", "kind": "workflow"}),
        ({"regulation": "kukm-23-2005", "article": "5"}, {"regulation": "kukm-23-2005", "article": "5"}),
        ({"check": "pk2umk.plan"}, {"check": "pk2umk.plan"}),
        ({"actor": "mentor", "regulation": "perin-5-2022"}, {"actor": "mentor", "regulation": "perin-5-2022"}),
    ):
        status, found = get("/clauses", limit=200, **query)
        assert (status, found["count"]) == (200, len(found["items"]))
        assert [one["id"] for one in found["items"]] == [one.id for one in law.clauses(**expected)]


def test_clauses_are_found_by_words_and_given_page_by_page() -> None:
    found = get("/clauses", q="paling sedikit", limit=10)[1]
    more = get("/clauses", q="paling sedikit", limit=10, offset=10)[1]
    assert found["count"] == more["count"] > 20
    assert not {one["id"] for one in found["items"]} & {one["id"] for one in more["items"]}
    assert get("/clauses", q="zzzz")[1] == {"count": 0, "items": []}


def test_one_clause_carries_text_values_condition_and_version() -> None:
    status, found = get("/clauses/kukm-23-2005/5.1.a.1", on="2010-01-01")
    assert status == 200
    assert found["version"] == {
        "regulation": "kukm-23-2005",
        "number": library().regulations["kukm-23-2005"].number,
        "on": "2010-01-01",
        "in_force_from": "2005-11-09",
        "in_force_until": None,
    }
    assert found["cite"] == "Pasal 5 ayat (1) huruf a"
    assert found["condition"] == "member_count >= min_member_count"
    assert found["sentence"]["id"] == "Jumlah anggota UKM minimal 20 usaha."
    assert found["text"]["en"] == "At least 20 SME operators work inside the area of the sentra."
    (value,) = found["parameters"]
    assert (value["name"], value["value"], value["since"]) == ("min_member_count", 20, "2005-11-09")
    (fact,) = found["facts"]
    assert (fact["name"], fact["type"], fact["unit"], fact["basis"]) == (
        "member_count",
        "integer",
        "enterprises",
        "counted",
    )


def test_a_check_tells_what_it_asks_for() -> None:
    status, found = get("/checks/ikm.activity")
    assert status == 200
    assert (found["asks_activity"], len(found["activities"])) == (True, 15)
    assert len(found["asked"]) == found["facts"]
    assert {one["id"] for one in get("/checks", regulation="perin-5-2022")[1]} == set(
        library().regulations["perin-5-2022"].checks
    )


def test_one_record_is_judged_with_findings_citations_and_version() -> None:
    status, found = post(f"{CRITERIA}/verdict", facts={"member_count": 19}, on="2026-01-31")
    assert (status, found["verdict"], found["version"]["on"]) == (200, "not_met", "2026-01-31")
    line = found["findings"][0]
    assert (line["clause"], line["cite"], line["state"]) == (
        "kukm-23-2005/5.1.a.1",
        "Pasal 5 ayat (1) huruf a",
        "not_met",
    )
    assert line["measured"] == "19 / minimal 20 usaha"
    assert line["page"] == "/hukum/pasal/kukm-23-2005/5.1.a.1/"
    assert found["advice"] is None


def test_a_lower_check_is_told_beside() -> None:
    found = post(f"{ROOT}/checks/sentra.leading/verdict", facts={"member_count": 19})[1]
    assert (found["lower"]["check"], found["lower"]["verdict"]) == ("sentra.criteria", "not_met")


def test_what_would_make_it_met_can_be_sent_back_and_is_met() -> None:
    for name in ("sentra.leading", "pk2umk.curriculum", "ikm.enterprise_size"):
        path = f"{ROOT}/checks/{name}/verdict"
        advice = post(path, facts={}, advise=True)[1]["advice"]
        assert advice["remedies"]
        status, found = post(path, facts=advice["together"])
        assert (status, found["verdict"]) == (200, "met")


def test_an_activity_chooses_the_provisions() -> None:
    path = f"{ROOT}/checks/ikm.certification/verdict"
    assert post(path, facts={})[1]["is_applicable"] is False
    activity = get("/checks/ikm.certification")[1]["activities"][0]
    found = post(path, facts={}, activity_id=activity)[1]
    assert (found["is_applicable"], found["activity_id"]) == (True, activity)


@pytest.mark.parametrize(
    ("facts", "field", "remedy"),
    [
        ({"member_count": -1}, "member_count", "Isi dengan bilangan nol atau lebih."),
        ({"member_count": "banyak"}, "member_count", "Isi dengan bilangan bulat."),
        ({"members": 20}, "members", "Data ini tidak diminta oleh pemeriksaan ini; hapus."),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(facts: dict[str, Any], field: str, remedy: str) -> None:
    status, found = post(f"{CRITERIA}/verdict", facts=facts)
    (problem,) = found["problems"]
    assert (status, problem["field"], problem["value"], problem["remedy"]) == (
        400,
        field,
        str(facts[field]),
        remedy,
    )
    assert problem["message"]


def test_a_wrong_value_is_named_in_english_to_those_who_chose_it() -> None:
    problem = post(f"{CRITERIA}/verdict", language="en", facts={"member_count": -1})[1]["problems"][0]
    assert problem["remedy"] == "Give zero or more."


def test_a_day_before_the_law_and_an_unknown_activity_are_refused() -> None:
    status, found = post(f"{CRITERIA}/verdict", facts={}, on="1999-01-01")
    assert (status, found["problems"][0]["field"]) == (400, "on")
    assert "2005-11-09" in found["problems"][0]["remedy"]
    status, found = post(f"{CRITERIA}/verdict", facts={}, activity_id="Z9")
    assert (status, found["problems"][0]["field"], found["problems"][0]["value"]) == (400, "activity_id", "Z9")


@pytest.mark.parametrize(
    "path", ["/clauses/kukm-23-2005/99.z", "/clauses/nothing/1", "/checks/no.check", "/clauses?regulation=nothing"]
)
def test_what_is_not_held_is_not_found(path: str) -> None:
    assert get(path)[0] == 404


def test_many_records_are_judged_each_with_its_own_problems() -> None:
    records = [
        {"key": "a", "facts": {"member_count": 19}},
        {"key": "b", "facts": {"member_count": "x", "workers": 1}},
        {"facts": {}},
    ]
    status, found = post(f"{CRITERIA}/verdicts", records=records)
    assert (status, found["counts"]) == (200, {"not_met": 1, "invalid": 1, "unknown": 1})
    first, second, third = found["results"]
    assert (first["index"], first["key"], first["verdict"]) == (0, "a", "not_met")
    assert first["failing"] == [{"clause": "kukm-23-2005/5.1.a.1", "cite": "Pasal 5 ayat (1) huruf a"}]
    assert ([one["field"] for one in second["problems"]], second["verdict"]) == (["member_count", "workers"], None)
    assert (third["index"], third["key"], third["verdict"], len(third["missing"])) == (2, None, "unknown", 11)
    assert found["version"]["regulation"] == "kukm-23-2005"


def test_many_records_say_what_one_says() -> None:
    cases = [one for one in library().regulations["kukm-23-2005"].cases if one["check"] == "sentra.cluster"]
    facts = [json.loads(json.dumps(one["facts"], default=str)) for one in cases]
    found = post(f"{ROOT}/checks/sentra.cluster/verdicts", records=[{"facts": one} for one in facts])[1]
    assert [one["verdict"] for one in found["results"]] == [one["expect"]["verdict"] for one in cases]


def test_at_most_a_thousand_records_a_request() -> None:
    assert post(f"{CRITERIA}/verdicts", records=[{"facts": {}}] * 1000)[0] == 200
    assert post(f"{CRITERIA}/verdicts", records=[{"facts": {}}] * 1001)[0] == 400


@time_machine.travel(dt.datetime(2026, 2, 5, 3, 0, 10, tzinfo=dt.UTC), tick=False)
def test_a_stranger_is_slowed_down_and_somebody_signed_in_is_not() -> None:
    client = Client()
    answers = [client.get(f"{ROOT}/checks").status_code for _ in range(ANONYMOUS_A_MINUTE + 1)]
    assert answers == [200] * ANONYMOUS_A_MINUTE + [429]
    said = client.get(f"{ROOT}/checks")
    assert said.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(said.content)["remedy"]
    assert client.get(f"{ROOT}/checks", REMOTE_ADDR="10.1.1.1").status_code == 200

    officer = persona(Role.AUDITOR)
    assert officer.user is not None
    client.force_login(officer.user)
    assert client.get(f"{ROOT}/checks").status_code == 200


@time_machine.travel(dt.datetime(2026, 2, 5, 3, 0, 10, tzinfo=dt.UTC), tick=False)
def test_many_records_weigh_more() -> None:
    client = Client()
    many = [{"facts": {}}] * 1000
    answers = [post(f"{CRITERIA}/verdicts", client, records=many)[0] for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_nothing_is_stored() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        post(f"{CRITERIA}/verdict", facts={"member_count": 19})
    written = [one["sql"] for one in asked if not one["sql"].startswith("SELECT") and "cache" not in one["sql"]]
    assert [one for one in written if not one.startswith(("SAVEPOINT", "RELEASE"))] == []


@time_machine.travel(dt.datetime(2026, 2, 5, 3, 0, 10, tzinfo=dt.UTC), tick=False)
def test_a_large_request_weighs_by_its_size() -> None:
    client = Client()
    large = [{"facts": {f"x{number}": 1 for number in range(BYTES_A_REQUEST * 25 // 10)}}]
    answers = [post(f"{CRITERIA}/verdicts", client, records=large)[0] for _ in range(2)]
    assert answers == [200, 429]


@pytest.mark.parametrize("year", ["1" * 5000, "02022", "２０２２", "²022"])
def test_a_year_is_written_with_four_digits(year: str) -> None:
    status, found = post(
        f"{ROOT}/checks/region.attention/verdict", facts={"product_count_by_year": {year: 3, "2021": 2}}
    )
    assert (status, [one["field"] for one in found["problems"]]) == (400, ["product_count_by_year"])
