"""The whole line, walked by six people."""

from __future__ import annotations

import pytest

from sentra.decisions.models import Decision, WorkItem
from sentra.designation import services
from sentra.designation.models import State
from sentra.documents.models import Paper
from tests.designation import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]


@pytest.mark.clause("kukm-23-2005/7.a.s1")
@pytest.mark.clause("kukm-23-2005/7.b")
@pytest.mark.clause("kukm-23-2005/7.f")
def test_a_candidate_becomes_a_sentra() -> None:
    make.ground()
    proposal = make.designated()

    sentra = proposal.sentra
    sentra.refresh_from_db()
    assert (proposal.state, sentra.tier, sentra.tier_since) == (State.DESIGNATED, "sentra", make.signing().signed_on)
    history = Decision.unscoped.filter(subject_id=str(proposal.pk), to_state__gt="").order_by("number")
    assert [(one.action.removeprefix("designation."), one.to_state) for one in history] == [
        ("identify", "identified"),
        ("assess", "assessed"),
        ("select", "selected"),
        ("submit", "submitted_to_province"),
        ("verify", "verified_by_province"),
        ("forward", "forwarded_to_ministry"),
        ("reverify", "reverified"),
        ("choose", "chosen"),
        ("designate", "designated"),
    ]
    assert not WorkItem.unscoped.filter(closed_at__isnull=True).exists()
    assert services.submit  # the surface other rooms call


def test_every_paper_of_the_way_is_printed(real_papers: None) -> None:
    make.ground()
    proposal = make.designated()

    printed = dict(Paper.unscoped.values_list("kind", "number"))
    assert set(printed) == {
        "criteria_form",
        "sentra_form",
        "regency_letter",
        "verification_minutes",
        "province_letter",
        "decree",
    }
    assert printed["decree"] == make.signing().number
    assert all(paper.pdf.size > 5_000 for paper in Paper.unscoped.select_related("pdf"))
    assert Paper.unscoped.filter(kind="verification_minutes", subject_id=str(proposal.pk)).count() == 2
