"""Two at once: of two standards for the same time one stands, an end is set once, a key makes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from sentra.funding.models import CostStandard
from sentra.funding.services import end_cost_standard, set_cost_standard
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.scope import NATION, scoped
from tests.at_once import at_once
from tests.funding.factories import TODAY, ministry, officer, standard, values

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("regions")]


def both(act: Callable[[], Any]) -> list[str]:
    """Do it twice at the same time; gives what became of each."""
    told = {Conflict: "refused", BadInput: "refused", CostStandard: "done"}
    return sorted(told.get(type(got), repr(got)) for got in at_once(act, act))


def test_a_standard_is_set_once_and_ended_once() -> None:
    with scoped(NATION):
        clerk, nation = officer(), ministry()
        made, key = standard(clerk, component="mentor_selection", unit="activity"), uuid4()
    in_a_region = both(lambda: set_cost_standard(actor=clerk, **values()))
    in_the_nation = both(lambda: set_cost_standard(actor=nation, **values()))
    by_key = both(lambda: set_cost_standard(actor=nation, **values(unit="person_hour", id=key)))
    ended = both(lambda: end_cost_standard(actor=clerk, standard=made, last_day=TODAY, reason="Dicabut."))
    assert [in_a_region, in_the_nation, ended] == [["done", "refused"]] * 3
    assert by_key == ["done", "done"]
    assert CostStandard.unscoped.count() == 4
    followed = both(lambda: set_cost_standard(actor=clerk, **values(valid_from=TODAY)))
    assert followed == ["done", "refused"]
    assert CostStandard.unscoped.filter(valid_to=None).count() == 3
