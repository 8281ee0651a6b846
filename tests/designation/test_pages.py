"""The pages as people open them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.policy import RULES
from sentra.access.roles import Role
from sentra.decisions.models import Decision, WorkItem
from sentra.designation import services
from sentra.designation.models import AssessedFact, Decree, DecreeEntry, Proposal, ProposalForm, State
from sentra.documents.models import Evidence
from sentra.registry.models import Partner, Partnership
from sentra.territory.scope import NATION, scoped
from tests.designation import factories as make
from tests.personas import BANTUL, BATANG, PEKALONGAN, record_persona

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


def test_several_judgements_of_one_visit_are_recorded_in_one_go() -> None:
    with scoped(NATION):
        sentra = make.make_sentra()
    client, page = as_(make.group()), url("assessment", sentra.pk)
    sent = {
        "production_capacity_adequate": "true",
        "cluster_prospect": "false",
        "product_similarity": "same",
        "reason": "Dua mesin cap",
        "assessed_on": "01/02/2026",
        "evidence": SimpleUploadedFile("foto.pdf", make.PDF, "application/pdf"),
    }
    key = {"client_id": "6a0f3f6e-8d4a-4c8e-9d0a-6a54c0b5b101"}
    assert client.post(page, sent).status_code == 200, "without the form's own id it is not taken"
    for _time in range(2):
        sent["evidence"] = SimpleUploadedFile("foto.pdf", make.PDF, "application/pdf")
        answer = client.post(page, sent | key)
        assert answer.status_code == 302
    kept = {one.name: (one.value, one.reason) for one in AssessedFact.unscoped.filter(sentra=sentra)}
    assert kept == {
        "production_capacity_adequate": (True, "Dua mesin cap"),
        "cluster_prospect": (False, "Dua mesin cap"),
        "product_similarity": ("same", "Dua mesin cap"),
    }
    with scoped(NATION):
        assert {one.evidence.count() for one in AssessedFact.unscoped.all()} == {1}
    assert Evidence.unscoped.count() == 1
    record = Decision.unscoped.get(action="designation.record_fact", details__fact="cluster_prospect")
    assert record.facts == {"sentra.definition": {"cluster_prospect": False}}

    assert answer["Location"].endswith("#fact-shared_raw_material"), "one is led to the next that is missing"
    shown = client.get(page).content.decode()
    assert "<strong>Ya</strong>" in shown
    assert "<strong>Tidak</strong>" in shown
    assert not {"True", "False", "true</strong>"} & set(shown.split())


def test_a_judgement_form_without_an_answer_or_reason_says_what_is_missing() -> None:
    with scoped(NATION):
        sentra = make.make_sentra(members=1)
    client, page = as_(make.group()), url("assessment", sentra.pk)
    key = {"client_id": "6a0f3f6e-8d4a-4c8e-9d0a-6a54c0b5b103", "assessed_on": "01/02/2026"}
    unanswered = client.post(page, key | {"reason": "Dilihat"}).content.decode()
    assert "Jawab sekurang-kurangnya satu pertanyaan." in unanswered
    assert client.post(page, key | {"cluster_prospect": "true", "reason": " "}).status_code == 200
    late = client.post(page, key | {"cluster_prospect": "true", "reason": "x", "assessed_on": "01/02/2126"})
    assert late.status_code == 200
    assert not AssessedFact.unscoped.exists()


def test_the_last_judgement_leads_to_the_next_step() -> None:
    with scoped(NATION):
        proposal = make.candidate(make.judged(make.make_sentra(), cluster_prospect=None))
    client, page = as_(make.group()), url("assessment", proposal.sentra_id)
    assert url("step", proposal.pk, "assess") not in client.get(page).content.decode()
    sent = {
        "cluster_prospect": "true",
        "reason": "Dilihat",
        "assessed_on": "01/02/2026",
        "client_id": "6a0f3f6e-8d4a-4c8e-9d0a-6a54c0b5b104",
    }
    answer = client.post(page, sent)
    assert answer["Location"].endswith("#judgements")
    assert url("step", proposal.pk, "assess") in client.get(page).content.decode()


def test_an_evaluation_stands_in_its_table() -> None:
    with scoped(NATION):
        sentra = make.judged(make.make_sentra())
        services.evaluate(actor=make.group(), sentra=sentra, tier="sentra")
    page = as_(make.officer()).get(url("assessment", sentra.pk)).content.decode()
    table = page[page.index('id="evaluations"') :]
    assert "Kriteria sentra UKM" in table
    assert make.group().name in table


# ---------------------------------------------------------------- the next thing to do


def test_an_incomplete_file_comes_before_proposing_and_a_complete_one_leads_on() -> None:
    proposal = prepared(make.selected)
    client, file, submit = as_(make.officer()), url("file", proposal.pk), url("step", proposal.pk, "submit")
    page = client.get(url("proposal", proposal.pk)).content.decode()
    assert primary_of(page) == [file]
    assert primary_of(client.get(submit).content.decode()) == [file]
    assert submit not in client.get(file).content.decode()

    client.post(url("complete", proposal.pk))
    assert primary_of(client.get(file).content.decode()) == [submit]
    assert primary_of(client.get(url("proposal", proposal.pk)).content.decode()) == [submit]


def test_the_list_opens_on_what_is_still_open_and_shows_all_when_asked() -> None:
    with scoped(NATION):
        make.ground()
        ended, running = make.selected(), make.selected(make.judged(make.make_sentra("Tenun")))
        services.withdraw(actor=make.officer(), proposal=ended, reason="Bubar")
    client, page = as_(make.officer()), url("proposal_list")

    def listed(query: str) -> set[str]:
        text = client.get(f"{page}{query}").content.decode()
        return {one.sentra.name for one in (ended, running) if url("proposal", one.pk) in text}

    assert {query: listed(query) for query in ("", "?show=all", "?show=mine", "?state=withdrawn")} == {
        "": {"Tenun"},
        "?show=all": {"Tenun", "Batik Jenggot"},
        "?show=mine": {"Tenun"},
        "?state=withdrawn": {"Batik Jenggot"},
    }
    assert 'name="show"' in client.get(page).content.decode()
    assert client.get(f"{page}?show=nothing").status_code == 400


def test_all_that_match_means_what_the_list_shows() -> None:
    with scoped(NATION):
        make.ground()
        ended, running = make.selected(), make.selected(make.judged(make.make_sentra("Tenun")))
        services.withdraw(actor=make.officer(), proposal=ended, reason="Bubar")
        make.submitted(make.judged(make.make_sentra("Anyaman")))
    client = as_(make.officer())
    sent = {"all_matching": "1", "query": ""}
    asked = client.post(url("bulk", "submit"), sent).content.decode()
    assert 'name="confirmed_count" value="2"' in asked, "the ended one is not on the list"
    of_pool = client.post(f"{url('bulk', 'submit')}?of=pool", sent).content.decode()
    assert 'name="confirmed_count" value="1"' in of_pool
    assert running.state == State.SELECTED


def test_the_inbox_of_a_chosen_sentra_names_the_drafting_then_the_signing() -> None:
    proposal = prepared(make.chosen)

    def line() -> tuple[str, str]:
        found = WorkItem.unscoped.get(subject_id=str(proposal.pk), closed_at__isnull=True)
        return found.kind, found.url

    assert line() == ("designation.draft_decree", url("proposal", proposal.pk))
    home = as_(make.decree_officer()).get("/").content.decode()
    with override("id"):
        title = str(RULES["designation.draft_decree"].title)
    assert title[:1].upper() + title[1:] in home
    with scoped(NATION):
        decree = make.drafted(proposal)
        assert line() == ("designation.issue_decree", url("decree", decree.pk))
        entry = DecreeEntry.unscoped.get(decree=decree)
        services.edit_decree(actor=make.decree_officer(), decree=decree, remove=[entry.pk])
    assert line() == ("designation.draft_decree", url("proposal", proposal.pk))


def test_an_empty_draft_says_what_to_do() -> None:
    proposal = prepared(make.chosen)
    with scoped(NATION):
        decree = make.drafted(proposal)
        services.edit_decree(
            actor=make.decree_officer(), decree=decree, remove=[DecreeEntry.unscoped.get(decree=decree).pk]
        )
    page = as_(make.decree_officer()).get(url("decree", decree.pk)).content.decode()
    assert "Tambahkan calon terpilih" in page
    assert "Belum ada" not in page[page.index('id="facts"') : page.index('id="history"')]


def test_a_manager_and_a_partner_open_the_decree_and_read_its_text() -> None:
    with scoped(NATION):
        make.ground()
        proposal, other = make.chosen(), make.chosen(make.judged(make.make_sentra("Tenun")))
        decree = make.drafted(proposal, other)
        services.issue_decree(actor=make.decree_officer(), decree=decree, signing=make.signing())
        partner = Partner.unscoped.create(
            name="BDS Pekalongan", type="bds_provider", legal_form="foundation", regency=proposal.regency
        )
        Partnership.unscoped.create(
            sentra=proposal.sentra, partner=partner, side="supply", began_on=dt.date(2024, 1, 1), is_written=False
        )
        people = {
            "manager": record_persona(Role.SENTRA_MANAGER, PEKALONGAN, proposal.sentra_id),
            "partner": record_persona(Role.PARTNER, PEKALONGAN, partner.pk),
            "officer": make.officer(),
        }
    for name, actor in people.items():
        client = as_(actor)
        page = client.get(url("decree", decree.pk)).content.decode()
        assert "Batik Jenggot" in page, name
        assert ("Tenun" in page) is (name == "officer"), name
        text = client.get(url("decree_text", decree.pk))
        assert (text.status_code, text["Content-Type"]) == (200, "application/pdf"), name
    assert as_(people["manager"]).get(url("assessment", proposal.sentra_id)).content.decode().count(decree.number) == 1
    with scoped(NATION):
        unsigned = make.drafted(make.chosen(make.judged(make.make_sentra("Anyaman"))))
    assert as_(people["manager"]).get(url("decree_text", unsigned.pk)).status_code == 404


def test_a_sentra_of_two_tiers_is_offered_once_for_a_change() -> None:
    with scoped(NATION):
        make.ground()
        proposal = make.designated()
        decree = Decree.objects.get()
        DecreeEntry.unscoped.create(decree=decree, position=2, sentra=proposal.sentra, tier="leading")
        type(proposal.sentra).unscoped.filter(pk=proposal.sentra_id).update(tier="leading")
    page = as_(make.decree_officer()).get(url("change_decree", decree.pk)).content.decode()
    assert page.count('name="tier_') == 1


def test_the_second_verifier_reads_what_the_regency_judged() -> None:
    proposal = prepared(make.forwarded)
    page = as_(make.ministry()).get(url("step", proposal.pk, "reverify")).content.decode()
    assert "Penilaian Pokja kabupaten/kota: Ya. Dilihat di lapangan." in page
    begin = page.index('<details class="more"')
    form = page[begin : page.index("</details>", begin)]
    assert "Belum diketahui" not in form
    assert "Sama dengan Pokja kabupaten/kota" in form


def primary_of(page: str) -> list[str]:
    """Where the primary buttons of a page lead, those of its forms left out."""
    return re.findall(r'class="button button-primary[^"]*" href="([^"]+)"', page)


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
    given = {
        "title": "Penetapan",
        "legal_basis": "UU 25/1992\r\nUU 9/1995",
        "proposals": [str(proposal.pk)],
        "client_id": "6a0f3f6e-8d4a-4c8e-9d0a-6a54c0b5b102",
    }
    assert client.post(url("draft_decree"), given).status_code == 302
    decree = Decree.objects.get()
    assert decree.legal_basis == ["UU 25/1992", "UU 9/1995"]
    assert client.get(url("decree", decree.pk)).status_code == 200
    assert as_(make.officer()).get(url("decree", decree.pk)).status_code == 404, "a draft stays with the ministry"

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


def test_papers_that_a_stopped_machine_left_unprinted_are_printed_later() -> None:
    proposal = prepared(make.submitted)
    client, address = as_(make.group()), url("file", proposal.pk)
    assert "belum dicetak" not in client.get(address).content.decode()
    ProposalForm.unscoped.filter(proposal=proposal, form="L1").update(paper=None)
    assert "belum dicetak" in client.get(address).content.decode()
    client.post(url("complete", proposal.pk), {"form": "papers"})
    assert ProposalForm.unscoped.filter(proposal=proposal, enterprise=None, paper=None).count() == 0
    assert "belum dicetak" not in client.get(address).content.decode()
