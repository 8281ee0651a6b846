"""In the province and at the ministry: completeness, return, forwarding, the second verification, the choice."""

from __future__ import annotations

from functools import partial

import pytest

from sentra.access.actors import Actor
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Decision, Notification, WorkItem
from sentra.designation import services
from sentra.designation.models import Assessment, Proposal, ProposalForm, State
from sentra.designation.services.verification import differences, first_verdicts, second_verdicts
from sentra.designation.transitions import STAGES, STEPS, steps_on
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import NATION, OutsideTerritory, scoped
from tests.at_once import at_once
from tests.designation import factories as make
from tests.designation.test_candidates import refused_clauses
from tests.personas import JAWA_TENGAH, persona

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]


def lose_a_form(proposal: Proposal, form: str = "L1") -> None:
    """A form taken out of the file behind the services' back, as a damaged archive would."""
    ProposalForm.unscoped.filter(proposal=proposal, form=form).update(superseded_at=proposal.state_since)


# ---------------------------------------------------------------- province


@pytest.mark.clause("kukm-23-2005/7.c")
@pytest.mark.clause("kukm-23-2005/13.a")
def test_the_province_group_records_completeness_per_sentra() -> None:
    proposal = make.verified()
    assert proposal.state == State.VERIFIED
    kept = Assessment.unscoped.get(proposal=proposal, step="completeness")
    assert (kept.check_id, kept.verdict, kept.by) == ("sentra.proposal_completeness", "met", make.verifier().user)


@pytest.mark.clause("kukm-23-2005/7.c")
def test_an_incomplete_file_is_not_verified_and_goes_back_with_its_list() -> None:
    make.ground()
    proposal = make.submitted()
    lose_a_form(proposal)
    with pytest.raises(Refused) as refusal:
        services.verify(actor=make.verifier(), proposal=proposal)
    assert refused_clauses(refusal) == {"7.c", "13.a", "7.a.1"}

    services.return_to_regency(
        actor=make.verifier(), proposal=proposal, reason="Lengkapi berkas", remarks={"L3": "Tanda tangan kabur"}
    )
    record = Decision.unscoped.get(action="designation.return")
    assert [one["mark"] for one in record.details["items"]] == ["not_met"]
    assert record.details["remarks"] == {"L3": "Tanda tangan kabur"}
    line = WorkItem.unscoped.get(subject_id=str(proposal.pk), closed_at__isnull=True)
    assert (line.came_back, line.note, line.office) == (True, "Lengkapi berkas", make.officer().office)

    services.complete_file(actor=make.officer(), proposal=proposal)
    services.resubmit(actor=make.officer(), proposal=proposal, reason="Sudah dilengkapi")
    services.verify(actor=make.verifier(), proposal=proposal)
    actions = [one.action for one in Decision.unscoped.filter(subject_id=str(proposal.pk), to_state__gt="")]
    assert actions[-3:] == ["designation.return", "designation.resubmit", "designation.verify"]


@pytest.mark.clause("kukm-23-2005/7.c")
def test_the_criteria_are_not_scored_again_in_the_province() -> None:
    proposal = make.submitted()
    with pytest.raises(Forbidden):
        services.assess(actor=make.verifier(), proposal=proposal)
    with pytest.raises(Forbidden):
        services.evaluate(actor=make.verifier(), sentra=proposal.sentra, tier="sentra")


@pytest.mark.clause("kukm-23-2005/13.a")
def test_the_province_does_not_edit_the_file() -> None:
    proposal = make.submitted()
    with pytest.raises(Forbidden):
        services.complete_form(actor=make.verifier(), proposal=proposal, form="L1")


@pytest.mark.clause("kukm-23-2005/7.c")
def test_a_return_needs_its_reason() -> None:
    with pytest.raises(BadInput):
        services.return_to_regency(actor=make.verifier(), proposal=make.submitted(), reason="")


@pytest.mark.clause("kukm-23-2005/7.d")
@pytest.mark.clause("kukm-23-2005/12.a")
def test_only_the_province_agency_forwards_and_only_what_is_verified() -> None:
    early = make.submitted()
    with pytest.raises(Refused) as refusal:
        services.forward(actor=make.province(), proposal=early)
    assert "7.d" in refused_clauses(refusal)
    services.verify(actor=make.verifier(), proposal=early)
    with pytest.raises(Forbidden):
        services.forward(actor=make.verifier(n=2), proposal=early)
    with pytest.raises(OutsideTerritory):
        services.forward(actor=make.province("34"), proposal=early)
    services.forward(actor=make.province(), proposal=early)
    assert early.state == State.FORWARDED


@pytest.mark.clause("kukm-23-2005/10.b.2")
def test_whoever_verified_does_not_forward() -> None:
    proposal = make.verified()
    person = Actor(make.verifier().user, persona(Role.PROVINCE_OFFICER, JAWA_TENGAH, 7).appointment)
    with pytest.raises(Forbidden) as refusal:
        services.forward(actor=person, proposal=proposal)
    assert "verif" in refusal.value.denied.reason
    assert refused_clauses(refusal) == {"7.d", "12.a", "10.b.2"}


# ---------------------------------------------------------------- ministry


@pytest.mark.clause("kukm-23-2005/7.e.1")
@pytest.mark.clause("kukm-23-2005/10.a")
def test_no_second_verification_without_the_province() -> None:
    proposal = make.verified()
    with pytest.raises(Refused) as refusal:
        services.reverify(actor=make.ministry(), proposal=proposal)
    assert refused_clauses(refusal) == {"7.e.1", "10.a"}


@pytest.mark.clause("kukm-23-2005/7.e.1")
def test_the_second_verification_covers_completeness_and_criteria() -> None:
    proposal = make.reverified()
    assert set(second_verdicts(proposal)) == {"sentra.proposal_completeness", "sentra.definition", "sentra.criteria"}
    assert differences(first_verdicts(proposal), second_verdicts(proposal)) == []


@pytest.mark.clause("kukm-23-2005/7.e.1")
def test_a_difference_needs_a_reason_and_leaves_the_first_result_alone() -> None:
    proposal = make.forwarded()
    own = {"market_prospect_good": services.Answer(False, "Pembeli berkurang")}
    with pytest.raises(Refused) as refusal:
        services.reverify(actor=make.ministry(), proposal=proposal, answers=own)
    assert refused_clauses(refusal) == {"7.e.1", "5.1.c"}
    services.reverify(actor=make.ministry(), proposal=proposal, answers=own, difference_reason="Hasil kunjungan Juli")
    apart = differences(first_verdicts(proposal), second_verdicts(proposal))
    assert [(one.clause, one.first, one.second) for one in apart] == [("kukm-23-2005/5.1.c", "met", "not_met")]
    assert proposal.sentra.assessed_facts.get(name="market_prospect_good", superseded_at=None).value is True
    with pytest.raises(Refused) as closed:
        services.choose(actor=make.deputy(), proposal=proposal)
    assert refused_clauses(closed) == {"7.e.2", "5.1.c"}


@pytest.mark.clause("kukm-23-2005/7.e.2")
def test_a_candidate_without_a_second_verification_is_not_chosen() -> None:
    proposal = make.forwarded()
    with pytest.raises(Refused) as refusal:
        services.choose(actor=make.deputy(), proposal=proposal)
    assert refused_clauses(refusal) == {"7.e.2", "10.a"}


@pytest.mark.clause("kukm-23-2005/7.e.2")
def test_not_choosing_shows_its_reason_to_regency_and_province(
    django_capture_on_commit_callbacks: object,
) -> None:
    make.ground()
    proposal = make.reverified()
    with pytest.raises(BadInput):
        services.not_choose(actor=make.deputy(), proposal=proposal, reason="")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.not_choose(actor=make.deputy(), proposal=proposal, reason="Anggaran tahun ini habis")
    told = set(Notification.objects.values_list("user__email", flat=True))
    assert {make.officer().user.email, make.group().user.email, make.province().user.email} <= told  # type: ignore[union-attr]
    again = services.identify_candidate(actor=make.officer(), sentra=proposal.sentra, tier="sentra")
    assert again.pk != proposal.pk, "proposing anew is a new proposal"


def test_a_choice_is_taken_back_until_a_decree_lists_it() -> None:
    proposal = make.chosen()
    services.reconsider(actor=make.deputy(), proposal=proposal, reason="Salah baris")
    assert proposal.state == State.REVERIFIED
    services.choose(actor=make.deputy(), proposal=proposal)
    make.drafted(proposal)
    with pytest.raises(Refused):
        services.reconsider(actor=make.deputy(), proposal=proposal, reason="Salah baris")


def test_several_are_chosen_each_with_its_own_result() -> None:
    ready, early = make.reverified(), make.forwarded(make.judged(make.make_sentra("Tenun")))
    outcomes = services.choose_many(actor=make.deputy(), proposals=[ready, early])
    assert [one.is_done for one in outcomes] == [True, False]


# ---------------------------------------------------------------- two at once, twice, inbox


def test_the_slower_of_two_is_told_who_was_faster() -> None:
    proposal = make.submitted()
    other = Proposal.unscoped.get(pk=proposal.pk)
    services.verify(actor=make.verifier(n=2), proposal=proposal)
    with pytest.raises(Conflict) as lost:
        services.return_to_regency(actor=make.verifier(), proposal=other, reason="Lengkapi")
    assert make.verifier(n=2).name in str(lost.value.reason)
    assert str(lost.value.state) == str(State.VERIFIED.label)


def test_the_same_step_sent_twice_is_taken_once() -> None:
    proposal = make.submitted()
    stale = Proposal.unscoped.get(pk=proposal.pk)
    first = services.verify(actor=make.verifier(), proposal=proposal)
    second = services.verify(actor=make.verifier(), proposal=stale, version=stale.version)
    assert (first.decision, second.is_repeat) == (second.decision, True)
    assert Decision.unscoped.filter(action="designation.verify").count() == 1


def test_the_inbox_moves_with_the_proposal() -> None:
    make.ground()
    proposal = make.selected()

    def waiting() -> list[tuple[str, str]]:
        lines = WorkItem.unscoped.filter(subject_id=str(proposal.pk), closed_at__isnull=True)
        return [(one.kind, one.office.kind if one.office else "") for one in lines]

    assert waiting() == [("designation.submit", "regency_agency")]
    services.complete_file(actor=make.group(), proposal=proposal)
    services.submit(actor=make.officer(), proposal=proposal)
    assert waiting() == [("designation.verify", "province_finance_working_group")]
    line = WorkItem.unscoped.get(subject_id=str(proposal.pk), closed_at__isnull=True)
    assert line.due_on is not None
    assert "bukan hukum" in line.due_basis
    services.withdraw(actor=make.officer(), proposal=proposal, reason="Batal")
    assert waiting() == []


# ---------------------------------------------------------------- the table


def test_every_state_and_body_of_the_table_is_known() -> None:
    table = steps_on(make.dt.date(2026, 1, 1))
    states = {state for bound in table.values() for state in (*bound.starts, bound.ends)}
    assert states == set(State.values)
    for stage in STAGES.values():
        step = table["designation.designate" if stage.action == "designation.draft_decree" else stage.action]
        assert stage.state in step.starts
        assert stage.body in step.bodies


def test_what_the_regulation_does_not_know_is_said_to_be_ours() -> None:
    ours = {step.action.partition(".")[2] for step in STEPS if step.is_ours}
    assert ours == {"reassess", "hold_back", "return", "resubmit", "reconsider", "withdraw"}
    assert all(str(step.procedure) for step in STEPS if step.is_ours)


@pytest.mark.usefixtures("regions")
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    """Two officers press at the same moment, in two threads."""

    def test_one_wins_and_the_other_is_told(self) -> None:
        with scoped(NATION):
            pk = make.submitted().pk
        people = [make.verifier(), make.verifier(n=2)]
        with scoped(NATION):
            both = [Proposal.objects.select_related("sentra", "regency__parent").get(pk=pk) for _person in people]

        def verify(actor: Actor, proposal: Proposal) -> None:
            with scoped(actor.territory):
                services.transition(actor=actor, proposal=proposal, action="designation.verify")

        got = at_once(*(partial(verify, *pair) for pair in zip(people, both, strict=True)))
        results = ["lost" if isinstance(one, Conflict) else one for one in got]

        assert sorted(results, key=str) == [None, "lost"]
        assert Decision.unscoped.filter(action="designation.verify").count() == 1
