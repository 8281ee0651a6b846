"""Payment orders of a recipient from a file: orders of rows, bounds told at the cell, recorded all or none, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.funding.imports import payments
from sentra.funding.imports.payments import PAYMENTS
from sentra.funding.models import BudgetLine, Payment, PaymentOrder, PlanActivity, PlanLine, Recipient
from sentra.funding.services.treasury_payments import correct_payment
from sentra.pages.errors import Conflict, Refused
from sentra.registry.imports.checking import check_run
from sentra.registry.imports.issues import from_json
from sentra.registry.imports.runs import (
    cancel_import,
    confirm_import,
    errors_of,
    mend_cell,
    runs_that_brought,
    start_import,
)
from sentra.registry.imports.sheets import Context
from sentra.registry.models import ImportRow, ImportRun, ImportState
from sentra.territory.scope import OutsideTerritory, scoped
from tests.funding.makers import officer
from tests.funding.money_makers import YEAR, act, agree, funded, lines, on, pay, received, spending
from tests.funding.test_spending import adjusted
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona
from tests.registry.files import workbook

pytestmark = pytest.mark.django_db

HEADINGS = ("number", "paid_on", "payee", "purpose", "line", "amount")
#: The lines that `spending` plans: 200 and 100 million, of which half the ceiling (200 million) was received.
FIRST, SECOND = "Kegiatan training 1 – Pos 1.1", "Pos 1.2"


@pytest.fixture(autouse=True)
def in_the_nation(nation: None) -> None:
    """The services are called within the nation; who may what, they ask themselves."""


def row(number: str | None = "001/SP2D", line: str | None = FIRST, amount: Any = 1_000_000, **cells: Any) -> list[Any]:
    """A part of an order, with some cells of its own."""
    given = {"paid_on": on(3), "payee": "CV Cahaya Boga", "purpose": "Konsumsi pelatihan"} | cells
    return [number, given["paid_on"], given["payee"], given["purpose"], line, amount]


def bare(number: str, line: str, amount: int) -> list[Any]:
    """A further part, which leaves what the first row says of the order."""
    return [number, None, None, None, line, amount]


def checked(recipient: Recipient, *rows: list[Any], content: bytes | None = None, by: Any = None) -> ImportRun:
    run = start_import(
        actor=by or officer(),
        kind="payments",
        file_name="sp2d.xlsx",
        content=workbook(HEADINGS, rows) if content is None else content,
        about=recipient.pk,
    )
    check_run(run)
    run.refresh_from_db()
    return run


def applied(recipient: Recipient, *rows: list[Any]) -> ImportRun:
    return confirm_import(actor=officer(), run=checked(recipient, *rows))


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.new, run.changed, run.unchanged, run.wrong


def wrong(run: ImportRun) -> list[tuple[int, str]]:
    """Row and column of every wrong cell."""
    rows = ImportRow.objects.filter(run=run).order_by("number")
    return [(one.number, told.column) for one in rows for told in from_json(one.issues)]


def spent(recipient: Recipient) -> tuple[int, list[int]]:
    """What the recipient has spent, in all and by line."""
    recipient.refresh_from_db()
    return recipient.spent, [one.spent for one in lines(recipient)]


# ---------------------------------------------------------------- orders


def test_rows_of_one_number_become_one_order() -> None:
    recipient, (first, second) = spending()
    more = row("002/SP2D", SECOND, "Rp 2.500.000", paid_on="15/03/" + str(YEAR), payee="Hotel Dafam")
    run = checked(recipient, row(), bare("001/sp2d ", SECOND, 500_000), more)
    assert (run.state, counts(run)) == (ImportState.READY, (3, 0, 0, 0))
    assert run.sums == {"orders": 2, "parts": 3, "amount": 4_000_000}
    assert not PaymentOrder.objects.exists()

    confirm_import(actor=officer(), run=run)
    orders = {one.number: one for one in PaymentOrder.objects.all()}
    assert {number: (one.amount, one.paid_on, one.payee) for number, one in orders.items()} == {
        "001/SP2D": (1_500_000, on(3), "CV Cahaya Boga"),
        "002/SP2D": (2_500_000, on(3, 15), "Hotel Dafam"),
    }
    parts = dict(Payment.objects.filter(order=orders["001/SP2D"]).values_list("line", "amount"))
    assert parts == {first.pk: 1_000_000, second.pk: 500_000}
    assert spent(recipient) == (4_000_000, [1_000_000, 3_000_000])
    assert Decision.objects.filter(action="funding.pay").count() == 2
    assert [one.pk for one in runs_that_brought(orders["001/SP2D"])] == [run.pk]
    of_rows = ImportRow.objects.filter(run=run).order_by("number").values_list("target_id", flat=True)
    assert list(of_rows) == [orders["001/SP2D"].pk, orders["001/SP2D"].pk, orders["002/SP2D"].pk]


def test_the_same_file_again_and_a_confirmation_again_change_nothing() -> None:
    recipient, _lines = spending()
    rows = [row(), bare("001/SP2D", SECOND, 500_000), row("002", SECOND)]
    run = applied(recipient, *rows)
    confirm_import(actor=officer(), run=run)
    again = applied(recipient, *rows)
    assert (again.state, counts(again)) == (ImportState.APPLIED, (0, 0, 3, 0))
    assert (PaymentOrder.objects.count(), spent(recipient)[0]) == (2, 2_500_000)
    more = applied(recipient, *rows, row("003"))
    assert (counts(more), PaymentOrder.objects.count()) == ((1, 0, 3, 0), 3)


def test_an_order_on_file_with_other_content_is_refused_at_the_cell() -> None:
    recipient, _lines = spending()
    applied(recipient, row(), bare("001/SP2D", SECOND, 500_000), row("002"))
    second = bare("001/SP2D", SECOND, 500_000)
    for rows, expected in (
        ([row(amount=1_100_000), second], [(2, "amount"), (3, "number")]),
        ([row(payee="CV Lain"), second], [(2, "payee"), (3, "number")]),
        ([row(paid_on=on(3, 2)), second], [(2, "paid_on"), (3, "number")]),
        ([row()], [(2, "number")]),
        ([row("002"), row("002", SECOND)], [(2, "number"), (3, "line")]),
    ):
        run = checked(recipient, *rows)
        assert sorted(wrong(run)) == expected
    told = errors_of(checked(recipient, row("002", amount=9)))
    assert "1.000.000" in str(told[0]["message"])
    assert spent(recipient)[0] == 2_500_000


def test_a_corrected_order_is_on_file_and_its_correction_has_a_number_of_its_own() -> None:
    recipient, (first, _second) = spending()
    order = pay(recipient, {first.pk: 1_000_000}, number="001/SP2D")
    correct_payment(actor=officer(), order=order, number="K-1", corrected_on=on(4), reason="Salah catat")
    assert counts(checked(recipient, row())) == (0, 0, 1, 0)
    assert wrong(checked(recipient, row("K-1"))) == [(2, "number")]


# ---------------------------------------------------------------- cells

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"number": None}, "number"),
    ({"number": "x" * 81}, "number"),
    ({"number": 1.5e20}, "number"),
    ({"paid_on": None}, "paid_on"),
    ({"paid_on": "kemarin"}, "paid_on"),
    ({"paid_on": dt.date(2999, 1, 1)}, "paid_on"),
    ({"paid_on": dt.date(YEAR - 1, 12, 31)}, "paid_on"),
    ({"paid_on": dt.date(YEAR, 1, 31)}, "paid_on"),
    ({"payee": None}, "payee"),
    ({"payee": "x" * 201}, "payee"),
    ({"purpose": None}, "purpose"),
    ({"purpose": "x" * 301}, "purpose"),
    ({"purpose": "rusak \ufffd"}, "purpose"),
    ({"line": None}, "line"),
    ({"line": "Pos 9.9"}, "line"),
    ({"amount": None}, "amount"),
    ({"amount": 0}, "amount"),
    ({"amount": -5}, "amount"),
    ({"amount": 1000.5}, "amount"),
    ({"amount": "1000000.50"}, "amount"),
    ({"amount": "gratis"}, "amount"),
    ({"amount": 10**16}, "amount"),
]


def test_every_cell_that_cannot_be_right_is_refused_at_the_cell() -> None:
    recipient, _lines = spending()
    rows = [row(**({"number": f"S-{n}"} | cells)) for n, (cells, _column) in enumerate(WRONG)]
    run = checked(recipient, *rows, row())
    assert wrong(run) == [(place, column) for place, (_cells, column) in enumerate(WRONG, start=2)]
    for one in ImportRow.objects.filter(run=run):
        assert all(message and remedy for issue in from_json(one.issues) for message, remedy in issue.said.values())
    with pytest.raises(Refused):
        confirm_import(actor=officer(), run=run)
    confirm_import(actor=officer(), run=run, leave_out_wrong=True)
    assert [one.number for one in PaymentOrder.objects.all()] == ["001/SP2D"]


def test_an_order_is_recorded_whole_or_not_at_all() -> None:
    recipient, _lines = spending()
    run = checked(recipient, row(), bare("001/SP2D", SECOND, 0), row("002"))
    assert wrong(run) == [(2, "number"), (3, "amount")]
    confirm_import(actor=officer(), run=run, leave_out_wrong=True)
    assert [one.number for one in PaymentOrder.objects.all()] == ["002"]

    run = checked(recipient, row(), bare("001/SP2D", SECOND, 0))
    mend_cell(actor=officer(), run=run, number=3, column="amount", text="700.000")
    run.refresh_from_db()
    assert (counts(run), run.sums["amount"]) == ((2, 0, 0, 0), 1_700_000)
    confirm_import(actor=officer(), run=run)
    assert PaymentOrder.objects.get(number="001/SP2D").amount == 1_700_000


def test_rows_of_one_order_say_the_same_and_name_a_line_once() -> None:
    recipient, _lines = spending()
    other = row("001/SP2D", SECOND, payee="CV Lain", paid_on=on(3, 2), purpose="Sewa")
    assert wrong(checked(recipient, row(), other)) == [
        *((2, "number"), (3, "paid_on")),
        *((3, "payee"), (3, "purpose")),
    ]
    assert wrong(checked(recipient, row(), row())) == [(2, "number"), (3, "line")]


def test_a_line_is_named_so_that_it_means_one() -> None:
    recipient, made = funded()
    first, second = act(100_000_000, 50_000_000), act(30_000_000)
    agree(recipient, [first, second])
    received(recipient, made[0])
    for code, key in zip(("5.1.02", "5.1.03"), first.amounts, strict=True):
        PlanLine.objects.filter(key=key).update(description="Konsumsi", account_code=code)
    PlanLine.objects.filter(key__in=second.amounts).update(description="Konsumsi")
    for name in ("Konsumsi", "kegiatan training 1 –  konsumsi"):
        run = checked(recipient, row(line=name))
        assert wrong(run) == [(2, "line")]
        assert "Kegiatan training 1 – Konsumsi · 5.1.02" in str(errors_of(run)[0]["remedy"])
    run = applied(
        recipient,
        row(line="Kegiatan training 1 – Konsumsi · 5.1.02"),
        bare("001/SP2D", "Kegiatan training 2 – Konsumsi", 5),
    )
    assert {one.planned: one.spent for one in lines(recipient)} == {
        100_000_000: 1_000_000,
        50_000_000: 0,
        30_000_000: 5,
    }
    assert run.state == ImportState.APPLIED


def test_lines_that_nothing_tells_apart_are_numbered() -> None:
    recipient, _lines = spending()
    PlanLine.objects.update(description="=Konsumsi")
    first, second = (f"Kegiatan training 1 – =Konsumsi ({n})" for n in (1, 2))
    assert wrong(checked(recipient, row(line="'=Konsumsi"))) == [(2, "line")]
    applied(recipient, row(line=first, amount=3), bare("001/SP2D", second, 4))
    assert sorted(one.spent for one in BudgetLine.objects.all()) == [3, 4]


def test_a_name_that_looks_like_a_formula_is_listed_as_text() -> None:
    recipient, _lines = spending()
    PlanActivity.objects.update(title="=1+1")
    context = Context(officer(), recipient.region, officer().today, about=recipient)
    column = PAYMENTS.column("line")
    assert column is not None
    assert [one.title_id for one in column.choices_in(context)] == ["'=1+1 – Pos 1.1", "'=1+1 – Pos 1.2"]
    assert counts(checked(recipient, row(line="'=1+1 – Pos 1.1"), row("2", "=1+1 – Pos 1.2"))) == (2, 0, 0, 0)


def test_without_an_agreed_plan_or_money_nothing_is_recorded() -> None:
    recipient, _stages = funded()
    assert wrong(checked(recipient, row())) == [(2, "line")]
    agree(recipient, [act(200_000_000)])
    assert wrong(checked(recipient, row())) == [(2, "paid_on"), (2, "amount")]


# ---------------------------------------------------------------- bounds


def test_what_is_left_of_a_line_is_counted_over_the_rows_of_the_file() -> None:
    recipient, (_first, second) = spending()
    pay(recipient, {second.pk: 10_000_000})
    rows = [row("A", SECOND, 60_000_000), row("B", SECOND, 30_000_000), row("C", SECOND, 1), row("D", FIRST, 5)]
    run = checked(recipient, *rows)
    assert wrong(run) == [(4, "amount")]
    assert "Rp0" in str(errors_of(run)[0]["message"])
    rows[0] = row("A", SECOND, 100_000_000)
    run = checked(recipient, *rows)
    assert wrong(run) == [(2, "amount")]  # and leaves the others what it would have taken
    mend_cell(actor=officer(), run=run, number=2, column="amount", text="59.999.999")
    run.refresh_from_db()
    assert counts(run) == (4, 0, 0, 0)
    confirm_import(actor=officer(), run=run)
    assert spent(recipient) == (100_000_005, [5, 100_000_000])


def test_what_was_received_is_counted_over_the_rows_of_the_file() -> None:
    recipient, _lines = spending()  # 200 million received, 300 planned
    rows = [
        row("A", FIRST, 150_000_000),
        row("B", FIRST, 20_000_000),
        bare("B", SECOND, 30_000_001),
        row("C", SECOND, 9),
    ]
    assert wrong(checked(recipient, *rows)) == [(3, "number"), (4, "amount")]
    rows[2] = bare("B", SECOND, 30_000_000)
    assert wrong(checked(recipient, *rows)) == [(5, "amount")]
    run = applied(recipient, *rows[:3])
    assert (counts(run), spent(recipient)) == ((3, 0, 0, 0), (200_000_000, [170_000_000, 30_000_000]))


def test_spending_before_an_adjustment_was_approved_is_told_at_the_day() -> None:
    recipient, _training, _mentoring = adjusted(approved_on=on(6, 12))
    name = next(one.description for one in PlanLine.objects.filter(amount=150_000_000))
    early, late = row(line=name, amount=120_000_000), row("B", name, 5, paid_on=on(6, 12))
    assert wrong(checked(recipient, early, late)) == [(2, "paid_on")]

    # Two that only together need the adjustment: each passes the preview, and recording them refuses both.
    run = checked(recipient, row("A", name, 90_000_000), row("B", name, 20_000_000))
    assert counts(run) == (2, 0, 0, 0)
    with pytest.raises(Refused, match="B: "):
        confirm_import(actor=officer(), run=run)
    assert not PaymentOrder.objects.exists()


# ---------------------------------------------------------------- faster, gone, elsewhere


def test_a_payment_meanwhile_sends_the_file_back_to_be_looked_at() -> None:
    recipient, (first, _second) = spending()
    run = checked(recipient, row(amount=150_000_000))
    pay(recipient, {first.pk: 100_000_000})
    with pytest.raises(Conflict):
        confirm_import(actor=officer(), run=run)
    run.refresh_from_db()
    assert (run.state, wrong(run), spent(recipient)[0]) == (ImportState.READY, [(2, "amount")], 100_000_000)


def test_a_bound_that_moved_at_the_last_moment_leaves_nothing() -> None:
    recipient, (first, _second) = spending()
    run = checked(recipient, row(), row("002"))
    BudgetLine.objects.filter(pk=first.pk).update(planned=1_500_000)  # no decision told of it
    with pytest.raises(Conflict):
        confirm_import(actor=officer(), run=run)
    run.refresh_from_db()
    assert (wrong(run), PaymentOrder.objects.count(), spent(recipient)[0]) == ([(3, "amount")], 0, 0)


def test_killed_on_the_way_it_leaves_nothing_and_can_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    recipient, _lines = spending()
    run = checked(recipient, row(), row("002", SECOND))
    record = payments.record_payment

    def fail(**given: Any) -> PaymentOrder:
        if given["number"] == "002":
            assert PaymentOrder.objects.count() == 1  # written, not yet kept
            raise KeyboardInterrupt
        return record(**given)

    with monkeypatch.context() as broken:
        broken.setattr(payments, "record_payment", fail)
        with pytest.raises(KeyboardInterrupt):
            confirm_import(actor=officer(), run=run)
    assert (PaymentOrder.objects.count(), spent(recipient)) == (0, (0, [0, 0]))
    run.refresh_from_db()
    confirm_import(actor=officer(), run=run)
    assert spent(recipient) == (2_000_000, [1_000_000, 1_000_000])


def test_a_cancelled_file_leaves_nothing() -> None:
    recipient, _lines = spending()
    run = checked(recipient, row())
    cancel_import(actor=officer(), run=run)
    with pytest.raises(Conflict):
        confirm_import(actor=officer(), run=run)
    assert not (ImportRow.objects.exists() or PaymentOrder.objects.exists())


def test_only_the_office_that_manages_the_fund_brings_payments_in() -> None:
    recipient, _lines = spending()
    for other in (persona(Role.MINISTRY_OFFICER), persona(Role.REGENCY_GROUP, PEKALONGAN)):
        with scoped(other.territory), pytest.raises(Forbidden):
            checked(recipient, row(), by=other)
    with scoped(officer(BATANG).territory), pytest.raises(OutsideTerritory):
        checked(recipient, row(), by=officer(BATANG))
    provincial, _more = spending(JAWA_TENGAH)
    unit = persona(Role.TECHNICAL_UNIT, JAWA_TENGAH)
    with scoped(unit.territory), pytest.raises(Forbidden):
        checked(provincial, row(), by=unit)


def test_a_number_of_another_recipient_is_no_number_of_this_one() -> None:
    recipient, _lines = spending()
    other, (first, _second) = spending(BATANG)
    pay(other, {first.pk: 5}, number="001/SP2D")
    assert counts(applied(recipient, row())) == (1, 0, 0, 0)
