"""Money in stages: the amounts, what each stage waits for, receipt, cancelling, the report that opens the next."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from sentra.access.actors import Actor
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Notification, WorkItem
from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.funding.models import Disbursement, DisbursementState, Fund, Holder, PlanState, PlanVersion, Recipient
from sentra.funding.services import set_stage, withdraw_recipient
from sentra.funding.services.treasury_conditions import stages_of
from sentra.funding.services.treasury_stages import (
    accept_report,
    cancel_disbursement,
    receive_disbursement,
    recommend_disbursement,
)
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import OutsideTerritory
from tests.funding.makers import TODAY, a_decree, a_recipient, allocated, deputy, head, ministry, officer
from tests.funding.money_makers import (
    FIRST,
    SECOND,
    SOURCE,
    YEAR,
    act,
    agree,
    funded,
    last_year,
    lines,
    on,
    pay,
    received,
    recommended,
    reported,
    stages,
)
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona

pytestmark = pytest.mark.usefixtures("nation")

IKM = "perin-5-2022"


@pytest.fixture
def on_commit_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """People are told although the test's own transaction never ends."""
    monkeypatch.setattr("sentra.decisions.services.transaction.on_commit", lambda act: act())


def marks(recipient: Recipient, number: int, day: dt.date = SECOND, **given: Any) -> dict[str, str]:
    """The mark of each condition of a stage, by the beginning of its label."""
    book = stages_of(recipient)
    stage = book.stage(number)
    assert stage is not None
    return {str(one.label)[:24]: one.mark for one in book.judge(stage, day, **given).findings}


def states(recipient: Recipient) -> list[tuple[int, str, int]]:
    rows = Disbursement.unscoped.filter(recipient=recipient).order_by("stage__number", "created_at")
    return [(one.stage.number, one.state, one.amount) for one in rows]


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("shares", "ceiling", "amounts"),
    [
        ((50, 50), 400_000_001, [200_000_000, 200_000_001]),
        ((33, 33, 34), 1_000_000_001, [330_000_000, 330_000_000, 340_000_001]),
        ((40, 40), 100_000_001, [40_000_000, 40_000_000]),  # a further stage is still to be set
    ],
)
def test_a_stage_brings_its_share_in_whole_rupiah_and_the_last_one_what_remains(
    shares: tuple[int, ...], ceiling: int, amounts: list[int]
) -> None:
    year = last_year()
    for number, share in enumerate(shares, 1):
        set_stage(
            actor=ministry(),
            year=year,
            number=number,
            share_percent=share,
            opens_on=on(number + 1),
            min_absorption_percent=None,
            needs_report=False,
            source=SOURCE,
            standing="official",
        )
    recipient, made = funded(ceiling=ceiling)
    assert [received(recipient, stage).amount for stage in made] == amounts
    assert recipient.received == sum(amounts)


def test_another_amount_is_taken_up_to_what_the_ceiling_leaves() -> None:
    recipient, (first, second) = funded(ceiling=100)
    stages(last_year(), None, needs_report=False)
    received(recipient, first, amount=30)
    with pytest.raises(BadInput) as problem:
        recommended(recipient, second, amount=71)
    assert [one.field for one in problem.value.problems] == ["amount"]
    assert "Rp70" in problem.value.problems[0].message
    assert received(recipient, second).amount == 70


def test_after_a_raised_ceiling_the_last_stage_brings_the_rest() -> None:
    recipient, (first, second) = funded(ceiling=100_000_000)
    stages(last_year(), None, needs_report=False)
    received(recipient, first)
    allocated(recipient, 150_000_000, decree=a_decree(recipient.year, "130"))
    assert recommended(recipient, second).amount == 100_000_000


# ---------------------------------------------------------------- what a stage waits for


def test_every_condition_names_the_source_of_the_stage_and_its_standing() -> None:
    recipient, (_first, second) = funded()
    judged = stages_of(recipient).judge(second, SECOND)
    assert {one.citation for one in judged.findings} == {f"{SOURCE} ({second.get_standing_display()})"}
    assert [one.mark for one in judged.findings] == ["met", "met", "not_met", "not_met", "unknown"]
    assert not judged.is_met and len(judged.open_findings) == 3


def test_the_second_stage_opens_when_all_that_it_asks_for_is_there() -> None:
    recipient, (first, second) = funded()
    agree(recipient, [act(300_000_000)])
    with pytest.raises(Refused):  # before its day
        recommended(recipient, first, recommended_on=FIRST - dt.timedelta(days=1))
    received(recipient, first)
    (line,) = lines(recipient)
    steps = [
        lambda: reported(recipient, first),
        lambda: pay(recipient, {line.pk: 149_999_999}),
        lambda: pay(recipient, {line.pk: 1}),
    ]
    for step in steps:
        with pytest.raises(Refused) as refusal:
            recommended(recipient, second)
        assert refusal.value.findings and refusal.value.remedy
        assert all(one.citation.startswith(SOURCE) for one in refusal.value.findings)
        step()
    with pytest.raises(Refused) as refusal:
        recommended(recipient, second, recommended_on=SECOND - dt.timedelta(days=1))
    (one,) = refusal.value.findings
    assert (one.mark, one.measured, one.threshold) == ("not_met", f"30 Juni {YEAR}", f"1 Juli {YEAR}")
    assert recommended(recipient, second).amount == 200_000_000


def test_just_below_the_share_is_not_shown_as_the_share() -> None:
    recipient, (first, _second) = funded()
    agree(recipient, [act(300_000_000)])
    received(recipient, first)
    pay(recipient, {lines(recipient)[0].pk: 149_999_999})
    judged = stages_of(recipient).judge(stages_of(recipient).stages[1], SECOND)
    assert "74,99%" in judged.findings[-1].measured and judged.findings[-1].mark == "not_met"


def test_a_stage_that_asks_for_nothing_waits_for_its_day_and_the_stage_before_only() -> None:
    recipient, (first, _second) = funded()
    stages(last_year(), None, needs_report=False)
    received(recipient, first)
    assert list(marks(recipient, 2).values()) == ["met", "met", "met"]


def test_without_a_ceiling_the_answer_is_unknown_and_nothing_is_recommended() -> None:
    stages(last_year())
    recipient = a_recipient(last_year())
    first = stages_of(recipient).stages[0]
    with pytest.raises(Refused) as refusal:
        recommended(recipient, first)
    (one,) = refusal.value.findings
    assert one.mark == "unknown" and one.missing[0].url.endswith(f"/{recipient.pk}/")


def test_a_withdrawn_recipient_gets_nothing() -> None:
    recipient, (first, _second) = funded()
    made = recommended(recipient, first)
    withdraw_recipient(actor=ministry(), recipient=recipient, reason="Tidak sanggup.")
    with pytest.raises(Conflict):
        receive_disbursement(actor=officer(), disbursement=made, received_on=FIRST, reference="1")
    cancel_disbursement(actor=ministry(), disbursement=made, reason="Ditarik.")
    with pytest.raises(Conflict):
        recommended(recipient, first)


# ---------------------------------------------------------------- the industry fund


def industry() -> tuple[Recipient, list[Any]]:
    return funded(fund=Fund.IKM)


@pytest.mark.clause("perin-5-2022/V.B.1.follows")
@pytest.mark.clause("perin-5-2022/V.B.1.region")
@pytest.mark.clause("perin-5-2022/V.B.1.ministry")
def test_without_an_agreed_plan_the_industry_fund_is_not_disbursed() -> None:
    recipient, (first, _second) = industry()
    with pytest.raises(Refused) as refusal:
        recommended(recipient, first)
    assert refusal.value.clause_ids == tuple(f"{IKM}/V.B.1.{one}" for one in ("follows", "region", "ministry"))
    agree(recipient, [act(400_000_000, code="A1")])
    assert recommended(recipient, first).amount == 200_000_000


@pytest.mark.clause("perin-5-2022/V.B.1.region")
@pytest.mark.clause("perin-5-2022/V.B.1.ministry")
def test_a_plan_that_only_the_region_agreed_to_is_not_enough() -> None:
    recipient, (first, _second) = industry()
    given = {"recipient": recipient, "number": 1, "drafted_by": officer().user}
    plan = PlanVersion.unscoped.create(**given, state=PlanState.DRAFT)
    with pytest.raises(Refused) as refusal:
        recommended(recipient, first)
    assert f"{IKM}/V.B.1.region" in refusal.value.clause_ids
    PlanVersion.unscoped.filter(pk=plan.pk).update(state=PlanState.SUBMITTED, submitted_edition=1)
    with pytest.raises(Refused) as refusal:
        recommended(recipient, first)
    assert f"{IKM}/V.B.1.region" not in refusal.value.clause_ids
    assert f"{IKM}/V.B.1.ministry" in refusal.value.clause_ids


@pytest.mark.clause("perin-5-2022/V.B.1.region")
@pytest.mark.clause("perin-5-2022/V.B.1.ministry")
def test_a_plan_that_was_changed_after_the_region_signed_counts_as_not_agreed() -> None:
    recipient, (first, _second) = industry()
    plan = agree(recipient, [act(400_000_000, code="A1")])
    PlanVersion.unscoped.filter(pk=plan.pk).update(edition=2)
    with pytest.raises(Refused) as refusal:
        recommended(recipient, first)
    assert refusal.value.clause_ids == (f"{IKM}/V.B.1.region", f"{IKM}/V.B.1.ministry")


@pytest.mark.clause("perin-5-2022/V.B.1.follows")
def test_an_amount_outside_the_agreed_plan_is_refused_and_the_usual_one_stays_inside() -> None:
    recipient, (first, second) = industry()
    stages(last_year(Fund.IKM), None, needs_report=False)
    agree(recipient, [act(300_000_000, code="A1")])
    received(recipient, first)
    with pytest.raises(Refused) as refusal:
        recommended(recipient, second, amount=100_000_001)
    assert refusal.value.clause_ids == (f"{IKM}/V.B.1.follows",)
    assert recommended(recipient, second).amount == 100_000_000


@pytest.mark.clause("perin-5-2022/V.B.3")
def test_the_transfer_conditions_are_confirmed_with_their_reference() -> None:
    recipient, (first, _second) = industry()
    agree(recipient, [act(400_000_000, code="A1")])
    with pytest.raises(Refused) as refusal:
        recommended(recipient, first, conditions="  ")
    assert refusal.value.clause_ids == (f"{IKM}/V.B.3",)
    assert [one.mark for one in refusal.value.findings] == ["unknown"]
    made = recommended(recipient, first, conditions="S-31/PK/2025")
    decision = history_of(made).get()
    assert made.conditions == decision.details["conditions"] == "S-31/PK/2025"
    assert decision.findings["ikm.disbursement"]["verdict"] == "met"
    assert f"{IKM}/V.B.3" in decision.clauses and decision.law_version.startswith(IKM)


def test_the_other_fund_is_asked_for_no_reference() -> None:
    recipient, (first, _second) = funded()
    assert recommended(recipient, first, conditions="").conditions == ""


# ---------------------------------------------------------------- receipt, cancelling


@pytest.mark.usefixtures("on_commit_at_once")
def test_the_office_is_told_and_its_line_closes_when_the_money_came() -> None:
    recipient, (first, _second) = funded()
    clerk, boss = officer(), head()
    made = recommended(recipient, first)
    item = WorkItem.unscoped.get(subject_id=str(made.pk))
    assert (item.kind, item.role, item.office, item.closed_at) == (
        "funding.receive",
        Role.REGENCY_OFFICER,
        clerk.office,
        None,
    )
    assert {one.user for one in Notification.objects.filter(decision__action="funding.recommend")} == {
        clerk.user,
        boss.user,
    }
    receive_disbursement(actor=clerk, disbursement=made, received_on=FIRST, reference="SP2D-1")
    item.refresh_from_db()
    recipient.refresh_from_db()
    assert item.closed_at is not None and recipient.received == made.amount
    (told,) = Notification.objects.filter(decision__action="funding.receive")
    assert told.user == ministry().user and "Rp200.000.000" in sentence(told.decision)


def test_a_technical_unit_is_a_holder_like_the_others() -> None:
    recipient, (first, _second) = funded(JAWA_TENGAH, holder=Holder.TECHNICAL_UNIT)
    persona(Role.TECHNICAL_UNIT, JAWA_TENGAH)
    made = recommended(recipient, first)
    assert WorkItem.unscoped.get(subject_id=str(made.pk)).role == Role.TECHNICAL_UNIT
    with pytest.raises(Forbidden):
        receive_disbursement(actor=officer(JAWA_TENGAH), disbursement=made, received_on=FIRST, reference="1")
    unit = persona(Role.TECHNICAL_UNIT, JAWA_TENGAH)
    assert receive_disbursement(actor=unit, disbursement=made, received_on=FIRST, reference="1").received_on == FIRST


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received_on": None}, "received_on"),
        ({"received_on": FIRST - dt.timedelta(days=1)}, "received_on"),
        ({"received_on": dt.date(YEAR + 1, 1, 1)}, "received_on"),
        ({"received_on": TODAY + dt.timedelta(days=1)}, "received_on"),
        ({"reference": " "}, "reference"),
    ],
)
def test_a_receipt_has_its_day_and_its_number(given: dict[str, Any], field: str) -> None:
    recipient, (first, _second) = funded()
    made = recommended(recipient, first)
    with pytest.raises(BadInput) as problem:
        receive_disbursement(actor=officer(), disbursement=made, **({"received_on": FIRST, "reference": "1"} | given))
    assert {one.field for one in problem.value.problems} == {field}
    recipient.refresh_from_db()
    assert recipient.received == 0


def test_money_is_received_once() -> None:
    recipient, (first, _second) = funded()
    made = received(recipient, first)
    with pytest.raises(Conflict):
        receive_disbursement(actor=officer(), disbursement=made, received_on=FIRST, reference="1")
    recipient.refresh_from_db()
    assert recipient.received == made.amount


def test_money_above_a_ceiling_that_was_lowered_meanwhile_is_not_taken() -> None:
    recipient, (first, _second) = funded(ceiling=100_000_000)
    made = recommended(recipient, first)
    allocated(recipient, 40_000_000, decree=a_decree(recipient.year, "130"))
    with pytest.raises(Conflict):
        receive_disbursement(actor=officer(), disbursement=made, received_on=FIRST, reference="1")
    cancel_disbursement(actor=ministry(), disbursement=made, reason="Pagu turun.")
    assert received(recipient, first).amount == 20_000_000
    assert states(recipient) == [(1, "cancelled", 50_000_000), (1, "received", 20_000_000)]


def test_a_recommendation_is_cancelled_with_its_reason_and_made_anew() -> None:
    recipient, (first, _second) = funded()
    made = recommended(recipient, first)
    with pytest.raises(BadInput):
        cancel_disbursement(actor=ministry(), disbursement=made, reason="")
    cancelled = cancel_disbursement(actor=ministry(), disbursement=made, reason="Salah jumlah.")
    assert (cancelled.state, cancelled.cancel_reason) == (DisbursementState.CANCELLED, "Salah jumlah.")
    assert not WorkItem.unscoped.filter(subject_id=str(made.pk), closed_at=None).exists()
    for act_again in (
        lambda: cancel_disbursement(actor=ministry(), disbursement=made, reason="Lagi."),
        lambda: receive_disbursement(actor=officer(), disbursement=made, received_on=FIRST, reference="1"),
    ):
        with pytest.raises(Conflict):
            act_again()
    again = received(recipient, first)
    with pytest.raises(Conflict):
        cancel_disbursement(actor=ministry(), disbursement=again, reason="Terlambat.")


def test_a_stage_is_recommended_once_and_by_one_key_once() -> None:
    recipient, (first, _second) = funded()
    key = uuid4()
    made = recommended(recipient, first, id=key)
    assert recommended(recipient, first, id=key) == made
    with pytest.raises(Conflict):
        recommended(recipient, first)
    assert Disbursement.unscoped.count() == 1


def test_a_stage_with_money_in_it_is_not_set_anew() -> None:
    recipient, (first, _second) = funded()
    recommended(recipient, first)
    with pytest.raises(Conflict):
        stages(last_year())


# ---------------------------------------------------------------- the report on a stage


@pytest.mark.usefixtures("on_commit_at_once")
def test_a_report_is_accepted_once_after_the_money_came_and_the_office_is_told() -> None:
    recipient, (first, _second) = funded()
    clerk = officer()
    given: dict[str, Any] = {"actor": ministry(), "recipient": recipient, "stage": first, "reference": "B-1"}
    with pytest.raises(Refused):
        accept_report(**given, accepted_on=on(3))
    received(recipient, first)
    with pytest.raises(BadInput):
        accept_report(**given, accepted_on=FIRST - dt.timedelta(days=1))
    with pytest.raises(BadInput) as problem:
        accept_report(**given | {"reference": ""}, accepted_on=None)
    assert {one.field for one in problem.value.problems} == {"reference", "accepted_on"}
    key = uuid4()
    made = accept_report(**given, accepted_on=on(3), id=key)
    assert accept_report(**given, accepted_on=on(3), id=key) == made
    with pytest.raises(Conflict):
        accept_report(**given, accepted_on=on(4))
    assert clerk.user in {one.user for one in Notification.objects.filter(decision__action="funding.accept_report")}


# ---------------------------------------------------------------- who and where


def test_only_the_ministry_recommends_and_only_the_own_office_receives() -> None:
    recipient, (first, _second) = funded()
    others = [officer(), head(), deputy(), persona(Role.AUDITOR), persona(Role.PROVINCE_OFFICER, JAWA_TENGAH)]
    for actor in others:
        with pytest.raises(Forbidden):
            recommend_disbursement(actor=actor, recipient=recipient, stage=first, recommended_on=FIRST)
    made = recommended(recipient, first)
    for actor in (ministry(), deputy(), persona(Role.REGENCY_GROUP, PEKALONGAN), officer(JAWA_TENGAH)):
        with pytest.raises(Forbidden):
            receive_disbursement(actor=actor, disbursement=made, received_on=FIRST, reference="1")
        if actor != ministry():
            with pytest.raises(Forbidden):
                cancel_disbursement(actor=actor, disbursement=made, reason="x")
    with pytest.raises(OutsideTerritory):
        receive_disbursement(actor=officer(BATANG), disbursement=made, received_on=FIRST, reference="1")


def test_an_officer_appointed_for_one_fund_leaves_the_other_alone() -> None:
    recipient, (first, _second) = funded()
    actor = of_fund(Fund.IKM)
    with pytest.raises(Forbidden):
        recommend_disbursement(actor=actor, recipient=recipient, stage=first, recommended_on=FIRST)
    assert recommend_disbursement(
        actor=of_fund(Fund.PK2UMK, 3), recipient=recipient, stage=first, recommended_on=FIRST
    ).amount


def of_fund(fund: str, n: int = 2) -> Actor:
    actor = persona(Role.MINISTRY_OFFICER, n=n)
    assert actor.appointment is not None
    actor.appointment.programme = fund
    actor.appointment.save(update_fields=["programme"])
    return actor


def test_what_was_decided_is_told_in_words() -> None:
    recipient, (first, _second) = funded()
    made = received(recipient, first)
    told = [sentence(one) for one in history_of(made)]
    assert len(told) == 2 and all("Rp200.000.000" in one and str(made) in one for one in told)
    decision = history_of(made).last()
    assert decision is not None
    assert (decision.facts["stage"], decision.facts["ceiling"], decision.facts["received"]) == (1, 400_000_000, 0)
