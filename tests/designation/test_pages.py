"""The pages as people open them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.designation import services
from sentra.designation.models import AssessedFact, Decree, Proposal, ProposalForm, State
from sentra.territory.scope import NATION, scoped
from tests.designation import factories as make
from tests.personas import BANTUL, BATANG

pytestmark = pytest.mark.django_db
BUDGET = 12


def as_(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "id"})
    assert actor.user is not None
    client.force_login(actor.user)
    return client


def prepared(stage: Callable[[], Proposal]) -> Proposal:
    with scoped(NATION):
        make.ground()
        return stage()


def url(name: str, *args: object) -> str:
    return reverse(f"designation:{name}", args=args)


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_every_page_of_a_proposal_opens_for_everyone_on_its_way() -> None:
    proposal = prepared(make.reverified)
    people = (make.group(), make.officer(), make.verifier(), make.province(), make.ministry(), make.deputy())
    pages = [
        url("proposal_list"),
        url("pool"),
        url("designated_list"),
        url("proposal", proposal.pk),
        url("file", proposal.pk),
        url("compare", proposal.pk),
        url("assessment", proposal.sentra_id),
        url("findings", proposal.sentra_id),
        url("submission_list"),
        url("submission", proposal.submission_id),
        url("decree_list"),
        url("step", proposal.pk, "choose"),
    ]
    answers = {(p.role, page): as_(p).get(page).status_code for p in people for page in pages}
    assert set(answers.values()) == {200}


@pytest.mark.clause("kukm-23-2005/10.b.1")
@pytest.mark.clause("kukm-23-2005/10.c.1")
def test_a_neighbour_finds_nothing() -> None:
    proposal = prepared(make.submitted)
    form = ProposalForm.unscoped.get(proposal=proposal, form="L1")
    pages = [
        url("proposal", proposal.pk),
        url("file", proposal.pk),
        url("compare", proposal.pk),
        url("assessment", proposal.sentra_id),
        url("findings", proposal.sentra_id),
        url("submission", proposal.submission_id),
        url("form_pdf", form.pk),
        url("step", proposal.pk, "withdraw"),
    ]
    strangers = (make.officer(BATANG), make.group(BATANG), make.verifier("34"), make.officer(BANTUL))
    assert {as_(p).get(page).status_code for p in strangers for page in pages} == {404}
    listed = as_(make.officer(BATANG)).get(url("proposal_list")).content.decode()
    assert proposal.sentra.name not in listed


def test_a_step_is_taken_on_its_page() -> None:
    proposal = prepared(make.assessed)
    client = as_(make.group())
    page = url("step", proposal.pk, "select")
    assert "Pasal 7 huruf a" in client.get(page).content.decode()

    without_reason = client.post(page, {"version": proposal.version, "reason": ""})
    assert without_reason.status_code == 200
    assert client.post(page, {"version": proposal.version, "reason": "Layak"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == State.SELECTED


def test_a_closed_step_says_why_and_by_which_provision() -> None:
    proposal = prepared(make.submitted)
    page = as_(make.province()).get(url("proposal", proposal.pk)).content.decode()
    assert "Pasal 7 huruf c" in page
    refused = as_(make.province()).post(url("step", proposal.pk, "verify"), {"version": proposal.version})
    assert refused.status_code == 403


def test_a_page_left_open_tells_who_was_faster() -> None:
    proposal = prepared(make.submitted)
    with scoped(NATION):
        services.verify(actor=make.verifier(n=2), proposal=Proposal.unscoped.get(pk=proposal.pk))
    answer = as_(make.verifier()).post(url("step", proposal.pk, "verify"), {"version": proposal.version})
    assert answer.status_code == 409
    assert make.verifier(n=2).name in answer.content.decode()


def test_the_file_is_completed_on_its_page() -> None:
    proposal = prepared(make.selected)
    client = as_(make.officer())
    assert client.post(url("complete", proposal.pk)).status_code == 302
    assert ProposalForm.unscoped.filter(proposal=proposal, form="L3").count() == 24
    client.post(url("complete", proposal.pk), {"form": "L1"})
    assert ProposalForm.unscoped.filter(proposal=proposal, form="L1", version=2).exists()
    client.post(
        url("complete", proposal.pk), {"form": "funding", "version": proposal.version, "funding_source": "both"}
    )
    proposal.refresh_from_db()
    assert proposal.funding_source == "both"


def test_a_judgement_is_recorded_on_the_assessment_page() -> None:
    with scoped(NATION):
        sentra = make.make_sentra()
    client, page = as_(make.group()), url("assessment", sentra.pk)
    name = "production_capacity_adequate"
    sent = {
        "fact": name,
        f"{name}-{name}": "true",
        f"{name}-reason": "Dua mesin cap",
        f"{name}-assessed_on": "01/02/2026",
    }
    client_id = {f"{name}-client_id": "6a0f3f6e-8d4a-4c8e-9d0a-6a54c0b5b101"}
    assert client.post(page, sent).status_code == 200, "without the form's own id it is not taken"
    assert client.post(page, sent | client_id).status_code == 302
    assert client.post(page, sent | client_id).status_code == 302
    assert AssessedFact.unscoped.filter(sentra=sentra).count() == 1


def test_many_are_decided_after_a_counted_confirmation() -> None:
    proposal = prepared(make.reverified)
    client, page = as_(make.deputy()), url("bulk", "choose")
    asked = client.post(page, {"ids": [str(proposal.pk)]})
    assert "confirmed_count" in asked.content.decode()
    done = client.post(page, {"ids": [str(proposal.pk)], "confirmed_count": "1"})
    assert proposal.sentra.name in done.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == State.CHOSEN


def test_a_decree_is_drafted_signed_and_read() -> None:
    proposal = prepared(make.chosen)
    client = as_(make.decree_officer())
    given = {"title": "Penetapan", "proposals": [str(proposal.pk)], "client_id": "6a0f3f6e-8d4a-4c8e-9d0a-6a54c0b5b102"}
    assert client.post(url("draft_decree"), given).status_code == 302
    decree = Decree.objects.get()
    assert client.get(url("decree", decree.pk)).status_code == 200
    assert as_(make.officer()).get(url("decree", decree.pk)).status_code == 404, "a draft stays with the ministry"

    from django.core.files.uploadedfile import SimpleUploadedFile

    signing = make.signing()
    posted = {
        "version": decree.version,
        "number": signing.number,
        "signed_on": f"{signing.signed_on:%d/%m/%Y}",
        "signed_by": signing.signed_by,
        "signed_title": signing.signed_title,
        "signer_office": "minister",
        "scan": SimpleUploadedFile("sk.pdf", make.PDF, "application/pdf"),
    }
    assert client.post(url("issue_decree", decree.pk), posted).status_code == 302
    page = as_(make.officer()).get(url("decree", decree.pk)).content.decode()
    assert signing.number in page
    assert proposal.sentra.name in page
    assert client.get(url("change_decree", decree.pk)).status_code == 200


@pytest.mark.parametrize("name", ["proposal_list", "pool", "submission_list", "decree_list", "designated_list"])
def test_a_list_asks_the_database_little(name: str) -> None:
    prepared(make.designated)
    assert queries_of(as_(make.officer()), url(name)) <= BUDGET


def test_a_record_page_asks_the_database_little() -> None:
    proposal = prepared(make.reverified)
    counts = {
        name: queries_of(as_(make.deputy()), url(name, key))
        for name, key in (("proposal", proposal.pk), ("submission", proposal.submission_id), ("file", proposal.pk))
    }
    assert all(count <= BUDGET for count in counts.values()), counts
