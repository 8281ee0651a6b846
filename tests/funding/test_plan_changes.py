"""Changes of an agreed plan: when they may be proposed, what they keep, what they move, passing one on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of, inbox_of
from sentra.funding import services
from sentra.funding.guides_plans import change_limit
from sentra.funding.models import BudgetLine, Fund, PlanActivity, PlanLine, PlanState, PlanVersion, Recipient
from sentra.funding.queries.plans import agreed_plan, base_of, difference, plans_of, sheet_of
from sentra.law import Verdict
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import OutsideTerritory
from tests.funding import plan_makers as make
from tests.funding.makers import a_year, deputy, head, ministry, officer, with_ceiling
from tests.personas import BATANG, JAWA_TENGAH, persona

pytestmark = pytest.mark.usefixtures("nation")

TODAY = dt.date.today()
TEXT, INDUSTRY = "kopukm-pk2umk-2022", "perin-5-2022"


def at(day: dt.date) -> Any:
    return time_machine.travel(dt.datetime(day.year, day.month, day.day, 3, tzinfo=dt.UTC))


def open_change(recipient: Recipient, by: Any = None, reason: str = "Harga berubah.") -> PlanVersion:
    return services.open_change(actor=by or officer(recipient.region.code), recipient=recipient, reason=reason)


def spend(line: PlanLine, amount: int) -> None:
    """As if so much had been paid on a line; paying is another room's corner."""
    Recipient.unscoped.filter(pk=line.activity.plan.recipient_id).update(received=amount, spent=amount)
    BudgetLine.unscoped.filter(pk=line.key).update(spent=amount)


# ---------------------------------------------------------------- proposing


@pytest.mark.clause("kopukm-pk2umk-2022/4.5")
def test_the_manager_proposes_a_change_of_an_agreed_plan_and_the_old_version_stays() -> None:
    recipient = make.a_fund_recipient()
    plan = make.a_plan(recipient)
    services.drop_plan(actor=officer(), plan=plan, reason="Uji.")
    with pytest.raises(Refused) as refusal:
        open_change(recipient)
    assert f"{TEXT}/4.5.precondition" in refusal.value.clause_ids
    first = make.submitted(make.ready(recipient))
    with pytest.raises(Conflict):  # it is on its way
        open_change(recipient)
    services.decide_plan(actor=deputy(), plan=first, edition=first.edition, outcome="reject", reason="Keliru.")
    with pytest.raises(Refused) as refusal:
        open_change(recipient)
    assert [one.mark for one in refusal.value.findings] == ["not_met"]
    agreed = make.agreed(make.described(make.a_plan(recipient)))
    for actor in (officer(JAWA_TENGAH), ministry(), make.auditor()):
        with pytest.raises(Forbidden):
            open_change(recipient, by=actor)
    with pytest.raises(OutsideTerritory):
        open_change(recipient, by=officer(BATANG))
    with pytest.raises(BadInput):
        open_change(recipient, reason=" ")
    change = open_change(recipient)
    assert (change.is_change, change.change_reason, change.number) == (True, "Harga berubah.", agreed.number + 1)
    assert make.fresh(agreed).state == PlanState.AGREED and agreed_plan(recipient) == agreed
    decision = history_of(change).get()
    assert decision.facts["plan_status"] == "approved" and "pk2umk.plan_revision" in decision.findings


def test_a_change_begins_with_everything_under_the_same_keys_and_is_discussed_anew() -> None:
    agreed = make.agreed()
    change = make.a_change(agreed)
    fields = ("key", "place", "component", "amount", "facts")
    old, new = (list(PlanLine.objects.filter(activity__plan=one).values(*fields)) for one in (agreed, change))
    assert old == new
    own = [PlanActivity.objects.get(plan=one) for one in (agreed, change)]
    assert own[0].key == own[1].key and own[0].pk != own[1].pk
    assert PlanLine.objects.get(activity__plan=change).judgement == ""
    assert (change.kak, change.rab, change.discussed_on) == (agreed.kak, agreed.rab, None)
    services.attach_kak(actor=officer(), plan=change, edition=1, name="kak-2.pdf", content=make.PDF + b"%2")
    agreed.kak.refresh_from_db()  # type: ignore[union-attr]
    assert agreed.kak is not None and agreed.kak.superseded_by is None


def test_a_change_goes_the_same_way_and_replaces_the_version_before_it() -> None:
    agreed = make.agreed()
    change = make.a_change(agreed)
    make.changed(PlanLine.objects.get(activity__plan=change), volume=80)
    make.agreed(make.described(change))
    assert (make.fresh(agreed).state, make.fresh(change).state) == (PlanState.REPLACED, PlanState.AGREED)
    recipient = make.fresh(change).recipient
    assert recipient.planned == 8_000_000 and BudgetLine.unscoped.get().planned == 8_000_000
    assert base_of(make.fresh(change)) == agreed
    assert [one.number for one in plans_of(recipient)] == [2, 1]


def test_a_rejected_change_leaves_the_agreed_plan_in_force() -> None:
    agreed = make.agreed()
    change = make.submitted(make.described(make.a_change(agreed)))
    services.decide_plan(actor=deputy(), plan=change, edition=change.edition, outcome="reject", reason="Tidak perlu.")
    assert agreed_plan(agreed.recipient) == agreed
    assert open_change(agreed.recipient).number == 3


def test_a_change_in_autumn_is_not_late_for_the_plan_of_march() -> None:
    with at(dt.date(2026, 3, 2)):
        agreed = make.agreed(make.ready(with_ceiling(a_year(number=2026))))
    with at(dt.date(2026, 9, 1)):
        change = make.submitted(make.described(make.a_change(agreed)))
    decision = next(one for one in history_of(change) if one.action == "funding.submit")
    verdict = Verdict.from_json(decision.findings["pk2umk.plan"])
    assert {one.clause_id: one.state for one in verdict.findings}[f"{TEXT}/4.6.deadline"] == "met"


# ---------------------------------------------------------------- what it may not do


def test_a_change_cannot_go_below_what_was_spent() -> None:
    agreed = make.agreed()
    spend(PlanLine.objects.get(), 5_000_000)
    change = make.a_change(agreed)
    line = make.changed(PlanLine.objects.get(activity__plan=change), volume=49)  # 4,900,000
    ready = make.reviewed(make.described(change))
    with pytest.raises(Refused) as refusal:
        services.submit_plan(actor=head(), plan=ready, edition=ready.edition)
    assert "Rp5.000.000" in str(refusal.value.findings[0].label)
    services.take_back(actor=officer(), plan=ready, reason="Sudah dibelanjakan.")
    services.remove_line(actor=officer(), plan=ready, edition=make.fresh(ready).edition, line=line)
    activity = make.activity_of(PlanActivity.objects.get(plan=change))
    make.a_line(activity, description="Banner", component="banner")
    ready = make.reviewed(change)
    with pytest.raises(Refused):
        services.submit_plan(actor=head(), plan=ready, edition=ready.edition)
    services.take_back(actor=officer(), plan=ready, reason="Baris dikembalikan.")
    services.drop_plan(actor=officer(), plan=make.fresh(ready), reason="Mulai lagi.")
    again = make.a_change(agreed)
    make.changed(PlanLine.objects.get(activity__plan=again), volume=50)  # 5,000,000
    assert make.agreed(make.described(again)).recipient.planned == 5_000_000


def test_what_was_spent_after_the_change_was_handed_in_stops_the_agreement() -> None:
    agreed = make.agreed()
    change = make.a_change(agreed)
    make.changed(PlanLine.objects.get(activity__plan=change), volume=30)
    waiting = make.submitted(make.described(change))
    spend(PlanLine.objects.get(activity__plan=agreed), 4_000_000)
    with pytest.raises(Refused):
        services.decide_plan(actor=deputy(), plan=waiting, edition=waiting.edition, outcome="agree", reason="Ya.")
    assert make.fresh(waiting).state == PlanState.SUBMITTED and agreed_plan(agreed.recipient) == agreed


# ---------------------------------------------------------------- the difference


def test_the_difference_tells_line_by_line_what_moved_and_whether_the_total_is_kept() -> None:
    plan = make.a_plan()
    activity = make.an_activity(plan)
    lines = {
        name: make.a_line(activity, description=name, component="banner", volume=10, frequency=1, unit_price=1_000_000)
        for name in ("Tetap", "Turun", "Naik", "Hilang")
    }
    agreed = make.agreed(make.described(make.with_files(plan)))
    change = make.a_change(agreed)

    def of(name: str) -> PlanLine:
        return PlanLine.objects.select_related("activity__plan").get(activity__plan=change, key=lines[name].key)

    make.changed(of("Turun"), volume=4)
    make.changed(of("Naik"), volume=21)
    services.remove_line(actor=officer(), plan=change, edition=make.fresh(change).edition, line=of("Hilang"))
    new = make.a_line(
        make.activity_of(of("Tetap").activity),
        description="Baru",
        component="banner",
        volume=5,
        frequency=1,
        unit_price=1_000_000,
    )
    told = difference(sheet_of(make.fresh(agreed), TODAY), make.sheet(change))
    moved = {(one.after or one.before).description: one.by for one in told.moved if one.after or one.before}  # type: ignore[union-attr]
    assert moved == {"Turun": -6_000_000, "Naik": 11_000_000, "Hilang": -10_000_000, "Baru": 5_000_000}
    assert (told.kept, told.total_before, told.total_after) == (1, 40_000_000, 40_000_000)
    assert sum(moved.values()) == told.total_after - told.total_before and told.activities == []
    make.changed(new, source="apbd")
    told = difference(sheet_of(make.fresh(agreed), TODAY), make.sheet(change))
    assert told.total_after == 35_000_000


# ---------------------------------------------------------------- the industry fund


@pytest.mark.parametrize(("year", "last"), [(2026, 28), (2024, 29), (2022, 28)])
def test_the_last_day_for_changes_is_the_end_of_february(year: int, last: int) -> None:
    from sentra.funding.facts_plans import judge_change

    made = a_year(Fund.IKM, year)
    limit = change_limit(made)
    assert limit == dt.date(year, 2, last)
    clause = f"{INDUSTRY}/V.B.2.limit"
    assert clause not in judge_change(made, limit)[1].failing
    assert clause in judge_change(made, limit + dt.timedelta(days=1))[1].failing
    assert change_limit(a_year()) is None


@pytest.mark.clause("perin-5-2022/V.B.2.limit")
def test_a_change_of_the_industry_fund_comes_in_by_the_end_of_february_or_is_refused() -> None:
    with at(dt.date(2026, 1, 12)):
        agreed = make.agreed(make.ready(with_ceiling(a_year(Fund.IKM, 2026))))
    with at(dt.date(2026, 2, 28)):
        change = make.reviewed(make.described(make.a_change(agreed)))
    with at(dt.date(2026, 3, 1)):
        with pytest.raises(Refused) as refusal:
            services.submit_plan(actor=head(), plan=change, edition=change.edition)
        assert [one.citation for one in refusal.value.findings] == ["Bab V huruf B angka 2"]
        services.take_back(actor=officer(), plan=change, reason="Terlambat.")
        services.drop_plan(actor=officer(), plan=make.fresh(change), reason="Terlambat.")
        with pytest.raises(Refused) as refusal:
            open_change(agreed.recipient)
        assert "1 Maret 2026" in str(refusal.value.reason) and f"{INDUSTRY}/V.B.2.limit" in refusal.value.clause_ids
    assert agreed_plan(agreed.recipient) == agreed


@pytest.mark.clause("perin-5-2022/V.B.2.forward")
def test_an_agreed_change_is_passed_on_to_the_ministry_of_finance_with_date_and_letter() -> None:
    with at(dt.date(2026, 1, 12)):
        agreed = make.agreed(make.ready(with_ceiling(a_year(Fund.IKM, 2026))))
        with pytest.raises(Refused):
            services.forward_change(actor=ministry(), plan=agreed, forwarded_on=dt.date(2026, 1, 12), letter="S-1")
    with at(dt.date(2026, 2, 10)):
        change = make.a_change(agreed)
        with pytest.raises(Conflict):
            services.forward_change(actor=ministry(), plan=change, forwarded_on=dt.date(2026, 2, 10), letter="S-1")
        change = make.agreed(make.described(change))
        assert [one.kind for one in inbox_of(ministry())] == ["funding.forward_change"]
    with at(dt.date(2026, 3, 4)):
        for given in ({"letter": " "}, {"forwarded_on": dt.date(2026, 3, 5)}, {"forwarded_on": dt.date(2026, 2, 9)}):
            values: dict[str, Any] = {"forwarded_on": dt.date(2026, 3, 3), "letter": "S-12/2026"} | given
            with pytest.raises(BadInput):
                services.forward_change(actor=ministry(), plan=change, **values)
        for actor in (officer(), deputy(), persona(Role.OBSERVER)):
            with pytest.raises(Forbidden):
                services.forward_change(actor=actor, plan=change, forwarded_on=dt.date(2026, 3, 3), letter="S-12/2026")
        given = {"plan": change, "forwarded_on": dt.date(2026, 3, 3), "letter": "S-12/2026"}
        services.forward_change(actor=ministry(), **given)
        with pytest.raises(Conflict):
            services.forward_change(actor=ministry(), **given)
    now = make.fresh(change)
    assert (now.forwarded_on, now.forward_letter) == (dt.date(2026, 3, 3), "S-12/2026")
    assert [one.kind for one in inbox_of(ministry())] == []
    decision = history_of(change).first()
    assert decision is not None and f"{INDUSTRY}/V.B.2.forward" in decision.clauses


def test_a_change_of_the_other_fund_is_not_passed_on() -> None:
    change = make.agreed(make.described(make.a_change()))
    with pytest.raises(Refused):
        services.forward_change(actor=ministry(), plan=change, forwarded_on=TODAY, letter="S-1")
