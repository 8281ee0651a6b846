"""Drawing up a plan: who may, which values are taken, what every edit leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.decisions.wording import registered, sentence
from sentra.funding import services
from sentra.funding.models import (
    ACTS,
    LARGEST,
    PlanActivity,
    PlanLine,
    PlanState,
)
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import OutsideTerritory
from tests.funding import plan_makers as make
from tests.funding.makers import a_recipient, allocated, head, ministry, officer, with_ceiling
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona

pytestmark = pytest.mark.usefixtures("nation")

TODAY = dt.date.today()
TEXT, INDUSTRY = "kopukm-pk2umk-2022", "perin-5-2022"


# ---------------------------------------------------------------- who draws up


@pytest.mark.clause("kopukm-pk2umk-2022/4.1")
def test_the_office_that_manages_the_fund_draws_up_one_plan_a_year_and_nobody_else() -> None:
    recipient = make.a_fund_recipient()
    for actor in (persona(Role.REGENCY_GROUP, PEKALONGAN), officer(JAWA_TENGAH), ministry(), make.auditor()):
        with pytest.raises(Forbidden):
            services.open_plan(actor=actor, recipient=recipient)
    with pytest.raises(OutsideTerritory):
        services.open_plan(actor=officer(BATANG), recipient=recipient)
    key = uuid4()
    made = services.open_plan(actor=officer(), recipient=recipient, id=key)
    assert services.open_plan(actor=officer(), recipient=recipient, id=key) == made
    assert (made.number, made.state, made.drafted_by) == (1, PlanState.DRAFT, officer().user)
    with pytest.raises(Conflict) as conflict:
        services.open_plan(actor=head(), recipient=recipient)
    assert str(made.pk) in conflict.value.url
    with pytest.raises(Forbidden):
        make.an_activity(made, by=officer(JAWA_TENGAH))
    with pytest.raises(OutsideTerritory):
        make.an_activity(made, by=officer(BATANG))
    decision = history_of(made).get()
    assert f"{TEXT}/4.1" in decision.clauses and decision.regency == recipient.region


def test_a_plan_needs_a_ceiling_and_a_recipient_that_takes_part() -> None:
    recipient = a_recipient()
    with pytest.raises(Refused) as refusal:
        services.open_plan(actor=officer(), recipient=recipient)
    assert refusal.value.clause_ids == (f"{TEXT}/3.1",)
    allocated(recipient)
    services.withdraw_recipient(actor=ministry(), recipient=recipient, reason="Mundur.")
    with pytest.raises(Conflict):
        services.open_plan(actor=officer(), recipient=recipient)


def test_the_draft_waits_in_the_inbox_of_the_office_with_its_last_day_and_source() -> None:
    from sentra.decisions.queries import inbox_of

    plan = make.a_plan()
    line = inbox_of(officer()).get()
    assert (line.kind, line.due_on) == ("funding.plan", plan.recipient.year.plan_due)
    assert "Pasal 4 ayat (6)" in line.due_basis and str(plan.pk) in line.url
    assert inbox_of(head()).get() == line


# ---------------------------------------------------------------- editing


def test_every_edit_is_about_the_edition_that_was_looked_at() -> None:
    plan = make.a_plan()
    activity = make.an_activity(plan)
    line = make.a_line(activity)
    assert make.fresh(plan).edition == 3
    acts: list[Any] = [
        lambda: services.save_activity(
            actor=head(), plan=plan, edition=2, values=make.activity_values(plan), activity=activity
        ),
        lambda: services.save_line(
            actor=head(), activity=make.activity_of(activity), edition=2, values=make.line_values(plan)
        ),
        lambda: services.remove_line(actor=head(), plan=plan, edition=2, line=line),
        lambda: services.remove_activity(actor=head(), plan=plan, edition=2, activity=activity),
        lambda: services.attach_kak(actor=head(), plan=plan, edition=2, name="a.pdf", content=make.PDF),
        lambda: services.describe_plan(
            actor=head(), plan=plan, edition=2, description=services.PlanDescription(directions=["digitalisation"])
        ),
        lambda: services.send_to_review(actor=head(), plan=plan, edition=2),
    ]
    for act in acts:
        with pytest.raises(Conflict) as conflict:
            act()
        assert officer().name in str(conflict.value.reason) and "Konsumsi peserta" in str(conflict.value.reason)
    assert make.fresh(plan).edition == 3


def test_an_edit_keeps_key_and_place_and_leaves_what_was_before_in_the_record() -> None:
    plan = make.a_plan()
    activity = make.an_activity(plan)
    first, second = make.a_line(activity), make.a_line(activity, description="Banner", component="banner")
    again = make.changed(first, volume=80)
    assert (again.key, again.place, again.amount) == (first.key, 1, 80 * 2 * 50_000)
    assert second.place == 2 and second.key != first.key
    last = history_of(plan).first()
    assert last is not None and last.details["before"] == {"volume": 60, "amount": 6_000_000}
    assert "Rp6.000.000 → Rp8.000.000" in sentence(last)
    services.remove_line(actor=officer(), plan=plan, edition=make.fresh(plan).edition, line=second)
    services.remove_activity(actor=officer(), plan=plan, edition=make.fresh(plan).edition, activity=activity)
    assert not PlanLine.objects.exists() and not PlanActivity.objects.exists()
    assert {one.action for one in history_of(plan)} <= registered()
    told = history_of(plan).first()
    assert told is not None and told.details["lines"] == 1


def test_what_is_sent_twice_is_entered_once_and_a_strange_key_is_refused() -> None:
    plan, other = make.a_plan(), make.a_plan(make.a_fund_recipient(code=BATANG))
    key = uuid4()
    values = make.activity_values(plan)
    made = [services.save_activity(actor=officer(), plan=plan, edition=1, values=values, id=key) for _twice in range(2)]
    assert made[0] == made[1] and make.fresh(plan).edition == 2
    activity, line_key = make.activity_of(made[0]), uuid4()
    given: Any = {"activity": activity, "values": make.line_values(plan), "id": line_key, "actor": officer()}
    lines = [services.save_line(edition=2, **given) for _twice in range(2)]
    assert lines[0] == lines[1] and PlanLine.objects.count() == 1
    foreign = make.an_activity(other)
    with pytest.raises(OutsideTerritory):
        services.save_activity(actor=officer(), plan=plan, edition=3, values=values, id=foreign.pk)
    second = make.an_activity(plan, title="Lain")
    with pytest.raises(OutsideTerritory):
        services.save_line(edition=make.fresh(plan).edition, **(given | {"activity": make.activity_of(second)}))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"component": "gold"}, "component"),
        ({"component": ""}, "component"),
        ({"description": " "}, "description"),
        ({"description": "x" * 201}, "description"),
        ({"source": "loan"}, "source"),
        ({"unit": "org"}, "unit"),
        ({"volume": 0}, "volume"),
        ({"volume": 10**30}, "volume"),
        ({"frequency": -1}, "frequency"),
        ({"frequency": 1_000_001}, "frequency"),
        ({"unit_price": 0}, "unit_price"),
        ({"unit_price": 10**40}, "unit_price"),
        ({"volume": 1_000_000, "frequency": 1_000_000, "unit_price": LARGEST // 10**12 + 1}, "unit_price"),
        ({"account_code": "1" * 41}, "account_code"),
        ({"facts": {"creates_asset": "maybe"}}, "creates_asset"),
        ({"facts": {"ceiling_idr": 1}}, "ceiling_idr"),
    ],
)
def test_a_wrong_value_of_a_line_is_named_with_its_remedy(given: dict[str, Any], field: str) -> None:
    activity = make.an_activity(make.a_plan())
    with pytest.raises(BadInput) as problem:
        make.a_line(activity, **given)
    (one,) = problem.value.problems
    assert one.field == field and one.message and one.remedy
    assert not PlanLine.objects.exists()


def test_the_largest_line_is_taken_and_its_amount_is_the_product() -> None:
    activity = make.an_activity(make.a_plan())
    line = make.a_line(activity, volume=1_000_000, frequency=1_000_000, unit_price=LARGEST // 10**12)
    assert line.amount == LARGEST


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"location": ""}, "location"),
        ({"first_month": 0}, "first_month"),
        ({"first_month": 7, "last_month": 6}, "last_month"),
        ({"last_month": 13}, "last_month"),
        ({"output_volume": 0}, "output_volume"),
        ({"output_volume": 10**9}, "output_volume"),
        ({"output_volume": None, "output_unit": "orang"}, "output_volume"),
        ({"output_unit": ""}, "output_unit"),
        ({"modality": "radio"}, "modality"),
        ({"training_kind": ""}, "training_kind"),
        ({"directions": ["world_peace"]}, "directions"),
        ({"need": "x" * 4001}, "need"),
        ({"facts": {"duration_jpl": 30}}, "duration_jpl"),
    ],
)
def test_a_wrong_value_of_an_activity_is_named_with_its_remedy(given: dict[str, Any], field: str) -> None:
    plan = make.a_plan()
    with pytest.raises(BadInput) as problem:
        make.an_activity(plan, **given)
    (one,) = problem.value.problems
    assert one.field == field and one.message and one.remedy
    assert not PlanActivity.objects.exists()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    activity = make.an_activity(make.a_plan())
    with pytest.raises(BadInput) as problem:
        make.a_line(activity, volume=0, unit="", description="")
    assert {one.field for one in problem.value.problems} == {"volume", "unit", "description"}


@pytest.mark.parametrize("given", [{"discussed_on": TODAY + dt.timedelta(days=1)}, {"discussion": ""}])
def test_a_discussion_has_a_past_day_and_says_who_took_part(given: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        make.described(make.a_plan(), **given)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<html></html>", b"PK\x03\x04 no workbook"])
def test_only_documents_are_attached_and_a_new_one_supersedes_the_old(content: bytes) -> None:
    plan = make.a_plan()
    with pytest.raises(BadInput):
        services.attach_kak(actor=officer(), plan=plan, edition=1, name="kak.pdf", content=content)
    first = services.attach_kak(actor=officer(), plan=plan, edition=1, name="kak.pdf", content=make.PDF)
    second = services.attach_kak(actor=officer(), plan=plan, edition=2, name="kak2.pdf", content=make.PDF + b"%2")
    first.refresh_from_db()
    assert make.fresh(plan).kak == second and first.superseded_by == second and first.regency == plan.regency


def test_the_technical_unit_of_a_province_draws_up_and_attaches_too() -> None:
    unit = persona(Role.TECHNICAL_UNIT, JAWA_TENGAH)
    plan = make.a_plan(with_ceiling(code=JAWA_TENGAH, holder="province_technical_unit"), by=unit)
    services.attach_rab(actor=unit, plan=plan, edition=1, name="rab.pdf", content=make.PDF)
    with pytest.raises(Forbidden):
        services.attach_kak(actor=officer(JAWA_TENGAH), plan=plan, edition=2, name="kak.pdf", content=make.PDF)


def test_the_acts_that_the_policy_keeps_apart_are_known_to_the_record() -> None:
    assert {act for acts in ACTS.values() for act in acts} <= registered()
    plan = make.a_plan(by=head())
    make.a_line(make.an_activity(plan))
    assert plan.people_who("funding.plan") == {head().user.pk, officer().user.pk}  # type: ignore[union-attr]
