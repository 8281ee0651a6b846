"""Two at once: what is unique is made once, what is decided is decided once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sentra.development import services
from sentra.development.models import LinkedActivity, Programme, SupportApplication
from sentra.pages.errors import Conflict
from sentra.territory.scope import NATION, scoped
from tests.at_once import at_once
from tests.development.factories import TODAY, application, ministry, officer, sentra_of_tier

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("regions")]


def both(act: Callable[[], Any]) -> list[str]:
    """Do it twice at the same time; gives what became of each."""
    told = {Conflict: "conflict", Programme: "done", SupportApplication: "done", LinkedActivity: "done"}
    return sorted(told.get(type(got), repr(got)) for got in at_once(act, act))


def test_a_programme_an_application_a_link_and_a_decision_are_made_once() -> None:
    with scoped(NATION):
        sentra, clerk, deciding = sentra_of_tier("sentra"), officer(), ministry()
        asked = application(sentra, "bds_service")
    programme = both(lambda: services.write_programme(actor=clerk, year=TODAY.year + 1, title="Program"))
    applied = both(lambda: services.apply_support(actor=clerk, sentra=sentra, support="map_capital", purpose="Modal."))
    linked = both(
        lambda: services.link_activity(
            actor=clerk,
            sentra=sentra,
            programme="P",
            source="Dinas",
            activity="A",
            year=TODAY.year,
            amount=1,
            reference="DPA 1",
        )
    )
    decided = both(lambda: services.decide_support(actor=deciding, application=asked, approve=True, reason="Sesuai."))
    assert [programme, applied, linked, decided] == [["conflict", "done"]] * 4
    counts = [
        Programme.unscoped.count(),
        SupportApplication.unscoped.filter(support="map_capital").count(),
        LinkedActivity.unscoped.count(),
    ]
    assert counts == [1, 1, 1]
