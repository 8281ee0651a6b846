"""A plan from hand to hand: review, agreement of the region, answer of the ministry; each by different people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Notification
from sentra.decisions.queries import history_of, inbox_of
from sentra.documents.models import Evidence, Paper, PaperKind
from sentra.funding import services
from sentra.funding.findings_plans import obstacles
from sentra.funding.models import BudgetLine, Fund, Judgement, PlanLine, PlanState, PlanVersion
from sentra.funding.services import LineReview
from sentra.law import Verdict
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import OutsideTerritory
from tests.funding import plan_makers as make
from tests.funding.makers import a_decree, deputy, head, ministry, officer, with_ceiling
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona

pytestmark = pytest.mark.usefixtures("nation")

TODAY = dt.date.today()
TEXT, INDUSTRY = "kopukm-pk2umk-2022", "perin-5-2022"


def in_the_way(plan: PlanVersion) -> str:
    """What stands in the way of handing it in, in words."""
    return " | ".join(str(one.label) for one in obstacles(make.sheet(plan)))


def submit(plan: PlanVersion) -> PlanVersion:
    now = make.fresh(plan)
    return services.submit_plan(actor=head(now.recipient.region.code), plan=now, edition=now.edition)


def answer(plan: PlanVersion, outcome: str, by: Any = None, **given: Any) -> PlanVersion:
    now = make.fresh(plan)
    values: dict[str, Any] = {"edition": now.edition, "reason": "Sesuai."} | given
    return services.decide_plan(actor=by or deputy(), plan=now, outcome=outcome, **values)


def review(plan: PlanVersion, by: Any = None, **given: Any) -> PlanVersion:
    now = make.fresh(plan)
    values: dict[str, Any] = {"edition": now.edition, "lines": make.reviews(now), "passed": True} | given
    return services.review_plan(actor=by or make.auditor(), plan=now, **values)


def waits(actor: Any) -> list[str]:
    return [one.kind for one in inbox_of(actor)]


# ---------------------------------------------------------------- the review


def test_a_plan_is_sent_with_lines_and_files_and_then_waits_for_the_auditor() -> None:
    plan = make.a_plan()
    with pytest.raises(Refused) as refusal:
        services.send_to_review(actor=officer(), plan=plan, edition=1)
    assert len(refusal.value.findings) == 3
    make.a_line(make.an_activity(plan))
    now = make.sent(make.with_files(plan))
    assert now.state == PlanState.IN_REVIEW and waits(officer()) == []
    with pytest.raises(Conflict) as conflict:
        make.a_line(make.an_activity(now))
    assert officer().name in str(conflict.value.reason) and conflict.value.state == now.get_state_display()


def test_the_regions_own_auditor_reviews_where_one_is_on_record(django_capture_on_commit_callbacks: Any) -> None:
    own = persona(Role.AUDITOR, PEKALONGAN)
    with django_capture_on_commit_callbacks(execute=True):
        plan = make.sent()
    assert waits(own) == ["funding.review"]
    assert Notification.objects.filter(user=own.user, needs_you=True).count() == 1
    with pytest.raises(Refused):
        review(plan)
    with pytest.raises(OutsideTerritory):
        review(plan, by=persona(Role.AUDITOR, BATANG))
    assert review(plan, by=own).reviewed_by == own.user


@pytest.mark.parametrize("judgement", [Judgement.REFUSED, Judgement.TO_DISCUSS])
def test_a_line_that_is_not_accepted_has_a_note_and_the_plan_goes_back(judgement: str) -> None:
    plan = make.sent()
    (line,) = PlanLine.objects.filter(activity__plan=plan)
    for given in ({}, {"passed": False, "note": "Perbaiki."}):
        with pytest.raises(BadInput) as problem:
            review(plan, lines={line.pk: LineReview(judgement, " ")}, **given)
        assert f"note_{line.pk}" in {one.field for one in problem.value.problems}
    with pytest.raises(BadInput) as problem:
        review(plan, lines={line.pk: LineReview(judgement, "Harga terlalu tinggi.")})
    assert [one.field for one in problem.value.problems] == ["outcome"]
    given = {"lines": {line.pk: LineReview(judgement, "Harga terlalu tinggi.")}, "passed": False, "note": "Perbaiki."}
    back = review(plan, **given)
    assert (back.state, back.return_reason, back.reviewed_edition) == (PlanState.DRAFT, "Perbaiki.", None)
    item = inbox_of(officer()).get()
    assert (item.kind, item.came_back, item.note) == ("funding.plan", True, "Perbaiki.")
    line.refresh_from_db()
    assert (line.judgement, line.judgement_note) == (judgement, "Harga terlalu tinggi.")
    assert make.changed(line, unit_price=1).judgement == ""
    decision = next(one for one in history_of(plan) if one.action == "funding.review_return")
    assert decision.details["notes"] == {str(line.key): "Harga terlalu tinggi."}


@pytest.mark.parametrize("lines", [{}, "strange"])
def test_every_line_is_judged(lines: Any) -> None:
    plan = make.sent()
    if lines == "strange":
        lines = {one: LineReview("fine") for one in make.reviews(plan)}
    with pytest.raises(BadInput):
        review(plan, lines=lines)


@pytest.mark.clause("perin-5-2022/V.A.1.reviewed")
@pytest.mark.parametrize("fund", list(Fund))
def test_a_review_counts_for_the_edition_it_saw_and_an_edit_asks_for_a_new_one(fund: str) -> None:
    plan = make.reviewed(make.ready(make.a_fund_recipient(fund)))
    assert plan.reviewed_edition == plan.edition and in_the_way(plan) == ""
    services.take_back(actor=officer(), plan=plan, reason="Volume keliru.")
    make.changed(PlanLine.objects.get(), volume=50)
    with pytest.raises(Refused) as refusal:
        submit(plan)
    (finding,) = refusal.value.findings
    assert finding.mark == "not_met" and str(finding.label) == in_the_way(plan)
    assert bool(finding.citation) is (fund == Fund.IKM)
    assert submit(make.reviewed(plan)).state == PlanState.SUBMITTED


def test_a_plan_taken_back_unchanged_is_still_reviewed_but_sent_again_is_not() -> None:
    plan = make.reviewed()
    services.take_back(actor=head(), plan=plan, reason="Menunggu pagu.")
    assert in_the_way(plan) == ""
    services.send_to_review(actor=officer(), plan=make.fresh(plan), edition=plan.edition)
    with pytest.raises(Refused):
        submit(plan)


# ---------------------------------------------------------------- different people


def test_review_submission_and_agreement_are_in_different_hands() -> None:
    plan = make.ready()
    both = make.auditor()
    services.describe_plan(
        actor=officer(),
        plan=plan,
        edition=plan.edition,
        description=services.PlanDescription(
            discussed_on=TODAY, discussion="Rapat.", coordinated_on=TODAY, coordination="1"
        ),
    )
    sent = make.sent(plan)
    auditing_officer = type(officer())(officer().user, both.appointment)
    with pytest.raises(Forbidden):
        review(sent, by=auditing_officer)
    review(sent)
    heading_auditor = type(both)(both.user, head().appointment)
    now = make.fresh(plan)
    with pytest.raises(Forbidden):
        services.submit_plan(actor=heading_auditor, plan=now, edition=now.edition)
    submit(plan)
    for person in (both, head()):
        with pytest.raises(Forbidden):
            answer(plan, "agree", by=type(both)(person.user, deputy().appointment))
    assert answer(plan, "agree").state == PlanState.AGREED


def test_others_take_no_step_and_neighbours_know_of_nothing() -> None:
    plan = make.reviewed()
    for actor in (officer(), persona(Role.REGENCY_GROUP, PEKALONGAN), deputy(), head(JAWA_TENGAH)):
        with pytest.raises(Forbidden):
            services.submit_plan(actor=actor, plan=plan, edition=plan.edition)
    with pytest.raises(OutsideTerritory):
        services.submit_plan(actor=head(BATANG), plan=plan, edition=plan.edition)
    submit(plan)
    for actor in (officer(), head(), make.auditor(2), persona(Role.OBSERVER)):
        with pytest.raises(Forbidden):
            answer(plan, "agree", by=actor)


# ---------------------------------------------------------------- handing in


@pytest.mark.clause("kopukm-pk2umk-2022/4.3")
def test_a_plan_without_a_recorded_discussion_is_not_handed_in() -> None:
    plan = make.a_plan()
    make.a_line(make.an_activity(plan))
    make.reviewed(make.with_files(plan))
    with pytest.raises(Refused) as refusal:
        submit(plan)
    assert {one.citation for one in refusal.value.findings} == {"Pasal 4 ayat (3)"}
    assert all("pembahasan" in gap.url for one in refusal.value.findings for gap in one.missing)
    services.take_back(actor=officer(), plan=make.fresh(plan), reason="Belum dibahas.")
    submit(make.reviewed(make.described(plan)))
    kept = make.fresh(plan)
    assert (kept.discussed_on, kept.discussion) == (TODAY, "Dinas, Bappeda: rincian disetujui.")


def line_given(**given: Any) -> Callable[[], PlanVersion]:
    return lambda: make.reviewed(make.ready(**given))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (line_given(component="official_travel"), "Dilarang: perjalanan dinas"),
        (line_given(facts={}), "Dilarang: kegiatan yang menghasilkan aset"),
        (line_given(volume=1, frequency=1, unit_price=300_000_001), "Pagu pelatihan mengikuti ketetapan Menteri"),
        (make.ready, "APIP"),
    ],
)
def test_what_the_office_can_mend_stands_in_the_way_with_its_findings(
    plan: Callable[[], PlanVersion], words: str
) -> None:
    made = plan()
    with pytest.raises(Refused) as refusal:
        submit(made)
    assert words in in_the_way(made)
    assert refusal.value.findings and refusal.value.remedy
    assert make.fresh(made).state == made.state and not Paper.unscoped.exists()


def test_a_plan_above_the_ceiling_is_not_handed_in() -> None:
    plan = make.reviewed(make.ready(with_ceiling(ceiling=6_000_000)))
    assert in_the_way(plan) == ""
    over = make.reviewed(make.ready(with_ceiling(code=BATANG, ceiling=5_999_999)))
    (found,) = obstacles(make.sheet(over))
    assert (found.measured, "5.999.999" in found.threshold) == ("Rp6.000.000", True)
    with pytest.raises(Refused):
        submit(over)


def test_what_others_owe_stops_nothing_and_is_shown() -> None:
    plan = make.reviewed(make.ready(with_ceiling(target_mentors=None)))
    assert in_the_way(plan) == ""  # no division of the ceiling, and no cost standard on file
    assert submit(plan).state == PlanState.SUBMITTED


@pytest.mark.parametrize(("day", "mark"), [(dt.date(2026, 3, 14), "met"), (dt.date(2026, 3, 16), "not_met")])
def test_a_late_plan_is_taken_and_its_day_stands_in_the_record(day: dt.date, mark: str) -> None:
    def at(when: dt.date) -> Any:
        return time_machine.travel(dt.datetime(when.year, when.month, when.day, 3, tzinfo=dt.UTC))

    with at(day - dt.timedelta(days=2)):
        plan = make.reviewed()
    with at(day):
        submit(plan)
    decision = next(one for one in history_of(plan) if one.action == "funding.submit")
    verdict = Verdict.from_json(decision.findings["pk2umk.plan"])
    assert {one.state for one in verdict.findings if one.clause_id == f"{TEXT}/4.6.deadline"} == {mark}
    assert decision.facts["submitted_on"] == day.isoformat() and decision.facts["submission_media"] == ["application"]


@pytest.mark.clause("kopukm-pk2umk-2022/4.4", "perin-5-2022/V.B.1.region")
@pytest.mark.parametrize("fund", list(Fund))
def test_what_is_handed_in_is_signed_by_the_head_as_a_paper(fund: str) -> None:
    plan = make.submitted(make.ready(make.a_fund_recipient(fund)))
    assert (plan.submitted_by, plan.submitted_on, plan.submitted_edition) == (head().user, TODAY, plan.edition)
    paper = Paper.unscoped.get()
    assert (paper.kind, paper.subject_id, paper.regency) == (PaperKind.PLAN_OF_USE, str(plan.pk), plan.regency)
    assert paper.signer_name == head().name
    assert ("contoh 1" in paper.title) is (fund == Fund.PK2UMK)
    assert waits(ministry()) == waits(deputy()) == ["funding.agree"] and waits(head()) == []


# ---------------------------------------------------------------- the ministry's answer


@pytest.mark.clause("kopukm-pk2umk-2022/4.5.approval", "perin-5-2022/V.B.1.ministry")
@pytest.mark.parametrize("fund", list(Fund))
def test_the_ministry_agrees_with_date_and_reason_and_the_plan_is_in_force(
    fund: str, django_capture_on_commit_callbacks: Any
) -> None:
    plan = make.submitted(make.ready(make.a_fund_recipient(fund)))
    for given in ({"reason": " "}, {"decided_on": TODAY + dt.timedelta(days=1)}, {"outcome": "maybe"}):
        with pytest.raises(BadInput):
            answer(plan, **({"outcome": "agree"} | given))
    with pytest.raises(BadInput):
        answer(plan, "agree", decided_on=TODAY - dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        answer(plan, "agree")
    now = make.fresh(plan)
    assert (now.state, now.decided_by, now.decided_on) == (PlanState.AGREED, deputy().user, TODAY)
    line = PlanLine.objects.get()
    kept = BudgetLine.unscoped.get()
    assert (kept.pk, kept.planned, kept.activity_key) == (line.key, line.amount, line.activity.key)
    assert now.recipient.planned == line.amount
    assert waits(deputy()) == [] and Notification.objects.filter(user=officer().user).exists()
    with pytest.raises(Conflict) as conflict:
        answer(plan, "agree", by=persona(Role.MINISTRY_APPROVER, n=2))
    assert deputy().name in str(conflict.value.reason)


def test_an_appointment_for_one_fund_decides_on_that_fund_only() -> None:
    actor = persona(Role.MINISTRY_APPROVER, n=3)
    assert actor.appointment is not None
    actor.appointment.programme = Fund.IKM
    with pytest.raises(Forbidden):
        answer(make.submitted(), "agree", by=actor)


def test_a_returned_plan_is_a_draft_again_and_its_paper_is_corrected() -> None:
    plan = make.submitted()
    answer(plan, "return", reason="Perjelas keluaran.")
    back = make.fresh(plan)
    assert (back.state, back.submitted_on, back.return_reason) == (PlanState.DRAFT, None, "Perjelas keluaran.")
    item = inbox_of(head()).get()
    assert (item.kind, item.came_back) == ("funding.plan", True)
    activity = make.activity_of(PlanLine.objects.get().activity)
    services.save_activity(
        actor=officer(),
        plan=back,
        edition=back.edition,
        values=make.activity_values(back, output_volume=61),
        activity=activity,
    )
    make.submitted(plan)
    first, second = Paper.unscoped.order_by("issued_at")
    assert second.corrects == first
    assert answer(plan, "agree").state == PlanState.AGREED


def test_a_rejected_plan_is_begun_anew_from_what_it_held() -> None:
    plan = make.submitted()
    answer(plan, "reject", reason="Tidak sesuai arah.")
    assert make.fresh(plan).state == PlanState.REJECTED and waits(officer()) == []
    again = make.a_plan(plan.recipient)
    assert (again.number, again.is_change, again.kak) == (2, False, plan.kak)
    old, new = (PlanLine.objects.get(activity__plan=one) for one in (plan, again))
    assert (new.key, new.amount, new.judgement) == (old.key, old.amount, "") and new.pk != old.pk
    assert again.discussed_on is None
    agreed = make.agreed(make.described(again))
    assert agreed.recipient.planned == new.amount


def test_a_draft_that_was_given_up_leaves_room_for_a_new_one() -> None:
    plan = make.ready()
    services.drop_plan(actor=officer(), plan=plan, reason="Salah tahun.")
    assert make.fresh(plan).state == PlanState.DROPPED and waits(officer()) == []
    again = make.a_plan(plan.recipient)
    assert again.number == 2 and not PlanLine.objects.filter(activity__plan=again).exists()
    assert Evidence.unscoped.filter(subject_id=str(plan.pk)).count() == 2
    with pytest.raises(Conflict):
        services.drop_plan(actor=officer(), plan=plan, reason="Lagi.")
    with pytest.raises(BadInput):
        services.drop_plan(actor=officer(), plan=again, reason="")


def test_a_ceiling_that_was_lowered_meanwhile_stops_the_agreement() -> None:
    plan = make.submitted()
    services.allocate(
        actor=ministry(),
        recipient=plan.recipient,
        decree=a_decree(plan.recipient.year, number="105"),
        row=services.AllocationRow(plan.recipient.region_id, "regency_agency", 5_000_000),
    )
    with pytest.raises(Refused) as refusal:
        answer(plan, "agree")
    assert any(one.measured == "Rp6.000.000" for one in refusal.value.findings)
    assert make.fresh(plan).state == PlanState.SUBMITTED and not BudgetLine.unscoped.exists()
    assert answer(plan, "return").state == PlanState.DRAFT
