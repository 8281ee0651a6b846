"""Payment orders against budget lines: bounds, corrections, changes of the plan, adjusted use, sums."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.funding.models import (
    BudgetLine,
    Fund,
    Payment,
    PaymentOrder,
    Recipient,
)
from sentra.funding.queries.sums import activities_of, by_programme, by_province, parts_left, total_of
from sentra.funding.services import decide_adjustment, propose_adjustment
from sentra.funding.services.agreed import put_in_force
from sentra.funding.services.common import lock_recipient
from sentra.funding.services.treasury_payments import Scan, correct_payment
from sentra.funding.services.treasury_statements import remit
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import OutsideTerritory
from tests.designation.factories import PDF
from tests.funding.makers import TODAY, deputy, head, ministry, officer
from tests.funding.money_makers import (
    FIRST,
    YEAR,
    Act,
    act,
    agree,
    funded,
    handed_in,
    lines,
    on,
    pay,
    problems,
    received,
    spending,
    treasurer,
)
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, persona

pytestmark = pytest.mark.usefixtures("nation")

TEXT = "kopukm-pk2umk-2022"
DAY = dt.timedelta(days=1)


def correct(order: PaymentOrder, **given: Any) -> PaymentOrder:
    values: dict[str, Any] = {"number": f"K/{uuid4().hex[:6]}", "corrected_on": on(4), "reason": "Salah pos."} | given
    made = correct_payment(actor=values.pop("actor", None) or treasurer(order.recipient), order=order, **values)
    order.recipient.refresh_from_db()
    return made


def sums_agree(recipient: Recipient) -> None:
    """What the rows keep is what the payments come to."""
    recipient.refresh_from_db()
    for line in BudgetLine.unscoped.filter(recipient=recipient):
        paid = Payment.unscoped.filter(line=line).aggregate(total=Sum("amount", default=0))["total"]
        assert line.spent == paid <= line.planned
    orders = PaymentOrder.unscoped.filter(recipient=recipient)
    assert recipient.spent == orders.aggregate(total=Sum("amount", default=0))["total"]
    for order in orders:
        assert order.amount == sum(one.amount for one in order.payments.all())


# ---------------------------------------------------------------- recording


def test_an_order_over_several_lines_moves_every_sum_with_it() -> None:
    recipient, (first, second) = spending()
    order = pay(recipient, {first.pk: 60_000_000, second.pk: 15_000_000}, number="0017/LS")
    assert (order.amount, recipient.spent, recipient.left) == (75_000_000, 75_000_000, 125_000_000)
    assert [one.spent for one in lines(recipient)] == [60_000_000, 15_000_000]
    sums_agree(recipient)
    decision = history_of(order).get()
    assert decision.details["parts"] == {str(first.pk): 60_000_000, str(second.pk): 15_000_000}
    assert decision.clauses == [f"{TEXT}/4.5.approval"]
    assert "Rp75.000.000" in sentence(decision) and "0017/LS" in sentence(decision)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"number": " "}, {"number"}),
        ({"number": "x" * 81}, {"number"}),
        ({"payee": ""}, {"payee"}),
        ({"purpose": ""}, {"purpose"}),
        ({"amount": None}, {"amount"}),
        ({"amount": 0}, {"amount"}),
        ({"amount": 10**16}, {"amount"}),
        ({"amount": 999}, {"amount"}),  # the parts come to another sum
        ({"paid_on": None}, {"paid_on"}),
        ({"paid_on": TODAY + DAY}, {"paid_on"}),
        ({"paid_on": dt.date(YEAR + 1, 1, 1)}, {"paid_on"}),
        ({"paid_on": dt.date(YEAR - 1, 12, 31)}, {"paid_on"}),
        ({"paid_on": FIRST - DAY}, {"paid_on"}),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_kept(given: dict[str, Any], fields: set[str]) -> None:
    recipient, (line, _other) = spending()
    assert set(problems(lambda: pay(recipient, {line.pk: 1_000}, **given))) == fields
    assert not PaymentOrder.unscoped.exists()
    sums_agree(recipient)


def test_all_that_is_wrong_is_told_at_once() -> None:
    recipient, (line, _other) = spending()
    told = problems(lambda: pay(recipient, {line.pk: 0}, number="", payee="", amount=5))
    assert set(told) == {"number", "payee", "amount", f"part_{line.pk}"}
    assert set(problems(lambda: pay(recipient, {}, amount=5))) == {"amount"}


def test_a_line_is_never_spent_above_its_plan() -> None:
    recipient, (line, other) = spending(PEKALONGAN, 50_000_000, 100_000_000)
    small = next(one for one in (line, other) if one.planned == 50_000_000)
    pay(recipient, {small.pk: 50_000_000})
    told = problems(lambda: pay(recipient, {small.pk: 1}))
    assert set(told) == {f"part_{small.pk}"} and "Rp50.000.000" in told[f"part_{small.pk}"]


def test_nothing_is_spent_above_what_was_received_and_not_given_back() -> None:
    recipient, (line, other) = spending()
    told = problems(lambda: pay(recipient, {line.pk: 200_000_000, other.pk: 1}))
    assert set(told) == {"amount"}
    remit(actor=officer(), recipient=recipient, amount=50_000_000, remitted_on=on(12, 30), reference="NTPN 1")
    assert set(problems(lambda: pay(recipient, {line.pk: 150_000_001}))) == {"amount"}
    pay(recipient, {line.pk: 150_000_000})
    assert recipient.left == 0


def test_before_money_came_there_is_nothing_to_spend() -> None:
    recipient, _stages = funded()
    agree(recipient, [act(100)])
    assert set(problems(lambda: pay(recipient, {lines(recipient)[0].pk: 1}))) == {"paid_on", "amount"}


@pytest.mark.clause("kopukm-pk2umk-2022/4.5.approval")
def test_a_plan_that_the_ministry_has_not_approved_is_no_basis_of_spending() -> None:
    recipient, made = funded()
    one = act(1_000)
    plan = handed_in(recipient, [one])
    received(recipient, made[0])
    (line,) = one.amounts
    assert set(problems(lambda: pay(recipient, {line: 1}))) == {f"part_{line}"}
    with transaction.atomic():
        put_in_force(lock_recipient(recipient), plan)
    assert pay(recipient, {line: 1}).amount == 1


def test_a_line_of_somebody_else_or_of_no_plan_is_refused() -> None:
    recipient, _lines = spending()
    neighbour, (theirs, _other) = spending(BATANG)
    for key in (theirs.pk, uuid4()):
        assert set(problems(lambda key=key: pay(recipient, {key: 1}))) == {f"part_{key}"}
    neighbour.refresh_from_db()
    assert neighbour.spent == 0


def test_an_order_number_is_taken_once_by_orders_and_corrections_alike() -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 5}, number="0017/LS")
    correct(order, number="0018/K", parts={line.pk: 1})
    for number in ("0017/LS", " 0017/ls ", "0018/K"):
        assert set(problems(lambda number=number: pay(recipient, {line.pk: 1}, number=number))) == {"number"}
        assert set(problems(lambda number=number: correct(order, number=number))) == {"number"}
    neighbour, (theirs, _other) = spending(BATANG)
    assert pay(neighbour, {theirs.pk: 1}, number="0017/LS").number == "0017/LS"


def test_sent_twice_it_is_one_and_a_neighbours_key_is_refused() -> None:
    recipient, (line, _other) = spending()
    key = uuid4()
    first = pay(recipient, {line.pk: 5}, id=key, number="1")
    assert pay(recipient, {line.pk: 5}, id=key, number="1") == first
    assert recipient.spent == 5
    neighbour, (theirs, _other) = spending(BATANG)
    with pytest.raises(OutsideTerritory):
        pay(neighbour, {theirs.pk: 1}, id=key)


def test_the_scan_is_kept_as_evidence_of_the_order() -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 5}, scan=Scan("sp2d.pdf", PDF))
    assert order.evidence is not None
    assert (order.evidence.name, order.evidence.subject_id, order.evidence.regency) == (
        "sp2d.pdf",
        str(order.pk),
        recipient.region,
    )
    with pytest.raises(BadInput):
        pay(recipient, {line.pk: 5}, scan=Scan("sp2d.exe", b"MZ\x00\x00"))
    assert recipient.spent == 5


def test_the_database_itself_refuses_what_would_overdraw() -> None:
    recipient, (line, _other) = spending()
    for rows, change in (
        (BudgetLine.unscoped.filter(pk=line.pk), {"spent": line.planned + 1}),
        (BudgetLine.unscoped.filter(pk=line.pk), {"spent": -1}),
        (Recipient.unscoped.filter(pk=recipient.pk), {"spent": recipient.received + 1}),
        (Recipient.unscoped.filter(pk=recipient.pk), {"spent": -1}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


# ---------------------------------------------------------------- corrections


def test_a_counter_entry_takes_all_or_a_part_back_and_names_the_order() -> None:
    recipient, (first, second) = spending()
    order = pay(recipient, {first.pk: 60_000_000, second.pk: 15_000_000})
    part = correct(order, parts={first.pk: 10_000_000, second.pk: 0})
    assert (part.amount, part.corrects, part.payee) == (-10_000_000, order, order.payee)
    assert parts_left(order) == {first.pk: 50_000_000, second.pk: 15_000_000}
    rest = correct(order)
    sums_agree(recipient)
    assert (rest.amount, recipient.spent) == (-65_000_000, 0)
    with pytest.raises(Conflict):
        correct(order)
    with pytest.raises(Conflict):
        correct(rest)
    pay(recipient, {first.pk: 200_000_000})
    (decision,) = history_of(part)
    assert str(order) in sentence(decision) and decision.reason == "Salah pos."
    assert order.paid_on == on(3)  # the order itself stays as it was


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"number": ""}, {"number"}),
        ({"reason": " "}, {"reason"}),
        ({"corrected_on": None}, {"corrected_on"}),
        ({"corrected_on": on(3) - DAY}, {"corrected_on"}),
        ({"corrected_on": TODAY + DAY}, {"corrected_on"}),
        ({"parts": {}}, {"parts"}),
        ({"parts": {UUID(int=0): 5}}, {f"part_{UUID(int=0)}"}),
    ],
)
def test_a_correction_has_its_number_day_reason_and_parts(given: dict[str, Any], fields: set[str]) -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 5})
    assert set(problems(lambda: correct(order, **given))) == fields
    for amount in (6, -1):
        assert set(problems(lambda amount=amount: correct(order, parts={line.pk: amount}))) == {f"part_{line.pk}"}
    assert recipient.spent == 5


def test_a_mistake_found_after_the_year_is_still_corrected() -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 5})
    assert correct(order, corrected_on=dt.date(YEAR + 1, 1, 2)).amount == -5


# ---------------------------------------------------------------- changes of the plan


def test_a_line_that_was_taken_out_keeps_what_was_corrected_and_takes_no_more() -> None:
    recipient, _stages = funded()
    one, other = act(50_000_000), act(60_000_000, code="mentoring")
    agree(recipient, [one, other])
    received(recipient, _stages[0])
    gone, stays = next(iter(other.amounts)), next(iter(one.amounts))
    order = pay(recipient, {gone: 1_000})
    with pytest.raises(BadInput):
        agree(recipient, [one])
    correct(order)
    agree(recipient, [one])
    assert set(problems(lambda: pay(recipient, {gone: 1}))) == {f"part_{gone}"}
    pay(recipient, {stays: 1})
    assert [(item.title, item.is_agreed, item.spent) for item in activities_of(recipient)] == [
        ("Kegiatan training 1", True, 1)
    ]


def test_activities_come_in_the_order_of_the_plan_also_one_that_was_taken_out_with_money_on_it() -> None:
    recipient, made = funded()
    one, other = act(50_000_000, 10), act(60_000_000, code="mentoring")
    agree(recipient, [one, other])
    received(recipient, made[0])
    kept = next(iter(other.amounts))
    pay(recipient, {kept: 1_000})
    moved = Act("mentoring", other.amounts, key=uuid4())  # its line moves to another activity
    agree(recipient, [moved, one])
    found = activities_of(recipient)
    assert [(item.code, item.planned, item.spent) for item in found] == [
        ("mentoring", 60_000_000, 1_000),
        ("training", 50_000_010, 0),
    ]
    assert found[0].key == moved.key


# ---------------------------------------------------------------- adjusted use (PK2UMK Pasal 3 ayat (4))


def adjusted(approved_on: dt.date) -> tuple[Recipient, UUID, UUID]:
    """A recipient whose mentoring was raised from 100 to 150 million; its lines for training and mentoring."""
    recipient, made = funded(division={"training": 300_000_000, "mentoring": 100_000_000})
    training, mentoring = act(250_000_000), act(100_000_000, code="mentoring")
    agree(recipient, [training, mentoring])
    received(recipient, made[0])
    proposal = propose_adjustment(
        actor=head(),
        recipient=recipient,
        division={"training": 250_000_000, "mentoring": 150_000_000},
        targets={},
        reason="Lebih banyak pendampingan.",
    )
    type(proposal).unscoped.filter(pk=proposal.pk).update(proposed_on=FIRST)
    proposal.refresh_from_db()
    decide_adjustment(
        actor=deputy(), adjustment=proposal, approve=True, letter="B-9/SM", decided_on=approved_on, reason="Disetujui."
    )
    line = next(iter(mentoring.amounts))
    agree(recipient, [training, Act("mentoring", {line: 150_000_000}, key=mentoring.key)])
    return recipient, next(iter(training.amounts)), line


@pytest.mark.clause("kopukm-pk2umk-2022/3.4.sequence")
def test_spending_under_an_adjusted_use_does_not_run_ahead_of_its_approval() -> None:
    recipient, _training, mentoring = adjusted(approved_on=on(6, 12))
    pay(recipient, {mentoring: 100_000_000}, day=on(6, 11))  # what was determined before
    with pytest.raises(Refused) as refusal:
        pay(recipient, {mentoring: 1}, day=on(6, 11))
    assert refusal.value.clause_ids == (f"{TEXT}/3.4.sequence",)
    assert "12 Juni" in refusal.value.reason and refusal.value.remedy
    order = pay(recipient, {mentoring: 1}, day=on(6, 12))  # the day of the approval counts as after it
    decision = history_of(order).get()
    found = {one["clause"]: one["outcome"] for one in decision.findings["pk2umk.allocation_adjustment"]["findings"]}
    assert found[f"{TEXT}/3.4.sequence"] is True


def test_spending_inside_the_determined_amounts_is_none_of_the_adjustments_business() -> None:
    recipient, training, mentoring = adjusted(approved_on=on(6, 12))
    order = pay(recipient, {training: 50_000_000, mentoring: 20_000_000}, day=on(3))
    assert history_of(order).get().findings == {}
    pay(recipient, {mentoring: 120_000_000}, day=on(7))
    pay(recipient, {mentoring: 10_000_000}, day=on(4))  # recorded late; before the approval 30 of 100 million
    sums_agree(recipient)


# ---------------------------------------------------------------- sums


def test_a_province_holds_its_own_and_its_regencies_recipients_and_the_nation_holds_all() -> None:
    amounts = {PEKALONGAN: 11, BATANG: 13, JAWA_TENGAH: 17, BANTUL: 19}
    for code, amount in amounts.items():
        recipient, (line, *_rest) = spending(code)
        pay(recipient, {line.pk: amount})
    funded(fund=Fund.IKM)
    rows = Recipient.objects.filter(year__fund=Fund.PK2UMK)
    found = {place.code: sums for place, sums in by_province(rows)}
    assert {code: (one.recipients, one.spent) for code, one in found.items()} == {
        JAWA_TENGAH: (3, 41),
        YOGYAKARTA: (1, 19),
    }
    whole = total_of(rows)
    assert (whole.recipients, whole.spent, whole.ceiling, whole.received) == (4, 60, 1_600_000_000, 800_000_000)
    years = {one.fund: sums.ceiling for one, sums in by_programme(Recipient.objects.all())}
    assert years == {Fund.PK2UMK: 1_600_000_000, Fund.IKM: 400_000_000}


# ---------------------------------------------------------------- who and where


@pytest.mark.parametrize(
    "role", [Role.REGENCY_GROUP, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.AUDITOR, Role.OBSERVER]
)
def test_nobody_but_the_own_office_records_payments_and_statements(role: Role) -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 5})
    actor = persona(role, {"r": PEKALONGAN, "p": JAWA_TENGAH}.get(role[0], ""))
    with pytest.raises(Forbidden):
        pay(recipient, {line.pk: 1}, actor=actor)
    with pytest.raises(Forbidden):
        correct(order, actor=actor)
    with pytest.raises(Forbidden):
        remit(actor=actor, recipient=recipient, amount=1, remitted_on=on(12), reference="x")


def test_a_neighbour_does_not_exist_for_us() -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 5})
    for act_there in (
        lambda: pay(recipient, {line.pk: 1}, actor=officer(BATANG)),
        lambda: correct(order, actor=officer(BANTUL)),
    ):
        with pytest.raises(OutsideTerritory):
            act_there()
    assert ministry().territory.level == "nation"
