"""What a recipient says of its year: what was reached, what is stated, the five checks, what is given back."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest

from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.funding.models import (
    Achievement,
    Recipient,
    Remittance,
)
from sentra.funding.queries.checks import checks_of
from sentra.funding.queries.performance import performances_of
from sentra.funding.queries.sums import activities_of
from sentra.funding.services.treasury_statements import record_achievement, remit, state_absorption
from sentra.law import library
from tests.funding.makers import officer
from tests.funding.money_makers import (
    FIRST,
    YEAR,
    act,
    agree,
    funded,
    lines,
    on,
    pay,
    problems,
    received,
    spending,
    treasurer,
)
from tests.personas import JAWA_TENGAH

pytestmark = pytest.mark.usefixtures("nation")

TEXT = "kopukm-pk2umk-2022"
DAY = dt.timedelta(days=1)


# ---------------------------------------------------------------- what was reached


def achieve(recipient: Recipient, activity: UUID, volume: int | None, day: dt.date | None = None, **given: Any) -> Any:
    return record_achievement(
        actor=treasurer(recipient),
        recipient=recipient,
        activity_key=activity,
        as_of=day or on(6, 30),
        volume=volume,
        **given,
    )


def test_what_was_reached_adds_up_and_less_than_before_is_explained() -> None:
    recipient, _stages = funded()
    one = act(100)
    agree(recipient, [one])
    achieve(recipient, one.key, 40, on(5))
    achieve(recipient, one.key, 90)
    assert activities_of(recipient)[0].reached == 90
    assert set(problems(lambda: achieve(recipient, one.key, 80, on(7)))) == {"volume"}
    achieve(recipient, one.key, 80, on(7), note="Sepuluh peserta terhitung dua kali.")
    assert (activities_of(recipient)[0].reached, activities_of(recipient)[0].reached_on) == (80, on(7))
    achieve(recipient, one.key, 30, on(4))  # a late report of an earlier day changes nothing now
    assert activities_of(recipient)[0].reached == 80
    assert history_of(recipient).first().details["volume"] == "30"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("volume", "day", "key", "fields"),
    [
        (None, on(6), None, {"volume"}),
        (-1, on(6), None, {"volume"}),
        (10_000_001, on(6), None, {"volume"}),
        (1, dt.date(YEAR + 1, 1, 1), None, {"as_of"}),
        (1, on(6), UUID(int=1), {"activity_key"}),
    ],
)
def test_an_achievement_is_of_an_activity_and_a_day_of_the_year(
    volume: int | None, day: dt.date, key: UUID | None, fields: set[str]
) -> None:
    recipient, _stages = funded()
    one = act(100)
    agree(recipient, [one])
    assert set(problems(lambda: achieve(recipient, key or one.key, volume, day))) == fields
    assert not Achievement.unscoped.exists()


@pytest.mark.clause("kopukm-pk2umk-2022/37.3.a")
@pytest.mark.clause("kopukm-pk2umk-2022/37.3.b.participants")
@pytest.mark.clause("kopukm-pk2umk-2022/37.3.b.mentors")
@pytest.mark.clause("kopukm-pk2umk-2022/37.3.c")
def test_the_indicators_are_result_by_target_as_the_examples_of_the_law_say() -> None:
    law = library().on(dt.date(2025, 1, 1))
    example = {
        short: law.clause(f"{TEXT}/37.3.{short}").source["examples"][0]
        for short in ("a", "b.participants", "b.mentors", "c")
    }
    recipient, made = funded(
        JAWA_TENGAH,
        ceiling=example["a"]["allocated_idr"],
        target_participants=example["b.participants"]["participants_target"],
        target_mentors=example["b.mentors"]["mentors_target"],
        target_legal_aid=example["c"]["pumk_target"],
    )
    acts = [act(500_000_000), act(1), act(400_000_000, code="mentoring"), act(1, code="legal_aid")]
    agree(recipient, acts)
    for stage in made:
        type(stage).objects.filter(pk=stage.pk).update(min_absorption_percent=None, needs_report=False)
        received(recipient, stage)
    pay(
        recipient, {line.pk: amount for line, amount in zip(lines(recipient), (500_000_000, 225_000_000), strict=False)}
    )
    reached = example["b.participants"]["participants_realised"]
    achieve(recipient, acts[0].key, reached - 20)
    achieve(recipient, acts[1].key, 20)  # two trainings add up
    achieve(recipient, acts[2].key, example["b.mentors"]["mentors_realised"])
    achieve(recipient, acts[3].key, example["c"]["pumk_served"])
    (found,) = performances_of([recipient])
    assert found.absorption is not None
    assert float(found.absorption * 100) == example["a"]["value"]
    shares = [found.reached_share(name) for name in ("target_participants", "target_mentors", "target_legal_aid")]
    assert [float(one * 100) if one else None for one in shares] == [
        example[short]["value"] for short in ("b.participants", "b.mentors", "c")
    ]


@pytest.mark.clause("kopukm-pk2umk-2022/37.3.b.participants")
def test_above_the_target_is_shown_as_it_is_and_without_one_nothing_is_computable() -> None:
    recipient, _stages = funded(target_participants=300, target_mentors=None)
    one, other = act(100), act(100, code="mentoring")
    agree(recipient, [one, other])
    (silent,) = performances_of([recipient])
    assert (silent.reached_share("target_participants"), silent.absorption) == (None, 0)
    achieve(recipient, one.key, 330)
    achieve(recipient, other.key, 5)
    (found,) = performances_of([recipient])
    assert found.reached_share("target_participants") == Fraction(330, 300)
    assert found.reached["target_mentors"] == 5 and found.reached_share("target_mentors") is None


# ---------------------------------------------------------------- what is stated, and the five checks


def state(recipient: Recipient, absorbed: int | None, used: int | None = None, day: dt.date | None = None) -> Any:
    return state_absorption(
        actor=treasurer(recipient),
        recipient=recipient,
        as_of=day or on(6, 30),
        absorbed=absorbed,
        used=absorbed if used is None else used,
        reference="900/12/2025",
    )


def marks(recipient: Recipient) -> list[str]:
    return [one.mark for one in checks_of(recipient)]


def test_where_nothing_was_stated_the_checks_answer_unknown() -> None:
    recipient, _lines = spending()
    assert marks(recipient) == ["unknown"] * 5


def test_papers_that_agree_meet_all_five_checks() -> None:
    recipient, (line, _other) = spending()
    pay(recipient, {line.pk: 5_000}, day=on(3))
    pay(recipient, {line.pk: 900}, day=on(9))  # after the day of the statement
    achieve(recipient, activities_of(recipient)[0].key, 30)
    state(recipient, 1_000, day=on(2, 28))
    state(recipient, 5_000)
    assert marks(recipient) == ["met"] * 5
    assert [(one.found, one.wanted) for one in checks_of(recipient)[:3]] == [
        (5_000, 5_000),
        (5_000, 200_000_000),
        (5_000, 5_000),
    ]


def test_each_difference_is_found_with_its_figures() -> None:
    recipient, (line, _other) = spending()
    pay(recipient, {line.pk: 5_000}, day=on(3))
    state(recipient, 4_000, 3_000)
    orders, within, use, falling, _volumes = checks_of(recipient)
    assert (orders.mark, orders.found, orders.wanted, orders.about) == ("not_met", 5_000, 4_000, on(6, 30))
    assert (use.mark, use.found, use.wanted) == ("not_met", 3_000, 4_000)
    assert (within.mark, falling.mark) == ("met", "met")
    state(recipient, 3_999, 3_000, on(7))
    assert checks_of(recipient)[3].mark == "not_met"
    assert (checks_of(recipient)[3].found, checks_of(recipient)[3].wanted) == (3_999, 4_000)
    state(recipient, 200_000_001, day=on(12, 31))
    assert checks_of(recipient)[1].mark == "not_met"


def test_a_statement_made_anew_for_the_same_day_takes_the_place_of_the_first() -> None:
    recipient, _lines = spending()
    state(recipient, 9_000)
    state(recipient, 0)
    assert marks(recipient)[:4] == ["met"] * 4


def test_money_received_after_the_day_of_a_statement_does_not_cover_it() -> None:
    recipient, (first, _second) = funded()
    agree(recipient, [act(100)])
    received(recipient, first, on(7, 2))
    state(recipient, 1)
    assert checks_of(recipient)[1].mark == "not_met"


def test_volume_without_money_and_money_without_volume_are_questioned() -> None:
    recipient, made = funded()
    one, other = act(1_000), act(1_000, code="mentoring")
    agree(recipient, [one, other])
    received(recipient, made[0])
    achieve(recipient, one.key, 30)
    (found,) = [item for item in checks_of(recipient) if item.mark == "advice"]
    assert [item.key for item in found.questioned] == [one.key]
    pay(recipient, {next(iter(one.amounts)): 5, next(iter(other.amounts)): 5})
    (found,) = checks_of(recipient)[4:]
    assert (found.mark, [item.key for item in found.questioned]) == ("unknown", [other.key])
    achieve(recipient, other.key, 0)
    (found,) = checks_of(recipient)[4:]
    assert (found.mark, [item.key for item in found.questioned]) == ("advice", [other.key])
    achieve(recipient, other.key, 2, on(7))
    assert checks_of(recipient)[4].mark == "met"


@pytest.mark.parametrize(
    ("absorbed", "used", "day", "fields"),
    [
        (None, 0, on(6), {"absorbed"}),
        (-1, 0, on(6), {"absorbed"}),
        (0, 10**16, on(6), {"used"}),
        (0, 0, dt.date(YEAR - 1, 12, 31), {"as_of"}),
    ],
)
def test_a_statement_is_of_whole_rupiah_and_a_day_of_the_year(
    absorbed: int | None, used: int, day: dt.date, fields: set[str]
) -> None:
    recipient, _stages = funded()
    assert set(problems(lambda: state(recipient, absorbed, used, day))) == fields


# ---------------------------------------------------------------- giving back


def test_what_is_left_is_given_back_and_can_no_longer_be_spent() -> None:
    recipient, (line, _other) = spending()
    pay(recipient, {line.pk: 150_000_000})
    given: dict[str, Any] = {"actor": officer(), "recipient": recipient, "remitted_on": on(12, 31), "reference": "N1"}
    assert set(problems(lambda: remit(**given, amount=50_000_001))) == {"amount"}
    assert set(problems(lambda: remit(**given | {"reference": "", "remitted_on": None}, amount=0))) == {
        "amount",
        "reference",
        "remitted_on",
    }
    assert set(problems(lambda: remit(**given | {"remitted_on": FIRST - DAY}, amount=1))) == {"remitted_on"}
    key = uuid4()
    made = remit(**given, amount=50_000_000, id=key)
    assert remit(**given, amount=50_000_000, id=key) == made
    recipient.refresh_from_db()
    assert (recipient.returned, recipient.left, Remittance.unscoped.count()) == (50_000_000, 0, 1)
    assert "Rp50.000.000" in sentence(history_of(recipient).first())  # type: ignore[arg-type]
