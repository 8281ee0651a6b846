"""Budget lines of a plan from a file beside what the plan holds: unchanged, changed, stale, gone, another office's."""

from __future__ import annotations

from typing import Any

import pytest

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.funding.models import Fund, PlanActivity, PlanLine, PlanState
from sentra.funding.services import plans_bringing
from sentra.pages.errors import Conflict
from sentra.registry.imports.runs import (
    cancel_import,
    confirm_import,
)
from sentra.registry.models import ImportRow, ImportState
from sentra.territory.scope import OutsideTerritory, scoped
from tests.funding.factories import province
from tests.funding.makers import officer
from tests.funding.plan_makers import (
    a_fund_recipient,
    a_line,
    a_plan,
    an_activity,
    changed,
    fresh,
    sent,
    with_files,
)
from tests.funding.plan_rows import INDUSTRY, amounts, applied, checked, counts, moved, row, wrong
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_nation(nation: None) -> None:
    """The services are called within the nation; who may what, they ask themselves."""


# ---------------------------------------------------------------- against what is on record


def test_the_same_file_again_changes_nothing() -> None:
    plan = a_plan()
    first = applied(plan, row(), row(description="Spanduk", component="banner"))
    confirm_import(actor=officer(), run=first)
    before, edition = Decision.objects.filter(action="funding.bring_lines").count(), fresh(plan).edition
    again = applied(fresh(plan), row(), row(description="Spanduk", component="banner"))
    assert (counts(again), again.state) == ((0, 0, 2, 0), ImportState.APPLIED)
    assert (Decision.objects.filter(action="funding.bring_lines").count(), fresh(plan).edition) == (before, edition)
    assert len(amounts(plan)) == 2


def test_a_row_changes_the_line_of_its_activity_and_description_and_leaves_the_others() -> None:
    plan = a_plan()
    activity = an_activity(plan)
    kept = a_line(activity)
    a_line(activity, description="Spanduk", component="banner")
    run = checked(fresh(plan), row(unit_price=55_000, account_code="5.1.02.01"))
    assert counts(run) == (0, 1, 0, 0)
    assert moved(run) == {2: {"unit_price": [50_000, 55_000], "account_code": [None, "5.1.02.01"]}}
    confirm_import(actor=officer(), run=run)
    after = PlanLine.objects.get(pk=kept.pk)
    assert (after.key, after.amount, after.account_code) == (kept.key, 6_600_000, "5.1.02.01")
    assert len(amounts(plan)) == 2
    (decision,) = Decision.objects.filter(action="funding.bring_lines")
    assert (decision.details["new"], decision.details["changed"]) == (0, 1)
    assert decision.details["acts"][0]["before"]["unit_price"] == 50_000


def test_an_empty_cell_leaves_what_is_on_record() -> None:
    plan = a_plan()
    a_line(an_activity(plan), source="apbd", account_code="5.1")
    keys = ("activity", "title", "description")
    run = applied(
        fresh(plan), {key: value for key, value in row(unit_price=51_000).items() if key in (*keys, "unit_price")}
    )
    assert counts(run) == (0, 1, 0, 0)
    line = PlanLine.objects.get()
    assert (line.unit_price, line.source, line.frequency, line.account_code) == (51_000, "apbd", 2, "5.1")
    assert line.facts == {"creates_asset": False}


def test_what_no_column_holds_of_an_activity_stays() -> None:
    plan = a_plan(a_fund_recipient(Fund.IKM))
    a_line(an_activity(plan))
    run = applied(fresh(plan), row(INDUSTRY, last_month=9))
    assert (counts(run), moved(run)) == ((0, 1, 0, 0), {2: {"last_month": ["6", "9"]}})
    activity = PlanActivity.objects.get()
    assert (activity.last_month, activity.need, activity.regional_affair) == (
        9,
        "Perajin belum memahami SNI.",
        "Perindustrian",
    )


def test_a_new_line_joins_its_activity_and_what_the_file_says_of_it_counts() -> None:
    plan = a_plan()
    a_line(an_activity(plan))
    run = applied(fresh(plan), row(description="Spanduk", component="banner", location="Balai kota"))
    assert counts(run) == (1, 0, 0, 0)
    activity = PlanActivity.objects.get()
    assert (activity.location, activity.lines.count()) == ("Balai kota", 2)


def test_another_component_is_a_change_where_the_description_means_one_line() -> None:
    plan = a_plan()
    activity = an_activity(plan)
    a_line(activity)
    run = checked(fresh(plan), row(component="documentation"))
    assert moved(run) == {2: {"component": ["consumption", "documentation"]}}
    a_line(activity, component="banner")
    assert counts(checked(fresh(plan), row(component="documentation"))) == (1, 0, 0, 0)
    assert counts(checked(fresh(plan), row(), row(component="banner"))) == (0, 0, 2, 0)
    assert wrong(checked(fresh(plan), row(component=None))) == [(2, "component")]


def test_lines_that_the_plan_holds_twice_follow_its_order() -> None:
    plan = a_plan()
    activity = an_activity(plan)
    a_line(activity)
    second = a_line(activity, unit_price=70_000)
    run = applied(fresh(plan), row(), row(unit_price=75_000))
    assert (counts(run), moved(run)) == ((0, 1, 1, 0), {3: {"unit_price": [70_000, 75_000]}})
    assert PlanLine.objects.get(pk=second.pk).unit_price == 75_000
    assert wrong(checked(fresh(plan), row(), row(unit_price=75_000), row(unit_price=1))) == [(4, "description")]


def test_a_changed_line_loses_what_the_auditor_said_of_it() -> None:
    plan = a_plan()
    activity = an_activity(plan)
    first, other = a_line(activity), a_line(activity, description="Spanduk", component="banner")
    PlanLine.objects.update(judgement="refused", judgement_note="Terlalu mahal")
    applied(fresh(plan), row(unit_price=40_000), row(description="Spanduk", component="banner"))
    judged = {one.pk: one.judgement for one in PlanLine.objects.all()}
    assert judged == {first.pk: "", other.pk: "refused"}


# ---------------------------------------------------------------- faster, gone, elsewhere


def test_an_edit_meanwhile_sends_the_file_back_to_be_looked_at() -> None:
    plan = a_plan()
    line = a_line(an_activity(plan))
    run = checked(fresh(plan), row(unit_price=60_000))
    changed(line, unit_price=55_000)
    with pytest.raises(Conflict):
        confirm_import(actor=officer(), run=run)
    run.refresh_from_db()
    assert (run.state, moved(run)) == (ImportState.READY, {2: {"unit_price": [55_000, 60_000]}})
    confirm_import(actor=officer(), run=run)
    assert PlanLine.objects.get().unit_price == 60_000


def test_a_file_of_new_lines_is_stale_too() -> None:
    plan = a_plan()
    first, second = checked(plan, row()), checked(plan, row())
    confirm_import(actor=officer(), run=first)
    with pytest.raises(Conflict):
        confirm_import(actor=officer(), run=second)
    second.refresh_from_db()
    assert (counts(second), PlanLine.objects.count()) == ((0, 0, 1, 0), 1)


def test_a_plan_on_its_way_takes_no_lines() -> None:
    plan = a_plan()
    a_line(an_activity(plan))
    run = checked(fresh(plan), row(unit_price=60_000))
    with_files(plan)
    plan = sent(fresh(plan))
    assert plan.state == PlanState.IN_REVIEW
    with pytest.raises(Conflict):
        confirm_import(actor=officer(), run=run)
    assert PlanLine.objects.get().unit_price == 50_000
    assert wrong(checked(plan, row(unit_price=60_000))) == [(2, "")]


def test_whoever_brought_lines_in_took_part_in_drawing_the_plan_up() -> None:
    plan = a_plan(by=persona(Role.REGENCY_OFFICER, PEKALONGAN, n=2))
    user = officer().user
    assert user is not None
    assert user.pk not in plan.people_who("funding.plan")
    applied(plan, row())
    assert user.pk in plan.people_who("funding.plan")


def test_a_cancelled_file_leaves_nothing() -> None:
    plan = a_plan()
    run = checked(plan, row())
    cancel_import(actor=officer(), run=run)
    with pytest.raises(Conflict):
        confirm_import(actor=officer(), run=run)
    assert not ImportRow.objects.exists()
    assert (PlanActivity.objects.count(), fresh(plan).edition) == (0, plan.edition)


def test_killed_on_the_way_it_leaves_nothing_and_can_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = a_plan()
    run = checked(plan, row(), row(description="Spanduk", component="banner"))

    def fail(*arguments: Any) -> None:
        assert PlanLine.objects.count() == 2  # written, not yet kept
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(plans_bringing, "end_edit", fail)
        with pytest.raises(KeyboardInterrupt):
            confirm_import(actor=officer(), run=run)
    assert (PlanActivity.objects.count(), PlanLine.objects.count(), fresh(plan).edition) == (0, 0, plan.edition)
    run.refresh_from_db()
    confirm_import(actor=officer(), run=run)
    assert PlanLine.objects.count() == 2


def test_only_the_office_of_the_plan_brings_lines_in() -> None:
    plan = a_plan()
    for other in (persona(Role.MINISTRY_OFFICER), persona(Role.REGENCY_GROUP, PEKALONGAN), province(JAWA_TENGAH)):
        with scoped(other.territory), pytest.raises(Forbidden):
            checked(plan, row(), by=other)
    neighbour = officer(BATANG)
    with scoped(neighbour.territory), pytest.raises(OutsideTerritory):
        checked(plan, row(), by=neighbour)
