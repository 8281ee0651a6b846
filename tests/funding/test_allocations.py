"""Recipients and their ceilings: criteria, choice, decrees, revisions, another use approved by the Minister."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import WorkItem
from sentra.decisions.queries import history_of
from sentra.funding.facts import judge_adjustment
from sentra.funding.models import (
    Adjustment,
    AdjustmentState,
    Allocation,
    AllocationKind,
    Fund,
    Holder,
    ProgrammeYear,
    Recipient,
)
from sentra.funding.queries.performance import performance_before
from sentra.funding.queries.years import sums_by_province, sums_of
from sentra.funding.services import (
    AllocationRow,
    allocate,
    choose_recipient,
    decide_adjustment,
    propose_adjustment,
    record_criteria,
    withdraw_adjustment,
    withdraw_recipient,
    write_allocations,
)
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import OutsideTerritory, scoped
from tests.funding.makers import (
    CEILING,
    TODAY,
    a_decree,
    a_recipient,
    a_row,
    a_year,
    allocated,
    criteria,
    deputy,
    head,
    ministry,
    officer,
    with_ceiling,
)
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, persona, region

pytestmark = pytest.mark.usefixtures("nation")
PK2UMK = "kopukm-pk2umk-2022"


# ---------------------------------------------------------------- the industry fund's criteria


def choose(year: ProgrammeYear, code: str = PEKALONGAN, **given: Any) -> Recipient:
    values: dict[str, Any] = {"holder": Holder.REGENCY, "instrument": "Keputusan 3"} | given
    return choose_recipient(actor=ministry(), year=year, region=region(code), **values)


@pytest.mark.clause("perin-5-2022/II.A.1", "perin-5-2022/II.A.2", "perin-5-2022/II.A.3")
def test_a_region_is_chosen_once_its_three_criteria_are_met_with_evidence() -> None:
    year = a_year(Fund.IKM)
    with pytest.raises(Refused) as refusal:
        choose(year)
    assert {"perin-5-2022/II.A.1", "perin-5-2022/II.A.2", "perin-5-2022/II.A.3"} <= set(refusal.value.clause_ids)
    criteria(year, receives_theme1_physical_dak=False)
    with pytest.raises(Refused) as refusal:
        choose(year)
    assert refusal.value.clause_ids == ("perin-5-2022/II.A.3",)
    shown = {
        "industry_function_by_perda": "Perda 4/2016",
        "in_theme1_priority_location": "Perpres 123/2020",
        "receives_theme1_physical_dak": "Perpres 104/2021",
    }
    record_criteria(
        actor=officer(),
        year=year,
        region=region(PEKALONGAN),
        facts=dict.fromkeys(shown, True),
        sources=shown,
        version=1,
    )
    assert choose(year).region == region(PEKALONGAN)


def test_a_known_fact_names_its_document_and_what_is_unknown_stays_open() -> None:
    year = a_year(Fund.IKM)
    given = {"in_theme1_priority_location": True}
    with pytest.raises(BadInput) as problem:
        record_criteria(actor=officer(), year=year, region=region(PEKALONGAN), facts=given, sources={})
    assert [one.field for one in problem.value.problems] == ["source_in_theme1_priority_location"]
    with pytest.raises(BadInput):
        record_criteria(actor=officer(), year=year, region=region(PEKALONGAN), facts={}, sources={})


def test_of_two_who_record_the_same_criteria_the_second_is_told() -> None:
    year = a_year(Fund.IKM)
    criteria(year)
    with pytest.raises(Conflict):
        criteria(year)
    with pytest.raises(OutsideTerritory):
        record_criteria(
            actor=officer(BATANG),
            year=year,
            region=region(PEKALONGAN),
            facts={"in_theme1_priority_location": True},
            sources={"in_theme1_priority_location": "x"},
        )


@pytest.mark.clause("perin-5-2022/II.A.kind")
def test_a_province_does_not_receive_the_industry_fund() -> None:
    year = a_year(Fund.IKM)
    with pytest.raises(Refused):
        choose(year, JAWA_TENGAH, holder=Holder.PROVINCE)
    with pytest.raises(Refused):
        record_criteria(actor=ministry(), year=a_year(), region=region(PEKALONGAN), facts={}, sources={})


# ---------------------------------------------------------------- the choice


def test_in_a_province_the_agency_and_its_technical_unit_may_both_receive() -> None:
    agency = a_recipient(code=JAWA_TENGAH)
    unit = a_recipient(code=JAWA_TENGAH, holder=Holder.TECHNICAL_UNIT)
    assert {agency.holder, unit.holder} == {Holder.PROVINCE, Holder.TECHNICAL_UNIT}
    with pytest.raises(Conflict):
        a_recipient(code=JAWA_TENGAH)
    with pytest.raises(BadInput):
        a_recipient(code=PEKALONGAN, holder=Holder.TECHNICAL_UNIT)


@pytest.mark.clause("kopukm-pk2umk-2022/37.4", "perin-5-2022/VI.A.3")
def test_last_years_performance_is_weighed_in_words() -> None:
    before = with_ceiling(a_year(number=TODAY.year - 1))
    Recipient.unscoped.filter(pk=before.pk).update(received=CEILING, spent=CEILING * 3 // 4)
    year = a_year()
    seen = performance_before(year, region(PEKALONGAN), Holder.REGENCY)
    assert seen is not None and seen.absorption is not None and float(seen.absorption) == 0.75
    with pytest.raises(BadInput) as problem:
        choose(year)
    assert [one.field for one in problem.value.problems] == ["consideration"]
    made = choose(year, consideration="Serapan 75 persen, dinilai cukup.")
    decision = history_of(made).get()
    assert decision.reason == made.consideration and f"{PK2UMK}/37.4" in decision.clauses
    assert performance_before(year, region(BATANG), Holder.REGENCY) is None


def test_a_recipient_is_chosen_once_and_may_be_withdrawn_and_chosen_again() -> None:
    year, key = a_year(), uuid4()
    made = choose(year, id=key)
    assert choose(year, id=key) == made
    withdrawn = withdraw_recipient(actor=deputy(), recipient=made, reason="Tidak bersedia.")
    assert withdrawn.withdrawn_on == TODAY and sums_of(year).recipients == 0
    with pytest.raises(Conflict):
        withdraw_recipient(actor=deputy(), recipient=made, reason="Lagi.")
    again = choose(year, instrument="Keputusan 9")
    assert again.pk == made.pk and again.withdrawn_on is None and sums_of(year).recipients == 1


def test_a_recipient_with_money_is_not_withdrawn() -> None:
    made = with_ceiling()
    Recipient.unscoped.filter(pk=made.pk).update(received=1)
    with pytest.raises(Conflict):
        withdraw_recipient(actor=ministry(), recipient=made, reason="x")


@pytest.mark.parametrize("role", [Role.REGENCY_HEAD, Role.PROVINCE_HEAD, Role.DECREE_OFFICER, Role.OBSERVER])
def test_only_the_ministry_chooses(role: Role) -> None:
    code = {"r": PEKALONGAN, "p": JAWA_TENGAH}.get(role[0], "")
    with pytest.raises(Forbidden):
        choose_recipient(
            actor=persona(role, code),
            year=a_year(),
            region=region(PEKALONGAN),
            holder=Holder.REGENCY,
            instrument="x",
        )


# ---------------------------------------------------------------- ceilings by decree


@pytest.mark.clause("kopukm-pk2umk-2022/3.1", "perin-5-2022/II.B", "perin-5-2022/I.B.1")
def test_the_ministry_records_the_ceiling_with_its_decree_and_a_region_cannot() -> None:
    recipient = a_recipient()
    made = allocated(recipient)
    assert recipient.allocation == made and recipient.ceiling == CEILING
    assert str(made.decree) == f"Peraturan Presiden Nomor 104 Tahun {TODAY.year}"
    for actor in (officer(), head(), head(JAWA_TENGAH), deputy()):
        with pytest.raises(Forbidden):
            allocate(actor=actor, recipient=recipient, decree=made.decree, row=a_row(recipient, CEILING * 2))
    with pytest.raises(OutsideTerritory):
        allocate(actor=officer(BATANG), recipient=recipient, decree=made.decree, row=a_row(recipient))


def test_a_later_decree_revises_and_both_stay() -> None:
    recipient = a_recipient()
    first = allocated(recipient)
    same = allocated(recipient)
    assert same == first  # what is in force changes nothing
    second = allocated(recipient, 450_000_000, a_decree(recipient.year, "36"), target_participants=130)
    assert (second.number, second.kind, recipient.ceiling) == (2, AllocationKind.REVISION, 450_000_000)
    assert list(Allocation.objects.filter(recipient=recipient).values_list("ceiling", flat=True)) == [
        CEILING,
        450_000_000,
    ]


def test_a_ceiling_never_falls_below_what_was_received() -> None:
    recipient = with_ceiling()
    Recipient.unscoped.filter(pk=recipient.pk).update(received=200_000_000)
    with pytest.raises(BadInput) as problem:
        allocated(recipient, 199_999_999, a_decree(recipient.year, "36"))
    assert problem.value.problems[0].field == "ceiling"
    assert allocated(recipient, 200_000_000, a_decree(recipient.year, "36")).ceiling == 200_000_000


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ceiling": 0}, "ceiling"),
        ({"ceiling": 10**15 + 1}, "ceiling"),
        ({"target_participants": -1}, "target_participants"),
        ({"target_mentors": 10_000_001}, "target_mentors"),
        ({"division": {"training": 300_000_000, "mentoring": 100_000_001}}, "division"),
        ({"division": {"legal_aid": 1}}, "division"),
        ({"division": {"travel": 1}}, "division"),
        ({"division": {"training": -1}}, "division"),
    ],
)
def test_a_wrong_allocation_is_named_and_nothing_is_saved(given: dict[str, Any], field: str) -> None:
    recipient = a_recipient()
    with pytest.raises(BadInput) as problem:
        allocated(recipient, **({"ceiling": CEILING} | given))
    assert [one.field for one in problem.value.problems] == [field]
    assert not Allocation.objects.exists()


def test_a_decree_of_another_year_is_refused_and_the_same_decree_is_recorded_once() -> None:
    recipient, other = a_recipient(), a_year(number=TODAY.year - 1)
    with pytest.raises(BadInput) as problem:
        allocated(recipient, decree=a_decree(other))
    assert problem.value.problems[0].field == "decree"
    assert a_decree(other) == a_decree(other)


def rows(*codes: str, ceiling: int = CEILING) -> list[AllocationRow]:
    return [
        AllocationRow(
            region_id=region(code).pk,
            holder=Holder.REGENCY if len(code) == 4 else Holder.PROVINCE,
            ceiling=ceiling * (6 if len(code) == 2 else 1),
            target_participants=116,
            target_mentors=2,
        )
        for code in codes
    ]


def write(year: ProgrammeYear, *codes: str) -> None:
    write_allocations(actor=ministry(), year=year, decree=a_decree(year), rows=rows(*codes))


def test_many_are_written_by_one_decree_which_chooses_them() -> None:
    year = a_year()
    write_allocations(
        actor=ministry(), year=year, decree=a_decree(year), rows=rows(PEKALONGAN, BATANG, JAWA_TENGAH, BANTUL)
    )
    total = sums_of(year)
    assert (total.recipients, total.ceiling, total.target_participants, total.target_mentors) == (
        4,
        9 * CEILING,
        464,
        8,
    )
    lines = {one.region.code: (one.recipients, one.ceiling) for one in sums_by_province(year) if one.region}
    assert lines == {JAWA_TENGAH: (3, 8 * CEILING), YOGYAKARTA: (1, CEILING)}
    chosen = Recipient.objects.get(region=region(PEKALONGAN))
    assert chosen.instrument.startswith("Peraturan Presiden") and history_of(chosen).count() == 2
    write_allocations(
        actor=ministry(), year=year, decree=a_decree(year), rows=rows(PEKALONGAN, BATANG, JAWA_TENGAH, BANTUL)
    )
    assert Allocation.objects.count() == 4 and history_of(chosen).count() == 2


def test_each_sees_the_sums_of_its_own_territory() -> None:
    year = a_year()
    write_allocations(
        actor=ministry(), year=year, decree=a_decree(year), rows=rows(PEKALONGAN, BATANG, JAWA_TENGAH, BANTUL)
    )
    for actor, recipients in ((officer(), 1), (officer(JAWA_TENGAH), 3), (officer(YOGYAKARTA), 1), (ministry(), 4)):
        with scoped(actor.territory):
            assert sums_of(year).recipients == recipients
            assert sum(one.ceiling for one in sums_by_province(year)) == sums_of(year).ceiling


def test_of_many_none_is_written_when_one_is_wrong() -> None:
    year = a_year()
    wrong = [*rows(PEKALONGAN), *rows(BATANG, ceiling=0)]
    with pytest.raises(BadInput):
        write_allocations(actor=ministry(), year=year, decree=a_decree(year), rows=wrong)
    assert not Recipient.objects.exists()


# ---------------------------------------------------------------- another use of the allocation

DIVISION = {"training": 300_000_000, "mentoring": 100_000_000}


def divided(code: str = PEKALONGAN) -> Recipient:
    return with_ceiling(code=code, division=DIVISION)


def propose(recipient: Recipient, **given: Any) -> Adjustment:
    values: dict[str, Any] = {
        "division": {"training": 250_000_000, "mentoring": 150_000_000},
        "targets": {"target_mentors": 3},
        "reason": "Peserta lama masih perlu didampingi.",
        "actor": head(),
    } | given
    return propose_adjustment(recipient=recipient, **values)


def decide(adjustment: Adjustment, approve: bool = True, **given: Any) -> Adjustment:
    values: dict[str, Any] = {
        "actor": deputy(),
        "letter": "B-12/SM/2026",
        "decided_on": TODAY,
        "reason": "Sesuai kebutuhan.",
    } | given
    return decide_adjustment(adjustment=adjustment, approve=approve, **values)


@pytest.mark.clause("kopukm-pk2umk-2022/3.3", "kopukm-pk2umk-2022/3.4.approval", "kopukm-pk2umk-2022/3.4.channel")
def test_an_adjusted_use_counts_once_the_minister_approved_it_through_the_secretariat() -> None:
    recipient = divided()
    made = propose(recipient)
    recipient.refresh_from_db()
    assert recipient.allocation is not None and recipient.allocation.division == DIVISION  # nothing changes yet
    waiting = WorkItem.unscoped.get(subject_id=str(made.pk))
    assert (waiting.role, waiting.closed_at) == (Role.MINISTRY_APPROVER, None)
    answered = decide(made)
    recipient.refresh_from_db()
    allocation = Allocation.objects.get(pk=recipient.allocation_id)
    assert (allocation.kind, allocation.adjustment, allocation.ceiling) == (
        AllocationKind.ADJUSTMENT,
        answered,
        CEILING,
    )
    assert allocation.division == {"training": 250_000_000, "mentoring": 150_000_000}
    assert (allocation.target_participants, allocation.target_mentors) == (116, 3)
    assert judge_adjustment(answered)[1].verdict == "met"
    waiting.refresh_from_db()
    assert waiting.closed_at is not None


@pytest.mark.parametrize("target", ["target_participants", "target_mentors"])
def test_no_target_becomes_lower(target: str) -> None:
    recipient = divided()
    clause = f"{PK2UMK}/3.3.{target.removeprefix('target_')}_target"
    with pytest.raises(Refused) as refusal:
        propose(recipient, targets={target: 1})
    assert clause in refusal.value.clause_ids
    assert not Adjustment.objects.exists()


def test_only_the_three_heads_of_the_own_office_propose() -> None:
    recipient = divided()
    for actor in (officer(), head(JAWA_TENGAH), ministry()):
        with pytest.raises(Forbidden):
            propose(recipient, actor=actor)
    with pytest.raises(OutsideTerritory):
        propose(recipient, actor=head(BATANG))
    unit = persona(Role.TECHNICAL_UNIT, JAWA_TENGAH)
    own = with_ceiling(code=JAWA_TENGAH, holder=Holder.TECHNICAL_UNIT, division=DIVISION)
    assert propose(own, actor=unit).state == AdjustmentState.PENDING


def test_one_proposal_waits_at_a_time_and_may_be_taken_back() -> None:
    recipient = divided()
    made = propose(recipient)
    with pytest.raises(Conflict):
        propose(recipient)
    withdraw_adjustment(actor=head(), adjustment=made)
    with pytest.raises(Conflict):
        decide(made)
    assert propose(recipient).state == AdjustmentState.PENDING


def test_a_rejected_use_changes_nothing_and_an_answer_is_given_once() -> None:
    recipient = divided()
    made = decide(propose(recipient), approve=False)
    recipient.refresh_from_db()
    assert made.state == AdjustmentState.REJECTED and Allocation.objects.count() == 1
    with pytest.raises(Conflict):
        decide(made)


def test_a_proposal_from_a_revised_allocation_is_not_approved() -> None:
    recipient = divided()
    made = propose(recipient)
    allocated(recipient, 450_000_000, a_decree(recipient.year, "36"), division=DIVISION)
    with pytest.raises(Conflict):
        decide(made)
    assert decide(made, approve=False).state == AdjustmentState.REJECTED


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"division": {"training": 300_000_001, "mentoring": 100_000_000}}, "division"),
        ({"division": {"legal_aid": 1}}, "division"),
        ({"division": DIVISION, "targets": {}}, "division"),
        ({"targets": {"target_mentors": -1}}, "target_mentors"),
    ],
)
def test_a_wrong_proposal_is_named(given: dict[str, Any], field: str) -> None:
    recipient = divided()
    with pytest.raises(BadInput) as problem:
        propose(recipient, **given)
    assert field in [one.field for one in problem.value.problems]


@pytest.mark.clause("kopukm-pk2umk-2022/3.3.baseline")
def test_there_is_nothing_to_adjust_before_an_allocation_and_in_the_industry_fund() -> None:
    with pytest.raises(Refused) as refusal:
        propose(a_recipient())
    assert refusal.value.clause_ids == (f"{PK2UMK}/3.3.baseline",)
    with pytest.raises(Refused):
        propose(with_ceiling(a_year(Fund.IKM)))
