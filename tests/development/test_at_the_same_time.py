"""Two at once: what is unique is made once, what is decided is decided once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection

from sentra.development import services
from sentra.development.models import LinkedActivity, Programme, SupportApplication
from sentra.pages.errors import Conflict
from sentra.territory.scope import NATION, scoped
from tests.development.factories import TODAY, application, ministry, officer, sentra_of_tier

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("regions")]


def both(act: Callable[[], Any]) -> list[str]:
    """Do it twice at the same time; gives what became of each."""

    def once(_n: int) -> str:
        try:
            with scoped(NATION):
                return until_free()
        finally:
            connection.close()

    def until_free() -> str:
        # The database in memory turns the second writer away at once where a real one lets it wait.
        while True:
            try:
                act()
            except OperationalError:
                continue
            except Conflict:
                return "conflict"
            return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(once, range(2)))


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
