"""Two at once on one plan: one version is begun, one edit wins, one submission, one answer; nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from sentra.access.roles import Role
from sentra.decisions.models import WorkItem
from sentra.decisions.queries import history_of
from sentra.documents import services as documents
from sentra.documents.models import Paper
from sentra.funding import services
from sentra.funding.models import BudgetLine, PlanLine, PlanState, PlanVersion
from sentra.funding.services import plans_common
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import NATION, scoped
from tests.at_once import at_once
from tests.funding import plan_makers as make
from tests.funding.makers import deputy, head, officer
from tests.personas import persona

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("regions", "nothing_after_the_race")]


@pytest.fixture
def nothing_after_the_race(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are printed as a token; nobody is told after the commit, when a busy table would repeat an act done."""
    monkeypatch.setattr(plans_common, "notify", lambda **_told: None)
    monkeypatch.setattr(documents, "render_pdf", lambda content: b"%PDF-1.7 " + content.title.encode())
    monkeypatch.setattr(documents, "render_docx", lambda content: b"PK " + content.title.encode())


def together(*acts: Callable[[], Any]) -> list[str]:
    """Do them at the same time; gives what became of each."""

    def word(got: Any) -> str:
        if isinstance(got, Conflict | BadInput | Refused):
            return "late"
        return repr(got) if isinstance(got, Exception) else "done"

    return sorted(word(got) for got in at_once(*acts))


def test_a_plan_is_begun_once() -> None:
    with scoped(NATION):
        recipient, clerk, chief = make.a_fund_recipient(), officer(), head()
    key = uuid4()
    by_key = together(*[lambda: services.open_plan(actor=clerk, recipient=recipient, id=key)] * 2)
    assert (by_key, PlanVersion.unscoped.count()) == (["done", "done"], 1)
    with scoped(NATION):
        services.drop_plan(actor=clerk, plan=make.fresh(PlanVersion.objects.get()), reason="Uji.")
    both = together(
        lambda: services.open_plan(actor=clerk, recipient=recipient),
        lambda: services.open_plan(actor=chief, recipient=recipient),
    )
    assert (both, PlanVersion.unscoped.count()) == (["done", "late"], 2)
    assert WorkItem.unscoped.filter(closed_at=None, kind="funding.plan").count() == 1


def test_of_two_edits_of_one_edition_one_is_told_and_an_edit_meets_the_sending() -> None:
    with scoped(NATION):
        plan = make.ready()
        activity = make.activity_of(PlanLine.objects.get().activity)
        clerk, chief, now = officer(), head(), make.fresh(plan).edition
        values = make.line_values(plan)
    add = [
        lambda by=by: services.save_line(actor=by, activity=activity, edition=now, values=values)
        for by in (clerk, chief)
    ]
    assert together(*add) == ["done", "late"]
    with scoped(NATION):
        assert PlanLine.objects.count() == 2 and make.fresh(plan).edition == now + 1
    outcome = together(
        lambda: services.send_to_review(actor=clerk, plan=plan, edition=now + 1),
        lambda: services.save_line(actor=chief, activity=activity, edition=now + 1, values=values),
    )
    assert outcome == ["done", "late"]
    with scoped(NATION):
        after = make.fresh(plan)
        expected = (PlanState.IN_REVIEW, 2) if after.edition == now + 1 else (PlanState.DRAFT, 3)
        assert (after.state, PlanLine.objects.count()) == expected


def test_a_plan_is_handed_in_once_and_never_beside_an_edit() -> None:
    with scoped(NATION):
        plan = make.reviewed()
        chief, second, clerk = head(), persona(Role.REGENCY_HEAD, "3375", n=2), officer()
    handed_in = [
        lambda by=by: services.submit_plan(actor=by, plan=plan, edition=plan.edition) for by in (chief, second)
    ]
    assert together(*handed_in) == ["done", "late"]
    with scoped(NATION):
        assert Paper.unscoped.count() == 1
        assert [one.action for one in history_of(plan)].count("funding.submit") == 1
        services.decide_plan(actor=deputy(), plan=plan, edition=plan.edition, outcome="return", reason="Uji.")
        line = PlanLine.objects.select_related("activity__plan").get()
        draft = make.fresh(plan)
    outcome = together(
        lambda: services.submit_plan(actor=chief, plan=draft, edition=draft.edition),
        lambda: services.remove_line(actor=clerk, plan=draft, edition=draft.edition, line=line),
    )
    assert outcome == ["done", "late"]
    with scoped(NATION):
        after = make.fresh(plan)
        assert (after.state, PlanLine.objects.count()) in ((PlanState.SUBMITTED, 1), (PlanState.DRAFT, 0))


def test_a_plan_is_answered_once() -> None:
    with scoped(NATION):
        plan = make.submitted()
        deputies = [deputy(), persona(Role.MINISTRY_APPROVER, n=2)]
    answers = [
        lambda by=by, outcome=outcome: services.decide_plan(
            actor=by, plan=plan, edition=plan.edition, outcome=outcome, reason="Uji."
        )
        for by, outcome in zip(deputies, ("agree", "reject"), strict=True)
    ]
    assert together(*answers) == ["done", "late"]
    with scoped(NATION):
        after = make.fresh(plan)
        in_force = int(after.state == PlanState.AGREED)
        assert BudgetLine.unscoped.count() == in_force and bool(after.recipient.planned) is bool(in_force)


def test_two_agree_at_once_and_the_plan_comes_into_force_once() -> None:
    with scoped(NATION):
        plan = make.submitted()
        deputies = [deputy(), persona(Role.MINISTRY_APPROVER, n=2)]
    agreed = [
        lambda by=by: services.decide_plan(actor=by, plan=plan, edition=plan.edition, outcome="agree", reason="Sesuai.")
        for by in deputies
    ]
    assert together(*agreed) == ["done", "late"]
    with scoped(NATION):
        assert BudgetLine.unscoped.count() == 1
        assert [one.action for one in history_of(plan)].count("funding.agree") == 1
