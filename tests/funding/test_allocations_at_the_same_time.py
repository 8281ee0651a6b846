"""Two at once: a year is opened once, a ceiling written once, an adjustment answered once, a choice made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sentra.funding.models import Adjustment, Allocation, Fund, Holder, ProgrammeYear, Recipient
from sentra.funding.services import (
    allocate,
    choose_recipient,
    decide_adjustment,
    open_year,
    propose_adjustment,
    record_criteria,
    withdraw_recipient,
)
from sentra.pages.errors import Conflict
from sentra.territory.scope import NATION, scoped
from tests.at_once import at_once
from tests.funding.makers import (
    BASIS,
    TODAY,
    a_decree,
    a_recipient,
    a_row,
    a_year,
    deputy,
    head,
    ministry,
    with_ceiling,
)
from tests.personas import BATANG, PEKALONGAN, region

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("regions")]
ONE = ["done", "refused"]


def both(act: Callable[[], Any]) -> list[str]:
    """Do it twice at the same time; gives what became of each."""
    return sorted("refused" if isinstance(got, Conflict) else _done(got) for got in at_once(act, act))


def _done(got: Any) -> str:
    return repr(got) if isinstance(got, Exception) else "done"


def test_years_choices_and_ceilings_are_made_once() -> None:
    with scoped(NATION):
        officer, approver = ministry(), deputy()
        year, industry = a_year(), a_year(Fund.IKM)
        chosen = a_recipient(year)
        decree = a_decree(year)
    opened = both(lambda: open_year(actor=officer, fund=Fund.PK2UMK, year=2021, basis=BASIS))
    known = both(
        lambda: record_criteria(
            actor=officer,
            year=industry,
            region=region(PEKALONGAN),
            facts={"in_theme1_priority_location": True},
            sources={"in_theme1_priority_location": "Perpres 123/2020"},
        )
    )
    picked = both(
        lambda: choose_recipient(
            actor=officer, year=year, region=region(BATANG), holder=Holder.REGENCY, instrument="Keputusan 3"
        )
    )
    written = both(lambda: allocate(actor=officer, recipient=chosen, decree=decree, row=a_row(chosen)))
    assert [opened, known, picked] == [ONE] * 3
    assert written == ["done", "done"] and Allocation.unscoped.count() == 1  # the second says what is in force
    assert ProgrammeYear.objects.filter(year=2021).count() == 1
    withdrawn = both(lambda: withdraw_recipient(actor=approver, recipient=chosen, reason="Tidak bersedia."))
    assert withdrawn == ONE
    assert Recipient.unscoped.exclude(withdrawn_on=None).count() == 1


def test_an_adjustment_is_proposed_and_answered_once() -> None:
    with scoped(NATION):
        recipient = with_ceiling(division={"training": 300_000_000, "mentoring": 100_000_000})
        chief, approver = head(), deputy()
    parts = {"training": 250_000_000, "mentoring": 150_000_000}
    proposed = both(
        lambda: propose_adjustment(actor=chief, recipient=recipient, division=parts, targets={}, reason="Pendamping.")
    )
    assert proposed == ONE
    waiting = Adjustment.unscoped.select_related("recipient__year", "recipient__region__parent", "of").get()
    answered = both(
        lambda: decide_adjustment(
            actor=approver, adjustment=waiting, approve=True, letter="B-1", decided_on=TODAY, reason="Sesuai."
        )
    )
    assert answered == ONE and Allocation.unscoped.count() == 2
