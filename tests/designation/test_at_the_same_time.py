"""Two at the same moment: what is sent twice is made once, and a chosen sentra stands in one draft only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from sentra.decisions.models import Decision
from sentra.designation import services
from sentra.designation.models import AssessedFact, Comment, Decree, DecreeEntry, Proposal, ProposalForm, State
from sentra.pages.errors import Problem
from sentra.territory.scope import NATION, scoped
from tests.at_once import at_once
from tests.designation import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("regions")]


def twice(act: Callable[[UUID], Any]) -> list[Any]:
    """Send the same thing under one key twice at once."""
    key = uuid4()
    return at_once(lambda: act(key), lambda: act(key))


def test_a_candidate_sent_twice_is_opened_once() -> None:
    with scoped(NATION):
        sentra, group = make.make_sentra(), make.group()
    got = twice(lambda key: services.identify_candidate(actor=group, sentra=sentra, tier="sentra", id=key))
    assert got == [Proposal.unscoped.get()] * 2
    assert Decision.unscoped.filter(action="designation.identify").count() == 1


def test_a_judgement_sent_twice_is_recorded_once() -> None:
    with scoped(NATION):
        sentra, group = make.make_sentra(), make.group()

    def send(key: UUID) -> AssessedFact:
        return services.record_assessed_fact(
            actor=group,
            sentra=sentra,
            name="cluster_prospect",
            value=True,
            reason="Dilihat.",
            assessed_on=dt.date.today(),
            id=key,
        )

    got = twice(send)
    kept = AssessedFact.unscoped.get()
    assert got == [kept] * 2
    assert kept.superseded_at is None


def test_a_form_and_a_remark_sent_twice_are_made_once() -> None:
    with scoped(NATION):
        proposal, group = make.candidate(make.judged(make.make_sentra(members=2))), make.group()
    form = twice(lambda key: services.complete_form(actor=group, proposal=proposal, form="L2", id=key))
    remark = twice(lambda key: services.add_comment(actor=group, proposal=proposal, text="Bagus.", id=key))
    assert form == [ProposalForm.unscoped.get()] * 2
    assert remark == [Comment.unscoped.get()] * 2


def test_a_draft_sent_twice_is_written_once() -> None:
    with scoped(NATION):
        proposal, officer = make.chosen(make.judged(make.make_sentra(members=20))), make.decree_officer()

    def send(key: UUID) -> Decree:
        return services.draft_decree(actor=officer, title="Penetapan", entries=[services.Entry(proposal)], id=key)

    got = twice(send)
    assert got == [Decree.objects.get()] * 2
    assert DecreeEntry.unscoped.count() == 1


@pytest.mark.clause("kukm-23-2005/7.f")
def test_of_two_drafts_at_once_one_lists_the_proposal_and_the_other_is_told() -> None:
    with scoped(NATION):
        proposal, others = make.chosen(), [make.decree_officer(), make.ministry()]

    def draft(actor: Any) -> Callable[[], Decree]:
        return lambda: services.draft_decree(actor=actor, title="Penetapan", entries=[services.Entry(proposal)])

    got = at_once(*(draft(actor) for actor in others))
    assert sorted(type(one).__name__ for one in got) == ["Decree", "Refused"]
    told = next(one for one in got if isinstance(one, Problem))
    assert str(Decree.objects.get()) in str(told.reason)
    assert DecreeEntry.unscoped.filter(proposal=proposal).count() == 1


@pytest.mark.clause("kukm-23-2005/7.f")
def test_two_drafts_at_once_of_two_proposals_take_two_numbers() -> None:
    with scoped(NATION):
        proposals = [make.chosen(), make.chosen(make.judged(make.make_sentra("Tenun")))]
        actors = [make.decree_officer(), make.decree_officer(n=2)]

    def draft(actor: Any, proposal: Proposal) -> Callable[[], Decree]:
        return lambda: services.draft_decree(actor=actor, title="Penetapan", entries=[services.Entry(proposal)])

    got = at_once(*(draft(*pair) for pair in zip(actors, proposals, strict=True)))
    year = dt.date.today().year
    assert sorted(one.draft_number for one in got) == [f"RK-001/{year}", f"RK-002/{year}"]


@pytest.mark.clause("kukm-23-2005/7.f")
def test_a_proposal_is_not_added_to_one_draft_while_another_is_written_with_it() -> None:
    with scoped(NATION):
        first, wanted = make.chosen(), make.chosen(make.judged(make.make_sentra("Tenun")))
        decree, officer, second = make.drafted(first), make.decree_officer(), make.decree_officer(n=2)
    got = at_once(
        lambda: services.edit_decree(actor=officer, decree=decree, add=[services.Entry(wanted)]),
        lambda: services.draft_decree(actor=second, title="Penetapan", entries=[services.Entry(wanted)]),
    )
    assert sorted(type(one).__name__ for one in got) == ["Decree", "Refused"]
    assert DecreeEntry.unscoped.filter(proposal=wanted).count() == 1


@pytest.mark.clause("kukm-23-2005/7.e.2")
def test_a_choice_is_not_taken_back_while_a_draft_begins_to_list_it() -> None:
    with scoped(NATION):
        proposal, officer, deputy = make.chosen(), make.decree_officer(), make.deputy()
    got = at_once(
        lambda: services.draft_decree(actor=officer, title="Penetapan", entries=[services.Entry(proposal)]),
        lambda: services.reconsider(actor=deputy, proposal=Proposal.objects.get(pk=proposal.pk), reason="Keliru"),
    )
    assert sorted(isinstance(one, Problem) for one in got) == [False, True]
    proposal.refresh_from_db()
    listed = DecreeEntry.unscoped.filter(proposal=proposal).exists()
    assert proposal.state == (State.CHOSEN if listed else State.REVERIFIED)
