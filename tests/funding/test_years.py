"""The funds' years: which text they follow, when plans are due, the stages of the money."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.funding.guides import activities, component_choices, divided_activities, governing, law_of
from sentra.funding.models import Fund, ProgrammeYear, Standing
from sentra.funding.services import open_year, set_stage
from sentra.law import library
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.scope import scoped
from tests.funding.makers import BASIS, TODAY, a_year, deputy, ministry, officer
from tests.personas import JAWA_TENGAH, PEKALONGAN, persona, region

pytestmark = pytest.mark.usefixtures("nation")


def a_stage(year: ProgrammeYear, number: int = 1, **given: Any) -> Any:
    values: dict[str, Any] = {
        "share_percent": 50,
        "opens_on": dt.date(year.year, 2 if number == 1 else 7, 1),
        "min_absorption_percent": None,
        "needs_report": number > 1,
        "source": "Perkiraan; tabel PMK tidak ditemukan",
        "standing": Standing.PROPOSED,
    } | given
    return set_stage(actor=ministry(), year=year, number=number, **values)


# ---------------------------------------------------------------- which text a year follows


def test_a_year_follows_the_text_that_governs_it() -> None:
    pk2umk = open_year(actor=ministry(), fund=Fund.PK2UMK, year=2022)
    industry = open_year(actor=ministry(), fund=Fund.IKM, year=2022)
    assert (pk2umk.regulation, pk2umk.governed_by, pk2umk.basis) == ("kopukm-pk2umk-2022", "", "")
    assert law_of(pk2umk).date == dt.date(2022, 1, 26) and law_of(industry).date == dt.date(2022, 3, 8)
    assert industry.regulation == "perin-5-2022" and industry.plan_due is None


@pytest.mark.parametrize(
    ("number", "known"), [(2021, "Permenkop UKM 1 Tahun 2020"), (2024, "Permenkop UKM 16 Tahun 2022")]
)
def test_a_year_whose_text_is_not_held_follows_the_last_one_by_a_stated_decision(number: int, known: str) -> None:
    with pytest.raises(BadInput) as problem:
        open_year(actor=ministry(), fund=Fund.PK2UMK, year=number)
    assert [one.field for one in problem.value.problems] == ["basis"]
    made = a_year(number=number)
    assert made.governed_by.startswith(known) and made.basis == BASIS
    assert made.regulation == "kopukm-pk2umk-2022"
    decision = history_of(made).get()
    assert decision.reason == BASIS and decision.law_version == f"kopukm-pk2umk-2022@{made.law_day.isoformat()}"


def test_a_fund_for_which_no_later_text_is_known_says_so() -> None:
    text = governing(Fund.IKM, 2025)
    assert (text.number, text.held, text.followed.id) == ("", None, "perin-5-2022")


def test_the_known_texts_of_a_fund_leave_no_year_in_doubt() -> None:
    for regulation in ("kopukm-pk2umk-2022", "perin-5-2022"):
        spans = library().regulations[regulation].head["regulation"]["fiscal_years"]
        for before, after in pairwise(spans):
            assert before["last"] + 1 == after["first"]


def test_the_day_for_plans_is_the_texts_or_another_with_its_source() -> None:
    assert a_year(number=2022).plan_due == dt.date(2022, 3, 18)  # as the ministry's letter of that year set it
    plain = a_year(number=2023)
    assert plain.plan_due == dt.date(2023, 3, 14) and "Pasal 4 ayat (6)" in plain.plan_due_source
    later = a_year(number=2024, plan_due_on=dt.date(2024, 3, 22), plan_due_source="Surat Sekretaris 88/2024")
    assert (later.plan_due, later.plan_due_source) == (dt.date(2024, 3, 22), "Surat Sekretaris 88/2024")
    with pytest.raises(BadInput) as problem:
        a_year(number=2025, plan_due_on=dt.date(2025, 3, 21))
    assert [one.field for one in problem.value.problems] == ["plan_due_source"]


@pytest.mark.clause(
    "kopukm-pk2umk-2022/5.a",
    "kopukm-pk2umk-2022/5.b",
    "kopukm-pk2umk-2022/5.c",
    "perin-5-2022/III.A",
    "perin-5-2022/III.B",
    "perin-5-2022/III.C",
    "perin-5-2022/III.D",
)
def test_the_menu_of_activities_is_the_texts() -> None:
    pk2umk, industry = a_year(), a_year(Fund.IKM)
    assert [value for value, _label in activities(pk2umk)] == ["training", "mentoring", "legal_aid"]
    menu = [value for value, _label in activities(industry)]
    assert len(menu) == 15
    for letter, count in zip("ABCD", (4, 3, 4, 4), strict=True):
        listed = library().clause(f"perin-5-2022/III.{letter}").values["activities"].value
        assert [one for one in menu if one[0] == letter] == list(listed) and len(listed) == count
    assert "official_travel" in dict(component_choices(pk2umk))  # may be entered, and is found not payable


def test_legal_aid_is_divided_to_provinces_only() -> None:
    year = a_year()
    assert "legal_aid" in dict(divided_activities(year, region(JAWA_TENGAH)))
    assert "legal_aid" not in dict(divided_activities(year, region(PEKALONGAN)))


# ---------------------------------------------------------------- opening


def test_a_year_is_opened_once() -> None:
    key = uuid4()
    made = open_year(actor=ministry(), fund=Fund.PK2UMK, year=2022, id=key)
    assert open_year(actor=ministry(), fund=Fund.PK2UMK, year=2022, id=key) == made
    with pytest.raises(Conflict):
        open_year(actor=ministry(), fund=Fund.PK2UMK, year=2022)
    assert ProgrammeYear.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"fund": "dau"}, "fund"), ({"year": 2015}, "year"), ({"year": TODAY.year + 2}, "year")],
)
def test_a_wrong_year_is_named_with_its_remedy(given: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as problem:
        open_year(actor=ministry(), **({"fund": Fund.PK2UMK, "year": 2022} | given))
    (one,) = problem.value.problems
    assert one.field == field and one.remedy


@pytest.mark.parametrize("role", [Role.MINISTRY_APPROVER, Role.PROVINCE_HEAD, Role.REGENCY_HEAD, Role.OBSERVER])
def test_only_a_ministry_officer_opens_a_year(role: Role) -> None:
    code = {"r": PEKALONGAN, "p": JAWA_TENGAH}.get(role[0], "")
    with pytest.raises(Forbidden):
        open_year(actor=persona(role, code), fund=Fund.PK2UMK, year=2022)


def test_an_appointment_for_one_fund_does_not_keep_the_other() -> None:
    actor = persona(Role.MINISTRY_OFFICER, n=7)
    assert actor.appointment is not None
    actor.appointment.programme = Fund.IKM
    actor.appointment.save(update_fields=["programme"])
    assert open_year(actor=actor, fund=Fund.IKM, year=2022).fund == Fund.IKM
    with pytest.raises(Forbidden):
        open_year(actor=actor, fund=Fund.PK2UMK, year=2022)
    assert not ProgrammeYear.objects.filter(fund=Fund.PK2UMK).exists()


# ---------------------------------------------------------------- stages


def test_stages_carry_their_source_and_may_be_set_anew_before_money_moves() -> None:
    year = a_year()
    first = a_stage(year)
    again = a_stage(year, share_percent=40)
    assert (again.pk, again.share_percent, year.stages.count()) == (first.pk, 40, 1)
    second = a_stage(year, 2, share_percent=60, min_absorption_percent=75)
    assert [one.number for one in year.stages.all()] == [1, 2] and second.needs_report
    assert next(one.action for one in history_of(year)) == "funding.set_stage"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"share_percent": 0}, "share_percent"),
        ({"share_percent": 51}, "share_percent"),
        ({"min_absorption_percent": 101}, "min_absorption_percent"),
        ({"opens_on": None}, "opens_on"),
        ({"opens_on": dt.date(TODAY.year + 1, 7, 1)}, "opens_on"),
        ({"opens_on": dt.date(TODAY.year, 1, 31)}, "opens_on"),
        ({"source": " "}, "source"),
        ({"standing": "guessed"}, "standing"),
        ({"number": 4}, "number"),
    ],
)
def test_a_wrong_stage_is_named_and_nothing_is_saved(given: dict[str, Any], field: str) -> None:
    year = a_year()
    a_stage(year)
    number = given.pop("number", 2)
    with pytest.raises(BadInput) as problem:
        a_stage(year, number, **given)
    assert field in [one.field for one in problem.value.problems]
    assert year.stages.count() == 1


def test_regions_see_years_but_do_not_set_stages() -> None:
    year = a_year()
    for actor in (officer(), deputy()):
        with scoped(actor.territory), pytest.raises(Forbidden):
            set_stage(
                actor=actor,
                year=year,
                number=1,
                share_percent=50,
                opens_on=TODAY,
                min_absorption_percent=None,
                needs_report=False,
                source="x",
                standing=Standing.PROPOSED,
            )
