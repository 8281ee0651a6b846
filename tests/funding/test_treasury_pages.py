"""The pages of a recipient's money: what they say, what they send, who opens them, exports, questions asked."""

from __future__ import annotations

import datetime as dt
import html
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.models import Disbursement, Fund, PaymentOrder, PlanActivity, PlanLine
from sentra.funding.services import withdraw_recipient
from sentra.funding.services.treasury_payments import correct_payment
from sentra.funding.services.treasury_statements import record_achievement, state_absorption
from tests.designation.factories import PDF
from tests.funding.makers import TODAY, a_recipient, a_year, head, ministry, officer
from tests.funding.money_makers import (
    FIRST,
    SOURCE,
    YEAR,
    act,
    agree,
    funded,
    lines,
    on,
    pay,
    received,
    recommended,
    spending,
)
from tests.funding.money_pages import as_, exported, read, send, url, words, wrong_fields
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, persona

pytestmark = pytest.mark.usefixtures("nation")

# ---------------------------------------------------------------- where the money stands


def test_the_page_tells_the_five_figures_as_a_sentence_a_table_and_a_picture() -> None:
    recipient, (line, _other) = spending()
    pay(recipient, {line.pk: 150_000_000})
    page = read(officer(), "treasury", recipient.pk)
    said = words(page)
    assert (
        "Of the ceiling of Rp400,000,000, Rp300,000,000 is planned, Rp200,000,000 received and Rp150,000,000 spent "
        "(37.5%); Rp50,000,000 of what was received is left."
    ) in said
    assert re.search(r"Spent\s+Rp150,000,000\s+37.5%", said)
    bars = page.partition('class="bars"')[2].partition("</ul>")[0]
    assert re.findall(r'width="([\d.]+)" height="8" fill="currentColor"', bars) == [
        "100.00",
        "75.00",
        "50.00",
        "37.50",
        "12.50",
    ]
    assert bars.count('aria-hidden="true"') == 5


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_stages_stand_with_their_source_state_and_what_the_next_one_waits_for(language: str) -> None:
    recipient, _lines = spending()
    said = words(read(ministry(), "treasury", recipient.pk, language=language))
    assert said.count(SOURCE) >= 5
    amounts = {"id": "Rp200.000.000", "en": "Rp200,000,000"}[language]
    assert amounts in said
    if language == "en":
        assert "What stage 2 waits for" in said and "Not met: The report on stage 1 was accepted" in said
        assert "Proposed, not found in a published text" in said


def test_each_is_offered_the_next_step_that_is_theirs() -> None:
    recipient, (first, second) = funded()
    steps = {
        name: url(name, recipient.pk, first.number)
        for name in ("recommend", "disbursement_cancel", "disbursement_receive", "report_accept")
    }

    def offered(actor: Actor) -> set[str]:
        page = read(actor, "treasury", recipient.pk)
        return {name for name, address in steps.items() if address in page}

    assert (offered(ministry()), offered(officer())) == ({"recommend"}, set())
    recommended(recipient, first)
    assert (offered(ministry()), offered(officer())) == ({"disbursement_cancel"}, {"disbursement_receive"})
    assert offered(persona(Role.PROVINCE_OFFICER, JAWA_TENGAH)) == set()
    Disbursement.unscoped.all().update(state="received", received_on=FIRST)
    assert (offered(ministry()), offered(officer())) == ({"report_accept"}, set())
    assert url("recommend", recipient.pk, second.number) in read(ministry(), "treasury", recipient.pk)


def test_the_five_checks_show_figures_and_where_to_mend_them() -> None:
    recipient, (line, _other) = spending()
    pay(recipient, {line.pk: 5_000})
    mend = url("statement_new", recipient.pk)
    assert "Not known yet: The payment orders add up" in words(read(officer(), "treasury_reports", recipient.pk))
    state_absorption(actor=officer(), recipient=recipient, as_of=on(6), absorbed=4_000, used=4_000, reference="LRA 1")
    page = read(officer(), "treasury_reports", recipient.pk)
    assert re.search(r"Not met: The payment orders add up.*?Measured\s+Rp5,000.*?Required\s+Rp4,000", words(page))
    assert mend in page.partition('id="checks"')[2]
    theirs = read(persona(Role.OBSERVER), "treasury_reports", recipient.pk)
    assert "Rp4,000" in theirs and mend not in theirs


def test_an_early_warning_stands_first_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    recipient, _lines = spending()
    monkeypatch.setattr(Actor, "today", property(lambda self: on(8, 31)))
    said = words(read(officer(), "treasury", recipient.pk))
    assert "Early warning" in said and "66 points behind the plan: Rp0 spent, Rp200,000,000 expected by now." in said
    assert "Nothing was spent in 5 months although activities were planned." in said
    assert f"Stage 2 was not received yet although it opened on 1 July {YEAR}, 61 days ago." in said
    over = words(read(officer(), "overview"))
    assert "Behind the plan (+2)" in over


def test_indicators_are_computed_or_said_not_to_be_computable() -> None:
    recipient, (line, _other) = spending()
    pay(recipient, {line.pk: 100_000_000})
    key = PlanActivity.unscoped.get().key
    record_achievement(actor=officer(), recipient=recipient, activity_key=key, as_of=on(6), volume=58)
    said = words(read(officer(), "treasury_reports", recipient.pk)).partition("Indicators")[2]
    assert re.search(r"Absorption of the budget\s+Rp400,000,000\s+Rp100,000,000\s+25%", said)
    assert re.search(r"Training participants\s+116\s+58\s+50%", said)
    assert re.search(r"Mentors\s+2\s+not stated\s+not computable", said)


def test_a_withdrawn_recipient_shows_the_reason_and_no_warning() -> None:
    recipient, _stages = funded()
    withdraw_recipient(actor=ministry(), recipient=recipient, reason="Tidak sanggup.")
    said = words(read(officer(), "treasury", recipient.pk))
    assert "Tidak sanggup." in said and "Early warning" not in said and "waits for" not in said


def test_a_recipient_without_anything_has_its_page() -> None:
    recipient = a_recipient(a_year())
    said = words(read(officer(), "treasury", recipient.pk))
    assert "No ceiling is on file yet." in said and "not computable" in said
    assert "not computable" in read(officer(), "treasury_reports", recipient.pk)
    read(officer(), "treasury_lines", recipient.pk)
    assert "No payment orders" in read(officer(), "payment_list", recipient.pk)


def test_the_lines_stand_by_activity_with_what_is_left() -> None:
    recipient, (line, _other) = spending()
    pay(recipient, {line.pk: 150_000_000})
    page = read(officer(), "treasury_lines", recipient.pk)
    said = words(page)
    assert re.search(r"Pos 1.1 .*?Rp200,000,000\s+Rp150,000,000\s+Rp50,000,000\s+75%", said)
    assert re.search(r"Kegiatan training 1\s+Rp300,000,000\s+Rp150,000,000\s+Rp150,000,000\s+50%", said)
    key = PlanActivity.unscoped.get().key
    assert f"{url('payment_new', recipient.pk)}?activity={key}" in page
    assert url("payment_new", recipient.pk) not in read(ministry(), "treasury_lines", recipient.pk)


# ---------------------------------------------------------------- payment orders


def test_the_list_filters_by_words_day_activity_and_state() -> None:
    recipient, made = funded()
    one, other = act(1_000), act(2_000, code="mentoring")
    agree(recipient, [one, other])
    received(recipient, made[0])
    (training,), (mentoring,) = one.amounts, other.amounts
    first = pay(recipient, {training: 10}, number="A-1", day=on(3), payee="Katering Melati")
    pay(recipient, {mentoring: 20}, number="B-2", day=on(5))
    correct_payment(
        actor=officer(), order=first, number="K-3", corrected_on=on(6), reason="Salah.", parts={training: 4}
    )

    def found(**query: str) -> list[str]:
        rows = read(officer(), "payment_list", recipient.pk, **query).partition("<tbody")[2]
        return re.findall(r"\b[ABK]-\d\b", words(rows))

    assert found() == ["K-3", "B-2", "A-1"]
    assert found(q="melati") == ["K-3", "A-1"]
    assert found(paid_on_from=f"02/03/{YEAR}", paid_on_to=f"31/05/{YEAR}") == ["B-2"]
    assert found(activity=str(other.key)) == ["B-2"]
    assert found(activity=str(one.key)) == ["K-3", "A-1"]
    assert [found(kind=kind) for kind in ("standing", "corrected", "correction")] == [["B-2"], ["A-1"], ["K-3"]]
    assert found(sort="amount") == ["K-3", "A-1", "B-2"]
    read(officer(), "payment_list", recipient.pk, status=400, activity=str(uuid4()))


def test_the_export_holds_exactly_what_is_filtered() -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 10}, number="A-1", payee="=CMD()")
    pay(recipient, {line.pk: 20}, number="B-2")
    correct_payment(actor=officer(), order=order, number="K-3", corrected_on=on(6), reason="Salah.")
    client = as_(officer())
    rows = exported(officer(), "payment_list", recipient.pk, q="CMD")
    assert [(row["Number (SP2D)"], row["Amount"], row["Corrects"]) for row in rows] == [
        ("K-3", -10, "A-1"),
        ("A-1", 10, None),
    ]
    assert rows[0]["Recipient"].startswith("Kota Pekalongan")
    assert len(exported(officer(), "payment_list", recipient.pk)) == 3
    given = client.get(url("payment_list", recipient.pk), {"export": "csv"})
    assert "'=CMD()" in b"".join(given.streaming_content).decode("utf-8-sig")  # no formula for a spreadsheet


def test_a_person_records_an_order_over_two_lines_with_its_scan_once() -> None:
    recipient, (first, second) = spending()
    form = words(read(officer(), "payment_new", recipient.pk))
    assert "Kegiatan training 1 · Rp200,000,000 of Rp200,000,000 left" in form
    assert "Rp200,000,000 of what was received is left." in form
    data = {
        "number": "0017/LS",
        "paid_on": on(3),
        "payee": "CV Melati",
        "purpose": "Konsumsi",
        "amount": "Rp 75.000.000",
        f"part_{first.pk}": "60.000.000",
        f"part_{second.pk}": "15 juta",
        "client_id": str(uuid4()),
    }
    for _twice in range(2):
        given = send(officer(), "payment_new", recipient.pk, **data, scan=SimpleUploadedFile("sp2d.pdf", PDF))
        assert given.status_code == 302, given.content.decode()[:3000]
    order = PaymentOrder.unscoped.get()
    assert given["Location"] == url("payment", recipient.pk, order.pk)
    said = words(read(officer(), "payment", recipient.pk, order.pk))
    assert "Scan of the order" in said and "Rp60,000,000" in said and "CV Melati" in said
    assert reverse("documents:evidence", args=[order.evidence_id]) in read(officer(), "payment", recipient.pk, order.pk)


def test_the_form_of_one_activity_offers_its_lines_only_and_spent_lines_are_left_out() -> None:
    recipient, made = funded()
    one, other = act(1_000), act(2_000, code="mentoring")
    agree(recipient, [one, other])
    received(recipient, made[0])
    (training,), (mentoring,) = one.amounts, other.amounts
    page = read(officer(), "payment_new", recipient.pk, activity=str(one.key))
    assert f"part_{training}" in page and f"part_{mentoring}" not in page
    pay(recipient, {training: 1_000})
    page = read(officer(), "payment_new", recipient.pk)
    assert f"part_{training}" not in page and f"part_{mentoring}" in page
    pay(recipient, {mentoring: 2_000})
    assert "No budget line has anything left to spend." in read(officer(), "payment_new", recipient.pk)


def test_what_is_wrong_stands_at_its_field() -> None:
    recipient, (line, _other) = spending()
    data = {"number": "1", "paid_on": on(3), "payee": "x", "purpose": "y", "amount": "10", f"part_{line.pk}": "10"}
    for change, field in (
        ({"number": ""}, "number"),
        ({"paid_on": FIRST - dt.timedelta(days=1)}, "paid_on"),
        ({"amount": "11"}, "amount"),
        ({"amount": "200000001", f"part_{line.pk}": "200000001"}, f"part_{line.pk}"),
    ):
        assert field in wrong_fields(send(officer(), "payment_new", recipient.pk, **(data | change)))
    assert not PaymentOrder.unscoped.exists()


def test_what_people_wrote_in_the_plan_is_never_taken_for_markup() -> None:
    recipient, made = funded()
    agree(recipient, [act(1_000)])
    received(recipient, made[0])
    PlanActivity.unscoped.all().update(title="<b id=x>Pelatihan</b>", output_unit="<i id=y>")
    PlanLine.unscoped.all().update(description="<u id=z>Pos</u>")
    order = pay(recipient, {lines(recipient)[0].pk: 5}, payee="<b id=x>", purpose="<b id=x>")
    pages = [
        ("treasury", ()),
        ("treasury_reports", ()),
        ("treasury_lines", ()),
        ("payment_list", ()),
        ("payment_new", ()),
        ("achievement_new", ()),
    ]
    for name, more in [*pages, ("payment", (order.pk,)), ("payment_correct", (order.pk,))]:
        raw = as_(officer()).get(url(name, recipient.pk, *more)).content.decode()
        assert not re.search(r"<[bui] id=", raw), name


def test_an_order_shows_its_corrections_and_leads_there_and_back() -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 100})
    form = read(officer(), "payment_correct", recipient.pk, order.pk)
    assert re.search(rf'name="part_{line.pk}"[^>]*value="100"', form)
    data = {"number": "K-1", "corrected_on": on(4), "reason": "Salah pos.", f"part_{line.pk}": "40"}
    assert wrong_fields(send(officer(), "payment_correct", recipient.pk, order.pk, **(data | {"reason": ""}))) == {
        "reason"
    }
    assert wrong_fields(
        send(officer(), "payment_correct", recipient.pk, order.pk, **(data | {f"part_{line.pk}": "101"}))
    ) == {f"part_{line.pk}"}
    given = send(officer(), "payment_correct", recipient.pk, order.pk, **data)
    assert given.status_code == 302
    correction = PaymentOrder.unscoped.get(corrects=order)
    page = read(officer(), "payment", recipient.pk, order.pk)
    assert url("payment", recipient.pk, correction.pk) in page and "Salah pos." in page
    assert re.search(r"Rp100\s+Rp60", words(page))
    back = read(officer(), "payment", recipient.pk, correction.pk)
    assert url("payment", recipient.pk, order.pk) in back and "−Rp40" in back
    assert url("payment_correct", recipient.pk, correction.pk) not in back
    assert send(officer(), "payment_correct", recipient.pk, correction.pk, **data).status_code == 409
    correct_payment(actor=officer(), order=order, number="K-2", corrected_on=on(5), reason="Sisanya.")
    assert url("payment_correct", recipient.pk, order.pk) not in read(officer(), "payment", recipient.pk, order.pk)


# ---------------------------------------------------------------- stages and statements by form


def test_a_stage_goes_through_its_forms() -> None:
    recipient, _stages = funded()
    form = read(ministry(), "recommend", recipient.pk, 1)
    assert re.search(r'name="amount"[^>]*value="200.000.000"', form) and "What stage 1 waits for" in form
    data = {"amount": "200.000.000", "recommended_on": FIRST, "conditions": ""}
    refused = send(ministry(), "recommend", recipient.pk, 1, **(data | {"recommended_on": on(1, 31)}))
    assert refused.status_code == 403 and "The stage has opened" in html.unescape(refused.content.decode())
    assert wrong_fields(send(ministry(), "recommend", recipient.pk, 1, **(data | {"amount": "500.000.000"}))) == {
        "amount"
    }
    assert send(ministry(), "recommend", recipient.pk, 1, **data).status_code == 302
    assert send(ministry(), "recommend", recipient.pk, 1, **data).status_code == 409
    assert as_(ministry()).get(url("recommend", recipient.pk, 1)).status_code == 302
    assert send(ministry(), "disbursement_cancel", recipient.pk, 1, reason="Salah.").status_code == 302
    assert as_(ministry()).get(url("disbursement_cancel", recipient.pk, 1)).status_code == 404
    assert send(ministry(), "recommend", recipient.pk, 1, **data).status_code == 302
    came = {"received_on": FIRST, "reference": "SP2D-9"}
    assert wrong_fields(send(officer(), "disbursement_receive", recipient.pk, 1, **(came | {"reference": ""}))) == {
        "reference"
    }
    assert send(officer(), "disbursement_receive", recipient.pk, 1, **came).status_code == 302
    assert send(officer(), "disbursement_receive", recipient.pk, 1, **came).status_code == 409
    assert send(ministry(), "report_accept", recipient.pk, 1, accepted_on=on(3), reference="B-1").status_code == 302
    said = words(read(ministry(), "treasury", recipient.pk))
    assert "SP2D-9" in said and "B-1" in said
    for name in ("recommend", "report_accept", "disbursement_receive"):
        actor = officer() if name == "disbursement_receive" else ministry()
        assert as_(actor).get(url(name, recipient.pk, 7)).status_code == 404


def test_the_industry_fund_asks_for_its_reference_and_shows_the_laws_findings() -> None:
    recipient, _stages = funded(fund=Fund.IKM)
    agree(recipient, [act(400_000_000, code="A1")])
    page = words(read(ministry(), "recommend", recipient.pk, 1))
    assert "Bab V huruf B angka 1" in page and "Bab V huruf B angka 3" in page
    data = {"amount": "200.000.000", "recommended_on": FIRST}
    assert wrong_fields(send(ministry(), "recommend", recipient.pk, 1, **data)) == {"conditions"}
    assert send(ministry(), "recommend", recipient.pk, 1, **data, conditions="S-1/PK").status_code == 302
    assert "Training participants" not in words(read(ministry(), "treasury_reports", recipient.pk))


def test_what_was_reached_stated_and_given_back_is_entered_by_form() -> None:
    recipient, _lines = spending()
    key = PlanActivity.unscoped.get().key
    assert "Kegiatan training 1 (orang)" in read(officer(), "achievement_new", recipient.pk)
    done = {"activity_key": str(key), "as_of": on(6), "volume": "1.250"}
    assert send(officer(), "achievement_new", recipient.pk, **done).status_code == 302
    assert wrong_fields(send(officer(), "achievement_new", recipient.pk, **(done | {"volume": "5"}))) == {"volume"}
    stated = {"as_of": on(6), "absorbed": "0", "used": "0", "reference": "LRA 1"}
    assert send(officer(), "statement_new", recipient.pk, **stated).status_code == 302
    assert wrong_fields(send(officer(), "statement_new", recipient.pk, **(stated | {"as_of": TODAY}))) == {"as_of"}
    assert re.search(r'name="amount"[^>]*value="200.000.000"', read(officer(), "remit", recipient.pk))
    back = {"amount": "200.000.001", "remitted_on": on(12, 31), "reference": "NTPN"}
    assert wrong_fields(send(officer(), "remit", recipient.pk, **back)) == {"amount"}
    assert send(officer(), "remit", recipient.pk, **(back | {"amount": "200.000.000"})).status_code == 302
    said = words(read(officer(), "treasury_reports", recipient.pk))
    assert "1,250 orang" in said and "LRA 1" in said and "NTPN" in said


# ---------------------------------------------------------------- doors


def test_another_territorys_money_does_not_exist_and_another_office_is_refused_with_the_reason() -> None:
    recipient, (line, _other) = spending()
    order = pay(recipient, {line.pk: 5})
    pages = (
        "treasury",
        "treasury_lines",
        "treasury_reports",
        "payment_list",
        "payment_new",
        "achievement_new",
        "statement_new",
        "remit",
    )
    for name in pages:
        for actor in (officer(BATANG), officer(BANTUL)):
            read(actor, name, recipient.pk, status=404)
    for name in ("payment", "payment_correct"):
        read(officer(BATANG), name, recipient.pk, order.pk, status=404)
    for name in pages[4:]:
        said = read(persona(Role.PROVINCE_OFFICER, JAWA_TENGAH), name, recipient.pk, status=403)
        assert "Only the office that manages this fund does this." in said
        read(ministry(), name, recipient.pk, status=403)
    read(head(), "payment_new", recipient.pk)
    other, _lines = spending(BATANG)
    read(ministry(), "payment", other.pk, order.pk, status=404)  # an order of another recipient
    read(persona(Role.ADMINISTRATOR), "treasury", recipient.pk, status=403)


# ---------------------------------------------------------------- questions asked


def test_the_pages_stay_within_their_questions_however_much_there_is() -> None:
    recipient, made = funded()
    plan = [act(*[1_000_000] * 8), act(*[1_000_000] * 8, code="mentoring")]
    agree(recipient, plan)
    agree(recipient, plan)
    received(recipient, made[0])
    held = lines(recipient)
    for n in range(15):
        order = pay(recipient, {one.pk: 1_000 for one in held[:6]}, number=f"S-{n}")
        correct_payment(actor=officer(), order=order, number=f"K-{n}", corrected_on=on(4), reason="Salah.")
        state_absorption(actor=officer(), recipient=recipient, as_of=on(5), absorbed=n, used=n, reference="x")
    for code in (BATANG, BANTUL, JAWA_TENGAH):
        spending(code)
    budgets = {
        url("treasury", recipient.pk): 15,
        url("treasury_reports", recipient.pk): 14,
        url("treasury_lines", recipient.pk): 10,
        url("payment_list", recipient.pk): 13,
        url("payment_new", recipient.pk): 10,
        url("payment", recipient.pk, order.pk): 16,
        url("overview") + f"?year={YEAR}": 16,
    }
    for actor in (officer(), ministry()):
        client = as_(actor)
        for address, most in budgets.items():
            if actor == ministry() and "baru" in address:
                continue
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            assert len(asked) <= most, (address, len(asked))
