"""The API of designation: the same rights, checks and records as the pages."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from sentra.access.actors import Actor
from sentra.access.policy import Forbidden
from sentra.designation import services
from sentra.designation.models import Proposal, State
from sentra.territory.scope import NATION, scoped
from tests.designation import factories as make
from tests.designation.test_pages import as_, prepared
from tests.personas import BATANG

pytestmark = pytest.mark.django_db
BASE = "/api/v1/designation"


def test_a_step_is_taken_and_its_history_read() -> None:
    proposal = prepared(make.submitted)
    client = as_(make.verifier())
    answer = client.post(
        f"{BASE}/proposals/{proposal.pk}/steps/verify/", {"version": proposal.version}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["state"] == State.VERIFIED
    assert body["history"][0]["action"] == "designation.verify"
    assert [one["step"] for one in body["steps"]] == ["forward"]


def test_a_refusal_names_its_provisions() -> None:
    proposal = prepared(make.assessed)
    answer = as_(make.officer()).post(
        f"{BASE}/proposals/{proposal.pk}/steps/submit/", {"version": proposal.version}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert "kukm-23-2005/7.b" in answer.json()["clause_ids"]


def test_a_neighbour_and_a_stranger_get_nothing() -> None:
    proposal = prepared(make.submitted)
    assert as_(make.officer(BATANG)).get(f"{BASE}/proposals/{proposal.pk}/").status_code == 404
    assert as_(make.officer(BATANG)).get(f"{BASE}/proposals/").json()["count"] == 0
    assert Client().get(f"{BASE}/proposals/").status_code == 401


def test_a_candidate_is_opened_once() -> None:
    with scoped(NATION):
        sentra = make.make_sentra(members=1)
    body = {"id": str(uuid4()), "sentra_id": str(sentra.pk), "tier": "sentra"}
    client = as_(make.officer())
    both = [client.post(f"{BASE}/proposals/", body, content_type="application/json") for _time in range(2)]
    assert [one.status_code for one in both] == [200, 200]
    assert Proposal.unscoped.count() == 1


@pytest.mark.clause("kukm-23-2005/10")
def test_somebody_without_a_place_in_the_organisation_does_not_act() -> None:
    with scoped(NATION):
        proposal = make.assessed()
        with pytest.raises(Forbidden) as refusal:
            services.evaluate(actor=Actor(make.group().user), sentra=None, tier="sentra")  # type: ignore[arg-type]
    assert refusal.value.denied.clauses == ("kukm-23-2005/10",)
    assert proposal.state == State.ASSESSED
