"""What the law says of a plan: its lines and their prices, its activities as planned, the whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from sentra.funding import services
from sentra.funding.facts_plans import judge_activity, judge_line, judge_lines, judge_plan, plan_facts
from sentra.funding.findings_plans import activity_findings, line_findings, plan_findings
from sentra.funding.guides import activities
from sentra.funding.guides_plans import direction_choices, menus, modalities
from sentra.funding.models import (
    Fund,
    PlanLine,
    PlanVersion,
)
from sentra.funding.queries.plans import division_of, sums_by_component, sums_by_direction
from sentra.law import Verdict
from sentra.pages.errors import BadInput
from tests.funding import plan_makers as make
from tests.funding.factories import ministry as standards_of_the_nation
from tests.funding.factories import province as standards_of_the_province
from tests.funding.factories import standard
from tests.funding.makers import a_decree, a_year, ministry, officer, with_ceiling
from tests.personas import JAWA_TENGAH, PEKALONGAN

pytestmark = pytest.mark.usefixtures("nation")

TODAY = dt.date.today()
INDUSTRY = "perin-5-2022"


def on(day: dt.date) -> Any:
    """Nine in the morning of a day, in Pekalongan."""
    return time_machine.travel(dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.timezone(dt.timedelta(hours=7))))


def says(line: PlanLine) -> dict[str, str]:
    """The marks of a line by provision: the provisions of its check, and the one that leaves its amount to others."""
    sheet = make.sheet(line.activity.plan)
    held = next(one for one in sheet.lines if one.pk == line.pk)
    judged = judge_line(sheet, held)
    marks = {one.clause_id.partition("/")[2]: one.state for one in (judged.verdict.findings if judged.verdict else ())}
    if judged.amount_clause is not None:
        shown = next(one for one in line_findings(sheet, judged) if one.citation == judged.amount_clause.cite)
        marks[judged.amount_clause.id.partition("/")[2]] = shown.mark
    return marks


def state_of(line: PlanLine) -> str:
    sheet = make.sheet(line.activity.plan)
    return judge_lines(sheet)[line.pk].state


def of_plan(plan: PlanVersion, handed_in: dt.date | None = None) -> dict[str, str]:
    """The marks of the plan as a whole by provision."""
    _facts, verdict = judge_plan(make.sheet(plan), handed_in)
    return marks(verdict)


def marks(verdict: Verdict | None) -> dict[str, str]:
    return {one.clause_id.partition("/")[2]: one.state for one in (verdict.findings if verdict else ())}


# ---------------------------------------------------------------- what the fund may pay (PK2UMK)


@pytest.mark.clause("kopukm-pk2umk-2022/5.a", "kopukm-pk2umk-2022/5.b")
def test_training_and_mentoring_are_planned_by_every_organiser() -> None:
    for plan in (make.a_plan(), make.a_plan(with_ceiling(code=JAWA_TENGAH))):
        names = [name for name, _label in activities(plan.recipient.year)]
        assert names == ["training", "mentoring", "legal_aid"]
        code = plan.recipient.region.code
        training = make.a_line(make.an_activity(plan, by=officer(code)), by=officer(code))
        mentoring = make.an_activity(plan, by=officer(code), activity="mentoring", title="Pendampingan alumni")
        fee = make.a_line(mentoring, by=officer(code), component="mentor_honorarium", unit="person_month")
        assert (state_of(training), state_of(fee)) == ("payable", "payable")
        assert says(training)["5"] == says(fee)["5"] == "met"


@pytest.mark.clause("kopukm-pk2umk-2022/5.c", "kopukm-pk2umk-2022/8.1")
def test_legal_aid_is_planned_by_a_province_and_refused_to_a_regency() -> None:
    states = {}
    for code in (JAWA_TENGAH, PEKALONGAN):
        plan = make.a_plan(with_ceiling(code=code))
        activity = make.an_activity(plan, activity="legal_aid", title="Bantuan hukum", output_unit="pelaku usaha")
        line = make.a_line(activity, component="legal_consultation", unit="case", description="Konsultasi hukum")
        states[code] = (state_of(line), says(line)["8.1"], of_plan(plan).get("8.1.plan", "met"))
    assert states == {JAWA_TENGAH: ("payable", "met", "met"), PEKALONGAN: ("refused", "not_met", "not_met")}


@pytest.mark.clause("kopukm-pk2umk-2022/6.1")
@pytest.mark.parametrize(
    ("modality", "component", "portion", "clause", "state"),
    [
        ("offline", "consumption", None, "6.3", "payable"),
        ("online", "consumption", None, "6.2", "refused"),
        ("online", "participant_phone_credit", None, "6.2", "payable"),
        ("blended", "practice_materials", None, "6.4", "refused"),
        ("blended", "consumption", None, "6.4.a", "unanswered"),
        ("blended", "consumption", "offline_part", "6.4.a", "payable"),
        ("blended", "consumption", "online_part", "6.4.a", "refused"),
    ],
)
def test_the_mode_of_a_training_decides_what_may_be_paid(
    modality: str, component: str, portion: str | None, clause: str, state: str
) -> None:
    plan = make.a_plan()
    assert [value for value, _label in modalities(plan.recipient.year)] == ["online", "offline", "blended"]
    activity = make.an_activity(plan, modality=modality)
    facts = {"creates_asset": False} | ({"portion": portion} if portion else {})
    line = make.a_line(activity, component=component, facts=facts)
    marks_of = {"payable": "met", "refused": "not_met", "unanswered": "unknown"}
    assert (state_of(line), says(line)[clause]) == (state, marks_of[state])


@pytest.mark.clause("kopukm-pk2umk-2022/1.5", "kopukm-pk2umk-2022/39")
def test_what_the_fund_cannot_pay_goes_to_the_regional_budget_and_counts_no_more() -> None:
    plan = make.a_plan()
    mentoring = make.an_activity(plan, activity="mentoring", title="Pendampingan")
    line = make.a_line(mentoring, component="coordinator_honorarium", unit="person_month", description="Koordinator")
    assert (state_of(line), says(line)["7.1"]) == ("refused", "not_met")
    assert make.sheet(plan).planned() == line.amount
    moved = make.changed(line, source="apbd")
    sheet = make.sheet(plan)
    assert (state_of(moved), says(moved), sheet.planned()) == ("elsewhere", {}, 0)
    assert plan_facts(sheet)["plan_activities"] == []


@pytest.mark.parametrize("component", ["official_travel", "training_for_facilitators", "office_building_maintenance"])
def test_what_is_prohibited_is_not_payable_in_any_activity(component: str) -> None:
    plan = make.a_plan()
    for kind in ("training", "mentoring"):
        line = make.a_line(make.an_activity(plan, activity=kind, title=kind), component=component)
        assert state_of(line) == "refused"


def test_a_line_that_may_produce_an_asset_waits_for_the_answer() -> None:
    activity = make.an_activity(make.a_plan())
    line = make.a_line(activity, facts={})
    sheet = make.sheet(line.activity.plan)
    assert judge_lines(sheet)[line.pk].unanswered == ("creates_asset", "recorded_in_balance_sheet")
    booked = make.changed(line, facts={"creates_asset": True, "recorded_in_balance_sheet": True})
    assert (state_of(booked), says(booked)["9.d"]) == ("refused", "not_met")
    given = make.changed(line, facts={"creates_asset": True, "recorded_in_balance_sheet": False})
    assert state_of(given) == "payable"


# ---------------------------------------------------------------- cost standards


@pytest.mark.clause("kopukm-pk2umk-2022/6.5")
def test_a_training_line_keeps_to_the_ministers_highest_cost_and_none_on_file_is_not_unlimited() -> None:
    activity = make.an_activity(make.a_plan())
    line = make.a_line(activity, component="honorarium_resource_person", unit="person_hour", unit_price=900_000)
    assert (state_of(line), says(line)["6.5"]) == ("payable", "unknown")
    made = standard(
        standards_of_the_nation(), component="honorarium_resource_person", unit="person_hour", amount=900_000
    )
    assert (state_of(line), says(line)["6.5"]) == ("payable", "met")
    dear = make.changed(line, unit_price=900_001)
    assert (state_of(dear), says(dear)["6.5"]) == ("refused", "not_met")
    sheet = make.sheet(activity.plan)
    (finding,) = [one for one in line_findings(sheet, judge_lines(sheet)[line.pk]) if one.mark == "not_met"]
    assert made.source in str(finding.note) and finding.threshold
    other_unit = make.changed(dear, unit="person_day")
    assert says(other_unit)["6.5"] == "unknown"


@pytest.mark.clause("kopukm-pk2umk-2022/7.2", "kopukm-pk2umk-2022/8.5")
@pytest.mark.parametrize(
    ("code", "kind", "component", "unit", "clause"),
    [
        (PEKALONGAN, "mentoring", "mentor_honorarium", "person_month", "7.2"),
        (JAWA_TENGAH, "legal_aid", "legal_consultation", "case", "8.5"),
    ],
)
def test_mentoring_and_legal_aid_keep_to_the_standard_on_file_which_is_named(
    code: str, kind: str, component: str, unit: str, clause: str
) -> None:
    plan = make.a_plan(with_ceiling(code=code))
    activity = make.an_activity(plan, activity=kind, title=kind)
    line = make.a_line(activity, component=component, unit=unit, unit_price=3_500_001)
    assert (state_of(line), says(line)[clause]) == ("payable", "unknown")
    made = standard(standards_of_the_province(), component=component, unit=unit, amount=3_500_000)
    sheet = make.sheet(plan)
    judged = judge_lines(sheet)[line.pk]
    shown = next(one for one in line_findings(sheet, judged) if one.mark == "not_met")
    assert (judged.state, judged.standard) == ("refused", made)
    assert made.source in str(shown.note) and "3.500.000" in shown.threshold and shown.url
    kept = make.changed(line, unit_price=3_500_000)
    assert (state_of(kept), says(kept)[clause]) == ("payable", "met")


# ---------------------------------------------------------------- directions, sums, the whole


@pytest.mark.clause(
    "kopukm-pk2umk-2022/2.a", "kopukm-pk2umk-2022/2.b", "kopukm-pk2umk-2022/2.c", "kopukm-pk2umk-2022/2.d"
)
@pytest.mark.parametrize(
    "direction", ["formalisation", "digitalisation", "formal_credit_access", "startup_entrepreneurship"]
)
def test_a_direction_of_use_tags_an_activity_and_sums_its_money_and_outputs(direction: str) -> None:
    plan = make.a_plan()
    assert direction in [value for value, _label in direction_choices(plan.recipient.year)]
    assert of_plan(plan)["2"] == "advice"
    tagged = make.an_activity(plan, directions=[direction])
    make.a_line(make.an_activity(plan, directions=[], title="Tanpa arah"), description="Lain")
    line = make.a_line(tagged)
    assert of_plan(plan)["2"] == "met"
    (sums,) = sums_by_direction(make.sheet(plan), [direction])
    assert (sums.planned, sums.activities, sums.outputs) == (line.amount, 1, {"orang": 60})


def test_the_sums_of_activities_components_and_divisions_agree_with_the_lines() -> None:
    plan = make.a_plan()
    training, mentoring = make.an_activity(plan), make.an_activity(plan, activity="mentoring", title="Pendampingan")
    make.a_line(training)
    make.a_line(training, component="banner", unit_price=25_000)
    make.a_line(mentoring, component="mentor_honorarium")
    make.a_line(mentoring, component="mentor_honorarium", source="apbd")
    sheet = make.sheet(plan)
    total = sum(one.amount for one in sheet.lines if one.source == "fund")
    assert sheet.planned() == total == sum(amount for _label, amount in sums_by_component(sheet))
    divided = {one.activity: (one.allocated, one.planned, one.left) for one in division_of(sheet)}
    assert divided == {
        "training": (300_000_000, 9_000_000, 291_000_000),
        "mentoring": (100_000_000, 6_000_000, 94_000_000),
    }


def test_planning_above_the_division_is_not_met_and_below_it_is() -> None:
    plan = make.a_plan()
    line = make.a_line(make.an_activity(plan), volume=1, frequency=1, unit_price=300_000_000)
    assert (of_plan(plan)["3.2.training"], of_plan(plan)["3.2.mentoring"]) == ("met", "met")
    make.changed(line, unit_price=300_000_001)
    assert of_plan(plan)["3.2.training"] == "not_met"
    services.allocate(
        actor=ministry(),
        recipient=plan.recipient,
        decree=a_decree(plan.recipient.year, number="105"),
        row=services.AllocationRow(plan.recipient.region_id, "regency_agency", 400_000_000, division={"mentoring": 1}),
    )
    assert of_plan(plan)["3.2.training"] == "unknown"


def test_the_plan_lists_funding_and_outputs_of_every_activity() -> None:
    plan = make.a_plan()
    assert (of_plan(plan)["4.2.a"], of_plan(plan)["5.plan"]) == ("not_met", "not_met")
    activity = make.an_activity(plan, output_volume=None, output_unit="")
    assert of_plan(plan)["4.2.a"] == "not_met"
    make.a_line(activity)
    assert (of_plan(plan)["4.2.a"], of_plan(plan)["4.2.b"], of_plan(plan)["5.plan"]) == ("met", "not_met", "met")


def test_coordination_with_the_planning_agency_comes_before_the_discussion() -> None:
    plan = make.a_plan()
    assert of_plan(plan)["4.3.coordination"] == "unknown"
    make.described(plan, coordinated_on=TODAY, discussed_on=TODAY - dt.timedelta(days=1))
    assert (of_plan(plan)["4.3.coordination"], of_plan(plan)["4.3.order"]) == ("met", "not_met")
    make.described(plan, coordinated_on=TODAY, discussed_on=TODAY)
    assert (of_plan(plan)["4.3.order"], of_plan(plan)["4.3.level"]) == ("met", "met")


@pytest.mark.parametrize(("day", "mark"), [((2026, 3, 14), "met"), ((2026, 3, 15), "not_met")])
def test_the_last_day_is_the_texts_and_counts_to_its_end(day: tuple[int, int, int], mark: str) -> None:
    with on(dt.date(2026, 2, 1)):
        plan = make.ready(with_ceiling(a_year(number=2026)))
    assert of_plan(plan, dt.date(*day))["4.6.deadline"] == mark


@pytest.mark.parametrize(("day", "mark"), [(18, "met"), (19, "not_met")])
def test_a_letter_of_the_ministry_sets_another_last_day_with_its_source(day: int, mark: str) -> None:
    with on(dt.date(2026, 2, 1)):
        year = a_year(number=2026, plan_due_on=dt.date(2026, 3, 18), plan_due_source="Surat Sesmen 12/2026")
        plan = make.ready(with_ceiling(year))
    assert of_plan(plan, dt.date(2026, 3, day))["4.6.deadline"] == mark
    sheet = make.sheet(plan)
    _facts, verdict = judge_plan(sheet, dt.date(2026, 3, day))
    shown = next(one for one in plan_findings(sheet, verdict) if "Maret" in one.threshold)
    assert "18 Maret 2026" in shown.threshold and "Surat Sesmen 12/2026" in str(shown.note)


# ---------------------------------------------------------------- the industry fund


@pytest.mark.clause(
    "perin-5-2022/III.A",
    "perin-5-2022/III.B",
    "perin-5-2022/III.C",
    "perin-5-2022/III.D",
    "perin-5-2022/III.A.1",
    "perin-5-2022/III.A.2",
    "perin-5-2022/III.A.3",
    "perin-5-2022/III.A.4",
    "perin-5-2022/III.B.1",
    "perin-5-2022/III.B.2",
    "perin-5-2022/III.B.3",
    "perin-5-2022/III.C.1",
    "perin-5-2022/III.C.2",
    "perin-5-2022/III.C.3",
    "perin-5-2022/III.C.4",
    "perin-5-2022/III.D.1",
    "perin-5-2022/III.D.2",
    "perin-5-2022/III.D.3",
    "perin-5-2022/III.D.4",
)
@pytest.mark.clause(
    "perin-5-2022/IV.A.list", "perin-5-2022/IV.B.list", "perin-5-2022/IV.C.list", "perin-5-2022/IV.D.list"
)
def test_the_fifteen_details_stand_in_their_menus_and_nothing_else_is_taken() -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    year = plan.recipient.year
    assert {menu.id.rpartition(".")[2]: names for menu, names in menus(year)} == {
        "A": ("A1", "A2", "A3", "A4"),
        "B": ("B1", "B2", "B3"),
        "C": ("C1", "C2", "C3", "C4"),
        "D": ("D1", "D2", "D3", "D4"),
    }
    names = [name for name, _label in activities(year)]
    assert names == [name for _menu, held in menus(year) for name in held]
    for name in names:
        made = make.an_activity(plan, activity=name, title=name)
        verdict = judge_activity(make.sheet(plan), made)
        assert verdict is not None and marks(verdict)["III"] == "met"
        ours = [one.clause_id for one in verdict.findings if one.clause_id.startswith(f"{INDUSTRY}/IV.")]
        assert ours and all(one.startswith(f"{INDUSTRY}/IV.{name[0]}.{name[1]}.") for one in ours)
    for strange in ("other", "E1", "training", ""):
        with pytest.raises(BadInput) as problem:
            make.an_activity(plan, activity=strange, title="Studi banding")
        assert [one.field for one in problem.value.problems] == ["activity"]


@pytest.mark.clause(
    "perin-5-2022/I.A.5.purpose",
    "perin-5-2022/IV.A.purpose",
    "perin-5-2022/IV.B.purpose",
    "perin-5-2022/IV.C.purpose",
    "perin-5-2022/IV.D.purpose",
)
@pytest.mark.clause(
    "perin-5-2022/IV.A.1.a",
    "perin-5-2022/IV.A.2.a",
    "perin-5-2022/IV.A.3.a",
    "perin-5-2022/IV.A.4.a",
    "perin-5-2022/IV.B.1.a",
    "perin-5-2022/IV.B.2.a",
    "perin-5-2022/IV.B.3.a",
    "perin-5-2022/IV.C.1.a",
    "perin-5-2022/IV.C.2.a",
    "perin-5-2022/IV.C.3.a",
    "perin-5-2022/IV.C.4.a",
    "perin-5-2022/IV.D.1.a",
    "perin-5-2022/IV.D.2.a",
    "perin-5-2022/IV.D.3.a",
    "perin-5-2022/IV.D.4.a",
)
def test_an_activity_says_what_need_affair_and_priority_it_serves_or_the_plan_is_not_complete() -> None:
    from sentra.funding.facts_plans import unsaid_of
    from sentra.funding.findings_plans import obstacles

    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    year = plan.recipient.year
    for name, _label in activities(year):
        silent = make.an_activity(plan, activity=name, title=name, need="", regional_affair="", national_priority="")
        wanted = [(field, clause.id.partition("/")[2]) for field, clause in unsaid_of(year, silent)]
        assert wanted == [
            ("need", f"IV.{name[0]}.purpose"),
            ("need", f"IV.{name[0]}.{name[1]}.a"),
            ("regional_affair", "I.A.5.purpose"),
            ("national_priority", "I.A.5.purpose"),
        ]
        assert unsaid_of(year, make.an_activity(plan, activity=name, title="Lengkap")) == []
    open_ones = [one for one in obstacles(make.sheet(plan)) if one.mark == "unknown"]
    assert len(open_ones) == 4 * 15 and all(one.missing[0].url for one in open_ones)


@pytest.mark.clause("perin-5-2022/IV.A.2.c.4", "perin-5-2022/IV.A.3.c.7")
@pytest.mark.parametrize("kind", ["A2", "A3"])
def test_kit_materials_and_hire_together_stay_within_their_share_of_the_activity(kind: str) -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    first, second = (make.an_activity(plan, activity=kind, title=title) for title in ("Pertama", "Kedua"))
    clause = {"A2": "IV.A.2.c.4", "A3": "IV.A.3.c.7"}[kind]
    one_of = {"volume": 1, "frequency": 1, "unit": "package"}
    kit = make.a_line(first, component="participant_kit", unit_price=10_000_000, **one_of)
    hire = make.a_line(second, component="machinery_rental", unit_price=10_000_000, **one_of)
    meals = make.a_line(first, component="meals", unit_price=80_000_000, **one_of)
    assert [says(one).get(clause) for one in (kit, hire, meals)] == ["met", "met", None]
    dear = make.changed(hire, unit_price=10_000_001)
    assert [state_of(one) for one in (kit, dear)] == ["refused", "refused"]
    sheet = make.sheet(plan)
    shown = next(o for o in line_findings(sheet, judge_lines(sheet)[kit.pk]) if o.mark == "not_met")
    assert shown.measured == "Rp20.000.001" and "Rp20.000.000 (20%)" in shown.threshold
    elsewhere = make.changed(dear, source="apbd")
    assert (state_of(elsewhere), says(kit)[clause]) == ("elsewhere", "met")


def test_the_share_is_held_against_the_division_where_the_decree_gives_one() -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM, division={"A2": 50_000_000}))
    activity = make.an_activity(plan)
    line = make.a_line(activity, component="practice_material", volume=1, frequency=1, unit_price=10_000_000)
    assert says(line)["IV.A.2.c.4"] == "met"
    assert says(make.changed(line, unit_price=10_000_001))["IV.A.2.c.4"] == "not_met"


@pytest.mark.parametrize(
    ("component", "facts", "clause", "mark"),
    [
        ("dipa_manager_honorarium", {}, "V.A.2.a", "not_met"),
        ("office_operations", {}, "V.A.2.a", "not_met"),
        ("travel", {"travel_directly_related": False}, "V.A.2.c", "not_met"),
        ("travel", {"travel_directly_related": True}, "V.A.2.c", "met"),
        ("travel", {}, "V.A.2.c", "unknown"),
        ("machinery_purchase", {"becomes_government_asset_or_grant": True}, "V.A.2.d", "not_met"),
        (
            "resource_person_honorarium",
            {"payee_from_government": True, "session_purpose": "opening_or_closing_address"},
            "V.A.2.b",
            "not_met",
        ),
        (
            "resource_person_honorarium",
            {"payee_from_government": True, "session_purpose": "substantive_session"},
            "V.A.2.b",
            "met",
        ),
    ],
)
def test_the_prohibitions_of_the_industry_fund_are_found_on_the_line(
    component: str, facts: dict[str, Any], clause: str, mark: str
) -> None:
    activity = make.an_activity(make.a_plan(make.a_fund_recipient(Fund.IKM)))
    line = make.a_line(activity, component=component, facts=facts)
    assert says(line)[clause] == mark
    assert says(make.changed(line, source="apbd")) == {}


@pytest.mark.clause("perin-5-2022/V.A.1.listed", "perin-5-2022/V.A.1.reviewed")
def test_a_line_stands_in_the_kak_and_rab_and_in_a_review_of_this_edition() -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    line = make.a_line(make.an_activity(plan))
    assert (says(line)["V.A.1.listed"], says(line)["V.A.1.reviewed"]) == ("unknown", "unknown")
    make.reviewed(make.with_files(plan))
    assert (says(line)["V.A.1.listed"], says(line)["V.A.1.reviewed"]) == ("met", "met")
    services.take_back(actor=officer(), plan=make.fresh(plan), reason="Harga naik.")
    make.changed(line, unit_price=60_000)
    assert says(line)["V.A.1.reviewed"] == "unknown"


@pytest.mark.parametrize(("committee", "mark"), [(2, "met"), (3, "not_met")])
def test_the_committee_is_a_tenth_of_the_participants_at_most(committee: int, mark: str) -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    made = make.an_activity(plan, facts={"committee_count": committee, "participant_count": 25})
    found = marks(judge_activity(make.sheet(plan), made))
    assert (found["IV.A.2.k.2"], found["IV.A.2.k.1"]) == (mark, "met")


@pytest.mark.parametrize(("last", "mark"), [(4, "not_met"), (5, "met"), (12, "met")])
def test_the_months_of_a_mentoring_are_its_length(last: int, mark: str) -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    made = make.an_activity(plan, activity="A3", first_month=3, last_month=last)
    found = marks(judge_activity(make.sheet(plan), made))
    assert found["IV.A.3.d.1"] == mark


def test_shares_with_a_fraction_are_kept_in_figures() -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    made = make.an_activity(plan, facts={"theory_share_pct": 40.5, "duration_jpl": 30})
    assert made.facts == {"theory_share_pct": "40.5", "duration_jpl": 30}
    assert marks(judge_activity(make.sheet(plan), made))["IV.A.2.c.1.theory"] == "advice"


@pytest.mark.clause(
    "perin-5-2022/IV.A.1.e.2.building",
    "perin-5-2022/IV.A.2.e.2.building",
    "perin-5-2022/IV.B.1.e.2.building",
    "perin-5-2022/IV.B.2.e.2.building",
    "perin-5-2022/IV.B.3.e.2.building",
    "perin-5-2022/IV.C.1.e.2.building",
    "perin-5-2022/IV.C.2.e.2.building",
    "perin-5-2022/IV.C.3.e.2.building",
    "perin-5-2022/IV.C.4.e.2.building",
    "perin-5-2022/IV.D.1.e.2.building",
    "perin-5-2022/IV.D.2.e.2.building",
    "perin-5-2022/IV.D.4.e.2.building",
)
@pytest.mark.parametrize("kind", ["A1", "A2", "B1", "B2", "B3", "C1", "C2", "C3", "C4", "D1", "D2", "D4"])
def test_a_public_building_is_planned_without_reasons_and_another_place_asks_for_them(kind: str) -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    clause = f"IV.{kind[0]}.{kind[1]}.e.3"
    public = make.an_activity(plan, activity=kind, title="Gedung", facts={"venue_kind": "local_government_building"})
    hired = make.an_activity(plan, activity=kind, title="Hotel", facts={"venue_kind": "other_representative"})
    sheet = make.sheet(plan)
    assert clause not in marks(judge_activity(sheet, public))
    assert marks(judge_activity(sheet, hired))[clause] == "unknown"
    asked = [one for one in activity_findings(sheet, hired) if one.mark == "unknown"]
    assert any(gap.url.endswith("#id_venue_considerations") for one in asked for gap in one.missing)
