"""Forged requests, crooked addresses, headers and cookies."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.registry.models import Enterprise, Membership, Partnership, Sentra
from tests.personas import BANTUL, BATANG, PASSWORD, PEKALONGAN, persona
from tests.registry.factories import make_enterprise, make_sentra
from tests.security.conftest import SignIn

pytestmark = pytest.mark.django_db
HUGE = 10**40


def officer() -> Actor:
    return persona(Role.REGENCY_OFFICER, PEKALONGAN)


def test_a_form_or_a_programme_without_the_token_is_refused(sign_in: SignIn) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer().user)  # type: ignore[arg-type]
    values = {"values": {"name": "Sentra Palsu", "product": "Batik", "area": "Medono"}}
    api = client.post("/api/v1/registry/sentra", values, content_type="application/json")
    page = client.post(reverse("registry:sentra_new"), {"name": "Sentra Palsu", "product": "Batik"})
    assert (api.status_code, page.status_code, Sentra.unscoped.count()) == (403, 403, 0)


@pytest.mark.parametrize("target", ["https://jahat.test/", "//jahat.test/", "/\\jahat.test", "javascript:alert(1)"])
def test_nothing_leads_away_from_the_product(target: str, sign_in: SignIn) -> None:
    client = sign_in(officer())
    answers = [
        client.post(reverse("set_language"), {"language": "id", "next": target}),
        client.post(reverse("set_theme"), {"theme": "dark", "next": target}),
        client.post(reverse("registry:draft", args=["sentra:new"]), {"discard": "1", "next": target}),
        Client().post(
            f"{reverse('account_login')}?next={target}",
            {"login": officer().user.email, "password": PASSWORD, "next": target},  # type: ignore[union-attr]
        ),
    ]
    assert [("jahat" in one.headers["Location"], "script" in one.headers["Location"]) for one in answers] == [
        (False, False)
    ] * 4


@pytest.mark.parametrize("code", ["---", "%20", "☃", ""])
def test_a_code_of_nothing_asks_again(code: str) -> None:
    assert Client(raise_request_exception=False).get(f"{reverse('portal:verify_form')}?kode={code}").status_code == 200


@time_machine.travel(dt.datetime(2026, 2, 5, 3, 0, 10, tzinfo=dt.UTC), tick=False)
def test_guessing_codes_is_slowed_down_and_other_addresses_are_not() -> None:
    client = Client()
    codes = [f"AAAA-BBBB-{n:04d}" for n in range(31)]
    answers = [client.get(reverse("portal:verify", args=[code])).status_code for code in codes]
    assert answers == [404] * 30 + [429]
    assert client.get(reverse("portal:verify", args=["AAAA-BBBB-CCCC"]), REMOTE_ADDR="10.1.1.1").status_code == 404


@time_machine.travel(dt.datetime(2026, 2, 5, 3, 0, 10, tzinfo=dt.UTC), tick=False)
def test_behind_a_proxy_each_visitor_is_counted_apart(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def ask(code: str, visitor: str) -> int:
        return Client().get(reverse("portal:verify", args=[code]), headers={"X-Forwarded-For": visitor}).status_code

    answers = [ask(f"AAAA-BBBB-{n:04d}", f"203.0.113.{n}, 198.51.100.7") for n in range(31)]
    assert (answers[:30], answers[30]) == ([404] * 30, 429), (
        "what a visitor writes in front of the proxy's entry counts not"
    )
    assert ask("AAAA-BBBB-CCCC", "198.51.100.8") == 404


@pytest.mark.parametrize(
    "path",
    [
        f"designation/proposals/?page={HUGE}",
        f"development/support?page={HUGE}",
        f"development/programmes?year={HUGE}",
        f"administration/regions?offset={HUGE}",
        f"administration/offices?region_id={HUGE}",
        f"administration/inbox?offset={HUGE}",
        "administration/calendar/99999",
        "administration/calendar/0",
        f"administration/calendar/2026?region_id={HUGE}",
        f"registry/sentra?offset={HUGE}",
    ],
)
def test_a_number_beyond_all_measure_is_answered_and_not_stumbled_over(path: str, sign_in: SignIn) -> None:
    assert sign_in(officer()).get(f"/api/v1/{path}").status_code in (200, 400, 404, 422)


@pytest.mark.parametrize("query", [f"page={HUGE}", "page=-1", "page=x", "per_page=999999999", "sort=password"])
def test_a_list_bears_any_query(query: str, sign_in: SignIn) -> None:
    client = sign_in(officer())
    for name in ("registry:sentra_list", "registry:enterprise_list", "designation:proposal_list"):
        assert client.get(f"{reverse(name)}?{query}").status_code in (200, 302, 400, 404), name


def test_every_page_is_sent_with_its_guards(sign_in: SignIn) -> None:
    client = sign_in(officer())
    for url in (reverse("home"), reverse("registry:sentra_list"), reverse("account_login"), "/tidak/ada/"):
        headers = client.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy, url
        assert ("script-src 'self'" in policy, "frame-ancestors 'none'" in policy) == (True, True), url
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff"), url


def test_the_session_cookie_is_out_of_reach_of_scripts() -> None:
    client, user = Client(), officer().user
    assert user is not None
    cookie = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


# ---------------------------------------------------------------- values nobody asked for


def send(client: Client, method: str, path: str, body: dict[str, Any]) -> Any:
    return getattr(client, method)(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


STOLEN: dict[str, Any] = {
    "tier": "cluster",
    "tier_since": "2020-01-01",
    "is_active": False,
    "code": "9999-001",
    "version": 99,
    "id": str(uuid.uuid4()),
    "regency": BANTUL,
    "regency_id": 1,
    "merged_into_id": str(uuid.uuid4()),
}


def test_a_programme_sets_no_tier_and_no_regency(sign_in: SignIn) -> None:
    client = sign_in(officer())
    made = send(client, "post", "registry/sentra", {"values": {"name": "S", "product": "B", "area": "M"} | STOLEN})
    assert made.status_code in (201, 400, 422)
    sentra = Sentra.unscoped.first() or make_sentra()
    send(client, "patch", f"registry/sentra/{sentra.pk}", {"version": sentra.version, "changes": STOLEN})
    sentra.refresh_from_db()
    assert (sentra.tier, sentra.tier_since, sentra.is_active, sentra.regency.code) == (
        "candidate",
        None,
        True,
        PEKALONGAN,
    )


def test_a_programme_sets_no_owner_of_its_own_choosing(sign_in: SignIn) -> None:
    mine, theirs = make_enterprise(), make_enterprise(BATANG, name="Usaha Batang")
    changes = STOLEN | {"owner": str(theirs.owner_id), "owner_id": str(theirs.owner_id)}
    client = sign_in(officer())
    send(client, "patch", f"registry/enterprises/{mine.pk}", {"version": mine.version, "changes": changes})
    kept = Enterprise.unscoped.get(pk=mine.pk)
    assert (kept.owner_id, kept.regency.code, kept.is_active) == (mine.owner_id, PEKALONGAN, True)


# ---------------------------------------------------------------- records of others, named in a body


def test_ids_in_a_body_are_looked_for_inside_the_own_territory(sign_in: SignIn) -> None:
    client, sentra = sign_in(officer()), make_sentra()
    theirs, other = make_enterprise(BATANG, name="Usaha Batang"), make_sentra(BATANG, name="Sentra Batang")
    group = sign_in(persona(Role.REGENCY_GROUP, PEKALONGAN))
    answers = {
        "member": send(
            client,
            "post",
            f"registry/sentra/{sentra.pk}/members",
            {"enterprise_id": str(theirs.pk), "joined_on": "2025-01-01"},
        ),
        "candidate": send(group, "post", "designation/proposals/", {"sentra_id": str(other.pk), "tier": "sentra"}),
        "fact": send(
            group,
            "post",
            f"designation/sentra/{other.pk}/facts/",
            {"name": "cluster_prospect", "value": True, "reason": "x", "assessed_on": "2025-01-01"},
        ),
        "pioneer": send(
            group,
            "post",
            f"development/sentra/{sentra.pk}/stages",
            {"stage": 2, "pioneers": [{"enterprise_id": str(theirs.pk), "technology": "x"}]},
        ),
        "join_elsewhere": send(
            client,
            "post",
            f"registry/sentra/{other.pk}/members",
            {"enterprise_id": str(theirs.pk), "joined_on": "2025-01-01"},
        ),
    }
    assert {name: one.status_code for name, one in answers.items()} == dict.fromkeys(answers, 404)


def test_a_key_that_names_a_record_elsewhere_is_not_found_and_not_shown(sign_in: SignIn) -> None:
    theirs = make_sentra(BATANG, name="Sentra Emping Rahasia")
    values = {"name": "Sentra Tenun", "product": "Tenun", "area": "Medono"}
    answer = send(sign_in(officer()), "post", "registry/sentra", {"id": str(theirs.pk), "values": values})
    assert (answer.status_code, b"Rahasia" in answer.content) == (404, False)


def test_the_members_form_takes_no_enterprise_of_the_neighbours(sign_in: SignIn) -> None:
    sentra, theirs = make_sentra(), make_enterprise(BATANG, name="Usaha Batang")
    sent = {"enterprise": str(theirs.pk), "joined_on": "01/02/2025", "section": "member"}
    answer = sign_in(officer()).post(reverse("registry:sentra_members", args=[sentra.pk]), sent)
    assert answer.status_code in (404, 422)
    assert Membership.unscoped.count() == 0


def test_a_partnership_takes_no_partner_of_the_neighbours(sign_in: SignIn) -> None:
    from tests.registry.factories import make_partner

    sentra, theirs = make_sentra(), make_partner(BATANG, name="LPB Batang")
    sent = {"partner": str(theirs.pk), "side": "supply", "began_on": "01/02/2025", "section": "partnership"}
    answer = sign_in(officer()).post(reverse("registry:sentra_partners", args=[sentra.pk]), sent)
    assert answer.status_code in (404, 422)
    assert Partnership.unscoped.count() == 0


def test_a_merge_takes_no_record_of_the_neighbours(sign_in: SignIn) -> None:
    mine, theirs = make_enterprise(), make_enterprise(BATANG, name="Usaha Batang")
    client, url = sign_in(officer()), reverse("registry:enterprise_merge", args=[mine.pk])
    assert client.get(f"{url}?dengan={theirs.pk}").status_code == 404
    assert client.post(url, {"dengan": str(theirs.pk), "reason": "Sama"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.merged_into_id is None
